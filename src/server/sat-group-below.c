/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What hangs from a record that somebody deletes who does not know all of it. */

#include "config.h"

#include "sat-group.h"

#define MOST_LEVELS 8

static gboolean
goes_too (const SatGroup *self, const SatUuid *id)
{
  for (guint i = 0; i < self->members->len; i++) {
    const SatMutation *mutation = g_array_index (self->members, SatMember, i).mutation;

    if (mutation->op == SAT_OP_DELETE && sat_uuid_equal (&mutation->id, id))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_below (SatGroup *self, SatGroupRecord *record, const SatGroupRecord *above)
{
  for (guint level = 0; level < MOST_LEVELS; level++) {
    const SatWireValue *parent = sat_group_parent (record);

    if (parent == NULL)
      return FALSE;
    if (sat_uuid_equal (&parent->reference, &above->id))
      return TRUE;
    if (!sat_group_find (self, &parent->reference, &record, NULL) || record == NULL)
      return FALSE;
  }
  return FALSE;
}

/* Those that live and are not deleted with it: of SatGroupRecord. NULL: the storage fails. */
static GPtrArray *
left_below (SatGroup *self, const SatGroupRecord *above, GError **error)
{
  g_autoptr (GPtrArray) stored =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_record_free);
  g_autoptr (GPtrArray) left = g_ptr_array_new ();

  if (!self->api->children (self->transaction, &above->root, NULL, G_MAXINT, stored, error))
    return NULL;
  for (guint i = 0; i < stored->len; i++) {
    const SatStoredRecord *row = g_ptr_array_index (stored, i);
    SatGroupRecord *record;

    if (row->deleted_seq != 0 || goes_too (self, &row->id))
      continue;
    if (!sat_group_find (self, &row->id, &record, error))
      return NULL;
    if (record != NULL && record->known != NULL && !record->deleted &&
        is_below (self, record, above))
      g_ptr_array_add (left, record);
  }
  return g_steal_pointer (&left);
}

gboolean
sat_group_find_below (SatGroup *self,
                      const SatGroupRecord *above,
                      gint64 rb,
                      SatGroupAuthor *author,
                      gboolean *found,
                      GError **error)
{
  g_autoptr (GPtrArray) left = left_below (self, above, error);

  *found = FALSE;
  if (left == NULL)
    return FALSE;
  for (guint i = 0; i < left->len && !*found; i++) {
    const SatGroupRecord *record = g_ptr_array_index (left, i);

    if (record->before == NULL || record->before->seq <= rb)
      continue;
    if (!sat_group_author (self, sat_clocks_latest (record->clocks), author, error))
      return FALSE;
    *found = !sat_uuid_equal (&author->user, &self->caller->user);
    if (!*found)
      sat_group_author_clear (author);
  }
  return TRUE;
}

gboolean
sat_group_end_below (SatGroup *self, const SatGroupRecord *above, SatMember *member, GError **error)
{
  g_autoptr (GPtrArray) left = left_below (self, above, error);

  for (guint i = 0; left != NULL && i < left->len; i++)
    sat_group_end (self, g_ptr_array_index (left, i), member);
  return left != NULL;
}
