/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Proposals: edits of people who may no longer make them. Whoever holds the record decides. */

#include "config.h"

#include <string.h>

#include "sat-group.h"
#include "sat-rights.h"

#define MOST_LISTED 1000
#define OPEN "open"

static gboolean
is_open (const SatStoredProposal *proposal)
{
  return g_strcmp0 (proposal->state, OPEN) == 0;
}

/* The record that decides who may hold what @mutation is about: itself, or of what it would make
 * the one above. */
static gboolean
find_root (SatServer *self,
           SatTransaction *transaction,
           const SatMutation *mutation,
           SatUuid *root,
           GError **error)
{
  const SatType *type = sat_registry_type (self->registry, mutation->type);
  g_autoptr (SatStoredRecord) stored = NULL;

  *root = mutation->id;
  if (!sat_transaction_record (transaction, &mutation->id, &stored, error))
    return FALSE;
  for (guint i = 0; stored == NULL && type != NULL && i < type->n_fields; i++) {
    const SatWireValue *above = type->fields[i]->flags & SAT_FIELD_PARENT
                                    ? sat_group_value (mutation->fields, type->fields[i]->name)
                                    : NULL;

    if (above != NULL && above->kind == SAT_WIRE_REFERENCE &&
        !sat_transaction_record (transaction, &above->reference, &stored, error))
      return FALSE;
  }
  if (stored != NULL)
    *root = stored->root;
  return TRUE;
}

/* May @caller decide? Administrators also about what nobody has. */
static gboolean
may_decide (SatServer *self,
            SatTransaction *transaction,
            const SatCaller *caller,
            const SatMutation *mutation,
            gboolean *may,
            GError **error)
{
  SatAccess access = SAT_ACCESS_HELD;
  SatUuid root;

  if (!find_root (self, transaction, mutation, &root, error) ||
      (caller->role != SAT_ROLE_ADMIN &&
       !sat_visibility_access (self->visibility, transaction, caller, &root, &access, error)))
    return FALSE;
  *may = access == SAT_ACCESS_HELD && sat_rights_may_write (self->registry, caller->role, mutation);
  return TRUE;
}

static void
write_uuid (SatJsonWriter *writer, const char *name, const SatUuid *uuid)
{
  char text[SAT_UUID_STRING_LENGTH + 1];

  sat_uuid_write (uuid, text);
  sat_json_writer_string (writer, name, text);
}

static gboolean
write_person (SatTransaction *transaction,
              const SatUuid *user,
              SatJsonWriter *writer,
              const char *name,
              GError **error)
{
  g_autoptr (SatStoredRecord) record = NULL;
  g_autoptr (SatWireFields) fields = NULL;
  const SatWireValue *called;

  if (!sat_transaction_record (transaction, user, &record, error))
    return FALSE;
  if (record != NULL) {
    fields = sat_wire_fields_parse (record->fields, -1, error);
    if (fields == NULL)
      return FALSE;
  }
  called = sat_group_value (fields, "name");
  sat_json_writer_string (writer, name,
                          called != NULL && called->kind == SAT_WIRE_TEXT ? called->text : "");
  return TRUE;
}

static gboolean
write_proposal (SatTransaction *transaction,
                const SatStoredProposal *proposal,
                const SatMutation *mutation,
                gboolean own,
                SatJsonWriter *writer,
                GError **error)
{
  gboolean right;

  sat_json_writer_begin_object (writer, NULL);
  write_uuid (writer, "u", &proposal->u);
  right = write_person (transaction, &proposal->user, writer, "by", error);
  sat_json_writer_boolean (writer, "own", own);
  sat_json_writer_string (writer, "t", mutation->type);
  write_uuid (writer, "id", &mutation->id);
  sat_json_writer_string (writer, "op", sat_op_name (mutation->op));
  sat_wire_fields_write (mutation->fields, writer, "f");
  sat_json_writer_int (writer, "edited", MIN (sat_hlc_to_us (mutation->h), proposal->arrived));
  sat_json_writer_string (writer, "state", proposal->state);
  right = right && write_person (transaction, &proposal->decider, writer, "decider", error);
  sat_json_writer_end_object (writer);
  return right;
}

static gboolean
write_all (SatServer *self,
           SatTransaction *transaction,
           const SatCaller *caller,
           GPtrArray *proposals,
           SatJsonWriter *writer,
           GError **error)
{
  guint n = 0;

  for (guint i = 0; i < proposals->len && n < MOST_LISTED; i++) {
    const SatStoredProposal *proposal = g_ptr_array_index (proposals, i);
    g_autoptr (SatMutation) mutation =
        sat_mutation_parse (proposal->line, strlen (proposal->line), NULL);
    gboolean own = sat_uuid_equal (&proposal->user, &caller->user), may = FALSE;

    if (mutation == NULL || (!own && !is_open (proposal)))
      continue;
    if (!own && !may_decide (self, transaction, caller, mutation, &may, error))
      return FALSE;
    if (!own && !may)
      continue;
    n++;
    if (!write_proposal (transaction, proposal, mutation, own, writer, error))
      return FALSE;
  }
  return TRUE;
}

GBytes *
sat_server_proposals (SatServer *self, const SatCaller *caller, GError **error)
{
  g_autoptr (SatTransaction) transaction = NULL;
  g_autoptr (GPtrArray) proposals =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_proposal_free);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_string (text, SAT_JSON_COMPACT);

  g_return_val_if_fail (self != NULL && caller != NULL, NULL);

  transaction = sat_storage_begin_read (self->storage, error);
  if (transaction == NULL || !transaction->api->proposals (transaction, proposals, error))
    return NULL;
  sat_json_writer_begin_object (writer, NULL);
  sat_json_writer_begin_array (writer, "proposals");
  if (!write_all (self, transaction, caller, proposals, writer, error))
    return NULL;
  sat_json_writer_end_array (writer);
  sat_json_writer_end_object (writer);
  return sat_json_writer_finish (writer, error) ? g_string_free_to_bytes (g_steal_pointer (&text))
                                                : NULL;
}

typedef struct {
  const SatCaller *caller;
  const SatUuid *u;
  gboolean accept;
} Decision;

/* The editor knows what is there by now: nothing is concurrent. */
static gboolean
take_bases (SatGroup *group, SatMutation *mutation, GError **error)
{
  const SatType *type = sat_registry_type (group->server->registry, mutation->type);
  SatGroupRecord *record;

  g_array_set_size (mutation->bases, 0);
  if (!sat_group_find (group, &mutation->id, &record, error))
    return FALSE;
  mutation->rb = record != NULL ? G_MAXINT64 : 0;
  for (guint i = 0; record != NULL && mutation->op == SAT_OP_PUT && type != NULL &&
                    i < sat_wire_fields_n (mutation->fields);
       i++) {
    const char *name = sat_group_version_name (type, sat_wire_fields_name (mutation->fields, i));

    sat_mutation_add_base (mutation, name, sat_clocks_get (record->clocks, name), NULL);
  }
  return TRUE;
}

static gboolean
apply (SatServer *server,
       SatTransaction *transaction,
       const SatCaller *caller,
       SatMutation *mutation,
       GError **error)
{
  gint64 now = sat_clock_now (server->clock);
  SatGroup *group = sat_group_new (server, transaction, caller, now);
  g_autofree char *line = NULL;
  gboolean right = take_bases (group, mutation, error);

  if (right) {
    /* A new edit, made now by who says yes. */
    mutation->u = sat_uuid_new (now / 1000);
    mutation->h = sat_hlc_from_us (now);
    mutation->x = 0;
    line = sat_mutation_to_line (mutation);
    sat_group_add (group, mutation, line, strlen (line));
    right = sat_group_apply (group, error);
  }
  if (right && group->refused != NULL) {
    g_set_error (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_FORBIDDEN, "it cannot be applied: %s",
                 group->refused->code != NULL ? group->refused->code : "refused");
    right = FALSE;
  }
  sat_group_free (group);
  return right;
}

static SatStoredProposal *
find_proposal (GPtrArray *proposals, const SatUuid *u)
{
  for (guint i = 0; i < proposals->len; i++) {
    SatStoredProposal *proposal = g_ptr_array_index (proposals, i);

    if (sat_uuid_equal (&proposal->u, u))
      return proposal;
  }
  return NULL;
}

static gboolean
work (SatServer *server, SatTransaction *transaction, gpointer data, GError **error)
{
  const Decision *decision = data;
  g_autoptr (GPtrArray) proposals =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_proposal_free);
  g_autoptr (SatMutation) mutation = NULL;
  SatStoredProposal *proposal;
  gboolean may = FALSE;

  if (!transaction->api->proposals (transaction, proposals, error))
    return FALSE;
  proposal = find_proposal (proposals, decision->u);
  if (proposal != NULL)
    mutation = sat_mutation_parse (proposal->line, strlen (proposal->line), NULL);
  if (mutation != NULL &&
      !may_decide (server, transaction, decision->caller, mutation, &may, error))
    return FALSE;
  if (!may) {
    g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_NOT_FOUND,
                         "there is no such proposal");
    return FALSE;
  }
  if (!is_open (proposal)) {
    g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_FORBIDDEN,
                         "it is decided already");
    return FALSE;
  }
  if (decision->accept && !apply (server, transaction, decision->caller, mutation, error))
    return FALSE;
  proposal->state = decision->accept ? "accepted" : "declined";
  proposal->decider = decision->caller->user;
  proposal->decided = sat_clock_now (server->clock);
  return transaction->api->decide_proposal (transaction, proposal, error);
}

gboolean
sat_server_decide (
    SatServer *self, const SatCaller *caller, const SatUuid *u, gboolean accept, GError **error)
{
  Decision decision = {caller, u, accept};

  g_return_val_if_fail (self != NULL && caller != NULL && u != NULL, FALSE);
  return sat_server_run (self, work, &decision, error);
}
