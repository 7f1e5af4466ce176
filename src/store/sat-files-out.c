/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that leave the folder: for other programs, to wherever somebody wants them, into backups.
 */

#include "config.h"

#include "sat-files-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "sat-wipe.h"

static gboolean
refuse_damaged (GError **error)
{
  g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT,
                       _ ("The file is damaged. It can be fetched from the server again."));
  return FALSE;
}

/* A damaged one is taken away, so that it can be fetched. */
static char *
find_right (SatStore *store, const char *hash, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *sum = NULL;

  path = sat_blob_is_hash (hash) ? sat_files_path (sat_store_get_path (store), hash) : NULL;
  if (path == NULL || !g_file_test (path, G_FILE_TEST_IS_REGULAR)) {
    g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND,
                         _ ("The file is not on this computer yet."));
    return NULL;
  }
  sum = sat_files_checksum (path, cancellable, error);
  if (sum == NULL)
    return NULL;
  if (g_str_equal (sum, hash))
    return g_steal_pointer (&path);
  g_unlink (path);
  refuse_damaged (error);
  return NULL;
}

gboolean
sat_files_save (
    SatStore *store, const char *hash, GFile *to, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (GFile) from = NULL;

  g_return_val_if_fail (SAT_IS_STORE (store) && G_IS_FILE (to), FALSE);

  path = find_right (store, hash, cancellable, error);
  if (path == NULL)
    return FALSE;
  from = g_file_new_for_path (path);
  return g_file_copy (from, to, G_FILE_COPY_OVERWRITE | G_FILE_COPY_TARGET_DEFAULT_PERMS,
                      cancellable, NULL, NULL, error);
}

/* Programs, and what starts one: by its name or by what it is. */
static gboolean
is_run (const char *name, const char *path)
{
  g_autofree char *by_name = g_content_type_guess (name, NULL, 0, NULL);
  g_autofree guint8 *head = g_malloc0 (4096);
  g_autofree char *by_content = NULL;
  FILE *file = g_fopen (path, "rb");
  gsize n = file != NULL ? fread (head, 1, 4096, file) : 0;

  if (file != NULL)
    fclose (file);
  by_content = g_content_type_guess (NULL, head, n, NULL);
  return g_content_type_is_a (by_name, "application/x-desktop") ||
         g_content_type_is_a (by_content, "application/x-desktop") ||
         (g_content_type_can_be_executable (by_name) &&
          !g_content_type_equals (by_name, "text/plain")) ||
         (g_content_type_can_be_executable (by_content) &&
          !g_content_type_equals (by_content, "text/plain"));
}

char *
sat_files_open (SatStore *store, SatRecord *attachment, GCancellable *cancellable, GError **error)
{
  const char *hash;
  g_autofree char *path = NULL;
  g_autofree char *name = NULL;
  g_autofree char *files = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *copy = NULL;
  g_autoptr (GFile) from = NULL;
  g_autoptr (GFile) to = NULL;

  g_return_val_if_fail (SAT_IS_STORE (store) && SAT_IS_RECORD (attachment), NULL);

  hash = sat_record_get_text (attachment, "sha256");
  path = find_right (store, hash, cancellable, error);
  if (path == NULL)
    return NULL;
  name = sat_files_safe_name (sat_record_get_text (attachment, "name"));
  if (is_run (name, path)) {
    g_set_error_literal (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT,
                         _ ("This is a program, and is not opened from here. Save it if you know"
                            " where it comes from."));
    return NULL;
  }
  files = sat_files_folder (sat_store_get_path (store));
  folder = g_build_filename (files, "open", hash, NULL);
  copy = g_build_filename (folder, name, NULL);
  if (!sat_files_make_folder (folder, error))
    return NULL;
  g_unlink (copy);
  from = g_file_new_for_path (path);
  to = g_file_new_for_path (copy);
  if (!g_file_copy (from, to, G_FILE_COPY_TARGET_DEFAULT_PERMS, cancellable, NULL, NULL, error))
    return NULL;
  /* Who edits it there would lose what they write. */
  g_chmod (copy, 0400);
  return g_steal_pointer (&copy);
}

/* Backups */

/* Copies @from unless @to is there. Bytes that are not those of @hash are left out. */
static gboolean
copy_checked (const char *from,
              const char *folder,
              const char *hash,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (from);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autofree char *to = g_build_filename (folder, hash, NULL);
  g_auto (SatFileCopy) copy = {0};

  if (g_file_test (to, G_FILE_TEST_EXISTS))
    return TRUE;
  stream = g_file_read (file, cancellable, error);
  if (stream == NULL ||
      !sat_files_copy (G_INPUT_STREAM (stream), folder, hash, &copy, cancellable, error))
    return FALSE;
  if (!g_str_equal (copy.hash, hash))
    return TRUE;
  if (!sat_files_rename (copy.part, to, error))
    return FALSE;
  g_clear_pointer (&copy.part, g_free);
  return TRUE;
}

static gboolean
backup_one (SatStore *store,
            const char *hash,
            const char *folder,
            GCancellable *cancellable,
            GError **error)
{
  g_autofree char *path = sat_files_path (sat_store_get_path (store), hash);

  return !g_file_test (path, G_FILE_TEST_IS_REGULAR) ||
         (sat_files_make_folder (folder, error) &&
          copy_checked (path, folder, hash, cancellable, error));
}

/* What the records name. No reader stays open while it is copied, or the log could not be brought
 * into the file meanwhile. */
static GPtrArray *
read_hashes (SatStore *store, GError **error)
{
  g_autoptr (SatReader) reader = sat_store_open_reader (store, error);
  g_autoptr (SatStatement) statement = NULL;
  g_autoptr (GPtrArray) hashes = g_ptr_array_new_with_free_func (g_free);
  gboolean row = TRUE;

  statement = reader != NULL ? sat_statement_new (sat_reader_get_connection (reader),
                                                  "SELECT DISTINCT sha256 FROM attachment"
                                                  " WHERE sha256 IS NOT NULL",
                                                  error)
                             : NULL;
  if (statement == NULL)
    return NULL;
  while (row) {
    if (!sat_statement_step (statement, &row, error))
      return NULL;
    if (row && sat_blob_is_hash (sat_statement_text (statement, 0)))
      g_ptr_array_add (hashes, g_strdup (sat_statement_text (statement, 0)));
  }
  return g_steal_pointer (&hashes);
}

gboolean
sat_files_backup (SatStore *store, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) hashes = NULL;
  g_autofree char *folder = NULL;

  g_return_val_if_fail (SAT_IS_STORE (store) && path != NULL, FALSE);

  folder = sat_files_folder (path);
  hashes = read_hashes (store, error);
  if (hashes == NULL)
    return FALSE;
  for (guint i = 0; i < hashes->len; i++)
    if (!backup_one (store, hashes->pdata[i], folder, cancellable, error))
      return FALSE;
  return !g_file_test (folder, G_FILE_TEST_IS_DIR) || sat_db_sync_folder (folder, error);
}

/* Brings what it can. *@error: the first that failed. */
static gboolean
restore_all (GDir *dir, const char *from, const char *to, GCancellable *cancellable, GError **error)
{
  gboolean good = TRUE;
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (from, name, NULL);

    if (sat_blob_is_hash (name))
      good &= copy_checked (path, to, name, cancellable, good ? error : NULL);
  }
  return good;
}

gboolean
sat_files_restore (const char *backup,
                   const char *database,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autoptr (GDir) dir = NULL;

  g_return_val_if_fail (backup != NULL && database != NULL, FALSE);

  from = sat_files_folder (backup);
  to = sat_files_folder (database);
  dir = g_dir_open (from, 0, NULL);
  if (dir == NULL)
    return TRUE;
  if (!sat_files_make_folder (to, error))
    return FALSE;
  return restore_all (dir, from, to, cancellable, error) && sat_db_sync_folder (to, error);
}
