/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-workspace-page.h"

#include "sat-choice-row.h"
#include "sat-rates-list.h"
#include "sat-record-fields.h"
#include "sat-workspace-record.h"

#include <glib/gi18n-lib.h>

/* What has a page or a row of its own. */
static const char *const elsewhere[] = {"fiscal_year_start", "week_start", "work_start",
                                        "work_end",          "work_days",  NULL};

static GtkWidget *
make_identity (SatContext *context, SatRecord *workspace)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *fields = sat_record_fields_new (context, workspace);

  for (guint i = 0; elsewhere[i] != NULL; i++)
    sat_record_fields_leave_out (SAT_RECORD_FIELDS (fields), elsewhere[i]);
  sat_record_fields_align (SAT_RECORD_FIELDS (fields));
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Workspace"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         _ ("Sums are shown in the workspace’s currency. Another "
                                            "one here leaves every amount as it is "
                                            "and asks for rates into the new one."));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), fields);
  return group;
}

static GtkWidget *
make_months (SatContext *context, SatRecord *workspace)
{
  const char *numbers[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", NULL};
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) months = NULL;

  for (int month = 1; month <= 12; month++) {
    g_autoptr (GDateTime) day = g_date_time_new_utc (2026, month, 1, 0, 0, 0);
    g_autofree char *name = g_date_time_format (day, "%OB");

    g_strv_builder_add (builder, name);
  }
  months = g_strv_builder_end (builder);
  return sat_choice_row_new (context, workspace, "fiscal_year_start", numbers,
                             (const char *const *)months);
}

static GtkWidget *
make_year (SatContext *context, SatRecord *workspace)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Fiscal Year"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_months (context, workspace));
  return group;
}

GtkWidget *
sat_workspace_page_new (SatContext *context)
{
  AdwPreferencesPage *page;
  SatRecord *workspace;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  workspace = sat_workspace_record_follow (context, GTK_WIDGET (page));
  if (workspace != NULL) {
    adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (make_identity (context, workspace)));
    adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (make_year (context, workspace)));
  }
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (sat_rates_list_new (context)));
  return GTK_WIDGET (page);
}
