/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-app-types.h"
#include "sat-background.h"
#include "sat-format.h"
#include "sat-writer.h"

G_BEGIN_DECLS

/* What every view is handed: the store and what goes with it. Main thread.
 *
 * Signals:
 * "changed" (SatStoreNews*): a commit; the registry is refreshed before it.
 * "registry-changed": fields came or went, before "changed"; columns and forms must be rebuilt.
 * "toast" (AdwToast*): something to say; the window shows it. */
#define SAT_TYPE_CONTEXT (sat_context_get_type ())
G_DECLARE_FINAL_TYPE (SatContext, sat_context, SAT, CONTEXT, GObject)

/* @settings: of the application's schema. Error: the store cannot be read. */
SatContext *sat_context_new (SatStore *store, GSettings *settings, GError **error);
/* Stops the background reads and lets go of the store; the context is of no use afterwards. */
void sat_context_close (SatContext *self);

SatStore *sat_context_get_store (SatContext *self);
SatReader *sat_context_get_reader (SatContext *self); /* bounded, indexed reads only */
SatRegistry *sat_context_get_registry (SatContext *self);
const SatType *sat_context_get_type_by_name (SatContext *self, const char *name);
GSettings *sat_context_get_settings (SatContext *self);
/* How values are written for people here: locale, zone, currency, clock. */
const SatFormat *sat_context_get_format (SatContext *self);
/* The user who works here, 0 if unknown. */
gint64 sat_context_get_user (SatContext *self);
SatDrafts *sat_context_get_drafts (SatContext *self);
/* What keeps the file in step with its server; at work from the first call on. */
SatSyncService *sat_context_get_sync (SatContext *self);

/* The public id of a record, for filters; "" if it is unknown. g_free(). */
char *sat_context_uuid_text (SatContext *self, gint64 id);

/* Reads in the background (sat-background.h). */
void sat_context_read_async (SatContext *self,
                             SatReadFunc func,
                             gpointer data,
                             GDestroyNotify data_free,
                             GDestroyNotify result_free,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gpointer sat_context_read_finish (GAsyncResult *result, GError **error);

/* How a write ended: @error is NULL if it is committed. @change: 0 if nothing differed. */
typedef void (*SatWrittenFunc) (gint64 change, const GError *error, gpointer user_data);

/* Writes on the store's writer thread as one change called @label. Committed: a toast @toast
 * (NULL: none) offers to undo it. Failed: a toast says why. @written (may be NULL) comes first, on
 * the main thread, unless @owner (may be NULL) is gone by then. */
void sat_context_write (SatContext *self,
                        const char *label,
                        const char *toast,
                        SatWriteFunc func,
                        gpointer data,
                        GDestroyNotify destroy,
                        gpointer owner,
                        SatWrittenFunc written,
                        gpointer user_data);
/* Deletes records (gint64 ids) with an undo toast. @title: what is shown for one, NULL for several.
 */
void sat_context_delete (SatContext *self, const gint64 *ids, gsize n, const char *title);
/* Takes back the last change, or does it again; says so in a toast. */
void sat_context_undo (SatContext *self);
void sat_context_redo (SatContext *self);
void sat_context_undo_change (SatContext *self, gint64 change);

/* A toast that offers to take @change back. */
void sat_context_offer_undo (SatContext *self, const char *message, gint64 change);
/* A toast with a button that activates @action of the window. @target: floating or NULL. */
void sat_context_offer (SatContext *self,
                        const char *message,
                        const char *button,
                        const char *action,
                        GVariant *target);
/* Shows a message. */
void sat_context_say (SatContext *self, const char *message);
/* Shows what was undone or redone, in the place of the message that offers to undo it. */
void sat_context_say_undone (SatContext *self, const char *message);

G_END_DECLS
