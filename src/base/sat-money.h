/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Money is an integer count of the currency's minor unit; no binary floating point anywhere. */

/* Canonical text: optional '-', digits, '.', exactly the currency's digits. "1054" JPY, "1054.00"
 * USD. Reading accepts fewer digits ("1054", "1054.5") and more if the surplus rounds half away
 * from zero (four-decimal sources). Error: SAT_BASE_ERROR INVALID or RANGE. */
gboolean sat_money_parse (const char *text, const char *currency, gint64 *minor, GError **error);
char *sat_money_to_string (gint64 minor, const char *currency); /* g_free() */

/* For people: the locale's separators, without or with the code or symbol ("1,054.00", "$1,054.00",
 * "1.054,00 EUR"). @flags: a set of SatMoneyFormat. */
typedef enum {
  SAT_MONEY_PLAIN = 0,
  SAT_MONEY_WITH_CURRENCY = 1 << 0,
  SAT_MONEY_WHOLE = 1 << 1, /* rounds to whole units, for totals on headers */
  SAT_MONEY_SHORT = 1 << 2, /* 1.2M, 345k */
} SatMoneyFormat;
char *sat_money_format (gint64 minor, const char *currency, SatMoneyFormat flags);

/* minor x num / den, rounded half away from zero, 128 bits inside. @den > 0. Saturates at the
 * limits. */
gint64 sat_money_scale (gint64 minor, gint64 num, gint64 den);
/* FALSE on overflow, *@sum untouched. */
gboolean sat_money_add (gint64 *sum, gint64 minor);
/* Converts between currencies at @rate (SatDecimal: units of @to for one unit of @from). */
gint64 sat_money_convert (gint64 minor, const char *from, const char *to, gint64 rate);
/* Splits @minor over @n shares in proportion to @weights (all 0: equally) without losing a unit:
 * largest remainder, ties to the earlier. Weights >= 0. */
void sat_money_split (gint64 minor, const gint64 *weights, gsize n, gint64 *shares);

G_END_DECLS
