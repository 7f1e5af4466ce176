/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-holder.h"
#include "sat-visibility.h"

G_BEGIN_DECLS

/* For sat-visibility's own files and for pulls. */

SatRegistry *sat_visibility_registry (SatVisibility *self);

/* "organisation" in the storage's meta: another value whenever people, teams or territories have
 * been written. */
#define SAT_VISIBILITY_MARK "organisation"

/* The caller's scopes in the transaction's state. */
SatHolder *sat_visibility_holder (SatVisibility *self,
                                  SatTransaction *transaction,
                                  const SatCaller *caller,
                                  GError **error);
/* The set of this number; NULL: there is none (SAT_NOBODY too). Lives as long as @self, or as
 * *@keep, which is to be freed. */
const SatScopeSet *sat_visibility_set (SatVisibility *self,
                                       SatTransaction *transaction,
                                       guint number,
                                       SatScopeSet **keep,
                                       GError **error);

/* In a read transaction: all sets so far become known; *@n: one more than the highest number. */
gboolean sat_visibility_load_sets (SatVisibility *self,
                                   SatTransaction *transaction,
                                   guint *n,
                                   GError **error);
/* One that is loaded; NULL for a number that is not used. */
const SatScopeSet *sat_visibility_loaded_set (SatVisibility *self, guint number);
/* @n bytes: which of the loaded sets @holder sees. g_free(). */
guint8 *sat_visibility_filter (SatVisibility *self, const SatHolder *holder, guint n);

G_END_DECLS
