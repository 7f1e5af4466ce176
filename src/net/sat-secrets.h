/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-store.h"

G_BEGIN_DECLS

/* What proves to the server who asks. It is in the user's keyring; in the file "DB.secret", which
 * only its owner can read, where there is no keyring or with SATCHEL_SECRETS=file. */

#define SAT_SECRETS_KEY_SIZE 64
#define SAT_SECRETS_PUBLIC_SIZE 32

typedef struct {
  char *server;   /* address */
  guint32 device; /* that the tokens are for; 0: there are none */
  char *access, *refresh;
  char *server_key;                 /* base64, as it was at sign-in */
  guint8 key[SAT_SECRETS_KEY_SIZE]; /* of the device, Ed25519 */
} SatSecrets;

SatSecrets *sat_secrets_new (void);
void sat_secrets_free (SatSecrets *self);
/* A new key of the device; its public half as base64. g_free(). */
char *sat_secrets_make_key (SatSecrets *self);
/* The signature of @text, base64. g_free(). */
char *sat_secrets_sign (const SatSecrets *self, const char *text);

/* @signature, base64, is that of @text by the server that was signed in to. */
gboolean sat_secrets_is_by_server (const SatSecrets *self, const char *text, const char *signature);

/* Empty ones if nobody has signed in here. Error: G_FILE_ERROR; SAT_PROTOCOL_ERROR for a file that
 * cannot be understood. */
SatSecrets *sat_secrets_load (SatStore *store, GError **error);
/* *@in_file (may be NULL): they are in the file beside, for want of a keyring. */
gboolean sat_secrets_save (SatStore *store, SatSecrets *self, gboolean *in_file, GError **error);
/* The same place, without anything in it. */
void sat_secrets_forget (SatStore *store);
/* By what the keyring knows the file, "" if it does not; g_free(). Forgetting that, without the
 * file. */
char *sat_secrets_keyring_id (SatStore *store);
void sat_secrets_forget_id (const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatSecrets, sat_secrets_free)

G_END_DECLS
