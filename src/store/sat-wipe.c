/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-wipe.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sat-date.h"
#include "sat-files.h"

#define GROUP "wipe"
#define BLOCK 65536

/* What may lie beside a database, the smallest and most precious first. */
static const char *const beside[] = {
    ".secret", "-wal", "", "-shm", "-journal", ".device",
};
static const char *const kept[] = {
    ".before-restore",
    ".before-restore-wal",
    ".before-restore-journal",
    ".before-restore.part",
};

void
sat_wipe_free (SatWipe *self)
{
  if (self == NULL)
    return;
  g_free (self->server);
  g_free (self->nonce);
  g_free (self->reason);
  g_free (self->receipt);
  g_free (self->secrets);
  g_free (self);
}

static char *
note_path (const char *path)
{
  return g_strconcat (path, ".wiped", NULL);
}

static char *
get (GKeyFile *file, const char *key)
{
  char *text = g_key_file_get_string (file, GROUP, key, NULL);

  return text != NULL ? text : g_strdup ("");
}

SatWipe *
sat_wipe_read (const char *path)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *name = NULL;
  SatWipe *self;

  g_return_val_if_fail (path != NULL, NULL);

  name = note_path (path);
  if (!g_key_file_load_from_file (file, name, G_KEY_FILE_NONE, NULL) ||
      g_key_file_get_uint64 (file, GROUP, "device", NULL) == 0)
    return NULL;
  self = g_new0 (SatWipe, 1);
  self->server = get (file, "server");
  self->device = (guint32)g_key_file_get_uint64 (file, GROUP, "device", NULL);
  self->nonce = get (file, "nonce");
  self->reason = get (file, "reason");
  self->receipt = get (file, "receipt");
  self->secrets = get (file, "secrets");
  self->at = g_key_file_get_int64 (file, GROUP, "at", NULL);
  self->gone = g_key_file_get_boolean (file, GROUP, "gone", NULL);
  self->told = g_key_file_get_boolean (file, GROUP, "told", NULL);
  return self;
}

gboolean
sat_wipe_write (const char *path, const SatWipe *self, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (path != NULL && self != NULL && self->device != 0, FALSE);

  name = note_path (path);
  g_key_file_set_string (file, GROUP, "server", self->server);
  g_key_file_set_uint64 (file, GROUP, "device", self->device);
  g_key_file_set_string (file, GROUP, "nonce", self->nonce);
  g_key_file_set_string (file, GROUP, "reason", self->reason);
  g_key_file_set_string (file, GROUP, "receipt", self->receipt);
  g_key_file_set_string (file, GROUP, "secrets", self->secrets);
  g_key_file_set_int64 (file, GROUP, "at", self->at);
  g_key_file_set_boolean (file, GROUP, "gone", self->gone);
  g_key_file_set_boolean (file, GROUP, "told", self->told);
  text = g_key_file_to_data (file, NULL, NULL);
  return g_file_set_contents_full (
      name, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

void
sat_wipe_forget (const char *path)
{
  g_autofree char *name = NULL;

  g_return_if_fail (path != NULL);
  name = note_path (path);
  g_unlink (name);
}

/* Zeros over what is there. Many disks write them elsewhere; it costs little to try. */
static void
overwrite (const char *name)
{
  g_autofree guint8 *zeros = g_malloc0 (BLOCK);
  struct stat info;
  int fd = g_open (name, O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0);

  if (fd < 0)
    return;
  if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode) && info.st_nlink == 1) {
    goffset left = info.st_size;

    while (left > 0) {
      gssize written = write (fd, zeros, (gsize)MIN (left, BLOCK));

      if (written <= 0)
        break;
      left -= written;
    }
    fdatasync (fd);
  }
  close (fd);
}

gboolean
sat_wipe_file (const char *name, GError **error)
{
  int failed;

  overwrite (name);
  if (g_unlink (name) == 0 || errno == ENOENT)
    return TRUE;
  failed = errno;
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (failed), "%s: %s", name,
               g_strerror (failed));
  return FALSE;
}

gboolean
sat_wipe_folder (const char *name, GError **error)
{
  g_autoptr (GDir) dir = NULL;
  gboolean done = TRUE;
  const char *entry;

  g_return_val_if_fail (name != NULL, FALSE);

  if (g_file_test (name, G_FILE_TEST_IS_SYMLINK))
    return sat_wipe_file (name, error);
  dir = g_dir_open (name, 0, NULL);
  if (dir == NULL)
    return TRUE;
  while ((entry = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_build_filename (name, entry, NULL);
    gboolean folder =
        !g_file_test (file, G_FILE_TEST_IS_SYMLINK) && g_file_test (file, G_FILE_TEST_IS_DIR);

    done = (folder ? sat_wipe_folder (file, done ? error : NULL)
                   : sat_wipe_file (file, done ? error : NULL)) &&
           done;
  }
  if (done && g_rmdir (name) != 0) {
    int failed = errno;

    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (failed), "%s: %s", name,
                 g_strerror (failed));
    return FALSE;
  }
  return done;
}

/* "satchel-" of "satchel.db". */
static char *
stem_of (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  if (g_str_has_suffix (name, ".db"))
    name[strlen (name) - strlen (".db")] = '\0';
  return g_strconcat (name, "-", NULL);
}

/* "satchel-2026-11-22.db", also while it is made: with ".part-xxxxxx" behind it. */
static gboolean
is_daily (const char *name, const char *stem)
{
  g_autofree char *day = NULL;
  const char *rest;
  SatDate date;

  if (!g_str_has_prefix (name, stem))
    return FALSE;
  rest = strstr (name + strlen (stem), ".db");
  if (rest == NULL || (rest[3] != '\0' && !g_str_has_prefix (rest + 3, ".part-")))
    return FALSE;
  day = g_strndup (name + strlen (stem), (gsize)(rest - name) - strlen (stem));
  return sat_date_parse (day, &date, NULL);
}

static gboolean
destroy_backups (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *backups = g_build_filename (folder, "backups", NULL);
  g_autofree char *stem = stem_of (path);
  g_autoptr (GDir) dir = g_dir_open (backups, 0, NULL);
  gboolean done = TRUE;
  const char *name;

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++) {
    g_autofree char *file = g_strconcat (path, kept[i], NULL);

    done = sat_wipe_file (file, done ? error : NULL) && done;
  }
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_build_filename (backups, name, NULL);

    if (is_daily (name, stem))
      done = sat_wipe_file (file, done ? error : NULL) && done;
  }
  return done;
}

void
sat_wipe_backups (const char *path)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (path != NULL);
  if (!destroy_backups (path, &error))
    g_warning ("%s", error->message);
}

char *
sat_wipe_drafts_path (const char *path)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  name = g_compute_checksum_for_string (G_CHECKSUM_SHA256, path, -1);
  name[16] = '\0';
  return g_strdup_printf ("%s/satchel/drafts-%s.ini", g_get_user_state_dir (), name);
}

static gboolean
destroy_drafts (const char *path, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *first = sat_wipe_drafts_path (path);
  g_autofree char *second = sat_wipe_drafts_path (absolute);

  return sat_wipe_file (first, error) && sat_wipe_file (second, error);
}

gboolean
sat_wipe_files (const char *path, GError **error)
{
  g_autoptr (SatWipe) note = NULL;
  g_autofree char *files = NULL;
  gboolean done = TRUE;

  g_return_val_if_fail (path != NULL, FALSE);

  files = sat_files_folder (path);

  for (guint i = 0; i < G_N_ELEMENTS (beside); i++) {
    g_autofree char *file = g_strconcat (path, beside[i], NULL);

    done = sat_wipe_file (file, done ? error : NULL) && done;
  }
  done = sat_wipe_folder (files, done ? error : NULL) && done;
  done = destroy_backups (path, done ? error : NULL) && done;
  done = destroy_drafts (path, done ? error : NULL) && done;
  note = sat_wipe_read (path);
  if (!done || note == NULL)
    return done;
  note->gone = TRUE;
  return sat_wipe_write (path, note, error);
}
