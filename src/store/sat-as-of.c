/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-as-of.h"

#include "sat-as-of-deals.h"
#include "sat-reader-private.h"
#include "sat-schema.h"

#include <glib/gi18n-lib.h>

/* Temporary tables stand before those of the file in every name, so laying the past over the
 * present takes no other query. A row's as_of_kind says where it comes from:
 *   1  the record existed at the moment; its values are those of then
 *   2  it came later; its values are the first that are known
 * A value of then is the one that the earliest later step in the history replaced; without a later
 * step it is the present one. For a record that came later all steps are later ones, so the same
 * rule gives its first values. Of one that was deleted since, only the steps up to then count
 * (as_of_until): what was not empty has one. */

#define MOMENT "(SELECT moment FROM temp.as_of)"

#define EXISTED "sat_created (r.versions) <= " MOMENT
#define OPENED_BEFORE                                                                              \
  "(SELECT m.opened < day OR (m.opened = day AND sat_created (r.versions) > day_end)"              \
  " FROM temp.as_of)"

#define CAME_WITH_DEAL                                                                             \
  "(r.root IN (SELECT id FROM temp.opportunity WHERE as_of_kind = 2) AND sat_created (r.versions)" \
  " <= (SELECT sat_created (o.versions) FROM main.record AS o WHERE o.id = r.root))"

typedef struct {
  SatReader *reader;
  SatConnection *connection;
  SatRegistry *registry;
  const SatType *type;
  GHashTable *changed; /* type number << 16 | field number, of what changed since */
} AsOf;

static const char overlays[] =
    "CREATE TEMP TABLE as_of_gone (id INTEGER PRIMARY KEY);"
    "CREATE TEMP TABLE as_of_back (id INTEGER PRIMARY KEY);"
    "CREATE TEMP TABLE as_of_ended (id INTEGER PRIMARY KEY, until INTEGER);"
    "CREATE TEMP VIEW record AS SELECT id, uuid, type, root, seq, versions,"
    " CASE deleted WHEN 0 THEN id IN (SELECT id FROM temp.as_of_gone)"
    "  ELSE id NOT IN (SELECT id FROM temp.as_of_back) END AS deleted, merged_into, extra"
    " FROM main.record;"
    "CREATE TEMP VIEW history AS SELECT * FROM main.history WHERE v_to <= " MOMENT ";";

static gboolean exec_format (AsOf *self, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static gboolean
exec_format (AsOf *self, GError **error, const char *format, ...)
{
  g_autofree char *sql = NULL;
  va_list values;

  va_start (values, format);
  sql = g_strdup_vprintf (format, values);
  va_end (values);
  return sat_connection_exec (self->connection, sql, error);
}

static gboolean
set_moment (AsOf *self, gint64 us, GTimeZone *zone, GError **error)
{
  g_autoptr (GTimeZone) own = zone != NULL ? g_time_zone_ref (zone) : sat_zone_open (NULL, error);
  g_autoptr (SatStatement) statement = NULL;
  SatDate day;

  if (own == NULL ||
      !sat_connection_exec (
          self->connection,
          "CREATE TEMP TABLE as_of (moment INTEGER, day INTEGER, day_end INTEGER)", error))
    return FALSE;
  statement =
      sat_statement_new (self->connection, "INSERT INTO temp.as_of VALUES (?1, ?2, ?3)", error);
  if (statement == NULL)
    return FALSE;
  day = sat_date_of_instant (us, own);
  sat_statement_bind_int (statement, 1, (gint64)sat_hlc_last_of_us (us));
  sat_statement_bind_int (statement, 2, day);
  sat_statement_bind_int (statement, 3, (gint64)sat_hlc_last_of_us (sat_date_end (day, own)));
  return sat_statement_run (statement, error);
}

/* Which fields of which types have later steps: one pass over the history. */
static gboolean
find_changed (AsOf *self, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_new (
      self->connection,
      "SELECT type, field FROM main.history WHERE v_to > " MOMENT " AND fate <> 2", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  do {
    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (row)
      g_hash_table_add (self->changed,
                        GUINT_TO_POINTER ((guint)sat_statement_int (statement, 0) << 16 |
                                          (guint)sat_statement_int (statement, 1)));
  } while (row);
  return TRUE;
}

static gboolean
field_changed (AsOf *self, const SatType *type, guint number)
{
  return g_hash_table_contains (self->changed,
                                GUINT_TO_POINTER ((guint)type->number << 16 | number));
}

/* Lives and goes with records of the type that is looked at. */
static gboolean
hangs_from (AsOf *self, const SatType *type)
{
  return (type->flags & SAT_TYPE_CHILD) && sat_reader_set_parent (type, self->type) != NULL;
}

/* Something of the type has come back since: that leaves no step. */
static gboolean
find_returned (AsOf *self, const SatType *type, gboolean *returned, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->connection,
      "SELECT 1 FROM main.history AS h JOIN main.record AS r ON r.id = h.record"
      " WHERE h.type = ?1 AND h.field = 0 AND h.fate <> 2 AND h.v_to <= " MOMENT
      " AND r.deleted = 0 AND sat_created (r.versions) > " MOMENT " LIMIT 1",
      error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, type->number);
  return sat_statement_step (statement, returned, error);
}

static gboolean
needs_overlay (AsOf *self, const SatType *type, gboolean *needed, GError **error)
{
  *needed = type == self->type || hangs_from (self, type) || field_changed (self, type, 0);
  for (guint i = 0; i < type->n_fields && !*needed; i++)
    *needed = field_changed (self, type, type->fields[i]->number);
  return *needed || find_returned (self, type, needed, error);
}

static char *
stored_columns (const SatType *type, const char *prefix)
{
  GString *columns = g_string_new (NULL);

  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];

    if (!sat_field_is_stored (field))
      continue;
    g_string_append_printf (columns, ", %s\"%s\"", prefix, sat_schema_column (field));
    if (field->kind == SAT_KIND_REFERENCE)
      g_string_append_printf (columns, ", %s\"%s\"", prefix, sat_schema_text_column (field));
  }
  return g_string_free (columns, FALSE);
}

/* Which of the records that came later, and had not been there before, are shown at all: of the
 * type itself none but deals that were opened on an earlier day than they were written down; of
 * what it leads to all; of what hangs from it those that came with it. */
static const char *
later_ones (AsOf *self, const SatType *type)
{
  if (type == self->type)
    return sat_as_of_is_deal (type) ? OPENED_BEFORE : "0";
  if (!hangs_from (self, type))
    return "1";
  return sat_as_of_is_deal (self->type) ? CAME_WITH_DEAL : "0";
}

/* Those that live since, those that lived then until they were deleted (which may be there again
 * as something else), and some of those that came later. */
static gboolean
fill_table (AsOf *self, const SatType *type, GError **error)
{
  g_autofree char *plain = stored_columns (type, "");
  g_autofree char *present = stored_columns (type, "m.");

  return exec_format (self, error,
                      "CREATE TEMP TABLE \"%s\" (id INTEGER PRIMARY KEY, as_of_kind INTEGER,"
                      " as_of_until INTEGER%s);"
                      "DELETE FROM temp.as_of_ended;"
                      "INSERT INTO temp.as_of_ended SELECT record, min (v_to) FROM main.history"
                      " WHERE type = %u AND field = 0 AND fate <> 2 AND v_from <= " MOMENT
                      " AND v_to > " MOMENT " GROUP BY record",
                      type->name, plain, type->number) &&
         exec_format (self, error,
                      "INSERT INTO temp.\"%s\" (id, as_of_kind%s)"
                      " SELECT m.id, CASE WHEN " EXISTED " THEN 1 ELSE 2 END%s"
                      " FROM main.\"%s\" AS m JOIN main.record AS r ON r.id = m.id"
                      " WHERE " EXISTED " OR (%s AND NOT EXISTS"
                      " (SELECT 1 FROM main.history AS h WHERE h.record = m.id AND h.field = 0"
                      " AND h.fate <> 2 AND h.v_from <= " MOMENT "))",
                      type->name, plain, present, type->name, later_ones (self, type)) &&
         exec_format (self, error,
                      "INSERT INTO temp.\"%s\" (id, as_of_kind, as_of_until)"
                      " SELECT id, 1, until FROM temp.as_of_ended",
                      type->name);
}

/* A deal's day of opening says something of the past whenever it is written. */
static const char *
patched_kinds (const SatField *field)
{
  return sat_as_of_is_deal (field->type) && g_str_equal (field->name, "opened") ? "(1)" : "(1, 2)";
}

static gboolean
patch_field (AsOf *self, const SatType *type, const SatField *field, GError **error)
{
  const char *column = sat_schema_column (field);
  g_autofree char *assignment = NULL;

  if (field->kind == SAT_KIND_REFERENCE)
    assignment = g_strdup_printf ("\"%s\" = CASE typeof (h.value) WHEN 'integer' THEN h.value END,"
                                  " \"%s\" = CASE typeof (h.value) WHEN 'text' THEN h.value END",
                                  column, sat_schema_text_column (field));
  else
    assignment = g_strdup_printf ("\"%s\" = h.value", column);
  return exec_format (self, error,
                      "UPDATE temp.\"%s\" SET %s FROM (SELECT record, value, min (v_to) AS last"
                      " FROM main.history WHERE type = %u AND field = %u AND fate <> 2"
                      " AND v_to > " MOMENT " GROUP BY record) AS h"
                      " WHERE h.record = \"%s\".id AND as_of_kind IN %s"
                      " AND (as_of_until IS NULL OR h.last <= as_of_until)",
                      type->name, assignment, type->number, field->number, type->name,
                      patched_kinds (field));
}

/* What lives now and is not shown, and what is shown and lives no more. */
static gboolean
note_existence (AsOf *self, const SatType *type, GError **error)
{
  return exec_format (self, error,
                      "INSERT INTO temp.as_of_gone SELECT id FROM main.\"%s\""
                      " WHERE id NOT IN (SELECT id FROM temp.\"%s\");"
                      "INSERT INTO temp.as_of_back SELECT id FROM temp.\"%s\""
                      " WHERE id NOT IN (SELECT id FROM main.\"%s\")",
                      type->name, type->name, type->name, type->name);
}

static gboolean
overlay_type (AsOf *self, const SatType *type, GError **error)
{
  if (!fill_table (self, type, error))
    return FALSE;
  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];

    if (sat_field_is_stored (field) && field_changed (self, type, field->number) &&
        !patch_field (self, type, field, error))
      return FALSE;
  }
  return note_existence (self, type, error);
}

static void
add_once (GPtrArray *types, const SatType *type)
{
  if (type != NULL && !g_ptr_array_find (types, type, NULL))
    g_ptr_array_add (types, (gpointer)type);
}

/* The type, what hangs from it, and all that these lead to. */
static GPtrArray *
reachable_types (AsOf *self)
{
  GPtrArray *types = g_ptr_array_new ();
  guint n_types;
  const SatType *const *all = sat_registry_types (self->registry, &n_types);

  add_once (types, self->type);
  for (guint t = 0; t < n_types; t++)
    if (hangs_from (self, all[t]))
      add_once (types, all[t]);
  for (guint t = 0; t < types->len; t++) {
    const SatType *type = g_ptr_array_index (types, t);

    for (guint i = 0; i < type->n_fields; i++) {
      const SatField *field = type->fields[i];
      g_auto (GStrv) names = NULL;

      if (field->kind != SAT_KIND_REFERENCE)
        continue;
      names = g_strsplit (field->target, "|", -1);
      for (guint k = 0; names[k] != NULL; k++)
        add_once (types, sat_registry_type (self->registry, names[k]));
    }
  }
  return types;
}

static gboolean
build (AsOf *self, gint64 us, GTimeZone *zone, GError **error)
{
  g_autoptr (GPtrArray) types = reachable_types (self);

  if (!set_moment (self, us, zone, error) || !find_changed (self, error) ||
      !sat_connection_exec (self->connection, overlays, error))
    return FALSE;
  for (guint t = 0; t < types->len; t++) {
    const SatType *type = g_ptr_array_index (types, t);
    gboolean needed;

    if (!needs_overlay (self, type, &needed, error) ||
        (needed && !overlay_type (self, type, error)))
      return FALSE;
  }
  return !sat_as_of_is_deal (self->type) ||
         sat_as_of_reopen_deals (self->connection, sat_reader_workspace_currency (self->reader),
                                 error);
}

/* All reads see one state of the file: the transaction ends with the reader's connection. */
static gboolean
prepare (AsOf *self, GError **error)
{
  return sat_connection_exec (self->connection, "PRAGMA temp_store = MEMORY", error) &&
         sat_connection_begin_read (self->connection, error);
}

SatReader *
sat_as_of_open (SatStore *store,
                const char *type_name,
                gint64 us,
                GTimeZone *zone,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (SatRegistry) registry = NULL;
  g_autoptr (SatReader) reader = NULL;
  g_autoptr (GHashTable) changed = NULL;
  AsOf self = {0};
  gboolean ok;

  g_return_val_if_fail (SAT_IS_STORE (store) && type_name != NULL, NULL);
  registry = sat_store_ref_registry (store);
  self.type = sat_registry_require (registry, type_name, error);
  reader = self.type != NULL ? sat_store_open_reader (store, error) : NULL;
  if (reader == NULL)
    return NULL;
  sat_reader_set_registry (reader, registry);
  changed = g_hash_table_new (NULL, NULL);
  self.reader = reader;
  self.connection = reader->connection;
  self.registry = registry;
  self.changed = changed;
  if (g_cancellable_is_cancelled (cancellable)) {
    g_set_error_literal (error, SAT_DB_ERROR, SAT_DB_ERROR_INTERRUPTED, _ ("Cancelled"));
    return NULL;
  }
  sat_connection_set_cancellable (self.connection, cancellable);
  ok = prepare (&self, error) && build (&self, us, zone, error);
  sat_connection_set_cancellable (self.connection, NULL);
  return ok ? g_steal_pointer (&reader) : NULL;
}
