/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-group.h"
#include "sat-history-id.h"

char *
sat_group_value_json (const SatWireValue *value)
{
  g_autoptr (SatJsonWriter) writer = NULL;
  GString *text;

  if (value == NULL || value->kind == SAT_WIRE_NULL)
    return NULL;
  text = g_string_new (NULL);
  writer = sat_json_writer_new_for_string (text, SAT_JSON_COMPACT);
  sat_wire_value_write (value, writer, NULL);
  sat_json_writer_finish (writer, NULL);
  return g_string_free (text, FALSE);
}

void
sat_group_add_history (SatGroup *self,
                       const SatGroupRecord *record,
                       const SatMember *member,
                       const char *field,
                       const SatWireValue *value,
                       SatVersion from,
                       SatVersion to,
                       const char *fate)
{
  const SatMutation *mutation = member->mutation;
  SatUuid u = mutation->u;
  SatStoredHistory *row = sat_stored_history_new ();
  SatGroupAuthor author;

  /* What a mutation does to another record than its own. */
  if (!sat_uuid_equal (&record->id, &mutation->id)) {
    char text[SAT_UUID_STRING_LENGTH + 1];

    sat_uuid_write (&record->id, text);
    u = sat_uuid_from_parts ("side effect", &mutation->u, text);
  }
  sat_group_this_author (self, mutation, &author);
  row->id = sat_history_id (&u, field);
  row->u = mutation->u;
  row->change = mutation->change;
  row->record = record->id;
  row->author = author.user;
  row->type = record->type;
  row->field = g_strdup (field);
  row->value = sat_group_value_json (value);
  row->from = from;
  row->to = to;
  row->fate = fate;
  row->name = g_steal_pointer (&author.name);
  row->device = sat_group_device (self);
  row->edited = author.edited;
  row->arrived = self->now;
  g_ptr_array_add (self->history, row);
}
