/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who may sign in, on which devices, with which tokens. It has a file of its own in the server's
 * folder, accounts.db, so that secrets stay apart from records and a restored backup of the records
 * neither forgets a revocation nor gives a device's number twice. What a user is called and may do
 * stands in the user's record, not here. */

#pragma once

#include <gio/gio.h>

#include "sat-clock.h"
#include "sat-server-error.h"
#include "sat-uuid.h"

G_BEGIN_DECLS

#define SAT_ACCOUNTS_FILE "accounts.db"

/* Thread-safe; its calls block. Errors: SAT_SERVER_ERROR, SAT_DB_ERROR, and of administration
 * G_IO_ERROR EXISTS, NOT_FOUND, INVALID_ARGUMENT. */
typedef struct _SatAccounts SatAccounts;

/* Opens (and makes) the file in @folder. @clock: NULL for the system's. */
SatAccounts *sat_accounts_open (const char *folder, SatClock *clock, GError **error);
void sat_accounts_close (SatAccounts *self);
/* A copy of the whole file at @path, as sat_backup_write() makes it. */
gboolean sat_accounts_backup (SatAccounts *self, const char *path, GError **error);
/* CORRUPT with the first finding when the file is damaged. */
gboolean sat_accounts_verify (SatAccounts *self, GError **error);
/* To be called once on a file that came back from a backup: numbers that devices may have got since
 * are not given again. */
gboolean sat_accounts_skip_numbers (SatAccounts *self, GError **error);

typedef struct {
  SatUuid user;
  char *login;
  gboolean disabled;
} SatAccount;

void sat_account_free (SatAccount *account);

/* @login is unique without regard to case. */
gboolean sat_accounts_add (SatAccounts *self,
                           const char *login,
                           const SatUuid *user,
                           const char *password,
                           GError **error);
/* Ends all sessions of the account as well. */
gboolean sat_accounts_set_password (SatAccounts *self,
                                    const char *login,
                                    const char *password,
                                    GError **error);
gboolean
sat_accounts_set_disabled (SatAccounts *self, const char *login, gboolean disabled, GError **error);
SatAccount *sat_accounts_find (SatAccounts *self, const char *login, GError **error);
/* Of SatAccount, by login. */
GPtrArray *sat_accounts_list (SatAccounts *self, GError **error);

/* CREDENTIALS takes as long for a user who does not exist. USER_DISABLED only with the right
 * password. BUSY after several failures of this login from @address, with the seconds to wait in
 * *@wait (else 0). */
gboolean sat_accounts_sign_in (SatAccounts *self,
                               const char *login,
                               const char *password,
                               const char *address,
                               SatUuid *user,
                               guint *wait,
                               GError **error);

/* Devices. */
typedef enum {
  SAT_DEVICE_ACTIVE,
  SAT_DEVICE_REVOKED,
  SAT_DEVICE_WIPED,
} SatDeviceState;

typedef struct {
  guint32 id;
  SatUuid user;
  char *login;
  char *name;
  SatDeviceState state;
  gint64 last_seen; /* microseconds since 1970 */
} SatDevice;

void sat_device_free (SatDevice *device);
const char *sat_device_state_name (SatDeviceState state);

/* @key: base64 of the device's Ed25519 public key; else MALFORMED. *@device is its number. */
gboolean sat_accounts_enrol (SatAccounts *self,
                             const SatUuid *user,
                             const char *name,
                             const char *key,
                             guint32 *device,
                             GError **error);
/* A further device like @device: same user, name and key. */
gboolean
sat_accounts_enrol_again (SatAccounts *self, guint32 device, guint32 *further, GError **error);
/* Of SatDevice, by number. */
GPtrArray *sat_accounts_devices (SatAccounts *self, GError **error);
/* @reason: "lost" (its files are to be removed), "offboarded" (the same after a last push). From
 * now on its tokens open nothing but the way to the order. */
gboolean
sat_accounts_revoke (SatAccounts *self, guint32 device, const char *reason, GError **error);
/* The signed orders for a device as a JSON array: docs/protocol.md, 3.6. */
char *sat_accounts_orders (SatAccounts *self, guint32 device, GError **error);
/* The device says that it obeyed. @signature: base64, by the device's key. CREDENTIALS if it is not
 * the device's or there was no such order. The same receipt again is fine. */
gboolean sat_accounts_wiped (
    SatAccounts *self, guint32 device, const char *nonce, const char *signature, GError **error);
/* base64 of the public key that orders are signed with. */
const char *sat_accounts_server_key (SatAccounts *self);

/* Tokens: 256 random bits that only their holder knows; the file has their hashes. */
#define SAT_ACCESS_SECONDS ((gint64)15 * 60)
#define SAT_REFRESH_SECONDS ((gint64)90 * 24 * 60 * 60)

typedef struct {
  char *access;
  char *refresh;
} SatTokens;

void sat_tokens_free (SatTokens *tokens);

typedef struct {
  SatUuid user;
  guint32 device;
  gboolean revoked;
  gboolean offboarded; /* revoked, but may push what it has */
} SatSession;

SatTokens *sat_accounts_issue (SatAccounts *self, guint32 device, GError **error);
/* Successors of @refresh. A token whose successor has not been used yet stays good; any other
 * reuse ends all sessions of the device. @signature: base64, by the device's key over the token. */
SatTokens *sat_accounts_refresh (SatAccounts *self,
                                 const char *refresh,
                                 guint32 device,
                                 const char *signature,
                                 SatSession *session,
                                 GError **error);
/* Whose token it is: TOKEN_EXPIRED for an old or unknown one, USER_DISABLED. A revoked device has a
 * session too. */
gboolean
sat_accounts_check (SatAccounts *self, const char *access, SatSession *session, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatAccounts, sat_accounts_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatAccount, sat_account_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatDevice, sat_device_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatTokens, sat_tokens_free)

G_END_DECLS
