/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-fixture.h"

StoreFixture *
store_fixture_new (void)
{
  StoreFixture *self = g_new0 (StoreFixture, 1);

  self->test = sat_test_store_new (SAT_STORE_DEFAULT);
  self->store = self->test->store;
  self->reader = sat_test_store_reader (self->test);
  self->registry = sat_store_ref_registry (self->store);
  return self;
}

void
store_fixture_free (StoreFixture *self)
{
  sat_registry_unref (self->registry);
  sat_test_store_free (self->test);
  g_free (self);
}

const SatType *
store_fixture_type (StoreFixture *self, const char *name)
{
  const SatType *type = sat_registry_type (self->registry, name);

  g_assert_nonnull (type);
  return type;
}

typedef struct {
  const SatType *type;
  gint64 id;
  SatUuid uuid;
  GArray *fields; /* SatWriteField */
} Write;

static void
field_clear_cb (gpointer data)
{
  sat_value_clear (&((SatWriteField *)data)->value);
}

static void
add_assignment (Write *write, const char *assignment)
{
  g_auto (GStrv) parts = g_strsplit (assignment, "=", 2);
  SatWriteField field = {sat_type_field (write->type, parts[0]), SAT_VALUE_INIT, SAT_VERSION_NONE};
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (field.field);
  if (field.field->kind != SAT_KIND_REFERENCE)
    sat_field_parse (field.field, parts[1], "USD", &field.value, &error);
  else if (parts[1][0] == '#')
    field.value = sat_value_int (g_ascii_strtoll (parts[1] + 1, NULL, 10));
  else
    field.value = sat_value_text (parts[1]);
  g_assert_no_error (error);
  g_array_append_val (write->fields, field);
}

static gboolean
write_cb (SatWriter *writer, gpointer data, GError **error)
{
  Write *write = data;

  return sat_writer_write (writer, SAT_WRITE_PUT, write->type, &write->id, &write->uuid,
                           (const SatWriteField *)(gpointer)write->fields->data, write->fields->len,
                           SAT_ORIGIN_RESTORE, error);
}

static gint64
write_all (StoreFixture *self, Write write, va_list assignments)
{
  const char *assignment;
  g_autoptr (GError) error = NULL;

  write.fields = g_array_new (FALSE, FALSE, sizeof (SatWriteField));
  g_array_set_clear_func (write.fields, field_clear_cb);
  while ((assignment = va_arg (assignments, const char *)) != NULL)
    add_assignment (&write, assignment);
  sat_clock_fake_advance (self->test->clock, G_TIME_SPAN_SECOND);
  sat_store_write (self->store, SAT_CHANGE_EDIT, "write", write_cb, &write, NULL, &error);
  g_assert_no_error (error);
  g_array_unref (write.fields);
  return write.id;
}

gint64
store_fixture_add (StoreFixture *self, const char *type, ...)
{
  Write write = {.type = store_fixture_type (self, type)};
  va_list assignments;
  gint64 id;

  va_start (assignments, type);
  id = write_all (self, write, assignments);
  va_end (assignments);
  return id;
}

gint64
store_fixture_add_as (StoreFixture *self, const SatUuid *uuid, const char *type, ...)
{
  Write write = {.type = store_fixture_type (self, type), .uuid = *uuid};
  va_list assignments;
  gint64 id;

  va_start (assignments, type);
  id = write_all (self, write, assignments);
  va_end (assignments);
  return id;
}

void
store_fixture_set (StoreFixture *self, gint64 id, ...)
{
  Write write = {.id = id};
  va_list assignments;

  g_assert_true (sat_reader_identify (self->reader, id, &write.uuid, &write.type, NULL, NULL));
  va_start (assignments, id);
  write_all (self, write, assignments);
  va_end (assignments);
}

void
store_fixture_delete (StoreFixture *self, gint64 id)
{
  sat_test_store_delete (self->test, id);
}
