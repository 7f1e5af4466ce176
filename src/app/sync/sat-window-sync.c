/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window has to do with the sync: its line in the sidebar, its actions. */

#include "config.h"

#include "sat-sync-button.h"
#include "sat-window-private.h"

static SatSyncService *
service_of (GtkWidget *widget)
{
  SatWindow *self = SAT_WINDOW (widget);

  return self->context != NULL ? sat_context_get_sync (self->context) : NULL;
}

static void
show_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_window_show_view (SAT_WINDOW (widget), "sync");
}

static void
sync_now_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatSyncService *service = service_of (widget);

  if (service != NULL)
    sat_sync_service_sync_now (service);
}

static void
update_cb (SatWindow *self)
{
  SatSyncState state = sat_sync_service_get (sat_context_get_sync (self->context))->state;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.sync-now",
                                 state != SAT_SYNC_LOCAL && state != SAT_SYNC_OFFLINE &&
                                     state != SAT_SYNC_REVOKED);
}

void
sat_window_sync_install (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.show-sync", NULL, show_cb);
  gtk_widget_class_install_action (klass, "win.sync-now", NULL, sync_now_cb);
}

void
sat_window_sync_start (SatWindow *self)
{
  SatSyncService *service = sat_context_get_sync (self->context);

  gtk_box_append (self->sync_place, sat_sync_button_new (service));
  g_signal_connect_object (service, "changed", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  update_cb (self);
}

void
sat_window_sync_stop (SatWindow *self)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self->sync_place));

  g_signal_handlers_disconnect_by_func (sat_context_get_sync (self->context), update_cb, self);
  if (button != NULL)
    gtk_box_remove (self->sync_place, button);
}
