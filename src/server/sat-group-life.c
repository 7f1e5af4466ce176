/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Deleting, and coming back. An edit that the deleter did not know, and a delete that the editor
 * did not know, end the same whichever comes first: the record stays and a conflict tells. */

#include "config.h"

#include "sat-fault.h"
#include "sat-group.h"
#include "sat-merge.h"

/* The version of an event that comes after all that happened to the record. */
static SatVersion
version_after (SatGroup *self, const SatGroupRecord *record, const SatMutation *mutation)
{
  SatVersion latest = sat_clocks_latest (record->clocks), version;
  SatMergeInput input = {.current = latest,
                         .base = latest,
                         .hlc = mutation->h,
                         .device = sat_group_device (self),
                         .now = self->now};

  sat_merge_decide (&input, &version);
  return version;
}

/* Deletes */

static gboolean
is_mine (const SatGroup *self, const SatUuid *author)
{
  return self->caller == NULL || sat_uuid_equal (author, &self->caller->user);
}

/* Somebody else's edit that the deleter has not seen. @author is to be cleared if *@found. */
static gboolean
find_unseen_edit (SatGroup *self,
                  const SatGroupRecord *record,
                  gint64 rb,
                  SatGroupAuthor *author,
                  gboolean *found,
                  GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_history_free);
  const SatStoredHistory *edit = NULL;
  gboolean was_deleted = FALSE;

  *found = FALSE;
  if (!self->api->history_of_record (self->transaction, &record->id, rb, rows, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const SatStoredHistory *row = g_ptr_array_index (rows, i);

    was_deleted |= g_str_equal (row->field, SAT_CLOCKS_EXISTENCE);
    if (!is_mine (self, &row->author) && !g_str_equal (row->fate, "lost"))
      edit = row;
  }
  if (edit != NULL && !SAT_BUG ("delete-beats-edit")) {
    *author = (SatGroupAuthor){edit->author, g_strdup (edit->name), edit->edited};
    *found = TRUE;
    return TRUE;
  }
  /* Deleted by this author and brought back by another one. */
  if (!was_deleted)
    return TRUE;
  if (!sat_group_author (self, sat_clocks_base (record->clocks), author, error))
    return FALSE;
  *found = !is_mine (self, &author->user);
  if (!*found)
    sat_group_author_clear (author);
  return TRUE;
}

static gboolean
keep_from_delete (SatGroup *self,
                  SatGroupRecord *record,
                  SatMember *member,
                  const SatGroupAuthor *editor,
                  GError **error)
{
  SatUuid id = sat_uuid_from_parts ("conflict", &member->mutation->u, SAT_CLOCKS_EXISTENCE);
  SatGroupAuthor me;
  SatGroupConflict conflict = {
      .kind = "delete", .field = SAT_CLOCKS_EXISTENCE, .author = &me, .other = editor};
  gboolean right;

  sat_group_this_author (self, member->mutation, &me);
  right = sat_group_open_conflict (self, record, member, &id, SAT_PUSH_CONFLICT, &conflict, error);
  sat_group_author_clear (&me);
  if (self->kept == NULL)
    self->kept = g_hash_table_new_full (sat_uuid_hash, sat_uuid_equal, g_free, g_free);
  g_hash_table_insert (self->kept, g_memdup2 (&record->root, sizeof record->root),
                       g_memdup2 (&id, sizeof id));
  return right;
}

/* One delete that does not happen keeps all below the same root: a customer is not left without
 * what hung from it. So this is asked of all before any is done. */
gboolean
sat_group_find_kept (SatGroup *self, GError **error)
{
  for (guint i = 0; i < self->members->len; i++) {
    SatMember *member = &g_array_index (self->members, SatMember, i);
    SatGroupAuthor editor;
    SatGroupRecord *record;
    gboolean found;

    if (member->mutation->op != SAT_OP_DELETE || self->caller == NULL)
      continue;
    if (!sat_group_find (self, &member->mutation->id, &record, error))
      return FALSE;
    if (record == NULL || record->deleted)
      continue;
    if (!find_unseen_edit (self, record, member->mutation->rb, &editor, &found, error) ||
        (!found &&
         !sat_group_find_below (self, record, member->mutation->rb, &editor, &found, error)))
      return FALSE;
    if (found) {
      gboolean right = keep_from_delete (self, record, member, &editor, error);

      sat_group_author_clear (&editor);
      if (!right)
        return FALSE;
    }
  }
  return TRUE;
}

void
sat_group_end (SatGroup *self, SatGroupRecord *record, SatMember *member)
{
  SatVersion gone = version_after (self, record, member->mutation);
  g_auto (SatWireValue) alive = sat_wire_int (1);

  for (guint i = 0; i < sat_wire_fields_n (record->fields); i++) {
    const char *field = sat_wire_fields_name (record->fields, i);

    sat_group_add_history (
        self, record, member, field, sat_wire_fields_value (record->fields, i),
        sat_clocks_get (record->clocks, sat_group_version_name (record->known, field)), gone,
        "deleted");
  }
  sat_group_add_history (self, record, member, SAT_CLOCKS_EXISTENCE, &alive,
                         sat_clocks_base (record->clocks), gone, "deleted");
  sat_clocks_set (record->clocks, SAT_CLOCKS_EXISTENCE, gone);
  record->deleted = TRUE;
  sat_group_touch (record, member);
  sat_member_wrote (member, SAT_CLOCKS_EXISTENCE, gone);
}

gboolean
sat_group_delete (SatGroup *self, SatMember *member, GError **error)
{
  const SatUuid *conflict;
  SatGroupRecord *record;

  if (!sat_group_find (self, &member->mutation->id, &record, error))
    return FALSE;
  if (record == NULL || record->deleted)
    return TRUE;
  conflict = self->kept != NULL ? g_hash_table_lookup (self->kept, &record->root) : NULL;
  if (conflict != NULL) {
    sat_member_add_conflict (member, SAT_PUSH_CONFLICT, conflict);
    return TRUE;
  }
  sat_group_end (self, record, member);
  return (self->caller == NULL || sat_group_end_below (self, record, member, error)) &&
         sat_group_settle (self, record, member, SAT_CLOCKS_EXISTENCE, error);
}

/* One that was deleted before, and brought back, too. */
static gboolean
has_new_end (const SatGroupRecord *record)
{
  SatVersion end = sat_clocks_get (record->clocks, SAT_CLOCKS_EXISTENCE), before;
  g_autoptr (SatClocks) clocks = NULL;

  if (record->before == NULL || record->before->deleted_seq == 0)
    return TRUE;
  clocks = sat_clocks_parse (record->before->clocks, NULL);
  before = clocks != NULL ? sat_clocks_get (clocks, SAT_CLOCKS_EXISTENCE) : SAT_VERSION_NONE;
  return sat_version_compare (&end, &before) != 0;
}

gboolean
sat_group_is_deleted_here (const SatGroupRecord *record)
{
  return record->deleted && record->member != NULL && sat_uuid_is_nil (&record->merged_into) &&
         has_new_end (record);
}

/* Coming back */

static void
begin_record (SatGroup *self, SatGroupRecord *record, SatMember *member)
{
  SatVersion base = version_after (self, record, member->mutation);

  if (SAT_BUG ("same-life-again"))
    base = sat_clocks_base (record->clocks);
  sat_clocks_free (record->clocks);
  record->clocks = sat_clocks_new (base);
  record->deleted = FALSE;
  record->merged_into = (SatUuid){{0}};
  sat_group_touch (record, member);
}

/* Is it below @above: itself, or by its parents? */
static gboolean
is_below (SatGroup *self, SatGroupRecord *record, const SatUuid *above, gboolean *below)
{
  for (guint depth = 0; depth < 8 && record != NULL; depth++) {
    const SatWireValue *parent = sat_group_parent (record);

    *below = sat_uuid_equal (&record->id, above) || sat_uuid_equal (&record->root, above);
    if (*below || parent == NULL)
      return TRUE;
    if (!sat_group_find (self, &parent->reference, &record, NULL))
      return FALSE;
  }
  return TRUE;
}

/* What hangs from @record and went in the same commit. */
static gboolean
revive_below (SatGroup *self, const SatGroupRecord *record, SatMember *member, GError **error)
{
  g_autoptr (GPtrArray) children =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_record_free);

  if (record->before == NULL ||
      !self->api->children (self->transaction, &record->root, NULL, G_MAXINT, children, error))
    return record->before == NULL;
  for (guint i = 0; i < children->len; i++) {
    const SatStoredRecord *stored = g_ptr_array_index (children, i);
    SatGroupRecord *child;
    gboolean below = FALSE;

    if (stored->deleted_seq != record->before->deleted_seq)
      continue;
    if (!sat_group_find (self, &stored->id, &child, error))
      return FALSE;
    if (child->deleted && !sat_group_is_deleted_here (child) &&
        is_below (self, child, &record->id, &below) && below)
      begin_record (self, child, member);
  }
  return TRUE;
}

gboolean
sat_group_revive (SatGroup *self, SatGroupRecord *record, SatMember *member, GError **error)
{
  begin_record (self, record, member);
  sat_member_wrote (member, SAT_CLOCKS_EXISTENCE, sat_clocks_base (record->clocks));
  return revive_below (self, record, member, error);
}

/* Who deleted it, and when. */
static gboolean
find_deleter (SatGroup *self, const SatGroupRecord *record, SatGroupAuthor *author, GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_history_free);

  *author = (SatGroupAuthor){.name = g_strdup ("")};
  if (record->before == NULL)
    return TRUE;
  if (!self->api->history_of_record (self->transaction, &record->id,
                                     record->before->deleted_seq - 1, rows, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const SatStoredHistory *row = g_ptr_array_index (rows, i);

    if (!g_str_equal (row->field, SAT_CLOCKS_EXISTENCE))
      continue;
    g_free (author->name);
    *author = (SatGroupAuthor){row->author, g_strdup (row->name), row->edited};
  }
  return TRUE;
}

gboolean
sat_group_tell_deleter (
    SatGroup *self, SatGroupRecord *record, SatMember *member, const char *key, GError **error)
{
  SatUuid id = sat_uuid_from_parts ("conflict", &member->mutation->u, key);
  SatGroupAuthor deleter, me;
  SatGroupConflict conflict = {
      .kind = "delete", .field = SAT_CLOCKS_EXISTENCE, .author = &deleter, .other = &me};
  gboolean right;

  if (!find_deleter (self, record, &deleter, error)) {
    sat_group_author_clear (&deleter);
    return FALSE;
  }
  sat_group_this_author (self, member->mutation, &me);
  right = sat_group_open_conflict (self, record, member, &id, SAT_PUSH_CONFLICT, &conflict, error);
  sat_group_author_clear (&deleter);
  sat_group_author_clear (&me);
  return right;
}

/* Has the field had this value before, as the @rows of its past tell? Then it says nothing new. */
static gboolean
is_past (GPtrArray *rows, const SatUuid *record, const char *field, const SatWireValue *value)
{
  g_autofree char *json = sat_group_value_json (value);

  for (guint i = 0; i < rows->len; i++) {
    const SatStoredHistory *row = g_ptr_array_index (rows, i);

    if (sat_uuid_equal (&row->record, record) && g_str_equal (row->field, field) &&
        g_strcmp0 (row->value, json) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_present (const SatGroupRecord *record, const char *field, const SatWireValue *value)
{
  const SatWireValue *now = sat_group_value (record->fields, field);

  return now != NULL ? sat_wire_value_equal (now, value) : value->kind == SAT_WIRE_NULL;
}

/* The edits that an undelete of a living record carries, as a mutation that sets them. @rows: its
 * past, but for what this group has done. */
static SatMutation *
edits_of (const SatGroup *self,
          const SatMutation *mutation,
          const SatGroupRecord *record,
          GPtrArray *rows)
{
  SatMutation *edit = sat_mutation_new ();

  edit->m = mutation->m;
  edit->u = mutation->u;
  edit->h = mutation->h;
  edit->type = g_strdup (mutation->type);
  edit->id = mutation->id;
  edit->rb = mutation->rb;
  edit->change = mutation->change;
  for (guint i = 0; i < sat_wire_fields_n (mutation->fields); i++) {
    const char *name = sat_wire_fields_name (mutation->fields, i);
    const SatWireValue *value = sat_wire_fields_value (mutation->fields, i);

    if (SAT_BUG ("undelete-overwrites") ||
        (!is_present (record, name, value) && !is_past (rows, &record->id, name, value) &&
         !is_past (self->history, &record->id, name, value)))
      sat_wire_fields_take (edit->fields, name, sat_wire_value_copy (value), TRUE);
  }
  return edit;
}

/* It came back by somebody's edit, or its delete did not happen: what the undelete holds is what
 * its author saw, older than that, but for words that nobody has read yet. */
static gboolean
undelete_living (SatGroup *self, const SatGroupRecord *record, SatMember *member, GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_history_free);
  SatMutation *edit;

  if (record->known == NULL)
    return TRUE;
  if (!self->api->history_of_record (self->transaction, &record->id, 0, rows, error))
    return FALSE;
  edit = edits_of (self, member->mutation, record, rows);
  g_ptr_array_add (self->made, edit);
  if (sat_wire_fields_n (edit->fields) == 0)
    return TRUE;
  member->mutation = edit;
  return sat_group_put (self, member, error);
}

/* What the sender saw of it is what was sent; what an older program knows nothing of stays. */
static void
empty_known (const SatGroup *self, SatGroupRecord *record)
{
  guint schema = self->caller != NULL ? self->caller->schema : 0;

  for (guint i = sat_wire_fields_n (record->fields); i > 0; i--) {
    const char *name = sat_wire_fields_name (record->fields, i - 1);
    const SatField *field = record->known != NULL ? sat_type_field (record->known, name) : NULL;

    if (schema == 0 || field == NULL || field->since <= schema)
      sat_wire_fields_remove (record->fields, name);
  }
}

gboolean
sat_group_undelete (SatGroup *self, SatMember *member, GError **error)
{
  const SatMutation *mutation = member->mutation;
  SatGroupRecord *record;

  if (!sat_group_find (self, &mutation->id, &record, error))
    return FALSE;
  if (record == NULL)
    return sat_group_put (self, member, error);
  if (!record->deleted)
    return undelete_living (self, record, member, error);
  begin_record (self, record, member);
  sat_member_wrote (member, SAT_CLOCKS_EXISTENCE, sat_clocks_base (record->clocks));
  if (sat_wire_fields_n (mutation->fields) == 0)
    return TRUE;
  empty_known (self, record);
  for (guint i = 0; i < sat_wire_fields_n (mutation->fields); i++)
    sat_group_set (record, sat_wire_fields_name (mutation->fields, i),
                   sat_wire_fields_value (mutation->fields, i));
  record->fields_changed = TRUE;
  return TRUE;
}
