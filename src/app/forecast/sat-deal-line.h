/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-filter.h"
#include "sat-reader.h"
#include "sat-record.h"

G_BEGIN_DECLS

/* A deal of a forecast: its record, and how it is forecast. Immutable. */
#define SAT_TYPE_DEAL_LINE (sat_deal_line_get_type ())
G_DECLARE_FINAL_TYPE (SatDealLine, sat_deal_line, SAT, DEAL_LINE, GObject)

SatRecord *sat_deal_line_get_record (SatDealLine *self);
gint64 sat_deal_line_get_id (SatDealLine *self);
/* The name of the category that counts ("commit"); of won ones "closed", of lost ones "omitted",
 * whatever was set by hand. */
const char *sat_deal_line_get_category (SatDealLine *self);
/* What the stage says. */
const char *sat_deal_line_get_usual_category (SatDealLine *self);
gboolean sat_deal_line_is_open (SatDealLine *self);
gboolean sat_deal_line_is_manual (SatDealLine *self); /* set by hand, and it counts */
/* Shows the same. */
gboolean sat_deal_line_equal (SatDealLine *a, SatDealLine *b);

/* The deals that fit, the largest first. */
typedef struct {
  GPtrArray *lines; /* SatDealLine, at most as many as were asked for */
  guint n_deals;    /* all of them */
} SatDealLines;

void sat_deal_lines_free (gpointer lines);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatDealLines, sat_deal_lines_free)

/* For a reading thread. */
SatDealLines *sat_deal_lines_read (
    SatReader *reader, SatFilter *filter, guint most, GCancellable *cancellable, GError **error);

G_END_DECLS
