/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-mini-month.h"

#include <glib/gi18n-lib.h>

#include "sat-calendar-way.h"
#include "sat-widgets.h"

#define DAYS SAT_MINI_MONTH_DAYS

typedef struct {
  GtkWidget *button, *label, *dot;
} Day;

struct _SatMiniMonth {
  GtkWidget parent_instance;
  SatContext *context;
  SatDate month; /* the first day of it */
  SatDate first; /* the first day that is shown */
  SatDate cursor;
  SatDate shown_first, shown_last;
  guint counts[DAYS];

  GtkWidget *title;
  GtkWidget *weekdays[7];
  Day days[DAYS];
};

enum {
  DAY_SELECTED,
  MONTH_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatMiniMonth, sat_mini_month, GTK_TYPE_WIDGET)

static SatDate
month_of (SatDate date)
{
  int day;

  sat_date_to_ymd (date, NULL, NULL, &day);
  return date - (day - 1);
}

static void
set_class (GtkWidget *widget, const char *name, gboolean has)
{
  if (has)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
name_day (SatMiniMonth *self, guint i, gboolean today)
{
  g_autofree char *date =
      sat_format_day_full (sat_context_get_format (self->context), self->first + (SatDate)i);
  g_autoptr (GString) name = g_string_new (date);

  if (today)
    /* Translators: after a date, for a screen reader */
    g_string_append_printf (name, ", %s", C_ ("day", "today"));
  if (self->counts[i] > 0) {
    g_string_append (name, ", ");
    g_string_append_printf (name, ngettext ("%u activity", "%u activities", self->counts[i]),
                            self->counts[i]);
  }
  sat_widget_set_name (self->days[i].button, name->str);
}

static void
show_day (SatMiniMonth *self, guint i, SatDate today)
{
  Day *day = &self->days[i];
  SatDate date = self->first + (SatDate)i;
  char text[12];
  int number;

  sat_date_to_ymd (date, NULL, NULL, &number);
  g_snprintf (text, sizeof text, "%d", number);
  gtk_label_set_text (GTK_LABEL (day->label), text);
  gtk_widget_set_opacity (day->dot, self->counts[i] > 0 ? 1 : 0);
  set_class (day->button, "other", month_of (date) != self->month);
  set_class (day->button, "today", date == today);
  set_class (day->button, "shown", date >= self->shown_first && date <= self->shown_last);
  gtk_widget_set_focusable (day->button, date == self->cursor);
  name_day (self, i, date == today);
}

static void
show_days (SatMiniMonth *self)
{
  const SatFormat *format = sat_context_get_format (self->context);
  SatDate today = sat_date_today (sat_clock_now (format->clock), format->zone);
  g_autofree char *title = sat_format_month (format, self->month);

  gtk_label_set_text (GTK_LABEL (self->title), title);
  for (guint i = 0; i < G_N_ELEMENTS (self->weekdays); i++) {
    g_autofree char *weekday = sat_format_weekday_narrow (self->first + (SatDate)i);

    gtk_label_set_text (GTK_LABEL (self->weekdays[i]), weekday);
  }
  for (guint i = 0; i < DAYS; i++)
    show_day (self, i, today);
}

/* FALSE: it is shown already. */
static gboolean
show_month (SatMiniMonth *self, SatDate date)
{
  const SatFormat *format = sat_context_get_format (self->context);
  SatDate month = month_of (date);
  SatDate first = sat_calendar_week (month, format->week_start);

  if (self->month == month && self->first == first)
    return FALSE;
  self->month = month;
  self->first = first;
  for (guint i = 0; i < DAYS; i++)
    self->counts[i] = 0;
  return TRUE;
}

static void
go_to_month (SatMiniMonth *self, SatDate date)
{
  self->cursor = date;
  if (show_month (self, date))
    g_signal_emit (self, signals[MONTH_CHANGED], 0);
  show_days (self);
}

static void
move_cursor (SatMiniMonth *self, SatDate date)
{
  go_to_month (self, date);
  gtk_widget_grab_focus (self->days[date - self->first].button);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType modifiers,
                SatMiniMonth *self)
{
  gboolean backwards = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  SatDate week =
      sat_calendar_week (self->cursor, sat_context_get_format (self->context)->week_start);

  if (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK))
    return GDK_EVENT_PROPAGATE;
  switch (key) {
  case GDK_KEY_Left:
  case GDK_KEY_KP_Left:
    move_cursor (self, self->cursor + (backwards ? 1 : -1));
    return GDK_EVENT_STOP;
  case GDK_KEY_Right:
  case GDK_KEY_KP_Right:
    move_cursor (self, self->cursor + (backwards ? -1 : 1));
    return GDK_EVENT_STOP;
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    move_cursor (self, self->cursor - 7);
    return GDK_EVENT_STOP;
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    move_cursor (self, self->cursor + 7);
    return GDK_EVENT_STOP;
  case GDK_KEY_Home:
    move_cursor (self, week);
    return GDK_EVENT_STOP;
  case GDK_KEY_End:
    move_cursor (self, week + 6);
    return GDK_EVENT_STOP;
  case GDK_KEY_Page_Up:
    move_cursor (self, sat_date_add_months (self->cursor, -1));
    return GDK_EVENT_STOP;
  case GDK_KEY_Page_Down:
    move_cursor (self, sat_date_add_months (self->cursor, 1));
    return GDK_EVENT_STOP;
  default:
    return GDK_EVENT_PROPAGATE;
  }
}

static void
clicked_cb (GtkWidget *button, SatMiniMonth *self)
{
  for (guint i = 0; i < DAYS; i++) {
    if (self->days[i].button != button)
      continue;
    self->cursor = self->first + (SatDate)i;
    g_signal_emit (self, signals[DAY_SELECTED], 0, (int)self->cursor);
    return;
  }
}

static void
previous_cb (SatMiniMonth *self)
{
  go_to_month (self, sat_date_add_months (self->cursor, -1));
}

static void
next_cb (SatMiniMonth *self)
{
  go_to_month (self, sat_date_add_months (self->cursor, 1));
}

static void
sat_mini_month_dispose (GObject *object)
{
  SatMiniMonth *self = SAT_MINI_MONTH (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_mini_month_parent_class)->dispose (object);
}

static void
sat_mini_month_class_init (SatMiniMonthClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_mini_month_dispose;
  signals[DAY_SELECTED] = g_signal_new ("day-selected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[MONTH_CHANGED] =
      g_signal_new ("month-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
new_arrow (SatMiniMonth *self, const char *icon, const char *name, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  sat_widget_set_tooltip (button, name);
  sat_widget_set_name (button, name);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  return button;
}

static GtkWidget *
new_head (SatMiniMonth *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->title = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->title, "heading");
  gtk_widget_set_hexpand (self->title, TRUE);
  gtk_box_append (GTK_BOX (head), new_arrow (self, "go-previous-symbolic", _ ("Previous Month"),
                                             G_CALLBACK (previous_cb)));
  gtk_box_append (GTK_BOX (head), self->title);
  gtk_box_append (GTK_BOX (head),
                  new_arrow (self, "go-next-symbolic", _ ("Next Month"), G_CALLBACK (next_cb)));
  return head;
}

static GtkWidget *
new_day (SatMiniMonth *self, Day *day)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  day->button = gtk_button_new ();
  day->label = gtk_label_new (NULL);
  day->dot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (day->button, "flat");
  gtk_widget_add_css_class (day->label, "numeric");
  gtk_widget_add_css_class (day->dot, "sat-mini-dot");
  gtk_widget_set_halign (day->dot, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), day->label);
  gtk_box_append (GTK_BOX (box), day->dot);
  gtk_button_set_child (GTK_BUTTON (day->button), box);
  g_signal_connect (day->button, "clicked", G_CALLBACK (clicked_cb), self);
  return day->button;
}

static void
sat_mini_month_init (SatMiniMonth *self)
{
  GtkWidget *grid = gtk_grid_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_orientable_set_orientation (
      GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "sat-mini-month");
  sat_widget_set_name (GTK_WIDGET (self), _ ("Month"));
  gtk_widget_set_parent (new_head (self), GTK_WIDGET (self));
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  for (int i = 0; i < 7; i++) {
    self->weekdays[i] = gtk_label_new (NULL);
    gtk_widget_add_css_class (self->weekdays[i], "caption");
    gtk_widget_add_css_class (self->weekdays[i], "dim-label");
    gtk_grid_attach (GTK_GRID (grid), self->weekdays[i], i, 0, 1, 1);
  }
  for (int i = 0; i < DAYS; i++)
    gtk_grid_attach (GTK_GRID (grid), new_day (self, &self->days[i]), i % 7, 1 + i / 7, 1, 1);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (grid, keys);
  gtk_widget_set_parent (grid, GTK_WIDGET (self));
}

GtkWidget *
sat_mini_month_new (SatContext *context)
{
  SatMiniMonth *self;
  const SatFormat *format;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  self = g_object_new (SAT_TYPE_MINI_MONTH, NULL);
  self->context = g_object_ref (context);
  format = sat_context_get_format (context);
  self->cursor = sat_date_today (sat_clock_now (format->clock), format->zone);
  self->shown_first = self->shown_last = self->cursor;
  show_month (self, self->cursor);
  show_days (self);
  return GTK_WIDGET (self);
}

void
sat_mini_month_set_shown (SatMiniMonth *self, SatDate date, SatDate first, SatDate last)
{
  g_return_if_fail (SAT_IS_MINI_MONTH (self));
  self->shown_first = first;
  self->shown_last = last;
  go_to_month (self, date);
}

SatDate
sat_mini_month_get_first (SatMiniMonth *self)
{
  g_return_val_if_fail (SAT_IS_MINI_MONTH (self), 0);
  return self->first;
}

void
sat_mini_month_set_marks (SatMiniMonth *self, SatDate first, const guint *counts, guint n)
{
  g_return_if_fail (SAT_IS_MINI_MONTH (self) && counts != NULL);
  for (guint i = 0; i < DAYS; i++) {
    gint64 index = (gint64)self->first + i - first;

    self->counts[i] = index >= 0 && index < n ? counts[index] : 0;
  }
  show_days (self);
}

void
sat_mini_month_refresh (SatMiniMonth *self)
{
  g_return_if_fail (SAT_IS_MINI_MONTH (self));
  if (show_month (self, self->month))
    g_signal_emit (self, signals[MONTH_CHANGED], 0);
  show_days (self);
}
