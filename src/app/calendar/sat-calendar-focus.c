/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the keyboard is: at an event, or at the cursor in empty room. */

#include "config.h"

#include "sat-calendar-grid-private.h"

SatCalendarChip *
sat_calendar_grid_find_chip (SatCalendarGrid *self, gint64 id, SatDate date)
{
  SatCalendarState *state = sat_calendar_grid_state (self);
  SatCalendarChip *chip = NULL;

  for (guint i = 0; i < state->panes->len && chip == NULL; i++)
    chip = sat_calendar_pane_find (g_ptr_array_index (state->panes, i), id, date);
  return chip;
}

GtkWidget *
sat_calendar_grid_get_chip (SatCalendarGrid *self, gint64 id)
{
  SatCalendarChip *chip;

  g_return_val_if_fail (SAT_IS_CALENDAR_GRID (self), NULL);

  chip = sat_calendar_grid_find_chip (self, id, G_MININT32);
  return chip != NULL ? GTK_WIDGET (chip) : NULL;
}

SatCalendarChip *
sat_calendar_grid_focused (SatCalendarGrid *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && SAT_IS_CALENDAR_CHIP (focus) &&
                 gtk_widget_is_ancestor (focus, GTK_WIDGET (self))
             ? SAT_CALENDAR_CHIP (focus)
             : NULL;
}

SatDate
sat_calendar_grid_cursor_date (SatCalendarGrid *self)
{
  SatCalendarState *state = sat_calendar_grid_state (self);

  if (state->cursor.all_day)
    return state->cursor.last;
  if (state->cursor.end == 0)
    return state->cursor.first != 0 ? state->cursor.first : state->today;
  return sat_date_of_instant (state->cursor.start, state->format.zone);
}

static void
reveal_and_focus (SatCalendarGrid *self, SatCalendarChip *chip)
{
  SAT_CALENDAR_GRID_GET_CLASS (self)->reveal (self, GTK_WIDGET (chip));
  gtk_widget_grab_focus (GTK_WIDGET (chip));
}

static void
focus_cursor (SatCalendarGrid *self)
{
  SatCalendarState *state = sat_calendar_grid_state (self);

  SAT_CALENDAR_GRID_GET_CLASS (self)->show_cursor (self);
  for (guint i = 0; i < state->panes->len; i++) {
    SatCalendarChip *cursor = sat_calendar_pane_get_cursor (g_ptr_array_index (state->panes, i));

    if (cursor != NULL)
      reveal_and_focus (self, cursor);
  }
}

void
sat_calendar_grid_put_focus (SatCalendarGrid *self)
{
  SatCalendarState *state = sat_calendar_grid_state (self);
  SatCalendarChip *chip = NULL;

  if (state->focus_id != 0) {
    chip = sat_calendar_grid_find_chip (self, state->focus_id, state->focus_date);
    if (chip == NULL)
      chip = sat_calendar_grid_find_chip (self, state->focus_id, G_MININT32);
  }
  if (chip == NULL) {
    focus_cursor (self);
    return;
  }
  if (sat_calendar_grid_focused (self) != chip)
    reveal_and_focus (self, chip);
}

void
sat_calendar_grid_focus_chip (SatCalendarGrid *self, SatCalendarChip *chip, SatDate date)
{
  SatCalendarState *state = sat_calendar_grid_state (self);

  state->focus_id = sat_calendar_chip_get_id (chip);
  state->focus_date = date;
  reveal_and_focus (self, chip);
}

void
sat_calendar_grid_focus_span (SatCalendarGrid *self, const SatCalendarSpan *span)
{
  SatCalendarState *state = sat_calendar_grid_state (self);

  state->cursor = *span;
  state->focus_id = 0;
  state->focus_date = sat_calendar_grid_cursor_date (self);
  focus_cursor (self);
}

SatDate
sat_calendar_grid_get_cursor (SatCalendarGrid *self, SatCalendarSpan *span)
{
  SatCalendarState *state = sat_calendar_grid_state (self);

  g_return_val_if_fail (SAT_IS_CALENDAR_GRID (self), 0);

  if (span != NULL)
    *span = state->cursor;
  return state->focus_id != 0 ? state->focus_date : sat_calendar_grid_cursor_date (self);
}

void
sat_calendar_grid_set_cursor (SatCalendarGrid *self, SatDate date)
{
  SatCalendarState *state = sat_calendar_grid_state (self);

  g_return_if_fail (SAT_IS_CALENDAR_GRID (self));

  if (!state->cursor.all_day && state->cursor.end == 0) /* days and months put it there */
    state->cursor.first = date;
  else if (state->cursor.all_day)
    state->cursor = (SatCalendarSpan){.all_day = TRUE, .first = date, .last = date};
  else
    state->cursor = sat_agenda_span_move (
        &state->cursor, date - sat_calendar_grid_cursor_date (self), state->format.zone);
  state->focus_id = 0;
  state->focus_date = date;
  if (sat_calendar_grid_focused (self) != NULL)
    sat_calendar_grid_put_focus (self);
  else if (state->formatted && state->n_days > 0)
    SAT_CALENDAR_GRID_GET_CLASS (self)->show_cursor (self);
}

gboolean
sat_calendar_grid_focus_event (SatCalendarGrid *self, gint64 id)
{
  SatCalendarChip *chip;

  g_return_val_if_fail (SAT_IS_CALENDAR_GRID (self), FALSE);

  chip = sat_calendar_grid_find_chip (self, id, G_MININT32);
  if (chip == NULL)
    return FALSE;
  sat_calendar_grid_focus_chip (self, chip, sat_calendar_chip_get_piece (chip)->first);
  return sat_calendar_grid_focused (self) == chip;
}

void
sat_calendar_grid_press (SatCalendarGrid *self, SatCalendarChip *chip)
{
  SatCalendarState *state = sat_calendar_grid_state (self);
  const SatCalendarPiece *piece = sat_calendar_chip_get_piece (chip);

  if (piece->event != NULL)
    sat_calendar_grid_activate (self, piece->event->id);
  else if (piece->kind == SAT_CALENDAR_MORE)
    SAT_CALENDAR_GRID_GET_CLASS (self)->show_more (self, piece->first);
  else if (state->writable)
    sat_calendar_grid_create (self, &state->cursor);
}
