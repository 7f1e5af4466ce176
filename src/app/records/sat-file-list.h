/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-record-group.h"

G_BEGIN_DECLS

/* The files of a record: added by a button or dropped on the page, opened, saved elsewhere,
 * removed. */
#define SAT_TYPE_FILE_LIST (sat_file_list_get_type ())
G_DECLARE_FINAL_TYPE (SatFileList, sat_file_list, SAT, FILE_LIST, SatRecordGroup)

/* Can files hang from records of @type? */
gboolean sat_file_list_fits (const SatType *type);
GtkWidget *sat_file_list_new (SatContext *context, SatRecord *record);
void sat_file_list_refresh (SatFileList *self);
/* Takes copies of @files (of GFile) in the background. */
void sat_file_list_add (SatFileList *self, GPtrArray *files);

G_END_DECLS
