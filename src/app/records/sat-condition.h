/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-condition-path.h"
#include "sat-context.h"

G_BEGIN_DECLS

/* One chip of a filter bar: a test of a field, or its opposite. */
typedef struct {
  char *path; /* sat-condition-path.h */
  gboolean negated;
  SatFilterOp op;
  char **values; /* canonical; references by public id */
} SatCondition;

SatCondition *
sat_condition_new (const char *path, gboolean negated, SatFilterOp op, const char *const *values);
void sat_condition_free (SatCondition *self);
SatFilter *sat_condition_to_filter (const SatCondition *self); /* (transfer full) */
/* The tests of @filter if chips can show it: one test, or several of which all must hold. NULL if
 * they cannot. GPtrArray of SatCondition. */
GPtrArray *sat_conditions_from_filter (SatFilter *filter);

/* As the settings keep them: a(sbsas). */
GVariant *sat_conditions_to_variant (GPtrArray *tests); /* floating */
GPtrArray *
sat_conditions_from_variant (GVariant *variant, SatRegistry *registry, const SatType *type);
/* All of them at once; NULL if there is none. (transfer full) */
SatFilter *sat_conditions_to_filter (GPtrArray *tests);

/* "Stage: Won or Lost", "Amount: at least 1,000". g_free(). */
char *sat_condition_describe (const SatCondition *self, SatContext *context, const SatType *type);

/* The questions that can be asked of a field. */
typedef struct {
  SatFilterOp op;
  gboolean negated;
  gboolean needs_value;
  const char *label; /* translated */
} SatConditionQuestion;
/* GArray of SatConditionQuestion; g_array_unref(). */
GArray *sat_condition_questions (const SatField *field);
gboolean sat_condition_can_ask (const SatField *field);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatCondition, sat_condition_free)

G_END_DECLS
