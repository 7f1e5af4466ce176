/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-activity-menu.h"

#include <glib/gi18n-lib.h>

#include "sat-context-menu.h"

#define MENU "activity-menu"

static void
append (GMenu *menu, const char *label, const char *action, GVariant *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

static GMenu *
make_menu (SatRecord *activity, gboolean writes)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) upper = g_menu_new ();
  g_autoptr (GMenu) lower = g_menu_new ();
  gint64 id = sat_record_get_id (activity);
  gboolean done = sat_record_get_int (activity, "done", 0) != 0;

  append (upper, _ ("_Open"), "win.go-to-record", g_variant_new_int64 (id));
  if (writes) {
    append (upper, done ? _ ("Not _Done Yet") : _ ("_Tick Off"), "win.set-done",
            g_variant_new ("(xb)", id, !done));
    append (upper, _ ("_Log a Call…"), "win.log-call-on", g_variant_new_int64 (id));
    append (lower, _ ("_Delete"), "win.delete-records",
            g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, &id, 1, sizeof id));
  }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (upper));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (lower));
  return menu;
}

void
sat_activity_menu_popup (
    GtkWidget *widget, SatRecord *activity, gboolean writes, double x, double y)
{
  GtkWidget *popover;
  g_autoptr (GMenu) menu = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget) && SAT_IS_RECORD (activity));
  menu = make_menu (activity, writes);
  popover = g_object_get_data (G_OBJECT (widget), MENU);
  if (popover == NULL) {
    popover = sat_context_menu_new (widget, NULL);
    g_object_set_data (G_OBJECT (widget), MENU, popover);
  }
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (popover), G_MENU_MODEL (menu));
  sat_context_menu_popup (popover, x, y);
}
