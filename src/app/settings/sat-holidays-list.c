/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-holidays-list.h"

#include "sat-org-list.h"
#include "sat-record-page.h"

#include <glib/gi18n-lib.h>

#define CONTEXT "sat-context"

static SatContext *
context_of (gpointer object)
{
  return g_object_get_data (object, CONTEXT);
}

static SatDate
today (const SatFormat *format)
{
  return sat_date_today (sat_clock_now (format->clock), format->zone);
}

static char *
describe (SatReader *reader, const SatFormat *format, SatRecord *holiday)
{
  SatDate date = (SatDate)sat_record_get_int (holiday, "date", 0);
  g_autofree char *written = sat_format_date (format, date);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc ((gint64)date * 86400);
  g_autofree char *weekday = g_date_time_format (utc, "%A");

  return g_strdup_printf ("%s · %s", written, weekday);
}

static GPtrArray *
load (SatReader *reader, const SatFormat *format, gint64 of, GError **error)
{
  g_autofree char *first = NULL;
  g_autoptr (SatFilter) filter = NULL;
  SatDate start;
  int year, month, day;

  sat_date_to_ymd (today (format), &year, &month, &day);
  sat_date_from_ymd (year, 1, 1, &start);
  first = sat_date_to_string (start);
  filter = sat_filter_test1 ("date", SAT_OP_GE, first);
  return sat_org_items_read (reader, "holiday", filter, "date,name", format, describe, error);
}

static void
add_cb (SatOrgList *list, gpointer user_data)
{
  SatContext *context = context_of (list);
  SatRecordForm *form =
      sat_new_dialog_get_form (sat_record_page_make_new (GTK_WIDGET (list), context, "holiday"));
  g_autofree char *date = sat_date_to_string (today (sat_context_get_format (context)));

  sat_record_form_fill (form, "date", date);
}

static void
open_cb (SatOrgList *list, gint64 id, gpointer user_data)
{
  sat_record_page_open (GTK_WIDGET (list), context_of (list), id);
}

static void
remove_cb (SatOrgList *list, gint64 id, gpointer user_data)
{
  g_autofree char *title =
      g_strdup (sat_reader_title (sat_context_get_reader (context_of (list)), id));

  sat_context_delete (context_of (list), &id, 1, title);
}

GtkWidget *
sat_holidays_list_new (SatContext *context)
{
  const SatOrgListInfo info = {
      .title = _ ("Holidays"),
      .description = _ ("Days on which nobody works, this year and later"),
      .add = _ ("Add Holiday"),
      .empty = _ ("No holidays yet"),
      .removable = TRUE,
      .load = load,
  };
  GtkWidget *list;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  list = sat_org_list_new (context, &info, 0);
  g_object_set_data_full (G_OBJECT (list), CONTEXT, g_object_ref (context), g_object_unref);
  g_signal_connect (list, "add", G_CALLBACK (add_cb), NULL);
  g_signal_connect (list, "open", G_CALLBACK (open_cb), NULL);
  g_signal_connect (list, "remove", G_CALLBACK (remove_cb), NULL);
  return list;
}
