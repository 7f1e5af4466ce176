/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-org-list.h"

G_BEGIN_DECLS

/* The currencies that have an exchange rate, each with its latest; over each its rates by date. */
GtkWidget *sat_rates_list_new (SatContext *context);

/* "1 EUR = 1.0834 USD since 2 Nov 2026". g_free(). */
char *sat_rates_describe (const SatFormat *format, SatRecord *rate);
/* Leaves the first item of each currency and calls it by its code. */
void sat_rates_keep_latest (GPtrArray *items);

G_END_DECLS
