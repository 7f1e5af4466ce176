/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-tab-stop.h"

struct _SatTabStop {
  AdwBin parent_instance;
  gboolean entering;
};

G_DEFINE_FINAL_TYPE (SatTabStop, sat_tab_stop, ADW_TYPE_BIN)

static gboolean
sat_tab_stop_focus (GtkWidget *widget, GtkDirectionType direction)
{
  gboolean within = gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_FOCUS_WITHIN;
  gboolean tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;
  gboolean moved;

  if (within && tab)
    return FALSE;
  SAT_TAB_STOP (widget)->entering = tab;
  moved = GTK_WIDGET_CLASS (sat_tab_stop_parent_class)->focus (widget, direction);
  SAT_TAB_STOP (widget)->entering = FALSE;
  return moved;
}

gboolean
sat_tab_stop_is_entering (SatTabStop *self)
{
  g_return_val_if_fail (SAT_IS_TAB_STOP (self), FALSE);
  return self->entering;
}

static void
sat_tab_stop_class_init (SatTabStopClass *klass)
{
  GTK_WIDGET_CLASS (klass)->focus = sat_tab_stop_focus;
}

static void
sat_tab_stop_init (SatTabStop *self)
{
}
