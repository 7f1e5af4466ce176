/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-custom-fields.h"

#include "sat-schema.h"

#include <glib/gi18n-lib.h>

static const char select_fields[] =
    "SELECT n.number, f.record_type, f.name, f.label, f.kind, f.choices, f.target, f.required, "
    "f.searched"
    " FROM custom_field f JOIN record r ON r.id = f.id JOIN custom_number n ON n.uuid = r.uuid "
    "ORDER BY n.number";

/* One choice a line; name and label are the same text. */
static GArray *
read_choices (const char *text)
{
  GArray *choices = g_array_new (TRUE, TRUE, sizeof (SatChoice));
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++) {
    const char *name = g_strstrip (lines[i]);
    SatChoice choice = {g_intern_string (name), g_intern_string (name)};

    if (*name != '\0')
      g_array_append_val (choices, choice);
  }
  return choices;
}

/* Two people may have called two fields alike, apart from each other. */
static const char *
free_name (SatRegistry *registry, const char *type_name, const char *name)
{
  const SatType *type = sat_registry_type (registry, type_name);
  g_autofree char *other = NULL;

  for (guint n = 2; type != NULL && n < 100; n++) {
    g_free (other);
    other = g_strdup_printf ("%.30s_%u", name, n);
    if (sat_type_field (type, other) == NULL)
      return g_intern_string (other);
  }
  return name;
}

/* A server may say less than it has to: type, name, label and kind. */
static gboolean
is_complete (SatStatement *row)
{
  for (int column = 1; column <= 4; column++)
    if (sat_statement_text (row, column) == NULL)
      return FALSE;
  return TRUE;
}

/* @strict FALSE: the name may be another. */
static SatRegistry *
add_row (SatRegistry *registry, SatStatement *row, gboolean strict, GError **error)
{
  const SatType *type = sat_registry_type (registry, sat_statement_text (row, 1));
  const char *target = sat_statement_text (row, 6);
  g_autoptr (GArray) choices = read_choices (sat_statement_text (row, 5));
  SatField field = {
      .number = (guint16)sat_statement_int (row, 0),
      .name = sat_statement_text (row, 2),
      .label = sat_statement_text (row, 3),
      .flags = SAT_FIELD_CUSTOM | (sat_statement_int (row, 7) ? SAT_FIELD_REQUIRED : 0) |
               (sat_statement_int (row, 8) ? SAT_FIELD_SEARCHED : 0),
      .target = target != NULL && sat_registry_type (registry, target) != NULL ? target : NULL,
  };

  if (!sat_kind_parse (sat_statement_text (row, 4), &field.kind)) {
    g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID, _ ("“%s” is no kind of field"),
                 sat_statement_text (row, 4));
    return NULL;
  }
  if (field.kind == SAT_KIND_REFERENCE && field.target == NULL) {
    g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID,
                 _ ("The field “%s” must say what it refers to"), field.name);
    return NULL;
  }
  if (!strict && type != NULL && sat_type_field (type, field.name) != NULL)
    field.name = free_name (registry, type->name, field.name);
  if (field.kind == SAT_KIND_CHOICE)
    field.choices = (const SatChoice *)choices->data;
  return sat_registry_with_field (registry, sat_statement_text (row, 1), &field, error);
}

SatRegistry *
sat_custom_fields_load (SatConnection *connection,
                        SatRegistry *built_in,
                        guint16 strict,
                        GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (connection, select_fields, error);
  g_autoptr (SatRegistry) registry = sat_registry_ref (built_in);
  gboolean row;

  if (statement == NULL)
    return NULL;
  while (sat_statement_step (statement, &row, error)) {
    gboolean must;
    SatRegistry *next;
    g_autoptr (GError) failure = NULL;

    if (!row)
      return g_steal_pointer (&registry);
    if (!is_complete (statement))
      continue;
    must = strict != 0 && sat_statement_int (statement, 0) == strict;
    next = add_row (registry, statement, must, &failure);
    if (next == NULL && must) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
    if (next == NULL)
      continue;
    sat_registry_unref (registry);
    registry = next;
  }
  return NULL;
}

char *
sat_custom_fields_stamp (SatConnection *connection, GError **error)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (connection, select_fields, error);
  g_autoptr (GString) stamp = g_string_new (NULL);
  gboolean row;

  if (statement == NULL)
    return NULL;
  while (sat_statement_step (statement, &row, error)) {
    if (!row)
      return g_string_free (g_steal_pointer (&stamp), FALSE);
    for (int i = 0; i < sat_statement_n_columns (statement); i++) {
      const char *text = sat_statement_text (statement, i);

      g_string_append (stamp, text != NULL ? text : "");
      g_string_append_c (stamp, '\x1f');
    }
    g_string_append_c (stamp, '\x1e');
  }
  return NULL;
}
