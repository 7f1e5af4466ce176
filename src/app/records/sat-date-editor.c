/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-date-editor.h"
#include "sat-widgets.h"

#include <glib/gi18n-lib.h>

#define NINE_O_CLOCK (9 * 60 * G_TIME_SPAN_MINUTE)

struct _SatDateEditor {
  SatFieldEditor parent_instance;
  GtkWidget *entry;
  GtkWidget *button;
  GtkPopover *popover;
  GtkCalendar *calendar;
};

G_DEFINE_FINAL_TYPE (SatDateEditor, sat_date_editor, SAT_TYPE_FIELD_EDITOR)

static const SatFormat *
get_format (SatDateEditor *self)
{
  return sat_context_get_format (sat_field_editor_get_context (SAT_FIELD_EDITOR (self)));
}

static gboolean
is_instant (SatDateEditor *self)
{
  return sat_field_editor_get_field (SAT_FIELD_EDITOR (self))->kind == SAT_KIND_INSTANT;
}

/* What the entry says, as a date; today if it says nothing that can be read. */
static SatDate
shown_date (SatDateEditor *self)
{
  const SatFormat *format = get_format (self);
  g_auto (SatValue) value = SAT_VALUE_INIT;

  if (sat_field_editor_read (SAT_FIELD_EDITOR (self), &value, NULL) &&
      value.type == SAT_VALUE_INTEGER)
    return is_instant (self) ? sat_date_of_instant (value.integer, format->zone)
                             : (SatDate)value.integer;
  return sat_date_today (sat_clock_now (format->clock), format->zone);
}

static void
popover_shown_cb (GtkPopover *popover, SatDateEditor *self)
{
  g_autoptr (GDateTime) time = NULL;
  int year, month, day;

  sat_date_to_ymd (shown_date (self), &year, &month, &day);
  time = g_date_time_new_local (year, month, day, 12, 0, 0);
  if (time != NULL)
    gtk_calendar_select_day (self->calendar, time);
}

static void
pick (SatDateEditor *self, SatDate date)
{
  const SatFormat *format = get_format (self);
  g_autofree char *text = NULL;

  if (is_instant (self)) {
    g_auto (SatValue) old = SAT_VALUE_INIT;
    gint64 in_day = NINE_O_CLOCK;

    if (sat_field_editor_read (SAT_FIELD_EDITOR (self), &old, NULL) &&
        old.type == SAT_VALUE_INTEGER)
      in_day = old.integer -
               sat_date_start (sat_date_of_instant (old.integer, format->zone), format->zone);
    text = sat_format_instant_input (format, sat_date_start (date, format->zone) + in_day);
  } else {
    text = sat_format_date_input (format, date);
  }
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_popover_popdown (self->popover);
  gtk_widget_grab_focus (self->entry);
}

static void
day_selected_cb (GtkCalendar *calendar, SatDateEditor *self)
{
  g_autoptr (GDateTime) time = gtk_calendar_get_date (calendar);
  SatDate date;

  if (gtk_widget_get_mapped (GTK_WIDGET (calendar)) &&
      sat_date_from_ymd (g_date_time_get_year (time), g_date_time_get_month (time),
                         g_date_time_get_day_of_month (time), &date) &&
      date != shown_date (self))
    pick (self, date);
}

static void
make_popover (SatDateEditor *self)
{
  self->calendar = GTK_CALENDAR (gtk_calendar_new ());
  self->popover = GTK_POPOVER (gtk_popover_new ());
  gtk_popover_set_child (self->popover, GTK_WIDGET (self->calendar));
  sat_widget_set_name (GTK_WIDGET (self->calendar), _ ("Calendar"));
  g_signal_connect (self->popover, "show", G_CALLBACK (popover_shown_cb), self);
  g_signal_connect (self->calendar, "day-selected", G_CALLBACK (day_selected_cb), self);
}

static void
sat_date_editor_build (SatFieldEditor *editor)
{
  SatDateEditor *self = SAT_DATE_EDITOR (editor);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  /* Translators: %s is the name of a field, such as Close date */
  g_autofree char *label = g_strdup_printf (
      _ ("%s: calendar"), sat_field_get_label (sat_field_editor_get_field (editor)));

  make_popover (self);
  self->entry = gtk_entry_new ();
  gtk_widget_set_hexpand (self->entry, TRUE);
  gtk_widget_add_css_class (self->entry, "numeric");
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->button), "x-office-calendar-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), GTK_WIDGET (self->popover));
  sat_widget_set_tooltip (self->button, _ ("Pick from a calendar"));
  sat_widget_set_name (GTK_WIDGET (self->button), label);
  gtk_widget_add_css_class (box, "linked");
  gtk_box_append (GTK_BOX (box), self->entry);
  gtk_box_append (GTK_BOX (box), self->button);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (sat_field_editor_changed), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (sat_field_editor_commit), self);
  sat_field_editor_set_child (editor, box, self->entry);
}

static void
sat_date_editor_show (SatFieldEditor *editor, const SatValue *value, const char *title)
{
  SatDateEditor *self = SAT_DATE_EDITOR (editor);
  g_autofree char *text =
      sat_format_to_input (get_format (self), sat_field_editor_get_field (editor), value, NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

static gboolean
sat_date_editor_read (SatFieldEditor *editor, SatValue *out, GError **error)
{
  SatDateEditor *self = SAT_DATE_EDITOR (editor);
  const SatField *field = sat_field_editor_get_field (editor);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autofree char *canonical = sat_format_read (get_format (self), field, text, NULL, error);

  return canonical != NULL && sat_field_parse (field, canonical, NULL, out, error);
}

static char *
sat_date_editor_get_draft (SatFieldEditor *editor)
{
  return g_strdup (gtk_editable_get_text (GTK_EDITABLE (SAT_DATE_EDITOR (editor)->entry)));
}

static void
sat_date_editor_set_draft (SatFieldEditor *editor, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (SAT_DATE_EDITOR (editor)->entry), text);
}

static void
sat_date_editor_class_init (SatDateEditorClass *klass)
{
  SatFieldEditorClass *editor_class = SAT_FIELD_EDITOR_CLASS (klass);

  editor_class->build = sat_date_editor_build;
  editor_class->show = sat_date_editor_show;
  editor_class->read = sat_date_editor_read;
  editor_class->get_draft = sat_date_editor_get_draft;
  editor_class->set_draft = sat_date_editor_set_draft;
}

static void
sat_date_editor_init (SatDateEditor *self)
{
}
