/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an edit was made on top of, field by field: a version of the server's, or an own mutation
 * that is on its way. */

#include "config.h"

#include "sat-history.h"
#include "sat-outbox-private.h"
#include "sat-writer-private.h"

#include <string.h>

/* An own earlier edit of the record. */
typedef struct {
  gint64 n, change;
  SatUuid u;
  SatHlc first, last; /* of its change */
  guint32 device;
  int kind;
  gboolean refused;
  GArray *fields; /* NULL: all */
} Earlier;

static void
earlier_clear (gpointer data)
{
  g_clear_pointer (&((Earlier *)data)->fields, g_array_unref);
}

static Earlier
read_one (SatStatement *statement)
{
  Earlier earlier = {.n = sat_statement_int (statement, 0),
                     .change = sat_statement_int (statement, 1),
                     .first = (SatHlc)sat_statement_int (statement, 3),
                     .last = (SatHlc)sat_statement_int (statement, 4),
                     .device = (guint32)sat_statement_int (statement, 5),
                     .kind = (int)sat_statement_int (statement, 6),
                     .refused = sat_statement_int (statement, 7) != 0};
  SatEntryChange change = {.id = earlier.change};
  gsize length;
  const guint8 *data = sat_statement_blob (statement, 2, &length);

  if (data != NULL && length == sizeof change.uuid.bytes)
    memcpy (change.uuid.bytes, data, length);
  earlier.u = sat_entry_uuid (&change, earlier.n);
  earlier.fields = sat_entry_read_fields (statement, 8);
  return earlier;
}

/* What the edit put in the place of something. */
typedef struct {
  guint16 unit;
  SatVersion version;
} Replaced;

struct _SatEntryBases {
  SatWriter *writer;
  const SatEntryRow *entry;
  GArray *earlier; /* of Earlier; NULL: not read yet */
  gboolean asked;
  SatClocks *said;  /* the server's; NULL: none, or not asked for */
  GArray *replaced; /* of Replaced; NULL: not read yet */
};

void
sat_entry_bases_free (SatEntryBases *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->earlier, g_array_unref);
  g_clear_pointer (&self->said, sat_clocks_free);
  g_clear_pointer (&self->replaced, g_array_unref);
  g_free (self);
}

SatEntryBases *
sat_entry_bases_new (SatWriter *writer, const SatEntryRow *entry)
{
  SatEntryBases *self = g_new0 (SatEntryBases, 1);

  self->writer = writer;
  self->entry = entry;
  return self;
}

static gboolean
read_earlier (SatEntryBases *self, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;
  gboolean row = TRUE;

  if (self->earlier != NULL)
    return TRUE;
  self->earlier = g_array_new (FALSE, FALSE, sizeof (Earlier));
  g_array_set_clear_func (self->earlier, earlier_clear);
  statement = sat_statement_cached (
      self->writer->connection,
      "SELECT o.n, o.change, c.uuid, c.hlc, c.hlc_last, c.device, c.kind,"
      " o.state = 3 AND o.acked_seq IS NULL, o.fields FROM outbox AS o"
      " JOIN change AS c ON c.id = o.change WHERE o.record = ?1 AND o.n < ?2 ORDER BY o.n DESC",
      error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, self->entry->record);
  sat_statement_bind_int (statement, 2, self->entry->n);
  while (row) {
    Earlier earlier;

    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      break;
    earlier = read_one (statement);
    g_array_append_val (self->earlier, earlier);
  }
  return TRUE;
}

static gboolean
touches (const Earlier *earlier, guint16 number)
{
  for (guint i = 0; earlier->fields != NULL && i < earlier->fields->len; i++)
    if (g_array_index (earlier->fields, guint16, i) == number)
      return TRUE;
  return earlier->fields == NULL;
}

/* Did @earlier write @number at @version? */
static gboolean
wrote (const Earlier *earlier, guint16 number, SatVersion version)
{
  if (earlier->refused || !touches (earlier, number))
    return FALSE;
  if (earlier->kind == SAT_CHANGE_JOIN)
    return version.device == 0 && version.hlc <= earlier->last;
  return version.device == earlier->device && version.hlc >= earlier->first &&
         version.hlc <= earlier->last;
}

/* What was there before @version, of ours and by now discarded or refused. */
static gboolean
before_version (SatWriter *writer,
                gint64 record,
                guint16 number,
                SatVersion *version,
                gboolean *found,
                GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (writer->connection,
                            "SELECT v_from, d_from FROM history WHERE record = ?1 AND field = ?2"
                            " AND v_to = ?3 AND d_to = ?4 AND provisional = 1",
                            error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, record);
  sat_statement_bind_int (statement, 2, number);
  sat_statement_bind_int (statement, 3, (gint64)version->hlc);
  sat_statement_bind_int (statement, 4, version->device);
  if (!sat_statement_step (statement, found, error))
    return FALSE;
  if (*found)
    *version = (SatVersion){(SatHlc)sat_statement_int (statement, 0),
                            (guint32)sat_statement_int (statement, 1)};
  return TRUE;
}

/* The number that versions of @number are kept under. A field that nobody defines any more is
 * alone.
 */
static guint16
unit_of (const SatType *type, guint16 number)
{
  const SatField *field = sat_type_field_by_number (type, number);

  return field != NULL ? sat_version_number (field) : number;
}

static gboolean
read_said (SatEntryBases *self, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->writer->connection, "SELECT clocks FROM shadow WHERE record = ?1 AND seq > 0", error);
  gboolean row;

  self->asked = TRUE;
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, self->entry->record);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    self->said = sat_clocks_parse (sat_statement_text (statement, 0), error);
  return !row || self->said != NULL;
}

/* Is it what the server has said of the field, in this life of its? */
static gboolean
is_said (SatEntryBases *self, guint16 number, SatVersion version, gboolean *said, GError **error)
{
  SatWireMap *map = sat_writer_get_wire (self->writer);
  const SatType *type = self->entry->type;
  const char *name;

  *said = FALSE;
  if (!self->asked && !read_said (self, error))
    return FALSE;
  if (self->said == NULL)
    return TRUE;
  if (!sat_wire_map_number_name (map, type, unit_of (type, number), &name, error))
    return FALSE;
  if (name != NULL) {
    SatVersion now = sat_clocks_get (self->said, name);

    *said = sat_version_compare (&now, &version) == 0;
  }
  return TRUE;
}

/* Of the same change. */
static gboolean
find_before (SatEntryBases *self, guint16 number, SatUuid *mutation, GError **error)
{
  if (!read_earlier (self, error))
    return FALSE;
  for (guint i = 0; i < self->earlier->len && sat_uuid_is_nil (mutation); i++) {
    const Earlier *one = &g_array_index (self->earlier, Earlier, i);

    if (one->change == self->entry->change && !one->refused && touches (one, number))
      *mutation = one->u;
  }
  return TRUE;
}

/* The base of one field: a version of the server's, or an own mutation. */
static gboolean
resolve_base (
    SatEntryBases *self, guint16 number, SatVersion *version, SatUuid *mutation, GError **error)
{
  gboolean again = TRUE, said;

  *mutation = (SatUuid){{0}};
  if (self->entry->follows && !find_before (self, number, mutation, error))
    return FALSE;
  if (!sat_uuid_is_nil (mutation))
    return TRUE;
  if (!is_said (self, number, *version, &said, error) || said)
    return said;
  if (!read_earlier (self, error))
    return FALSE;
  while (again) {
    for (guint i = 0; i < self->earlier->len; i++) {
      const Earlier *one = &g_array_index (self->earlier, Earlier, i);

      if (wrote (one, number, *version)) {
        *mutation = one->u;
        return TRUE;
      }
    }
    if (!before_version (self->writer, self->entry->record, number, version, &again, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_replaced (SatEntryBases *self, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;
  gboolean row = TRUE;

  if (self->replaced != NULL)
    return TRUE;
  self->replaced = g_array_new (FALSE, FALSE, sizeof (Replaced));
  statement = sat_statement_cached (self->writer->connection,
                                    "SELECT field, v_from, d_from FROM history WHERE record = ?1"
                                    " AND change = ?2 AND field > 0 AND fate <> 3",
                                    error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, self->entry->record);
  sat_statement_bind_int (statement, 2, self->entry->change);
  while (row) {
    Replaced one;

    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      break;
    one.unit = unit_of (self->entry->type, (guint16)sat_statement_int (statement, 0));
    one.version = (SatVersion){(SatHlc)sat_statement_int (statement, 1),
                               (guint32)sat_statement_int (statement, 2)};
    g_array_append_val (self->replaced, one);
  }
  return TRUE;
}

/* The version that the edit replaced, of the field or of another one of its group. */
static gboolean
replaced_version (SatEntryBases *self, guint16 unit, SatVersion *version, GError **error)
{
  *version = SAT_VERSION_NONE;
  if (!read_replaced (self, error))
    return FALSE;
  for (guint i = 0; i < self->replaced->len; i++)
    if (g_array_index (self->replaced, Replaced, i).unit == unit) {
      *version = g_array_index (self->replaced, Replaced, i).version;
      return TRUE;
    }
  return TRUE;
}

gboolean
sat_entry_bases_add (SatEntryBases *self, guint i, SatMutation *mutation, GError **error)
{
  SatWriter *writer = self->writer;
  const SatEntryRow *entry = self->entry;
  guint16 number = g_array_index (entry->fields, guint16, i);
  guint16 unit = unit_of (entry->type, number);
  const char *name;
  SatVersion version;
  SatUuid own;

  if (!sat_wire_map_number_name (sat_writer_get_wire (writer), entry->type, unit, &name, error))
    return FALSE;
  if (name == NULL || sat_mutation_base (mutation, name) != NULL)
    return TRUE;
  if (entry->bases != NULL && i < entry->bases->len)
    version = g_array_index (entry->bases, SatVersion, i);
  else if (!replaced_version (self, unit, &version, error))
    return FALSE;
  if (!resolve_base (self, number, &version, &own, error))
    return FALSE;
  if (!sat_uuid_is_nil (&own) || version.hlc != SAT_HLC_NONE)
    sat_mutation_add_base (mutation, name, version, sat_uuid_is_nil (&own) ? NULL : &own);
  return TRUE;
}
