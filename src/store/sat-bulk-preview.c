/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a change to many records would change, before it is made. */

#include "config.h"

#include "sat-bulk-private.h"

#include "sat-reader-private.h"
#include "sat-schema.h"

#include <glib/gi18n-lib.h>

#define MOST_GROUPS 50
/* So many different values are told apart; of a million names nobody reads more. */
#define MOST_COUNTED 5000
#define ROWS_BETWEEN_LOOKS 256

static void
group_free (gpointer data)
{
  SatBulkGroup *group = data;

  sat_value_clear (&group->value);
  g_free (group->title);
  g_free (group->currency);
  g_free (group);
}

void
sat_bulk_preview_free (SatBulkPreview *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->groups);
  g_free (self);
}

/* Value, unresolved text of a reference, code of the currency. */
static char *
value_sql (const SatType *type, const SatField *field, SatRegistry *registry)
{
  const SatField *shown = field;
  const char *alias = "t";
  g_autofree char *join = NULL;
  const char *text, *currency = NULL;

  if (field->through != NULL) {
    const SatField *reference = sat_type_field (type, field->through);

    shown = sat_type_field (sat_registry_type (registry, reference->target), field->via);
    join = g_strdup_printf (" LEFT JOIN \"%s\" AS c ON c.id = t.\"%s\"", reference->target,
                            sat_schema_column (reference));
    alias = "c";
  }
  text = shown->kind == SAT_KIND_REFERENCE ? sat_schema_text_column (shown) : NULL;
  if (field->currency != NULL && sat_type_field (type, field->currency) != NULL)
    currency = field->currency;
  return g_strdup_printf ("SELECT %s.\"%s\", %s%s%s, %s%s%s FROM \"%s\" AS t%s WHERE t.id = ?1",
                          alias, sat_schema_column (shown), text != NULL ? "t.\"" : "NULL",
                          text != NULL ? text : "", text != NULL ? "\"" : "",
                          currency != NULL ? "t.\"" : "NULL", currency != NULL ? currency : "",
                          currency != NULL ? "\"" : "", type->name, join != NULL ? join : "");
}

/* Has the record the tag (folded)? A row: the name, one a tag. */
static char *
tag_sql (const SatType *type)
{
  const SatField *field = sat_bulk_tag_field (type);

  if (field == NULL)
    return NULL;
  return g_strdup_printf (
      "SELECT EXISTS (SELECT 1 FROM \"%s\" AS g WHERE g.record = t.id AND sat_fold (g.name) = ?2),"
      " NULL, NULL FROM \"%s\" AS t WHERE t.id = ?1",
      field->target, type->name);
}

static SatBulkGroup *
find_group (GHashTable *groups, const SatValue *value, const char *currency)
{
  g_autofree char *key =
      g_strdup_printf ("%d %" G_GINT64_FORMAT " %s\n%s", value->type, value->integer,
                       value->text != NULL ? value->text : "", currency != NULL ? currency : "");
  SatBulkGroup *group = g_hash_table_lookup (groups, key);

  if (group != NULL || g_hash_table_size (groups) >= MOST_COUNTED)
    return group;
  group = g_new0 (SatBulkGroup, 1);
  group->value = sat_value_copy (value);
  group->currency = g_strdup (currency);
  g_hash_table_insert (groups, g_steal_pointer (&key), group);
  return group;
}

typedef struct {
  SatBulk *bulk;
  SatReader *reader;
  const SatField *field; /* of SET */
  SatStatement *statement;
  GHashTable *groups; /* key -> SatBulkGroup */
  SatBulkPreview *preview;
} Counting;

static gboolean
is_same_amount (const Counting *self, const SatValue *value, const char *currency)
{
  g_auto (SatValue) wanted = SAT_VALUE_INIT;

  if (currency == NULL)
    currency = sat_reader_workspace_currency (self->reader);
  return sat_field_parse (self->field, self->bulk->text, currency, &wanted, NULL) &&
         sat_value_equal (value, &wanted);
}

static gboolean
is_same (const Counting *self, const SatValue *value, const char *currency)
{
  switch (self->bulk->kind) {
  case SAT_BULK_SET:
    return self->bulk->text != NULL ? is_same_amount (self, value, currency)
                                    : sat_value_equal (value, &self->bulk->value);
  case SAT_BULK_ADD_TAG:
    return value->integer != 0;
  case SAT_BULK_REMOVE_TAG:
    return value->integer == 0;
  case SAT_BULK_DELETE:
  default:
    return FALSE;
  }
}

static gboolean
count_record (Counting *self, gint64 id, GError **error)
{
  g_auto (SatValue) value = SAT_VALUE_INIT;
  SatBulkGroup *group;
  const char *currency;
  gboolean row;

  sat_statement_bind_int (self->statement, 1, id);
  if (!sat_statement_step (self->statement, &row, error))
    return FALSE;
  if (!row) {
    self->preview->gone++;
    sat_statement_reset (self->statement);
    return TRUE;
  }
  value = sat_row_value (self->statement, 0);
  if (value.type == SAT_VALUE_NULL)
    value = sat_row_value (self->statement, 1);
  currency = sat_statement_text (self->statement, 2);
  if (is_same (self, &value, currency)) {
    self->preview->same++;
  } else {
    self->preview->changes++;
    group = find_group (self->groups, &value, currency);
    if (group != NULL)
      group->n++;
    else
      self->preview->others++;
  }
  sat_statement_reset (self->statement);
  return TRUE;
}

static int
compare_groups_cb (gconstpointer a, gconstpointer b)
{
  const SatBulkGroup *first = *(const SatBulkGroup *const *)a,
                     *second = *(const SatBulkGroup *const *)b;

  return (first->n < second->n) - (first->n > second->n);
}

/* The largest groups, with titles. */
static void
take_groups (Counting *self)
{
  SatBulkPreview *preview = self->preview;
  GHashTableIter iter;
  gpointer key, group;

  g_hash_table_iter_init (&iter, self->groups);
  while (g_hash_table_iter_next (&iter, &key, &group)) {
    g_ptr_array_add (preview->groups, group);
    g_hash_table_iter_steal (&iter);
    g_free (key);
  }
  g_ptr_array_sort (preview->groups, compare_groups_cb);
  for (guint i = MOST_GROUPS; i < preview->groups->len; i++)
    preview->others += ((SatBulkGroup *)preview->groups->pdata[i])->n;
  if (preview->groups->len > MOST_GROUPS)
    g_ptr_array_set_size (preview->groups, MOST_GROUPS);
  if (self->field == NULL || self->field->kind != SAT_KIND_REFERENCE)
    return;
  for (guint i = 0; i < preview->groups->len; i++) {
    SatBulkGroup *one = preview->groups->pdata[i];

    if (one->value.type == SAT_VALUE_INTEGER)
      one->title = g_strdup (sat_reader_title (self->reader, one->value.integer));
  }
}

static gboolean
count_all (Counting *self, const char *sql, GCancellable *cancellable, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_new (self->reader->connection, sql, error);
  GArray *ids = self->bulk->ids;

  if (statement == NULL)
    return FALSE;
  self->statement = statement;
  if (self->bulk->folded != NULL)
    sat_statement_bind_text (statement, 2, self->bulk->folded);
  for (guint i = 0; i < ids->len; i++) {
    if (i % ROWS_BETWEEN_LOOKS == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    if (!count_record (self, g_array_index (ids, gint64, i), error))
      return FALSE;
  }
  return TRUE;
}

static char *
counting_sql (Counting *self, const SatType *type, GError **error)
{
  char *sql = NULL;

  switch (self->bulk->kind) {
  case SAT_BULK_SET:
    self->field = sat_type_require (type, self->bulk->field, error);
    return self->field != NULL
               ? value_sql (type, self->field, sat_reader_get_registry (self->reader))
               : NULL;
  case SAT_BULK_DELETE:
    return g_strdup_printf ("SELECT 1, NULL, NULL FROM \"%s\" WHERE id = ?1", type->name);
  case SAT_BULK_ADD_TAG:
  case SAT_BULK_REMOVE_TAG:
  default:
    sql = tag_sql (type);
    if (sql == NULL)
      g_set_error_literal (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID,
                           _ ("These records cannot have that tag."));
    return sql;
  }
}

SatBulkPreview *
sat_bulk_preview (SatBulk *self, SatReader *reader, GCancellable *cancellable, GError **error)
{
  Counting counting = {self, reader, NULL, NULL, NULL, NULL};
  g_autoptr (SatBulkPreview) preview = NULL;
  g_autoptr (GHashTable) groups = NULL;
  g_autofree char *sql = NULL;
  const SatType *type;

  g_return_val_if_fail (self != NULL && reader != NULL, NULL);

  type = sat_registry_require (sat_reader_get_registry (reader), self->type_name, error);
  sql = type != NULL ? counting_sql (&counting, type, error) : NULL;
  if (sql == NULL)
    return NULL;
  preview = g_new0 (SatBulkPreview, 1);
  preview->groups = g_ptr_array_new_with_free_func (group_free);
  groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, group_free);
  counting.preview = preview;
  counting.groups = groups;
  if (!count_all (&counting, sql, cancellable, error))
    return NULL;
  take_groups (&counting);
  return g_steal_pointer (&preview);
}

/* Names that differ only in case are one. */
static void
count_name (GHashTable *counts, GHashTable *names, const char *name, guint n)
{
  g_autofree char *folded = sat_fold (name);
  guint so_far = GPOINTER_TO_UINT (g_hash_table_lookup (counts, folded));

  if (!g_hash_table_contains (names, folded))
    g_hash_table_insert (names, g_strdup (folded), g_strdup (name));
  g_hash_table_insert (counts, g_steal_pointer (&folded), GUINT_TO_POINTER (so_far + n));
}

static gboolean
count_names (
    SatStatement *statement, gint64 id, GHashTable *counts, GHashTable *names, GError **error)
{
  gboolean row;

  sat_statement_bind_int (statement, 1, id);
  while (sat_statement_step (statement, &row, error)) {
    if (!row) {
      sat_statement_reset (statement);
      return TRUE;
    }
    count_name (counts, names, sat_statement_text (statement, 0),
                (guint)sat_statement_int (statement, 1));
  }
  return FALSE;
}

static int
compare_counts_cb (gconstpointer a, gconstpointer b, gpointer counts)
{
  const char *first = *(const char *const *)a, *second = *(const char *const *)b;
  guint n_first = GPOINTER_TO_UINT (g_hash_table_lookup (counts, first));
  guint n_second = GPOINTER_TO_UINT (g_hash_table_lookup (counts, second));

  return n_first != n_second ? (n_first < n_second ? 1 : -1) : g_strcmp0 (first, second);
}

GStrv
sat_bulk_tags (SatReader *reader,
               const char *type_name,
               GArray *ids,
               guint limit,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (SatStatement) statement = NULL;
  g_autofree char *sql = NULL;
  g_autofree const char **order = NULL;
  const SatType *type;
  guint n;

  g_return_val_if_fail (reader != NULL && type_name != NULL, NULL);

  type = sat_registry_require (sat_reader_get_registry (reader), type_name, error);
  if (type == NULL)
    return NULL;
  sql = ids != NULL ? g_strdup ("SELECT name, 1 FROM tag WHERE record = ?1")
                    : g_strdup_printf ("SELECT g.name, count(*) FROM tag AS g JOIN \"%s\" AS t"
                                       " ON t.id = g.record WHERE ?1 IS NOT NULL GROUP BY g.name",
                                       type->name);
  statement = sat_statement_new (reader->connection, sql, error);
  if (statement == NULL)
    return NULL;
  for (guint i = 0; i < (ids != NULL ? ids->len : 1); i++) {
    if (i % ROWS_BETWEEN_LOOKS == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
      return NULL;
    if (!count_names (statement, ids != NULL ? g_array_index (ids, gint64, i) : 0, counts, names,
                      error))
      return NULL;
  }
  order = (const char **)g_hash_table_get_keys_as_array (counts, &n);
  g_qsort_with_data (order, (int)n, sizeof *order, compare_counts_cb, counts);
  for (guint i = 0; i < MIN (n, limit); i++)
    g_strv_builder_add (builder, g_hash_table_lookup (names, order[i]));
  return g_strv_builder_end (builder);
}
