/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-command.h"
#include "sat-output.h"

#include <glib/gi18n-lib.h>

static void
write_field (SatJsonWriter *writer, const SatField *field)
{
  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_string (writer, "name", field->name);
  sat_json_writer_string (writer, "kind", sat_kind_name (field->kind));
  sat_json_writer_string (writer, "ref", field->target);
  if (field->choices != NULL) {
    sat_json_writer_begin_array (writer, "choices");
    for (const SatChoice *choice = field->choices; choice->name != NULL; choice++)
      sat_json_writer_string (writer, NULL, choice->name);
    sat_json_writer_end_array (writer);
  } else {
    sat_json_writer_null (writer, "choices");
  }
  sat_json_writer_boolean (writer, "required", (field->flags & SAT_FIELD_REQUIRED) != 0);
  sat_json_writer_boolean (writer, "searched", (field->flags & SAT_FIELD_SEARCHED) != 0);
  sat_json_writer_boolean (writer, "custom", (field->flags & SAT_FIELD_CUSTOM) != 0);
  sat_json_writer_end_object (writer);
}

static gboolean
write_json (SatCli *cli, const SatType *const *types, guint n_types, GError **error)
{
  g_autoptr (SatJsonWriter) writer = sat_output_json (cli);

  sat_json_writer_begin_array (writer, NULL);
  for (guint i = 0; i < n_types; i++) {
    sat_json_writer_begin_object (writer, NULL);
    sat_json_writer_string (writer, "type", types[i]->name);
    sat_json_writer_string (writer, "label", sat_type_get_label (types[i]));
    sat_json_writer_begin_array (writer, "fields");
    for (guint k = 0; k < types[i]->n_fields; k++)
      write_field (writer, types[i]->fields[k]);
    sat_json_writer_end_array (writer);
    sat_json_writer_end_object (writer);
  }
  sat_json_writer_end_array (writer);
  return sat_output_finish (writer, error);
}

/* "required, searched" ... and what a reference or a choice leads to. */
static char *
describe (const SatField *field)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GString) choices = g_string_new (NULL);

  if (field->target != NULL)
    g_ptr_array_add (words, (gpointer)field->target);
  for (const SatChoice *choice = field->choices; choice != NULL && choice->name != NULL; choice++)
    g_string_append_printf (choices, "%s%s", choices->len > 0 ? "|" : "", choice->name);
  if (choices->len > 0)
    g_ptr_array_add (words, choices->str);
  if (field->flags & SAT_FIELD_REQUIRED)
    g_ptr_array_add (words, (gpointer)_ ("required"));
  if (field->flags & SAT_FIELD_SEARCHED)
    g_ptr_array_add (words, (gpointer)_ ("searched"));
  if (!sat_field_is_writable (field))
    g_ptr_array_add (words, (gpointer)_ ("computed"));
  if (field->flags & SAT_FIELD_CUSTOM)
    g_ptr_array_add (words, (gpointer)_ ("custom"));
  g_ptr_array_add (words, NULL);
  return g_strjoinv (", ", (char **)words->pdata);
}

static gboolean
write_text (SatCli *cli, const SatType *const *types, guint n_types, GError **error)
{
  g_autoptr (SatTable) table = sat_table_new ();

  for (guint i = 0; i < n_types; i++) {
    sat_table_add_whole (table, types[i]->name);
    sat_table_add (table, sat_type_get_label (types[i]));
    sat_table_end_row (table);
    for (guint k = 0; k < types[i]->n_fields; k++) {
      const SatField *field = types[i]->fields[k];
      g_autofree char *name = g_strconcat ("  ", field->name, NULL);
      g_autofree char *notes = describe (field);

      sat_table_add_whole (table, name);
      sat_table_add (table, sat_field_get_label (field));
      sat_table_add_whole (table, sat_kind_name (field->kind));
      sat_table_add_whole (table, notes);
      sat_table_end_row (table);
    }
  }
  return sat_table_flush (table, cli->out, error);
}

SatExit
sat_command_types (SatCli *cli, GError **error)
{
  g_autoptr (SatRegistry) registry = NULL;
  const SatType *const *types;
  guint n_types;
  gboolean ok;

  if (cli->store != NULL)
    registry = sat_store_ref_registry (cli->store);
  else
    registry = cli->registry != NULL ? sat_registry_ref (cli->registry) : sat_registry_new ();
  types = sat_registry_types (registry, &n_types);
  ok =
      cli->json ? write_json (cli, types, n_types, error) : write_text (cli, types, n_types, error);
  return ok ? SAT_EXIT_DONE : SAT_EXIT_FAILED;
}
