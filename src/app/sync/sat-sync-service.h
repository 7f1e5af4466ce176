/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"
#include "sat-sync-engine.h"

G_BEGIN_DECLS

/* Keeps the open file in step with its server: by itself after an edit, when somebody else has
 * written, when a network comes, and once a minute. Everything that waits for the server runs on
 * other threads. Main thread.
 *
 * Signal "changed": something that sat_sync_service_get() tells differs. */
#define SAT_TYPE_SYNC_SERVICE (sat_sync_service_get_type ())
G_DECLARE_FINAL_TYPE (SatSyncService, sat_sync_service, SAT, SYNC_SERVICE, GObject)

typedef enum {
  SAT_SYNC_LOCAL,       /* the file belongs to no server */
  SAT_SYNC_OFFLINE,     /* it is to work without its server */
  SAT_SYNC_UNREACHABLE, /* there is no way to it now */
  SAT_SYNC_BUSY,
  SAT_SYNC_PENDING, /* edits wait to be sent */
  SAT_SYNC_SYNCED,
  SAT_SYNC_ATTENTION, /* conflicts, refused edits, proposals, or an error that needs somebody */
  SAT_SYNC_REVOKED,
} SatSyncState;

typedef struct {
  SatSyncState state;
  char *server, *user, *role; /* "" if it belongs to no server */
  char *address;
  guint32 device;
  gint64 waiting, conflicts, rejected;
  guint proposed;           /* by others, to be decided here, when the server was last asked */
  gint64 last_ok;           /* microseconds; 0: never */
  char *problem;            /* of the last sync, for people; NULL */
  gboolean offline;         /* to work without the server */
  gboolean signs_in;        /* signing in goes on */
  SatSyncProgress progress; /* of BUSY */
} SatSyncStatus;

/* One of the last syncs that did something or failed. */
typedef struct {
  gint64 at, took; /* microseconds */
  SatSyncCounts counts;
  char *problem; /* NULL: it came to its end */
} SatSyncLine;

SatSyncService *sat_sync_service_new (SatContext *context);
/* Stops what runs and waits for it. */
void sat_sync_service_close (SatSyncService *self);

SatContext *sat_sync_service_get_context (SatSyncService *self);
const SatSyncStatus *sat_sync_service_get (SatSyncService *self);
/* "Synced at 10:42", "Needs attention (3)"; "2 to send" or NULL. g_free(). */
char *sat_sync_service_describe (SatSyncService *self);
char *sat_sync_service_describe_more (SatSyncService *self);
/* Newest first, of SatSyncLine. */
GPtrArray *sat_sync_service_get_log (SatSyncService *self);

/* The server was asked for proposals, and so many are to be decided. */
void sat_sync_service_set_proposed (SatSyncService *self, guint n);
void sat_sync_service_sync_now (SatSyncService *self);
void sat_sync_service_set_offline (SatSyncService *self, gboolean offline);
/* The file joins the server at @url. @callback gets the problem for people, NULL: it has joined. */
typedef void (*SatSignedInFunc) (const char *problem, gpointer user_data);
void sat_sync_service_sign_in (SatSyncService *self,
                               const char *url,
                               const char *user,
                               const char *password,
                               SatSignedInFunc callback,
                               gpointer user_data);

G_END_DECLS
