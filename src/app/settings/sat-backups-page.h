/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* Backups: one now, one a day, and back to one of them. */
GtkWidget *sat_backups_page_new (SatContext *context);

G_END_DECLS
