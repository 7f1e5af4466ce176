/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is on its way to the server, and what it refused: queue, rejected. */

#include "config.h"

#include "sat-command.h"
#include "sat-date.h"
#include "sat-outbox.h"
#include "sat-output.h"
#include "sat-refusal.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
write_uuid (SatJsonWriter *writer, const char *name, const SatUuid *uuid)
{
  char text[SAT_UUID_STRING_LENGTH + 1];

  sat_uuid_write (uuid, text);
  sat_json_writer_string (writer, name, text);
}

static const char *
state_name (SatOutboxState state)
{
  static const char *const names[] = {"waiting", "sent", "answered"};

  return names[state];
}

static gboolean
write_queue (SatCli *cli, GPtrArray *queue, GError **error)
{
  g_autoptr (SatJsonWriter) writer = sat_output_json (cli);

  sat_json_writer_begin_array (writer, NULL);
  for (guint i = 0; i < queue->len; i++) {
    const SatOutboxEntry *entry = queue->pdata[i];

    sat_json_writer_begin_object (writer, NULL);
    write_uuid (writer, "u", &entry->u);
    sat_json_writer_string (writer, "type", entry->type);
    write_uuid (writer, "record", &entry->uuid);
    sat_json_writer_string (writer, "text", entry->text);
    sat_json_writer_string (writer, "state", state_name (entry->state));
    sat_json_writer_end_object (writer);
  }
  sat_json_writer_end_array (writer);
  return sat_output_finish (writer, error);
}

static gboolean
list_queue (SatCli *cli, GPtrArray *queue, GError **error)
{
  g_autoptr (SatTable) table = sat_table_new ();

  for (guint i = 0; i < queue->len; i++) {
    const SatOutboxEntry *entry = queue->pdata[i];
    char u[SAT_UUID_STRING_LENGTH + 1];

    sat_uuid_write (&entry->u, u);
    sat_table_add_whole (table, u);
    sat_table_add_whole (table, state_name (entry->state));
    sat_table_add (table, entry->text);
    sat_table_end_row (table);
  }
  return sat_table_flush (table, cli->out, error);
}

/* The mutation that word 1 names. */
static gboolean
read_u (SatCli *cli, SatUuid *u, GError **error)
{
  const char *text = sat_cli_word (cli, 1);

  if (text == NULL) {
    g_set_error_literal (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE, _ ("Which one?"));
    return FALSE;
  }
  if (sat_uuid_parse (text, u))
    return TRUE;
  g_set_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND, _ ("There is no edit “%s”"),
               text);
  return FALSE;
}

static SatExit
tell_u (SatCli *cli, const SatUuid *u, GError **error)
{
  g_autoptr (SatJsonWriter) writer = NULL;

  if (!cli->json)
    return SAT_EXIT_DONE;
  writer = sat_output_json (cli);
  sat_json_writer_begin_object (writer, NULL);
  write_uuid (writer, "u", u);
  sat_json_writer_end_object (writer);
  return sat_output_finish (writer, error) ? SAT_EXIT_DONE : SAT_EXIT_FAILED;
}

static gboolean
unknown_word (SatCli *cli, GError **error)
{
  g_set_error (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE, _ ("“%s” means nothing here"),
               sat_cli_word (cli, 0));
  return FALSE;
}

SatExit
sat_command_queue (SatCli *cli, GError **error)
{
  const char *what = sat_cli_word (cli, 0);
  g_autoptr (GPtrArray) queue = NULL;
  SatUuid u;

  if (what != NULL) {
    if (g_str_equal (what, "discard")
            ? read_u (cli, &u, error) && sat_outbox_discard (cli->store, &u, error)
            : unknown_word (cli, error))
      return tell_u (cli, &u, error);
    return SAT_EXIT_FAILED;
  }
  queue = sat_outbox_list (cli->reader, 0, error);
  if (queue == NULL)
    return SAT_EXIT_FAILED;
  return (cli->json ? write_queue (cli, queue, error) : list_queue (cli, queue, error))
             ? SAT_EXIT_DONE
             : SAT_EXIT_FAILED;
}

static gboolean
write_rejected (SatCli *cli, GPtrArray *rejected, GError **error)
{
  g_autoptr (SatJsonWriter) writer = sat_output_json (cli);

  sat_json_writer_begin_array (writer, NULL);
  for (guint i = 0; i < rejected->len; i++) {
    const SatRejectedEntry *entry = rejected->pdata[i];
    g_autofree char *at = sat_instant_to_string (entry->at);

    sat_json_writer_begin_object (writer, NULL);
    write_uuid (writer, "u", &entry->u);
    sat_json_writer_string (writer, "type", entry->type);
    write_uuid (writer, "record", &entry->record);
    sat_wire_fields_write (entry->fields, writer, "values");
    sat_json_writer_string (writer, "state", entry->quarantined ? "quarantined" : "rejected");
    sat_json_writer_string (writer, "code", entry->code);
    sat_json_writer_string (writer, "reason", sat_refusal_text (entry));
    sat_json_writer_string (writer, "at", at);
    sat_json_writer_end_object (writer);
  }
  sat_json_writer_end_array (writer);
  return sat_output_finish (writer, error);
}

static gboolean
list_rejected (SatCli *cli, GPtrArray *rejected, GError **error)
{
  g_autoptr (SatTable) table = sat_table_new ();

  for (guint i = 0; i < rejected->len; i++) {
    const SatRejectedEntry *entry = rejected->pdata[i];
    char u[SAT_UUID_STRING_LENGTH + 1];

    sat_uuid_write (&entry->u, u);
    sat_table_add_whole (table, u);
    sat_table_add (table, entry->text);
    sat_table_add (table, sat_refusal_text (entry));
    sat_table_end_row (table);
  }
  return sat_table_flush (table, cli->out, error);
}

static gboolean
decide (SatCli *cli, GPtrArray *rejected, const char *what, SatUuid *u, GError **error)
{
  gboolean retry = g_str_equal (what, "retry");

  if (!retry && !g_str_equal (what, "discard"))
    return unknown_word (cli, error);
  if (!read_u (cli, u, error))
    return FALSE;
  for (guint i = 0; i < rejected->len; i++) {
    const SatRejectedEntry *entry = rejected->pdata[i];

    if (sat_uuid_equal (&entry->u, u))
      return retry ? sat_outbox_retry_rejected (cli->store, entry->id, error)
                   : sat_outbox_drop_rejected (cli->store, entry->id, error);
  }
  g_set_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND, _ ("There is no edit “%s”"),
               sat_cli_word (cli, 1));
  return FALSE;
}

SatExit
sat_command_rejected (SatCli *cli, GError **error)
{
  const char *what = sat_cli_word (cli, 0);
  g_autoptr (GPtrArray) rejected = sat_outbox_rejected (cli->reader, error);
  SatUuid u;

  if (rejected == NULL)
    return SAT_EXIT_FAILED;
  if (what != NULL) {

    if (decide (cli, rejected, what, &u, error))
      return tell_u (cli, &u, error);
    return SAT_EXIT_FAILED;
  }
  return (cli->json ? write_rejected (cli, rejected, error) : list_rejected (cli, rejected, error))
             ? SAT_EXIT_DONE
             : SAT_EXIT_FAILED;
}
