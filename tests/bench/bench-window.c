/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window does while a large file is imported through its assistant: somebody looks through
 * the lists, scrolls, searches and opens records all the time, and no turn of the main loop may
 * take long. Prints the turns and the intervals between frames before, during the check, during the
 * import, and while the search index comes up to date. */

#include "config.h"

#include "bench-frames.h"
#include "bench-loop.h"
#include "sat-application.h"
#include "sat-demo.h"
#include "sat-import-window.h"
#include "sat-record-view.h"
#include "sat-search-palette.h"
#include "sat-window-import.h"
#include "sat-window.h"

#include <stdlib.h>

#define MUST_MS 100
#define SETTLE_SECONDS 5
#define BEFORE_SECONDS 20
#define AFTER_SECONDS 20
#define LOOK_MS 200
#define SCROLL_STEP 34

typedef struct {
  GtkApplication *application;
  BenchLoop *loop;
  SatWindow *window;
  const char *csv;
  guint step; /* of the browsing */
  gint64 step_ends;
  gint64 phase_ends; /* of the phases that end by the clock; 0: not yet */
  gboolean scrolls, settled;
} Bench;

typedef enum {
  VIEW,
  SCROLL,
  WORDS,
  SELECT,
  SEARCH,
  CLOSE,
} Deed;

/* What somebody does over and over again. */
static const struct {
  Deed deed;
  const char *text, *name;
  guint ms;
} steps[] = {
    {VIEW, "contacts", "to the contacts", 600},
    {SCROLL, NULL, "scrolling contacts", 3000},
    {SELECT, "3", "details of a contact", 800},
    {SELECT, "9", "details of a contact", 800},
    {WORDS, "m", "a letter in the box", 250},
    {WORDS, "ma", "two letters in the box", 250},
    {WORDS, "mar", "three letters in the box", 800},
    {WORDS, "", "clearing the box", 600},
    {SEARCH, "s", "a letter in the search", 250},
    {SEARCH, "sm", "two letters in the search", 250},
    {SEARCH, "smi", "three letters in the search", 800},
    {CLOSE, NULL, "closing the search", 300},
    {VIEW, "companies", "to the companies", 600},
    {SCROLL, NULL, "scrolling companies", 2000},
    {SELECT, "2", "details of a company", 800},
    {VIEW, "pipeline", "to the pipeline", 2000},
    {VIEW, "activities", "to the activities", 2000},
    {VIEW, "today", "to today", 2000},
};

static void
type_words (Bench *self, const char *words)
{
  GtkWidget *entry =
      bench_find (GTK_WIDGET (sat_window_get_view (self->window)), GTK_TYPE_SEARCH_ENTRY);

  if (entry != NULL)
    gtk_editable_set_text (GTK_EDITABLE (entry), words);
}

static void
type_search (Bench *self, const char *words)
{
  GtkWidget *palette = bench_find (GTK_WIDGET (self->window), SAT_TYPE_SEARCH_PALETTE);

  if (palette == NULL) {
    gtk_widget_activate_action (GTK_WIDGET (self->window), "win.search", NULL);
    palette = bench_find (GTK_WIDGET (self->window), SAT_TYPE_SEARCH_PALETTE);
  }
  if (palette != NULL)
    sat_search_palette_set_text (SAT_SEARCH_PALETTE (palette), words);
}

static void
close_search (Bench *self)
{
  GtkWidget *palette = bench_find (GTK_WIDGET (self->window), SAT_TYPE_SEARCH_PALETTE);

  if (palette != NULL)
    g_signal_emit_by_name (palette, "close");
}

static void
select_row (Bench *self, guint row)
{
  GtkWidget *table =
      bench_find (GTK_WIDGET (sat_window_get_view (self->window)), SAT_TYPE_RECORD_TABLE);

  if (table != NULL)
    gtk_selection_model_select_item (sat_record_table_get_selection (SAT_RECORD_TABLE (table)), row,
                                     TRUE);
}

static void
scroll_on (Bench *self)
{
  GtkWidget *table =
      bench_find (GTK_WIDGET (sat_window_get_view (self->window)), SAT_TYPE_RECORD_TABLE);
  GtkWidget *scrolled = table != NULL ? bench_find (table, GTK_TYPE_SCROLLED_WINDOW) : NULL;
  GtkAdjustment *adjustment;

  if (scrolled == NULL)
    return;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + SCROLL_STEP);
}

static void
begin_step (Bench *self)
{
  const char *text = steps[self->step].text;

  bench_loop_set_doing (self->loop, steps[self->step].name);
  self->scrolls = steps[self->step].deed == SCROLL;
  self->step_ends = sat_bench_now () + 1000 * (gint64)steps[self->step].ms;
  switch (steps[self->step].deed) {
  case VIEW:
    sat_window_show_view (self->window, text);
    break;
  case WORDS:
    type_words (self, text);
    break;
  case SELECT:
    select_row (self, (guint)atoi (text));
    break;
  case SEARCH:
    type_search (self, text);
    break;
  case CLOSE:
    close_search (self);
    break;
  case SCROLL:
    break;
  }
  self->step = (self->step + 1) % G_N_ELEMENTS (steps);
}

static gboolean
frame_cb (gpointer data)
{
  Bench *self = data;

  if (self->scrolls)
    scroll_on (self);
  if (sat_bench_now () >= self->step_ends)
    begin_step (self);
  return G_SOURCE_CONTINUE;
}

static SatImportModel *
find_model (void)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (all, i);

    if (SAT_IS_IMPORT_WINDOW (window))
      return sat_import_window_get_model (SAT_IMPORT_WINDOW (window));
  }
  return NULL;
}

static void
say_time (const char *what)
{
  static gint64 last;
  gint64 now = sat_bench_now ();

  if (last != 0)
    g_printerr ("%.0f s; ", (double)(now - last) / G_USEC_PER_SEC);
  g_printerr ("%s\n", what);
  last = now;
}

static void
enter_phase (Bench *self, const char *name, guint seconds)
{
  say_time (*name != '\0' ? name : "start");
  bench_loop_set_phase (self->loop, name);
  self->phase_ends = seconds > 0 ? sat_bench_now () + seconds * G_USEC_PER_SEC : 0;
}

static void
begin_import (Bench *self)
{
  const char *const paths[] = {self->csv, NULL};

  enter_phase (self, "during the check", 0);
  sat_window_import_files (self->window, paths);
}

static void
follow_import (Bench *self, SatImportModel *model)
{
  const GError *error = sat_import_model_get_error (model);

  switch (sat_import_model_get_step (model)) {
  case SAT_IMPORT_STEP_COLUMNS:
  case SAT_IMPORT_STEP_NAMES:
    sat_import_model_next (model);
    break;
  case SAT_IMPORT_STEP_PREVIEW:
    enter_phase (self, "during the import", 0);
    sat_import_model_next (model);
    break;
  case SAT_IMPORT_STEP_REPORT:
    if (self->phase_ends == 0)
      enter_phase (self, "while it is indexed", AFTER_SECONDS);
    break;
  case SAT_IMPORT_STEP_STOPPED:
    g_error ("the import stopped: %s", error != NULL ? error->message : "");
  default:
    break;
  }
}

static gboolean
look_cb (gpointer data)
{
  Bench *self = data;
  SatImportModel *model = find_model ();

  if (model != NULL)
    follow_import (self, model);
  if (self->phase_ends == 0 || sat_bench_now () < self->phase_ends)
    return G_SOURCE_CONTINUE;
  if (model == NULL) {
    if (!self->settled)
      enter_phase (self, "before", BEFORE_SECONDS);
    else
      begin_import (self);
    self->settled = TRUE;
    return G_SOURCE_CONTINUE;
  }
  say_time ("done");
  bench_loop_set_phase (self->loop, "");
  bench_loop_print (self->loop, "import", MUST_MS);
  exit (0);
}

static void
activated_cb (GtkApplication *application, Bench *self)
{
  if (self->window != NULL)
    return;
  self->window = SAT_WINDOW (gtk_application_get_windows (application)->data);
  bench_loop_watch (self->loop, GTK_WIDGET (self->window), frame_cb, self);
  enter_phase (self, "", SETTLE_SECONDS);
  g_timeout_add (LOOK_MS, look_cb, self);
}

/* "bench-window FOLDER ROWS": makes a workspace and a file of so many contacts there. */
int
main (int argc, char *argv[])
{
  guint rows = argc > 2 ? (guint)atoi (argv[2]) : 0;
  SatDemoSize size = {.contacts = 20000, .deals = 2000, .activities = 10000};
  g_autofree char *db = argc > 2 ? g_build_filename (argv[1], "workspace.db", NULL) : NULL;
  g_autofree char *csv = argc > 2 ? g_build_filename (argv[1], "contacts.csv", NULL) : NULL;
  char *arguments[] = {argv[0], (char *)"--db", db, NULL};
  g_autoptr (SatApplication) application = NULL;
  g_autoptr (GError) error = NULL;
  Bench self = {.csv = csv};

  if (rows == 0)
    g_error ("usage: bench-window FOLDER ROWS");
  if (!sat_demo_make_file (db, &size, NULL, NULL, NULL, &error) ||
      !sat_bench_write_csv (csv, rows, &error))
    g_error ("%s", error->message);
  application = sat_application_new ();
  self.loop = bench_loop_new ();
  g_signal_connect_after (application, "activate", G_CALLBACK (activated_cb), &self);
  return g_application_run (G_APPLICATION (application), 3, arguments);
}
