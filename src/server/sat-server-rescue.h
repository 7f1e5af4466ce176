/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-group.h"
#include "sat-page.h"

G_BEGIN_DECLS

/* A record as a laptop holds it from before the server went back, with its past as far as the
 * laptop has it (docs/protocol.md, 3.9). */
typedef struct {
  SatPageRow row;
  GPtrArray *past; /* of SatWireFields: rows of history */
} SatRescued;

/* Takes what the server lost of it. @after: what was committed later is of the server's present
 * life, or another one that did not go into the present one. */
gboolean sat_group_rescue (SatGroup *self, const SatRescued *rescued, gint64 after, GError **error);
/* The same of a conflict, which is there or not. */
gboolean sat_group_rescue_conflict (SatGroup *self, const SatRescued *rescued, GError **error);

/* sat-group-past.c: the past of a record, on the server and as it was sent. */
typedef struct {
  const SatRescued *rescued;
  const SatType *type;
  GPtrArray *known; /* of SatStoredHistory */
} SatPast;

gboolean sat_past_read (SatGroup *group, const SatRescued *rescued, SatPast *out, GError **error);
void sat_past_clear (SatPast *self);
/* The value of that version under @name was replaced, or lost, on the server. */
gboolean sat_past_is_known (const SatPast *self, const char *name, SatVersion version);
/* It was replaced, as the laptop tells. */
gboolean sat_past_was_replaced (const SatPast *self, const char *name, SatVersion version);
/* What the laptop knows of it and the server does not. */
gboolean sat_past_add (
    const SatPast *self, SatGroup *group, const SatGroupRecord *record, guint *n, GError **error);
/* @field of @record gets @to in the place of @from, and nobody says how. */
gboolean sat_past_add_replaced (SatGroup *group,
                                const SatGroupRecord *record,
                                const char *field,
                                const SatWireValue *value,
                                SatVersion from,
                                SatVersion to,
                                GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SatPast, sat_past_clear)

G_END_DECLS
