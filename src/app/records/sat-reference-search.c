/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-reference-search.h"

#include <string.h>

#include "sat-query.h"
#include "sat-search.h"

void
sat_candidate_free (SatCandidate *candidate)
{
  g_free (candidate->title);
  g_free (candidate->detail);
  g_free (candidate);
}

static SatCandidate *
candidate_new (gint64 id, const char *title, const char *detail)
{
  SatCandidate *candidate = g_new0 (SatCandidate, 1);

  candidate->id = id;
  candidate->title = g_strdup (title);
  candidate->detail = g_strdup (detail != NULL ? detail : "");
  return candidate;
}

/* Appends every record of a small type. FALSE: it is not small. */
static gboolean
list_type (SatContext *context, const char *type_name, GPtrArray *out)
{
  SatReader *reader = sat_context_get_reader (context);
  const SatType *type = sat_context_get_type_by_name (context, type_name);
  g_autoptr (SatQuery) query = NULL;
  g_autoptr (GArray) ids = NULL;
  gint64 n = type != NULL ? sat_reader_count (reader, type, NULL) : 0;

  if (n > SAT_REFERENCE_SMALL)
    return FALSE;
  if (type == NULL || n <= 0)
    return TRUE;
  query = sat_query_new (type_name);
  sat_query_add_sort (query, sat_type_field (type, "order") != NULL ? "order" : "title", FALSE);
  ids = sat_query_ids (query, reader, NULL, NULL);
  for (guint i = 0; ids != NULL && i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);

    g_ptr_array_add (out, candidate_new (id, sat_reader_title (reader, id), NULL));
  }
  return TRUE;
}

GPtrArray *
sat_reference_list_small (SatContext *context, const SatField *field)
{
  g_autoptr (GPtrArray) all = NULL;
  g_auto (GStrv) types = NULL;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && field != NULL, NULL);
  all = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_candidate_free);
  types = g_strsplit (field->target, "|", -1);
  for (guint i = 0; types[i] != NULL; i++) {
    if (!list_type (context, types[i], all))
      return NULL;
  }
  return g_steal_pointer (&all);
}

static gboolean
title_has (const char *title, const char *folded_text)
{
  g_autofree char *folded = sat_fold (title);

  return strstr (folded, folded_text) != NULL;
}

static void
keep_fitting (GPtrArray *candidates, const char *text, guint limit)
{
  g_autofree char *folded = sat_fold (text);

  for (guint i = 0; i < candidates->len;) {
    const SatCandidate *candidate = g_ptr_array_index (candidates, i);

    if (i < limit && title_has (candidate->title, folded))
      i++;
    else
      g_ptr_array_remove_index (candidates, i);
  }
}

static void
search_type (SatContext *context, const char *type, const char *text, guint limit, GPtrArray *out)
{
  g_autoptr (GPtrArray) hits =
      sat_search (sat_context_get_reader (context), text, type, limit, NULL, NULL);

  for (guint i = 0; hits != NULL && i < hits->len && out->len < limit; i++) {
    const SatSearchHit *hit = g_ptr_array_index (hits, i);

    g_ptr_array_add (out, candidate_new (hit->id, hit->title, hit->detail));
  }
}

GPtrArray *
sat_reference_search (SatContext *context, const SatField *field, const char *text, guint limit)
{
  g_autoptr (GPtrArray) found = NULL;
  g_auto (GStrv) types = NULL;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && field != NULL && text != NULL, NULL);
  found = sat_reference_list_small (context, field);
  if (found != NULL) {
    keep_fitting (found, text, *text == '\0' ? SAT_REFERENCE_SMALL : limit);
    return g_steal_pointer (&found);
  }
  found = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_candidate_free);
  if (*text == '\0')
    return g_steal_pointer (&found);
  types = g_strsplit (field->target, "|", -1);
  for (guint i = 0; types[i] != NULL; i++)
    search_type (context, types[i], text, limit, found);
  return g_steal_pointer (&found);
}
