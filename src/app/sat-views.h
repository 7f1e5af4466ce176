/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-view.h"

G_BEGIN_DECLS

/* One line of the sidebar. */
typedef struct _SatViewInfo SatViewInfo;
struct _SatViewInfo {
  const char *name;  /* permanent: settings and actions use it */
  const char *label; /* translatable */
  const char *icon;
  const char *type; /* record type that the view lists, NULL for several */
  GtkWidget *(*create) (SatContext *context, const SatViewInfo *info); /* a SatView */
  /* What the sidebar counts, -1 with an error; NULL: the records of @type. On a reading thread. */
  gint64 (*count) (SatReader *reader, GError **error);
  /* A SatSavedList: the label is a person's own; NULL: one of the views that are always there. */
  gpointer list;
};

/* In the user's language, or the user's own words. */
const char *sat_view_info_get_label (const SatViewInfo *info);

/* Every view of the list in the sidebar, in its order; sat_views_find() knows that of the sync too.
 */
const SatViewInfo *sat_views (guint *n);
const SatViewInfo *sat_views_find (const char *name);
/* The view that lists records of that type, NULL if none does. */
const SatViewInfo *sat_views_for_type (const char *type_name);

G_END_DECLS
