/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sat-bench.h"

G_BEGIN_DECLS

/* How long the main loop of the default context is held: from one look for events to the next, and
 * from one frame to the next. On a busy machine a thread also waits for a processor, which says
 * nothing about Satchel: the kernel's count of that is taken off where it is said. */

typedef struct _BenchLoop BenchLoop;

/* From now on every turn of the loop is measured. On the main thread, whose loop it is. */
BenchLoop *bench_loop_new (void);
void bench_loop_free (BenchLoop *self);
/* Counts the frames of @widget, which draws all the time from now on. @frame (may be NULL) is
 * called in every frame. */
void bench_loop_watch (BenchLoop *self, GtkWidget *widget, GSourceFunc frame, gpointer data);

/* What is counted belongs to @name from now on; "": not counted. */
void bench_loop_set_phase (BenchLoop *self, const char *name);
/* What the person does now, named with the longest turns. A static text. */
void bench_loop_set_doing (BenchLoop *self, const char *doing);
/* The table's lines of all phases. @must: milliseconds for the longest turn. */
void bench_loop_print (BenchLoop *self, const char *id, double must);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchLoop, bench_loop_free)

G_END_DECLS
