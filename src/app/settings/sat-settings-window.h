/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Settings: how the workspace is arranged (pipelines, fields, people, products, currencies), how
 * the window looks, and its backups. SatSettingsWindow has a sidebar with the pages; a page may
 * open others over itself, such as one for a record. Most of them are a SatOrgList, the records of
 * an organisation's type as rows, and a SatRecordPage, the fields of one record. Whatever is a
 * record is written through the context, with undo; what belongs to this computer is in GSettings.
 */

#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

#define SAT_TYPE_SETTINGS_WINDOW (sat_settings_window_get_type ())
G_DECLARE_FINAL_TYPE (SatSettingsWindow, sat_settings_window, SAT, SETTINGS_WINDOW, AdwWindow)

/* One line of the sidebar. */
typedef struct {
  const char *name;
  const char *label; /* translatable */
  const char *icon;
  GtkWidget *(*create) (SatContext *context);
} SatSettingsPageInfo;

const SatSettingsPageInfo *sat_settings_pages (guint *n);

/* Shows the toasts of @context while it is open. */
SatSettingsWindow *sat_settings_window_new (GtkWindow *parent, SatContext *context);
/* NULL or an unknown name: the first page. */
void sat_settings_window_show_page (SatSettingsWindow *self, const char *name);
const char *sat_settings_window_get_page_name (SatSettingsWindow *self);
void sat_settings_window_add_toast (SatSettingsWindow *self, AdwToast *toast);

/* For pages: opens @page (floating) over the one that @widget is in, and closes it again. @title is
 * copied; it may change later. */
void sat_settings_open (GtkWidget *widget, GtkWidget *page, const char *title);
void sat_settings_close (GtkWidget *page);
/* What Ctrl+N makes while the page is shown. @type_name is not copied. */
void sat_settings_set_new_type (GtkWidget *page, const char *type_name);
void sat_settings_set_title (GtkWidget *page, const char *title);

G_END_DECLS
