/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-forecast-tree.h"

#include "sat-fold.h"

#include <string.h>

struct _SatForecastTree {
  GArray *nodes;     /* SatForecastNode, in the order of the tree */
  GHashTable *index; /* gint64 of a node -> its place + 1 */
};

static void
node_clear (gpointer data)
{
  SatForecastNode *node = data;

  g_free (node->title);
  g_free (node->sort_key);
}

GArray *
sat_forecast_nodes_new (void)
{
  GArray *nodes = g_array_new (FALSE, TRUE, sizeof (SatForecastNode));

  g_array_set_clear_func (nodes, node_clear);
  return nodes;
}

static SatForecastNode *
node_at (GArray *nodes, guint i)
{
  return &g_array_index (nodes, SatForecastNode, i);
}

static int
compare_nodes (gconstpointer a, gconstpointer b)
{
  const SatForecastNode *left = a, *right = b;
  int order = strcmp (left->sort_key, right->sort_key);

  if (order == 0)
    order = strcmp (left->title, right->title);
  return order != 0 ? order : memcmp (&left->uuid, &right->uuid, sizeof left->uuid);
}

static GHashTable *
index_nodes (GArray *nodes)
{
  GHashTable *index = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < nodes->len; i++)
    g_hash_table_insert (index, &node_at (nodes, i)->id, GUINT_TO_POINTER (i + 1));
  return index;
}

static void
find_parents (GArray *nodes, GHashTable *index)
{
  for (guint i = 0; i < nodes->len; i++) {
    SatForecastNode *node = node_at (nodes, i);

    node->parent = (int)GPOINTER_TO_UINT (g_hash_table_lookup (index, &node->above)) - 1;
  }
}

/* Of the circle that node @i is in, the one with the lowest id loses who is above it. */
static void
cut_circle (GArray *nodes, guint i)
{
  guint lowest = i;

  for (guint k = (guint)node_at (nodes, i)->parent; k != i; k = (guint)node_at (nodes, k)->parent)
    if (node_at (nodes, k)->id < node_at (nodes, lowest)->id)
      lowest = k;
  node_at (nodes, lowest)->parent = -1;
}

/* Walks up from each node and marks the way with the walk's number: who meets the own mark goes
 * in a circle. */
static void
cut_circles (GArray *nodes)
{
  g_autofree guint *marks = g_new0 (guint, nodes->len + 1);

  for (guint i = 0; i < nodes->len; i++) {
    int k = (int)i;

    while (k >= 0 && marks[k] == 0) {
      marks[k] = i + 1;
      k = node_at (nodes, (guint)k)->parent;
    }
    if (k >= 0 && marks[k] == i + 1)
      cut_circle (nodes, (guint)k);
  }
}

/* The first node below each, and the next one with the same above; of the nodes that nobody is
 * above at place n. */
typedef struct {
  GArray *nodes;
  int *below, *next;
} Links;

static void
link_nodes (Links *links)
{
  guint n = links->nodes->len;

  for (guint i = 0; i <= n; i++)
    links->below[i] = links->next[i] = -1;
  for (guint i = n; i-- > 0;) {
    int parent = node_at (links->nodes, i)->parent;
    int *first = &links->below[parent >= 0 ? (guint)parent : n];

    links->next[i] = *first;
    *first = (int)i;
  }
}

/* Nodes as they come when one goes down first and then on, with their depth, new parent and end.
 * Without recursion: a chain of managers may be as long as the list of users. */
static GArray *
arrange (Links *links)
{
  guint n = links->nodes->len;
  GArray *sorted = sat_forecast_nodes_new ();
  g_autofree int *places = g_new (int, n + 1);
  int i = links->below[n], above = -1;

  while (i >= 0) {
    SatForecastNode node = *node_at (links->nodes, (guint)i);

    node.parent = above >= 0 ? places[above] : -1;
    node.depth = above >= 0 ? node_at (sorted, (guint)node.parent)->depth + 1 : 0;
    places[i] = (int)sorted->len;
    g_array_append_val (sorted, node);
    if (links->below[i] >= 0) {
      above = i;
      i = links->below[i];
      continue;
    }
    node_at (sorted, (guint)places[i])->end = sorted->len;
    while (links->next[i] < 0 && above >= 0) {
      i = above;
      above = node_at (links->nodes, (guint)i)->parent;
      node_at (sorted, (guint)places[i])->end = sorted->len;
    }
    i = links->next[i];
  }
  return sorted;
}

SatForecastTree *
sat_forecast_tree_new (GArray *nodes)
{
  SatForecastTree *self = g_new0 (SatForecastTree, 1);
  g_autoptr (GHashTable) index = NULL;
  g_autofree int *below = NULL, *next = NULL;
  Links links;

  g_return_val_if_fail (nodes != NULL, NULL);

  for (guint i = 0; i < nodes->len; i++)
    node_at (nodes, i)->sort_key = sat_fold_sort_key (node_at (nodes, i)->title);
  g_array_sort (nodes, compare_nodes);
  index = index_nodes (nodes);
  find_parents (nodes, index);
  cut_circles (nodes);
  below = g_new (int, nodes->len + 1);
  next = g_new (int, nodes->len + 1);
  links = (Links){nodes, below, next};
  link_nodes (&links);
  self->nodes = arrange (&links);
  self->index = index_nodes (self->nodes);
  /* Their texts are the sorted ones' now. */
  g_array_set_clear_func (nodes, NULL);
  g_array_unref (nodes);
  return self;
}

void
sat_forecast_tree_free (SatForecastTree *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->index);
  g_array_unref (self->nodes);
  g_free (self);
}

guint
sat_forecast_tree_get_n (const SatForecastTree *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->nodes->len;
}

const SatForecastNode *
sat_forecast_tree_get (const SatForecastTree *self, guint i)
{
  g_return_val_if_fail (self != NULL && i < self->nodes->len, NULL);

  return node_at (self->nodes, i);
}

int
sat_forecast_tree_find (const SatForecastTree *self, gint64 id)
{
  g_return_val_if_fail (self != NULL, -1);

  return (int)GPOINTER_TO_UINT (g_hash_table_lookup (self->index, &id)) - 1;
}
