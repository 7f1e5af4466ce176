/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-test-check.h"

#include "sat-schema.h"
#include "sat-test-db.h"
#include "sat-verify.h"
#include "sat-writer.h"

/* @sql must find nothing; what it finds is shown. */
static void
check_none (SatReader *reader, const char *what, const char *sql)
{
  g_autoptr (SatStatement) statement =
      sat_test_db_prepare (sat_reader_get_connection (reader), sql);

  if (!sat_test_db_step (statement))
    return;
  for (int i = 0; i < sat_statement_n_columns (statement); i++)
    g_test_message ("%d: %s", i,
                    sat_statement_is_null (statement, i) ? "NULL"
                                                         : sat_statement_text (statement, i));
  g_error ("%s", what);
}

void
sat_test_check_file (SatReader *reader)
{
  g_autoptr (SatStatement) statement =
      sat_test_db_prepare (sat_reader_get_connection (reader), "PRAGMA quick_check");

  g_assert_true (sat_test_db_step (statement));
  g_assert_cmpstr (sat_statement_text (statement, 0), ==, "ok");
  check_none (reader, "a reference leads nowhere", "PRAGMA foreign_key_check");
}

void
sat_test_check_verify (SatReader *reader)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) checks = sat_verify (reader, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (checks->len, >, 0);
  for (guint i = 0; i < checks->len; i++) {
    const SatCheck *check = checks->pdata[i];

    if (!check->ok)
      g_error ("%s: %s", check->name, check->detail);
  }
}

static void
check_rows (SatReader *reader, const SatType *type)
{
  g_autofree char *rows = g_strdup_printf (
      "SELECT r.id, r.deleted, t.id FROM record AS r LEFT JOIN \"%s\" AS t ON t.id = r.id"
      " WHERE r.type = %u AND (t.id IS NULL) <> r.deleted",
      type->name, type->number);
  g_autofree char *strangers =
      g_strdup_printf ("SELECT t.id, r.type FROM \"%s\" AS t LEFT JOIN record AS r ON r.id = t.id"
                       " WHERE r.type IS NOT %u OR r.deleted",
                       type->name, type->number);

  check_none (reader, "a record without its row, or a deleted one with it", rows);
  check_none (reader, "a row of a record of another type", strangers);
}

static void
check_roots (SatReader *reader, const SatType *type)
{
  g_autoptr (GString) sql = g_string_new ("SELECT t.id, r.root");
  g_autoptr (GString) first = g_string_new (NULL);

  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i]->flags & SAT_FIELD_PARENT)
      g_string_append_printf (first, "t.\"%s\", ", sat_schema_column (type->fields[i]));
  g_string_append_printf (sql,
                          " FROM \"%s\" AS t JOIN record AS r ON r.id = t.id LEFT JOIN record AS p"
                          " ON p.id = coalesce (%sNULL, NULL) WHERE r.root IS NOT"
                          " coalesce (p.root, p.id, r.id)",
                          type->name, first->str);
  check_none (reader, "a root that the parents do not lead to", sql->str);
}

static void
check_lookup (SatReader *reader, const SatField *field)
{
  g_autofree char *missing = g_strdup_printf (
      "SELECT t.id, t.\"%s\" FROM \"%s\" AS t WHERE t.\"%s\" IS NOT NULL AND NOT EXISTS (SELECT 1"
      " FROM lookup AS l WHERE l.type = %u AND l.field = %u AND l.id = t.id"
      " AND l.folded = sat_fold (t.\"%s\"))",
      field->name, field->type->name, field->name, field->type->number, field->number, field->name);
  g_autofree char *stale = g_strdup_printf (
      "SELECT l.id, l.folded FROM lookup AS l WHERE l.type = %u AND l.field = %u AND NOT EXISTS"
      " (SELECT 1 FROM \"%s\" AS t WHERE t.id = l.id AND sat_fold (t.\"%s\") = l.folded)",
      field->type->number, field->number, field->type->name, field->name);

  check_none (reader, "a unique value that cannot be looked up", missing);
  check_none (reader, "a look-up of what is not there", stale);
}

static void
check_order (SatReader *reader)
{
  check_none (reader, "a value that ended before it began",
              "SELECT id, v_from, v_to FROM history WHERE v_to <= v_from");
  check_none (reader, "a life that began before the one before it had ended",
              "SELECT h.record, h.v_to FROM history AS h JOIN record AS r ON r.id = h.record"
              " WHERE h.field = 0 AND r.deleted = 0 AND h.v_to >= sat_created (r.versions)");
  check_none (reader, "history outside the range of its change",
              "SELECT h.id, c.id FROM history AS h JOIN change AS c ON c.id = h.change"
              " WHERE c.history_first IS NULL OR h.id NOT BETWEEN c.history_first AND"
              " c.history_last OR h.v_to NOT BETWEEN c.hlc AND c.hlc_last");
  check_none (reader, "a record that no change has created",
              "SELECT r.id FROM record AS r WHERE r.type <> 0 AND NOT EXISTS"
              " (SELECT 1 FROM change_created AS c WHERE r.id BETWEEN c.first AND c.last)");
  check_none (reader, "an undo that does not undo what it is said to",
              "SELECT c.id, u.id FROM change AS c JOIN change AS u ON u.id = c.undone_by"
              " WHERE u.undoes IS NOT coalesce (c.undoes, c.id) OR u.id < c.id");
  check_none (reader, "a change of the user's that undoes another",
              "SELECT id, kind, undoes FROM change WHERE (undoes IS NULL) = (kind IN (3, 4))");
}

void
sat_test_check_store (SatReader *reader)
{
  guint n_types;
  const SatType *const *types = sat_registry_types (sat_reader_get_registry (reader), &n_types);

  for (guint t = 0; t < n_types; t++) {
    check_rows (reader, types[t]);
    check_roots (reader, types[t]);
    for (guint i = 0; i < types[t]->n_fields; i++)
      if (types[t]->fields[i]->flags & SAT_FIELD_UNIQUE)
        check_lookup (reader, types[t]->fields[i]);
  }
  check_order (reader);
}

/* The numbers in an entry's list of fields. */
static GHashTable *
read_fields (const SatType *type, const guint8 *data, gsize length)
{
  GHashTable *numbers = g_hash_table_new (NULL, NULL);

  g_assert_cmpuint (length % 2, ==, 0);
  for (gsize i = 0; i < length; i += 2) {
    guint number = (guint)data[i] << 8 | data[i + 1];
    const SatField *field = sat_type_field_by_number (type, (guint16)number);

    /* The definition of a custom field may be gone. */
    g_assert_true (number >= SAT_FIELD_FIRST_CUSTOM ||
                   (field != NULL && sat_field_is_stored (field)));
    g_assert_true (g_hash_table_add (numbers, GUINT_TO_POINTER (number)));
  }
  return numbers;
}

static void
check_groups (const SatType *type, GHashTable *numbers)
{
  for (guint i = 0; i < type->n_fields; i++)
    for (guint k = 0; k < type->n_fields; k++)
      if (type->fields[i]->group != 0 && type->fields[i]->group == type->fields[k]->group)
        g_assert_cmpint (
            g_hash_table_contains (numbers, GUINT_TO_POINTER ((guint)type->fields[i]->number)), ==,
            g_hash_table_contains (numbers, GUINT_TO_POINTER ((guint)type->fields[k]->number)));
}

/* Adds the entry's fields to those that the change has written of the record, under
 * "change record field". */
static void
read_entry (SatReader *reader, SatStatement *entry, GHashTable *written)
{
  const SatType *type = sat_registry_type_by_number (sat_reader_get_registry (reader),
                                                     (guint16)sat_statement_int (entry, 2));
  gsize length, n_bases;
  const guint8 *fields = sat_statement_blob (entry, 4, &length);
  const guint8 *bases = sat_statement_blob (entry, 5, &n_bases);
  g_autoptr (GHashTable) numbers = NULL;
  GHashTableIter iter;
  gpointer number;

  g_assert_nonnull (type);
  if (fields == NULL) {
    g_assert_null (bases);
    return;
  }
  g_assert_cmpint (sat_statement_int (entry, 3), ==, SAT_WRITE_PUT);
  if (bases != NULL)
    g_assert_cmpuint (n_bases, ==, length / 2 * 12);
  numbers = read_fields (type, fields, length);
  check_groups (type, numbers);
  g_hash_table_iter_init (&iter, numbers);
  while (g_hash_table_iter_next (&iter, &number, NULL))
    g_hash_table_add (written,
                      g_strdup_printf ("%s %s %u", sat_statement_text (entry, 0),
                                       sat_statement_text (entry, 1), GPOINTER_TO_UINT (number)));
}

static void
check_history_is_sent (SatReader *reader, GHashTable *written)
{
  g_autoptr (SatStatement) statement =
      sat_test_db_prepare (sat_reader_get_connection (reader),
                           "SELECT change, record, field FROM history WHERE fate = 1");

  while (sat_test_db_step (statement)) {
    g_autofree char *key =
        g_strdup_printf ("%s %s %s", sat_statement_text (statement, 0),
                         sat_statement_text (statement, 1), sat_statement_text (statement, 2));

    if (!g_hash_table_contains (written, key))
      g_error ("%s is in history, but not in the outbox", key);
  }
  check_none (reader, "a deletion that is not sent",
              "SELECT h.change, h.record FROM history AS h WHERE h.field = 0 AND NOT EXISTS"
              " (SELECT 1 FROM outbox AS o WHERE o.change = h.change AND o.record = h.record"
              "  AND o.op = 1)");
  check_none (reader, "more or fewer deletions sent than made",
              "SELECT sent, made FROM (SELECT (SELECT count(*) FROM outbox WHERE op = 1) AS sent,"
              " (SELECT count(*) FROM history WHERE field = 0) AS made) WHERE sent <> made");
  check_none (reader, "a record whose creation is not sent",
              "SELECT r.id FROM record AS r WHERE r.type <> 0 AND NOT EXISTS"
              " (SELECT 1 FROM outbox AS o WHERE o.record = r.id AND o.fields IS NULL)");
}

void
sat_test_check_outbox (SatReader *reader, gboolean joined)
{
  g_autoptr (GHashTable) written = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (SatStatement) entry = NULL;

  if (!joined) {
    check_none (reader, "an outbox without a server", "SELECT n FROM outbox");
    return;
  }
  entry =
      sat_test_db_prepare (sat_reader_get_connection (reader),
                           "SELECT o.change, o.record, r.type, o.op, o.fields, o.bases"
                           " FROM outbox AS o JOIN record AS r ON r.id = o.record ORDER BY o.n");
  while (sat_test_db_step (entry))
    read_entry (reader, entry, written);
  check_history_is_sent (reader, written);
}
