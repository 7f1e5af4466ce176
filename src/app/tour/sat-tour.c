/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-tour.h"

#include <glib/gi18n-lib.h>

/* Long enough for background reads and for sizes to settle. */
#define PAUSE_MS 600
/* A window that is being laid out anew has no picture for a moment. */
#define MOST_TRIES 5
#define MOST_WAITS 100

typedef struct {
  SatWindow *window;
  char *folder;
  guint step;
  gboolean dark;
  gboolean ok;
  guint tries;  /* at this step */
  guint waited; /* for it */
  guint written;
  SatTourDone done;
  gpointer user_data;
} Tour;

static void
tour_free (Tour *tour)
{
  g_object_unref (tour->window);
  g_free (tour->folder);
  g_free (tour);
}

static void
set_scheme (gboolean dark)
{
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
  tour->done (tour->ok, tour->user_data);
  tour_free (tour);
}

/* FALSE: try again. */
static gboolean
write_step (Tour *tour, const SatTourStep *step)
{
  g_autofree char *name = g_strdup_printf ("%s-%s.png", step->name, tour->dark ? "dark" : "light");
  g_autofree char *path = g_build_filename (tour->folder, name, NULL);
  g_autoptr (GError) error = NULL;

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

/* A step that takes its time has its picture a moment after it is ready. */
static gboolean
must_wait (Tour *tour, const SatTourStep *step)
{
  gboolean was_waiting = tour->waited > 0;

  if (step->wait != NULL && step->wait (tour->window) && tour->waited++ < MOST_WAITS)
    return TRUE;
  tour->waited = 0;
  return was_waiting && step->wait != NULL;
}

static gboolean
next_cb (gpointer user_data)
{
  Tour *tour = user_data;
  guint n;
  const SatTourStep *steps = sat_tour_steps (&n);

  if (must_wait (tour, &steps[tour->step]) || !write_step (tour, &steps[tour->step]))
    return G_SOURCE_CONTINUE;
  if (++tour->step == n) {
    if (tour->dark) {
      finish (tour);
      return G_SOURCE_REMOVE;
    }
    tour->step = 0;
    tour->dark = TRUE;
    set_scheme (TRUE);
  }
  steps[tour->step].go (tour->window);
  return G_SOURCE_CONTINUE;
}

void
sat_tour_start (SatWindow *window, const char *folder, SatTourDone done, gpointer user_data)
{
  Tour *tour;
  guint n;

  g_return_if_fail (SAT_IS_WINDOW (window) && folder != NULL && done != NULL);
  tour = g_new0 (Tour, 1);
  tour->window = g_object_ref (window);
  tour->folder = g_strdup (folder);
  tour->ok = g_mkdir_with_parents (folder, 0755) == 0;
  tour->done = done;
  tour->user_data = user_data;
  set_scheme (FALSE);
  sat_tour_steps (&n)->go (window);
  g_timeout_add (PAUSE_MS, next_cb, tour);
}
