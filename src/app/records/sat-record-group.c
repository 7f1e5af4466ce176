/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-record-group.h"

#include <glib/gi18n-lib.h>

#include "sat-widgets.h"

typedef struct {
  SatContext *context;
  SatRegistry *registry; /* keeps the reference alive */
  SatRecord *record;
  const SatField *reference;
  GPtrArray *rows;

  AdwPreferencesGroup *group;
  GtkWidget *add_button;
  GtkWidget *form_row;
} SatRecordGroupPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (SatRecordGroup,
                                  sat_record_group,
                                  GTK_TYPE_WIDGET,
                                  G_ADD_PRIVATE (SatRecordGroup))

static SatRecordGroupPrivate *
private_of (SatRecordGroup *self)
{
  return sat_record_group_get_instance_private (self);
}

static void
add_clicked_cb (SatRecordGroup *self)
{
  SAT_RECORD_GROUP_GET_CLASS (self)->add (self);
}

static void
sat_record_group_dispose (GObject *object)
{
  SatRecordGroupPrivate *priv = private_of (SAT_RECORD_GROUP (object));

  if (priv->group != NULL)
    gtk_widget_unparent (GTK_WIDGET (priv->group));
  priv->group = NULL;
  g_clear_object (&priv->record);
  g_clear_object (&priv->context);
  G_OBJECT_CLASS (sat_record_group_parent_class)->dispose (object);
}

static void
sat_record_group_finalize (GObject *object)
{
  SatRecordGroupPrivate *priv = private_of (SAT_RECORD_GROUP (object));

  g_ptr_array_unref (priv->rows);
  g_clear_pointer (&priv->registry, sat_registry_unref);
  G_OBJECT_CLASS (sat_record_group_parent_class)->finalize (object);
}

static void
sat_record_group_class_init (SatRecordGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_record_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_record_group_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
sat_record_group_init (SatRecordGroup *self)
{
  SatRecordGroupPrivate *priv = private_of (self);

  priv->rows = g_ptr_array_new ();
  priv->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  gtk_widget_set_parent (GTK_WIDGET (priv->group), GTK_WIDGET (self));
  priv->add_button = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_add_css_class (priv->add_button, "flat");
  g_signal_connect_swapped (priv->add_button, "clicked", G_CALLBACK (add_clicked_cb), self);
  adw_preferences_group_set_header_suffix (priv->group, priv->add_button);
}

void
sat_record_group_set_up (SatRecordGroup *self,
                         SatContext *context,
                         SatRecord *record,
                         const SatField *reference,
                         const char *title,
                         const char *add)
{
  SatRecordGroupPrivate *priv;

  g_return_if_fail (SAT_IS_RECORD_GROUP (self) && private_of (self)->context == NULL);
  g_return_if_fail (SAT_IS_CONTEXT (context) && SAT_IS_RECORD (record));
  priv = private_of (self);
  priv->context = g_object_ref (context);
  priv->registry = sat_registry_ref (sat_context_get_registry (context));
  priv->record = g_object_ref (record);
  priv->reference = reference;
  adw_preferences_group_set_title (priv->group, title);
  sat_widget_set_tooltip (priv->add_button, add);
  sat_widget_set_name (priv->add_button, add);
  gtk_widget_set_visible (priv->add_button,
                          !sat_store_is_read_only (sat_context_get_store (context)));
}

SatContext *
sat_record_group_get_context (SatRecordGroup *self)
{
  g_return_val_if_fail (SAT_IS_RECORD_GROUP (self), NULL);
  return private_of (self)->context;
}

SatRecord *
sat_record_group_get_record (SatRecordGroup *self)
{
  g_return_val_if_fail (SAT_IS_RECORD_GROUP (self), NULL);
  return private_of (self)->record;
}

const SatField *
sat_record_group_get_reference (SatRecordGroup *self)
{
  g_return_val_if_fail (SAT_IS_RECORD_GROUP (self), NULL);
  return private_of (self)->reference;
}

GtkWidget *
sat_record_group_get_button (SatRecordGroup *self)
{
  g_return_val_if_fail (SAT_IS_RECORD_GROUP (self), NULL);
  return private_of (self)->add_button;
}

GPtrArray *
sat_record_group_get_rows (SatRecordGroup *self)
{
  g_return_val_if_fail (SAT_IS_RECORD_GROUP (self), NULL);
  return private_of (self)->rows;
}

void
sat_record_group_add_row (SatRecordGroup *self, GtkWidget *row)
{
  g_return_if_fail (SAT_IS_RECORD_GROUP (self) && GTK_IS_WIDGET (row));
  g_ptr_array_add (private_of (self)->rows, row);
  adw_preferences_group_add (private_of (self)->group, row);
}

void
sat_record_group_remove_row (SatRecordGroup *self, GtkWidget *row)
{
  g_return_if_fail (SAT_IS_RECORD_GROUP (self) && GTK_IS_WIDGET (row));
  adw_preferences_group_remove (private_of (self)->group, row);
  g_ptr_array_remove (private_of (self)->rows, row);
}

static GtkWidget *
new_form_row (GtkWidget *form)
{
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), form);
  return row;
}

void
sat_record_group_set_form (SatRecordGroup *self, GtkWidget *form)
{
  SatRecordGroupPrivate *priv;

  g_return_if_fail (SAT_IS_RECORD_GROUP (self));
  priv = private_of (self);
  if (priv->form_row != NULL)
    adw_preferences_group_remove (priv->group, priv->form_row);
  priv->form_row = form != NULL ? new_form_row (form) : NULL;
  if (form != NULL) {
    adw_preferences_group_add (priv->group, priv->form_row);
    sat_record_group_set_empty (self, NULL);
  }
  gtk_widget_set_visible (priv->add_button, form == NULL);
}

void
sat_record_group_set_empty (SatRecordGroup *self, const char *words)
{
  g_return_if_fail (SAT_IS_RECORD_GROUP (self));
  adw_preferences_group_set_description (private_of (self)->group, words);
}

const char *
sat_record_group_none (void)
{
  return C_ ("list", "None");
}
