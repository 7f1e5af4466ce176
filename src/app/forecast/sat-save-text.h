/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sat-context.h"

G_BEGIN_DECLS

/* Asks for a file and writes @text to it, wholly or not at all; says in a toast how it ended.
 * @name: of the file, if the person has no better one; signs that a name cannot have are replaced.
 */
void sat_save_text_ask (
    SatContext *context, GtkWindow *parent, const char *title, const char *name, const char *text);
/* Without asking. FALSE: it was said in a toast why. */
gboolean sat_save_text_write (SatContext *context, GFile *file, const char *text);

G_END_DECLS
