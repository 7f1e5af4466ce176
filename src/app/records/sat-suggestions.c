/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-suggestions.h"

#include "sat-labels.h"
#include "sat-widgets.h"

#define LIST_HEIGHT 320

struct _SatSuggestions {
  GObject parent_instance;
  GtkWidget *entry;
  GtkPopover *popover;
  GtkListBox *list;
};

enum {
  PICKED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatSuggestions, sat_suggestions, G_TYPE_OBJECT)

/* What a row stands for. */
typedef struct {
  const char *field;
  gint64 id;
  char *title;
} Choice;

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_free (choice->title);
  g_free (choice);
}

static void
pick (SatSuggestions *self, GtkListBoxRow *row)
{
  const Choice *choice = g_object_get_data (G_OBJECT (row), "sat-choice");
  g_autofree char *title = g_strdup (choice->title);
  const char *field = choice->field;
  gint64 id = choice->id;

  /* Whoever listens may fill the list anew. */
  sat_suggestions_close (self);
  g_signal_emit (self, signals[PICKED], 0, field, id, title);
}

static void
row_activated_cb (SatSuggestions *self, GtkListBoxRow *row)
{
  pick (self, row);
}

static GtkWidget *
new_texts (const SatCandidate *candidate)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (texts), sat_label_new_short (candidate->title, NULL, NULL));
  if (*candidate->detail != '\0') {
    gtk_box_append (GTK_BOX (texts),
                    sat_label_new_short (candidate->detail, "caption", "dim-label"));
  }
  return texts;
}

static GtkWidget *
new_row (const SatType *target, const SatCandidate *candidate)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  g_autofree char *name =
      target != NULL ? g_strdup_printf ("%s, %s", sat_labels_singular (target), candidate->title)
                     : g_strdup (candidate->title);

  if (target != NULL) {
    GtkWidget *icon = gtk_image_new_from_icon_name (sat_labels_icon (target));

    sat_widget_set_decorative (icon);
    gtk_widget_add_css_class (icon, "dim-label");
    gtk_box_append (GTK_BOX (box), icon);
  }
  gtk_box_append (GTK_BOX (box), new_texts (candidate));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_focusable (row, FALSE);
  sat_widget_set_name (row, name);
  return row;
}

void
sat_suggestions_clear (SatSuggestions *self)
{
  GtkWidget *row;

  g_return_if_fail (SAT_IS_SUGGESTIONS (self));
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
}

void
sat_suggestions_add (SatSuggestions *self,
                     const SatField *field,
                     const SatType *target,
                     const SatCandidate *candidate)
{
  GtkWidget *row;
  Choice *choice;

  g_return_if_fail (SAT_IS_SUGGESTIONS (self) && field != NULL && candidate != NULL);
  row = new_row (target, candidate);
  choice = g_new0 (Choice, 1);
  *choice = (Choice){field->name, candidate->id, g_strdup (candidate->title)};
  g_object_set_data_full (G_OBJECT (row), "sat-choice", choice, choice_free);
  gtk_list_box_append (self->list, row);
}

void
sat_suggestions_open (SatSuggestions *self, gboolean select)
{
  GtkListBoxRow *first;

  g_return_if_fail (SAT_IS_SUGGESTIONS (self));
  first = gtk_list_box_get_row_at_index (self->list, 0);
  if (first == NULL) {
    sat_suggestions_close (self);
    return;
  }
  if (select)
    gtk_list_box_select_row (self->list, first);
  gtk_widget_set_size_request (GTK_WIDGET (self->popover), gtk_widget_get_width (self->entry), -1);
  if (gtk_widget_get_mapped (self->entry))
    gtk_popover_popup (self->popover);
}

void
sat_suggestions_close (SatSuggestions *self)
{
  g_return_if_fail (SAT_IS_SUGGESTIONS (self));
  if (self->popover != NULL)
    gtk_popover_popdown (self->popover);
}

gboolean
sat_suggestions_is_open (SatSuggestions *self)
{
  g_return_val_if_fail (SAT_IS_SUGGESTIONS (self), FALSE);
  return self->popover != NULL && gtk_widget_get_visible (GTK_WIDGET (self->popover));
}

gboolean
sat_suggestions_take (SatSuggestions *self)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (SAT_IS_SUGGESTIONS (self), FALSE);
  row = sat_suggestions_is_open (self) ? gtk_list_box_get_selected_row (self->list) : NULL;
  if (row != NULL)
    pick (self, row);
  return row != NULL;
}

static void
move_selection (SatSuggestions *self, int step)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int index = row != NULL ? gtk_list_box_row_get_index (row) + step : (step > 0 ? 0 : -1);
  GtkListBoxRow *next = index >= 0 ? gtk_list_box_get_row_at_index (self->list, index) : NULL;

  if (next != NULL)
    gtk_list_box_select_row (self->list, next);
}

static gboolean
key_pressed_cb (SatSuggestions *self, guint key)
{
  gboolean open = sat_suggestions_is_open (self);

  switch (key) {
  case GDK_KEY_Down:
  case GDK_KEY_Up:
    if (open)
      move_selection (self, key == GDK_KEY_Down ? 1 : -1);
    return open;
  case GDK_KEY_Escape:
    sat_suggestions_close (self);
    return open;
  default:
    return GDK_EVENT_PROPAGATE;
  }
}

void
sat_suggestions_detach (SatSuggestions *self)
{
  g_return_if_fail (SAT_IS_SUGGESTIONS (self));
  if (self->popover != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->popover));
  self->popover = NULL;
  self->list = NULL;
  self->entry = NULL;
}

static void
sat_suggestions_class_init (SatSuggestionsClass *klass)
{
  signals[PICKED] =
      g_signal_new ("picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_INT64, G_TYPE_STRING);
}

static void
sat_suggestions_init (SatSuggestions *self)
{
}

static void
make_popover (SatSuggestions *self, const char *label)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_BROWSE);
  gtk_widget_set_focusable (GTK_WIDGET (self->list), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "sat-suggestions");
  sat_widget_set_name (GTK_WIDGET (self->list), label);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), LIST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  self->popover = GTK_POPOVER (gtk_popover_new ());
  gtk_popover_set_autohide (self->popover, FALSE);
  gtk_popover_set_has_arrow (self->popover, FALSE);
  gtk_popover_set_position (self->popover, GTK_POS_BOTTOM);
  gtk_popover_set_child (self->popover, scroller);
  gtk_widget_add_css_class (GTK_WIDGET (self->popover), "menu");
  gtk_widget_set_parent (GTK_WIDGET (self->popover), self->entry);
}

SatSuggestions *
sat_suggestions_new (GtkWidget *entry, const char *label)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  SatSuggestions *self;

  g_return_val_if_fail (GTK_IS_ENTRY (entry) && label != NULL, NULL);
  self = g_object_new (SAT_TYPE_SUGGESTIONS, NULL);
  self->entry = entry;
  make_popover (self, label);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (entry, keys);
  g_signal_connect_object (focus, "leave", G_CALLBACK (sat_suggestions_close), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (entry, focus);
  return self;
}
