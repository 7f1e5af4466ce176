/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"
#include "sat-org-item.h"

G_BEGIN_DECLS

/* The records of an organisation's type (pipelines, users ...) as rows: a click opens one, a button
 * adds one, and where their order means something they are dragged, or moved with Ctrl+Up and
 * Ctrl+Down.
 *
 * Signals:
 * "add": the button
 * "open" (gint64 id): a row was chosen
 * "remove" (gint64 id): Delete, or the row's menu
 * "loaded": the rows differ from before */
#define SAT_TYPE_ORG_LIST (sat_org_list_get_type ())
G_DECLARE_FINAL_TYPE (SatOrgList, sat_org_list, SAT, ORG_LIST, AdwPreferencesGroup)

/* Reads the lines, on the reading thread: GPtrArray of SatOrgItem. @of: what the list was made for.
 */
typedef GPtrArray *(*SatOrgLoad) (SatReader *reader,
                                  const SatFormat *format,
                                  gint64 of,
                                  GError **error);

typedef struct {
  const char *title;       /* translated; may be NULL */
  const char *description; /* the same */
  const char *add;         /* the label of the button; NULL: nothing can be added here */
  const char *empty;       /* what stands there without rows */
  const char *order_label; /* where rows can be moved: the entry of the undo list; else NULL */
  gboolean removable;
  SatOrgLoad load;
} SatOrgListInfo;

/* @info is copied, its strings are not: they are gettext's own. */
GtkWidget *sat_org_list_new (SatContext *context, const SatOrgListInfo *info, gint64 of);

guint sat_org_list_get_n_items (SatOrgList *self);
/* Reads again; the window does so after every change of data. */
void sat_org_list_refresh (SatOrgList *self);
/* Moves a line to another place, within its rank. */
void sat_org_list_move (SatOrgList *self, gint64 id, int position);
/* Where a line that goes from one place to another may go to. Exposed for tests. */
int sat_org_list_clamp (GPtrArray *items, int from, int to);

G_END_DECLS
