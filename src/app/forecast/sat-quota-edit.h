/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"
#include "sat-forecast.h"

G_BEGIN_DECLS

/* Makes @text, as a person types an amount, the quota of a row for the period of @forecast: changes
 * the record that was entered for it, or makes one; empty takes it away. In the background, with an
 * undo toast. FALSE: it is no amount, or the row can have no quota; nothing is written. */
gboolean sat_quota_edit (
    SatContext *context, SatForecast *forecast, guint row, const char *text, GError **error);

G_END_DECLS
