/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the header of a column says besides its name, as text for people; NULL: nothing. */
typedef struct {
  gint64 count;      /* -1: not yet known */
  char *count_text;  /* the same, "1,589" */
  char *total;       /* "$12,000" */
  char *weighted;    /* "$6,000", times the probability of winning */
  char *others;      /* "+ 2 other currencies" */
  char *explanation; /* how they came about, line by line */
} SatColumnTotals;

#define SAT_COLUMN_TOTALS_INIT ((SatColumnTotals){.count = -1})

void sat_column_totals_clear (SatColumnTotals *self);
void sat_column_totals_copy (const SatColumnTotals *self, SatColumnTotals *copy);
gboolean sat_column_totals_equal (const SatColumnTotals *a, const SatColumnTotals *b);

G_END_DECLS
