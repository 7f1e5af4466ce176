/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-calendar-jump.h"

#include <glib/gi18n-lib.h>

#include "sat-mini-month.h"
#include "sat-quick-add.h"
#include "sat-widgets.h"

struct _SatCalendarJump {
  GtkPopover parent_instance;
  SatCalendarModel *model;
  GtkWidget *entry;
  GtkWidget *error;
  SatMiniMonth *month;
};

G_DEFINE_FINAL_TYPE (SatCalendarJump, sat_calendar_jump, GTK_TYPE_POPOVER)

gboolean
sat_calendar_read_date (const SatFormat *format, const char *text, SatDate *date, GError **error)
{
  SatQuickBase base = {0};
  g_autoptr (SatQuickAdd) quick = NULL;

  g_return_val_if_fail (format != NULL && text != NULL && date != NULL, FALSE);
  base.today = sat_date_today (sat_clock_now (format->clock), format->zone);
  base.month_first = format->order == SAT_DATE_ORDER_MDY;
  base.currency = format->currency;
  if (sat_format_read_date (format, text, date, NULL))
    return TRUE;
  quick = sat_quick_add_parse (text, &base);
  if (quick != NULL && quick->has_date && !quick->has_time && !quick->has_amount &&
      (quick->text == NULL || *quick->text == '\0')) {
    *date = quick->date;
    return TRUE;
  }
  return sat_format_read_date (format, text, date, error);
}

static void
show_error (SatCalendarJump *self, const char *message)
{
  gtk_label_set_text (GTK_LABEL (self->error), message != NULL ? message : "");
  gtk_widget_set_visible (self->error, message != NULL);
  if (message != NULL)
    gtk_widget_add_css_class (self->entry, "error");
  else
    gtk_widget_remove_css_class (self->entry, "error");
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
      message != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  message != NULL ? message : "", -1);
}

static void
go (SatCalendarJump *self, SatDate date)
{
  sat_calendar_model_go (self->model, sat_calendar_model_get_way (self->model), date);
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
entered_cb (SatCalendarJump *self)
{
  const SatFormat *format = sat_context_get_format (sat_calendar_model_get_context (self->model));
  g_autoptr (GError) error = NULL;
  SatDate date;

  if (sat_calendar_read_date (format, gtk_editable_get_text (GTK_EDITABLE (self->entry)), &date,
                              &error))
    go (self, date);
  else
    show_error (self, error->message);
}

static void
typed_cb (SatCalendarJump *self)
{
  show_error (self, NULL);
}

static void
day_selected_cb (SatMiniMonth *month, int date, SatCalendarJump *self)
{
  go (self, date);
}

static void
shown_cb (SatCalendarJump *self)
{
  SatCalendarRange range = sat_calendar_model_get_shown_range (self->model);

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  show_error (self, NULL);
  sat_mini_month_set_shown (self->month, sat_calendar_model_get_date (self->model), range.first,
                            range.last);
  gtk_widget_grab_focus (self->entry);
}

static void
sat_calendar_jump_dispose (GObject *object)
{
  g_clear_object (&SAT_CALENDAR_JUMP (object)->model);
  G_OBJECT_CLASS (sat_calendar_jump_parent_class)->dispose (object);
}

static void
sat_calendar_jump_class_init (SatCalendarJumpClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_calendar_jump_dispose;
}

static void
sat_calendar_jump_init (SatCalendarJump *self)
{
}

GtkWidget *
sat_calendar_jump_new (SatCalendarModel *model)
{
  SatCalendarJump *self;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  g_return_val_if_fail (SAT_IS_CALENDAR_MODEL (model), NULL);
  self = g_object_new (SAT_TYPE_CALENDAR_JUMP, NULL);
  self->model = g_object_ref (model);
  self->entry = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _ ("A date, such as “next Friday”"));
  sat_widget_set_name (self->entry, _ ("Date"));
  self->error = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->error), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->error), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (self->error), 24);
  gtk_widget_add_css_class (self->error, "error");
  gtk_widget_add_css_class (self->error, "caption");
  self->month = SAT_MINI_MONTH (sat_mini_month_new (sat_calendar_model_get_context (model)));
  gtk_box_append (GTK_BOX (box), self->entry);
  gtk_box_append (GTK_BOX (box), self->error);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->month));
  gtk_widget_add_css_class (GTK_WIDGET (self), "sat-popover");
  gtk_popover_set_child (GTK_POPOVER (self), box);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (entered_cb), self);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (typed_cb), self);
  g_signal_connect (self->month, "day-selected", G_CALLBACK (day_selected_cb), self);
  g_signal_connect (self, "show", G_CALLBACK (shown_cb), NULL);
  return GTK_WIDGET (self);
}
