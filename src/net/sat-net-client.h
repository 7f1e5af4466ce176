/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "sat-net.h"
#include "sat-secrets.h"
#include "sat-sync-engine.h"

G_BEGIN_DECLS

/* Talks to one server over HTTP. Belongs to the thread that made it; every call blocks. */
typedef struct _SatNetClient SatNetClient;

typedef struct {
  guint status;          /* of HTTP, or SAT_SYNC_UNREACHED, SAT_SYNC_CUT */
  guint retry_after;     /* seconds; 0: not said */
  GBytes *body;          /* inflated; NULL without an answer */
  gint64 offset, length; /* what the headers say of a file; -1: nothing */
} SatNetAnswer;

void sat_net_answer_clear (SatNetAnswer *self);

/* @url: "https://sales.example.org"; "http" only for this computer itself. Error:
 * SAT_SYNC_ERROR_SERVER for another address. */
SatNetClient *sat_net_client_new (const char *url, GError **error);
void sat_net_client_free (SatNetClient *self);
const char *sat_net_client_get_url (SatNetClient *self); /* without a "/" at the end */

/* The type of a push. */
#define SAT_NET_EDITS "application/x-ndjson"

/* Asks once. What goes wrong on the way is a status, with SATCHEL_OFFLINE=1 at once; what comes is
 * 64 MiB at most. @type: of @body. @token, @epoch: NULL for none. Errors: G_IO_ERROR_CANCELLED;
 * SAT_SYNC_ERROR_SERVER when the server's certificate is not to be trusted. */
gboolean sat_net_client_ask (SatNetClient *self,
                             const char *method,
                             const char *path,
                             const char *type,
                             GBytes *body,
                             const char *token,
                             const char *epoch,
                             guint schema,
                             SatNetAnswer *answer,
                             GCancellable *cancellable,
                             GError **error);
/* A step of the engine, with the tokens of @secrets. Fresh tokens are taken and saved in @store
 * before this returns. Error: also those of sat_secrets_save(). */
gboolean sat_net_client_send (SatNetClient *self,
                              const SatSyncRequest *request,
                              SatStore *store,
                              SatSecrets *secrets,
                              SatNetAnswer *answer,
                              GCancellable *cancellable,
                              GError **error);

/* Asks as who has signed in, of whatever is no step of a sync: when the token has expired, with a
 * fresh one. @body is JSON, that of PATCH bytes of a file. The code of a failure is in its body.
 * Error: also those of sat_secrets_save(). */
gboolean sat_net_client_call (SatNetClient *self,
                              const char *method,
                              const char *path,
                              GBytes *body,
                              SatStore *store,
                              SatSecrets *secrets,
                              SatNetAnswer *answer,
                              GCancellable *cancellable,
                              GError **error);
/* "token_expired"; "" if it is no failure, or does not say. g_free(). */
char *sat_net_answer_code (const SatNetAnswer *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SatNetAnswer, sat_net_answer_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatNetClient, sat_net_client_free)

G_END_DECLS
