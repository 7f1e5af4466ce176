/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Somebody with a password, who may read and not write, and a program of their own. */

#include "config.h"

#include "sat-sim-private.h"

#include "sat-push.h"

#include <string.h>

#define DEVICE 4000000000u

static SatCaller
caller_of (SatSim *self)
{
  const SatSimPerson *person = &self->people[SAT_SIM_N_WORKERS];

  return (SatCaller){person->user, person->name, person->role, DEVICE, FALSE};
}

static void
send_push (SatSim *self, GBytes *body)
{
  SatCaller caller = caller_of (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = sat_server_push (self->server, &caller, "", body, &error);
  g_autoptr (SatPushAnswer) understood = NULL;
  g_autoptr (SatPush) sent = NULL;

  if (answer == NULL) {
    if (sat_server_error_status (error) == 500 && !sat_sim_disk_failed (self))
      sat_sim_wrong (self, "the server fails at what no Satchel sends: %s", error->message);
    return;
  }
  understood = sat_push_answer_parse (answer, NULL);
  sent = sat_push_parse (body, NULL);
  if (understood == NULL || sent == NULL || understood->results->len != sent->lines->len) {
    sat_sim_wrong (self, "a reader's edits are taken");
    return;
  }
  for (guint i = 0; i < understood->results->len; i++) {
    const SatPushResult *result = g_ptr_array_index (understood->results, i);

    if (result->status != SAT_PUSH_REJECTED)
      sat_sim_wrong (self, "a reader's edit is %s", sat_push_status_name (result->status));
  }
}

/* What somebody else sent, as the caller's own. */
static void
steal (SatSim *self)
{
  gsize length;
  const char *data = self->last_push != NULL ? g_bytes_get_data (self->last_push, &length) : NULL;
  g_autofree char *text = data != NULL ? g_strndup (data, length) : NULL;
  g_autoptr (GBytes) body = NULL;
  char *line = text != NULL ? strchr (text, '\n') : NULL;

  if (line == NULL)
    return;
  if (sat_sim_chance (self, 50)) {
    send_push (self, self->last_push);
    return;
  }
  body = g_bytes_new (text, strlen (text));
  ((char *)g_bytes_get_data (body, NULL))[sat_sim_below (self, (guint)strlen (text))] ^= 1;
  send_push (self, body);
}

static void
boast (SatSim *self)
{
  static const char *const heads[] = {
      "{\"first\":9223372036854775807,\"prev\":\"0\",\"n\":1}\n{}\n",
      "{\"first\":1,\"prev\":"
      "\"0000000000000000000000000000000000000000000000000000000000000000\",\"n\":4294967296}\n",
      "{\"first\":-5,\"prev\":"
      "\"0000000000000000000000000000000000000000000000000000000000000000\",\"n\":-1}\n",
      "{\"first\":1,\"n\":0}\n",
  };
  const char *head = heads[sat_sim_below (self, G_N_ELEMENTS (heads))];
  g_autoptr (GBytes) body = g_bytes_new_static (head, strlen (head));

  send_push (self, body);
}

static const char *
parameter (GHashTable *query, const char *name)
{
  const char *value = query != NULL ? g_hash_table_lookup (query, name) : NULL;

  return value != NULL ? value : "";
}

/* With the place and the scopes of somebody else. */
static void
peek (SatSim *self)
{
  const char *mark = self->last_pull != NULL ? strchr (self->last_pull, '?') : NULL;
  g_autoptr (GHashTable) query =
      mark != NULL ? g_uri_parse_params (mark + 1, -1, "&", G_URI_PARAMS_NONE, NULL) : NULL;
  SatCaller caller = caller_of (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) page = sat_server_pull (self->server, &caller, "", parameter (query, "cursor"),
                                             parameter (query, "sv"), parameter (query, "bf"),
                                             4000000000u, G_MAXINT64, &error);

  if (page != NULL)
    sat_sim_check_page (self, &self->people[SAT_SIM_N_WORKERS], page);
  else if (sat_server_error_status (error) == 500 && !sat_sim_disk_failed (self))
    sat_sim_wrong (self, "the server fails at a pull that no Satchel asks for: %s", error->message);
}

void
sat_sim_malice (SatSim *self)
{
  if (!sat_sim_strikes (self, SAT_SIM_MALICE, 80))
    return;
  switch (sat_sim_below (self, 3)) {
  case 0:
    steal (self);
    break;
  case 1:
    boast (self);
    break;
  default:
    peek (self);
    break;
  }
}
