/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-field-row.h"

#include <glib/gi18n-lib.h>

#include "sat-edit.h"
#include "sat-field-draft.h"
#include "sat-field-editor.h"
#include "sat-field-line.h"
#include "sat-field-mark.h"
#include "sat-widgets.h"

#define LABEL_WIDTH 118
#define WIDEST_LABEL 180

struct _SatFieldRow {
  GtkListBoxRow parent_instance;

  SatContext *context;
  SatRegistry *registry; /* keeps the field alive */
  SatRecord *record;
  const SatField *field;
  SatFieldDraft *draft;
  gulong changed;

  GtkWidget *box;
  GtkLabel *name;
  SatFieldLine *line;
  GtkStack *stack;
  GtkLabel *value;
  GtkWidget *error_box;
  GtkLabel *error;
  SatFieldEditor *editor; /* while it is edited */
  SatFieldMark *mark;     /* beside it, when the value has changed meanwhile */
  gboolean restored;      /* from a draft that nobody has touched since */
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

int
sat_field_row_get_name_width (SatFieldRow *self)
{
  int width;

  g_return_val_if_fail (SAT_IS_FIELD_ROW (self), 0);
  gtk_widget_measure (GTK_WIDGET (self->name), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL,
                      NULL);
  return CLAMP (width, sat_text_pixels (LABEL_WIDTH), sat_text_pixels (WIDEST_LABEL));
}

void
sat_field_row_set_name_width (SatFieldRow *self, int width)
{
  g_return_if_fail (SAT_IS_FIELD_ROW (self));
  sat_field_line_set_name_width (self->line, width);
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

    sat_widget_set_tooltip (GTK_WIDGET (self->value), *full != '\0' ? full : NULL);
  }
}

static void
show_error (SatFieldRow *self, const char *message)
{
  gtk_label_set_text (self->error, message != NULL ? message : "");
  gtk_widget_set_visible (self->error_box, message != NULL);
  if (self->editor != NULL)
    sat_field_editor_set_error (self->editor, message);
}

static void
end_edit (SatFieldRow *self, gboolean keep_focus)
{
  if (self->editor == NULL || self->ending)
    return;
  self->ending = TRUE;
  self->restored = FALSE;
  sat_field_draft_set (self->draft, NULL);
  g_clear_handle_id (&self->leave_idle, g_source_remove);
  if (keep_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self));
  show_error (self, NULL);
  sat_field_mark_set_text (self->mark, NULL);
  gtk_stack_set_visible_child_name (self->stack, "value");
  gtk_stack_remove (self->stack, GTK_WIDGET (self->editor));
  self->editor = NULL;
  self->ending = FALSE;
}

/* A save on its way, which may outlive the row. */
typedef struct {
  GWeakRef row;
  SatFieldDraft *draft;
  char *text; /* what was typed; NULL: it was chosen */
} Saving;

static Saving *
saving_new (SatFieldRow *self)
{
  Saving *saving = g_new0 (Saving, 1);

  g_weak_ref_init (&saving->row, self);
  saving->draft = sat_field_draft_ref (self->draft);
  saving->text = sat_field_editor_get_draft (self->editor);
  return saving;
}

static void
saving_free (Saving *saving)
{
  g_weak_ref_clear (&saving->row);
  sat_field_draft_unref (saving->draft);
  g_free (saving->text);
  g_free (saving);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static void restore_draft (SatFieldRow *self, const char *reason);

/* What could not be written is what was typed still. */
static void
edited_cb (gint64 id, const GError *error, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (SatFieldRow) row = g_weak_ref_get (&saving->row);

  if (error != NULL && saving->text != NULL)
    sat_field_draft_set (saving->draft, saving->text);
  if (row == NULL || row->record == NULL)
    return;
  row->saving = FALSE;
  show_value (row); /* what is saved, or what was there before */
  if (error != NULL)
    restore_draft (row, error->message);
}

/* The new value stands there at once; the commit confirms it, a failure puts the old one back. */
static void
save (SatFieldRow *self, const SatValue *value, gboolean keep_focus)
{
  const SatFormat *format = sat_context_get_format (self->context);
  Saving *saving = saving_new (self);
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
  sat_edit_field (self->context, self->record, self->field, value, self->base, NULL, edited_cb,
                  saving);
}

static gboolean
read_value (SatFieldRow *self, SatValue *value, GError **error)
{
  if (!sat_field_editor_read (self->editor, value, error))
    return FALSE;
  if (value->type != SAT_VALUE_NULL || !(self->field->flags & SAT_FIELD_REQUIRED))
    return TRUE;
  g_set_error_literal (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID,
                       _ ("This may not be empty"));
  return FALSE;
}

/* What is there as it was when editing began is nobody's wish, whatever others wrote since. */
static gboolean
is_edited (SatFieldRow *self, const SatValue *value)
{
  return sat_field_editor_is_dirty (self->editor) &&
         !sat_value_equal (value, sat_record_get (self->record, self->field));
}

/* FALSE: what is typed is wrong. */
static gboolean
finish (SatFieldRow *self, gboolean keep_focus)
{
  g_auto (SatValue) value = SAT_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  if (self->editor == NULL || self->ending)
    return TRUE;
  if (!read_value (self, &value, &error)) {
    show_error (self, error->message);
    return FALSE;
  }
  if (is_edited (self, &value))
    save (self, &value, keep_focus);
  else
    end_edit (self, keep_focus);
  return TRUE;
}

/* A draft from before is not saved unless somebody looked at it: the value may have changed since.
 */
gboolean
sat_field_row_save (SatFieldRow *self)
{
  g_return_val_if_fail (SAT_IS_FIELD_ROW (self), TRUE);
  return self->restored || finish (self, FALSE) || sat_field_draft_get (self->draft) == NULL;
}

static void
commit_cb (SatFieldRow *self)
{
  self->restored = FALSE;
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
  g_autofree char *text = sat_field_editor_get_draft (self->editor);

  self->restored = FALSE;
  show_error (self, NULL);
  if (text != NULL)
    sat_field_draft_set (self->draft, text);
}

static gboolean
leave_idle_cb (gpointer user_data)
{
  SatFieldRow *self = user_data;

  self->leave_idle = 0;
  if (!self->restored)
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

/* What is shown may be older than the file by a moment: base and value are of one time. */
static void
refresh_record (SatFieldRow *self)
{
  g_autoptr (SatRecord) fresh = sat_reader_load (sat_context_get_reader (self->context),
                                                 sat_record_get_id (self->record), NULL);

  if (fresh != NULL)
    sat_record_update_from (self->record, fresh);
}

static void
open_editor (SatFieldRow *self)
{
  const char *currency;

  refresh_record (self);
  currency =
      sat_format_currency_of (sat_context_get_format (self->context), self->record, self->field);
  self->base = sat_edit_base (self->context, sat_record_get_id (self->record), self->field);
  self->editor = SAT_FIELD_EDITOR (sat_field_editor_new (self->context, self->field, currency));
  sat_field_editor_set_value (self->editor, sat_record_get (self->record, self->field),
                              sat_record_get_reference_title (self->record, self->field));
  g_signal_connect_swapped (self->editor, "commit", G_CALLBACK (commit_cb), self);
  g_signal_connect_swapped (self->editor, "cancel", G_CALLBACK (cancel_cb), self);
  g_signal_connect_swapped (self->editor, "changed", G_CALLBACK (typed_cb), self);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->editor), "editor");
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->editor));
}

gboolean
sat_field_row_edit (SatFieldRow *self)
{
  g_return_val_if_fail (SAT_IS_FIELD_ROW (self), FALSE);
  if (self->editor == NULL && !self->saving && can_edit (self))
    open_editor (self);
  if (self->editor == NULL)
    return FALSE;
  sat_field_editor_focus (self->editor);
  return TRUE;
}

/* @reason: why it is not saved; NULL: it was not tried. */
static void
restore_draft (SatFieldRow *self, const char *reason)
{
  const char *draft = sat_field_draft_get (self->draft);
  g_auto (SatValue) value = SAT_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  if (draft == NULL || self->editor != NULL || !can_edit (self))
    return;
  open_editor (self);
  sat_field_editor_set_draft (self->editor, draft);
  if (reason == NULL && !read_value (self, &value, &error)) {
    reason = error->message;
  } else if (reason == NULL) {
    if (sat_value_equal (&value, sat_record_get (self->record, self->field))) {
      end_edit (self, FALSE);
      return;
    }
    reason = _ ("Not saved yet: Enter saves it");
  }
  show_error (self, reason);
  self->restored = TRUE;
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
show_mark (SatFieldRow *self)
{
  g_autofree char *text = sat_field_mark_describe (self->context, self->record, self->field,
                                                   sat_field_editor_get_original (self->editor));

  sat_field_mark_set_text (self->mark, text);
  sat_field_editor_set_note (self->editor, text);
}

static void
record_changed_cb (SatFieldRow *self)
{
  if (!self->saving)
    show_value (self);
  if (self->editor != NULL && !self->ending)
    show_mark (self);
}

/* The row goes, and nobody asked it to save before. */
static void
save_last (SatFieldRow *self)
{
  g_auto (SatValue) value = SAT_VALUE_INIT;

  if (self->editor == NULL || self->ending || self->restored ||
      sat_context_get_reader (self->context) == NULL || !read_value (self, &value, NULL))
    return;
  if (is_edited (self, &value))
    sat_edit_field (self->context, self->record, self->field, &value, self->base, NULL, edited_cb,
                    saving_new (self));
  sat_field_draft_set (self->draft, NULL);
}

static void
sat_field_row_dispose (GObject *object)
{
  SatFieldRow *self = SAT_FIELD_ROW (object);

  save_last (self);
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
  g_clear_pointer (&self->draft, sat_field_draft_unref);
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
  GtkWidget *discard = gtk_button_new_with_mnemonic (C_ ("what is typed", "_Discard"));

  self->error_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->error = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->error, 0);
  gtk_label_set_wrap (self->error, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->error), "error");
  gtk_widget_add_css_class (GTK_WIDGET (self->error), "caption");
  gtk_widget_set_hexpand (GTK_WIDGET (self->error), TRUE);
  gtk_widget_add_css_class (discard, "flat");
  gtk_widget_add_css_class (discard, "caption");
  gtk_widget_set_valign (discard, GTK_ALIGN_START);
  sat_widget_set_tooltip (discard, _ ("Take back what was typed (Escape)"));
  g_signal_connect_swapped (discard, "clicked", G_CALLBACK (cancel_cb), self);
  gtk_box_append (GTK_BOX (self->error_box), GTK_WIDGET (self->error));
  gtk_box_append (GTK_BOX (self->error_box), discard);
  gtk_widget_set_visible (self->error_box, FALSE);
}

/* The value, or its editor and the mark: going from one to the other is not leaving. */
static GtkWidget *
build_value (SatFieldRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->value), "value");
  gtk_widget_set_hexpand (GTK_WIDGET (self->stack), TRUE);
  self->mark = SAT_FIELD_MARK (sat_field_mark_new ());
  g_signal_connect_swapped (self->mark, "take", G_CALLBACK (cancel_cb), self);
  g_signal_connect (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (box, focus);
  gtk_widget_set_hexpand (box, FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->mark));
  return box;
}

static void
sat_field_row_init (SatFieldRow *self)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->name = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->name, 0);
  gtk_label_set_yalign (self->name, 0);
  gtk_label_set_wrap (self->name, TRUE);
  gtk_label_set_wrap_mode (self->name, PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (GTK_WIDGET (self->name), "dim-label");
  self->value = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->value, 0);
  gtk_label_set_wrap (self->value, TRUE);
  gtk_label_set_wrap_mode (self->value, PANGO_WRAP_WORD_CHAR);
  /* A hyphen in an address would be taken for a part of it. */
  gtk_label_set_attributes (self->value, attributes);
  gtk_label_set_yalign (self->value, 0);
  self->line = SAT_FIELD_LINE (sat_field_line_new (GTK_WIDGET (self->name), build_value (self)));
  sat_field_row_set_name_width (self, sat_text_pixels (LABEL_WIDTH));
  build_error (self);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->line));
  gtk_box_append (GTK_BOX (self->box), self->error_box);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), self->box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "sat-field-row");
  g_signal_connect (self, "notify::parent", G_CALLBACK (parent_changed_cb), NULL);
}

GtkWidget *
sat_field_row_new (SatContext *context, SatRecord *shown, SatRecord *record, const SatField *field)
{
  SatFieldRow *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && SAT_IS_RECORD (shown), NULL);
  g_return_val_if_fail (SAT_IS_RECORD (record) && field != NULL, NULL);
  self = g_object_new (SAT_TYPE_FIELD_ROW, NULL);
  self->context = g_object_ref (context);
  self->registry = sat_registry_ref (sat_context_get_registry (context));
  self->record = g_object_ref (record);
  self->field = field;
  self->draft = sat_field_draft_new (context, shown, record, field);
  gtk_label_set_text (self->name, sat_field_get_label (field));
  if (field->kind == SAT_KIND_LONG_TEXT)
    gtk_widget_set_valign (GTK_WIDGET (self->mark), GTK_ALIGN_START);
  if (sat_format_is_numeric (field) || field->kind == SAT_KIND_DATE)
    gtk_widget_add_css_class (GTK_WIDGET (self->value), "numeric");
  if (!can_edit (self)) {
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
    gtk_widget_action_set_enabled (GTK_WIDGET (self), "row.edit", FALSE);
  }
  self->changed =
      g_signal_connect_swapped (record, "changed", G_CALLBACK (record_changed_cb), self);
  show_value (self);
  restore_draft (self, NULL);
  return GTK_WIDGET (self);
}
