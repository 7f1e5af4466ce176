/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-edit.h"

#include <glib/gi18n-lib.h>

typedef struct {
  SatRegistry *registry; /* keeps the entry's type and fields alive */
  SatEntry *entry;
  gint64 id;
  SatEditedFunc edited;
  gpointer user_data;
} Edit;

static void
edit_clear (gpointer data)
{
  Edit *edit = data;

  sat_entry_free (edit->entry);
  sat_registry_unref (edit->registry);
}

static void
edit_unref (gpointer data)
{
  g_rc_box_release_full (data, edit_clear);
}

gboolean
sat_edit_put (SatEntry *entry, const SatField *field, const SatValue *value, GError **error)
{
  g_return_val_if_fail (entry != NULL && field != NULL && value != NULL, FALSE);
  if (field->kind == SAT_KIND_SET) {
    g_autofree char *words = g_strdup (value->type == SAT_VALUE_TEXT ? value->text : "");

    return sat_entry_set (entry, field->name, g_strdelimit (words, "\n", ','), error);
  }
  return sat_entry_take (entry, field, sat_value_copy (value), error);
}

static gboolean
apply (SatWriter *writer, gpointer data, GError **error)
{
  Edit *edit = data;

  return sat_entry_apply (edit->entry, writer, SAT_ORIGIN_LOCAL, TRUE, &edit->id, error);
}

static void
written_cb (gint64 change, const GError *error, gpointer user_data)
{
  Edit *edit = user_data;

  if (edit->edited != NULL)
    edit->edited (error == NULL ? edit->id : 0, error, edit->user_data);
}

void
sat_edit_save (SatContext *context,
               SatEntry *entry,
               const char *label,
               const char *toast,
               gpointer owner,
               SatEditedFunc edited,
               gpointer user_data)
{
  Edit *edit;

  g_return_if_fail (SAT_IS_CONTEXT (context) && entry != NULL && label != NULL);
  edit = g_rc_box_new0 (Edit);
  edit->registry = sat_registry_ref (sat_context_get_registry (context));
  edit->entry = entry;
  edit->edited = edited;
  edit->user_data = user_data;
  sat_context_write (context, label, toast, apply, edit, edit_unref, owner, written_cb, edit);
}

SatVersion
sat_edit_base (SatContext *context, gint64 id, const SatField *field)
{
  g_return_val_if_fail (SAT_IS_CONTEXT (context) && field != NULL, SAT_VERSION_NONE);
  return sat_reader_version (sat_context_get_reader (context), id, field);
}

void
sat_edit_field (SatContext *context,
                SatRecord *record,
                const SatField *field,
                const SatValue *value,
                SatVersion base,
                gpointer owner,
                SatEditedFunc edited,
                gpointer user_data)
{
  g_autoptr (SatEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *label = NULL;
  g_autofree char *toast = NULL;
  const char *title;

  g_return_if_fail (SAT_IS_CONTEXT (context) && SAT_IS_RECORD (record));
  g_return_if_fail (field != NULL && value != NULL);
  entry = sat_entry_new (sat_record_get_record_type (record), sat_record_get_id (record));
  if (!sat_edit_put (entry, field, value, &error)) {
    if (edited != NULL)
      edited (0, error, user_data);
    return;
  }
  sat_entry_set_base (entry, field->name, base);
  title = sat_record_get_title (record);
  /* Translators: an entry of the undo list: a field, then whose it is */
  label = g_strdup_printf (_ ("%s of “%s”"), sat_field_get_label (field), title);
  /* Translators: %s is the name of a field */
  toast = g_strdup_printf (_ ("%s saved"), sat_field_get_label (field));
  sat_edit_save (context, g_steal_pointer (&entry), label, toast, owner, edited, user_data);
}
