/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "chart-sample.h"
#include "sat-chart-draw.h"
#include "sat-chart-mark.h"
#include "sat-chart-plot.h"
#include "sat-chart-table.h"
#include "sat-chart.h"
#include "sat-test.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>

/* A chart in a window. */
typedef struct {
  GtkWindow *window;
  SatChart *chart;
  GtkWidget *plot;
  char *activated;
} Fixture;

static void
activated_cb (SatChart *chart, const char *key, Fixture *f)
{
  g_free (f->activated);
  f->activated = g_strdup (key);
}

static gboolean
has_size (gpointer widget)
{
  return gtk_widget_get_width (widget) > 0 && gtk_widget_get_height (widget) > 0;
}

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type);
  return found;
}

/* Takes @model. */
static Fixture *
fixture_new (SatChartModel *model)
{
  Fixture *f = g_new0 (Fixture, 1);

  f->chart = SAT_CHART (sat_chart_new ());
  sat_chart_set_model (f->chart, model);
  sat_chart_model_unref (model);
  g_signal_connect (f->chart, "mark-activated", G_CALLBACK (activated_cb), f);
  f->plot = find (GTK_WIDGET (f->chart), SAT_TYPE_CHART_PLOT);
  f->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (f->window, 900, 420);
  gtk_window_set_child (f->window, GTK_WIDGET (f->chart));
  gtk_window_present (f->window);
  g_assert_true (sat_test_wait_until (has_size, f->plot, 10000));
  sat_test_settle ();
  return f;
}

static void
fixture_free (Fixture *f)
{
  gtk_window_destroy (f->window);
  sat_test_settle ();
  g_free (f->activated);
  g_free (f);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

static gpointer
find_controller (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

    if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
      return controller;
  }
  g_assert_not_reached ();
}

static gboolean
press (Fixture *f, guint key, GdkModifierType modifiers)
{
  gboolean handled = FALSE;

  g_signal_emit_by_name (find_controller (f->plot, GTK_TYPE_EVENT_CONTROLLER_KEY), "key-pressed",
                         key, 0, modifiers, &handled);
  sat_test_settle ();
  return handled;
}

/* What the screen reader says of the mark with the focus. */
static const char *
said (Fixture *f)
{
  GtkWidget *focus = gtk_window_get_focus (f->window);

  g_assert_true (SAT_IS_CHART_MARK_WIDGET (focus));
  gtk_test_accessible_assert_role (focus, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_test_accessible_assert_property (
      focus, GTK_ACCESSIBLE_PROPERTY_LABEL,
      sat_chart_mark_widget_get_text (SAT_CHART_MARK_WIDGET (focus)));
  return sat_chart_mark_widget_get_text (SAT_CHART_MARK_WIDGET (focus));
}

static void
test_keys_of_bars (void)
{
  g_autoptr (Fixture) f = fixture_new (chart_sample_stacks (TRUE));

  g_assert_true (gtk_widget_child_focus (f->plot, GTK_DIR_TAB_FORWARD));
  g_assert_cmpstr (said (f), ==, "Ana, closed: $400,000");
  press (f, GDK_KEY_Right, 0);
  g_assert_cmpstr (said (f), ==, "Ana, commit: $200,000");
  press (f, GDK_KEY_Down, 0);
  g_assert_cmpstr (said (f), ==, "Bo, commit: -$100,000");
  press (f, GDK_KEY_Home, 0);
  g_assert_cmpstr (said (f), ==, "Bo, closed: $300,000");
  press (f, GDK_KEY_End, 0);
  g_assert_cmpstr (said (f), ==, "Bo, quota: $700,000");
  /* no further: the focus stays, and the key is not for others */
  g_assert_true (press (f, GDK_KEY_Down, 0));
  g_assert_cmpstr (said (f), ==, "Bo, quota: $700,000");
  press (f, GDK_KEY_Home, GDK_CONTROL_MASK);
  g_assert_cmpstr (said (f), ==, "Ana, closed: $400,000");
  g_assert_false (press (f, GDK_KEY_x, 0));
  g_assert_false (press (f, GDK_KEY_Left, GDK_ALT_MASK));
}

static void
test_keys_of_dates (void)
{
  g_autoptr (Fixture) f = fixture_new (chart_sample_burnup ());

  gtk_widget_child_focus (f->plot, GTK_DIR_TAB_FORWARD);
  g_assert_cmpstr (said (f), ==, "10 Oct: $100,000");
  press (f, GDK_KEY_Right, 0);
  press (f, GDK_KEY_Right, 0);
  g_assert_cmpstr (said (f), ==, "29 Nov: $400,000");
  press (f, GDK_KEY_Down, 0);
  g_assert_cmpstr (said (f), ==, "31 Dec: $430,000 to $560,000");
  press (f, GDK_KEY_Up, 0);
  g_assert_cmpstr (said (f), ==, "29 Nov: $400,000");
  press (f, GDK_KEY_Home, 0);
  g_assert_cmpstr (said (f), ==, "10 Oct: $100,000");
}

/* Tab comes in where one was, and the next Tab leads out. */
static void
test_one_stop (void)
{
  g_autoptr (Fixture) f = fixture_new (chart_sample_stacks (TRUE));

  gtk_widget_child_focus (f->plot, GTK_DIR_TAB_FORWARD);
  press (f, GDK_KEY_Down, 0);
  g_assert_cmpstr (said (f), ==, "Bo, closed: $300,000");
  g_assert_false (gtk_widget_child_focus (f->plot, GTK_DIR_TAB_FORWARD));
  gtk_window_set_focus (f->window, NULL);
  gtk_widget_child_focus (f->plot, GTK_DIR_TAB_BACKWARD);
  g_assert_cmpstr (said (f), ==, "Bo, closed: $300,000");
}

static void
test_activate (void)
{
  g_autoptr (Fixture) f = fixture_new (chart_sample_stacks (TRUE));
  GtkWidget *focus;

  gtk_widget_child_focus (f->plot, GTK_DIR_TAB_FORWARD);
  g_assert_true (press (f, GDK_KEY_Return, 0));
  g_assert_cmpstr (f->activated, ==, "ana/closed");
  press (f, GDK_KEY_Right, 0);
  g_assert_true (press (f, GDK_KEY_space, 0));
  g_assert_cmpstr (f->activated, ==, "ana/commit");
  /* as an assistive tool does it */
  focus = gtk_window_get_focus (f->window);
  g_clear_pointer (&f->activated, g_free);
  gtk_widget_activate_action (focus, "mark.activate", NULL);
  g_assert_cmpstr (f->activated, ==, "ana/commit");
  /* a quota has no deals */
  g_clear_pointer (&f->activated, g_free);
  press (f, GDK_KEY_End, 0);
  press (f, GDK_KEY_Return, 0);
  g_assert_null (f->activated);
}

static void
click (Fixture *f, double x, double y)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (f->plot);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) one = g_list_model_get_item (controllers, i);

    if (GTK_IS_GESTURE_CLICK (one) &&
        gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (one)) == GDK_BUTTON_PRIMARY)
      g_signal_emit_by_name (one, "released", 1, x, y);
  }
}

static void
test_click (void)
{
  g_autoptr (Fixture) f = fixture_new (chart_sample_stacks (TRUE));
  GtkWidget *mark = gtk_widget_get_first_child (f->plot);
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (mark, f->plot, &bounds));
  click (f, bounds.origin.x + bounds.size.width / 3.0, bounds.origin.y + bounds.size.height / 2.0);
  g_assert_cmpstr (f->activated, ==, "ana/closed");
  g_assert_true (gtk_window_get_focus (f->window) == mark);
  g_clear_pointer (&f->activated, g_free);
  click (f, 1.0, 1.0);
  g_assert_null (f->activated);
}

static gboolean
is_shown (GtkWidget *widget, const char *text)
{
  gboolean found = GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
                   g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), text) == 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = is_shown (child, text);
  return found;
}

static gboolean
has_table (gpointer chart)
{
  return is_shown (GTK_WIDGET (chart), "700,000.00");
}

/* The same figures as a table, whose lines do what the marks do. */
static void
test_table (void)
{
  g_autoptr (Fixture) f = fixture_new (chart_sample_stacks (TRUE));
  GtkWidget *table = find (GTK_WIDGET (f->chart), SAT_TYPE_CHART_TABLE);
  GtkWidget *view = find (table, GTK_TYPE_COLUMN_VIEW);

  gtk_widget_child_focus (f->plot, GTK_DIR_TAB_FORWARD);
  sat_chart_show_table (f->chart, TRUE);
  g_assert_true (sat_chart_get_shows_table (f->chart));
  g_assert_true (sat_test_wait_until (has_table, f->chart, 10000));
  g_assert_true (is_shown (table, "Closed (USD)"));
  g_assert_true (is_shown (table, "400,000.00"));
  g_assert_true (is_shown (table, "-100,000.00"));
  /* the focus came along */
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (f->window), table));
  g_signal_emit_by_name (view, "activate", 1);
  g_assert_cmpstr (f->activated, ==, "bo/closed");
  sat_chart_show_table (f->chart, FALSE);
  sat_test_settle ();
  g_assert_true (gtk_widget_get_mapped (f->plot));
}

/* What stands for the whole chart. */
static void
test_names (void)
{
  g_autoptr (Fixture) f = fixture_new (chart_sample_burnup ());

  gtk_test_accessible_assert_role (f->plot, GTK_ACCESSIBLE_ROLE_LIST);
  gtk_test_accessible_assert_property (f->plot, GTK_ACCESSIBLE_PROPERTY_LABEL, "Closed so far");
  gtk_test_accessible_assert_property (f->plot, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Closed 400k");
  g_assert_true (is_shown (GTK_WIDGET (f->chart), "Closed so far"));
  g_assert_true (is_shown (GTK_WIDGET (f->chart), "Closed 400k"));
}

/* New figures: the mark that had the focus has it again. */
static void
test_new_model (void)
{
  g_autoptr (Fixture) f = fixture_new (chart_sample_stacks (TRUE));
  g_autoptr (SatChartModel) same = chart_sample_stacks (TRUE);
  g_autoptr (SatChartModel) other = chart_sample_burnup ();

  gtk_widget_child_focus (f->plot, GTK_DIR_TAB_FORWARD);
  press (f, GDK_KEY_Down, 0);
  sat_chart_set_model (f->chart, same);
  sat_test_settle ();
  g_assert_cmpstr (said (f), ==, "Bo, closed: $300,000");
  sat_chart_set_model (f->chart, other);
  sat_test_settle ();
  g_assert_true (SAT_IS_CHART_MARK_WIDGET (gtk_window_get_focus (f->window)));
  sat_chart_set_message (f->chart, "Nothing yet");
  sat_chart_set_model (f->chart, NULL);
  sat_test_settle ();
  g_assert_true (is_shown (GTK_WIDGET (f->chart), "Nothing yet"));
}

/* How many pixels differ from the first one. */
static guint
count_drawn (const char *path, int *width, int *height)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = gdk_texture_new_from_filename (path, &error);
  g_autofree guint32 *pixels = NULL;
  guint n = 0;

  g_assert_no_error (error);
  *width = gdk_texture_get_width (texture);
  *height = gdk_texture_get_height (texture);
  pixels = g_new0 (guint32, (gsize)*width * (gsize)*height);
  gdk_texture_download (texture, (guchar *)pixels, (gsize)*width * 4);
  for (gsize i = 0; i < (gsize)*width * (gsize)*height; i++)
    n += pixels[i] != pixels[0];
  return n;
}

static char *
write_chart (SatTestDir *dir, SatChartModel *model, SatChartFileFormat format)
{
  g_autofree char *name = g_strconcat ("chart.", sat_chart_file_extension (format), NULL);
  g_autoptr (GError) error = NULL;
  char *path = sat_test_dir_file (dir, name);

  g_assert_true (sat_chart_export_write (model, format, 800, 0, NULL, path, &error));
  g_assert_no_error (error);
  return path;
}

static void
test_png (void)
{
  g_autoptr (SatTestDir) dir = sat_test_dir_new ();
  g_autoptr (SatChartModel) model = chart_sample_stacks (TRUE);
  g_autofree char *path = write_chart (dir, model, SAT_CHART_PNG);
  int width, height;
  guint drawn = count_drawn (path, &width, &height);

  g_assert_cmpint (width, ==, 1600);
  g_assert_cmpint (height, >, 200);
  g_assert_cmpuint (drawn, >, 20000);
}

static void
test_svg (void)
{
  g_autoptr (SatTestDir) dir = sat_test_dir_new ();
  g_autoptr (SatChartModel) model = chart_sample_burnup ();
  g_autofree char *path = write_chart (dir, model, SAT_CHART_SVG);
  g_autofree char *text = NULL;
  int width, height;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "<svg"));
  g_assert_nonnull (strstr (text, "</svg>"));
  g_assert_nonnull (strstr (text, "800px"));
  /* curves, not a picture of them */
  g_assert_null (strstr (text, "<image"));
  g_assert_cmpuint (count_drawn (path, &width, &height), >, 3000);
  g_assert_cmpint (width, ==, 800);
}

static void
test_pdf (void)
{
  g_autoptr (SatTestDir) dir = sat_test_dir_new ();
  g_autoptr (SatChartModel) model = chart_sample_waterfall ();
  g_autoptr (SatChartModel) empty = NULL;
  SatFormat format = chart_sample_format ();
  g_autoptr (GBytes) without = NULL;
  g_autofree char *path = write_chart (dir, model, SAT_CHART_PDF);
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_assert_true (g_str_has_prefix (text, "%PDF-"));
  g_assert_nonnull (g_strstr_len (text + length - 16, 16, "%%EOF"));
  empty = sat_chart_model_new_bands (&format, "x", "y", NULL, FALSE);
  without = sat_chart_export_bytes (empty, SAT_CHART_PDF, 800, 0, NULL, NULL);
  g_assert_cmpuint (length, >, g_bytes_get_size (without) + 500);
}

/* What was there stays when the file cannot be written, and the message names it. */
static void
test_export_fails (void)
{
  g_autoptr (SatTestDir) dir = sat_test_dir_new ();
  g_autoptr (SatChartModel) model = chart_sample_stacks (TRUE);
  g_autofree char *taken = sat_test_dir_write (dir, "chart.png/inside", "x", -1);
  g_autofree char *folder = sat_test_dir_file (dir, "chart.png");
  g_autofree char *lost = sat_test_dir_file (dir, "no-folder/chart.svg");
  g_autofree char *left = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (sat_chart_export_write (model, SAT_CHART_PNG, 800, 0, NULL, folder, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "chart.png"));
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (taken, &left, NULL, NULL));
  g_assert_cmpstr (left, ==, "x");
  g_assert_false (sat_chart_export_write (model, SAT_CHART_SVG, 800, 0, NULL, lost, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

/* A full disk, as far as a file may grow: the chart that was saved before is still there. */
static void
test_disk_full (void)
{
  g_autoptr (SatTestDir) dir = sat_test_dir_new ();
  g_autoptr (SatChartModel) model = chart_sample_stacks (TRUE);
  g_autofree char *path = sat_test_dir_write (dir, "chart.svg", "before", -1);
  g_autofree char *left = NULL;
  g_autoptr (GError) error = NULL;
  struct rlimit usual, little;
  gboolean ok;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &usual), ==, 0);
  little = usual;
  little.rlim_cur = 1000;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &little), ==, 0);
  ok = sat_chart_export_write (model, SAT_CHART_SVG, 800, 0, NULL, path, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &usual), ==, 0);
  signal (SIGXFSZ, SIG_DFL);
  g_assert_false (ok);
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "chart.svg"));
  g_assert_true (g_file_get_contents (path, &left, NULL, NULL));
  g_assert_cmpstr (left, ==, "before");
  /* and nothing is left beside it */
  g_unlink (path);
  g_assert_cmpint (g_rmdir (sat_test_dir_path (dir)), ==, 0);
}

static void
test_text (void)
{
  g_autoptr (SatChartModel) bars = chart_sample_stacks (TRUE);
  g_autoptr (SatChartModel) dates = chart_sample_burnup ();
  g_autofree char *text = sat_chart_model_to_text (bars);
  g_autofree char *burnup = sat_chart_model_to_text (dates);

  g_assert_cmpstr (text, ==,
                   "By person\nAna leads\n\nPerson\tClosed (USD)\tCommit (USD)\tQuota (USD)\n"
                   "Ana\t400,000.00\t200,000.00\t500,000.00\n"
                   "Bo\t300,000.00\t-100,000.00\t700,000.00\n");
  g_assert_cmpstr (burnup, ==,
                   "Closed so far\nClosed 400k\n\n"
                   "Day\tClosed (USD)\tLikely (USD)\tQuota $500k (USD)\n"
                   "10 Oct 2017\t100,000.00\t–\t500,000.00\n"
                   "30 Oct 2017\t150,000.00\t–\t500,000.00\n"
                   "29 Nov 2017\t400,000.00\t400,000.00 to 400,000.00\t500,000.00\n"
                   "31 Dec 2017\t–\t430,000.00 to 560,000.00\t500,000.00\n");
}

/* At any size, and in a moment: nothing is drawn over the edge or warned about. */
static void
test_sizes (void)
{
  g_autoptr (Fixture) f = fixture_new (chart_sample_burnup ());
  static const int sizes[][2] = {{320, 200}, {1900, 900}, {260, 130}, {900, 420}};

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    gtk_window_set_default_size (f->window, sizes[i][0], sizes[i][1]);
    sat_test_settle ();
    gtk_widget_queue_draw (f->plot);
    sat_test_settle ();
    for (GtkWidget *mark = gtk_widget_get_first_child (f->plot); mark != NULL;
         mark = gtk_widget_get_next_sibling (mark)) {
      graphene_rect_t bounds;

      if (!SAT_IS_CHART_MARK_WIDGET (mark))
        continue;
      g_assert_true (gtk_widget_compute_bounds (mark, f->plot, &bounds));
      g_assert_cmpfloat (bounds.origin.x, >=, -4);
      g_assert_cmpfloat (bounds.origin.x + bounds.size.width, <=,
                         gtk_widget_get_width (f->plot) + 5);
    }
  }
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/chart/keys-of-bars", test_keys_of_bars);
  g_test_add_func ("/chart/keys-of-dates", test_keys_of_dates);
  g_test_add_func ("/chart/one-stop", test_one_stop);
  g_test_add_func ("/chart/activate", test_activate);
  g_test_add_func ("/chart/click", test_click);
  g_test_add_func ("/chart/table", test_table);
  g_test_add_func ("/chart/names", test_names);
  g_test_add_func ("/chart/new-model", test_new_model);
  g_test_add_func ("/chart/png", test_png);
  g_test_add_func ("/chart/svg", test_svg);
  g_test_add_func ("/chart/pdf", test_pdf);
  g_test_add_func ("/chart/export-fails", test_export_fails);
  g_test_add_func ("/chart/disk-full", test_disk_full);
  g_test_add_func ("/chart/text", test_text);
  g_test_add_func ("/chart/sizes", test_sizes);
  return g_test_run ();
}
