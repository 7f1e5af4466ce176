/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader.h"
#include "sat-record.h"

G_BEGIN_DECLS

/* A line under the title of a hit: company and mail of a contact, stage and amount of an
 * opportunity, ... "" if there is nothing to say. Private to the store. g_free(). */
char *sat_search_detail (SatReader *reader, SatRecord *record);

G_END_DECLS
