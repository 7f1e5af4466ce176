/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A list of the Sync view that is made anew: rows for the same stay, with the focus. */

#include "config.h"

#include "sat-sync-group.h"
#include "sat-sync-row.h"
#include "sat-test.h"

typedef struct {
  GtkWidget *window;
  SatSyncGroup *group;
  const char *pressed; /* the entry of the row whose button was pressed last */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->window = gtk_window_new ();
  f->group = g_object_new (SAT_TYPE_SYNC_GROUP, "title", "Queue", NULL);
  gtk_window_set_child (GTK_WINDOW (f->window), GTK_WIDGET (f->group));
  gtk_window_present (GTK_WINDOW (f->window));
  sat_test_settle ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
}

static void
clicked_cb (GtkWidget *button, Fixture *f)
{
  f->pressed = sat_sync_row_get_entry (sat_sync_row_of (button));
}

typedef struct {
  char key;
  const char *entry;
} Item;

static SatSyncRow *
row_new (gpointer data, gpointer user_data)
{
  const Item *item = data;
  const char key[] = {g_ascii_tolower (item->key), '\0'};
  SatSyncRow *row = sat_sync_row_new (item->entry, "now");

  sat_sync_row_set_entry (row, key, g_strdup (item->entry), g_free);
  if (g_ascii_isupper (item->key))
    sat_sync_row_add_button (row, "Discard", "", G_CALLBACK (clicked_cb), user_data);
  return row;
}

/* @keys: a letter a row; a capital one offers a button. The entries are @entries, in the same
 * order. */
static void
show (Fixture *f, const char *keys, const char *const entries[])
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; keys[i] != '\0'; i++) {
    const Item item = {keys[i], entries[i]};

    g_ptr_array_add (items, g_memdup2 (&item, sizeof item));
  }
  sat_sync_group_show (f->group, items, 0, row_new, f);
}

static GtkWidget *
find (GtkWidget *widget, GType type, int *n)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && (*n)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find (child, type, n);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static SatSyncRow *
row_at (Fixture *f, int n)
{
  return (SatSyncRow *)find (GTK_WIDGET (f->group), SAT_TYPE_SYNC_ROW, &n);
}

/* Each row says, and stands for, its entry; there are no others. */
static void
assert_rows (Fixture *f, guint n, const char *const entries[])
{
  for (guint i = 0; i < n; i++) {
    SatSyncRow *row = row_at (f, (int)i);

    g_assert_nonnull (row);
    g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, entries[i]);
    g_assert_cmpstr (sat_sync_row_get_entry (row), ==, entries[i]);
  }
  g_assert_null (row_at (f, (int)n));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (f->group)) == (n > 0));
}

static void
test_stay (Fixture *f, gconstpointer data)
{
  const char *const before[] = {"a", "b", "c"};
  const char *const after[] = {"a", "c, later", "d"};
  SatSyncRow *a, *c;

  show (f, "abc", before);
  assert_rows (f, 3, before);
  a = row_at (f, 0);
  c = row_at (f, 2);
  show (f, "acd", after);
  assert_rows (f, 3, after);
  g_assert_true (row_at (f, 0) == a);
  g_assert_true (row_at (f, 1) == c);
  show (f, "", NULL);
  assert_rows (f, 0, NULL);
}

static void
test_order (Fixture *f, gconstpointer data)
{
  const char *const before[] = {"a", "b", "c"};
  const char *const after[] = {"c", "b", "a"};

  show (f, "abc", before);
  show (f, "cba", after);
  assert_rows (f, 3, after);
}

/* What can be done with it has changed. */
static void
test_offers (Fixture *f, gconstpointer data)
{
  const char *const entries[] = {"a"};
  int first = 0;

  show (f, "A", entries);
  g_assert_nonnull (find (GTK_WIDGET (row_at (f, 0)), GTK_TYPE_BUTTON, &first));
  show (f, "a", entries);
  assert_rows (f, 1, entries);
  first = 0;
  g_assert_null (find (GTK_WIDGET (row_at (f, 0)), GTK_TYPE_BUTTON, &first));
}

static void
assert_focus (Fixture *f, int n)
{
  g_assert_true (gtk_root_get_focus (GTK_ROOT (f->window)) == GTK_WIDGET (row_at (f, n)));
}

static void
test_focus (Fixture *f, gconstpointer data)
{
  const char *const entries[] = {"a", "b", "c"};

  show (f, "abc", entries);
  gtk_widget_grab_focus (GTK_WIDGET (row_at (f, 1)));
  show (f, "bc", entries + 1); /* with its row */
  assert_focus (f, 0);
  show (f, "c", entries + 2); /* then to its place */
  assert_focus (f, 0);
}

/* A button of a row that stays means what the row stands for now. */
static void
test_button (Fixture *f, gconstpointer data)
{
  const char *const before[] = {"a"}, *const after[] = {"a, later"};
  int first = 0;
  GtkWidget *button;

  show (f, "A", before);
  button = find (GTK_WIDGET (row_at (f, 0)), GTK_TYPE_BUTTON, &first);
  show (f, "A", after);
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpstr (f->pressed, ==, after[0]);
}

static SatSyncRow *
numbered_row_new (gpointer item, gpointer user_data)
{
  g_autofree char *key = g_strdup_printf ("Number %u", GPOINTER_TO_UINT (item));
  SatSyncRow *row = sat_sync_row_new (key, "now");

  sat_sync_row_set_entry (row, key, NULL, NULL);
  return row;
}

/* The numbers from 1 to @user_data, and three that are not at hand. */
static void
show_numbers (SatSyncGroup *group, gpointer user_data)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new ();

  for (guint i = 0; i < *(guint *)user_data; i++)
    g_ptr_array_add (items, GUINT_TO_POINTER (i + 1));
  sat_sync_group_show (group, items, 3, numbered_row_new, NULL);
}

static void
assert_title (Fixture *f, int row, const char *title)
{
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row_at (f, row))), ==,
                   title);
}

static gboolean
is_laid_out_cb (gpointer row)
{
  return gtk_widget_get_height (row) > 0;
}

typedef struct {
  Fixture *f;
  guint row;
} Wanted;

static gboolean
has_focus_cb (gpointer data)
{
  const Wanted *wanted = data;

  return gtk_root_get_focus (GTK_ROOT (wanted->f->window)) ==
         GTK_WIDGET (row_at (wanted->f, (int)wanted->row));
}

/* Of a long list the beginning is shown, and more when it is asked for. */
static void
test_more (Fixture *f, gconstpointer data)
{
  guint n = 100, limit;
  int first = 0;
  GtkWidget *button;

  g_signal_connect (f->group, "more-wanted", G_CALLBACK (show_numbers), &n);
  show_numbers (f->group, &n);
  limit = sat_sync_group_get_limit (f->group);
  g_assert_cmpuint (limit, ==, 20);
  assert_title (f, (int)limit - 1, "Number 20");
  assert_title (f, (int)limit, "83 more");
  g_assert_null (row_at (f, (int)limit + 1));

  button = find (GTK_WIDGET (row_at (f, (int)limit)), GTK_TYPE_BUTTON, &first);
  g_assert_true (sat_test_wait_until (is_laid_out_cb, row_at (f, (int)limit), 10000));
  gtk_widget_grab_focus (button);
  g_signal_emit_by_name (button, "clicked");
  assert_title (f, (int)limit, "Number 21");
  /* It goes to the first of those that came when that has its place, or the page would jump. */
  g_assert_cmpint (gtk_widget_get_height (gtk_root_get_focus (GTK_ROOT (f->window))), >, 0);
  g_assert_true (sat_test_wait_until (has_focus_cb, &(Wanted){f, limit}, 10000));

  n = 4;
  show_numbers (f->group, &n);
  assert_title (f, 4, "3 more");
  g_assert_null (row_at (f, 5));
}

static gboolean
has_tooltip (SatSyncRow *row)
{
  g_autoptr (GtkTooltip) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  gboolean shown = FALSE;

  g_signal_emit_by_name (row, "query-tooltip", 1, 1, FALSE, tooltip, &shown);
  return shown;
}

/* Only what is cut off is said once more. */
static void
test_tooltip (Fixture *f, gconstpointer data)
{
  g_autofree char *words = g_strnfill (4000, 'x');
  const char *const entries[] = {"a", words};

  for (char *space = words + 8; space < words + 4000; space += 9)
    *space = ' ';
  gtk_window_set_default_size (GTK_WINDOW (f->window), 400, 600);
  show (f, "ab", entries);
  g_assert_true (sat_test_wait_until (is_laid_out_cb, row_at (f, 1), 10000));
  g_assert_false (has_tooltip (row_at (f, 0)));
  g_assert_true (has_tooltip (row_at (f, 1)));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, func) g_test_add ("/sync-group/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("stay", test_stay);
  ADD ("order", test_order);
  ADD ("offers", test_offers);
  ADD ("focus", test_focus);
  ADD ("button", test_button);
  ADD ("more", test_more);
  ADD ("tooltip", test_tooltip);
#undef ADD
  return g_test_run ();
}
