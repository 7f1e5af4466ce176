/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-csv-dialect.h"
#include "sat-import.h"
#include "sat-registry.h"

G_BEGIN_DECLS

/* Decides whether the first row of a table holds titles: those that are known are, and a row unlike
 * those below it is one; a row of values that nobody knows is data, whose columns are called
 * "Column 1" and so on. What was @said counts for more. Writes the answer to @dialect.
 * TRUE: it is a guess. Private to the import. */
gboolean sat_import_titles_settle (SatCsvDialect *dialect,
                                   const char *text,
                                   gsize length,
                                   SatRegistry *registry,
                                   SatImportTitles said);

G_END_DECLS
