/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Checks that search finds what it should: every record is in the index or marked for it, nothing
 * else is, and a sample of documents is what its record says. */

#include "config.h"

#include "sat-reader-private.h"
#include "sat-search-index.h"
#include "sat-search-marked.h"
#include "sat-verify-private.h"

#include <glib/gi18n-lib.h>

#define SAMPLE 300
/* Of a document's tokens so many are asked for. */
#define MOST_TOKENS 40

static gboolean
check_type (SatVerify *self, const SatType *type, GError **error)
{
  g_autofree char *count = g_strdup_printf ("SELECT count(*) FROM \"%s\"", type->name);

  return sat_verify_look (self, count, error) &&
         sat_verify_ask_printf (self, _ ("records that are not in the index"), error,
                                "SELECT t.id FROM \"%s\" AS t"
                                " WHERE NOT EXISTS (SELECT 1 FROM search_doc WHERE record = t.id)"
                                " AND NOT EXISTS (SELECT 1 FROM search_dirty WHERE record = t.id)",
                                type->name) &&
         sat_verify_ask_printf (
             self, _ ("documents out of order"), error,
             "SELECT d.record FROM search_doc AS d JOIN \"%s\" AS t ON t.id = d.record"
             " WHERE d.doc NOT BETWEEN %" G_GINT64_FORMAT " AND %" G_GINT64_FORMAT,
             type->name, sat_search_first_doc (type->rank), sat_search_last_doc (type->rank));
}

static gboolean
check_documents (SatVerify *self, GError **error)
{
  g_autoptr (GString) numbers = g_string_new ("0");
  guint n_types;
  const SatType *const *types = sat_registry_types (self->registry, &n_types);

  for (guint i = 0; i < n_types; i++) {
    if (types[i]->rank == 0)
      continue;
    g_string_append_printf (numbers, ", %u", types[i]->number);
    if (!check_type (self, types[i], error))
      return FALSE;
  }
  return sat_verify_ask_printf (
             self, _ ("documents of no live record"), error,
             "SELECT d.record FROM search_doc AS d LEFT JOIN record AS r ON r.id = d.record"
             " WHERE (r.deleted = 0 AND r.type IN (%s)) IS NOT 1"
             " AND NOT EXISTS (SELECT 1 FROM search_dirty WHERE record = d.record)",
             numbers->str) &&
         sat_verify_ask_printf (self, _ ("documents with a number that was not given out"), error,
                                "SELECT record FROM search_doc WHERE (doc & ((1 << %d) - 1))"
                                " > (SELECT value FROM search_state WHERE key = 'last')",
                                SAT_SEARCH_DOC_BITS);
}

/* Is the document in the index by what its words come to? */
static gboolean
has_tokens (SatVerify *self,
            gint64 doc,
            const char *title,
            const char *other,
            gboolean *has,
            GError **error)
{
  g_autoptr (GString) tokens = g_string_new (NULL);
  g_autoptr (GString) expression = g_string_new (NULL);
  g_autoptr (SatStatement) statement = NULL;
  g_auto (GStrv) parts = NULL;
  guint step;

  sat_search_tokens (tokens, title, other);
  parts = g_strsplit (g_strchomp (tokens->str), " ", -1);
  step = g_strv_length (parts) / MOST_TOKENS + 1;
  for (guint i = 0; i < g_strv_length (parts); i += step)
    g_string_append_printf (expression, "%s\"%s\"", i > 0 ? " AND " : "", parts[i]);
  *has = TRUE;
  if (parts[0] == NULL)
    return TRUE;
  statement = sat_statement_cached (
      self->connection, "SELECT 1 FROM search_index WHERE search_index MATCH ?1 AND rowid = ?2",
      error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_text (statement, 1, expression->str);
  sat_statement_bind_int (statement, 2, doc);
  return sat_statement_step (statement, has, error);
}

typedef struct {
  SatVerify *verify;
  const SatSearchMarked *marked;
  SatFault stale, absent;
} Sample;

/* Columns: doc, record, title, other. */
static gboolean
check_document (Sample *self, SatStatement *row, GError **error)
{
  gint64 id = sat_statement_int (row, 1);
  const char *title = sat_statement_text (row, 2), *other = sat_statement_text (row, 3);
  SatSearchFresh fresh = {0};
  gboolean live, has;

  if (!sat_search_fresh_read (self->verify->reader, self->marked, id, &fresh, &live, error))
    return FALSE;
  if (live && (!g_str_equal (fresh.title, title) || !g_str_equal (fresh.other, other)))
    sat_fault_add (&self->stale, id);
  sat_search_fresh_clear (&fresh);
  if (!has_tokens (self->verify, sat_statement_int (row, 0), title, other, &has, error))
    return FALSE;
  if (!has)
    sat_fault_add (&self->absent, id);
  return TRUE;
}

/* Every so manieth document that should be up to date. */
static gboolean
check_sample (SatVerify *verify, const SatSearchMarked *marked, GError **error)
{
  Sample self = {.verify = verify,
                 .marked = marked,
                 .stale = {.what = _ ("documents that are out of date")},
                 .absent = {.what = _ ("documents that are not found")}};
  g_autoptr (SatStatement) row = sat_statement_cached (
      verify->connection,
      "SELECT doc, record, title, other FROM search_doc"
      " WHERE record % ((SELECT count(*) FROM search_doc) / ?1 + 1) = 0"
      " AND NOT EXISTS (SELECT 1 FROM search_dirty WHERE record = search_doc.record)",
      error);
  gboolean ok = row != NULL, found = TRUE;

  if (ok)
    sat_statement_bind_int (row, 1, SAMPLE);
  while (ok && found) {
    ok = sat_verify_go_on (verify, error) && sat_statement_step (row, &found, error);
    if (ok && found)
      ok = check_document (&self, row, error);
  }
  sat_verify_report (verify, &self.stale);
  sat_verify_report (verify, &self.absent);
  return ok;
}

gboolean
sat_verify_search (SatVerify *self, GError **error)
{
  const SatSearchMarked *marked = sat_search_marked (self->reader, error);
  gboolean current;

  if (marked == NULL ||
      !sat_verify_ask (self, _ ("marks of no record"),
                       "SELECT record FROM search_dirty"
                       " WHERE NOT EXISTS (SELECT 1 FROM record WHERE id = search_dirty.record)",
                       error))
    return FALSE;
  /* One that is missing or of another version is made when the file is next written, and what it
   * says of fields that are searched since is made up for then. */
  return !marked->known ||
         (check_documents (self, error) &&
          sat_search_index_is_current (self->connection, self->registry, &current, error) &&
          (!current || check_sample (self, marked, error)));
}
