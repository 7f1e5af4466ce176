/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records that may be one. The server tells of those that people made apart from each other; this
 * looks at all that are here. */

#include "config.h"

#include "sat-outbox.h"
#include "sat-pair.h"
#include "sat-schema.h"

#include <string.h>

typedef struct {
  SatReader *reader;
  guint limit;
  GHashTable *settled; /* key_of() of pairs that somebody looked at */
  GArray *found;
} Find;

static char *
key_of (const SatUuid *a, const SatUuid *b)
{
  g_autofree char *first = sat_uuid_to_string (a);
  g_autofree char *second = sat_uuid_to_string (b);

  return strcmp (first, second) < 0 ? g_strconcat (first, second, NULL)
                                    : g_strconcat (second, first, NULL);
}

static gboolean
read_settled (Find *self, GError **error)
{
  g_autoptr (GPtrArray) conflicts = sat_outbox_conflicts (self->reader, TRUE, error);

  if (conflicts == NULL)
    return FALSE;
  for (guint i = 0; i < conflicts->len; i++) {
    const SatConflictEntry *conflict = conflicts->pdata[i];

    if (!conflict->open && g_str_equal (conflict->kind, "duplicate"))
      g_hash_table_add (self->settled, key_of (&conflict->record, &conflict->with));
  }
  return TRUE;
}

static gboolean
add_pair (Find *self, const SatPairFound *pair, GError **error)
{
  g_autofree char *key = NULL;
  SatUuid a, b;

  if (!sat_reader_identify (self->reader, pair->a, &a, NULL, NULL, error) ||
      !sat_reader_identify (self->reader, pair->b, &b, NULL, NULL, error))
    return FALSE;
  key = key_of (&a, &b);
  /* Once, whatever they have in common. */
  if (g_hash_table_add (self->settled, g_steal_pointer (&key)))
    g_array_append_val (self->found, *pair);
  return TRUE;
}

/* @sql gives pairs of ids. */
static gboolean
add_found (Find *self, const char *sql, const SatField *field, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (sat_reader_get_connection (self->reader), sql, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (row && (self->limit == 0 || self->found->len < self->limit)) {
    SatPairFound pair = {.type = field->type, .field = field};

    if (!sat_statement_step (statement, &row, error))
      return FALSE;
    if (!row)
      break;
    pair.a = sat_statement_int (statement, 0);
    pair.b = sat_statement_int (statement, 1);
    if (!add_pair (self, &pair, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
find_unique (Find *self, const SatField *field, GError **error)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT a.id, b.id FROM lookup AS a JOIN lookup AS b ON b.type = a.type"
                       " AND b.field = a.field AND b.folded = a.folded AND b.id > a.id"
                       " WHERE a.type = %u AND a.field = %u ORDER BY a.id, b.id",
                       field->type->number, field->number);

  return add_found (self, sql, field, error);
}

static gboolean
find_named (Find *self, const SatField *field, GError **error)
{
  const char *table = field->type->name, *column = sat_schema_column (field);
  g_autofree char *sql =
      g_strdup_printf ("SELECT a.id, b.id FROM \"%s\" AS a JOIN \"%s\" AS b"
                       " ON b.\"%s\" = a.\"%s\" COLLATE SAT_TEXT AND b.id > a.id"
                       " WHERE sat_fold (a.\"%s\") = sat_fold (b.\"%s\") ORDER BY a.id, b.id",
                       table, table, column, column, column, column);

  return add_found (self, sql, field, error);
}

static gboolean
find_all (Find *self, GError **error)
{
  guint n_types;
  const SatType *const *types =
      sat_registry_types (sat_reader_get_registry (self->reader), &n_types);

  for (guint t = 0; t < n_types; t++)
    for (guint i = 0; sat_pair_is_possible (types[t]) && i < types[t]->n_fields; i++) {
      const SatField *field = types[t]->fields[i];

      if ((field->flags & SAT_FIELD_UNIQUE) && !find_unique (self, field, error))
        return FALSE;
      if (g_str_equal (types[t]->name, "company") && g_str_equal (field->name, "name") &&
          !find_named (self, field, error))
        return FALSE;
    }
  return TRUE;
}

GArray *
sat_pair_find (SatReader *reader, guint limit, GError **error)
{
  g_autoptr (GHashTable) settled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (SatPairFound));
  Find self = {reader, limit, settled, found};

  g_return_val_if_fail (reader != NULL, NULL);

  if (!read_settled (&self, error) || !find_all (&self, error))
    return NULL;
  return g_steal_pointer (&found);
}
