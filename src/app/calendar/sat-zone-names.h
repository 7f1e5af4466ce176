/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The names of the time zones that the system knows, sorted; UTC first. Kept. NULL-terminated. */
const char *const *sat_zone_names (void);
/* "Europe/Berlin" as a person reads it at instant @us: "Berlin, Europe (UTC+1)". g_free(). */
char *sat_zone_label (const char *name, gint64 us);

G_END_DECLS
