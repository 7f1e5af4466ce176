/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-vcard-normal.h"
#include "sat-vcard-reader.h"
#include "sat-vcard-writer.h"

G_BEGIN_DECLS

/* The first card of @text in normal form. (transfer full) */
SatVcard *vcard_read (const char *text);
/* The same for the lines between BEGIN and END. */
SatVcard *vcard_read_body (const char *body);
/* Written in @style and read again. (transfer full) */
SatVcard *vcard_through (const SatVcard *card, SatVcardStyle style);
/* All properties, one a line. g_free(). */
char *vcard_lines (const SatVcard *card);

/* Texts with everything that has to be escaped, folded or quoted. g_free(). */
char *vcard_random_text (GRand *rand, guint longest);
/* Properties that contacts have, said in any way, and others; in normal form. (transfer full) */
SatVcard *vcard_random (GRand *rand);

G_END_DECLS
