/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-forecast.h"
#include "sat-test-store.h"

G_BEGIN_DECLS

/* A store in dollars whose fiscal year begins in January, with the stages of
 * sat_test_store_add_stages(). Today is 2026-03-02. */
SatTestStore *forecast_store_new (gint64 stages[4]);

/* Of the quarter "2026-Q1" by user, cumulative amounts, of all deals. */
SatForecastAsk forecast_ask (void);
void forecast_ask_period (SatForecastAsk *ask, const char *key);
SatForecast *forecast_read (SatTestStore *f, const SatForecastAsk *ask);

/* The only line of that title that is not is_self; "" is the one of nobody. */
const SatForecastRow *forecast_row (SatForecast *forecast, const char *key);
/* G_MININT64: absent. */
gint64 forecast_value (const SatForecastRow *row, SatForecastColumn column);
/* "Ana>Bo,-Ana" and so on: titles in their order, ">" for each step down, "=" before one that
 * is_self; g_free(). */
char *forecast_outline (SatForecast *forecast);

#define FORECAST_ABSENT G_MININT64
#define assert_cell(row, column, expected)                                                         \
  g_assert_cmpint (forecast_value (row, SAT_FORECAST_COLUMN_##column), ==, expected)

G_END_DECLS
