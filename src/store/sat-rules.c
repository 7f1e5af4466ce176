/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-rules.h"

#include "sat-row.h"
#include "sat-writer-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DEEPEST_TREE 64

static const SatField *
field_of (SatRuleInput *in, const char *name)
{
  return sat_type_field (in->type, name);
}

static const SatValue *
value_of (SatRuleInput *in, const char *name)
{
  return &in->values[field_of (in, name)->index];
}

static gboolean
is_given (SatRuleInput *in, const char *name)
{
  return in->given[field_of (in, name)->index];
}

static gboolean
is_empty (SatRuleInput *in, const char *name)
{
  return value_of (in, name)->type == SAT_VALUE_NULL;
}

/* Differs from what is stored; everything that is set does in a new record. */
static gboolean
is_changed (SatRuleInput *in, const char *name)
{
  const SatField *field = field_of (in, name);

  if (in->before == NULL)
    return in->values[field->index].type != SAT_VALUE_NULL;
  return !sat_value_equal (&in->values[field->index], &in->before[field->index]);
}

static void
fill (SatRuleInput *in, const char *name, SatValue value)
{
  SatValue *place = &in->values[field_of (in, name)->index];

  sat_value_clear (place);
  *place = value;
}

static void
fill_if_empty (SatRuleInput *in, const char *name, SatValue value)
{
  if (is_empty (in, name) && !is_given (in, name))
    fill (in, name, value);
  else
    sat_value_clear (&value);
}

static gboolean
is_true (SatRuleInput *in, const char *name)
{
  return value_of (in, name)->type == SAT_VALUE_INTEGER && value_of (in, name)->integer != 0;
}

static SatDate
today (SatRuleInput *in)
{
  g_autoptr (GTimeZone) zone = sat_zone_open (NULL, NULL);

  return sat_date_of_instant (sat_writer_get_time (in->writer), zone);
}

/* First column of the first row, or a null value. */
static SatValue
look_up (SatRuleInput *in, const char *sql, gint64 parameter)
{
  g_autoptr (SatStatement) statement = sat_statement_cached (in->writer->connection, sql, NULL);
  gboolean row;

  if (statement == NULL)
    return SAT_VALUE_INIT;
  if (parameter != 0)
    sat_statement_bind_int (statement, 1, parameter);
  if (!sat_statement_step (statement, &row, NULL) || !row)
    return SAT_VALUE_INIT;
  return sat_row_value (statement, 0);
}

static SatValue
current_user (SatRuleInput *in)
{
  gint64 user = sat_store_get_current_user (in->writer->store);

  return user != 0 ? sat_value_int (user) : SAT_VALUE_INIT;
}

static void
apply_standards (SatRuleInput *in)
{
  for (guint i = 0; i < in->type->n_fields; i++) {
    const SatField *field = in->type->fields[i];

    if (field->standard != NULL && !in->given[i] && in->values[i].type == SAT_VALUE_NULL)
      sat_field_parse (field, field->standard, NULL, &in->values[i], NULL);
  }
}

/* A change of currency alone keeps the number that people see, whatever the digits of the two. */
static void
rescale_money (SatRuleInput *in, const char *money)
{
  const SatField *currency = field_of (in, "currency"), *amount = field_of (in, money);
  int before, after;
  gint64 power = 1;

  if (in->before == NULL || in->given[amount->index] ||
      in->values[amount->index].type != SAT_VALUE_INTEGER)
    return;
  before = sat_currency_exponent (in->before[currency->index].text);
  after = sat_currency_exponent (in->values[currency->index].text);
  for (int i = 0; i < ABS (after - before); i++)
    power *= 10;
  fill (in, money,
        sat_value_int (after >= before
                           ? sat_money_scale (in->values[amount->index].integer, power, 1)
                           : sat_money_scale (in->values[amount->index].integer, 1, power)));
}

static void
complete_currency (SatRuleInput *in, const char *money)
{
  if (is_empty (in, "currency"))
    fill (in, "currency", sat_value_text (sat_store_get_currency (in->writer->store)));
  if (is_changed (in, "currency") && in->before != NULL &&
      in->before[field_of (in, "currency")->index].type == SAT_VALUE_TEXT)
    rescale_money (in, money);
}

static const char *
category_of_kind (const char *kind)
{
  if (g_strcmp0 (kind, "won") == 0)
    return "closed";
  return g_strcmp0 (kind, "lost") == 0 ? "omitted" : "pipeline";
}

/* The stage brings pipeline, probability and forecast category; what was set by hand stays. */
static void
follow_stage (SatRuleInput *in, gint64 stage)
{
  SatValue category = look_up (in, "SELECT category FROM stage WHERE id = ?1", stage);
  g_auto (SatValue) kind = look_up (in, "SELECT kind FROM stage WHERE id = ?1", stage);
  SatValue pipeline = look_up (in, "SELECT pipeline FROM stage WHERE id = ?1", stage);

  if (pipeline.type == SAT_VALUE_INTEGER)
    fill (in, "pipeline", pipeline);
  if (!is_true (in, "probability_manual"))
    fill (in, "probability", look_up (in, "SELECT probability FROM stage WHERE id = ?1", stage));
  if (category.type == SAT_VALUE_NULL)
    category = sat_value_text (category_of_kind (kind.text));
  if (!is_true (in, "category_manual")) {
    fill (in, "category", category);
    category = SAT_VALUE_INIT;
  }
  sat_value_clear (&category);
}

/* A probability or category that differs from the stage's was set by hand, and says so. */
static void
notice_by_hand (SatRuleInput *in, const char *field, const char *mark, const char *stage_sql)
{
  gint64 stage =
      value_of (in, "stage")->type == SAT_VALUE_INTEGER ? value_of (in, "stage")->integer : 0;
  g_auto (SatValue) usual = look_up (in, stage_sql, stage);

  if (!is_given (in, field) || is_given (in, mark) || !is_changed (in, field))
    return;
  if (is_empty (in, field))
    fill (in, mark, SAT_VALUE_INIT);
  else if (!sat_value_equal (value_of (in, field), &usual))
    fill (in, mark, sat_value_int (1));
}

static gboolean
kind_is (SatRuleInput *in, const SatValue *stage, const char *kind)
{
  g_auto (SatValue) found =
      stage->type == SAT_VALUE_INTEGER
          ? look_up (in, "SELECT kind FROM stage WHERE id = ?1", stage->integer)
          : SAT_VALUE_INIT;

  return g_strcmp0 (found.text, kind) == 0;
}

/* A deal that is won or lost today closes today, in the user's calendar. */
static void
close_today (SatRuleInput *in)
{
  const SatField *stage = field_of (in, "stage");

  if (in->before == NULL || in->origin != SAT_ORIGIN_LOCAL || is_given (in, "close_date"))
    return;
  if (kind_is (in, &in->before[stage->index], "open") &&
      !kind_is (in, &in->values[stage->index], "open"))
    fill (in, "close_date", sat_value_int (today (in)));
}

static void
start_opportunity (SatRuleInput *in)
{
  fill_if_empty (in, "opened", sat_value_int (today (in)));
  if (in->origin != SAT_ORIGIN_LOCAL)
    return;
  fill_if_empty (in, "owner", current_user (in));
  if (is_empty (in, "stage"))
    fill_if_empty (in, "stage",
                   value_of (in, "pipeline")->type == SAT_VALUE_INTEGER
                       ? look_up (in,
                                  "SELECT id FROM stage WHERE pipeline = ?1 AND kind = 'open' "
                                  "ORDER BY \"order\", id LIMIT 1",
                                  value_of (in, "pipeline")->integer)
                       : look_up (in,
                                  "SELECT s.id FROM stage s LEFT JOIN pipeline p ON p.id = "
                                  "s.pipeline WHERE s.kind = 'open'"
                                  " ORDER BY p.\"order\", p.id, s.\"order\", s.id LIMIT 1",
                                  0));
}

static gboolean
complete_opportunity (SatRuleInput *in, GError **error)
{
  complete_currency (in, "amount");
  if (in->before == NULL)
    start_opportunity (in);
  notice_by_hand (in, "probability", "probability_manual",
                  "SELECT probability FROM stage WHERE id = ?1");
  notice_by_hand (in, "category", "category_manual", "SELECT category FROM stage WHERE id = ?1");
  if (value_of (in, "stage")->type == SAT_VALUE_INTEGER &&
      (is_changed (in, "stage") || is_changed (in, "probability_manual") ||
       is_changed (in, "category_manual") || is_changed (in, "probability") ||
       is_changed (in, "category")))
    follow_stage (in, value_of (in, "stage")->integer);
  if (is_changed (in, "stage"))
    close_today (in);
  return TRUE;
}

static gboolean
complete_stage (SatRuleInput *in, GError **error)
{
  const char *kind = value_of (in, "kind")->text;

  if (in->before != NULL)
    return TRUE;
  fill_if_empty (in, "order", look_up (in, "SELECT coalesce(max(\"order\"), 0) + 1 FROM stage", 0));
  fill_if_empty (in, "category", sat_value_text (category_of_kind (kind)));
  if (g_strcmp0 (kind, "open") != 0)
    fill_if_empty (in, "probability", sat_value_int (g_strcmp0 (kind, "won") == 0 ? 100 : 0));
  return TRUE;
}

static gboolean
complete_priced (SatRuleInput *in, const char *money)
{
  complete_currency (in, money);
  return TRUE;
}

static gboolean
complete_product (SatRuleInput *in, GError **error)
{
  return complete_priced (in, "unit_price");
}

static gboolean
complete_quota (SatRuleInput *in, GError **error)
{
  return complete_priced (in, "amount");
}

static gboolean
complete_line_item (SatRuleInput *in, GError **error)
{
  const SatValue *product = value_of (in, "product");

  if (product->type == SAT_VALUE_INTEGER && is_changed (in, "product"))
    fill_if_empty (in, "unit_price",
                   look_up (in, "SELECT unit_price FROM product WHERE id = ?1", product->integer));
  return TRUE;
}

static gboolean
complete_activity (SatRuleInput *in, GError **error)
{
  const SatValue *start = value_of (in, "start"), *end = value_of (in, "end");

  if (start->type == SAT_VALUE_INTEGER && end->type == SAT_VALUE_INTEGER &&
      end->integer < start->integer) {
    g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID,
                 _ ("The end is before the start"));
    return FALSE;
  }
  if (in->before == NULL && in->origin == SAT_ORIGIN_LOCAL)
    fill_if_empty (in, "owner", current_user (in));
  if (start->type == SAT_VALUE_INTEGER && in->origin == SAT_ORIGIN_LOCAL) {
    g_autoptr (GTimeZone) zone = sat_zone_open (NULL, NULL);

    fill_if_empty (in, "zone", sat_value_text (g_time_zone_get_identifier (zone)));
  }
  return TRUE;
}

static gboolean
complete_note (SatRuleInput *in, GError **error)
{
  if (in->before != NULL)
    return TRUE;
  fill_if_empty (in, "written", sat_value_int (sat_writer_get_time (in->writer)));
  if (in->origin == SAT_ORIGIN_LOCAL)
    fill_if_empty (in, "author", current_user (in));
  return TRUE;
}

static gboolean
complete_owned (SatRuleInput *in, GError **error)
{
  if (in->before == NULL && in->origin == SAT_ORIGIN_LOCAL)
    fill_if_empty (in, "owner", current_user (in));
  return TRUE;
}

/* Nobody is their own manager's manager. */
static gboolean
check_tree (SatRuleInput *in, const SatField *up, GError **error)
{
  g_autofree char *sql = NULL;
  gint64 at;

  if (in->id == 0 || in->values[up->index].type != SAT_VALUE_INTEGER || !is_changed (in, up->name))
    return TRUE;
  sql = g_strdup_printf ("SELECT \"%s\" FROM \"%s\" WHERE id = ?1", up->name, in->type->name);
  at = in->values[up->index].integer;
  for (int depth = 0; depth < DEEPEST_TREE; depth++) {
    SatValue next;

    if (at == in->id) {
      g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID,
                   _ ("“%s” would lead back to the record itself"), sat_field_get_label (up));
      return FALSE;
    }
    next = look_up (in, sql, at);
    if (next.type != SAT_VALUE_INTEGER)
      return TRUE;
    at = next.integer;
  }
  return TRUE;
}

/* References from a type to itself are trees: manager, parent company, parent team. */
static gboolean
check_trees (SatRuleInput *in, GError **error)
{
  for (guint i = 0; i < in->type->n_fields; i++) {
    const SatField *field = in->type->fields[i];

    if (field->kind == SAT_KIND_REFERENCE && !(field->flags & SAT_FIELD_CUSTOM) &&
        g_strcmp0 (field->target, in->type->name) == 0 && !check_tree (in, field, error))
      return FALSE;
  }
  return TRUE;
}

static const struct {
  const char *type;
  gboolean (*complete) (SatRuleInput *input, GError **error);
} rules[] = {
    {"opportunity", complete_opportunity},
    {"stage", complete_stage},
    {"product", complete_product},
    {"quota", complete_quota},
    {"line_item", complete_line_item},
    {"activity", complete_activity},
    {"note", complete_note},
    {"company", complete_owned},
    {"contact", complete_owned},
};

/* A column keeps its type, and what is in it its meaning: another kind is another field. */
gboolean
sat_rules_check (SatRuleInput *input, GError **error)
{
  static const char *const fixed[] = {"record_type", "kind", "target"};

  if (input->before == NULL || strcmp (input->type->name, "custom_field") != 0)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (fixed); i++)
    if (is_changed (input, fixed[i])) {
      g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID,
                   _ ("“%s” of a field cannot change: make another field"),
                   sat_field_get_label (field_of (input, fixed[i])));
      return FALSE;
    }
  return TRUE;
}

gboolean
sat_rules_complete (SatRuleInput *input, GError **error)
{
  if (input->before == NULL)
    apply_standards (input);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (strcmp (rules[i].type, input->type->name) == 0 && !rules[i].complete (input, error))
      return FALSE;
  return sat_rules_check (input, error) && check_trees (input, error);
}
