/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-server-blobs.h"

#include "sat-server-private.h"
#include "sat-wire-fields.h"

/* Under this name the lookups say for which records a file has been sent. */
#define BLOB "blob"
#define DELIVERED "delivered"

SatBlobs *
sat_server_get_blobs (SatServer *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->blobs;
}

/* Does it name @hash still? */
static gboolean
names (const SatStoredRecord *record, const char *hash)
{
  g_autoptr (SatWireFields) fields = NULL;
  const SatWireValue *value;

  if (record->deleted_seq != 0 || !g_str_equal (record->type, "attachment"))
    return FALSE;
  fields = sat_wire_fields_parse (record->fields, -1, NULL);
  value = fields != NULL ? sat_wire_fields_get (fields, "sha256") : NULL;
  return value != NULL && value->kind == SAT_WIRE_TEXT && g_strcmp0 (value->text, hash) == 0;
}

/* The records that name @hash: of SatStoredRecord. */
static GPtrArray *
find_records (SatTransaction *transaction, const char *hash, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (SatUuid));
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_record_free);

  if (!transaction->api->lookup (transaction, "attachment", "sha256", hash, ids, error) ||
      !transaction->api->records (transaction, (const SatUuid *)ids->data, ids->len, records,
                                  error))
    return NULL;
  for (guint i = records->len; i > 0; i--)
    if (!names (records->pdata[i - 1], hash))
      g_ptr_array_remove_index (records, i - 1);
  return g_steal_pointer (&records);
}

/* Those of them that @caller holds. */
static GPtrArray *
find_held (SatServer *self,
           SatTransaction *transaction,
           const SatCaller *caller,
           const char *hash,
           GError **error)
{
  g_autoptr (GPtrArray) records = find_records (transaction, hash, error);

  for (guint i = records != NULL ? records->len : 0; i > 0; i--) {
    const SatStoredRecord *record = records->pdata[i - 1];
    SatAccess access;

    if (!sat_visibility_access (self->visibility, transaction, caller, &record->root, &access,
                                error))
      return NULL;
    if (access != SAT_ACCESS_HELD)
      g_ptr_array_remove_index (records, i - 1);
  }
  if (records == NULL || records->len > 0)
    return g_steal_pointer (&records);
  g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_NOT_FOUND,
                       "There is no such file");
  return NULL;
}

/* For how many of @records has it been sent? */
static gboolean
count_delivered (
    SatTransaction *transaction, const char *hash, GPtrArray *records, guint *n, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (SatUuid));
  g_autoptr (GHashTable) delivered = g_hash_table_new (sat_uuid_hash, sat_uuid_equal);

  *n = 0;
  if (!transaction->api->lookup (transaction, BLOB, DELIVERED, hash, ids, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (delivered, &g_array_index (ids, SatUuid, i));
  for (guint i = 0; i < records->len; i++)
    *n += g_hash_table_contains (delivered, &((SatStoredRecord *)records->pdata[i])->id);
  return TRUE;
}

static gboolean
check_hash (const char *hash, GError **error)
{
  if (sat_blob_is_hash (hash))
    return TRUE;
  g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_NOT_FOUND,
                       "There is no such file");
  return FALSE;
}

/* @any, @all: has it been sent for any, for all records of the caller that name it? */
static gboolean
look (SatServer *self,
      const SatCaller *caller,
      const char *hash,
      gboolean *any,
      gboolean *all,
      GError **error)
{
  g_autoptr (SatTransaction) transaction =
      check_hash (hash, error) ? sat_storage_begin_read (self->storage, error) : NULL;
  g_autoptr (GPtrArray) held =
      transaction != NULL ? find_held (self, transaction, caller, hash, error) : NULL;
  gboolean here;
  guint n;

  if (held == NULL || !count_delivered (transaction, hash, held, &n, error))
    return FALSE;
  here = sat_blobs_size (self->blobs, hash) >= 0;
  *any = here && n > 0;
  *all = here && n == held->len;
  return TRUE;
}

gboolean
sat_server_blob (
    SatServer *self, const SatCaller *caller, const char *hash, SatServerBlob *out, GError **error)
{
  gboolean any;

  g_return_val_if_fail (self != NULL && caller != NULL && out != NULL, FALSE);

  if (!look (self, caller, hash, &any, &out->complete, error))
    return FALSE;
  out->offset = sat_blobs_part_size (self->blobs, &caller->user, hash);
  return TRUE;
}

GBytes *
sat_server_blob_get (SatServer *self,
                     const SatCaller *caller,
                     const char *hash,
                     gint64 offset,
                     gint64 *length,
                     GError **error)
{
  gboolean any, all;

  g_return_val_if_fail (self != NULL && caller != NULL && length != NULL, NULL);

  if (!look (self, caller, hash, &any, &all, error))
    return NULL;
  if (!any) {
    g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_NOT_FOUND,
                         "The file has not been sent yet");
    return NULL;
  }
  *length = sat_blobs_size (self->blobs, hash);
  return sat_blobs_read (self->blobs, hash, offset, error);
}

typedef struct {
  const SatCaller *caller;
  const char *hash;
} Deliver;

static gboolean
deliver (SatServer *self, SatTransaction *transaction, gpointer data, GError **error)
{
  const Deliver *what = data;
  g_autoptr (GPtrArray) held = find_held (self, transaction, what->caller, what->hash, error);

  for (guint i = 0; held != NULL && i < held->len; i++)
    if (!transaction->api->add_lookup (transaction, BLOB, DELIVERED, what->hash,
                                       &((SatStoredRecord *)held->pdata[i])->id, error))
      return FALSE;
  return held != NULL;
}

/* Who removes what nobody needs does not come in between. */
static gboolean
complete (SatServer *self, const SatCaller *caller, const char *hash, GError **error)
{
  Deliver what = {caller, hash};
  gboolean done;

  g_mutex_lock (&self->blob_lock);
  done = sat_blobs_complete (self->blobs, &caller->user, hash, error) &&
         sat_server_run (self, deliver, &what, error);
  g_mutex_unlock (&self->blob_lock);
  return done;
}

static gboolean
check_piece (SatServer *self, gint64 offset, gint64 length, GBytes *bytes, GError **error)
{
  gint64 most = sat_blobs_get_most (self->blobs);
  gint64 size = (gint64)g_bytes_get_size (bytes);

  if (length > most) {
    g_set_error (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_TOO_LARGE,
                 "A file has at most %" G_GINT64_FORMAT " bytes", most);
    return FALSE;
  }
  if (offset >= 0 && length >= 0 && offset <= length && size <= length - offset &&
      (size > 0 || offset == length))
    return TRUE;
  g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_MALFORMED,
                       "The piece does not lie in the file");
  return FALSE;
}

gboolean
sat_server_blob_put (SatServer *self,
                     const SatCaller *caller,
                     const char *hash,
                     gint64 offset,
                     gint64 length,
                     GBytes *bytes,
                     SatServerBlob *out,
                     GError **error)
{
  gboolean any;

  g_return_val_if_fail (self != NULL && caller != NULL && out != NULL && bytes != NULL, FALSE);

  if (!look (self, caller, hash, &any, &out->complete, error))
    return FALSE;
  if (caller->role == SAT_ROLE_READER) {
    g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_FORBIDDEN,
                         "You may not send files");
    return FALSE;
  }
  /* The answer to the last piece was lost. */
  if (out->complete) {
    out->offset = 0;
    return TRUE;
  }
  if (!check_piece (self, offset, length, bytes, error) ||
      !sat_blobs_append (self->blobs, &caller->user, hash, offset, bytes, error))
    return FALSE;
  out->offset = offset + (gint64)g_bytes_get_size (bytes);
  if (out->offset < length)
    return TRUE;
  out->complete = complete (self, caller, hash, error);
  return out->complete;
}

/* Care */

typedef struct {
  SatServer *server;
  GPtrArray *unneeded; /* of char* */
} Sweep;

static gboolean
is_named (SatTransaction *transaction, const char *hash, gboolean *named, GError **error)
{
  g_autoptr (GPtrArray) records = find_records (transaction, hash, error);

  *named = records != NULL && records->len > 0;
  return records != NULL;
}

static gboolean
look_cb (const char *hash, gint64 needed_at, gpointer data, GError **error)
{
  Sweep *self = data;
  g_autoptr (SatTransaction) transaction = sat_storage_begin_read (self->server->storage, error);
  gboolean named;

  if (transaction == NULL || !is_named (transaction, hash, &named, error))
    return FALSE;
  if (named)
    sat_blobs_touch (self->server->blobs, hash);
  else if (needed_at < sat_clock_now (self->server->clock) - SAT_BLOB_KEPT_US)
    g_ptr_array_add (self->unneeded, g_strdup (hash));
  return TRUE;
}

static gboolean
undeliver (SatServer *self, SatTransaction *transaction, gpointer data, GError **error)
{
  const char *hash = data;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (SatUuid));

  if (!transaction->api->lookup (transaction, BLOB, DELIVERED, hash, ids, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!transaction->api->remove_lookup (transaction, BLOB, DELIVERED, hash,
                                          &g_array_index (ids, SatUuid, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
forget_one (SatServer *self, const char *hash, GError **error)
{
  g_autoptr (SatTransaction) transaction = sat_storage_begin_read (self->storage, error);
  gboolean named;

  if (transaction == NULL || !is_named (transaction, hash, &named, error))
    return FALSE;
  g_clear_pointer (&transaction, sat_transaction_free);
  if (named)
    return TRUE;
  sat_blobs_remove (self->blobs, hash);
  return sat_server_run (self, undeliver, (gpointer)hash, error);
}

gboolean
sat_server_blob_forget (SatServer *self, GPtrArray *hashes, GError **error)
{
  gboolean done = TRUE;

  g_return_val_if_fail (self != NULL && hashes != NULL, FALSE);

  g_mutex_lock (&self->blob_lock);
  for (guint i = 0; done && i < hashes->len; i++)
    done = forget_one (self, hashes->pdata[i], error);
  g_mutex_unlock (&self->blob_lock);
  return done;
}

gboolean
sat_server_blob_sweep (SatServer *self, GError **error)
{
  g_autoptr (GPtrArray) unneeded = g_ptr_array_new_with_free_func (g_free);
  Sweep sweep = {self, unneeded};

  g_return_val_if_fail (self != NULL, FALSE);

  sat_blobs_forget_parts (self->blobs);
  return sat_blobs_each (self->blobs, look_cb, &sweep, error) &&
         sat_server_blob_forget (self, unneeded, error);
}

/* The check */

typedef struct {
  SatServer *server;
  GPtrArray *findings;
} Verify;

static gboolean
verify_cb (const char *hash, gint64 needed_at, gpointer data, GError **error)
{
  Verify *self = data;
  g_autofree char *sum = sat_blobs_checksum (self->server->blobs, hash, NULL);

  if (g_strcmp0 (sum, hash) != 0)
    g_ptr_array_add (self->findings, g_strdup_printf ("blob %s: it is damaged", hash));
  return TRUE;
}

gboolean
sat_server_blob_verify (SatServer *self, GPtrArray *findings, GError **error)
{
  Verify verify = {self, findings};

  g_return_val_if_fail (self != NULL && findings != NULL, FALSE);

  return sat_blobs_each (self->blobs, verify_cb, &verify, error);
}
