/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Controls in a line, and in a second one where the first has no room for all of them at their
 * full width. What is left of a line goes to a child of it that expands, else before its last. */
#define SAT_TYPE_WRAP_BOX (sat_wrap_box_get_type ())
G_DECLARE_FINAL_TYPE (SatWrapBox, sat_wrap_box, SAT, WRAP_BOX, GtkWidget)

GtkWidget *sat_wrap_box_new (void);
void sat_wrap_box_append (SatWrapBox *self, GtkWidget *child);
/* Whether what is left of a line is left at its end; FALSE at first. */
void sat_wrap_box_set_ragged (SatWrapBox *self, gboolean ragged);

G_END_DECLS
