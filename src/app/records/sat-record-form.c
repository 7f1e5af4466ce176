/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-record-form.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-drafts.h"
#include "sat-field-editor.h"

/* A field of the form. */
typedef struct {
  const SatField *field;
  SatFieldEditor *editor;
  GtkLabel *label;
  GtkLabel *error;
  GtkWidget *row;
  gboolean left_out;
} Line;

struct _SatRecordForm {
  GtkWidget parent_instance;
  SatContext *context;
  SatRegistry *registry; /* keeps type and fields alive */
  const SatType *type;
  char *place;
  GPtrArray *lines; /* Line */
  GtkWidget *box;
  GtkWidget *fields;
  GtkWidget *more;
  GtkSizeGroup *labels;
};

enum {
  SUBMIT,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatRecordForm, sat_record_form, GTK_TYPE_WIDGET)

static Line *
find_line (SatRecordForm *self, const char *name)
{
  for (guint i = 0; i < self->lines->len; i++) {
    Line *line = g_ptr_array_index (self->lines, i);

    if (g_str_equal (line->field->name, name))
      return line;
  }
  return NULL;
}

static void
reveal (Line *line)
{
  gtk_widget_set_visible (line->row, !line->left_out);
}

static void
show_error (Line *line, const char *message)
{
  gtk_label_set_text (line->error, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (line->error), message != NULL);
  sat_field_editor_set_error (line->editor, message);
}

static void
typed_cb (SatFieldEditor *editor, SatRecordForm *self)
{
  const SatField *field = sat_field_editor_get_field (editor);
  g_autofree char *draft = sat_field_editor_get_draft (editor);

  show_error (find_line (self, field->name), NULL);
  if (self->place != NULL && draft != NULL)
    sat_drafts_set (sat_context_get_drafts (self->context), self->place, field->name, draft);
}

static void
commit_cb (SatFieldEditor *editor, SatRecordForm *self)
{
  if (!sat_field_editor_is_choice (editor) &&
      sat_field_editor_get_field (editor)->kind != SAT_KIND_REFERENCE)
    g_signal_emit (self, signals[SUBMIT], 0);
}

static gboolean
is_asked (const SatField *field, const char *without)
{
  return sat_field_is_writable (field) && !(field->flags & SAT_FIELD_INTERNAL) &&
         field->kind != SAT_KIND_JSON && g_strcmp0 (field->name, without) != 0;
}

static gboolean
is_essential (const SatField *field)
{
  return (field->flags & (SAT_FIELD_REQUIRED | SAT_FIELD_LISTED)) != 0;
}

static void
fill_standard (Line *line)
{
  g_auto (SatValue) value = SAT_VALUE_INIT;

  if (line->field->standard != NULL &&
      sat_field_parse (line->field, line->field->standard, NULL, &value, NULL))
    sat_field_editor_set_value (line->editor, &value, NULL);
}

static void
free_line (gpointer data)
{
  g_free (data);
}

static Line *
make_line (SatRecordForm *self, const SatField *field)
{
  Line *line = g_new0 (Line, 1);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  const char *label = sat_field_get_label (field);
  /* Translators: the name of a field that must be filled in */
  g_autofree char *required = g_strdup_printf (C_ ("field", "%s *"), label);

  line->field = field;
  line->row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  line->label = GTK_LABEL (gtk_label_new (field->flags & SAT_FIELD_REQUIRED ? required : label));
  gtk_label_set_xalign (line->label, 1);
  gtk_widget_set_valign (GTK_WIDGET (line->label),
                         field->kind == SAT_KIND_LONG_TEXT ? GTK_ALIGN_START : GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (line->label), "dim-label");
  gtk_size_group_add_widget (self->labels, GTK_WIDGET (line->label));
  line->editor = SAT_FIELD_EDITOR (sat_field_editor_new (self->context, field, NULL));
  gtk_widget_set_hexpand (GTK_WIDGET (line->editor), TRUE);
  g_signal_connect (line->editor, "changed", G_CALLBACK (typed_cb), self);
  g_signal_connect (line->editor, "commit", G_CALLBACK (commit_cb), self);
  line->error = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (line->error, 1);
  gtk_label_set_wrap (line->error, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (line->error), "error");
  gtk_widget_add_css_class (GTK_WIDGET (line->error), "caption");
  gtk_widget_set_visible (GTK_WIDGET (line->error), FALSE);
  gtk_box_append (GTK_BOX (top), GTK_WIDGET (line->label));
  gtk_box_append (GTK_BOX (top), GTK_WIDGET (line->editor));
  gtk_box_append (GTK_BOX (line->row), top);
  gtk_box_append (GTK_BOX (line->row), GTK_WIDGET (line->error));
  fill_standard (line);
  return line;
}

static void
more_clicked_cb (SatRecordForm *self)
{
  Line *first = NULL;

  gtk_widget_set_visible (self->more, FALSE);
  for (guint i = 0; i < self->lines->len; i++) {
    Line *line = g_ptr_array_index (self->lines, i);

    if (first == NULL && !gtk_widget_get_visible (line->row) && !line->left_out)
      first = line;
    reveal (line);
  }
  if (first != NULL)
    sat_field_editor_focus (first->editor);
}

static void
restore_draft (SatRecordForm *self)
{
  for (guint i = 0; self->place != NULL && i < self->lines->len; i++) {
    Line *line = g_ptr_array_index (self->lines, i);
    const char *draft =
        sat_drafts_get (sat_context_get_drafts (self->context), self->place, line->field->name);

    if (draft != NULL) {
      sat_field_editor_set_draft (line->editor, draft);
      reveal (line);
    }
  }
}

static void
build (SatRecordForm *self, const char *without)
{
  gboolean folded = FALSE;

  for (guint i = 0; i < self->type->n_fields; i++) {
    const SatField *field = self->type->fields[i];
    Line *line;

    if (!is_asked (field, without))
      continue;
    line = make_line (self, field);
    g_ptr_array_add (self->lines, line);
    gtk_box_append (GTK_BOX (self->fields), line->row);
    if (!is_essential (field)) {
      gtk_widget_set_visible (line->row, FALSE);
      folded = TRUE;
    }
  }
  gtk_widget_set_visible (self->more, folded);
  restore_draft (self);
}

void
sat_record_form_fill (SatRecordForm *self, const char *field, const char *text)
{
  SatReader *reader;
  g_auto (SatValue) value = SAT_VALUE_INIT;
  Line *line;

  g_return_if_fail (SAT_IS_RECORD_FORM (self) && field != NULL && text != NULL);
  line = find_line (self, field);
  if (line == NULL)
    return;
  reader = sat_context_get_reader (self->context);
  if (line->field->kind == SAT_KIND_REFERENCE) {
    gint64 id = 0;

    if (!sat_reader_resolve (reader, line->field, text, &id, NULL) || id == 0)
      return;
    value = sat_value_int (id);
    sat_field_editor_set_value (line->editor, &value, sat_reader_title (reader, id));
  } else if (sat_field_parse (line->field, text, NULL, &value, NULL)) {
    sat_field_editor_set_value (line->editor, &value, NULL);
  }
  reveal (line);
}

void
sat_record_form_leave_out (SatRecordForm *self, const char *field)
{
  Line *line;

  g_return_if_fail (SAT_IS_RECORD_FORM (self) && field != NULL);
  line = find_line (self, field);
  if (line == NULL)
    return;
  line->left_out = TRUE;
  gtk_widget_set_visible (line->row, FALSE);
}

/* An amount has the digits of the currency that the form says beside it. */
static void
follow_currency (SatRecordForm *self, Line *line)
{
  Line *currency = line->field->kind == SAT_KIND_MONEY && line->field->currency != NULL
                       ? find_line (self, line->field->currency)
                       : NULL;
  g_auto (SatValue) value = SAT_VALUE_INIT;

  if (currency != NULL && sat_field_editor_read (currency->editor, &value, NULL) &&
      value.type == SAT_VALUE_TEXT)
    sat_field_editor_set_currency (line->editor, value.text);
}

static gboolean
read_line (Line *line, SatEntry *entry)
{
  g_auto (SatValue) value = SAT_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  if (!sat_field_editor_read (line->editor, &value, &error) ||
      (value.type != SAT_VALUE_NULL && !sat_edit_put (entry, line->field, &value, &error))) {
    show_error (line, error->message);
    return FALSE;
  }
  if (value.type == SAT_VALUE_NULL && (line->field->flags & SAT_FIELD_REQUIRED)) {
    show_error (line, _ ("This may not be empty"));
    return FALSE;
  }
  return TRUE;
}

/* A record that nothing names could not be found again. */
static gboolean
has_title (SatRecordForm *self)
{
  g_auto (GStrv) names = g_strsplit_set (self->type->title, " |", -1);

  for (guint i = 0; names[i] != NULL; i++) {
    Line *line = find_line (self, names[i]);
    g_auto (SatValue) value = SAT_VALUE_INIT;

    if (line != NULL && sat_field_editor_read (line->editor, &value, NULL) &&
        value.type != SAT_VALUE_NULL)
      return TRUE;
  }
  return FALSE;
}

SatEntry *
sat_record_form_read (SatRecordForm *self)
{
  g_autoptr (SatEntry) entry = NULL;
  Line *wrong = NULL;

  g_return_val_if_fail (SAT_IS_RECORD_FORM (self), NULL);
  entry = sat_entry_new (self->type, 0);
  for (guint i = 0; i < self->lines->len; i++) {
    Line *line = g_ptr_array_index (self->lines, i);

    follow_currency (self, line);
    if (!read_line (line, entry) && wrong == NULL)
      wrong = line;
  }
  if (wrong == NULL && self->lines->len > 0 && !has_title (self)) {
    g_auto (GStrv) names = g_strsplit_set (self->type->title, " |", -1);

    wrong = find_line (self, names[0]);
    if (wrong != NULL)
      show_error (wrong, _ ("A name is needed to find this again"));
  }
  if (wrong == NULL)
    return g_steal_pointer (&entry);
  reveal (wrong);
  sat_field_editor_focus (wrong->editor);
  return NULL;
}

void
sat_record_form_forget (SatRecordForm *self)
{
  g_return_if_fail (SAT_IS_RECORD_FORM (self));
  if (self->place != NULL)
    sat_drafts_clear (sat_context_get_drafts (self->context), self->place);
}

void
sat_record_form_focus (SatRecordForm *self)
{
  g_return_if_fail (SAT_IS_RECORD_FORM (self));
  for (guint i = 0; i < self->lines->len; i++) {
    Line *line = g_ptr_array_index (self->lines, i);

    if (gtk_widget_get_visible (line->row) && !sat_field_editor_is_choice (line->editor)) {
      sat_field_editor_focus (line->editor);
      return;
    }
  }
}

static void
sat_record_form_dispose (GObject *object)
{
  SatRecordForm *self = SAT_RECORD_FORM (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->labels);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_record_form_parent_class)->dispose (object);
}

static void
sat_record_form_finalize (GObject *object)
{
  SatRecordForm *self = SAT_RECORD_FORM (object);

  g_ptr_array_unref (self->lines);
  g_clear_pointer (&self->registry, sat_registry_unref);
  g_free (self->place);
  G_OBJECT_CLASS (sat_record_form_parent_class)->finalize (object);
}

static void
sat_record_form_class_init (SatRecordFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_record_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_record_form_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[SUBMIT] = g_signal_new ("submit", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
sat_record_form_init (SatRecordForm *self)
{
  self->lines = g_ptr_array_new_with_free_func (free_line);
  self->labels = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->fields = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  self->more = gtk_button_new_with_mnemonic (_ ("_More Fields"));
  gtk_widget_add_css_class (self->more, "flat");
  gtk_widget_set_halign (self->more, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->more, "clicked", G_CALLBACK (more_clicked_cb), self);
  gtk_box_append (GTK_BOX (self->box), self->fields);
  gtk_box_append (GTK_BOX (self->box), self->more);
}

GtkWidget *
sat_record_form_new (SatContext *context,
                     const char *type_name,
                     const char *place,
                     const char *without)
{
  SatRecordForm *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && type_name != NULL, NULL);
  self = g_object_new (SAT_TYPE_RECORD_FORM, NULL);
  self->context = g_object_ref (context);
  self->registry = sat_registry_ref (sat_context_get_registry (context));
  self->type = sat_registry_type (self->registry, type_name);
  self->place = g_strdup (place);
  build (self, without);
  return GTK_WIDGET (self);
}
