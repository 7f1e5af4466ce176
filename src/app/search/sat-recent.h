/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* The records that were looked at last, remembered beside the file. */

void sat_recent_add (SatContext *context, gint64 id);
/* The latest first, without those that are gone. GArray of gint64. */
GArray *sat_recent_list (SatContext *context);

G_END_DECLS
