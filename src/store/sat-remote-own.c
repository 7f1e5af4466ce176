/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Own edits that the server has taken as they were, of records that nothing else is on its way of:
 * what is here is what the server has, so that only versions and the past are to be settled. */

#include "config.h"

#include "sat-history.h"
#include "sat-outbox-private.h"
#include "sat-purge.h"
#include "sat-remote-private.h"
#include "sat-writer-private.h"

#include <string.h>

/* A record that was made here and that nobody has touched since, as far as this file knows: it is
 * what was sent, so only its versions are new. */
typedef struct {
  const SatPageRow *part;
  gint64 record;
  SatUuid uuid;
  const SatType *type; /* NULL: there is no such record */
} Untouched;

static gboolean
find_untouched (SatRemote *self, Untouched *found, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->writer->connection,
      "SELECT r.id, r.uuid, r.type FROM outbox AS o JOIN record AS r ON r.id = o.record"
      " WHERE o.m = ?1 AND o.state = 2 AND o.op = ?2 AND o.fields IS NULL AND r.seq IS NULL"
      " AND r.deleted = 0 AND r.extra IS NULL"
      " AND NOT EXISTS (SELECT 1 FROM outbox WHERE record = r.id AND n <> o.n)"
      " AND NOT EXISTS (SELECT 1 FROM shadow WHERE record = r.id)",
      error);
  gboolean row;
  const void *uuid;
  gsize length;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, found->part->m);
  sat_statement_bind_int (statement, 2, SAT_WRITE_PUT);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  uuid = row ? sat_statement_blob (statement, 1, &length) : NULL;
  if (uuid == NULL || length != sizeof found->uuid.bytes)
    return TRUE;
  memcpy (found->uuid.bytes, uuid, length);
  found->record = sat_statement_int (statement, 0);
  found->type = sat_registry_type_by_number (self->writer->registry,
                                             (guint16)sat_statement_int (statement, 2));
  return TRUE;
}

static gboolean
end_entry (SatRemote *self, gint64 m, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->writer->connection, "UPDATE outbox SET state = 3 WHERE m = ?1 AND state = 2", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, m);
  self->applied.confirmed++;
  return sat_statement_run (statement, error);
}

/* The edit is done with, and all that follows a change of its record. */
static gboolean
settle (SatRemote *self, gint64 m, const SatType *type, gint64 record, GError **error)
{
  if (!end_entry (self, m, error))
    return FALSE;
  sat_writer_touch (self->writer, record);
  return sat_writer_follow_up (self->writer, type, record, error) &&
         sat_purge_keep (self->writer, record, error);
}

static gboolean
store_versions (SatRemote *self, const Untouched *found, SatVersion version, GError **error)
{
  g_autoptr (SatVersions) versions = sat_versions_new (version);
  g_autoptr (GBytes) bytes = sat_versions_encode (versions);
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->writer->connection, "UPDATE record SET versions = ?2, seq = ?3 WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, found->record);
  sat_statement_bind_blob (statement, 2, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  sat_statement_bind_int (statement, 3, found->part->seq);
  return sat_statement_run (statement, error);
}

static gboolean
take_untouched (SatRemote *self, const SatPageRow *part, gboolean *done, GError **error)
{
  Untouched found = {.part = part};
  SatVersion version = {part->hlc, part->by->device};
  char clocks[SAT_VERSION_TEXT_LENGTH];

  *done = FALSE;
  if (!find_untouched (self, &found, error))
    return FALSE;
  if (found.type == NULL)
    return TRUE;
  *done = TRUE;
  sat_version_write (version, clocks);
  sat_remote_note_part (self, &found.uuid, NULL, clocks);
  self->latest = MAX (self->latest, part->hlc);
  self->applied.rows++;
  return sat_writer_ensure_change (self->writer, error) &&
         store_versions (self, &found, version, error) &&
         settle (self, part->m, found.type, found.record, error);
}

/* An edit whose record is the server's with this edit alone over it, from the day when the server's
 * was laid aside (`shadow`). */
typedef struct {
  const SatPageRow *part;
  gint64 record, change;
  SatUuid uuid, u;
  const SatType *type; /* NULL: there is no such edit */
  GArray *fields;      /* guint16 */
  SatVersions *versions;
  SatClocks *clocks; /* as the server has them with the edit */
} Alone;

static void
alone_clear (Alone *self)
{
  g_clear_pointer (&self->fields, g_array_unref);
  g_clear_pointer (&self->versions, sat_versions_free);
  g_clear_pointer (&self->clocks, sat_clocks_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Alone, alone_clear)

static gboolean
read_alone (SatRemote *self, SatStatement *statement, Alone *found, GError **error)
{
  const SatType *type = sat_registry_type_by_number (self->writer->registry,
                                                     (guint16)sat_statement_int (statement, 2));
  const guint8 *data;
  const void *uuid, *change;
  gsize length, change_length;
  SatUuid of_change;

  uuid = sat_statement_blob (statement, 1, &length);
  change = sat_statement_blob (statement, 7, &change_length);
  if (type == NULL || length != sizeof found->uuid.bytes || change_length != sizeof of_change.bytes)
    return TRUE;
  memcpy (found->uuid.bytes, uuid, length);
  memcpy (of_change.bytes, change, change_length);
  found->record = sat_statement_int (statement, 0);
  found->change = sat_statement_int (statement, 6);
  found->u = sat_mutation_id (&of_change, sat_statement_int (statement, 8));
  data = sat_statement_blob (statement, 3, &length);
  found->versions = sat_versions_decode (data, length, error);
  found->clocks =
      found->versions != NULL ? sat_clocks_parse (sat_statement_text (statement, 4), error) : NULL;
  if (found->clocks == NULL)
    return FALSE;
  found->fields = sat_entry_read_fields (statement, 5);
  found->type = type;
  return TRUE;
}

static gboolean
find_alone (SatRemote *self, Alone *found, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->writer->connection,
      "SELECT r.id, r.uuid, r.type, r.versions, s.clocks, o.fields, o.change, c.uuid, o.n"
      " FROM outbox AS o JOIN record AS r ON r.id = o.record JOIN shadow AS s ON s.record = r.id"
      " JOIN change AS c ON c.id = o.change"
      " WHERE o.m = ?1 AND o.state = 2 AND o.op = ?2 AND o.fields IS NOT NULL"
      " AND r.deleted = 0 AND r.extra IS NULL AND s.deleted = 0 AND s.seq > 0 AND s.seq < ?3"
      " AND NOT EXISTS (SELECT 1 FROM outbox WHERE record = r.id AND state < 3 AND n <> o.n)",
      error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, found->part->m);
  sat_statement_bind_int (statement, 2, SAT_WRITE_PUT);
  sat_statement_bind_int (statement, 3, found->part->seq);
  return sat_statement_step (statement, &row, error) &&
         (!row || read_alone (self, statement, found, error));
}

/* Do the versions say here what the server says? */
static gboolean
set_versions (SatRemote *self, Alone *found, gboolean *same, GError **error)
{
  SatVersion version = {found->part->hlc, found->part->by->device};

  *same = found->fields->len > 0;
  for (guint i = 0; *same && i < found->fields->len; i++) {
    guint16 number = g_array_index (found->fields, guint16, i);
    const SatField *field = sat_type_field_by_number (found->type, number);
    const char *unit = NULL;
    SatVersion here;

    if (field == NULL) {
      *same = FALSE;
      return TRUE;
    }
    number = sat_version_number (field);
    here = sat_versions_get (found->versions, number);
    if (!sat_wire_map_number_name (sat_writer_get_wire (self->writer), found->type, number, &unit,
                                   error))
      return FALSE;
    *same = unit != NULL && sat_version_compare (&here, &version) == 0;
    if (*same)
      sat_clocks_set (found->clocks, unit, version);
  }
  return TRUE;
}

/* What we wrote of the past with the edit is what the server has; *@same FALSE: it has more. What
 * is settled by then stays right. */
static gboolean
settle_past (SatRemote *self, const Alone *found, gboolean *same, GError **error)
{
  const SatPageRow *part = found->part;
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->writer->connection,
      "UPDATE history SET author = ?7, edited_at = ?8, arrived_at = ?9, provisional = 0"
      " WHERE record = ?1 AND field = ?2 AND change = ?3 AND v_to = ?4 AND d_to = ?5"
      " AND fate = ?6 AND provisional = 1",
      error);

  if (statement == NULL)
    return FALSE;
  for (guint i = 0; *same && i < found->fields->len; i++) {
    sat_statement_bind_int (statement, 1, found->record);
    sat_statement_bind_int (statement, 2, g_array_index (found->fields, guint16, i));
    sat_statement_bind_int (statement, 3, found->change);
    sat_statement_bind_int (statement, 4, (gint64)part->hlc);
    sat_statement_bind_int (statement, 5, part->by->device);
    sat_statement_bind_int (statement, 6, SAT_FATE_REPLACED);
    sat_statement_bind_static (statement, 7, part->by->name);
    sat_statement_bind_int (statement, 8, MIN (sat_hlc_to_us (part->hlc), part->by->arrived));
    sat_statement_bind_int (statement, 9, part->by->arrived);
    if (!sat_statement_run (statement, error))
      return FALSE;
    *same = sat_connection_changes (self->writer->connection) == 1;
  }
  return TRUE;
}

static gboolean
take_alone (SatRemote *self, const SatPageRow *part, gboolean *done, GError **error)
{
  g_auto (Alone) found = {.part = part};
  g_autofree char *clocks = NULL;

  if (!find_alone (self, &found, error))
    return FALSE;
  if (found.type == NULL)
    return TRUE;
  if (!set_versions (self, &found, done, error) ||
      (*done && !settle_past (self, &found, done, error)))
    return FALSE;
  if (!*done)
    return TRUE;
  clocks = sat_clocks_to_string (found.clocks);
  sat_remote_note_part (self, &found.uuid, &found.u, clocks);
  self->latest = MAX (self->latest, sat_clocks_latest (found.clocks).hlc);
  self->applied.rows++;
  self->applied.history += found.fields->len;
  return sat_writer_ensure_change (self->writer, error) &&
         sat_remote_note_seq (self, found.record, part->seq, error) &&
         sat_shadow_remove (self->writer, found.record, error) &&
         settle (self, part->m, found.type, found.record, error);
}

gboolean
sat_remote_own (SatRemote *self, const SatPageRow *part, gboolean *done, GError **error)
{
  *done = FALSE;
  return part->made ? take_untouched (self, part, done, error)
                    : take_alone (self, part, done, error);
}
