/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The cursor among the hours goes from slot to slot and from event to event, in the order of time;
 * a slot in which something is going on is not stopped at. Above the hours of a day stand what
 * lasts all day, and a slot for more of that. */

#include "config.h"

#include "sat-calendar-days-private.h"

#include "sat-calendar-text.h"

#include <glib/gi18n-lib.h>

static SatCalendarState *
state_of (SatCalendarDays *self)
{
  return sat_calendar_grid_state (SAT_CALENDAR_GRID (self));
}

static SatCalendarSpan
slot_at (SatCalendarDays *self, guint day, gint64 at)
{
  SatCalendarSpan span = {.start = sat_calendar_axis_to_instant (self->axis, day, at)};

  span.end = span.start + SAT_CALENDAR_SLOT;
  return span;
}

static SatCalendarSpan
day_span (SatDate date)
{
  return (SatCalendarSpan){.all_day = TRUE, .first = date, .last = date};
}

/* The blocks of a day, by time. (transfer container) */
static GPtrArray *
blocks_of (SatCalendarPane *pane, SatDate date)
{
  GPtrArray *chips = sat_calendar_pane_get_chips (pane);
  GPtrArray *on_day = g_ptr_array_new ();

  for (guint i = 0; i < chips->len; i++) {
    SatCalendarChip *chip = g_ptr_array_index (chips, i);
    const SatCalendarPiece *piece = sat_calendar_chip_get_piece (chip);

    if (piece->first <= date && piece->last >= date)
      g_ptr_array_add (on_day, chip);
  }
  return on_day;
}

static const SatCalendarPiece *
piece_at (GPtrArray *chips, guint i)
{
  return sat_calendar_chip_get_piece (g_ptr_array_index (chips, i));
}

static gboolean
is_taken (GPtrArray *blocks, gint64 from, gint64 to)
{
  for (guint i = 0; i < blocks->len; i++)
    if (piece_at (blocks, i)->from < to && from < piece_at (blocks, i)->to)
      return TRUE;
  return FALSE;
}

static gboolean
is_free (SatCalendarDays *self, SatDate date, gint64 from, gint64 to)
{
  g_autoptr (GPtrArray) blocks = blocks_of (self->hours, date);

  return !is_taken (blocks, from, to);
}

void
sat_calendar_days_show_cursor (SatCalendarGrid *grid)
{
  SatCalendarDays *self = SAT_CALENDAR_DAYS (grid);
  SatCalendarState *state = state_of (self);
  SatCalendarPiece piece = {.kind = SAT_CALENDAR_CURSOR, .n_columns = 1, .width = 1};
  SatDate date = CLAMP (sat_calendar_grid_cursor_date (grid), state->first,
                        state->first + (SatDate)state->n_days - 1);
  g_autofree char *day = NULL;
  g_autofree char *name = NULL;

  if (self->axis == NULL)
    return;
  if (state->cursor.end == 0 && !state->cursor.all_day) { /* at first */
    state->cursor =
        slot_at (self, (guint)(date - state->first),
                 sat_calendar_axis_of_clock (
                     self->axis, MAX (state->work.from[sat_date_weekday (date)], 8 * 60)));
  }
  piece.first = piece.last = date;
  day = sat_calendar_text_day (&state->format, date, state->today,
                               sat_calendar_grid_holiday (grid, date));
  if (state->cursor.all_day) {
    piece.first = CLAMP (state->cursor.first, state->first, date);
    /* Translators: an empty place in the calendar, as a screen reader says it; %s is a day */
    name = g_strdup_printf (_ ("%s, all day, free"), day);
  } else {
    g_autofree char *from = sat_format_time (&state->format, state->cursor.start);
    g_autofree char *to = sat_format_time (&state->format, state->cursor.end);

    if (!sat_calendar_axis_cut (self->axis, (guint)(date - state->first), state->cursor.start,
                                state->cursor.end, &piece.from, &piece.to))
      piece.to = piece.from = self->top;
    piece.from = CLAMP (piece.from, self->top, self->bottom - SAT_CALENDAR_STEP);
    piece.to = CLAMP (piece.to, piece.from + SAT_CALENDAR_STEP, self->bottom);
    name = is_free (self, date, piece.from, piece.to)
               /* Translators: an empty place in the calendar: a day, a time, a time */
               ? g_strdup_printf (_ ("%s, %s to %s, free"), day, from, to)
               : g_strdup_printf (C_ ("calendar", "%s, %s to %s"), day, from, to);
  }
  sat_calendar_pane_set_cursor (self->lanes, state->cursor.all_day ? &piece : NULL, name);
  sat_calendar_pane_set_cursor (self->hours, state->cursor.all_day ? NULL : &piece, name);
}

static gboolean
is_gap (SatCalendarDays *self, guint day, gint64 at)
{
  gint64 from, to;

  for (guint i = 0; sat_calendar_axis_get_gap (self->axis, day, i, &from, &to); i++)
    if (at >= from && at < to)
      return TRUE;
  return FALSE;
}

/* The nearest free slot from @at on in direction @step; -1: there is none. */
static gint64
free_slot (SatCalendarDays *self, GPtrArray *blocks, guint day, gint64 at, int step)
{
  gint64 slot = at / SAT_CALENDAR_SLOT * SAT_CALENDAR_SLOT;

  if (step > 0 && slot < at)
    slot += SAT_CALENDAR_SLOT;
  while (slot >= self->top && slot + SAT_CALENDAR_SLOT <= self->bottom) {
    if (!is_taken (blocks, slot, slot + SAT_CALENDAR_SLOT) && !is_gap (self, day, slot))
      return slot;
    slot += step * SAT_CALENDAR_SLOT;
  }
  return -1;
}

static void
go_to_slot (SatCalendarDays *self, guint day, gint64 at)
{
  SatCalendarSpan span = slot_at (self, day, at);

  sat_calendar_grid_focus_span (SAT_CALENDAR_GRID (self), &span);
}

static void
go_to_lane (SatCalendarDays *self, SatDate date, int index)
{
  g_autoptr (GPtrArray) bars = blocks_of (self->lanes, date);
  SatCalendarSpan span = day_span (date);

  if (index >= 0 && index < (int)bars->len)
    sat_calendar_grid_focus_chip (SAT_CALENDAR_GRID (self), g_ptr_array_index (bars, (guint)index),
                                  date);
  else
    sat_calendar_grid_focus_span (SAT_CALENDAR_GRID (self), &span);
}

/* Down or up among the hours from @chip, or from the cursor. */
static void
go_along (SatCalendarDays *self, SatCalendarChip *chip, SatDate date, int step)
{
  guint day = (guint)(date - state_of (self)->first), index = 0;
  g_autoptr (GPtrArray) blocks = blocks_of (self->hours, date);
  const SatCalendarPiece *piece = sat_calendar_chip_get_piece (chip);
  gboolean at_block = g_ptr_array_find (blocks, chip, &index);
  gint64 slot;
  int next;

  if (at_block) {
    next = (int)index + step;
    slot = free_slot (self, blocks, day, step > 0 ? piece->to : piece->from - 1, step);
    if (step > 0 && slot >= 0 && slot < piece->from)
      slot = -1;
  } else {
    next = step > 0 ? 0 : (int)blocks->len - 1;
    while (next >= 0 && next < (int)blocks->len &&
           (step > 0 ? piece_at (blocks, (guint)next)->from < piece->from
                     : piece_at (blocks, (guint)next)->from >= piece->from))
      next += step;
    slot = free_slot (self, blocks, day,
                      step > 0 ? piece->from + SAT_CALENDAR_SLOT : piece->from - SAT_CALENDAR_SLOT,
                      step);
  }
  if (next >= 0 && next < (int)blocks->len &&
      (slot < 0 || (step > 0 ? piece_at (blocks, (guint)next)->from <= slot
                             : piece_at (blocks, (guint)next)->from >= slot)))
    sat_calendar_grid_focus_chip (SAT_CALENDAR_GRID (self), g_ptr_array_index (blocks, (guint)next),
                                  date);
  else if (slot >= 0)
    go_to_slot (self, day, slot);
  else if (step < 0)
    go_to_lane (self, date, -1);
}

/* Down or up above the hours. */
static void
go_along_lanes (SatCalendarDays *self, SatCalendarChip *chip, SatDate date, int step)
{
  g_autoptr (GPtrArray) bars = blocks_of (self->lanes, date);
  g_autoptr (GPtrArray) blocks = blocks_of (self->hours, date);
  guint day = (guint)(date - state_of (self)->first), index = bars->len;
  gint64 slot;

  g_ptr_array_find (bars, chip, &index);
  if (step < 0 && index == 0)
    return;
  if (step < 0 || index < bars->len) {
    go_to_lane (self, date, (int)index + step);
    return;
  }
  slot = free_slot (self, blocks, day, self->top, 1);
  if (blocks->len > 0 && (slot < 0 || piece_at (blocks, 0)->from <= slot))
    sat_calendar_grid_focus_chip (SAT_CALENDAR_GRID (self), g_ptr_array_index (blocks, 0), date);
  else if (slot >= 0)
    go_to_slot (self, day, slot);
}

/* To what is at that time of a day. */
static void
go_to_time (SatCalendarDays *self, SatDate date, gint64 at)
{
  guint day = (guint)(date - state_of (self)->first);
  g_autoptr (GPtrArray) blocks = blocks_of (self->hours, date);
  gint64 slot = at / SAT_CALENDAR_SLOT * SAT_CALENDAR_SLOT;

  for (guint i = 0; i < blocks->len; i++) {
    const SatCalendarPiece *piece = piece_at (blocks, i);

    if (piece->from < slot + SAT_CALENDAR_SLOT && slot < piece->to) {
      sat_calendar_grid_focus_chip (SAT_CALENDAR_GRID (self), g_ptr_array_index (blocks, i), date);
      return;
    }
  }
  slot = free_slot (self, blocks, day, slot, 1);
  if (slot >= 0)
    go_to_slot (self, day, slot);
  else
    go_to_lane (self, date, -1);
}

static void
leave (SatCalendarDays *self, SatDate date)
{
  SatCalendarGrid *grid = SAT_CALENDAR_GRID (self);

  sat_calendar_grid_set_cursor (grid, date);
  sat_calendar_grid_want (grid, date);
}

static void
go_across (SatCalendarDays *self, SatCalendarChip *chip, SatDate date, gboolean among_hours)
{
  const SatCalendarPiece *piece = sat_calendar_chip_get_piece (chip);

  if (!sat_calendar_grid_shows (SAT_CALENDAR_GRID (self), date))
    leave (self, date);
  else if (among_hours)
    go_to_time (self, date, MAX (piece->from, self->top));
  else
    go_to_lane (self, date, 0);
}

static void
go_to_work (SatCalendarDays *self, SatDate date, gboolean to_end)
{
  SatCalendarState *state = state_of (self);
  int weekday = sat_date_weekday (date);
  int minutes = to_end ? state->work.to[weekday] - 30 : state->work.from[weekday];

  if (state->work.to[weekday] <= state->work.from[weekday])
    minutes = to_end ? 17 * 60 : 9 * 60;
  go_to_time (self, date,
              CLAMP (sat_calendar_axis_of_clock (self->axis, minutes), self->top,
                     self->bottom - SAT_CALENDAR_SLOT));
}

gboolean
sat_calendar_days_move_cursor (SatCalendarGrid *grid, guint key)
{
  SatCalendarDays *self = SAT_CALENDAR_DAYS (grid);
  SatCalendarState *state = state_of (self);
  SatCalendarChip *chip = sat_calendar_grid_focused (grid);
  gboolean among_hours = gtk_widget_get_parent (GTK_WIDGET (chip)) == GTK_WIDGET (self->hours);
  SatDate date = CLAMP (sat_calendar_grid_get_cursor (grid, NULL), state->first,
                        state->first + (SatDate)state->n_days - 1);

  switch (key) {
  case GDK_KEY_Up:
  case GDK_KEY_Down:
    (among_hours ? go_along : go_along_lanes) (self, chip, date, key == GDK_KEY_Up ? -1 : 1);
    return TRUE;
  case GDK_KEY_Left:
  case GDK_KEY_Right:
    go_across (self, chip, date + (key == GDK_KEY_Left ? -1 : 1), among_hours);
    return TRUE;
  case GDK_KEY_Home:
  case GDK_KEY_End:
    go_to_work (self, date, key == GDK_KEY_End);
    return TRUE;
  case GDK_KEY_Page_Up:
    leave (self, date - (SatDate)state->n_days);
    return TRUE;
  case GDK_KEY_Page_Down:
    leave (self, date + (SatDate)state->n_days);
    return TRUE;
  default:
    return FALSE;
  }
}
