/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

#include "sat-reader-private.h"
#include "sat-schema.h"
#include "sat-sql-functions.h"

StoreFixture *
store_fixture_new (void)
{
  StoreFixture *self = g_new0 (StoreFixture, 1);
  g_autoptr (GError) error = NULL;

  self->dir = sat_test_dir_new ();
  self->path = sat_test_dir_file (self->dir, "test.db");
  self->registry = sat_registry_new ();
  self->connection = sat_connection_open (self->path, SAT_OPEN_CREATE, &error);
  g_assert_no_error (error);
  g_assert_true (sat_sql_functions_register (self->connection, &error));
  sat_schema_apply (self->connection, self->registry, &error);
  g_assert_no_error (error);
  self->reader = sat_reader_new (NULL, self->connection);
  sat_reader_set_registry (self->reader, self->registry);
  self->now = G_GINT64_CONSTANT (1500000000) * G_USEC_PER_SEC;
  return self;
}

void
store_fixture_free (StoreFixture *self)
{
  sat_reader_unref (self->reader);
  sat_connection_unref (self->connection);
  sat_registry_unref (self->registry);
  g_free (self->path);
  sat_test_dir_free (self->dir);
  g_free (self);
}

const SatType *
store_fixture_type (StoreFixture *self, const char *name)
{
  const SatType *type = sat_registry_type (self->registry, name);

  g_assert_nonnull (type);
  return type;
}

static void
write_field (StoreFixture *self, const SatType *type, gint64 id, const char *assignment)
{
  g_auto (GStrv) parts = g_strsplit (assignment, "=", 2);
  const SatField *field = sat_type_field (type, parts[0]);
  g_auto (SatValue) value = SAT_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (SatStatement) statement = NULL;
  g_autofree char *sql = NULL;
  const char *column;

  g_assert_nonnull (field);
  column = sat_schema_column (field);
  if (field->kind == SAT_KIND_REFERENCE && parts[1][0] == '#')
    value = sat_value_int (g_ascii_strtoll (parts[1] + 1, NULL, 10));
  else if (field->kind == SAT_KIND_REFERENCE)
    value = sat_value_text (parts[1]);
  else
    sat_field_parse (field, parts[1], "USD", &value, &error);
  g_assert_no_error (error);
  if (field->kind == SAT_KIND_REFERENCE)
    sql = g_strdup_printf ("UPDATE \"%s\" SET \"%s\" = ?1, \"%s\" = ?2 WHERE id = ?3", type->name,
                           column, sat_schema_text_column (field));
  else
    sql = g_strdup_printf ("UPDATE \"%s\" SET \"%s\" = ifnull (?1, ?2) WHERE id = ?3", type->name,
                           column);
  statement = sat_statement_cached (self->connection, sql, &error);
  g_assert_no_error (error);
  if (value.type == SAT_VALUE_INTEGER)
    sat_statement_bind_int (statement, 1, value.integer);
  sat_statement_bind_text (statement, 2, value.text);
  sat_statement_bind_int (statement, 3, id);
  g_assert_true (sat_statement_run (statement, &error));
  if (field->flags & SAT_FIELD_UNIQUE) {
    g_autoptr (SatStatement) lookup = sat_statement_cached (
        self->connection, "INSERT INTO lookup VALUES (?1, ?2, sat_fold (?3), ?4)", &error);

    sat_statement_bind_int (lookup, 1, type->number);
    sat_statement_bind_int (lookup, 2, field->number);
    sat_statement_bind_text (lookup, 3, value.text);
    sat_statement_bind_int (lookup, 4, id);
    g_assert_true (sat_statement_run (lookup, &error));
  }
}

static gint64
insert_rows (StoreFixture *self, const SatType *type)
{
  SatUuid uuid = sat_uuid_new (self->now / 1000);
  g_autoptr (SatVersions) versions =
      sat_versions_new ((SatVersion){sat_hlc_from_us (self->now), 0});
  g_autoptr (GBytes) blob = sat_versions_encode (versions);
  g_autoptr (GError) error = NULL;
  g_autoptr (SatStatement) record = NULL;
  g_autoptr (SatStatement) row = NULL;
  g_autofree char *sql = g_strdup_printf ("INSERT INTO \"%s\" (id) VALUES (?1)", type->name);
  gint64 id;

  self->now += G_USEC_PER_SEC;
  record = sat_statement_cached (
      self->connection, "INSERT INTO record (uuid, type, versions) VALUES (?1, ?2, ?3)", &error);
  sat_statement_bind_blob (record, 1, uuid.bytes, sizeof uuid.bytes);
  sat_statement_bind_int (record, 2, type->number);
  sat_statement_bind_blob (record, 3, g_bytes_get_data (blob, NULL), g_bytes_get_size (blob));
  g_assert_true (sat_statement_run (record, &error));
  id = sat_connection_last_insert_id (self->connection);
  row = sat_statement_cached (self->connection, sql, &error);
  sat_statement_bind_int (row, 1, id);
  g_assert_true (sat_statement_run (row, &error));
  return id;
}

gint64
store_fixture_add (StoreFixture *self, const char *type_name, ...)
{
  const SatType *type = store_fixture_type (self, type_name);
  gint64 id = insert_rows (self, type);
  const char *assignment;
  va_list assignments;

  va_start (assignments, type_name);
  while ((assignment = va_arg (assignments, const char *)) != NULL)
    write_field (self, type, id, assignment);
  va_end (assignments);
  return id;
}

void
store_fixture_set (StoreFixture *self, gint64 id, ...)
{
  const SatType *type = NULL;
  const char *assignment;
  va_list assignments;

  g_assert_true (sat_reader_identify (self->reader, id, NULL, &type, NULL, NULL));
  va_start (assignments, id);
  while ((assignment = va_arg (assignments, const char *)) != NULL)
    write_field (self, type, id, assignment);
  va_end (assignments);
}

void
store_fixture_delete (StoreFixture *self, gint64 id)
{
  const SatType *type = NULL;
  g_autofree char *sql = NULL;

  g_assert_true (sat_reader_identify (self->reader, id, NULL, &type, NULL, NULL));
  sql = g_strdup_printf ("DELETE FROM \"%s\" WHERE id = %" G_GINT64_FORMAT
                         "; UPDATE record SET deleted = 1 WHERE id = %" G_GINT64_FORMAT,
                         type->name, id, id);
  g_assert_true (sat_connection_exec (self->connection, sql, NULL));
}

char *
store_fixture_text (StoreFixture *self, gint64 id, const char *field_name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatRecord) record = sat_reader_load (self->reader, id, &error);
  const SatField *field;
  char *text;

  g_assert_no_error (error);
  field = sat_type_field (sat_record_get_record_type (record), field_name);
  g_assert_nonnull (field);
  if (field->kind == SAT_KIND_REFERENCE)
    return g_strdup (sat_record_get_reference_title (record, field));
  text = sat_field_to_string (field, sat_record_get (record, field),
                              sat_reader_currency (self->reader, record, field));
  return text != NULL ? text : g_strdup ("");
}
