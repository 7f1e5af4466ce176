/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-board-column.h"

/* A column over a list of records, and a copy of it that is kept in step by its signals alone. */
typedef struct {
  SatRegistry *registry;
  GListStore *base;
  SatBoardColumn *column;
  GArray *copy; /* gint64 */
  guint n_changed;
} Fixture;

static SatRecord *
new_record (Fixture *f, gint64 id)
{
  return sat_record_new (f->registry, sat_registry_type (f->registry, "opportunity"), id, NULL);
}

static void
items_changed_cb (GListModel *column, guint position, guint removed, guint added, Fixture *f)
{
  g_assert_cmpuint (position + removed, <=, f->copy->len);
  if (removed > 0)
    g_array_remove_range (f->copy, position, removed);
  for (guint i = 0; i < added; i++) {
    g_autoptr (SatRecord) record = g_list_model_get_item (column, position + i);
    gint64 id = sat_record_get_id (record);

    g_array_insert_val (f->copy, position + i, id);
  }
}

static void
changed_cb (SatBoardColumn *column, Fixture *f)
{
  f->n_changed++;
}

/* Records 1 to @n. */
static Fixture *
fixture_new (gint64 n)
{
  Fixture *f = g_new0 (Fixture, 1);

  f->registry = sat_registry_new ();
  f->base = g_list_store_new (SAT_TYPE_RECORD);
  f->copy = g_array_new (FALSE, FALSE, sizeof (gint64));
  f->column = sat_board_column_new (7, "Engaging", SAT_COLUMN_OPEN);
  g_signal_connect (f->column, "items-changed", G_CALLBACK (items_changed_cb), f);
  g_signal_connect (f->column, "changed", G_CALLBACK (changed_cb), f);
  for (gint64 id = 1; id <= n; id++) {
    g_autoptr (SatRecord) record = new_record (f, id);

    g_list_store_append (f->base, record);
  }
  sat_board_column_set_base (f->column, G_LIST_MODEL (f->base));
  return f;
}

static void
fixture_free (Fixture *f)
{
  g_object_unref (f->column);
  g_object_unref (f->base);
  g_array_unref (f->copy);
  sat_registry_unref (f->registry);
  g_free (f);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

/* The ids as they are listed, found and told by signals: all three agree. */
static void
assert_ids (Fixture *f, const char *expected)
{
  g_autoptr (GString) ids = g_string_new (NULL);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (f->column));

  g_assert_cmpuint (f->copy->len, ==, n);
  for (guint i = 0; i < n; i++) {
    g_autoptr (SatRecord) record = g_list_model_get_item (G_LIST_MODEL (f->column), i);
    gint64 id = sat_record_get_id (record);
    guint position = G_MAXUINT;

    g_string_append_printf (ids, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "", id);
    g_assert_cmpint (sat_board_column_get_item_id (f->column, i), ==, id);
    g_assert_true (sat_board_column_find (f->column, id, &position));
    g_assert_cmpuint (position, ==, i);
    g_assert_cmpint (g_array_index (f->copy, gint64, i), ==, id);
  }
  g_assert_cmpstr (ids->str, ==, expected);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (f->column), n));
  g_assert_cmpint (sat_board_column_get_item_id (f->column, n), ==, 0);
}

static void
send (Fixture *f, gint64 id, guint position)
{
  g_autoptr (SatRecord) record = new_record (f, id);

  sat_board_column_send (f->column, record, position);
}

static void
test_base (void)
{
  g_autoptr (Fixture) f = fixture_new (4);
  guint position;

  assert_ids (f, "1 2 3 4");
  g_assert_false (sat_board_column_find (f->column, 9, &position));
  g_list_store_remove (f->base, 1);
  assert_ids (f, "1 3 4");
  sat_board_column_set_base (f->column, NULL);
  assert_ids (f, "");
  sat_board_column_set_base (f->column, G_LIST_MODEL (f->base));
  assert_ids (f, "1 3 4");
}

static void
test_hold (void)
{
  g_autoptr (Fixture) f = fixture_new (5);
  guint position;

  sat_board_column_hold (f->column, 2);
  assert_ids (f, "1 3 4 5");
  g_assert_false (sat_board_column_find (f->column, 2, &position));
  sat_board_column_hold (f->column, 1);
  sat_board_column_hold (f->column, 5);
  sat_board_column_hold (f->column, 5);
  assert_ids (f, "3 4");
  sat_board_column_settle (f->column, 1);
  assert_ids (f, "1 3 4");
  /* the store lets go of it, too */
  g_list_store_remove (f->base, 1);
  assert_ids (f, "1 3 4");
  sat_board_column_settle (f->column, 2);
  assert_ids (f, "1 3 4");
  sat_board_column_settle (f->column, 5);
  sat_board_column_settle (f->column, 77);
  assert_ids (f, "1 3 4 5");
}

static void
test_hold_before_it_is_there (void)
{
  g_autoptr (Fixture) f = fixture_new (2);
  g_autoptr (SatRecord) record = new_record (f, 9);

  sat_board_column_hold (f->column, 9);
  g_list_store_insert (f->base, 0, record);
  assert_ids (f, "1 2");
  sat_board_column_settle (f->column, 9);
  assert_ids (f, "9 1 2");
}

static void
test_send (void)
{
  g_autoptr (Fixture) f = fixture_new (3);
  g_autoptr (SatRecord) record = new_record (f, 8);

  send (f, 8, 1);
  assert_ids (f, "1 8 2 3");
  send (f, 9, 99);
  assert_ids (f, "1 8 2 3 9");
  send (f, 7, 0);
  assert_ids (f, "7 1 8 2 3 9");
  send (f, 7, 3); /* is there */
  assert_ids (f, "7 1 8 2 3 9");
  /* the store has it by now, in its own place */
  g_list_store_append (f->base, record);
  assert_ids (f, "7 1 2 3 8 9");
  sat_board_column_settle (f->column, 8);
  assert_ids (f, "7 1 2 3 8 9");
  sat_board_column_settle (f->column, 7);
  sat_board_column_settle (f->column, 9);
  assert_ids (f, "1 2 3 8");
}

static void
test_send_without_list (void)
{
  g_autoptr (Fixture) f = fixture_new (0);

  sat_board_column_set_base (f->column, NULL);
  send (f, 8, 0);
  assert_ids (f, "8");
  send (f, 9, 5);
  assert_ids (f, "8 9");
  g_list_store_remove_all (f->base);
  sat_board_column_settle (f->column, 8);
  sat_board_column_settle (f->column, 9);
  assert_ids (f, "");
}

static void
test_there_and_back (void)
{
  g_autoptr (Fixture) f = fixture_new (3);

  sat_board_column_hold (f->column, 2);
  assert_ids (f, "1 3");
  send (f, 2, 0); /* back before anything was written: where it is stored */
  assert_ids (f, "1 2 3");
  /* the first write arrives, the second is still on its way */
  g_list_store_remove (f->base, 1);
  assert_ids (f, "2 1 3");
  sat_board_column_hold (f->column, 2);
  assert_ids (f, "1 3");
  sat_board_column_settle (f->column, 2);
  assert_ids (f, "1 3");
}

/* Random holds, sends and changes of the list: what is shown is always what is said. */
static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20260302);
  g_autoptr (Fixture) f = fixture_new (12);
  gint64 next = 100;

  for (int i = 0; i < 2000; i++) {
    guint n = g_list_model_get_n_items (G_LIST_MODEL (f->base));
    gint64 any = g_rand_int_range (rand, 1, 40);
    g_autoptr (SatRecord) record = NULL;
    g_autoptr (GString) all = NULL;
    guint position;

    switch (g_rand_int_range (rand, 0, 5)) {
    case 0:
      sat_board_column_hold (f->column, any);
      g_assert_false (sat_board_column_find (f->column, any, &position));
      break;
    case 1:
      send (f, any, (guint)g_rand_int_range (rand, 0, 20));
      g_assert_true (sat_board_column_find (f->column, any, &position));
      break;
    case 2:
      sat_board_column_settle (f->column, any);
      break;
    case 3:
      record = new_record (f, next++);
      g_list_store_insert (f->base, (guint)g_rand_int_range (rand, 0, (gint32)n + 1), record);
      break;
    default:
      if (n > 5)
        g_list_store_remove (f->base, (guint)g_rand_int_range (rand, 0, (gint32)n));
      break;
    }
    all = g_string_new (NULL);
    for (guint k = 0; k < f->copy->len; k++)
      g_string_append_printf (all, "%s%" G_GINT64_FORMAT, k > 0 ? " " : "",
                              g_array_index (f->copy, gint64, k));
    assert_ids (f, all->str);
  }
}

static void
test_header (void)
{
  g_autoptr (Fixture) f = fixture_new (0);
  SatColumnTotals totals = {.count = 3, .total = (char *)"$3", .explanation = (char *)"three"};

  g_assert_cmpint (sat_board_column_get_totals (f->column)->count, ==, -1);
  sat_board_column_set_totals (f->column, &totals);
  sat_board_column_set_totals (f->column, &totals);
  g_assert_cmpuint (f->n_changed, ==, 1);
  g_assert_cmpstr (sat_board_column_get_totals (f->column)->total, ==, "$3");
  g_assert_null (sat_board_column_get_totals (f->column)->weighted);
  sat_board_column_set_collapsed (f->column, TRUE);
  sat_board_column_set_collapsed (f->column, 2);
  g_assert_cmpuint (f->n_changed, ==, 2);
  g_assert_true (sat_board_column_get_collapsed (f->column));
  g_assert_cmpstr (sat_board_column_get_spoken (f->column), ==, "stage Engaging");
  sat_board_column_set_strength (f->column, 4);
  g_assert_cmpfloat (sat_board_column_get_strength (f->column), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/board-column/base", test_base);
  g_test_add_func ("/board-column/hold", test_hold);
  g_test_add_func ("/board-column/hold-before-it-is-there", test_hold_before_it_is_there);
  g_test_add_func ("/board-column/send", test_send);
  g_test_add_func ("/board-column/send-without-list", test_send_without_list);
  g_test_add_func ("/board-column/there-and-back", test_there_and_back);
  g_test_add_func ("/board-column/random", test_random);
  g_test_add_func ("/board-column/header", test_header);
  return g_test_run ();
}
