/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* The holidays of this year and later, as rows of the settings. */
GtkWidget *sat_holidays_list_new (SatContext *context);

G_END_DECLS
