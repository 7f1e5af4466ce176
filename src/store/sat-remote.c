/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the file knows of its server. */

#include "config.h"

#include "sat-key-value.h"
#include "sat-purge.h"
#include "sat-reader-private.h"
#include "sat-remote-private.h"
#include "sat-schema.h"
#include "sat-store-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
sat_remote_state_free (SatRemoteState *self)
{
  if (self == NULL)
    return;
  g_free (self->server);
  g_free (self->epoch);
  sat_pull_state_clear (&self->at);
  g_free (self);
}

static void
take_text (char **place, const char *value)
{
  g_free (*place);
  *place = g_strdup (value);
}

static void
take (SatRemoteState *self, const char *key, const char *value)
{
  const struct {
    const char *key;
    char **place;
  } texts[] = {{SAT_SYNC_SERVER, &self->server},
               {SAT_SYNC_EPOCH, &self->epoch},
               {SAT_SYNC_CURSOR, &self->at.cursor},
               {SAT_SYNC_SV, &self->at.sv},
               {SAT_SYNC_BF, &self->at.bf}};
  const struct {
    const char *key;
    gint64 *place;
  } numbers[] = {{SAT_SYNC_LAST_M, &self->last_m},   {SAT_SYNC_DURABLE, &self->durable_m},
                 {SAT_SYNC_FORK, &self->fork},       {SAT_SYNC_WHOLE, &self->whole},
                 {SAT_SYNC_HEAD, &self->head},       {SAT_SYNC_OFFSET, &self->offset},
                 {SAT_SYNC_LAST_OK, &self->last_ok}, {SAT_SYNC_LOADED, &self->loaded},
                 {SAT_SYNC_ABOUT, &self->about},     {SAT_SYNC_COMPARED, &self->compared}};

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (strcmp (key, texts[i].key) == 0)
      take_text (texts[i].place, value);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (strcmp (key, numbers[i].key) == 0)
      *numbers[i].place = g_ascii_strtoll (value, NULL, 10);
  if (strcmp (key, SAT_SYNC_USER) == 0)
    sat_uuid_parse (value, &self->user);
  else if (strcmp (key, SAT_SYNC_DEVICE) == 0)
    self->device = (guint32)g_ascii_strtoull (value, NULL, 10);
  else if (strcmp (key, SAT_SYNC_HASH) == 0)
    sat_chain_parse (value, &self->hash);
  else if (strcmp (key, SAT_SYNC_SWEEP) == 0)
    self->sweep = TRUE;
}

SatRemoteState *
sat_remote_state_read (SatConnection *connection, GError **error)
{
  g_autoptr (SatRemoteState) self = g_new0 (SatRemoteState, 1);
  g_autoptr (SatStatement) statement =
      sat_statement_cached (connection,
                            "SELECT key, value FROM sync_state"
                            " UNION ALL SELECT 'joined', '' FROM setting WHERE key = 'joined'",
                            error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  self->fork = -1;
  take_text (&self->server, "");
  take_text (&self->epoch, "");
  take_text (&self->at.cursor, "");
  take_text (&self->at.sv, "");
  take_text (&self->at.bf, "");
  while (row) {
    if (!sat_statement_step (statement, &row, error))
      return NULL;
    if (!row)
      break;
    if (strcmp (sat_statement_text (statement, 0), "joined") == 0)
      self->joined = TRUE;
    else
      take (self, sat_statement_text (statement, 0), sat_statement_text (statement, 1));
  }
  return g_steal_pointer (&self);
}

SatRemoteState *
sat_remote_state (SatStore *store, GError **error)
{
  g_autoptr (SatReader) reader = NULL;

  g_return_val_if_fail (SAT_IS_STORE (store), NULL);

  reader = sat_store_thread_reader (store, error);
  return reader != NULL ? sat_remote_state_of (reader, error) : NULL;
}

static SatRemoteState *
state_copy (const SatRemoteState *self)
{
  SatRemoteState *copy = g_memdup2 (self, sizeof *self);

  copy->server = g_strdup (self->server);
  copy->epoch = g_strdup (self->epoch);
  copy->at = (SatPullState){g_strdup (self->at.cursor), g_strdup (self->at.sv),
                            g_strdup (self->at.bf), self->at.parts};
  return copy;
}

/* A sync asks for it before and after each of its steps, of which most write nothing. */
SatRemoteState *
sat_remote_state_of (SatReader *reader, GError **error)
{
  g_return_val_if_fail (reader != NULL, NULL);

  sat_reader_refresh (reader);
  if (reader->remote == NULL) {
    SatRemoteState *state = sat_remote_state_read (reader->connection, error);

    if (state == NULL || reader->was_writing)
      return state;
    reader->remote = state;
    reader->remote_free = (GDestroyNotify)sat_remote_state_free;
  }
  return state_copy (reader->remote);
}

gboolean
sat_sync_set (SatConnection *connection, const char *key, const char *value, GError **error)
{
  return sat_key_value_put (connection, "sync_state", key, value, error);
}

char *
sat_sync_get (SatConnection *connection, const char *key)
{
  return sat_key_value_get (connection, "sync_state", key);
}

gboolean
sat_sync_set_int (SatConnection *connection, const char *key, gint64 value, GError **error)
{
  char text[24];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, value);
  return sat_sync_set (connection, key, text, error);
}

gint64
sat_cursor_seq (const char *cursor)
{
  const char *colon = cursor != NULL ? strchr (cursor, ':') : NULL;

  return colon != NULL ? g_ascii_strtoll (colon + 1, NULL, 10) : -1;
}

gboolean
sat_pull_state_is_complete (const SatPullState *state)
{
  return *state->cursor != '\0' && *state->sv != '\0' && *state->bf == '\0';
}

/* What other parts of the store remember of it. */
static gboolean
remember (SatStore *store, GError **error)
{
  g_autoptr (SatReader) reader = sat_store_open_reader (store, error);

  return reader != NULL && sat_store_refresh (store, sat_reader_get_connection (reader), error);
}

typedef struct {
  const char *server;
  const SatUuid *user;
  guint32 device;
  const char *epoch;
  gint64 now;
} Know;

static gboolean
join_cb (SatWriter *writer, gpointer data, GError **error)
{
  const Know *know = data;
  SatConnection *connection = sat_writer_get_connection (writer);
  g_autoptr (SatRemoteState) state = sat_remote_state_read (connection, error);
  g_autofree char *user = sat_uuid_to_string (know->user);

  return state != NULL &&
         sat_connection_exec (connection,
                              "INSERT INTO setting (key, value) VALUES ('joined', '1')"
                              " ON CONFLICT DO NOTHING",
                              error) &&
         sat_sync_set (connection, SAT_SYNC_SERVER, know->server, error) &&
         sat_sync_set (connection, SAT_SYNC_USER, user, error) &&
         (state->device != 0 ||
          sat_sync_set_int (connection, SAT_SYNC_DEVICE, know->device, error));
}

gboolean
sat_remote_join (
    SatStore *store, const char *server, const SatUuid *user, guint32 device, GError **error)
{
  Know know = {.server = server, .user = user, .device = device};

  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);
  g_return_val_if_fail (server != NULL && user != NULL, FALSE);

  return sat_store_write (store, SAT_CHANGE_REMOTE, "", join_cb, &know, NULL, error) &&
         remember (store, error);
}

static gboolean
leave_cb (SatWriter *writer, gpointer data, GError **error)
{
  return sat_connection_exec (
      sat_writer_get_connection (writer),
      "DELETE FROM outbox; DELETE FROM sent; DELETE FROM shadow; DELETE FROM purge;"
      "DELETE FROM conflict; DELETE FROM extra_row; DELETE FROM sync_state;"
      "DELETE FROM setting WHERE key = 'joined';"
      "UPDATE blob SET sent = NULL;"
      "UPDATE record SET seq = NULL WHERE seq IS NOT NULL",
      error);
}

gboolean
sat_remote_leave (SatStore *store, GError **error)
{
  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);

  return sat_store_write (store, SAT_CHANGE_REMOTE, "", leave_cb, NULL, NULL, error) &&
         remember (store, error);
}

static gboolean
set_offset_cb (SatWriter *writer, gpointer data, GError **error)
{
  return sat_sync_set_int (sat_writer_get_connection (writer), SAT_SYNC_OFFSET, *(gint64 *)data,
                           error);
}

/* A clock that is right to a second is not worth a write each time. */
#define TOLERANCE G_USEC_PER_SEC

gboolean
sat_remote_set_offset (SatStore *store, gint64 now, GError **error)
{
  gint64 offset, before;

  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);

  g_mutex_lock (&store->lock);
  before = store->offset;
  g_mutex_unlock (&store->lock);
  offset = now != 0 ? now - sat_clock_now (store->clock) : before;
  if (ABS (offset - before) < TOLERANCE)
    return TRUE;
  if (!sat_store_write (store, SAT_CHANGE_REMOTE, "", set_offset_cb, &offset, NULL, error))
    return FALSE;
  g_mutex_lock (&store->lock);
  store->offset = offset;
  g_mutex_unlock (&store->lock);
  return TRUE;
}

static gboolean
set_epoch_cb (SatWriter *writer, gpointer data, GError **error)
{
  SatConnection *connection = sat_writer_get_connection (writer);
  g_autoptr (SatRemoteState) state = sat_remote_state_read (connection, error);

  if (state == NULL)
    return FALSE;
  if (*state->epoch != '\0' && strcmp (state->epoch, data) != 0) {
    g_set_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT,
                 _ ("The server is not in the state that this file knows."));
    return FALSE;
  }
  return sat_sync_set (connection, SAT_SYNC_EPOCH, data, error);
}

gboolean
sat_remote_set_epoch (SatStore *store, const char *epoch, GError **error)
{
  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);
  g_return_val_if_fail (epoch != NULL && *epoch != '\0', FALSE);

  return sat_store_write (store, SAT_CHANGE_REMOTE, "", set_epoch_cb, (gpointer)epoch, NULL, error);
}

/* Rows of another life have other numbers: any that comes is newer. What is not a record here would
 * not be missed when it does not come: it goes at once, and comes again if it is still ours. */
static gboolean
restart_cb (SatWriter *writer, gpointer data, GError **error)
{
  SatConnection *connection = sat_writer_get_connection (writer);

  return sat_connection_exec (connection,
                              "UPDATE record SET seq = 0 WHERE seq > 0;"
                              "UPDATE shadow SET seq = 0; UPDATE conflict SET seq = 0;"
                              "UPDATE extra_row SET seq = 0;"
                              "UPDATE outbox SET rb = 0 WHERE state = 0 AND rb > 0;"
                              /* Answers of the life before count as soon as all is here. */
                              "UPDATE outbox SET acked_seq = 0 WHERE state = 2",
                              error) &&
         sat_purge_pasts (writer, error) && sat_purge_finish (writer, error) &&
         sat_sync_set (connection, SAT_SYNC_EPOCH, data, error) &&
         sat_sync_set (connection, SAT_SYNC_CURSOR, NULL, error) &&
         sat_sync_set (connection, SAT_SYNC_WHOLE, NULL, error) &&
         sat_sync_set (connection, SAT_SYNC_SV, NULL, error) &&
         sat_sync_set (connection, SAT_SYNC_BF, NULL, error) &&
         sat_sync_set (connection, SAT_SYNC_LOADED, NULL, error) &&
         sat_sync_set (connection, SAT_SYNC_ABOUT, NULL, error) &&
         sat_sync_set (connection, SAT_SYNC_SWEEP, "1", error);
}

gboolean
sat_remote_restart (SatStore *store, const char *epoch, GError **error)
{
  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);
  g_return_val_if_fail (epoch != NULL, FALSE);

  return sat_store_write (store, SAT_CHANGE_REMOTE, "", restart_cb, (gpointer)epoch, NULL, error);
}

typedef struct {
  gint64 id;
  const SatUuid *uuid;
} Identify;

/* Whatever points to @stub points to @id. */
static gboolean
replace_stub (SatWriter *writer, gint64 stub, gint64 id, GError **error)
{
  guint n_types;
  const SatType *const *types = sat_registry_types (sat_writer_get_registry (writer), &n_types);

  for (guint t = 0; t < n_types; t++)
    for (guint i = 0; i < types[t]->n_fields; i++) {
      const char *column = sat_schema_column (types[t]->fields[i]);
      g_autofree char *sql = NULL;
      g_autoptr (SatStatement) statement = NULL;

      if (types[t]->fields[i]->kind != SAT_KIND_REFERENCE ||
          !sat_field_is_stored (types[t]->fields[i]))
        continue;
      sql = g_strdup_printf ("UPDATE \"%s\" SET \"%s\" = ?2 WHERE \"%s\" = ?1", types[t]->name,
                             column, column);
      statement = sat_statement_new (sat_writer_get_connection (writer), sql, error);
      if (statement == NULL)
        return FALSE;
      sat_statement_bind_int (statement, 1, stub);
      sat_statement_bind_int (statement, 2, id);
      if (!sat_statement_run (statement, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
replace_root (SatWriter *writer, gint64 stub, gint64 id, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_new (
      sat_writer_get_connection (writer),
      "UPDATE record SET root = (SELECT root FROM record WHERE id = ?2) WHERE root = ?1", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, stub);
  sat_statement_bind_int (statement, 2, id);
  return sat_statement_run (statement, error);
}

static gboolean
set_uuid (SatWriter *writer, gint64 id, const SatUuid *uuid, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      sat_writer_get_connection (writer), "UPDATE record SET uuid = ?2 WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  sat_statement_bind_blob (statement, 2, uuid->bytes, sizeof uuid->bytes);
  return sat_statement_run (statement, error);
}

gboolean
sat_remote_find (SatWriter *writer, const SatUuid *uuid, gint64 *id, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      sat_writer_get_connection (writer), "SELECT id FROM record WHERE uuid = ?1", error);
  gboolean found;

  *id = 0;
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_blob (statement, 1, uuid->bytes, sizeof uuid->bytes);
  if (!sat_statement_step (statement, &found, error))
    return FALSE;
  if (found)
    *id = sat_statement_int (statement, 0);
  return TRUE;
}

static gboolean
identify_cb (SatWriter *writer, gpointer data, GError **error)
{
  const Identify *identify = data;
  g_auto (SatRow) row = {0};
  g_auto (SatRow) other = {0};
  SatUuid unused = sat_uuid_new (sat_writer_get_time (writer) / 1000);
  gint64 stub;

  if (!sat_writer_read_row (writer, identify->id, FALSE, &row, error))
    return FALSE;
  if (sat_uuid_equal (&row.uuid, identify->uuid))
    return TRUE;
  if (!sat_remote_find (writer, identify->uuid, &stub, error) ||
      (stub != 0 && !sat_writer_read_row (writer, stub, FALSE, &other, error)))
    return FALSE;
  if (row.type == NULL || row.seq >= 0 || other.type != NULL) {
    g_set_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT,
                 _ ("There is a record with this id already."));
    return FALSE;
  }
  /* The stub stays under an id that nobody uses: rows of history may name it. */
  sat_writer_touch (writer, row.id);
  return sat_writer_ensure_change (writer, error) &&
         (stub == 0 || (replace_stub (writer, stub, row.id, error) &&
                        replace_root (writer, stub, row.id, error) &&
                        set_uuid (writer, stub, &unused, error))) &&
         set_uuid (writer, row.id, identify->uuid, error);
}

gboolean
sat_remote_identify (SatStore *store, gint64 id, const SatUuid *uuid, GError **error)
{
  Identify identify = {id, uuid};

  g_return_val_if_fail (SAT_IS_STORE (store), FALSE);
  g_return_val_if_fail (id != 0 && uuid != NULL, FALSE);

  return sat_store_write (store, SAT_CHANGE_REMOTE, "", identify_cb, &identify, NULL, error);
}
