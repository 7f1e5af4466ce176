/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-holder.h"
#include "sat-server.h"

G_BEGIN_DECLS

/* People, teams and territories with what is above and below each, and who belongs where: what a
 * person's scopes come from. Thread-safe. */
typedef struct _SatOrganisation SatOrganisation;

SatOrganisation *sat_organisation_read (SatTransaction *transaction, GError **error);
void sat_organisation_free (SatOrganisation *self);

/* Their own, and all that those below them hold, as owners and by teams and territories, with the
 * teams and territories below these. Somebody who has no user record yet has only themselves, and
 * what belongs to all. */
SatHolder *sat_organisation_holder (SatOrganisation *self, const SatUuid *user, SatRole role);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatOrganisation, sat_organisation_free)

G_END_DECLS
