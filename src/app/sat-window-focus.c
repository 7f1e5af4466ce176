/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the focus goes when views change, and names that GTK forgets. */

#include "config.h"

#include "sat-window-private.h"
#include "sat-widgets.h"

#include <glib/gi18n-lib.h>

static gboolean
is_below (GtkWidget *widget, gpointer ancestor)
{
  return widget != NULL && ancestor != NULL &&
         (widget == ancestor || gtk_widget_is_ancestor (widget, ancestor));
}

/* Arrows move between records at once; from the sidebar they go on moving there, and a record that
 * was opened together with its view keeps the focus. */
static gboolean
focus_view_cb (gpointer user_data)
{
  SatWindow *self = user_data;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  SatView *view = sat_window_get_view (self);

  self->focus_idle = 0;
  if (view == NULL || self->palette != NULL || is_below (focus, self->sidebar) ||
      (self->record != 0 && is_below (focus, self->details)))
    return G_SOURCE_REMOVE;
  sat_view_focus_records (view);
  focus = gtk_window_get_focus (GTK_WINDOW (self));
  self->focus_waits = !is_below (focus, self->content);
  if (self->focus_waits)
    gtk_widget_grab_focus (self->new_button);
  return G_SOURCE_REMOVE;
}

void
sat_window_focus_view_soon (SatWindow *self)
{
  if (self->focus_idle == 0)
    self->focus_idle = g_idle_add (focus_view_cb, self);
}

void
sat_window_focus_loaded (SatWindow *self)
{
  GtkWindow *window = GTK_WINDOW (self);

  if (self->focus_waits && self->palette == NULL &&
      gtk_window_get_focus (window) == self->new_button)
    sat_view_focus_records (sat_window_get_view (self));
  /* The count may come before the records. */
  self->focus_waits = self->focus_waits && gtk_window_get_focus (window) == self->new_button;
}

/* GTK gives the button and the entry that search in the shortcuts no name, and shows a picture when
 * nothing is found. */
static void
name_parts (GtkWidget *widget, const char *search)
{
  if (GTK_IS_SEARCH_ENTRY (widget) ||
      (GTK_IS_TOGGLE_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL))
    sat_widget_set_name (widget, search);
  else if (GTK_IS_IMAGE (widget))
    sat_widget_set_decorative (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_parts (child, search);
}

static GtkWidget *
find_stack (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_STACK (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_stack (child);
  return found;
}

/* GTK's own window is as large as its longest page, which a small screen has no room for. */
static void
let_scroll (GtkWidget *shortcuts)
{
  GtkWidget *stack = find_stack (shortcuts);
  GtkWidget *box = stack != NULL ? gtk_widget_get_parent (stack) : NULL;
  GtkWidget *scroller = gtk_scrolled_window_new ();

  g_object_ref_sink (scroller);
  if (GTK_IS_BOX (box)) {
    gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroller), TRUE);
    gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
    g_object_ref (stack);
    gtk_box_remove (GTK_BOX (box), stack);
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), stack);
    g_object_unref (stack);
    gtk_box_append (GTK_BOX (box), scroller);
  }
  g_object_unref (scroller);
}

void
sat_window_show_shortcuts (SatWindow *self)
{
  GtkApplicationWindow *window = GTK_APPLICATION_WINDOW (self);

  if (gtk_application_window_get_help_overlay (window) == NULL) {
    g_autoptr (GtkBuilder) builder =
        gtk_builder_new_from_resource ("/org/satchel/Satchel/sat-shortcuts.ui");
    GtkWidget *shortcuts = GTK_WIDGET (gtk_builder_get_object (builder, "help_overlay"));

    gtk_application_window_set_help_overlay (window, GTK_SHORTCUTS_WINDOW (shortcuts));
    name_parts (shortcuts, _ ("Search"));
    let_scroll (shortcuts);
  }
  gtk_window_present (GTK_WINDOW (gtk_application_window_get_help_overlay (window)));
}
