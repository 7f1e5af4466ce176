/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Sums by key and currency, in hash tables: SQLite would have to sort. Private to the figures. */
typedef struct _SatPipelineSums SatPipelineSums;

typedef struct {
  gint64 code; /* of key and currency */
  gint64 key;
  guint currency; /* number */
  gint64 count, amount, weighted;
} SatPipelineSum;

SatPipelineSums *sat_pipeline_sums_new (void);
void sat_pipeline_sums_free (SatPipelineSums *self);

/* The number of a currency. NULL is never asked for. */
guint sat_pipeline_sums_currency (SatPipelineSums *self, const char *code);
const char *sat_pipeline_sums_currency_code (SatPipelineSums *self, guint number); /* interned */

/* A key for a text, below 0; the keys of records, months and quarters are above, and 0 is none. */
gint64 sat_pipeline_sums_text_key (SatPipelineSums *self, const char *text);
const char *sat_pipeline_sums_text (SatPipelineSums *self, gint64 key);

void sat_pipeline_sums_add (SatPipelineSums *self,
                            gint64 key,
                            guint currency,
                            gint64 count,
                            gint64 amount,
                            gint64 weighted);
/* All of them, (transfer container); the elements stay the table's. */
GPtrArray *sat_pipeline_sums_list (SatPipelineSums *self);

/* @sum plus @amount, kept at the limits. */
gint64 sat_pipeline_plus (gint64 sum, gint64 amount);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatPipelineSums, sat_pipeline_sums_free)

G_END_DECLS
