/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-writer.h"

G_BEGIN_DECLS

/* Pipelines and their stages as an administrator changes them. Each function is one step of a
 * change (sat_store_write()) and leaves no deal without a place. */

/* Makes a pipeline after the others. @like: the pipeline whose stages it gets copies of; 0: the
 * usual stages, in the user's language. *@id is the pipeline. */
gboolean
sat_pipeline_create (SatWriter *writer, const char *name, gint64 like, gint64 *id, GError **error);

/* Makes a pipeline of the stages that belong to none, deals included. */
gboolean sat_pipeline_adopt (SatWriter *writer, const char *name, gint64 *id, GError **error);

/* How many deals stand in the stage, and in the pipeline: in one of its stages, or in none but
 * marked as its own. -1 on failure. */
gint64 sat_stage_count_deals (SatReader *reader, gint64 stage, GError **error);
gint64 sat_pipeline_count_deals (SatReader *reader, gint64 pipeline, GError **error);

/* The stages of the pipeline (SatRecord) as the board shows them: open ones in their order, then
 * won, then lost. @pipeline 0: the stages that belong to none. */
GPtrArray *sat_pipeline_stages (SatReader *reader, gint64 pipeline, GError **error);

/* Deletes the stage; its deals go to stage @to, 0: there must be none. CONFLICT with the reason if
 * there are some, or if @to ends deals another way than the stage does. */
gboolean sat_stage_remove (SatWriter *writer, gint64 stage, gint64 to, GError **error);

/* Deletes the pipeline and its stages; its deals go to the stage of pipeline @to that has the same
 * kind and, if there is one, the same name; else the first of that kind. CONFLICT with the reason
 * if there are deals and @to is 0 or has no stage for some of them. */
gboolean sat_pipeline_remove (SatWriter *writer, gint64 pipeline, gint64 to, GError **error);

/* Numbers the records (of any type with a field "order") from 1 in the order of @ids. */
gboolean sat_order_records (SatWriter *writer, const gint64 *ids, gsize n, GError **error);

G_END_DECLS
