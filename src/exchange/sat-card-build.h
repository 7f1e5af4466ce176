/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-card-facts.h"

G_BEGIN_DECLS

/* From facts to a card. What a card said beyond its facts (unknown properties and parameters,
 * pictures, titles of names) is kept as text beside the contact, one property a line, and goes out
 * again with it, as long as the fact that it belongs to is still the same. */

/* Appends the card of @now to @out, in the form of sat-vcard-normal.h. @kept: NULL or the text kept
 * beside it. @now->uid: the contact's own id as a URN. */
void sat_card_build (SatVcard *out, const SatCardFacts *now, const char *kept);

/* What is to be kept of @card (normalised) beside the contact whose own id is @own_uid; NULL:
 * nothing, its facts say it all. g_free(). */
char *sat_card_kept (const SatVcard *card, const SatCardFacts *facts, const char *own_uid);
/* What to keep when @card comes to a contact beside which @kept is kept (both may be NULL): what
 * the card does not speak of stays. @now: the contact's facts before. *@same: it is what would be
 * kept of the contact's own card, so that nothing has to be written. g_free(). */
char *sat_card_kept_join (const char *kept,
                          const SatCardFacts *now,
                          const SatVcard *card,
                          const SatCardFacts *facts,
                          const char *own_uid,
                          gboolean *same);

/* Single properties, for the above: sat-card-properties.c. */
void sat_card_add_name (SatVcard *out, const SatCardFacts *facts);
void sat_card_add_company (SatVcard *out, const SatCardFacts *facts);
void sat_card_add_text (SatVcard *out, const char *name, const char *text);
void sat_card_add_birthday (SatVcard *out, SatDate birthday);
void sat_card_add_tags (SatVcard *out, const SatCardFacts *facts);
/* @group: for a label that needs one. */
void sat_card_add_point (SatVcard *out, const SatCardPoint *point, const char *group);
void sat_card_add_address (SatVcard *out, const SatCardAddress *address, const char *group);

G_END_DECLS
