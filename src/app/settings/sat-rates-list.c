/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-rates-list.h"

#include "sat-record-page.h"
#include "sat-settings-window.h"

#include <glib/gi18n-lib.h>

#define CONTEXT "sat-context"

static SatContext *
context_of (gpointer object)
{
  return g_object_get_data (object, CONTEXT);
}

/* A list is made for a number: three letters of a code are one. */
static gint64
pack (const char *code)
{
  return ((gint64)code[0] << 16) | ((gint64)code[1] << 8) | code[2];
}

static void
unpack (gint64 packed, char code[4])
{
  code[0] = (char)(packed >> 16);
  code[1] = (char)(packed >> 8);
  code[2] = (char)packed;
  code[3] = '\0';
}

static SatDate
date_of (SatRecord *rate)
{
  return (SatDate)sat_record_get_int (rate, "date", 0);
}

static char *
worth_of (const SatFormat *format, SatRecord *rate)
{
  g_autofree char *number = sat_format_decimal (format, sat_record_get_int (rate, "rate", 0));

  /* Translators: an exchange rate: 1 EUR = 1.08 USD */
  return g_strdup_printf (_ ("1 %s = %s %s"), sat_record_get_text (rate, "currency"), number,
                          format->currency);
}

char *
sat_rates_describe (const SatFormat *format, SatRecord *rate)
{
  g_autofree char *worth = NULL;
  g_autofree char *date = NULL;

  g_return_val_if_fail (format != NULL && SAT_IS_RECORD (rate), NULL);
  worth = worth_of (format, rate);
  date = sat_format_date (format, date_of (rate));
  /* Translators: an exchange rate, then a date: 1 EUR = 1.08 USD since 2 Nov 2026 */
  return g_strdup_printf (_ ("%s since %s"), worth, date);
}

static char *
describe_latest (SatReader *reader, const SatFormat *format, SatRecord *rate)
{
  return sat_rates_describe (format, rate);
}

void
sat_rates_keep_latest (GPtrArray *items)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_return_if_fail (items != NULL);
  for (guint i = 0; i < items->len;) {
    SatOrgItem *item = g_ptr_array_index (items, i);
    const char *code = g_intern_string (sat_record_get_text (item->record, "currency"));

    if (!g_hash_table_add (seen, (gpointer)code)) {
      g_ptr_array_remove_index (items, i);
      continue;
    }
    g_free (item->title);
    item->title = g_strdup (code);
    i++;
  }
}

static GPtrArray *
load_latest (SatReader *reader, const SatFormat *format, gint64 of, GError **error)
{
  GPtrArray *items = sat_org_items_read (reader, "exchange_rate", NULL, "date:desc,currency",
                                         format, describe_latest, error);

  if (items != NULL)
    sat_rates_keep_latest (items);
  return items;
}

static char *
describe_worth (SatReader *reader, const SatFormat *format, SatRecord *rate)
{
  return worth_of (format, rate);
}

static GPtrArray *
load_rates (SatReader *reader, const SatFormat *format, gint64 of, GError **error)
{
  char code[4];
  g_autoptr (SatFilter) filter = NULL;
  GPtrArray *items;

  unpack (of, code);
  filter = sat_filter_test1 ("currency", SAT_OP_IS, code);
  items = sat_org_items_read (reader, "exchange_rate", filter, "date:desc", format, describe_worth,
                              error);
  for (guint i = 0; items != NULL && i < items->len; i++) {
    SatOrgItem *item = g_ptr_array_index (items, i);

    item->title = sat_format_date (format, date_of (item->record));
  }
  return items;
}

static void
make_rate (GtkWidget *widget, SatContext *context, const char *currency)
{
  SatRecordForm *form =
      sat_new_dialog_get_form (sat_record_page_make_new (widget, context, "exchange_rate"));
  const SatFormat *format = sat_context_get_format (context);
  g_autofree char *today =
      sat_date_to_string (sat_date_of_instant (sat_clock_now (format->clock), format->zone));

  if (currency != NULL)
    sat_record_form_fill (form, "currency", currency);
  sat_record_form_fill (form, "date", today);
}

static void
open_rate_cb (SatOrgList *list, gint64 id, gpointer user_data)
{
  sat_record_page_open (GTK_WIDGET (list), context_of (list), id);
}

static void
remove_rate_cb (SatOrgList *list, gint64 id, gpointer user_data)
{
  g_autofree char *title =
      g_strdup (sat_reader_title (sat_context_get_reader (context_of (list)), id));

  sat_context_delete (context_of (list), &id, 1, title);
}

static void
add_rate_cb (SatOrgList *list, gpointer user_data)
{
  make_rate (GTK_WIDGET (list), context_of (list), g_object_get_data (G_OBJECT (list), "currency"));
}

static GtkWidget *
make_list (SatContext *context, const SatOrgListInfo *info, gint64 of)
{
  GtkWidget *list = sat_org_list_new (context, info, of);

  g_object_set_data_full (G_OBJECT (list), CONTEXT, g_object_ref (context), g_object_unref);
  g_signal_connect (list, "add", G_CALLBACK (add_rate_cb), NULL);
  return list;
}

static void
open_currency (GtkWidget *widget, SatContext *context, const char *code)
{
  const SatOrgListInfo info = {
      .title = _ ("Rates"),
      .description = _ ("A rate holds from its date until that of the next one. The first also "
                        "holds for the days before it."),
      .add = _ ("Add Rate"),
      .empty = _ ("No rates left"),
      .removable = TRUE,
      .load = load_rates,
  };
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *list = make_list (context, &info, pack (code));

  g_object_set_data_full (G_OBJECT (list), "currency", g_strdup (code), g_free);
  g_signal_connect (list, "open", G_CALLBACK (open_rate_cb), NULL);
  g_signal_connect (list, "remove", G_CALLBACK (remove_rate_cb), NULL);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (list));
  sat_settings_open (widget, page, code);
}

static void
open_currency_cb (SatOrgList *list, gint64 id, gpointer user_data)
{
  SatContext *context = context_of (list);
  g_autoptr (SatRecord) rate = sat_reader_load (sat_context_get_reader (context), id, NULL);
  const char *code = rate != NULL ? sat_record_get_text (rate, "currency") : NULL;

  if (code != NULL && strlen (code) == 3)
    open_currency (GTK_WIDGET (list), context, code);
}

GtkWidget *
sat_rates_list_new (SatContext *context)
{
  const SatOrgListInfo info = {
      .title = _ ("Exchange Rates"),
      .description = _ ("What one unit of another currency is worth in the workspace’s own"),
      .add = _ ("Add Rate"),
      .empty = _ ("No rates yet: amounts in other currencies stand for themselves"),
      .load = load_latest,
  };
  GtkWidget *list;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  list = make_list (context, &info, 0);
  g_signal_connect (list, "open", G_CALLBACK (open_currency_cb), NULL);
  return list;
}
