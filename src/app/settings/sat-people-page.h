/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* Who works here and under whom, which of them the person at this computer is, teams and
 * territories. */
GtkWidget *sat_people_page_new (SatContext *context);

G_END_DECLS
