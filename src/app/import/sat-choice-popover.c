/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-choice-popover.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-fold.h"
#include "sat-widgets.h"

#define HEIGHT 300
#define WIDTH 280
/* Fewer are seen at once. */
#define SEARCHED 7

struct _SatChoicePopover {
  GtkPopover parent_instance;
  GPtrArray *items;
  GtkWidget *search;
  GtkListBox *list;
  SatChoiceSearch more;
  gpointer more_data;
  GDestroyNotify more_destroy;
};

enum {
  CHOSEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatChoicePopover, sat_choice_popover, GTK_TYPE_POPOVER)

SatChoiceItem *
sat_choice_item_new (const char *key, const char *label, gboolean always)
{
  SatChoiceItem *item = g_new0 (SatChoiceItem, 1);

  item->key = g_strdup (key);
  item->label = g_strdup (label);
  item->always = always;
  return item;
}

void
sat_choice_item_free (SatChoiceItem *item)
{
  g_free (item->key);
  g_free (item->label);
  g_free (item);
}

static const char *
row_key (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "key");
}

static void
add_row (SatChoicePopover *self, const SatChoiceItem *item)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = gtk_label_new (item->label);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  sat_widget_set_name (row, item->label);
  sat_widget_set_tooltip (row, item->label);
  g_object_set_data_full (G_OBJECT (row), "key", g_strdup (item->key), g_free);
  g_object_set_data (G_OBJECT (row), "always", GINT_TO_POINTER (item->always));
  gtk_list_box_append (self->list, row);
}

static gboolean
fits (const SatChoiceItem *item, const char *folded)
{
  g_autofree char *label = item->always ? NULL : sat_fold (item->label);

  return item->always || strstr (label, folded) != NULL;
}

static gboolean
has_key (SatChoicePopover *self, const char *key)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (strcmp (row_key (row), key) == 0)
      return TRUE;
  return FALSE;
}

static void
add_more (SatChoicePopover *self, const char *text)
{
  g_autoptr (GPtrArray) more =
      self->more != NULL && *text != '\0' ? self->more (text, self->more_data) : NULL;

  for (guint i = 0; more != NULL && i < more->len; i++)
    if (!has_key (self, ((SatChoiceItem *)more->pdata[i])->key))
      add_row (self, more->pdata[i]);
}

static void
select_row (SatChoicePopover *self, GtkListBoxRow *row)
{
  if (row != NULL)
    gtk_list_box_select_row (self->list, row);
}

/* The row that has the focus is about to go, and with it whatever is typed next. */
static void
keep_typing (SatChoicePopover *self)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (self->search));

  if (!gtk_widget_has_focus (GTK_WIDGET (text)))
    gtk_text_grab_focus_without_selecting (GTK_TEXT (text));
}

/* What is typed is most likely the beginning of one of the others. */
static void
fill (SatChoicePopover *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autofree char *folded = sat_fold (text);
  GtkListBoxRow *row;
  int chosen = 0;

  if (*text != '\0')
    keep_typing (self);
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < self->items->len; i++)
    if (fits (self->items->pdata[i], folded))
      add_row (self, self->items->pdata[i]);
  add_more (self, text);
  for (int i = 0; *text != '\0' && (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL;
       i++)
    if (g_object_get_data (G_OBJECT (row), "always") == NULL) {
      chosen = i;
      break;
    }
  select_row (self, gtk_list_box_get_row_at_index (self->list, chosen));
}

static void
header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  gboolean first = before != NULL && g_object_get_data (G_OBJECT (before), "always") != NULL &&
                   g_object_get_data (G_OBJECT (row), "always") == NULL;

  gtk_list_box_row_set_header (row, first ? gtk_separator_new (GTK_ORIENTATION_HORIZONTAL) : NULL);
}

static void
choose (SatChoicePopover *self, GtkListBoxRow *row)
{
  g_autofree char *key = row != NULL ? g_strdup (row_key (row)) : NULL;

  g_object_ref (self);
  gtk_popover_popdown (GTK_POPOVER (self));
  if (key != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, key);
  g_object_unref (self);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, SatChoicePopover *self)
{
  choose (self, row);
}

static void
activate_cb (GtkSearchEntry *entry, SatChoicePopover *self)
{
  choose (self, gtk_list_box_get_selected_row (self->list));
}

static void
move_selection (SatChoicePopover *self, int step)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int index = row != NULL ? gtk_list_box_row_get_index (row) + step : 0;

  row = index >= 0 ? gtk_list_box_get_row_at_index (self->list, index) : NULL;
  if (row == NULL)
    return;
  select_row (self, row);
  /* Scrolls to it, and lets screen readers tell of it. */
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType modifiers,
                SatChoicePopover *self)
{
  if (key != GDK_KEY_Down && key != GDK_KEY_Up)
    return GDK_EVENT_PROPAGATE;
  move_selection (self, key == GDK_KEY_Down ? 1 : -1);
  return GDK_EVENT_STOP;
}

static gboolean
unparent_cb (gpointer user_data)
{
  SatChoicePopover *self = user_data;

  if (gtk_widget_get_parent (GTK_WIDGET (self)) != NULL)
    gtk_widget_unparent (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

static void
closed_cb (SatChoicePopover *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, unparent_cb, g_object_ref (self), g_object_unref);
}

static void
sat_choice_popover_finalize (GObject *object)
{
  SatChoicePopover *self = SAT_CHOICE_POPOVER (object);

  g_clear_pointer (&self->items, g_ptr_array_unref);
  if (self->more_destroy != NULL)
    self->more_destroy (self->more_data);
  G_OBJECT_CLASS (sat_choice_popover_parent_class)->finalize (object);
}

static void
sat_choice_popover_class_init (SatChoicePopoverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sat_choice_popover_finalize;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sat_choice_popover_init (SatChoicePopover *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->search = gtk_search_entry_new ();
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_BROWSE);
  gtk_list_box_set_activate_on_single_click (self->list, TRUE);
  gtk_list_box_set_header_func (self->list, header_cb, NULL, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "sat-suggestions");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  gtk_widget_set_size_request (box, sat_text_pixels (WIDTH), -1);
  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_popover_set_child (GTK_POPOVER (self), box);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (box, keys);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  g_signal_connect (self->search, "activate", G_CALLBACK (activate_cb), self);
  g_signal_connect_swapped (self->search, "stop-search", G_CALLBACK (gtk_popover_popdown), self);
  g_signal_connect_swapped (self->search, "changed", G_CALLBACK (fill), self);
  g_signal_connect (self, "closed", G_CALLBACK (closed_cb), NULL);
}

static void
show_search (SatChoicePopover *self, gboolean shown)
{
  gtk_widget_set_visible (self->search, shown);
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (self->search),
                                           shown ? GTK_WIDGET (self->list) : NULL);
}

static void
point_at (SatChoicePopover *self, GtkWidget *parent, GtkWidget *target)
{
  graphene_rect_t bounds;
  GdkRectangle place;

  if (!gtk_widget_compute_bounds (target, parent, &bounds))
    return;
  place = (GdkRectangle){(int)bounds.origin.x, (int)bounds.origin.y, (int)bounds.size.width,
                         (int)bounds.size.height};
  gtk_popover_set_pointing_to (GTK_POPOVER (self), &place);
}

static void
begin_with (SatChoicePopover *self, const char *key)
{
  GtkListBoxRow *row;

  for (int i = 0; key != NULL && (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (strcmp (row_key (row), key) == 0)
      select_row (self, row);
  row = gtk_list_box_get_selected_row (self->list);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

SatChoicePopover *
sat_choice_popover_new (
    GtkWidget *parent, GtkWidget *target, const char *name, GPtrArray *items, const char *selected)
{
  SatChoicePopover *self;

  g_return_val_if_fail (GTK_IS_WIDGET (parent) && GTK_IS_WIDGET (target), NULL);
  g_return_val_if_fail (name != NULL && items != NULL, NULL);
  self = g_object_new (SAT_TYPE_CHOICE_POPOVER, NULL);
  self->items = items;
  sat_widget_set_name (self->search, _ ("Find a choice"));
  sat_widget_set_name (GTK_WIDGET (self->list), name);
  show_search (self, items->len > SEARCHED);
  fill (self);
  gtk_widget_set_parent (GTK_WIDGET (self), parent);
  point_at (self, parent, target);
  gtk_popover_popup (GTK_POPOVER (self));
  begin_with (self, selected);
  return self;
}

void
sat_choice_popover_close_all (GtkWidget *parent)
{
  GtkWidget *next;

  g_return_if_fail (GTK_IS_WIDGET (parent));
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL; child = next) {
    next = gtk_widget_get_next_sibling (child);
    if (SAT_IS_CHOICE_POPOVER (child))
      gtk_widget_unparent (child);
  }
}

void
sat_choice_popover_set_search (SatChoicePopover *self,
                               SatChoiceSearch search,
                               gpointer data,
                               GDestroyNotify destroy)
{
  g_return_if_fail (SAT_IS_CHOICE_POPOVER (self) && search != NULL && self->more == NULL);
  self->more = search;
  self->more_data = data;
  self->more_destroy = destroy;
  show_search (self, TRUE);
}
