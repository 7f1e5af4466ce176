/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Works for ever, and calls sat_test_kill_say() whenever something is done for good. What it
 * returns from is a failure. */
typedef void (*SatTestWork) (gpointer data, guint run, int out);

void sat_test_kill_say (int out);

/* Processes that do the same work and are killed. They are made by one that was forked here, so
 * that they do not inherit what the test needs later: with the sanitizers each fork of a process
 * that has checked a database copies hundreds of megabytes. */
typedef struct SatTestKiller SatTestKiller;

/* @data is seen by @work as it is now. Free with sat_test_killer_free(). */
SatTestKiller *sat_test_killer_new (SatTestWork work, gpointer data);
void sat_test_killer_free (SatTestKiller *self);

/* Runs the work in a process of its own and kills it @ms after it has said its first word, or, with
 * @at_once, after it was started. How many words it has said. */
guint sat_test_killer_kill (SatTestKiller *self, guint run, guint ms, gboolean at_once);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatTestKiller, sat_test_killer_free)

G_END_DECLS
