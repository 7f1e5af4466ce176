/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-new-field.h"

#include "sat-edit.h"
#include "sat-field-name.h"
#include "sat-fields-page.h"
#include "sat-labels.h"
#include "sat-widgets.h"

#include <glib/gi18n-lib.h>

struct _SatNewField {
  AdwWindow parent_instance;
  SatContext *context;
  gboolean named; /* the name in files is the person's own */
  gboolean naming;
  gboolean saving;

  AdwComboRow *type_row, *kind_row, *target_row;
  AdwEntryRow *label_row, *name_row;
  GtkWidget *choices_group;
  GtkTextView *choices;
  GtkSwitch *required_switch, *searched_switch;
  GtkWidget *searched_row;
  GtkWidget *error_group;
  GtkLabel *error;
};

G_DEFINE_FINAL_TYPE (SatNewField, sat_new_field, ADW_TYPE_WINDOW)

static const SatType *
chosen_type (SatNewField *self, AdwComboRow *row)
{
  return sat_context_get_type_by_name (self->context,
                                       sat_fields_page_types ()[adw_combo_row_get_selected (row)]);
}

static const SatField *
kind_field (SatNewField *self)
{
  return sat_type_field (sat_context_get_type_by_name (self->context, "custom_field"), "kind");
}

static const char *
chosen_kind (SatNewField *self)
{
  return kind_field (self)->choices[adw_combo_row_get_selected (self->kind_row)].name;
}

static char *
entered (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static void
show_error (SatNewField *self, const char *message, AdwEntryRow *row)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->label_row), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->name_row), "error");
  gtk_label_set_text (self->error, message != NULL ? message : "");
  gtk_widget_set_visible (self->error_group, message != NULL);
  if (row != NULL) {
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
    gtk_widget_grab_focus (GTK_WIDGET (row));
  }
}

static void
update_name (SatNewField *self)
{
  g_autofree char *label = entered (self->label_row);
  g_autofree char *name = NULL;

  show_error (self, NULL, NULL);
  if (self->named)
    return;
  name = *label != '\0' ? sat_field_name_make (chosen_type (self, self->type_row), label)
                        : g_strdup ("");
  self->naming = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), name);
  self->naming = FALSE;
}

static void
name_changed_cb (SatNewField *self)
{
  if (self->naming)
    return;
  self->named = *gtk_editable_get_text (GTK_EDITABLE (self->name_row)) != '\0';
  show_error (self, NULL, NULL);
}

static void
kind_changed_cb (SatNewField *self)
{
  const char *kind = chosen_kind (self);
  gboolean words = g_str_equal (kind, "text") || g_str_equal (kind, "long_text");

  gtk_widget_set_visible (self->choices_group, g_str_equal (kind, "choice"));
  gtk_widget_set_visible (GTK_WIDGET (self->target_row), g_str_equal (kind, "reference"));
  gtk_widget_set_visible (self->searched_row, words);
  show_error (self, NULL, NULL);
}

/* Without empty lines and without what is there twice; "" if nothing is left. */
static char *
read_choices (SatNewField *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->choices);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_strstrip (lines[i]);
    if (*lines[i] != '\0' && g_hash_table_add (seen, lines[i]))
      g_ptr_array_add (kept, lines[i]);
  }
  g_ptr_array_add (kept, NULL);
  return g_strjoinv ("\n", (char **)kept->pdata);
}

/* Puts the parts of the form into @entry. FALSE: something is wrong and shown. */
static gboolean
fill (SatNewField *self, SatEntry *entry)
{
  const SatType *type = chosen_type (self, self->type_row);
  const char *kind = chosen_kind (self);
  g_autofree char *label = entered (self->label_row);
  g_autofree char *name = entered (self->name_row);
  g_autofree char *choices = read_choices (self);
  const char *problem = sat_field_name_problem (type, name);
  gboolean choice = g_str_equal (kind, "choice"), reference = g_str_equal (kind, "reference");

  if (*label == '\0') {
    show_error (self, _ ("The field needs a name"), self->label_row);
    return FALSE;
  }
  if (problem != NULL) {
    show_error (self, problem, self->name_row);
    return FALSE;
  }
  if (choice && *choices == '\0') {
    show_error (self, _ ("There is nothing to choose from yet"), NULL);
    gtk_widget_grab_focus (GTK_WIDGET (self->choices));
    return FALSE;
  }
  return sat_entry_set (entry, "record_type", type->name, NULL) &&
         sat_entry_set (entry, "name", name, NULL) && sat_entry_set (entry, "label", label, NULL) &&
         sat_entry_set (entry, "kind", kind, NULL) &&
         sat_entry_set (entry, "choices", choice ? choices : NULL, NULL) &&
         sat_entry_set (entry, "target",
                        reference ? chosen_type (self, self->target_row)->name : NULL, NULL) &&
         sat_entry_set (entry, "required",
                        gtk_switch_get_active (self->required_switch) ? "true" : NULL, NULL) &&
         sat_entry_set (entry, "searched",
                        gtk_widget_get_visible (self->searched_row) &&
                                gtk_switch_get_active (self->searched_switch)
                            ? "true"
                            : NULL,
                        NULL);
}

static void
edited_cb (gint64 id, const GError *error, gpointer user_data)
{
  SatNewField *self = user_data;

  self->saving = FALSE;
  if (error == NULL)
    gtk_window_close (GTK_WINDOW (self));
  else
    show_error (self, error->message, NULL);
}

static void
add_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  SatNewField *self = SAT_NEW_FIELD (widget);
  g_autoptr (SatEntry) entry = NULL;
  g_autofree char *label = NULL;
  g_autofree char *what = NULL;
  g_autofree char *toast = NULL;

  if (self->saving)
    return;
  entry = sat_entry_new (sat_context_get_type_by_name (self->context, "custom_field"), 0);
  if (!fill (self, entry))
    return;
  label = entered (self->label_row);
  /* Translators: an entry of the undo list; %s is the name of a field */
  what = g_strdup_printf (_ ("New field “%s”"), label);
  /* Translators: the name of a field, then what has it, such as Companies */
  toast = g_strdup_printf (_ ("“%s” added to %s"), label,
                           sat_labels_plural (chosen_type (self, self->type_row)));
  self->saving = TRUE;
  sat_edit_save (self->context, g_steal_pointer (&entry), what, toast, self, edited_cb, self);
}

static void
entry_activated_cb (SatNewField *self)
{
  add_cb (GTK_WIDGET (self), NULL, NULL);
}

static void
sat_new_field_dispose (GObject *object)
{
  g_clear_object (&SAT_NEW_FIELD (object)->context);
  G_OBJECT_CLASS (sat_new_field_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SatNewField, type_row);
  gtk_widget_class_bind_template_child (widget_class, SatNewField, kind_row);
  gtk_widget_class_bind_template_child (widget_class, SatNewField, target_row);
  gtk_widget_class_bind_template_child (widget_class, SatNewField, label_row);
  gtk_widget_class_bind_template_child (widget_class, SatNewField, name_row);
  gtk_widget_class_bind_template_child (widget_class, SatNewField, choices_group);
  gtk_widget_class_bind_template_child (widget_class, SatNewField, choices);
  gtk_widget_class_bind_template_child (widget_class, SatNewField, required_switch);
  gtk_widget_class_bind_template_child (widget_class, SatNewField, searched_switch);
  gtk_widget_class_bind_template_child (widget_class, SatNewField, searched_row);
  gtk_widget_class_bind_template_child (widget_class, SatNewField, error_group);
  gtk_widget_class_bind_template_child (widget_class, SatNewField, error);
}

static void
sat_new_field_class_init (SatNewFieldClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_new_field_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/satchel/Satchel/settings/sat-new-field.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "field.add", NULL, add_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "field.add",
                                       NULL);
}

static void
sat_new_field_init (SatNewField *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sat_widget_scale_window (GTK_WINDOW (self));
}

static void
fill_lists (SatNewField *self)
{
  g_autoptr (GtkStringList) types = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) kinds = gtk_string_list_new (NULL);
  const char *const *names = sat_fields_page_types ();
  const SatField *kind = kind_field (self);

  for (guint i = 0; names[i] != NULL; i++)
    gtk_string_list_append (
        types, sat_labels_plural (sat_context_get_type_by_name (self->context, names[i])));
  for (guint i = 0; kind->choices[i].name != NULL; i++)
    gtk_string_list_append (kinds, sat_field_choice_label (kind, kind->choices[i].name));
  adw_combo_row_set_model (self->type_row, G_LIST_MODEL (types));
  adw_combo_row_set_model (self->target_row, G_LIST_MODEL (types));
  adw_combo_row_set_model (self->kind_row, G_LIST_MODEL (kinds));
}

SatNewField *
sat_new_field_new (GtkWindow *parent, SatContext *context)
{
  SatNewField *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  self = g_object_new (SAT_TYPE_NEW_FIELD, "transient-for", parent, NULL);
  self->context = g_object_ref (context);
  fill_lists (self);
  g_signal_connect_swapped (self->type_row, "notify::selected", G_CALLBACK (update_name), self);
  g_signal_connect_swapped (self->kind_row, "notify::selected", G_CALLBACK (kind_changed_cb), self);
  g_signal_connect_swapped (self->label_row, "changed", G_CALLBACK (update_name), self);
  g_signal_connect_swapped (self->name_row, "changed", G_CALLBACK (name_changed_cb), self);
  g_signal_connect_swapped (self->label_row, "entry-activated", G_CALLBACK (entry_activated_cb),
                            self);
  g_signal_connect_swapped (self->name_row, "entry-activated", G_CALLBACK (entry_activated_cb),
                            self);
  gtk_widget_grab_focus (GTK_WIDGET (self->label_row));
  return self;
}
