/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-filter-bar.h"

#include <glib/gi18n-lib.h>

#include "sat-condition-editor.h"
#include "sat-field-list.h"
#include "sat-filter-chip.h"
#include "sat-settings.h"
#include "sat-widgets.h"

struct _SatFilterBar {
  GtkWidget parent_instance;

  SatContext *context;
  char *type_name;
  GSettings *settings;
  GPtrArray *conditions; /* SatCondition */
  SatFilter *filter;
  GtkWidget *key_capture;

  GtkWidget *line;
  GtkWidget *words;
  GtkToggleButton *mine;
  GtkWidget *add_button;
  GtkPopover *add_popover;
  GtkStack *add_stack;
  GtkFlowBox *chips;
  gboolean updating;
  gboolean keeps_words;
};

enum {
  CHANGED,
  WORDS_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatFilterBar, sat_filter_bar, GTK_TYPE_WIDGET)

static void rebuild_chips (SatFilterBar *self);

static const SatType *
get_type_of (SatFilterBar *self)
{
  return sat_context_get_type_by_name (self->context, self->type_name);
}

SatFilter *
sat_filter_bar_get_filter (SatFilterBar *self)
{
  g_return_val_if_fail (SAT_IS_FILTER_BAR (self), NULL);
  return self->filter;
}

const char *
sat_filter_bar_get_words (SatFilterBar *self)
{
  g_return_val_if_fail (SAT_IS_FILTER_BAR (self), NULL);
  return gtk_editable_get_text (GTK_EDITABLE (self->words));
}

/* "Mine" is the condition that the owner is the user; it has its button instead of a chip. */
static char *
my_uuid (SatFilterBar *self)
{
  return sat_context_uuid_text (self->context, sat_context_get_user (self->context));
}

static gboolean
is_mine (const SatCondition *condition, const char *uuid)
{
  return *uuid != '\0' && g_str_equal (condition->path, "owner") && !condition->negated &&
         condition->op == SAT_OP_IN && g_strv_length (condition->values) == 1 &&
         g_str_equal (condition->values[0], uuid);
}

static void
conditions_changed (SatFilterBar *self)
{
  g_clear_pointer (&self->filter, sat_filter_unref);
  self->filter = sat_conditions_to_filter (self->conditions);
  g_settings_set_value (self->settings, SAT_SETTING_FILTERS,
                        sat_conditions_to_variant (self->conditions));
  rebuild_chips (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
chip_removed_cb (SatFilterChip *chip, SatFilterBar *self)
{
  g_ptr_array_remove (self->conditions, (gpointer)sat_filter_chip_get_condition (chip));
  conditions_changed (self);
}

static void
chip_edited_cb (SatFilterChip *chip, SatFilterBar *self)
{
  const SatCondition *old = sat_filter_chip_get_condition (chip);
  SatCondition *condition = sat_filter_chip_read (chip);
  guint index;

  if (condition == NULL || !g_ptr_array_find (self->conditions, old, &index)) {
    sat_condition_free (condition);
    return;
  }
  sat_filter_chip_set_condition (chip, condition);
  sat_condition_free (self->conditions->pdata[index]);
  self->conditions->pdata[index] = condition;
  g_clear_pointer (&self->filter, sat_filter_unref);
  self->filter = sat_conditions_to_filter (self->conditions);
  g_settings_set_value (self->settings, SAT_SETTING_FILTERS,
                        sat_conditions_to_variant (self->conditions));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
rebuild_chips (SatFilterBar *self)
{
  g_autofree char *uuid = my_uuid (self);
  gboolean mine = FALSE;
  GtkWidget *child;
  guint shown = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->chips))) != NULL)
    gtk_flow_box_remove (self->chips, child);
  for (guint i = 0; i < self->conditions->len; i++) {
    const SatCondition *condition = g_ptr_array_index (self->conditions, i);
    GtkWidget *chip;

    if (is_mine (condition, uuid)) {
      mine = TRUE;
      continue;
    }
    chip = sat_filter_chip_new (self->context, get_type_of (self), condition);
    g_signal_connect (chip, "removed", G_CALLBACK (chip_removed_cb), self);
    g_signal_connect (chip, "edited", G_CALLBACK (chip_edited_cb), self);
    gtk_flow_box_append (self->chips, chip);
    gtk_widget_set_focusable (gtk_widget_get_parent (chip), FALSE);
    shown++;
  }
  /* Else GTK may break a line for whose second half it has no height. */
  gtk_flow_box_set_min_children_per_line (self->chips, CLAMP (shown, 1, 3));
  gtk_widget_set_visible (GTK_WIDGET (self->chips), shown > 0);
  self->updating = TRUE;
  gtk_toggle_button_set_active (self->mine, mine);
  gtk_widget_set_visible (GTK_WIDGET (self->mine),
                          *uuid != '\0' && sat_type_field (get_type_of (self), "owner") != NULL);
  self->updating = FALSE;
}

static void
mine_toggled_cb (GtkToggleButton *button, SatFilterBar *self)
{
  g_autofree char *uuid = NULL;
  const char *values[2] = {NULL, NULL};

  if (self->updating)
    return;
  uuid = my_uuid (self);
  for (guint i = 0; i < self->conditions->len;) {
    if (g_str_equal (((SatCondition *)self->conditions->pdata[i])->path, "owner"))
      g_ptr_array_remove_index (self->conditions, i);
    else
      i++;
  }
  values[0] = uuid;
  if (gtk_toggle_button_get_active (button))
    g_ptr_array_add (self->conditions, sat_condition_new ("owner", FALSE, SAT_OP_IN, values));
  conditions_changed (self);
}

static void
words_changed_cb (GtkSearchEntry *entry, SatFilterBar *self)
{
  if (self->keeps_words)
    g_settings_set_string (self->settings, SAT_SETTING_WORDS, sat_filter_bar_get_words (self));
  g_signal_emit (self, signals[WORDS_CHANGED], 0);
}

static void
words_done_cb (SatFilterBar *self)
{
  if (self->key_capture != NULL)
    gtk_widget_child_focus (self->key_capture, GTK_DIR_TAB_FORWARD);
}

static void
words_stopped_cb (SatFilterBar *self)
{
  if (*sat_filter_bar_get_words (self) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->words), "");
  else
    words_done_cb (self);
}

static void
add_clicked_cb (SatFilterBar *self)
{
  GtkWidget *editor = gtk_stack_get_visible_child (self->add_stack);
  SatCondition *condition;

  editor = g_object_get_data (G_OBJECT (editor), "editor");
  condition = editor != NULL ? sat_condition_editor_get (SAT_CONDITION_EDITOR (editor)) : NULL;
  if (condition == NULL)
    return;
  gtk_popover_popdown (self->add_popover);
  g_ptr_array_add (self->conditions, condition);
  conditions_changed (self);
}

static void
editor_changed_cb (SatConditionEditor *editor, GtkWidget *button)
{
  g_autoptr (SatCondition) condition = sat_condition_editor_get (editor);

  gtk_widget_set_sensitive (button, condition != NULL);
}

static void
field_chosen_cb (SatFieldList *list, const char *name, SatFilterBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *editor = sat_condition_editor_new (self->context, get_type_of (self), name, NULL);
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Add Condition"));
  GtkWidget *old = gtk_stack_get_child_by_name (self->add_stack, "condition");

  if (old != NULL)
    gtk_stack_remove (self->add_stack, old);
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_box_append (GTK_BOX (box), editor);
  gtk_box_append (GTK_BOX (box), button);
  gtk_widget_add_css_class (box, "sat-popover");
  g_object_set_data (G_OBJECT (box), "editor", editor);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (add_clicked_cb), self);
  g_signal_connect_object (editor, "changed", G_CALLBACK (editor_changed_cb), button, 0);
  g_signal_connect_swapped (editor, "done", G_CALLBACK (add_clicked_cb), self);
  editor_changed_cb (SAT_CONDITION_EDITOR (editor), button);
  gtk_stack_add_named (self->add_stack, box, "condition");
  gtk_stack_set_visible_child (self->add_stack, box);
  gtk_widget_child_focus (box, GTK_DIR_TAB_FORWARD);
}

static gboolean
can_ask_cb (const SatField *field, gpointer user_data)
{
  return sat_condition_can_ask (field);
}

static void
add_shown_cb (SatFilterBar *self)
{
  GtkWidget *old = gtk_stack_get_child_by_name (self->add_stack, "fields");
  GtkWidget *list = sat_field_list_new (get_type_of (self), can_ask_cb, NULL);
  g_autofree SatConditionPath *extra = sat_condition_path_extra (get_type_of (self));

  for (guint i = 0; extra[i].path != NULL; i++)
    sat_field_list_add (SAT_FIELD_LIST (list), extra[i].after, extra[i].path, _ (extra[i].label));
  if (old != NULL)
    gtk_stack_remove (self->add_stack, old);
  g_signal_connect (list, "chosen", G_CALLBACK (field_chosen_cb), self);
  g_signal_connect_after (list, "map", G_CALLBACK (sat_field_list_focus), NULL);
  gtk_stack_add_named (self->add_stack, list, "fields");
  gtk_stack_set_visible_child (self->add_stack, list);
  /* The popover looked for what takes the focus before there was anything. */
  sat_field_list_focus (SAT_FIELD_LIST (list));
}

void
sat_filter_bar_open_add (SatFilterBar *self, const char *field)
{
  g_return_if_fail (SAT_IS_FILTER_BAR (self));
  gtk_menu_button_popup (GTK_MENU_BUTTON (self->add_button));
  if (field != NULL && sat_type_field (get_type_of (self), field) != NULL)
    field_chosen_cb (NULL, field, self);
}

void
sat_filter_bar_set_filter (SatFilterBar *self, SatFilter *filter)
{
  GPtrArray *conditions;

  g_return_if_fail (SAT_IS_FILTER_BAR (self));
  conditions = sat_conditions_from_filter (filter);
  if (conditions == NULL)
    return;
  g_ptr_array_unref (self->conditions);
  self->conditions = conditions;
  gtk_editable_set_text (GTK_EDITABLE (self->words), "");
  conditions_changed (self);
}

static void
load_words (SatFilterBar *self)
{
  g_autofree char *words = g_settings_get_string (self->settings, SAT_SETTING_WORDS);

  if (!g_str_equal (words, sat_filter_bar_get_words (self)))
    gtk_editable_set_text (GTK_EDITABLE (self->words), words);
}

void
sat_filter_bar_keep_words (SatFilterBar *self)
{
  g_return_if_fail (SAT_IS_FILTER_BAR (self));
  self->keeps_words = TRUE;
  load_words (self);
}

void
sat_filter_bar_reload (SatFilterBar *self)
{
  g_autoptr (GVariant) kept = NULL;

  g_return_if_fail (SAT_IS_FILTER_BAR (self));
  kept = g_settings_get_value (self->settings, SAT_SETTING_FILTERS);
  g_ptr_array_unref (self->conditions);
  self->conditions = sat_conditions_from_variant (kept, sat_context_get_registry (self->context),
                                                  get_type_of (self));
  if (self->keeps_words)
    load_words (self);
  conditions_changed (self);
}

void
sat_filter_bar_clear (SatFilterBar *self)
{
  sat_filter_bar_set_filter (self, NULL);
}

void
sat_filter_bar_focus (SatFilterBar *self)
{
  g_return_if_fail (SAT_IS_FILTER_BAR (self));
  gtk_widget_grab_focus (self->words);
}

void
sat_filter_bar_add_end (SatFilterBar *self, GtkWidget *widget)
{
  g_return_if_fail (SAT_IS_FILTER_BAR (self) && GTK_IS_WIDGET (widget));
  /* What is there already moves to the end. */
  if (gtk_widget_get_parent (widget) == self->line)
    gtk_box_reorder_child_after (GTK_BOX (self->line), widget,
                                 gtk_widget_get_last_child (self->line));
  else
    gtk_box_append (GTK_BOX (self->line), widget);
}

void
sat_filter_bar_set_key_capture (SatFilterBar *self, GtkWidget *widget)
{
  g_return_if_fail (SAT_IS_FILTER_BAR (self) && GTK_IS_WIDGET (widget));
  self->key_capture = widget;
}

static void
sat_filter_bar_dispose (GObject *object)
{
  SatFilterBar *self = SAT_FILTER_BAR (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->context);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (sat_filter_bar_parent_class)->dispose (object);
}

static void
sat_filter_bar_finalize (GObject *object)
{
  SatFilterBar *self = SAT_FILTER_BAR (object);

  g_clear_pointer (&self->conditions, g_ptr_array_unref);
  g_clear_pointer (&self->filter, sat_filter_unref);
  g_free (self->type_name);
  G_OBJECT_CLASS (sat_filter_bar_parent_class)->finalize (object);
}

static void
sat_filter_bar_class_init (SatFilterBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_filter_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_filter_bar_finalize;
  signals[CHANGED] =
      g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[WORDS_CHANGED] =
      g_signal_new ("words-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/satchel/Satchel/records/sat-filter-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, SatFilterBar, line);
  gtk_widget_class_bind_template_child (widget_class, SatFilterBar, words);
  gtk_widget_class_bind_template_child (widget_class, SatFilterBar, mine);
  gtk_widget_class_bind_template_child (widget_class, SatFilterBar, add_button);
  gtk_widget_class_bind_template_child (widget_class, SatFilterBar, add_popover);
  gtk_widget_class_bind_template_child (widget_class, SatFilterBar, add_stack);
  gtk_widget_class_bind_template_child (widget_class, SatFilterBar, chips);
  gtk_widget_class_bind_template_callback (widget_class, words_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, words_done_cb);
  gtk_widget_class_bind_template_callback (widget_class, words_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, mine_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_shown_cb);
}

static void
sat_filter_bar_init (SatFilterBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sat_widget_present_shown_page (GTK_WIDGET (self->add_stack));
}

GtkWidget *
sat_filter_bar_new (SatContext *context, const char *type_name, GSettings *settings)
{
  SatFilterBar *self;
  g_autoptr (GVariant) kept = NULL;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && type_name != NULL, NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  self = g_object_new (SAT_TYPE_FILTER_BAR, NULL);
  self->context = g_object_ref (context);
  self->type_name = g_strdup (type_name);
  self->settings = g_object_ref (settings);
  kept = g_settings_get_value (settings, SAT_SETTING_FILTERS);
  self->conditions =
      sat_conditions_from_variant (kept, sat_context_get_registry (context), get_type_of (self));
  self->filter = sat_conditions_to_filter (self->conditions);
  rebuild_chips (self);
  return GTK_WIDGET (self);
}
