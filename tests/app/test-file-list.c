/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The files of a record on its page: added, told of, removed, back again. */

#include "config.h"

#include "sat-file-list.h"
#include "sat-file-row.h"
#include "sat-files.h"
#include "window-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#define PATIENCE_MS 20000

typedef struct {
  SatTestStore *store;
  SatContext *context;
  SatWindow *window;
  gint64 company;
  guint rows; /* that are waited for */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->store = sat_test_store_new (SAT_STORE_CREATE);
  sat_test_store_add (f->store, "workspace", "name", "Test", "currency", "EUR", NULL);
  f->company = sat_test_store_add (f->store, "company", "name", "Acme", NULL);
  f->context = window_fixture_context (f->store);
  f->window = window_fixture_show (f->context);
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.go-to-record", "x", f->company);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  window_fixture_close (f->window, &f->context);
  sat_test_store_free (f->store);
}

static GtkWidget *
find_list (Fixture *f)
{
  GtkWidget *list =
      window_fixture_find (GTK_WIDGET (sat_window_get_details (f->window)), SAT_TYPE_FILE_LIST);

  g_assert_nonnull (list);
  return list;
}

static void
collect (GtkWidget *widget, GPtrArray *rows)
{
  if (SAT_IS_FILE_ROW (widget))
    g_ptr_array_add (rows, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, rows);
}

static GPtrArray *
find_rows (Fixture *f)
{
  GPtrArray *rows = g_ptr_array_new ();

  collect (find_list (f), rows);
  return rows;
}

static gboolean
has_rows (gpointer data)
{
  Fixture *f = data;
  g_autoptr (GPtrArray) rows = find_rows (f);

  return rows->len == f->rows;
}

static void
wait_for_rows (Fixture *f, guint rows)
{
  f->rows = rows;
  g_assert_true (sat_test_wait_until (has_rows, f, PATIENCE_MS));
}

static void
add (Fixture *f, const char *name, const char *other)
{
  const char *const names[] = {name, other};
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = sat_test_dir_write (f->store->dir, names[i], names[i], -1);

    g_ptr_array_add (files, g_file_new_for_path (path));
  }
  sat_file_list_add (SAT_FILE_LIST (find_list (f)), files);
}

static void
test_add_and_remove (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *hash = NULL;

  wait_for_rows (f, 0);
  add (f, "Offer <1>.pdf", "photo.png");
  wait_for_rows (f, 2);
  rows = find_rows (f);
  /* The newest first; names are no markup. */
  g_assert_cmpstr (adw_preferences_row_get_title (rows->pdata[1]), ==, "Offer &lt;1&gt;.pdf");
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (rows->pdata[1]), "13"));
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "photo.png", -1);
  gtk_widget_activate_action (rows->pdata[0], "file.remove", NULL);
  wait_for_rows (f, 1);
  sat_context_undo (f->context);
  wait_for_rows (f, 2);
  g_assert_cmpint (sat_test_store_sql_int (f->store, "SELECT count(*) FROM attachment"), ==, 2);
}

/* What another program did shows as well. */
static gboolean
says_away (gpointer data)
{
  g_autoptr (GPtrArray) rows = find_rows (data);

  return rows->len == 2 &&
         strstr (adw_action_row_get_subtitle (rows->pdata[0]), "Not on this computer yet") != NULL;
}

static void
test_away (Fixture *f, gconstpointer data)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "b.txt", -1);
  g_autofree char *path = sat_files_path (f->store->path, hash);

  add (f, "a.txt", "b.txt");
  wait_for_rows (f, 2);
  g_unlink (path);
  sat_file_list_refresh (SAT_FILE_LIST (find_list (f)));
  g_assert_true (sat_test_wait_until (says_away, f, PATIENCE_MS));
}

static void
test_fits (void)
{
  g_autoptr (SatRegistry) registry = sat_registry_new ();

  g_assert_true (sat_file_list_fits (sat_registry_type (registry, "contact")));
  g_assert_true (sat_file_list_fits (sat_registry_type (registry, "activity")));
  g_assert_false (sat_file_list_fits (sat_registry_type (registry, "team")));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/file-list/add-and-remove", Fixture, NULL, set_up, test_add_and_remove, tear_down);
  g_test_add ("/file-list/away", Fixture, NULL, set_up, test_away, tear_down);
  g_test_add_func ("/file-list/fits", test_fits);
  return g_test_run ();
}
