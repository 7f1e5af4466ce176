/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* From now on, a lock that SQLite takes on a file stays until SQLite gives it back. By itself it
 * uses locks of the process, all of which go as soon as anything in the process, a file chooser
 * that looks what kind a file is, closes a descriptor of that file. Instead they are taken on a
 * descriptor of our own, with locks that belong to it and that other processes meet as before,
 * those that use the other kind too. Where the system has none of these, nothing changes.
 *
 * Before the first connection of the process is opened; once. */
void sat_db_locks_keep (void);

G_END_DECLS
