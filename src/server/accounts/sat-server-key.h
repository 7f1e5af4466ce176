/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The Ed25519 key by which devices know that an order is the server's. Its file, server.key in the
 * server's folder (mode 0600), is made once; devices remember its public half. */
typedef struct _SatServerKey SatServerKey;

#define SAT_SERVER_KEY_FILE "server.key"

SatServerKey *sat_server_key_open (const char *folder, GError **error);
void sat_server_key_free (SatServerKey *self);

/* base64 of the 32 bytes of the public half. */
const char *sat_server_key_public (SatServerKey *self);
/* base64 of the 64 bytes of a signature over @text; g_free(). */
char *sat_server_key_sign (SatServerKey *self, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatServerKey, sat_server_key_free)

G_END_DECLS
