/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-field-row.h"

#include <glib/gi18n-lib.h>

#include "sat-edit.h"
#include "sat-field-editor.h"
#include "sat-widgets.h"

#define LABEL_WIDTH 118

struct _SatFieldRow {
  GtkListBoxRow parent_instance;

  SatContext *context;
  SatRegistry *registry; /* keeps the field alive */
  SatRecord *record;
  const SatField *field;
  gulong changed;

  GtkWidget *box;
  GtkLabel *name;
  GtkStack *stack;
  GtkLabel *value;
  GtkLabel *error;
  SatFieldEditor *editor; /* while it is edited */
  SatVersion base;
  gboolean saving;
  gboolean ending; /* the editor is being taken away */
  guint leave_idle;
  GtkWidget *list; /* whose activation is followed */
  gulong activated;
};

G_DEFINE_FINAL_TYPE (SatFieldRow, sat_field_row, GTK_TYPE_LIST_BOX_ROW)

const SatField *
sat_field_row_get_field (SatFieldRow *self)
{
  g_return_val_if_fail (SAT_IS_FIELD_ROW (self), NULL);
  return self->field;
}

void
sat_field_row_align (SatFieldRow *self, GtkSizeGroup *group)
{
  g_return_if_fail (SAT_IS_FIELD_ROW (self) && GTK_IS_SIZE_GROUP (group));
  gtk_size_group_add_widget (group, GTK_WIDGET (self->name));
}

gboolean
sat_field_row_is_empty (SatFieldRow *self)
{
  g_return_val_if_fail (SAT_IS_FIELD_ROW (self), TRUE);
  return sat_record_get (self->record, self->field)->type == SAT_VALUE_NULL;
}

gboolean
sat_field_row_is_editing (SatFieldRow *self)
{
  g_return_val_if_fail (SAT_IS_FIELD_ROW (self), FALSE);
  return self->editor != NULL;
}

static gboolean
can_edit (SatFieldRow *self)
{
  return sat_field_is_writable (self->field) &&
         !sat_store_is_read_only (sat_context_get_store (self->context));
}

static void
show_text (SatFieldRow *self, const char *text)
{
  const char *label = sat_field_get_label (self->field);
  /* Translators: the name of a field, then its value, for a screen reader */
  g_autofree char *spoken =
      g_strdup_printf (C_ ("field", "%s: %s"), label, *text != '\0' ? text : C_ ("field", "empty"));

  gtk_label_set_text (self->value, *text != '\0' ? text : "—");
  if (*text != '\0')
    gtk_widget_remove_css_class (GTK_WIDGET (self->value), "dim-label");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->value), "dim-label");
  sat_widget_set_name (GTK_WIDGET (self), spoken);
}

static void
show_value (SatFieldRow *self)
{
  const SatFormat *format = sat_context_get_format (self->context);
  const SatValue *value = sat_record_get (self->record, self->field);
  g_autofree char *text = NULL;

  if (self->field->kind == SAT_KIND_LONG_TEXT)
    text = sat_format_value_full (format, self->field, value, NULL);
  else
    text = sat_format_field (format, self->record, self->field, TRUE);
  show_text (self, text);
  if (self->field->kind == SAT_KIND_DATE || self->field->kind == SAT_KIND_INSTANT) {
    g_autofree char *full = sat_format_value_full (format, self->field, value, NULL);

    gtk_widget_set_tooltip_text (GTK_WIDGET (self->value), *full != '\0' ? full : NULL);
  }
}

static void
show_error (SatFieldRow *self, const char *message)
{
  gtk_label_set_text (self->error, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), message != NULL);
  if (self->editor != NULL)
    sat_field_editor_set_error (self->editor, message);
}

static void
end_edit (SatFieldRow *self, gboolean keep_focus)
{
  if (self->editor == NULL || self->ending)
    return;
  self->ending = TRUE;
  g_clear_handle_id (&self->leave_idle, g_source_remove);
  if (keep_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self));
  show_error (self, NULL);
  gtk_stack_set_visible_child_name (self->stack, "value");
  gtk_stack_remove (self->stack, GTK_WIDGET (self->editor));
  self->editor = NULL;
  self->ending = FALSE;
}

static void
edited_cb (gint64 id, const GError *error, gpointer user_data)
{
  SatFieldRow *self = user_data;

  self->saving = FALSE;
  show_value (self); /* what is saved, or what was there before */
}

/* The new value stands there at once; the commit confirms it, a failure puts the old one back. */
static void
save (SatFieldRow *self, const SatValue *value, gboolean keep_focus)
{
  const SatFormat *format = sat_context_get_format (self->context);
  g_autofree char *text = NULL;

  if (self->field->kind == SAT_KIND_REFERENCE)
    text = g_strdup (value->type == SAT_VALUE_INTEGER
                         ? sat_reader_title (sat_context_get_reader (self->context), value->integer)
                     : value->text != NULL ? value->text
                                           : "");
  else if (self->field->kind == SAT_KIND_SET && value->text != NULL)
    text = g_strdelimit (g_strdup (value->text), "\n", ',');
  else
    text = sat_format_value_full (format, self->field, value,
                                  sat_format_currency_of (format, self->record, self->field));
  end_edit (self, keep_focus);
  self->saving = TRUE;
  show_text (self, text);
  sat_edit_field (self->context, self->record, self->field, value, self->base, self, edited_cb,
                  self);
}

static void
finish (SatFieldRow *self, gboolean keep_focus)
{
  g_auto (SatValue) value = SAT_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  if (self->editor == NULL || self->ending)
    return;
  if (!sat_field_editor_read (self->editor, &value, &error)) {
    show_error (self, error->message);
    return;
  }
  if (value.type == SAT_VALUE_NULL && (self->field->flags & SAT_FIELD_REQUIRED)) {
    show_error (self, _ ("This may not be empty"));
    return;
  }
  if (sat_value_equal (&value, sat_record_get (self->record, self->field)))
    end_edit (self, keep_focus);
  else
    save (self, &value, keep_focus);
}

void
sat_field_row_save (SatFieldRow *self)
{
  g_return_if_fail (SAT_IS_FIELD_ROW (self));
  finish (self, FALSE);
}

static void
commit_cb (SatFieldRow *self)
{
  finish (self, TRUE);
}

static void
cancel_cb (SatFieldRow *self)
{
  end_edit (self, TRUE);
}

static void
typed_cb (SatFieldRow *self)
{
  show_error (self, NULL);
}

static gboolean
leave_idle_cb (gpointer user_data)
{
  SatFieldRow *self = user_data;

  self->leave_idle = 0;
  finish (self, FALSE);
  return G_SOURCE_REMOVE;
}

/* Going elsewhere saves, as Enter does; a popover of the editor is not elsewhere. The editor cannot
 * be taken away while the focus is on its way. */
static void
focus_left_cb (GtkEventControllerFocus *controller, SatFieldRow *self)
{
  if (self->leave_idle == 0)
    self->leave_idle = g_idle_add (leave_idle_cb, self);
}

gboolean
sat_field_row_edit (SatFieldRow *self)
{
  GtkEventController *focus;
  const char *currency;

  g_return_val_if_fail (SAT_IS_FIELD_ROW (self), FALSE);
  if (self->editor != NULL || self->saving || !can_edit (self))
    return self->editor != NULL;
  currency =
      sat_format_currency_of (sat_context_get_format (self->context), self->record, self->field);
  self->base = sat_edit_base (self->context, sat_record_get_id (self->record), self->field);
  self->editor = SAT_FIELD_EDITOR (sat_field_editor_new (self->context, self->field, currency));
  sat_field_editor_set_value (self->editor, sat_record_get (self->record, self->field),
                              sat_record_get_reference_title (self->record, self->field));
  g_signal_connect_swapped (self->editor, "commit", G_CALLBACK (commit_cb), self);
  g_signal_connect_swapped (self->editor, "cancel", G_CALLBACK (cancel_cb), self);
  g_signal_connect_swapped (self->editor, "changed", G_CALLBACK (typed_cb), self);
  focus = gtk_event_controller_focus_new ();
  g_signal_connect (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->editor), focus);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->editor), "editor");
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->editor));
  sat_field_editor_focus (self->editor);
  return TRUE;
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, SatFieldRow *self)
{
  if (row == GTK_LIST_BOX_ROW (self))
    sat_field_row_edit (self);
}

/* The list tells of clicks on rows; it may be one that another widget has inside. */
static void
parent_changed_cb (SatFieldRow *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  if (self->list != NULL)
    g_clear_signal_handler (&self->activated, self->list);
  self->list = GTK_IS_LIST_BOX (parent) ? parent : NULL;
  if (self->list != NULL)
    self->activated =
        g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
}

static void
edit_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_field_row_edit (SAT_FIELD_ROW (widget));
}

static void
record_changed_cb (SatFieldRow *self)
{
  if (!self->saving)
    show_value (self);
}

static void
sat_field_row_dispose (GObject *object)
{
  SatFieldRow *self = SAT_FIELD_ROW (object);

  g_clear_handle_id (&self->leave_idle, g_source_remove);
  if (self->record != NULL)
    g_clear_signal_handler (&self->changed, self->record);
  g_clear_object (&self->record);
  self->ending = TRUE;
  self->editor = NULL;
  G_OBJECT_CLASS (sat_field_row_parent_class)->dispose (object);
}

static void
sat_field_row_finalize (GObject *object)
{
  SatFieldRow *self = SAT_FIELD_ROW (object);

  g_clear_object (&self->context);
  g_clear_pointer (&self->registry, sat_registry_unref);
  G_OBJECT_CLASS (sat_field_row_parent_class)->finalize (object);
}

static void
sat_field_row_class_init (SatFieldRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_field_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_field_row_finalize;
  gtk_widget_class_install_action (widget_class, "row.edit", NULL, edit_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "row.edit", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e, 0, "row.edit", NULL);
}

static void
build_error (SatFieldRow *self)
{
  self->error = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->error, 0);
  gtk_label_set_wrap (self->error, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->error), "error");
  gtk_widget_add_css_class (GTK_WIDGET (self->error), "caption");
  gtk_widget_set_visible (GTK_WIDGET (self->error), FALSE);
}

static void
sat_field_row_init (SatFieldRow *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->name = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->name, 0);
  gtk_label_set_yalign (self->name, 0);
  gtk_label_set_wrap (self->name, TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->name), GTK_ALIGN_START);
  gtk_widget_set_size_request (GTK_WIDGET (self->name), LABEL_WIDTH, -1);
  gtk_label_set_max_width_chars (self->name, 14);
  gtk_widget_add_css_class (GTK_WIDGET (self->name), "dim-label");
  self->value = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->value, 0);
  gtk_label_set_wrap (self->value, TRUE);
  gtk_label_set_wrap_mode (self->value, PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_valign (GTK_WIDGET (self->value), GTK_ALIGN_START);
  gtk_widget_set_hexpand (GTK_WIDGET (self->value), TRUE);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->value), "value");
  gtk_widget_set_hexpand (GTK_WIDGET (self->stack), TRUE);
  build_error (self);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->name));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->stack));
  gtk_box_append (GTK_BOX (self->box), line);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->error));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), self->box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "sat-field-row");
  g_signal_connect (self, "notify::parent", G_CALLBACK (parent_changed_cb), NULL);
}

GtkWidget *
sat_field_row_new (SatContext *context, SatRecord *record, const SatField *field)
{
  SatFieldRow *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && SAT_IS_RECORD (record), NULL);
  g_return_val_if_fail (field != NULL, NULL);
  self = g_object_new (SAT_TYPE_FIELD_ROW, NULL);
  self->context = g_object_ref (context);
  self->registry = sat_registry_ref (sat_context_get_registry (context));
  self->record = g_object_ref (record);
  self->field = field;
  gtk_label_set_text (self->name, sat_field_get_label (field));
  if (sat_format_is_numeric (field) || field->kind == SAT_KIND_DATE)
    gtk_widget_add_css_class (GTK_WIDGET (self->value), "numeric");
  if (!can_edit (self)) {
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
    gtk_widget_action_set_enabled (GTK_WIDGET (self), "row.edit", FALSE);
  }
  self->changed =
      g_signal_connect_swapped (record, "changed", G_CALLBACK (record_changed_cb), self);
  show_value (self);
  return GTK_WIDGET (self);
}
