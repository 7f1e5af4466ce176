/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-child-list.h"

#include <glib/gi18n-lib.h>

#include "sat-child-row.h"
#include "sat-drafts.h"
#include "sat-field-draft.h"
#include "sat-field-row.h"
#include "sat-record-form.h"
#include "sat-widgets.h"

/* Its rows are SatChildRow. */
struct _SatChildList {
  SatRecordGroup parent_instance;
  SatRecordForm *form; /* while one is added */
};

G_DEFINE_FINAL_TYPE (SatChildList, sat_child_list, SAT_TYPE_RECORD_GROUP)

static SatContext *
context_of (SatChildList *self)
{
  return sat_record_group_get_context (SAT_RECORD_GROUP (self));
}

static SatRecord *
record_of (SatChildList *self)
{
  return sat_record_group_get_record (SAT_RECORD_GROUP (self));
}

/* The reference that leads to the record. */
static const SatField *
up_of (SatChildList *self)
{
  return sat_record_group_get_reference (SAT_RECORD_GROUP (self));
}

static GPtrArray *
rows_of (SatChildList *self)
{
  return sat_record_group_get_rows (SAT_RECORD_GROUP (self));
}

/* Children that are no more than a word are edited as a set. */
static gboolean
is_set_of (const SatType *parent, const SatType *child)
{
  for (guint i = 0; i < parent->n_fields; i++) {
    if (parent->fields[i]->kind == SAT_KIND_SET &&
        g_str_equal (parent->fields[i]->target, child->name))
      return TRUE;
  }
  return FALSE;
}

GPtrArray *
sat_child_list_fields_for (SatRegistry *registry, const SatType *parent)
{
  GPtrArray *fields;
  guint n;
  const SatType *const *types;

  g_return_val_if_fail (registry != NULL && parent != NULL, NULL);
  fields = g_ptr_array_new ();
  types = sat_registry_types (registry, &n);
  for (guint i = 0; i < n; i++) {
    if (!(types[i]->flags & SAT_TYPE_CHILD) || (types[i]->flags & SAT_TYPE_INTERNAL) ||
        is_set_of (parent, types[i]))
      continue;
    for (guint k = 0; k < types[i]->n_fields; k++) {
      const SatField *field = types[i]->fields[k];

      if ((field->flags & SAT_FIELD_PARENT) && sat_field_targets (field, parent->name))
        g_ptr_array_add (fields, (gpointer)field);
    }
  }
  return fields;
}

static gboolean
can_write (SatChildList *self)
{
  return !sat_store_is_read_only (sat_context_get_store (context_of (self)));
}

static SatChildRow *
find_row (SatChildList *self, gint64 id)
{
  for (guint i = 0; i < rows_of (self)->len; i++) {
    SatChildRow *row = g_ptr_array_index (rows_of (self), i);

    if (sat_record_get_id (sat_child_row_get_record (row)) == id)
      return row;
  }
  return NULL;
}

static gboolean
is_listed (GPtrArray *children, gint64 id)
{
  for (guint i = 0; i < children->len; i++) {
    if (sat_record_get_id (g_ptr_array_index (children, i)) == id)
      return TRUE;
  }
  return FALSE;
}

static void
remove_gone (SatChildList *self, GPtrArray *children)
{
  for (guint i = 0; i < rows_of (self)->len;) {
    SatChildRow *row = g_ptr_array_index (rows_of (self), i);

    if (is_listed (children, sat_record_get_id (sat_child_row_get_record (row)))) {
      i++;
      continue;
    }
    sat_record_group_remove_row (SAT_RECORD_GROUP (self), GTK_WIDGET (row));
  }
}

void
sat_child_list_refresh (SatChildList *self)
{
  SatReader *reader;
  g_autoptr (GPtrArray) children = NULL;

  g_return_if_fail (SAT_IS_CHILD_LIST (self));
  reader = sat_context_get_reader (context_of (self));
  children = sat_reader_children (reader, sat_record_get_id (record_of (self)), up_of (self)->type,
                                  up_of (self)->name, NULL);
  if (children == NULL)
    return;
  remove_gone (self, children);
  for (guint i = 0; i < children->len; i++) {
    SatRecord *child = g_ptr_array_index (children, i);
    SatChildRow *row = find_row (self, sat_record_get_id (child));

    if (row != NULL) {
      sat_record_update_from (sat_child_row_get_record (row), child);
      sat_child_row_update (row);
    } else {
      row = SAT_CHILD_ROW (
          sat_child_row_new (context_of (self), record_of (self), child, up_of (self)));
      sat_record_group_add_row (SAT_RECORD_GROUP (self), GTK_WIDGET (row));
    }
  }
  sat_record_group_set_empty (
      SAT_RECORD_GROUP (self),
      rows_of (self)->len == 0 && self->form == NULL ? sat_record_group_none () : NULL);
}

static char *
form_place (SatChildList *self)
{
  g_autofree char *place = sat_field_draft_place (record_of (self));

  return g_strconcat (place, "/", up_of (self)->type->name, NULL);
}

const char *
sat_child_list_save (SatChildList *self)
{
  g_autofree char *place = NULL;
  const SatField *unsaved = NULL;

  g_return_val_if_fail (SAT_IS_CHILD_LIST (self), NULL);
  for (guint i = 0; i < rows_of (self)->len; i++) {
    const SatField *field = sat_child_row_save (g_ptr_array_index (rows_of (self), i));

    unsaved = unsaved != NULL ? unsaved : field;
  }
  if (unsaved != NULL)
    return sat_field_get_label (unsaved);
  place = form_place (self);
  return self->form != NULL &&
                 sat_drafts_has (sat_context_get_drafts (context_of (self)), place, "")
             ? sat_type_get_label (up_of (self)->type)
             : NULL;
}

gboolean
sat_child_list_resume (SatChildList *self)
{
  g_return_val_if_fail (SAT_IS_CHILD_LIST (self), FALSE);
  for (guint i = 0; i < rows_of (self)->len; i++) {
    if (sat_child_row_resume (g_ptr_array_index (rows_of (self), i)))
      return TRUE;
  }
  if (self->form == NULL)
    return FALSE;
  sat_record_form_focus (self->form);
  return TRUE;
}

static void
end_form (SatChildList *self)
{
  if (self->form == NULL)
    return;
  sat_record_form_forget (self->form);
  self->form = NULL;
  sat_record_group_set_form (SAT_RECORD_GROUP (self), NULL);
  sat_child_list_refresh (self);
}

static void
added_cb (gint64 id, const GError *error, gpointer user_data)
{
  SatChildList *self = user_data;

  if (error == NULL)
    end_form (self);
}

static void
save_clicked_cb (SatChildList *self)
{
  SatEntry *entry = sat_record_form_read (self->form);
  g_autofree char *label = NULL;

  if (entry == NULL)
    return;
  sat_entry_take (entry, up_of (self), sat_value_int (sat_record_get_id (record_of (self))), NULL);
  /* Translators: an entry of the undo list, such as: New Address of “Acme” */
  label = g_strdup_printf (_ ("New %s of “%s”"), sat_type_get_label (up_of (self)->type),
                           sat_record_get_title (record_of (self)));
  sat_edit_save (context_of (self), entry, label, _ ("Added"), self, added_cb, self);
}

static gboolean
form_key_cb (GtkEventControllerKey *controller,
             guint key,
             guint code,
             GdkModifierType modifiers,
             SatChildList *self)
{
  if (key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  end_form (self);
  gtk_widget_grab_focus (sat_record_group_get_button (SAT_RECORD_GROUP (self)));
  return GDK_EVENT_STOP;
}

static GtkWidget *
make_form_buttons (SatChildList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));
  GtkWidget *save = gtk_button_new_with_mnemonic (_ ("_Add"));

  gtk_widget_set_halign (box, GTK_ALIGN_END);
  gtk_widget_add_css_class (save, "suggested-action");
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (end_form), self);
  g_signal_connect_swapped (save, "clicked", G_CALLBACK (save_clicked_cb), self);
  gtk_box_append (GTK_BOX (box), cancel);
  gtk_box_append (GTK_BOX (box), save);
  return box;
}

static void
open_form (SatChildList *self)
{
  g_autofree char *place = form_place (self);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->form = SAT_RECORD_FORM (
      sat_record_form_new (context_of (self), up_of (self)->type->name, place, up_of (self)->name));
  gtk_widget_add_css_class (box, "sat-child-form");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->form));
  gtk_box_append (GTK_BOX (box), make_form_buttons (self));
  g_signal_connect_swapped (self->form, "submit", G_CALLBACK (save_clicked_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (form_key_cb), self);
  gtk_widget_add_controller (box, keys);
  sat_record_group_set_form (SAT_RECORD_GROUP (self), box);
}

static void
sat_child_list_add (SatRecordGroup *group)
{
  SatChildList *self = SAT_CHILD_LIST (group);

  open_form (self);
  sat_record_form_focus (self->form);
}

/* What was typed into the form before is there still. */
static void
open_for_drafts (SatChildList *self)
{
  g_autofree char *place = form_place (self);

  if (can_write (self) && sat_drafts_has (sat_context_get_drafts (context_of (self)), place, ""))
    open_form (self);
}

static void
sat_child_list_class_init (SatChildListClass *klass)
{
  SAT_RECORD_GROUP_CLASS (klass)->add = sat_child_list_add;
}

static void
sat_child_list_init (SatChildList *self)
{
}

GtkWidget *
sat_child_list_new (SatContext *context, SatRecord *record, const SatField *up)
{
  SatChildList *self;
  g_autofree char *add = NULL;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && SAT_IS_RECORD (record) && up != NULL, NULL);
  self = g_object_new (SAT_TYPE_CHILD_LIST, NULL);
  /* Translators: %s is a kind of record, such as Address */
  add = g_strdup_printf (_ ("Add %s"), sat_type_get_label (up->type));
  sat_record_group_set_up (SAT_RECORD_GROUP (self), context, record, up,
                           sat_type_get_plural (up->type), add);
  sat_child_list_refresh (self);
  open_for_drafts (self);
  return GTK_WIDGET (self);
}
