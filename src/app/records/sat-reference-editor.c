/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-reference-editor.h"

#include <glib/gi18n-lib.h>

#include "sat-suggestions.h"

#define SUGGESTIONS 8

struct _SatReferenceEditor {
  SatFieldEditor parent_instance;
  GtkWidget *entry;
  SatSuggestions *suggestions;

  SatValue chosen; /* what the text stands for as long as it is @chosen_title */
  char *chosen_title;
  gboolean setting; /* the text changes because of a choice */
};

G_DEFINE_FINAL_TYPE (SatReferenceEditor, sat_reference_editor, SAT_TYPE_FIELD_EDITOR)

static const char *
get_text (SatReferenceEditor *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

static void
set_chosen (SatReferenceEditor *self, const SatValue *value, const char *title)
{
  sat_value_clear (&self->chosen);
  self->chosen = sat_value_copy (value);
  g_free (self->chosen_title);
  self->chosen_title = g_strdup (title);
  self->setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), title);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  self->setting = FALSE;
}

static void
picked_cb (SatReferenceEditor *self, const char *field, gint64 id, const char *title)
{
  g_auto (SatValue) value = sat_value_int (id);

  set_chosen (self, &value, title);
  sat_field_editor_changed (SAT_FIELD_EDITOR (self));
  sat_field_editor_commit (SAT_FIELD_EDITOR (self));
}

static void
fill (SatReferenceEditor *self, const char *text)
{
  SatFieldEditor *editor = SAT_FIELD_EDITOR (self);
  const SatField *field = sat_field_editor_get_field (editor);
  g_autoptr (GPtrArray) found =
      sat_reference_search (sat_field_editor_get_context (editor), field, text, SUGGESTIONS);

  sat_suggestions_clear (self->suggestions);
  for (guint i = 0; i < found->len; i++)
    sat_suggestions_add (self->suggestions, field, NULL, g_ptr_array_index (found, i));
  sat_suggestions_open (self->suggestions, *text != '\0');
}

static void
text_changed_cb (GtkEditable *editable, SatReferenceEditor *self)
{
  if (self->setting)
    return;
  sat_field_editor_changed (SAT_FIELD_EDITOR (self));
  if (gtk_widget_get_mapped (self->entry))
    fill (self, get_text (self));
}

static void
icon_cb (GtkEntry *entry, GtkEntryIconPosition position, SatReferenceEditor *self)
{
  if (sat_suggestions_is_open (self->suggestions))
    sat_suggestions_close (self->suggestions);
  else
    fill (self, "");
}

static void
activate_cb (GtkEntry *entry, SatReferenceEditor *self)
{
  if (sat_suggestions_take (self->suggestions))
    return;
  sat_suggestions_close (self->suggestions);
  sat_field_editor_commit (SAT_FIELD_EDITOR (self));
}

/* All of a small type, before anything is typed. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType modifiers,
                SatReferenceEditor *self)
{
  if (key != GDK_KEY_Down || sat_suggestions_is_open (self->suggestions))
    return GDK_EVENT_PROPAGATE;
  fill (self, g_strcmp0 (get_text (self), self->chosen_title) == 0 ? "" : get_text (self));
  return GDK_EVENT_STOP;
}

static void
sat_reference_editor_build (SatFieldEditor *editor)
{
  SatReferenceEditor *self = SAT_REFERENCE_EDITOR (editor);
  const char *label = sat_field_get_label (sat_field_editor_get_field (editor));
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->entry = gtk_entry_new ();
  gtk_entry_set_icon_from_icon_name (GTK_ENTRY (self->entry), GTK_ENTRY_ICON_SECONDARY,
                                     "pan-down-symbolic");
  gtk_entry_set_icon_tooltip_text (GTK_ENTRY (self->entry), GTK_ENTRY_ICON_SECONDARY, _ ("Choose"));
  self->suggestions = sat_suggestions_new (self->entry, label);
  g_signal_connect_object (self->suggestions, "picked", G_CALLBACK (picked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->entry, keys);
  g_signal_connect (self->entry, "changed", G_CALLBACK (text_changed_cb), self);
  g_signal_connect (self->entry, "activate", G_CALLBACK (activate_cb), self);
  g_signal_connect (self->entry, "icon-press", G_CALLBACK (icon_cb), self);
  sat_field_editor_set_child (editor, self->entry, self->entry);
}

static void
sat_reference_editor_show (SatFieldEditor *editor, const SatValue *value, const char *title)
{
  set_chosen (SAT_REFERENCE_EDITOR (editor), value,
              value->type == SAT_VALUE_TEXT ? value->text : title);
}

static gboolean
sat_reference_editor_read (SatFieldEditor *editor, SatValue *out, GError **error)
{
  SatReferenceEditor *self = SAT_REFERENCE_EDITOR (editor);
  SatReader *reader = sat_context_get_reader (sat_field_editor_get_context (editor));
  const SatField *field = sat_field_editor_get_field (editor);
  g_autofree char *text = g_strstrip (g_strdup (get_text (self)));
  gint64 id = 0;

  if (*text == '\0') {
    *out = SAT_VALUE_INIT;
    return TRUE;
  }
  if (g_strcmp0 (text, self->chosen_title) == 0) {
    *out = sat_value_copy (&self->chosen);
    return TRUE;
  }
  if (!sat_reader_resolve (reader, field, text, &id, error))
    return FALSE;
  if (id == 0) {
    /* Translators: first the name of a field, such as Company, then what was typed */
    g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID, _ ("%s: nothing is called “%s”"),
                 sat_field_get_label (field), text);
    return FALSE;
  }
  *out = sat_value_int (id);
  return TRUE;
}

static char *
sat_reference_editor_get_draft (SatFieldEditor *editor)
{
  return g_strdup (get_text (SAT_REFERENCE_EDITOR (editor)));
}

static void
sat_reference_editor_set_draft (SatFieldEditor *editor, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (SAT_REFERENCE_EDITOR (editor)->entry), text);
}

static void
sat_reference_editor_dispose (GObject *object)
{
  SatReferenceEditor *self = SAT_REFERENCE_EDITOR (object);

  if (self->suggestions != NULL)
    sat_suggestions_detach (self->suggestions);
  g_clear_object (&self->suggestions);
  G_OBJECT_CLASS (sat_reference_editor_parent_class)->dispose (object);
}

static void
sat_reference_editor_finalize (GObject *object)
{
  SatReferenceEditor *self = SAT_REFERENCE_EDITOR (object);

  sat_value_clear (&self->chosen);
  g_free (self->chosen_title);
  G_OBJECT_CLASS (sat_reference_editor_parent_class)->finalize (object);
}

static void
sat_reference_editor_class_init (SatReferenceEditorClass *klass)
{
  SatFieldEditorClass *editor_class = SAT_FIELD_EDITOR_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_reference_editor_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_reference_editor_finalize;
  editor_class->build = sat_reference_editor_build;
  editor_class->show = sat_reference_editor_show;
  editor_class->read = sat_reference_editor_read;
  editor_class->get_draft = sat_reference_editor_get_draft;
  editor_class->set_draft = sat_reference_editor_set_draft;
}

static void
sat_reference_editor_init (SatReferenceEditor *self)
{
}
