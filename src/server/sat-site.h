/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-accounts.h"
#include "sat-server.h"

G_BEGIN_DECLS

/* A folder of data with all that is in it: records, accounts, the lock that keeps others out. One
 * process has it at a time. */
typedef struct {
  char *folder;
  SatClock *clock;
  SatServer *server;
  SatAccounts *accounts;
  int lock_file;
  GRWLock lock;                 /* read by whoever uses @server, written by who replaces it */
  gint64 file_bytes, all_bytes; /* sat_site_set_limits() */
  SatServerCommitted committed;
  gpointer committed_data;
} SatSite;

/* Takes the lock and opens everything. @create: the folder may be new. Error: G_IO_ERROR BUSY when
 * another process has it, NOT_FOUND when it is no such folder. */
SatSite *sat_site_open (const char *folder, gboolean create, GError **error);
void sat_site_close (SatSite *self);

/* Around every use of site->server but those of the thread that opened the site before it serves.
 */
void sat_site_enter (SatSite *self);
void sat_site_leave (SatSite *self);

/* Inside them: INTERNAL when the records could not be opened again after a restore. */
gboolean sat_site_check (SatSite *self, GError **error);

/* As sat_server_set_committed(), also for a server that a restore brings. */
void sat_site_set_committed (SatSite *self, SatServerCommitted committed, gpointer data);

/* As sat_blobs_set_limits(), in the same way. */
void sat_site_set_limits (SatSite *self, gint64 file_bytes, gint64 all_bytes);

/* Into @path, and beside it ".accounts" and ".key": all that another machine needs. Inside enter
 * and leave. */
gboolean sat_site_backup (SatSite *self, const char *path, GError **error);
/* Back to it. Accounts and the key are taken only if there are none: those that are here know of
 * later revocations. Waits for whoever is inside. */
gboolean sat_site_restore (SatSite *self, const char *path, GError **error);

/* Who @session is, from the user's record; *@name belongs to the caller and is pointed to by
 * @caller. USER_DISABLED when there is no such user or they are not active. Inside enter and leave.
 */
gboolean sat_site_caller (
    SatSite *self, const SatSession *session, SatCaller *caller, char **name, GError **error);
/* "rep" ... */
const char *sat_site_role_name (SatRole role);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatSite, sat_site_close)

G_END_DECLS
