/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-quick-plan.h"

#include <glib/gi18n-lib.h>

#include "sat-edit.h"
#include "sat-labels.h"

#define MINUTE G_TIME_SPAN_MINUTE
#define USUAL_CALL 15 /* minutes */
#define USUAL_MEETING 60

static const struct {
  const char *kind; /* choice of an activity, NULL: a deal */
  const char *label;
  const char *added;
} kinds[] = {
    [SAT_QUICK_CALL] = {"call", N_ ("New Call"), N_ ("Call added")},
    [SAT_QUICK_MEETING] = {"meeting", N_ ("New Meeting"), N_ ("Meeting added")},
    [SAT_QUICK_VISIT] = {"visit", N_ ("New Visit"), N_ ("Visit added")},
    [SAT_QUICK_TASK] = {"task", N_ ("New Task"), N_ ("Task added")},
    [SAT_QUICK_DEAL] = {NULL, N_ ("New Deal"), N_ ("Deal added")},
};

void
sat_quick_plan_init_base (SatQuickBase *base, const SatFormat *format)
{
  gint64 now;
  SatDate today;

  g_return_if_fail (base != NULL && format != NULL);
  now = sat_clock_now (format->clock);
  today = sat_date_today (now, format->zone);
  *base = (SatQuickBase){.today = today,
                         .month_first = format->order == SAT_DATE_ORDER_MDY,
                         .currency = format->currency,
                         .now = (int)((now - sat_date_start (today, format->zone)) / MINUTE)};
}

static gint64
start_of (const SatFormat *format, const SatQuickAdd *quick)
{
  g_autoptr (GDateTime) start = NULL;
  int year, month, day;

  sat_date_to_ymd (quick->date, &year, &month, &day);
  start =
      g_date_time_new (format->zone, year, month, day, quick->minutes / 60, quick->minutes % 60, 0);
  return start != NULL ? g_date_time_to_unix (start) * G_USEC_PER_SEC
                       : sat_date_start (quick->date, format->zone);
}

static void
append (GString *text, const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, part);
}

/* "Tomorrow, 10:00 (Mar 3, 2026)" */
static char *
write_when (const SatFormat *format, const SatQuickAdd *quick)
{
  g_autofree char *near = sat_format_date_relative (format, quick->date);
  g_autofree char *full = sat_format_date (format, quick->date);
  g_autoptr (GString) text = g_string_new (near);

  if (quick->has_time && quick->kind != SAT_QUICK_DEAL) {
    g_autofree char *time = sat_format_time (format, start_of (format, quick));

    g_string_printf (text, C_ ("day and time", "%s, %s"), near, time);
  }
  if (!g_str_equal (near, full))
    g_string_append_printf (text, " (%s)", full);
  return g_strdup (text->str);
}

static char *
title_of (SatContext *context, gint64 id)
{
  return id != 0 ? g_strdup (sat_reader_title (sat_context_get_reader (context), id)) : NULL;
}

static char *
write_detail (SatContext *context, const SatQuickAdd *quick, gboolean with_contact)
{
  const SatFormat *format = sat_context_get_format (context);
  g_autofree char *contact = title_of (context, with_contact ? quick->contact : 0);
  g_autofree char *company = title_of (context, quick->company);
  g_autofree char *deal = title_of (context, quick->deal);
  g_autoptr (GString) text = g_string_new (NULL);

  if (quick->has_amount) {
    g_autofree char *amount =
        sat_money_format (quick->amount, quick->currency, SAT_MONEY_WITH_CURRENCY);

    append (text, amount);
  }
  if (quick->has_date) {
    g_autofree char *when = write_when (format, quick);
    /* Translators: %s is a date */
    g_autofree char *closes = g_strdup_printf (_ ("closes %s"), when);

    append (text, quick->kind == SAT_QUICK_DEAL ? closes : when);
  }
  append (text, contact);
  append (text, company);
  append (text, deal);
  return g_strdup (text->str);
}

SatPaletteItem *
sat_quick_plan_describe (SatContext *context, const SatQuickAdd *quick)
{
  SatPaletteItem *item;
  g_autofree char *contact = NULL;
  g_autofree char *title = NULL;
  const char *what, *label, *icon;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && quick != NULL, NULL);
  if (quick->kind == SAT_QUICK_NOTHING)
    return NULL;
  label = _ (kinds[quick->kind].label);
  icon = quick->kind == SAT_QUICK_DEAL ? "sat-opportunity-symbolic"
                                       : sat_labels_activity_icon (kinds[quick->kind].kind);
  contact = title_of (context, quick->contact);
  what = quick->subject != NULL && *quick->subject != '\0' ? quick->subject : contact;
  /* Translators: what would be added, such as New Call: Ana Torres */
  title =
      what != NULL ? g_strdup_printf (C_ ("quick add", "%s: %s"), label, what) : g_strdup (label);
  item = sat_palette_item_new (_ ("Add"), icon, title);
  item->detail = write_detail (context, quick, what != contact);
  item->accel = gtk_accelerator_get_label (GDK_KEY_Return, 0);
  item->adds = TRUE;
  return item;
}

static void
take (SatEntry *entry, const SatType *type, const char *field, gint64 value)
{
  sat_entry_take (entry, sat_type_field (type, field), sat_value_int (value), NULL);
}

static void
take_reference (SatEntry *entry, const SatType *type, const char *field, gint64 id)
{
  if (id != 0)
    take (entry, type, field, id);
}

static void
take_time (SatEntry *entry, const SatType *type, const SatFormat *format, const SatQuickAdd *quick)
{
  int usual = quick->kind == SAT_QUICK_CALL ? USUAL_CALL : USUAL_MEETING;
  int length = quick->length > 0 ? quick->length : usual;
  gint64 start;

  if (!quick->has_date)
    return;
  if (!quick->has_time) {
    take (entry, type, "due", quick->date);
    return;
  }
  start = start_of (format, quick);
  take (entry, type, "start", start);
  if (quick->kind != SAT_QUICK_TASK || quick->length > 0)
    take (entry, type, "end", start + (gint64)length * G_TIME_SPAN_MINUTE);
}

static SatEntry *
activity_entry (SatContext *context, const SatQuickAdd *quick)
{
  const SatType *type = sat_context_get_type_by_name (context, "activity");
  const SatFormat *format = sat_context_get_format (context);
  SatEntry *entry = sat_entry_new (type, 0);

  sat_entry_set (entry, "kind", kinds[quick->kind].kind, NULL);
  if (quick->subject != NULL && *quick->subject != '\0')
    sat_entry_set (entry, "subject", quick->subject, NULL);
  take_time (entry, type, format, quick);
  /* What was yesterday has been done. */
  if (quick->has_date && quick->date < sat_date_today (sat_clock_now (format->clock), format->zone))
    take (entry, type, "done", 1);
  take_reference (entry, type, "opportunity", quick->deal);
  take_reference (entry, type, "contact", quick->contact);
  take_reference (entry, type, "company", quick->company);
  take_reference (entry, type, "owner", sat_context_get_user (context));
  return entry;
}

static SatEntry *
deal_entry (SatContext *context, const SatQuickAdd *quick)
{
  const SatType *type = sat_context_get_type_by_name (context, "opportunity");
  SatEntry *entry = sat_entry_new (type, 0);

  sat_entry_set (entry, "name", quick->subject != NULL ? quick->subject : quick->text, NULL);
  take_reference (entry, type, "contact", quick->contact);
  take_reference (entry, type, "company", quick->company);
  take_reference (entry, type, "owner", sat_context_get_user (context));
  if (quick->has_amount) {
    take (entry, type, "amount", quick->amount);
    sat_entry_set (entry, "currency", quick->currency, NULL);
  }
  if (quick->has_date)
    take (entry, type, "close_date", quick->date);
  return entry;
}

void
sat_quick_plan_save (SatContext *context, const SatQuickAdd *quick)
{
  SatEntry *entry;

  g_return_if_fail (SAT_IS_CONTEXT (context) && quick != NULL);
  g_return_if_fail (quick->kind != SAT_QUICK_NOTHING);
  entry =
      quick->kind == SAT_QUICK_DEAL ? deal_entry (context, quick) : activity_entry (context, quick);
  sat_edit_save (context, entry, _ (kinds[quick->kind].label), _ (kinds[quick->kind].added), NULL,
                 NULL, NULL);
}
