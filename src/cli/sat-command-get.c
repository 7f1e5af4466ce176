/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-command.h"
#include "sat-output.h"

#include <glib/gi18n-lib.h>

#include "sat-record-json.h"

/* What hangs from a record, by type. */
typedef struct {
  const SatType *type;
  GPtrArray *records;
} Children;

static void
children_clear_cb (gpointer data)
{
  g_clear_pointer (&((Children *)data)->records, g_ptr_array_unref);
}

static gboolean
add_children (
    SatCli *cli, SatRecord *record, const SatType *child, GArray *children, GError **error)
{
  const SatType *type = sat_record_get_record_type (record);

  for (guint i = 0; i < child->n_fields; i++) {
    const SatField *field = child->fields[i];
    Children found = {child, NULL};

    if (!(field->flags & SAT_FIELD_PARENT) || !sat_field_targets (field, type->name))
      continue;
    found.records =
        sat_reader_children (cli->reader, sat_record_get_id (record), child, field->name, error);
    if (found.records == NULL)
      return FALSE;
    g_array_append_val (children, found);
    return TRUE;
  }
  return TRUE;
}

/* One entry for each type that can hang from the record, with records or without. */
static GArray *
read_children (SatCli *cli, SatRecord *record, GError **error)
{
  g_autoptr (GArray) children = g_array_new (FALSE, FALSE, sizeof (Children));
  guint n_types;
  const SatType *const *types =
      sat_registry_types (sat_reader_get_registry (cli->reader), &n_types);

  g_array_set_clear_func (children, children_clear_cb);
  for (guint i = 0; i < n_types; i++)
    /* A field of that name would be written twice. */
    if (sat_type_field (sat_record_get_record_type (record), types[i]->name) == NULL &&
        !add_children (cli, record, types[i], children, error))
      return NULL;
  return g_steal_pointer (&children);
}

static gboolean
write_json (SatCli *cli, SatRecord *record, GArray *children, GError **error)
{
  g_autoptr (SatRecordJson) json = sat_record_json_new (cli->reader, SAT_RECORD_JSON_WHOLE);
  g_autoptr (SatJsonWriter) writer = sat_output_json (cli);

  sat_json_writer_begin_object (writer, NULL);
  sat_record_json_write_members (json, writer, record);
  for (guint i = 0; i < children->len; i++) {
    const Children *some = &g_array_index (children, Children, i);

    sat_json_writer_begin_array (writer, some->type->name);
    for (guint k = 0; k < some->records->len; k++)
      sat_record_json_write (json, writer, NULL, some->records->pdata[k]);
    sat_json_writer_end_array (writer);
  }
  sat_json_writer_end_object (writer);
  return sat_output_finish (writer, error);
}

static void
add_fields (SatCli *cli, SatRecord *record, SatTable *table, const char *indent)
{
  const SatType *type = sat_record_get_record_type (record);

  for (guint i = 0; i < type->n_fields; i++) {
    g_autofree char *text = sat_record_text (cli->reader, record, type->fields[i]);
    g_autofree char *name = g_strconcat (indent, type->fields[i]->name, NULL);

    if (text == NULL || (type->fields[i]->flags & SAT_FIELD_INTERNAL))
      continue;
    sat_table_add (table, name);
    sat_table_add_whole (table, text);
    sat_table_end_row (table);
  }
}

static void
add_record (SatCli *cli, SatRecord *record, SatTable *table, const char *indent)
{
  g_autofree char *head = g_strconcat (indent, sat_record_get_record_type (record)->name, NULL);
  g_autofree char *deeper = g_strconcat (indent, "  ", NULL);
  char id[SAT_UUID_STRING_LENGTH + 1];

  sat_uuid_write (sat_record_get_uuid (record), id);
  sat_table_add (table, head);
  sat_table_add_whole (table, id);
  sat_table_end_row (table);
  add_fields (cli, record, table, deeper);
}

static gboolean
write_text (SatCli *cli, SatRecord *record, GArray *children, GError **error)
{
  g_autoptr (SatTable) table = sat_table_new ();

  add_record (cli, record, table, "");
  for (guint i = 0; i < children->len; i++) {
    const Children *some = &g_array_index (children, Children, i);

    for (guint k = 0; k < some->records->len; k++)
      add_record (cli, some->records->pdata[k], table, "  ");
  }
  return sat_table_flush (table, cli->out, error);
}

SatExit
sat_command_get (SatCli *cli, GError **error)
{
  gint64 id = sat_cli_record (cli, sat_cli_word (cli, 0), NULL, NULL, error);
  g_autoptr (SatRecord) record = id != 0 ? sat_reader_load (cli->reader, id, error) : NULL;
  g_autoptr (GArray) children = record != NULL ? read_children (cli, record, error) : NULL;
  gboolean ok;

  if (children == NULL)
    return SAT_EXIT_FAILED;
  ok = cli->json ? write_json (cli, record, children, error)
                 : write_text (cli, record, children, error);
  return ok ? SAT_EXIT_DONE : SAT_EXIT_FAILED;
}
