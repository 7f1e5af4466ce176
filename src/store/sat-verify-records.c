/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Checks of the records as they are now. */

#include "config.h"

#include "sat-schema.h"
#include "sat-verify-private.h"

#include <glib/gi18n-lib.h>

typedef gboolean (*TypeFunc) (SatVerify *self, const SatType *type, GError **error);

static gboolean
each_type (SatVerify *self, TypeFunc func, GError **error)
{
  guint n_types;
  const SatType *const *types = sat_registry_types (self->registry, &n_types);

  for (guint i = 0; i < n_types; i++)
    if (!func (self, types[i], error))
      return FALSE;
  return TRUE;
}

/* How many live records of each type there are: type number -> count. */
static GHashTable *
count_live (SatVerify *self, GError **error)
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autoptr (SatStatement) statement = sat_statement_cached (
      self->connection, "SELECT type FROM record WHERE deleted = 0 AND type <> 0", error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  while (row) {
    gpointer type;
    guint64 *count;

    if (!sat_statement_step (statement, &row, error))
      return NULL;
    if (!row)
      break;
    type = GINT_TO_POINTER ((int)sat_statement_int (statement, 0));
    count = g_hash_table_lookup (counts, type);
    if (count == NULL) {
      count = g_new0 (guint64, 1);
      g_hash_table_insert (counts, type, count);
    }
    (*count)++;
    self->looked++;
  }
  return g_steal_pointer (&counts);
}

/* Rows of records that are not live, or of another type. */
static gboolean
check_strays (SatVerify *self, const SatType *type, GError **error)
{
  return sat_verify_ask_printf (self, _ ("rows of no live record"), error,
                                "SELECT t.id FROM \"%s\" AS t LEFT JOIN record AS r ON r.id = t.id"
                                " WHERE r.id IS NULL OR r.deleted <> 0 OR r.type <> %u",
                                type->name, type->number);
}

static gboolean
check_missing (SatVerify *self, const SatType *type, GError **error)
{
  return sat_verify_ask_printf (
      self, _ ("records without a row"), error,
      "SELECT id FROM record WHERE deleted = 0 AND type = %u"
      " AND NOT EXISTS (SELECT 1 FROM \"%s\" AS t WHERE t.id = record.id)",
      type->number, type->name);
}

static gboolean
check_references (SatVerify *self, const SatType *type, GError **error)
{
  g_autoptr (GString) condition = g_string_new (NULL);

  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];

    if (field->kind == SAT_KIND_REFERENCE && sat_field_is_stored (field))
      g_string_append_printf (condition, "%s(\"%s\" IS NOT NULL AND \"%s\" IS NOT NULL)",
                              condition->len > 0 ? " OR " : "", sat_schema_column (field),
                              sat_schema_text_column (field));
  }
  return condition->len == 0 ||
         sat_verify_ask_printf (self, _ ("references that are resolved and not"), error,
                                "SELECT id FROM \"%s\" WHERE %s", type->name, condition->str);
}

/* Looking for each record's row is slow. With no stray rows, equal numbers mean that each has one.
 */
static gboolean
check_numbers (SatVerify *self, const SatType *type, GHashTable *live, GError **error)
{
  const guint64 *count = g_hash_table_lookup (live, GINT_TO_POINTER ((int)type->number));
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM \"%s\"", type->name);
  gint64 rows;

  if (!sat_connection_query_int (self->connection, sql, 0, &rows, error))
    return FALSE;
  return (guint64)rows == (count != NULL ? *count : 0) || check_missing (self, type, error);
}

gboolean
sat_verify_records (SatVerify *self, GError **error)
{
  g_autoptr (GHashTable) live = count_live (self, error);
  g_autoptr (GString) numbers = g_string_new ("0");
  guint n_types;
  const SatType *const *types = sat_registry_types (self->registry, &n_types);

  if (live == NULL || !each_type (self, check_strays, error) ||
      !each_type (self, check_references, error))
    return FALSE;
  for (guint i = 0; i < n_types; i++) {
    g_string_append_printf (numbers, ", %u", types[i]->number);
    if (!check_numbers (self, types[i], live, error))
      return FALSE;
  }
  return sat_verify_ask_printf (self, _ ("records of an unknown type"), error,
                                "SELECT id FROM record WHERE type NOT IN (%s)", numbers->str) &&
         sat_verify_ask (self, _ ("ids that are none"),
                         "SELECT id FROM record WHERE length (uuid) <> 16", error) &&
         sat_verify_ask (self, _ ("deleted records without a type"),
                         "SELECT id FROM record WHERE type = 0 AND deleted <> 0", error);
}

/* The first parent that is set leads to the root; one that is not known here counts as its own. */
static gboolean
check_type_roots (SatVerify *self, const SatType *type, GError **error)
{
  g_autoptr (GString) parents = g_string_new (NULL);

  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i]->flags & SAT_FIELD_PARENT)
      g_string_append_printf (parents, "t.\"%s\", ", sat_schema_column (type->fields[i]));
  if (parents->len == 0)
    return sat_verify_ask_printf (self, _ ("wrong roots"), error,
                                  "SELECT t.id FROM \"%s\" AS t JOIN record AS r ON r.id = t.id"
                                  " WHERE r.root IS NOT t.id",
                                  type->name);
  return sat_verify_ask_printf (self, _ ("wrong roots"), error,
                                "SELECT t.id FROM \"%s\" AS t JOIN record AS r ON r.id = t.id"
                                " LEFT JOIN record AS p ON p.id = coalesce (%sNULL)"
                                " WHERE r.root IS NOT coalesce (p.root, %st.id)",
                                type->name, parents->str, parents->str);
}

gboolean
sat_verify_roots (SatVerify *self, GError **error)
{
  return each_type (self, check_type_roots, error) &&
         sat_verify_look (self, "SELECT count(*) FROM record WHERE deleted = 0 AND type <> 0",
                          error);
}

/* What other fields show through @reference must hang from the record itself. */
static gboolean
check_primary (SatVerify *self, const SatField *reference, GError **error)
{
  const SatType *type = reference->type;
  const SatType *child = sat_registry_type (self->registry, reference->target);
  const char *column = sat_schema_column (reference);
  const SatField *parent = NULL;
  g_autofree char *count = NULL;

  for (guint i = 0; child != NULL && i < child->n_fields; i++)
    if ((child->fields[i]->flags & SAT_FIELD_PARENT) &&
        sat_field_targets (child->fields[i], type->name))
      parent = child->fields[i];
  if (parent == NULL)
    return TRUE;
  count =
      g_strdup_printf ("SELECT count(*) FROM \"%s\" WHERE \"%s\" IS NOT NULL", type->name, column);
  return sat_verify_look (self, count, error) &&
         sat_verify_ask_printf (self, _ ("what is primary belongs to another record"), error,
                                "SELECT t.id FROM \"%s\" AS t LEFT JOIN \"%s\" AS c"
                                " ON c.id = t.\"%s\" WHERE t.\"%s\" IS NOT NULL"
                                " AND c.\"%s\" IS NOT t.id"
                                /* What a server says of both may not have come yet. */
                                " AND NOT EXISTS (SELECT 1 FROM record AS r WHERE r.seq IS NOT NULL"
                                "  AND r.id IN (t.id, c.id)) AND NOT EXISTS (SELECT 1 FROM outbox"
                                "  AS o WHERE o.record IN (t.id, t.\"%s\") AND o.state > 0)",
                                type->name, child->name, column, column, sat_schema_column (parent),
                                column);
}

static gboolean
check_type_primaries (SatVerify *self, const SatType *type, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *reference =
        type->fields[i]->through != NULL ? sat_type_field (type, type->fields[i]->through) : NULL;

    if (reference != NULL && g_hash_table_add (seen, (gpointer)reference) &&
        !check_primary (self, reference, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
sat_verify_primary_references (SatVerify *self, GError **error)
{
  return each_type (self, check_type_primaries, error);
}

static gboolean
check_unique_field (SatVerify *self, const SatField *field, GString *known, GError **error)
{
  const char *column = sat_schema_column (field);
  guint type = field->type->number;

  g_string_append_printf (known, " AND NOT (type = %u AND field = %u)", type, field->number);
  return sat_verify_ask_printf (
             self, _ ("values that cannot be looked up"), error,
             "SELECT t.id FROM \"%s\" AS t WHERE t.\"%s\" IS NOT NULL AND NOT EXISTS"
             " (SELECT 1 FROM lookup AS l WHERE l.type = %u AND l.field = %u"
             "  AND l.folded = sat_fold (t.\"%s\") AND l.id = t.id)",
             field->type->name, column, type, field->number, column) &&
         sat_verify_ask_printf (
             self, _ ("entries of other values"), error,
             "SELECT l.id FROM lookup AS l LEFT JOIN \"%s\" AS t ON t.id = l.id"
             " WHERE l.type = %u AND l.field = %u AND sat_fold (t.\"%s\") IS NOT l.folded",
             field->type->name, type, field->number, column);
}

gboolean
sat_verify_lookup (SatVerify *self, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);
  guint n_types;
  const SatType *const *types = sat_registry_types (self->registry, &n_types);

  for (guint t = 0; t < n_types; t++)
    for (guint i = 0; i < types[t]->n_fields; i++)
      if ((types[t]->fields[i]->flags & SAT_FIELD_UNIQUE) &&
          sat_field_is_stored (types[t]->fields[i]) &&
          !check_unique_field (self, types[t]->fields[i], known, error))
        return FALSE;
  return sat_verify_ask_printf (self, _ ("entries of fields that are not unique"), error,
                                "SELECT id FROM lookup WHERE 1%s", known->str) &&
         sat_verify_look (self, "SELECT count(*) FROM lookup", error);
}
