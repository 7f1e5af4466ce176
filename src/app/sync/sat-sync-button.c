/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-sync-button.h"

#include "sat-widgets.h"

/* "5 minutes ago" goes on while nothing happens. */
#define CLOCK_SECONDS 30

struct _SatSyncButton {
  GtkButton parent_instance;

  SatSyncService *service;
  GtkImage *icon;
  GtkLabel *label, *more;
  guint clock;
};

G_DEFINE_FINAL_TYPE (SatSyncButton, sat_sync_button, GTK_TYPE_BUTTON)

static const char *
icon_of (SatSyncState state)
{
  switch (state) {
  case SAT_SYNC_LOCAL:
    return "computer-symbolic";
  case SAT_SYNC_OFFLINE:
  case SAT_SYNC_UNREACHABLE:
    return "network-offline-symbolic";
  case SAT_SYNC_ATTENTION:
  case SAT_SYNC_REVOKED:
    return "dialog-warning-symbolic";
  case SAT_SYNC_BUSY:
    return "view-refresh-symbolic";
  case SAT_SYNC_PENDING:
  case SAT_SYNC_SYNCED:
  default:
    return "emblem-ok-symbolic";
  }
}

static void
show (SatSyncButton *self)
{
  const SatSyncStatus *status = sat_sync_service_get (self->service);
  g_autofree char *text = sat_sync_service_describe (self->service);
  g_autofree char *more = sat_sync_service_describe_more (self->service);
  g_autofree char *name = more != NULL ? g_strdup_printf ("%s, %s", text, more) : g_strdup (text);

  gtk_image_set_from_icon_name (self->icon, icon_of (status->state));
  gtk_label_set_text (self->label, text);
  gtk_label_set_text (self->more, more != NULL ? more : "");
  gtk_widget_set_visible (GTK_WIDGET (self->more), more != NULL);
  if (status->state == SAT_SYNC_ATTENTION || status->state == SAT_SYNC_REVOKED)
    gtk_widget_add_css_class (GTK_WIDGET (self), "sat-attention");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "sat-attention");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), status->problem != NULL ? status->problem : name);
  sat_widget_set_name (GTK_WIDGET (self), name);
}

static gboolean
clock_cb (gpointer user_data)
{
  show (user_data);
  return G_SOURCE_CONTINUE;
}

static void
sat_sync_button_dispose (GObject *object)
{
  SatSyncButton *self = SAT_SYNC_BUTTON (object);

  g_clear_handle_id (&self->clock, g_source_remove);
  g_clear_object (&self->service);
  G_OBJECT_CLASS (sat_sync_button_parent_class)->dispose (object);
}

static void
sat_sync_button_class_init (SatSyncButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_sync_button_dispose;
}

static void
sat_sync_button_init (SatSyncButton *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->icon = GTK_IMAGE (gtk_image_new ());
  self->label = GTK_LABEL (gtk_label_new (NULL));
  self->more = GTK_LABEL (gtk_label_new (NULL));
  sat_widget_set_decorative (GTK_WIDGET (self->icon));
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_xalign (self->more, 0);
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (self->label, 16);
  gtk_widget_set_hexpand (GTK_WIDGET (self->label), TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->more), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->more), "dim-label");
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->more));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (box), words);
  gtk_button_set_child (GTK_BUTTON (self), box);
  /* As wide as the sidebar, and not the sidebar as wide as it may get. */
  gtk_widget_set_hexpand (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self), "sat-sync-button");
}

GtkWidget *
sat_sync_button_new (SatSyncService *service)
{
  SatSyncButton *self = g_object_new (SAT_TYPE_SYNC_BUTTON, "action-name", "win.show-sync", NULL);

  self->service = g_object_ref (service);
  g_signal_connect_object (service, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  self->clock = g_timeout_add_seconds (CLOCK_SECONDS, clock_cb, self);
  show (self);
  return GTK_WIDGET (self);
}
