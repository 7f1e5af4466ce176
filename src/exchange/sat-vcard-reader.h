/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-vcard.h"

G_BEGIN_DECLS

/* Reads cards of versions 2.1, 3.0 and 4.0, one after the other, from bytes. Lines end in LF, CR
 * LF, or CR if there is no LF; what stands outside of cards is passed over. A text says its
 * encoding itself (CHARSET of 2.1), or is UTF-8, or else in the encoding given for the file. */
typedef struct _SatVcardReader SatVcardReader;

/* @data is not copied and must stay. @encoding: what bytes are in that are not UTF-8; NULL: not
 * known, cards with such bytes are broken. */
SatVcardReader *sat_vcard_reader_new (const char *data, gsize length, const char *encoding);
void sat_vcard_reader_free (SatVcardReader *self);

/* The next card, owned by the reader, until the next call. FALSE with an error: the next card is
 * broken, and the one after it can be read by calling again. FALSE without one: that was all. */
gboolean sat_vcard_reader_next (SatVcardReader *self, const SatVcard **card, GError **error);
/* The line on which the last card or broken card begins. */
guint sat_vcard_reader_get_line (const SatVcardReader *self);
/* Back to the first card. */
void sat_vcard_reader_rewind (SatVcardReader *self);

/* Do the first bytes of a file have a card? */
gboolean sat_vcard_reader_looks_like (const char *data, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatVcardReader, sat_vcard_reader_free)

G_END_DECLS
