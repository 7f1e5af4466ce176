/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Works for ever, and calls sat_test_kill_say() whenever something is done for good. What it
 * returns from is a failure. */
typedef void (*SatTestWork) (gpointer data, int out);

void sat_test_kill_say (int out);

/* Runs @work in a process of its own and kills it @ms after it has said its first word, or, with
 * @at_once, after it was started. How many words it has said. */
guint sat_test_kill (SatTestWork work, gpointer data, guint ms, gboolean at_once);

G_END_DECLS
