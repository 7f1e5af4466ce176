/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"
#include "sat-deal-line.h"

G_BEGIN_DECLS

/* Puts a deal into forecast category @category, where it stays whatever its stage says; NULL: as
 * the stage says, from now on. In the background, with an undo toast. */
void sat_category_edit (SatContext *context, SatDealLine *deal, const char *category);

G_END_DECLS
