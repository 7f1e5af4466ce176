/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-test-dump.h"

#include "sat-schema.h"
#include "sat-test-db.h"

#include <string.h>

static char *
column_text (SatStatement *statement, int column)
{
  return sat_statement_is_null (statement, column)
             ? NULL
             : g_strescape (sat_statement_text (statement, column), NULL);
}

static void
add_value (GPtrArray *lines, const SatField *field, const char *uuid, const char *value)
{
  if (value != NULL)
    g_ptr_array_add (lines,
                     g_strdup_printf ("%s %s %s=%s", field->type->name, uuid, field->name, value));
}

/* TRUE when the reader shows a past instant and this type differs from the present. */
static gboolean
is_overlaid (SatReader *reader, const SatType *type)
{
  g_autoptr (SatStatement) statement =
      sat_test_db_prepare (sat_reader_get_connection (reader),
                           "SELECT 1 FROM temp.sqlite_schema WHERE type = 'table' AND name = ?1");

  sat_statement_bind_text (statement, 1, type->name);
  return sat_test_db_step (statement);
}

static void
add_records (SatReader *reader, const SatType *type, gboolean roots, GPtrArray *lines)
{
  g_autoptr (GString) sql = g_string_new ("SELECT lower (hex (r.uuid)), r.root");
  g_autoptr (SatStatement) statement = NULL;

  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];

    if (!sat_field_is_stored (field))
      continue;
    g_string_append_printf (sql, ", t.\"%s\"", sat_schema_column (field));
    if (field->kind == SAT_KIND_REFERENCE)
      g_string_append_printf (sql, ", t.\"%s\"", sat_schema_text_column (field));
  }
  g_string_append_printf (sql, " FROM \"%s\" AS t JOIN record AS r ON r.id = t.id%s", type->name,
                          is_overlaid (reader, type) ? " WHERE t.as_of_kind = 1" : "");
  statement = sat_test_db_prepare (sat_reader_get_connection (reader), sql->str);
  while (sat_test_db_step (statement)) {
    const char *uuid = sat_statement_text (statement, 0);
    int column = 2;

    g_ptr_array_add (lines, g_strdup_printf ("%s %s", type->name, uuid));
    if (roots)
      g_ptr_array_add (lines, g_strdup_printf ("%s %s :root=%" G_GINT64_FORMAT, type->name, uuid,
                                               sat_statement_int (statement, 1)));
    for (guint i = 0; i < type->n_fields; i++) {
      const SatField *field = type->fields[i];
      g_autofree char *value = NULL;

      if (!sat_field_is_stored (field))
        continue;
      value = column_text (statement, column++);
      if (field->kind == SAT_KIND_REFERENCE) {
        if (value == NULL)
          value = column_text (statement, column);
        column++;
      }
      add_value (lines, field, uuid, value);
    }
  }
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* (transfer full) @lines */
static char *
join (GPtrArray *lines)
{
  char *text;

  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  text = g_strjoinv ("\n", (char **)lines->pdata);
  g_ptr_array_unref (lines);
  return text;
}

char *
sat_test_dump (SatReader *reader)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  guint n_types;
  const SatType *const *types = sat_registry_types (sat_reader_get_registry (reader), &n_types);

  for (guint i = 0; i < n_types; i++)
    add_records (reader, types[i], TRUE, lines);
  return join (lines);
}

char *
sat_test_dump_type (SatReader *reader, const SatType *type)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

  add_records (reader, type, FALSE, lines);
  return join (lines);
}

/* The life of one record that covers the instant. */
typedef struct {
  gint64 id;
  char *uuid;
  gboolean existed, goes_on;
  gint64 from, end;
} Life;

static void
find_life (SatReader *reader, Life *life, gboolean deleted, gint64 created, gint64 limit)
{
  g_autoptr (SatStatement) statement =
      sat_test_db_prepare (sat_reader_get_connection (reader),
                           "SELECT v_from, v_to FROM history WHERE record = ?1 AND field = 0"
                           " AND v_from <= ?2 AND v_to > ?2");

  sat_statement_bind_int (statement, 1, life->id);
  sat_statement_bind_int (statement, 2, limit);
  if (sat_test_db_step (statement)) {
    life->existed = TRUE;
    life->from = sat_statement_int (statement, 0);
    life->end = sat_statement_int (statement, 1);
    g_assert_false (sat_test_db_step (statement)); /* lives do not overlap */
  } else if (!deleted && created <= limit) {
    life->existed = life->goes_on = TRUE;
    life->from = created;
    life->end = G_MAXINT64;
  }
}

static void
fold_field (
    SatReader *reader, const Life *life, const SatField *field, gint64 limit, GPtrArray *lines)
{
  g_autoptr (SatStatement) statement =
      sat_test_db_prepare (sat_reader_get_connection (reader),
                           "SELECT value, v_from FROM history WHERE record = ?1 AND field = ?2"
                           " AND v_to > ?3 AND v_to <= ?4 ORDER BY v_to, id LIMIT 1");
  g_autofree char *value = NULL;

  sat_statement_bind_int (statement, 1, life->id);
  sat_statement_bind_int (statement, 2, field->number);
  sat_statement_bind_int (statement, 3, limit);
  sat_statement_bind_int (statement, 4, life->end);
  if (sat_test_db_step (statement)) {
    value = column_text (statement, 0);
    /* A member of a group has the version of the whole group, which may be later. */
    if (field->group == 0)
      g_assert_cmpint (sat_statement_int (statement, 1), <=, limit);
    g_assert_cmpint (sat_statement_int (statement, 1), >=, life->from);
  } else if (life->goes_on) {
    g_autofree char *sql = NULL;
    g_autoptr (SatStatement) now = NULL;

    sql = field->kind == SAT_KIND_REFERENCE
              ? g_strdup_printf ("SELECT coalesce (\"%s\", \"%s\") FROM \"%s\" WHERE id = ?1",
                                 sat_schema_column (field), sat_schema_text_column (field),
                                 field->type->name)
              : g_strdup_printf ("SELECT \"%s\" FROM \"%s\" WHERE id = ?1",
                                 sat_schema_column (field), field->type->name);
    now = sat_test_db_prepare (sat_reader_get_connection (reader), sql);
    sat_statement_bind_int (now, 1, life->id);
    g_assert_true (sat_test_db_step (now));
    value = column_text (now, 0);
  }
  add_value (lines, field, life->uuid, value);
}

char *
sat_test_fold_type (SatReader *reader, const SatType *type, SatHlc limit)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SatStatement) statement = sat_test_db_prepare (
      sat_reader_get_connection (reader),
      "SELECT id, lower (hex (uuid)), deleted, sat_created (versions) FROM record"
      " WHERE type = ?1");

  sat_statement_bind_int (statement, 1, type->number);
  while (sat_test_db_step (statement)) {
    g_autofree char *uuid = g_strdup (sat_statement_text (statement, 1));
    Life life = {.id = sat_statement_int (statement, 0), .uuid = uuid};

    find_life (reader, &life, sat_statement_int (statement, 2) != 0,
               sat_statement_int (statement, 3), (gint64)limit);
    if (!life.existed)
      continue;
    g_ptr_array_add (lines, g_strdup_printf ("%s %s", type->name, uuid));
    for (guint i = 0; i < type->n_fields; i++)
      if (sat_field_is_stored (type->fields[i]))
        fold_field (reader, &life, type->fields[i], (gint64)limit, lines);
  }
  return join (lines);
}

char *
sat_test_dump_difference (const char *a, const char *b)
{
  g_auto (GStrv) first = g_strsplit (a, "\n", -1);
  g_auto (GStrv) second = g_strsplit (b, "\n", -1);
  GString *text = g_string_new (NULL);
  guint i = 0, k = 0, n = 0;

  while ((first[i] != NULL || second[k] != NULL) && n < 20) {
    int order = first[i] == NULL ? 1 : second[k] == NULL ? -1 : strcmp (first[i], second[k]);

    if (order == 0) {
      i++;
      k++;
      continue;
    }
    n++;
    g_string_append_printf (text, "\n%c %s", order < 0 ? '-' : '+',
                            order < 0 ? first[i++] : second[k++]);
  }
  return g_string_free (text, FALSE);
}
