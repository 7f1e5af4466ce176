/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-mutation.h"
#include "sat-registry.h"

G_BEGIN_DECLS

/* Who may write what, as the registry says (docs/protocol.md, 5.1). Pure: which records somebody
 * may hold at all is sat-visibility's. */

/* A user record's role by name; NULL and unknown names give REP, as in a new user. */
SatRole sat_rights_role (const char *name);

/* May @role create, delete, bring back or merge records of @type? Of a conflict: close it. FALSE
 * for types that the registry does not know and for history. */
gboolean sat_rights_may_write_type (SatRegistry *registry, SatRole role, const char *type);
/* The same for a field. One that the registry does not know (a custom one, or a newer one) is as
 * its type. */
gboolean sat_rights_may_write_field (SatRegistry *registry,
                                     SatRole role,
                                     const char *type,
                                     const char *field);
/* Both for all that @mutation touches. */
gboolean sat_rights_may_write (SatRegistry *registry, SatRole role, const SatMutation *mutation);

/* May @role see this field of a record that it holds? @field: NULL for one that the registry does
 * not know. */
gboolean sat_rights_may_read (const SatField *field, SatRole role);

G_END_DECLS
