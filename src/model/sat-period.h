/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-date.h"

G_BEGIN_DECLS

/* Stretches of days that move with the calendar, as values of filters: "close_date is in
 * @this_year". Years and quarters are the fiscal ones. */

/* The names, "@today" first; ends with NULL. */
const char *const *sat_period_names (void);
/* "This year", translated; NULL if @name is none. */
const char *sat_period_label (const char *name);
/* FALSE: @name is no period. @fiscal_start: the month (1 to 12) in which the year begins. */
gboolean
sat_period_range (const char *name, SatDate today, int fiscal_start, SatDate *first, SatDate *last);

G_END_DECLS
