/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* The one record of the workspace, which follows the file as long as @page is there; NULL: there is
 * none yet. (transfer none) */
SatRecord *sat_workspace_record_follow (SatContext *context, GtkWidget *page);

G_END_DECLS
