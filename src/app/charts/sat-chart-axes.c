/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-chart-layout-private.h"

#include "sat-currency.h"

#define GAP 6
#define LABEL_GAP 10
#define EDGE 2
/* Sums of doubles are not exact. */
#define ROUNDING 0.001
#define TICK 4
#define MOST_TICKS 8
#define BAR_WIDEST 44
/* Names and sums take no more than these shares of the width. */
#define NAMES_SHARE 0.36
#define NOTES_SHARE 0.2
/* What leaves the plot less than this, each way, is left out. */
#define LEAST_PLOT 24

/* A label of an axis, before it has a place. */
typedef struct {
  double at; /* its middle */
  double width;
  char *text;
} Label;

static void
label_clear (gpointer data)
{
  g_free (((Label *)data)->text);
}

static GArray *
labels_new (void)
{
  GArray *labels = g_array_new (FALSE, FALSE, sizeof (Label));

  g_array_set_clear_func (labels, label_clear);
  return labels;
}

/* Takes @text. */
static void
add_label (SatChartFrame *frame, GArray *labels, double at, char *text)
{
  Label label = {.at = at, .text = text};
  double high;

  sat_chart_frame_measure (frame, text, SAT_CHART_LABEL, &label.width, &high);
  g_array_append_val (labels, label);
}

/* The left edge: in the middle of its place, but within the room, and not below the values that
 * stand beside the plot. */
static double
label_start (SatChartFrame *frame, const Label *label)
{
  double least = frame->model->lying ? 0 : frame->left;

  return MAX (least, MIN (label->at - label->width / 2, frame->room->width - label->width));
}

static gboolean
is_within (SatChartFrame *frame, const Label *label)
{
  return label_start (frame, label) + label->width <= frame->room->width + ROUNDING;
}

static gboolean
do_labels_fit (SatChartFrame *frame, GArray *labels)
{
  double end = -G_MAXDOUBLE;

  for (guint i = 0; i < labels->len; i++) {
    const Label *label = &g_array_index (labels, Label, i);
    double start = label_start (frame, label);

    if (start < end || !is_within (frame, label))
      return FALSE;
    end = start + label->width + sat_chart_frame_length (frame, LABEL_GAP);
  }
  return TRUE;
}

static double
below_plot (SatChartFrame *frame)
{
  return frame->bottom + sat_chart_frame_length (frame, GAP / 2.0);
}

/* Below the plot. Those that still have no room are not shown. */
static void
show_labels_below (SatChartFrame *frame, GArray *labels)
{
  double end = -G_MAXDOUBLE, y = below_plot (frame);

  if (y + frame->line > frame->room->height)
    return;
  for (guint i = 0; i < labels->len; i++) {
    const Label *label = &g_array_index (labels, Label, i);
    double start = label_start (frame, label);

    if (start < end || !is_within (frame, label))
      continue;
    end = start + label->width + sat_chart_frame_length (frame, LABEL_GAP);
    sat_chart_frame_add_text (frame, (SatChartRect){start, y, label->width, frame->line},
                              label->text, SAT_CHART_LABEL, 0.5, TRUE);
  }
}

/* Round values in whole units, as many as @length has room for. */
static void
choose_ticks (SatChartFrame *frame, guint most)
{
  gint64 low, high, least = 1;

  sat_chart_model_get_range (frame->model, &low, &high);
  for (int i = 0;
       frame->model->currency != NULL && i < sat_currency_exponent (frame->model->currency); i++)
    least *= 10;
  sat_chart_ticks_init (&frame->ticks, low, high, CLAMP (most, 2, MOST_TICKS), least);
  frame->values.low = frame->ticks.low;
  frame->values.high = frame->ticks.high;
}

/* The room below the plot for one line of labels, if that leaves enough. */
static void
leave_room_below (SatChartFrame *frame)
{
  double room = frame->line + sat_chart_frame_length (frame, GAP / 2.0);

  if (frame->bottom - frame->top - room >= LEAST_PLOT)
    frame->bottom -= room;
}

static void
set_plot (SatChartFrame *frame)
{
  frame->layout->plot = (SatChartRect){frame->left, frame->top, MAX (0, frame->right - frame->left),
                                       MAX (0, frame->bottom - frame->top)};
}

/* Where lines of values cross the plot. */
static void
add_grid (SatChartFrame *frame)
{
  const SatChartRect *plot = &frame->layout->plot;

  for (guint i = 0; i < sat_chart_ticks_count (&frame->ticks); i++) {
    gint64 value = sat_chart_ticks_nth (&frame->ticks, i);
    double at = sat_chart_scale_at (&frame->values, value);
    SatChartStroke stroke = {plot->x, at, plot->x + plot->width, at, value == 0, -1};

    if (frame->model->lying)
      stroke = (SatChartStroke){at, plot->y, at, plot->y + plot->height, value == 0, -1};
    g_array_append_val (frame->layout->strokes, stroke);
  }
  frame->layout->zero = sat_chart_scale_at (&frame->values, 0);
}

/* To the left of the plot, each at the height of its value. */
static void
show_values_beside (SatChartFrame *frame, double width)
{
  for (guint i = 0; i < sat_chart_ticks_count (&frame->ticks); i++) {
    gint64 value = sat_chart_ticks_nth (&frame->ticks, i);
    g_autofree char *text = sat_chart_model_short_value (frame->model, value);
    double y = sat_chart_scale_at (&frame->values, value) - frame->line / 2;

    sat_chart_frame_add_text (frame, (SatChartRect){0, y, width, frame->line}, text,
                              SAT_CHART_LABEL, 1, TRUE);
  }
}

static double
widest_value (SatChartFrame *frame)
{
  double widest = 0;

  for (guint i = 0; i < sat_chart_ticks_count (&frame->ticks); i++) {
    g_autofree char *text =
        sat_chart_model_short_value (frame->model, sat_chart_ticks_nth (&frame->ticks, i));
    double wide, high;

    sat_chart_frame_measure (frame, text, SAT_CHART_LABEL, &wide, &high);
    widest = MAX (widest, wide);
  }
  return widest;
}

/* Values along the left side. */
static void
place_values_upright (SatChartFrame *frame)
{
  double gap = sat_chart_frame_length (frame, GAP), height, width;
  gboolean shown;

  leave_room_below (frame);
  frame->top = MIN (frame->top + frame->line / 2, MAX (frame->top, frame->bottom - 1));
  height = MAX (0, frame->bottom - frame->top);
  choose_ticks (frame, (guint)(height / (frame->line * 2)));
  width = widest_value (frame);
  shown = height >= frame->line * 1.1 * (sat_chart_ticks_count (&frame->ticks) - 1) &&
          frame->bottom + frame->line / 2 <= frame->room->height &&
          frame->right - frame->left - width - gap >= MAX (width, LEAST_PLOT);
  if (shown)
    frame->left += width + gap;
  frame->right = MAX (frame->left, frame->right - sat_chart_frame_length (frame, EDGE));
  set_plot (frame);
  frame->values.from = frame->bottom;
  frame->values.to = frame->top;
  add_grid (frame);
  if (shown)
    show_values_beside (frame, width);
}

static char *
name_date (SatChartFrame *frame, SatDate date, SatChartDateStep step)
{
  g_autoptr (GDateTime) day = NULL;
  int year, month, day_of_month;

  if (step == SAT_CHART_DAYS || step == SAT_CHART_WEEKS)
    return sat_format_day_month (&frame->model->format, date);
  sat_date_to_ymd (date, &year, &month, &day_of_month);
  day = g_date_time_new_utc (year, month, day_of_month, 0, 0, 0);
  return g_date_time_format (day, step == SAT_CHART_YEARS ? "%Y" : "%b");
}

/* Labels at the finest step that has room for all of its own. */
static void
place_dates (SatChartFrame *frame)
{
  g_autoptr (GArray) labels = NULL;

  for (SatChartDateStep step = SAT_CHART_DAYS; step < SAT_CHART_N_STEPS; step++) {
    g_autoptr (GArray) dates = sat_chart_date_ticks (frame->model->first, frame->model->last, step);

    if (labels != NULL && dates->len == 0)
      break;
    g_clear_pointer (&labels, g_array_unref);
    labels = labels_new ();
    for (guint i = 0; i < dates->len; i++) {
      SatDate date = g_array_index (dates, SatDate, i);

      add_label (frame, labels, sat_chart_scale_at (&frame->dates, date),
                 name_date (frame, date, step));
    }
    if (do_labels_fit (frame, labels))
      break;
  }
  show_labels_below (frame, labels);
  for (guint i = 0; i < labels->len; i++) {
    double x = g_array_index (labels, Label, i).at;
    double end = MIN (frame->room->height, frame->bottom + sat_chart_frame_length (frame, TICK));
    SatChartStroke stroke = {x, frame->bottom, x, end, FALSE, -1};

    g_array_append_val (frame->layout->strokes, stroke);
  }
}

/* Names below upright bars: each cut to its slot, or every second, third ... where slots are
 * narrow. */
static void
place_names_below (SatChartFrame *frame)
{
  double least = frame->line * 2.5, slot = 0, start, y = below_plot (frame);
  double gap = sat_chart_frame_length (frame, GAP);
  guint every = 1;

  if (frame->bands.n == 0 || y + frame->line > frame->room->height)
    return;
  sat_chart_bands_slot (&frame->bands, 0, &start, &slot);
  while (every < frame->bands.n && slot * every < least)
    every++;
  for (guint i = 0; i < frame->bands.n; i += every) {
    double width = slot * MIN (every, frame->bands.n - i);

    sat_chart_bands_slot (&frame->bands, i, &start, &slot);
    sat_chart_frame_add_text (frame, (SatChartRect){start, y, MAX (0, width - gap), frame->line},
                              sat_chart_model_get_band (frame->model, i)->name, SAT_CHART_LABEL,
                              every > 1 ? 0 : 0.5, TRUE);
  }
}

static double
widest_of_bands (SatChartFrame *frame, gboolean notes)
{
  double widest = 0;

  for (guint i = 0; i < frame->model->bands->len; i++) {
    const SatChartBand *band = sat_chart_model_get_band (frame->model, i);
    const char *text = notes ? band->note : band->name;
    double wide, high;

    if (text == NULL)
      continue;
    sat_chart_frame_measure (frame, text, SAT_CHART_LABEL, &wide, &high);
    widest = MAX (widest, wide);
  }
  return widest;
}

static void
show_bands_beside (SatChartFrame *frame, double names, double notes)
{
  for (guint i = 0; i < frame->bands.n; i++) {
    const SatChartBand *band = sat_chart_model_get_band (frame->model, i);
    double start, width, y;

    sat_chart_bands_slot (&frame->bands, i, &start, &width);
    y = start + (width - frame->line) / 2;
    if (names > 0)
      sat_chart_frame_add_text (frame, (SatChartRect){0, y, names, frame->line}, band->name,
                                SAT_CHART_LABEL, 0, FALSE);
    if (notes > 0 && band->note != NULL)
      sat_chart_frame_add_text (frame,
                                (SatChartRect){frame->room->width - notes, y, notes, frame->line},
                                band->note, SAT_CHART_LABEL, 1, TRUE);
  }
}

/* Fewer and fewer ticks until their labels stand beside each other. */
static void
place_values_lying (SatChartFrame *frame)
{
  g_autoptr (GArray) labels = NULL;

  frame->values.from = frame->left;
  frame->values.to = frame->right;
  for (guint most = MOST_TICKS; most >= 2; most--) {
    g_clear_pointer (&labels, g_array_unref);
    labels = labels_new ();
    choose_ticks (frame, most);
    for (guint i = 0; i < sat_chart_ticks_count (&frame->ticks); i++) {
      gint64 value = sat_chart_ticks_nth (&frame->ticks, i);

      add_label (frame, labels, sat_chart_scale_at (&frame->values, value),
                 sat_chart_model_short_value (frame->model, value));
    }
    if (do_labels_fit (frame, labels))
      break;
  }
  add_grid (frame);
  show_labels_below (frame, labels);
}

static void
place_lying (SatChartFrame *frame)
{
  double gap = sat_chart_frame_length (frame, LABEL_GAP), edge;
  double names = MIN (widest_of_bands (frame, FALSE), frame->room->width * NAMES_SHARE);
  double notes = widest_of_bands (frame, TRUE);
  guint n = frame->model->bands->len;

  leave_room_below (frame);
  if (n > 0 && (frame->bottom - frame->top) / n < frame->line)
    names = notes = 0;
  if (notes > frame->room->width * NOTES_SHARE)
    notes = 0;
  if (names + gap + LEAST_PLOT > frame->room->width)
    names = notes = 0;
  frame->left += names > 0 ? names + gap : 0;
  edge = notes > 0 ? notes + gap : sat_chart_frame_length (frame, EDGE);
  frame->right = MAX (frame->left, frame->right - edge);
  set_plot (frame);
  frame->bands = (SatChartBands){frame->top, MAX (0, frame->bottom - frame->top), n,
                                 sat_chart_frame_length (frame, BAR_WIDEST)};
  show_bands_beside (frame, names, notes);
  place_values_lying (frame);
}

void
sat_chart_frame_axes (SatChartFrame *frame)
{
  if (frame->model->lying) {
    place_lying (frame);
    return;
  }
  place_values_upright (frame);
  frame->bands =
      (SatChartBands){frame->left, MAX (0, frame->right - frame->left), frame->model->bands->len,
                      sat_chart_frame_length (frame, BAR_WIDEST * 2)};
  frame->dates = (SatChartScale){frame->model->first, (gint64)frame->model->last + 1, frame->left,
                                 frame->right};
  if (frame->model->by_date)
    place_dates (frame);
  else
    place_names_below (frame);
}
