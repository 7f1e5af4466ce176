/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* ISO 4217: alphabetic codes in use and the digits of their minor unit. */

gboolean sat_currency_is_valid (const char *code); /* three capital letters on the list */
int sat_currency_exponent (const char *code); /* 0 to 4; 2 for a code that is not on the list */
const char *const *sat_currency_codes (void); /* sorted, NULL-terminated */
const char *sat_currency_for_locale (void);   /* LC_MONETARY's code, else "USD" */

G_END_DECLS
