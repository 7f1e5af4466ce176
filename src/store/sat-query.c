/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-query-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
order_clear_cb (gpointer data)
{
  g_free (((SatQueryOrder *)data)->path);
}

SatQuery *
sat_query_new (const char *type_name)
{
  SatQuery *self;

  g_return_val_if_fail (type_name != NULL, NULL);
  self = g_new0 (SatQuery, 1);
  self->type_name = g_strdup (type_name);
  self->sort = g_array_new (FALSE, TRUE, sizeof (SatQueryOrder));
  g_array_set_clear_func (self->sort, order_clear_cb);
  return self;
}

SatQuery *
sat_query_copy (SatQuery *self)
{
  SatQuery *copy;

  g_return_val_if_fail (self != NULL, NULL);
  copy = sat_query_new (self->type_name);
  sat_query_set_filter (copy, self->filter);
  copy->words = g_strdup (self->words);
  for (guint i = 0; i < self->sort->len; i++) {
    const SatQueryOrder *order = &g_array_index (self->sort, SatQueryOrder, i);

    sat_query_add_sort (copy, order->path, order->descending);
  }
  copy->public_ties = self->public_ties;
  copy->limit = self->limit;
  return copy;
}

void
sat_query_free (SatQuery *self)
{
  g_return_if_fail (self != NULL);
  g_clear_pointer (&self->filter, sat_filter_unref);
  g_array_unref (self->sort);
  g_free (self->type_name);
  g_free (self->words);
  g_free (self);
}

const char *
sat_query_get_type_name (SatQuery *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->type_name;
}

void
sat_query_set_filter (SatQuery *self, SatFilter *filter)
{
  g_return_if_fail (self != NULL);
  if (filter != NULL)
    sat_filter_ref (filter);
  g_clear_pointer (&self->filter, sat_filter_unref);
  self->filter = filter;
}

SatFilter *
sat_query_get_filter (SatQuery *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->filter;
}

void
sat_query_set_words (SatQuery *self, const char *words)
{
  char *copy;

  g_return_if_fail (self != NULL);
  copy = g_strdup (words);
  g_free (self->words);
  self->words = copy;
}

void
sat_query_clear_sort (SatQuery *self)
{
  g_return_if_fail (self != NULL);
  g_array_set_size (self->sort, 0);
}

void
sat_query_add_sort (SatQuery *self, const char *path, gboolean descending)
{
  SatQueryOrder order = {NULL, descending};

  g_return_if_fail (self != NULL && path != NULL);
  order.path = g_strdup (path);
  g_array_append_val (self->sort, order);
}

/* FALSE: what follows the colon is no direction. */
static gboolean
parse_order (char *text, gboolean *descending)
{
  char *colon = strchr (text, ':');

  *descending = colon != NULL && g_str_equal (colon, ":desc");
  if (colon == NULL)
    return TRUE;
  if (!*descending && !g_str_equal (colon, ":asc"))
    return FALSE;
  *colon = '\0';
  return TRUE;
}

gboolean
sat_query_set_sort_text (SatQuery *self, const char *text, GError **error)
{
  g_auto (GStrv) parts = NULL;
  g_autoptr (SatQuery) read = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  parts = g_strsplit (text != NULL ? text : "", ",", -1);
  read = sat_query_new (self->type_name);
  for (guint i = 0; parts[i] != NULL; i++) {
    g_autofree char *part = g_strstrip (g_strdup (parts[i]));
    gboolean descending;

    if (!parse_order (part, &descending) || *part == '\0') {
      g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID,
                   _ ("“%s” is no order: write a field, or a field and “:desc”"), parts[i]);
      return FALSE;
    }
    sat_query_add_sort (read, part, descending);
  }
  g_array_unref (self->sort);
  self->sort = g_array_ref (read->sort);
  return TRUE;
}

char *
sat_query_get_sort_text (SatQuery *self)
{
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);
  text = g_string_new (NULL);
  for (guint i = 0; i < self->sort->len; i++) {
    const SatQueryOrder *order = &g_array_index (self->sort, SatQueryOrder, i);

    g_string_append_printf (text, "%s%s%s", i > 0 ? "," : "", order->path,
                            order->descending ? ":desc" : "");
  }
  return g_string_free (text, FALSE);
}

void
sat_query_set_public_ties (SatQuery *self, gboolean public_ties)
{
  g_return_if_fail (self != NULL);
  self->public_ties = public_ties;
}

void
sat_query_set_limit (SatQuery *self, guint limit)
{
  g_return_if_fail (self != NULL);
  self->limit = limit;
}
