/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The first start: the page with the ways in, and what makes an empty file a workspace. */

#pragma once

#include "sat-start-page.h"
#include "sat-store.h"

G_BEGIN_DECLS

/* The file holds a workspace and knows who works in it. */
gboolean sat_start_is_set_up (SatStore *store);

/* Makes the workspace of @company with @currency and the user @name who works here. */
gboolean sat_start_workspace (
    SatStore *store, const char *name, const char *company, const char *currency, GError **error);

/* Gives a workspace that has no pipeline the usual stages. */
gboolean sat_start_ensure_pipeline (SatStore *store, GError **error);

G_END_DECLS
