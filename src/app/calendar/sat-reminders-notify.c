/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-reminders-notify.h"

#include "sat-reminders-service.h"

#include <glib/gi18n-lib.h>

struct _SatRemindersNotify {
  GtkApplication *application; /* not owned: it owns this */
  SatContext *context;
  SatRemindersService *service;
  GHashTable *shown; /* ids of notifications */
  guint watch;
  gboolean has_desktop; /* somebody shows notifications */
};

#define DESKTOP "org.freedesktop.Notifications"

static void
appeared_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer user_data)
{
  SatRemindersNotify *self = user_data;

  self->has_desktop = TRUE;
}

/* In a sandbox the portal shows them, whatever can be seen from inside. */
static void
vanished_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  SatRemindersNotify *self = user_data;

  self->has_desktop = g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

/* One about the same replaces the one before. */
static char *
name_of (const gint64 *ids, gsize n)
{
  return n == 1 ? g_strdup_printf ("reminder-%" G_GINT64_FORMAT, ids[0]) : g_strdup ("reminders");
}

static GVariant *
pack_ids (const gint64 *ids, gsize n)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, ids, n, sizeof *ids);
}

static void
notify (SatRemindersNotify *self, const char *title, const char *body, const gint64 *ids, gsize n)
{
  g_autoptr (GNotification) notification = g_notification_new (title);
  g_autoptr (GIcon) icon = g_themed_icon_new (SAT_APP_ID);
  char *name = name_of (ids, n);

  g_notification_set_body (notification, body);
  g_notification_set_icon (notification, icon);
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);
  g_notification_set_category (notification, "im.reminder");
  g_notification_set_default_action_and_target (notification, "app." SAT_REMINDERS_OPEN, "x",
                                                ids[0]);
  g_notification_add_button_with_target (notification, C_ ("reminder", "Open"),
                                         "app." SAT_REMINDERS_OPEN, "x", ids[0]);
  g_notification_add_button_with_target_value (notification, C_ ("reminder", "Snooze"),
                                               "app." SAT_REMINDERS_SNOOZE, pack_ids (ids, n));
  g_application_send_notification (G_APPLICATION (self->application), name, notification);
  g_hash_table_add (self->shown, name);
}

/* Without a desktop that shows them, in the window. */
static void
tell_cb (const char *title, const char *body, const gint64 *ids, gsize n, gpointer user_data)
{
  SatRemindersNotify *self = user_data;
  g_autofree char *text = NULL;

  if (self->has_desktop) {
    notify (self, title, body, ids, n);
    return;
  }
  text = g_strdup_printf ("%s · %s", title, body);
  sat_context_offer (self->context, g_strdelimit (text, "\n", ' '), C_ ("reminder", "Open"),
                     "win.go-to-record", g_variant_new_int64 (ids[0]));
}

static void
withdraw (SatRemindersNotify *self, const gint64 *ids, gsize n)
{
  g_autofree char *name = name_of (ids, n);

  g_application_withdraw_notification (G_APPLICATION (self->application), name);
  g_hash_table_remove (self->shown, name);
}

static GtkWindow *
main_window (SatRemindersNotify *self)
{
  for (GList *l = gtk_application_get_windows (self->application); l != NULL; l = l->next)
    if (GTK_IS_APPLICATION_WINDOW (l->data))
      return l->data;
  return NULL;
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SatRemindersNotify *self = user_data;
  GtkWindow *window = main_window (self);
  gint64 id = g_variant_get_int64 (parameter);

  withdraw (self, &id, 1);
  if (window == NULL)
    return;
  gtk_window_present (window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.go-to-record", "x", id);
}

static void
snooze_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SatRemindersNotify *self = user_data;
  gsize n;
  const gint64 *ids = g_variant_get_fixed_array (parameter, &n, sizeof (gint64));

  sat_reminders_service_snooze (self->service, ids, n);
  if (n > 0)
    withdraw (self, ids, n);
}

SatRemindersNotify *
sat_reminders_notify_new (GtkApplication *application, SatContext *context)
{
  const GActionEntry entries[] = {
      {.name = SAT_REMINDERS_OPEN, .activate = open_cb, .parameter_type = "x"},
      {.name = SAT_REMINDERS_SNOOZE, .activate = snooze_cb, .parameter_type = "ax"},
  };
  SatRemindersNotify *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application) && SAT_IS_CONTEXT (context), NULL);
  self = g_new0 (SatRemindersNotify, 1);
  self->application = application;
  self->context = g_object_ref (context);
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   self);
  self->watch = g_bus_watch_name (G_BUS_TYPE_SESSION, DESKTOP, G_BUS_NAME_WATCHER_FLAGS_AUTO_START,
                                  appeared_cb, vanished_cb, self, NULL);
  self->service = sat_reminders_service_new (context, tell_cb, self);
  return self;
}

void
sat_reminders_notify_free (SatRemindersNotify *self)
{
  GHashTableIter iter;
  gpointer name;

  if (self == NULL)
    return;
  g_bus_unwatch_name (self->watch);
  sat_reminders_service_free (self->service);
  g_action_map_remove_action (G_ACTION_MAP (self->application), SAT_REMINDERS_OPEN);
  g_action_map_remove_action (G_ACTION_MAP (self->application), SAT_REMINDERS_SNOOZE);
  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_application_withdraw_notification (G_APPLICATION (self->application), name);
  g_hash_table_unref (self->shown);
  g_object_unref (self->context);
  g_free (self);
}
