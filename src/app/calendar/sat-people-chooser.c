/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-people-chooser.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "sat-calendar-colours.h"
#include "sat-fold.h"
#include "sat-widgets.h"

/* From so many people on they are found by typing. */
#define MANY 9
#define LIST_HEIGHT 320
#define PERSON "sat-person"
/* Shorter names are shown whole. */
#define NAME_CHARS 18

struct _SatPeopleChooser {
  GtkPopover parent_instance;
  SatCalendarPeople *people;
  gulong people_changed;
  gboolean updating;
  GtkWidget *whole[SAT_CALENDAR_CHOSEN]; /* the choices that need no names */
  GtkWidget *none;                       /* is on while people are chosen one by one */
  GtkWidget *search;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (SatPeopleChooser, sat_people_chooser, GTK_TYPE_POPOVER)

static void
draw_mark_cb (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer user_data)
{
  GdkRGBA colour;
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  double radius = MIN (width, height) / 2.0;
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (area), "sat-colour"));
  const char *initials = g_object_get_data (G_OBJECT (area), "sat-initials");
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (area), initials);
  int text_width, text_height;
  double light;

  sat_calendar_colour (index, dark, &colour);
  gdk_cairo_set_source_rgba (cairo, &colour);
  cairo_arc (cairo, width / 2.0, height / 2.0, radius, 0, 2 * G_PI);
  cairo_fill (cairo);
  light = 0.299 * (double)colour.red + 0.587 * (double)colour.green + 0.114 * (double)colour.blue;
  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  cairo_set_source_rgb (cairo, light > 0.55 ? 0 : 1, light > 0.55 ? 0 : 1, light > 0.55 ? 0 : 1);
  cairo_move_to (cairo, (width - text_width) / 2.0, (height - text_height) / 2.0);
  pango_cairo_show_layout (cairo, layout);
}

GtkWidget *
sat_person_mark_new (void)
{
  GtkWidget *mark = gtk_drawing_area_new ();
  int size = sat_text_pixels (22);

  gtk_widget_set_size_request (mark, size, size);
  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (mark, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (mark, "sat-person-mark");
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (mark), draw_mark_cb, NULL, NULL);
  sat_widget_set_decorative (mark);
  return mark;
}

void
sat_person_mark_set (GtkWidget *mark, const char *initials, guint colour)
{
  g_return_if_fail (GTK_IS_DRAWING_AREA (mark));
  g_object_set_data (G_OBJECT (mark), "sat-colour", GUINT_TO_POINTER (colour));
  g_object_set_data_full (G_OBJECT (mark), "sat-initials", g_strdup (initials), g_free);
  gtk_widget_queue_draw (mark);
}

static void
whole_toggled_cb (GtkCheckButton *button, SatPeopleChooser *self)
{
  if (self->updating || !gtk_check_button_get_active (button))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (self->whole); i++)
    if (self->whole[i] == GTK_WIDGET (button))
      sat_calendar_people_set_who (self->people, (SatCalendarWho)i);
}

static void
person_toggled_cb (GtkCheckButton *button, SatPeopleChooser *self)
{
  const SatCalendarPerson *person;
  gint64 *id = g_object_get_data (G_OBJECT (button), PERSON);

  person = sat_calendar_people_find (self->people, *id);
  if (!self->updating && person != NULL)
    sat_calendar_people_set_shown (self->people, *id, gtk_check_button_get_active (button));
}

static GtkWidget *
new_row (SatPeopleChooser *self, const SatCalendarPerson *person)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *mark = sat_person_mark_new ();
  /* Translators: the person who sits here, in a list of people */
  g_autofree char *me = g_strdup_printf (_ ("%s (me)"), person->name);
  GtkWidget *label = gtk_label_new (person->is_me ? me : person->name);

  sat_person_mark_set (mark, person->initials, person->colour);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), NAME_CHARS);
  gtk_box_append (GTK_BOX (box), mark);
  gtk_box_append (GTK_BOX (box), label);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                               sat_calendar_people_is_shown (self->people, person->id));
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_prepend (GTK_BOX (box), check);
  g_object_set_data_full (G_OBJECT (check), PERSON, g_memdup2 (&person->id, sizeof person->id),
                          g_free);
  sat_widget_set_name (check, person->name);
  g_signal_connect (check, "toggled", G_CALLBACK (person_toggled_cb), self);
  g_object_set_data (G_OBJECT (row), "sat-check", check);
  g_object_set_data_full (G_OBJECT (row), "sat-folded", sat_fold (person->name), g_free);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_focusable (row, FALSE);
  return row;
}

static void
activated_cb (GtkListBox *list, GtkListBoxRow *row, SatPeopleChooser *self)
{
  GtkCheckButton *check = g_object_get_data (G_OBJECT (row), "sat-check");

  gtk_check_button_set_active (check, !gtk_check_button_get_active (check));
}

static gboolean
is_same_list (SatPeopleChooser *self)
{
  guint n = sat_calendar_people_get_n (self->people);
  GtkListBoxRow *row;

  for (guint i = 0; (row = gtk_list_box_get_row_at_index (self->list, (int)i)) != NULL || i < n;
       i++) {
    gint64 *id;

    if (row == NULL || i >= n)
      return FALSE;
    id = g_object_get_data (g_object_get_data (G_OBJECT (row), "sat-check"), PERSON);
    if (*id != sat_calendar_people_get (self->people, i)->id)
      return FALSE;
  }
  return TRUE;
}

static void
make_list (SatPeopleChooser *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < sat_calendar_people_get_n (self->people); i++)
    gtk_list_box_append (self->list, new_row (self, sat_calendar_people_get (self->people, i)));
}

static void
update (SatPeopleChooser *self)
{
  SatCalendarWho who = sat_calendar_people_get_who (self->people);
  GtkListBoxRow *row;

  self->updating = TRUE;
  if (!is_same_list (self))
    make_list (self);
  gtk_check_button_set_active (
      GTK_CHECK_BUTTON (who < SAT_CALENDAR_CHOSEN ? self->whole[who] : self->none), TRUE);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++) {
    GtkCheckButton *check = g_object_get_data (G_OBJECT (row), "sat-check");
    gint64 *id = g_object_get_data (G_OBJECT (check), PERSON);

    gtk_check_button_set_active (check, sat_calendar_people_is_shown (self->people, *id));
  }
  gtk_widget_set_visible (self->search, sat_calendar_people_get_n (self->people) >= MANY);
  self->updating = FALSE;
}

static gboolean
filter_cb (GtkListBoxRow *row, gpointer user_data)
{
  SatPeopleChooser *self = user_data;
  g_autofree char *words = sat_fold (gtk_editable_get_text (GTK_EDITABLE (self->search)));

  return strstr (g_object_get_data (G_OBJECT (row), "sat-folded"), words) != NULL;
}

static void
sat_people_chooser_dispose (GObject *object)
{
  SatPeopleChooser *self = SAT_PEOPLE_CHOOSER (object);

  if (self->people != NULL)
    g_clear_signal_handler (&self->people_changed, self->people);
  g_clear_object (&self->people);
  G_OBJECT_CLASS (sat_people_chooser_parent_class)->dispose (object);
}

static void
sat_people_chooser_class_init (SatPeopleChooserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_people_chooser_dispose;
}

static void
sat_people_chooser_init (SatPeopleChooser *self)
{
}

static void
add_whole (SatPeopleChooser *self, GtkWidget *box)
{
  const char *const labels[] = {_ ("Only me"), _ ("My team"), _ ("Everyone")};

  self->none = gtk_check_button_new ();
  g_object_ref_sink (self->none);
  for (guint i = 0; i < G_N_ELEMENTS (self->whole); i++) {
    self->whole[i] = gtk_check_button_new_with_label (labels[i]);
    gtk_check_button_set_group (GTK_CHECK_BUTTON (self->whole[i]), GTK_CHECK_BUTTON (self->none));
    g_signal_connect (self->whole[i], "toggled", G_CALLBACK (whole_toggled_cb), self);
    gtk_box_append (GTK_BOX (box), self->whole[i]);
  }
  g_object_set_data_full (G_OBJECT (self), "sat-none", self->none, g_object_unref);
}

static GtkWidget *
new_list (SatPeopleChooser *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_list_box_set_filter_func (self->list, filter_cb, self, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "sat-suggestions");
  sat_widget_set_name (GTK_WIDGET (self->list), _ ("People"));
  g_signal_connect (self->list, "row-activated", G_CALLBACK (activated_cb), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), LIST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->list));
  return scrolled;
}

GtkWidget *
sat_people_chooser_new (SatCalendarPeople *people)
{
  SatPeopleChooser *self;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  g_return_val_if_fail (SAT_IS_CALENDAR_PEOPLE (people), NULL);
  self = g_object_new (SAT_TYPE_PEOPLE_CHOOSER, NULL);
  self->people = g_object_ref (people);
  add_whole (self, box);
  self->search = gtk_search_entry_new ();
  sat_widget_set_name (self->search, _ ("Find a person"));
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), new_list (self));
  g_signal_connect_swapped (self->search, "search-changed",
                            G_CALLBACK (gtk_list_box_invalidate_filter), self->list);
  gtk_widget_add_css_class (GTK_WIDGET (self), "sat-popover");
  gtk_popover_set_child (GTK_POPOVER (self), box);
  self->people_changed = g_signal_connect_swapped (people, "changed", G_CALLBACK (update), self);
  update (self);
  return GTK_WIDGET (self);
}
