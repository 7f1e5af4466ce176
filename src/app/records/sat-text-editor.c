/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-text-editor.h"

#include <glib/gi18n-lib.h>

struct _SatTextEditor {
  SatFieldEditor parent_instance;
  GtkWidget *entry;
};

G_DEFINE_FINAL_TYPE (SatTextEditor, sat_text_editor, SAT_TYPE_FIELD_EDITOR)

static void
set_purpose (GtkEntry *entry, SatKind kind)
{
  switch (kind) {
  case SAT_KIND_INTEGER:
  case SAT_KIND_PERCENT:
  case SAT_KIND_DECIMAL:
  case SAT_KIND_MONEY:
    gtk_entry_set_input_purpose (entry, GTK_INPUT_PURPOSE_NUMBER);
    break;
  case SAT_KIND_SET:
    gtk_entry_set_placeholder_text (entry, _ ("Words between commas"));
    break;
  default:
    break;
  }
}

static void
sat_text_editor_build (SatFieldEditor *editor)
{
  SatTextEditor *self = SAT_TEXT_EDITOR (editor);

  self->entry = gtk_entry_new ();
  set_purpose (GTK_ENTRY (self->entry), sat_field_editor_get_field (editor)->kind);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (sat_field_editor_changed), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (sat_field_editor_commit), self);
  sat_field_editor_set_child (editor, self->entry, self->entry);
}

static void
sat_text_editor_show (SatFieldEditor *editor, const SatValue *value, const char *title)
{
  SatTextEditor *self = SAT_TEXT_EDITOR (editor);
  const SatField *field = sat_field_editor_get_field (editor);
  g_autofree char *text = NULL;

  if (field->kind == SAT_KIND_SET && value->type == SAT_VALUE_TEXT) {
    g_auto (GStrv) words = g_strsplit (value->text, "\n", -1);

    text = g_strjoinv (", ", words);
  } else {
    text = sat_format_to_input (sat_context_get_format (sat_field_editor_get_context (editor)),
                                field, value, sat_field_editor_get_currency (editor));
  }
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

static int
compare_words_cb (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (*(const char *const *)a, *(const char *const *)b);
}

/* "vip, partner" to "partner\nvip" */
static SatValue
read_words (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, ",;\n", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  for (guint i = 0; words[i] != NULL; i++) {
    gboolean known = FALSE;

    g_strstrip (words[i]);
    for (guint k = 0; k < kept->len; k++)
      known |= g_str_equal (g_ptr_array_index (kept, k), words[i]);
    if (*words[i] != '\0' && !known)
      g_ptr_array_add (kept, words[i]);
  }
  g_ptr_array_sort (kept, compare_words_cb);
  g_ptr_array_add (kept, NULL);
  return sat_value_take (g_strjoinv ("\n", (char **)kept->pdata));
}

static gboolean
sat_text_editor_read (SatFieldEditor *editor, SatValue *out, GError **error)
{
  SatTextEditor *self = SAT_TEXT_EDITOR (editor);
  const SatField *field = sat_field_editor_get_field (editor);
  const SatFormat *format = sat_context_get_format (sat_field_editor_get_context (editor));
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  const char *currency = sat_field_editor_get_currency (editor);
  g_autofree char *canonical = NULL;

  if (field->kind == SAT_KIND_SET) {
    *out = read_words (text);
    return TRUE;
  }
  canonical = sat_format_read (format, field, text, currency, error);
  return canonical != NULL &&
         sat_field_parse (field, canonical, currency != NULL ? currency : format->currency, out,
                          error);
}

static char *
sat_text_editor_get_draft (SatFieldEditor *editor)
{
  return g_strdup (gtk_editable_get_text (GTK_EDITABLE (SAT_TEXT_EDITOR (editor)->entry)));
}

static void
sat_text_editor_set_draft (SatFieldEditor *editor, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (SAT_TEXT_EDITOR (editor)->entry), text);
}

static void
sat_text_editor_class_init (SatTextEditorClass *klass)
{
  SatFieldEditorClass *editor_class = SAT_FIELD_EDITOR_CLASS (klass);

  editor_class->build = sat_text_editor_build;
  editor_class->show = sat_text_editor_show;
  editor_class->read = sat_text_editor_read;
  editor_class->get_draft = sat_text_editor_get_draft;
  editor_class->set_draft = sat_text_editor_set_draft;
}

static void
sat_text_editor_init (SatTextEditor *self)
{
}
