/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A disk that fails when a test says so: a SQLite VFS over the system's own, for every connection
 * and backup that is opened while it is installed. It can be full or broken at the n-th operation,
 * be read-only, and lose its power.
 *
 * Files are real and hold what was written, so all other code sees them as usual. What was written
 * since a file was last synced is remembered apart; a power cut undoes it, wholly or in part.
 *
 * An operation is a write, a truncation, a sync or a deletion of a database, write-ahead log or
 * rollback journal. Temporary files and the shared index do not count. Thread-safe.
 *
 * A run through all points at which the power may fail:
 *
 *   sat_fault_vfs_install ();
 *   for (guint n = 1; ; n++) {
 *     sat_fault_vfs_reset ();
 *     // make a fresh file, then:
 *     sat_fault_vfs_power_off_at (n);
 *     // work until it fails, and close every connection
 *     gboolean cut = sat_fault_vfs_is_off ();
 *     sat_fault_vfs_power_on (SAT_FAULT_LOSE_RANDOM, rand);
 *     // open again and compare
 *     if (!cut)
 *       break;   // the work had fewer operations than n
 *   }
 *   sat_fault_vfs_uninstall ();
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SatFaultKind:
 * @SAT_FAULT_FULL: the disk is full. A write puts down its first half before it fails, as the
 * system may. Deletions do not fail.
 * @SAT_FAULT_IO: the disk is broken (EIO).
 */
typedef enum {
  SAT_FAULT_FULL,
  SAT_FAULT_IO,
} SatFaultKind;

/**
 * SatFaultOps:
 * @SAT_FAULT_WRITES: writes and truncations.
 * @SAT_FAULT_SYNCS: flushes to the disk.
 * @SAT_FAULT_DELETES: deletions.
 */
typedef enum {
  SAT_FAULT_WRITES = 1 << 0,
  SAT_FAULT_SYNCS = 1 << 1,
  SAT_FAULT_DELETES = 1 << 2,
  SAT_FAULT_ALL = 7,
} SatFaultOps;

/**
 * SatFaultLoss:
 * @SAT_FAULT_LOSE_NOTHING: the process died, the system did not.
 * @SAT_FAULT_LOSE_ALL: all that was not synced is gone; unsynced new files too, and files whose
 * deletion was not synced are back.
 * @SAT_FAULT_LOSE_RANDOM: of what was not synced, each sector of 512 bytes of each write, each
 * truncation, creation and deletion has come to the disk or not, by the toss of a coin.
 */
typedef enum {
  SAT_FAULT_LOSE_NOTHING,
  SAT_FAULT_LOSE_ALL,
  SAT_FAULT_LOSE_RANDOM,
} SatFaultLoss;

/* Puts the disk under all connections opened from now on; a second call only resets. */
void sat_fault_vfs_install (void);
/* Resets, and gives new connections the system's disk again. */
void sat_fault_vfs_uninstall (void);

/* Ends all faults, counts from 0 again, and takes every file for synced as it is. No file may be
 * open. */
void sat_fault_vfs_reset (void);

/* How many operations of these kinds there were since the last reset. */
guint sat_fault_vfs_count (SatFaultOps ops);

/* The @nth (from 1) operation of these kinds from now on fails; @lasting: all after it too. One
 * fault at a time: a new one takes the place of the old. */
void sat_fault_vfs_fail (SatFaultOps ops, guint nth, SatFaultKind kind, gboolean lasting);
/* Ends that fault: there is room again. */
void sat_fault_vfs_mend (void);
/* How many operations have failed since the last reset. */
guint sat_fault_vfs_failures (void);

/* Files can be opened for reading only, and none can be made, until it is set to FALSE. */
void sat_fault_vfs_set_read_only (gboolean read_only);

/* The @nth (from 1) operation of any kind from now on does not happen, nor does anything after it:
 * all fails until sat_fault_vfs_power_on(). */
void sat_fault_vfs_power_off_at (guint nth);
/* As if the operation that comes next were the one. */
void sat_fault_vfs_power_off (void);
gboolean sat_fault_vfs_is_off (void);

/* Brings the files into the state in which the power cut has left the disk, removes shared indexes,
 * and resets. Also allowed when the power never failed: it fails now. Every connection must have
 * been closed. @rand is for LOSE_RANDOM, else NULL. */
void sat_fault_vfs_power_on (SatFaultLoss loss, GRand *rand);

G_END_DECLS
