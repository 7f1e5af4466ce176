/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-filter-bar.h"
#include "sat-record-table.h"
#include "sat-saved-list.h"

G_BEGIN_DECLS

/* What can be done with a list as a whole: order it, save it, name it, export it, print it. A menu
 * at the end of the filter bar, and the action group "list" of the view. */
#define SAT_TYPE_LIST_TOOLS (sat_list_tools_get_type ())
G_DECLARE_FINAL_TYPE (SatListTools, sat_list_tools, SAT, LIST_TOOLS, GObject)

/* The table of the view, made when it is asked for. */
typedef SatRecordTable *(*SatListToolsTable) (GtkWidget *view);

/* @view owns the tools, its filter bar is @bar; @settings are the list's, @list NULL for one of the
 * usual views. */
SatListTools *sat_list_tools_new (SatContext *context,
                                  const char *type_name,
                                  GSettings *settings,
                                  SatSavedList *list,
                                  GtkWidget *view,
                                  SatFilterBar *bar,
                                  SatListToolsTable get_table);

GtkWidget *sat_list_tools_get_button (SatListTools *self); /* in the filter bar */

/* Asks for a name. @answered comes with the answer, without space around, unless it is none. */
typedef void (*SatListNamed) (const char *name, gpointer user_data);
void sat_list_tools_ask_name (GtkWidget *parent,
                              const char *title,
                              const char *body,
                              const char *name,
                              const char *button,
                              SatListNamed answered,
                              gpointer user_data,
                              GDestroyNotify destroy);

G_END_DECLS
