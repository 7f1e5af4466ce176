/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A disk in memory: a SQLite VFS for every connection that is opened while it is installed. A name
 * that somebody else made on the real disk, as sat_connection_open() does, stays an empty file
 * there. What is in it goes along when the process forks: a child has a disk of its own, with all
 * connections open. It can be full, or end in the middle of work as if the process were killed.
 *
 * For one thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Puts the disk under all connections opened from now on. */
void sat_memory_vfs_install (void);

/* With its log, if it has one: after a disk was full its last connection may have left it. No
 * connection may have @to open, but for those that a SatConnectionStock keeps. */
void sat_memory_vfs_copy (const char *from, const char *to);
/* Another one whenever @path has been filled by a copy or put back. */
guint sat_memory_vfs_generation (const char *path);
/* All files as they are now, for sat_memory_vfs_put_back(); none may have a log. */
void sat_memory_vfs_keep (void);
/* Of what has come since, what connections of a stock have open stays. */
void sat_memory_vfs_put_back (void);
/* What SQLite does when the last connection to @path is closed: its log, if it is in the file, and
 * the index of the log go. For a stock, whose connections have the file open still. */
void sat_memory_vfs_end_log (const char *path, gboolean is_written);
/* With what is beside it. */
void sat_memory_vfs_remove (const char *path);
/* All files, below @folder by the last part of their names. */
void sat_memory_vfs_save (const char *folder);
/* Does any byte of a file or of its log hold @text? */
gboolean sat_memory_vfs_contains (const char *path, const char *text);

/* The @nth (from 1) write of @path or its log from now on fails. FULL: as of a full disk, and the
 * @n after it too. KILLED: with all that follows, until sat_memory_vfs_mend(): the process is dead,
 * what it wrote before is there. One at a time. */
typedef enum {
  SAT_MEMORY_FULL,
  SAT_MEMORY_KILLED,
} SatMemoryFault;

void sat_memory_vfs_fail (const char *path, SatMemoryFault fault, guint nth, guint n);
gboolean sat_memory_vfs_has_failed (void);
/* Ends that; TRUE: something has failed. */
gboolean sat_memory_vfs_mend (void);

G_END_DECLS
