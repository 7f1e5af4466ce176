/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-import-similar.h"

#include "sat-header-table.h"
#include "sat-query.h"
#include "sat-search.h"

#include <string.h>

/* A type with so few records is compared as a whole; of others the search finds some. */
#define SMALL 500
#define MOST_HITS 30

typedef struct {
  char *title;
  double likeness;
} Candidate;

static void
candidate_clear (gpointer data)
{
  g_free (((Candidate *)data)->title);
}

/* How many pairs of neighbouring bytes of @a are in @b as well, each counted once. */
static guint
common_pairs (const char *a, const char *b)
{
  gsize n = strlen (b);
  g_autofree gboolean *used = g_new0 (gboolean, n + 1);
  guint common = 0;

  for (; a[0] != '\0' && a[1] != '\0'; a++)
    for (gsize k = 0; k + 1 < n; k++)
      if (!used[k] && a[0] == b[k] && a[1] == b[k + 1]) {
        used[k] = TRUE;
        common++;
        break;
      }
  return common;
}

double
sat_import_likeness (const char *a, const char *b)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  gsize pairs;

  g_return_val_if_fail (a != NULL && b != NULL, 0);
  first = sat_header_compact (a);
  second = sat_header_compact (b);
  if (strcmp (first, second) == 0)
    return 1;
  pairs = MAX (strlen (first), 1) - 1 + MAX (strlen (second), 1) - 1;
  return pairs > 0 ? MIN (2.0 * common_pairs (first, second) / (double)pairs, 0.99) : 0;
}

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *one = a, *two = b;

  if (one->likeness != two->likeness)
    return one->likeness > two->likeness ? -1 : 1;
  return g_utf8_collate (one->title, two->title);
}

static void
add_title (GArray *candidates, const char *title, const char *text)
{
  Candidate candidate = {g_strdup (title), sat_import_likeness (title, text)};

  g_array_append_val (candidates, candidate);
}

static gboolean
add_all (SatReader *reader, const SatType *type, const char *text, GArray *out, GError **error)
{
  g_autoptr (SatQuery) query = sat_query_new (type->name);
  g_autoptr (GArray) ids = sat_query_ids (query, reader, NULL, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    add_title (out, sat_reader_title (reader, g_array_index (ids, gint64, i)), text);
  return ids != NULL;
}

static gboolean
add_hits (SatReader *reader, const SatType *type, const char *text, GArray *out, GError **error)
{
  g_autoptr (GPtrArray) hits = sat_search (reader, text, type->name, MOST_HITS, NULL, error);

  for (guint i = 0; hits != NULL && i < hits->len; i++)
    add_title (out, ((const SatSearchHit *)hits->pdata[i])->title, text);
  return hits != NULL;
}

char **
sat_import_similar (
    SatReader *reader, const SatType *type, const char *text, guint limit, GError **error)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autoptr (GStrvBuilder) titles = g_strv_builder_new ();
  gint64 count;
  guint n = 0;

  g_return_val_if_fail (reader != NULL && type != NULL && text != NULL, NULL);
  g_array_set_clear_func (candidates, candidate_clear);
  count = sat_reader_count (reader, type, error);
  if (count < 0 || !(count <= SMALL ? add_all (reader, type, text, candidates, error)
                                    : add_hits (reader, type, text, candidates, error)))
    return NULL;
  g_array_sort (candidates, compare_candidates);
  for (guint i = 0; i < candidates->len && n < limit; i++) {
    const char *title = g_array_index (candidates, Candidate, i).title;

    /* A name that several have means nobody. */
    if (*title == '\0' ||
        (i > 0 && strcmp (title, g_array_index (candidates, Candidate, i - 1).title) == 0))
      continue;
    g_strv_builder_add (titles, title);
    n++;
  }
  return g_strv_builder_end (titles);
}
