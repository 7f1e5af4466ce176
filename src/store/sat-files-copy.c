/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bytes from one file to another. */

#include "config.h"

#include "sat-files-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define BLOCK 65536

static gboolean
fail (const char *path, GError **error)
{
  int failed = errno;

  g_set_error (error, G_IO_ERROR, (int)g_io_error_from_errno (failed), "%s: %s", path,
               g_strerror (failed));
  return FALSE;
}

void
sat_file_copy_clear (SatFileCopy *self)
{
  if (self->part != NULL)
    g_unlink (self->part);
  g_clear_pointer (&self->part, g_free);
  g_clear_pointer (&self->hash, g_free);
}

gboolean
sat_files_make_folder (const char *folder, GError **error)
{
  return g_mkdir_with_parents (folder, 0700) == 0 || fail (folder, error);
}

gboolean
sat_files_rename (const char *from, const char *to, GError **error)
{
  return g_rename (from, to) == 0 || fail (to, error);
}

static gboolean
write_all (int fd, const guint8 *data, gsize length, const char *path, GError **error)
{
  while (length > 0) {
    gssize n = write (fd, data, length);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return fail (path, error);
    data += n;
    length -= (gsize)n;
  }
  return TRUE;
}

static gboolean
check_size (gint64 size, const char *name, GError **error)
{
  g_autofree char *most = NULL;

  if (size <= SAT_FILES_MOST_BYTES)
    return TRUE;
  most = g_format_size_full (SAT_FILES_MOST_BYTES, G_FORMAT_SIZE_IEC_UNITS);
  /* Translators: the name of a file, and a size such as 100 MiB */
  g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID, _ ("“%s” is larger than %s."), name,
               most);
  return FALSE;
}

static gboolean
copy_to (int fd,
         GInputStream *stream,
         const char *name,
         SatFileCopy *copy,
         GCancellable *cancellable,
         GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *block = g_malloc (BLOCK);
  gssize n;

  while ((n = g_input_stream_read (stream, block, BLOCK, cancellable, error)) > 0) {
    gsize kept = MIN ((gsize)n, sizeof copy->head - copy->n_head);

    copy->size += n;
    if (!check_size (copy->size, name, error) ||
        !write_all (fd, block, (gsize)n, copy->part, error))
      return FALSE;
    g_checksum_update (sum, block, n);
    memcpy (copy->head + copy->n_head, block, kept);
    copy->n_head += kept;
  }
  copy->hash = g_strdup (g_checksum_get_string (sum));
  return n == 0 && (fsync (fd) == 0 || fail (copy->part, error));
}

gboolean
sat_files_copy (GInputStream *stream,
                const char *folder,
                const char *name,
                SatFileCopy *copy,
                GCancellable *cancellable,
                GError **error)
{
  gboolean done;
  int fd;

  *copy = (SatFileCopy){.part = g_build_filename (folder, "add-XXXXXX.part", NULL)};
  fd = g_mkstemp_full (copy->part, O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0) {
    fail (folder, error);
    g_clear_pointer (&copy->part, g_free);
    return FALSE;
  }
  done = copy_to (fd, stream, name, copy, cancellable, error);
  close (fd);
  if (!done)
    sat_file_copy_clear (copy);
  return done;
}

char *
sat_files_checksum (const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *block = g_malloc (BLOCK);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  gssize n;

  if (stream == NULL)
    return NULL;
  while ((n = g_input_stream_read (G_INPUT_STREAM (stream), block, BLOCK, cancellable, error)) > 0)
    g_checksum_update (sum, block, n);
  return n == 0 ? g_strdup (g_checksum_get_string (sum)) : NULL;
}
