/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-backups.h"

#include "sat-backup.h"
#include "sat-files.h"
#include "sat-history.h"
#include "sat-query.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#define MOST_KEPT_FREE (G_GINT64_CONSTANT (1000) * 1000 * 1000)
#define SETTING_TIME "backup-time"
#define SETTING_PATH "backup-path"

/* What a person knows a workspace by. */
static const char *const looked_at[] = {"contact",  "company", "opportunity",
                                        "activity", "note",    "product"};

void
sat_backup_file_free (gpointer file)
{
  SatBackupFile *self = file;

  g_free (self->path);
  g_free (self);
}

char *
sat_backups_folder (const char *store_path)
{
  g_autofree char *folder = NULL;

  g_return_val_if_fail (store_path != NULL, NULL);
  folder = g_path_get_dirname (store_path);
  return g_build_filename (folder, "backups", NULL);
}

/* "satchel-" of "satchel.db". */
static char *
stem_of (const char *store_path)
{
  g_autofree char *name = g_path_get_basename (store_path);

  if (g_str_has_suffix (name, ".db"))
    name[strlen (name) - 3] = '\0';
  return g_strconcat (name, "-", NULL);
}

char *
sat_backups_path_for (const char *store_path, SatDate date)
{
  g_autofree char *folder = NULL;
  g_autofree char *stem = NULL;
  g_autofree char *day = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (store_path != NULL, NULL);
  folder = sat_backups_folder (store_path);
  stem = stem_of (store_path);
  day = sat_date_to_string (date);
  name = g_strconcat (stem, day, ".db", NULL);
  return g_build_filename (folder, name, NULL);
}

/* NULL: there is no such file. */
static SatBackupFile *
file_at (const char *path, SatDate date)
{
  SatBackupFile *file;
  GStatBuf info;

  if (g_stat (path, &info) != 0)
    return NULL;
  file = g_new0 (SatBackupFile, 1);
  file->path = g_strdup (path);
  file->date = date;
  file->made = (gint64)info.st_mtime * G_USEC_PER_SEC;
  file->size = info.st_size;
  return file;
}

static int
compare_files (gconstpointer a, gconstpointer b)
{
  const SatBackupFile *const *first = a, *const *second = b;

  return ((*first)->date < (*second)->date) - ((*first)->date > (*second)->date);
}

GPtrArray *
sat_backups_list (const char *store_path)
{
  g_autofree char *folder = NULL;
  g_autofree char *stem = NULL;
  g_autoptr (GDir) dir = NULL;
  GPtrArray *files;
  const char *name;

  g_return_val_if_fail (store_path != NULL, NULL);
  files = g_ptr_array_new_with_free_func (sat_backup_file_free);
  folder = sat_backups_folder (store_path);
  stem = stem_of (store_path);
  dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *day = NULL;
    SatBackupFile *file;
    SatDate date;

    if (!g_str_has_prefix (name, stem) || !g_str_has_suffix (name, ".db"))
      continue;
    day = g_strndup (name + strlen (stem), strlen (name) - strlen (stem) - strlen (".db"));
    file = sat_date_parse (day, &date, NULL) ? file_at (path, date) : NULL;
    if (file != NULL)
      g_ptr_array_add (files, file);
  }
  g_ptr_array_sort (files, compare_files);
  return files;
}

gboolean
sat_backups_is_due (const char *store_path, SatDate today)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (store_path != NULL, FALSE);
  path = sat_backups_path_for (store_path, today);
  return !g_file_test (path, G_FILE_TEST_EXISTS);
}

static gint64
size_of (const char *path, const char *suffix)
{
  g_autofree char *name = g_strconcat (path, suffix, NULL);
  GStatBuf info;

  return g_stat (name, &info) == 0 ? info.st_size : 0;
}

void
sat_backups_room (const char *store_path, gint64 *needed, gint64 *room, gint64 *disk)
{
  g_autofree char *folder = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFileInfo) info = NULL;

  g_return_if_fail (store_path != NULL && needed != NULL && room != NULL && disk != NULL);
  folder = g_path_get_dirname (store_path);
  file = g_file_new_for_path (folder);
  info = g_file_query_filesystem_info (
      file, G_FILE_ATTRIBUTE_FILESYSTEM_FREE "," G_FILE_ATTRIBUTE_FILESYSTEM_SIZE, NULL, NULL);
  *needed = size_of (store_path, "") + size_of (store_path, "-wal");
  *room = *disk = -1;
  if (info == NULL || !g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE))
    return;
  *room = (gint64)g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE);
  *disk = (gint64)g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_SIZE);
}

gboolean
sat_backups_check_room (gint64 needed, gint64 room, gint64 disk, GError **error)
{
  g_autofree char *takes = NULL;
  g_autofree char *there = NULL;

  if (room < 0 || room - needed >= MIN (disk / 20, MOST_KEPT_FREE))
    return TRUE;
  takes = g_format_size ((guint64)needed);
  there = g_format_size ((guint64)room);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
               /* Translators: two sizes, such as 1.6 GB */
               _ ("a backup takes %s, and the disk, which has %s left, would be full. The older "
                  "backups are kept."),
               takes, there);
  return FALSE;
}

gboolean
sat_backups_make (SatStore *store, SatDate today, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GPtrArray) files = NULL;
  gint64 needed, room, disk;

  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);
  sat_backups_room (sat_store_get_path (store), &needed, &room, &disk);
  if (!sat_backups_check_room (needed, room, disk, error))
    return FALSE;
  folder = sat_backups_folder (sat_store_get_path (store));
  path = sat_backups_path_for (sat_store_get_path (store), today);
  if (g_mkdir_with_parents (folder, 0700) != 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The folder %s cannot be made"), folder);
    return FALSE;
  }
  /* Checked after it is written; an old one goes only when the new one is good. */
  if (!sat_store_backup (store, path, NULL, cancellable, error))
    return FALSE;
  files = sat_backups_list (sat_store_get_path (store));
  for (guint i = SAT_BACKUPS_KEPT; i < files->len; i++)
    g_unlink (((SatBackupFile *)files->pdata[i])->path);
  return TRUE;
}

SatBackupFile *
sat_backups_before_restore (const char *store_path)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (store_path != NULL, NULL);
  path = g_strconcat (store_path, ".before-restore", NULL);
  return file_at (path, 0);
}

gboolean
sat_backups_write (SatStore *store,
                   const char *path,
                   gint64 *records,
                   char **without,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (GError) local = NULL;
  gint64 now;

  g_return_val_if_fail (SAT_IS_STORE (store) && path != NULL, FALSE);
  g_return_val_if_fail (records != NULL && without != NULL, FALSE);
  now = sat_clock_now (sat_store_get_clock (store));
  *without = NULL;
  /* The files first: a database in its place says that all is done. Then those that came meanwhile.
   * Where no folder can be made, as from a sandbox, the database alone is better than nothing. */
  sat_files_backup (store, path, cancellable, &local);
  if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
      !sat_store_backup (store, path, records, cancellable, error))
    return FALSE;
  if (local == NULL)
    sat_files_backup (store, path, cancellable, &local);
  if (local != NULL)
    *without = g_strdup (local->message);
  /* A file that cannot be written to has no such memory. */
  if (!sat_store_is_read_only (store))
    sat_backups_set_last (store, now, path, NULL);
  return TRUE;
}

gboolean
sat_backups_get_last (SatStore *store, gint64 *made, char **path)
{
  g_autofree char *time = NULL;

  g_return_val_if_fail (SAT_IS_STORE (store) && made != NULL && path != NULL, FALSE);
  time = sat_store_get_setting (store, SETTING_TIME);
  *path = sat_store_get_setting (store, SETTING_PATH);
  return time != NULL && *path != NULL && sat_instant_parse (time, made, NULL);
}

gboolean
sat_backups_set_last (SatStore *store, gint64 made, const char *path, GError **error)
{
  g_autofree char *time = NULL;

  g_return_val_if_fail (SAT_IS_STORE (store) && path != NULL, FALSE);
  time = sat_instant_to_string (made);
  return sat_store_set_setting (store, SETTING_TIME, time, error) &&
         sat_store_set_setting (store, SETTING_PATH, path, error);
}

void
sat_backup_look_free (gpointer look)
{
  SatBackupLook *self = look;

  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->workspace);
  g_free (self);
}

gint64
sat_backup_look_now (SatReader *reader, const char *type_name)
{
  const SatType *type;

  g_return_val_if_fail (reader != NULL && type_name != NULL, 0);
  type = sat_reader_get_type_by_name (reader, type_name);
  return type != NULL ? MAX (sat_reader_count (reader, type, NULL), 0) : 0;
}

static void
look_inside (SatBackupLook *self, SatReader *reader)
{
  g_autoptr (SatQuery) query = sat_query_new ("workspace");
  g_autoptr (GArray) ids = sat_query_page (query, reader, 0, 1, NULL);
  g_autoptr (GPtrArray) changes = sat_history_changes (reader, 1, NULL);

  self->workspace = g_strdup (
      ids != NULL && ids->len > 0 ? sat_reader_title (reader, g_array_index (ids, gint64, 0)) : "");
  if (changes != NULL && changes->len > 0)
    self->last_change = ((SatChangeInfo *)changes->pdata[0])->at;
  self->n_types = G_N_ELEMENTS (looked_at);
  for (guint i = 0; i < self->n_types; i++) {
    self->types[i] = looked_at[i];
    self->counts[i] = sat_backup_look_now (reader, looked_at[i]);
  }
}

SatBackupLook *
sat_backup_look (const char *path, GError **error)
{
  g_autoptr (SatBackupLook) self = NULL;
  g_autoptr (SatStore) store = NULL;
  SatReader *reader;
  GStatBuf info;

  g_return_val_if_fail (path != NULL, NULL);
  store = sat_store_open (path, SAT_STORE_READ_ONLY, NULL, NULL, error);
  reader = store != NULL ? sat_store_get_reader (store, error) : NULL;
  if (reader == NULL || !sat_backup_check (sat_reader_get_connection (reader), FALSE, error))
    return NULL;
  self = g_new0 (SatBackupLook, 1);
  self->path = g_strdup (path);
  if (g_stat (path, &info) == 0)
    self->size = info.st_size;
  look_inside (self, reader);
  sat_store_close (store);
  return g_steal_pointer (&self);
}
