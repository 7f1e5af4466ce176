/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-sqlite-private.h"

#include <string.h>

#define RESULT "device, m, u, user, record, hash, result, versions, detail, arrived"

static void
read_hash (SatStatement *statement, int column, guint8 hash[32])
{
  gsize length;
  const void *data = sat_statement_blob (statement, column, &length);

  memset (hash, 0, 32);
  if (data != NULL && length == 32)
    memcpy (hash, data, 32);
}

static void
read_device (SatStatement *statement, SatStoredDevice *out)
{
  out->device = (guint32)sat_statement_int (statement, 0);
  out->last_m = sat_statement_int (statement, 1);
  out->durable_m = sat_statement_int (statement, 2);
  read_hash (statement, 3, out->hash);
  out->user = sat_sqlite_uuid (statement, 4);
}

static gboolean
device (SatTransaction *self, guint32 number, SatStoredDevice *out, GError **error)
{
  g_autoptr (SatStatement) statement = sat_sqlite_statement (
      self, "SELECT device, last_m, durable_m, hash, user FROM device WHERE device = ?1", error);
  gboolean row;

  *out = (SatStoredDevice){.device = number};
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, number);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    read_device (statement, out);
  return TRUE;
}

static gboolean
put_device (SatTransaction *self, const SatStoredDevice *row, GError **error)
{
  g_autoptr (SatStatement) statement = sat_sqlite_statement (
      self,
      "INSERT INTO device (device, last_m, durable_m, hash, user) VALUES (?1, ?2, ?3, ?4, ?5)"
      " ON CONFLICT (device) DO UPDATE SET last_m = excluded.last_m,"
      " durable_m = excluded.durable_m, hash = excluded.hash, user = excluded.user",
      error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, row->device);
  sat_statement_bind_int (statement, 2, row->last_m);
  sat_statement_bind_int (statement, 3, row->durable_m);
  sat_statement_bind_blob (statement, 4, row->hash, sizeof row->hash);
  sat_sqlite_bind_uuid_or_null (statement, 5, &row->user);
  return sat_statement_run (statement, error);
}

static gboolean
devices (SatTransaction *self, GArray *out, GError **error)
{
  g_autoptr (SatStatement) statement = sat_sqlite_statement (
      self, "SELECT device, last_m, durable_m, hash, user FROM device ORDER BY device", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  for (;;) {
    SatStoredDevice one;

    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    read_device (statement, &one);
    g_array_append_val (out, one);
  }
}

static gboolean
add_result (SatTransaction *self, const SatStoredResult *result, GError **error)
{
  g_autoptr (SatStatement) statement = sat_sqlite_statement (
      self, "INSERT INTO push_result (" RESULT ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
      error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, result->device);
  sat_statement_bind_int (statement, 2, result->m);
  sat_sqlite_bind_uuid (statement, 3, &result->u);
  sat_sqlite_bind_uuid_or_null (statement, 4, &result->user);
  sat_sqlite_bind_uuid_or_null (statement, 5, &result->record);
  sat_statement_bind_static_blob (statement, 6, result->hash, sizeof result->hash);
  sat_statement_bind_static (statement, 7, result->result);
  sat_statement_bind_static (statement, 8, result->versions);
  sat_statement_bind_static (statement, 9, result->detail);
  sat_statement_bind_int (statement, 10, result->arrived);
  return sat_statement_run (statement, error);
}

static SatStoredResult *
read_result (SatStatement *statement)
{
  SatStoredResult *result = sat_stored_result_new ();

  result->device = (guint32)sat_statement_int (statement, 0);
  result->m = sat_statement_int (statement, 1);
  result->u = sat_sqlite_uuid (statement, 2);
  result->user = sat_sqlite_uuid (statement, 3);
  result->record = sat_sqlite_uuid (statement, 4);
  read_hash (statement, 5, result->hash);
  result->result = g_strdup (sat_statement_text (statement, 6));
  result->versions = g_strdup (sat_statement_text (statement, 7));
  result->detail = g_strdup (sat_statement_text (statement, 8));
  result->arrived = sat_statement_int (statement, 9);
  return result;
}

static gboolean
read_results (SatStatement *statement, GPtrArray *out, GError **error)
{
  gboolean row;

  for (;;) {
    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    g_ptr_array_add (out, read_result (statement));
  }
}

static gboolean
results (
    SatTransaction *self, guint32 number, gint64 m, guint limit, GPtrArray *out, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self,
                            "SELECT " RESULT " FROM push_result WHERE device = ?1 AND m >= ?2"
                            " ORDER BY m LIMIT ?3",
                            error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, number);
  sat_statement_bind_int (statement, 2, m);
  sat_statement_bind_int (statement, 3, limit);
  return read_results (statement, out, error);
}

static gboolean
results_of (SatTransaction *self, const SatUuid *u, GPtrArray *out, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self, "SELECT " RESULT " FROM push_result WHERE u = ?1", error);

  if (statement == NULL)
    return FALSE;
  sat_sqlite_bind_uuid (statement, 1, u);
  return read_results (statement, out, error);
}

/* Device by device: those that stay are not looked at. */
static gboolean
forget_results (SatTransaction *self, gint64 kept, gint64 before, GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (SatStoredDevice));

  if (!devices (self, all, error))
    return FALSE;
  for (guint i = 0; i < all->len; i++) {
    const SatStoredDevice *one = &g_array_index (all, SatStoredDevice, i);
    g_autoptr (SatStatement) statement = sat_sqlite_statement (
        self, "DELETE FROM push_result WHERE device = ?1 AND m <= ?2 AND arrived < ?3", error);

    if (statement == NULL)
      return FALSE;
    sat_statement_bind_int (statement, 1, one->device);
    sat_statement_bind_int (statement, 2, one->last_m - kept);
    sat_statement_bind_int (statement, 3, before);
    if (!sat_statement_run (statement, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
add_proposal (SatTransaction *self, const SatStoredProposal *row, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_sqlite_statement (self,
                            "INSERT INTO proposal (u, user, record, type, seq, arrived, line)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
                            error);

  if (statement == NULL)
    return FALSE;
  sat_sqlite_bind_uuid (statement, 1, &row->u);
  sat_sqlite_bind_uuid_or_null (statement, 2, &row->user);
  sat_sqlite_bind_uuid_or_null (statement, 3, &row->record);
  sat_statement_bind_static (statement, 4, row->type);
  sat_statement_bind_int (statement, 5, row->seq);
  sat_statement_bind_int (statement, 6, row->arrived);
  sat_statement_bind_static (statement, 7, row->line);
  return sat_statement_run (statement, error);
}

static gboolean
proposals (SatTransaction *self, GPtrArray *out, GError **error)
{
  g_autoptr (SatStatement) statement = sat_sqlite_statement (
      self,
      "SELECT u, user, record, type, seq, arrived, line, state, decider, decided FROM proposal"
      " ORDER BY seq, u",
      error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  for (;;) {
    SatStoredProposal *proposal;

    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    proposal = g_new0 (SatStoredProposal, 1);
    proposal->u = sat_sqlite_uuid (statement, 0);
    proposal->user = sat_sqlite_uuid (statement, 1);
    proposal->record = sat_sqlite_uuid (statement, 2);
    proposal->type = g_intern_string (sat_statement_text (statement, 3));
    proposal->seq = sat_statement_int (statement, 4);
    proposal->arrived = sat_statement_int (statement, 5);
    proposal->line = g_strdup (sat_statement_text (statement, 6));
    proposal->state = g_intern_string (sat_statement_text (statement, 7));
    proposal->decider = sat_sqlite_uuid (statement, 8);
    proposal->decided = sat_statement_int (statement, 9);
    g_ptr_array_add (out, proposal);
  }
}

static gboolean
decide_proposal (SatTransaction *self, const SatStoredProposal *row, GError **error)
{
  g_autoptr (SatStatement) statement = sat_sqlite_statement (
      self, "UPDATE proposal SET state = ?2, decider = ?3, decided = ?4 WHERE u = ?1", error);

  if (statement == NULL)
    return FALSE;
  sat_sqlite_bind_uuid (statement, 1, &row->u);
  sat_statement_bind_static (statement, 2, row->state);
  sat_sqlite_bind_uuid_or_null (statement, 3, &row->decider);
  sat_statement_bind_int (statement, 4, row->decided);
  return sat_statement_run (statement, error);
}

static gboolean
forget_record (SatTransaction *self, const SatUuid *record, GError **error)
{
  static const char *const sql[] = {
      "DELETE FROM proposal WHERE record = ?1",
      "DELETE FROM lookup WHERE id = ?1",
      "UPDATE push_result SET detail = NULL WHERE record = ?1 AND detail IS NOT NULL",
  };

  for (guint i = 0; i < G_N_ELEMENTS (sql); i++) {
    g_autoptr (SatStatement) statement = sat_sqlite_statement (self, sql[i], error);

    if (statement == NULL)
      return FALSE;
    sat_sqlite_bind_uuid (statement, 1, record);
    if (!sat_statement_run (statement, error))
      return FALSE;
  }
  return TRUE;
}

void
sat_sqlite_add_devices (SatStorageApi *api)
{
  api->device = device;
  api->put_device = put_device;
  api->devices = devices;
  api->add_result = add_result;
  api->results = results;
  api->results_of = results_of;
  api->forget_results = forget_results;
  api->add_proposal = add_proposal;
  api->proposals = proposals;
  api->decide_proposal = decide_proposal;
  api->forget_record = forget_record;
}
