/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Quantities and exchange rates: a 64 bit integer count of 10^-9. */
#define SAT_DECIMAL_DIGITS 9
#define SAT_DECIMAL_ONE G_GINT64_CONSTANT (1000000000)

/* Canonical text has no trailing zeros: "1", "0.5", "-2.25". Reading accepts up to nine decimals,
 * more are rounded. */
gboolean sat_decimal_parse (const char *text, gint64 *value, GError **error);
char *sat_decimal_to_string (gint64 value);

G_END_DECLS
