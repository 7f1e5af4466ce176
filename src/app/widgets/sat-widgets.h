/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Small things that several views use. */

#pragma once

#include <gtk/gtk.h>

#include "sat-list-model.h"

G_BEGIN_DECLS

/* Names a widget for a screen reader. A drop-down hands the name to the button inside it, which GTK
 * leaves without one. */
void sat_widget_set_name (GtkWidget *widget, const char *name);

/* Marks an image that says nothing the text beside it does not say. */
void sat_widget_set_decorative (GtkWidget *widget);

/* What is told of @widget when the pointer rests on it, and to a screen reader; NULL or "":
 * nothing. gtk_widget_set_tooltip_text() asks the display where the pointer is and waits for the
 * answers, which is too dear for the rows of a list. */
void sat_widget_set_tooltip (GtkWidget *widget, const char *text);

/* A label at the start of its line that is cut where there is little room. @style and @second: CSS
 * classes, or NULL. */
GtkWidget *sat_label_new_short (const char *text, const char *style, const char *second);

/* Lets the button of a drop-down of strings be narrower than what is chosen. */
void sat_widget_shorten_choice (GtkDropDown *choice);

/* What @button says, with a mnemonic; @icon, or NULL, goes before it. */
void sat_widget_set_button (GtkButton *button, const char *icon, const char *label);

/* How much larger than usual letters are to be, from the desktop's setting; at least 1. */
double sat_text_scale (void);
/* @pixels, fit for letters of the usual size, for letters of the size asked for. */
int sat_text_pixels (int pixels);
/* Makes a dialog that has not been shown yet larger with its letters, as far as the screen allows.
 */
void sat_widget_scale_window (GtkWindow *window);

/* Shows row @position of a GtkListView or of the list in a GtkColumnView, as soon as the list has a
 * size: GTK loses the rows of one that is told to scroll before. */
void sat_widget_scroll_to (GtkWidget *list, guint position);

/* Tells @model, which a GtkListView or GtkColumnView shows, which row is at the top. */
void sat_widget_follow_top (GtkWidget *list, SatListModel *model);

/* The child of @widget that has the focus of their window or holds what has it, NULL: none; not
 * owned. The window need not be the active one: while it is not, gtk_widget_get_focus_child() and
 * the states of the widgets say that nothing has the focus, which comes back with the window. */
GtkWidget *sat_widget_get_focused_child (GtkWidget *widget);

/* Leaves the pages of @stack, a GtkStack or an AdwViewStack, that are not shown out of what
 * assistive tools find: GTK 4.8 tells of all of them, as if they were beside each other. */
void sat_widget_present_shown_page (GtkWidget *stack);

G_END_DECLS
