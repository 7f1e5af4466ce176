/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-query-sql.h"

#include "sat-reader-private.h"
#include "sat-schema.h"
#include "sat-store-private.h"

#include <glib/gi18n-lib.h>

/* Where a path leads: through references to fields, and what they are in SQL. */

const char *
sat_query_sql_join (SatQuerySql *self,
                    const char *alias,
                    const SatField *reference,
                    const SatType *target)
{
  const char *column = sat_schema_column (reference);
  const char *key = sat_query_sql_piece (self, "%s.%s>%s", alias, column, target->name);
  const char *joined = g_hash_table_lookup (self->joined, key);

  if (joined == NULL) {
    joined = sat_query_sql_alias (self);
    g_string_append_printf (self->joins, " LEFT JOIN \"%s\" AS %s ON %s.id = %s.\"%s\"",
                            target->name, joined, joined, alias, column);
    g_hash_table_insert (self->joined, (gpointer)key, (gpointer)joined);
  }
  return joined;
}

/* Goes on from @from through its reference to each type that it may lead to. */
static void
add_targets (SatQuerySql *self, const SatPathEnd *from, GArray *places)
{
  g_auto (GStrv) names = g_strsplit (from->field->target, "|", -1);

  for (guint i = 0; names[i] != NULL; i++) {
    const SatType *target = sat_registry_type (self->reader->registry, names[i]);
    SatPathEnd place = {.kind = SAT_PATH_TITLE, .type = target};

    if (target == NULL)
      continue;
    place.alias = sat_query_sql_join (self, from->alias, from->field, target);
    g_array_append_val (places, place);
  }
}

/* A field that shows through a primary child is that child's field. */
static void
show_through (SatQuerySql *self, SatPathEnd *end)
{
  while (end->field->through != NULL) {
    const SatField *reference = sat_type_field (end->type, end->field->through);
    const SatType *target = sat_registry_type (self->reader->registry, reference->target);
    const char *via = end->field->via;

    end->alias = sat_query_sql_join (self, end->alias, reference, target);
    end->type = target;
    end->field = sat_type_field (target, via);
  }
}

/* "when" asks for the start of what has one, else for the day on which it is due. */
static gboolean
find_when (SatPathEnd *end, const char *name)
{
  if (!g_str_equal (name, "when") || sat_type_field (end->type, "due") == NULL)
    return FALSE;
  end->field = sat_type_field (end->type, "start");
  end->or_due = end->field != NULL;
  return end->or_due;
}

/* The fields called @name at @places. */
static GArray *
fields_at (SatQuerySql *self, GArray *places, const char *name)
{
  GArray *ends = g_array_new (FALSE, TRUE, sizeof (SatPathEnd));

  for (guint i = 0; i < places->len; i++) {
    SatPathEnd end = g_array_index (places, SatPathEnd, i);

    end.kind = SAT_PATH_FIELD;
    end.field = sat_type_field (end.type, name);
    if (end.field != NULL || find_when (&end, name)) {
      show_through (self, &end);
      g_array_append_val (ends, end);
    }
  }
  return ends;
}

static gboolean
are_references (GArray *ends)
{
  for (guint i = 0; i < ends->len; i++) {
    const SatField *field = g_array_index (ends, SatPathEnd, i).field;

    if (field != NULL && field->kind != SAT_KIND_REFERENCE)
      return FALSE;
  }
  return TRUE;
}

/* The records at the other end of the references @ends; @ends itself at the start of a path. */
static GArray *
follow (SatQuerySql *self, GArray *ends)
{
  GArray *places;

  if (g_array_index (ends, SatPathEnd, 0).field == NULL)
    return g_array_ref (ends);
  places = g_array_new (FALSE, TRUE, sizeof (SatPathEnd));
  for (guint i = 0; i < ends->len; i++)
    add_targets (self, &g_array_index (ends, SatPathEnd, i), places);
  return places;
}

static gboolean
set_unknown (const char *path, const char *name, const SatType *type, GError **error)
{
  if (g_str_equal (path, name))
    g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_UNKNOWN,
                 _ ("There is no field “%s” in “%s”"), name, type->name);
  else
    g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_UNKNOWN,
                 _ ("There is no field “%s” in “%s”, as “%s” asks for"), name, type->name, path);
  return FALSE;
}

/* Goes on from *@ends to the fields called @name. */
static gboolean
step (SatQuerySql *self, const char *path, const char *name, GArray **ends, GError **error)
{
  g_autoptr (GArray) places = NULL;
  GArray *next;

  if (!are_references (*ends)) {
    g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_UNKNOWN,
                 _ ("“%s” cannot be asked for: “%s” leads to no other record"), path,
                 g_array_index (*ends, SatPathEnd, 0).field->name);
    return FALSE;
  }
  places = follow (self, *ends);
  if (g_str_equal (name, "id") || g_str_equal (name, "title"))
    return TRUE;
  next = fields_at (self, places, name);
  g_array_unref (*ends);
  *ends = next;
  return next->len > 0 ||
         set_unknown (path, name, g_array_index (places, SatPathEnd, 0).type, error);
}

/* "id" and "title" after a reference are its own id and what it shows, so that an unresolved text
 * counts. */
static gboolean
end_path (GArray *ends, const char *path, gboolean further, const char *name, GError **error)
{
  gboolean is_id = g_str_equal (name, "id");

  if (!is_id && !g_str_equal (name, "title"))
    return TRUE;
  if (further) {
    g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_UNKNOWN,
                 _ ("“%s” cannot be asked for: “%s” leads to no other record"), path, name);
    return FALSE;
  }
  for (guint i = 0; i < ends->len; i++)
    if (is_id)
      g_array_index (ends, SatPathEnd, i).kind = SAT_PATH_ID;
  return TRUE;
}

/* Whoever asks for a field of the rows that are listed sorts or filters by it. */
static void
want_indexes (SatQuerySql *self, GArray *ends)
{
  for (guint i = 0; i < ends->len; i++) {
    const SatPathEnd *end = &g_array_index (ends, SatPathEnd, i);

    if (end->kind == SAT_PATH_FIELD && g_str_equal (end->alias, "t") &&
        self->reader->store != NULL && !self->reader->past)
      sat_store_want_index (self->reader->store, end->field);
  }
}

GArray *
sat_query_sql_resolve (SatQuerySql *self, const char *path, GError **error)
{
  g_auto (GStrv) names = g_strsplit (path, ".", -1);
  g_autoptr (GArray) ends = g_array_new (FALSE, TRUE, sizeof (SatPathEnd));
  SatPathEnd start = {.kind = SAT_PATH_TITLE, .type = self->type, .alias = "t"};

  if (names[0] == NULL) {
    g_set_error_literal (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_UNKNOWN,
                         _ ("A filter or an order needs the name of a field"));
    return NULL;
  }
  g_array_append_val (ends, start);
  for (guint i = 0; names[i] != NULL; i++)
    if (!step (self, path, names[i], &ends, error) ||
        !end_path (ends, path, names[i + 1] != NULL, names[i], error))
      return NULL;
  want_indexes (self, ends);
  return g_steal_pointer (&ends);
}

/* The field that holds the currency of @end: in the same row, or "reference.field". */
const char *
sat_query_sql_currency (SatQuerySql *self, const SatPathEnd *end)
{
  g_auto (GStrv) names = NULL;
  const SatField *field;
  const SatType *target;

  if (end->field->currency == NULL)
    return NULL;
  names = g_strsplit (end->field->currency, ".", 2);
  field = sat_type_field (end->type, names[0]);
  if (field == NULL)
    return NULL;
  if (names[1] == NULL)
    return sat_query_sql_piece (self, "%s.\"%s\"", end->alias, sat_schema_column (field));
  target = sat_registry_type (self->reader->registry, field->target);
  return sat_query_sql_piece (self, "%s.\"%s\"",
                              sat_query_sql_join (self, end->alias, field, target), names[1]);
}

/* How often the date moved on, as sat-reader-load.c counts it. */
static const char *
pushes (SatQuerySql *self, const SatPathEnd *end)
{
  const SatField *date = sat_type_field (end->type, "close_date");
  const char *now = sat_query_sql_piece (self, "%s.\"%s\"", end->alias, sat_schema_column (date));

  return sat_query_sql_piece (
      self,
      "CASE WHEN %s.id IS NOT NULL THEN ifnull ((SELECT sat_rises (d.value, %s) FROM (SELECT "
      "h.value"
      " FROM history AS h WHERE h.record = %s.id AND h.field = %u AND h.value IS NOT NULL"
      " AND h.fate <> 2 ORDER BY h.v_to, h.id) AS d), 0) END",
      end->alias, now, end->alias, date->number);
}

/* Noon in UTC falls on the same day in almost every zone. */
static const char *
start_or_due (SatQuerySql *self, const SatPathEnd *end)
{
  const char *start = sat_schema_column (end->field);
  const char *due = sat_schema_column (sat_type_field (end->type, "due"));

  return sat_query_sql_piece (self, "coalesce (%s.\"%s\", %s.\"%s\" * 86400000000 + 43200000000)",
                              end->alias, start, end->alias, due);
}

const char *
sat_query_sql_value (SatQuerySql *self, const SatPathEnd *end)
{
  if (end->or_due)
    return start_or_due (self, end);
  if (sat_reader_is_pushes (end->field))
    return pushes (self, end);
  return sat_query_sql_piece (self, "%s.\"%s\"", end->alias, sat_schema_column (end->field));
}
