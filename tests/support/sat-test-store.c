/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-test-store.h"

#include "sat-test-dump.h"

#define SECOND G_USEC_PER_SEC

SatTestStore *
sat_test_store_new_with_registry (SatStoreFlags flags, SatRegistry *registry)
{
  SatTestStore *self = g_new0 (SatTestStore, 1);
  g_autoptr (GError) error = NULL;

  self->dir = sat_test_dir_new ();
  self->path = sat_test_dir_file (self->dir, "test.db");
  self->clock = sat_clock_fake_new (SAT_TEST_STORE_NOW);
  self->store =
      sat_store_open (self->path, flags | SAT_STORE_CREATE, registry, self->clock, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->store);
  return self;
}

SatTestStore *
sat_test_store_new (SatStoreFlags flags)
{
  return sat_test_store_new_with_registry (flags, NULL);
}

void
sat_test_store_free (SatTestStore *self)
{
  if (self->store != NULL)
    sat_store_close (self->store);
  g_clear_object (&self->store);
  sat_clock_unref (self->clock);
  g_clear_pointer (&self->registry, sat_registry_unref);
  g_free (self->path);
  sat_test_dir_free (self->dir);
  g_free (self);
}

void
sat_test_store_reopen (SatTestStore *self)
{
  g_autoptr (GError) error = NULL;

  sat_store_close (self->store);
  g_clear_object (&self->store);
  self->store = sat_store_open (self->path, SAT_STORE_DEFAULT, self->registry, self->clock, &error);
  g_assert_no_error (error);
}

void
sat_test_store_reopen_with (SatTestStore *self, SatRegistry *registry)
{
  sat_registry_ref (registry);
  g_clear_pointer (&self->registry, sat_registry_unref);
  self->registry = registry;
  sat_test_store_reopen (self);
}

SatReader *
sat_test_store_reader (SatTestStore *self)
{
  g_autoptr (GError) error = NULL;
  SatReader *reader = sat_store_get_reader (self->store, &error);

  g_assert_no_error (error);
  return reader;
}

typedef struct {
  SatEntry *entry;
  gint64 id;
} Apply;

static gboolean
apply_cb (SatWriter *writer, gpointer data, GError **error)
{
  Apply *apply = data;

  return sat_entry_apply (apply->entry, writer, SAT_ORIGIN_LOCAL, TRUE, &apply->id, error);
}

static gboolean
apply (SatTestStore *self, SatEntry *entry, gint64 *id, GError **error)
{
  Apply data = {entry, 0};
  gboolean ok;

  sat_clock_fake_advance (self->clock, SECOND);
  ok = sat_store_write (self->store, SAT_CHANGE_EDIT, "edit", apply_cb, &data, NULL, error);
  if (id != NULL)
    *id = data.id;
  return ok;
}

static void
fill (SatEntry *entry, va_list args)
{
  const char *field;
  g_autoptr (GError) error = NULL;

  while ((field = va_arg (args, const char *)) != NULL) {
    sat_entry_set (entry, field, va_arg (args, const char *), &error);
    g_assert_no_error (error);
  }
}

gint64
sat_test_store_add (SatTestStore *self, const char *type_name, ...)
{
  g_autoptr (SatRegistry) registry = sat_store_ref_registry (self->store);
  g_autoptr (SatEntry) entry = sat_entry_new (sat_registry_type (registry, type_name), 0);
  g_autoptr (GError) error = NULL;
  gint64 id = 0;
  va_list args;

  va_start (args, type_name);
  fill (entry, args);
  va_end (args);
  apply (self, entry, &id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);
  return id;
}

static const SatType *
type_of (SatTestStore *self, gint64 id)
{
  const SatType *type = NULL;

  g_assert_true (sat_reader_identify (sat_test_store_reader (self), id, NULL, &type, NULL, NULL));
  g_assert_nonnull (type);
  return type;
}

void
sat_test_store_set (SatTestStore *self, gint64 id, ...)
{
  g_autoptr (SatEntry) entry = sat_entry_new (type_of (self, id), id);
  g_autoptr (GError) error = NULL;
  va_list args;

  va_start (args, id);
  fill (entry, args);
  va_end (args);
  apply (self, entry, NULL, &error);
  g_assert_no_error (error);
}

gboolean
sat_test_store_try_set (
    SatTestStore *self, gint64 id, const char *field, const char *text, GError **error)
{
  g_autoptr (SatEntry) entry = sat_entry_new (type_of (self, id), id);

  return sat_entry_set (entry, field, text, error) && apply (self, entry, NULL, error);
}

static gboolean
delete_cb (SatWriter *writer, gpointer data, GError **error)
{
  return sat_writer_delete (writer, *(gint64 *)data, error);
}

static gboolean
undelete_cb (SatWriter *writer, gpointer data, GError **error)
{
  return sat_writer_undelete (writer, *(gint64 *)data, error);
}

void
sat_test_store_delete (SatTestStore *self, gint64 id)
{
  g_autoptr (GError) error = NULL;

  sat_clock_fake_advance (self->clock, SECOND);
  sat_store_write (self->store, SAT_CHANGE_EDIT, "delete", delete_cb, &id, NULL, &error);
  g_assert_no_error (error);
}

void
sat_test_store_undelete (SatTestStore *self, gint64 id)
{
  g_autoptr (GError) error = NULL;

  sat_clock_fake_advance (self->clock, SECOND);
  sat_store_write (self->store, SAT_CHANGE_EDIT, "undelete", undelete_cb, &id, NULL, &error);
  g_assert_no_error (error);
}

char *
sat_test_store_text (SatTestStore *self, gint64 id, const char *field_name)
{
  SatReader *reader = sat_test_store_reader (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (SatRecord) record = sat_reader_load (reader, id, &error);
  const SatField *field;
  const SatValue *value;

  g_assert_no_error (error);
  field = sat_type_field (sat_record_get_record_type (record), field_name);
  g_assert_nonnull (field);
  value = sat_record_get (record, field);
  if (field->kind == SAT_KIND_REFERENCE)
    return value->type == SAT_VALUE_NULL
               ? NULL
               : g_strdup (sat_record_get_reference_title (record, field));
  return sat_field_to_string (field, value, sat_reader_currency (reader, record, field));
}

void
sat_test_store_assert_text (SatTestStore *self, gint64 id, const char *field, const char *expected)
{
  g_autofree char *text = sat_test_store_text (self, id, field);

  if (g_strcmp0 (text, expected) != 0)
    g_error ("%s is “%s”, not “%s”", field, text ? text : "(empty)",
             expected ? expected : "(empty)");
}

gboolean
sat_test_store_exists (SatTestStore *self, gint64 id)
{
  const SatType *type = NULL;
  gboolean deleted = TRUE;

  return sat_reader_identify (sat_test_store_reader (self), id, NULL, &type, &deleted, NULL) &&
         !deleted && type != NULL;
}

gint64
sat_test_store_sql_int (SatTestStore *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 value = 0;

  sat_connection_query_int (sat_reader_get_connection (sat_test_store_reader (self)), sql, 0,
                            &value, &error);
  g_assert_no_error (error);
  return value;
}

char *
sat_test_store_dump (SatTestStore *self)
{
  return sat_test_dump (sat_test_store_reader (self));
}

void
sat_test_store_add_stages (SatTestStore *self, gint64 stages[4])
{
  g_assert_nonnull (stages);
  sat_test_store_add (self, "pipeline", "name", "Sales", NULL);
  stages[0] = sat_test_store_add (self, "stage", "pipeline", "Sales", "name", "Prospecting",
                                  "probability", "20", NULL);
  stages[1] = sat_test_store_add (self, "stage", "pipeline", "Sales", "name", "Engaging",
                                  "probability", "60", "category", "best_case", NULL);
  stages[2] =
      sat_test_store_add (self, "stage", "pipeline", "Sales", "name", "Won", "kind", "won", NULL);
  stages[3] =
      sat_test_store_add (self, "stage", "pipeline", "Sales", "name", "Lost", "kind", "lost", NULL);
}
