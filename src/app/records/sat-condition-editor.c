/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-condition-editor.h"

#include <glib/gi18n-lib.h>

#include "sat-field-editor.h"
#include "sat-period.h"
#include "sat-reference-search.h"
#include "sat-tab-stop.h"
#include "sat-widgets.h"

#include <string.h>

#define LIST_HEIGHT 260
/* More than this are found by typing. */
#define SEEN_AT_ONCE 8

struct _SatConditionEditor {
  GtkWidget parent_instance;

  SatContext *context;
  SatRegistry *registry; /* keeps the field alive */
  const SatField *field;
  char *path;
  char *label;
  GArray *questions;

  GtkWidget *box;
  GtkDropDown *question;
  GtkWidget *values;      /* a check for each value, when they are few */
  GPtrArray *checks;      /* GtkCheckButton of each */
  SatFieldEditor *editor; /* else; dates have both */
  GtkLabel *error;
};

enum {
  CHANGED,
  DONE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatConditionEditor, sat_condition_editor, GTK_TYPE_WIDGET)

static const SatConditionQuestion *
get_question (SatConditionEditor *self)
{
  guint selected = gtk_drop_down_get_selected (self->question);

  return &g_array_index (self->questions, SatConditionQuestion,
                         selected < self->questions->len ? selected : 0);
}

static char **
read_checks (SatConditionEditor *self)
{
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();

  for (guint i = 0; i < self->checks->len; i++) {
    GtkWidget *check = g_ptr_array_index (self->checks, i);

    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)))
      g_strv_builder_add (values, g_object_get_data (G_OBJECT (check), "value"));
  }
  return g_strv_builder_end (values);
}

static char *
read_editor (SatConditionEditor *self, GError **error)
{
  const char *currency = sat_context_get_format (self->context)->currency;
  g_auto (SatValue) value = SAT_VALUE_INIT;

  if (!sat_field_editor_read (self->editor, &value, error) || value.type == SAT_VALUE_NULL)
    return NULL;
  if (self->field->kind == SAT_KIND_REFERENCE && value.type == SAT_VALUE_INTEGER)
    return sat_context_uuid_text (self->context, value.integer);
  if (self->field->kind == SAT_KIND_REFERENCE || self->field->kind == SAT_KIND_SET)
    return g_strdup (value.text);
  return sat_field_to_string (self->field, &value, currency);
}

static gboolean
is_date (SatConditionEditor *self)
{
  return self->field->kind == SAT_KIND_DATE || self->field->kind == SAT_KIND_INSTANT;
}

/* Periods are ticked, days are typed. */
static gboolean
uses_checks (SatConditionEditor *self)
{
  if (is_date (self))
    return get_question (self)->op == SAT_OP_IN;
  return self->checks->len > 0;
}

static void
show_values (SatConditionEditor *self)
{
  gboolean asks = get_question (self)->needs_value;

  gtk_widget_set_visible (self->values, asks && uses_checks (self));
  if (self->editor != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->editor), asks && !uses_checks (self));
}

SatCondition *
sat_condition_editor_get (SatConditionEditor *self)
{
  const SatConditionQuestion *question;
  g_auto (GStrv) values = NULL;
  g_autofree char *value = NULL;

  g_return_val_if_fail (SAT_IS_CONDITION_EDITOR (self), NULL);
  question = get_question (self);
  if (!question->needs_value)
    return sat_condition_new (self->path, question->negated, question->op, NULL);
  if (uses_checks (self)) {
    values = read_checks (self);
  } else {
    value = read_editor (self, NULL);
    values = g_new0 (char *, 2);
    values[0] = g_steal_pointer (&value);
  }
  if (values[0] == NULL)
    return NULL;
  return sat_condition_new (self->path, question->negated, question->op,
                            (const char *const *)values);
}

static void
show_error (SatConditionEditor *self)
{
  g_autoptr (GError) error = NULL;

  if (self->editor != NULL) {
    g_autofree char *value G_GNUC_UNUSED = read_editor (self, &error);

    sat_field_editor_set_error (self->editor, error != NULL ? error->message : NULL);
  }
  gtk_label_set_text (self->error, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), error != NULL);
}

static void
changed_cb (SatConditionEditor *self)
{
  show_values (self);
  gtk_widget_set_visible (GTK_WIDGET (self->error), FALSE);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
commit_cb (SatConditionEditor *self)
{
  if (!uses_checks (self))
    show_error (self);
  if (!gtk_widget_get_visible (GTK_WIDGET (self->error)))
    g_signal_emit (self, signals[DONE], 0);
}

static void
add_check (SatConditionEditor *self,
           GtkBox *box,
           const char *value,
           const char *label,
           const SatCondition *condition)
{
  GtkWidget *check = gtk_check_button_new_with_label (label);

  g_object_set_data_full (G_OBJECT (check), "value", g_strdup (value), g_free);
  if (condition != NULL && g_strv_contains ((const char *const *)condition->values, value))
    gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (changed_cb), self);
  gtk_box_append (box, check);
  g_ptr_array_add (self->checks, check);
}

static void
find_changed_cb (GtkEditable *entry, SatConditionEditor *self)
{
  g_autofree char *wanted = sat_fold (gtk_editable_get_text (entry));

  for (guint i = 0; i < self->checks->len; i++) {
    GtkWidget *check = g_ptr_array_index (self->checks, i);
    g_autofree char *label = sat_fold (gtk_check_button_get_label (GTK_CHECK_BUTTON (check)));

    gtk_widget_set_visible (check, strstr (label, wanted) != NULL);
  }
}

/* Enter takes the first that is left, and nothing where none is. */
static void
find_done_cb (GtkEntry *entry, SatConditionEditor *self)
{
  for (guint i = 0; i < self->checks->len; i++) {
    GtkWidget *check = g_ptr_array_index (self->checks, i);

    if (!gtk_widget_get_visible (check))
      continue;
    gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
    g_signal_emit (self, signals[DONE], 0);
    return;
  }
}

static GtkWidget *
make_find_entry (SatConditionEditor *self)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_icon_from_icon_name (GTK_ENTRY (entry), GTK_ENTRY_ICON_PRIMARY,
                                     "system-search-symbolic");
  gtk_entry_set_icon_activatable (GTK_ENTRY (entry), GTK_ENTRY_ICON_PRIMARY, FALSE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Find"));
  sat_widget_set_name (entry, _ ("Find"));
  g_signal_connect (entry, "changed", G_CALLBACK (find_changed_cb), self);
  g_signal_connect (entry, "activate", G_CALLBACK (find_done_cb), self);
  return entry;
}

/* GTK keeps the arrows within a check button. */
static gboolean
checks_key_cb (GtkEventControllerKey *controller,
               guint key,
               guint code,
               GdkModifierType modifiers,
               SatConditionEditor *self)
{
  GtkWidget *list = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  GtkWidget *check = gtk_widget_get_focus_child (list);

  if (check == NULL || (key != GDK_KEY_Down && key != GDK_KEY_Up))
    return GDK_EVENT_PROPAGATE;
  do
    check = key == GDK_KEY_Down ? gtk_widget_get_next_sibling (check)
                                : gtk_widget_get_prev_sibling (check);
  while (check != NULL && !gtk_widget_get_visible (check));
  if (check != NULL)
    gtk_widget_grab_focus (check);
  return GDK_EVENT_STOP;
}

/* The checks in a list of bounded height; one stop for Tab, with arrows between them. */
static GtkWidget *
wrap_checks (SatConditionEditor *self, GtkWidget *checks)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *stop = g_object_new (SAT_TYPE_TAB_STOP, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), LIST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), checks);
  adw_bin_set_child (ADW_BIN (stop), scroller);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (checks_key_cb), self);
  gtk_widget_add_controller (checks, keys);
  if (self->checks->len > SEEN_AT_ONCE)
    gtk_box_append (GTK_BOX (box), make_find_entry (self));
  gtk_box_append (GTK_BOX (box), stop);
  return box;
}

static GtkWidget *
make_checks (SatConditionEditor *self, const SatCondition *condition)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autoptr (GPtrArray) candidates = NULL;

  if (self->field->kind == SAT_KIND_CHOICE) {
    for (const SatChoice *c = self->field->choices; c != NULL && c->name != NULL; c++)
      add_check (self, GTK_BOX (box), c->name, sat_field_choice_label (self->field, c->name),
                 condition);
  } else if (is_date (self)) {
    for (const char *const *name = sat_period_names (); *name != NULL; name++)
      add_check (self, GTK_BOX (box), *name, sat_period_label (*name), condition);
  } else if (self->field->kind == SAT_KIND_REFERENCE) {
    candidates = sat_reference_list_small (self->context, self->field);
  }
  for (guint i = 0; candidates != NULL && i < candidates->len; i++) {
    const SatCandidate *candidate = g_ptr_array_index (candidates, i);
    g_autofree char *uuid = sat_context_uuid_text (self->context, candidate->id);

    add_check (self, GTK_BOX (box), uuid, candidate->title, condition);
  }
  return wrap_checks (self, box);
}

static void
show_condition (SatConditionEditor *self, const SatCondition *condition)
{
  g_auto (SatValue) value = SAT_VALUE_INIT;
  const char *text = condition->values[0];
  const char *title = NULL;
  SatUuid uuid;

  if (text == NULL || *text == '@')
    return;
  if (self->field->kind == SAT_KIND_REFERENCE && sat_uuid_parse (text, &uuid)) {
    SatReader *reader = sat_context_get_reader (self->context);

    value = sat_value_int (sat_reader_find (reader, &uuid, NULL, NULL, NULL));
    title = sat_reader_title (reader, value.integer);
  } else if (self->field->kind == SAT_KIND_REFERENCE || self->field->kind == SAT_KIND_SET) {
    value = sat_value_text (text);
  } else {
    sat_field_parse (self->field, text, sat_context_get_format (self->context)->currency, &value,
                     NULL);
  }
  sat_field_editor_set_value (self->editor, &value, title);
}

static GtkWidget *
make_editor (SatConditionEditor *self, const SatCondition *condition)
{
  self->editor = SAT_FIELD_EDITOR (sat_field_editor_new (self->context, self->field, NULL));
  if (condition != NULL)
    show_condition (self, condition);
  g_signal_connect_swapped (self->editor, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->editor, "commit", G_CALLBACK (commit_cb), self);
  return GTK_WIDGET (self->editor);
}

static void
make_question (SatConditionEditor *self, const SatCondition *condition)
{
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();
  g_auto (GStrv) strv = NULL;
  guint selected = 0;

  for (guint i = 0; i < self->questions->len; i++) {
    const SatConditionQuestion *q = &g_array_index (self->questions, SatConditionQuestion, i);

    g_strv_builder_add (labels, q->label);
    if (condition != NULL && q->op == condition->op && q->negated == condition->negated)
      selected = i;
  }
  strv = g_strv_builder_end (labels);
  self->question = GTK_DROP_DOWN (gtk_drop_down_new_from_strings ((const char *const *)strv));
  gtk_drop_down_set_selected (self->question, selected);
  sat_widget_set_name (GTK_WIDGET (self->question), _ ("Condition"));
  g_signal_connect_swapped (self->question, "notify::selected", G_CALLBACK (changed_cb), self);
}

static void
build (SatConditionEditor *self, const SatCondition *condition)
{
  GtkWidget *title = gtk_label_new (self->label);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_add_css_class (title, "heading");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  make_question (self, condition);
  self->values = make_checks (self, condition);
  self->error = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->error, TRUE);
  gtk_label_set_xalign (self->error, 0);
  gtk_label_set_max_width_chars (self->error, 30);
  gtk_widget_add_css_class (GTK_WIDGET (self->error), "error");
  gtk_widget_add_css_class (GTK_WIDGET (self->error), "caption");
  gtk_widget_set_visible (GTK_WIDGET (self->error), FALSE);
  gtk_box_append (GTK_BOX (self->box), title);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->question));
  gtk_box_append (GTK_BOX (self->box), self->values);
  if (self->checks->len == 0 || is_date (self))
    gtk_box_append (GTK_BOX (self->box), make_editor (self, condition));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->error));
  show_values (self);
}

static void
sat_condition_editor_dispose (GObject *object)
{
  SatConditionEditor *self = SAT_CONDITION_EDITOR (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_condition_editor_parent_class)->dispose (object);
}

static void
sat_condition_editor_finalize (GObject *object)
{
  SatConditionEditor *self = SAT_CONDITION_EDITOR (object);

  g_ptr_array_unref (self->checks);
  g_free (self->path);
  g_free (self->label);
  g_clear_pointer (&self->questions, g_array_unref);
  g_clear_pointer (&self->registry, sat_registry_unref);
  G_OBJECT_CLASS (sat_condition_editor_parent_class)->finalize (object);
}

static void
sat_condition_editor_class_init (SatConditionEditorClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_condition_editor_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_condition_editor_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[CHANGED] =
      g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[DONE] =
      g_signal_new ("done", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sat_condition_editor_init (SatConditionEditor *self)
{
  self->checks = g_ptr_array_new ();
}

GtkWidget *
sat_condition_editor_new (SatContext *context,
                          const SatType *type,
                          const char *path,
                          const SatCondition *condition)
{
  SatConditionEditor *self;
  SatRegistry *registry;
  const SatField *field;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && type != NULL && path != NULL, NULL);
  registry = sat_context_get_registry (context);
  field = sat_condition_path_field (registry, type, path);
  g_return_val_if_fail (field != NULL, NULL);
  self = g_object_new (SAT_TYPE_CONDITION_EDITOR, NULL);
  self->context = g_object_ref (context);
  self->registry = sat_registry_ref (registry);
  self->field = field;
  self->path = g_strdup (path);
  self->label = sat_condition_path_label (registry, type, path);
  self->questions = sat_condition_questions (field);
  build (self, condition);
  return GTK_WIDGET (self);
}
