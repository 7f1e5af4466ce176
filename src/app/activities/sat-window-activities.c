/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-window-activities.h"

#include "sat-window-private.h"

#include <glib/gi18n-lib.h>

#include "sat-activity-edit.h"
#include "sat-call-dialog.h"

gint64
sat_window_get_current (SatWindow *self)
{
  SatView *view;

  g_return_val_if_fail (SAT_IS_WINDOW (self), 0);
  view = sat_window_get_view (self);
  if (self->record != 0 || view == NULL)
    return self->record;
  return sat_view_get_selected (view);
}

static void
log_call (SatWindow *self, gint64 id)
{
  gint64 about = sat_activity_call_target (self->context, id);

  if (about == 0)
    sat_context_say (self->context, _ ("Select whom the call was with first"));
  else
    sat_call_dialog_ask (GTK_WINDOW (self), self->context, about);
}

static void
log_call_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  log_call (SAT_WINDOW (widget), sat_window_get_current (SAT_WINDOW (widget)));
}

static void
log_call_on_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  log_call (SAT_WINDOW (widget), g_variant_get_int64 (parameter));
}

static void
set_done_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gint64 id;
  gboolean done;

  g_variant_get (parameter, "(xb)", &id, &done);
  sat_activity_set_done (SAT_WINDOW (widget)->context, id, done);
}

static void
add_activity_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatWindow *self = SAT_WINDOW (widget);
  gint64 about = sat_activity_call_target (self->context, sat_window_get_current (self));

  gtk_widget_activate_action (
      widget, "win.new-record", "(s@a{ss})", "activity",
      sat_activity_filled (self->context, about, g_variant_get_string (parameter, NULL)));
}

void
sat_window_activities_update (SatWindow *self, gboolean writes)
{
  static const char *const actions[] = {"win.set-done", "win.log-call", "win.log-call-on",
                                        "win.add-activity"};

  g_return_if_fail (SAT_IS_WINDOW (self));
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i], writes);
}

void
sat_window_activities_install (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.set-done", "(xb)", set_done_cb);
  gtk_widget_class_install_action (klass, "win.log-call", NULL, log_call_cb);
  gtk_widget_class_install_action (klass, "win.log-call-on", "x", log_call_on_cb);
  gtk_widget_class_install_action (klass, "win.add-activity", "s", add_activity_cb);
}
