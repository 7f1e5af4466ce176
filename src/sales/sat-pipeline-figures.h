/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader.h"

G_BEGIN_DECLS

/* What the deals are worth, grouped. */

typedef enum {
  SAT_PIPELINE_BY_STAGE,
  SAT_PIPELINE_BY_OWNER,
  SAT_PIPELINE_BY_MANAGER, /* the owner's direct one */
  SAT_PIPELINE_BY_TEAM,    /* the owner's */
  SAT_PIPELINE_BY_PRODUCT,
  SAT_PIPELINE_BY_COMPANY,
  SAT_PIPELINE_BY_MONTH,   /* of the close date */
  SAT_PIPELINE_BY_QUARTER, /* of the close date, in the workspace's fiscal year */
} SatPipelineBy;

typedef enum {
  SAT_PIPELINE_ALL,
  SAT_PIPELINE_OPEN, /* a deal without a stage is open */
  SAT_PIPELINE_WON,
  SAT_PIPELINE_LOST,
} SatPipelineKind;

/* One group in one currency; amounts in its minor unit, each sum kept at the limits of 64 bits. */
typedef struct {
  char *key; /* a title, "2017-03", "2017-Q4", an unresolved text, "" for none; never NULL */
  gint64 id; /* the record that @key is the title of; 0 if it is none, or several have this title */
  gint64 count;
  gint64 amount;
  gint64 weighted;
  const char *currency; /* interned */
} SatPipelineFigure;

/* The words of the command line ("stage", "won"). FALSE if it is none of them. */
gboolean sat_pipeline_by_parse (const char *text, SatPipelineBy *by);
gboolean sat_pipeline_kind_parse (const char *text, SatPipelineKind *kind);

/* What a deal counts for: its amount times its probability in per cent, rounded half away from
 * zero; all of it once won, nothing once lost. @stage_kind: "open", "won", "lost"; NULL is open. */
gint64 sat_pipeline_weigh (gint64 amount, int probability, const char *stage_kind);

/* The deals of @kind that fit @filter (NULL: all), grouped. A deal without a probability has its
 * stage's. One row for each key and currency: stages in their order, everything else by amount, the
 * largest first, then by key and currency. By product, the amount of a deal is split over its
 * lines by their totals (equally if they have none) to the last unit, and the deal counts once for
 * each product. A reader that shows the past gives the figures of then. GPtrArray of
 * SatPipelineFigure. Errors: SAT_DB_ERROR, SAT_MODEL_ERROR for a filter, G_IO_ERROR_CANCELLED. */
GPtrArray *sat_pipeline_figures (SatReader *reader,
                                 SatPipelineBy by,
                                 SatPipelineKind kind,
                                 const SatFilter *filter,
                                 GCancellable *cancellable,
                                 GError **error);

G_END_DECLS
