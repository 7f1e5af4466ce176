/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-card-facts.h"

G_BEGIN_DECLS

/* Lines of a card as kept text and back. Private to sat-card-build.h. */

/* (transfer full) @kept NULL: an empty card. */
SatVcard *sat_card_lines_parse (const char *kept);
const SatVcardProperty *sat_card_lines_find (const SatVcard *card, const char *name);
gboolean sat_card_lines_has_group (const SatVcard *card, const char *group);
/* Says that the property at @index is the first one, whatever else the card says. */
void sat_card_lines_mark (SatVcard *card, guint index);
/* Do two properties say the same? TYPE in any case. */
gboolean sat_card_lines_equal (const SatVcard *a,
                               const SatVcardProperty *first,
                               const SatVcard *b,
                               const SatVcardProperty *second);
/* Appends the line of a property, without what only our own export says. */
void sat_card_lines_append (GString *out, const SatVcard *card, const SatVcardProperty *property);

G_END_DECLS
