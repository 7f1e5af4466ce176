/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The stops of the tour that are about the forecast. */

#include "config.h"

#include "sat-tour-private.h"

#include "sat-forecast-view.h"

static SatForecastView *
find_view (SatWindow *window)
{
  SatView *view = sat_window_get_view (window);

  return SAT_IS_FORECAST_VIEW (view) ? SAT_FORECAST_VIEW (view) : NULL;
}

gboolean
sat_tour_is_forecasting (SatWindow *window)
{
  SatForecastView *view = find_view (window);

  return view == NULL || sat_forecast_model_is_reading (sat_forecast_view_get_model (view));
}

void
sat_tour_go_forecast (SatWindow *window)
{
  sat_tour_show_view (window, "forecast");
}
