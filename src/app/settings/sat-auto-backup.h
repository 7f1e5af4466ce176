/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* Makes the day's backup (sat-backups.h) on a thread of its own, some time after the start and
 * whenever a new day has begun, unless the settings say no. Says only what went wrong. */
typedef struct _SatAutoBackup SatAutoBackup;

/* @delay: seconds until the first look. The object is to be freed before the store is closed. */
SatAutoBackup *sat_auto_backup_new (SatContext *context, guint delay);
/* Ends a backup that is being written, which then leaves nothing behind. */
void sat_auto_backup_free (SatAutoBackup *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatAutoBackup, sat_auto_backup_free)

G_END_DECLS
