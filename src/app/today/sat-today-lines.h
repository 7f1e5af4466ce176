/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"
#include "sat-today-read.h"

G_BEGIN_DECLS

/* The lines of the sections. */
GtkWidget *sat_today_activity_line (SatContext *context, SatRecord *activity);
GtkWidget *sat_today_deal_line (SatContext *context, const SatTodayDeal *deal);
GtkWidget *sat_today_news_line (SatContext *context, const SatTodayNews *news);

G_END_DECLS
