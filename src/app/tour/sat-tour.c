/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-tour.h"

#include <glib/gi18n-lib.h>

/* Long enough for background reads. */
#define PAUSE_MS 600
#define POLL_MS 100
/* Sizes settle and colours follow within so many frames. */
#define FRAMES 4
/* A window that is being laid out anew has no picture for a moment. */
#define MOST_TRIES 20
#define MOST_WAITS 600
#define MOST_WAITS_TO_ENTER 3000

#define TICKS "tour-ticks"

typedef struct {
  SatWindow *window;
  char *folder;
  GPtrArray *only; /* of GPatternSpec; NULL for all */
  SatTourPlan plan;
  guint step;
  gboolean entering;
  gboolean dark;
  gboolean ok;
  gint64 since; /* the picture waits, monotonic time */
  guint tries;  /* at this picture */
  guint waited; /* for it */
  guint written;
} Tour;

static void
tour_free (Tour *tour)
{
  g_object_unref (tour->window);
  g_free (tour->folder);
  g_clear_pointer (&tour->only, g_ptr_array_unref);
  g_free (tour);
}

static void
set_dark (Tour *tour, gboolean dark)
{
  tour->dark = dark;
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                           : ADW_COLOR_SCHEME_FORCE_LIGHT);
}

static void
finish (Tour *tour)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  g_print (ngettext ("%u picture in %s\n", "%u pictures in %s\n", tour->written), tour->written,
           tour->folder);
  tour->plan.done (tour->ok, tour->plan.user_data);
  tour_free (tour);
}

static char *
picture_name (const SatTourStep *step, gboolean dark)
{
  return g_strdup_printf ("%s-%s", step->name, dark ? "dark" : "light");
}

/* A pattern names the stop or one of its pictures. */
static gboolean
is_wanted (Tour *tour, const SatTourStep *step, gboolean dark)
{
  g_autofree char *name = picture_name (step, dark);

  for (guint i = 0; tour->only != NULL && i < tour->only->len; i++) {
    GPatternSpec *pattern = g_ptr_array_index (tour->only, i);

    if (g_pattern_spec_match_string (pattern, step->name) ||
        g_pattern_spec_match_string (pattern, name))
      return TRUE;
  }
  return tour->only == NULL;
}

/* FALSE: try again. */
static gboolean
write_step (Tour *tour, const SatTourStep *step)
{
  g_autofree char *name = picture_name (step, tour->dark);
  g_autofree char *file = g_strconcat (name, ".png", NULL);
  g_autofree char *path = g_build_filename (tour->folder, file, NULL);
  g_autoptr (GError) error = NULL;

  if (!is_wanted (tour, step, tour->dark))
    return TRUE;
  if (sat_tour_write_picture (tour->window, path, &error)) {
    tour->written++;
    tour->tries = 0;
    return TRUE;
  }
  gtk_widget_queue_allocate (GTK_WIDGET (tour->window));
  if (++tour->tries < MOST_TRIES)
    return FALSE;
  g_printerr ("%s: %s\n", path, error->message);
  tour->tries = 0;
  tour->ok = FALSE;
  return TRUE;
}

static gboolean
tick_cb (GtkWidget *window, GdkFrameClock *clock, gpointer user_data)
{
  guint ticks = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (window), TICKS)) + 1;

  g_object_set_data (G_OBJECT (window), TICKS, GUINT_TO_POINTER (ticks));
  gtk_widget_queue_draw (window);
  return ticks < FRAMES ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* Every window has been drawn some times since start_pause(). */
static gboolean
is_drawn (void)
{
  g_autoptr (GListModel) all = g_object_ref (gtk_window_get_toplevels ());
  gboolean drawn = TRUE;

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (all, i);
    guint ticks = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (window), TICKS));

    if (!gtk_widget_get_mapped (window))
      continue;
    if (ticks == 0) {
      g_object_set_data (G_OBJECT (window), TICKS, GUINT_TO_POINTER (1));
      gtk_widget_add_tick_callback (window, tick_cb, NULL, NULL);
    }
    drawn = drawn && ticks >= FRAMES;
  }
  return drawn;
}

static void
start_pause (Tour *tour)
{
  g_autoptr (GListModel) all = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (GObject) window = g_list_model_get_item (all, i);

    if (GPOINTER_TO_UINT (g_object_get_data (window, TICKS)) >= FRAMES)
      g_object_set_data (window, TICKS, NULL);
  }
  tour->since = g_get_monotonic_time ();
  is_drawn ();
}

static gboolean
is_paused (Tour *tour)
{
  guint pause = tour->plan.pause > 0 ? tour->plan.pause : PAUSE_MS;

  /* For the other colours, what is shown is there already. */
  if (tour->dark)
    pause /= 3;
  return !is_drawn () || g_get_monotonic_time () < tour->since + (gint64)pause * 1000;
}

/* A step that takes its time has its picture a moment after it is ready. */
static gboolean
must_wait (Tour *tour, const SatTourStep *step)
{
  gboolean was_waiting = tour->waited > 0;

  if (is_paused (tour))
    return TRUE;
  if (step->wait != NULL && step->wait (tour->window) && tour->waited++ < MOST_WAITS)
    return TRUE;
  tour->waited = 0;
  if (was_waiting)
    start_pause (tour);
  return was_waiting;
}

/* The start page has gone. TRUE: not yet. */
static gboolean
is_entering (Tour *tour)
{
  if (tour->entering && sat_window_get_context (tour->window) == NULL) {
    if (tour->waited++ < MOST_WAITS_TO_ENTER)
      return TRUE;
    tour->ok = FALSE;
  }
  tour->entering = FALSE;
  tour->waited = 0;
  return FALSE;
}

static void
go (Tour *tour)
{
  guint n;
  const SatTourStep *steps = sat_tour_steps (&n);

  if (sat_window_get_context (tour->window) == NULL && tour->step == 1 && tour->plan.enter != NULL)
    tour->plan.enter (tour->plan.user_data);
  tour->entering = sat_window_get_context (tour->window) == NULL && tour->step > 0;
  if (!tour->entering && steps[tour->step].go != NULL)
    steps[tour->step].go (tour->window);
  start_pause (tour);
}

/* FALSE: there is none. */
static gboolean
next_step (Tour *tour)
{
  guint n;
  const SatTourStep *steps = sat_tour_steps (&n);

  do {
    if (++tour->step == n)
      return FALSE;
  } while (steps[tour->step].writes && !tour->plan.writes);
  go (tour);
  return TRUE;
}

static gboolean
next_cb (gpointer user_data)
{
  Tour *tour = user_data;
  guint n;
  const SatTourStep *step = sat_tour_steps (&n) + tour->step;

  if (tour->entering) {
    if (is_entering (tour))
      return G_SOURCE_CONTINUE;
    if (tour->ok) {
      go (tour);
      return G_SOURCE_CONTINUE;
    }
    finish (tour);
    return G_SOURCE_REMOVE;
  }
  if (must_wait (tour, step) || !write_step (tour, step))
    return G_SOURCE_CONTINUE;
  if (!tour->dark && is_wanted (tour, step, TRUE)) {
    set_dark (tour, TRUE);
    start_pause (tour);
    return G_SOURCE_CONTINUE;
  }
  if (tour->dark)
    set_dark (tour, FALSE);
  if (next_step (tour))
    return G_SOURCE_CONTINUE;
  finish (tour);
  return G_SOURCE_REMOVE;
}

static GPtrArray *
read_patterns (const char *text)
{
  GPtrArray *patterns = g_ptr_array_new_with_free_func ((GDestroyNotify)g_pattern_spec_free);
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    g_ptr_array_add (patterns, g_pattern_spec_new (parts[i]));
  return patterns;
}

static void
fill_screen (GtkWindow *window)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));
  GdkMonitor *monitor =
      gdk_display_get_monitor_at_surface (gtk_widget_get_display (GTK_WIDGET (window)), surface);
  GdkRectangle area;

  if (monitor == NULL)
    return;
  gdk_monitor_get_geometry (monitor, &area);
  gtk_window_set_default_size (window, area.width, area.height);
}

void
sat_tour_start (SatWindow *window, const SatTourPlan *plan)
{
  Tour *tour;

  g_return_if_fail (SAT_IS_WINDOW (window) && plan != NULL);
  g_return_if_fail (plan->folder != NULL && plan->done != NULL);
  tour = g_new0 (Tour, 1);
  tour->window = g_object_ref (window);
  tour->plan = *plan;
  tour->folder = g_strdup (plan->folder);
  tour->only = plan->only != NULL ? read_patterns (plan->only) : NULL;
  tour->ok = g_mkdir_with_parents (plan->folder, 0755) == 0;
  fill_screen (GTK_WINDOW (window));
  set_dark (tour, FALSE);
  /* A workspace that is open already has no start page to show. */
  if (sat_window_get_context (window) != NULL)
    next_step (tour);
  else
    start_pause (tour);
  g_timeout_add_full (G_PRIORITY_LOW, POLL_MS, next_cb, tour, NULL);
}
