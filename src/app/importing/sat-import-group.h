/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"
#include "sat-import.h"

G_BEGIN_DECLS

/* What became of one file, as a group of rows: the counts, names that nothing is called, rows that
 * were refused and why, columns that were left out. (transfer floating) */
GtkWidget *sat_import_group_new (SatContext *context, const SatImportFileReport *file);

G_END_DECLS
