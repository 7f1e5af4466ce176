/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-command.h"
#include "sat-output.h"

#include <glib/gi18n-lib.h>

#include "sat-agenda.h"

#define MOST_DAYS (50 * 366)

static gboolean
read_date (SatCli *cli, const char *option, SatDate *date, GError **error)
{
  const char *text = sat_cli_option (cli, option);

  if (text == NULL) {
    g_set_error (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE, _ ("--%s is missing"), option);
    return FALSE;
  }
  if (!sat_date_parse (text, date, NULL)) {
    g_set_error (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE,
                 _ ("--%s: “%s” is not a date such as 2017-06-30"), option, text);
    return FALSE;
  }
  return TRUE;
}

static gboolean
read_days (SatCli *cli, SatDate *from, SatDate *to, GError **error)
{
  if (!read_date (cli, "from", from, error) || !read_date (cli, "to", to, error))
    return FALSE;
  if (*to < *from || *to - *from > MOST_DAYS) {
    g_set_error_literal (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE,
                         *to < *from ? _ ("--to is before --from") : _ ("That is too many days"));
    return FALSE;
  }
  return TRUE;
}

static gboolean
read_user (SatCli *cli, gint64 *user, GError **error)
{
  const char *text = sat_cli_option (cli, "user");
  const SatType *type = sat_cli_type (cli, "activity", error);

  *user = 0;
  if (text == NULL || type == NULL)
    return type != NULL;
  if (!sat_reader_resolve (cli->reader, sat_type_field (type, "owner"), text, user, error))
    return FALSE;
  if (*user == 0)
    g_set_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND, _ ("There is no user “%s”"),
                 text);
  return *user != 0;
}

/* "2026-03-29T09:00:00+02:00" */
static char *
write_instant (gint64 us, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;

  return local != NULL ? g_date_time_format (local, "%Y-%m-%dT%H:%M:%S%:z") : NULL;
}

static void
write_times (const SatAgendaItem *item, GTimeZone *zone, char **start, char **end)
{
  if (item->timed) {
    *start = write_instant (item->start, zone);
    *end = write_instant (item->end, zone);
    return;
  }
  *start = sat_date_to_string (item->first);
  *end = item->all_day ? sat_date_to_string (item->last) : NULL;
}

static char *
public_id (SatCli *cli, gint64 id, GError **error)
{
  SatUuid uuid;

  return sat_reader_identify (cli->reader, id, &uuid, NULL, NULL, error)
             ? sat_uuid_to_string (&uuid)
             : NULL;
}

static gboolean
write_json (SatCli *cli, GPtrArray *items, GTimeZone *zone, GError **error)
{
  g_autoptr (SatJsonWriter) writer = sat_output_json (cli);

  sat_json_writer_begin_array (writer, NULL);
  for (guint i = 0; i < items->len; i++) {
    const SatAgendaItem *item = items->pdata[i];
    g_autofree char *id = public_id (cli, item->id, error);
    g_autofree char *start = NULL;
    g_autofree char *end = NULL;

    if (id == NULL)
      return FALSE;
    write_times (item, zone, &start, &end);
    sat_json_writer_begin_object (writer, NULL);
    sat_json_writer_string (writer, "id", id);
    sat_json_writer_string (writer, "title", item->title);
    sat_json_writer_string (writer, "start", start);
    sat_json_writer_string (writer, "end", end);
    sat_json_writer_boolean (writer, "all_day", item->all_day);
    sat_json_writer_string (writer, "zone", item->zone);
    sat_json_writer_end_object (writer);
  }
  sat_json_writer_end_array (writer);
  return sat_output_finish (writer, error);
}

static gboolean
write_text (SatCli *cli, GPtrArray *items, GTimeZone *zone, GError **error)
{
  g_autoptr (SatTable) table = sat_table_new ();

  sat_table_add (table, "start");
  sat_table_add (table, "end");
  sat_table_add (table, "title");
  sat_table_add (table, "about");
  sat_table_end_row (table);
  for (guint i = 0; i < items->len; i++) {
    const SatAgendaItem *item = items->pdata[i];
    g_autofree char *start = NULL;
    g_autofree char *end = NULL;

    write_times (item, zone, &start, &end);
    sat_table_add_whole (table, start);
    sat_table_add_whole (table, end);
    sat_table_add (table, item->title);
    sat_table_add (table, item->about);
    sat_table_end_row (table);
  }
  return sat_table_flush (table, cli->out, error);
}

SatExit
sat_command_agenda (SatCli *cli, GError **error)
{
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GPtrArray) items = NULL;
  gint64 user = 0, unused;
  SatDate from, to;

  if (!read_days (cli, &from, &to, error) || !sat_cli_instant (cli, &unused, &zone, error) ||
      !read_user (cli, &user, error))
    return SAT_EXIT_FAILED;
  items = sat_agenda_read (cli->reader, from, to, zone, &user, user != 0, NULL, error);
  if (items == NULL)
    return SAT_EXIT_FAILED;
  return (cli->json ? write_json (cli, items, zone, error) : write_text (cli, items, zone, error))
             ? SAT_EXIT_DONE
             : SAT_EXIT_FAILED;
}
