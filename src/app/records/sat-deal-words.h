/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-filter.h"

G_BEGIN_DECLS

/* What the box of a view of deals looks for, where the figures follow a filter and not a list:
 * every word is in the deal's name, its company, contact or next step. @filter (may be NULL) must
 * hold, too. NULL: nothing is asked for. (transfer full) */
SatFilter *sat_deal_words_and (SatFilter *filter, const char *words);

G_END_DECLS
