/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-condition.h"

#include <glib/gi18n-lib.h>

#include "sat-period.h"

/* Names of operators in the settings. */
static const char *const op_names[] = {
    [SAT_OP_IS] = "is",         [SAT_OP_IN] = "in", [SAT_OP_CONTAINS] = "contains",
    [SAT_OP_STARTS] = "starts", [SAT_OP_LT] = "lt", [SAT_OP_LE] = "le",
    [SAT_OP_GT] = "gt",         [SAT_OP_GE] = "ge", [SAT_OP_EMPTY] = "empty",
};

SatCondition *
sat_condition_new (const char *path, gboolean negated, SatFilterOp op, const char *const *values)
{
  SatCondition *self;

  g_return_val_if_fail (path != NULL, NULL);
  self = g_new0 (SatCondition, 1);
  self->path = g_strdup (path);
  self->negated = negated;
  self->op = op;
  self->values = values != NULL ? g_strdupv ((char **)values) : g_new0 (char *, 1);
  return self;
}

void
sat_condition_free (SatCondition *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_strfreev (self->values);
  g_free (self);
}

SatFilter *
sat_condition_to_filter (const SatCondition *self)
{
  SatFilter *test;

  g_return_val_if_fail (self != NULL, NULL);
  test = sat_filter_test (self->path, self->op, (const char *const *)self->values);
  return self->negated ? sat_filter_not (test) : test;
}

SatFilter *
sat_conditions_to_filter (GPtrArray *tests)
{
  g_autofree SatFilter **children = NULL;

  g_return_val_if_fail (tests != NULL, NULL);
  if (tests->len == 0)
    return NULL;
  if (tests->len == 1)
    return sat_condition_to_filter (g_ptr_array_index (tests, 0));
  children = g_new (SatFilter *, tests->len);
  for (guint i = 0; i < tests->len; i++)
    children[i] = sat_condition_to_filter (g_ptr_array_index (tests, i));
  return sat_filter_all (children, tests->len);
}

static SatCondition *
test_from_node (const SatFilter *node)
{
  gboolean negated = sat_filter_get_node (node) == SAT_FILTER_NOT;

  if (negated)
    node = sat_filter_get_child (node, 0);
  if (sat_filter_get_node (node) != SAT_FILTER_TEST)
    return NULL;
  return sat_condition_new (sat_filter_get_path (node), negated, sat_filter_get_op (node),
                            sat_filter_get_values (node));
}

GPtrArray *
sat_conditions_from_filter (SatFilter *filter)
{
  g_autoptr (GPtrArray) tests = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_condition_free);
  gboolean all = filter != NULL && sat_filter_get_node (filter) == SAT_FILTER_ALL;
  gsize n = filter == NULL ? 0 : all ? sat_filter_get_n_children (filter) : 1;

  for (gsize i = 0; i < n; i++) {
    SatCondition *test = test_from_node (all ? sat_filter_get_child (filter, i) : filter);

    if (test == NULL)
      return NULL;
    g_ptr_array_add (tests, test);
  }
  return g_steal_pointer (&tests);
}

GVariant *
sat_conditions_to_variant (GPtrArray *tests)
{
  GVariantBuilder builder;

  g_return_val_if_fail (tests != NULL, NULL);
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sbsas)"));
  for (guint i = 0; i < tests->len; i++) {
    const SatCondition *test = g_ptr_array_index (tests, i);

    g_variant_builder_add (&builder, "(sbs^as)", test->path, test->negated, op_names[test->op],
                           test->values);
  }
  return g_variant_builder_end (&builder);
}

static gboolean
op_from_name (const char *name, SatFilterOp *op)
{
  for (guint i = 0; i < G_N_ELEMENTS (op_names); i++) {
    if (g_str_equal (op_names[i], name)) {
      *op = i;
      return TRUE;
    }
  }
  return FALSE;
}

/* Tests of fields that are gone are left out. */
GPtrArray *
sat_conditions_from_variant (GVariant *variant, SatRegistry *registry, const SatType *type)
{
  GPtrArray *tests = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_condition_free);
  GVariantIter iter;
  const char *path, *op_name;
  gboolean negated;
  char **values;

  g_variant_iter_init (&iter, variant);
  while (g_variant_iter_next (&iter, "(&sb&s^as)", &path, &negated, &op_name, &values)) {
    SatFilterOp op;

    if (op_from_name (op_name, &op) && sat_condition_path_field (registry, type, path) != NULL)
      g_ptr_array_add (tests, sat_condition_new (path, negated, op, (const char *const *)values));
    g_strfreev (values);
  }
  return tests;
}

gboolean
sat_condition_can_ask (const SatField *field)
{
  g_return_val_if_fail (field != NULL, FALSE);
  return !(field->flags & SAT_FIELD_INTERNAL) && field->kind != SAT_KIND_JSON;
}

static void
ask (GArray *questions, SatFilterOp op, gboolean negated, gboolean needs_value, const char *label)
{
  SatConditionQuestion question = {op, negated, needs_value, label};

  g_array_append_val (questions, question);
}

static void
ask_by_kind (GArray *q, SatKind kind)
{
  switch (kind) {
  case SAT_KIND_CHOICE:
  case SAT_KIND_REFERENCE:
    ask (q, SAT_OP_IN, FALSE, TRUE, C_ ("filter", "is"));
    ask (q, SAT_OP_IN, TRUE, TRUE, C_ ("filter", "is not"));
    break;
  case SAT_KIND_BOOLEAN:
  case SAT_KIND_CURRENCY:
    ask (q, SAT_OP_IS, FALSE, TRUE, C_ ("filter", "is"));
    break;
  case SAT_KIND_DATE:
  case SAT_KIND_INSTANT:
    ask (q, SAT_OP_IN, FALSE, TRUE, C_ ("filter, dates", "in the period"));
    ask (q, SAT_OP_GE, FALSE, TRUE, C_ ("filter, dates", "on or after"));
    ask (q, SAT_OP_LE, FALSE, TRUE, C_ ("filter, dates", "on or before"));
    ask (q, SAT_OP_IS, FALSE, TRUE, C_ ("filter, dates", "on"));
    break;
  case SAT_KIND_INTEGER:
  case SAT_KIND_DECIMAL:
  case SAT_KIND_PERCENT:
  case SAT_KIND_MONEY:
    ask (q, SAT_OP_GE, FALSE, TRUE, C_ ("filter", "at least"));
    ask (q, SAT_OP_LE, FALSE, TRUE, C_ ("filter", "at most"));
    ask (q, SAT_OP_IS, FALSE, TRUE, C_ ("filter", "exactly"));
    break;
  default:
    ask (q, SAT_OP_CONTAINS, FALSE, TRUE, C_ ("filter", "contains"));
    ask (q, SAT_OP_CONTAINS, TRUE, TRUE, C_ ("filter", "does not contain"));
    if (kind != SAT_KIND_SET) {
      ask (q, SAT_OP_STARTS, FALSE, TRUE, C_ ("filter", "starts with"));
      ask (q, SAT_OP_IS, FALSE, TRUE, C_ ("filter", "is"));
    }
    break;
  }
}

GArray *
sat_condition_questions (const SatField *field)
{
  GArray *questions;

  g_return_val_if_fail (field != NULL, NULL);
  questions = g_array_new (FALSE, FALSE, sizeof (SatConditionQuestion));
  ask_by_kind (questions, field->kind);
  ask (questions, SAT_OP_EMPTY, FALSE, FALSE, C_ ("filter", "is empty"));
  ask (questions, SAT_OP_EMPTY, TRUE, FALSE, C_ ("filter", "is not empty"));
  return questions;
}

/* A value of a test as a person reads it. */
static char *
describe_value (SatContext *context, const SatField *field, const char *value)
{
  const SatFormat *format = sat_context_get_format (context);
  g_auto (SatValue) parsed = SAT_VALUE_INIT;
  SatUuid uuid;

  if (*value == '@' && sat_period_label (value) != NULL)
    return g_strdup (sat_period_label (value));
  if (field->kind == SAT_KIND_REFERENCE && sat_uuid_parse (value, &uuid)) {
    SatReader *reader = sat_context_get_reader (context);
    gint64 id = sat_reader_find (reader, &uuid, NULL, NULL, NULL);

    return g_strdup (id != 0 ? sat_reader_title (reader, id) : value);
  }
  if (field->kind == SAT_KIND_REFERENCE || field->kind == SAT_KIND_SET ||
      !sat_field_parse (field, value, format->currency, &parsed, NULL))
    return g_strdup (value);
  return sat_format_value_full (format, field, &parsed, NULL);
}

static char *
describe_values (const SatCondition *self, SatContext *context, const SatField *field)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; self->values[i] != NULL; i++) {
    g_autofree char *value = describe_value (context, field, self->values[i]);

    if (i > 0)
      /* Translators: between values of which one must hold, with the spaces around it */
      g_string_append (text, C_ ("filter", " or "));
    g_string_append (text, value);
  }
  return g_string_free (text, FALSE);
}

char *
sat_condition_describe (const SatCondition *self, SatContext *context, const SatType *type)
{
  const SatField *field;
  g_autoptr (GArray) questions = NULL;
  g_autofree char *values = NULL;
  g_autofree char *label = NULL;
  const char *question = "";
  SatRegistry *registry;

  g_return_val_if_fail (self != NULL && SAT_IS_CONTEXT (context) && type != NULL, NULL);
  registry = sat_context_get_registry (context);
  field = sat_condition_path_field (registry, type, self->path);
  if (field == NULL)
    return g_strdup (self->path);
  label = sat_condition_path_label (registry, type, self->path);
  values = describe_values (self, context, field);
  questions = sat_condition_questions (field);
  for (guint i = 0; i < questions->len; i++) {
    const SatConditionQuestion *q = &g_array_index (questions, SatConditionQuestion, i);

    if (q->op == self->op && q->negated == self->negated)
      question = q->label;
  }
  if (!self->negated && (self->op == SAT_OP_IN || self->op == SAT_OP_IS))
    /* Translators: a field and its value, such as Stage: Won */
    return g_strdup_printf (C_ ("filter", "%s: %s"), label, values);
  if (*values == '\0')
    /* Translators: a field and a question, such as Owner is empty */
    return g_strdup_printf (C_ ("filter", "%s %s"), label, question);
  /* Translators: a field, a question and a value, such as Amount at least 1,000 */
  return g_strdup_printf (C_ ("filter", "%s %s %s"), label, question, values);
}
