/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Removing for ever. What stays is a hash of each id: in the database, so that nobody brings a
 * record back, and in a file beside it, so that an older backup does not either. */

#include "config.h"

#include "sat-db.h"
#include "sat-fault.h"
#include "sat-server-blobs.h"
#include "sat-server-care.h"
#include "sat-server-private.h"
#include "sat-wire-fields.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define ERASED "erased"
#define BATCH 1000

typedef struct {
  const char *type; /* NULL: any */
  const SatUuid *id;
  GPtrArray *blobs; /* of char*: what the erased records named */
} Erase;

static char *
hash_of (const SatUuid *id)
{
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, id->bytes, sizeof id->bytes);
}

gboolean
sat_server_is_erased (SatServer *self,
                      SatTransaction *transaction,
                      const SatUuid *id,
                      gboolean *erased,
                      GError **error)
{
  g_autoptr (GArray) found = NULL;
  g_autofree char *hash = NULL;

  *erased = FALSE;
  if (!g_atomic_int_get (&self->any_erased))
    return TRUE;
  found = g_array_new (FALSE, FALSE, sizeof (SatUuid));
  hash = hash_of (id);
  if (!transaction->api->lookup (transaction, ERASED, "id", hash, found, error))
    return FALSE;
  *erased = found->len > 0;
  return TRUE;
}

/* The list beside the database */

static gboolean
set_file_error (const char *path, GError **error)
{
  int code = errno;

  g_set_error (error, G_FILE_ERROR, (int)g_file_error_from_errno (code), "%s: %s", path,
               g_strerror (code));
  return FALSE;
}

static gboolean
append_to_list (SatServer *self, const char *hash, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, SAT_SERVER_ERASED, NULL);
  g_autofree char *line = g_strconcat (hash, "\n", NULL);
  int fd = g_open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  gssize length = (gssize)strlen (line);
  gboolean right;

  if (fd < 0)
    return set_file_error (path, error);
  right = (write (fd, line, (gsize)length) == length && fsync (fd) == 0) ||
          set_file_error (path, error);
  close (fd);
  return right;
}

/* One record */

static gboolean
erase_one (SatServer *self, SatTransaction *transaction, const SatUuid *id, GError **error)
{
  g_autofree char *hash = hash_of (id);
  SatUuid none = {{0}};

  return transaction->api->forget_record (transaction, id, error) &&
         transaction->api->remove_history (transaction, id, error) &&
         transaction->api->remove_record (transaction, id, error) &&
         transaction->api->add_lookup (transaction, ERASED, "id", hash, &none, error) &&
         append_to_list (self, hash, error);
}

static gboolean
names (const SatStoredRecord *record, GHashTable *ids)
{
  g_autoptr (SatWireFields) fields = sat_wire_fields_parse (record->fields, -1, NULL);

  for (guint i = 0; fields != NULL && i < sat_wire_fields_n (fields); i++) {
    const SatWireValue *value = sat_wire_fields_value (fields, i);

    if (value->kind == SAT_WIRE_REFERENCE && g_hash_table_contains (ids, &value->reference))
      return TRUE;
  }
  return FALSE;
}

/* Below a root all, below another record what names it, or what names that. */
static gboolean
collect (SatTransaction *transaction,
         const SatStoredRecord *record,
         GHashTable *ids,
         GError **error)
{
  g_autoptr (GPtrArray) children =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_record_free);
  gboolean is_root = sat_uuid_equal (&record->id, &record->root);
  gboolean more = TRUE;

  g_hash_table_add (ids, g_memdup2 (&record->id, sizeof record->id));
  if (!transaction->api->children (transaction, &record->root, NULL, G_MAXINT, children, error))
    return FALSE;
  while (more) {
    more = FALSE;
    for (guint i = 0; i < children->len; i++) {
      const SatStoredRecord *child = g_ptr_array_index (children, i);

      if (!g_hash_table_contains (ids, &child->id) && (is_root || names (child, ids)))
        more = g_hash_table_add (ids, g_memdup2 (&child->id, sizeof child->id));
    }
  }
  return TRUE;
}

static gboolean
note_blob (SatTransaction *transaction, const SatUuid *id, GPtrArray *blobs, GError **error)
{
  g_autoptr (SatStoredRecord) record = NULL;
  g_autoptr (SatWireFields) fields = NULL;
  const SatWireValue *value;

  if (!sat_transaction_record (transaction, id, &record, error))
    return FALSE;
  if (record == NULL || !g_str_equal (record->type, "attachment"))
    return TRUE;
  fields = sat_wire_fields_parse (record->fields, -1, NULL);
  value = fields != NULL ? sat_wire_fields_get (fields, "sha256") : NULL;
  if (value != NULL && value->kind == SAT_WIRE_TEXT && sat_blob_is_hash (value->text))
    g_ptr_array_add (blobs, g_strdup (value->text));
  return TRUE;
}

static gboolean
erase (SatServer *self, SatTransaction *transaction, gpointer data, GError **error)
{
  const Erase *what = data;
  g_autoptr (SatStoredRecord) record = NULL;
  g_autoptr (GHashTable) ids = g_hash_table_new_full (sat_uuid_hash, sat_uuid_equal, g_free, NULL);
  GHashTableIter iter;
  gboolean is_root;
  gpointer id;
  gint64 seq;

  if (!sat_transaction_record (transaction, what->id, &record, error))
    return FALSE;
  if (record == NULL || (what->type != NULL && !g_str_equal (record->type, what->type))) {
    g_set_error (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_NOT_FOUND, "there is no such %s",
                 what->type != NULL ? what->type : "record");
    return FALSE;
  }
  is_root = sat_uuid_equal (&record->id, &record->root);
  if (!collect (transaction, record, ids, error) ||
      !transaction->api->next_seq (transaction, &seq, error) ||
      !transaction->api->put_meta (transaction, ERASED, "1", error))
    return FALSE;
  /* Of a root it is enough to name itself, what hangs from a child is named by itself. */
  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if ((!is_root || sat_uuid_equal (id, what->id)) &&
        !sat_visibility_erase (self->visibility, transaction, seq, id, error))
      return FALSE;
  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!note_blob (transaction, id, what->blobs, error) ||
        !erase_one (self, transaction, id, error))
      return FALSE;
  g_atomic_int_set (&self->any_erased, TRUE);
  SAT_CRASH_POINT ("erase-listed");
  return TRUE;
}

gboolean
sat_server_erase (SatServer *self, const char *type, const SatUuid *id, GError **error)
{
  g_autoptr (GPtrArray) blobs = g_ptr_array_new_with_free_func (g_free);
  Erase what = {.type = type, .id = id, .blobs = blobs};

  g_return_val_if_fail (self != NULL && type != NULL && id != NULL, FALSE);
  if (!sat_server_run (self, erase, &what, error))
    return FALSE;
  SAT_CRASH_POINT ("erase-done");
  return sat_server_blob_forget (self, blobs, error) &&
         self->storage->api->compact (self->storage, error);
}

/* Once more, after a restore */

static GHashTable *
read_list (SatServer *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, SAT_SERVER_ERASED, NULL);
  g_autoptr (GHashTable) hashes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&hashes);
  if (!g_file_get_contents (path, &text, NULL, error))
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      g_hash_table_add (hashes, g_strdup (lines[i]));
  return g_steal_pointer (&hashes);
}

static gboolean
find_of_type (
    SatTransaction *transaction, const char *type, GHashTable *hashes, GArray *out, GError **error)
{
  SatUuid after = {{0}};
  guint n;

  do {
    g_autoptr (GPtrArray) page =
        g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_record_free);

    if (!transaction->api->of_type (transaction, type, &after, BATCH, page, error))
      return FALSE;
    n = page->len;
    for (guint i = 0; i < n; i++) {
      g_autofree char *hash = NULL;

      after = ((const SatStoredRecord *)g_ptr_array_index (page, i))->id;
      hash = hash_of (&after);
      if (g_hash_table_contains (hashes, hash))
        g_array_append_val (out, after);
    }
  } while (n == BATCH);
  return TRUE;
}

static gboolean
find_all (SatServer *self, GHashTable *hashes, GArray *out, GError **error)
{
  g_autoptr (SatTransaction) transaction = sat_storage_begin_read (self->storage, error);
  guint n;
  const SatType *const *types = sat_registry_types (self->registry, &n);

  if (transaction == NULL)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!find_of_type (transaction, types[i]->name, hashes, out, error))
      return FALSE;
  return find_of_type (transaction, SAT_CONFLICT_TYPE, hashes, out, error);
}

static gboolean
list_again (SatServer *self, SatTransaction *transaction, gpointer data, GError **error)
{
  GHashTableIter iter;
  SatUuid none = {{0}};
  gpointer hash;

  g_hash_table_iter_init (&iter, data);
  while (g_hash_table_iter_next (&iter, &hash, NULL))
    if (!transaction->api->add_lookup (transaction, ERASED, "id", hash, &none, error))
      return FALSE;
  if (g_hash_table_size (data) > 0)
    g_atomic_int_set (&self->any_erased, TRUE);
  return (g_hash_table_size (data) == 0 ||
          transaction->api->put_meta (transaction, ERASED, "1", error)) &&
         transaction->api->put_meta (transaction, SAT_SERVER_META_AGAIN, "0", error);
}

/* A database that was put back, by whatever means, and not gone through since. */
static gboolean
is_wanted (SatServer *self, gboolean *wanted, GError **error)
{
  g_autoptr (SatTransaction) transaction = sat_storage_begin_read (self->storage, error);
  g_autofree char *again = NULL;

  if (transaction == NULL ||
      !transaction->api->meta (transaction, SAT_SERVER_META_AGAIN, &again, error))
    return FALSE;
  *wanted = g_strcmp0 (again, "1") == 0;
  return TRUE;
}

gboolean
sat_server_erase_again (SatServer *self, GError **error)
{
  g_autoptr (GHashTable) hashes = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (SatUuid));
  g_autoptr (GPtrArray) blobs = g_ptr_array_new_with_free_func (g_free);
  gboolean wanted;

  if (!is_wanted (self, &wanted, error))
    return FALSE;
  if (!wanted)
    return TRUE;
  hashes = read_list (self, error);
  if (hashes == NULL)
    return FALSE;
  if (g_hash_table_size (hashes) == 0)
    return sat_server_run (self, list_again, hashes, error);
  if (!find_all (self, hashes, ids, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++) {
    Erase what = {.id = &g_array_index (ids, SatUuid, i), .blobs = blobs};
    g_autoptr (GError) problem = NULL;

    /* One may have gone with another one. */
    SAT_CRASH_POINT ("erase-again");
    if (!sat_server_run (self, erase, &what, &problem) &&
        !g_error_matches (problem, SAT_SERVER_ERROR, SAT_SERVER_ERROR_NOT_FOUND)) {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  }
  return sat_server_blob_forget (self, blobs, error) &&
         sat_server_run (self, list_again, hashes, error) &&
         self->storage->api->compact (self->storage, error);
}
