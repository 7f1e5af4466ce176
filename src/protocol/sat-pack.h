/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* gzip, as edits travel and are kept. */

/* The same bytes give the same bytes. NULL: there is no memory for it. */
GBytes *sat_pack (GBytes *bytes);
/* Error: SAT_PROTOCOL_ERROR_LIMIT for more than @most bytes, SHAPE for what is not gzip, whole and
 * alone. */
GBytes *sat_unpack (GBytes *packed, gsize most, GError **error);

G_END_DECLS
