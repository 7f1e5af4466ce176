/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The registered SQLite VFS that connections and backups opened from now on go through; NULL: the
 * system's. For tests that put a faulty disk under everything; the application never calls it. */
void sat_connection_set_default_vfs (const char *name);

G_END_DECLS
