/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-record-fields.h"

#include <glib/gi18n-lib.h>

#include "sat-field-row.h"
#include "sat-widgets.h"

struct _SatRecordFields {
  GtkWidget parent_instance;
  GtkWidget *box;
  GtkListBox *list;
  GtkWidget *more; /* shows what is folded away */
  gboolean all;
};

G_DEFINE_FINAL_TYPE (SatRecordFields, sat_record_fields, GTK_TYPE_WIDGET)

static SatFieldRow *
nth_row (SatRecordFields *self, int n)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, n);

  return row != NULL ? SAT_FIELD_ROW (row) : NULL;
}

static gboolean
is_folded (SatFieldRow *row)
{
  const SatField *field = sat_field_row_get_field (row);

  return !(field->flags & (SAT_FIELD_REQUIRED | SAT_FIELD_LISTED)) &&
         sat_field_row_is_empty (row) && !sat_field_row_is_editing (row);
}

static void
update_more (SatRecordFields *self)
{
  g_autofree char *label = NULL;
  SatFieldRow *row;
  guint folded = 0;

  for (int i = 0; (row = nth_row (self, i)) != NULL; i++) {
    gboolean fold = is_folded (row);

    folded += fold ? 1 : 0;
    gtk_widget_set_visible (GTK_WIDGET (row), self->all || !fold);
  }
  label =
      g_strdup_printf (ngettext ("Show %u Empty Field", "Show %u Empty Fields", folded), folded);
  gtk_button_set_label (GTK_BUTTON (self->more), label);
  gtk_widget_set_visible (self->more, folded > 0 && !self->all);
}

static void
more_clicked_cb (SatRecordFields *self)
{
  self->all = TRUE;
  update_more (self);
}

gboolean
sat_record_fields_edit (SatRecordFields *self, const char *name)
{
  SatFieldRow *row;

  g_return_val_if_fail (SAT_IS_RECORD_FIELDS (self), FALSE);
  for (int i = 0; (row = nth_row (self, i)) != NULL; i++) {
    if ((name == NULL || g_str_equal (sat_field_row_get_field (row)->name, name)) &&
        sat_field_row_edit (row))
      return TRUE;
  }
  return FALSE;
}

gboolean
sat_record_fields_resume (SatRecordFields *self)
{
  SatFieldRow *row;

  g_return_val_if_fail (SAT_IS_RECORD_FIELDS (self), FALSE);
  for (int i = 0; (row = nth_row (self, i)) != NULL; i++) {
    if (sat_field_row_is_editing (row))
      return sat_field_row_edit (row);
  }
  return FALSE;
}

void
sat_record_fields_align (SatRecordFields *self)
{
  SatFieldRow *row;
  int width = 0;

  g_return_if_fail (SAT_IS_RECORD_FIELDS (self));
  for (int i = 0; (row = nth_row (self, i)) != NULL; i++)
    width = MAX (width, sat_field_row_get_name_width (row));
  for (int i = 0; (row = nth_row (self, i)) != NULL; i++)
    sat_field_row_set_name_width (row, width);
}

void
sat_record_fields_leave_out (SatRecordFields *self, const char *name)
{
  SatFieldRow *row;

  g_return_if_fail (SAT_IS_RECORD_FIELDS (self) && name != NULL);
  for (int i = 0; (row = nth_row (self, i)) != NULL; i++) {
    if (g_str_equal (sat_field_row_get_field (row)->name, name)) {
      gtk_list_box_remove (self->list, GTK_WIDGET (row));
      update_more (self);
      return;
    }
  }
}

const SatField *
sat_record_fields_save (SatRecordFields *self)
{
  const SatField *unsaved = NULL;
  SatFieldRow *row;

  g_return_val_if_fail (SAT_IS_RECORD_FIELDS (self), NULL);
  for (int i = 0; (row = nth_row (self, i)) != NULL; i++) {
    if (!sat_field_row_save (row) && unsaved == NULL)
      unsaved = sat_field_row_get_field (row);
  }
  return unsaved;
}

static void
sat_record_fields_dispose (GObject *object)
{
  g_clear_pointer (&SAT_RECORD_FIELDS (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (sat_record_fields_parent_class)->dispose (object);
}

static void
sat_record_fields_class_init (SatRecordFieldsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_record_fields_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
sat_record_fields_init (SatRecordFields *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "sat-fields");
  sat_widget_set_name (GTK_WIDGET (self->list), _ ("Fields"));
  self->more = gtk_button_new ();
  gtk_widget_add_css_class (self->more, "flat");
  gtk_widget_set_halign (self->more, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->more, "clicked", G_CALLBACK (more_clicked_cb), self);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (self->box), self->more);
}

static gboolean
is_shown (const SatField *field)
{
  return !(field->flags & SAT_FIELD_INTERNAL) && field->through == NULL &&
         field->kind != SAT_KIND_JSON;
}

GtkWidget *
sat_record_fields_new (SatContext *context, SatRecord *record)
{
  SatRecordFields *self;
  const SatType *type;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && SAT_IS_RECORD (record), NULL);
  self = g_object_new (SAT_TYPE_RECORD_FIELDS, NULL);
  type = sat_context_get_type_by_name (context, sat_record_get_record_type (record)->name);
  for (guint i = 0; i < type->n_fields; i++) {
    if (is_shown (type->fields[i]))
      gtk_list_box_append (self->list,
                           sat_field_row_new (context, record, record, type->fields[i]));
  }
  update_more (self);
  g_signal_connect_object (record, "changed", G_CALLBACK (update_more), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
