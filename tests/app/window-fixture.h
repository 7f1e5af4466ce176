/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A context over a store of a test, and the window over that context. */
#pragma once

#include "sat-test-store.h"
#include "sat-window.h"

G_BEGIN_DECLS

SatContext *window_fixture_context (SatTestStore *store);
/* The window over @context, shown. */
SatWindow *window_fixture_show (SatContext *context);
/* Destroys @window, which may be NULL, and waits until nothing of it is under way before it closes
 * @context. */
void window_fixture_close (SatWindow *window, SatContext **context);

/* The first widget of the type in the tree below @widget. */
GtkWidget *window_fixture_find (GtkWidget *widget, GType type);
/* The first row of the form for the field of that name. */
GtkWidget *window_fixture_find_field (GtkWidget *widget, const char *field);

G_END_DECLS
