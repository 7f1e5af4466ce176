/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-board-column.h"
#include "sat-card-face.h"
#include "sat-format.h"
#include "sat-history.h"

G_BEGIN_DECLS

/* What a card needs to know besides the deal itself. */
typedef struct {
  const SatFormat *format;
  SatDate today;
  SatColumnKind kind; /* of the stage */
  int idle_limit;     /* days in the stage after which a deal counts as idle; 0: none */
  gboolean since_known;
  SatDate since; /* since when it is in the stage */
} SatDealSituation;

/* Writes @deal, an opportunity, on the empty @face. */
void sat_deal_face_fill (SatCardFace *face, SatRecord *deal, const SatDealSituation *situation);

/* Since when @deal is in its stage: the day when the stage was last written (@stage, NULL if
 * unknown). One that has been there ever since its record was made came with the day it was opened,
 * which an import may have set long before. FALSE: unknown. */
gboolean
sat_deal_face_since (SatRecord *deal, const SatSince *stage, GTimeZone *zone, SatDate *since);

G_END_DECLS
