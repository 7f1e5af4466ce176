/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-deal-face.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const SatField *
field (SatRecord *deal, const char *name)
{
  return sat_type_field (sat_record_get_record_type (deal), name);
}

static char *
text_or_null (const char *text)
{
  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

/* Cents are shown only where there are some and they matter. */
static char *
format_amount (SatRecord *deal, const SatFormat *format)
{
  const SatValue *amount = sat_record_peek (deal, "amount");
  const char *currency = sat_format_currency_of (format, deal, field (deal, "amount"));
  gint64 unit = 1;
  gboolean whole;

  if (amount->type != SAT_VALUE_INTEGER)
    return NULL;
  for (int i = sat_currency_exponent (currency); i > 0; i--)
    unit *= 10;
  whole = amount->integer % unit == 0 || ABS (amount->integer / unit) >= 1000;
  return sat_money_format (amount->integer, currency,
                           SAT_MONEY_WITH_CURRENCY | (whole ? SAT_MONEY_WHOLE : 0));
}

/* A deal is often called after its company, which stands above it already: "Acme - Renewal". */
static char *
title_below (const char *title, const char *company)
{
  const char *rest = title;
  gboolean parted = FALSE;

  if (!g_str_has_prefix (title, company))
    return g_strdup (title);
  for (rest += strlen (company); *rest != '\0'; rest = g_utf8_next_char (rest)) {
    gunichar c = g_utf8_get_char (rest);

    if (g_unichar_isalnum (c) || c == '(')
      break;
    parted = TRUE;
  }
  return g_strdup (*rest != '\0' && parted ? rest : title);
}

/* "12 Mar", with the year only where it is another one; near days by name. */
static char *
short_date (const SatFormat *format, SatDate date, SatDate today)
{
  int year, month, day, this_year;

  sat_date_to_ymd (today, &this_year, &month, &day);
  sat_date_to_ymd (date, &year, &month, &day);
  if (year != this_year || (date >= today - 1 && date < today + 7))
    return sat_format_date_relative (format, date);
  return sat_format_day_month (format, date);
}

static void
fill_texts (SatCardFace *face, SatRecord *deal, const SatDealSituation *situation)
{
  const SatFormat *format = situation->format;
  const char *company = sat_record_get_reference_title (deal, field (deal, "company"));
  const char *owner = sat_record_get_reference_title (deal, field (deal, "owner"));
  const SatValue *close_date = sat_record_peek (deal, "close_date");

  if (*company != '\0') {
    face->heading = g_strdup (company);
    face->title = title_below (sat_record_get_title (deal), company);
  } else {
    /* Without a company the deal's own name leads, and what is to be done takes the second line. */
    face->heading = g_strdup (sat_record_get_title (deal));
    face->title = text_or_null (sat_record_get_text (deal, "next_step"));
  }
  face->amount = format_amount (deal, format);
  if (close_date->type == SAT_VALUE_INTEGER)
    face->date = short_date (format, (SatDate)close_date->integer, situation->today);
  face->owner = text_or_null (owner);
  face->initials = sat_card_face_initials (owner);
}

/* "Acme renewal, Acme, $12,000, closes 3 Mar 2026". */
static void
fill_name (SatCardFace *face, SatRecord *deal, const SatFormat *format, gboolean open)
{
  const char *company = sat_record_get_reference_title (deal, field (deal, "company"));
  const SatValue *close_date = sat_record_peek (deal, "close_date");
  g_autoptr (GString) name = g_string_new (sat_record_get_title (deal));

  if (*company != '\0')
    g_string_append_printf (name, ", %s", company);
  if (face->amount != NULL)
    g_string_append_printf (name, ", %s", face->amount);
  if (close_date->type == SAT_VALUE_INTEGER) {
    g_autofree char *date = sat_format_date (format, (SatDate)close_date->integer);

    g_string_append (name, ", ");
    /* Translators: part of what a screen reader says for a deal; %s is a date. */
    g_string_append_printf (name, open ? _ ("closes %s") : _ ("closed %s"), date);
  }
  face->name = g_string_free (g_steal_pointer (&name), FALSE);
}

static void
fill_age (SatCardFace *face, const SatDealSituation *situation)
{
  gulong days = (gulong)MAX (0, situation->today - situation->since);
  g_autofree char *in_stage = NULL, *limit = NULL;

  if (!situation->since_known)
    return;
  in_stage =
      g_strdup_printf (ngettext ("%lu day in this stage", "%lu days in this stage", days), days);
  if (days > 0)
    face->note = g_strdup (in_stage);
  if (situation->idle_limit <= 0) {
    face->age_text = g_steal_pointer (&in_stage);
    return;
  }
  limit = g_strdup_printf (
      ngettext ("the limit is %d day", "the limit is %d days", (gulong)situation->idle_limit),
      situation->idle_limit);
  /* Translators: "12 days in this stage, the limit is 30 days" */
  face->age_text = g_strdup_printf (C_ ("age", "%s, %s"), in_stage, limit);
  face->age = (double)days / situation->idle_limit;
}

static void
fill_mark (SatCardFace *face, SatRecord *deal, const SatDealSituation *situation)
{
  const SatValue *close_date = sat_record_peek (deal, "close_date");

  if (close_date->type == SAT_VALUE_INTEGER && close_date->integer < situation->today) {
    g_autofree char *date = sat_format_date (situation->format, (SatDate)close_date->integer);

    face->mark = SAT_CARD_OVERDUE;
    face->mark_reason = g_strdup_printf (_ ("The close date has passed: %s"), date);
  } else if (face->age > 1) {
    face->mark = SAT_CARD_ATTENTION;
    face->mark_reason = g_strdup_printf (_ ("Idle: %s"), face->age_text);
  }
}

void
sat_deal_face_fill (SatCardFace *face, SatRecord *deal, const SatDealSituation *situation)
{
  gboolean open;

  g_return_if_fail (face != NULL && SAT_IS_RECORD (deal) && situation != NULL);

  open = situation->kind == SAT_COLUMN_OPEN;
  fill_texts (face, deal, situation);
  fill_name (face, deal, situation->format, open);
  if (!open)
    return;
  fill_age (face, situation);
  fill_mark (face, deal, situation);
}

gboolean
sat_deal_face_since (SatRecord *deal, const SatSince *stage, GTimeZone *zone, SatDate *since)
{
  const SatValue *opened;

  g_return_val_if_fail (SAT_IS_RECORD (deal) && since != NULL, FALSE);

  opened = sat_record_peek (deal, "opened");
  if (stage != NULL) {
    *since = sat_date_of_instant (stage->at, zone);
    if (!stage->from_start)
      return TRUE;
  }
  if (opened->type == SAT_VALUE_INTEGER && (stage == NULL || opened->integer < *since)) {
    *since = (SatDate)opened->integer;
    return TRUE;
  }
  return stage != NULL;
}
