/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two records that are one: merge, unmerge, duplicates. */

#include "config.h"

#include "sat-command.h"
#include "sat-output.h"
#include "sat-pair.h"

#include <glib/gi18n-lib.h>

static void
write_id (SatCli *cli, SatJsonWriter *writer, const char *name, gint64 id)
{
  char text[SAT_UUID_STRING_LENGTH + 1] = "";
  SatUuid uuid;

  if (sat_reader_identify (cli->reader, id, &uuid, NULL, NULL, NULL))
    sat_uuid_write (&uuid, text);
  sat_json_writer_string (writer, name, text);
}

/* The record of type @word that @index names; deleted ones with @deleted only. 0 with an error. */
static gint64
find_record (SatCli *cli, guint index, gboolean merged, GError **error)
{
  const SatType *type = sat_cli_type (cli, sat_cli_word (cli, 0), error), *found;
  gboolean deleted = FALSE;
  gint64 id;

  if (type == NULL)
    return 0;
  id = sat_cli_record (cli, sat_cli_word (cli, index), &found, &deleted, error);
  if (id != 0 && !merged)
    id = sat_pair_survivor (cli->reader, id);
  if (id == 0 || found == type)
    return id;
  g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID, _ ("“%s” is no %s"),
               sat_cli_word (cli, index), type->name);
  return 0;
}

static gboolean
take_one (SatPair *pair, const char *name, GError **error)
{
  const SatType *type = sat_record_get_record_type (pair->keep);
  const SatField *field = sat_type_field (type, name);

  for (guint i = 0; field != NULL && i < pair->fields->len; i++) {
    SatPairField *one = &g_array_index (pair->fields, SatPairField, i);

    if (one->field == field || (field->group != 0 && one->field->group == field->group)) {
      one->take = SAT_PAIR_OTHER;
      return TRUE;
    }
  }
  /* What both have not is the same in both. */
  if (field != NULL && sat_field_is_stored (field) && !(field->flags & SAT_FIELD_INTERNAL))
    return TRUE;
  g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_UNKNOWN, _ ("“%s” has no field “%s”"),
               type->name, name);
  return FALSE;
}

/* "industry,phone" */
static gboolean
take_fields (SatPair *pair, const char *names, GError **error)
{
  g_auto (GStrv) list = names != NULL ? g_strsplit (names, ",", -1) : NULL;

  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    if (*g_strstrip (list[i]) != '\0' && !take_one (pair, list[i], error))
      return FALSE;
  return TRUE;
}

static SatExit
tell (SatCli *cli, gint64 id, gint64 other, GError **error)
{
  g_autoptr (SatJsonWriter) writer = NULL;

  if (!cli->json)
    return SAT_EXIT_DONE;
  writer = sat_output_json (cli);
  sat_json_writer_begin_object (writer, NULL);
  write_id (cli, writer, "id", id);
  if (other != 0)
    write_id (cli, writer, "merged", other);
  sat_json_writer_end_object (writer);
  return sat_output_finish (writer, error) ? SAT_EXIT_DONE : SAT_EXIT_FAILED;
}

SatExit
sat_command_merge (SatCli *cli, GError **error)
{
  gint64 keep = find_record (cli, 1, FALSE, error);
  gint64 other = keep != 0 ? find_record (cli, 2, FALSE, error) : 0;
  g_autoptr (SatPair) pair = other != 0 ? sat_pair_read (cli->reader, keep, other, error) : NULL;

  if (pair == NULL || !take_fields (pair, sat_cli_option (cli, "take"), error) ||
      !sat_pair_merge (cli->store, pair, NULL, error))
    return SAT_EXIT_FAILED;
  return tell (cli, keep, other, error);
}

SatExit
sat_command_unmerge (SatCli *cli, GError **error)
{
  gint64 id = find_record (cli, 1, TRUE, error);

  if (id == 0 || !sat_pair_unmerge (cli->store, id, error))
    return SAT_EXIT_FAILED;
  return tell (cli, id, 0, error);
}

static gboolean
write_found (SatCli *cli, const GArray *found, GError **error)
{
  g_autoptr (SatJsonWriter) writer = sat_output_json (cli);

  sat_json_writer_begin_array (writer, NULL);
  for (guint i = 0; i < found->len; i++) {
    const SatPairFound *pair = &g_array_index (found, SatPairFound, i);

    sat_json_writer_begin_object (writer, NULL);
    sat_json_writer_string (writer, "type", pair->type->name);
    sat_json_writer_string (writer, "field", pair->field->name);
    write_id (cli, writer, "id", pair->a);
    write_id (cli, writer, "other", pair->b);
    sat_json_writer_string (writer, "title", sat_reader_title (cli->reader, pair->a));
    sat_json_writer_end_object (writer);
  }
  sat_json_writer_end_array (writer);
  return sat_output_finish (writer, error);
}

static gboolean
list_found (SatCli *cli, const GArray *found, GError **error)
{
  g_autoptr (SatTable) table = sat_table_new ();

  for (guint i = 0; i < found->len; i++) {
    const SatPairFound *pair = &g_array_index (found, SatPairFound, i);
    const gint64 ids[] = {pair->a, pair->b};

    sat_table_add (table, pair->type->name);
    sat_table_add (table, sat_reader_title (cli->reader, pair->a));
    for (guint k = 0; k < G_N_ELEMENTS (ids); k++) {
      char text[SAT_UUID_STRING_LENGTH + 1] = "";
      SatUuid uuid;

      if (sat_reader_identify (cli->reader, ids[k], &uuid, NULL, NULL, NULL))
        sat_uuid_write (&uuid, text);
      sat_table_add_whole (table, text);
    }
    sat_table_end_row (table);
  }
  return sat_table_flush (table, cli->out, error);
}

SatExit
sat_command_duplicates (SatCli *cli, GError **error)
{
  g_autoptr (GArray) found = sat_pair_find (cli->reader, 0, error);

  if (found == NULL)
    return SAT_EXIT_FAILED;
  return (cli->json ? write_found (cli, found, error) : list_found (cli, found, error))
             ? SAT_EXIT_DONE
             : SAT_EXIT_FAILED;
}
