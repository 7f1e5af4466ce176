/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* A view of the window: what stands between the sidebar and the details. A widget; its body only,
 * the window draws the header bar. It asks the window for things by its actions:
 *
 * - win.open-record x: shows the record's details beside the view
 * - win.go-to-record x: the same, after a change to the view that lists the record
 * - win.new-record (sa{ss}): a form for a new record: type, and texts for fields
 * - win.show-related (sss): a view (name) with what points by a reference (name) to a record (id)
 * - win.show-list x: a saved list
 * - win.delete-records ax: deletes with an undo toast
 * - win.settings s: the settings, on the page of that name
 * - win.set-done, win.log-call, win.log-call-on, win.add-activity: see sat-window-activities.h
 * - win.edit-details, win.focus-details, win.close-details */
#define SAT_TYPE_VIEW (sat_view_get_type ())
G_DECLARE_INTERFACE (SatView, sat_view, SAT, VIEW, GtkWidget)

struct _SatViewInterface {
  GTypeInterface parent_iface;

  /* Every one may be missing. */

  /* The type that "New" makes; NULL: the window hides the button. */
  const char *(*get_type_name) (SatView *self);
  /* Makes a new record of that type in a way of its own. FALSE: by the usual form. */
  gboolean (*begin_new) (SatView *self);
  /* Stands in the header instead of the title: a switcher between the ways of the view. Asked once.
   */
  GtkWidget *(*get_title_widget) (SatView *self);
  /* Ctrl+F. */
  void (*focus_filter) (SatView *self);
  /* Puts the focus where the arrows move between records. */
  void (*focus_records) (SatView *self);
  /* Selects the record if the view shows it now. */
  gboolean (*select_record) (SatView *self, gint64 id);
  /* The only selected record, 0 if none or several. */
  gint64 (*get_selected) (SatView *self);
  /* The table that it shows, whose actions "table.…" are; NULL: it shows something else now. A view
   * that has this is a list, with actions "list.…". */
  GtkWidget *(*get_table) (SatView *self);
  /* Shows only the records that fit, in place of the filter that was there. */
  void (*set_filter) (SatView *self, SatFilter *filter);
};

const char *sat_view_get_type_name (SatView *self);
gboolean sat_view_begin_new (SatView *self);
GtkWidget *sat_view_get_title_widget (SatView *self);
void sat_view_focus_filter (SatView *self);
void sat_view_focus_records (SatView *self);
gboolean sat_view_select_record (SatView *self, gint64 id);
gint64 sat_view_get_selected (SatView *self);
GtkWidget *sat_view_get_table (SatView *self);
gboolean sat_view_is_list (SatView *self);
void sat_view_set_filter (SatView *self, SatFilter *filter);

/* Signal "subtitle" (const char*): what the header shows under the title, such as a count. */
void sat_view_emit_subtitle (SatView *self, const char *subtitle);

G_END_DECLS
