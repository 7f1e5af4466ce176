/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-quick-words.h"

G_BEGIN_DECLS

/* The parts that a line may have. Each says how many bytes at the start of @text are one, 0: it is
 * none, and what it says. Private to sat-quick-*.c. */

typedef struct {
  SatDate date;
  gboolean month_only; /* no day was said; @date is the first of the month */
} SatQuickDate;

gsize sat_quick_scan_date (const char *text, const SatQuickBase *base, SatQuickDate *found);

/* @bare: a number alone is an hour. @length: minutes, 0 if not said. */
gsize sat_quick_scan_time (const char *text, gboolean bare, int *minutes, int *length);
/* "30 min", "2 hours", "half an hour" */
gsize sat_quick_scan_length (const char *text, int *length);
/* "in 2 hours", "半小时后": @minutes from now. */
gsize sat_quick_scan_soon (const char *text, int *minutes);
/* @chinese: what else is written. */
gsize sat_quick_scan_money (const char *text,
                            const SatQuickBase *base,
                            gboolean chinese,
                            gint64 *amount,
                            const char **currency);

/* A whole number in figures (at most @most of them) or, up to twelve, in Chinese. */
gsize sat_quick_scan_number (const char *text, guint most, int *number);
gsize sat_quick_skip_blanks (const char *text);

G_END_DECLS
