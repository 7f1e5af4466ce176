/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Mends what toasts of libadwaita 1.2 lack, in each window that shows some. */

/* Shows @toast. One of high priority, as those about changes and what was undone are, comes at
 * once and takes the place of the one before it: "Undo" is about what was done last. Others wait
 * for their turn. */
void sat_toasts_add (AdwToastOverlay *overlay, AdwToast *toast);
/* Names the button that closes a toast, now and in times to come. */
void sat_toasts_watch (AdwToastOverlay *overlay);
/* For a window's move_focus: Tab leads out of a toast, which would else turn it round for ever.
 * FALSE: the focus is in no toast, and the window goes on as usual. */
gboolean sat_toasts_move_focus (AdwToastOverlay *overlay, GtkDirectionType direction);

G_END_DECLS
