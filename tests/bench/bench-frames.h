/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sat-bench.h"

G_BEGIN_DECLS

/* The work of frames: what this thread does between before-paint and after-paint, where the
 * renderer works too. Its own time does not depend on what else runs. */

/* Moves @child on, or marks it to be drawn again, for one frame. */
typedef void (*BenchStep) (GtkWidget *child, gpointer data);

/* Shows @child in a window, waits until it has settled, and steps through some frames. The 95th
 * percentile of their work in milliseconds. */
double bench_frames (GtkWidget *child, guint settle_ms, BenchStep step, gpointer data);

/* The first widget of @type in @widget, itself included; NULL: there is none. */
GtkWidget *bench_find (GtkWidget *widget, GType type);

G_END_DECLS
