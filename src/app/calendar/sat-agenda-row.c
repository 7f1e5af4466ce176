/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-agenda-row.h"

#include <glib/gi18n-lib.h>

#include "sat-people-chooser.h"
#include "sat-widgets.h"

struct _SatAgendaRow {
  GtkWidget parent_instance;
  SatContext *context;
  SatAgendaEntry *entry;
  gboolean writes, updating;

  GtkWidget *heading; /* of a day */
  GtkWidget *heading_more;
  GtkWidget *line;
  GtkWidget *time;
  GtkWidget *check;
  GtkWidget *icon;
  GtkWidget *title;
  GtkWidget *about;
  GtkWidget *mark;
  GtkWidget *more; /* a button for further days */
};

enum {
  MENU,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatAgendaRow, sat_agenda_row, GTK_TYPE_WIDGET)

static char *
time_text (SatAgendaRow *self, const SatCalendarEvent *event)
{
  const SatFormat *format = sat_context_get_format (self->context);
  SatDate date = sat_agenda_entry_get_date (self->entry), first, last;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (event->due)
    return g_strdup (C_ ("agenda", "Due"));
  sat_calendar_span_days (&event->span, format->zone, &first, &last);
  if (event->span.all_day || (first < date && date < last))
    return g_strdup (C_ ("agenda", "All day"));
  from = sat_format_time (format, event->span.start);
  to = sat_format_time (format, event->span.end);
  if (first < date)
    /* Translators: a time at which something ends that began on an earlier day */
    return g_strdup_printf (C_ ("agenda", "until %s"), to);
  if (last > date)
    /* Translators: a time at which something begins that ends on a later day */
    return g_strdup_printf (C_ ("agenda", "from %s"), from);
  return g_strdup_printf ("%s – %s", from, to);
}

static void
append_text (GString *text, const char *separator, const char *more)
{
  if (more == NULL || *more == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, separator);
  g_string_append (text, more);
}

static void
show_event (SatAgendaRow *self)
{
  const SatCalendarEvent *event = sat_agenda_entry_get_event (self->entry);
  g_autofree char *time = time_text (self, event);
  g_autoptr (GString) about = g_string_new (NULL);
  g_autoptr (GString) name = g_string_new (event->kind);
  /* Translators: a box to tick; %s is the subject of a task, a call ... */
  g_autofree char *tick = g_strdup_printf (_ ("Done: %s"), event->title);

  append_text (about, " · ", event->about);
  append_text (about, " · ", event->place);
  gtk_label_set_text (GTK_LABEL (self->time), time);
  gtk_label_set_text (GTK_LABEL (self->title), event->title);
  gtk_label_set_text (GTK_LABEL (self->about), about->str);
  gtk_widget_set_visible (self->about, about->len > 0);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), event->icon);
  sat_widget_set_tooltip (self->icon, event->kind);
  gtk_widget_set_visible (self->mark, event->initials != NULL);
  if (event->initials != NULL) {
    sat_person_mark_set (self->mark, event->initials, event->colour);
    sat_widget_set_tooltip (self->mark, event->owner);
  }
  self->updating = TRUE;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check), event->done);
  self->updating = FALSE;
  if (event->done)
    gtk_widget_add_css_class (GTK_WIDGET (self), "done");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "done");
  append_text (name, ", ", event->title);
  append_text (name, ", ", time);
  append_text (name, ", ", about->str);
  append_text (name, ", ", event->owner);
  if (event->done)
    append_text (name, ", ", _ ("done"));
  sat_widget_set_name (self->check, tick);
  sat_widget_set_name (GTK_WIDGET (self), name->str);
}

static void
show_heading (SatAgendaRow *self)
{
  const SatFormat *format = sat_context_get_format (self->context);
  SatDate date = sat_agenda_entry_get_date (self->entry);
  SatDate today = sat_date_today (sat_clock_now (format->clock), format->zone);
  g_autofree char *full = sat_format_day_full (format, date);
  g_autofree char *near = sat_format_date_relative (format, date);
  gboolean is_near = date >= today - 1 && date <= today + 1;
  g_autofree char *name = is_near ? g_strdup_printf ("%s, %s", near, full) : g_strdup (full);

  gtk_label_set_text (GTK_LABEL (self->heading), is_near ? near : full);
  gtk_label_set_text (GTK_LABEL (self->heading_more), is_near ? full : "");
  sat_widget_set_name (GTK_WIDGET (self), name);
  gtk_widget_remove_css_class (GTK_WIDGET (self), "done");
}

static void
show_more (SatAgendaRow *self, gboolean later)
{
  gtk_button_set_label (GTK_BUTTON (self->more), later ? _ ("Later Days") : _ ("Earlier Days"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->more),
                                  later ? "agenda.later" : "agenda.earlier");
  sat_widget_set_name (GTK_WIDGET (self), later ? _ ("Later Days") : _ ("Earlier Days"));
  gtk_widget_remove_css_class (GTK_WIDGET (self), "done");
}

void
sat_agenda_row_set_entry (SatAgendaRow *self, SatAgendaEntry *entry)
{
  SatAgendaEntryKind kind;

  g_return_if_fail (SAT_IS_AGENDA_ROW (self));
  g_set_object (&self->entry, entry);
  if (entry == NULL)
    return;
  kind = sat_agenda_entry_get_kind (entry);
  gtk_widget_set_visible (gtk_widget_get_parent (self->heading), kind == SAT_AGENDA_HEADING);
  gtk_widget_set_visible (self->line, kind == SAT_AGENDA_EVENT);
  gtk_widget_set_visible (self->more, kind == SAT_AGENDA_EARLIER || kind == SAT_AGENDA_LATER);
  switch (kind) {
  case SAT_AGENDA_HEADING:
    show_heading (self);
    break;
  case SAT_AGENDA_EVENT:
    show_event (self);
    break;
  case SAT_AGENDA_EARLIER:
  case SAT_AGENDA_LATER:
  default:
    show_more (self, kind == SAT_AGENDA_LATER);
    break;
  }
}

SatAgendaEntry *
sat_agenda_row_get_entry (SatAgendaRow *self)
{
  g_return_val_if_fail (SAT_IS_AGENDA_ROW (self), NULL);
  return self->entry;
}

static const SatCalendarEvent *
get_event (SatAgendaRow *self)
{
  return self->entry != NULL ? sat_agenda_entry_get_event (self->entry) : NULL;
}

static void
toggled_cb (GtkCheckButton *check, SatAgendaRow *self)
{
  const SatCalendarEvent *event = get_event (self);

  if (!self->updating && event != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.set-done", "(xb)", event->id,
                                gtk_check_button_get_active (check));
}

static void
pressed_cb (GtkGestureClick *click, int n, double x, double y, SatAgendaRow *self)
{
  const SatCalendarEvent *event = get_event (self);

  if (event == NULL)
    return;
  gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
  g_signal_emit (self, signals[MENU], 0, event->id, x, y);
}

static void
sat_agenda_row_dispose (GObject *object)
{
  SatAgendaRow *self = SAT_AGENDA_ROW (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->entry);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_agenda_row_parent_class)->dispose (object);
}

static void
sat_agenda_row_class_init (SatAgendaRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_agenda_row_dispose;
  signals[MENU] = g_signal_new ("menu", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 3, G_TYPE_INT64, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
add_heading (SatAgendaRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);

  self->heading = sat_label_new_short (NULL, "heading", NULL);
  self->heading_more = sat_label_new_short (NULL, "dim-label", NULL);
  gtk_widget_add_css_class (box, "sat-agenda-heading");
  gtk_box_append (GTK_BOX (box), self->heading);
  gtk_box_append (GTK_BOX (box), self->heading_more);
  gtk_widget_set_parent (box, GTK_WIDGET (self));
}

static void
add_line (SatAgendaRow *self)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  self->time = sat_label_new_short (NULL, "numeric", "dim-label");
  gtk_label_set_width_chars (GTK_LABEL (self->time), 14);
  self->check = gtk_check_button_new ();
  gtk_widget_set_valign (self->check, GTK_ALIGN_CENTER);
  gtk_widget_set_focusable (self->check, FALSE);
  sat_widget_set_tooltip (self->check, _ ("Tick off (Space)"));
  self->icon = gtk_image_new ();
  gtk_widget_add_css_class (self->icon, "dim-label");
  sat_widget_set_decorative (self->icon);
  self->title = sat_label_new_short (NULL, "sat-activity-title", NULL);
  self->about = sat_label_new_short (NULL, "caption", "dim-label");
  self->mark = sat_person_mark_new ();
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), self->title);
  gtk_box_append (GTK_BOX (texts), self->about);
  gtk_box_append (GTK_BOX (self->line), self->check);
  gtk_box_append (GTK_BOX (self->line), self->time);
  gtk_box_append (GTK_BOX (self->line), self->icon);
  gtk_box_append (GTK_BOX (self->line), texts);
  gtk_box_append (GTK_BOX (self->line), self->mark);
  gtk_widget_set_hexpand (self->line, TRUE);
  gtk_widget_set_parent (self->line, GTK_WIDGET (self));
  g_signal_connect (self->check, "toggled", G_CALLBACK (toggled_cb), self);
}

static void
sat_agenda_row_init (SatAgendaRow *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_add_css_class (GTK_WIDGET (self), "sat-activity");
  add_heading (self);
  add_line (self);
  self->more = gtk_button_new ();
  gtk_widget_add_css_class (self->more, "flat");
  gtk_widget_set_hexpand (self->more, TRUE);
  gtk_widget_set_halign (self->more, GTK_ALIGN_CENTER);
  gtk_widget_set_focusable (self->more, FALSE);
  gtk_widget_set_parent (self->more, GTK_WIDGET (self));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
sat_agenda_row_new (SatContext *context)
{
  SatAgendaRow *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  self = g_object_new (SAT_TYPE_AGENDA_ROW, NULL);
  self->context = g_object_ref (context);
  self->writes = !sat_store_is_read_only (sat_context_get_store (context));
  gtk_widget_set_sensitive (self->check, self->writes);
  return GTK_WIDGET (self);
}
