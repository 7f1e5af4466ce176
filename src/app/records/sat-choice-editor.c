/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-choice-editor.h"

#include <glib/gi18n-lib.h>

struct _SatChoiceEditor {
  SatFieldEditor parent_instance;
  GtkDropDown *drop_down;
  GPtrArray *names; /* canonical text of each line; "" for none */
};

G_DEFINE_FINAL_TYPE (SatChoiceEditor, sat_choice_editor, SAT_TYPE_FIELD_EDITOR)

static void
add (SatChoiceEditor *self, GtkStringList *list, const char *name, const char *label)
{
  g_ptr_array_add (self->names, g_strdup (name));
  gtk_string_list_append (list, label);
}

static GtkStringList *
make_list (SatChoiceEditor *self, const SatField *field)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  if (!(field->flags & SAT_FIELD_REQUIRED))
    add (self, list, "", C_ ("choice", "None"));
  if (field->kind == SAT_KIND_BOOLEAN) {
    add (self, list, "true", _ ("Yes"));
    add (self, list, "false", _ ("No"));
  } else if (field->kind == SAT_KIND_CURRENCY) {
    const char *const *codes = sat_currency_codes ();

    for (guint i = 0; codes[i] != NULL; i++)
      add (self, list, codes[i], codes[i]);
  } else {
    for (const SatChoice *c = field->choices; c != NULL && c->name != NULL; c++)
      add (self, list, c->name, sat_field_choice_label (field, c->name));
  }
  return list;
}

static void
selected_cb (GtkDropDown *drop_down, GParamSpec *pspec, SatFieldEditor *editor)
{
  sat_field_editor_changed (editor);
  sat_field_editor_commit (editor);
}

static void
sat_choice_editor_build (SatFieldEditor *editor)
{
  SatChoiceEditor *self = SAT_CHOICE_EDITOR (editor);
  const SatField *field = sat_field_editor_get_field (editor);
  GtkStringList *list = make_list (self, field);
  GtkExpression *expression = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  self->drop_down = GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (list), expression));
  gtk_drop_down_set_enable_search (self->drop_down, self->names->len > 20);
  g_signal_connect (self->drop_down, "notify::selected", G_CALLBACK (selected_cb), self);
  sat_field_editor_set_child (editor, GTK_WIDGET (self->drop_down), GTK_WIDGET (self->drop_down));
}

static void
sat_choice_editor_show (SatFieldEditor *editor, const SatValue *value, const char *title)
{
  SatChoiceEditor *self = SAT_CHOICE_EDITOR (editor);
  g_autofree char *text = sat_field_to_string (sat_field_editor_get_field (editor), value, NULL);
  guint position;

  if (!g_ptr_array_find_with_equal_func (self->names, text != NULL ? text : "", g_str_equal,
                                         &position))
    position = GTK_INVALID_LIST_POSITION;
  gtk_drop_down_set_selected (self->drop_down, position);
}

static gboolean
sat_choice_editor_read (SatFieldEditor *editor, SatValue *out, GError **error)
{
  SatChoiceEditor *self = SAT_CHOICE_EDITOR (editor);
  guint position = gtk_drop_down_get_selected (self->drop_down);
  const char *name = position < self->names->len ? g_ptr_array_index (self->names, position) : "";

  return sat_field_parse (sat_field_editor_get_field (editor), name, NULL, out, error);
}

static void
sat_choice_editor_finalize (GObject *object)
{
  g_ptr_array_unref (SAT_CHOICE_EDITOR (object)->names);
  G_OBJECT_CLASS (sat_choice_editor_parent_class)->finalize (object);
}

static void
sat_choice_editor_class_init (SatChoiceEditorClass *klass)
{
  SatFieldEditorClass *editor_class = SAT_FIELD_EDITOR_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sat_choice_editor_finalize;
  editor_class->build = sat_choice_editor_build;
  editor_class->show = sat_choice_editor_show;
  editor_class->read = sat_choice_editor_read;
}

static void
sat_choice_editor_init (SatChoiceEditor *self)
{
  self->names = g_ptr_array_new_with_free_func (g_free);
}
