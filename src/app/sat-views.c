/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-views.h"

#include <glib/gi18n-lib.h>

#include "sat-activities-view.h"
#include "sat-calendar-view.h"
#include "sat-forecast-view.h"
#include "sat-pipeline-view.h"
#include "sat-record-view.h"
#include "sat-sync-view.h"
#include "sat-today-view.h"

static const SatViewInfo views[] = {
    {"today", N_ ("Today"), "sat-today-symbolic", NULL, sat_today_view_new,
     sat_activities_count_due},
    {"contacts", N_ ("Contacts"), "sat-contact-symbolic", "contact", sat_record_view_new},
    {"companies", N_ ("Companies"), "sat-company-symbolic", "company", sat_record_view_new},
    {"pipeline", N_ ("Pipeline"), "sat-pipeline-symbolic", "opportunity", sat_pipeline_view_new},
    {"forecast", N_ ("Forecast"), "sat-forecast-symbolic", NULL, sat_forecast_view_new},
    {"calendar", N_ ("Calendar"), "sat-calendar-symbolic", NULL, sat_calendar_view_new},
    {"activities", N_ ("Activities"), "sat-activity-symbolic", "activity", sat_activities_view_new,
     sat_activities_count_to_do},
};

/* It has a place of its own in the sidebar. */
static const SatViewInfo sync_view = {"sync", N_ ("Sync"), "view-refresh-symbolic", NULL,
                                      sat_sync_view_new};

const char *
sat_view_info_get_label (const SatViewInfo *info)
{
  g_return_val_if_fail (info != NULL, NULL);
  return info->list != NULL ? info->label : _ (info->label);
}

const SatViewInfo *
sat_views (guint *n)
{
  g_return_val_if_fail (n != NULL, NULL);
  *n = G_N_ELEMENTS (views);
  return views;
}

const SatViewInfo *
sat_views_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (views); i++) {
    if (g_strcmp0 (views[i].name, name) == 0)
      return &views[i];
  }
  return g_strcmp0 (sync_view.name, name) == 0 ? &sync_view : NULL;
}

const SatViewInfo *
sat_views_for_type (const char *type_name)
{
  for (guint i = 0; i < G_N_ELEMENTS (views); i++) {
    if (g_strcmp0 (views[i].type, type_name) == 0)
      return &views[i];
  }
  return NULL;
}
