/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is told from memory is what the database would tell: two storages of one file, of which one
 * writes and the other, as another process does, reads and now and then writes too. */

#include "config.h"

#include "sat-sqlite-storage.h"
#include "sat-tail.h"
#include "sat-test.h"
#include "storage-fixture.h"

#define ROOTS 6
#define RECORDS 12

typedef struct {
  SatTestDir *dir;
  SatStorage *storages[2];
  guint sets[3];
  gint64 head;
  guint n_history;
} World;

static void
set_up (World *world, gconstpointer data)
{
  static const char *const scopes[][2] = {{"own:a", NULL}, {"own:b", NULL}, {"own:c", NULL}};
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  SatTransaction *transaction;

  world->dir = sat_test_dir_new ();
  path = sat_test_dir_file (world->dir, "data.db");
  for (guint i = 0; i < 2; i++) {
    world->storages[i] = sat_sqlite_storage_open (path, &error);
    g_assert_no_error (error);
  }
  transaction = begin (world->storages[0], TRUE);
  for (guint i = 0; i < 3; i++)
    g_assert_true (
        transaction->api->scope_set (transaction, "company", scopes[i], &world->sets[i], NULL));
  for (guint root = 0; root < ROOTS; root++) {
    SatUuid id = id_of (root);

    if (root != 5) /* which nobody may hold */
      g_assert_true (
          transaction->api->put_root_set (transaction, &id, world->sets[root % 3], NULL));
  }
  commit (transaction);
}

static void
tear_down (World *world, gconstpointer data)
{
  for (guint i = 0; i < 2; i++)
    sat_storage_close (world->storages[i]);
  sat_test_dir_free (world->dir);
}

static guint
below (guint n)
{
  return (guint)g_test_rand_int_range (0, (gint)n);
}

static void
put_record (SatTransaction *transaction, gint64 seq)
{
  guint number = below (RECORDS);
  g_autofree char *fields = g_strdup_printf ("{\"name\":\"%u\"}", below (1000));
  SatStoredRecord record = {.id = id_of (number),
                            .root = id_of (number < ROOTS ? number : below (ROOTS)),
                            .type = number < ROOTS ? "company" : "note",
                            .seq = seq,
                            .deleted_seq = below (5) == 0 ? seq : 0,
                            .base_seq = below (2),
                            .device = below (3),
                            .m = below (9),
                            .clocks = (char *)"0000000000000001:1",
                            .fields = fields};

  g_assert_true (transaction->api->put_record (transaction, &record, NULL));
}

static void
add_history (World *world, SatTransaction *transaction, gint64 seq)
{
  g_autofree char *value = g_strdup_printf ("\"%u\"", below (1000));
  SatStoredHistory row = {/* Sometimes one that is there. */
                          .id = id_of (below (4) == 0 ? below (20) : world->n_history++),
                          .u = id_of (1),
                          .record = id_of (below (RECORDS)),
                          .root = id_of (below (ROOTS)),
                          .type = "company",
                          .field = (char *)"name",
                          .value = below (3) > 0 ? value : NULL,
                          .to = {(SatHlc)seq, 1},
                          .fate = "replaced",
                          .name = (char *)"Ann",
                          .seq = seq};

  g_assert_true (transaction->api->add_history (transaction, &row, NULL));
}

static void
change (World *world, SatTransaction *transaction, gint64 seq)
{
  SatUuid id = id_of (below (RECORDS)), root = id_of (below (ROOTS));

  switch (below (24)) {
  case 0:
    g_assert_true (transaction->api->remove_record (transaction, &id, NULL));
    break;
  case 1:
    g_assert_true (transaction->api->remove_history (transaction, &id, NULL));
    break;
  case 2:
    /* It does nothing where there is one of that id. */
    transaction->api->move_history (transaction, &id, &root, NULL);
    break;
  case 3:
    g_assert_true (
        transaction->api->put_root_set (transaction, &root, world->sets[below (3)], NULL));
    break;
  case 4:
    g_assert_true (transaction->api->save (transaction, NULL));
    put_record (transaction, seq);
    add_history (world, transaction, seq);
    transaction->api->undo (transaction);
    break;
  default:
    if (below (2) == 0)
      put_record (transaction, seq);
    else
      add_history (world, transaction, seq);
  }
}

/* One transaction of some commits. */
static void
work (World *world)
{
  SatTransaction *transaction = begin (world->storages[below (12) == 0], TRUE);
  guint n_commits = below (4);

  for (guint i = 0; i < n_commits; i++) {
    gint64 seq;
    guint n = 1 + below (5);

    g_assert_true (transaction->api->next_seq (transaction, &seq, NULL));
    while (n-- > 0)
      change (world, transaction, seq);
  }
  if (below (15) == 0)
    sat_transaction_free (transaction);
  else
    commit (transaction);
}

static char *
tell (SatTransaction *transaction, gint64 after, guint8 *sees, guint limit)
{
  SatSetFilter filter = {sees, 8};
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_record_free);
  g_autoptr (GPtrArray) history =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_history_free);
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 records_upto, history_upto;

  g_assert_true (transaction->api->feed (transaction, after, &filter, limit, 1000, records,
                                         &records_upto, NULL));
  g_assert_true (transaction->api->history_feed (transaction, after, &filter, limit, 1000, history,
                                                 &history_upto, NULL));
  for (guint i = 0; i < records->len; i++) {
    const SatStoredRecord *row = records->pdata[i];

    g_string_append_printf (text, "%u@%d of %u %s %s %s deleted %d base %d %u.%d\n",
                            row->id.bytes[15], (int)row->seq, row->root.bytes[15], row->type,
                            row->clocks, row->fields, (int)row->deleted_seq, (int)row->base_seq,
                            row->device, (int)row->m);
  }
  for (guint i = 0; i < history->len; i++) {
    const SatStoredHistory *row = history->pdata[i];

    g_string_append_printf (text, "past %u.%u@%d of %u.%u %s %s %s %s %s\n", row->id.bytes[14],
                            row->id.bytes[15], (int)row->seq, row->record.bytes[15],
                            row->root.bytes[15], row->type, row->field, row->value, row->fate,
                            row->name);
  }
  g_string_append_printf (text, "upto %d %d", (int)records_upto, (int)history_upto);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
compare (World *world, SatTransaction *const *transactions)
{
  gint64 heads[2];
  gint64 after;
  guint8 sees[8] = {0};
  guint limit = below (3) == 0 ? 1 + below (6) : 1000;
  char *texts[2];

  for (guint i = 0; i < 2; i++)
    g_assert_true (transactions[i]->api->head (transactions[i], &heads[i], NULL));
  g_assert_cmpint (heads[0], ==, heads[1]);
  after = MAX (0, heads[0] - (gint64)below (below (2) == 0 ? 4 : 40));
  for (guint i = 0; i < 3; i++)
    sees[world->sets[i]] = (guint8)below (2);
  for (guint i = 0; i < 2; i++)
    texts[i] = tell (transactions[i], after, sees, limit);
  g_assert_cmpstr (texts[0], ==, texts[1]);
  g_free (texts[0]);
  g_free (texts[1]);
}

/* Also what a reader sees that began before the last commits. */
static void
test_same (World *world, gconstpointer data)
{
  SatTransaction *older[2] = {NULL};

  for (guint i = 0; i < 1500; i++) {
    SatTransaction *now[2];

    work (world);
    for (guint k = 0; k < 2; k++)
      now[k] = begin (world->storages[k], FALSE);
    compare (world, now);
    if (older[0] != NULL)
      compare (world, older);
    for (guint k = 0; k < 2 && below (3) == 0; k++) {
      if (older[0] != NULL)
        for (guint j = 0; j < 2; j++)
          sat_transaction_free (older[j]);
      for (guint j = 0; j < 2; j++)
        older[j] = begin (world->storages[j], FALSE);
    }
    for (guint k = 0; k < 2; k++)
      sat_transaction_free (now[k]);
  }
  for (guint k = 0; k < 2 && older[0] != NULL; k++)
    sat_transaction_free (older[k]);
}

/* The tail by itself. */

static SatTailRow *
row_of (guint number, gint64 seq, const char *fields)
{
  SatStoredRecord record = {.id = id_of (number),
                            .root = id_of (number),
                            .type = "company",
                            .seq = seq,
                            .clocks = (char *)"",
                            .fields = (char *)fields};

  return sat_tail_row_new_record (&record, number);
}

static void
commit_one (SatTail *tail, gint64 before, gint64 head, SatTailRow *row)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_tail_row_unref);

  g_ptr_array_add (rows, row);
  sat_tail_commit (tail, before, head, rows);
}

static guint
count (SatTail *tail, gint64 after, gint64 head)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_tail_row_unref);

  return sat_tail_read (tail, after, head, FALSE, rows) ? rows->len : G_MAXUINT;
}

static void
test_bounds (void)
{
  g_autoptr (SatTail) tail = sat_tail_new ();

  g_assert_cmpuint (count (tail, 0, 0), ==, G_MAXUINT);
  commit_one (tail, 5, 6, row_of (1, 6, "{}"));
  g_assert_cmpuint (count (tail, 5, 6), ==, 1);
  g_assert_cmpuint (count (tail, 6, 6), ==, 0);
  g_assert_cmpuint (count (tail, 4, 6), ==, G_MAXUINT); /* before it began */
  g_assert_cmpuint (count (tail, 5, 7), ==, G_MAXUINT); /* what it has not seen */
  commit_one (tail, 6, 7, row_of (1, 7, "{}"));
  g_assert_cmpuint (count (tail, 5, 7), ==, 1);
  g_assert_cmpuint (count (tail, 5, 6), ==, 1);   /* as it was then */
  commit_one (tail, 9, 10, row_of (2, 10, "{}")); /* somebody else wrote in between */
  g_assert_cmpuint (count (tail, 7, 10), ==, G_MAXUINT);
  g_assert_cmpuint (count (tail, 9, 10), ==, 1);
  sat_tail_commit (tail, 10, 11, NULL);
  g_assert_cmpuint (count (tail, 10, 11), ==, G_MAXUINT);
  g_assert_cmpuint (count (tail, 11, 11), ==, 0);
  commit_one (tail, 11, 12, row_of (2, 3, "{}")); /* not of its time */
  g_assert_cmpuint (count (tail, 11, 12), ==, G_MAXUINT);
}

/* It does not grow for ever, by rows or by bytes, and says so of what it let go. */
static void
test_length (void)
{
  g_autoptr (SatTail) tail = sat_tail_new ();
  g_autofree char *much = g_strnfill (100000, 'x');

  for (gint64 seq = 1; seq <= 5000; seq++)
    commit_one (tail, seq - 1, seq, row_of ((guint)seq, seq, "{}"));
  g_assert_cmpuint (count (tail, 0, 5000), ==, G_MAXUINT);
  g_assert_cmpuint (count (tail, 4900, 5000), ==, 100);
  g_assert_cmpuint (count (tail, 3500, 5000), ==, 1500);
  for (gint64 seq = 5001; seq <= 5200; seq++)
    commit_one (tail, seq - 1, seq, row_of ((guint)seq, seq, much));
  g_assert_cmpuint (count (tail, 5100, 5200), ==, G_MAXUINT);
  g_assert_cmpuint (count (tail, 5190, 5200), ==, 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/tail/same", World, NULL, set_up, test_same, tear_down);
  g_test_add_func ("/tail/bounds", test_bounds);
  g_test_add_func ("/tail/length", test_length);
  return g_test_run ();
}
