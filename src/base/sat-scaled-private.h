/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Decimal text and the integer count of 10^-digits behind it; what money and decimals share. */

#define SAT_SCALED_MAX_DIGITS 9

/* 10^@digits, for 0 to 18. */
gint64 sat_scaled_power (int digits);

/* Reads "-12.5". Missing decimals count as zeros, surplus ones are rounded half away from zero. */
gboolean sat_scaled_parse (const char *text, int digits, gint64 *value, GError **error);

/* Writes exactly @digits decimals, and no point when that is none. g_free(). */
char *sat_scaled_to_string (gint64 value, int digits);

/* |@value| without overflow at the lower limit. */
guint64 sat_scaled_magnitude (gint64 value);

G_END_DECLS
