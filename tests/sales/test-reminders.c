/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When somebody is reminded of what, told by a clock that the tests turn. */
#include "config.h"

#include "sat-reminders.h"
#include "sat-test.h"

#define MINUTE_US (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
#define HOUR_US (60 * MINUTE_US)
#define DAY_US (24 * HOUR_US)
#define DAY 20514                                        /* Monday 2026-03-02 */
#define AT(hour) (DAY * DAY_US + (gint64)(hour)*HOUR_US) /* in UTC */

typedef struct {
  GPtrArray *items;
  SatReminderRules rules;
  SatReminderState *state;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->items = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_agenda_item_free);
  f->rules = (SatReminderRules){TRUE, 15, 9 * 60, g_time_zone_new_utc ()};
  f->state = sat_reminder_state_new (AT (8));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  sat_reminder_state_free (f->state);
  g_time_zone_unref (f->rules.zone);
  g_ptr_array_unref (f->items);
}

static SatAgendaItem *
add (Fixture *f, gint64 id, gint64 start)
{
  SatAgendaItem *item = g_new0 (SatAgendaItem, 1);

  item->id = id;
  item->timed = TRUE;
  item->start = start;
  item->end = start + HOUR_US;
  item->first = item->last = (SatDate)(start / DAY_US);
  item->reminder = SAT_AGENDA_REMINDER_USUAL;
  g_ptr_array_add (f->items, item);
  return item;
}

/* The ids of what is due. */
static void
assert_take (Fixture *f, gint64 now, const char *expected)
{
  g_autoptr (GPtrArray) due = sat_reminders_take (f->state, f->items, &f->rules, now);
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < due->len; i++)
    g_string_append_printf (ids, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "",
                            ((SatAgendaItem *)due->pdata[i])->id);
  g_assert_cmpstr (ids->str, ==, expected);
}

static void
restart (Fixture *f, gint64 now)
{
  g_autofree char *text = sat_reminder_state_to_string (f->state);

  sat_reminder_state_free (f->state);
  f->state = sat_reminder_state_parse (text, now);
}

static void
test_when (Fixture *f, gconstpointer data)
{
  SatAgendaItem *item = add (f, 1, AT (10));
  gint64 at = 0;

  g_assert_true (sat_reminder_at (item, &f->rules, &at));
  g_assert_cmpint (at, ==, AT (10) - 15 * MINUTE_US);
  item->reminder = 0;
  g_assert_true (sat_reminder_at (item, &f->rules, &at));
  g_assert_cmpint (at, ==, AT (10));
  item->reminder = SAT_AGENDA_REMINDER_NONE;
  g_assert_false (sat_reminder_at (item, &f->rules, &at));
  /* What has no time is reminded of only if it says so, before the working day. */
  item->timed = FALSE;
  item->reminder = SAT_AGENDA_REMINDER_USUAL;
  g_assert_false (sat_reminder_at (item, &f->rules, &at));
  item->reminder = 60;
  g_assert_true (sat_reminder_at (item, &f->rules, &at));
  g_assert_cmpint (at, ==, AT (8));
  item->done = TRUE;
  g_assert_false (sat_reminder_at (item, &f->rules, &at));
  item->done = FALSE;
  f->rules.wanted = FALSE;
  g_assert_false (sat_reminder_at (item, &f->rules, &at));
}

static void
test_once (Fixture *f, gconstpointer data)
{
  add (f, 1, AT (10));
  add (f, 2, AT (11));
  g_assert_cmpint (sat_reminders_next (f->state, f->items, &f->rules, AT (8)), ==,
                   AT (10) - 15 * MINUTE_US);
  assert_take (f, AT (9), "");
  assert_take (f, AT (10) - 15 * MINUTE_US - 1, "");
  assert_take (f, AT (10) - 15 * MINUTE_US, "1");
  assert_take (f, AT (10) - 15 * MINUTE_US, "");
  g_assert_cmpint (sat_reminders_next (f->state, f->items, &f->rules, AT (10)), ==,
                   AT (11) - 15 * MINUTE_US);
  assert_take (f, AT (12), "2");
  g_assert_cmpint (sat_reminders_next (f->state, f->items, &f->rules, AT (12)), ==, G_MAXINT64);
}

static void
test_suspended (Fixture *f, gconstpointer data)
{
  add (f, 1, AT (10));
  add (f, 2, AT (11));
  add (f, 3, AT (33));
  add (f, 4, AT (60));
  assert_take (f, AT (9), "");
  /* All at once, what is over too. */
  assert_take (f, AT (33), "1 2 3");
  assert_take (f, AT (34), "");
}

static void
test_long_away (Fixture *f, gconstpointer data)
{
  add (f, 1, AT (10));
  add (f, 2, AT (10 + 24 * 9));
  assert_take (f, AT (10 + 24 * 10), "2");
}

static void
test_restarted (Fixture *f, gconstpointer data)
{
  add (f, 1, AT (10));
  add (f, 2, AT (12));
  add (f, 3, AT (14));
  assert_take (f, AT (10), "1");
  restart (f, AT (10) + 1);
  assert_take (f, AT (10) + 1, "");
  /* While the window was closed: what is over is no news, what goes on is. */
  restart (f, AT (14) + MINUTE_US);
  assert_take (f, AT (14) + MINUTE_US, "3");
  restart (f, AT (15));
  assert_take (f, AT (15), "");
}

static void
test_clock_set_back (Fixture *f, gconstpointer data)
{
  add (f, 1, AT (10));
  add (f, 2, AT (9));
  assert_take (f, AT (10), "1 2");
  assert_take (f, AT (8), "");
  restart (f, AT (8));
  assert_take (f, AT (9), "");
  add (f, 3, AT (9) + 20 * MINUTE_US);
  assert_take (f, AT (10), "3");
  /* A year ahead by mistake, and back. */
  add (f, 4, AT (11));
  assert_take (f, AT (24 * 365), "");
  assert_take (f, AT (10) + MINUTE_US, "");
  assert_take (f, AT (11), "4");
}

static void
test_moved (Fixture *f, gconstpointer data)
{
  SatAgendaItem *item = add (f, 1, AT (10));

  assert_take (f, AT (10), "1");
  item->start = AT (12);
  item->end = AT (13);
  assert_take (f, AT (11), "");
  assert_take (f, AT (12), "1");
  assert_take (f, AT (12), "");
}

static void
test_snoozed (Fixture *f, gconstpointer data)
{
  SatAgendaItem *item = add (f, 1, AT (10));

  assert_take (f, AT (10), "1");
  sat_reminders_snooze (f->state, 1, AT (10) + 5 * MINUTE_US);
  sat_reminders_snooze (f->state, 1, AT (10) + 10 * MINUTE_US);
  assert_take (f, AT (10) + 9 * MINUTE_US, "");
  g_assert_cmpint (sat_reminders_next (f->state, f->items, &f->rules, AT (10)), ==,
                   AT (10) + 10 * MINUTE_US);
  restart (f, AT (10) + 9 * MINUTE_US);
  assert_take (f, AT (10) + 10 * MINUTE_US, "1");
  assert_take (f, AT (10) + 11 * MINUTE_US, "");
  /* Done, or moved to later: no more of it. */
  sat_reminders_snooze (f->state, 1, AT (11));
  item->done = TRUE;
  assert_take (f, AT (11), "");
  item->done = FALSE;
  assert_take (f, AT (11) + 1, "");
  sat_reminders_snooze (f->state, 1, AT (12));
  item->start = AT (14);
  item->end = AT (15);
  assert_take (f, AT (12), "");
  assert_take (f, AT (14), "1");
}

/* Two windows over one file: what one has told, the other knows. */
static void
test_two_windows (Fixture *f, gconstpointer data)
{
  g_autoptr (SatReminderState) other = sat_reminder_state_copy (f->state);
  g_autoptr (GPtrArray) due = NULL;
  g_autofree char *text = NULL;

  add (f, 1, AT (10));
  add (f, 2, AT (11));
  assert_take (f, AT (10), "1");
  sat_reminders_snooze (f->state, 1, AT (10) + 5 * MINUTE_US);
  text = sat_reminder_state_to_string (f->state);
  sat_reminder_state_update (other, text);
  due = sat_reminders_take (other, f->items, &f->rules, AT (10) + 1);
  g_assert_cmpuint (due->len, ==, 0);
  g_ptr_array_unref (due);
  due = sat_reminders_take (other, f->items, &f->rules, AT (11));
  g_assert_cmpuint (due->len, ==, 2);
  /* The copy is one of its own. */
  assert_take (f, AT (10) + 6 * MINUTE_US, "1");
}

static void
test_bad_text (Fixture *f, gconstpointer data)
{
  static const char *const bad[] = {
      "nonsense", "seen x", "told 1", "told 1 2 3", "seen 99999999999999999999999", "snoozed a b"};

  add (f, 1, AT (10));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autofree char *text = NULL;

    sat_reminder_state_free (f->state);
    f->state = sat_reminder_state_parse (bad[i], AT (9));
    text = sat_reminder_state_to_string (f->state);
    g_assert_true (g_str_has_prefix (text, "seen "));
    assert_take (f, AT (10), "1");
  }
  sat_reminder_state_free (f->state);
  f->state = sat_reminder_state_parse (NULL, AT (9));
  assert_take (f, AT (10), "1");
}

/* Looked at by chance and started anew by chance, each comes exactly once. */
static void
test_random (Fixture *f, gconstpointer data)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();
  g_autoptr (GHashTable) told = g_hash_table_new (g_direct_hash, g_direct_equal);

  for (guint i = 1; i <= 200; i++)
    add (f, i, AT (8) + g_rand_int_range (rand, 16, 48 * 60) * MINUTE_US);
  for (gint64 now = AT (8); now < AT (60); now += g_rand_int_range (rand, 1, 45) * MINUTE_US) {
    g_autoptr (GPtrArray) due = sat_reminders_take (f->state, f->items, &f->rules, now);

    for (guint i = 0; i < due->len; i++) {
      const SatAgendaItem *item = due->pdata[i];

      g_assert_cmpint (item->start - 15 * MINUTE_US, <=, now);
      g_assert_true (g_hash_table_add (told, GINT_TO_POINTER ((int)item->id)));
    }
    if (g_rand_int_range (rand, 0, 3) == 0)
      restart (f, now);
  }
  g_assert_cmpuint (g_hash_table_size (told), ==, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function)                                                                        \
  g_test_add ("/reminders/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("when", test_when);
  ADD ("once", test_once);
  ADD ("suspended", test_suspended);
  ADD ("long-away", test_long_away);
  ADD ("restarted", test_restarted);
  ADD ("clock-set-back", test_clock_set_back);
  ADD ("moved", test_moved);
  ADD ("snoozed", test_snoozed);
  ADD ("two-windows", test_two_windows);
  ADD ("bad-text", test_bad_text);
  ADD ("random", test_random);
#undef ADD
  return g_test_run ();
}
