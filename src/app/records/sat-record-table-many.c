/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be done with all selected rows of a table. */

#include "config.h"

#include "sat-record-table-private.h"

#include "sat-bulk-dialog.h"
#include "sat-list-copy.h"

#define REFOCUS_FRAMES 3

void
sat_record_table_run_bulk (SatRecordTable *self, SatBulk *bulk)
{
  g_autoptr (SatBulkJob) job = NULL;

  g_return_if_fail (SAT_IS_RECORD_TABLE (self) && bulk != NULL);
  job = sat_bulk_job_start (self->context, bulk);
  /* The bar hears first, and is not busy any more. */
  sat_selection_bar_watch (self->bar, job);
  g_signal_connect_object (job, "finished", G_CALLBACK (sat_record_table_update_actions), self,
                           G_CONNECT_SWAPPED);
  sat_record_table_update_actions (self);
}

static void
chosen_cb (SatBulkDialog *dialog, SatBulk *bulk, SatRecordTable *self)
{
  sat_record_table_run_bulk (self, bulk);
}

static void
ask (SatRecordTable *self, SatBulkQuestion question)
{
  g_autoptr (GArray) ids = sat_record_table_get_selected (self);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  SatBulkDialog *dialog;

  if (ids->len == 0)
    return;
  dialog = sat_bulk_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, self->context,
                                self->type_name, question, ids);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (chosen_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
edit_many_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ask (SAT_RECORD_TABLE (widget), SAT_BULK_ASK_FIELD);
}

static void
change_owner_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ask (SAT_RECORD_TABLE (widget), SAT_BULK_ASK_OWNER);
}

static void
add_tag_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ask (SAT_RECORD_TABLE (widget), SAT_BULK_ASK_NEW_TAG);
}

static void
remove_tag_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ask (SAT_RECORD_TABLE (widget), SAT_BULK_ASK_OLD_TAG);
}

/* Somebody has opened a menu meanwhile, or begun to type. */
static gboolean
is_elsewhere (SatRecordTable *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  return focus != NULL &&
         (GTK_IS_EDITABLE (focus) || gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL);
}

/* GTK gives the focus of a row that goes to the window's first button, some frames later. */
static gboolean
refocus_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  SatRecordTable *self = SAT_RECORD_TABLE (widget);

  if (--self->refocus_frames > 0)
    return G_SOURCE_CONTINUE;
  self->keeps_focus = sat_selection_bar_is_busy (self->bar);
  if (!is_elsewhere (self))
    sat_record_table_focus (self);
  return G_SOURCE_REMOVE;
}

void
sat_record_table_refocus (SatRecordTable *self)
{
  if (!self->keeps_focus)
    return;
  if (self->refocus_frames == 0)
    gtk_widget_add_tick_callback (GTK_WIDGET (self), refocus_cb, NULL, NULL);
  self->refocus_frames = REFOCUS_FRAMES;
}

/* Neither the rows nor the bar, which goes with them, may take the focus along. */
static void
keep_focus (SatRecordTable *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  self->keeps_focus = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
  if (self->keeps_focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->bar)))
    sat_record_table_focus (self);
}

static void
delete_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatRecordTable *self = SAT_RECORD_TABLE (widget);
  g_autoptr (GArray) ids = sat_record_table_get_selected (self);
  g_autoptr (SatBulk) bulk = NULL;

  keep_focus (self);
  if (ids->len == 1) {
    gtk_widget_activate_action_variant (
        widget, "win.delete-records",
        g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, ids->data, ids->len, sizeof (gint64)));
  } else if (ids->len > 1) {
    bulk = sat_bulk_new_delete (self->type_name, ids);
    sat_record_table_run_bulk (self, bulk);
  }
}

static void
copy_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatRecordTable *self = SAT_RECORD_TABLE (widget);
  g_autoptr (GArray) ids = sat_record_table_get_selected (self);
  g_auto (GStrv) fields = sat_record_columns_get_shown (self->columns);

  if (ids->len > 0)
    sat_list_copy (self->context, gtk_widget_get_clipboard (widget), self->type_name,
                   (const char *const *)fields, ids);
}

static void
select_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (SAT_RECORD_TABLE (widget)->selection));
}

/* Several become none. One stays, so that Escape can mean something else. */
static void
unselect_all_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatRecordTable *self = SAT_RECORD_TABLE (widget);

  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
  sat_record_table_focus (self);
}

void
sat_record_table_update_actions (SatRecordTable *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  guint n = sat_list_selection_get_size (self->selection);
  const SatType *type = sat_record_table_get_type_of (self);
  gboolean writes = n > 0 && !sat_store_is_read_only (sat_context_get_store (self->context)) &&
                    !sat_selection_bar_is_busy (self->bar);
  gboolean tagged = writes && sat_type_field (type, "tags") != NULL;

  gtk_widget_action_set_enabled (widget, "table.open", n == 1);
  gtk_widget_action_set_enabled (widget, "table.copy", n > 0);
  gtk_widget_action_set_enabled (widget, "table.edit", writes);
  gtk_widget_action_set_enabled (widget, "table.edit-many", writes);
  gtk_widget_action_set_enabled (widget, "table.change-owner",
                                 writes && sat_type_field (type, "owner") != NULL);
  gtk_widget_action_set_enabled (widget, "table.add-tag", tagged);
  gtk_widget_action_set_enabled (widget, "table.remove-tag", tagged);
  gtk_widget_action_set_enabled (widget, "table.delete", writes);
  gtk_widget_action_set_enabled (widget, "table.unselect-all", n > 1);
}

void
sat_record_table_install_many (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "table.edit-many", NULL, edit_many_cb);
  gtk_widget_class_install_action (klass, "table.change-owner", NULL, change_owner_cb);
  gtk_widget_class_install_action (klass, "table.add-tag", NULL, add_tag_cb);
  gtk_widget_class_install_action (klass, "table.remove-tag", NULL, remove_tag_cb);
  gtk_widget_class_install_action (klass, "table.delete", NULL, delete_cb);
  gtk_widget_class_install_action (klass, "table.copy", NULL, copy_cb);
  gtk_widget_class_install_action (klass, "table.select-all", NULL, select_all_cb);
  gtk_widget_class_install_action (klass, "table.unselect-all", NULL, unselect_all_cb);
  /* The last one is what the menu shows. */
  gtk_widget_class_add_binding_action (klass, GDK_KEY_KP_Delete, 0, "table.delete", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Delete, 0, "table.delete", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_c, GDK_CONTROL_MASK, "table.copy", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_a, GDK_CONTROL_MASK, "table.select-all",
                                       NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Escape, 0, "table.unselect-all", NULL);
}
