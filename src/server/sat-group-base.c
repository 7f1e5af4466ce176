/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the editor of a field saw: a version of the server's, or what became of an own earlier
 * mutation; and what the field was then. */

#include "config.h"

#include "sat-group.h"

#include <string.h>

void
sat_group_base_clear (SatGroupBase *base)
{
  g_clear_pointer (&base->text, g_free);
}

static gboolean
is_same (SatVersion a, SatVersion b)
{
  return sat_version_compare (&a, &b) == 0;
}

/* An own earlier mutation, as it is known of this group's or a stored one. */
typedef struct {
  gboolean known;
  SatVersion version;
  SatUuid conflict;
  char *text;
} Earlier;

static void
from_member (const SatMember *member, const char *name, Earlier *earlier)
{
  const SatUuid *lost = member->lost != NULL ? g_hash_table_lookup (member->lost, name) : NULL;

  earlier->known = member->versions != NULL || lost != NULL;
  if (member->versions != NULL)
    earlier->version = sat_clocks_get (member->versions, name);
  if (lost != NULL)
    earlier->conflict = *lost;
  if (member->texts != NULL)
    earlier->text = g_strdup (g_hash_table_lookup (member->texts, name));
}

static void
read_named (SatJsonReader *reader, const char *wanted, char **out)
{
  const char *name;

  if (!sat_json_reader_begin_object (reader))
    return;
  while ((name = sat_json_reader_member (reader)) != NULL)
    if (g_str_equal (name, wanted)) {
      g_free (*out);
      *out = g_strdup (sat_json_reader_string (reader));
    } else {
      sat_json_reader_skip (reader);
    }
}

/* As sat-group-store.c writes it. */
static gboolean
read_detail (const char *detail, const char *name, Earlier *earlier, GError **error)
{
  g_autoptr (SatJsonReader) reader = sat_json_reader_new ();
  g_autofree char *conflict = NULL;
  const char *member;

  sat_json_reader_start (reader, detail, strlen (detail));
  sat_json_reader_begin_object (reader);
  while ((member = sat_json_reader_member (reader)) != NULL)
    if (g_str_equal (member, "lost"))
      read_named (reader, name, &conflict);
    else if (g_str_equal (member, "texts"))
      read_named (reader, name, &earlier->text);
    else
      sat_json_reader_skip (reader);
  if (conflict != NULL && sat_uuid_parse (conflict, &earlier->conflict))
    earlier->known = TRUE;
  return sat_json_reader_finish (reader, error);
}

static gboolean
from_result (SatGroup *self, const SatUuid *u, const char *name, Earlier *earlier, GError **error)
{
  g_autoptr (GPtrArray) results =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_result_free);
  g_autoptr (SatClocks) versions = NULL;
  const SatStoredResult *result;

  if (self->caller == NULL)
    return TRUE;
  if (!self->api->results_of (self->transaction, u, results, error))
    return FALSE;
  result = sat_stored_results_find (results, &self->caller->user);
  if (result == NULL)
    return TRUE;
  if (result->versions != NULL) {
    versions = sat_clocks_parse (result->versions, error);
    if (versions == NULL)
      return FALSE;
    earlier->known = TRUE;
    earlier->version = sat_clocks_get (versions, name);
  }
  return result->detail == NULL || read_detail (result->detail, name, earlier, error);
}

static gboolean
find_earlier (SatGroup *self,
              const SatMember *member,
              const SatUuid *u,
              const char *name,
              Earlier *earlier,
              GError **error)
{
  for (const SatMember *other = &g_array_index (self->members, SatMember, 0); other < member;
       other++)
    if (sat_uuid_equal (&other->mutation->u, u)) {
      from_member (other, name, earlier);
      return TRUE;
    }
  return from_result (self, u, name, earlier, error);
}

static gboolean
is_open (SatGroup *self, const SatUuid *conflict, gboolean *open, GError **error)
{
  const SatWireValue *state;
  SatGroupRecord *record;

  *open = FALSE;
  if (!sat_group_find (self, conflict, &record, error))
    return FALSE;
  state = record != NULL ? sat_group_value (record->fields, "state") : NULL;
  *open = state != NULL && g_strcmp0 (state->text, "open") == 0;
  return TRUE;
}

static gboolean
has_version (const SatType *type, const char *field, const char *name)
{
  return g_str_equal (sat_group_version_name (type, field), name);
}

/* A record that was deleted and came back has new versions: a base from before is met if nobody
 * wrote the field between it and the delete, and nobody since. */
static gboolean
outlived (SatGroup *self,
          const SatGroupRecord *record,
          const char *name,
          SatVersion base,
          gboolean *met,
          GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_history_free);
  gboolean deleted = FALSE, replaced = FALSE;

  *met = FALSE;
  if (base.hlc == SAT_HLC_NONE ||
      !is_same (sat_clocks_get (record->clocks, name), sat_clocks_base (record->clocks)))
    return TRUE;
  if (!self->api->history_of_record (self->transaction, &record->id, 0, rows, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const SatStoredHistory *row = g_ptr_array_index (rows, i);

    deleted |=
        g_str_equal (row->field, SAT_CLOCKS_EXISTENCE) && sat_version_compare (&row->to, &base) > 0;
    replaced |= g_str_equal (row->fate, "replaced") && is_same (row->from, base) &&
                has_version (record->known, row->field, name);
  }
  *met = deleted && !replaced;
  return TRUE;
}

static gboolean
own_base (SatGroup *self,
          const SatGroupRecord *record,
          const SatMember *member,
          const SatMutationBase *given,
          SatGroupBase *base,
          GError **error)
{
  Earlier earlier = {0};
  gboolean open = FALSE;

  if (!find_earlier (self, member, &given->mutation, given->name, &earlier, error) ||
      (!sat_uuid_is_nil (&earlier.conflict) && !is_open (self, &earlier.conflict, &open, error))) {
    g_free (earlier.text);
    return FALSE;
  }
  base->text = earlier.text;
  if (open)
    base->conflict = earlier.conflict;
  else if (earlier.known && sat_uuid_is_nil (&earlier.conflict))
    base->version = earlier.version;
  return TRUE;
}

gboolean
sat_group_base (SatGroup *self,
                const SatGroupRecord *record,
                const SatMember *member,
                const char *name,
                SatGroupBase *base,
                GError **error)
{
  const SatMutationBase *given = sat_mutation_base (member->mutation, name);
  SatVersion current = sat_clocks_get (record->clocks, name);

  *base = (SatGroupBase){.version = SAT_VERSION_NONE};
  if (given == NULL)
    return TRUE;
  if (sat_uuid_is_nil (&given->mutation))
    base->version = given->version;
  else if (!own_base (self, record, member, given, base, error))
    return FALSE;
  if (base->text != NULL || is_same (base->version, current))
    return TRUE;
  return outlived (self, record, name, base->version, &base->met, error);
}

gboolean
sat_group_past (SatGroup *self,
                const SatGroupRecord *record,
                const char *field,
                SatVersion version,
                char **json,
                gboolean *found,
                GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_history_free);

  *json = NULL;
  *found = FALSE;
  if (version.hlc == SAT_HLC_NONE)
    return TRUE;
  if (!self->api->history_of_record (self->transaction, &record->id, 0, rows, error))
    return FALSE;
  for (guint i = 0; i < rows->len + self->history->len && !*found; i++) {
    const SatStoredHistory *row = i < rows->len ? g_ptr_array_index (rows, i)
                                                : g_ptr_array_index (self->history, i - rows->len);

    *found = sat_uuid_equal (&row->record, &record->id) && g_str_equal (row->field, field) &&
             is_same (row->from, version) && !g_str_equal (row->fate, "lost");
    if (*found)
      *json = g_strdup (row->value);
  }
  return TRUE;
}
