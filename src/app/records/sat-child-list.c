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

struct _SatChildList {
  GtkWidget parent_instance;
  SatContext *context;
  SatRegistry *registry; /* keeps the fields alive */
  SatRecord *record;
  const SatField *up;
  GPtrArray *rows; /* SatChildRow */

  AdwPreferencesGroup *group;
  GtkWidget *add_button;
  GtkWidget *form_row; /* while one is added */
  SatRecordForm *form;
};

G_DEFINE_FINAL_TYPE (SatChildList, sat_child_list, GTK_TYPE_WIDGET)

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
  return !sat_store_is_read_only (sat_context_get_store (self->context));
}

static SatChildRow *
find_row (SatChildList *self, gint64 id)
{
  for (guint i = 0; i < self->rows->len; i++) {
    SatChildRow *row = g_ptr_array_index (self->rows, i);

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
  for (guint i = 0; i < self->rows->len;) {
    SatChildRow *row = g_ptr_array_index (self->rows, i);

    if (is_listed (children, sat_record_get_id (sat_child_row_get_record (row)))) {
      i++;
      continue;
    }
    adw_preferences_group_remove (self->group, GTK_WIDGET (row));
    g_ptr_array_remove_index (self->rows, i);
  }
}

void
sat_child_list_refresh (SatChildList *self)
{
  SatReader *reader;
  g_autoptr (GPtrArray) children = NULL;
  gboolean kept;

  g_return_if_fail (SAT_IS_CHILD_LIST (self));
  reader = sat_context_get_reader (self->context);
  children = sat_reader_children (reader, sat_record_get_id (self->record), self->up->type,
                                  self->up->name, NULL);
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
      row = SAT_CHILD_ROW (sat_child_row_new (self->context, self->record, child, self->up));
      g_ptr_array_add (self->rows, row);
      adw_preferences_group_add (self->group, GTK_WIDGET (row));
    }
  }
  kept = self->rows->len > 0 || self->form_row != NULL;
  adw_preferences_group_set_description (self->group, kept ? NULL : C_ ("list", "None"));
}

static char *
form_place (SatChildList *self)
{
  g_autofree char *place = sat_field_draft_place (self->record);

  return g_strconcat (place, "/", self->up->type->name, NULL);
}

const char *
sat_child_list_save (SatChildList *self)
{
  g_autofree char *place = NULL;
  const SatField *unsaved = NULL;

  g_return_val_if_fail (SAT_IS_CHILD_LIST (self), NULL);
  for (guint i = 0; i < self->rows->len; i++) {
    const SatField *field = sat_child_row_save (g_ptr_array_index (self->rows, i));

    unsaved = unsaved != NULL ? unsaved : field;
  }
  if (unsaved != NULL)
    return sat_field_get_label (unsaved);
  place = form_place (self);
  return self->form_row != NULL &&
                 sat_drafts_has (sat_context_get_drafts (self->context), place, "")
             ? sat_type_get_label (self->up->type)
             : NULL;
}

gboolean
sat_child_list_resume (SatChildList *self)
{
  g_return_val_if_fail (SAT_IS_CHILD_LIST (self), FALSE);
  for (guint i = 0; i < self->rows->len; i++) {
    if (sat_child_row_resume (g_ptr_array_index (self->rows, i)))
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
  if (self->form_row == NULL)
    return;
  sat_record_form_forget (self->form);
  adw_preferences_group_remove (self->group, self->form_row);
  self->form_row = NULL;
  self->form = NULL;
  gtk_widget_set_visible (self->add_button, TRUE);
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
  sat_entry_take (entry, self->up, sat_value_int (sat_record_get_id (self->record)), NULL);
  /* Translators: an entry of the undo list, such as: New Address of “Acme” */
  label = g_strdup_printf (_ ("New %s of “%s”"), sat_type_get_label (self->up->type),
                           sat_record_get_title (self->record));
  sat_edit_save (self->context, entry, label, _ ("Added"), self, added_cb, self);
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
  gtk_widget_grab_focus (self->add_button);
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
      sat_record_form_new (self->context, self->up->type->name, place, self->up->name));
  gtk_widget_add_css_class (box, "sat-child-form");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->form));
  gtk_box_append (GTK_BOX (box), make_form_buttons (self));
  g_signal_connect_swapped (self->form, "submit", G_CALLBACK (save_clicked_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (form_key_cb), self);
  gtk_widget_add_controller (box, keys);
  self->form_row = gtk_list_box_row_new ();
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->form_row), FALSE);
  gtk_widget_set_focusable (self->form_row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self->form_row), box);
  adw_preferences_group_add (self->group, self->form_row);
  adw_preferences_group_set_description (self->group, NULL);
  gtk_widget_set_visible (self->add_button, FALSE);
}

static void
add_clicked_cb (SatChildList *self)
{
  open_form (self);
  sat_record_form_focus (self->form);
}

/* What was typed into the form before is there still. */
static void
open_for_drafts (SatChildList *self)
{
  g_autofree char *place = form_place (self);

  if (can_write (self) && sat_drafts_has (sat_context_get_drafts (self->context), place, ""))
    open_form (self);
}

static void
sat_child_list_dispose (GObject *object)
{
  SatChildList *self = SAT_CHILD_LIST (object);

  if (self->group != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->group));
  self->group = NULL;
  g_clear_object (&self->record);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_child_list_parent_class)->dispose (object);
}

static void
sat_child_list_finalize (GObject *object)
{
  SatChildList *self = SAT_CHILD_LIST (object);

  g_ptr_array_unref (self->rows);
  g_clear_pointer (&self->registry, sat_registry_unref);
  G_OBJECT_CLASS (sat_child_list_parent_class)->finalize (object);
}

static void
sat_child_list_class_init (SatChildListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_child_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_child_list_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
sat_child_list_init (SatChildList *self)
{
  self->rows = g_ptr_array_new ();
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->group), GTK_WIDGET (self));
  self->add_button = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_add_css_class (self->add_button, "flat");
  g_signal_connect_swapped (self->add_button, "clicked", G_CALLBACK (add_clicked_cb), self);
  adw_preferences_group_set_header_suffix (self->group, self->add_button);
}

GtkWidget *
sat_child_list_new (SatContext *context, SatRecord *record, const SatField *up)
{
  SatChildList *self;
  g_autofree char *add = NULL;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && SAT_IS_RECORD (record) && up != NULL, NULL);
  self = g_object_new (SAT_TYPE_CHILD_LIST, NULL);
  self->context = g_object_ref (context);
  self->registry = sat_registry_ref (sat_context_get_registry (context));
  self->record = g_object_ref (record);
  self->up = up;
  adw_preferences_group_set_title (self->group, sat_type_get_plural (up->type));
  /* Translators: %s is a kind of record, such as Address */
  add = g_strdup_printf (_ ("Add %s"), sat_type_get_label (up->type));
  sat_widget_set_tooltip (self->add_button, add);
  sat_widget_set_name (GTK_WIDGET (self->add_button), add);
  gtk_widget_set_visible (self->add_button, can_write (self));
  sat_child_list_refresh (self);
  open_for_drafts (self);
  return GTK_WIDGET (self);
}
