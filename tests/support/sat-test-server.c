/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-test-server.h"

#include "sat-history-id.h"
#include "sat-merge.h"
#include "sat-writer-private.h"

#include <string.h>

#define OTHER_DEVICE 99
#define NOW (SAT_TEST_STORE_NOW + 1000 * G_USEC_PER_SEC)

typedef struct {
  gint64 seq;
  SatTestServerRecord *record; /* NULL: */
  SatPageRow row;              /* unless it is what is gone */
  gboolean gone;
} Event;

struct _SatTestServer {
  GHashTable *records; /* by uuid */
  GHashTable *results; /* u -> SatVersion that it wrote */
  GHashTable *answers; /* m -> SatPushResult-like text; absent: ok */
  GPtrArray *events;   /* Event, by seq; of a record the last one counts */
  gint64 seq, last_m;
  SatChain chain;
  SatHlc hlc;
  SatTestRefuse refuse;
  gpointer refuse_data;
  gboolean history;
};

static void
record_free (gpointer data)
{
  SatTestServerRecord *record = data;

  g_free (record->type);
  sat_clocks_free (record->clocks);
  sat_wire_fields_free (record->fields);
  g_free (record);
}

static void
event_free (gpointer data)
{
  Event *event = data;

  sat_page_row_clear (&event->row);
  g_free (event);
}

SatTestServer *
sat_test_server_new (void)
{
  SatTestServer *self = g_new0 (SatTestServer, 1);

  self->records = g_hash_table_new_full (sat_uuid_hash, sat_uuid_equal, NULL, record_free);
  self->results = g_hash_table_new_full (sat_uuid_hash, sat_uuid_equal, g_free, g_free);
  self->answers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->events = g_ptr_array_new_with_free_func (event_free);
  self->hlc = sat_hlc_from_us (SAT_TEST_STORE_NOW - G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC);
  self->history = TRUE;
  return self;
}

void
sat_test_server_free (SatTestServer *self)
{
  g_hash_table_unref (self->records);
  g_hash_table_unref (self->results);
  g_hash_table_unref (self->answers);
  g_ptr_array_unref (self->events);
  g_free (self);
}

void
sat_test_server_set_refuse (SatTestServer *self, SatTestRefuse refuse, gpointer data)
{
  self->refuse = refuse;
  self->refuse_data = data;
}

void
sat_test_server_set_history (SatTestServer *self, gboolean history)
{
  self->history = history;
}

const SatTestServerRecord *
sat_test_server_get (SatTestServer *self, const SatUuid *uuid)
{
  return g_hash_table_lookup (self->records, uuid);
}

GList *
sat_test_server_all (SatTestServer *self)
{
  return g_hash_table_get_values (self->records);
}

gint64
sat_test_server_seq (SatTestServer *self)
{
  return self->seq;
}

static void
touch (SatTestServer *self, SatTestServerRecord *record)
{
  Event *event = g_new0 (Event, 1);

  for (guint i = self->events->len; i > 0; i--)
    if (((Event *)self->events->pdata[i - 1])->record == record)
      g_ptr_array_remove_index (self->events, i - 1);
  record->seq = self->seq;
  event->seq = self->seq;
  event->record = record;
  g_ptr_array_add (self->events, event);
}

static SatWireValue
version_value (SatVersion version)
{
  char text[SAT_VERSION_TEXT_LENGTH];

  sat_version_write (version, text);
  return sat_wire_text (text);
}

static void
add_history (SatTestServer *self,
             const SatTestServerRecord *record,
             const SatUuid *u,
             const char *field,
             const SatWireValue *value,
             SatVersion from,
             SatVersion to,
             const char *fate)
{
  g_autofree char *id = sat_uuid_to_string (u);
  SatWireFields *fields = sat_wire_fields_new ();
  Event *event = g_new0 (Event, 1);

  sat_wire_fields_take (fields, "u", sat_wire_text (id), FALSE);
  sat_wire_fields_take (fields, "type", sat_wire_text (record->type), FALSE);
  sat_wire_fields_take (fields, "record", sat_wire_reference (&record->uuid), FALSE);
  sat_wire_fields_take (fields, "field", sat_wire_text (field), FALSE);
  if (value != NULL)
    sat_wire_fields_take (fields, "value", sat_wire_value_copy (value), FALSE);
  sat_wire_fields_take (fields, "from", version_value (from), FALSE);
  sat_wire_fields_take (fields, "to", version_value (to), FALSE);
  sat_wire_fields_take (fields, "fate", sat_wire_text (fate), FALSE);
  sat_wire_fields_take (fields, "name", sat_wire_text ("Somebody"), FALSE);
  sat_wire_fields_take (fields, "edited", sat_wire_int (sat_hlc_to_us (to.hlc)), FALSE);
  sat_wire_fields_take (fields, "arrived", sat_wire_int (NOW), FALSE);
  event->seq = self->seq;
  event->row = (SatPageRow){.type = "history",
                            .id = sat_history_id (u, field),
                            .root = record->root,
                            .seq = self->seq,
                            .clocks = sat_clocks_new (to),
                            .fields = fields};
  g_ptr_array_add (self->events, event);
}

static const char *
version_name (const char *type, const char *field)
{
  g_autoptr (SatRegistry) registry = sat_registry_new ();
  const SatType *found = sat_registry_type (registry, type);
  const SatField *line = found != NULL ? sat_type_field (found, field) : NULL;

  return line != NULL && line->group != 0
             ? g_intern_string (sat_type_field_by_number (found, sat_version_number (line))->name)
             : field;
}

static void
replace (SatTestServer *self,
         SatTestServerRecord *record,
         const SatUuid *u,
         const char *name,
         const SatWireValue *value,
         SatVersion version)
{
  const SatWireValue *before = sat_wire_fields_get (record->fields, name);
  SatVersion from = sat_clocks_get (record->clocks, version_name (record->type, name));

  if (self->history &&
      (before == NULL ? value->kind != SAT_WIRE_NULL : !sat_wire_value_equal (before, value)))
    add_history (self, record, u, name, before, from, version, "replaced");
  sat_wire_fields_take (record->fields, name, sat_wire_value_copy (value), FALSE);
}

static void
end_life (SatTestServer *self, SatTestServerRecord *record, const SatUuid *u, SatVersion version)
{
  SatWireValue alive = sat_wire_int (1);

  for (guint i = 0; self->history && i < sat_wire_fields_n (record->fields); i++) {
    const char *name = sat_wire_fields_name (record->fields, i);

    add_history (self, record, u, name, sat_wire_fields_value (record->fields, i),
                 sat_clocks_get (record->clocks, version_name (record->type, name)), version,
                 "deleted");
  }
  if (self->history)
    add_history (self, record, u, SAT_CLOCKS_EXISTENCE, &alive, sat_clocks_base (record->clocks),
                 version, "deleted");
  record->deleted = TRUE;
  sat_clocks_set (record->clocks, SAT_CLOCKS_EXISTENCE, version);
}

static void
live (SatTestServerRecord *record, const SatWireFields *fields, SatVersion base)
{
  if (fields != NULL) {
    g_clear_pointer (&record->fields, sat_wire_fields_free);
    record->fields = sat_wire_fields_copy (fields);
  }
  g_clear_pointer (&record->clocks, sat_clocks_free);
  record->clocks = sat_clocks_new (base);
  record->deleted = FALSE;
}

static SatTestServerRecord *
add_record (SatTestServer *self, const SatUuid *uuid, const char *type)
{
  SatTestServerRecord *record = g_new0 (SatTestServerRecord, 1);

  record->uuid = record->root = *uuid;
  record->type = g_strdup (type);
  record->fields = sat_wire_fields_new ();
  record->clocks = sat_clocks_new (SAT_VERSION_NONE);
  g_hash_table_insert (self->records, &record->uuid, record);
  return record;
}

static SatVersion
next_version (SatVersion current, SatHlc hlc, guint32 device)
{
  return (SatVersion){MAX (hlc, current.hlc + 1), device};
}

/* What the whole record was last touched at, for new lives. */
static SatVersion
latest (const SatTestServerRecord *record)
{
  return sat_clocks_latest (record->clocks);
}

/* One field, or a group by its first name. */
static gboolean
merge_unit (SatTestServer *self,
            SatTestServerRecord *record,
            const SatMutation *mutation,
            guint32 device,
            const char *unit,
            SatVersion *written)
{
  SatVersion current = sat_clocks_get (record->clocks, unit);
  const SatMutationBase *base = sat_mutation_base (mutation, unit);
  SatMergeInput input = {
      .current = current, .hlc = mutation->h, .device = device, .now = NOW, .same = TRUE};
  SatMergeOutcome outcome;
  SatVersion version;

  if (base != NULL && !sat_uuid_is_nil (&base->mutation)) {
    const SatVersion *own = g_hash_table_lookup (self->results, &base->mutation);

    input.base_met = own != NULL && own->hlc != 0 && sat_version_compare (own, &current) == 0;
  } else if (base != NULL) {
    input.base = base->version;
  }
  for (guint i = 0; i < sat_wire_fields_n (mutation->fields); i++) {
    const char *name = sat_wire_fields_name (mutation->fields, i);
    const SatWireValue *value = sat_wire_fields_value (mutation->fields, i);
    const SatWireValue *now = sat_wire_fields_get (record->fields, name);

    if (g_str_equal (version_name (record->type, name), unit))
      input.same &= now != NULL ? sat_wire_value_equal (now, value) : value->kind == SAT_WIRE_NULL;
  }
  outcome = sat_merge_decide (&input, &version);
  for (guint i = 0; outcome != SAT_MERGE_LOSE && i < sat_wire_fields_n (mutation->fields); i++) {
    const char *name = sat_wire_fields_name (mutation->fields, i);

    if (g_str_equal (version_name (record->type, name), unit))
      replace (self, record, &mutation->u, name, sat_wire_fields_value (mutation->fields, i),
               version);
  }
  sat_clocks_set (record->clocks, unit, version);
  if (outcome != SAT_MERGE_LOSE)
    *written = version;
  return outcome == SAT_MERGE_WIN || outcome == SAT_MERGE_LOSE;
}

static gboolean
apply_put (SatTestServer *self,
           SatTestServerRecord *record,
           const SatMutation *mutation,
           guint32 device,
           SatVersion *written)
{
  g_autoptr (GHashTable) units = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean conflict = FALSE;

  if (record->deleted) {
    *written = next_version (latest (record), mutation->h, device);
    live (record, NULL, *written);
    for (guint i = 0; i < sat_wire_fields_n (mutation->fields); i++)
      replace (self, record, &mutation->u, sat_wire_fields_name (mutation->fields, i),
               sat_wire_fields_value (mutation->fields, i), *written);
    return FALSE;
  }
  for (guint i = 0; i < sat_wire_fields_n (mutation->fields); i++) {
    const char *unit = version_name (record->type, sat_wire_fields_name (mutation->fields, i));

    if (g_hash_table_add (units, (gpointer)unit))
      conflict |= merge_unit (self, record, mutation, device, unit, written);
  }
  return conflict;
}

static SatPushStatus
apply_one (SatTestServer *self, const SatMutation *mutation, guint32 device)
{
  SatTestServerRecord *record = g_hash_table_lookup (self->records, &mutation->id);
  SatVersion written = SAT_VERSION_NONE;
  gboolean conflict = FALSE;

  if (g_hash_table_contains (self->results, &mutation->u))
    return SAT_PUSH_OK;
  if (g_str_equal (mutation->type, "conflict"))
    return SAT_PUSH_OK;
  if (record == NULL) {
    if (mutation->op != SAT_OP_PUT || mutation->bases->len > 0 || mutation->rb != 0)
      return SAT_PUSH_REJECTED;
    record = add_record (self, &mutation->id, mutation->type);
    written = (SatVersion){mutation->h, device};
    live (record, mutation->fields, written);
  } else if (mutation->op == SAT_OP_PUT) {
    conflict = apply_put (self, record, mutation, device, &written);
  } else if (mutation->op == SAT_OP_DELETE) {
    written = next_version (latest (record), mutation->h, device);
    if (!record->deleted)
      end_life (self, record, &mutation->u, written);
  } else {
    written = next_version (latest (record), mutation->h, device);
    live (record, mutation->fields, written);
  }
  g_hash_table_insert (self->results, g_memdup2 (&mutation->u, sizeof mutation->u),
                       g_memdup2 (&written, sizeof written));
  touch (self, record);
  return conflict ? SAT_PUSH_CONFLICT : SAT_PUSH_OK;
}

static void
take_group (SatTestServer *self, GPtrArray *group, guint32 device, SatPushAnswer *answer)
{
  const char *code = NULL;

  for (guint i = 0; i < group->len && code == NULL; i++)
    code = self->refuse != NULL ? self->refuse (group->pdata[i], self->refuse_data) : NULL;
  self->seq++;
  for (guint i = 0; i < group->len; i++) {
    const SatMutation *mutation = group->pdata[i];
    SatPushStatus status = code == NULL    ? apply_one (self, mutation, device)
                           : *code == '\0' ? SAT_PUSH_QUARANTINED
                                           : SAT_PUSH_REJECTED;

    if (status != SAT_PUSH_OK) {
      SatPushResult *result = sat_push_answer_add (answer, mutation->m, status);

      if (status == SAT_PUSH_REJECTED)
        result->code = g_strdup (code != NULL ? code : "invalid");
    }
  }
  g_ptr_array_set_size (group, 0);
}

GBytes *
sat_test_server_push (SatTestServer *self, guint32 device, GBytes *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatPush) push = sat_push_parse (body, &error);
  g_autoptr (SatPushAnswer) answer = sat_push_answer_new ();
  g_autoptr (GPtrArray) group = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_mutation_free);

  g_assert_no_error (error);
  g_assert_cmpint (push->first, <=, self->last_m + 1);
  if (push->first == self->last_m + 1)
    g_assert_cmpmem (&push->prev, sizeof push->prev, &self->chain, sizeof self->chain);
  for (guint i = 0; i < push->lines->len; i++) {
    gsize length;
    const char *line = g_bytes_get_data (push->lines->pdata[i], &length);
    SatMutation *mutation = sat_mutation_parse (line, length, &error);

    g_assert_no_error (error);
    g_assert_cmpint (mutation->m, ==, push->first + i);
    if (mutation->m <= self->last_m) {
      sat_mutation_free (mutation);
      continue;
    }
    if (group->len > 0 && (mutation->x == 0 || mutation->x != ((SatMutation *)group->pdata[0])->x))
      take_group (self, group, device, answer);
    g_ptr_array_add (group, mutation);
    sat_chain_add (&self->chain, line, length);
    self->last_m = mutation->m;
  }
  if (group->len > 0)
    take_group (self, group, device, answer);
  answer->last_m = self->last_m;
  answer->hash = self->chain;
  answer->seq = self->seq;
  return sat_push_answer_write (answer);
}

static SatWireValue
parse_value (const char *text)
{
  SatUuid uuid;

  if (text[0] == '#')
    return sat_wire_int (g_ascii_strtoll (text + 1, NULL, 10));
  if (text[0] == '@' && sat_uuid_parse (text + 1, &uuid))
    return sat_wire_reference (&uuid);
  return *text != '\0' ? sat_wire_text (text) : sat_wire_null ();
}

static SatUuid
other_mutation (SatTestServer *self)
{
  self->hlc += 1 << 16;
  return sat_uuid_new (sat_hlc_to_ms (self->hlc));
}

void
sat_test_server_put (
    SatTestServer *self, const SatUuid *uuid, const char *type, const SatUuid *root, ...)
{
  SatTestServerRecord *record = g_hash_table_lookup (self->records, uuid);
  SatUuid u = other_mutation (self);
  SatVersion version;
  va_list args;
  const char *name;
  gboolean is_new = record == NULL;

  self->seq++;
  if (is_new)
    record = add_record (self, uuid, type);
  version = next_version (latest (record), self->hlc, OTHER_DEVICE);
  if (is_new || record->deleted)
    live (record, NULL, version);
  if (root != NULL)
    record->root = *root;
  va_start (args, root);
  while ((name = va_arg (args, const char *)) != NULL) {
    SatWireValue value = parse_value (va_arg (args, const char *));

    if (is_new) {
      sat_wire_fields_take (record->fields, name, value, FALSE);
      continue;
    }
    replace (self, record, &u, name, &value, version);
    sat_clocks_set (record->clocks, version_name (record->type, name), version);
    sat_wire_value_clear (&value);
  }
  va_end (args);
  touch (self, record);
}

void
sat_test_server_delete (SatTestServer *self, const SatUuid *uuid)
{
  SatTestServerRecord *record = g_hash_table_lookup (self->records, uuid);
  SatUuid u = other_mutation (self);

  g_assert_nonnull (record);
  self->seq++;
  end_life (self, record, &u, next_version (latest (record), self->hlc, OTHER_DEVICE));
  touch (self, record);
}

void
sat_test_server_withhold (SatTestServer *self, const SatUuid *root)
{
  GHashTableIter iter;
  gpointer record;

  for (guint i = self->events->len; i > 0; i--) {
    Event *other = self->events->pdata[i - 1];
    const SatUuid *of = other->record != NULL ? &other->record->root : &other->row.root;

    if (!other->gone && sat_uuid_equal (of, root))
      g_ptr_array_remove_index (self->events, i - 1);
  }
  g_hash_table_iter_init (&iter, self->records);
  while (g_hash_table_iter_next (&iter, NULL, &record))
    if (sat_uuid_equal (&((SatTestServerRecord *)record)->root, root))
      g_hash_table_iter_remove (&iter);
}

void
sat_test_server_hide (SatTestServer *self, const SatUuid *root)
{
  Event *event = g_new0 (Event, 1);

  event->seq = ++self->seq;
  event->gone = TRUE;
  event->row.root = *root;
  sat_test_server_withhold (self, root);
  g_ptr_array_add (self->events, event);
}

void
sat_test_server_add_row (SatTestServer *self, const SatPageRow *row)
{
  Event *event = g_new0 (Event, 1);

  event->seq = ++self->seq;
  event->row = *row;
  event->row.seq = self->seq;
  event->row.clocks = sat_clocks_copy (row->clocks);
  event->row.fields = sat_wire_fields_copy (row->fields);
  g_ptr_array_add (self->events, event);
}

static void
write_event (const Event *event, SatPageWriter *writer)
{
  const SatTestServerRecord *record = event->record;
  g_autoptr (SatWireFields) none = sat_wire_fields_new ();
  SatPageRow row;

  if (event->gone) {
    sat_page_writer_gone (writer, &event->row.root);
    return;
  }
  if (record == NULL) {
    sat_page_writer_row (writer, &event->row);
    return;
  }
  row = (SatPageRow){.type = g_intern_string (record->type),
                     .id = record->uuid,
                     .root = record->root,
                     .seq = record->seq,
                     .deleted = record->deleted,
                     .clocks = record->clocks,
                     .fields = record->deleted ? none : record->fields};
  sat_page_writer_row (writer, &row);
}

GBytes *
sat_test_server_pull (SatTestServer *self, const SatPullState *at, guint limit)
{
  const char *colon = strchr (at->cursor, ':');
  gint64 after = colon != NULL ? g_ascii_strtoll (colon + 1, NULL, 10) : 0, upto = self->seq;
  g_autofree char *cursor = NULL;
  SatPageHead head = {.from = *at, .head = self->seq};
  g_autoptr (SatPageWriter) writer = NULL;
  guint n = 0;

  for (guint i = 0; i < self->events->len && upto == self->seq; i++) {
    const Event *event = self->events->pdata[i];

    n += event->seq > after;
    if (n >= limit && i + 1 < self->events->len &&
        ((Event *)self->events->pdata[i + 1])->seq > event->seq)
      upto = event->seq;
  }
  cursor = g_strdup_printf (SAT_TEST_SERVER_EPOCH ":%" G_GINT64_FORMAT ":mac", upto);
  head.upto = (SatPullState){cursor, (char *)"all", (char *)""};
  head.more = upto < self->seq;
  writer = sat_page_writer_new ();
  for (guint i = 0; i < self->events->len; i++) {
    const Event *event = self->events->pdata[i];

    if (event->seq > after && event->seq <= upto)
      write_event (event, writer);
  }
  return sat_page_writer_finish (writer, &head);
}
