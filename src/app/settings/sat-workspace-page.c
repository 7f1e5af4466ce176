/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-workspace-page.h"

#include "sat-choice-row.h"
#include "sat-query.h"
#include "sat-rates-list.h"
#include "sat-record-fields.h"

#include <glib/gi18n-lib.h>

typedef struct {
  SatContext *context;
  SatRecord *record;
} Shown;

static void
shown_free (gpointer data)
{
  Shown *shown = data;

  g_object_unref (shown->context);
  g_object_unref (shown->record);
  g_free (shown);
}

static SatRecord *
load_workspace (SatContext *context)
{
  SatReader *reader = sat_context_get_reader (context);
  g_autoptr (SatQuery) query = sat_query_new ("workspace");
  g_autoptr (GArray) ids = sat_query_page (query, reader, 0, 1, NULL);

  return ids != NULL && ids->len > 0
             ? sat_reader_load (reader, g_array_index (ids, gint64, 0), NULL)
             : NULL;
}

static void
context_changed_cb (SatContext *context, gpointer news, GtkWidget *page)
{
  Shown *shown = g_object_get_data (G_OBJECT (page), "shown");
  g_autoptr (SatRecord) fresh =
      sat_reader_load (sat_context_get_reader (context), sat_record_get_id (shown->record), NULL);

  if (fresh != NULL)
    sat_record_update_from (shown->record, fresh);
}

static GtkWidget *
make_identity (SatContext *context, SatRecord *workspace)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *fields = sat_record_fields_new (context, workspace);

  sat_record_fields_leave_out (SAT_RECORD_FIELDS (fields), "fiscal_year_start");
  sat_record_fields_leave_out (SAT_RECORD_FIELDS (fields), "week_start");
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
make_week (SatContext *context, SatRecord *workspace)
{
  const SatField *field = sat_type_field (sat_record_get_record_type (workspace), "week_start");
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  g_ptr_array_add (names, (gpointer) "");
  g_ptr_array_add (labels, (gpointer)C_ ("first day of the week", "Automatic"));
  for (const SatChoice *choice = field->choices; choice->name != NULL; choice++) {
    g_ptr_array_add (names, (gpointer)choice->name);
    g_ptr_array_add (labels, (gpointer)sat_field_choice_label (field, choice->name));
  }
  g_ptr_array_add (names, NULL);
  g_ptr_array_add (labels, NULL);
  return sat_choice_row_new (context, workspace, "week_start", (const char *const *)names->pdata,
                             (const char *const *)labels->pdata);
}

static GtkWidget *
make_calendar (SatContext *context, SatRecord *workspace)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Calendar"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_months (context, workspace));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_week (context, workspace));
  return group;
}

GtkWidget *
sat_workspace_page_new (SatContext *context)
{
  AdwPreferencesPage *page;
  SatRecord *workspace;
  Shown *shown;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  workspace = load_workspace (context);
  if (workspace != NULL) {
    shown = g_new (Shown, 1);
    *shown = (Shown){g_object_ref (context), workspace};
    g_object_set_data_full (G_OBJECT (page), "shown", shown, shown_free);
    adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (make_identity (context, workspace)));
    adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (make_calendar (context, workspace)));
    g_signal_connect_object (context, "changed", G_CALLBACK (context_changed_cb), page, 0);
  }
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (sat_rates_list_new (context)));
  return GTK_WIDGET (page);
}
