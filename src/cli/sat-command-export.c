/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-command.h"
#include "sat-output.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "sat-export.h"
#include "sat-filter-json.h"

typedef struct {
  const char *type; /* NULL: all */
  SatFilter *filter;
  SatExportFormat format;
} Request;

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE, message);
  return FALSE;
}

static gboolean
read_version (SatCli *cli, Request *request, GError **error)
{
  const char *version = sat_cli_option (cli, "vcard-version");

  if (version == NULL || strcmp (version, "3.0") == 0)
    request->format = SAT_EXPORT_VCARD_3_0;
  else if (strcmp (version, "4.0") == 0)
    request->format = SAT_EXPORT_VCARD_4_0;
  else
    return refuse (error, _ ("--vcard-version is 3.0 or 4.0"));
  return TRUE;
}

static gboolean
read_format (SatCli *cli, Request *request, GError **error)
{
  const char *format = sat_cli_option (cli, "format");
  const char *version = sat_cli_option (cli, "vcard-version");

  if (format == NULL)
    return refuse (error, _ ("export needs --format csv, json or vcf"));
  if (strcmp (format, "csv") == 0)
    request->format = SAT_EXPORT_CSV;
  else if (strcmp (format, "json") == 0)
    request->format = SAT_EXPORT_JSON;
  else if (strcmp (format, "vcf") == 0)
    return read_version (cli, request, error);
  else
    return refuse (error, _ ("--format is csv, json or vcf"));
  return version == NULL || refuse (error, _ ("--vcard-version is for --format vcf"));
}

static gboolean
read_request (SatCli *cli, Request *request, GError **error)
{
  const char *type = sat_cli_option (cli, "type"), *filter = sat_cli_option (cli, "filter");

  if (!read_format (cli, request, error))
    return FALSE;
  if (type == NULL)
    return refuse (error, _ ("export needs --type TYPE or --type all"));
  if (strcmp (type, "all") == 0) {
    if (filter != NULL)
      return refuse (error, _ ("--filter needs one type"));
    if (request->format != SAT_EXPORT_JSON)
      return refuse (error, _ ("--type all is for JSON; the other formats have one type"));
    return TRUE;
  }
  if (sat_cli_type (cli, type, error) == NULL)
    return FALSE;
  if (strcmp (type, "contact") != 0 && request->format != SAT_EXPORT_CSV &&
      request->format != SAT_EXPORT_JSON)
    return refuse (error, _ ("--format vcf is for --type contact"));
  request->type = type;
  if (filter != NULL)
    request->filter = sat_filter_parse (filter, error);
  return filter == NULL || request->filter != NULL;
}

static gboolean
set_file_error (GError **error, const char *path)
{
  int code = errno;
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, G_FILE_ERROR, (gint)g_file_error_from_errno (code), _ ("%s: %s"), shown,
               g_strerror (code));
  return FALSE;
}

/* To a file of its own that takes the other's place when it is complete; what is no regular file,
 * such as a pipe, is written to as it is. */
static gboolean
write_file (SatCli *cli, const Request *request, const char *path, guint64 *records, GError **error)
{
  gboolean direct =
      g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (path, G_FILE_TEST_IS_REGULAR);
  g_autofree char *temporary = direct ? g_strdup (path) : g_strconcat (path, ".part", NULL);
  FILE *file = g_fopen (temporary, "wbe");
  gboolean ok;

  if (file == NULL)
    return set_file_error (error, temporary);
  ok = sat_export (cli->reader, request->type, request->filter, request->format, file, records,
                   error);
  if (fclose (file) != 0 && ok)
    ok = set_file_error (error, temporary);
  if (ok && !direct && g_rename (temporary, path) != 0)
    ok = set_file_error (error, path);
  if (!ok && !direct)
    g_unlink (temporary);
  return ok;
}

static gboolean
tell (SatCli *cli, const char *path, guint64 records, GError **error)
{
  g_autoptr (SatJsonWriter) writer = NULL;

  if (!cli->json) {
    fprintf (cli->out, ngettext ("%s: %lu record\n", "%s: %lu records\n", (gulong)records), path,
             (gulong)records);
    return TRUE;
  }
  writer = sat_output_json (cli);
  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_string (writer, "file", path);
  sat_json_writer_int (writer, "records", (gint64)records);
  sat_json_writer_end_object (writer);
  return sat_output_finish (writer, error);
}

SatExit
sat_command_export (SatCli *cli, GError **error)
{
  const char *path = sat_cli_option (cli, "out");
  Request request = {NULL, NULL, SAT_EXPORT_JSON};
  guint64 records = 0;
  gboolean ok = read_request (cli, &request, error);

  if (ok && path != NULL)
    ok = write_file (cli, &request, path, &records, error) && tell (cli, path, records, error);
  else if (ok)
    ok = sat_export (cli->reader, request.type, request.filter, request.format, cli->out, &records,
                     error);
  g_clear_pointer (&request.filter, sat_filter_unref);
  return ok ? SAT_EXIT_DONE : SAT_EXIT_FAILED;
}
