/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-event-time.h"

#include <glib/gi18n-lib.h>

#include "sat-calendar-edit.h"
#include "sat-calendar-jump.h"
#include "sat-choice-popover.h"
#include "sat-event-line.h"
#include "sat-mini-month.h"
#include "sat-widgets.h"
#include "sat-zone-names.h"

#define HALF_HOUR (30 * G_TIME_SPAN_MINUTE)
#define MONTH "sat-month"

/* A day and a time, as entries. */
typedef struct {
  GtkWidget *line, *error, *date, *time;
} Moment;

struct _SatEventTime {
  GtkWidget parent_instance;
  SatContext *context;
  char *zone;
  gint64 length; /* of what has times, that the end keeps */
  int days;      /* the same, of what has none */
  gboolean updating;

  GtkWidget *all_day;
  Moment start, end;
  GtkWidget *zone_line;
  GtkWidget *zone_button;
  GtkWidget *mine; /* the same in my zone */
};

G_DEFINE_FINAL_TYPE (SatEventTime, sat_event_time, GTK_TYPE_WIDGET)

/* As things are written where the clock of that zone is on the wall. (its zone is a reference) */
static SatFormat
zone_format (SatEventTime *self)
{
  SatFormat format = *sat_context_get_format (self->context);
  GTimeZone *zone = self->zone != NULL ? sat_zone_open (self->zone, NULL) : NULL;

  format.zone = zone != NULL ? zone : g_time_zone_ref (format.zone);
  return format;
}

static const char *
text_of (GtkWidget *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

static gboolean
is_blank (GtkWidget *entry)
{
  g_autofree char *text = g_strstrip (g_strdup (text_of (entry)));

  return *text == '\0';
}

static gboolean
is_all_day (SatEventTime *self)
{
  return gtk_switch_get_active (GTK_SWITCH (self->all_day));
}

static gboolean
read_date (SatEventTime *self, Moment *moment, SatDate *date, GError **error)
{
  return sat_calendar_read_date (sat_context_get_format (self->context), text_of (moment->date),
                                 date, error);
}

static gboolean
read_moment (SatEventTime *self, Moment *moment, gint64 *us, GError **error)
{
  SatFormat format = zone_format (self);
  SatDate date;
  gboolean read = FALSE;

  if (read_date (self, moment, &date, error)) {
    g_autofree char *day = sat_date_to_string (date);
    g_autofree char *text = g_strdup_printf ("%s %s", day, text_of (moment->time));

    read = sat_format_read_instant (&format, text, us, error);
  }
  g_time_zone_unref (format.zone);
  return read;
}

static void
write_date (SatEventTime *self, Moment *moment, SatDate date)
{
  g_autofree char *text = sat_format_date_input (sat_context_get_format (self->context), date);

  gtk_editable_set_text (GTK_EDITABLE (moment->date), text);
}

static void
write_moment (SatEventTime *self, Moment *moment, gint64 us)
{
  SatFormat format = zone_format (self);
  g_autofree char *time = sat_format_time (&format, us);

  write_date (self, moment, sat_date_of_instant (us, format.zone));
  gtk_editable_set_text (GTK_EDITABLE (moment->time), time);
  g_time_zone_unref (format.zone);
}

static int
offset_at (GTimeZone *zone, gint64 us)
{
  return g_time_zone_get_offset (
      zone, g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, us / G_USEC_PER_SEC));
}

/* Its clock shows another time than mine then. */
static gboolean
differs_at (SatEventTime *self, gint64 us)
{
  g_autoptr (GTimeZone) zone = self->zone != NULL ? sat_zone_open (self->zone, NULL) : NULL;

  return zone != NULL &&
         offset_at (zone, us) != offset_at (sat_context_get_format (self->context)->zone, us);
}

static void
show_mine (SatEventTime *self)
{
  const SatFormat *format = sat_context_get_format (self->context);
  gint64 start, end;
  gboolean differs = !is_all_day (self) && read_moment (self, &self->start, &start, NULL) &&
                     read_moment (self, &self->end, &end, NULL) && differs_at (self, start);

  gtk_widget_set_visible (self->mine, differs);
  if (differs) {
    SatCalendarSpan span = {FALSE, start, end, 0, 0};
    g_autofree char *when = sat_calendar_edit_describe (format, &span);
    /* Translators: a day and times, in the time zone of the user */
    g_autofree char *text = g_strdup_printf (_ ("For me: %s"), when);

    gtk_label_set_text (GTK_LABEL (self->mine), text);
  }
}

static void
show_zone (SatEventTime *self)
{
  const SatFormat *format = sat_context_get_format (self->context);
  const char *own = sat_calendar_edit_own_zone (self->context);
  const char *zone = self->zone != NULL ? self->zone : own;
  g_autofree char *label = zone != NULL ? sat_zone_label (zone, sat_clock_now (format->clock))
                                        : g_strdup (_ ("As this computer"));
  /* Translators: a button; %s is a time zone */
  g_autofree char *name = g_strdup_printf (_ ("Time zone: %s"), label);

  gtk_label_set_text (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (self->zone_button))), label);
  sat_widget_set_name (self->zone_button, name);
  show_mine (self);
}

static void
clear_errors (SatEventTime *self)
{
  sat_event_line_set_error (self->start.error, self->start.date, NULL);
  sat_event_line_set_error (self->start.error, self->start.time, NULL);
  sat_event_line_set_error (self->end.error, self->end.date, NULL);
  sat_event_line_set_error (self->end.error, self->end.time, NULL);
}

/* The end follows. */
static void
start_changed_cb (SatEventTime *self)
{
  gint64 start;
  SatDate date;

  if (self->updating)
    return;
  self->updating = TRUE;
  clear_errors (self);
  if (is_all_day (self)) {
    if (!is_blank (self->start.date) && read_date (self, &self->start, &date, NULL))
      write_date (self, &self->end, date + self->days);
  } else if (!is_blank (self->start.time) && read_moment (self, &self->start, &start, NULL)) {
    write_moment (self, &self->end, start + self->length);
  }
  show_mine (self);
  self->updating = FALSE;
}

static void
end_changed_cb (SatEventTime *self)
{
  gint64 start, end;
  SatDate first, last;

  if (self->updating)
    return;
  clear_errors (self);
  if (is_all_day (self)) {
    if (read_date (self, &self->start, &first, NULL) && read_date (self, &self->end, &last, NULL) &&
        last >= first)
      self->days = last - first;
  } else if (read_moment (self, &self->start, &start, NULL) &&
             read_moment (self, &self->end, &end, NULL) && end > start) {
    self->length = end - start;
  }
  show_mine (self);
}

static void
show_times (SatEventTime *self)
{
  gboolean timed = !is_all_day (self);

  gtk_widget_set_visible (self->start.time, timed);
  gtk_widget_set_visible (self->end.time, timed);
  gtk_widget_set_visible (self->zone_line, timed);
}

static void
all_day_cb (SatEventTime *self)
{
  show_times (self);
  if (!self->updating && !is_all_day (self) && is_blank (self->start.time) &&
      !is_blank (self->start.date))
    gtk_editable_set_text (GTK_EDITABLE (self->start.time), "9:00");
  show_mine (self);
}

static void
zone_chosen_cb (SatChoicePopover *popover, const char *key, SatEventTime *self)
{
  g_free (self->zone);
  self->zone = g_strdup (key);
  show_zone (self);
}

static void
choose_zone_cb (SatEventTime *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_choice_item_free);
  const char *own = sat_calendar_edit_own_zone (self->context);
  gint64 now = sat_clock_now (sat_context_get_format (self->context)->clock);
  SatChoicePopover *popover;

  for (guint i = 0; sat_zone_names ()[i] != NULL; i++) {
    const char *name = sat_zone_names ()[i];
    g_autofree char *label = sat_zone_label (name, now);

    if (g_strcmp0 (name, own) == 0)
      g_ptr_array_insert (items, 0, sat_choice_item_new (name, label, FALSE));
    else
      g_ptr_array_add (items, sat_choice_item_new (name, label, FALSE));
  }
  popover = sat_choice_popover_new (GTK_WIDGET (self), self->zone_button, _ ("Time zones"), items,
                                    self->zone != NULL ? self->zone : own);
  g_signal_connect_object (popover, "chosen", G_CALLBACK (zone_chosen_cb), self, 0);
  gtk_popover_popup (GTK_POPOVER (popover));
}

static void
sat_event_time_dispose (GObject *object)
{
  SatEventTime *self = SAT_EVENT_TIME (object);
  GtkWidget *child;

  sat_choice_popover_close_all (GTK_WIDGET (self));
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_event_time_parent_class)->dispose (object);
}

static void
sat_event_time_finalize (GObject *object)
{
  g_free (SAT_EVENT_TIME (object)->zone);
  G_OBJECT_CLASS (sat_event_time_parent_class)->finalize (object);
}

static void
sat_event_time_class_init (SatEventTimeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_event_time_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_event_time_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
sat_event_time_init (SatEventTime *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 9);
}

static void
day_picked_cb (SatMiniMonth *month, int date, GtkWidget *entry)
{
  SatEventTime *self = SAT_EVENT_TIME (gtk_widget_get_ancestor (entry, SAT_TYPE_EVENT_TIME));

  gtk_popover_popdown (
      GTK_POPOVER (gtk_widget_get_ancestor (GTK_WIDGET (month), GTK_TYPE_POPOVER)));
  write_date (self, entry == self->start.date ? &self->start : &self->end, date);
  gtk_widget_grab_focus (entry);
}

static void
month_shown_cb (GtkWidget *popover, GtkWidget *entry)
{
  SatEventTime *self = SAT_EVENT_TIME (gtk_widget_get_ancestor (entry, SAT_TYPE_EVENT_TIME));
  const SatFormat *format = sat_context_get_format (self->context);
  SatDate date;

  if (!sat_calendar_read_date (format, text_of (entry), &date, NULL))
    date = sat_date_today (sat_clock_now (format->clock), format->zone);
  sat_mini_month_set_shown (g_object_get_data (G_OBJECT (popover), MONTH), date, date, date);
}

static GtkWidget *
new_month_button (SatEventTime *self, GtkWidget *entry, const char *name)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *month = sat_mini_month_new (self->context);
  /* Translators: %s is the name of a field, such as Close date */
  g_autofree char *label = g_strdup_printf (_ ("%s: calendar"), name);

  gtk_popover_set_child (GTK_POPOVER (popover), month);
  g_object_set_data (G_OBJECT (popover), MONTH, month);
  g_signal_connect (month, "day-selected", G_CALLBACK (day_picked_cb), entry);
  g_signal_connect (popover, "show", G_CALLBACK (month_shown_cb), entry);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "x-office-calendar-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  sat_widget_set_tooltip (button, _ ("Pick from a calendar"));
  sat_widget_set_name (button, label);
  return button;
}

static void
add_moment (SatEventTime *self,
            GtkSizeGroup *labels,
            Moment *moment,
            const char *name,
            const char *time_name,
            GCallback changed)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *day = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  moment->date = gtk_entry_new ();
  moment->time = gtk_entry_new ();
  gtk_widget_add_css_class (day, "linked");
  gtk_widget_add_css_class (moment->date, "numeric");
  gtk_widget_add_css_class (moment->time, "numeric");
  gtk_widget_set_hexpand (moment->date, TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (moment->date), 12);
  gtk_editable_set_width_chars (GTK_EDITABLE (moment->time), 9);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (moment->time), 9);
  gtk_entry_set_activates_default (GTK_ENTRY (moment->date), TRUE);
  gtk_entry_set_activates_default (GTK_ENTRY (moment->time), TRUE);
  sat_widget_set_name (moment->date, name);
  sat_widget_set_name (moment->time, time_name);
  gtk_box_append (GTK_BOX (day), moment->date);
  gtk_box_append (GTK_BOX (day), new_month_button (self, moment->date, name));
  gtk_box_append (GTK_BOX (box), day);
  gtk_box_append (GTK_BOX (box), moment->time);
  gtk_widget_set_hexpand (day, TRUE);
  moment->line = sat_event_line_new (labels, name, box, &moment->error);
  g_signal_connect_swapped (moment->date, "changed", changed, self);
  g_signal_connect_swapped (moment->time, "changed", changed, self);
  gtk_widget_set_parent (moment->line, GTK_WIDGET (self));
}

static void
add_zone (SatEventTime *self, GtkSizeGroup *labels)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *unused;

  self->zone_button = gtk_button_new_with_label ("");
  gtk_label_set_xalign (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (self->zone_button))), 0);
  self->mine = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->mine), 0);
  gtk_label_set_wrap (GTK_LABEL (self->mine), TRUE);
  gtk_widget_add_css_class (self->mine, "caption");
  gtk_widget_add_css_class (self->mine, "dim-label");
  g_signal_connect_swapped (self->zone_button, "clicked", G_CALLBACK (choose_zone_cb), self);
  gtk_box_append (GTK_BOX (box), self->zone_button);
  gtk_box_append (GTK_BOX (box), self->mine);
  self->zone_line = sat_event_line_new (labels, _ ("Time zone"), box, &unused);
  gtk_widget_set_parent (self->zone_line, GTK_WIDGET (self));
}

GtkWidget *
sat_event_time_new (SatContext *context, GtkSizeGroup *labels)
{
  SatEventTime *self;
  GtkWidget *line, *unused;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  self = g_object_new (SAT_TYPE_EVENT_TIME, NULL);
  self->context = g_object_ref (context);
  self->length = HALF_HOUR;
  self->all_day = gtk_switch_new ();
  gtk_widget_set_halign (self->all_day, GTK_ALIGN_START);
  sat_widget_set_name (self->all_day, _ ("All day"));
  line = sat_event_line_new (labels, _ ("All day"), self->all_day, &unused);
  gtk_widget_set_parent (line, GTK_WIDGET (self));
  g_signal_connect_swapped (self->all_day, "notify::active", G_CALLBACK (all_day_cb), self);
  add_moment (self, labels, &self->start, _ ("Starts"), _ ("Starts at"),
              G_CALLBACK (start_changed_cb));
  add_moment (self, labels, &self->end, _ ("Ends"), _ ("Ends at"), G_CALLBACK (end_changed_cb));
  add_zone (self, labels);
  sat_event_time_set (self, NULL, NULL);
  return GTK_WIDGET (self);
}

void
sat_event_time_set (SatEventTime *self, const SatCalendarSpan *span, const char *zone)
{
  GtkWidget *const entries[] = {self->start.date, self->start.time, self->end.date, self->end.time};

  g_return_if_fail (SAT_IS_EVENT_TIME (self));
  self->updating = TRUE;
  g_free (self->zone);
  self->zone = g_strdup (zone);
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    gtk_editable_set_text (GTK_EDITABLE (entries[i]), "");
  gtk_switch_set_active (GTK_SWITCH (self->all_day), span != NULL && span->all_day);
  if (span != NULL && span->all_day) {
    self->days = span->last - span->first;
    write_date (self, &self->start, span->first);
    write_date (self, &self->end, span->last);
  } else if (span != NULL) {
    self->length = span->end > span->start ? span->end - span->start : HALF_HOUR;
    write_moment (self, &self->start, span->start);
    write_moment (self, &self->end, span->start + self->length);
  }
  show_times (self);
  show_zone (self);
  self->updating = FALSE;
}

static gboolean
fail (Moment *moment, GtkWidget *entry, const char *message)
{
  sat_event_line_set_error (moment->error, entry, message);
  gtk_widget_grab_focus (entry);
  return FALSE;
}

static gboolean
read_days (SatEventTime *self, SatCalendarSpan *span)
{
  g_autoptr (GError) error = NULL;

  if (!read_date (self, &self->start, &span->first, &error))
    return fail (&self->start, self->start.date, error->message);
  span->last = span->first;
  if (!is_blank (self->end.date) && !read_date (self, &self->end, &span->last, &error))
    return fail (&self->end, self->end.date, error->message);
  if (span->last < span->first)
    return fail (&self->end, self->end.date, _ ("The end comes before the beginning"));
  return TRUE;
}

/* Which of the two entries it is that cannot be read. */
static gboolean
fail_moment (SatEventTime *self, Moment *moment, const char *message)
{
  SatDate date;

  return fail (moment, read_date (self, moment, &date, NULL) ? moment->time : moment->date,
               message);
}

static gboolean
read_times (SatEventTime *self, SatCalendarSpan *span)
{
  g_autoptr (GError) error = NULL;

  if (!read_moment (self, &self->start, &span->start, &error))
    return fail_moment (self, &self->start, error->message);
  span->end = span->start + HALF_HOUR;
  if (is_blank (self->end.date) && is_blank (self->end.time))
    return TRUE;
  if (!read_moment (self, &self->end, &span->end, &error))
    return fail_moment (self, &self->end, error->message);
  if (span->end <= span->start)
    return fail (&self->end, self->end.time, _ ("The end comes before the beginning"));
  return TRUE;
}

gboolean
sat_event_time_read (SatEventTime *self, SatCalendarSpan *span, gboolean *timeless)
{
  g_return_val_if_fail (SAT_IS_EVENT_TIME (self) && span != NULL && timeless != NULL, FALSE);
  clear_errors (self);
  *span = (SatCalendarSpan){.all_day = is_all_day (self)};
  *timeless = is_blank (self->start.date) && (is_all_day (self) || is_blank (self->start.time)) &&
              is_blank (self->end.date);
  if (*timeless)
    return TRUE;
  return span->all_day ? read_days (self, span) : read_times (self, span);
}

const char *
sat_event_time_get_zone (SatEventTime *self)
{
  g_return_val_if_fail (SAT_IS_EVENT_TIME (self), NULL);
  return self->zone;
}
