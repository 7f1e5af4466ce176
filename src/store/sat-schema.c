/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-schema.h"

#include "sat-schema-indexes.h"
#include "sat-schema-sent.h"

#include <glib/gi18n-lib.h>

/* What does not come from the registry. Immutable once released: a change is a new step below. */
static const char core_tables[] =
    "CREATE TABLE record (id INTEGER PRIMARY KEY, uuid BLOB NOT NULL UNIQUE, type INTEGER NOT NULL,"
    "  root INTEGER, seq INTEGER, versions BLOB, deleted INTEGER NOT NULL DEFAULT 0,"
    "  merged_into INTEGER REFERENCES record(id), extra TEXT) STRICT;"
    "CREATE TABLE change (id INTEGER PRIMARY KEY, uuid BLOB NOT NULL UNIQUE, kind INTEGER NOT NULL,"
    "  label TEXT NOT NULL, user INTEGER REFERENCES record(id), author TEXT, device INTEGER NOT "
    "NULL,"
    "  at INTEGER NOT NULL, hlc INTEGER NOT NULL, hlc_last INTEGER NOT NULL,"
    "  undone_by INTEGER REFERENCES change(id), undoes INTEGER REFERENCES change(id),"
    "  history_first INTEGER, history_last INTEGER, unfinished INTEGER NOT NULL DEFAULT 0) STRICT;"
    "CREATE INDEX ix_change_hlc_last ON change (hlc_last);"
    "CREATE INDEX ix_change_undone_by ON change (undone_by) WHERE undone_by IS NOT NULL;"
    "CREATE TABLE change_created (change INTEGER NOT NULL REFERENCES change(id),"
    "  first INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (change, first)) STRICT, WITHOUT "
    "ROWID;"
    /* A local row says nothing that its change and versions say: author and edited_at are for
       others'. */
    "CREATE TABLE history (id INTEGER PRIMARY KEY, change INTEGER NOT NULL REFERENCES change(id),"
    "  type INTEGER NOT NULL, record INTEGER NOT NULL REFERENCES record(id), root INTEGER,"
    "  field INTEGER NOT NULL, value ANY, v_from INTEGER NOT NULL, d_from INTEGER NOT NULL,"
    "  v_to INTEGER NOT NULL, d_to INTEGER NOT NULL, base BLOB, fate INTEGER NOT NULL, author TEXT,"
    "  edited_at INTEGER, arrived_at INTEGER, provisional INTEGER NOT NULL DEFAULT 0) "
    "STRICT;"
    /* A field has few rows, so that they are soon in the order of their times: the index does
       without. */
    "CREATE INDEX ix_history_record ON history (record, field);"
    "CREATE INDEX ix_history_type ON history (type, field, v_to);"
    /* `u` is NULL until the entry is first sent: sat_uuid_from_parts ("mutation", change, n) is its
     * id from the edit on. A base is kept only where the editor saw another version than the row
     * had. */
    "CREATE TABLE outbox (n INTEGER PRIMARY KEY, change INTEGER NOT NULL REFERENCES change(id),"
    "  record INTEGER NOT NULL REFERENCES record(id), op INTEGER NOT NULL, fields BLOB, bases BLOB,"
    "  body BLOB, m INTEGER, u BLOB, hash BLOB, state INTEGER NOT NULL DEFAULT 0,"
    "  acked_seq INTEGER, acked_at INTEGER) STRICT;"
    "CREATE UNIQUE INDEX ix_outbox_u ON outbox (u) WHERE u IS NOT NULL;"
    "CREATE UNIQUE INDEX ix_outbox_m ON outbox (m) WHERE m IS NOT NULL;"
    "CREATE TABLE external_id (source TEXT NOT NULL, key TEXT NOT NULL,"
    "  record INTEGER NOT NULL REFERENCES record(id), PRIMARY KEY (source, key)) STRICT, WITHOUT "
    "ROWID;"
    "CREATE INDEX ix_external_id_record ON external_id (record);"
    "CREATE TABLE lookup (type INTEGER NOT NULL, field INTEGER NOT NULL, folded TEXT NOT NULL,"
    "  id INTEGER NOT NULL REFERENCES record(id), PRIMARY KEY (type, field, folded, id)) STRICT, "
    "WITHOUT ROWID;"
    "CREATE TABLE search_dirty (record INTEGER PRIMARY KEY) STRICT;"
    "CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE custom_number (number INTEGER PRIMARY KEY, uuid BLOB NOT NULL UNIQUE) STRICT;";

static gboolean
create_core_tables (SatConnection *connection, gpointer data, GError **error)
{
  return sat_connection_exec (connection, core_tables, error);
}

/* What a server says: of records with edits that it has not confirmed, of edits that it refused, of
 * fields and types that this Satchel does not know; and where the two are with each other. `rb` of
 * an entry is the seq of the record that its editor saw. */
static const char sync_tables[] =
    "ALTER TABLE outbox ADD COLUMN rb INTEGER;"
    "CREATE INDEX ix_outbox_record ON outbox (record);"
    "CREATE INDEX ix_outbox_unsent ON outbox (change, n) WHERE state = 0;"
    "CREATE INDEX ix_outbox_answered ON outbox (acked_seq) WHERE state = 2;"
    "CREATE TABLE shadow (record INTEGER PRIMARY KEY REFERENCES record(id), seq INTEGER NOT NULL,"
    "  deleted INTEGER NOT NULL, clocks TEXT NOT NULL, fields TEXT NOT NULL) STRICT;"
    "CREATE TABLE rejected (id INTEGER PRIMARY KEY, u BLOB NOT NULL UNIQUE,"
    "  record INTEGER NOT NULL REFERENCES record(id), type TEXT NOT NULL, op INTEGER NOT NULL,"
    "  created INTEGER NOT NULL, code TEXT NOT NULL, title TEXT, fields TEXT NOT NULL,"
    "  at INTEGER NOT NULL) STRICT;"
    "CREATE TABLE conflict (uuid BLOB PRIMARY KEY, seq INTEGER NOT NULL,"
    "  record INTEGER NOT NULL REFERENCES record(id), open INTEGER NOT NULL, fields TEXT NOT NULL)"
    "  STRICT, WITHOUT ROWID;"
    "CREATE INDEX ix_conflict_record ON conflict (record);"
    "CREATE TABLE extra_row (uuid BLOB PRIMARY KEY, type TEXT NOT NULL, root BLOB NOT NULL,"
    "  seq INTEGER NOT NULL, deleted INTEGER NOT NULL, clocks TEXT NOT NULL, fields TEXT NOT NULL)"
    "  STRICT, WITHOUT ROWID;"
    "CREATE INDEX ix_record_extra ON record (id) WHERE extra IS NOT NULL AND type <> 0;"
    /* What goes with a root that goes, and is in no table of its type. */
    "CREATE INDEX ix_record_ended ON record (root)"
    "  WHERE root IS NOT NULL AND (deleted = 1 OR type = 0);"
    "CREATE TABLE purge (record INTEGER PRIMARY KEY REFERENCES record(id)) STRICT;"
    "CREATE TABLE sync_state (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;";

static gboolean
create_sync_tables (SatConnection *connection, gpointer data, GError **error)
{
  return sat_connection_exec (connection, sync_tables, error);
}

/* The contents of attachments that were in the folder beside the file (sat-files.h); `sent` is the
 * epoch of the server in which it was known to have them, NULL for none. */
static const char file_tables[] =
    "CREATE TABLE blob (sha256 TEXT PRIMARY KEY, sent TEXT) STRICT, WITHOUT ROWID;";

static gboolean
create_file_tables (SatConnection *connection, gpointer data, GError **error)
{
  return sat_connection_exec (connection, file_tables, error);
}

/* Pairs of records that look the same are found by both: `record` is one, `twin` the other one's
 * UUID. */
static const char pair_columns[] =
    "ALTER TABLE conflict ADD COLUMN twin TEXT;"
    "UPDATE conflict SET twin = json_extract (fields, '$.with.r')"
    "  WHERE json_extract (fields, '$.kind') = 'duplicate';"
    "CREATE INDEX ix_conflict_twin ON conflict (twin) WHERE twin IS NOT NULL;";

static gboolean
add_pair_columns (SatConnection *connection, gpointer data, GError **error)
{
  return sat_connection_exec (connection, pair_columns, error);
}

static const SatMigration migrations[] = {
    {1, "records, changes, history, outbox, settings", create_core_tables},
    {2, "what a server says", create_sync_tables},
    {3, "contents of attachments", create_file_tables},
    {4, "pairs by both records", add_pair_columns},
    {5, "what was sent, push by push", sat_schema_pack_sent},
};

const char *
sat_schema_column (const SatField *field)
{
  char column[32];

  if (!(field->flags & SAT_FIELD_CUSTOM))
    return field->name;
  g_snprintf (column, sizeof column, "cf_%u", field->number);
  return g_intern_string (column);
}

const char *
sat_schema_text_column (const SatField *field)
{
  char column[64];

  g_strlcpy (column, sat_schema_column (field), sizeof column);
  g_strlcat (column, "_text", sizeof column);
  return g_intern_string (column);
}

void
sat_schema_append_column (GString *sql, const char *before, const char *column)
{
  g_string_append (sql, before);
  g_string_append_c (sql, '"');
  g_string_append (sql, column);
  g_string_append_c (sql, '"');
}

void
sat_schema_append_field (GString *sql, const char *before, const SatField *field)
{
  sat_schema_append_column (sql, before, sat_schema_column (field));
  if (field->kind == SAT_KIND_REFERENCE)
    sat_schema_append_column (sql, before, sat_schema_text_column (field));
}

static gboolean
field_is_text (const SatField *field)
{
  switch (field->kind) {
  case SAT_KIND_TEXT:
  case SAT_KIND_LONG_TEXT:
  case SAT_KIND_CURRENCY:
  case SAT_KIND_CHOICE:
  case SAT_KIND_JSON:
    return TRUE;
  default:
    return FALSE;
  }
}

static void
append_column (GString *sql, const SatField *field, const char *prefix)
{
  const char *column = sat_schema_column (field);

  if (field->kind == SAT_KIND_REFERENCE)
    g_string_append_printf (sql, "%s\"%s\" INTEGER REFERENCES record(id)", prefix, column);
  else
    g_string_append_printf (sql, "%s\"%s\" %s", prefix, column,
                            field_is_text (field) ? "TEXT" : "INTEGER");
}

static gboolean
create_index (SatConnection *connection, const SatField *field, GError **error)
{
  const char *column = sat_schema_column (field);
  gboolean reference = field->kind == SAT_KIND_REFERENCE;
  /* Most references of a young workspace are empty, and nobody looks for a record by "points to
   * nothing". */
  const char *where = reference ? "IS NOT NULL" : NULL;
  g_autofree char *sql = g_strdup_printf (
      "CREATE INDEX IF NOT EXISTS \"ix_%s_%s\" ON \"%s\" (\"%s\"%s)%s%s%s%s", field->type->name,
      column, field->type->name, column, field_is_text (field) ? " COLLATE SAT_TEXT" : "",
      where ? " WHERE \"" : "", where ? column : "", where ? "\" " : "", where ? where : "");

  return sat_connection_exec (connection, sql, error);
}

gboolean
sat_schema_index_field (SatConnection *connection, const SatField *field, GError **error)
{
  g_return_val_if_fail (sat_field_is_stored (field), FALSE);
  return create_index (connection, field, error);
}

static gboolean
has_column (SatRegistry *registry, const char *table, const char *column)
{
  const SatType *type = sat_registry_type (registry, table);

  for (guint i = 0; type != NULL && i < type->n_fields; i++)
    if (sat_field_is_stored (type->fields[i]) &&
        g_str_equal (sat_schema_column (type->fields[i]), column))
      return TRUE;
  return type == NULL;
}

/* Names of the indexes of custom columns that no field has. */
static GPtrArray *
left_indexes (SatConnection *connection, SatRegistry *registry, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SatStatement) statement =
      sat_statement_new (connection,
                         "SELECT name, tbl_name FROM sqlite_schema WHERE type = 'index'"
                         " AND name LIKE 'ix\\_%\\_cf\\_%' ESCAPE '\\'",
                         error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  while (row) {
    if (!sat_statement_step (statement, &row, error))
      return NULL;
    if (row) {
      const char *name = sat_statement_text (statement, 0);

      if (!has_column (registry, sat_statement_text (statement, 1), g_strrstr (name, "cf_")))
        g_ptr_array_add (names, g_strdup (name));
    }
  }
  return g_steal_pointer (&names);
}

gboolean
sat_schema_has_left_indexes (SatConnection *connection,
                             SatRegistry *registry,
                             gboolean *has,
                             GError **error)
{
  g_autoptr (GPtrArray) names = left_indexes (connection, registry, error);

  *has = names != NULL && names->len > 0;
  return names != NULL;
}

gboolean
sat_schema_drop_left_indexes (SatConnection *connection, SatRegistry *registry, GError **error)
{
  g_autoptr (GPtrArray) names = left_indexes (connection, registry, error);

  for (guint i = 0; names != NULL && i < names->len; i++) {
    g_autofree char *sql = g_strdup_printf ("DROP INDEX \"%s\"", (char *)names->pdata[i]);

    if (!sat_connection_exec (connection, sql, error))
      return FALSE;
  }
  return names != NULL;
}

static gboolean
create_indexes (SatConnection *connection, const SatType *type, GError **error)
{
  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];
    gboolean wanted = (field->flags & SAT_FIELD_INDEXED) || field->kind == SAT_KIND_REFERENCE;

    if (sat_field_is_stored (field) && wanted && !create_index (connection, field, error))
      return FALSE;
  }
  return sat_schema_create_indexes_of (connection, type, error);
}

static gboolean
create_table (SatConnection *connection, const SatType *type, GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  g_string_printf (sql, "CREATE TABLE \"%s\" (id INTEGER PRIMARY KEY REFERENCES record(id)",
                   type->name);
  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];

    if (!sat_field_is_stored (field))
      continue;
    append_column (sql, field, ", ");
    if (field->kind == SAT_KIND_REFERENCE)
      g_string_append_printf (sql, ", \"%s\" TEXT", sat_schema_text_column (field));
  }
  g_string_append (sql, ") STRICT");
  return sat_connection_exec (connection, sql->str, error) &&
         create_indexes (connection, type, error);
}

/* Names of the table's columns; empty if there is no such table. */
static GHashTable *
table_columns (SatConnection *connection, const char *table, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;
  g_autoptr (GHashTable) columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean row;

  statement = sat_statement_new (connection, "SELECT name FROM pragma_table_info(?1)", error);
  if (statement == NULL)
    return NULL;
  sat_statement_bind_text (statement, 1, table);
  while (sat_statement_step (statement, &row, error)) {
    if (!row)
      return g_steal_pointer (&columns);
    g_hash_table_add (columns, g_strdup (sat_statement_text (statement, 0)));
  }
  return NULL;
}

static gboolean
add_column (SatConnection *connection, const SatField *field, GHashTable *columns, GError **error)
{
  g_autofree char *prefix = g_strdup_printf ("ALTER TABLE \"%s\" ADD COLUMN ", field->type->name);
  g_autoptr (GString) sql = g_string_new (NULL);

  if (!g_hash_table_contains (columns, sat_schema_column (field)))
    append_column (sql, field, prefix);
  if (field->kind == SAT_KIND_REFERENCE &&
      !g_hash_table_contains (columns, sat_schema_text_column (field)))
    g_string_append_printf (sql, "%s%s\"%s\" TEXT", sql->len ? "; " : "", prefix,
                            sat_schema_text_column (field));
  return sql->len == 0 || sat_connection_exec (connection, sql->str, error);
}

gboolean
sat_schema_extend (SatConnection *connection, const SatType *type, GError **error)
{
  g_autoptr (GHashTable) columns = table_columns (connection, type->name, error);

  if (columns == NULL)
    return FALSE;
  if (g_hash_table_size (columns) == 0)
    return create_table (connection, type, error);
  for (guint i = 0; i < type->n_fields; i++)
    if (sat_field_is_stored (type->fields[i]) &&
        !add_column (connection, type->fields[i], columns, error))
      return FALSE;
  return create_indexes (connection, type, error);
}

/* A text that differs whenever the registry asks for other tables, columns or indexes. */
static char *
fingerprint (SatRegistry *registry)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint n_types;
  const SatType *const *types = sat_registry_types (registry, &n_types);

  for (guint t = 0; t < n_types; t++)
    for (guint i = 0; i < types[t]->n_fields; i++) {
      const SatField *field = types[t]->fields[i];
      g_autofree char *line =
          g_strdup_printf ("%s.%s.%d.%d\n", types[t]->name, sat_schema_column (field), field->kind,
                           (field->flags & SAT_FIELD_INDEXED) != 0);

      if (sat_field_is_stored (field))
        g_checksum_update (sum, (const guchar *)line, -1);
    }
  for (guint i = 0; sat_schema_indexes_text (i) != NULL; i++)
    g_checksum_update (sum, (const guchar *)sat_schema_indexes_text (i), -1);
  return g_strdup (g_checksum_get_string (sum));
}

static gboolean
get_setting (SatConnection *connection, const char *key, char **value, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_new (connection, "SELECT value FROM setting WHERE key = ?1", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_text (statement, 1, key);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  *value = row ? g_strdup (sat_statement_text (statement, 0)) : NULL;
  return TRUE;
}

static gboolean
set_setting (SatConnection *connection, const char *key, const char *value, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_new (
      connection,
      "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
      error);

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_text (statement, 1, key);
  sat_statement_bind_text (statement, 2, value);
  return sat_statement_run (statement, error);
}

static gboolean
extend_all (SatConnection *connection, SatRegistry *registry, const char *print, GError **error)
{
  g_autofree char *schema = g_strdup_printf ("%u", sat_registry_schema (registry));
  guint n_types;
  const SatType *const *types = sat_registry_types (registry, &n_types);

  for (guint t = 0; t < n_types; t++)
    if (!sat_schema_extend (connection, types[t], error))
      return FALSE;
  return set_setting (connection, "schema", schema, error) &&
         set_setting (connection, "schema_fingerprint", print, error);
}

gboolean
sat_schema_apply (SatConnection *connection, SatRegistry *registry, GError **error)
{
  g_autofree char *print = fingerprint (registry);
  g_autofree char *stored = NULL;

  if (!sat_migrator_run (connection, migrations, G_N_ELEMENTS (migrations), NULL, error))
    return FALSE;
  if (!get_setting (connection, "schema_fingerprint", &stored, error))
    return FALSE;
  if (g_strcmp0 (stored, print) == 0)
    return TRUE;
  if (!sat_connection_begin (connection, error))
    return FALSE;
  if (!extend_all (connection, registry, print, error)) {
    sat_connection_rollback (connection);
    return FALSE;
  }
  return sat_connection_commit (connection, error);
}

gboolean
sat_schema_check (SatConnection *connection, SatRegistry *registry, GError **error)
{
  g_autofree char *schema = NULL;
  int version;

  if (!sat_migrator_check (connection, migrations, G_N_ELEMENTS (migrations), &version, error))
    return FALSE;
  if (version == 0)
    return TRUE;
  if (!get_setting (connection, "schema", &schema, error))
    return FALSE;
  if (schema != NULL && g_ascii_strtoll (schema, NULL, 10) > sat_registry_schema (registry)) {
    g_set_error_literal (error, SAT_DB_ERROR, SAT_DB_ERROR_TOO_NEW,
                         _ ("The file was written by a newer version of Satchel"));
    return FALSE;
  }
  return TRUE;
}
