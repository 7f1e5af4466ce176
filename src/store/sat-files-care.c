/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What nobody names any more goes; what somebody names is looked at. */

#include "config.h"

#include "sat-files-private.h"
#include "sat-store-private.h"
#include "sat-verify-private.h"
#include "sat-wipe.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "sat-hlc.h"

#define DAY_US (G_GINT64_CONSTANT (24) * 60 * 60 * G_USEC_PER_SEC)
/* As long as the server keeps it: so long a deleted attachment can come back. */
#define KEPT_DAYS 7

/* Was it deleted, or replaced, a short time ago? What the server took away has no past. */
static gboolean
is_remembered (SatStore *store, const char *hash, gboolean *remembered, GError **error)
{
  const SatType *type = sat_registry_type (store->built_in, "attachment");
  gint64 since = sat_clock_now (store->clock) - KEPT_DAYS * DAY_US;
  g_autoptr (SatStatement) statement =
      sat_statement_cached (store->writing,
                            "SELECT 1 FROM history AS h JOIN record AS r ON r.id = h.record"
                            " JOIN record AS root ON root.id = ifnull (r.root, r.id)"
                            " WHERE h.type = ?1 AND h.field = ?2 AND h.v_to >= ?3"
                            " AND h.value = ?4 AND root.type <> 0 LIMIT 1",
                            error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, type->number);
  sat_statement_bind_int (statement, 2, sat_type_field (type, "sha256")->number);
  sat_statement_bind_int (statement, 3, (gint64)sat_hlc_from_us (MAX (since, 0)));
  sat_statement_bind_text (statement, 4, hash);
  return sat_statement_step (statement, remembered, error);
}

static gboolean
is_old (const char *path)
{
  GStatBuf info;

  return g_lstat (path, &info) == 0 &&
         (gint64)info.st_mtime * G_USEC_PER_SEC < g_get_real_time () - DAY_US;
}

typedef struct {
  SatStore *store;
  gboolean keeps_unnamed; /* what a restore put aside may name it */
} Sweep;

/* "HASH", "HASH.part", "add-….part"; anything else is not ours. */
static gboolean
wants_away (Sweep *self, const char *path, const char *name, gboolean *away, GError **error)
{
  gboolean is_part = g_str_has_suffix (name, ".part"), named, kept = FALSE;
  g_autofree char *hash = g_strndup (name, strlen (name) - (is_part ? strlen (".part") : 0));

  *away = FALSE;
  if (is_part && g_str_has_prefix (name, "add-")) {
    *away = is_old (path);
    return TRUE;
  }
  if (!sat_blob_is_hash (hash))
    return TRUE;
  if (!sat_files_is_named (self->store->writing, hash, &named, error) ||
      (!named && !is_part && !is_remembered (self->store, hash, &kept, error)))
    return FALSE;
  *away = !named && !kept && (is_part || !self->keeps_unnamed);
  return TRUE;
}

/* "open/HASH": copies for other programs. */
static gboolean
sweep_copies (Sweep *self, const char *folder, GError **error)
{
  g_autofree char *copies = g_build_filename (folder, "open", NULL);
  g_autoptr (GDir) dir = g_dir_open (copies, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (copies, name, NULL);
    gboolean named = FALSE;

    if (sat_blob_is_hash (name) && !sat_files_is_named (self->store->writing, name, &named, error))
      return FALSE;
    if ((!named || is_old (path)) && !sat_wipe_folder (path, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
forget (Sweep *self, const char *hash, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->store->writing, "DELETE FROM blob WHERE sha256 = ?1", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_text (statement, 1, hash);
  return sat_statement_run (statement, error);
}

static gboolean
sweep_folder (Sweep *self, const char *folder, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    gboolean away;

    if (!wants_away (self, path, name, &away, error) ||
        (away && (!sat_wipe_file (path, error) || !forget (self, name, error))))
      return FALSE;
  }
  return sweep_copies (self, folder, error);
}

/* What comes back to a record is offered to the server again, which may have forgotten it. */
static const char forget_sent[] =
    "UPDATE blob SET sent = NULL WHERE sent IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM attachment AS a WHERE a.sha256 = blob.sha256)";

gboolean
sat_files_sweep_within (SatStore *store, GError **error)
{
  g_autofree char *folder = sat_files_folder (store->path);
  g_autofree char *aside = g_strconcat (store->path, ".before-restore", NULL);
  Sweep self = {store, g_file_test (aside, G_FILE_TEST_EXISTS)};

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  /* Whoever adds a file does so in a transaction, too. */
  if (!sat_connection_begin (store->writing, error))
    return FALSE;
  if (!sweep_folder (&self, folder, error) ||
      !sat_connection_exec (store->writing, forget_sent, error)) {
    sat_connection_rollback (store->writing);
    return FALSE;
  }
  return sat_connection_commit (store->writing, error);
}

gboolean
sat_files_sweep (SatStore *store, GError **error)
{
  gboolean done;

  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);

  if (!sat_store_enter_writing (store, error))
    return FALSE;
  done = sat_files_sweep_within (store, error);
  sat_ticket_lock_leave (&store->write_lock);
  return done;
}

/* The check of the file */

static gboolean
look_at (SatVerify *self, const char *path, const char *hash, SatFault *damaged, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *sum = sat_files_checksum (path, self->cancellable, &failure);

  if (sum == NULL && g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return sat_verify_go_on (self, error);
  self->looked++;
  if (g_strcmp0 (sum, hash) != 0)
    sat_fault_add_text (damaged, hash);
  return TRUE;
}

static gboolean
check_damaged (SatVerify *self, const char *database, GError **error)
{
  g_autofree char *folder = sat_files_folder (database);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  SatFault damaged = {.what = _ ("files that are damaged")};
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (sat_blob_is_hash (name) && !look_at (self, path, name, &damaged, error))
      return FALSE;
  }
  sat_verify_report (self, &damaged);
  return TRUE;
}

/* What the server has may be fetched; what was added here and has not left is nowhere else. */
static gboolean
check_missing (SatVerify *self, const char *database, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->connection,
                            "SELECT sha256 FROM blob AS b WHERE sent IS NULL AND EXISTS"
                            " (SELECT 1 FROM attachment AS a WHERE a.sha256 = b.sha256)",
                            error);
  SatFault missing = {.what = _ ("files that are missing")};
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (row) {
    const char *hash;
    g_autofree char *path = NULL;

    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    hash = row ? sat_statement_text (statement, 0) : NULL;
    if (!sat_blob_is_hash (hash))
      continue;
    path = sat_files_path (database, hash);
    if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
      sat_fault_add_text (&missing, hash);
  }
  sat_verify_report (self, &missing);
  return TRUE;
}

gboolean
sat_verify_files (SatVerify *self, GError **error)
{
  const char *database = sat_store_get_path (sat_reader_get_store (self->reader));

  return check_missing (self, database, error) && check_damaged (self, database, error);
}
