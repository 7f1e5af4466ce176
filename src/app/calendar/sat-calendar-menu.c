/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-calendar-menu.h"

#include <glib/gi18n-lib.h>

static void
append (GMenu *menu, const char *label, const char *action, GVariant *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

static GMenu *
new_changes (const SatAgendaItem *item)
{
  GMenu *menu = g_menu_new ();

  append (menu, item->done ? _ ("Not _Done Yet") : _ ("_Tick Off"), "win.set-done",
          g_variant_new ("(xb)", item->id, !item->done));
  append (menu, _ ("_Log a Call…"), "win.log-call-on", g_variant_new_int64 (item->id));
  append (menu, _ ("D_uplicate"), "calendar.duplicate", g_variant_new_int64 (item->id));
  return menu;
}

static GMenu *
new_moves (const SatAgendaItem *item)
{
  GMenu *menu = g_menu_new ();
  gboolean scheduled = item->timed || item->all_day || item->first != 0;

  if (scheduled) {
    append (menu, _ ("Move to To_morrow"), "calendar.shift",
            g_variant_new ("(xs)", item->id, "tomorrow"));
    append (menu, _ ("Move to Next _Week"), "calendar.shift",
            g_variant_new ("(xs)", item->id, "week"));
  } else {
    append (menu, _ ("_Schedule…"), "calendar.schedule", g_variant_new_int64 (item->id));
  }
  if (scheduled && g_strcmp0 (item->kind, "task") == 0 && !item->done)
    append (menu, _ ("Take Off the _Calendar"), "calendar.unschedule",
            g_variant_new_int64 (item->id));
  return menu;
}

GMenu *
sat_calendar_menu_new (const SatAgendaItem *item, gboolean writes)
{
  GMenu *menu;
  g_autoptr (GMenu) upper = NULL;

  g_return_val_if_fail (item != NULL, NULL);
  menu = g_menu_new ();
  upper = g_menu_new ();
  append (upper, _ ("_Open"), "win.open-record", g_variant_new_int64 (item->id));
  if (writes)
    append (upper, _ ("_Edit…"), "calendar.edit", g_variant_new_int64 (item->id));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (upper));
  if (writes) {
    g_autoptr (GMenu) changes = new_changes (item);
    g_autoptr (GMenu) moves = new_moves (item);
    g_autoptr (GMenu) lower = g_menu_new ();

    append (lower, _ ("_Delete"), "win.delete-records",
            g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, &item->id, 1, sizeof item->id));
    g_menu_append_section (menu, NULL, G_MENU_MODEL (changes));
    g_menu_append_section (menu, NULL, G_MENU_MODEL (moves));
    g_menu_append_section (menu, NULL, G_MENU_MODEL (lower));
  }
  return menu;
}

GMenu *
sat_calendar_menu_new_for_room (gboolean writes)
{
  GMenu *menu = g_menu_new ();

  if (writes)
    g_menu_append (menu, _ ("_New Activity…"), "calendar.new");
  g_menu_append (menu, _ ("Go to _Today"), "calendar.today");
  g_menu_append (menu, _ ("Go to a _Date…"), "calendar.go-to");
  return menu;
}
