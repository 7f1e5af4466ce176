/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "sat-fault-vfs.h"

G_BEGIN_DECLS

/* What the faulty VFS remembers of a file: what is surely on the disk, and what came after it. */
typedef struct {
  char *path;
  GByteArray *durable;
  gboolean durably_there;
  gboolean deleted;
  gboolean renewed; /* deleted and made again; the first pending change empties the old one */
  GPtrArray *pending;
  guint handles;
} SatFaultFile;

/* @made: the file is about to be made by this open. */
SatFaultFile *sat_fault_file_new (const char *path, gboolean made);
void sat_fault_file_free (SatFaultFile *self);

/* The file was opened while nobody else has it open: other code may have changed it. */
void sat_fault_file_reload (SatFaultFile *self);
void sat_fault_file_write (SatFaultFile *self, gint64 offset, const void *data, gsize length);
void sat_fault_file_truncate (SatFaultFile *self, gint64 size);
void sat_fault_file_sync (SatFaultFile *self);
/* The folder was synced: the file is surely there, or surely not; its contents are another matter.
 */
void sat_fault_file_sync_name (SatFaultFile *self);
void sat_fault_file_delete (SatFaultFile *self);

/* Puts the real file into the state after a power cut. */
void sat_fault_file_cut (SatFaultFile *self, SatFaultLoss loss, GRand *rand);

G_END_DECLS
