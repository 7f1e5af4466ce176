/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-search-detail.h"

#include "sat-date.h"
#include "sat-money.h"

#include <string.h>

#define MOST_DETAILS 3

/* What tells records of a type apart that have the same title, most telling first. */
static const struct {
  const char *type;
  const char *fields[MOST_DETAILS + 1];
} details[] = {
    {"company", {"city", "industry"}},
    {"contact", {"company", "mail", "phone"}},
    {"opportunity", {"stage", "amount", "company"}},
    {"product", {"code", "unit_price"}},
    {"activity", {"kind", "start", "due"}},
    {"note", {"opportunity", "company", "contact"}},
    {"user", {"mail"}},
    {"attachment", {"opportunity", "company", "contact"}},
};

static char *
date_of (gint64 us)
{
  g_autoptr (GTimeZone) zone = sat_zone_open (NULL, NULL);

  return sat_date_to_string (sat_date_of_instant (us, zone));
}

/* g_free(); NULL: the field says nothing. */
static char *
text_of (SatReader *reader, SatRecord *record, const SatField *field)
{
  const SatValue *value = sat_record_get (record, field);

  if (value->type == SAT_VALUE_NULL)
    return NULL;
  switch (field->kind) {
  case SAT_KIND_REFERENCE:
    return g_strdup (sat_record_get_reference_title (record, field));
  case SAT_KIND_CHOICE:
    return g_strdup (sat_field_choice_label (field, value->text));
  case SAT_KIND_MONEY:
    return sat_money_format (value->integer, sat_reader_currency (reader, record, field),
                             SAT_MONEY_WITH_CURRENCY);
  case SAT_KIND_INSTANT:
    return date_of (value->integer);
  default:
    return sat_field_to_string (field, value, NULL);
  }
}

static void
append (GString *detail, const char *text, const char *title)
{
  if (text == NULL || *text == '\0' || g_str_equal (text, title) ||
      strstr (detail->str, text) != NULL)
    return;
  g_string_append_printf (detail, "%s%s", detail->len > 0 ? " · " : "", text);
}

char *
sat_search_detail (SatReader *reader, SatRecord *record)
{
  const SatType *type = sat_record_get_record_type (record);
  GString *detail = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (details); i++) {
    if (!g_str_equal (details[i].type, type->name))
      continue;
    for (guint k = 0; details[i].fields[k] != NULL; k++) {
      const SatField *field = sat_type_field (type, details[i].fields[k]);
      g_autofree char *text = field != NULL ? text_of (reader, record, field) : NULL;

      append (detail, text, sat_record_get_title (record));
    }
  }
  return g_string_free (detail, FALSE);
}
