/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-edit.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-output.h"

gboolean
sat_edit_read (SatCli *cli, guint first, SatEntry *entry, GError **error)
{
  const char *const *words = sat_arguments_words (cli->arguments, first + 1);

  for (guint i = 0; words[i] != NULL; i++) {
    const char *equals = strchr (words[i], '=');
    g_autofree char *name = NULL;

    if (equals == NULL || equals == words[i]) {
      g_set_error (error, SAT_CLI_ERROR, SAT_CLI_ERROR_USAGE, _ ("“%s” is not FIELD=VALUE"),
                   words[i]);
      return FALSE;
    }
    name = g_strndup (words[i], (gsize)(equals - words[i]));
    if (!g_utf8_validate (words[i], -1, NULL)) {
      g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID,
                   _ ("The value of “%s” is not valid UTF-8 text"), name);
      return FALSE;
    }
    if (!sat_entry_set (entry, name, equals + 1, error))
      return FALSE;
  }
  return TRUE;
}

typedef struct {
  SatEntry *entry;
  gint64 id;
} Apply;

static gboolean
apply_cb (SatWriter *writer, gpointer data, GError **error)
{
  Apply *apply = data;

  return sat_entry_apply (apply->entry, writer, SAT_ORIGIN_LOCAL, TRUE, &apply->id, error);
}

gboolean
sat_edit_apply (SatCli *cli, SatEntry *entry, const char *label, gint64 *id, GError **error)
{
  Apply apply = {entry, 0};

  if (!sat_store_write (cli->store, SAT_CHANGE_EDIT, label, apply_cb, &apply, NULL, error))
    return FALSE;
  *id = apply.id;
  return TRUE;
}

SatExit
sat_edit_tell_id (SatCli *cli, gint64 id, GError **error)
{
  char text[SAT_UUID_STRING_LENGTH + 1];
  SatUuid uuid;

  if (!sat_reader_identify (cli->reader, id, &uuid, NULL, NULL, error))
    return SAT_EXIT_FAILED;
  sat_uuid_write (&uuid, text);
  if (cli->json) {
    g_autoptr (SatJsonWriter) writer = sat_output_json (cli);

    sat_json_writer_begin_object (writer, NULL);
    sat_json_writer_string (writer, "id", text);
    sat_json_writer_end_object (writer);
    return sat_output_finish (writer, error) ? SAT_EXIT_DONE : SAT_EXIT_FAILED;
  }
  fprintf (cli->out, "%s\n", text);
  return SAT_EXIT_DONE;
}

typedef struct {
  gint64 id;
  gboolean (*func) (SatWriter *writer, gint64 id, GError **error);
} Act;

static gboolean
act_cb (SatWriter *writer, gpointer data, GError **error)
{
  Act *act = data;

  return act->func (writer, act->id, error);
}

static gboolean
tell_change (SatCli *cli, gint64 id, gint64 change, GError **error)
{
  g_autofree char *change_text = sat_cli_change_id (cli, change);
  char id_text[SAT_UUID_STRING_LENGTH + 1];
  SatUuid uuid;

  if (!sat_reader_identify (cli->reader, id, &uuid, NULL, NULL, error))
    return FALSE;
  sat_uuid_write (&uuid, id_text);
  if (cli->json) {
    g_autoptr (SatJsonWriter) writer = sat_output_json (cli);

    sat_json_writer_begin_object (writer, NULL);
    sat_json_writer_string (writer, "id", id_text);
    sat_json_writer_string (writer, "change", change_text);
    sat_json_writer_end_object (writer);
    return sat_output_finish (writer, error);
  }
  fprintf (cli->out, "%s\n", id_text);
  return TRUE;
}

SatExit
sat_edit_record (SatCli *cli,
                 const char *label,
                 gboolean (*func) (SatWriter *writer, gint64 id, GError **error),
                 GError **error)
{
  Act act = {sat_cli_record (cli, sat_cli_word (cli, 0), NULL, NULL, error), func};
  gint64 change = 0;

  if (act.id == 0 ||
      !sat_store_write (cli->store, SAT_CHANGE_EDIT, label, act_cb, &act, &change, error) ||
      !tell_change (cli, act.id, change, error))
    return SAT_EXIT_FAILED;
  return SAT_EXIT_DONE;
}
