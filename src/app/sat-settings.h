/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The keys of the settings schema (data/). */
#define SAT_SETTINGS_SCHEMA "org.satchel.Satchel"
#define SAT_SETTING_WINDOW_WIDTH "window-width"
#define SAT_SETTING_WINDOW_HEIGHT "window-height"
#define SAT_SETTING_WINDOW_MAXIMIZED "window-maximized"
#define SAT_SETTING_VIEW "view"
#define SAT_SETTING_COLOR_SCHEME "color-scheme"         /* s: default, light, dark */
#define SAT_SETTING_DENSITY "density"                   /* s: comfortable, compact */
#define SAT_SETTING_DAILY_BACKUP "daily-backup"         /* b */
#define SAT_SETTING_REMINDERS "reminders"               /* b */
#define SAT_SETTING_REMINDER_MINUTES "reminder-minutes" /* i */
#define SAT_SETTING_DETAILS_WIDTH "details-width"
#define SAT_SETTING_CALENDAR_WAY "calendar-way"           /* s: day, week, month, agenda */
#define SAT_SETTING_CALENDAR_FULL_DAY "calendar-full-day" /* b: not only working hours */
#define SAT_SETTING_CALENDAR_PANEL "calendar-panel"       /* b */
#define SAT_SETTING_CALENDAR_PEOPLE "calendar-people"     /* as: me, team, everyone, or user ids */

/* What each list remembers, at SAT_SETTINGS_VIEW_PATH + name + "/". */
#define SAT_SETTINGS_VIEW_SCHEMA "org.satchel.Satchel.View"
#define SAT_SETTINGS_VIEW_PATH "/org/satchel/Satchel/views/"
#define SAT_SETTING_SORT "sort"       /* s: "name" or "name:desc" */
#define SAT_SETTING_COLUMNS "columns" /* as: field names in order; empty: the registry's choice */
#define SAT_SETTING_WIDTHS "widths"   /* a{si}: field name to pixels */
#define SAT_SETTING_FILTERS "filters" /* a(sbsas): path, negated, operator, values */

#define SAT_SETTING_WORDS "words" /* s: of a saved list: what its box says */
#define SAT_SETTING_SAVED "saved" /* s: of a saved list: the record that the others began with */

/* The settings of the list @name. (transfer full) */
GSettings *sat_settings_for_view (const char *name);

G_END_DECLS
