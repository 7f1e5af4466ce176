/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Setting fields: each of them, or each group of them, is decided by itself, then all are applied.
 */

#include "config.h"

#include "sat-fault.h"
#include "sat-group.h"
#include "sat-merge.h"

#include <string.h>

#define MOST_MERGES 16 /* of records into each other that are followed */

/* What becomes of the fields that share a version. */
typedef struct {
  const char *name;  /* of the version */
  GPtrArray *fields; /* names, of the mutation */
  SatMergeOutcome outcome;
  SatVersion current, version;
  SatGroupBase base;
  char *merged; /* the text that two made; NULL */
} Decision;

static void
decision_free (Decision *self)
{
  g_ptr_array_unref (self->fields);
  sat_group_base_clear (&self->base);
  g_free (self->merged);
  g_free (self);
}

const char *
sat_group_version_name (const SatType *type, const char *name)
{
  const SatField *field = type != NULL ? sat_type_field (type, name) : NULL;

  if (field == NULL || field->group == 0 || SAT_BUG ("group-torn"))
    return name;
  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i]->group == field->group)
      return type->fields[i]->name;
  return name;
}

/* The decisions to be made, one a version. */
static GPtrArray *
split (const SatType *type, const SatMutation *mutation)
{
  GPtrArray *decisions = g_ptr_array_new_with_free_func ((GDestroyNotify)decision_free);

  for (guint i = 0; i < sat_wire_fields_n (mutation->fields); i++) {
    const char *field = sat_wire_fields_name (mutation->fields, i);
    const char *name = sat_group_version_name (type, field);
    Decision *decision = NULL;

    for (guint j = 0; j < decisions->len && decision == NULL; j++) {
      Decision *other = g_ptr_array_index (decisions, j);

      if (g_str_equal (other->name, name))
        decision = other;
    }
    if (decision == NULL) {
      decision = g_new0 (Decision, 1);
      decision->name = name;
      decision->fields = g_ptr_array_new ();
      g_ptr_array_add (decisions, decision);
    }
    g_ptr_array_add (decision->fields, (gpointer)field);
  }
  return decisions;
}

static const char *
text_of (const SatWireFields *fields, const char *name)
{
  const SatWireValue *value = sat_group_value (fields, name);

  return value != NULL && value->kind == SAT_WIRE_TEXT ? value->text : "";
}

static gboolean
values_equal (const SatWireFields *a, const SatWireFields *b, const char *name)
{
  SatWireValue none = SAT_WIRE_VALUE_INIT;
  const SatWireValue *x = sat_group_value (a, name), *y = sat_group_value (b, name);

  return sat_wire_value_equal (x != NULL ? x : &none, y != NULL ? y : &none);
}

/* The text that the editor began with; NULL: it is not known any more. */
static gboolean
base_text (SatGroup *self,
           const SatGroupRecord *record,
           const Decision *decision,
           char **text,
           GError **error)
{
  g_autofree char *json = NULL;
  gboolean found;

  *text = NULL;
  if (decision->base.text != NULL) {
    *text = g_strdup (decision->base.text);
    return TRUE;
  }
  if (!sat_group_past (self, record, decision->name, decision->base.version, &json, &found, error))
    return FALSE;
  if (found && json == NULL) {
    *text = g_strdup ("");
  } else if (found) {
    g_autoptr (SatJsonReader) reader = sat_json_reader_new ();

    sat_json_reader_start (reader, json, strlen (json));
    *text = g_strdup (sat_json_reader_string (reader));
  }
  return TRUE;
}

static gboolean
merge_text (SatGroup *self,
            const SatGroupRecord *record,
            const SatMember *member,
            Decision *decision,
            SatMergeInput *input,
            GError **error)
{
  const SatField *field =
      record->known != NULL ? sat_type_field (record->known, decision->name) : NULL;
  g_autofree char *base = NULL;

  if (field == NULL || field->merge != SAT_MERGE_TEXT)
    return TRUE;
  if (!base_text (self, record, decision, &base, error))
    return FALSE;
  if (base == NULL)
    return TRUE;
  decision->merged = sat_merge_text (base, text_of (member->mutation->fields, decision->name),
                                     text_of (record->fields, decision->name));
  if (decision->merged == NULL)
    return TRUE;
  input->base_met = TRUE;
  decision->outcome = sat_merge_decide (input, &decision->version);
  return TRUE;
}

/* Nobody has ever written it, and the editor saw nothing, or another record's. */
static gboolean
is_blank (const SatGroupRecord *record, const SatMember *member, const Decision *decision)
{
  SatVersion base = sat_clocks_base (record->clocks);

  if ((sat_mutation_base (member->mutation, decision->name) != NULL &&
       sat_uuid_equal (&member->target, &member->mutation->id)) ||
      sat_version_compare (&decision->current, &base) != 0)
    return FALSE;
  for (guint i = 0; i < decision->fields->len; i++)
    if (sat_group_value (record->fields, g_ptr_array_index (decision->fields, i)) != NULL)
      return FALSE;
  return TRUE;
}

/* Is it what the mutation made of the field? Two of one change may have the same version. */
static gboolean
is_of (const SatGroupRecord *record,
       const SatMember *member,
       const char *name,
       const SatStoredHistory *row)
{
  const SatField *field = record->known != NULL ? sat_type_field (record->known, row->field) : NULL;
  g_autofree char *json = NULL;

  if (!g_str_equal (sat_group_version_name (record->known, row->field), name))
    return FALSE;
  /* Others' lines may have come to it. */
  if (field != NULL && field->merge == SAT_MERGE_TEXT)
    return TRUE;
  json = sat_group_value_json (sat_group_value (member->mutation->fields, row->field));
  return g_strcmp0 (json, row->value) == 0;
}

/* A laptop brought back what this very mutation once did, with what came of it. */
static gboolean
was_done (SatGroup *self,
          const SatGroupRecord *record,
          const SatMember *member,
          const char *name,
          gboolean *done,
          GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  SatVersion version = {
      MIN (member->mutation->h, sat_hlc_last_of_us (self->now + SAT_MERGE_LEAD_US)),
      sat_group_device (self)};

  *done = FALSE;
  if (!g_atomic_int_get (&self->server->went_back))
    return TRUE;
  rows = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_history_free);
  if (!self->api->history_of_record (self->transaction, &record->id, 0, rows, error))
    return FALSE;
  for (guint i = 0; i < rows->len && !*done; i++) {
    const SatStoredHistory *row = g_ptr_array_index (rows, i);

    *done = sat_version_compare (&row->from, &version) == 0 && is_of (record, member, name, row);
  }
  return TRUE;
}

static gboolean
decide (SatGroup *self,
        const SatGroupRecord *record,
        const SatMember *member,
        Decision *decision,
        GError **error)
{
  SatMergeInput input = {.hlc = member->mutation->h,
                         .device = sat_group_device (self),
                         .now = self->now,
                         .same = TRUE};
  const SatMutationBase *given = sat_mutation_base (member->mutation, decision->name);
  /* The edit that this one follows may have been passed over as done: that its base is met says
   * nothing then. */
  gboolean after_own = given != NULL && !sat_uuid_is_nil (&given->mutation), done;

  decision->current = input.current = sat_clocks_get (record->clocks, decision->name);
  if (!sat_group_base (self, record, member, decision->name, &decision->base, error))
    return FALSE;
  for (guint i = 0; i < decision->fields->len; i++)
    input.same &= values_equal (member->mutation->fields, record->fields,
                                g_ptr_array_index (decision->fields, i));
  input.base = decision->base.version;
  /* The server's own word has no base and stands. */
  input.base_met =
      decision->base.met || self->caller == NULL || is_blank (record, member, decision);
  if (decision->base.text != NULL)
    input.base = SAT_VERSION_NONE;
  decision->outcome = sat_merge_decide (&input, &decision->version);
  /* A value that lost does not win by being written again. */
  if (!sat_uuid_is_nil (&decision->base.conflict) && !input.same) {
    decision->outcome = SAT_MERGE_LOSE;
    decision->version = decision->current;
  }
  if (decision->outcome == SAT_MERGE_SAME || (decision->outcome == SAT_MERGE_APPLY && !after_own))
    return TRUE;
  if (!was_done (self, record, member, decision->name, &done, error))
    return FALSE;
  if (done) {
    decision->outcome = SAT_MERGE_SAME;
    decision->version = decision->current;
    return TRUE;
  }
  if (decision->outcome == SAT_MERGE_APPLY)
    return TRUE;
  return merge_text (self, record, member, decision, &input, error);
}

SatWireValue
sat_group_value_of (const SatType *type,
                    const char *name,
                    const SatWireFields *fields,
                    const SatWireFields *others)
{
  const SatField *field = type != NULL ? sat_type_field (type, name) : NULL;
  g_autoptr (SatWireFields) all = NULL;
  g_autofree char *text = NULL;
  const SatWireValue *value;

  if (field == NULL || field->group == 0) {
    value = sat_group_value (fields, name);
    return value != NULL ? sat_wire_value_copy (value) : sat_wire_null ();
  }
  all = sat_wire_fields_new ();
  for (guint i = 0; i < type->n_fields; i++) {
    const char *member = type->fields[i]->name;

    if (type->fields[i]->group != field->group)
      continue;
    value = sat_wire_fields_get (fields, member);
    if (value == NULL && others != NULL)
      value = sat_wire_fields_get (others, member);
    if (value != NULL)
      sat_wire_fields_take (all, member, sat_wire_value_copy (value), FALSE);
  }
  text = sat_wire_fields_to_string (all);
  return sat_wire_text (text);
}

static gboolean
value_of_base (SatGroup *self,
               const SatGroupRecord *record,
               const Decision *decision,
               SatWireValue *out,
               GError **error)
{
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();

  *out = sat_wire_null ();
  for (guint i = 0; i < decision->fields->len; i++) {
    const char *field = g_ptr_array_index (decision->fields, i);
    g_autoptr (SatJsonReader) reader = sat_json_reader_new ();
    g_autofree char *json = NULL;
    g_auto (SatWireValue) value = SAT_WIRE_VALUE_INIT;
    gboolean found;

    if (!sat_group_past (self, record, field, decision->base.version, &json, &found, error))
      return FALSE;
    if (json == NULL)
      continue;
    sat_json_reader_start (reader, json, strlen (json));
    if (sat_wire_value_read (reader, &value))
      sat_wire_fields_take (fields, field, sat_wire_value_copy (&value), FALSE);
  }
  if (sat_wire_fields_n (fields) > 0)
    *out = sat_group_value_of (record->known, decision->name, fields, NULL);
  return TRUE;
}

/* Two values: one stands, the other one is kept. @old: what was there. */
static gboolean
keep_both (SatGroup *self,
           SatGroupRecord *record,
           SatMember *member,
           const Decision *decision,
           const SatWireFields *old,
           GError **error)
{
  gboolean won = decision->outcome == SAT_MERGE_WIN;
  g_auto (SatWireValue) mine =
      sat_group_value_of (record->known, decision->name, member->mutation->fields, old);
  g_auto (SatWireValue) theirs = sat_group_value_of (record->known, decision->name, old, NULL);
  g_auto (SatWireValue) base = SAT_WIRE_VALUE_INIT;
  SatUuid id = sat_uuid_from_parts ("conflict", &member->mutation->u, decision->name);
  SatGroupAuthor me, other;
  SatGroupConflict conflict = {.kind = "field",
                               .field = decision->name,
                               .base = &base,
                               .value = won != SAT_BUG ("loser-forgotten") ? &theirs : &mine,
                               .winner = won ? &mine : &theirs,
                               .author = won ? &other : &me,
                               .other = won ? &me : &other};
  gboolean right;

  if (!value_of_base (self, record, decision, &base, error) ||
      !sat_group_author (self, decision->current, &other, error))
    return FALSE;
  sat_group_this_author (self, member->mutation, &me);
  if (!sat_uuid_is_nil (&decision->base.conflict))
    right = sat_group_renew_conflict (self, record, member, &decision->base.conflict, &mine, &me,
                                      error);
  else
    right =
        sat_group_open_conflict (self, record, member, &id, SAT_PUSH_CONFLICT, &conflict, error);
  if (!won) {
    const SatUuid *kept =
        !sat_uuid_is_nil (&decision->base.conflict) ? &decision->base.conflict : &id;

    if (member->lost == NULL)
      member->lost = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    g_hash_table_insert (member->lost, g_strdup (decision->name), g_memdup2 (kept, sizeof *kept));
  }
  sat_group_author_clear (&me);
  sat_group_author_clear (&other);
  return right;
}

static void
add_lost (SatGroup *self,
          const SatGroupRecord *record,
          const SatMember *member,
          const Decision *decision)
{
  SatVersion from = {MIN (member->mutation->h, sat_hlc_last_of_us (self->now + SAT_MERGE_LEAD_US)),
                     sat_group_device (self)};

  for (guint i = 0; i < decision->fields->len; i++) {
    const char *field = g_ptr_array_index (decision->fields, i);

    if (!values_equal (member->mutation->fields, record->fields, field))
      sat_group_add_history (self, record, member, field,
                             sat_wire_fields_get (member->mutation->fields, field), from,
                             decision->current, "lost");
  }
}

static void
set_value (SatGroup *self, SatGroupRecord *record, SatMember *member, const Decision *decision)
{
  const char *field = decision->name;

  if (decision->merged == NULL) {
    for (guint i = 0; i < decision->fields->len; i++) {
      field = g_ptr_array_index (decision->fields, i);
      if (!values_equal (member->mutation->fields, record->fields, field))
        sat_group_set (record, field, sat_wire_fields_get (member->mutation->fields, field));
    }
    return;
  }
  sat_member_raise (member, SAT_PUSH_MERGED);
  if (!g_str_equal (decision->merged, text_of (member->mutation->fields, field))) {
    if (member->texts == NULL)
      member->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    g_hash_table_insert (member->texts, g_strdup (field),
                         g_strdup (text_of (member->mutation->fields, field)));
  }
  if (!g_str_equal (decision->merged, text_of (record->fields, field))) {
    g_auto (SatWireValue) text = sat_wire_text (decision->merged);

    sat_group_set (record, field, &text);
  }
}

/* What was there until now, for each value that changes; for one of them at least, since a version
 * does not rise without a trace. */
static void
add_replaced (SatGroup *self,
              const SatGroupRecord *record,
              const SatWireFields *old,
              const SatMember *member,
              const Decision *decision)
{
  gboolean any = FALSE;

  for (guint i = 0; i < decision->fields->len; i++) {
    const char *field = g_ptr_array_index (decision->fields, i);
    gboolean last = i + 1 == decision->fields->len;

    if (values_equal (old, record->fields, field) && (any || !last))
      continue;
    any = TRUE;
    sat_group_add_history (self, record, member, field, sat_group_value (old, field),
                           decision->current, decision->version, "replaced");
  }
}

/* Copies of some of @fields. */
static SatWireFields *
values_of (const SatWireFields *fields, const GPtrArray *names)
{
  SatWireFields *values = sat_wire_fields_new ();

  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    const SatWireValue *value = sat_wire_fields_get (fields, name);

    if (value != NULL)
      sat_wire_fields_take (values, name, sat_wire_value_copy (value), TRUE);
  }
  return values;
}

static gboolean
apply (SatGroup *self,
       SatGroupRecord *record,
       SatMember *member,
       const Decision *decision,
       GError **error)
{
  gboolean both = decision->outcome == SAT_MERGE_LOSE || decision->outcome == SAT_MERGE_WIN;
  g_autoptr (SatWireFields) old =
      both ? sat_wire_fields_copy (record->fields) : values_of (record->fields, decision->fields);

  if (decision->outcome == SAT_MERGE_LOSE) {
    add_lost (self, record, member, decision);
    return keep_both (self, record, member, decision, old, error);
  }
  sat_member_wrote (member, decision->name, decision->version);
  if (sat_version_compare (&decision->version, &decision->current) > 0) {
    set_value (self, record, member, decision);
    sat_clocks_set (record->clocks, decision->name, decision->version);
    add_replaced (self, record, old, member, decision);
    sat_group_touch (record, member);
  }
  if (decision->outcome == SAT_MERGE_WIN)
    return keep_both (self, record, member, decision, old, error);
  return sat_group_settle (self, record, member, decision->name, error);
}

/* The deleted record comes back first; what it then gets is later than that. */
static gboolean
bring_back (
    SatGroup *self, SatGroupRecord *record, SatMember *member, GPtrArray *decisions, GError **error)
{
  gboolean unaware = record->before != NULL && member->mutation->rb < record->before->deleted_seq;
  SatVersion base;

  /* Who makes it anew (two people's links have one id) does not contradict anybody. */
  if (unaware && (member->mutation->rb != 0 || member->mutation->bases->len > 0) &&
      !sat_group_tell_deleter (self, record, member, SAT_CLOCKS_EXISTENCE, error))
    return FALSE;
  if (!sat_group_revive (self, record, member, error))
    return FALSE;
  base = sat_clocks_base (record->clocks);
  for (guint i = 0; i < decisions->len; i++) {
    Decision *decision = g_ptr_array_index (decisions, i);
    gboolean changes = decision->outcome != SAT_MERGE_LOSE && decision->outcome != SAT_MERGE_SAME;

    decision->current = base;
    decision->version = changes ? (SatVersion){base.hlc + 1, base.device} : base;
  }
  return TRUE;
}

static gboolean
create (SatGroup *self, SatMember *member)
{
  const SatMutation *mutation = member->mutation;
  SatMergeInput input = {.hlc = mutation->h, .device = sat_group_device (self), .now = self->now};
  SatGroupRecord *record = sat_group_create (self, &mutation->id, mutation->type);
  SatVersion version;

  sat_merge_decide (&input, &version);
  record->clocks = sat_clocks_new (version);
  for (guint i = 0; i < sat_wire_fields_n (mutation->fields); i++)
    sat_group_set (record, sat_wire_fields_name (mutation->fields, i),
                   sat_wire_fields_value (mutation->fields, i));
  sat_member_wrote (member, SAT_CLOCKS_EXISTENCE, version);
  sat_group_touch (record, member);
  return TRUE;
}

/* The record that another one was merged into takes what comes for it. */
static gboolean
follow (SatGroup *self, SatMember *member, SatGroupRecord **record, GError **error)
{
  SatAccess access;

  for (guint i = 0; *record != NULL && !sat_uuid_is_nil (&(*record)->merged_into); i++) {
    if (i == MOST_MERGES)
      return sat_group_refuse (self, member, "invalid");
    member->target = (*record)->merged_into;
    if (!sat_group_find (self, &member->target, record, error))
      return FALSE;
    sat_member_raise (member, SAT_PUSH_MERGED);
  }
  if (*record == NULL)
    return sat_group_refuse (self, member, "gone_parent");
  if (member->status != SAT_PUSH_MERGED)
    return TRUE;
  if (!sat_group_access (self, &(*record)->root, &access, error))
    return FALSE;
  return access == SAT_ACCESS_HELD || sat_group_quarantine (self, member);
}

gboolean
sat_group_put (SatGroup *self, SatMember *member, GError **error)
{
  g_autoptr (GPtrArray) decisions = NULL;
  SatGroupRecord *record;

  if (!sat_group_find (self, &member->mutation->id, &record, error))
    return FALSE;
  if (record == NULL)
    return create (self, member);
  if (!follow (self, member, &record, error) || self->refused != NULL)
    return self->refused != NULL;
  decisions = split (record->known, member->mutation);
  for (guint i = 0; i < decisions->len; i++)
    if (!decide (self, record, member, g_ptr_array_index (decisions, i), error))
      return FALSE;
  if (record->deleted && !bring_back (self, record, member, decisions, error))
    return FALSE;
  for (guint i = 0; i < decisions->len; i++)
    if (!apply (self, record, member, g_ptr_array_index (decisions, i), error))
      return FALSE;
  return TRUE;
}
