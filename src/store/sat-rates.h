/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader.h"

G_BEGIN_DECLS

/* The exchange rates of the workspace: what one unit of a currency is worth in the workspace's own,
 * from a day on until the next rate. */
typedef struct _SatRates SatRates;

SatRates *sat_rates_load (SatReader *reader, GError **error);
void sat_rates_free (SatRates *self);

const char *sat_rates_get_currency (SatRates *self); /* the workspace's, interned */
/* *@converted is @minor units of @currency in the workspace's currency, at the rate of @date: the
 * last one up to that day, else the first there is; rounded half away from zero. FALSE: there is no
 * rate for the currency. */
gboolean sat_rates_convert (
    SatRates *self, gint64 minor, const char *currency, SatDate date, gint64 *converted);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatRates, sat_rates_free)

G_END_DECLS
