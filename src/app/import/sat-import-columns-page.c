/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-import-columns-page.h"

#include <glib/gi18n-lib.h>

#include "sat-choice-popover.h"
#include "sat-import-file-row.h"

struct _SatImportColumnsPage {
  AdwBin parent_instance;
  SatContext *context;
  SatImportModel *model;
  AdwPreferencesGroup *group;
  GPtrArray *rows;  /* SatImportFileRow */
  GPtrArray *looks; /* that they show: SatImportLook, only compared */
};

enum {
  ADD,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatImportColumnsPage, sat_import_columns_page, ADW_TYPE_BIN)

static gboolean
are_shown (SatImportColumnsPage *self, GPtrArray *files)
{
  if (files->len != self->looks->len)
    return FALSE;
  for (guint i = 0; i < files->len; i++)
    if (files->pdata[i] != self->looks->pdata[i])
      return FALSE;
  return TRUE;
}

static void
rebuild (SatImportColumnsPage *self, GPtrArray *files)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->looks, 0);
  for (guint i = 0; i < files->len; i++) {
    SatImportFileRow *row =
        sat_import_file_row_new (self->context, self->model, i, GTK_WIDGET (self));

    adw_preferences_group_add (self->group, GTK_WIDGET (row));
    g_ptr_array_add (self->rows, row);
    g_ptr_array_add (self->looks, files->pdata[i]);
  }
}

static void
files_cb (SatImportColumnsPage *self)
{
  GPtrArray *files = sat_import_model_get_files (self->model);

  if (!are_shown (self, files)) {
    rebuild (self, files);
    return;
  }
  for (guint i = 0; i < self->rows->len; i++)
    sat_import_file_row_refresh (self->rows->pdata[i]);
}

void
sat_import_columns_page_focus (SatImportColumnsPage *self)
{
  g_return_if_fail (SAT_IS_IMPORT_COLUMNS_PAGE (self));
  for (guint i = 0; i < self->rows->len; i++)
    if (adw_expander_row_get_expanded (self->rows->pdata[i])) {
      gtk_widget_grab_focus (sat_import_file_row_get_first (self->rows->pdata[i]));
      return;
    }
  if (self->rows->len > 0)
    gtk_widget_child_focus (self->rows->pdata[0], GTK_DIR_TAB_FORWARD);
}

static void
add_clicked_cb (GtkButton *button, SatImportColumnsPage *self)
{
  g_signal_emit (self, signals[ADD], 0);
}

static void
sat_import_columns_page_dispose (GObject *object)
{
  SatImportColumnsPage *self = SAT_IMPORT_COLUMNS_PAGE (object);

  sat_choice_popover_close_all (GTK_WIDGET (self));
  g_clear_object (&self->context);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (sat_import_columns_page_parent_class)->dispose (object);
}

static void
sat_import_columns_page_finalize (GObject *object)
{
  SatImportColumnsPage *self = SAT_IMPORT_COLUMNS_PAGE (object);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->looks);
  G_OBJECT_CLASS (sat_import_columns_page_parent_class)->finalize (object);
}

static void
sat_import_columns_page_class_init (SatImportColumnsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_import_columns_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_import_columns_page_finalize;
  signals[ADD] = g_signal_new ("add", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/satchel/Satchel/import/sat-import-columns-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SatImportColumnsPage, group);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
}

static void
sat_import_columns_page_init (SatImportColumnsPage *self)
{
  self->rows = g_ptr_array_new ();
  self->looks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

SatImportColumnsPage *
sat_import_columns_page_new (SatContext *context, SatImportModel *model)
{
  SatImportColumnsPage *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && SAT_IS_IMPORT_MODEL (model), NULL);
  self = g_object_new (SAT_TYPE_IMPORT_COLUMNS_PAGE, NULL);
  self->context = g_object_ref (context);
  self->model = g_object_ref (model);
  g_signal_connect_object (model, "files", G_CALLBACK (files_cb), self, G_CONNECT_SWAPPED);
  files_cb (self);
  return self;
}
