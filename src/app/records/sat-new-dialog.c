/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-new-dialog.h"

#include <glib/gi18n-lib.h>

#include "sat-labels.h"
#include "sat-widgets.h"

struct _SatNewDialog {
  AdwWindow parent_instance;
  SatContext *context;
  SatRecordForm *form;

  AdwWindowTitle *title;
  GtkWidget *create_button;
  GtkLabel *failure;
  AdwBin *bin;
};

enum {
  CREATED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatNewDialog, sat_new_dialog, ADW_TYPE_WINDOW)

SatRecordForm *
sat_new_dialog_get_form (SatNewDialog *self)
{
  g_return_val_if_fail (SAT_IS_NEW_DIALOG (self), NULL);
  return self->form;
}

static void
created_cb (gint64 id, const GError *error, gpointer user_data)
{
  g_autoptr (SatNewDialog) self = g_object_ref (user_data);

  if (error != NULL) {
    gtk_label_set_text (self->failure, error->message);
    gtk_widget_set_visible (GTK_WIDGET (self->failure), TRUE);
    gtk_widget_set_sensitive (self->create_button, TRUE);
    return;
  }
  sat_record_form_forget (self->form);
  gtk_window_close (GTK_WINDOW (self));
  g_signal_emit (self, signals[CREATED], 0, id);
}

static void
create_clicked_cb (SatNewDialog *self)
{
  SatEntry *entry;

  if (!gtk_widget_get_sensitive (self->create_button))
    return;
  entry = sat_record_form_read (self->form);
  if (entry == NULL)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->failure), FALSE);
  gtk_widget_set_sensitive (self->create_button, FALSE);
  sat_edit_save (self->context, entry, adw_window_title_get_title (self->title), _ ("Created"),
                 self, created_cb, self);
}

static void
create_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  create_clicked_cb (SAT_NEW_DIALOG (widget));
}

static void
sat_new_dialog_dispose (GObject *object)
{
  g_clear_object (&SAT_NEW_DIALOG (object)->context);
  G_OBJECT_CLASS (sat_new_dialog_parent_class)->dispose (object);
}

static void
sat_new_dialog_class_init (SatNewDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_new_dialog_dispose;
  signals[CREATED] = g_signal_new ("created", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/satchel/Satchel/records/sat-new-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SatNewDialog, title);
  gtk_widget_class_bind_template_child (widget_class, SatNewDialog, create_button);
  gtk_widget_class_bind_template_child (widget_class, SatNewDialog, failure);
  gtk_widget_class_bind_template_child (widget_class, SatNewDialog, bin);
  gtk_widget_class_bind_template_callback (widget_class, create_clicked_cb);
  gtk_widget_class_install_action (widget_class, "dialog.create", NULL, create_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "dialog.create", NULL);
}

static void
sat_new_dialog_init (SatNewDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sat_widget_scale_window (GTK_WINDOW (self));
}

SatNewDialog *
sat_new_dialog_new (GtkWindow *parent, SatContext *context, const char *type_name)
{
  SatNewDialog *self;
  g_autofree char *place = NULL;
  const SatType *type;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && type_name != NULL, NULL);
  type = sat_context_get_type_by_name (context, type_name);
  g_return_val_if_fail (type != NULL, NULL);
  self = g_object_new (SAT_TYPE_NEW_DIALOG, "transient-for", parent, "title", sat_labels_new (type),
                       NULL);
  self->context = g_object_ref (context);
  place = g_strconcat ("new:", type_name, NULL);
  self->form = SAT_RECORD_FORM (sat_record_form_new (context, type_name, place, NULL));
  g_signal_connect_swapped (self->form, "submit", G_CALLBACK (create_clicked_cb), self);
  adw_bin_set_child (self->bin, GTK_WIDGET (self->form));
  adw_window_title_set_title (self->title, sat_labels_new (type));
  sat_record_form_focus (self->form);
  return self;
}
