/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-query-sql.h"

#include "sat-reader-private.h"
#include "sat-schema.h"
#include "sat-search-list.h"
#include "sat-search-match.h"

#include <string.h>

/* How words narrow a query: what the search index finds, as a list of ids. */

#define MIN_PHONE_DIGITS 3

/* So few are fetched and sorted in half a frame. */
#define FEW 1000
/* From so many on it is quicker to walk along the index of the order than to fetch and sort. */
#define MANY 20000

/* The children of the type that have values to search, such as phones and mails. */
static const char *
word_in_points (SatQuerySql *self, const char *word, const char *parameter)
{
  const SatType *child = sat_registry_type (self->reader->registry, "contact_point");
  const SatField *parent = child != NULL ? sat_reader_set_parent (child, self->type) : NULL;
  g_autofree char *digits = sat_fold_phone (word);
  const char *alias, *by_digits = "";

  if (parent == NULL)
    return NULL;
  alias = sat_query_sql_alias (self);
  if (strlen (digits) >= MIN_PHONE_DIGITS)
    by_digits = sat_query_sql_piece (self, " OR instr (sat_digits (%s.\"value\"), %s) > 0", alias,
                                     sat_query_sql_text_parameter (self, digits));
  return sat_query_sql_piece (self,
                              "t.id IN (SELECT %s.\"%s\" FROM \"contact_point\" AS %s"
                              " WHERE sat_has_word (%s, %s.\"value\")%s)",
                              alias, sat_schema_column (parent), alias, parameter, alias,
                              by_digits);
}

static const char *
word_condition (SatQuerySql *self, const char *word)
{
  const char *parameter = sat_query_sql_text_parameter (self, word);
  const char *in_points = word_in_points (self, word, parameter);
  g_autoptr (GString) condition = g_string_new (NULL);

  g_string_printf (condition, "sat_has_word (%s", parameter);
  for (guint i = 0; i < self->type->n_fields; i++) {
    const SatField *field = self->type->fields[i];

    if ((field->flags & SAT_FIELD_SEARCHED) && sat_field_is_stored (field))
      g_string_append_printf (condition, ", t.\"%s\"", sat_schema_column (field));
  }
  g_string_append (condition, ")");
  if (in_points != NULL)
    return sat_query_sql_piece (self, "(%s OR %s)", condition->str, in_points);
  return sat_query_sql_piece (self, "%s", condition->str);
}

/* Types that the search index leaves out are small. */
static void
add_scan (SatQuerySql *self, const char *words)
{
  g_autofree char *folded = sat_fold (words);
  g_auto (GStrv) parts = g_strsplit (folded, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      sat_query_sql_add_condition (self, word_condition (self, parts[i]));
}

static gboolean
add_ids (SatQuerySql *self, const char *words, guint most, gboolean *found, GError **error)
{
  g_autoptr (GArray) ids = NULL;
  gboolean complete;

  if (!sat_search_list (self->reader, words, self->type, most, &ids, &complete, error))
    return FALSE;
  *found = complete;
  if (!complete)
    return TRUE;
  self->many = ids->len >= MANY && self->condition == NULL;
  sat_query_sql_add_condition (
      self, sat_query_sql_piece (self, "%st.id IN (SELECT value FROM json_each (%s))",
                                 self->many ? "+" : "", sat_query_sql_ids_parameter (self, ids)));
  return TRUE;
}

/* What the index has of each row in turn. */
static gboolean
add_test (SatQuerySql *self, const char *words, gboolean *found, GError **error)
{
  g_autoptr (GArray) marked = NULL;

  if (!sat_search_list_marked (self->reader, words, self->type, &marked, found, error))
    return FALSE;
  if (!*found)
    return TRUE;
  sat_query_sql_add_condition (
      self,
      sat_query_sql_piece (
          self,
          "CASE WHEN EXISTS (SELECT 1 FROM search_dirty AS m WHERE m.record = t.id)"
          " THEN +t.id IN (SELECT value FROM json_each (%s))"
          " ELSE EXISTS (SELECT 1 FROM search_doc AS d WHERE d.record = t.id"
          " AND sat_is_found (%s, d.title, d.other)) END",
          sat_query_sql_ids_parameter (self, marked), sat_query_sql_text_parameter (self, words)));
  return TRUE;
}

gboolean
sat_query_sql_add_words (
    SatQuerySql *self, const char *words, SatQueryWords how, gboolean *found, GError **error)
{
  g_autoptr (SatSearchMatch) match = sat_search_match_new (words);

  *found = TRUE;
  if (how == SAT_QUERY_WORDS_IGNORED || sat_search_match_is_empty (match))
    return TRUE;
  if (self->type->rank == 0) {
    add_scan (self, words);
    return TRUE;
  }
  if (how == SAT_QUERY_WORDS_OF_ROW)
    return TRUE;
  if (how == SAT_QUERY_WORDS_TESTED)
    return add_test (self, words, found, error);
  return add_ids (self, words, how == SAT_QUERY_WORDS_FEW ? FEW : G_MAXUINT, found, error);
}
