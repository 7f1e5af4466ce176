/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-vcard.h"

G_BEGIN_DECLS

/* Writes cards of versions 3.0 and 4.0. */

typedef enum {
  SAT_VCARD_STYLE_3_0,
  SAT_VCARD_STYLE_4_0,
  SAT_VCARD_STYLE_LINE, /* not folded, one line ending in LF a property: for keeping */
} SatVcardStyle;

/* Appends @property of @card, which is in the form of sat-vcard-normal.h. Lines of more than 75
 * bytes are folded, never within a character. */
void sat_vcard_write_property (GString *out,
                               const SatVcard *card,
                               const SatVcardProperty *property,
                               SatVcardStyle style);
/* Appends a whole card, with BEGIN, VERSION and END; @style is not LINE. */
void sat_vcard_write (GString *out, const SatVcard *card, SatVcardStyle style);

G_END_DECLS
