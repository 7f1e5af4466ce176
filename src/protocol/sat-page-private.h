/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* CRC-32, as in gzip, as 8 hexadecimal digits. */
#define SAT_PAGE_CRC_LENGTH 9
void sat_page_crc_write (const char *data, gsize length, char out[SAT_PAGE_CRC_LENGTH]);

/* What a line of columns calls the caller's own edits. */
#define SAT_PAGE_OWN "own"

/* How a line that names columns begins; every other line between head and end counts. */
#define SAT_PAGE_COLUMNS "{\"t\""

G_END_DECLS
