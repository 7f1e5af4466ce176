/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an older Satchel does not know it keeps as it came, whatever it does with the rest. */

#include "config.h"

#include "sat-sim-private.h"

#include "sat-test-db.h"

#include <string.h>

/* What the laptop keeps of the record, if it is as the server has it; else NULL. Below edits that
 * wait it is all that the server said. */
static SatWireFields *
kept_of (SatSimLaptop *laptop, const SatServerRecord *record, gboolean type_known)
{
  SatReader *reader = sat_store_get_reader (laptop->store, NULL);
  g_autoptr (SatStatement) statement = sat_test_db_prepare (
      sat_reader_get_connection (reader),
      type_known ? "SELECT ifnull ((SELECT fields FROM shadow WHERE record = id),"
                   "  json_extract (extra, '$.fields')) FROM record"
                   " WHERE uuid = ?1 AND seq = ?2 AND type <> 0 AND deleted = 0"
                 : "SELECT fields FROM extra_row WHERE uuid = ?1 AND seq = ?2 AND deleted = 0");
  const char *text;

  sat_statement_bind_blob (statement, 1, record->id.bytes, sizeof record->id.bytes);
  sat_statement_bind_int (statement, 2, record->seq);
  if (!sat_test_db_step (statement))
    return NULL;
  text = sat_statement_text (statement, 0);
  return text != NULL ? sat_wire_fields_parse (text, -1, NULL) : sat_wire_fields_new ();
}

static void
check_record (SatSim *self,
              SatSimLaptop *laptop,
              const SatType *type,
              const SatType *old_type,
              const SatServerRecord *record)
{
  g_autoptr (SatWireFields) kept = kept_of (laptop, record, old_type != NULL);

  for (guint i = 0; kept != NULL && i < sat_wire_fields_n (record->fields); i++) {
    const char *name = sat_wire_fields_name (record->fields, i);
    const SatWireValue *held = sat_wire_fields_get (kept, name);

    if (sat_type_field (type, name) == NULL ||
        (old_type != NULL && sat_type_field (old_type, name) != NULL))
      continue;
    if (held == NULL || !sat_wire_value_equal (held, sat_wire_fields_value (record->fields, i)))
      sat_sim_wrong (self, "laptop %u does not know %s of %s, and has %s", laptop->number, name,
                     type->name, held == NULL ? "lost it" : "something else");
  }
}

static void
check_all (SatSim *self, SatSimLaptop *laptop)
{
  const SatType *const *types;
  guint n_types;

  types = sat_registry_types (self->registry, &n_types);
  for (guint t = 0; t < n_types && self->wrong == NULL; t++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) records = sat_server_records (self->server, types[t]->name, &error);

    g_assert_no_error (error);
    for (guint i = 0; i < records->len; i++)
      check_record (self, laptop, types[t], sat_registry_type (self->old_registry, types[t]->name),
                    g_ptr_array_index (records, i));
  }
}

void
sat_sim_check_unknown (SatSim *self, SatSimLaptop *laptop)
{
  if (laptop->revoked || sat_store_is_read_only (laptop->store))
    return;
  /* Before a sync, too: its sums would tell of what is missing, and mend it. */
  check_all (self, laptop);
  sat_sim_sync (self, laptop);
  check_all (self, laptop);
}
