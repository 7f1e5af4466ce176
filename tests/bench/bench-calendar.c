/* SPDX-License-Identifier: GPL-3.0-or-later */

/* K3: work per frame (before-paint to after-paint) while an event is dragged over a month of 5,000,
 * against one widget that draws with a snapshot as many rectangles and texts as the month shows. */

#include "config.h"

#include "bench-frames.h"
#include "calendar-sample.h"
#include "sat-calendar-grid-private.h"
#include "sat-calendar.h"

#define EVENTS 5000
#define COLUMNS 7

/* Rectangles with texts that were laid out once. */
#define BENCH_TYPE_BARE (bench_bare_get_type ())
G_DECLARE_FINAL_TYPE (BenchBare, bench_bare, BENCH, BARE, GtkWidget)

struct _BenchBare {
  GtkWidget parent_instance;
  GPtrArray *texts;
  guint moved;
};

G_DEFINE_FINAL_TYPE (BenchBare, bench_bare, GTK_TYPE_WIDGET)

static void
bench_bare_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BenchBare *self = BENCH_BARE (widget);
  const GdkRGBA ground = {0.8F, 0.9F, 1, 1}, black = {0, 0, 0, 1};
  guint n = self->texts->len, rows = (n + COLUMNS - 1) / COLUMNS;
  float width = (float)gtk_widget_get_width (widget) / COLUMNS;
  float height = (float)gtk_widget_get_height (widget) / (float)rows;

  for (guint i = 0; i < n; i++) {
    float x = (float)(i % COLUMNS) * width, y = (float)(i / COLUMNS) * height;

    if (i == self->moved % n) /* the one that is dragged */
      x += 3;
    gtk_snapshot_append_color (snapshot, &ground,
                               &GRAPHENE_RECT_INIT (x + 2, y + 1, width - 4, height - 2));
    gtk_snapshot_save (snapshot);
    gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x + 4, y));
    gtk_snapshot_append_layout (snapshot, g_ptr_array_index (self->texts, i), &black);
    gtk_snapshot_restore (snapshot);
  }
}

static void
bench_bare_dispose (GObject *object)
{
  g_clear_pointer (&BENCH_BARE (object)->texts, g_ptr_array_unref);
  G_OBJECT_CLASS (bench_bare_parent_class)->dispose (object);
}

static void
bench_bare_class_init (BenchBareClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bench_bare_dispose;
  GTK_WIDGET_CLASS (klass)->snapshot = bench_bare_snapshot;
}

static void
bench_bare_init (BenchBare *self)
{
  self->texts = g_ptr_array_new_with_free_func (g_object_unref);
}

static GtkWidget *
make_bare (guint n)
{
  BenchBare *bare = g_object_new (BENCH_TYPE_BARE, NULL);

  for (guint i = 0; i < n; i++) {
    PangoLayout *text = gtk_widget_create_pango_layout (GTK_WIDGET (bare), "10:00 Call with Ana");

    pango_layout_set_width (text, 120 * PANGO_SCALE);
    pango_layout_set_ellipsize (text, PANGO_ELLIPSIZE_END);
    g_ptr_array_add (bare->texts, text);
  }
  return GTK_WIDGET (bare);
}

typedef struct {
  guint n;  /* chips that are shown */
  guint at; /* along the way of the drag */
} Drag;

static void
begin (SatCalendarGrid *grid, Drag *drag)
{
  SatCalendarState *state = sat_calendar_grid_state (grid);
  GPtrArray *chips = sat_calendar_pane_get_chips (g_ptr_array_index (state->panes, 0));
  graphene_rect_t bounds;

  drag->n = chips->len;
  for (guint i = 0; i < chips->len; i++)
    if (sat_calendar_chip_get_id (g_ptr_array_index (chips, i)) != 0 &&
        gtk_widget_compute_bounds (g_ptr_array_index (chips, i), GTK_WIDGET (grid), &bounds) &&
        sat_calendar_grid_begin_drag (grid, bounds.origin.x + 30, bounds.origin.y + 5))
      return;
  g_error ("nothing to drag");
}

static void
step_cb (GtkWidget *child, gpointer data)
{
  Drag *drag = data;

  if (BENCH_IS_BARE (child)) {
    BENCH_BARE (child)->moved++;
    gtk_widget_queue_draw (child);
    return;
  }
  if (!sat_calendar_grid_is_dragging (SAT_CALENDAR_GRID (child)))
    begin (SAT_CALENDAR_GRID (child), drag);
  /* a day further with nearly every frame, which is faster than a hand */
  drag->at += 131;
  sat_calendar_grid_drag_to (SAT_CALENDAR_GRID (child), 40 + drag->at % 900,
                             60 + drag->at / 7 % 600);
  gtk_widget_queue_draw (child);
}

int
main (void)
{
  SatCalendarGrid *month;
  g_autoptr (GPtrArray) events = NULL;
  SatFormat format;
  SatDate first;
  Drag drag = {0};
  double ours;

  adw_init ();
  sat_date_parse ("2026-11-01", &first, NULL);
  events = calendar_sample_many (EVENTS, first, 30);
  for (guint i = 0; i < events->len; i++)
    ((SatCalendarEvent *)g_ptr_array_index (events, i))->writable = TRUE;
  calendar_sample_format (&format, "Europe/Berlin", "2026-11-25T11:20:00+01:00");
  month = sat_calendar_month_new ();
  sat_calendar_grid_set_format (month, &format);
  sat_calendar_month_set_month (SAT_CALENDAR_MONTH (month), first);
  sat_calendar_grid_set_events (month, events);
  ours = bench_frames (GTK_WIDGET (month), 2000, step_cb, &drag);
  sat_bench_print ("K3", "dragging over a month of 5,000 events, work p95 (CPU time)", "ms", ours,
                   bench_frames (make_bare (drag.n), 1000, step_cb, &drag), 1.5, 1.1);
  sat_bench_print ("K3", "the same", "ms", ours, 0, 16.7, 0);
  sat_bench_note ("%u of the events have room.", drag.n);
  calendar_sample_clear_format (&format);
  return 0;
}
