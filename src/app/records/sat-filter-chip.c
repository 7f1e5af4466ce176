/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-filter-chip.h"

#include <glib/gi18n-lib.h>

#include "sat-condition-editor.h"
#include "sat-widgets.h"

#define MAX_CHARS 40

struct _SatFilterChip {
  GtkWidget parent_instance;

  SatContext *context;
  char *type_name;
  const SatCondition *condition;
  GtkWidget *box;
  GtkWidget *button;
  GtkLabel *label;
  GtkWidget *cross;
  GtkPopover *popover;
  SatConditionEditor *editor; /* while the popover has one */
};

enum {
  REMOVED,
  EDITED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatFilterChip, sat_filter_chip, GTK_TYPE_WIDGET)

static const SatType *
get_type_of (SatFilterChip *self)
{
  return sat_context_get_type_by_name (self->context, self->type_name);
}

const SatCondition *
sat_filter_chip_get_condition (SatFilterChip *self)
{
  g_return_val_if_fail (SAT_IS_FILTER_CHIP (self), NULL);
  return self->condition;
}

void
sat_filter_chip_set_condition (SatFilterChip *self, const SatCondition *condition)
{
  g_autofree char *text = NULL;
  g_autofree char *remove = NULL;

  g_return_if_fail (SAT_IS_FILTER_CHIP (self) && condition != NULL);
  self->condition = condition;
  text = sat_condition_describe (condition, self->context, get_type_of (self));
  /* Translators: %s is a condition, such as Stage: Won */
  remove = g_strdup_printf (_ ("Remove “%s”"), text);
  gtk_label_set_text (self->label, text);
  sat_widget_set_tooltip (self->cross, remove);
  sat_widget_set_name (GTK_WIDGET (self->button), text);
  sat_widget_set_name (GTK_WIDGET (self->cross), remove);
}

SatCondition *
sat_filter_chip_read (SatFilterChip *self)
{
  g_return_val_if_fail (SAT_IS_FILTER_CHIP (self), NULL);
  return self->editor != NULL ? sat_condition_editor_get (self->editor) : NULL;
}

static void
edited_cb (SatFilterChip *self)
{
  g_signal_emit (self, signals[EDITED], 0);
}

static void
removed_cb (SatFilterChip *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
}

static void
shown_cb (SatFilterChip *self)
{
  const char *path = self->condition->path;

  if (sat_condition_path_field (sat_context_get_registry (self->context), get_type_of (self),
                                path) == NULL)
    return;
  self->editor = SAT_CONDITION_EDITOR (
      sat_condition_editor_new (self->context, get_type_of (self), path, self->condition));
  gtk_widget_add_css_class (GTK_WIDGET (self->editor), "sat-popover");
  g_signal_connect_swapped (self->editor, "changed", G_CALLBACK (edited_cb), self);
  g_signal_connect_object (self->editor, "done", G_CALLBACK (gtk_popover_popdown), self->popover,
                           G_CONNECT_SWAPPED);
  gtk_popover_set_child (self->popover, GTK_WIDGET (self->editor));
  gtk_widget_child_focus (GTK_WIDGET (self->editor), GTK_DIR_TAB_FORWARD);
}

static void
sat_filter_chip_dispose (GObject *object)
{
  SatFilterChip *self = SAT_FILTER_CHIP (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_filter_chip_parent_class)->dispose (object);
}

static void
sat_filter_chip_finalize (GObject *object)
{
  g_free (SAT_FILTER_CHIP (object)->type_name);
  G_OBJECT_CLASS (sat_filter_chip_parent_class)->finalize (object);
}

static void
sat_filter_chip_class_init (SatFilterChipClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_filter_chip_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_filter_chip_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[REMOVED] =
      g_signal_new ("removed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[EDITED] =
      g_signal_new ("edited", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sat_filter_chip_init (SatFilterChip *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_add_css_class (self->box, "linked");
  gtk_widget_add_css_class (self->box, "sat-chip");
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (self->label, MAX_CHARS);
  self->popover = GTK_POPOVER (gtk_popover_new ());
  g_signal_connect_swapped (self->popover, "show", G_CALLBACK (shown_cb), self);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), GTK_WIDGET (self->label));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), GTK_WIDGET (self->popover));
  self->cross = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_signal_connect_swapped (self->cross, "clicked", G_CALLBACK (removed_cb), self);
  gtk_box_append (GTK_BOX (self->box), self->button);
  gtk_box_append (GTK_BOX (self->box), self->cross);
}

GtkWidget *
sat_filter_chip_new (SatContext *context, const SatType *type, const SatCondition *condition)
{
  SatFilterChip *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && type != NULL && condition != NULL, NULL);
  self = g_object_new (SAT_TYPE_FILTER_CHIP, NULL);
  self->context = g_object_ref (context);
  self->type_name = g_strdup (type->name);
  sat_filter_chip_set_condition (self, condition);
  return GTK_WIDGET (self);
}
