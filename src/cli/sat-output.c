/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-output.h"

#include <stdarg.h>

#include "sat-protocol.h"
#include "sat-sync.h"

SatJsonWriter *
sat_output_json (SatCli *cli)
{
  g_return_val_if_fail (cli != NULL, NULL);
  return sat_json_writer_new_for_file (cli->out, 1);
}

gboolean
sat_output_finish (SatJsonWriter *writer, GError **error)
{
  return sat_json_writer_finish (writer, error);
}

void
sat_output_message (SatCli *cli, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  g_return_if_fail (cli != NULL && format != NULL);

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  fprintf (cli->err, "satchelctl: %s\n", text);
}

typedef struct {
  int code;
  const char *name;
} Code;

static const Code store_codes[] = {
    {SAT_STORE_ERROR_NOT_FOUND, "not_found"}, {SAT_STORE_ERROR_AMBIGUOUS, "ambiguous"},
    {SAT_STORE_ERROR_CONFLICT, "conflict"},   {SAT_STORE_ERROR_READ_ONLY, "read_only"},
    {SAT_STORE_ERROR_NOTHING, "nothing"},     {SAT_STORE_ERROR_NOT_EMPTY, "not_empty"},
    {SAT_STORE_ERROR_WIPED, "revoked"},       {0, NULL},
};

static const Code model_codes[] = {
    {SAT_MODEL_ERROR_INVALID, "invalid"}, {SAT_MODEL_ERROR_REQUIRED, "required"},
    {SAT_MODEL_ERROR_UNKNOWN, "unknown"}, {SAT_MODEL_ERROR_READ_ONLY, "computed"},
    {SAT_MODEL_ERROR_CORRUPT, "corrupt"}, {0, NULL},
};

static const Code db_codes[] = {
    {SAT_DB_ERROR_BUSY, "busy"},
    {SAT_DB_ERROR_CORRUPT, "corrupt"},
    {SAT_DB_ERROR_FULL, "disk_full"},
    {SAT_DB_ERROR_READONLY, "read_only"},
    {SAT_DB_ERROR_IO, "io"},
    {SAT_DB_ERROR_NOT_FOUND, "no_database"},
    {SAT_DB_ERROR_TOO_NEW, "too_new"},
    {SAT_DB_ERROR_INTERRUPTED, "interrupted"},
    {SAT_DB_ERROR_CONSTRAINT, "conflict"},
    {0, NULL},
};

static const char *
find_code (const Code *codes, int code)
{
  for (; codes->name != NULL; codes++)
    if (codes->code == code)
      return codes->name;
  return "failed";
}

const char *
sat_output_error_code (const GError *error)
{
  g_return_val_if_fail (error != NULL, "failed");

  if (error->domain == SAT_CLI_ERROR)
    return "usage";
  if (error->domain == SAT_STORE_ERROR)
    return find_code (store_codes, error->code);
  if (error->domain == SAT_MODEL_ERROR)
    return find_code (model_codes, error->code);
  if (error->domain == SAT_DB_ERROR)
    return find_code (db_codes, error->code);
  if (error->domain == SAT_SYNC_ERROR)
    return sat_sync_error_name ((SatSyncError)error->code);
  if (error->domain == SAT_PROTOCOL_ERROR || error->domain == SAT_BASE_ERROR)
    return "invalid";
  if (error->domain == G_FILE_ERROR || error->domain == G_IO_ERROR)
    return "io";
  return "failed";
}

void
sat_output_error (SatCli *cli, const GError *error)
{
  g_return_if_fail (cli != NULL && error != NULL);

  if (g_error_matches (error, SAT_CLI_ERROR, SAT_CLI_ERROR_SILENT))
    return;
  if (cli->json) {
    g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_file (cli->out, SAT_JSON_COMPACT);

    sat_json_writer_begin_object (writer, NULL);
    sat_json_writer_begin_object (writer, "error");
    sat_json_writer_string (writer, "code", sat_output_error_code (error));
    sat_json_writer_string (writer, "message", error->message);
    sat_json_writer_end_object (writer);
    sat_json_writer_end_object (writer);
    /* There is nobody left to tell. */
    sat_json_writer_finish (writer, NULL);
  }
  sat_output_message (cli, "%s", error->message);
}
