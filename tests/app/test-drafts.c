/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is typed into a record and not saved: kept, said, and shown again where it was typed. */
#include "config.h"

#include "sat-application.h"
#include "sat-child-row.h"
#include "sat-drafts.h"
#include "sat-field-editor.h"
#include "sat-field-row.h"
#include "sat-record-form.h"
#include "sat-test-store.h"
#include "window-fixture.h"
#include "sat-window.h"

#define PATIENCE_MS 20000

typedef struct {
  SatTestStore *store;
  SatContext *context;
  SatWindow *window;
  gint64 jane, omar, phone;
  char *toast; /* the last one */
} Fixture;

static void
toast_cb (SatContext *context, AdwToast *toast, Fixture *f)
{
  g_free (f->toast);
  f->toast = g_strdup (adw_toast_get_title (toast));
}

static void
open_window (Fixture *f)
{
  f->context = window_fixture_context (f->store);
  g_signal_connect (f->context, "toast", G_CALLBACK (toast_cb), f);
  f->window = window_fixture_show (f->context);
}

static void
close_window (Fixture *f)
{
  window_fixture_close (f->window, &f->context);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->store = sat_test_store_new (SAT_STORE_CREATE);
  sat_test_store_add (f->store, "workspace", "name", "Test", "currency", "EUR", NULL);
  f->jane = sat_test_store_add (f->store, "contact", "first_name", "Jane", NULL);
  f->omar = sat_test_store_add (f->store, "contact", "first_name", "Omar", NULL);
  f->phone = sat_test_store_add (f->store, "contact_point", "record", "Jane", "kind", "phone",
                                 "value", "+34 600 100 200", NULL);
  open_window (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  close_window (f);
  g_free (f->toast);
  sat_test_store_free (f->store);
}

static void
open_record (Fixture *f, gint64 id)
{
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.go-to-record", "x", id);
  g_assert_cmpint (sat_window_get_record (f->window), ==, id);
}

static SatFieldRow *
find_row (Fixture *f, const char *field)
{
  return SAT_FIELD_ROW (
      window_fixture_find_field (GTK_WIDGET (sat_window_get_details (f->window)), field));
}

/* Where a phone is added, while it is open. */
static GtkWidget *
find_form (Fixture *f)
{
  return window_fixture_find (GTK_WIDGET (sat_window_get_details (f->window)),
                              SAT_TYPE_RECORD_FORM);
}

static const char *
typed_text (SatFieldRow *row)
{
  return gtk_editable_get_text (
      GTK_EDITABLE (window_fixture_find (GTK_WIDGET (row), GTK_TYPE_ENTRY)));
}

static void
type (SatFieldRow *row, const char *text)
{
  g_assert_true (sat_field_row_edit (row));
  gtk_editable_set_text (GTK_EDITABLE (window_fixture_find (GTK_WIDGET (row), GTK_TYPE_ENTRY)),
                         text);
}

static void
assert_shown_as_wrong (SatFieldRow *row, const char *text)
{
  g_assert_true (sat_field_row_is_editing (row));
  g_assert_cmpstr (typed_text (row), ==, text);
  g_assert_true (
      gtk_widget_has_css_class (window_fixture_find (GTK_WIDGET (row), GTK_TYPE_ENTRY), "error"));
}

static char *
read_text (Fixture *f, gint64 id, const char *field)
{
  return sat_test_store_text (f->store, id, field);
}

/* Another record is opened: the text is kept, the person is told, and it is there when the first
 * one comes back, with the reason. Escape takes it back for good. */
static void
test_wrong_is_kept (Fixture *f, gconstpointer data)
{
  open_record (f, f->jane);
  type (find_row (f, "birthday"), "some day");
  open_record (f, f->omar);
  g_assert_nonnull (f->toast);
  g_assert_nonnull (strstr (f->toast, "Birthday"));
  g_assert_nonnull (strstr (f->toast, "Jane"));
  g_assert_false (sat_field_row_is_editing (find_row (f, "birthday")));

  open_record (f, f->jane);
  assert_shown_as_wrong (find_row (f, "birthday"), "some day");
  sat_field_editor_cancel (SAT_FIELD_EDITOR (
      window_fixture_find (GTK_WIDGET (find_row (f, "birthday")), SAT_TYPE_FIELD_EDITOR)));
  g_assert_false (sat_field_row_is_editing (find_row (f, "birthday")));
  open_record (f, f->omar);
  open_record (f, f->jane);
  g_assert_false (sat_field_row_is_editing (find_row (f, "birthday")));
}

/* The view is switched, then the window closed: the text is in the next window, which says so. */
static void
test_wrong_outlives_window (Fixture *f, gconstpointer data)
{
  open_record (f, f->jane);
  type (find_row (f, "birthday"), "some day");
  sat_window_show_view (f->window, "today");
  g_assert_cmpint (sat_window_get_record (f->window), ==, 0);
  close_window (f);
  g_clear_pointer (&f->toast, g_free);
  open_window (f);
  g_assert_nonnull (f->toast);
  g_assert_nonnull (strstr (f->toast, "Jane"));
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.show-draft", "x", f->jane);
  assert_shown_as_wrong (find_row (f, "birthday"), "some day");
}

/* Nothing is said about the text of a record that is gone. */
static void
test_gone_is_forgotten (Fixture *f, gconstpointer data)
{
  open_record (f, f->jane);
  type (find_row (f, "birthday"), "some day");
  close_window (f);
  sat_test_store_delete (f->store, f->jane);
  g_clear_pointer (&f->toast, g_free);
  open_window (f);
  g_assert_null (f->toast);
  {
    g_auto (GStrv) places = sat_drafts_places (sat_context_get_drafts (f->context), "record:");

    g_assert_null (places[0]);
  }
}

static gboolean
both_are_saved (gpointer data)
{
  Fixture *f = data;
  g_autofree char *title = read_text (f, f->jane, "job_title");
  g_autofree char *phone = read_text (f, f->phone, "value");

  return g_strcmp0 (title, "Buyer") == 0 && g_strcmp0 (phone, "+34 600 999 999") == 0;
}

static GtkWidget *
find_phone (Fixture *f)
{
  return window_fixture_find (GTK_WIDGET (sat_window_get_details (f->window)), SAT_TYPE_CHILD_ROW);
}

/* What hangs from a record comes after its fields. */
static gboolean
phone_is_there (gpointer data)
{
  return find_phone (data) != NULL;
}

/* What is right is saved on leaving, also in a phone; nothing is left to say. */
static void
test_right_is_saved (Fixture *f, gconstpointer data)
{
  GtkWidget *child;

  open_record (f, f->jane);
  g_assert_true (sat_test_wait_until (phone_is_there, f, PATIENCE_MS));
  child = find_phone (f);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (child), TRUE);
  type (find_row (f, "job_title"), "Buyer");
  type (SAT_FIELD_ROW (window_fixture_find_field (child, "value")), "+34 600 999 999");
  open_record (f, f->omar);
  g_assert_null (f->toast);
  g_assert_true (sat_test_wait_until (both_are_saved, f, PATIENCE_MS));
  open_record (f, f->jane);
  g_assert_false (sat_field_row_is_editing (find_row (f, "job_title")));
}

static gboolean
title_is_saved (gpointer data)
{
  g_autofree char *title = read_text (data, ((Fixture *)data)->jane, "job_title");

  return g_strcmp0 (title, "Buyer") == 0;
}

/* The window is closed in the middle of typing: saved all the same. */
static void
test_right_is_saved_by_closing (Fixture *f, gconstpointer data)
{
  open_record (f, f->jane);
  type (find_row (f, "job_title"), "Buyer");
  close_window (f);
  g_assert_true (sat_test_wait_until (title_is_saved, f, PATIENCE_MS));
  open_window (f);
  g_assert_true (f->toast == NULL || strstr (f->toast, "Jane") == NULL);
}

/* A phone that was being added is there when the record comes back. */
static void
test_form_is_kept (Fixture *f, gconstpointer data)
{
  GtkWidget *entry;

  open_record (f, f->omar);
  {
    g_autofree char *uuid = sat_context_uuid_text (f->context, f->jane);
    g_autofree char *place = g_strdup_printf ("record:%s/contact_point", uuid);

    sat_drafts_set (sat_context_get_drafts (f->context), place, "label", "Wor");
  }
  open_record (f, f->jane);
  entry = window_fixture_find (find_form (f), GTK_TYPE_ENTRY);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "Wor");
  gtk_editable_set_text (GTK_EDITABLE (entry), "Work");
  open_record (f, f->omar);
  g_assert_null (find_form (f));
  g_assert_nonnull (strstr (f->toast, "Jane"));
  open_record (f, f->jane);
  entry = window_fixture_find (find_form (f), GTK_TYPE_ENTRY);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "Work");
}

/* Text that was not tried, as after a crash: shown, and not saved unless somebody says so. */
static void
test_untouched_stays (Fixture *f, gconstpointer data)
{
  g_autofree char *uuid = sat_context_uuid_text (f->context, f->jane);
  g_autofree char *place = g_strconcat ("record:", uuid, NULL);
  g_autofree char *title = NULL;
  SatFieldRow *row;

  sat_drafts_set (sat_context_get_drafts (f->context), place, "job_title", "Buyer");
  open_record (f, f->jane);
  assert_shown_as_wrong (find_row (f, "job_title"), "Buyer");
  open_record (f, f->omar);
  g_assert_null (f->toast);
  open_record (f, f->jane);
  title = read_text (f, f->jane, "job_title");
  g_assert_null (title);
  row = find_row (f, "job_title");
  g_signal_emit_by_name (window_fixture_find (GTK_WIDGET (row), GTK_TYPE_ENTRY), "activate");
  g_assert_true (sat_test_wait_until (title_is_saved, f, PATIENCE_MS));
  g_assert_false (sat_drafts_has (sat_context_get_drafts (f->context), place, ""));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, func) g_test_add ("/drafts/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("wrong-is-kept", test_wrong_is_kept);
  ADD ("wrong-outlives-window", test_wrong_outlives_window);
  ADD ("gone-is-forgotten", test_gone_is_forgotten);
  ADD ("right-is-saved", test_right_is_saved);
  ADD ("right-is-saved-by-closing", test_right_is_saved_by_closing);
  ADD ("form-is-kept", test_form_is_kept);
  ADD ("untouched-stays", test_untouched_stays);
  return g_test_run ();
}
