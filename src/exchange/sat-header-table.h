/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-header-match.h"

G_BEGIN_DECLS

/* Looking up one title; what sat-header-match.c puts together. */

SatRegistry *sat_header_table_registry (SatHeaderTable *table); /* (transfer none) */
/* Folded, letters and digits only. g_free(). */
char *sat_header_compact (const char *title);
/* Fills @column but for nth. @compact: of a title, as sat_header_compact() makes it. */
void sat_header_table_find (SatHeaderTable *table,
                            const char *type,
                            const char *compact,
                            SatHeaderColumn *column);

G_END_DECLS
