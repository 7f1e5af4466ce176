/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-calendar-month-private.h"

#include "sat-calendar-layout.h"
#include "sat-calendar-text.h"
#include "sat-widgets.h"

#include <glib/gi18n-lib.h>
#include <langinfo.h>

#define BEYOND 12 /* depth of the zones that turn the page */

G_DEFINE_FINAL_TYPE (SatCalendarMonth, sat_calendar_month, SAT_TYPE_CALENDAR_GRID)

static SatCalendarState *
state_of (SatCalendarMonth *self)
{
  return sat_calendar_grid_state (SAT_CALENDAR_GRID (self));
}

int
sat_calendar_month_x (SatCalendarMonth *self, int column, int width)
{
  return self->side + (width - self->side) * column / 7;
}

int
sat_calendar_month_y (SatCalendarMonth *self, int row, int height)
{
  return self->head + (height - self->head) * row / SAT_CALENDAR_WEEKS;
}

int
sat_calendar_month_line (SatCalendarMonth *self)
{
  return sat_calendar_grid_line_height (SAT_CALENDAR_GRID (self)) +
         (state_of (self)->compact ? 1 : 4);
}

int
sat_calendar_month_number (SatCalendarMonth *self)
{
  return sat_calendar_grid_line_height (SAT_CALENDAR_GRID (self)) + 10;
}

/* Numbers of weeks are in use where the first week is the one with four days of the year. */
static gboolean
locale_counts_weeks (void)
{
  const char *days = nl_langinfo (_NL_TIME_WEEK_1STWEEK);

  return days != NULL && *days == 4;
}

/* Gives row @week its pieces. */
static void
lay_out_week (SatCalendarMonth *self, int week, GArray *bars, GArray *pieces)
{
  SatCalendarState *state = state_of (self);
  SatDate monday = state->first + week * 7;
  guint n_lanes, more[7];
  guint n =
      sat_calendar_lay_out_bars ((SatCalendarBar *)(gpointer)bars->data, bars->len, 7, &n_lanes);
  g_autoptr (GArray) shown =
      sat_calendar_show_bars ((SatCalendarBar *)(gpointer)bars->data, n, 7, self->capacity, more);

  for (guint i = 0; i < shown->len; i++) {
    const SatCalendarBar *bar = &g_array_index (shown, SatCalendarBar, i);
    SatCalendarEvent *event = g_ptr_array_index (state->events, bar->event);
    SatCalendarPiece piece = {.kind = event->span.all_day || bar->first != bar->last ||
                                              bar->before || bar->after
                                          ? SAT_CALENDAR_BAR
                                          : SAT_CALENDAR_LINE,
                              .event = event,
                              .first = monday + bar->first,
                              .last = monday + bar->last,
                              .lane = bar->lane,
                              .before = bar->before,
                              .after = bar->after};

    g_array_append_val (pieces, piece);
  }
  for (int day = 0; day < 7 && self->capacity > 0; day++) {
    SatCalendarPiece piece = {.kind = SAT_CALENDAR_MORE,
                              .first = monday + day,
                              .last = monday + day,
                              .lane = self->capacity - 1,
                              .more = more[day]};

    if (more[day] > 0)
      g_array_append_val (pieces, piece);
  }
}

static int
compare_starts (gconstpointer a, gconstpointer b)
{
  const SatCalendarEvent *one = *(SatCalendarEvent *const *)a;
  const SatCalendarEvent *other = *(SatCalendarEvent *const *)b;
  gint64 left = one->span.all_day ? 0 : one->span.start;
  gint64 right = other->span.all_day ? 0 : other->span.start;

  if (left != right)
    return left < right ? -1 : 1;
  return (one->id > other->id) - (one->id < other->id);
}

/* Each bar goes to the rows that it touches. */
static void
collect_bars (SatCalendarMonth *self, GArray **weeks)
{
  SatCalendarState *state = state_of (self);

  g_ptr_array_sort (state->events, compare_starts);
  for (guint i = 0; i < state->events->len; i++) {
    const SatCalendarEvent *event = g_ptr_array_index (state->events, i);
    SatDate first, last;
    int from, to;

    sat_calendar_span_days (&event->span, state->format.zone, &first, &last);
    from = first < state->first ? 0 : (first - state->first) / 7;
    to = last < state->first ? -1 : MIN (SAT_CALENDAR_WEEKS - 1, (last - state->first) / 7);
    for (int week = from; week <= to; week++) {
      SatCalendarBar bar = {.event = i,
                            .order = event->span.all_day || first != last ? 0 : 1,
                            .first = first - state->first - week * 7,
                            .last = last - state->first - week * 7};

      g_array_append_val (weeks[week], bar);
    }
  }
}

static void
lay_out (SatCalendarGrid *grid)
{
  SatCalendarMonth *self = SAT_CALENDAR_MONTH (grid);
  g_autoptr (GArray) pieces = g_array_new (FALSE, TRUE, sizeof (SatCalendarPiece));
  GArray *weeks[SAT_CALENDAR_WEEKS];

  for (int week = 0; week < SAT_CALENDAR_WEEKS; week++)
    weeks[week] = g_array_new (FALSE, TRUE, sizeof (SatCalendarBar));
  collect_bars (self, weeks);
  for (int week = 0; week < SAT_CALENDAR_WEEKS; week++) {
    lay_out_week (self, week, weeks[week], pieces);
    g_array_unref (weeks[week]);
  }
  sat_calendar_month_make_texts (self);
  sat_calendar_pane_set_pieces (self->cells, pieces);
}

static GdkRectangle
place (SatCalendarGrid *grid, const SatCalendarPiece *piece, int width, int height)
{
  SatCalendarMonth *self = SAT_CALENDAR_MONTH (grid);
  int first = piece->first - state_of (self)->first, last = piece->last - state_of (self)->first;
  int row = first / 7, line = sat_calendar_month_line (self);
  int left = sat_calendar_month_x (self, first % 7, width);
  int right = sat_calendar_month_x (self, last % 7 + 1, width);
  int top = sat_calendar_month_y (self, row, height);

  if (piece->kind == SAT_CALENDAR_CURSOR)
    return (GdkRectangle){left + 2, top + 2, right - left - 3,
                          sat_calendar_month_y (self, row + 1, height) - top - 3};
  left += piece->before ? 1 : 4;
  right -= piece->after ? 0 : 3;
  top += sat_calendar_month_number (self) + (int)piece->lane * line;
  return (GdkRectangle){left, top, right - left, line - (state_of (self)->compact ? 0 : 1)};
}

static gboolean
find_spot (SatCalendarGrid *grid, double x, double y, SatCalendarSpot *spot)
{
  SatCalendarMonth *self = SAT_CALENDAR_MONTH (grid);
  SatCalendarState *state = state_of (self);
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self)), column = 6, row = SAT_CALENDAR_WEEKS - 1;
  int number = sat_calendar_month_number (self);
  gboolean dragging = sat_calendar_grid_is_dragging (grid);

  while (column > 0 && x < sat_calendar_month_x (self, column, width))
    column--;
  while (row > 0 && y < sat_calendar_month_y (self, row, height))
    row--;
  *spot = (SatCalendarSpot){.date = state->first + row * 7 + column};
  if (dragging)
    return TRUE;
  if (y < self->head || x < self->side) {
    spot->date = G_MININT32;
    return FALSE;
  }
  /* the number is the day's head */
  return y >= sat_calendar_month_y (self, row, height) + number ||
         x > sat_calendar_month_x (self, column, width) + number + 8;
}

static void
scroll (SatCalendarGrid *grid, double x, double y, double seconds)
{
}

static int
beyond (SatCalendarGrid *grid, double x, double y)
{
  return y < SAT_CALENDAR_MONTH (grid)->head                      ? -1
         : y > gtk_widget_get_height (GTK_WIDGET (grid)) - BEYOND ? 1
                                                                  : 0;
}

static void
reveal (SatCalendarGrid *grid, GtkWidget *chip)
{
}

static void
show_more (SatCalendarGrid *grid, SatDate date)
{
  sat_calendar_grid_go_to_day (grid, date);
}

/* How many events a day has, shown or not. */
static guint
count_on (SatCalendarMonth *self, SatDate date)
{
  SatCalendarState *state = state_of (self);
  guint n = 0;

  for (guint i = 0; i < state->events->len; i++) {
    const SatCalendarEvent *event = g_ptr_array_index (state->events, i);
    SatDate first, last;

    sat_calendar_span_days (&event->span, state->format.zone, &first, &last);
    n += date >= first && date <= last;
  }
  return n;
}

static void
show_cursor (SatCalendarGrid *grid)
{
  SatCalendarMonth *self = SAT_CALENDAR_MONTH (grid);
  SatCalendarState *state = state_of (self);
  SatDate date = sat_calendar_grid_cursor_date (grid);
  SatCalendarPiece piece = {.kind = SAT_CALENDAR_CURSOR};
  g_autofree char *day = NULL;
  g_autofree char *name = NULL;
  guint n;

  if (!state->cursor.all_day)
    state->cursor = (SatCalendarSpan){.all_day = TRUE, .first = date, .last = date};
  date = CLAMP (date, state->first, state->first + (SatDate)state->n_days - 1);
  piece.last = date;
  /* of several days those in the week of the last */
  piece.first = CLAMP (state->cursor.first, date - (date - state->first) % 7, date);
  n = count_on (self, date);
  day = sat_calendar_text_day (&state->format, date, state->today,
                               sat_calendar_grid_holiday (grid, date));
  if (state->cursor.first < state->cursor.last) {
    g_autofree char *said = sat_calendar_text_said (&state->format, &state->cursor);

    name = g_strdup (said);
  } else if (n == 0) {
    name = g_strdup_printf (_ ("%s, free"), day);
  } else {
    /* Translators: a day of the calendar, as a screen reader says it: its name, how much is on it
     */
    name = g_strdup_printf (ngettext ("%s, %u event", "%s, %u events", n), day, n);
  }
  sat_calendar_pane_set_cursor (self->cells, &piece, name);
}

/* The chips of a day, from the top. (transfer container) */
static GPtrArray *
chips_of (SatCalendarMonth *self, SatDate date)
{
  GPtrArray *chips = sat_calendar_pane_get_chips (self->cells);
  GPtrArray *on_day = g_ptr_array_new ();

  for (guint lane = 0; lane < self->capacity; lane++)
    for (guint i = 0; i < chips->len; i++) {
      const SatCalendarPiece *piece = sat_calendar_chip_get_piece (g_ptr_array_index (chips, i));

      if (piece->lane == lane && piece->first <= date && piece->last >= date)
        g_ptr_array_add (on_day, g_ptr_array_index (chips, i));
    }
  return on_day;
}

static void
go_to_date (SatCalendarMonth *self, SatDate date)
{
  SatCalendarGrid *grid = SAT_CALENDAR_GRID (self);
  SatCalendarSpan span = {.all_day = TRUE, .first = date, .last = date};

  if (sat_calendar_grid_shows (grid, date)) {
    sat_calendar_grid_focus_span (grid, &span);
  } else {
    sat_calendar_grid_set_cursor (grid, date);
    sat_calendar_grid_want (grid, date);
  }
}

/* Down through what is on a day, and on to the same day of the next week; up likewise. */
static void
go_along (SatCalendarMonth *self, SatCalendarChip *chip, SatDate date, int step)
{
  g_autoptr (GPtrArray) chips = chips_of (self, date);
  guint index = 0;
  int next;

  next = g_ptr_array_find (chips, chip, &index) ? (int)index + step : step > 0 ? 0 : -2;
  if (next >= 0 && next < (int)chips->len) {
    sat_calendar_grid_focus_chip (SAT_CALENDAR_GRID (self), g_ptr_array_index (chips, (guint)next),
                                  date);
    return;
  }
  if (next == -1) /* up from the first: the day itself */
    go_to_date (self, date);
  else
    go_to_date (self, date + step * 7);
}

static gboolean
move_cursor (SatCalendarGrid *grid, guint key)
{
  SatCalendarMonth *self = SAT_CALENDAR_MONTH (grid);
  SatCalendarState *state = state_of (self);
  SatDate date = sat_calendar_grid_get_cursor (grid, NULL);

  switch (key) {
  case GDK_KEY_Up:
  case GDK_KEY_Down:
    go_along (self, sat_calendar_grid_focused (grid), date, key == GDK_KEY_Up ? -1 : 1);
    return TRUE;
  case GDK_KEY_Left:
  case GDK_KEY_Right:
    go_to_date (self, date + (key == GDK_KEY_Left ? -1 : 1));
    return TRUE;
  case GDK_KEY_Home:
    go_to_date (self, date - (date - state->first) % 7);
    return TRUE;
  case GDK_KEY_End:
    go_to_date (self, date - (date - state->first) % 7 + 6);
    return TRUE;
  case GDK_KEY_Page_Up:
  case GDK_KEY_Page_Down:
    date = sat_date_add_months (date, key == GDK_KEY_Page_Up ? -1 : 1);
    sat_calendar_grid_set_cursor (grid, date);
    sat_calendar_grid_want (grid, date);
    return TRUE;
  default:
    return FALSE;
  }
}

static void
sat_calendar_month_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? 200 : 240;
  *natural = MAX (*minimum, 600);
}

static void
sat_calendar_month_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SatCalendarMonth *self = SAT_CALENDAR_MONTH (widget);
  int cell = (height - self->head) / SAT_CALENDAR_WEEKS - sat_calendar_month_number (self) - 2;
  guint capacity = (guint)(MAX (cell, 0) / sat_calendar_month_line (self));

  if (capacity != self->capacity) {
    self->capacity = capacity;
    sat_calendar_grid_renew (SAT_CALENDAR_GRID (self));
  }
  gtk_widget_size_allocate (GTK_WIDGET (self->cells), &(GtkAllocation){0, 0, width, height}, -1);
  sat_calendar_grid_place_popovers (SAT_CALENDAR_GRID (self));
}

static void
sat_calendar_month_finalize (GObject *object)
{
  sat_calendar_month_clear_texts (SAT_CALENDAR_MONTH (object));
  G_OBJECT_CLASS (sat_calendar_month_parent_class)->finalize (object);
}

static void
sat_calendar_month_class_init (SatCalendarMonthClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  SatCalendarGridClass *grid_class = SAT_CALENDAR_GRID_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sat_calendar_month_finalize;
  widget_class->measure = sat_calendar_month_measure;
  widget_class->size_allocate = sat_calendar_month_size_allocate;
  grid_class->lay_out = lay_out;
  grid_class->show_cursor = show_cursor;
  grid_class->find_spot = find_spot;
  grid_class->draw_ghost = sat_calendar_month_draw_ghost;
  grid_class->scroll = scroll;
  grid_class->beyond = beyond;
  grid_class->move_cursor = move_cursor;
  grid_class->reveal = reveal;
  grid_class->show_more = show_more;
}

static void
sat_calendar_month_init (SatCalendarMonth *self)
{
  SatCalendarGrid *grid = SAT_CALENDAR_GRID (self);

  self->week_numbers = locale_counts_weeks ();
  self->cells = sat_calendar_pane_new (grid, sat_calendar_month_draw_cells, place);
  gtk_widget_set_parent (GTK_WIDGET (self->cells), GTK_WIDGET (self));
  sat_widget_set_name (GTK_WIDGET (self->cells), C_ ("calendar", "Days"));
  sat_calendar_grid_add_pane (grid, self->cells);
}

SatCalendarGrid *
sat_calendar_month_new (void)
{
  return g_object_new (SAT_TYPE_CALENDAR_MONTH, NULL);
}

void
sat_calendar_month_set_month (SatCalendarMonth *self, SatDate date)
{
  SatCalendarState *state;
  int year, month, day;

  g_return_if_fail (SAT_IS_CALENDAR_MONTH (self));

  state = state_of (self);
  g_return_if_fail (state->formatted);
  sat_date_to_ymd (date, &year, &month, &day);
  self->month = date - day + 1;
  state->first = self->month - (sat_date_weekday (self->month) - state->format.week_start + 7) % 7;
  state->n_days = SAT_CALENDAR_WEEKS * 7;
  sat_calendar_grid_renew (SAT_CALENDAR_GRID (self));
}

SatDate
sat_calendar_month_get_month (SatCalendarMonth *self)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_MONTH (self), 0);

  return self->month;
}

void
sat_calendar_month_set_week_numbers (SatCalendarMonth *self, gboolean shown)
{
  g_return_if_fail (SAT_IS_CALENDAR_MONTH (self));

  self->week_numbers = !!shown;
  sat_calendar_grid_renew (SAT_CALENDAR_GRID (self));
}
