/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-test-push.h"

#include "sat-json-writer.h"
#include "sat-server-private.h"

#include <string.h>

#define START ((gint64)1800000000 * G_USEC_PER_SEC)

/* The server */

SatTestServer *
sat_test_server_new (void)
{
  SatTestServer *self = g_new0 (SatTestServer, 1);

  self->dir = sat_test_dir_new ();
  self->folder = sat_test_dir_file (self->dir, "data");
  self->clock = sat_clock_fake_new (START);
  sat_test_server_reopen (self);
  return self;
}

void
sat_test_server_reopen (SatTestServer *self)
{
  g_autoptr (GError) error = NULL;

  sat_server_close (self->server);
  self->server = sat_server_open (self->folder, NULL, self->clock, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->server);
}

void
sat_test_server_free (SatTestServer *self)
{
  sat_server_close (self->server);
  sat_clock_unref (self->clock);
  g_free (self->folder);
  sat_test_dir_free (self->dir);
  g_free (self);
}

void
sat_test_server_wait (SatTestServer *self)
{
  sat_clock_fake_advance (self->clock, 60 * G_USEC_PER_SEC);
}

/* Laptops */

static void
add_user (SatTestLaptop *self)
{
  static const char *const roles[] = {"rep", "manager", "admin"};
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  g_autoptr (GError) error = NULL;
  SatServerWrite write = {SAT_OP_PUT, "user", self->caller.user, fields};
  const char *role = self->caller.role < 0 ? "reader" : roles[self->caller.role];

  sat_wire_fields_take (fields, "name", sat_wire_text (self->name), TRUE);
  sat_wire_fields_take (fields, "role", sat_wire_text (role), TRUE);
  sat_server_write (self->server->server, &write, 1, &error);
  g_assert_no_error (error);
}

SatTestLaptop *
sat_test_laptop_new (SatTestServer *server, const char *name, SatRole role, guint32 device)
{
  SatTestLaptop *self = g_new0 (SatTestLaptop, 1);
  SatUuid none = {{0}};

  self->server = server;
  self->name = g_strdup (name);
  self->caller = (SatCaller){.name = self->name, .role = role, .device = device};
  self->caller.user = sat_uuid_from_parts ("person", &none, name);
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  add_user (self);
  return self;
}

void
sat_test_laptop_free (SatTestLaptop *self)
{
  g_ptr_array_unref (self->lines);
  g_free (self->name);
  g_free (self);
}

static void
add_bases (SatMutation *mutation, const char *bases)
{
  g_auto (GStrv) parts = g_strsplit (bases, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++) {
    g_auto (GStrv) pair = g_strsplit (parts[i], "=", 2);
    SatVersion version = SAT_VERSION_NONE;
    SatUuid u = {{0}};

    if (g_str_has_prefix (pair[1], "u:"))
      g_assert_true (sat_uuid_parse (pair[1] + 2, &u));
    else
      g_assert_true (sat_version_parse (pair[1], NULL, &version));
    sat_mutation_add_base (mutation, pair[0], version, sat_uuid_is_nil (&u) ? NULL : &u);
  }
}

void
sat_test_laptop_edit (SatTestLaptop *self,
                      SatOp op,
                      const char *type,
                      const SatUuid *id,
                      gint64 rb,
                      const char *fields,
                      const char *bases,
                      const SatUuid *into)
{
  g_autoptr (SatMutation) mutation = sat_mutation_new ();
  gint64 now = sat_clock_now (self->server->clock);
  g_autofree char *line = NULL;

  mutation->m = (gint64)self->lines->len + 1;
  mutation->u = self->u = sat_uuid_new (now / 1000);
  mutation->h = sat_hlc_from_us (now);
  mutation->type = g_strdup (type);
  mutation->id = *id;
  mutation->op = op;
  mutation->rb = rb;
  mutation->x = self->x;
  if (fields != NULL) {
    g_autoptr (GError) error = NULL;

    sat_wire_fields_free (mutation->fields);
    mutation->fields = sat_wire_fields_parse (fields, -1, &error);
    g_assert_no_error (error);
  }
  if (bases != NULL)
    add_bases (mutation, bases);
  if (into != NULL)
    mutation->into = *into;
  line = sat_mutation_to_line (mutation);
  sat_test_laptop_line (self, line);
}

void
sat_test_laptop_line (SatTestLaptop *self, const char *line)
{
  g_ptr_array_add (self->lines, g_bytes_new (line, strlen (line)));
}

GBytes *
sat_test_laptop_body (SatTestLaptop *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();

  for (guint i = self->sent; i < self->lines->len; i++)
    g_ptr_array_add (lines, g_ptr_array_index (self->lines, i));
  return sat_push_write ((gint64)self->sent + 1, &self->hash, lines);
}

SatPushAnswer *
sat_test_laptop_push (SatTestLaptop *self)
{
  g_autoptr (GBytes) body = sat_test_laptop_body (self);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  SatPushAnswer *answer;

  bytes = sat_server_push (self->server->server, &self->caller, "", body, &error);
  g_assert_no_error (error);
  answer = sat_push_answer_parse (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpint (answer->last_m, ==, self->lines->len);
  self->sent = self->lines->len;
  self->hash = answer->hash;
  return answer;
}

const char *
sat_test_outcome (const SatPushAnswer *answer, gint64 m)
{
  for (guint i = 0; i < answer->results->len; i++) {
    const SatPushResult *result = g_ptr_array_index (answer->results, i);

    if (result->m == m)
      return result->code != NULL ? result->code : sat_push_status_name (result->status);
  }
  return "ok";
}

void
sat_test_laptop_expect (SatTestLaptop *self, const char *outcome)
{
  g_autoptr (SatPushAnswer) answer = sat_test_laptop_push (self);

  g_assert_cmpstr (sat_test_outcome (answer, answer->last_m), ==, outcome);
}

/* What is there */

static SatStoredRecord *
read_record (SatTestServer *self, const SatUuid *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatTransaction) transaction = sat_storage_begin_read (self->server->storage, &error);
  SatStoredRecord *record;

  g_assert_no_error (error);
  sat_transaction_record (transaction, id, &record, &error);
  g_assert_no_error (error);
  return record;
}

char *
sat_test_server_fields (SatTestServer *self, const SatUuid *id)
{
  g_autoptr (SatStoredRecord) record = read_record (self, id);

  if (record == NULL)
    return NULL;
  return g_strdup (record->deleted_seq != 0 ? "deleted" : record->fields);
}

void
sat_test_server_assert (SatTestServer *self, const SatUuid *id, const char *fields)
{
  g_autofree char *found = sat_test_server_fields (self, id);

  g_assert_cmpstr (found, ==, fields);
}

char *
sat_test_server_clocks (SatTestServer *self, const SatUuid *id)
{
  g_autoptr (SatStoredRecord) record = read_record (self, id);

  return g_strdup (record->clocks);
}

char *
sat_test_server_base (SatTestServer *self, const SatUuid *id, const char *field)
{
  g_autofree char *text = sat_test_server_clocks (self, id);
  g_autoptr (SatClocks) clocks = sat_clocks_parse (text, NULL);
  char version[SAT_VERSION_TEXT_LENGTH];

  sat_version_write (sat_clocks_get (clocks, field), version);
  return g_strdup_printf ("%s=%s", field, version);
}

gint64
sat_test_server_seq (SatTestServer *self, const SatUuid *id)
{
  g_autoptr (SatStoredRecord) record = read_record (self, id);

  return record->seq;
}

SatUuid
sat_test_server_root (SatTestServer *self, const SatUuid *id)
{
  g_autoptr (SatStoredRecord) record = read_record (self, id);

  return record->root;
}

static char *
value_text (const char *fields, const char *name)
{
  g_autoptr (SatWireFields) parsed = sat_wire_fields_parse (fields, -1, NULL);
  const SatWireValue *value = sat_wire_fields_get (parsed, name);
  g_autoptr (SatJsonWriter) writer = NULL;
  GString *text;

  if (value == NULL)
    return g_strdup ("null");
  text = g_string_new (NULL);
  writer = sat_json_writer_new_for_string (text, SAT_JSON_COMPACT);
  sat_wire_value_write (value, writer, NULL);
  sat_json_writer_finish (writer, NULL);
  return g_string_free (text, FALSE);
}

char *
sat_test_server_value (SatTestServer *self, const SatUuid *id, const char *field)
{
  g_autoptr (SatStoredRecord) record = read_record (self, id);

  return value_text (record->fields, field);
}

char *
sat_test_server_history (SatTestServer *self, const SatUuid *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatTransaction) transaction = sat_storage_begin_read (self->server->storage, &error);
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_history_free);
  GString *text = g_string_new (NULL);

  transaction->api->history_of_record (transaction, id, 0, rows, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++) {
    const SatStoredHistory *row = g_ptr_array_index (rows, i);

    g_assert_true (g_str_equal (row->fate, "lost") ||
                   sat_version_compare (&row->from, &row->to) < 0);
    g_string_append_printf (text, "%s %s %s\n", row->field,
                            row->value != NULL ? row->value : "null", row->fate);
  }
  return g_string_free (text, FALSE);
}

static GPtrArray *
read_conflicts (SatTestServer *self, const SatUuid *root)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatTransaction) transaction = sat_storage_begin_read (self->server->storage, &error);
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_record_free);

  transaction->api->children (transaction, root, NULL, 1000, rows, &error);
  g_assert_no_error (error);
  for (guint i = rows->len; i > 0; i--)
    if (!g_str_equal (((SatStoredRecord *)g_ptr_array_index (rows, i - 1))->type,
                      SAT_CONFLICT_TYPE))
      g_ptr_array_remove_index (rows, i - 1);
  return rows;
}

char *
sat_test_server_conflicts (SatTestServer *self, const SatUuid *root)
{
  g_autoptr (GPtrArray) rows = read_conflicts (self, root);
  static const char *const names[] = {"kind", "field",      "value", "winner",
                                      "name", "other_name", "state"};
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    for (guint j = 0; j < G_N_ELEMENTS (names); j++) {
      g_autofree char *value =
          value_text (((SatStoredRecord *)g_ptr_array_index (rows, i))->fields, names[j]);

      g_string_append_printf (text, "%s%c", value, j + 1 < G_N_ELEMENTS (names) ? ' ' : '\n');
    }
  return g_string_free (text, FALSE);
}

SatUuid
sat_test_server_conflict (SatTestServer *self, const SatUuid *root)
{
  g_autoptr (GPtrArray) rows = read_conflicts (self, root);

  g_assert_cmpuint (rows->len, ==, 1);
  return ((SatStoredRecord *)g_ptr_array_index (rows, 0))->id;
}
