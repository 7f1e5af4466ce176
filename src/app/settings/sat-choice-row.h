/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* A field of a record as a row with choices of our own words, such as the months for a number.
 * @names: canonical texts of the values, NULL-terminated, "" for none; @labels: what stands for
 * each. A choice is saved at once, with an undo toast. */
GtkWidget *sat_choice_row_new (SatContext *context,
                               SatRecord *record,
                               const char *field,
                               const char *const *names,
                               const char *const *labels);

G_END_DECLS
