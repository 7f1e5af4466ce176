/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A line of a form: what it is called, what is entered, and what is wrong with it. */

/* @labels: makes all names as wide. @error: the label for what is wrong, hidden. */
GtkWidget *
sat_event_line_new (GtkSizeGroup *labels, const char *name, GtkWidget *editor, GtkWidget **error);
/* Shows or hides (NULL) a message there, and says it of @entry to a screen reader. */
void sat_event_line_set_error (GtkWidget *error, GtkWidget *entry, const char *message);

G_END_DECLS
