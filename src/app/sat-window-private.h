/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-deleted-window.h"
#include "sat-details-pane.h"
#include "sat-import-window.h"
#include "sat-list-counts.h"
#include "sat-saved-lists.h"
#include "sat-settings-window.h"
#include "sat-start-page.h"
#include "sat-views.h"
#include "sat-window.h"

G_BEGIN_DECLS

/* Shared by the files of the window: sat-window.c (layout), sat-window-actions.c,
 * sat-window-sidebar.c, sat-window-focus.c, sat-window-drafts.c. */
struct _SatWindow {
  AdwApplicationWindow parent_instance;

  SatContext *context;
  GSettings *settings;
  gulong context_changed, context_toast;

  AdwToastOverlay *toasts;
  GtkOverlay *overlay;
  GtkStack *pages;
  SatStartPage *start_page;
  AdwStatusPage *busy_page;
  GtkSpinner *busy_spinner;
  AdwStatusPage *error_page;
  GtkBox *sync_place; /* for the line of the sync */
  AdwWindowTitle *workspace_title;
  AdwHeaderBar *content_header;
  GtkListBox *sidebar;
  GtkPaned *paned;
  GtkWidget *content;
  GtkStack *title_stack;
  AdwWindowTitle *view_title;
  GtkStack *views;
  GtkWidget *new_button;
  AdwButtonContent *new_content;

  const SatViewInfo *view_info; /* of the view that is shown */
  GHashTable *subtitles;        /* view name to what its title says below */
  SatDetailsPane *details;      /* while there is a context */
  GtkWidget *palette;           /* while something is searched */
  gint64 record;                /* in the details, 0 if none */
  gboolean narrow;
  guint layout_idle, focus_idle;
  gboolean focus_waits; /* for the view's records */

  GtkFileChooserNative *import_chooser;
  SatImportWindow *import_window;
  char **import_waiting; /* files to import once there is a workspace */

  SatSettingsWindow *settings_window; /* while it is open */

  SatSavedLists *lists; /* while there is a context */
  SatListCounts *list_counts;
  gint64 list_waiting; /* to be shown as soon as it is there */
  GtkWidget *list_menu;
  SatDeletedWindow *deleted_window; /* while it is open */

  GCancellable *counting; /* of the sidebar's counts */
  guint count_timeout;
};

/* sat-window.c */
void sat_window_update_layout (SatWindow *self);
void sat_window_show_details (SatWindow *self, gint64 id);
void sat_window_close_details (SatWindow *self);
void sat_window_update_header (SatWindow *self);

/* @page: NULL for the first. */
void sat_window_open_settings (SatWindow *self, const char *page);
void sat_window_open_palette (SatWindow *self);

/* sat-window-actions.c */
void sat_window_install_actions (GtkWidgetClass *klass);
void sat_window_update_actions (SatWindow *self);

/* sat-window-drafts.c */
/* Says what is not saved yet since the last time. */
void sat_window_offer_drafts (SatWindow *self);

/* sat-window-focus.c */
void sat_window_focus_view_soon (SatWindow *self);
/* The view has its records now. */
void sat_window_focus_loaded (SatWindow *self);
/* Shows the keys, in a window that is made when it is asked for the first time: GTK itself would
 * make it at the start and keep it out of sight. */
void sat_window_show_shortcuts (SatWindow *self);

/* sat-window-lists.c */
void sat_window_lists_install (GtkWidgetClass *klass);
void sat_window_lists_start (SatWindow *self);
void sat_window_lists_stop (SatWindow *self);
void sat_window_lists_prepare_row (SatWindow *self, GtkWidget *row);
void sat_window_lists_header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data);
/* Any view, also of a saved list; NULL if there is none of that name. */
const SatViewInfo *sat_window_find_view (SatWindow *self, const char *name);

/* sync/sat-window-sync.c */
void sat_window_sync_install (GtkWidgetClass *klass);
void sat_window_sync_start (SatWindow *self);
void sat_window_sync_stop (SatWindow *self);

/* sat-window-sidebar.c */
void sat_window_fill_sidebar (SatWindow *self);
void sat_window_select_sidebar (SatWindow *self, const char *view);
/* Writes the counts of the saved lists into their lines. */
void sat_window_show_list_counts (SatWindow *self);
void sat_window_count_soon (SatWindow *self);
void sat_window_stop_counting (SatWindow *self);

G_END_DECLS
