/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-filter.h"

struct _SatFilter {
  gatomicrefcount ref_count;
  SatFilterNode node;
  SatFilter **children;
  gsize n_children;
  char *path;
  SatFilterOp op;
  char **values;
};

static SatFilter *
new_node (SatFilterNode node)
{
  SatFilter *self = g_new0 (SatFilter, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->node = node;
  return self;
}

static SatFilter *
new_parent (SatFilterNode node, SatFilter **children, gsize n)
{
  SatFilter *self = new_node (node);

  self->children = g_memdup2 (children, n * sizeof *children);
  self->n_children = n;
  return self;
}

/* Every child matches; of none, everything does. Takes the children, not the array. */
SatFilter *
sat_filter_all (SatFilter **children, gsize n)
{
  g_return_val_if_fail (children != NULL || n == 0, NULL);

  return new_parent (SAT_FILTER_ALL, children, n);
}

/* At least one child matches; of none, nothing does. Takes the children, not the array. */
SatFilter *
sat_filter_any (SatFilter **children, gsize n)
{
  g_return_val_if_fail (children != NULL || n == 0, NULL);

  return new_parent (SAT_FILTER_ANY, children, n);
}

SatFilter *
sat_filter_not (SatFilter *child)
{
  g_return_val_if_fail (child != NULL, NULL);

  return new_parent (SAT_FILTER_NOT, &child, 1);
}

SatFilter *
sat_filter_test (const char *path, SatFilterOp op, const char *const *values)
{
  SatFilter *self;
  gsize n;

  g_return_val_if_fail (path != NULL, NULL);

  n = values != NULL ? g_strv_length ((char **)values) : 0;
  g_return_val_if_fail (op == SAT_OP_IN || n == (op == SAT_OP_EMPTY ? 0 : 1), NULL);

  self = new_node (SAT_FILTER_TEST);
  self->path = g_strdup (path);
  self->op = op;
  self->values = n > 0 ? g_strdupv ((char **)values) : g_new0 (char *, 1);
  return self;
}

/* @value: NULL for SAT_OP_EMPTY. */
SatFilter *
sat_filter_test1 (const char *path, SatFilterOp op, const char *value)
{
  const char *const values[] = {value, NULL};

  return sat_filter_test (path, op, values);
}

SatFilter *
sat_filter_ref (SatFilter *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
sat_filter_unref (SatFilter *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (gsize i = 0; i < self->n_children; i++)
    sat_filter_unref (self->children[i]);
  g_free (self->children);
  g_free (self->path);
  g_strfreev (self->values);
  g_free (self);
}

SatFilterNode
sat_filter_get_node (const SatFilter *self)
{
  g_return_val_if_fail (self != NULL, SAT_FILTER_ALL);

  return self->node;
}

/* 1 for NOT, 0 for a test. */
gsize
sat_filter_get_n_children (const SatFilter *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_children;
}

const SatFilter *
sat_filter_get_child (const SatFilter *self, gsize i)
{
  g_return_val_if_fail (self != NULL && i < self->n_children, NULL);

  return self->children[i];
}

/* NULL unless it is a test. */
const char *
sat_filter_get_path (const SatFilter *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->path;
}

SatFilterOp
sat_filter_get_op (const SatFilter *self)
{
  g_return_val_if_fail (self != NULL, SAT_OP_IS);

  return self->op;
}

/* NULL-terminated; NULL unless it is a test. */
const char *const *
sat_filter_get_values (const SatFilter *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *)self->values;
}

/* The same tree: same nodes, order, paths, operators and texts. */
gboolean
sat_filter_equal (const SatFilter *a, const SatFilter *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (a == b)
    return TRUE;
  if (a->node != b->node || a->n_children != b->n_children)
    return FALSE;
  if (a->node == SAT_FILTER_TEST)
    return a->op == b->op && g_str_equal (a->path, b->path) &&
           g_strv_equal ((const char *const *)a->values, (const char *const *)b->values);
  for (gsize i = 0; i < a->n_children; i++)
    if (!sat_filter_equal (a->children[i], b->children[i]))
      return FALSE;
  return TRUE;
}
