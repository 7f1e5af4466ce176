/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* The workspace's name, currency, fiscal year and week, and what other currencies are worth. */
GtkWidget *sat_workspace_page_new (SatContext *context);

G_END_DECLS
