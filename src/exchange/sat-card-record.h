/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-card-facts.h"
#include "sat-reader.h"

G_BEGIN_DECLS

/* A contact of the store with all that its card is made of. */
typedef struct {
  SatRecord *contact;
  GPtrArray *points;    /* SatRecord, in order of creation */
  GPtrArray *addresses; /* SatRecord */
  gint64 card;          /* the record of what is kept of its card; 0: none */
  char *kept;           /* its text; NULL: none */
  SatCardFacts *facts;
} SatCardRecord;

/* Error: NOT_FOUND, SAT_DB_ERROR. */
SatCardRecord *sat_card_record_load (SatReader *reader, gint64 id, GError **error);
/* The same for a contact that is loaded already. */
SatCardRecord *sat_card_record_of (SatReader *reader, SatRecord *contact, GError **error);
void sat_card_record_free (SatCardRecord *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatCardRecord, sat_card_record_free)

G_END_DECLS
