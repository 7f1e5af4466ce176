/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-merge.h"
#include "sat-server-rescue.h"

#include <string.h>

/* A row as it was sent. */
typedef struct {
  const char *field, *fate, *name;
  const SatWireValue *value;
  SatVersion from, to;
  gint64 edited, arrived;
} Told;

static const char *
text_of (const SatWireFields *fields, const char *name)
{
  const SatWireValue *value = sat_wire_fields_get (fields, name);

  return value != NULL && value->kind == SAT_WIRE_TEXT ? value->text : NULL;
}

static gint64
int_of (const SatWireFields *fields, const char *name)
{
  const SatWireValue *value = sat_wire_fields_get (fields, name);

  return value != NULL && value->kind == SAT_WIRE_INTEGER ? value->integer : 0;
}

static const char *
fate_of (const SatWireFields *fields)
{
  static const char *const fates[] = {"replaced", "lost", "deleted"};
  const char *text = text_of (fields, "fate");

  for (guint i = 0; i < G_N_ELEMENTS (fates); i++)
    if (g_strcmp0 (text, fates[i]) == 0)
      return fates[i];
  return NULL;
}

/* FALSE: it makes no sense. */
static gboolean
read_told (const SatWireFields *fields, const SatType *type, Told *out)
{
  const char *from = text_of (fields, "from"), *to = text_of (fields, "to");
  const SatField *field;

  *out = (Told){.field = text_of (fields, "field"),
                .fate = fate_of (fields),
                .name = text_of (fields, "name"),
                .value = sat_group_value (fields, "value"),
                .edited = int_of (fields, "edited"),
                .arrived = int_of (fields, "arrived")};
  if (out->field == NULL || out->fate == NULL || to == NULL ||
      (from != NULL && !sat_version_parse (from, NULL, &out->from)) ||
      !sat_version_parse (to, NULL, &out->to))
    return FALSE;
  field = sat_type_field (type, out->field);
  if (field != NULL)
    return out->value == NULL || sat_wire_value_check (out->value, field, NULL);
  return g_str_equal (out->field, SAT_CLOCKS_EXISTENCE) || sat_registry_is_identifier (out->field);
}

gboolean
sat_past_read (SatGroup *group, const SatRescued *rescued, SatPast *out, GError **error)
{
  out->rescued = rescued;
  out->type = sat_registry_type (group->server->registry, rescued->row.type);
  out->known = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_history_free);
  return group->api->history_of_record (group->transaction, &rescued->row.id, 0, out->known, error);
}

void
sat_past_clear (SatPast *self)
{
  g_clear_pointer (&self->known, g_ptr_array_unref);
}

static gboolean
is_version (const SatPast *self, const char *field, const char *name)
{
  return g_str_equal (sat_group_version_name (self->type, field), name);
}

gboolean
sat_past_is_known (const SatPast *self, const char *name, SatVersion version)
{
  for (guint i = 0; i < self->known->len; i++) {
    const SatStoredHistory *row = g_ptr_array_index (self->known, i);

    if (sat_version_compare (&row->from, &version) == 0 && is_version (self, row->field, name))
      return TRUE;
  }
  return FALSE;
}

gboolean
sat_past_was_replaced (const SatPast *self, const char *name, SatVersion version)
{
  for (guint i = 0; i < self->rescued->past->len; i++) {
    Told told;

    if (read_told (g_ptr_array_index (self->rescued->past, i), self->type, &told) &&
        g_str_equal (told.fate, "replaced") && sat_version_compare (&told.from, &version) == 0 &&
        is_version (self, told.field, name))
      return TRUE;
  }
  return FALSE;
}

static gboolean
has (const SatPast *self, const Told *told)
{
  for (guint i = 0; i < self->known->len; i++) {
    const SatStoredHistory *row = g_ptr_array_index (self->known, i);

    if (g_str_equal (row->field, told->field) && g_str_equal (row->fate, told->fate) &&
        sat_version_compare (&row->from, &told->from) == 0 &&
        sat_version_compare (&row->to, &told->to) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
add (SatGroup *group, const SatGroupRecord *record, const Told *told, GError **error)
{
  char from[SAT_VERSION_TEXT_LENGTH], to[SAT_VERSION_TEXT_LENGTH];
  gboolean lost = g_str_equal (told->fate, "lost");
  SatStoredHistory *row = sat_stored_history_new ();
  SatGroupAuthor author;
  g_autofree char *what = NULL;

  g_ptr_array_add (group->history, row);
  if (!sat_group_author (group, lost ? told->from : told->to, &author, error))
    return FALSE;
  sat_version_write (told->from, from);
  sat_version_write (told->to, to);
  what = g_strdup_printf ("%s %s %s %s", told->field, from, to, told->fate);
  row->id = sat_uuid_from_parts ("past", &record->id, what);
  row->record = record->id;
  row->author = author.user;
  row->type = record->type;
  row->field = g_strdup (told->field);
  row->value = sat_group_value_json (told->value);
  row->from = told->from;
  row->to = told->to;
  row->fate = told->fate;
  row->name = g_strdup (told->name != NULL ? told->name : author.name);
  row->device = lost ? told->from.device : told->to.device;
  row->arrived = MIN (told->arrived, group->now);
  row->edited = MIN (told->edited, row->arrived);
  sat_group_author_clear (&author);
  return TRUE;
}

gboolean
sat_past_add (
    const SatPast *self, SatGroup *group, const SatGroupRecord *record, guint *n, GError **error)
{
  SatHlc limit = sat_hlc_last_of_us (group->now + SAT_MERGE_LEAD_US);

  *n = 0;
  for (guint i = 0; i < self->rescued->past->len; i++) {
    Told told;

    if (!read_told (g_ptr_array_index (self->rescued->past, i), self->type, &told) ||
        told.to.hlc > limit || told.from.hlc > limit || has (self, &told))
      continue;
    if (!add (group, record, &told, error))
      return FALSE;
    (*n)++;
  }
  return TRUE;
}

gboolean
sat_past_add_replaced (SatGroup *group,
                       const SatGroupRecord *record,
                       const char *field,
                       const SatWireValue *value,
                       SatVersion from,
                       SatVersion to,
                       GError **error)
{
  Told told = {.field = field,
               .fate = "replaced",
               .value = value,
               .from = from,
               .to = to,
               .edited = sat_group_edited (group, to.hlc),
               .arrived = group->now};

  return add (group, record, &told, error);
}
