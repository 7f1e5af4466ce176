/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-labels.h"

#include <glib/gi18n-lib.h>

static const struct {
  const char *type;
  const char *icon;
  const char *new_label;
  const char *empty_title;
  const char *empty_text;
} labels[] = {
    {"contact", "sat-contact-symbolic", N_ ("New Contact"), N_ ("No Contacts Yet"),
     N_ ("The people you sell to will be listed here")},
    {"company", "sat-company-symbolic", N_ ("New Company"), N_ ("No Companies Yet"),
     N_ ("The companies you sell to will be listed here")},
    {"opportunity", "sat-opportunity-symbolic", N_ ("New Deal"), N_ ("No Deals Yet"),
     N_ ("A deal is something that somebody may buy from you")},
    {"product", "sat-product-symbolic", N_ ("New Product"), N_ ("No Products Yet"),
     N_ ("What you sell, with its price")},
    {"activity", "sat-activity-symbolic", N_ ("New Activity"), N_ ("No Activities Yet"),
     N_ ("Calls, meetings, visits and tasks")},
    {"user", "avatar-default-symbolic", N_ ("New Person"), N_ ("No People Yet"),
     N_ ("Who works with this workspace")},
    {"team", "sat-people-symbolic", N_ ("New Team"), N_ ("No Teams Yet"),
     N_ ("People who sell together")},
    {"territory", "sat-people-symbolic", N_ ("New Territory"), N_ ("No Territories Yet"),
     N_ ("Where somebody sells")},
    {"stage", "sat-pipeline-symbolic", N_ ("New Stage"), N_ ("No Stages Yet"),
     N_ ("How far a deal has come")},
    {"exchange_rate", "sat-workspace-symbolic", N_ ("New Exchange Rate"),
     N_ ("No Exchange Rates Yet"), N_ ("What other currencies are worth")},
    {"holiday", "sat-calendar-symbolic", N_ ("New Holiday"), N_ ("No Holidays Yet"),
     N_ ("Days on which nobody works")},
    {"note", "sat-note-symbolic", N_ ("New Note"), N_ ("No Notes Yet"),
     N_ ("What you want to remember")},
};

static int
find (const SatType *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++) {
    if (g_str_equal (labels[i].type, type->name))
      return (int)i;
  }
  return -1;
}

const char *
sat_labels_icon (const SatType *type)
{
  int i;

  g_return_val_if_fail (type != NULL, NULL);
  i = find (type);
  if (i >= 0)
    return labels[i].icon;
  return g_str_equal (type->name, "user") ? "avatar-default-symbolic" : "sat-note-symbolic";
}

const char *
sat_labels_new (const SatType *type)
{
  g_autofree char *text = NULL;
  int i;

  g_return_val_if_fail (type != NULL, NULL);
  i = find (type);
  if (i >= 0)
    return _ (labels[i].new_label);
  /* Translators: a button; %s is a kind of record, such as Territory */
  text = g_strdup_printf (_ ("New %s"), sat_type_get_label (type));
  return g_intern_string (text);
}

const char *
sat_labels_empty_title (const SatType *type)
{
  g_autofree char *text = NULL;
  int i;

  g_return_val_if_fail (type != NULL, NULL);
  i = find (type);
  if (i >= 0)
    return _ (labels[i].empty_title);
  /* Translators: %s are records of a kind, such as Territories */
  text = g_strdup_printf (_ ("No %s Yet"), sat_type_get_plural (type));
  return g_intern_string (text);
}

const char *
sat_labels_empty_text (const SatType *type)
{
  int i;

  g_return_val_if_fail (type != NULL, NULL);
  i = find (type);
  return i >= 0 ? _ (labels[i].empty_text) : NULL;
}

/* People say deals, not opportunities. */
const char *
sat_labels_singular (const SatType *type)
{
  g_return_val_if_fail (type != NULL, NULL);
  return g_str_equal (type->name, "opportunity") ? _ ("Deal") : sat_type_get_label (type);
}

const char *
sat_labels_plural (const SatType *type)
{
  g_return_val_if_fail (type != NULL, NULL);
  return g_str_equal (type->name, "opportunity") ? _ ("Deals") : sat_type_get_plural (type);
}

/* NULL for a type that has no sentence of its own. */
static const char *
count_pattern (const char *type, guint n)
{
  /* Translators: in each of these, %s is a number that is written already */
  if (g_str_equal (type, "contact"))
    return ngettext ("%s contact", "%s contacts", n);
  if (g_str_equal (type, "company"))
    return ngettext ("%s company", "%s companies", n);
  if (g_str_equal (type, "opportunity"))
    return ngettext ("%s deal", "%s deals", n);
  if (g_str_equal (type, "product"))
    return ngettext ("%s product", "%s products", n);
  if (g_str_equal (type, "activity"))
    return ngettext ("%s activity", "%s activities", n);
  if (g_str_equal (type, "note"))
    return ngettext ("%s note", "%s notes", n);
  if (g_str_equal (type, "user"))
    return ngettext ("%s person", "%s people", n);
  if (g_str_equal (type, "team"))
    return ngettext ("%s team", "%s teams", n);
  if (g_str_equal (type, "territory"))
    return ngettext ("%s territory", "%s territories", n);
  if (g_str_equal (type, "quota"))
    return ngettext ("%s quota", "%s quotas", n);
  return NULL;
}

char *
sat_labels_count (const SatFormat *format, const SatType *type, guint n)
{
  g_autofree char *number = NULL;
  g_auto (GStrv) parts = NULL;
  const char *pattern;

  g_return_val_if_fail (format != NULL && type != NULL, NULL);
  number = sat_format_integer (format, n);
  pattern = count_pattern (type->name, n);
  if (pattern == NULL)
    return g_strdup_printf ("%s %s", number,
                            n == 1 ? sat_type_get_label (type) : sat_type_get_plural (type));
  parts = g_strsplit (pattern, "%s", 2);
  return g_strconcat (parts[0], number, parts[1], NULL);
}

const char *
sat_labels_activity_icon (const char *kind)
{
  if (g_strcmp0 (kind, "call") == 0)
    return "sat-call-symbolic";
  if (g_strcmp0 (kind, "meeting") == 0)
    return "sat-meeting-symbolic";
  if (g_strcmp0 (kind, "visit") == 0)
    return "sat-visit-symbolic";
  return "sat-task-symbolic";
}
