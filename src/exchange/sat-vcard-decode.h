/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-vcard.h"

G_BEGIN_DECLS

/* The parts of a line of a card, and their bytes to text. Private to the reader. */

typedef enum {
  SAT_VCARD_PLAIN,
  SAT_VCARD_QUOTED,
  SAT_VCARD_BASE64,
} SatVcardEncoding;

/* Where the name and parameters of a line end; NULL: it is no property. */
char *sat_vcard_find_colon (char *text);
/* Fills @property from the part before the colon, in place. FALSE: it has no name. */
gboolean sat_vcard_parse_head (SatVcard *card, SatVcardProperty *property, char *text);
/* Takes ENCODING and CHARSET out of the parameters; binary ones keep the name of today. */
SatVcardEncoding
sat_vcard_take_encoding (SatVcard *card, SatVcardProperty *property, const char **charset);

/* Decodes quoted-printable in place; soft line ends are out already. What is no code stays. */
void sat_vcard_decode_quoted (char *value);
/* Programs that cut a text after so many bytes leave a part of a character at its end. Takes that
 * off @value if it is UTF-8 beyond doubt; TRUE if there was one. */
gboolean sat_vcard_decode_cut (char *value, const char *charset);
/* @value as UTF-8: as it is, if it is that and @charset (may be NULL) does not say otherwise; else
 * a copy that @card owns. NULL: it is not known what the bytes mean. */
const char *sat_vcard_decode_text (SatVcard *card,
                                   const char *value,
                                   const char *charset,
                                   const char *encoding);
/* Undoes ^n, ^^ and ^' of a parameter in place. */
void sat_vcard_decode_param (char *value);

G_END_DECLS
