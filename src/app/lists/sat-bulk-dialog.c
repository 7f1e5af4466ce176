/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-bulk-dialog.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-bulk-preview-list.h"
#include "sat-field-editor.h"
#include "sat-tag-picker.h"
#include "sat-widgets.h"

/* Typing is followed by one look at the records, not by one a letter. */
#define PREVIEW_DELAY_MS 200

struct _SatBulkDialog {
  AdwWindow parent_instance;
  SatContext *context;
  SatRegistry *registry; /* keeps the fields alive */
  const SatType *type;
  SatBulkQuestion question;
  GArray *ids;
  GPtrArray *fields; /* of the field row */
  const SatField *field;
  SatFieldEditor *editor;
  GtkWidget *picker;
  guint preview_timeout;
  GCancellable *looking;

  AdwWindowTitle *title;
  GtkWidget *apply_button;
  AdwPreferencesGroup *group;
  AdwActionRow *field_row;
  GtkDropDown *field_choice;
  AdwActionRow *value_row;
  AdwActionRow *empty_row;
  GtkSwitch *empty;
  GtkLabel *failure;
  SatBulkPreviewList *preview;
};

enum {
  CHOSEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatBulkDialog, sat_bulk_dialog, ADW_TYPE_WINDOW)

static gboolean
asks_tag (SatBulkDialog *self)
{
  return self->question == SAT_BULK_ASK_NEW_TAG || self->question == SAT_BULK_ASK_OLD_TAG;
}

static SatBulk *
read_tag (SatBulkDialog *self)
{
  g_autofree char *tag = sat_tag_picker_dup_text (SAT_TAG_PICKER (self->picker));

  if (*tag == '\0')
    return NULL;
  return sat_bulk_new_tag (self->type->name, tag, self->question == SAT_BULK_ASK_NEW_TAG,
                           self->ids);
}

/* NULL: there is nothing to do yet, or what is typed does not fit (*@error). */
static SatBulk *
read_field (SatBulkDialog *self, GError **error)
{
  g_auto (SatValue) value = SAT_VALUE_INIT;
  g_autofree char *text = NULL;

  if (self->editor == NULL)
    return NULL;
  if (gtk_switch_get_active (self->empty))
    return sat_bulk_new_set (self->type->name, self->field->name, &value, self->ids);
  if (!sat_field_editor_read (self->editor, &value, error) || value.type == SAT_VALUE_NULL)
    return NULL;
  if (self->field->kind != SAT_KIND_MONEY)
    return sat_bulk_new_set (self->type->name, self->field->name, &value, self->ids);
  text =
      sat_field_to_string (self->field, &value, sat_context_get_format (self->context)->currency);
  return sat_bulk_new_set_money (self->type->name, self->field->name, text, self->ids);
}

static SatBulk *
read_answer (SatBulkDialog *self, GError **error)
{
  return asks_tag (self) ? read_tag (self) : read_field (self, error);
}

static void
show_failure (SatBulkDialog *self, const char *message)
{
  gtk_label_set_text (self->failure, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->failure), message != NULL);
}

static gpointer
look (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  return sat_bulk_preview (data, reader, cancellable, error);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatBulkPreview) preview = sat_context_read_finish (result, &error);
  SatBulkDialog *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->looking);
  if (preview == NULL) {
    sat_bulk_preview_list_clear (self->preview);
    show_failure (self, error->message);
    return;
  }
  sat_bulk_preview_list_show (self->preview, self->field, preview);
  gtk_widget_set_sensitive (self->apply_button, preview->changes > 0);
}

static void
stop_looking (SatBulkDialog *self)
{
  g_clear_handle_id (&self->preview_timeout, g_source_remove);
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
}

static gboolean
preview_cb (gpointer user_data)
{
  SatBulkDialog *self = user_data;
  g_autoptr (SatBulk) bulk = read_answer (self, NULL);

  self->preview_timeout = 0;
  if (bulk == NULL)
    return G_SOURCE_REMOVE;
  sat_bulk_preview_list_begin (self->preview, bulk);
  self->looking = g_cancellable_new ();
  sat_context_read_async (self->context, look, sat_bulk_ref (bulk), (GDestroyNotify)sat_bulk_unref,
                          (GDestroyNotify)sat_bulk_preview_free, self->looking, looked_cb, self);
  return G_SOURCE_REMOVE;
}

static void
answer_changed_cb (SatBulkDialog *self)
{
  g_autoptr (SatBulk) bulk = read_answer (self, NULL);

  stop_looking (self);
  show_failure (self, NULL);
  if (self->editor != NULL)
    gtk_widget_set_sensitive (GTK_WIDGET (self->editor), !gtk_switch_get_active (self->empty));
  gtk_widget_set_sensitive (self->apply_button, bulk != NULL);
  if (bulk == NULL)
    sat_bulk_preview_list_clear (self->preview);
  else
    self->preview_timeout = g_timeout_add (PREVIEW_DELAY_MS, preview_cb, self);
}

static void
apply_cb (SatBulkDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatBulk) bulk = read_answer (self, &error);

  if (bulk == NULL || !gtk_widget_get_sensitive (self->apply_button)) {
    if (error != NULL) {
      show_failure (self, error->message);
      sat_field_editor_set_error (self->editor, error->message);
    }
    return;
  }
  g_object_ref (self);
  g_signal_emit (self, signals[CHOSEN], 0, bulk);
  gtk_window_close (GTK_WINDOW (self));
  g_object_unref (self);
}

static void
editor_commit_cb (SatBulkDialog *self)
{
  if (!sat_field_editor_is_choice (self->editor) && self->field->kind != SAT_KIND_REFERENCE)
    apply_cb (self);
}

static void
apply_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  apply_cb (SAT_BULK_DIALOG (widget));
}

static void
show_editor (SatBulkDialog *self, const SatField *field)
{
  const char *currency = sat_context_get_format (self->context)->currency;
  gboolean required = (field->flags & SAT_FIELD_REQUIRED) != 0;

  if (self->editor != NULL)
    adw_action_row_remove (self->value_row, GTK_WIDGET (self->editor));
  self->field = field;
  self->editor = SAT_FIELD_EDITOR (
      sat_field_editor_new (self->context, field, field->kind == SAT_KIND_MONEY ? currency : NULL));
  gtk_widget_set_valign (GTK_WIDGET (self->editor), GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (GTK_WIDGET (self->editor), TRUE);
  gtk_widget_set_size_request (GTK_WIDGET (self->editor), 260, -1);
  g_signal_connect_swapped (self->editor, "changed", G_CALLBACK (answer_changed_cb), self);
  g_signal_connect_swapped (self->editor, "commit", G_CALLBACK (editor_commit_cb), self);
  g_signal_connect_swapped (self->editor, "cancel", G_CALLBACK (gtk_window_close), self);
  adw_action_row_add_suffix (self->value_row, GTK_WIDGET (self->editor));
  gtk_widget_set_visible (GTK_WIDGET (self->empty_row), !required);
  gtk_switch_set_active (self->empty, FALSE);
  answer_changed_cb (self);
}

static void
field_chosen_cb (SatBulkDialog *self)
{
  guint selected = gtk_drop_down_get_selected (self->field_choice);

  if (selected < self->fields->len)
    show_editor (self, g_ptr_array_index (self->fields, selected));
}

void
sat_bulk_dialog_set_field (SatBulkDialog *self, const char *name)
{
  g_return_if_fail (SAT_IS_BULK_DIALOG (self) && name != NULL);
  for (guint i = 0; i < self->fields->len; i++)
    if (g_str_equal (((const SatField *)self->fields->pdata[i])->name, name))
      gtk_drop_down_set_selected (self->field_choice, i);
}

static void
fill_fields (SatBulkDialog *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  for (guint i = 0; i < self->type->n_fields; i++) {
    const SatField *field = self->type->fields[i];

    if (!sat_bulk_can_set (field))
      continue;
    g_ptr_array_add (self->fields, (gpointer)field);
    gtk_string_list_append (labels, sat_field_get_label (field));
  }
  gtk_drop_down_set_expression (
      self->field_choice, gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string"));
  gtk_drop_down_set_enable_search (self->field_choice, self->fields->len > 10);
  gtk_drop_down_set_model (self->field_choice, G_LIST_MODEL (labels));
  sat_widget_set_name (GTK_WIDGET (self->field_choice), _ ("Field"));
}

/* Names differ from record to record; what lists show besides is what people set for many. */
static guint
likely_field (SatBulkDialog *self)
{
  for (guint i = 0; i < self->fields->len; i++) {
    const SatField *field = self->fields->pdata[i];

    if ((field->flags & SAT_FIELD_LISTED) && !(field->flags & SAT_FIELD_REQUIRED) &&
        strstr (self->type->title, field->name) == NULL)
      return i;
  }
  return 0;
}

static void
ask_field (SatBulkDialog *self)
{
  fill_fields (self);
  gtk_drop_down_set_selected (self->field_choice, likely_field (self));
  g_signal_connect_swapped (self->field_choice, "notify::selected", G_CALLBACK (field_chosen_cb),
                            self);
  field_chosen_cb (self);
}

static void
ask_owner (SatBulkDialog *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->field_row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->value_row), _ ("New owner"));
  show_editor (self, sat_type_field (self->type, "owner"));
}

static void
ask_tag (SatBulkDialog *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->field_row), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->value_row), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->empty_row), FALSE);
  self->picker = sat_tag_picker_new (self->context, self->type->name,
                                     self->question == SAT_BULK_ASK_OLD_TAG ? self->ids : NULL);
  g_signal_connect_swapped (self->picker, "changed", G_CALLBACK (answer_changed_cb), self);
  g_signal_connect_swapped (self->picker, "commit", G_CALLBACK (apply_cb), self);
  adw_preferences_group_add (self->group, self->picker);
}

static const char *
apply_label (SatBulkQuestion question)
{
  switch (question) {
  case SAT_BULK_ASK_NEW_TAG:
    return _ ("_Add");
  case SAT_BULK_ASK_OLD_TAG:
    return _ ("_Remove");
  case SAT_BULK_ASK_FIELD:
  case SAT_BULK_ASK_OWNER:
  default:
    return _ ("C_hange");
  }
}

static const char *
question_title (SatBulkQuestion question)
{
  switch (question) {
  case SAT_BULK_ASK_OWNER:
    return _ ("Change Owner");
  case SAT_BULK_ASK_NEW_TAG:
    return _ ("Add a Tag");
  case SAT_BULK_ASK_OLD_TAG:
    return _ ("Remove a Tag");
  case SAT_BULK_ASK_FIELD:
  default:
    return _ ("Edit a Field");
  }
}

static void
sat_bulk_dialog_dispose (GObject *object)
{
  SatBulkDialog *self = SAT_BULK_DIALOG (object);

  stop_looking (self);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_bulk_dialog_parent_class)->dispose (object);
}

static void
sat_bulk_dialog_finalize (GObject *object)
{
  SatBulkDialog *self = SAT_BULK_DIALOG (object);

  g_ptr_array_unref (self->fields);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->registry, sat_registry_unref);
  G_OBJECT_CLASS (sat_bulk_dialog_parent_class)->finalize (object);
}

static void
sat_bulk_dialog_class_init (SatBulkDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_bulk_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_bulk_dialog_finalize;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  g_type_ensure (SAT_TYPE_BULK_PREVIEW_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/satchel/Satchel/lists/sat-bulk-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SatBulkDialog, title);
  gtk_widget_class_bind_template_child (widget_class, SatBulkDialog, apply_button);
  gtk_widget_class_bind_template_child (widget_class, SatBulkDialog, group);
  gtk_widget_class_bind_template_child (widget_class, SatBulkDialog, field_row);
  gtk_widget_class_bind_template_child (widget_class, SatBulkDialog, field_choice);
  gtk_widget_class_bind_template_child (widget_class, SatBulkDialog, value_row);
  gtk_widget_class_bind_template_child (widget_class, SatBulkDialog, empty_row);
  gtk_widget_class_bind_template_child (widget_class, SatBulkDialog, empty);
  gtk_widget_class_bind_template_child (widget_class, SatBulkDialog, failure);
  gtk_widget_class_bind_template_child (widget_class, SatBulkDialog, preview);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, answer_changed_cb);
  gtk_widget_class_install_action (widget_class, "dialog.apply", NULL, apply_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "dialog.apply", NULL);
}

static void
sat_bulk_dialog_init (SatBulkDialog *self)
{
  self->fields = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  sat_widget_scale_window (GTK_WINDOW (self));
}

SatBulkDialog *
sat_bulk_dialog_new (GtkWindow *parent,
                     SatContext *context,
                     const char *type_name,
                     SatBulkQuestion question,
                     GArray *ids)
{
  SatBulkDialog *self;
  g_autofree char *records = NULL;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && type_name != NULL, NULL);
  g_return_val_if_fail (ids != NULL && ids->len > 0, NULL);
  self = g_object_new (SAT_TYPE_BULK_DIALOG, "transient-for", parent, "title",
                       question_title (question), NULL);
  self->context = g_object_ref (context);
  self->registry = sat_registry_ref (sat_context_get_registry (context));
  self->type = sat_registry_type (self->registry, type_name);
  self->question = question;
  self->ids = g_array_ref (ids);
  records = sat_bulk_describe_records (context, type_name, ids->len);
  adw_window_title_set_title (self->title, question_title (question));
  adw_window_title_set_subtitle (self->title, records);
  gtk_button_set_label (GTK_BUTTON (self->apply_button), apply_label (question));
  sat_bulk_preview_list_set_context (self->preview, context);
  if (question == SAT_BULK_ASK_FIELD)
    ask_field (self);
  else if (question == SAT_BULK_ASK_OWNER)
    ask_owner (self);
  else
    ask_tag (self);
  if (self->picker != NULL)
    sat_tag_picker_focus (SAT_TAG_PICKER (self->picker));
  else if (question == SAT_BULK_ASK_OWNER)
    sat_field_editor_focus (self->editor);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->field_choice));
  return self;
}
