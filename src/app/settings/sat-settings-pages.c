/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pages of the settings, in the order of the sidebar. */

#include "config.h"

#include "sat-appearance.h"
#include "sat-backups-page.h"
#include "sat-calendar-page.h"
#include "sat-fields-page.h"
#include "sat-people-page.h"
#include "sat-pipelines-page.h"
#include "sat-products-page.h"
#include "sat-settings-window.h"
#include "sat-workspace-page.h"

#include <glib/gi18n-lib.h>

static const SatSettingsPageInfo pages[] = {
    {"workspace", N_ ("Workspace"), "sat-workspace-symbolic", sat_workspace_page_new},
    {"pipelines", N_ ("Pipelines"), "sat-pipeline-symbolic", sat_pipelines_page_new},
    {"fields", N_ ("Fields"), "sat-fields-symbolic", sat_fields_page_new},
    {"people", N_ ("People"), "sat-people-symbolic", sat_people_page_new},
    {"products", N_ ("Products"), "sat-product-symbolic", sat_products_page_new},
    {"calendar", N_ ("Calendar"), "sat-calendar-symbolic", sat_calendar_page_new},
    {"appearance", N_ ("Appearance"), "sat-appearance-symbolic", sat_appearance_page_new},
    {"backups", N_ ("Backups"), "sat-backup-symbolic", sat_backups_page_new},
};

const SatSettingsPageInfo *
sat_settings_pages (guint *n)
{
  g_return_val_if_fail (n != NULL, NULL);
  *n = G_N_ELEMENTS (pages);
  return pages;
}
