/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-app-types.h"
#include "sat-details-pane.h"
#include "sat-start-page.h"
#include "sat-view.h"

G_BEGIN_DECLS

/* Below this width the details stand in place of the view. */
#define SAT_WINDOW_NARROW 1100

/* The one window: sidebar, view, details. Its actions are listed in sat-view.h. */
#define SAT_TYPE_WINDOW (sat_window_get_type ())
G_DECLARE_FINAL_TYPE (SatWindow, sat_window, SAT, WINDOW, AdwApplicationWindow)

/* Without a context the window shows the first-start page, or what sat_window_show_error() says. */
SatWindow *sat_window_new (GtkApplication *application);
/* Shows the workspace, in the view that was open last. NULL: back to the first-start page. */
void sat_window_set_context (SatWindow *self, SatContext *context);
SatContext *sat_window_get_context (SatWindow *self);
/* A spinner under @title, until a context or an error comes. */
void sat_window_show_busy (SatWindow *self, const char *title);
void sat_window_show_error (SatWindow *self, const char *title, const char *text);
/* The same with another picture, for what is no error. */
void sat_window_show_page (SatWindow *self, const char *icon, const char *title, const char *text);

SatStartPage *sat_window_get_start_page (SatWindow *self);
SatDetailsPane *sat_window_get_details (SatWindow *self); /* NULL without a context */

void sat_window_show_view (SatWindow *self, const char *name);
const char *sat_window_get_view_name (SatWindow *self);
SatView *sat_window_get_view (SatWindow *self); /* the one that is shown */
gint64 sat_window_get_record (SatWindow *self); /* whose details are shown, 0 if none */
gboolean sat_window_get_narrow (SatWindow *self);

/* The header's title. (transfer none) */
GtkWidget *sat_window_get_title (SatWindow *self);

G_END_DECLS
