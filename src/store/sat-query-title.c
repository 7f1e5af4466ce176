/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-query-sql.h"

#include "sat-reader-private.h"
#include "sat-schema.h"

#include <glib/gi18n-lib.h>

/* Titles and orders as SQL: the same as sat-title.c makes of a loaded record. */

/* A title that is made of other titles ends at some point, as in sat-reader-load.c. */
#define MAX_TITLE_DEPTH 3

static const char *
title_at (SatQuerySql *self, const SatType *type, const char *alias, guint depth);

static const char *
choice_label (SatQuerySql *self, const char *value, const SatField *field)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  if (field->choices == NULL || field->choices->name == NULL)
    return value;
  g_string_printf (sql, "CASE %s", value);
  for (const SatChoice *choice = field->choices; choice->name != NULL; choice++)
    g_string_append_printf (
        sql, " WHEN %s THEN %s", sat_query_sql_text_parameter (self, choice->name),
        sat_query_sql_text_parameter (self, sat_field_choice_label (field, choice->name)));
  return sat_query_sql_piece (self, "%s ELSE %s END", sql->str, value);
}

/* The title of what a reference leads to, else its unresolved text. */
static const char *
reference_title (SatQuerySql *self, const char *alias, const SatField *field, guint depth)
{
  g_auto (GStrv) names = g_strsplit (field->target, "|", -1);
  g_autoptr (GString) sql = g_string_new ("coalesce (");

  for (guint i = 0; names[i] != NULL && depth < MAX_TITLE_DEPTH; i++) {
    const SatType *target = sat_registry_type (self->reader->registry, names[i]);
    const char *inner = sat_query_sql_alias (self);

    if (target != NULL)
      g_string_append_printf (sql, "(SELECT %s FROM \"%s\" AS %s WHERE %s.id = %s.\"%s\"), ",
                              title_at (self, target, inner, depth + 1), target->name, inner, inner,
                              alias, sat_schema_column (field));
  }
  g_string_append_printf (sql, "%s.\"%s\", NULL)", alias, sat_schema_text_column (field));
  return sat_query_sql_piece (self, "%s", sql->str);
}

static const char *
through_title (SatQuerySql *self, const SatType *type, const char *alias, const SatField *field)
{
  const SatField *reference = sat_type_field (type, field->through);
  const char *inner = sat_query_sql_alias (self);

  return sat_query_sql_piece (self, "(SELECT %s.\"%s\" FROM \"%s\" AS %s WHERE %s.id = %s.\"%s\")",
                              inner, field->via, reference->target, inner, inner, alias,
                              sat_schema_column (reference));
}

static const char *
field_text (
    SatQuerySql *self, const SatType *type, const char *alias, const SatField *field, guint depth)
{
  const char *value;

  if (field->through != NULL)
    return through_title (self, type, alias, field);
  value = sat_query_sql_piece (self, "%s.\"%s\"", alias, sat_schema_column (field));
  switch (field->kind) {
  case SAT_KIND_REFERENCE:
    return reference_title (self, alias, field, depth);
  case SAT_KIND_CHOICE:
    return choice_label (self, value, field);
  case SAT_KIND_LONG_TEXT:
    return sat_query_sql_piece (self, "sat_first_line (%s)", value);
  case SAT_KIND_DATE:
    return sat_query_sql_piece (self, "date (%s * 86400, 'unixepoch')", value);
  default:
    return value;
  }
}

/* Several fields of one alternative, with single spaces between those that are not empty. */
static const char *
joined_texts (
    SatQuerySql *self, const SatType *type, const char *alias, GPtrArray *fields, guint depth)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  if (fields->len == 1)
    return field_text (self, type, alias, g_ptr_array_index (fields, 0), depth);
  if (sat_title_is_full_name (type, fields))
    return sat_query_sql_piece (
        self, "sat_full_name (%s, %s)",
        field_text (self, type, alias, g_ptr_array_index (fields, 0), depth),
        field_text (self, type, alias, g_ptr_array_index (fields, 1), depth));
  for (guint i = 0; i < fields->len; i++)
    g_string_append_printf (sql, "%sifnull (%s, '')", i > 0 ? " || ' ' || " : "",
                            field_text (self, type, alias, g_ptr_array_index (fields, i), depth));
  return sat_query_sql_piece (self, "nullif (trim (%s), '')", sql->str);
}

static const char *
title_at (SatQuerySql *self, const SatType *type, const char *alias, guint depth)
{
  GPtrArray *alternatives = sat_reader_get_plan (self->reader, type)->alternatives;
  g_autoptr (GString) sql = g_string_new (NULL);

  for (guint i = 0; i < alternatives->len; i++)
    g_string_append_printf (
        sql, "%s%s", i > 0 ? ", " : "",
        joined_texts (self, type, alias, g_ptr_array_index (alternatives, i), depth));
  if (alternatives->len == 1)
    return sat_query_sql_piece (self, "%s", sql->str);
  return sat_query_sql_piece (self, "coalesce (%s)", sql->str);
}

const char *
sat_query_sql_title (SatQuerySql *self, const SatType *type, const char *alias)
{
  return title_at (self, type, alias, 0);
}

/* Choices in the order in which they are defined: a stage's kind from open to lost. */
static const char *
choice_position (SatQuerySql *self, const char *value, const SatField *field)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  guint n = 0;

  if (field->choices == NULL || field->choices->name == NULL)
    return value;
  g_string_printf (sql, "CASE WHEN %s IS NOT NULL THEN CASE %s", value, value);
  for (; field->choices[n].name != NULL; n++)
    g_string_append_printf (sql, " WHEN %s THEN %u",
                            sat_query_sql_text_parameter (self, field->choices[n].name), n);
  return sat_query_sql_piece (self, "%s ELSE %u END END", sql->str, n);
}

/* By the joined records, which SQLite finds faster than by a subquery a row. */
static const char *
reference_order (SatQuerySql *self, const SatPathEnd *end)
{
  g_auto (GStrv) names = g_strsplit (end->field->target, "|", -1);
  g_autoptr (GString) sql = g_string_new ("coalesce (");

  for (guint i = 0; names[i] != NULL; i++) {
    const SatType *target = sat_registry_type (self->reader->registry, names[i]);

    if (target != NULL)
      g_string_append_printf (
          sql, "%s, ",
          title_at (self, target, sat_query_sql_join (self, end->alias, end->field, target), 1));
  }
  return sat_query_sql_piece (self, "%s%s.\"%s\", NULL)", sql->str, end->alias,
                              sat_schema_text_column (end->field));
}

/* The set's first member. */
static const char *
set_order (SatQuerySql *self, const SatPathEnd *end)
{
  const SatType *child = sat_registry_type (self->reader->registry, end->field->target);
  const SatField *parent = sat_reader_set_parent (child, end->type);
  const char *inner = sat_query_sql_alias (self);
  const char *title = title_at (self, child, inner, 1);

  return sat_query_sql_piece (self,
                              "(SELECT %s FROM \"%s\" AS %s WHERE %s.\"%s\" = %s.id"
                              " ORDER BY %s COLLATE SAT_TEXT LIMIT 1)",
                              title, child->name, inner, inner, sat_schema_column (parent),
                              end->alias, title);
}

static const char *
id_order (SatQuerySql *self, const SatPathEnd *end)
{
  const char *inner = sat_query_sql_alias (self);

  return sat_query_sql_piece (self, "(SELECT %s.uuid FROM record AS %s WHERE %s.id = %s.\"%s\")",
                              inner, inner, inner, end->alias,
                              end->field != NULL ? sat_schema_column (end->field) : "id");
}

static const char *
order_of (SatQuerySql *self, const SatPathEnd *end, gboolean *is_text)
{
  *is_text = end->kind != SAT_PATH_ID;
  if (end->kind == SAT_PATH_ID)
    return id_order (self, end);
  if (end->kind == SAT_PATH_TITLE)
    return title_at (self, end->type, end->alias, 0);
  switch (end->field->kind) {
  case SAT_KIND_REFERENCE:
    return reference_order (self, end);
  case SAT_KIND_SET:
    return set_order (self, end);
  case SAT_KIND_CHOICE:
    *is_text = end->field->choices == NULL;
    return choice_position (self, sat_query_sql_value (self, end), end->field);
  case SAT_KIND_TEXT:
  case SAT_KIND_LONG_TEXT:
  case SAT_KIND_CURRENCY:
  case SAT_KIND_JSON:
    return sat_query_sql_value (self, end);
  default:
    *is_text = FALSE;
    return sat_query_sql_value (self, end);
  }
}

const char *
sat_query_sql_sort_key (SatQuerySql *self, const char *path, gboolean *is_text, GError **error)
{
  g_autoptr (GArray) ends = sat_query_sql_resolve (self, path, error);
  g_autoptr (GString) sql = NULL;

  if (ends == NULL)
    return NULL;
  if (ends->len == 1)
    return order_of (self, &g_array_index (ends, SatPathEnd, 0), is_text);
  sql = g_string_new ("coalesce (");
  for (guint i = 0; i < ends->len; i++)
    g_string_append_printf (sql, "%s%s", i > 0 ? ", " : "",
                            order_of (self, &g_array_index (ends, SatPathEnd, i), is_text));
  return sat_query_sql_piece (self, "%s)", sql->str);
}

/* An index has the order, unless the whole table would be read along it, or something stands before
 * it: then sorting is quicker than going from place to place. */
static gboolean
follows_index (SatQuerySql *self, const char *path)
{
  const SatField *field = sat_type_field (self->type, path);

  return field != NULL && sat_field_is_stored (field) && self->order->len == 0 &&
         (!self->whole ||
          ((self->condition == NULL || self->many) && (field->flags & SAT_FIELD_INDEXED)));
}

/* Without an index the sort key of a text is made once, not folded at each comparison. Descending
 * order has the nulls last by itself. */
gboolean
sat_query_sql_add_sort (SatQuerySql *self, const char *path, gboolean descending, GError **error)
{
  const char *direction = descending ? "DESC" : "ASC NULLS LAST";
  gboolean is_text = FALSE;
  const char *key = sat_query_sql_sort_key (self, path, &is_text, error);

  if (key == NULL)
    return FALSE;
  if (follows_index (self, path))
    g_string_append_printf (self->order, "%s%s %s, ", key, is_text ? " COLLATE SAT_TEXT" : "",
                            direction);
  else
    g_string_append_printf (self->order, is_text ? "sat_sort_key (%s) %s, " : "+%s %s, ", key,
                            direction);
  return TRUE;
}
