/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A field is being edited, and somebody else changes it: what is typed stays, a mark tells. */

#include "config.h"

#include "sat-field-editor.h"
#include "sat-field-mark.h"
#include "sat-field-row.h"
#include "sat-test-server.h"
#include "window-fixture.h"

#include <string.h>

#define PATIENCE_MS 20000

typedef struct {
  SatTestStore *store;
  SatTestServer *server;
  SatContext *context;
  SatWindow *window;
  SatUuid uuid;
  gint64 contact;
} Fixture;

static void
pull (Fixture *f)
{
  while (sat_test_server_receive (f->server, f->store->store, 1000))
    ;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->store = sat_test_store_new (SAT_STORE_CREATE);
  sat_test_store_add (f->store, "workspace", "name", "Test", "currency", "EUR", NULL);
  f->contact =
      sat_test_store_add (f->store, "contact", "last_name", "Müller", "job_title", "Clerk", NULL);
  g_assert_true (sat_reader_identify (sat_test_store_reader (f->store), f->contact, &f->uuid, NULL,
                                      NULL, NULL));
  f->server = sat_test_server_new ();
  sat_test_server_join (f->server, f->store->store);
  sat_test_server_sync (f->server, f->store->store);
  f->context = window_fixture_context (f->store);
  f->window = window_fixture_show (f->context);
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.go-to-record", "x", f->contact);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  window_fixture_close (f->window, &f->context);
  sat_test_server_free (f->server);
  sat_test_store_free (f->store);
}

static SatFieldRow *
find_row (Fixture *f)
{
  return SAT_FIELD_ROW (
      window_fixture_find_field (GTK_WIDGET (sat_window_get_details (f->window)), "job_title"));
}

static GtkWidget *
find_mark (Fixture *f)
{
  return window_fixture_find (GTK_WIDGET (find_row (f)), SAT_TYPE_FIELD_MARK);
}

static GtkEditable *
find_entry (Fixture *f)
{
  return GTK_EDITABLE (window_fixture_find (GTK_WIDGET (find_row (f)), GTK_TYPE_ENTRY));
}

static gboolean
is_marked (gpointer data)
{
  return gtk_widget_get_visible (find_mark (data));
}

static gint64
edits (Fixture *f)
{
  return sat_test_store_sql_int (f->store, "SELECT count (*) FROM outbox WHERE m IS NULL");
}

static void
begin_and_let_others_write (Fixture *f, const char *typed)
{
  g_assert_true (sat_field_row_edit (find_row (f)));
  g_assert_false (is_marked (f));
  if (typed != NULL)
    gtk_editable_set_text (find_entry (f), typed);
  sat_test_server_put (f->server, &f->uuid, "contact", NULL, "job_title", "Chef", NULL);
  pull (f);
  g_assert_true (sat_test_wait_until (is_marked, f, PATIENCE_MS));
}

static gboolean
is_sent_on (gpointer data)
{
  return edits (data) == 1;
}

static void
test_typed (Fixture *f, gconstpointer data)
{
  const SatTestServerRecord *record;

  begin_and_let_others_write (f, "Buyer");
  g_assert_cmpstr (gtk_editable_get_text (find_entry (f)), ==, "Buyer");
  g_signal_emit_by_name (find_entry (f), "activate");
  g_assert_false (is_marked (f));
  g_assert_true (sat_test_wait_until (is_sent_on, f, PATIENCE_MS));
  /* As the edit of somebody who had not seen theirs. */
  g_assert_cmpint (sat_test_store_sql_int (f->store, "SELECT bases IS NOT NULL FROM outbox"
                                                     " WHERE m IS NULL"),
                   ==, 1);
  sat_test_store_assert_text (f->store, f->contact, "job_title", "Buyer");
  sat_test_server_sync (f->server, f->store->store);
  record = sat_test_server_get (f->server, &f->uuid);
  g_assert_cmpstr (sat_wire_fields_get (record->fields, "job_title")->text, ==, "Buyer");
}

static void
test_untouched (Fixture *f, gconstpointer data)
{
  begin_and_let_others_write (f, NULL);
  g_assert_cmpstr (gtk_editable_get_text (find_entry (f)), ==, "Clerk");
  g_assert_true (sat_field_row_save (find_row (f)));
  g_assert_false (sat_field_row_is_editing (find_row (f)));
  sat_test_settle ();
  g_assert_cmpint (edits (f), ==, 0);
  sat_test_store_assert_text (f->store, f->contact, "job_title", "Chef");
}

static void
test_take (Fixture *f, gconstpointer data)
{
  begin_and_let_others_write (f, "Buyer");
  g_signal_emit_by_name (find_mark (f), "take");
  g_assert_false (is_marked (f));
  g_assert_false (sat_field_row_is_editing (find_row (f)));
  sat_test_settle ();
  g_assert_cmpint (edits (f), ==, 0);
  sat_test_store_assert_text (f->store, f->contact, "job_title", "Chef");
}

static void
assert_says (Fixture *f, const char *seen, const char *expected)
{
  g_autoptr (SatRecord) record =
      sat_reader_load (sat_context_get_reader (f->context), f->contact, NULL);
  const SatField *field = sat_type_field (sat_record_get_record_type (record), "job_title");
  g_auto (SatValue) value = sat_value_text (seen);
  g_autofree char *text = sat_field_mark_describe (f->context, record, field, &value);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_words (Fixture *f, gconstpointer data)
{
  assert_says (f, "Clerk", NULL);
  sat_test_store_set (f->store, f->contact, "job_title", "Buyer", NULL);
  assert_says (f, "Clerk", "This was changed to “Buyer” while you were editing.");
  sat_test_store_set (f->store, f->contact, "job_title", "", NULL);
  assert_says (f, "Clerk", "This was emptied while you were editing.");
  sat_test_server_sync (f->server, f->store->store);
  sat_test_server_put (f->server, &f->uuid, "contact", NULL, "job_title", "Chef", NULL);
  pull (f);
  assert_says (f, "Clerk", "Somebody changed this to “Chef” while you were editing.");
  assert_says (f, "Chef", NULL);
  sat_test_server_put (f->server, &f->uuid, "contact", NULL, "job_title", "", NULL);
  pull (f);
  assert_says (f, "Clerk", "Somebody emptied this while you were editing.");
}

int
main (int argc, char *argv[])
{
  g_setenv ("SATCHEL_OFFLINE", "1", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, func) g_test_add ("/field-mark/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("typed", test_typed);
  ADD ("untouched", test_untouched);
  ADD ("take", test_take);
  ADD ("words", test_words);
#undef ADD
  return g_test_run ();
}
