/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-date.h"

G_BEGIN_DECLS

#define SAT_DATE_MIN (-719162) /* 0001-01-01 */
#define SAT_DATE_MAX 2932896   /* 9999-12-31 */
#define SAT_SECONDS_PER_DAY 86400
#define SAT_US_PER_SECOND G_GINT64_CONSTANT (1000000)
#define SAT_US_PER_DAY (SAT_SECONDS_PER_DAY * SAT_US_PER_SECOND)

/* Rounds towards minus infinity. @divisor > 0. */
gint64 sat_floor_div (gint64 value, gint64 divisor);

/* Both advance *@text over what they read; FALSE: something else stands there. */
gboolean sat_read_digits (const char **text, int n, int *value);
gboolean sat_read_ymd (const char **text, int *year, int *month, int *day);

G_END_DECLS
