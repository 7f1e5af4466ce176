/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When all is quiet: everybody agrees, and nothing that was written is missing. */

#include "config.h"

#include "sat-sim-private.h"

#include "sat-row.h"
#include "sat-schema.h"
#include "sat-test-db.h"
#include "sat-test-dump.h"
#include "sat-verify.h"

#include <string.h>

#define MOST_ROUNDS 5
#define VERIFY_ALL_EVERY 8
#define MOST_EXCHANGES 3000
/* As it costs as much as the steps. */
#define BOUNDS_EVERY 8
#define BOUNDS_SEED 3

static gboolean
is_waiting (SatSim *self, SatSimLaptop *laptop)
{
  g_autoptr (GError) error = NULL;
  SatReader *reader = sat_store_get_reader (laptop->store, &error);
  SatOutboxCounts counts = {0};

  if (reader == NULL || !sat_outbox_counts (reader, &counts, &error))
    sat_sim_wrong (self, "laptop %u cannot count: %s", laptop->number, error->message);
  return counts.waiting > 0 || counts.covering > 0;
}

void
sat_sim_sync (SatSim *self, SatSimLaptop *laptop)
{
  for (guint i = 0; self->wrong == NULL && sat_sim_exchange (self, laptop, TRUE); i++)
    if (i > MOST_EXCHANGES)
      sat_sim_wrong (self, "laptop %u does not come to an end", laptop->number);
}

void
sat_sim_quiesce (SatSim *self)
{
  /* Who learns of a restore in the second one has something for the others then. */
  guint least = self->hits[SAT_SIM_SERVER_RESTORE] > 0 ? 3 : 2;
  gboolean waiting = TRUE;

  /* Who was still comparing sends what waits in the second one only. */
  least += self->plan.seed % SAT_SIM_SUMS_EVERY == 0;
  sat_sim_make_peace (self);
  for (guint i = 0; i < self->laptops->len; i++)
    ((SatSimLaptop *)g_ptr_array_index (self->laptops, i))->skew = 0;
  sat_sim_set_clocks (self);
  for (guint round = 0; round < MOST_ROUNDS && self->wrong == NULL && (waiting || round < least);
       round++) {
    waiting = FALSE;
    sat_clock_fake_advance (self->clock, 600 * G_USEC_PER_SEC);
    sat_sim_set_clocks (self);
    for (guint i = 0; i < self->laptops->len && self->wrong == NULL; i++) {
      SatSimLaptop *laptop = g_ptr_array_index (self->laptops, i);

      if (laptop->revoked)
        continue;
      sat_sim_sync (self, laptop);
      waiting |= is_waiting (self, laptop);
    }
  }
  if (waiting)
    sat_sim_wrong (self, "edits still wait after %d rounds of peace", MOST_ROUNDS);
}

/* References in a file are local numbers. */
static char *
public_id (SatConnection *connection, gint64 id)
{
  g_autoptr (SatStatement) statement =
      sat_test_db_prepare (connection, "SELECT lower (hex (uuid)) FROM record WHERE id = ?1");

  sat_statement_bind_int (statement, 1, id);
  return g_strdup (sat_test_db_step (statement) ? sat_statement_text (statement, 0) : "?");
}

static void
add_line (
    GPtrArray *lines, const char *type, const char *uuid, const char *field, const char *value)
{
  g_autofree char *escaped = g_strescape (value, NULL);

  g_ptr_array_add (lines, g_strconcat (type, " ", uuid, " ", field, "=", escaped, NULL));
}

static void
add_column (SatConnection *connection,
            SatStatement *statement,
            int column,
            const SatField *field,
            const char *uuid,
            GPtrArray *lines)
{
  g_autofree char *value = NULL;

  if (sat_statement_is_null (statement, column))
    return;
  value = field->kind == SAT_KIND_REFERENCE
              ? public_id (connection, sat_statement_int (statement, column))
              : g_strdup (sat_statement_text (statement, column));
  add_line (lines, field->type->name, uuid, field->name, value);
}

static void
dump_type (SatConnection *connection, const SatType *type, GPtrArray *lines)
{
  g_autoptr (GString) sql =
      g_string_new ("SELECT lower (hex (r.uuid)), lower (hex (p.uuid)), r.deleted");
  g_autoptr (SatStatement) statement = NULL;

  for (guint i = 0; i < type->n_fields; i++)
    if (sat_field_is_stored (type->fields[i])) {
      sat_schema_append_column (sql, ", t.", sat_schema_column (type->fields[i]));
      if (type->fields[i]->kind == SAT_KIND_REFERENCE)
        sat_schema_append_column (sql, ", t.", sat_schema_text_column (type->fields[i]));
    }
  g_string_append_printf (sql,
                          " FROM \"%s\" AS t JOIN record AS r ON r.id = t.id"
                          " LEFT JOIN record AS p ON p.id = r.root",
                          type->name);
  statement = sat_test_db_prepare (connection, sql->str);
  while (sat_test_db_step (statement)) {
    const char *uuid = sat_statement_text (statement, 0);
    int column = 3;

    add_line (lines, type->name, uuid, ":root", sat_statement_text (statement, 1));
    for (guint i = 0; i < type->n_fields; i++) {
      const SatField *field = type->fields[i];

      if (!sat_field_is_stored (field))
        continue;
      add_column (connection, statement, column++, field, uuid, lines);
      if (field->kind == SAT_KIND_REFERENCE) {
        if (!sat_statement_is_null (statement, column))
          add_line (lines, type->name, uuid, field->name, sat_statement_text (statement, column));
        column++;
      }
    }
  }
}

/* What is kept beside the typed rows: conflicts, and what is not known here yet. */
static void
dump_beside (SatConnection *connection, GPtrArray *lines)
{
  g_autoptr (SatStatement) statement = sat_test_db_prepare (
      connection, "SELECT 'conflict', lower (hex (uuid)), ':conflict', fields FROM conflict"
                  " UNION ALL SELECT 'extra', lower (hex (uuid)), ':extra', extra FROM record"
                  "  WHERE extra IS NOT NULL AND type <> 0 AND deleted = 0"
                  " UNION ALL SELECT 'extra', lower (hex (uuid)), ':row', fields FROM extra_row");

  while (sat_test_db_step (statement))
    add_line (lines, sat_statement_text (statement, 0), sat_statement_text (statement, 1),
              sat_statement_text (statement, 2), sat_statement_text (statement, 3));
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *
dump_lines (SatStore *store)
{
  g_autoptr (GError) error = NULL;
  SatReader *reader = sat_store_get_reader (store, &error);
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  const SatType *const *types;
  guint n_types;

  g_assert_no_error (error);
  types = sat_registry_types (sat_reader_get_registry (reader), &n_types);
  for (guint i = 0; i < n_types; i++)
    dump_type (sat_reader_get_connection (reader), types[i], lines);
  dump_beside (sat_reader_get_connection (reader), lines);
  g_ptr_array_sort (lines, compare_lines);
  return lines;
}

char *
sat_sim_dump (SatStore *store)
{
  g_autoptr (GPtrArray) lines = dump_lines (store);

  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **)lines->pdata);
}

static void
verify (SatSim *self, SatSimLaptop *laptop)
{
  g_autoptr (GError) error = NULL;
  SatReader *reader = sat_store_get_reader (laptop->store, &error);
  g_autoptr (GPtrArray) checks = reader != NULL ? sat_verify (reader, NULL, &error) : NULL;

  if (checks == NULL) {
    sat_sim_wrong (self, "laptop %u cannot be verified: %s", laptop->number, error->message);
    return;
  }
  for (guint i = 0; i < checks->len; i++) {
    const SatCheck *check = g_ptr_array_index (checks, i);

    if (!check->ok)
      sat_sim_wrong (self, "laptop %u, %s: %s", laptop->number, check->name, check->detail);
  }
}

/* Everybody holds what somebody gets who signs in anew. */
static void
compare_with_fresh (SatSim *self, SatSimLaptop *fresh)
{
  g_autofree char *expected = sat_sim_dump (fresh->store);

  for (guint i = 0; i < self->laptops->len; i++) {
    SatSimLaptop *laptop = g_ptr_array_index (self->laptops, i);
    g_autofree char *held = NULL;

    if (laptop == fresh || laptop->person != fresh->person || laptop->revoked)
      continue;
    held = sat_sim_dump (laptop->store);
    if (!g_str_equal (held, expected)) {
      g_autofree char *difference = sat_test_dump_difference (held, expected);

      sat_sim_wrong (self, "laptop %u of %s differs from a new one (%u): %s", laptop->number,
                     laptop->person->name, fresh->number, difference);
    }
    g_checksum_update (self->trace, (const guchar *)held, -1);
    sat_sim_check_past (self, laptop, fresh);
  }
}

static void
add_history (SatConnection *connection, SatRegistry *registry, GHashTable *known)
{
  g_autoptr (SatStatement) statement = sat_test_db_prepare (
      connection, "SELECT h.type, lower (hex (r.uuid)), h.field, h.value FROM history AS h"
                  " JOIN record AS r ON r.id = h.record WHERE h.value IS NOT NULL AND h.field > 0");

  while (sat_test_db_step (statement)) {
    const SatType *type =
        sat_registry_type_by_number (registry, (guint16)sat_statement_int (statement, 0));
    const SatField *field =
        type != NULL ? sat_type_field_by_number (type, (guint16)sat_statement_int (statement, 2))
                     : NULL;
    SatValue value = field != NULL ? sat_row_value (statement, 3) : SAT_VALUE_INIT;
    g_autofree char *text = NULL;

    if (field == NULL)
      continue;
    text = value.type == SAT_VALUE_TEXT ? g_strdup (value.text)
           : field->kind == SAT_KIND_REFERENCE
               ? public_id (connection, value.integer)
               : g_strdup_printf ("%" G_GINT64_FORMAT, value.integer);
    g_hash_table_add (
        known, g_strdup_printf ("%s %s %s", sat_statement_text (statement, 1), field->name, text));
    sat_value_clear (&value);
  }
}

static void
add_present (SatStore *store, GHashTable *known)
{
  g_autoptr (GPtrArray) lines = dump_lines (store);

  for (guint i = 0; i < lines->len; i++) {
    g_auto (GStrv) parts = g_strsplit (g_ptr_array_index (lines, i), " ", 3);
    char *equals = strchr (parts[2], '=');
    g_autofree char *value = g_strcompress (equals + 1);

    *equals = '\0';
    g_hash_table_add (known, g_strdup_printf ("%s %s %s", parts[1], parts[2], value));
  }
}

static char *
value_text (const SatWireValue *value)
{
  if (value->kind == SAT_WIRE_INTEGER)
    return g_strdup_printf ("%" G_GINT64_FORMAT, value->integer);
  if (value->kind == SAT_WIRE_REFERENCE) {
    g_autofree char *uuid = sat_uuid_to_string (&value->reference);
    g_auto (GStrv) parts = g_strsplit (uuid, "-", -1);

    return g_strjoinv ("", parts);
  }
  return g_strdup (value->text);
}

static char *
plain_id (const SatUuid *id)
{
  SatWireValue value = sat_wire_reference (id);

  return value_text (&value);
}

static void
add_conflicts (SatSim *self, GHashTable *known)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) conflicts = sat_server_records (self->server, "conflict", &error);

  g_assert_no_error (error);
  for (guint i = 0; i < conflicts->len; i++) {
    const SatServerRecord *record = g_ptr_array_index (conflicts, i);
    const SatWireValue *of = sat_wire_fields_get (record->fields, "record");
    const SatWireValue *field = sat_wire_fields_get (record->fields, "field");
    const SatWireValue *value = sat_wire_fields_get (record->fields, "value");
    g_autofree char *id = of != NULL ? value_text (of) : NULL;
    g_autofree char *text = value != NULL ? value_text (value) : NULL;

    if (id != NULL && field != NULL && text != NULL)
      g_hash_table_add (known, g_strdup_printf ("%s %s %s", id, field->text, text));
  }
}

/* Each value that a laptop has sent and that was not refused is still there: as the present one,
 * in the past, or in a conflict. */
static void
check_told (SatSim *self, SatSimLaptop *all)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  SatReader *reader = sat_store_get_reader (all->store, NULL);
  SatRegistry *registry = sat_reader_get_registry (reader);
  GHashTableIter iterator;
  SatSimTold *told;

  add_present (all->store, known);
  add_history (sat_reader_get_connection (reader), registry, known);
  add_conflicts (self, known);
  g_hash_table_iter_init (&iterator, self->told);
  while (g_hash_table_iter_next (&iterator, NULL, (gpointer *)&told)) {
    const SatType *type = sat_registry_type (registry, told->type);
    g_autofree char *id = plain_id (&told->record);

    for (guint i = 0; !told->refused && !(told->at_risk && self->lost_files) && type != NULL &&
                      i < sat_wire_fields_n (told->fields);
         i++) {
      const char *name = sat_wire_fields_name (told->fields, i);
      const SatField *field = sat_type_field (type, name);
      g_autofree char *text = value_text (sat_wire_fields_value (told->fields, i));
      g_autofree char *key = g_strdup_printf ("%s %s %s", id, name, text);

      if (field != NULL && text != NULL && field->merge != SAT_MERGE_TEXT &&
          !g_hash_table_contains (known, key))
        sat_sim_wrong (self, "%s was acknowledged and is nowhere", key);
    }
  }
}

/* For the oracle: what everybody may see, and what everybody holds. */
static void
tell_all (SatSim *self)
{
  for (guint i = 0; i < SAT_SIM_N_WORKERS; i++) {
    const SatSimPerson *person = &self->people[i];
    SatCaller caller = {person->user, person->name, person->role, 0, FALSE};

    sat_sim_trace_view (self->told_all, self->server, &caller);
  }
  for (guint i = 0; i < self->laptops->len; i++) {
    SatSimLaptop *laptop = g_ptr_array_index (self->laptops, i);
    g_autofree char *dump = sat_sim_dump (laptop->store);
    SatCaller caller = sat_sim_caller (laptop);

    /* Who was sent away keeps what they had. */
    if (!laptop->revoked)
      sat_sim_trace_laptop (self->told_all, laptop->number, &caller, dump);
  }
}

/* What hangs from a record that is not there would be seen by nobody. */
static void
check_roots (SatSim *self, SatSimLaptop *laptop)
{
  g_autoptr (GError) error = NULL;
  SatReader *reader = sat_store_get_reader (laptop->store, &error);
  gint64 n = 0;

  if (reader == NULL ||
      !sat_connection_query_int (
          sat_reader_get_connection (reader),
          "SELECT count(*) FROM record AS r LEFT JOIN record AS p ON p.id = r.root"
          " WHERE r.type <> 0 AND r.deleted = 0 AND r.root <> r.id AND (p.id IS NULL OR p.type = "
          "0)",
          0, &n, &error))
    sat_sim_wrong (self, "laptop %u cannot be asked: %s", laptop->number, error->message);
  else if (n > 0)
    sat_sim_wrong (self, "laptop %u has %" G_GINT64_FORMAT " records without their root",
                   laptop->number, n);
}

static gboolean
has_laptop (SatSim *self, const SatSimPerson *person)
{
  for (guint i = 0; i < self->laptops->len; i++)
    if (((SatSimLaptop *)g_ptr_array_index (self->laptops, i))->person == person &&
        !((SatSimLaptop *)g_ptr_array_index (self->laptops, i))->revoked)
      return TRUE;
  return FALSE;
}

void
sat_sim_check (SatSim *self)
{
  SatSimLaptop *all = NULL;
  guint n_old = self->laptops->len, n = n_old;

  for (guint i = 0; i < SAT_SIM_N_WORKERS && self->wrong == NULL; i++) {
    SatSimLaptop *fresh;

    if (i > 0 && !has_laptop (self, &self->people[i]))
      continue;
    fresh = g_steal_pointer (&self->fresh[i]);
    sat_sim_laptop_open (self, fresh);
    g_ptr_array_add (self->laptops, fresh);
    sat_sim_sync (self, fresh);
    if (self->wrong == NULL)
      compare_with_fresh (self, fresh);
    all = i == 0 ? fresh : all;
  }
  /* Who was sent away may have been in the middle of a pull. */
  for (guint i = 0; i < self->laptops->len && self->wrong == NULL; i++)
    if (!((SatSimLaptop *)g_ptr_array_index (self->laptops, i))->revoked)
      check_roots (self, g_ptr_array_index (self->laptops, i));
  for (guint i = 0; i < self->laptops->len && self->wrong == NULL; i++)
    if (!((SatSimLaptop *)g_ptr_array_index (self->laptops, i))->revoked)
      sat_sim_compare (self, g_ptr_array_index (self->laptops, i), 0, 0);
  if (self->wrong == NULL)
    sat_sim_rot (self, g_ptr_array_index (self->laptops, self->plan.seed % n_old));
  /* Of those that are new only the first, which holds all; of the others two in most seeds, as it
   * costs as much as fifty steps. */
  n = self->plan.seed % VERIFY_ALL_EVERY == 0 ? n : MIN (n, 2);
  for (guint i = 0; i < n && self->wrong == NULL; i++)
    verify (self, g_ptr_array_index (self->laptops, (self->plan.seed + i) % n_old));
  if (self->wrong == NULL)
    verify (self, all);
  if (self->wrong == NULL)
    check_told (self, all);
  if (self->wrong == NULL && self->plan.seed % BOUNDS_EVERY == BOUNDS_SEED)
    sat_sim_check_bounds (self);
  if (self->wrong == NULL && self->told_all != NULL)
    tell_all (self);
}
