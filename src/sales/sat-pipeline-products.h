/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-pipeline-sums.h"
#include "sat-reader.h"

G_BEGIN_DECLS

/* Deals split over what they sell. Private to the figures. */
typedef struct _SatPipelineProducts SatPipelineProducts;

SatPipelineProducts *sat_pipeline_products_new (void);
void sat_pipeline_products_free (SatPipelineProducts *self);

/* Keeps a deal until all are known. */
void sat_pipeline_products_add_deal (
    SatPipelineProducts *self, gint64 id, guint currency, gint64 amount, gint64 weighted);
/* Reads the lines and adds to @sums what falls to each product: key 0 for deals without lines and
 * lines without a product. */
gboolean sat_pipeline_products_sum (SatPipelineProducts *self,
                                    SatReader *reader,
                                    SatPipelineSums *sums,
                                    GCancellable *cancellable,
                                    GError **error);
/* Quantity (a decimal) times price, less the discount in per cent, rounded half away from zero. */
gint64 sat_pipeline_line_total (gint64 quantity, gint64 unit_price, gint64 discount);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatPipelineProducts, sat_pipeline_products_free)

G_END_DECLS
