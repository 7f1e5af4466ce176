/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Is it what the content of an attachment goes by: its SHA-256, as 64 hexadecimal digits in small
 * letters? What comes from elsewhere becomes part of a path only if it is. NULL is not. */
gboolean sat_blob_is_hash (const char *text);

G_END_DECLS
