/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the server writes by itself. */

#include "config.h"

#include "sat-group.h"

typedef struct {
  const SatServerWrite *writes;
  guint n;
} Writes;

static SatMutation *
mutation_from (const SatServerWrite *write, gint64 now)
{
  SatMutation *mutation = sat_mutation_new ();

  mutation->u = sat_uuid_new (now / 1000);
  mutation->h = sat_hlc_from_us (now);
  mutation->type = g_strdup (write->type);
  mutation->id = write->id;
  mutation->op = write->op;
  mutation->rb = G_MAXINT64; /* it knows everything */
  for (guint i = 0; write->fields != NULL && i < sat_wire_fields_n (write->fields); i++)
    sat_wire_fields_take (mutation->fields, sat_wire_fields_name (write->fields, i),
                          sat_wire_value_copy (sat_wire_fields_value (write->fields, i)), TRUE);
  return mutation;
}

static gboolean
tell_refusal (const SatGroup *group, GError **error)
{
  const SatMember *refused = group->refused;

  g_set_error (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_FORBIDDEN, "%s: %s",
               refused->mutation->type, refused->code != NULL ? refused->code : "refused");
  return FALSE;
}

static gboolean
work (SatServer *server, SatTransaction *transaction, gpointer data, GError **error)
{
  const Writes *writes = data;
  gint64 now = sat_clock_now (server->clock);
  g_autoptr (GPtrArray) mutations =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_mutation_free);
  SatGroup *group = sat_group_new (server, transaction, NULL, now);
  gboolean right;

  for (guint i = 0; i < writes->n; i++) {
    SatMutation *mutation = mutation_from (&writes->writes[i], now);

    g_ptr_array_add (mutations, mutation);
    sat_group_add (group, mutation, NULL, 0);
  }
  right = sat_group_apply (group, error);
  if (right && group->refused != NULL)
    right = tell_refusal (group, error);
  sat_group_free (group);
  return right;
}

gboolean
sat_server_write (SatServer *self, const SatServerWrite *writes, guint n, GError **error)
{
  Writes data = {writes, n};

  g_return_val_if_fail (self != NULL && (writes != NULL || n == 0), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);
  return n == 0 || sat_server_run (self, work, &data, error);
}
