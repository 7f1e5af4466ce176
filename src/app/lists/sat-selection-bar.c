/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-selection-bar.h"

#include <glib/gi18n-lib.h>

#include "sat-labels.h"
#include "sat-widgets.h"

/* A change that is done sooner needs no bar to move. */
#define BUSY_AFTER_MS 200

struct _SatSelectionBar {
  GtkWidget parent_instance;
  SatContext *context;
  char *type_name;
  SatListSelection *selection;
  SatBulkJob *job;
  guint busy_timeout, room_idle;
  int full; /* what all of its words take */
  gboolean roomy;

  GtkRevealer *revealer;
  GtkStack *stack;
  GtkLabel *count;
  GtkWidget *select_all;
  GtkWidget *edit_button;
  GtkWidget *owner_button;
  GtkWidget *tag_button;
  GtkLabel *progress_label;
  GtkProgressBar *progress;
};

G_DEFINE_FINAL_TYPE (SatSelectionBar, sat_selection_bar, GTK_TYPE_WIDGET)

static gboolean
shows_job (SatSelectionBar *self)
{
  return g_str_equal (gtk_stack_get_visible_child_name (self->stack), "busy");
}

static void
update (SatSelectionBar *self)
{
  guint n = sat_list_selection_get_size (self->selection);
  const SatFormat *format = sat_context_get_format (self->context);
  g_autofree char *number = sat_format_integer (format, n);
  /* Translators: %s is a number of rows */
  g_autofree char *text = g_strdup_printf (ngettext ("%s selected", "%s selected", n), number);

  gboolean shown = n > 1 || shows_job (self);
  GtkWidget *toasts = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  gtk_revealer_set_reveal_child (self->revealer, shown);
  gtk_widget_set_can_focus (GTK_WIDGET (self->revealer), shown);
  /* Toasts stand above the bar, not on it. */
  if (toasts != NULL && shown && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_add_css_class (toasts, "sat-raised");
  else if (toasts != NULL)
    gtk_widget_remove_css_class (toasts, "sat-raised");
  if (n > 1)
    gtk_label_set_text (self->count, text);
}

static void
show_progress (SatSelectionBar *self)
{
  SatBulk *bulk = sat_bulk_job_get_bulk (self->job);
  g_autofree char *text = sat_bulk_job_describe (self->job);
  guint total = MAX (sat_bulk_get_total (bulk), 1);

  gtk_label_set_text (self->progress_label, text);
  gtk_progress_bar_set_fraction (self->progress, (double)sat_bulk_get_done (bulk) / total);
}

static gboolean
busy_cb (gpointer user_data)
{
  SatSelectionBar *self = user_data;

  self->busy_timeout = 0;
  show_progress (self);
  gtk_stack_set_visible_child_name (self->stack, "busy");
  update (self);
  return G_SOURCE_REMOVE;
}

static void
progress_cb (SatBulkJob *job, SatSelectionBar *self)
{
  if (shows_job (self))
    show_progress (self);
}

static void
finished_cb (SatBulkJob *job, SatSelectionBar *self)
{
  g_clear_handle_id (&self->busy_timeout, g_source_remove);
  g_signal_handlers_disconnect_by_data (job, self);
  g_clear_object (&self->job);
  gtk_stack_set_visible_child_name (self->stack, "selected");
  update (self);
}

static void
stop_cb (SatSelectionBar *self)
{
  if (self->job != NULL)
    sat_bulk_job_cancel (self->job);
}

static void
selection_changed_cb (SatSelectionBar *self)
{
  update (self);
}

static void
update_tools (SatSelectionBar *self)
{
  const SatType *type = sat_context_get_type_by_name (self->context, self->type_name);

  gtk_widget_set_visible (self->owner_button, sat_type_field (type, "owner") != NULL);
  gtk_widget_set_visible (self->tag_button, sat_type_field (type, "tags") != NULL);
  gtk_widget_set_visible (self->select_all, self->roomy);
}

static gboolean
room_cb (gpointer user_data)
{
  SatSelectionBar *self = user_data;

  self->room_idle = 0;
  update_tools (self);
  return G_SOURCE_REMOVE;
}

/* What is behind another view raises nothing. */
static void
sat_selection_bar_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (sat_selection_bar_parent_class)->map (widget);
  update (SAT_SELECTION_BAR (widget));
}

static void
sat_selection_bar_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (sat_selection_bar_parent_class)->unmap (widget);
  update (SAT_SELECTION_BAR (widget));
}

/* Where not all words have room, the way to select all is left to its key and the menu. Widgets
 * must not come and go while sizes are being handed out. */
static void
sat_selection_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SatSelectionBar *self = SAT_SELECTION_BAR (widget);

  gtk_widget_size_allocate (GTK_WIDGET (self->revealer), &(GtkAllocation){0, 0, width, height},
                            baseline);
  if (gtk_widget_get_visible (self->select_all))
    gtk_widget_measure (GTK_WIDGET (self->stack), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &self->full,
                        NULL, NULL);
  if (self->roomy == (width >= self->full))
    return;
  self->roomy = width >= self->full;
  if (self->room_idle == 0)
    self->room_idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, room_cb, self, NULL);
}

static void
sat_selection_bar_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  gtk_widget_measure (GTK_WIDGET (SAT_SELECTION_BAR (widget)->revealer), orientation, for_size,
                      minimum, natural, minimum_baseline, natural_baseline);
}

static void
sat_selection_bar_dispose (GObject *object)
{
  SatSelectionBar *self = SAT_SELECTION_BAR (object);

  g_clear_handle_id (&self->busy_timeout, g_source_remove);
  g_clear_handle_id (&self->room_idle, g_source_remove);
  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
  if (self->revealer != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->revealer));
  self->revealer = NULL;
  g_clear_object (&self->selection);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_selection_bar_parent_class)->dispose (object);
}

static void
sat_selection_bar_finalize (GObject *object)
{
  g_free (SAT_SELECTION_BAR (object)->type_name);
  G_OBJECT_CLASS (sat_selection_bar_parent_class)->finalize (object);
}

static void
sat_selection_bar_class_init (SatSelectionBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_selection_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_selection_bar_finalize;
  widget_class->size_allocate = sat_selection_bar_size_allocate;
  widget_class->measure = sat_selection_bar_measure;
  widget_class->map = sat_selection_bar_map;
  widget_class->unmap = sat_selection_bar_unmap;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/satchel/Satchel/lists/sat-selection-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, SatSelectionBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, SatSelectionBar, stack);
  gtk_widget_class_bind_template_child (widget_class, SatSelectionBar, count);
  gtk_widget_class_bind_template_child (widget_class, SatSelectionBar, select_all);
  gtk_widget_class_bind_template_child (widget_class, SatSelectionBar, edit_button);
  gtk_widget_class_bind_template_child (widget_class, SatSelectionBar, owner_button);
  gtk_widget_class_bind_template_child (widget_class, SatSelectionBar, tag_button);
  gtk_widget_class_bind_template_child (widget_class, SatSelectionBar, progress_label);
  gtk_widget_class_bind_template_child (widget_class, SatSelectionBar, progress);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
}

/* A button takes its name from a label of its own only. */
static void
name_by_label (GtkWidget *button)
{
  gtk_accessible_update_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  gtk_button_get_child (GTK_BUTTON (button)), NULL, -1);
}

static void
sat_selection_bar_init (SatSelectionBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  name_by_label (self->select_all);
  name_by_label (self->edit_button);
  name_by_label (self->owner_button);
  sat_widget_present_shown_page (GTK_WIDGET (self->stack));
}

GtkWidget *
sat_selection_bar_new (SatContext *context, const char *type_name, SatListSelection *selection)
{
  SatSelectionBar *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && type_name != NULL, NULL);
  g_return_val_if_fail (SAT_IS_LIST_SELECTION (selection), NULL);
  self = g_object_new (SAT_TYPE_SELECTION_BAR, NULL);
  self->context = g_object_ref (context);
  self->type_name = g_strdup (type_name);
  self->selection = g_object_ref (selection);
  g_signal_connect_object (selection, "selection-changed", G_CALLBACK (selection_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (selection, "items-changed", G_CALLBACK (selection_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->roomy = TRUE;
  update_tools (self);
  update (self);
  return GTK_WIDGET (self);
}

void
sat_selection_bar_watch (SatSelectionBar *self, SatBulkJob *job)
{
  g_return_if_fail (SAT_IS_SELECTION_BAR (self) && SAT_IS_BULK_JOB (job));
  if (self->job != NULL)
    finished_cb (self->job, self);
  if (!sat_bulk_job_is_running (job))
    return;
  self->job = g_object_ref (job);
  g_signal_connect (job, "progress", G_CALLBACK (progress_cb), self);
  g_signal_connect (job, "finished", G_CALLBACK (finished_cb), self);
  self->busy_timeout = g_timeout_add (BUSY_AFTER_MS, busy_cb, self);
}

gboolean
sat_selection_bar_is_busy (SatSelectionBar *self)
{
  g_return_val_if_fail (SAT_IS_SELECTION_BAR (self), FALSE);
  return self->job != NULL;
}
