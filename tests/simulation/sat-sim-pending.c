/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What somebody has written and the server has not answered stands as they wrote it, whatever comes
 * meanwhile; and a page is only taken by whom it is for. */

#include "config.h"

#include "sat-sim-private.h"

#include "sat-schema.h"
#include "sat-push-answer.h"
#include "sat-push.h"
#include "sat-test-db.h"

struct _SatSimPending {
  char *cursor;
  GHashTable *values; /* "record.field" -> its value, as SQLite quotes it */
};

static void
add_value (SatConnection *connection, const SatField *field, gint64 record, GHashTable *values)
{
  g_autofree char *sql = g_strdup_printf ("SELECT quote (\"%s\") FROM \"%s\" WHERE id = ?1",
                                          sat_schema_column (field), field->type->name);
  g_autoptr (SatStatement) statement = sat_test_db_prepare (connection, sql);

  sat_statement_bind_int (statement, 1, record);
  if (sat_test_db_step (statement))
    g_hash_table_insert (values, g_strdup_printf ("%" G_GINT64_FORMAT ".%s", record, field->name),
                         g_strdup (sat_statement_text (statement, 0)));
}

/* Of one entry: the numbers of its fields, two bytes each. */
static void
add_entry (SatReader *reader, SatStatement *entry, GHashTable *values)
{
  const SatType *type = sat_registry_type_by_number (sat_reader_get_registry (reader),
                                                     (guint16)sat_statement_int (entry, 1));
  gsize length = 0;
  const guint8 *numbers = sat_statement_blob (entry, 2, &length);

  for (gsize i = 0; type != NULL && i + 2 <= length; i += 2) {
    guint16 number = (guint16)(numbers[i] << 8 | numbers[i + 1]);
    const SatField *field = sat_type_field_by_number (type, number);

    /* Which of its children is the primary one follows by itself. */
    if (field != NULL && !(field->flags & SAT_FIELD_INTERNAL))
      add_value (sat_reader_get_connection (reader), field, sat_statement_int (entry, 0), values);
  }
}

static GHashTable *
read_values (SatReader *reader)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (SatStatement) entries = sat_test_db_prepare (
      sat_reader_get_connection (reader),
      "SELECT o.record, r.type, o.fields FROM outbox AS o JOIN record AS r ON r.id = o.record"
      " WHERE o.state < 2 AND o.op = 0 AND o.fields IS NOT NULL AND r.deleted = 0 AND r.type <> 0");

  while (sat_test_db_step (entries))
    add_entry (reader, entries, values);
  return values;
}

SatSimPending *
sat_sim_pending_new (SatStore *store)
{
  g_autoptr (GError) error = NULL;
  SatReader *reader = sat_store_get_reader (store, &error);
  g_autoptr (SatRemoteState) state = NULL;
  SatSimPending *self = g_new0 (SatSimPending, 1);

  g_assert_no_error (error);
  state = sat_remote_state_of (reader, &error);
  g_assert_no_error (error);
  self->cursor = g_strdup (state->at.cursor);
  self->values = read_values (reader);
  return self;
}

void
sat_sim_pending_free (SatSimPending *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->values);
  g_free (self->cursor);
  g_free (self);
}

/* The cursor in the first line of a page; NULL: it is none. */
static char *
asked_of (GBytes *page)
{
  static const char before[] = "{\"from\":\"";
  gsize length;
  const char *text = g_bytes_get_data (page, &length);
  const char *end;

  if (length <= sizeof before || !g_str_has_prefix (text, before))
    return NULL;
  text += sizeof before - 1;
  end = memchr (text, '"', length - sizeof before);
  return end != NULL ? g_strndup (text, (gsize)(end - text)) : NULL;
}

void
sat_sim_pending_check (const SatSimPending *before, SatSim *sim, SatSimLaptop *laptop, GBytes *page)
{
  g_autoptr (SatSimPending) now = sat_sim_pending_new (laptop->store);
  g_autofree char *asked = asked_of (page);
  GHashTableIter iterator;
  const char *key, *value;

  if (!g_str_equal (now->cursor, before->cursor) && g_strcmp0 (asked, before->cursor) != 0)
    sat_sim_wrong (sim, "laptop %u took a page after %s and was at %s", laptop->number,
                   asked != NULL ? asked : "nothing", before->cursor);
  g_hash_table_iter_init (&iterator, before->values);
  while (g_hash_table_iter_next (&iterator, (gpointer *)&key, (gpointer *)&value)) {
    const char *is = g_hash_table_lookup (now->values, key);

    if (is != NULL && !g_str_equal (is, value))
      sat_sim_wrong (sim, "laptop %u wrote %s=%s, and a page made it %s", laptop->number, key,
                     value, is);
  }
}

GArray *
sat_sim_deletes (SatStore *store)
{
  g_autoptr (GError) error = NULL;
  SatReader *reader = sat_store_get_reader (store, &error);
  GArray *deletes = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (SatStatement) entries = NULL;

  g_assert_no_error (error);
  entries = sat_test_db_prepare (sat_reader_get_connection (reader),
                                 "SELECT o.n FROM outbox AS o JOIN record AS r ON r.id = o.record"
                                 " WHERE o.op = 1 AND o.state = 0 AND r.type <> 0");
  while (sat_test_db_step (entries)) {
    gint64 n = sat_statement_int (entries, 0);

    g_array_append_val (deletes, n);
  }
  return deletes;
}

void
sat_sim_deletes_check (const GArray *before, SatSim *sim, SatSimLaptop *laptop)
{
  SatReader *reader = sat_store_get_reader (laptop->store, NULL);
  g_autoptr (SatStatement) entry =
      sat_test_db_prepare (sat_reader_get_connection (reader), "SELECT 1 FROM outbox WHERE n = ?1");

  for (guint i = 0; i < before->len; i++) {
    sat_statement_reset (entry);
    sat_statement_bind_int (entry, 1, g_array_index (before, gint64, i));
    if (!sat_test_db_step (entry))
      sat_sim_wrong (sim, "laptop %u forgets to send a delete", laptop->number);
  }
}

static gboolean
keeps (SatConnection *connection, const SatUuid *u)
{
  g_autoptr (SatStatement) row =
      sat_test_db_prepare (connection, "SELECT 1 FROM rejected WHERE u = ?1");

  sat_statement_bind_blob (row, 1, u->bytes, sizeof u->bytes);
  return sat_test_db_step (row);
}

static gboolean
is_refused (const SatPushAnswer *answer, gint64 m)
{
  for (guint i = 0; i < answer->results->len; i++) {
    const SatPushResult *result = g_ptr_array_index (answer->results, i);

    if (result->m == m)
      return result->status == SAT_PUSH_REJECTED || result->status == SAT_PUSH_QUARANTINED;
  }
  return FALSE;
}

void
sat_sim_refused_check (SatSim *sim, SatSimLaptop *laptop, GBytes *push, GBytes *answer)
{
  SatReader *reader = sat_store_get_reader (laptop->store, NULL);
  g_autoptr (SatPush) sent = sat_push_parse (push, NULL);
  g_autoptr (SatPushAnswer) said = sat_push_answer_parse (answer, NULL);

  for (guint i = 0; sent != NULL && said != NULL && i < sent->lines->len; i++) {
    gsize length;
    const char *line = g_bytes_get_data (g_ptr_array_index (sent->lines, i), &length);
    g_autoptr (SatMutation) mutation = sat_mutation_parse (line, length, NULL);

    /* Closing a conflict says nothing that could be lost. */
    if (mutation != NULL && !g_str_equal (mutation->type, "conflict") &&
        is_refused (said, mutation->m) && !keeps (sat_reader_get_connection (reader), &mutation->u))
      sat_sim_wrong (sim, "laptop %u keeps nothing of its refused edit %d of a %s", laptop->number,
                     (int)mutation->m, mutation->type);
  }
}
