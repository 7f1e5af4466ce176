/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-query-sql.h"

G_BEGIN_DECLS

/* What the files that compile single tests share. */

const char *sat_query_op_name (SatFilterOp op);
/* NULL for an operator that compares no order. */
const char *sat_query_op_sql (SatFilterOp op);
/* Sets the error and returns NULL. */
const char *sat_query_refuse_op (const SatFilter *test, GError **error);

/* @expression is a text. */
const char *sat_query_text_condition (SatQuerySql *self,
                                      const char *expression,
                                      SatFilterOp op,
                                      const char *value);

/* Reads a value of the test; the error names its path. */
gboolean sat_query_parse (const SatFilter *test,
                          const SatField *field,
                          const char *text,
                          const char *currency,
                          SatValue *value,
                          GError **error);

/* Numbers, amounts, dates, instants and yes or no. */
const char *sat_query_test_number (SatQuerySql *self,
                                   const SatPathEnd *end,
                                   const SatFilter *test,
                                   GError **error);

G_END_DECLS
