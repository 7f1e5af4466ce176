/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-app-types.h"
#include "sat-reader.h"

G_BEGIN_DECLS

/* One thread with a reader of its own, for reads that are too long for a frame. They run one after
 * the other; a cancelled one that has not begun is skipped. */

/* Reads and returns its result, NULL with @error set on failure. Runs on the reading thread. */
typedef gpointer (*SatReadFunc) (SatReader *reader,
                                 gpointer data,
                                 GCancellable *cancellable,
                                 GError **error);

SatBackground *sat_background_new (SatStore *store);
/* Waits for the read that runs, drops the others (their callbacks get CANCELLED). */
void sat_background_free (SatBackground *self);

/* @data_free and @result_free may be NULL. @callback comes on the caller's main context, without a
 * source object: cancel in dispose, and touch @user_data only if the error is not CANCELLED. */
void sat_background_read_async (SatBackground *self,
                                SatReadFunc func,
                                gpointer data,
                                GDestroyNotify data_free,
                                GDestroyNotify result_free,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
/* (transfer full) */
gpointer sat_background_read_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatBackground, sat_background_free)

G_END_DECLS
