/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-connection.h"
#include "sat-model.h"

G_BEGIN_DECLS

/* What is known of deals before they were first written down (definitions: Opened). Private to
 * sat-as-of.c. */

/* The type that has a day of opening and a stage. */
gboolean sat_as_of_is_deal (const SatType *type);

/* Deals of the temporary table that came later (as_of_kind 2), whose close date had not come and
 * whose first known stage is a closed one: in the pipeline's first open stage, with the list price
 * of their products as amount. @currency: the workspace's. */
gboolean sat_as_of_reopen_deals (SatConnection *connection, const char *currency, GError **error);

G_END_DECLS
