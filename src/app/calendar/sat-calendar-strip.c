/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-calendar-strip.h"

#include <glib/gi18n-lib.h>

#include "sat-calendar-jump.h"
#include "sat-people-chooser.h"
#include "sat-widgets.h"

#define WORDS_DELAY_MS 150

struct _SatCalendarStrip {
  GtkWidget parent_instance;
  SatCalendarModel *model;
  gulong model_changed, people_changed;
  guint words_timeout;
  gboolean narrow;

  GtkWidget *today;
  GtkWidget *title_button;
  GtkLabel *title;
  GtkWidget *words;
  GtkWidget *people_button;
  GtkLabel *people;
  GtkWidget *hours;
};

G_DEFINE_FINAL_TYPE (SatCalendarStrip, sat_calendar_strip, GTK_TYPE_WIDGET)

static void
update_title (SatCalendarStrip *self)
{
  SatContext *context = sat_calendar_model_get_context (self->model);
  g_autofree char *title = sat_calendar_title (sat_calendar_model_get_shown_way (self->model),
                                               sat_calendar_model_get_shown_date (self->model),
                                               sat_context_get_format (context), self->narrow);
  /* Translators: a button; %s are the days that the calendar shows */
  g_autofree char *name = g_strdup_printf (_ ("%s, go to another date"), title);

  gtk_label_set_text (self->title, title);
  sat_widget_set_name (self->title_button, name);
}

static void
update_people (SatCalendarStrip *self)
{
  SatCalendarPeople *people = sat_calendar_model_get_people (self->model);
  g_autofree char *text = sat_calendar_people_describe (people);
  /* Translators: a button; %s says whose activities the calendar shows */
  g_autofree char *name = g_strdup_printf (_ ("Whose calendar: %s"), text);

  gtk_label_set_text (self->people, text);
  sat_widget_set_name (self->people_button, name);
  gtk_widget_set_visible (self->people_button, sat_calendar_people_get_n (people) > 1);
}

static gboolean
words_cb (gpointer user_data)
{
  SatCalendarStrip *self = user_data;

  self->words_timeout = 0;
  sat_calendar_model_set_words (self->model, gtk_editable_get_text (GTK_EDITABLE (self->words)));
  return G_SOURCE_REMOVE;
}

static void
words_changed_cb (SatCalendarStrip *self)
{
  g_clear_handle_id (&self->words_timeout, g_source_remove);
  self->words_timeout = g_timeout_add (WORDS_DELAY_MS, words_cb, self);
}

static void
words_stopped_cb (SatCalendarStrip *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->words), "");
  gtk_widget_activate_action (GTK_WIDGET (self), "calendar.focus", NULL);
}

static void
sat_calendar_strip_dispose (GObject *object)
{
  SatCalendarStrip *self = SAT_CALENDAR_STRIP (object);
  GtkWidget *child;

  g_clear_handle_id (&self->words_timeout, g_source_remove);
  if (self->model != NULL) {
    g_clear_signal_handler (&self->people_changed, sat_calendar_model_get_people (self->model));
    g_clear_signal_handler (&self->model_changed, self->model);
  }
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (sat_calendar_strip_parent_class)->dispose (object);
}

static void
sat_calendar_strip_class_init (SatCalendarStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_calendar_strip_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sat_calendar_strip_init (SatCalendarStrip *self)
{
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                              6);
  gtk_widget_add_css_class (GTK_WIDGET (self), "sat-calendar-strip");
}

static GtkWidget *
new_button (const char *icon, const char *name, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  sat_widget_set_tooltip (button, name);
  sat_widget_set_name (button, name);
  return button;
}

static GtkWidget *
new_toggle (const char *icon, const char *name, const char *action)
{
  GtkWidget *button = gtk_toggle_button_new ();

  gtk_button_set_icon_name (GTK_BUTTON (button), icon);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_add_css_class (button, "flat");
  sat_widget_set_tooltip (button, name);
  sat_widget_set_name (button, name);
  return button;
}

static GtkWidget *
new_travel (SatCalendarStrip *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->today = gtk_button_new_with_mnemonic (_ ("T_oday"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->today), "calendar.today");
  sat_widget_set_tooltip (self->today, _ ("Go to today (T)"));
  gtk_widget_add_css_class (box, "linked");
  gtk_box_append (GTK_BOX (box), new_button ("go-previous-symbolic", C_ ("calendar", "Previous"),
                                             "calendar.previous"));
  gtk_box_append (GTK_BOX (box), self->today);
  gtk_box_append (GTK_BOX (box),
                  new_button ("go-next-symbolic", C_ ("calendar", "Next"), "calendar.next"));
  return box;
}

static GtkWidget *
new_title (SatCalendarStrip *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *arrow = gtk_image_new_from_icon_name ("pan-down-symbolic");

  self->title = GTK_LABEL (sat_label_new_short (NULL, "title-4", NULL));
  sat_widget_set_decorative (arrow);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (box), arrow);
  self->title_button = gtk_menu_button_new ();
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->title_button), box);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->title_button),
                               sat_calendar_jump_new (self->model));
  gtk_widget_add_css_class (self->title_button, "flat");
  sat_widget_set_tooltip (self->title_button, _ ("Go to a date (Ctrl+G)"));
  return self->title_button;
}

static GtkWidget *
new_people (SatCalendarStrip *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name ("sat-people-symbolic");

  self->people = GTK_LABEL (sat_label_new_short (NULL, NULL, NULL));
  gtk_label_set_max_width_chars (self->people, 16);
  sat_widget_set_decorative (icon);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->people));
  self->people_button = gtk_menu_button_new ();
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->people_button), box);
  gtk_menu_button_set_popover (
      GTK_MENU_BUTTON (self->people_button),
      sat_people_chooser_new (sat_calendar_model_get_people (self->model)));
  gtk_widget_add_css_class (self->people_button, "flat");
  sat_widget_set_tooltip (self->people_button, _ ("Whose calendar"));
  return self->people_button;
}

static GtkWidget *
new_words (SatCalendarStrip *self)
{
  self->words = gtk_search_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->words), 4);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->words), 14);
  sat_widget_set_name (self->words, _ ("Find in the calendar"));
  g_object_set (self->words, "placeholder-text", _ ("Find"), NULL);
  g_signal_connect_swapped (self->words, "changed", G_CALLBACK (words_changed_cb), self);
  g_signal_connect_swapped (self->words, "stop-search", G_CALLBACK (words_stopped_cb), self);
  return self->words;
}

GtkWidget *
sat_calendar_strip_new (SatCalendarModel *model)
{
  SatCalendarStrip *self;
  GtkWidget *title, *end;

  g_return_val_if_fail (SAT_IS_CALENDAR_MODEL (model), NULL);
  self = g_object_new (SAT_TYPE_CALENDAR_STRIP, NULL);
  self->model = g_object_ref (model);
  gtk_widget_set_parent (
      new_toggle ("sidebar-show-symbolic", _ ("Month and tasks to schedule"), "calendar.panel"),
      GTK_WIDGET (self));
  gtk_widget_set_parent (new_travel (self), GTK_WIDGET (self));
  title = new_title (self);
  gtk_widget_set_halign (title, GTK_ALIGN_START);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_set_parent (title, GTK_WIDGET (self));
  end = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_box_append (GTK_BOX (end), new_people (self));
  self->hours =
      new_toggle ("sat-full-day-symbolic", _ ("All hours of the day"), "calendar.full-day");
  gtk_box_append (GTK_BOX (end), self->hours);
  gtk_box_append (GTK_BOX (end), new_words (self));
  gtk_widget_set_parent (end, GTK_WIDGET (self));
  self->model_changed =
      g_signal_connect_swapped (model, "changed", G_CALLBACK (update_title), self);
  self->people_changed = g_signal_connect_swapped (sat_calendar_model_get_people (model), "changed",
                                                   G_CALLBACK (update_people), self);
  update_title (self);
  update_people (self);
  return GTK_WIDGET (self);
}

void
sat_calendar_strip_ask_date (SatCalendarStrip *self)
{
  g_return_if_fail (SAT_IS_CALENDAR_STRIP (self));
  gtk_menu_button_popup (GTK_MENU_BUTTON (self->title_button));
}

void
sat_calendar_strip_choose_people (SatCalendarStrip *self)
{
  g_return_if_fail (SAT_IS_CALENDAR_STRIP (self));
  if (gtk_widget_get_visible (self->people_button))
    gtk_menu_button_popup (GTK_MENU_BUTTON (self->people_button));
}

void
sat_calendar_strip_focus_words (SatCalendarStrip *self)
{
  g_return_if_fail (SAT_IS_CALENDAR_STRIP (self));
  gtk_widget_grab_focus (self->words);
}

void
sat_calendar_strip_set_hours_apply (SatCalendarStrip *self, gboolean apply)
{
  g_return_if_fail (SAT_IS_CALENDAR_STRIP (self));
  gtk_widget_set_visible (self->hours, apply);
}

void
sat_calendar_strip_set_narrow (SatCalendarStrip *self, gboolean narrow)
{
  g_return_if_fail (SAT_IS_CALENDAR_STRIP (self));
  self->narrow = narrow;
  gtk_widget_set_visible (GTK_WIDGET (self->people), !narrow);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->words), narrow ? 4 : 14);
  update_title (self);
}
