/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-agenda-list.h"
#include "sat-calendar-strip.h"
#include "sat-calendar-side.h"
#include "sat-calendar-view.h"

G_BEGIN_DECLS

/* Shared by the files of the view: sat-calendar-view.c (what is shown) and sat-calendar-actions.c
 * (what can be done). */
struct _SatCalendarView {
  GtkWidget parent_instance;
  SatContext *context;
  SatCalendarModel *model;
  SatCalendarStrip *bar;
  SatCalendarGrid *grids[SAT_CALENDAR_N_WAYS]; /* NULL until it is shown; of the agenda always */
  SatAgendaList *agenda;                       /* NULL until it is shown */
  SatCalendarSide *side;
  gint64 wanted; /* to be selected as soon as it is there */
  gboolean narrow;
  gboolean panel_anyway; /* although there is little room for it */
  GtkWidget *menu;
  GtkWidget *quick; /* the short form, while it is open */
  guint now_timeout, selected_timeout, layout_idle, focus_tick, focus_frames;
  gint64 selected; /* to be shown in the details */
  gulong context_changed, density_changed;

  AdwBin *bar_bin;
  AdwBin *panel_bin;
  GtkStack *states;
  AdwStatusPage *error_page;
  GtkOverlay *overlay;
  AdwViewStack *ways;
  AdwBin *day_bin;
  AdwBin *week_bin;
  AdwBin *month_bin;
  AdwBin *agenda_bin;
  GtkLabel *hint;
};

/* sat-calendar-view.c */
void sat_calendar_view_focus (SatCalendarView *self);
/* Goes where an activity is and selects it. */
void sat_calendar_view_reveal (SatCalendarView *self, gint64 id);

/* sat-calendar-actions.c */
void sat_calendar_view_install_actions (GtkWidgetClass *klass);
/* What the grid asks for. */
void sat_calendar_view_connect_grid (SatCalendarView *self, SatCalendarGrid *grid);
void sat_calendar_view_add_keys (SatCalendarView *self);
void
sat_calendar_view_show_menu (SatCalendarView *self, GtkWidget *over, gint64 id, double x, double y);

G_END_DECLS
