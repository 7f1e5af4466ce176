/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-child-row.h"

#include <glib/gi18n-lib.h>

#include "sat-drafts.h"
#include "sat-edit.h"
#include "sat-field-draft.h"
#include "sat-field-row.h"

struct _SatChildRow {
  AdwExpanderRow parent_instance;
  SatContext *context;
  SatRegistry *registry;
  SatRecord *parent;
  SatRecord *record;
  const SatField *up;
  GtkWidget *primary_button;
  GtkWidget *primary_mark;
  GPtrArray *fields; /* SatFieldRow; NULL before it is first opened */
};

G_DEFINE_FINAL_TYPE (SatChildRow, sat_child_row, ADW_TYPE_EXPANDER_ROW)

SatRecord *
sat_child_row_get_record (SatChildRow *self)
{
  g_return_val_if_fail (SAT_IS_CHILD_ROW (self), NULL);
  return self->record;
}

/* The parent's reference that says which child is the primary one: of the child's type and, if
 * children have kinds, named after its kind ("primary_phone"). NULL if there is none. */
static const SatField *
primary_field (SatChildRow *self)
{
  const SatType *parent = sat_record_get_record_type (self->parent);
  const SatType *type = sat_record_get_record_type (self->record);
  gboolean kinds = sat_type_field (type, "kind") != NULL;
  const char *kind = kinds ? sat_record_get_text (self->record, "kind") : NULL;

  for (guint i = 0; i < parent->n_fields; i++) {
    const SatField *field = parent->fields[i];

    if (!(field->flags & SAT_FIELD_INTERNAL) || field->kind != SAT_KIND_REFERENCE ||
        !sat_field_targets (field, type->name))
      continue;
    if (!kinds || (kind != NULL && g_str_has_suffix (field->name, kind)))
      return field;
  }
  return NULL;
}

static gboolean
is_primary (SatChildRow *self)
{
  const SatField *field = primary_field (self);
  const SatValue *value = field != NULL ? sat_record_get (self->parent, field) : NULL;

  return value != NULL && value->type == SAT_VALUE_INTEGER &&
         value->integer == sat_record_get_id (self->record);
}

/* The listed fields that the title does not have already. */
static char *
describe (SatChildRow *self)
{
  const SatType *type = sat_record_get_record_type (self->record);
  const SatFormat *format = sat_context_get_format (self->context);
  const char *title = sat_record_get_title (self->record);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];
    g_autofree char *value = NULL;

    if (!(field->flags & SAT_FIELD_LISTED) || field->number == self->up->number)
      continue;
    value = sat_format_field (format, self->record, field, TRUE);
    if (*value == '\0' || g_strstr_len (title, -1, value) != NULL)
      continue;
    if (text->len > 0)
      g_string_append (text, " · ");
    g_string_append (text, value);
  }
  return g_string_free (text, FALSE);
}

void
sat_child_row_update (SatChildRow *self)
{
  g_autofree char *detail = NULL;
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;
  gboolean primary;

  g_return_if_fail (SAT_IS_CHILD_ROW (self));
  detail = describe (self);
  primary = is_primary (self);
  title = g_markup_escape_text (sat_record_get_title (self->record), -1);
  subtitle = g_markup_escape_text (detail, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  gtk_widget_set_visible (self->primary_mark, primary);
  if (self->primary_button != NULL)
    gtk_widget_set_visible (self->primary_button, !primary && primary_field (self) != NULL);
}

static void
primary_clicked_cb (SatChildRow *self)
{
  const SatField *field = primary_field (self);
  g_auto (SatValue) value = sat_value_int (sat_record_get_id (self->record));

  if (field != NULL)
    sat_edit_field (self->context, self->parent, field, &value, SAT_VERSION_NONE, NULL, NULL, NULL);
}

static void
remove_clicked_cb (SatChildRow *self)
{
  gint64 id = sat_record_get_id (self->record);

  sat_context_delete (self->context, &id, 1, sat_record_get_title (self->record));
}

static GtkWidget *
make_buttons (SatChildRow *self)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *remove = gtk_button_new_with_mnemonic (_ ("_Remove"));

  self->primary_button = gtk_button_new_with_mnemonic (_ ("_Make Primary"));
  gtk_widget_add_css_class (self->primary_button, "flat");
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_add_css_class (remove, "error");
  gtk_widget_set_hexpand (remove, TRUE);
  gtk_widget_set_halign (remove, GTK_ALIGN_END);
  g_signal_connect_swapped (self->primary_button, "clicked", G_CALLBACK (primary_clicked_cb), self);
  g_signal_connect_swapped (remove, "clicked", G_CALLBACK (remove_clicked_cb), self);
  gtk_box_append (GTK_BOX (box), self->primary_button);
  gtk_box_append (GTK_BOX (box), remove);
  gtk_widget_add_css_class (box, "sat-child-buttons");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  return row;
}

/* The fields come when the row is first opened: a record may have many children. */
static void
expanded_cb (SatChildRow *self)
{
  const SatType *type;

  if (self->fields != NULL || !adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)))
    return;
  type = sat_record_get_record_type (self->record);
  self->fields = g_ptr_array_new ();
  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[i];
    GtkWidget *row;

    if (field->number == self->up->number || (field->flags & SAT_FIELD_INTERNAL))
      continue;
    row = sat_field_row_new (self->context, self->parent, self->record, field);
    g_ptr_array_add (self->fields, row);
    adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  }
  if (!sat_store_is_read_only (sat_context_get_store (self->context)))
    adw_expander_row_add_row (ADW_EXPANDER_ROW (self), make_buttons (self));
  sat_child_row_update (self);
}

const SatField *
sat_child_row_save (SatChildRow *self)
{
  const SatField *unsaved = NULL;

  g_return_val_if_fail (SAT_IS_CHILD_ROW (self), NULL);
  for (guint i = 0; self->fields != NULL && i < self->fields->len; i++) {
    SatFieldRow *row = g_ptr_array_index (self->fields, i);

    if (!sat_field_row_save (row) && unsaved == NULL)
      unsaved = sat_field_row_get_field (row);
  }
  return unsaved;
}

gboolean
sat_child_row_resume (SatChildRow *self)
{
  g_return_val_if_fail (SAT_IS_CHILD_ROW (self), FALSE);
  for (guint i = 0; self->fields != NULL && i < self->fields->len; i++) {
    SatFieldRow *row = g_ptr_array_index (self->fields, i);

    if (sat_field_row_is_editing (row))
      return sat_field_row_edit (row);
  }
  return FALSE;
}

/* What was typed and not saved is seen at once. */
static void
open_for_drafts (SatChildRow *self)
{
  g_autofree char *place = sat_field_draft_place (self->parent);
  g_autofree char *prefix = sat_field_draft_prefix (self->record);

  if (sat_drafts_has (sat_context_get_drafts (self->context), place, prefix))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), TRUE);
}

static void
sat_child_row_dispose (GObject *object)
{
  SatChildRow *self = SAT_CHILD_ROW (object);

  g_clear_object (&self->parent);
  g_clear_object (&self->record);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_child_row_parent_class)->dispose (object);
}

static void
sat_child_row_finalize (GObject *object)
{
  SatChildRow *self = SAT_CHILD_ROW (object);

  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_clear_pointer (&self->registry, sat_registry_unref);
  G_OBJECT_CLASS (sat_child_row_parent_class)->finalize (object);
}

static void
sat_child_row_class_init (SatChildRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_child_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_child_row_finalize;
}

static void
sat_child_row_init (SatChildRow *self)
{
  self->primary_mark = gtk_label_new (C_ ("contact point", "primary"));
  gtk_widget_add_css_class (self->primary_mark, "caption");
  gtk_widget_add_css_class (self->primary_mark, "accent");
  gtk_widget_set_valign (self->primary_mark, GTK_ALIGN_CENTER);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (self), self->primary_mark);
  g_signal_connect (self, "notify::expanded", G_CALLBACK (expanded_cb), NULL);
}

GtkWidget *
sat_child_row_new (SatContext *context, SatRecord *parent, SatRecord *child, const SatField *up)
{
  SatChildRow *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && SAT_IS_RECORD (parent), NULL);
  g_return_val_if_fail (SAT_IS_RECORD (child) && up != NULL, NULL);
  self = g_object_new (SAT_TYPE_CHILD_ROW, NULL);
  self->context = g_object_ref (context);
  self->registry = sat_registry_ref (sat_context_get_registry (context));
  self->parent = g_object_ref (parent);
  self->record = g_object_ref (child);
  self->up = up;
  g_signal_connect_object (parent, "changed", G_CALLBACK (sat_child_row_update), self,
                           G_CONNECT_SWAPPED);
  sat_child_row_update (self);
  open_for_drafts (self);
  return GTK_WIDGET (self);
}
