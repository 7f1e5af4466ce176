/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-merge-dialog.h"

#include <glib/gi18n-lib.h>

#include "sat-field-editor.h"
#include "sat-merge-grid.h"
#include "sat-pair.h"
#include "sat-widgets.h"

struct _SatMergeDialog {
  AdwWindow parent_instance;
  SatContext *context;
  gint64 record; /* that it was opened for */
  SatPair *pair; /* NULL: the other one is still looked for */

  AdwWindowTitle *title;
  GtkWidget *merge_button;
  GtkLabel *failure;
  GtkWidget *finder;
  GtkLabel *finder_label;
  AdwBin *bin;
};

G_DEFINE_FINAL_TYPE (SatMergeDialog, sat_merge_dialog, ADW_TYPE_WINDOW)

static void
show_failure (SatMergeDialog *self, const char *text)
{
  gtk_label_set_text (self->failure, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->failure), text != NULL);
}

static void show_pair (SatMergeDialog *self, gint64 keep, gint64 other);

static void
swap_cb (GtkButton *button, SatMergeDialog *self)
{
  GtkWidget *grid;

  show_pair (self, sat_record_get_id (self->pair->other), sat_record_get_id (self->pair->keep));
  grid = adw_bin_get_child (self->bin);
  gtk_widget_grab_focus (gtk_grid_get_child_at (GTK_GRID (grid), 0, 0));
}

static void
show_pair (SatMergeDialog *self, gint64 keep, gint64 other)
{
  g_autoptr (GError) error = NULL;
  SatPair *pair = sat_pair_read (sat_context_get_reader (self->context), keep, other, &error);

  adw_bin_set_child (self->bin, NULL);
  g_clear_pointer (&self->pair, sat_pair_free);
  self->pair = pair;
  show_failure (self, error != NULL ? error->message : NULL);
  gtk_widget_set_sensitive (self->merge_button, pair != NULL);
  if (pair != NULL)
    adw_bin_set_child (self->bin,
                       sat_merge_grid_new (self->context, pair, G_CALLBACK (swap_cb), self));
}

/* Looking for the other one. */

/* Any field that refers to such records: its editor finds them. */
static const SatField *
find_reference (SatContext *context, const SatType *type)
{
  SatRegistry *registry = sat_reader_get_registry (sat_context_get_reader (context));
  guint n_types;
  const SatType *const *types = sat_registry_types (registry, &n_types);

  for (guint t = 0; t < n_types; t++)
    for (guint i = 0; i < types[t]->n_fields; i++) {
      const SatField *field = types[t]->fields[i];

      if (field->kind == SAT_KIND_REFERENCE && g_strcmp0 (field->target, type->name) == 0)
        return field;
    }
  return NULL;
}

static void
show_no_pair (SatMergeDialog *self, const char *failure)
{
  adw_bin_set_child (self->bin, NULL);
  g_clear_pointer (&self->pair, sat_pair_free);
  gtk_widget_set_sensitive (self->merge_button, FALSE);
  show_failure (self, failure);
}

/* What is typed may be the beginning of another name: only a choice, or Enter, says that it is all.
 * What was compared for another name goes. */
static void
typed_cb (SatFieldEditor *editor, SatMergeDialog *self)
{
  g_auto (SatValue) value = SAT_VALUE_INIT;

  if (self->pair == NULL)
    show_failure (self, NULL);
  else if (!sat_field_editor_read (editor, &value, NULL) || value.type != SAT_VALUE_INTEGER ||
           (sat_record_get_id (self->pair->other) != value.integer &&
            sat_record_get_id (self->pair->keep) != value.integer))
    show_no_pair (self, NULL);
}

/* The field, whose editor looks, is any that refers to such records: its name says nothing here. */
static void
show_unknown (SatMergeDialog *self, SatFieldEditor *editor, const GError *error)
{
  g_autofree char *text = sat_field_editor_get_draft (editor);
  g_autofree char *failure = error->domain == SAT_MODEL_ERROR
                                 ? g_strdup_printf (_ ("Nothing is called “%s”."), text)
                                 : g_strdup (error->message);

  sat_field_editor_set_error (editor, failure);
  show_no_pair (self, failure);
}

static void
found_cb (SatFieldEditor *editor, SatMergeDialog *self)
{
  SatReader *reader = sat_context_get_reader (self->context);
  g_auto (SatValue) value = SAT_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  gint64 keep = self->record;

  if (!sat_field_editor_read (editor, &value, &error)) {
    show_unknown (self, editor, error);
    return;
  }
  if (value.type != SAT_VALUE_INTEGER)
    return;
  if (value.integer != self->record)
    keep = sat_pair_better (reader, self->record, value.integer, NULL);
  show_pair (self, keep, keep == self->record ? value.integer : self->record);
  if (self->pair != NULL)
    gtk_widget_grab_focus (self->merge_button);
}

static void
look_for_other (SatMergeDialog *self, const SatType *type)
{
  const SatField *field = find_reference (self->context, type);
  const char *title = sat_reader_title (sat_context_get_reader (self->context), self->record);
  g_autofree char *text = g_strdup_printf (_ ("Which one is the same as “%s”?"), title);
  GtkWidget *editor;

  g_return_if_fail (field != NULL);
  gtk_label_set_text (self->finder_label, text);
  editor = sat_field_editor_new (self->context, field, NULL);
  sat_field_editor_set_name (SAT_FIELD_EDITOR (editor), text);
  g_signal_connect (editor, "commit", G_CALLBACK (found_cb), self);
  g_signal_connect (editor, "changed", G_CALLBACK (typed_cb), self);
  g_signal_connect_swapped (editor, "cancel", G_CALLBACK (gtk_window_close), self);
  gtk_box_append (GTK_BOX (self->finder), editor);
  gtk_widget_set_visible (self->finder, TRUE);
  sat_field_editor_focus (SAT_FIELD_EDITOR (editor));
}

/* Merging */

static gboolean
write_cb (SatWriter *writer, gpointer data, GError **error)
{
  return sat_pair_write (writer, data, error);
}

static void
written_cb (gint64 change, const GError *error, gpointer user_data)
{
  SatMergeDialog *self = user_data;

  if (error != NULL) {
    show_failure (self, error->message);
    gtk_widget_set_sensitive (self->merge_button, TRUE);
    return;
  }
  gtk_window_close (GTK_WINDOW (self));
}

static void
merge_clicked_cb (SatMergeDialog *self)
{
  g_autofree char *label = NULL;
  g_autofree char *toast = NULL;
  const char *other;

  if (self->pair == NULL || !gtk_widget_get_sensitive (self->merge_button))
    return;
  other = sat_record_get_title (self->pair->other);
  /* Translators: %s is a company, a person ... */
  label = g_strdup_printf (_ ("Merge “%s”"), other);
  /* Translators: two companies, people ... that are one now; the second one stays */
  toast =
      g_strdup_printf (_ ("“%s” merged into “%s”"), other, sat_record_get_title (self->pair->keep));
  gtk_widget_set_sensitive (self->merge_button, FALSE);
  sat_context_write (self->context, label, toast, write_cb, sat_pair_copy (self->pair),
                     (GDestroyNotify)sat_pair_free, self, written_cb, self);
}

static void
merge_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  merge_clicked_cb (SAT_MERGE_DIALOG (widget));
}

static void
sat_merge_dialog_dispose (GObject *object)
{
  SatMergeDialog *self = SAT_MERGE_DIALOG (object);

  if (self->bin != NULL)
    adw_bin_set_child (self->bin, NULL);
  g_clear_pointer (&self->pair, sat_pair_free);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_merge_dialog_parent_class)->dispose (object);
}

static void
sat_merge_dialog_class_init (SatMergeDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_merge_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/satchel/Satchel/records/sat-merge-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SatMergeDialog, title);
  gtk_widget_class_bind_template_child (widget_class, SatMergeDialog, merge_button);
  gtk_widget_class_bind_template_child (widget_class, SatMergeDialog, failure);
  gtk_widget_class_bind_template_child (widget_class, SatMergeDialog, finder);
  gtk_widget_class_bind_template_child (widget_class, SatMergeDialog, finder_label);
  gtk_widget_class_bind_template_child (widget_class, SatMergeDialog, bin);
  gtk_widget_class_bind_template_callback (widget_class, merge_clicked_cb);
  gtk_widget_class_install_action (widget_class, "dialog.merge", NULL, merge_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "dialog.merge", NULL);
}

static void
sat_merge_dialog_init (SatMergeDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sat_widget_scale_window (GTK_WINDOW (self));
}

static const char *
title_of (const SatType *type)
{
  if (g_str_equal (type->name, "company"))
    return _ ("Merge Companies");
  if (g_str_equal (type->name, "contact"))
    return _ ("Merge Contacts");
  return g_str_equal (type->name, "product") ? _ ("Merge Products") : _ ("Merge Opportunities");
}

SatMergeDialog *
sat_merge_dialog_new (GtkWindow *parent, SatContext *context, gint64 record, gint64 other)
{
  SatMergeDialog *self;
  SatReader *reader;
  const SatType *type = NULL;
  gint64 keep = record;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  reader = sat_context_get_reader (context);
  if (other != 0) {
    g_autoptr (GError) error = NULL;

    keep = sat_pair_better (reader, record, other, &error);
    if (keep == 0) {
      sat_context_say (context, error->message);
      return NULL;
    }
  }
  if (!sat_reader_identify (reader, record, NULL, &type, NULL, NULL) || type == NULL)
    return NULL;
  self =
      g_object_new (SAT_TYPE_MERGE_DIALOG, "transient-for", parent, "title", title_of (type), NULL);
  self->context = g_object_ref (context);
  self->record = record;
  adw_window_title_set_title (self->title, title_of (type));
  if (other == 0) {
    look_for_other (self, type);
  } else {
    show_pair (self, keep, keep == record ? other : record);
    gtk_widget_grab_focus (self->merge_button);
  }
  return self;
}
