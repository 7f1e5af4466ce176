/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose day the page shows, and that it asks who sits here for as long as nobody has said. */
#include "config.h"

#include "sat-drafts.h"
#include "sat-test-store.h"
#include "window-fixture.h"
#include "sat-today-read.h"
#include "sat-today-who.h"
#include "sat-who.h"

#define PATIENCE_MS 20000

typedef struct {
  SatTestStore *store;
  SatContext *context;
  gint64 ana, bo;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  gint64 stages[4];

  f->store = sat_test_store_new (SAT_STORE_CREATE);
  sat_test_store_add (f->store, "workspace", "name", "Test", "currency", "EUR", NULL);
  sat_test_store_add_stages (f->store, stages);
  f->ana = sat_test_store_add (f->store, "user", "name", "Ana", NULL);
  f->bo = sat_test_store_add (f->store, "user", "name", "Bo", NULL);
  f->context = window_fixture_context (f->store);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  window_fixture_close (NULL, &f->context);
  sat_test_store_free (f->store);
}

static SatToday *
read_day (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  SatTodayOf *of =
      sat_today_of_new (sat_context_get_format (f->context), sat_context_get_user (f->context), -1);
  SatToday *today = sat_today_read (sat_test_store_reader (f->store), of, NULL, &error);

  g_assert_no_error (error);
  sat_today_of_free (of);
  return today;
}

static void
assert_day (Fixture *f, gboolean asks, guint n_tasks)
{
  g_autoptr (SatToday) today = read_day (f);

  g_assert_cmpint (today->asks, ==, asks);
  g_assert_cmpuint (today->n_tasks, ==, n_tasks);
}

static void
become (Fixture *f, gint64 user)
{
  g_assert_true (sat_store_set_current_user (f->store->store, user, NULL));
}

/* The clock stands at 2026-03-02. */
static void
add_work_of_ana (Fixture *f)
{
  sat_test_store_add (f->store, "activity", "kind", "task", "subject", "Send the terms", "due",
                      "2026-03-02", "owner", "Ana", NULL);
}

static void
test_whose_day (Fixture *f, gconstpointer data)
{
  /* There is nothing to choose between. */
  assert_day (f, FALSE, 0);
  add_work_of_ana (f);
  /* Everybody's, until somebody says who he is. */
  assert_day (f, TRUE, 1);
  become (f, f->bo);
  assert_day (f, TRUE, 0);
  become (f, f->ana);
  assert_day (f, FALSE, 1);
}

static void
test_one_person (Fixture *f, gconstpointer data)
{
  become (f, f->bo);
  sat_test_store_delete (f->store, f->ana);
  sat_test_store_add (f->store, "activity", "kind", "task", "due", "2026-03-02", NULL);
  sat_test_store_add (f->store, "activity", "kind", "task", "due", "2026-03-02", "owner", "Bo",
                      NULL);
  assert_day (f, FALSE, 2);
}

static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, label);
  return found;
}

/* "Not now" is an answer, which lasts. */
static void
test_not_now (Fixture *f, gconstpointer data)
{
  GtkWidget *card = g_object_ref_sink (sat_today_who_new (f->context));
  GtkWidget *other;

  g_assert_false (gtk_widget_get_visible (card));
  sat_today_who_update (card, TRUE);
  g_assert_true (gtk_widget_get_visible (card));
  g_signal_emit_by_name (find_button (card, "Not _Now"), "clicked");
  g_assert_false (gtk_widget_get_visible (card));
  other = g_object_ref_sink (sat_today_who_new (f->context));
  sat_today_who_update (other, TRUE);
  g_assert_false (gtk_widget_get_visible (other));
  g_object_unref (card);
  g_object_unref (other);
}

static gboolean
is_bo (gpointer data)
{
  Fixture *f = data;

  return sat_context_get_user (f->context) == f->bo;
}

static void
count_cb (SatContext *context, SatStoreNews *news, guint *n)
{
  ++*n;
}

static gboolean
is_counted (gpointer n)
{
  return *(guint *)n > 0;
}

static void
test_choose (Fixture *f, gconstpointer data)
{
  guint n = 0;
  gulong handler = g_signal_connect (f->context, "changed", G_CALLBACK (count_cb), &n);

  g_assert_cmpint (sat_context_get_user (f->context), ==, 0);
  sat_who_become (f->context, f->bo);
  g_assert_true (sat_test_wait_until (is_bo, f, PATIENCE_MS));
  /* The views hear of it. */
  g_assert_true (sat_test_wait_until (is_counted, &n, PATIENCE_MS));
  g_signal_handler_disconnect (f->context, handler);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/today/whose-day", Fixture, NULL, set_up, test_whose_day, tear_down);
  g_test_add ("/today/one-person", Fixture, NULL, set_up, test_one_person, tear_down);
  g_test_add ("/today/not-now", Fixture, NULL, set_up, test_not_now, tear_down);
  g_test_add ("/today/choose", Fixture, NULL, set_up, test_choose, tear_down);
  return g_test_run ();
}
