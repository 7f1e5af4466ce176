/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-forecast-grid-private.h"

#include "sat-widgets.h"

#include <glib/gi18n-lib.h>

/* The entry that stands over a cell while it is edited. */

GtkWidget *
sat_forecast_grid_get_editor (SatForecastGrid *self)
{
  g_return_val_if_fail (SAT_IS_FORECAST_GRID (self), NULL);
  return self->editor;
}

static void
close_reason (SatForecastGrid *self)
{
  if (self->reason != NULL)
    gtk_widget_unparent (self->reason);
  self->reason = NULL;
}

void
sat_forecast_grid_end_edit (SatForecastGrid *self)
{
  GtkWidget *editor, *line;
  gboolean focused;

  g_return_if_fail (SAT_IS_FORECAST_GRID (self));

  if (self->editor == NULL)
    return;
  g_clear_handle_id (&self->leave_idle, g_source_remove);
  editor = g_steal_pointer (&self->editor);
  close_reason (self);
  line = gtk_widget_get_ancestor (editor, SAT_TYPE_GRID_LINE);
  focused = sat_widget_get_focused_child (editor) != NULL;
  g_signal_handlers_disconnect_by_data (editor, self);
  if (focused)
    sat_forecast_grid_focus_cell (self, self->line, self->column);
  if (line != NULL)
    sat_grid_line_set_editor (SAT_GRID_LINE (line), 0, NULL);
}

/* Where the edited line is now. */
static gboolean
find_edited (SatForecastGrid *self, guint *line)
{
  return sat_forecast_sheet_find (self->sheet, self->edited_id, FALSE, line) &&
         sat_forecast_sheet_can_edit (self->sheet, *line, self->edited_column);
}

/* The entry stays where it is when the figures round it change, unless its line has moved. */
void
sat_forecast_grid_check_edit (SatForecastGrid *self)
{
  GtkWidget *shown;
  guint line;

  if (self->editor == NULL)
    return;
  shown = gtk_widget_get_ancestor (self->editor, SAT_TYPE_GRID_LINE);
  if (!find_edited (self, &line) || line != sat_grid_line_get_index (SAT_GRID_LINE (shown)))
    sat_forecast_grid_end_edit (self);
}

static void
commit (SatForecastGrid *self)
{
  g_autofree char *text = NULL;
  guint line;

  if (self->editor == NULL || !find_edited (self, &line))
    return;
  text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->editor)));
  g_signal_emit_by_name (self, "edited", line, self->edited_column, text);
}

static void
activate_cb (GtkEntry *editor, SatForecastGrid *self)
{
  commit (self);
}

static void
changed_cb (GtkEditable *editor, SatForecastGrid *self)
{
  close_reason (self);
  gtk_widget_remove_css_class (GTK_WIDGET (editor), "error");
  gtk_accessible_reset_state (GTK_ACCESSIBLE (editor), GTK_ACCESSIBLE_STATE_INVALID);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType state,
                SatForecastGrid *self)
{
  int step = 0;

  switch (key) {
  case GDK_KEY_Escape:
    sat_forecast_grid_end_edit (self);
    return TRUE;
  case GDK_KEY_Up:
    step = -1;
    break;
  case GDK_KEY_Down:
  case GDK_KEY_Tab:
    step = 1;
    break;
  default:
    return FALSE;
  }
  /* On to the next line, if what was typed will do. */
  commit (self);
  if (self->editor == NULL) {
    guint n = sat_forecast_sheet_get_n_lines (self->sheet);
    guint line = self->line == SAT_SHEET_TOTAL ? n : self->line;

    if (step > 0 || line > 0)
      sat_forecast_grid_focus_cell (self, line + (guint)step, self->column);
  }
  return TRUE;
}

static gboolean
leave_cb (gpointer user_data)
{
  SatForecastGrid *self = user_data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  self->leave_idle = 0;
  /* The window may have lost it, and will get it back. */
  if (self->editor != NULL && gtk_widget_get_focus_child (self->editor) == NULL &&
      GTK_IS_WINDOW (root) && gtk_window_is_active (GTK_WINDOW (root)))
    commit (self);
  return G_SOURCE_REMOVE;
}

/* The entry must not go while the focus is on its way. */
static void
focus_left_cb (GtkEventControllerFocus *controller, SatForecastGrid *self)
{
  if (self->leave_idle == 0)
    self->leave_idle = g_idle_add (leave_cb, self);
}

gboolean
sat_forecast_grid_edit (SatForecastGrid *self, const char *text)
{
  g_autofree char *input = NULL, *name = NULL, *label = NULL;
  GtkEventController *keys, *focus;
  SatGridLine *line;

  g_return_val_if_fail (SAT_IS_FORECAST_GRID (self), FALSE);

  if (!sat_forecast_sheet_can_edit (self->sheet, self->line, self->column))
    return FALSE;
  sat_forecast_grid_end_edit (self);
  sat_forecast_grid_focus_cell (self, self->line, self->column);
  line = sat_forecast_grid_find_line (self, self->line);
  input = sat_forecast_sheet_dup_input (self->sheet, self->line, self->column);
  name = sat_forecast_sheet_dup_name (self->sheet, self->line);
  /* Translators: %s is a person, a team or a territory */
  label = g_strdup_printf (_ ("Quota of %s"), name);
  self->edited_id = sat_forecast_sheet_get_line (self->sheet, self->line)->id;
  self->edited_column = self->column;
  self->editor = gtk_entry_new ();
  gtk_editable_set_alignment (GTK_EDITABLE (self->editor), 1);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->editor), 9);
  gtk_editable_set_text (GTK_EDITABLE (self->editor), text != NULL ? text : input);
  gtk_widget_add_css_class (self->editor, "numeric");
  /* The text of an entry that is higher than it wants to be stands at its top. */
  gtk_widget_set_valign (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->editor))),
                         GTK_ALIGN_CENTER);
  sat_widget_set_name (self->editor, label);
  keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->editor, keys);
  focus = gtk_event_controller_focus_new ();
  g_signal_connect (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (self->editor, focus);
  g_signal_connect (self->editor, "activate", G_CALLBACK (activate_cb), self);
  g_signal_connect (self->editor, "changed", G_CALLBACK (changed_cb), self);
  sat_grid_line_set_editor (line, self->column, self->editor);
  gtk_widget_grab_focus (self->editor);
  if (text != NULL)
    gtk_editable_set_position (GTK_EDITABLE (self->editor), -1);
  return TRUE;
}

void
sat_forecast_grid_refuse_edit (SatForecastGrid *self, const char *reason)
{
  GtkWidget *label;

  g_return_if_fail (SAT_IS_FORECAST_GRID (self) && reason != NULL);

  if (self->editor == NULL)
    return;
  close_reason (self);
  gtk_widget_add_css_class (self->editor, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->editor), GTK_ACCESSIBLE_STATE_INVALID,
                               GTK_ACCESSIBLE_INVALID_TRUE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->editor),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, reason, -1);
  label = gtk_label_new (reason);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  self->reason = gtk_popover_new ();
  gtk_popover_set_autohide (GTK_POPOVER (self->reason), FALSE);
  gtk_popover_set_child (GTK_POPOVER (self->reason), label);
  gtk_widget_add_css_class (self->reason, "sat-grid-reason");
  gtk_widget_set_can_focus (self->reason, FALSE);
  gtk_widget_set_parent (self->reason, self->editor);
  gtk_popover_popup (GTK_POPOVER (self->reason));
}
