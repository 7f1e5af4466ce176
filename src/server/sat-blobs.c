/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-blobs.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sat-db.h"

#define BLOCK 65536

struct _SatBlobs {
  char *folder, *parts;
  SatClock *clock;
  GMutex lock; /* of what follows */
  gint64 most, quota;
  gboolean counted;
  gint64 n, bytes;
};

SatBlobs *
sat_blobs_new (const char *folder, SatClock *clock)
{
  SatBlobs *self = g_new0 (SatBlobs, 1);

  g_mutex_init (&self->lock);
  self->folder = g_build_filename (folder, "blobs", NULL);
  self->parts = g_build_filename (self->folder, "parts", NULL);
  self->clock = sat_clock_ref (clock);
  self->most = SAT_BLOB_MOST;
  return self;
}

void
sat_blobs_free (SatBlobs *self)
{
  if (self == NULL)
    return;
  g_mutex_clear (&self->lock);
  sat_clock_unref (self->clock);
  g_free (self->folder);
  g_free (self->parts);
  g_free (self);
}

void
sat_blobs_set_limits (SatBlobs *self, gint64 most, gint64 quota)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->lock);
  self->most = most > 0 ? most : SAT_BLOB_MOST;
  self->quota = quota;
  g_mutex_unlock (&self->lock);
}

gint64
sat_blobs_get_most (SatBlobs *self)
{
  gint64 most;

  g_return_val_if_fail (self != NULL, 0);

  g_mutex_lock (&self->lock);
  most = self->most;
  g_mutex_unlock (&self->lock);
  return most;
}

static char *
path_of (SatBlobs *self, const char *hash)
{
  char two[3] = {hash[0], hash[1], '\0'};

  return g_build_filename (self->folder, two, hash, NULL);
}

static char *
part_of (SatBlobs *self, const SatUuid *user, const char *hash)
{
  char id[SAT_UUID_STRING_LENGTH + 1];
  g_autofree char *name = NULL;

  sat_uuid_write (user, id);
  name = g_strconcat (hash, ".", id, NULL);
  return g_build_filename (self->parts, name, NULL);
}

static gboolean
fail (const char *path, GError **error)
{
  int failed = errno;

  if (failed == ENOSPC || failed == EDQUOT)
    g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_FULL, "The disk is full");
  else
    g_set_error (error, G_FILE_ERROR, (int)g_file_error_from_errno (failed), "%s: %s", path,
                 g_strerror (failed));
  return FALSE;
}

static gint64
size_of (const char *path)
{
  GStatBuf info;

  return g_lstat (path, &info) == 0 && S_ISREG (info.st_mode) ? (gint64)info.st_size : -1;
}

/* The server's clock, which tests move. */
static void
set_time (SatBlobs *self, const char *path)
{
  gint64 now = sat_clock_now (self->clock);
  const struct timespec times[2] = {{.tv_nsec = UTIME_OMIT},
                                    {.tv_sec = (time_t)(now / G_USEC_PER_SEC)}};

  if (utimensat (AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW) != 0)
    g_debug ("%s: %s", path, g_strerror (errno));
}

static gint64
time_of (const char *path)
{
  GStatBuf info;

  return g_lstat (path, &info) == 0 ? (gint64)info.st_mtime * G_USEC_PER_SEC : 0;
}

gint64
sat_blobs_size (SatBlobs *self, const char *hash)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (self != NULL && sat_blob_is_hash (hash), -1);

  path = path_of (self, hash);
  return size_of (path);
}

gint64
sat_blobs_part_size (SatBlobs *self, const SatUuid *user, const char *hash)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (self != NULL && user != NULL && sat_blob_is_hash (hash), 0);

  path = part_of (self, user, hash);
  return MAX (size_of (path), 0);
}

GBytes *
sat_blobs_read (SatBlobs *self, const char *hash, gint64 offset, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree guint8 *data = NULL;
  gint64 size, length, done = 0;
  int fd;

  g_return_val_if_fail (self != NULL && sat_blob_is_hash (hash), NULL);

  path = path_of (self, hash);
  size = size_of (path);
  if (size < 0) {
    g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_NOT_FOUND,
                         "There is no such file");
    return NULL;
  }
  if (offset < 0 || offset > size) {
    g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_OFFSET,
                         "The file ends before that");
    return NULL;
  }
  length = MIN (size - offset, SAT_BLOB_CHUNK);
  data = g_malloc ((gsize)MAX (length, 1));
  fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);
  while (fd >= 0 && done < length) {
    gssize n = pread (fd, data + done, (gsize)(length - done), offset + done);

    if (n <= 0)
      break;
    done += n;
  }
  if (fd < 0 || done < length)
    fail (path, error);
  if (fd >= 0)
    close (fd);
  return fd >= 0 && done == length ? g_bytes_new_take (g_steal_pointer (&data), (gsize)length)
                                   : NULL;
}

/* How many @user has begun. */
static guint
count_parts (SatBlobs *self, const SatUuid *user)
{
  char suffix[SAT_UUID_STRING_LENGTH + 2] = ".";
  g_autoptr (GDir) dir = g_dir_open (self->parts, 0, NULL);
  const char *name;
  guint n = 0;

  sat_uuid_write (user, suffix + 1);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_suffix (name, suffix);
  return n;
}

static gboolean
set_full (GError **error, const char *message)
{
  g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_FULL, message);
  return FALSE;
}

static gboolean
check_room (SatBlobs *self, const SatUuid *user, gint64 offset, gint64 length, GError **error)
{
  gint64 n, bytes, most, quota;

  sat_blobs_figures (self, &n, &bytes);
  g_mutex_lock (&self->lock);
  most = self->most;
  quota = self->quota;
  g_mutex_unlock (&self->lock);
  if (offset + length > most) {
    g_set_error (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_TOO_LARGE,
                 "A file has at most %" G_GINT64_FORMAT " bytes", most);
    return FALSE;
  }
  if (quota > 0 && bytes + offset + length > quota)
    return set_full (error, "The server takes no more files");
  if (offset == 0 && count_parts (self, user) >= SAT_BLOB_MOST_PARTS)
    return set_full (error, "Too many files were begun and not ended");
  return TRUE;
}

static gboolean
set_offset_error (GError **error)
{
  g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_OFFSET,
                       "This does not go on where the part before ended");
  return FALSE;
}

static gboolean
append_to (int fd, const char *path, gint64 offset, GBytes *bytes, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  struct stat info;
  gsize done = 0;

  /* A second device of the same person may send the same. */
  if (flock (fd, LOCK_EX) != 0 || fstat (fd, &info) != 0)
    return fail (path, error);
  if (info.st_size != offset)
    return set_offset_error (error);
  while (done < length) {
    gssize n = pwrite (fd, data + done, length - done, offset + (gint64)done);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      fail (path, error);
      /* What was said to be there is what counts. */
      return ftruncate (fd, offset) == 0 && FALSE;
    }
    done += (gsize)n;
  }
  return TRUE;
}

gboolean
sat_blobs_append (SatBlobs *self,
                  const SatUuid *user,
                  const char *hash,
                  gint64 offset,
                  GBytes *bytes,
                  GError **error)
{
  g_autofree char *path = NULL;
  gboolean done;
  int fd;

  g_return_val_if_fail (self != NULL && user != NULL && bytes != NULL, FALSE);
  g_return_val_if_fail (sat_blob_is_hash (hash), FALSE);

  path = part_of (self, user, hash);
  if (offset != MAX (size_of (path), 0))
    return set_offset_error (error);
  if (!check_room (self, user, offset, (gint64)g_bytes_get_size (bytes), error))
    return FALSE;
  if (g_mkdir_with_parents (self->parts, 0700) != 0)
    return fail (self->parts, error);
  fd = g_open (path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    return fail (path, error);
  done = append_to (fd, path, offset, bytes, error);
  close (fd);
  set_time (self, path);
  return done;
}

static char *
checksum (const char *path, gboolean durable, GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *block = g_malloc (BLOCK);
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);
  gboolean right;
  gssize n = -1;

  while (fd >= 0 && (n = read (fd, block, BLOCK)) > 0)
    g_checksum_update (sum, block, n);
  right = n == 0 && (!durable || fsync (fd) == 0);
  if (!right)
    fail (path, error);
  if (fd >= 0)
    close (fd);
  return right ? g_strdup (g_checksum_get_string (sum)) : NULL;
}

char *
sat_blobs_checksum (SatBlobs *self, const char *hash, GError **error)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (self != NULL && sat_blob_is_hash (hash), NULL);

  path = path_of (self, hash);
  return checksum (path, FALSE, error);
}

static gboolean
place (SatBlobs *self, const char *part, const char *hash, GError **error)
{
  g_autofree char *path = path_of (self, hash);
  g_autofree char *folder = g_path_get_dirname (path);
  gint64 size = size_of (part);
  gboolean is_new = size_of (path) < 0;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail (folder, error);
  if (g_rename (part, path) != 0)
    return fail (path, error);
  set_time (self, path);
  if (!sat_db_sync_folder (folder, error) || !sat_db_sync_folder (self->folder, error))
    return FALSE;
  g_mutex_lock (&self->lock);
  if (self->counted && is_new) {
    self->n++;
    self->bytes += size;
  }
  g_mutex_unlock (&self->lock);
  return TRUE;
}

gboolean
sat_blobs_complete (SatBlobs *self, const SatUuid *user, const char *hash, GError **error)
{
  g_autofree char *part = NULL;
  g_autofree char *sum = NULL;

  g_return_val_if_fail (self != NULL && user != NULL && sat_blob_is_hash (hash), FALSE);

  part = part_of (self, user, hash);
  sum = checksum (part, TRUE, error);
  if (sum == NULL)
    return FALSE;
  if (g_str_equal (sum, hash))
    return place (self, part, hash, error);
  g_unlink (part);
  g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_WRONG_HASH,
                       "The file is not what its name says");
  return FALSE;
}

void
sat_blobs_touch (SatBlobs *self, const char *hash)
{
  g_autofree char *path = NULL;

  g_return_if_fail (self != NULL && sat_blob_is_hash (hash));

  path = path_of (self, hash);
  set_time (self, path);
}

static void
remove_parts (SatBlobs *self, const char *hash)
{
  g_autoptr (GDir) dir = g_dir_open (self->parts, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, hash)) {
      g_autofree char *path = g_build_filename (self->parts, name, NULL);

      g_unlink (path);
    }
}

void
sat_blobs_remove (SatBlobs *self, const char *hash)
{
  g_autofree char *path = NULL;
  gint64 size;

  g_return_if_fail (self != NULL && sat_blob_is_hash (hash));

  path = path_of (self, hash);
  size = size_of (path);
  if (size >= 0 && g_unlink (path) == 0) {
    g_mutex_lock (&self->lock);
    self->n -= self->counted;
    self->bytes -= self->counted ? size : 0;
    g_mutex_unlock (&self->lock);
  }
  remove_parts (self, hash);
}

static gboolean
each_in (const char *folder, SatBlobFunc func, gpointer data, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (sat_blob_is_hash (name) && !func (name, time_of (path), data, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
sat_blobs_each (SatBlobs *self, SatBlobFunc func, gpointer data, GError **error)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_return_val_if_fail (self != NULL && func != NULL, FALSE);

  dir = g_dir_open (self->folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *folder = g_build_filename (self->folder, name, NULL);

    if (strlen (name) == 2 && !each_in (folder, func, data, error))
      return FALSE;
  }
  return TRUE;
}

void
sat_blobs_forget_parts (SatBlobs *self)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_return_if_fail (self != NULL);

  dir = g_dir_open (self->parts, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (self->parts, name, NULL);

    if (time_of (path) < sat_clock_now (self->clock) - SAT_BLOB_KEPT_US)
      g_unlink (path);
  }
}

typedef struct {
  SatBlobs *blobs;
  gint64 n, bytes;
} Figures;

static gboolean
count_cb (const char *hash, gint64 needed_at, gpointer data, GError **error)
{
  Figures *figures = data;

  figures->n++;
  figures->bytes += MAX (sat_blobs_size (figures->blobs, hash), 0);
  return TRUE;
}

void
sat_blobs_figures (SatBlobs *self, gint64 *n, gint64 *bytes)
{
  Figures figures = {self, 0, 0};
  gboolean counted;

  g_return_if_fail (self != NULL && n != NULL && bytes != NULL);

  g_mutex_lock (&self->lock);
  counted = self->counted;
  g_mutex_unlock (&self->lock);
  if (!counted)
    sat_blobs_each (self, count_cb, &figures, NULL);
  g_mutex_lock (&self->lock);
  if (!self->counted) {
    self->n = figures.n;
    self->bytes = figures.bytes;
    self->counted = TRUE;
  }
  *n = self->n;
  *bytes = self->bytes;
  g_mutex_unlock (&self->lock);
}
