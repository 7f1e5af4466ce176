/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-reader-private.h"
#include "sat-schema.h"
#include "sat-search-marked.h"

/* What is looked at for each field and word, and what of it is kept. */
#define MOST_ROWS 1000
#define MOST_FOUND 100
#define MOST_WORDS 3

/* Collates after what goes on with a letter. The collation is much quicker with ASCII only. */
#define LAST_ASCII "~"
#define LAST_CHARACTER "\xf4\x8f\xbf\xbf"

typedef struct {
  SatReader *reader;
  gboolean known;
  SatSearchMatch *match;
  GArray *ids;
} Guess;

/* @column of the row, or of the one above it, is the record. */
static gboolean
look (Guess *self, const SatField *field, const char *column, const char *word, GError **error)
{
  g_autofree char *after =
      g_strconcat (word, g_str_is_ascii (word) ? LAST_ASCII : LAST_CHARACTER, NULL);
  g_autofree char *sql = g_strdup_printf (
      "SELECT found FROM (SELECT \"%s\" AS found FROM \"%s\""
      " WHERE \"%s\" COLLATE SAT_TEXT >= ?1 AND \"%s\" COLLATE SAT_TEXT <= ?2 LIMIT %d)"
      " WHERE found IS NOT NULL%s LIMIT %d",
      column, field->type->name, sat_schema_column (field), sat_schema_column (field), MOST_ROWS,
      self->known ? " AND EXISTS (SELECT 1 FROM search_dirty WHERE record = found)" : "",
      MOST_FOUND);
  g_autoptr (SatStatement) statement = sat_statement_cached (self->reader->connection, sql, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_text (statement, 1, word);
  sat_statement_bind_text (statement, 2, after);
  while (row) {
    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (row) {
      gint64 id = sat_statement_int (statement, 0);

      g_array_append_val (self->ids, id);
    }
  }
  return TRUE;
}

static gboolean
look_for_words (Guess *self, const SatField *field, const char *column, GError **error)
{
  char **words = sat_search_match_words (self->match);

  for (guint i = 0; i < MOST_WORDS && words[i] != NULL; i++)
    if (!look (self, field, column, words[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
look_in_type (Guess *self, const SatType *type, const char *column, GError **error)
{
  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];

    if ((field->flags & SAT_FIELD_INDEXED) && sat_search_field_is_searched (field) &&
        (field->kind == SAT_KIND_TEXT || field->kind == SAT_KIND_LONG_TEXT) &&
        !look_for_words (self, field, column, error))
      return FALSE;
  }
  return TRUE;
}

/* The rows of @child that hang from records of @type, or of any. */
static gboolean
look_in_children (Guess *self, const SatType *child, const SatType *type, GError **error)
{
  for (guint i = 0; i < child->n_fields; i++) {
    const SatField *parent = child->fields[i];

    if ((parent->flags & SAT_FIELD_PARENT) &&
        (type == NULL || sat_field_targets (parent, type->name)) &&
        !look_in_type (self, child, sat_schema_column (parent), error))
      return FALSE;
  }
  return TRUE;
}

GArray *
sat_search_guess (SatReader *reader,
                  const SatSearchMarked *marked,
                  SatSearchMatch *match,
                  const SatType *type,
                  GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  Guess guess = {reader, marked->known, match, ids};
  guint n_types;
  const SatType *const *types = sat_registry_types (reader->registry, &n_types);

  for (guint i = 0; i < n_types; i++) {
    gboolean ok = TRUE;

    if (types[i]->rank == 0)
      ok = look_in_children (&guess, types[i], type, error);
    else if (type == NULL || types[i] == type)
      ok = look_in_type (&guess, types[i], "id", error);
    if (!ok)
      return NULL;
  }
  return g_steal_pointer (&ids);
}
