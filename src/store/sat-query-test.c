/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-query-test.h"

#include "sat-reader-private.h"
#include "sat-schema.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* One test of a filter as SQL: texts, choices and what stands for other records. Numbers are in
 * sat-query-number.c. */

/* Above every text that begins with what stands before it. */
#define LAST_CHARACTER "\xf4\x8f\xbf\xbf"

const char *
sat_query_op_name (SatFilterOp op)
{
  static const char *const names[] = {
      [SAT_OP_IS] = "is",         [SAT_OP_IN] = "in", [SAT_OP_CONTAINS] = "contains",
      [SAT_OP_STARTS] = "starts", [SAT_OP_LT] = "lt", [SAT_OP_LE] = "le",
      [SAT_OP_GT] = "gt",         [SAT_OP_GE] = "ge", [SAT_OP_EMPTY] = "empty",
  };

  return names[op];
}

const char *
sat_query_op_sql (SatFilterOp op)
{
  switch (op) {
  case SAT_OP_LT:
    return "<";
  case SAT_OP_LE:
    return "<=";
  case SAT_OP_GT:
    return ">";
  case SAT_OP_GE:
    return ">=";
  case SAT_OP_IS:
  case SAT_OP_IN:
    return "=";
  default:
    return NULL;
  }
}

const char *
sat_query_refuse_op (const SatFilter *test, GError **error)
{
  g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID,
               _ ("The comparison “%s” does not work with “%s”"),
               sat_query_op_name (sat_filter_get_op (test)), sat_filter_get_path (test));
  return NULL;
}

static gboolean
has_digit (const char *text)
{
  return strpbrk (text, "0123456789") != NULL;
}

/* The collation takes "Box 7" and "Box 007" for the same, folding does not. */
static const char *
text_is (SatQuerySql *self, const char *expression, const char *folded)
{
  const char *parameter = sat_query_sql_text_parameter (self, folded);
  const char *equal = sat_query_sql_piece (self, "%s = %s COLLATE SAT_TEXT", expression, parameter);

  if (!has_digit (folded))
    return equal;
  return sat_query_sql_piece (self, "(%s AND sat_fold (%s) = %s)", equal, expression, parameter);
}

static const char *
text_contains (SatQuerySql *self, const char *expression, const char *folded)
{
  return sat_query_sql_piece (self, "instr (sat_fold (%s), %s) > 0", expression,
                              sat_query_sql_text_parameter (self, folded));
}

/* What begins alike stands together in an index, except that digits at the end of the beginning
 * may be part of a longer number. */
static const char *
text_starts (SatQuerySql *self, const char *expression, const char *folded)
{
  const char *begins = sat_query_sql_piece (self, "instr (sat_fold (%s), %s) = 1", expression,
                                            sat_query_sql_text_parameter (self, folded));
  g_autofree char *low = g_strdup (folded);
  g_autofree char *high = NULL;
  gsize length = strlen (low);

  while (length > 0 && g_ascii_isdigit (low[length - 1]))
    low[--length] = '\0';
  if (length == 0)
    return begins;
  high = g_strconcat (low, LAST_CHARACTER, NULL);
  return sat_query_sql_piece (self,
                              "(%s >= %s COLLATE SAT_TEXT AND %s < %s COLLATE SAT_TEXT AND %s)",
                              expression, sat_query_sql_text_parameter (self, low), expression,
                              sat_query_sql_text_parameter (self, high), begins);
}

const char *
sat_query_text_condition (SatQuerySql *self,
                          const char *expression,
                          SatFilterOp op,
                          const char *value)
{
  g_autofree char *folded = sat_fold (value);

  switch (op) {
  case SAT_OP_IS:
  case SAT_OP_IN:
    return text_is (self, expression, folded);
  case SAT_OP_CONTAINS:
    return text_contains (self, expression, folded);
  case SAT_OP_STARTS:
    return text_starts (self, expression, folded);
  default:
    return sat_query_sql_piece (self, "%s %s %s COLLATE SAT_TEXT", expression,
                                sat_query_op_sql (op), sat_query_sql_text_parameter (self, folded));
  }
}

/* @expression is one of @ids. */
static const char *
id_is_among (SatQuerySql *self, const char *expression, GArray *ids)
{
  if (ids->len == 1)
    return sat_query_sql_piece (self, "%s = %s", expression,
                                sat_query_sql_int_parameter (self, g_array_index (ids, gint64, 0)));
  return sat_query_sql_piece (self, "%s IN (SELECT value FROM json_each (%s))", expression,
                              sat_query_sql_ids_parameter (self, ids));
}

/* FALSE: the text is no id. An unknown id adds nothing. */
static gboolean
add_id (SatQuerySql *self, const char *text, GArray *ids)
{
  SatUuid uuid;
  gint64 id;

  if (!sat_uuid_parse (text, &uuid))
    return FALSE;
  id = sat_reader_find (self->reader, &uuid, NULL, NULL, NULL);
  if (id != 0)
    g_array_append_val (ids, id);
  return TRUE;
}

static const char *
test_id (SatQuerySql *self, const SatPathEnd *end, const SatFilter *test, GError **error)
{
  const char *const *values = sat_filter_get_values (test);
  SatFilterOp op = sat_filter_get_op (test);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  const char *column = end->field != NULL ? sat_schema_column (end->field) : "id";
  const char *expression = sat_query_sql_piece (self, "%s.\"%s\"", end->alias, column);

  if (op == SAT_OP_EMPTY)
    return sat_query_sql_piece (self, "%s IS NULL", expression);
  if (op != SAT_OP_IS && op != SAT_OP_IN)
    return sat_query_refuse_op (test, error);
  for (gsize i = 0; values[i] != NULL; i++)
    if (!add_id (self, values[i], ids)) {
      g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID,
                   _ ("“%s”, to which “%s” is compared, is no id"), values[i],
                   sat_filter_get_path (test));
      return NULL;
    }
  return id_is_among (self, expression, ids);
}

static const SatType *
nth_target (SatQuerySql *self, const char *const *names, guint n)
{
  return names[n] != NULL ? sat_registry_type (self->reader->registry, names[n]) : NULL;
}

/* What is equal is looked up now, by the indexes that titles have. */
static gboolean
add_titled (
    SatQuerySql *self, const char *const *targets, const char *text, GArray *ids, GError **error)
{
  for (guint i = 0; targets[i] != NULL; i++) {
    const SatType *target = nth_target (self, targets, i);

    if (target != NULL && !sat_reader_find_titled (self->reader, target, text, ids, error))
      return FALSE;
  }
  return TRUE;
}

static const char *
reference_is (SatQuerySql *self,
              const SatPathEnd *end,
              const char *const *targets,
              const char *const *values,
              GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) conditions = g_ptr_array_new ();
  const char *text =
      sat_query_sql_piece (self, "%s.\"%s\"", end->alias, sat_schema_text_column (end->field));

  for (guint i = 0; values[i] != NULL; i++) {
    if (add_id (self, values[i], ids))
      continue;
    if (!add_titled (self, targets, values[i], ids, error))
      return NULL;
    g_ptr_array_add (conditions,
                     (gpointer)sat_query_text_condition (self, text, SAT_OP_IS, values[i]));
  }
  if (ids->len > 0)
    g_ptr_array_add (conditions,
                     (gpointer)id_is_among (self,
                                            sat_query_sql_piece (self, "%s.\"%s\"", end->alias,
                                                                 sat_schema_column (end->field)),
                                            ids));
  return sat_query_sql_combine (self, conditions, "OR");
}

static const char *
reference_has_text (SatQuerySql *self,
                    const SatPathEnd *end,
                    const char *const *targets,
                    SatFilterOp op,
                    const char *value)
{
  g_autoptr (GPtrArray) conditions = g_ptr_array_new ();
  const char *text =
      sat_query_sql_piece (self, "%s.\"%s\"", end->alias, sat_schema_text_column (end->field));

  g_ptr_array_add (conditions, (gpointer)sat_query_text_condition (self, text, op, value));
  for (guint i = 0; targets[i] != NULL; i++) {
    const SatType *target = nth_target (self, targets, i);
    const char *inner = sat_query_sql_alias (self);

    if (target == NULL)
      continue;
    g_ptr_array_add (
        conditions,
        (gpointer)sat_query_sql_piece (
            self, "%s.\"%s\" IN (SELECT %s.id FROM \"%s\" AS %s WHERE %s)", end->alias,
            sat_schema_column (end->field), inner, target->name, inner,
            sat_query_text_condition (self, sat_query_sql_title (self, target, inner), op, value)));
  }
  return sat_query_sql_combine (self, conditions, "OR");
}

static const char *
test_reference (SatQuerySql *self, const SatPathEnd *end, const SatFilter *test, GError **error)
{
  const char *const *values = sat_filter_get_values (test);
  SatFilterOp op = sat_filter_get_op (test);
  g_auto (GStrv) targets = g_strsplit (end->field->target, "|", -1);

  switch (op) {
  case SAT_OP_EMPTY:
    return sat_query_sql_piece (self, "(%s.\"%s\" IS NULL AND %s.\"%s\" IS NULL)", end->alias,
                                sat_schema_column (end->field), end->alias,
                                sat_schema_text_column (end->field));
  case SAT_OP_IS:
  case SAT_OP_IN:
    return reference_is (self, end, (const char *const *)targets, values, error);
  case SAT_OP_CONTAINS:
  case SAT_OP_STARTS:
    return reference_has_text (self, end, (const char *const *)targets, op, values[0]);
  default:
    return sat_query_refuse_op (test, error);
  }
}

/* A set contains a member or not; "is" says the same. */
static const char *
test_set (SatQuerySql *self, const SatPathEnd *end, const SatFilter *test, GError **error)
{
  const char *const *values = sat_filter_get_values (test);
  SatFilterOp op = sat_filter_get_op (test);
  const SatType *child = sat_registry_type (self->reader->registry, end->field->target);
  const char *inner = sat_query_sql_alias (self);
  const char *parent = sat_schema_column (sat_reader_set_parent (child, end->type));
  const char *title = sat_query_sql_title (self, child, inner);
  g_autoptr (GPtrArray) conditions = g_ptr_array_new ();

  if (op == SAT_OP_EMPTY)
    return sat_query_sql_piece (self,
                                "NOT EXISTS (SELECT 1 FROM \"%s\" AS %s WHERE %s.\"%s\" = %s.id)",
                                child->name, inner, inner, parent, end->alias);
  if (op != SAT_OP_IS && op != SAT_OP_IN && op != SAT_OP_CONTAINS && op != SAT_OP_STARTS)
    return sat_query_refuse_op (test, error);
  if (op != SAT_OP_STARTS)
    op = SAT_OP_IS;
  for (gsize i = 0; values[i] != NULL; i++)
    g_ptr_array_add (conditions, (gpointer)sat_query_text_condition (self, title, op, values[i]));
  return sat_query_sql_piece (self, "%s.id IN (SELECT %s.\"%s\" FROM \"%s\" AS %s WHERE %s)",
                              end->alias, inner, parent, child->name, inner,
                              sat_query_sql_combine (self, conditions, "OR"));
}

static gboolean
choice_fits (const SatField *field, const SatChoice *choice, SatFilterOp op, const char *folded)
{
  const char *texts[] = {choice->name, sat_field_choice_label (field, choice->name)};

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *text = sat_fold (texts[i]);

    if (op == SAT_OP_STARTS ? g_str_has_prefix (text, folded) : strstr (text, folded) != NULL)
      return TRUE;
  }
  return FALSE;
}

static void
add_choice (SatQuerySql *self, GPtrArray *conditions, const char *expression, const char *name)
{
  g_ptr_array_add (conditions,
                   (gpointer)sat_query_sql_piece (self, "%s = %s", expression,
                                                  sat_query_sql_text_parameter (self, name)));
}

static const char *
test_choice (SatQuerySql *self, const SatPathEnd *end, const SatFilter *test, GError **error)
{
  const char *const *values = sat_filter_get_values (test);
  SatFilterOp op = sat_filter_get_op (test);
  const char *expression = sat_query_sql_value (self, end);
  g_autoptr (GPtrArray) conditions = g_ptr_array_new ();

  if (op == SAT_OP_CONTAINS || op == SAT_OP_STARTS) {
    g_autofree char *folded = sat_fold (values[0]);

    for (const SatChoice *c = end->field->choices; c != NULL && c->name != NULL; c++)
      if (choice_fits (end->field, c, op, folded))
        add_choice (self, conditions, expression, c->name);
    return sat_query_sql_combine (self, conditions, "OR");
  }
  if (op != SAT_OP_IS && op != SAT_OP_IN)
    return sat_query_refuse_op (test, error);
  for (gsize i = 0; values[i] != NULL; i++) {
    g_auto (SatValue) value = SAT_VALUE_INIT;

    if (!sat_query_parse (test, end->field, values[i], NULL, &value, error))
      return NULL;
    add_choice (self, conditions, expression, value.text);
  }
  return sat_query_sql_combine (self, conditions, "OR");
}

static const char *
test_text (SatQuerySql *self, const char *expression, const SatFilter *test)
{
  const char *const *values = sat_filter_get_values (test);
  g_autoptr (GPtrArray) conditions = g_ptr_array_new ();

  for (gsize i = 0; values[i] != NULL; i++)
    g_ptr_array_add (conditions, (gpointer)sat_query_text_condition (
                                     self, expression, sat_filter_get_op (test), values[i]));
  return sat_query_sql_combine (self, conditions, "OR");
}

static const char *
test_field (SatQuerySql *self, const SatPathEnd *end, const SatFilter *test, GError **error)
{
  switch (end->field->kind) {
  case SAT_KIND_REFERENCE:
    return test_reference (self, end, test, error);
  case SAT_KIND_SET:
    return test_set (self, end, test, error);
  default:
    break;
  }
  if (sat_filter_get_op (test) == SAT_OP_EMPTY)
    return sat_query_sql_piece (self, "%s IS NULL", sat_query_sql_value (self, end));
  switch (end->field->kind) {
  case SAT_KIND_CHOICE:
    return test_choice (self, end, test, error);
  case SAT_KIND_TEXT:
  case SAT_KIND_LONG_TEXT:
  case SAT_KIND_CURRENCY:
  case SAT_KIND_JSON:
    return test_text (self, sat_query_sql_value (self, end), test);
  default:
    return sat_query_test_number (self, end, test, error);
  }
}

static const char *
test_end (SatQuerySql *self, const SatPathEnd *end, const SatFilter *test, GError **error)
{
  const char *title;

  if (end->kind == SAT_PATH_ID)
    return test_id (self, end, test, error);
  if (end->kind == SAT_PATH_FIELD)
    return test_field (self, end, test, error);
  title = sat_query_sql_title (self, end->type, end->alias);
  if (sat_filter_get_op (test) == SAT_OP_EMPTY)
    return sat_query_sql_piece (self, "%s IS NULL", title);
  return test_text (self, title, test);
}

/* "is" nothing asks for an empty field. */
static SatFilter *
plain_test (const SatFilter *test)
{
  const char *const *values = sat_filter_get_values (test);

  if (sat_filter_get_op (test) == SAT_OP_IS && *values[0] == '\0')
    return sat_filter_test (sat_filter_get_path (test), SAT_OP_EMPTY, NULL);
  return NULL;
}

const char *
sat_query_test_compile (SatQuerySql *self, const SatFilter *test, GError **error)
{
  g_autoptr (SatFilter) empty = plain_test (test);
  g_autoptr (GArray) ends = sat_query_sql_resolve (self, sat_filter_get_path (test), error);
  g_autoptr (GPtrArray) conditions = g_ptr_array_new ();
  gboolean all;

  if (empty != NULL)
    test = empty;
  if (ends == NULL)
    return NULL;
  for (guint i = 0; i < ends->len; i++) {
    const char *condition = test_end (self, &g_array_index (ends, SatPathEnd, i), test, error);

    if (condition == NULL)
      return NULL;
    g_ptr_array_add (conditions, (gpointer)condition);
  }
  /* Where a reference may lead to several types, it leads to one: the others are empty. */
  all = sat_filter_get_op (test) == SAT_OP_EMPTY;
  return sat_query_sql_combine (self, conditions, all ? "AND" : "OR");
}
