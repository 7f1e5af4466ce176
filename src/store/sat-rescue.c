/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-rescue.h"

#include "sat-history.h"
#include "sat-reader.h"
#include "sat-remote-private.h"
#include "sat-row.h"
#include "sat-store-private.h"

#include <string.h>

typedef enum {
  RECORD,
  CONFLICT,
  EXTRA
} Kind;

typedef struct {
  Kind kind;
  gint64 id;    /* of RECORD */
  SatUuid uuid; /* of the others */
} Item;

static gboolean
list_rows (SatConnection *connection,
           const char *sql,
           Kind kind,
           gint64 after,
           GArray *out,
           GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_new (connection, sql, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, after);
  for (;;) {
    Item item = {.kind = kind};

    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    if (kind == RECORD) {
      item.id = sat_statement_int (statement, 0);
    } else {
      gsize length;
      const void *bytes = sat_statement_blob (statement, 0, &length);

      if (length != sizeof item.uuid.bytes)
        continue;
      memcpy (item.uuid.bytes, bytes, length);
    }
    g_array_append_val (out, item);
  }
}

/* Of a life before, and not told again yet: that life may have been lost once more. */
#define OF_BEFORE "(seq = 0 AND EXISTS (SELECT 1 FROM sync_state WHERE key = '" SAT_SYNC_SWEEP "'))"

GArray *
sat_rescue_list (SatStore *store, gint64 after, GError **error)
{
  g_autoptr (SatReader) reader = NULL;
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (Item));
  SatConnection *connection;

  g_return_val_if_fail (SAT_IS_STORE (store), NULL);

  reader = sat_store_thread_reader (store, error);
  if (reader == NULL)
    return NULL;
  connection = sat_reader_get_connection (reader);
  /* What others hang from comes first: the numbers of types are in that order. */
  if (!list_rows (connection,
                  "SELECT id FROM (SELECT r.id, r.type, max (ifnull (r.seq, -1), ifnull ((SELECT"
                  "  seq FROM shadow WHERE record = r.id), -1)) AS seq FROM record AS r"
                  "  WHERE r.type <> 0) WHERE seq > ?1 OR " OF_BEFORE " ORDER BY type, id",
                  RECORD, after, list, error) ||
      !list_rows (connection,
                  "SELECT uuid FROM extra_row WHERE seq > ?1 OR " OF_BEFORE " ORDER BY uuid", EXTRA,
                  after, list, error) ||
      !list_rows (connection,
                  "SELECT uuid FROM conflict WHERE seq > ?1 OR " OF_BEFORE " ORDER BY uuid",
                  CONFLICT, after, list, error))
    return NULL;
  return g_steal_pointer (&list);
}

typedef struct {
  GArray *list;
  guint first, n;
  SatWriter *writer;
  SatPageWriter *page;
} Job;

static void
take_text (SatWireFields *fields, const char *name, const char *text)
{
  if (text != NULL)
    sat_wire_fields_take (fields, name, sat_wire_text (text), FALSE);
}

static void
take_version (SatWireFields *fields, const char *name, SatStatement *statement, int column)
{
  SatVersion version = {(SatHlc)sat_statement_int (statement, column),
                        (guint32)sat_statement_int (statement, column + 1)};
  char text[SAT_VERSION_TEXT_LENGTH];

  sat_version_write (version, text);
  take_text (fields, name, text);
}

/* *@known FALSE: nobody knows the field any more. */
static gboolean
take_past_field (Job *self,
                 const SatRow *row,
                 SatStatement *past,
                 SatWireFields *fields,
                 gboolean *known,
                 GError **error)
{
  guint16 number = (guint16)sat_statement_int (past, 0);
  const SatField *field = number != 0 ? sat_type_field_by_number (row->type, number) : NULL;
  SatWireMap *map = sat_writer_get_wire (self->writer);
  SatValue value = SAT_VALUE_INIT;
  SatWireValue wire = SAT_WIRE_VALUE_INIT;
  gboolean right = TRUE;

  *known = number == 0 || field != NULL;
  if (!*known)
    return TRUE;
  take_text (fields, "field",
             number == 0 ? SAT_CLOCKS_EXISTENCE : sat_wire_map_name (map, field, error));
  if (sat_statement_is_null (past, 1))
    return TRUE;
  value = sat_row_value (past, 1);
  if (field == NULL)
    wire = value.type == SAT_VALUE_TEXT ? sat_wire_text (value.text) : sat_wire_int (value.integer);
  else
    right = sat_wire_map_to_wire (map, field, &value, &wire, error);
  sat_value_clear (&value);
  if (right)
    sat_wire_fields_take (fields, "value", wire, FALSE);
  return right;
}

static gboolean
write_past (Job *self, const SatRow *row, const SatUuid *root, SatStatement *past, GError **error)
{
  static const char *const fates[] = {"", "replaced", "lost", "deleted"};
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  g_autoptr (SatClocks) clocks = NULL;
  SatPageRow out = {.type = "history", .id = row->uuid, .root = *root, .fields = fields};
  gint64 fate = sat_statement_int (past, 6);
  gboolean known;

  if (fate < SAT_FATE_REPLACED || fate > SAT_FATE_DELETED)
    return TRUE;
  if (!take_past_field (self, row, past, fields, &known, error))
    return FALSE;
  if (!known)
    return TRUE;
  take_text (fields, "type", row->type->name);
  sat_wire_fields_take (fields, "record", sat_wire_reference (&row->uuid), FALSE);
  take_version (fields, "from", past, 2);
  take_version (fields, "to", past, 4);
  take_text (fields, "fate", fates[fate]);
  take_text (fields, "name", sat_statement_text (past, 7));
  sat_wire_fields_take (fields, "edited", sat_wire_int (sat_statement_int (past, 8)), FALSE);
  sat_wire_fields_take (fields, "arrived", sat_wire_int (sat_statement_int (past, 9)), FALSE);
  clocks = sat_clocks_new (
      (SatVersion){(SatHlc)sat_statement_int (past, 4), (guint32)sat_statement_int (past, 5)});
  out.clocks = clocks;
  sat_page_writer_row (self->page, &out);
  return TRUE;
}

static gboolean
write_all_past (Job *self, const SatRow *row, const SatUuid *root, GError **error)
{
  g_autoptr (SatStatement) past = sat_statement_cached (
      self->writer->connection,
      "SELECT field, value, v_from, d_from, v_to, d_to, fate, author, edited_at, arrived_at"
      " FROM history WHERE record = ?1 AND provisional = 0 ORDER BY id",
      error);
  gboolean more = TRUE;

  if (past == NULL)
    return FALSE;
  sat_statement_bind_int (past, 1, row->id);
  while (more)
    if (!sat_statement_step (past, &more, error) ||
        (more && !write_past (self, row, root, past, error)))
      return FALSE;
  return TRUE;
}

/* As the server said it: beside the record while edits lie over it. */
static gboolean
read_served (Job *self,
             const SatRow *row,
             gboolean *deleted,
             SatClocks **clocks,
             SatWireFields **fields,
             GError **error)
{
  g_autoptr (SatStatement) shadow =
      sat_statement_cached (self->writer->connection,
                            "SELECT deleted, clocks, fields FROM shadow WHERE record = ?1", error);
  SatWireMap *map = sat_writer_get_wire (self->writer);
  gboolean found;

  if (shadow == NULL)
    return FALSE;
  sat_statement_bind_int (shadow, 1, row->id);
  if (!sat_statement_step (shadow, &found, error))
    return FALSE;
  if (found) {
    *deleted = sat_statement_int (shadow, 0) != 0;
    *clocks = sat_clocks_parse (sat_statement_text (shadow, 1), error);
    *fields =
        *clocks != NULL ? sat_wire_fields_parse (sat_statement_text (shadow, 2), -1, error) : NULL;
    /* Of what is deleted they say where it stood. */
    if (*fields != NULL && *deleted)
      sat_wire_fields_empty (*fields);
    return *fields != NULL;
  }
  *deleted = row->deleted;
  *clocks = sat_wire_map_clocks (map, row->type, row->versions, error);
  if (*clocks == NULL)
    return FALSE;
  *fields = row->deleted ? sat_wire_fields_new ()
                         : sat_wire_map_fields (map, row->type, row->values, error);
  return *fields != NULL &&
         (row->deleted || sat_served_add_extra (self->writer, row->id, *clocks, *fields, error));
}

static gboolean
write_record (Job *self, gint64 id, GError **error)
{
  g_auto (SatRow) row = {0};
  g_autoptr (SatClocks) clocks = NULL;
  g_autoptr (SatWireFields) fields = NULL;
  SatPageRow out = {0};
  SatUuid root;

  if (!sat_writer_read_row (self->writer, id, TRUE, &row, error))
    return FALSE;
  if (row.type == NULL)
    return TRUE; /* it went meanwhile */
  root = row.uuid;
  if (!read_served (self, &row, &out.deleted, &clocks, &fields, error) ||
      (row.root != 0 &&
       !sat_wire_map_uuid (sat_writer_get_wire (self->writer), row.root, &root, error)))
    return FALSE;
  out.type = row.type->name;
  out.id = row.uuid;
  out.root = root;
  out.seq = MAX (row.seq, 0);
  out.clocks = clocks;
  out.fields = fields;
  sat_page_writer_row (self->page, &out);
  return write_all_past (self, &row, &root, error);
}

static gboolean
write_extra (Job *self, const SatUuid *uuid, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->writer->connection,
      "SELECT type, root, seq, deleted, clocks, fields FROM extra_row WHERE uuid = ?1", error);
  g_autoptr (SatClocks) clocks = NULL;
  g_autoptr (SatWireFields) fields = NULL;
  SatPageRow out = {.id = *uuid};
  const void *root;
  gboolean found;
  gsize length;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_blob (statement, 1, uuid->bytes, sizeof uuid->bytes);
  if (!sat_statement_step (statement, &found, error) || !found)
    return !found;
  root = sat_statement_blob (statement, 1, &length);
  clocks = sat_clocks_parse (sat_statement_text (statement, 4), error);
  fields =
      clocks != NULL ? sat_wire_fields_parse (sat_statement_text (statement, 5), -1, error) : NULL;
  if (fields == NULL || length != sizeof out.root.bytes)
    return fields != NULL;
  memcpy (out.root.bytes, root, length);
  out.type = sat_statement_text (statement, 0);
  out.seq = sat_statement_int (statement, 2);
  out.deleted = sat_statement_int (statement, 3) != 0;
  out.clocks = clocks;
  out.fields = fields;
  sat_page_writer_row (self->page, &out);
  return TRUE;
}

static gboolean
write_conflict (Job *self, const SatUuid *uuid, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (self->writer->connection,
                            "SELECT c.seq, c.fields, p.uuid FROM conflict AS c"
                            " JOIN record AS r ON r.id = c.record"
                            " JOIN record AS p ON p.id = ifnull (r.root, r.id) WHERE c.uuid = ?1",
                            error);
  g_autoptr (SatClocks) clocks = NULL;
  g_autoptr (SatWireFields) fields = NULL;
  SatPageRow out = {.type = "conflict", .id = *uuid};
  const void *root;
  gboolean found;
  gsize length;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_blob (statement, 1, uuid->bytes, sizeof uuid->bytes);
  if (!sat_statement_step (statement, &found, error) || !found)
    return !found;
  fields = sat_wire_fields_parse (sat_statement_text (statement, 1), -1, error);
  root = sat_statement_blob (statement, 2, &length);
  if (fields == NULL || length != sizeof out.root.bytes)
    return fields != NULL;
  memcpy (out.root.bytes, root, length);
  /* Its version is not kept here; only the server raises it. */
  clocks = sat_clocks_new (
      (SatVersion){sat_hlc_from_us (MAX (sat_wire_int_of (fields, "edited"), 0)), 0});
  out.seq = sat_statement_int (statement, 0);
  out.clocks = clocks;
  out.fields = fields;
  sat_page_writer_row (self->page, &out);
  return TRUE;
}

static gboolean
write_cb (SatWriter *writer, gpointer data, GError **error)
{
  Job *self = data;

  self->writer = writer;
  for (guint i = self->first; i < self->first + self->n && i < self->list->len; i++) {
    const Item *item = &g_array_index (self->list, Item, i);
    gboolean right = item->kind == RECORD  ? write_record (self, item->id, error)
                     : item->kind == EXTRA ? write_extra (self, &item->uuid, error)
                                           : write_conflict (self, &item->uuid, error);

    if (!right)
      return FALSE;
  }
  return TRUE;
}

GBytes *
sat_rescue_write (SatStore *store, GArray *list, guint first, guint n, GError **error)
{
  g_autoptr (SatPageWriter) page = sat_page_writer_new ();
  g_autoptr (SatRemoteState) state = NULL;
  Job job = {list, first, n, NULL, page};
  g_auto (SatPageHead) head = {0};

  g_return_val_if_fail (SAT_IS_STORE (store) && list != NULL, NULL);

  state = sat_remote_state (store, error);
  if (state == NULL || !sat_store_write (store, SAT_CHANGE_REMOTE, "", write_cb, &job, NULL, error))
    return NULL;
  head.from = (SatPullState){g_strdup (state->epoch), g_strdup (""), g_strdup ("")};
  head.upto = (SatPullState){g_strdup (state->epoch), g_strdup (""), g_strdup ("")};
  return sat_page_writer_finish (page, &head);
}
