/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Random sequences of edits, imports, undos and redos: the past can be rebuilt, all can be undone
 * and redone, and what is kept beside the rows agrees with them. */

#include "config.h"

#include "sat-test-check.h"
#include "sat-test-dump.h"
#include "sat-test-edits.h"
#include "sat-test-past.h"
#include "sat-test-registry.h"
#include "sat-test-store.h"

#define SEQUENCES 10
#define STEPS 40

typedef struct {
  SatTestStore *t;
  GRand *rand;
  SatTestEdits *edits;
  SatTestPast *past;
  char *start;
  guint refused, written;
} Run;

static Run *
run_new (guint32 seed, SatStoreFlags flags)
{
  Run *run = g_new0 (Run, 1);

  run->t = sat_test_store_new (flags);
  run->rand = g_rand_new_with_seed (seed);
  run->edits = sat_test_edits_new (run->t->store, run->rand);
  run->past = sat_test_past_new (run->t);
  run->start = sat_test_store_dump (run->t);
  return run;
}

static void
run_free (Run *run)
{
  g_free (run->start);
  sat_test_past_free (run->past);
  sat_test_edits_free (run->edits);
  g_rand_free (run->rand);
  sat_test_store_free (run->t);
  g_free (run);
}

static gboolean
is_refusal (const GError *error)
{
  return g_error_matches (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID) ||
         g_error_matches (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_REQUIRED) ||
         g_error_matches (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOTHING) ||
         g_error_matches (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT) ||
         g_error_matches (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOT_FOUND);
}

/* The clock stands still now and then, and goes back. */
static void
turn_clock (Run *run)
{
  static const gint64 moves[] = {0, 1, 40, 1000, 1000000, G_GINT64_CONSTANT (3600000000), -5000};

  sat_test_past_turn_clock (run->past,
                            moves[g_rand_int_range (run->rand, 0, G_N_ELEMENTS (moves))]);
}

static void
take_step (Run *run)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  gint64 changes = sat_test_store_sql_int (run->t, "SELECT count(*) FROM change"), change;

  before = g_rand_int_range (run->rand, 0, 4) == 0 ? sat_test_store_dump (run->t) : NULL;
  turn_clock (run);
  if (sat_test_edits_step (run->edits, sat_test_edits_choose (run->edits), &change, &error)) {
    run->written++;
    g_test_message ("%" G_GINT64_FORMAT ": %s", change, sat_test_edits_get_log (run->edits));
    return;
  }
  g_test_message ("%s\n  refused: %s", sat_test_edits_get_log (run->edits), error->message);
  if (!is_refusal (error))
    g_error ("%s", error->message);
  run->refused++;
  if (before != NULL && sat_test_store_sql_int (run->t, "SELECT count(*) FROM change") == changes) {
    g_autofree char *after = sat_test_store_dump (run->t);

    sat_test_assert_same_state (before, after, "refused");
  }
}

/* Undoes or redoes until there is nothing left. */
static void
exhaust (Run *run, SatTestStep step)
{
  for (guint i = 0;; i++) {
    g_autoptr (GError) error = NULL;
    gint64 change;

    g_assert_cmpuint (i, <, 20 * STEPS);
    turn_clock (run);
    if (sat_test_edits_step (run->edits, step, &change, &error)) {
      g_test_message ("%s", sat_test_edits_get_log (run->edits));
      continue;
    }
    g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOTHING);
    return;
  }
}

static void
check (Run *run)
{
  SatReader *reader = sat_test_store_reader (run->t);

  sat_test_past_check (run->past, run->rand);
  sat_test_check_file (reader);
  sat_test_check_store (reader);
  sat_test_check_verify (reader);
  sat_test_check_outbox (reader, sat_store_is_joined (run->t->store));
}

static void
take_steps (Run *run)
{
  for (guint i = 0; i < STEPS; i++) {
    take_step (run);
    if (i % 4 == 0)
      sat_test_past_save (run->past);
  }
}

static void
check_back_and_forth (Run *run)
{
  g_autofree char *end = NULL;

  /* What the sequence undid last would be redone too. */
  exhaust (run, SAT_TEST_STEP_REDO);
  end = sat_test_store_dump (run->t);
  for (int round = 0; round < 2; round++) {
    g_autofree char *first = NULL;
    g_autofree char *last = NULL;

    exhaust (run, SAT_TEST_STEP_UNDO);
    first = sat_test_store_dump (run->t);
    sat_test_assert_same_state (run->start, first, "all undone");
    exhaust (run, SAT_TEST_STEP_REDO);
    last = sat_test_store_dump (run->t);
    sat_test_assert_same_state (end, last, "all redone");
  }
}

typedef void (*Sequence) (Run *run);

/* Many sequences; $SATCHEL_TEST_SEQUENCE runs one of them alone. */
static void
run_sequences (Sequence sequence, SatStoreFlags flags, guint n)
{
  const char *only = g_getenv ("SATCHEL_TEST_SEQUENCE");
  g_autoptr (GRand) seeds = sat_test_rand_new ();
  guint written = 0, refused = 0;

  for (guint i = 0; i < (only != NULL ? 1 : n); i++) {
    guint32 seed = only != NULL ? (guint32)g_ascii_strtoull (only, NULL, 10) : g_rand_int (seeds);
    Run *run;

    g_test_message ("SATCHEL_TEST_SEQUENCE=%u", seed);
    run = run_new (seed, flags);
    sequence (run);
    written += run->written;
    refused += run->refused;
    run_free (run);
  }
  g_test_message ("%u steps, %u refused", written, refused);
  /* Of one sequence by itself much may be refused. */
  if (only == NULL && n > 1)
    g_assert_cmpuint (written, >, 3 * refused);
}

static void
sequence_cb (Run *run)
{
  take_steps (run);
  check (run);
  check_back_and_forth (run);
  check (run);
}

static void
test_sequences (void)
{
  run_sequences (sequence_cb, SAT_STORE_DEFAULT, SEQUENCES);
}

static void
test_joined (void)
{
  run_sequences (sequence_cb, SAT_STORE_JOINED, SEQUENCES / 2);
}

typedef struct {
  const SatType *company;
  gint64 id;
} Newer;

static gboolean
set_new_fields (
    Newer *newer, SatWriter *writer, const char *motto, const char *size, GError **error)
{
  SatWriteField fields[] = {
      {sat_type_field (newer->company, "name"), sat_value_text ("New"), SAT_VERSION_NONE},
      {sat_type_field (newer->company, "motto"), sat_value_text (motto), SAT_VERSION_NONE},
      {sat_type_field (newer->company, "size"), sat_value_text (size), SAT_VERSION_NONE},
  };
  gboolean ok;

  /* Fields of users that may not be empty are no matter here. */
  ok = sat_writer_write (writer, SAT_WRITE_PUT, newer->company, &newer->id, NULL, fields,
                         G_N_ELEMENTS (fields), SAT_ORIGIN_RESTORE, error);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    sat_value_clear (&fields[i].value);
  return ok;
}

static gboolean
create_newer_cb (SatWriter *writer, gpointer data, GError **error)
{
  return set_new_fields (data, writer, "Ad astra", NULL, error);
}

static gboolean
change_newer_cb (SatWriter *writer, gpointer data, GError **error)
{
  return set_new_fields (data, writer, "Per aspera", "large", error);
}

/* A newer program brings fields to types that have records and a past. */
static void
new_fields_cb (Run *run)
{
  g_autoptr (SatRegistry) registry = sat_test_newer_registry ();
  g_autoptr (GError) error = NULL;
  Newer newer = {sat_registry_type (registry, "company"), 0};

  take_steps (run);
  sat_test_store_reopen_with (run->t, registry);
  sat_test_edits_free (run->edits);
  run->edits = sat_test_edits_new (run->t->store, run->rand);
  sat_store_write (run->t->store, SAT_CHANGE_EDIT, "new", create_newer_cb, &newer, NULL, &error);
  g_assert_no_error (error);
  sat_store_write (run->t->store, SAT_CHANGE_EDIT, "newer", change_newer_cb, &newer, NULL, &error);
  g_assert_no_error (error);
  sat_test_store_assert_text (run->t, newer.id, "motto", "Per aspera");
  g_assert_cmpint (sat_test_store_sql_int (run->t, "SELECT count(*) FROM history WHERE field = 900"
                                                   " AND value = 'Ad astra'"),
                   ==, 1);
  g_assert_cmpint (
      sat_test_store_sql_int (run->t, "SELECT count(*) FROM outbox WHERE fields = x'03840385'"), ==,
      1);
  sequence_cb (run);
}

static void
test_new_fields (void)
{
  run_sequences (new_fields_cb, SAT_STORE_JOINED, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store-property/sequences", test_sequences);
  g_test_add_func ("/store-property/joined", test_joined);
  g_test_add_func ("/store-property/new-fields", test_new_fields);
  return g_test_run ();
}
