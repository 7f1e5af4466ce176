/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-as-of.h"

#include "sat-as-of-deals.h"
#include "sat-as-of-fold.h"
#include "sat-reader-private.h"
#include "sat-schema.h"

#include <glib/gi18n-lib.h>

/* Temporary tables stand before those of the file in every name, so laying the past over the
 * present takes no other query. A row's as_of_kind says where it comes from:
 *   1  the record existed at the moment; its values are those of then
 *   2  it came later; its values are the first that are known
 * A value of then is the one that the earliest later step in the history replaced; without a later
 * step it is the present one. For a record that came later all steps are later ones, so the same
 * rule gives its first values. Of one that was deleted since, only the steps up to then count:
 * what was not empty has one. */

#define MOMENT "(SELECT moment FROM temp.as_of)"
#define EXISTED "sat_created (r.versions) <= " MOMENT
#define OPENED_BEFORE                                                                              \
  "(SELECT m.opened < day OR (m.opened = day AND sat_created (r.versions) > day_end)"              \
  " FROM temp.as_of)"
#define CAME_WITH_DEAL                                                                             \
  "(r.root IN (SELECT id FROM temp.opportunity WHERE as_of_kind = 2) AND sat_created (r.versions)" \
  " <= (SELECT sat_created (o.versions) FROM main.record AS o WHERE o.id = r.root))"

/* Of a currency that had no rate at all. */
#define FIRST_OF_CURRENCY                                                                          \
  "NOT EXISTS (SELECT 1 FROM main.exchange_rate AS m2 JOIN main.record AS r2 ON r2.id = m2.id"     \
  " WHERE m2.currency = m.currency AND sat_created (r2.versions) <= " MOMENT ")"

/* No deal leads there, and yet their figures need them. */
static const char *const figure_types[] = {"exchange_rate", "quota"};

typedef struct {
  SatReader *reader;
  SatConnection *connection;
  SatRegistry *registry;
  const SatType *type;
  SatAsOfFold *fold;
} AsOf;

static const char overlays[] =
    "CREATE TEMP TABLE as_of_gone (id INTEGER PRIMARY KEY);"
    "CREATE TEMP TABLE as_of_back (id INTEGER PRIMARY KEY);"
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
  if (!sat_statement_run (statement, error))
    return FALSE;
  self->fold = sat_as_of_fold_new (self->connection, (gint64)sat_hlc_last_of_us (us), error);
  return self->fold != NULL;
}

/* Lives and goes with records of the type that is looked at. */
static gboolean
hangs_from (AsOf *self, const SatType *type)
{
  return (type->flags & SAT_TYPE_CHILD) && sat_reader_set_parent (type, self->type) != NULL;
}

static gboolean
is_for_figures (const SatType *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (figure_types); i++)
    if (g_str_equal (type->name, figure_types[i]))
      return TRUE;
  return FALSE;
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
  *needed = type == self->type || hangs_from (self, type) || is_for_figures (type) ||
            sat_as_of_fold_changed (self->fold, type, 0);
  for (guint i = 0; i < type->n_fields && !*needed; i++)
    *needed = sat_as_of_fold_changed (self->fold, type, type->fields[i]->number);
  return *needed || !sat_as_of_fold_deleted_before (self->fold, type) ||
         find_returned (self, type, needed, error);
}

/* How the columns of the temporary table are filled. */
typedef struct {
  GString *names; /* each with a comma in front */
  GString *alive; /* from m, the present row */
  GString *ended; /* from e, the id alone */
} Columns;

static void
add_column (Columns *columns, AsOf *self, const SatField *field, const char *name, int part)
{
  /* A deal's day of opening says something of the past whenever it is written. */
  gboolean keeps = sat_as_of_is_deal (field->type) && g_str_equal (field->name, "opened");

  g_string_append_printf (columns->names, ", \"%s\"", name);
  g_string_append_printf (columns->ended, ", sat_ended (e.id, %u, %d)", field->number, part);
  if (!sat_as_of_fold_changed (self->fold, field->type, field->number))
    g_string_append_printf (columns->alive, ", m.\"%s\"", name);
  else if (keeps)
    g_string_append_printf (
        columns->alive, ", CASE WHEN %s THEN sat_then (m.id, %u, %d, m.\"%s\") ELSE m.\"%s\" END",
        EXISTED, field->number, part, name, name);
  else
    g_string_append_printf (columns->alive, ", sat_then (m.id, %u, %d, m.\"%s\")", field->number,
                            part, name);
}

static void
columns_init (Columns *columns, AsOf *self, const SatType *type)
{
  *columns = (Columns){g_string_new (NULL), g_string_new (NULL), g_string_new (NULL)};
  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];
    gboolean reference = field->kind == SAT_KIND_REFERENCE;

    if (!sat_field_is_stored (field))
      continue;
    add_column (columns, self, field, sat_schema_column (field), reference ? 1 : 0);
    if (reference)
      add_column (columns, self, field, sat_schema_text_column (field), 2);
  }
}

static void
columns_clear (Columns *columns)
{
  g_string_free (columns->names, TRUE);
  g_string_free (columns->alive, TRUE);
  g_string_free (columns->ended, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Columns, columns_clear)

/* Which of the records that came later, and had not been there before, are shown at all: of the
 * type itself none but deals that were opened on an earlier day than they were written down; of
 * what it leads to all; of what hangs from it those that came with it. Nobody had a quota before it
 * was set; a rate that came later is better than none. */
static const char *
later_ones (AsOf *self, const SatType *type)
{
  if (type == self->type)
    return sat_as_of_is_deal (type) ? OPENED_BEFORE : "0";
  if (g_str_equal (type->name, "quota"))
    return "0";
  if (g_str_equal (type->name, "exchange_rate"))
    return FIRST_OF_CURRENCY;
  if (!hangs_from (self, type))
    return "1";
  return sat_as_of_is_deal (self->type) ? CAME_WITH_DEAL : "0";
}

/* Those that live since and some of those that came later; then those that lived until they were
 * deleted, which may be there again as something else. */
static gboolean
fill_table (AsOf *self, const SatType *type, GError **error)
{
  g_auto (Columns) columns = {0};

  columns_init (&columns, self, type);
  return exec_format (self, error,
                      "CREATE TEMP TABLE \"%s\" (id INTEGER PRIMARY KEY, as_of_kind INTEGER%s)",
                      type->name, columns.names->str) &&
         exec_format (self, error,
                      "INSERT INTO temp.\"%s\" (id, as_of_kind%s)"
                      " SELECT m.id, CASE WHEN " EXISTED " THEN 1 ELSE 2 END%s"
                      " FROM main.\"%s\" AS m JOIN main.record AS r ON r.id = m.id"
                      " WHERE " EXISTED " OR (NOT sat_had_begun (m.id) AND %s)",
                      type->name, columns.names->str, columns.alive->str, type->name,
                      later_ones (self, type)) &&
         exec_format (self, error,
                      "INSERT INTO temp.\"%s\" (id, as_of_kind%s) SELECT e.id, 1%s"
                      " FROM temp.as_of_ended AS e WHERE e.type = %u",
                      type->name, columns.names->str, columns.ended->str, type->number);
}

/* What lives now and is not shown, and what is shown and lives no more. */
static gboolean
note_existence (AsOf *self, const SatType *type, GError **error)
{
  g_autofree char *count = g_strdup_printf (
      "SELECT (SELECT count (*) FROM main.\"%s\") = (SELECT count (*) FROM temp.\"%s\")"
      " AND NOT EXISTS (SELECT 1 FROM temp.as_of_ended WHERE type = %u)",
      type->name, type->name, type->number);
  gint64 all_shown;

  if (!sat_connection_query_int (self->connection, count, 0, &all_shown, error))
    return FALSE;
  return all_shown ||
         exec_format (self, error,
                      "INSERT INTO temp.as_of_gone SELECT m.id FROM main.\"%s\" AS m"
                      " WHERE NOT EXISTS (SELECT 1 FROM temp.\"%s\" AS t WHERE t.id = m.id);"
                      "INSERT INTO temp.as_of_back SELECT t.id FROM temp.\"%s\" AS t"
                      " WHERE NOT EXISTS (SELECT 1 FROM main.\"%s\" AS m WHERE m.id = t.id)",
                      type->name, type->name, type->name, type->name);
}

static void
add_once (GPtrArray *types, const SatType *type)
{
  if (type != NULL && !g_ptr_array_find (types, type, NULL))
    g_ptr_array_add (types, (gpointer)type);
}

/* The type, what its figures need, what hangs from it, and all that these lead to. */
static GPtrArray *
reachable_types (AsOf *self)
{
  GPtrArray *types = g_ptr_array_new ();
  guint n_types;
  const SatType *const *all = sat_registry_types (self->registry, &n_types);

  add_once (types, self->type);
  for (guint i = 0; i < G_N_ELEMENTS (figure_types) && sat_as_of_is_deal (self->type); i++)
    add_once (types, sat_registry_type (self->registry, figure_types[i]));
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

  if (!set_moment (self, us, zone, error) ||
      !sat_as_of_fold_register (self->fold, self->connection, error) ||
      !sat_connection_exec (self->connection, overlays, error))
    return FALSE;
  for (guint t = 0; t < types->len; t++) {
    const SatType *type = g_ptr_array_index (types, t);
    gboolean needed;

    if (!needs_overlay (self, type, &needed, error) ||
        (needed && !(fill_table (self, type, error) && note_existence (self, type, error))))
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
  AsOf self = {0};
  gboolean ok;

  g_return_val_if_fail (SAT_IS_STORE (store) && type_name != NULL, NULL);
  registry = sat_store_ref_registry (store);
  self.type = sat_registry_require (registry, type_name, error);
  reader = self.type != NULL ? sat_store_open_reader (store, error) : NULL;
  if (reader == NULL)
    return NULL;
  sat_reader_set_registry (reader, registry);
  reader->past = TRUE;
  self.reader = reader;
  self.connection = reader->connection;
  self.registry = registry;
  if (g_cancellable_is_cancelled (cancellable)) {
    g_set_error_literal (error, SAT_DB_ERROR, SAT_DB_ERROR_INTERRUPTED, _ ("Cancelled"));
    return NULL;
  }
  sat_connection_set_cancellable (self.connection, cancellable);
  ok = prepare (&self, error) && build (&self, us, zone, error);
  sat_connection_set_cancellable (self.connection, NULL);
  sat_as_of_fold_unregister (self.connection);
  g_clear_pointer (&self.fold, sat_as_of_fold_free);
  return ok ? g_steal_pointer (&reader) : NULL;
}
