/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"
#include "sat-import.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What an import made of each file, or with @planned would make of it, in plain words. (transfer
 * floating) */
GtkWidget *
sat_import_report_page_new (SatContext *context, const SatImportReport *report, gboolean planned);

G_END_DECLS
