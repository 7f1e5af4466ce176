/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-search-index.h"

#include "sat-schema.h"
#include "sat-search-source.h"

#include <string.h>

#define MOST_RANK 15
/* An index that has given out nearly all its numbers is built anew. */
#define MOST_DOCS (G_GINT64_CONSTANT (2000) * 1000 * 1000)
#define AUTOMERGE 4

static const char drop_tables[] = "DROP TABLE IF EXISTS search_index;"
                                  "DROP TABLE IF EXISTS search_doc;"
                                  "DROP TABLE IF EXISTS search_state";

/* Marks of tokens are letters; '_' stands for a space. What of a document is not asked for is not
 * kept: no columns, positions or lengths. */
static const char create_tables[] =
    "CREATE VIRTUAL TABLE search_index USING fts5 (tokens, content = '', detail = none,"
    "  columnsize = 0, tokenize = \"ascii tokenchars '_'\");"
    "INSERT INTO search_index (search_index, rank) VALUES ('hashsize', 4194304);"
    "CREATE TABLE search_doc (doc INTEGER PRIMARY KEY, record INTEGER NOT NULL UNIQUE,"
    "  title TEXT NOT NULL, other TEXT NOT NULL) STRICT;"
    "CREATE TABLE search_state (key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;"
    "INSERT INTO search_state VALUES ('last', 0), ('fields', '')";

gint64
sat_search_first_doc (guint8 rank)
{
  return (gint64)(MOST_RANK - MIN (rank, MOST_RANK)) << SAT_SEARCH_DOC_BITS;
}

gint64
sat_search_last_doc (guint8 rank)
{
  return sat_search_first_doc (rank) + ((G_GINT64_CONSTANT (1) << SAT_SEARCH_DOC_BITS) - 1);
}

gboolean
sat_search_index_is_known (SatConnection *connection, gboolean *known, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT (SELECT count(*) FROM sqlite_schema WHERE name IN"
      "        ('search_index', 'search_doc', 'search_state')) = 3"
      " AND EXISTS (SELECT 1 FROM setting WHERE key = 'search_version' AND value = '%d')",
      SAT_SEARCH_VERSION);
  gint64 value;

  if (!sat_connection_query_int (connection, sql, 0, &value, error))
    return FALSE;
  *known = value != 0;
  return TRUE;
}

/* Marks what @condition on the rows of @type applies to: they, or those above them. */
static gboolean
mark (SatConnection *connection, const SatType *type, const char *condition, GError **error)
{
  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];
    const char *column = type->rank > 0 ? "id" : sat_schema_column (field);
    g_autofree char *sql =
        g_strdup_printf ("INSERT INTO search_dirty (record) SELECT \"%s\" FROM \"%s\""
                         " WHERE \"%s\" IS NOT NULL AND %s ON CONFLICT DO NOTHING",
                         column, type->name, column, condition);

    if (type->rank == 0 && !(field->flags & SAT_FIELD_PARENT))
      continue;
    if (!sat_connection_exec (connection, sql, error))
      return FALSE;
    if (type->rank > 0)
      break;
  }
  return TRUE;
}

static gboolean
mark_field (SatConnection *connection, const SatType *type, guint16 number, GError **error)
{
  const SatField *field = sat_type_field_by_number (type, number);
  g_autofree char *condition = NULL;

  if (field == NULL || !sat_field_is_stored (field))
    return mark (connection, type, "1", error);
  condition = g_strdup_printf ("\"%s\" IS NOT NULL", sat_schema_column (field));
  return mark (connection, type, condition, error);
}

/* "contact 1 2 4 1000": the numbers of its searched fields. */
static char *
searched_fields (const SatType *type)
{
  GString *line = g_string_new (type->name);

  for (guint i = 0; i < type->n_fields; i++)
    if (sat_search_field_is_searched (type->fields[i]))
      g_string_append_printf (line, " %u", type->fields[i]->number);
  return g_string_free (line, FALSE);
}

static char *
all_searched_fields (SatRegistry *registry)
{
  GString *text = g_string_new (NULL);
  guint n_types;
  const SatType *const *types = sat_registry_types (registry, &n_types);

  for (guint i = 0; i < n_types; i++) {
    g_autofree char *line = searched_fields (types[i]);

    g_string_append_printf (text, "%s\n", line);
  }
  return g_string_free (text, FALSE);
}

/* Marks what has a value in a field that is in one line but not in the other. */
static gboolean
mark_differences (
    SatConnection *connection, const SatType *type, char **fields, char **others, GError **error)
{
  for (guint i = 1; fields[0] != NULL && fields[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *)others, fields[i]) &&
        !mark_field (connection, type, (guint16)g_ascii_strtoull (fields[i], NULL, 10), error))
      return FALSE;
  return TRUE;
}

static gboolean
compare_type (SatConnection *connection, const SatType *type, char **old_lines, GError **error)
{
  g_autofree char *line = searched_fields (type);
  g_auto (GStrv) now = g_strsplit (line, " ", -1);
  g_auto (GStrv) before = NULL;

  for (guint i = 0; before == NULL && old_lines[i] != NULL; i++) {
    before = g_strsplit (old_lines[i], " ", -1);
    if (g_strcmp0 (before[0], type->name) != 0)
      g_clear_pointer (&before, g_strfreev);
  }
  if (before == NULL)
    return mark (connection, type, "1", error);
  return mark_differences (connection, type, now, before, error) &&
         mark_differences (connection, type, before, now, error);
}

static gboolean
read_fields (SatConnection *connection, char **fields, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      connection, "SELECT value FROM search_state WHERE key = 'fields'", error);
  gboolean row;

  if (statement == NULL || !sat_statement_step (statement, &row, error))
    return FALSE;
  *fields = g_strdup (row ? sat_statement_text (statement, 0) : "");
  return TRUE;
}

static gboolean
store_fields (SatConnection *connection, const char *fields, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      connection, "UPDATE search_state SET value = ?1 WHERE key = 'fields'", error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_text (statement, 1, fields);
  return sat_statement_run (statement, error);
}

/* A user may have a field searched, or no longer: words of old values come and go with it. */
static gboolean
follow_fields (SatConnection *connection, SatRegistry *registry, GError **error)
{
  g_autofree char *now = all_searched_fields (registry);
  g_autofree char *before = NULL;
  g_auto (GStrv) lines = NULL;
  guint n_types;
  const SatType *const *types = sat_registry_types (registry, &n_types);

  if (!read_fields (connection, &before, error))
    return FALSE;
  if (g_str_equal (now, before))
    return TRUE;
  lines = g_strsplit (before, "\n", -1);
  for (guint i = 0; i < n_types; i++)
    if (!compare_type (connection, types[i], lines, error))
      return FALSE;
  return store_fields (connection, now, error);
}

gboolean
sat_search_index_create (SatConnection *connection, SatRegistry *registry, GError **error)
{
  g_autofree char *version =
      g_strdup_printf ("INSERT INTO setting (key, value) VALUES ('search_version', '%d')"
                       " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                       SAT_SEARCH_VERSION);
  g_autofree char *fields = all_searched_fields (registry);
  guint n_types;
  const SatType *const *types = sat_registry_types (registry, &n_types);

  if (!sat_connection_exec (connection, drop_tables, error) ||
      !sat_connection_exec (connection, create_tables, error) ||
      !sat_connection_exec (connection, version, error) ||
      !store_fields (connection, fields, error))
    return FALSE;
  for (guint i = 0; i < n_types; i++)
    if (types[i]->rank > 0 && !mark (connection, types[i], "1", error))
      return FALSE;
  return TRUE;
}

/* There are tables of ours, with numbers to give out. */
static gboolean
is_usable (SatConnection *connection, gboolean *usable, GError **error)
{
  gint64 last = 0;

  if (!sat_search_index_is_known (connection, usable, error))
    return FALSE;
  if (*usable &&
      !sat_connection_query_int (connection, "SELECT value FROM search_state WHERE key = 'last'",
                                 G_MAXINT64, &last, error))
    return FALSE;
  *usable = *usable && last <= MOST_DOCS;
  return TRUE;
}

gboolean
sat_search_index_is_current (SatConnection *connection,
                             SatRegistry *registry,
                             gboolean *current,
                             GError **error)
{
  g_autofree char *now = all_searched_fields (registry);
  g_autofree char *before = NULL;

  if (!is_usable (connection, current, error))
    return FALSE;
  if (*current && !read_fields (connection, &before, error))
    return FALSE;
  *current = *current && g_str_equal (now, before);
  return TRUE;
}

gboolean
sat_search_index_ensure (SatConnection *connection, SatRegistry *registry, GError **error)
{
  gboolean usable;

  if (!is_usable (connection, &usable, error))
    return FALSE;
  return usable ? follow_fields (connection, registry, error)
                : sat_search_index_create (connection, registry, error);
}

gboolean
sat_search_index_set_bulk (SatConnection *connection, gboolean bulk, GError **error)
{
  g_autofree char *sql =
      g_strdup_printf ("%sINSERT INTO search_index (search_index, rank) VALUES ('automerge', %d)",
                       bulk ? "" : "INSERT INTO search_index (search_index) VALUES ('optimize');",
                       bulk ? 0 : AUTOMERGE);

  return sat_connection_exec (connection, sql, error);
}
