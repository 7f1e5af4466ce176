/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-site.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "sat-db.h"
#include "sat-fault.h"
#include "sat-rights.h"
#include "sat-server-blobs.h"
#include "sat-server-care.h"
#include "sat-server-key.h"

#define LOCK_FILE "server.lock"

static gboolean
take_lock (SatSite *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, LOCK_FILE, NULL);

  self->lock_file = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->lock_file >= 0 && flock (self->lock_file, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  if (errno == EWOULDBLOCK)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY, "%s is in use", self->folder);
  else
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", path,
                 g_strerror (errno));
  return FALSE;
}

static gboolean
check_folder (const char *folder, gboolean create, GError **error)
{
  g_autofree char *accounts = g_build_filename (folder, SAT_ACCOUNTS_FILE, NULL);

  if (!create && !g_file_test (accounts, G_FILE_TEST_EXISTS)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 "%s holds no server's data; “satchel-server init” makes it", folder);
    return FALSE;
  }
  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", folder,
               g_strerror (errno));
  return FALSE;
}

SatSite *
sat_site_open (const char *folder, gboolean create, GError **error)
{
  g_autoptr (SatSite) self = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  if (!check_folder (folder, create, error))
    return NULL;
  self = g_new0 (SatSite, 1);
  g_rw_lock_init (&self->lock);
  self->lock_file = -1;
  self->folder = g_canonicalize_filename (folder, NULL);
  self->clock = sat_clock_system ();
  if (!take_lock (self, error))
    return NULL;
  self->server = sat_server_open (self->folder, NULL, self->clock, error);
  if (self->server == NULL)
    return NULL;
  self->accounts = sat_accounts_open (self->folder, self->clock, error);
  return self->accounts != NULL ? g_steal_pointer (&self) : NULL;
}

void
sat_site_close (SatSite *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->server, sat_server_close);
  g_clear_pointer (&self->accounts, sat_accounts_close);
  if (self->lock_file >= 0)
    close (self->lock_file);
  sat_clock_unref (self->clock);
  g_rw_lock_clear (&self->lock);
  g_free (self->folder);
  g_free (self);
}

void
sat_site_enter (SatSite *self)
{
  g_return_if_fail (self != NULL);

  g_rw_lock_reader_lock (&self->lock);
}

void
sat_site_leave (SatSite *self)
{
  g_return_if_fail (self != NULL);

  g_rw_lock_reader_unlock (&self->lock);
}

gboolean
sat_site_check (SatSite *self, GError **error)
{
  if (self->server != NULL)
    return TRUE;
  g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_INTERNAL,
                       "The records could not be opened");
  return FALSE;
}

void
sat_site_set_committed (SatSite *self, SatServerCommitted committed, gpointer data)
{
  g_return_if_fail (self != NULL);

  self->committed = committed;
  self->committed_data = data;
  if (self->server != NULL)
    sat_server_set_committed (self->server, committed, data);
}

void
sat_site_set_limits (SatSite *self, gint64 file_bytes, gint64 all_bytes)
{
  g_return_if_fail (self != NULL);

  self->file_bytes = file_bytes;
  self->all_bytes = all_bytes;
  if (self->server != NULL)
    sat_blobs_set_limits (sat_server_get_blobs (self->server), file_bytes, all_bytes);
}

static gboolean
copy_secret (const char *from, const char *to, GError **error)
{
  g_autofree char *content = NULL;
  gsize length;

  return g_file_get_contents (from, &content, &length, error) &&
         g_file_set_contents_full (to, content, (gssize)length,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error);
}

gboolean
sat_site_backup (SatSite *self, const char *path, GError **error)
{
  g_autofree char *accounts = g_strconcat (path, ".accounts", NULL);
  g_autofree char *key = g_strconcat (path, ".key", NULL);
  g_autofree char *own_key = g_build_filename (self->folder, SAT_SERVER_KEY_FILE, NULL);

  /* The records last: what they refer to is there then, and only now are devices told. */
  if (!sat_accounts_backup (self->accounts, accounts, error) || !copy_secret (own_key, key, error))
    return FALSE;
  SAT_CRASH_POINT ("server-backup-accounts");
  return sat_server_backup (self->server, path, error);
}

/* A folder that has no accounts yet gets those of the backup. */
static gboolean
restore_accounts (SatSite *self, const char *path, GError **error)
{
  g_autofree char *accounts = g_strconcat (path, ".accounts", NULL);
  g_autofree char *key = g_strconcat (path, ".key", NULL);
  g_autofree char *own = g_build_filename (self->folder, SAT_ACCOUNTS_FILE, NULL);
  g_autofree char *own_key = g_build_filename (self->folder, SAT_SERVER_KEY_FILE, NULL);
  g_autoptr (GPtrArray) known = sat_accounts_list (self->accounts, error);
  gboolean done;

  if (known == NULL)
    return FALSE;
  if (known->len > 0 || !g_file_test (accounts, G_FILE_TEST_EXISTS))
    return TRUE;
  g_clear_pointer (&self->accounts, sat_accounts_close);
  SAT_CRASH_POINT ("server-restore-records");
  done = copy_secret (key, own_key, error) && sat_backup_restore (accounts, own, NULL, error);
  SAT_CRASH_POINT ("server-restore-accounts");
  self->accounts = sat_accounts_open (self->folder, self->clock, done ? error : NULL);
  return done && self->accounts != NULL && sat_accounts_skip_numbers (self->accounts, error);
}

gboolean
sat_site_restore (SatSite *self, const char *path, GError **error)
{
  gboolean done;

  g_return_val_if_fail (self != NULL && path != NULL, FALSE);

  g_rw_lock_writer_lock (&self->lock);
  g_clear_pointer (&self->server, sat_server_close);
  done = sat_server_restore (self->folder, path, error) && restore_accounts (self, path, error);
  self->server = sat_server_open (self->folder, NULL, self->clock, done ? error : NULL);
  if (self->server != NULL)
    sat_server_set_committed (self->server, self->committed, self->committed_data);
  sat_site_set_limits (self, self->file_bytes, self->all_bytes);
  g_rw_lock_writer_unlock (&self->lock);
  return done && self->server != NULL;
}

static gboolean
is_active (const SatServerRecord *user)
{
  const SatWireValue *active = sat_wire_fields_get (user->fields, "active");

  return active == NULL || active->kind != SAT_WIRE_INTEGER || active->integer != 0;
}

static const char *
get_text (const SatServerRecord *user, const char *name)
{
  const SatWireValue *value = sat_wire_fields_get (user->fields, name);

  return value != NULL && value->kind == SAT_WIRE_TEXT ? value->text : NULL;
}

gboolean
sat_site_caller (
    SatSite *self, const SatSession *session, SatCaller *caller, char **name, GError **error)
{
  g_autoptr (SatServerRecord) user = NULL;
  g_autoptr (GError) failure = NULL;

  g_return_val_if_fail (self != NULL && session != NULL && caller != NULL && name != NULL, FALSE);

  user = sat_server_record (self->server, "user", &session->user, &failure);
  if (user == NULL && !g_error_matches (failure, SAT_SERVER_ERROR, SAT_SERVER_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  if ((user == NULL || !is_active (user)) && !session->revoked) {
    g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_USER_DISABLED,
                         "This user is not active");
    return FALSE;
  }
  *name = g_strdup (user != NULL ? get_text (user, "name") : NULL);
  caller->user = session->user;
  caller->name = *name;
  caller->role = sat_rights_role (user != NULL ? get_text (user, "role") : NULL);
  caller->device = session->device;
  caller->leaving = session->offboarded;
  caller->schema = 0;
  return TRUE;
}

const char *
sat_site_role_name (SatRole role)
{
  switch (role) {
  case SAT_ROLE_READER:
    return "reader";
  case SAT_ROLE_MANAGER:
    return "manager";
  case SAT_ROLE_ADMIN:
    return "admin";
  case SAT_ROLE_REP:
  default:
    return "rep";
  }
}
