/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-history.h"

#include "sat-row.h"

#include <string.h>

void
sat_history_entry_free (SatHistoryEntry *entry)
{
  if (entry == NULL)
    return;
  sat_value_clear (&entry->old_value);
  sat_value_clear (&entry->new_value);
  g_free (entry->author);
  g_free (entry);
}

void
sat_change_info_free (SatChangeInfo *info)
{
  if (info == NULL)
    return;
  g_free (info->label);
  g_free (info->author);
  g_free (info);
}

static void
read_uuid (SatStatement *statement, int column, SatUuid *uuid)
{
  gsize length;
  const void *data = sat_statement_blob (statement, column, &length);

  if (data != NULL && length == sizeof uuid->bytes)
    memcpy (uuid->bytes, data, length);
}

/* The latest step of each field so far, whose new value is not known before the next step or the
 * end. */
typedef struct {
  GPtrArray *entries;
  GHashTable *open; /* field number -> SatHistoryEntry in entries */
  const SatType *type;
} Fold;

static void
close_step (Fold *fold, guint16 number, const SatValue *next)
{
  SatHistoryEntry *last = g_hash_table_lookup (fold->open, GUINT_TO_POINTER ((guint)number));

  if (last != NULL && last->new_value.type == SAT_VALUE_NULL)
    last->new_value = sat_value_copy (next);
  g_hash_table_remove (fold->open, GUINT_TO_POINTER ((guint)number));
}

static SatHistoryEntry *
read_step (Fold *fold, SatStatement *statement, gint64 record)
{
  guint16 number = (guint16)sat_statement_int (statement, 0);
  SatHistoryEntry *entry = g_new0 (SatHistoryEntry, 1);

  entry->record = record;
  entry->field = number != 0 ? sat_type_field_by_number (fold->type, number) : NULL;
  entry->old_value = sat_row_value (statement, 1);
  entry->fate = (int)sat_statement_int (statement, 2);
  entry->author =
      g_strdup (sat_statement_text (statement, 3) ? sat_statement_text (statement, 3) : "");
  entry->device = (guint32)sat_statement_int (statement, 4);
  entry->edited = sat_statement_is_null (statement, 5)
                      ? sat_hlc_to_us ((SatHlc)sat_statement_int (statement, 9))
                      : sat_statement_int (statement, 5);
  entry->arrived = sat_statement_int (statement, 6);
  entry->change = sat_statement_int (statement, 7);
  read_uuid (statement, 8, &entry->change_uuid);
  if (entry->fate != SAT_FATE_DELETED) {
    close_step (fold, number, &entry->old_value);
    g_hash_table_insert (fold->open, GUINT_TO_POINTER ((guint)number), entry);
  } else {
    close_step (fold, number, &entry->old_value);
    if (number == 0)
      entry->new_value = sat_value_int (0);
  }
  return entry;
}

static gboolean
read_steps (SatReader *reader, Fold *fold, gint64 id, GError **error)
{
  /* By version, not by row: a value that arrives late takes its place in time. */
  g_autoptr (SatStatement) statement =
      sat_statement_cached (sat_reader_get_connection (reader),
                            "SELECT h.field, h.value, h.fate, coalesce (h.author, c.author),"
                            " h.d_to, h.edited_at, h.arrived_at, h.change, c.uuid, h.v_to"
                            " FROM history h JOIN change c ON c.id = h.change WHERE h.record = ?1 "
                            "ORDER BY h.v_to, h.d_to, h.id",
                            error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  while (sat_statement_step (statement, &row, error)) {
    SatHistoryEntry *entry;

    if (!row)
      return TRUE;
    entry = read_step (fold, statement, id);
    /* A field of a newer Satchel, or of a custom field that is gone, has no name to show. */
    if (entry->field == NULL && sat_statement_int (statement, 0) != 0) {
      g_hash_table_remove (fold->open, GUINT_TO_POINTER ((guint)sat_statement_int (statement, 0)));
      sat_history_entry_free (entry);
    } else {
      g_ptr_array_add (fold->entries, entry);
    }
  }
  return FALSE;
}

#define BIRTHS                                                                                     \
  "SELECT c.author, c.device, c.at, c.id, c.uuid FROM change_created b JOIN change c"              \
  " ON c.id = b.change WHERE ?1 BETWEEN b.first AND b.last"

/* Records that came to life, or back to it, in a change. @change: 0 for any. */
static gboolean
read_births (SatReader *reader, GPtrArray *entries, gint64 id, gint64 change, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (
      sat_reader_get_connection (reader),
      change != 0 ? BIRTHS " AND b.change = ?2" : BIRTHS " ORDER BY c.hlc", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  if (change != 0)
    sat_statement_bind_int (statement, 2, change);
  while (sat_statement_step (statement, &row, error)) {
    SatHistoryEntry *entry;

    if (!row)
      return TRUE;
    entry = g_new0 (SatHistoryEntry, 1);
    entry->record = id;
    entry->new_value = sat_value_int (1);
    entry->author =
        g_strdup (sat_statement_text (statement, 0) ? sat_statement_text (statement, 0) : "");
    entry->device = (guint32)sat_statement_int (statement, 1);
    entry->edited = sat_statement_int (statement, 2);
    entry->change = sat_statement_int (statement, 3);
    read_uuid (statement, 4, &entry->change_uuid);
    g_ptr_array_add (entries, entry);
  }
  return FALSE;
}

static gboolean
append_record (SatReader *reader, GPtrArray *entries, gint64 id, gint64 change, GError **error)
{
  g_autoptr (GHashTable) open = g_hash_table_new (NULL, NULL);
  g_autoptr (SatRecord) now = NULL;
  Fold fold = {entries, open, NULL};
  gboolean deleted;

  if (!sat_reader_identify (reader, id, NULL, &fold.type, &deleted, error))
    return FALSE;
  if (fold.type == NULL)
    return TRUE;
  if (!read_births (reader, entries, id, change, error) || !read_steps (reader, &fold, id, error))
    return FALSE;
  if (!deleted) {
    now = sat_reader_load (reader, id, error);
    if (now == NULL)
      return FALSE;
    for (guint i = 0; i < fold.type->n_fields; i++)
      if (sat_field_is_stored (fold.type->fields[i]))
        close_step (&fold, fold.type->fields[i]->number,
                    sat_record_get (now, fold.type->fields[i]));
  }
  return TRUE;
}

gboolean
sat_history_since (
    SatReader *reader, gint64 id, const SatField *field, SatSince *since, GError **error)
{
  g_autoptr (SatVersions) versions = NULL;
  g_autoptr (SatStatement) statement = NULL;
  gboolean row;

  g_return_val_if_fail (reader != NULL && field != NULL && since != NULL, FALSE);

  versions = sat_reader_versions (reader, id, error);
  if (versions == NULL)
    return FALSE;
  statement = sat_statement_cached (sat_reader_get_connection (reader),
                                    "SELECT h.v_to FROM history h JOIN change c ON c.id = h.change"
                                    " WHERE h.record = ?1 AND h.field = ?2 AND h.fate = ?3"
                                    " AND c.undoes IS NULL AND c.undone_by IS NULL"
                                    " ORDER BY h.v_to DESC LIMIT 1",
                                    error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_int (statement, 1, id);
  sat_statement_bind_int (statement, 2, field->number);
  sat_statement_bind_int (statement, 3, SAT_FATE_REPLACED);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  since->from_start = !row;
  since->at = sat_hlc_to_us (row ? (SatHlc)sat_statement_int (statement, 0)
                                 : sat_versions_base (versions).hlc);
  return TRUE;
}

char *
sat_history_author (SatReader *reader, gint64 id, const SatField *field, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;
  SatVersion version;
  gboolean row;

  g_return_val_if_fail (reader != NULL && field != NULL, NULL);

  version = sat_reader_version (reader, id, field);
  /* Of a group's fields one is enough, whichever differed. */
  statement = sat_statement_cached (sat_reader_get_connection (reader),
                                    "SELECT coalesce (h.author, c.author) FROM history h"
                                    " JOIN change c ON c.id = h.change"
                                    " WHERE h.record = ?1 AND h.v_to = ?2 AND h.d_to = ?3 LIMIT 1",
                                    error);
  if (statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, id);
  sat_statement_bind_int (statement, 2, (gint64)version.hlc);
  sat_statement_bind_int (statement, 3, version.device);
  if (!sat_statement_step (statement, &row, error))
    return NULL;
  return g_strdup (row && sat_statement_text (statement, 0) ? sat_statement_text (statement, 0)
                                                            : "");
}

static gint
compare_time (gconstpointer a, gconstpointer b)
{
  const SatHistoryEntry *first = *(SatHistoryEntry *const *)a,
                        *second = *(SatHistoryEntry *const *)b;

  if (first->edited != second->edited)
    return first->edited < second->edited ? -1 : 1;
  if (first->record != second->record)
    return first->record < second->record ? -1 : 1;
  return (first->field != NULL) - (second->field != NULL);
}

static GArray *
records_of_root (SatReader *reader, gint64 id, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  SatRegistry *registry = sat_reader_get_registry (reader);
  guint n_types;
  const SatType *const *types = sat_registry_types (registry, &n_types);

  g_array_append_val (ids, id);
  for (guint t = 0; t < n_types; t++)
    for (guint i = 0; i < types[t]->n_fields; i++) {
      const SatField *field = types[t]->fields[i];
      g_autoptr (SatStatement) statement = NULL;
      g_autofree char *sql = NULL;

      if (!(field->flags & SAT_FIELD_PARENT))
        continue;
      sql = g_strdup_printf ("SELECT t.id FROM \"%s\" t JOIN record r ON r.id = t.id"
                             " WHERE t.\"%s\" = ?1 AND r.root = ?1",
                             types[t]->name, field->name);
      statement = sat_statement_cached (sat_reader_get_connection (reader), sql, error);
      if (statement == NULL)
        return NULL;
      sat_statement_bind_int (statement, 1, id);
      if (!sat_statement_append_ints (statement, ids, error))
        return NULL;
    }
  return g_steal_pointer (&ids);
}

/* Takes @ids. */
static GPtrArray *
read_records (SatReader *reader, GArray *ids, gint64 change, GError **error)
{
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_history_entry_free);
  g_autoptr (GArray) taken = ids;

  for (guint i = 0; taken != NULL && i < taken->len; i++)
    if (!append_record (reader, entries, g_array_index (taken, gint64, i), change, error))
      return NULL;
  g_ptr_array_sort (entries, compare_time);
  return taken != NULL ? g_steal_pointer (&entries) : NULL;
}

GPtrArray *
sat_history_of (SatReader *reader, gint64 id, gboolean with_children, GError **error)
{
  GArray *ids;

  g_return_val_if_fail (reader != NULL, NULL);

  if (with_children)
    return read_records (reader, records_of_root (reader, id, error), 0, error);
  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_val (ids, id);
  return read_records (reader, ids, 0, error);
}

GPtrArray *
sat_history_of_change (SatReader *reader, gint64 id, gint64 change, GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;

  g_return_val_if_fail (reader != NULL && change != 0, NULL);

  entries = read_records (reader, records_of_root (reader, id, error), change, error);
  for (guint i = entries != NULL ? entries->len : 0; i > 0; i--)
    if (((SatHistoryEntry *)entries->pdata[i - 1])->change != change)
      g_ptr_array_remove_index (entries, i - 1);
  return g_steal_pointer (&entries);
}

#define CHANGE_COLUMNS "SELECT id, uuid, kind, label, author, at, undone_by FROM change "

static SatChangeInfo *
read_change (SatStatement *statement)
{
  SatChangeInfo *info = g_new0 (SatChangeInfo, 1);

  info->id = sat_statement_int (statement, 0);
  read_uuid (statement, 1, &info->uuid);
  info->kind = (int)sat_statement_int (statement, 2);
  info->label = g_strdup (sat_statement_text (statement, 3));
  info->author =
      g_strdup (sat_statement_text (statement, 4) ? sat_statement_text (statement, 4) : "");
  info->at = sat_statement_int (statement, 5);
  info->undone_by = sat_statement_int (statement, 6);
  return info;
}

GPtrArray *
sat_history_changes (SatReader *reader, guint limit, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;
  g_autoptr (GPtrArray) changes =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_change_info_free);
  gboolean row;

  g_return_val_if_fail (reader != NULL, NULL);

  statement = sat_statement_cached (sat_reader_get_connection (reader),
                                    CHANGE_COLUMNS "ORDER BY id DESC LIMIT ?1", error);
  if (statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, limit != 0 ? (gint64)limit : -1);
  while (sat_statement_step (statement, &row, error)) {
    if (!row)
      return g_steal_pointer (&changes);
    g_ptr_array_add (changes, read_change (statement));
  }
  return NULL;
}

SatChangeInfo *
sat_history_change (SatReader *reader, gint64 change, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;
  gboolean row;

  g_return_val_if_fail (reader != NULL, NULL);

  statement = sat_statement_cached (sat_reader_get_connection (reader),
                                    CHANGE_COLUMNS "WHERE id = ?1", error);
  if (statement == NULL)
    return NULL;
  sat_statement_bind_int (statement, 1, change);
  if (!sat_statement_step (statement, &row, error))
    return NULL;
  if (!row) {
    g_set_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND, "change %" G_GINT64_FORMAT,
                 change);
    return NULL;
  }
  return read_change (statement);
}

gboolean
sat_history_find_change (SatReader *reader, const SatUuid *uuid, gint64 *change, GError **error)
{
  g_autoptr (SatStatement) statement = NULL;
  gboolean row;

  g_return_val_if_fail (reader != NULL && uuid != NULL && change != NULL, FALSE);

  statement = sat_statement_cached (sat_reader_get_connection (reader),
                                    "SELECT id FROM change WHERE uuid = ?1", error);
  if (statement == NULL)
    return FALSE;
  sat_statement_bind_blob (statement, 1, uuid->bytes, sizeof uuid->bytes);
  if (!sat_statement_step (statement, &row, error))
    return FALSE;
  *change = row ? sat_statement_int (statement, 0) : 0;
  return TRUE;
}
