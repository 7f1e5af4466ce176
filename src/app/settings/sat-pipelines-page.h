/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* The pipelines, and over each its stages. */
GtkWidget *sat_pipelines_page_new (SatContext *context);

/* What a stage's line says below its name; g_free(). */
char *sat_pipelines_describe_stage (SatReader *reader, SatRecord *stage);

G_END_DECLS
