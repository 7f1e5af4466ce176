/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A titled list on the page of the day. A few lines are shown, the rest on request; a line that is
 * activated opens its record (win.open-record), Space ticks an activity off. The second mouse
 * button or the Menu key shows what else can be done. */
#define SAT_TYPE_TODAY_SECTION (sat_today_section_get_type ())
G_DECLARE_FINAL_TYPE (SatTodaySection, sat_today_section, SAT, TODAY_SECTION, GtkWidget)

/* @empty: what stands there instead of lines. */
GtkWidget *sat_today_section_new (const char *title, const char *empty);
/* A button beside the title; (transfer none). */
void sat_today_section_add_button (SatTodaySection *self, GtkWidget *button);

/* Lines are replaced all at once: begin, add each, end. @record: what the line opens. @total: how
 * many there are, of which those added may be the first. The focus stays at its place. */
void sat_today_section_begin (SatTodaySection *self);
void sat_today_section_add (SatTodaySection *self, GtkWidget *line, gint64 record);
/* What can be done with a line that is no activity's, which have their own; before it is added. */
void sat_today_line_set_menu (GtkWidget *line, GMenuModel *menu);
void sat_today_section_end (SatTodaySection *self, guint total);

/* FALSE if there is no line. */
gboolean sat_today_section_focus (SatTodaySection *self);
/* What the line around @widget opens, 0 if there is none. */
gint64 sat_today_section_record_at (GtkWidget *widget);

G_END_DECLS
