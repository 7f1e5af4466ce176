/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-calendar-side.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "sat-mini-month.h"
#include "sat-unscheduled-list.h"
#include "sat-widgets.h"

#define WIDTH 236

struct _SatCalendarSide {
  GtkWidget parent_instance;
  SatCalendarModel *model;
  SatMiniMonth *month;
  SatUnscheduledList *tasks;
};

G_DEFINE_FINAL_TYPE (SatCalendarSide, sat_calendar_side, GTK_TYPE_WIDGET)

static SatCalendarRange
marked_range (SatCalendarSide *self)
{
  SatDate first = sat_mini_month_get_first (self->month);

  return (SatCalendarRange){first, first + SAT_MINI_MONTH_DAYS - 1};
}

/* What was read last stays until it is read anew. */
static void
show_marks (SatCalendarSide *self)
{
  SatCalendarRange range = marked_range (self);
  GPtrArray *items = sat_calendar_pages_peek (sat_calendar_model_get_pages (self->model), range);
  guint counts[SAT_MINI_MONTH_DAYS] = {0};

  for (guint i = 0; items != NULL && i < items->len; i++) {
    const SatAgendaItem *item = g_ptr_array_index (items, i);
    SatDate last = MIN (item->last, range.last);

    for (SatDate date = MAX (item->first, range.first);
         date <= last && sat_calendar_model_fits (self->model, item); date++)
      counts[date - range.first]++;
  }
  sat_mini_month_set_marks (self->month, range.first, counts, G_N_ELEMENTS (counts));
}

static void
want_marks (SatCalendarSide *self)
{
  sat_calendar_pages_want (sat_calendar_model_get_pages (self->model), marked_range (self));
  show_marks (self);
}

static void
loaded_cb (SatCalendarPages *pages, int first, int last, SatCalendarSide *self)
{
  if (first == marked_range (self).first)
    show_marks (self);
}

static void
model_changed_cb (SatCalendarSide *self)
{
  SatCalendarRange range = sat_calendar_model_get_shown_range (self->model);

  sat_mini_month_set_shown (self->month, sat_calendar_model_get_shown_date (self->model),
                            range.first, range.last);
  show_marks (self);
}

static void
stale_cb (SatCalendarSide *self)
{
  sat_mini_month_refresh (self->month);
  want_marks (self);
}

static void
day_selected_cb (SatMiniMonth *month, int date, SatCalendarSide *self)
{
  sat_calendar_model_go (self->model, sat_calendar_model_get_way (self->model), date);
}

gboolean
sat_calendar_side_focus_tasks (SatCalendarSide *self)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_SIDE (self), FALSE);
  return sat_unscheduled_list_focus (self->tasks);
}

static void
sat_calendar_side_dispose (GObject *object)
{
  SatCalendarSide *self = SAT_CALENDAR_SIDE (object);
  GtkWidget *child;

  if (self->model != NULL) {
    g_signal_handlers_disconnect_by_data (sat_calendar_model_get_pages (self->model), self);
    g_signal_handlers_disconnect_by_data (self->model, self);
  }
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (sat_calendar_side_parent_class)->dispose (object);
}

static void
sat_calendar_side_class_init (SatCalendarSideClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_calendar_side_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
sat_calendar_side_init (SatCalendarSide *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 12);
  gtk_widget_set_size_request (GTK_WIDGET (self), sat_text_pixels (WIDTH), -1);
}

GtkWidget *
sat_calendar_side_new (SatCalendarModel *model)
{
  SatCalendarSide *self;
  SatCalendarPages *pages;

  g_return_val_if_fail (SAT_IS_CALENDAR_MODEL (model), NULL);
  self = g_object_new (SAT_TYPE_CALENDAR_SIDE, NULL);
  self->model = g_object_ref (model);
  pages = sat_calendar_model_get_pages (model);
  self->month = SAT_MINI_MONTH (sat_mini_month_new (sat_calendar_model_get_context (model)));
  self->tasks = SAT_UNSCHEDULED_LIST (sat_unscheduled_list_new (model));
  gtk_widget_set_vexpand (GTK_WIDGET (self->tasks), TRUE);
  gtk_widget_set_parent (GTK_WIDGET (self->month), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->tasks), GTK_WIDGET (self));
  g_signal_connect (self->month, "day-selected", G_CALLBACK (day_selected_cb), self);
  g_signal_connect_swapped (self->month, "month-changed", G_CALLBACK (want_marks), self);
  g_signal_connect_swapped (model, "changed", G_CALLBACK (model_changed_cb), self);
  g_signal_connect (pages, "loaded", G_CALLBACK (loaded_cb), self);
  g_signal_connect_swapped (pages, "stale", G_CALLBACK (stale_cb), self);
  model_changed_cb (self);
  want_marks (self);
  return GTK_WIDGET (self);
}
