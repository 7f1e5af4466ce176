/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-command.h"
#include "sat-output.h"

#include <glib/gi18n-lib.h>

#include "sat-as-of.h"
#include "sat-deleted.h"
#include "sat-filter-json.h"
#include "sat-query.h"
#include "sat-record-json.h"

#define PAGE 500

static SatQuery *
make_query (SatCli *cli, const char *type_name, GError **error)
{
  g_autoptr (SatQuery) query = sat_query_new (type_name);
  const char *text = sat_cli_option (cli, "filter");
  guint limit = 0;

  if (!sat_cli_number (cli, "limit", &limit, error))
    return NULL;
  sat_query_set_limit (query, sat_cli_has (cli, "deleted") ? 0 : limit);
  sat_query_set_public_ties (query, TRUE);
  if (text != NULL) {
    g_autoptr (SatFilter) filter = sat_filter_parse (text, error);

    if (filter == NULL)
      return NULL;
    sat_query_set_filter (query, filter);
  }
  if (sat_cli_has (cli, "sort") &&
      !sat_query_set_sort_text (query, sat_cli_option (cli, "sort"), error))
    return NULL;
  return g_steal_pointer (&query);
}

/* The records, a page at a time, to @write. */
typedef gboolean (*WritePage) (gpointer data, GPtrArray *records, GError **error);

static gboolean
for_each_page (SatReader *reader,
               const SatType *type,
               GArray *ids,
               WritePage write,
               gpointer data,
               GError **error)
{
  for (guint start = 0; start < ids->len; start += PAGE) {
    g_autoptr (GPtrArray) records = sat_reader_load_many (
        reader, type, &g_array_index (ids, gint64, start), MIN (PAGE, ids->len - start), error);

    if (records == NULL || !write (data, records, error))
      return FALSE;
  }
  return TRUE;
}

typedef struct {
  SatRecordJson *json;
  SatJsonWriter *writer;
} JsonPages;

static gboolean
write_json_page (gpointer data, GPtrArray *records, GError **error)
{
  JsonPages *pages = data;

  for (guint i = 0; i < records->len; i++)
    sat_record_json_write (pages->json, pages->writer, NULL, records->pdata[i]);
  return !sat_json_writer_has_failed (pages->writer) || sat_output_finish (pages->writer, error);
}

static gboolean
write_json (SatCli *cli, SatReader *reader, const SatType *type, GArray *ids, GError **error)
{
  g_autoptr (SatRecordJson) json = sat_record_json_new (reader, SAT_RECORD_JSON_WHOLE);
  g_autoptr (SatJsonWriter) writer = sat_output_json (cli);
  JsonPages pages = {json, writer};

  sat_json_writer_begin_array (writer, NULL);
  if (!for_each_page (reader, type, ids, write_json_page, &pages, error))
    return FALSE;
  sat_json_writer_end_array (writer);
  return sat_output_finish (writer, error);
}

typedef struct {
  SatCli *cli;
  SatReader *reader;
  SatTable *table;
} TextPages;

/* A title that is one of the columns anyway is not shown twice. */
static gboolean
shows_title (const SatType *type)
{
  const SatField *field = type->title != NULL ? sat_type_field (type, type->title) : NULL;

  return field == NULL || !(field->flags & SAT_FIELD_LISTED);
}

static gboolean
write_text_page (gpointer data, GPtrArray *records, GError **error)
{
  TextPages *pages = data;

  for (guint i = 0; i < records->len; i++) {
    SatRecord *record = records->pdata[i];
    const SatType *type = sat_record_get_record_type (record);
    char id[SAT_UUID_STRING_LENGTH + 1];

    sat_uuid_write (sat_record_get_uuid (record), id);
    sat_table_add_whole (pages->table, id);
    if (shows_title (type))
      sat_table_add (pages->table, sat_record_get_title (record));
    for (guint k = 0; k < type->n_fields; k++) {
      g_autofree char *text = NULL;

      if (!(type->fields[k]->flags & SAT_FIELD_LISTED))
        continue;
      text = sat_record_text (pages->reader, record, type->fields[k]);
      sat_table_add (pages->table, text);
    }
    sat_table_end_row (pages->table);
  }
  return sat_table_flush (pages->table, pages->cli->out, error);
}

static gboolean
write_text (SatCli *cli, SatReader *reader, const SatType *type, GArray *ids, GError **error)
{
  g_autoptr (SatTable) table = sat_table_new ();
  TextPages pages = {cli, reader, table};

  sat_table_add (table, "id");
  if (shows_title (type))
    sat_table_add (table, "title");
  for (guint k = 0; k < type->n_fields; k++)
    if (type->fields[k]->flags & SAT_FIELD_LISTED)
      sat_table_add (table, type->fields[k]->name);
  sat_table_end_row (table);
  return for_each_page (reader, type, ids, write_text_page, &pages, error) &&
         sat_table_flush (table, cli->out, error);
}

/* The reader of deleted records knows some live ones too, for the titles of references. */
static gboolean
drop_live (SatCli *cli, GArray *ids, GError **error)
{
  guint kept = 0;

  for (guint i = 0; i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);
    gboolean deleted;

    if (!sat_reader_identify (cli->reader, id, NULL, NULL, &deleted, error))
      return FALSE;
    if (deleted)
      g_array_index (ids, gint64, kept++) = id;
  }
  g_array_set_size (ids, kept);
  return TRUE;
}

static SatExit
list (SatCli *cli, SatReader *reader, SatQuery *query, GError **error)
{
  const SatType *type = sat_reader_get_type_by_name (reader, sat_query_get_type_name (query));
  g_autoptr (GArray) ids = sat_query_ids (query, reader, NULL, error);
  guint limit = G_MAXUINT;
  gboolean ok;

  if (ids == NULL || !sat_cli_number (cli, "limit", &limit, error) ||
      (sat_cli_has (cli, "deleted") && !drop_live (cli, ids, error)))
    return SAT_EXIT_FAILED;
  /* To a query 0 means all, to a person nothing. */
  if (limit < ids->len)
    g_array_set_size (ids, limit);
  ok = cli->json ? write_json (cli, reader, type, ids, error)
                 : write_text (cli, reader, type, ids, error);
  return ok ? SAT_EXIT_DONE : SAT_EXIT_FAILED;
}

SatExit
sat_command_list (SatCli *cli, GError **error)
{
  const SatType *type = sat_cli_type (cli, sat_cli_word (cli, 0), error);
  g_autoptr (SatQuery) query = type != NULL ? make_query (cli, type->name, error) : NULL;
  g_autoptr (SatReader) past = NULL;
  g_autoptr (GTimeZone) zone = NULL;
  gint64 us = G_MAXINT64;

  if (query == NULL || !sat_cli_instant (cli, &us, &zone, error))
    return SAT_EXIT_FAILED;
  if (us != G_MAXINT64 && sat_cli_has (cli, "deleted")) {
    g_set_error_literal (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE,
                         _ ("--deleted and --as-of do not go together"));
    return SAT_EXIT_FAILED;
  }
  if (us == G_MAXINT64 && !sat_cli_has (cli, "deleted"))
    return list (cli, cli->reader, query, error);
  past = us != G_MAXINT64 ? sat_as_of_open (cli->store, type->name, us, zone, NULL, error)
                          : sat_deleted_open (cli->store, type->name, NULL, error);
  return past != NULL ? list (cli, past, query, error) : SAT_EXIT_FAILED;
}
