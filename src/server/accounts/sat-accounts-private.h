/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-accounts.h"
#include "sat-attempts.h"
#include "sat-connection.h"
#include "sat-server-key.h"
#include "sat-statement.h"

G_BEGIN_DECLS

#define SAT_TOKEN_BYTES 32

struct _SatAccounts {
  GMutex lock; /* guards the connection and the attempts */
  SatConnection *connection;
  SatClock *clock;
  SatServerKey *key;
  SatAttempts *attempts;
};

/* All of these are called with the lock held. */

/* A statement whose parameters are bound; NULL with @error. */
SatStatement *sat_accounts_statement (SatAccounts *self, const char *sql, GError **error);
/* Steps to a row: FALSE with CREDENTIALS and @missing when there is none. */
gboolean sat_accounts_step_one (SatStatement *statement, const char *missing, GError **error);
gboolean sat_accounts_end_sessions (SatAccounts *self, guint32 device, GError **error);

/* The 32 bytes of a key or token, or the 64 of a signature. */
gboolean sat_accounts_decode (const char *text, gsize length, guint8 *out);

G_END_DECLS
