/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-command.h"
#include "sat-output.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-history.h"
#include "sat-record-json.h"

/* A record's life, and the record as it is now; NULL if it is deleted. */
typedef struct {
  SatCli *cli;
  const SatType *type;
  GPtrArray *entries;
  SatRecord *record;
} Life;

/* What amounts were in just before or after entry @i: a change of amount and currency has two. */
static const char *
currency_at (const Life *life, guint i, const SatField *money, gboolean after)
{
  const SatHistoryEntry *at = life->entries->pdata[i];
  const SatField *currency =
      money->currency != NULL ? sat_type_field (life->type, money->currency) : NULL;
  const SatValue *now =
      currency != NULL && life->record != NULL ? sat_record_get (life->record, currency) : NULL;

  if (currency == NULL)
    return life->record != NULL ? sat_reader_currency (life->cli->reader, life->record, money)
                                : sat_store_get_currency (life->cli->store);
  for (guint k = 0; k < life->entries->len; k++) {
    const SatHistoryEntry *entry = life->entries->pdata[k];
    gboolean counts = entry->change == at->change ? !after : k > i;

    /* The value that the next replacement took away is the one that was there. */
    if (counts && entry->field == currency && entry->old_value.type == SAT_VALUE_TEXT)
      return entry->old_value.text;
  }
  return now != NULL && now->type == SAT_VALUE_TEXT ? now->text
                                                    : sat_store_get_currency (life->cli->store);
}

static void
write_value (const Life *life, SatRecordJson *json, SatJsonWriter *writer, guint i, gboolean after)
{
  const SatHistoryEntry *entry = life->entries->pdata[i];
  const SatValue *value = after ? &entry->new_value : &entry->old_value;
  const char *name = after ? "new" : "old";

  if (entry->field == NULL)
    sat_json_writer_boolean (writer, name, value->type == SAT_VALUE_INTEGER && value->integer != 0);
  else
    sat_record_json_write_value (
        json, writer, name, entry->field, value,
        entry->field->kind == SAT_KIND_MONEY ? currency_at (life, i, entry->field, after) : NULL,
        NULL);
}

static void
write_entry (const Life *life, SatRecordJson *json, SatJsonWriter *writer, guint i)
{
  const SatHistoryEntry *entry = life->entries->pdata[i];
  g_autofree char *edited = sat_instant_to_string (entry->edited);
  g_autofree char *arrived = entry->arrived != 0 ? sat_instant_to_string (entry->arrived) : NULL;
  char change[SAT_UUID_STRING_LENGTH + 1];

  sat_uuid_write (&entry->change_uuid, change);
  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_string (writer, "field", entry->field != NULL ? entry->field->name : "");
  write_value (life, json, writer, i, FALSE);
  write_value (life, json, writer, i, TRUE);
  sat_json_writer_string (writer, "author", entry->author);
  sat_json_writer_int (writer, "device", entry->device);
  sat_json_writer_string (writer, "edited", edited);
  sat_json_writer_string (writer, "arrived", arrived);
  sat_json_writer_string (writer, "change", change);
  sat_json_writer_end_object (writer);
}

static gboolean
write_json (const Life *life, GError **error)
{
  g_autoptr (SatRecordJson) json = sat_record_json_new (life->cli->reader, SAT_RECORD_JSON_WHOLE);
  g_autoptr (SatJsonWriter) writer = sat_output_json (life->cli);

  sat_json_writer_begin_array (writer, NULL);
  for (guint i = 0; i < life->entries->len; i++)
    write_entry (life, json, writer, i);
  sat_json_writer_end_array (writer);
  return sat_output_finish (writer, error);
}

static char *
value_text (const Life *life, guint i, gboolean after)
{
  const SatHistoryEntry *entry = life->entries->pdata[i];
  const SatValue *value = after ? &entry->new_value : &entry->old_value;

  if (entry->field->kind == SAT_KIND_REFERENCE && value->type == SAT_VALUE_INTEGER)
    return g_strdup (sat_reader_title (life->cli->reader, value->integer));
  return sat_field_to_string (
      entry->field, value,
      entry->field->kind == SAT_KIND_MONEY ? currency_at (life, i, entry->field, after) : NULL);
}

static void
add_row (const Life *life, SatTable *table, guint i)
{
  const SatHistoryEntry *entry = life->entries->pdata[i];
  g_autofree char *edited = sat_instant_to_string (entry->edited);

  sat_table_add_whole (table, edited);
  sat_table_add (table, entry->author);
  if (entry->field != NULL) {
    g_autofree char *before = value_text (life, i, FALSE);
    g_autofree char *after = value_text (life, i, TRUE);

    sat_table_add (table, entry->field->name);
    sat_table_add (table, before);
    sat_table_add (table, after);
  } else {
    gboolean there = entry->new_value.type == SAT_VALUE_INTEGER && entry->new_value.integer != 0;

    sat_table_add (table, there ? _ ("(made)") : _ ("(deleted)"));
  }
  sat_table_end_row (table);
}

static gboolean
write_text (const Life *life, GError **error)
{
  g_autoptr (SatTable) table = sat_table_new ();

  sat_table_add (table, _ ("edited"));
  sat_table_add (table, _ ("author"));
  sat_table_add (table, _ ("field"));
  sat_table_add (table, _ ("old"));
  sat_table_add (table, _ ("new"));
  sat_table_end_row (table);
  for (guint i = 0; i < life->entries->len; i++)
    add_row (life, table, i);
  return sat_table_flush (table, life->cli->out, error);
}

SatExit
sat_command_history (SatCli *cli, GError **error)
{
  const SatType *type = NULL;
  gboolean deleted = FALSE;
  gint64 id = sat_cli_record (cli, sat_cli_word (cli, 0), &type, &deleted, error);
  g_autoptr (GPtrArray) entries = id != 0 ? sat_history_of (cli->reader, id, FALSE, error) : NULL;
  g_autoptr (SatRecord) record = NULL;
  Life life = {cli, type, entries, NULL};

  if (entries == NULL)
    return SAT_EXIT_FAILED;
  if (!deleted) {
    record = sat_reader_load (cli->reader, id, error);
    if (record == NULL)
      return SAT_EXIT_FAILED;
    life.record = record;
  }
  return (cli->json ? write_json (&life, error) : write_text (&life, error)) ? SAT_EXIT_DONE
                                                                             : SAT_EXIT_FAILED;
}
