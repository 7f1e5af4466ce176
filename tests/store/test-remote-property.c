/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Random work here and elsewhere, pushes whose answers are lost, pages of all sizes, refusals: in
 * the end the file holds what the server does, and at any time it is whole. */

#include "config.h"

#include "sat-test-check.h"
#include "sat-test-edits.h"
#include "sat-test-server.h"

#define SEQUENCES 12
#define STEPS 60

typedef struct {
  SatTestStore *t;
  SatTestServer *server;
  GRand *rand;
  SatTestEdits *edits;
  GBytes *sent; /* not answered, as far as the file knows */
  guint refuse; /* of 100 */
  SatRegistry *registry;
} Run;

static const char *
refuse_cb (const SatMutation *mutation, gpointer data)
{
  static const char *const codes[] = {"forbidden", "", "invalid"};
  Run *run = data;

  if ((guint)g_rand_int_range (run->rand, 0, 100) >= run->refuse)
    return NULL;
  return codes[g_rand_int_range (run->rand, 0, G_N_ELEMENTS (codes))];
}

static Run *
run_new (guint32 seed)
{
  Run *run = g_new0 (Run, 1);

  run->t = sat_test_store_new (SAT_STORE_DEFAULT);
  run->rand = g_rand_new_with_seed (seed);
  run->edits = sat_test_edits_new (run->t->store, run->rand);
  run->server = sat_test_server_new ();
  run->registry = sat_registry_new ();
  sat_test_server_set_refuse (run->server, refuse_cb, run);
  return run;
}

static void
run_free (Run *run)
{
  g_clear_pointer (&run->sent, g_bytes_unref);
  sat_registry_unref (run->registry);
  sat_test_server_free (run->server);
  sat_test_edits_free (run->edits);
  g_rand_free (run->rand);
  sat_test_store_free (run->t);
  g_free (run);
}

static void
edit_here (Run *run)
{
  g_autoptr (GError) error = NULL;
  gint64 change;

  sat_clock_fake_advance (run->t->clock, g_rand_int_range (run->rand, 0, 3) * 700000);
  if (sat_test_edits_step (run->edits, sat_test_edits_choose (run->edits), &change, &error))
    g_test_message ("%" G_GINT64_FORMAT ": %s", change, sat_test_edits_get_log (run->edits));
  else
    g_test_message ("refused: %s", error->message);
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  const SatTestServerRecord *first = a, *second = b;

  return first->seq != second->seq ? (first->seq < second->seq ? -1 : 1)
                                   : sat_uuid_compare (&first->uuid, &second->uuid);
}

static const SatTestServerRecord *
choose_record (Run *run)
{
  g_autoptr (GList) all = g_list_sort (sat_test_server_all (run->server), compare_cb);
  guint n = g_list_length (all);

  return n > 0 ? g_list_nth_data (all, (guint)g_rand_int_range (run->rand, 0, (int)n)) : NULL;
}

/* A text that nothing else depends on. */
static const SatField *
choose_field (Run *run, const char *type_name)
{
  const SatType *type = sat_registry_type (run->registry, type_name);
  guint start = (guint)g_rand_int_range (run->rand, 0, (int)type->n_fields);

  for (guint i = 0; i < type->n_fields; i++) {
    const SatField *field = type->fields[(start + i) % type->n_fields];

    if (sat_field_is_stored (field) &&
        (field->kind == SAT_KIND_TEXT || field->kind == SAT_KIND_LONG_TEXT))
      return field;
  }
  return NULL;
}

static void
edit_there (Run *run)
{
  const SatTestServerRecord *record = choose_record (run);
  g_autofree char *text = g_strdup_printf ("w%d", g_rand_int_range (run->rand, 0, 1000));
  SatUuid uuid = sat_uuid_new (SAT_TEST_STORE_NOW / 1000);
  const SatField *field;
  guint what = (guint)g_rand_int_range (run->rand, 0, 10);

  if (record == NULL || what == 0) {
    sat_test_server_put (run->server, &uuid, "company", NULL, "name", text, NULL);
    return;
  }
  /* What defines fields is not for chance. */
  if (g_str_equal (record->type, "custom_field"))
    return;
  if (what == 1 && !record->deleted) {
    g_test_message ("there: delete %s", record->type);
    sat_test_server_delete (run->server, &record->uuid);
    return;
  }
  field = choose_field (run, record->type);
  if (field == NULL || record->deleted)
    return;
  g_test_message ("there: %s.%s = %s", record->type, field->name, text);
  sat_test_server_put (run->server, &record->uuid, record->type, NULL, field->name, text, NULL);
}

/* The answer may be lost: then the bytes are the same next time. */
static void
push (Run *run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SatPushAnswer) answer = NULL;
  SatOutboxLimits limits = {(guint)g_rand_int_range (run->rand, 0, 30), 0};

  sat_outbox_freeze (run->t->store, &limits, &body, NULL, &error);
  g_assert_no_error (error);
  if (body == NULL)
    return;
  bytes = sat_test_server_push (run->server, 7, body);
  if (run->refuse == 0 && g_rand_int_range (run->rand, 0, 4) == 0)
    return; /* Statuses of what was lost are not kept by this server: none but ok, then. */
  answer = sat_push_answer_parse (bytes, &error);
  g_assert_no_error (error);
  sat_outbox_answer (run->t->store, answer, NULL, &error);
  g_assert_no_error (error);
}

static void
step (Run *run)
{
  switch (g_rand_int_range (run->rand, 0, 8)) {
  case 0:
  case 1:
  case 2:
    edit_here (run);
    break;
  case 3:
  case 4:
    edit_there (run);
    break;
  case 5:
    g_test_message ("push");
    push (run);
    break;
  case 6:
    g_test_message ("pull");
    sat_test_server_receive (run->server, run->t->store,
                             (guint)g_rand_int_range (run->rand, 1, 40));
    break;
  default:
    sat_test_check_verify (sat_test_store_reader (run->t));
    break;
  }
}

static void
run_sequences (guint refuse)
{
  g_autoptr (GRand) seeds = sat_test_rand_new ();
  guint n = g_test_slow () ? 10 * SEQUENCES : SEQUENCES;

  for (guint i = 0; i < n; i++) {
    guint32 seed = g_rand_int (seeds);
    Run *run = run_new (seed);

    g_test_message ("seed %u", seed);
    for (guint j = 0; j < STEPS / 6; j++)
      edit_here (run);
    sat_test_server_join (run->server, run->t->store);
    run->refuse = refuse;
    for (guint j = 0; j < STEPS; j++)
      step (run);
    run->refuse = 0;
    sat_test_server_sync (run->server, run->t->store);
    sat_test_server_assert_same (run->server, run->t);
    run_free (run);
  }
}

static void
test_quiet (void)
{
  run_sequences (0);
}

static void
test_refused (void)
{
  run_sequences (15);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/remote-property/everything-is-taken", test_quiet);
  g_test_add_func ("/remote-property/some-is-refused", test_refused);
  return g_test_run ();
}
