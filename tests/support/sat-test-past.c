/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-test-past.h"

#include "sat-as-of.h"
#include "sat-test-dump.h"

#define TYPES_LOOKED_AT 2

/* The state at an instant. */
typedef struct {
  gint64 us;
  char *dump;
} Saved;

struct _SatTestPast {
  SatTestStore *t;
  GPtrArray *saved; /* Saved */
  gint64 earliest;  /* of the next change */
};

static void
saved_free (gpointer data)
{
  Saved *saved = data;

  g_free (saved->dump);
  g_free (saved);
}

SatTestPast *
sat_test_past_new (SatTestStore *t)
{
  SatTestPast *self = g_new0 (SatTestPast, 1);

  self->t = t;
  self->saved = g_ptr_array_new_with_free_func (saved_free);
  return self;
}

void
sat_test_past_free (SatTestPast *self)
{
  g_ptr_array_unref (self->saved);
  g_free (self);
}

void
sat_test_past_turn_clock (SatTestPast *self, gint64 us)
{
  sat_clock_fake_set (self->t->clock, MAX (sat_clock_now (self->t->clock) + us, self->earliest));
}

static gint64
latest_instant (SatTestPast *self)
{
  return sat_hlc_to_us ((SatHlc)sat_test_store_sql_int (
      self->t, "SELECT coalesce (max (x), 0) FROM (SELECT max (hlc) AS x FROM change"
               " UNION ALL SELECT max (v_to) FROM history"
               " UNION ALL SELECT max (sat_created (versions)) FROM record)"));
}

void
sat_test_past_save (SatTestPast *self)
{
  Saved *saved = g_new0 (Saved, 1);

  saved->us = latest_instant (self);
  self->earliest = saved->us + 1;
  saved->dump = sat_test_store_dump (self->t);
  g_ptr_array_add (self->saved, saved);
}

/* The lines of @dump about @type, of fields that there are now: a custom field may have come and
 * gone. */
static char *
lines_of (const char *dump, const SatType *type)
{
  g_auto (GStrv) lines = g_strsplit (dump, "\n", -1);
  g_autofree char *prefix = g_strconcat (type->name, " ", NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++) {
    g_auto (GStrv) words = g_strsplit (lines[i], " ", 3);
    g_autofree char *name = NULL;

    if (!g_str_has_prefix (lines[i], prefix))
      continue;
    name = words[2] != NULL ? g_strndup (words[2], strcspn (words[2], "=")) : NULL;
    if (name == NULL || sat_type_field (type, name) != NULL)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", lines[i]);
  }
  return g_string_free (text, FALSE);
}

static void
check_fold (SatTestPast *self, const Saved *saved, const SatType *type)
{
  g_autofree char *then = lines_of (saved->dump, type);
  g_autofree char *folded =
      sat_test_fold_type (sat_test_store_reader (self->t), type, sat_hlc_last_of_us (saved->us));

  sat_test_assert_same_state (then, folded, "fold");
}

/* The same as the application sees it. */
static void
check_as_of (SatTestPast *self, const Saved *saved, const SatType *type)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatReader) reader =
      sat_as_of_open (self->t->store, type->name, saved->us, NULL, NULL, &error);
  g_autofree char *then = lines_of (saved->dump, type);
  g_autofree char *seen = NULL;

  g_assert_no_error (error);
  seen = sat_test_dump_type (reader, type);
  sat_test_assert_same_state (then, seen, type->name);
}

void
sat_test_past_check (SatTestPast *self, GRand *rand)
{
  g_autoptr (SatRegistry) registry = sat_store_ref_registry (self->t->store);
  guint n_types;
  const SatType *const *types = sat_registry_types (registry, &n_types);

  for (guint i = 0; i < self->saved->len; i++) {
    const Saved *saved = self->saved->pdata[i];

    for (guint t = 0; t < n_types; t++)
      check_fold (self, saved, types[t]);
    for (guint k = 0; k < TYPES_LOOKED_AT; k++)
      check_as_of (self, saved, types[g_rand_int_range (rand, 0, (gint32)n_types)]);
  }
}
