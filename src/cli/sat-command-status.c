/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-command.h"
#include "sat-date.h"
#include "sat-net-login.h"
#include "sat-output.h"
#include "sat-wipe.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  SatRemoteState *remote; /* NULL: there is no file */
  SatOutboxCounts counts;
  gint64 rejected, quarantined, seq;
  char *user, *role, *server, *last_sync;
  const char *state;
} Status;

static void
status_clear (Status *self)
{
  g_clear_pointer (&self->remote, sat_remote_state_free);
  g_free (self->user);
  g_free (self->role);
  g_free (self->server);
  g_free (self->last_sync);
}

static const char *
state_of (SatCli *cli, const Status *status)
{
  g_autofree char *revoked = NULL;
  g_autoptr (SatWipe) wipe = status->remote == NULL ? sat_wipe_read (cli->path) : NULL;

  if (wipe != NULL)
    return "revoked";
  if (status->remote == NULL || !status->remote->joined)
    return "local";
  revoked = sat_store_get_setting (cli->store, SAT_SYNC_SETTING_REVOKED);
  if (g_strcmp0 (revoked, "1") == 0)
    return "revoked";
  if (g_strcmp0 (g_getenv ("SATCHEL_OFFLINE"), "1") == 0)
    return "offline";
  if (status->counts.conflicts + status->rejected + status->quarantined > 0)
    return "attention";
  return status->counts.waiting > 0 || status->remote->last_ok == 0 ? "pending" : "synced";
}

static gboolean
read_status (SatCli *cli, Status *status, GError **error)
{
  g_autoptr (GPtrArray) rejected = NULL;
  const char *colon;

  status->remote = sat_remote_state (cli->store, error);
  if (status->remote == NULL || !sat_outbox_counts (cli->reader, &status->counts, error))
    return FALSE;
  rejected = sat_outbox_rejected (cli->reader, error);
  if (rejected == NULL)
    return FALSE;
  for (guint i = 0; i < rejected->len; i++) {
    const SatRejectedEntry *entry = rejected->pdata[i];

    *(entry->quarantined ? &status->quarantined : &status->rejected) += 1;
  }
  colon = strchr (status->remote->at.cursor, ':');
  status->seq = colon != NULL ? g_ascii_strtoll (colon + 1, NULL, 10) : 0;
  status->user = sat_store_get_setting (cli->store, SAT_NET_SETTING_USER);
  status->role = sat_store_get_setting (cli->store, SAT_NET_SETTING_ROLE);
  if (status->remote->last_ok != 0)
    status->last_sync = sat_instant_to_string (status->remote->last_ok);
  return TRUE;
}

static gboolean
write_json (SatCli *cli, const Status *status, GError **error)
{
  g_autoptr (SatJsonWriter) writer = sat_output_json (cli);
  const SatRemoteState *remote = status->remote;
  gboolean joined = remote != NULL && remote->joined;

  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_string (writer, "state", status->state);
  sat_json_writer_string (writer, "server", joined ? remote->server : "");
  sat_json_writer_string (writer, "user", joined && status->user != NULL ? status->user : "");
  sat_json_writer_string (writer, "role", joined && status->role != NULL ? status->role : "");
  sat_json_writer_int (writer, "device", joined ? remote->device : 0);
  sat_json_writer_string (writer, "epoch", joined ? remote->epoch : "");
  sat_json_writer_int (writer, "seq", status->seq);
  sat_json_writer_int (writer, "pending", status->counts.waiting);
  sat_json_writer_int (writer, "conflicts", status->counts.conflicts);
  sat_json_writer_int (writer, "rejected", status->rejected);
  sat_json_writer_int (writer, "quarantined", status->quarantined);
  sat_json_writer_string (writer, "last_sync", status->last_sync);
  sat_json_writer_int (writer, "clock_offset_ms", remote != NULL ? remote->offset / 1000 : 0);
  sat_json_writer_end_object (writer);
  return sat_output_finish (writer, error);
}

static void
add_line (SatTable *table, const char *name, const char *value)
{
  sat_table_add (table, name);
  sat_table_add_whole (table, value);
  sat_table_end_row (table);
}

static void
add_count (SatTable *table, const char *name, gint64 n)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, n);

  if (n > 0)
    add_line (table, name, text);
}

static gboolean
write_text (SatCli *cli, const Status *status, GError **error)
{
  static const struct {
    const char *state, *text;
  } states[] = {
      {"local", N_ ("stands alone")},
      {"offline", N_ ("works offline")},
      {"synced", N_ ("everything is synchronized")},
      {"pending", N_ ("something waits to be synchronized")},
      {"attention", N_ ("something needs your attention")},
      {"revoked", N_ ("may no longer synchronize")},
  };
  g_autoptr (SatTable) table = sat_table_new ();

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (strcmp (states[i].state, status->state) == 0)
      add_line (table, _ ("State"), _ (states[i].text));
  if (status->remote != NULL && status->remote->joined) {
    add_line (table, _ ("Server"), status->remote->server);
    add_line (table, _ ("User"), status->user);
    add_line (table, _ ("Role"), status->role);
    add_line (table, _ ("Last synchronized"), status->last_sync);
    add_count (table, _ ("Waiting"), status->counts.waiting);
    add_count (table, _ ("Conflicts"), status->counts.conflicts);
    add_count (table, _ ("Refused"), status->rejected);
    add_count (table, _ ("Proposed"), status->quarantined);
  }
  return sat_table_flush (table, cli->out, error);
}

SatExit
sat_command_status (SatCli *cli, GError **error)
{
  Status status = {0};
  gboolean done = cli->store == NULL || read_status (cli, &status, error);

  if (done) {
    status.state = state_of (cli, &status);
    done = cli->json ? write_json (cli, &status, error) : write_text (cli, &status, error);
  }
  status_clear (&status);
  return done ? SAT_EXIT_DONE : SAT_EXIT_FAILED;
}
