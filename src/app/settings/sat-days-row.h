/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* The working days of the workspace as seven buttons, in the order of the week here. What is
 * pressed is saved at once, with an undo toast; the last one stays. */
GtkWidget *sat_days_row_new (SatContext *context, SatRecord *workspace);

G_END_DECLS
