/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* What is sold, as a table like those of the window: there may be very many. */
GtkWidget *sat_products_page_new (SatContext *context);

G_END_DECLS
