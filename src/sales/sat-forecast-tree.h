/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-uuid.h"

G_BEGIN_DECLS

/* People, teams or territories in the order of their tree: each before those below it, equals by
 * title. Private to the forecast. */
typedef struct {
  gint64 id;
  SatUuid uuid;
  gint64 above; /* the id of the one above, 0: none, or unknown */
  gint64 group; /* of a user: the team's id */
  char *title;
  gboolean active;
  /* What the tree says. */
  char *sort_key;
  guint depth;
  int parent; /* index, -1: none */
  guint end;  /* index after the last one below it */
} SatForecastNode;

typedef struct _SatForecastTree SatForecastTree;

/* (transfer full) @nodes: an array of SatForecastNode. In a circle, the one with the lowest id
 * counts as the uppermost. */
SatForecastTree *sat_forecast_tree_new (GArray *nodes);
void sat_forecast_tree_free (SatForecastTree *self);

/* An array of SatForecastNode whose elements are cleared with it. */
GArray *sat_forecast_nodes_new (void);

guint sat_forecast_tree_get_n (const SatForecastTree *self);
const SatForecastNode *sat_forecast_tree_get (const SatForecastTree *self, guint i);
/* -1 if there is none. */
int sat_forecast_tree_find (const SatForecastTree *self, gint64 id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatForecastTree, sat_forecast_tree_free)

G_END_DECLS
