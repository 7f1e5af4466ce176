/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-query-sql.h"

#include "sat-reader-private.h"
#include "sat-schema.h"

#include <glib/gi18n-lib.h>

/* Deeper filters are nobody's, and would exhaust what SQLite takes. */
#define MAX_DEPTH 60

SatQuerySql *
sat_query_sql_new (SatReader *reader, const SatType *type)
{
  SatQuerySql *self = g_new0 (SatQuerySql, 1);

  self->reader = sat_reader_ref (reader);
  self->type = type;
  self->texts = g_string_chunk_new (1024);
  self->joins = g_string_new (NULL);
  self->joined = g_hash_table_new (g_str_hash, g_str_equal);
  self->parameters = g_array_new (FALSE, FALSE, sizeof (SatValue));
  g_array_set_clear_func (self->parameters, (GDestroyNotify)sat_value_clear);
  self->order = g_string_new (NULL);
  return self;
}

void
sat_query_sql_free (SatQuerySql *self)
{
  sat_reader_unref (self->reader);
  g_hash_table_unref (self->joined);
  g_string_free (self->joins, TRUE);
  g_string_free (self->order, TRUE);
  g_array_unref (self->parameters);
  g_string_chunk_free (self->texts);
  g_free (self);
}

const char *
sat_query_sql_piece (SatQuerySql *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list values;

  va_start (values, format);
  text = g_strdup_vprintf (format, values);
  va_end (values);
  return g_string_chunk_insert (self->texts, text);
}

static const char *
add_parameter (SatQuerySql *self, SatValue value)
{
  g_array_append_val (self->parameters, value);
  return sat_query_sql_piece (self, "?%u", self->parameters->len);
}

const char *
sat_query_sql_text_parameter (SatQuerySql *self, const char *text)
{
  return add_parameter (self, (SatValue){SAT_VALUE_TEXT, 0, g_strdup (text)});
}

const char *
sat_query_sql_int_parameter (SatQuerySql *self, gint64 number)
{
  return add_parameter (self, sat_value_int (number));
}

const char *
sat_query_sql_ids_parameter (SatQuerySql *self, GArray *ids)
{
  g_autoptr (GString) text = g_string_new ("[");

  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "",
                            g_array_index (ids, gint64, i));
  g_string_append_c (text, ']');
  return sat_query_sql_text_parameter (self, text->str);
}

const char *
sat_query_sql_alias (SatQuerySql *self)
{
  return sat_query_sql_piece (self, "a%u", ++self->n_aliases);
}

/* As a balanced tree, because SQLite counts how deep an expression is. */
static const char *
combine_range (SatQuerySql *self, GPtrArray *conditions, guint first, guint n, const char *operator)
{
  if (n == 1)
    return g_ptr_array_index (conditions, first);
  return sat_query_sql_piece (self, "(%s %s %s)",
                              combine_range (self, conditions, first, n / 2, operator), operator,
                              combine_range (self, conditions, first + n / 2, n - n / 2, operator));
}

const char *
sat_query_sql_combine (SatQuerySql *self, GPtrArray *conditions, const char *operator)
{
  if (conditions->len == 0)
    return g_str_equal (operator, "AND") ? "1" : "0";
  return combine_range (self, conditions, 0, conditions->len, operator);
}

/* NOT asks for what the inner condition does not say of a record, empty fields included, while
 * SQL's own NOT leaves those out. */
static const char *
compile_filter (SatQuerySql *self, const SatFilter *filter, guint depth, GError **error)
{
  SatFilterNode node = sat_filter_get_node (filter);
  g_autoptr (GPtrArray) conditions = NULL;

  if (node == SAT_FILTER_TEST)
    return sat_query_test_compile (self, filter, error);
  if (depth == MAX_DEPTH) {
    g_set_error_literal (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID,
                         _ ("The filter is nested too deeply"));
    return NULL;
  }
  conditions = g_ptr_array_new ();
  for (gsize i = 0; i < sat_filter_get_n_children (filter); i++) {
    const char *condition =
        compile_filter (self, sat_filter_get_child (filter, i), depth + 1, error);

    if (condition == NULL)
      return NULL;
    g_ptr_array_add (conditions, (gpointer)condition);
  }
  if (node == SAT_FILTER_NOT)
    return sat_query_sql_piece (self, "NOT ((%s) IS TRUE)",
                                (const char *)g_ptr_array_index (conditions, 0));
  return sat_query_sql_combine (self, conditions, node == SAT_FILTER_ALL ? "AND" : "OR");
}

void
sat_query_sql_add_condition (SatQuerySql *self, const char *condition)
{
  self->condition = self->condition == NULL
                        ? sat_query_sql_piece (self, "%s", condition)
                        : sat_query_sql_piece (self, "%s AND %s", self->condition, condition);
}

gboolean
sat_query_sql_add_filter (SatQuerySql *self, const SatFilter *filter, GError **error)
{
  const char *condition = compile_filter (self, filter, 0, error);

  if (condition != NULL)
    sat_query_sql_add_condition (self, condition);
  return condition != NULL;
}

static void
bind_all (SatQuerySql *self, SatStatement *statement)
{
  for (guint i = 0; i < self->parameters->len; i++) {
    const SatValue *value = &g_array_index (self->parameters, SatValue, i);

    if (value->type == SAT_VALUE_INTEGER)
      sat_statement_bind_int (statement, (int)i + 1, value->integer);
    else
      sat_statement_bind_text (statement, (int)i + 1, value->text);
  }
}

void
sat_query_sql_add_ties (SatQuerySql *self, gboolean public_ties, gboolean descending)
{
  if (public_ties)
    g_string_append_printf (self->joins, " JOIN record AS r ON r.id = t.id");
  g_string_append (self->order, public_ties ? "r.uuid, " : descending ? "t.id DESC, " : "t.id, ");
}

char *
sat_query_sql_text (SatQuerySql *self, const char *columns, guint limit)
{
  GString *sql = g_string_new (NULL);

  g_string_printf (sql, "SELECT %s FROM \"%s\" AS t%s%s", columns, self->type->name,
                   self->unindexed ? " NOT INDEXED" : "", self->joins->str);
  if (self->condition != NULL)
    g_string_append_printf (sql, " WHERE %s", self->condition);
  if (self->order->len > 0)
    g_string_append_printf (sql, " ORDER BY %.*s", (int)self->order->len - 2, self->order->str);
  if (limit > 0)
    g_string_append_printf (sql, " LIMIT %u", limit);
  return g_string_free (sql, FALSE);
}

SatStatement *
sat_query_sql_prepare (SatQuerySql *self, const char *columns, guint limit, GError **error)
{
  g_autofree char *sql = sat_query_sql_text (self, columns, limit);
  SatStatement *statement = sat_statement_cached (self->reader->connection, sql, error);

  if (statement != NULL)
    bind_all (self, statement);
  return statement;
}
