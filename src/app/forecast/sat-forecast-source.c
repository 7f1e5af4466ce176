/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-forecast-source.h"

#include "sat-as-of.h"

struct _SatForecastSource {
  GTimeZone *zone;
  GMutex lock;
  gboolean past; /* what is wanted, under the lock */
  SatDate day;
  guint wanted;

  SatReader *reader; /* of the reading thread */
  guint opened;
};

static void
source_clear (gpointer data)
{
  SatForecastSource *self = data;

  g_clear_pointer (&self->reader, sat_reader_unref);
  g_time_zone_unref (self->zone);
  g_mutex_clear (&self->lock);
}

SatForecastSource *
sat_forecast_source_new (SatContext *context)
{
  SatForecastSource *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);

  self = g_atomic_rc_box_new0 (SatForecastSource);
  self->zone = g_time_zone_ref (sat_context_get_format (context)->zone);
  g_mutex_init (&self->lock);
  return self;
}

SatForecastSource *
sat_forecast_source_ref (SatForecastSource *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
sat_forecast_source_unref (SatForecastSource *self)
{
  g_atomic_rc_box_release_full (self, source_clear);
}

static void
choose (SatForecastSource *self, gboolean past, SatDate day)
{
  g_mutex_lock (&self->lock);
  self->past = past;
  self->day = day;
  self->wanted++;
  g_mutex_unlock (&self->lock);
}

void
sat_forecast_source_set_now (SatForecastSource *self)
{
  g_return_if_fail (self != NULL);
  choose (self, FALSE, 0);
}

void
sat_forecast_source_set_day (SatForecastSource *self, SatDate day)
{
  g_return_if_fail (self != NULL);
  choose (self, TRUE, day);
}

SatReader *
sat_forecast_source_open (SatForecastSource *self,
                          SatReader *now,
                          GCancellable *cancellable,
                          GError **error)
{
  gboolean past;
  SatDate day;
  guint wanted;

  g_return_val_if_fail (self != NULL && now != NULL, NULL);

  g_mutex_lock (&self->lock);
  past = self->past;
  day = self->day;
  wanted = self->wanted;
  g_mutex_unlock (&self->lock);
  if (self->opened != wanted)
    g_clear_pointer (&self->reader, sat_reader_unref);
  if (!past)
    return now;
  if (self->reader == NULL) {
    self->reader = sat_as_of_open (sat_reader_get_store (now), "opportunity",
                                   sat_date_end (day, self->zone), self->zone, cancellable, error);
    self->opened = wanted;
  }
  return self->reader;
}
