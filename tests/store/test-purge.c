/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the server takes away is in no file of the computer any more: the bytes are searched. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "sat-test-raw.h"
#include "sat-test-sent.h"
#include "sync-fixture.h"

/* Half of them go. */
#define N_ROOTS 120
#define CANARY "Qzebrafinch"
#define CJK "麒麟鳳凰"

typedef struct {
  Fixture *f;
  GArray *uuids; /* of SatUuid: the roots, those that go at even places */
  GArray *below; /* the same, of records that hang from them */
} Aviary;

/* A text that no page of the file may hold afterwards; the other half has one like it. */
static char *
text_of (guint i, const char *what)
{
  const char *bird = i % 2 == 0 ? CANARY : "Kingfisher";

  return g_strdup_printf ("%s %s %u %s%s", bird, what, i, bird, i % 2 == 0 ? " " CJK : "");
}

/* Every text field of the record, twice, so that there is a past. */
static void
fill (Aviary *a, const SatType *type, const SatUuid *uuid, const SatUuid *root, guint i)
{
  for (guint n = 0; n < 2; n++)
    for (guint k = 0; k < type->n_fields; k++) {
      const SatField *field = type->fields[k];
      g_autofree char *name = g_strdup_printf ("%s %u", field->name, n);
      g_autofree char *text = text_of (i, name);

      if (sat_field_is_stored (field) &&
          (field->kind == SAT_KIND_TEXT || field->kind == SAT_KIND_LONG_TEXT))
        sat_test_server_put (a->f->server, uuid, type->name, root, field->name, text, NULL);
    }
}

/* Of each type that hangs from @root one, and from those again. */
static void
add_below (Aviary *a, const SatUuid *root, const SatUuid *above, const char *type, guint i)
{
  g_autoptr (SatRegistry) registry = sat_store_ref_registry (a->f->t->store);
  guint n;
  const SatType *const *types = sat_registry_types (registry, &n);

  for (guint t = 0; t < n; t++)
    for (guint k = 0; k < types[t]->n_fields; k++) {
      const SatField *field = types[t]->fields[k];
      g_autofree char *to = reference (above);
      SatUuid uuid = new_uuid ();

      if (!(field->flags & SAT_FIELD_PARENT) || types[t]->rank > 0 ||
          !sat_field_targets (field, type))
        continue;
      sat_test_server_put (a->f->server, &uuid, types[t]->name, root, field->name, to, NULL);
      fill (a, types[t], &uuid, root, i);
      g_array_append_val (a->below, uuid);
    }
}

static void
aviary_fill (Aviary *a)
{
  static const char *const roots[] = {"company", "contact", "opportunity", "activity", "note"};
  g_autoptr (SatRegistry) registry = sat_store_ref_registry (a->f->t->store);

  a->uuids = g_array_new (FALSE, FALSE, sizeof (SatUuid));
  a->below = g_array_new (FALSE, FALSE, sizeof (SatUuid));
  sat_test_server_set_history (a->f->server, TRUE);
  for (guint i = 0; i < N_ROOTS; i++) {
    const char *name = roots[i / 2 % G_N_ELEMENTS (roots)];
    SatUuid uuid = new_uuid ();

    fill (a, sat_registry_type (registry, name), &uuid, NULL, i);
    add_below (a, &uuid, &uuid, name, i);
    g_array_append_val (a->uuids, uuid);
  }
}

static gint64
root (Aviary *a, guint i)
{
  return id_of (a->f, &g_array_index (a->uuids, SatUuid, i));
}

static void
hide_half (Aviary *a)
{
  for (guint i = 0; i < a->uuids->len; i += 2)
    sat_test_server_hide (a->f->server, &g_array_index (a->uuids, SatUuid, i));
}

static void
clean_up (Aviary *a)
{
  g_autoptr (GError) error = NULL;
  gboolean clean = FALSE;

  sat_remote_clean_up (a->f->t->store, &clean, &error);
  g_assert_no_error (error);
  g_assert_true (clean);
}

static void
assert_sound (Aviary *a)
{
  sat_test_store_reopen (a->f->t);
  sat_test_check_verify (sat_test_store_reader (a->f->t));
}

static void
aviary_clear (Aviary *a)
{
  g_array_unref (a->uuids);
  g_array_unref (a->below);
  fixture_free (a->f);
}

static const char *
folder_of (Aviary *a)
{
  return sat_test_dir_path (a->f->t->dir);
}

static void
assert_no_trace (Aviary *a, const char *text)
{
  sat_test_assert_no_trace (folder_of (a), a->f->t->path, text);
}

static void
test_everywhere (void)
{
  Aviary a = {.f = fixture_new ()};
  g_autofree char *daily = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *found = NULL;
  g_autofree char *sent = NULL;
  g_autofree char *left = NULL;
  g_autoptr (GError) error = NULL;

  aviary_fill (&a);
  sync_now (a.f);
  /* Own edits too: sent, and in history, outbox and search index. */
  for (guint i = 0; i < 20; i++)
    if (i / 2 % 5 == 0)
      sat_test_store_set (a.f->t, root (&a, i), "name", i % 2 ? "Own Kingfisher" : "Own " CANARY,
                          NULL);
  sync_now (a.f);
  sat_test_store_reopen (a.f->t); /* the index is complete */
  kept = sat_test_dir_file (a.f->t->dir, "backups");
  g_mkdir (kept, 0700);
  daily = g_build_filename (kept, "test-2026-11-21.db", NULL);
  sat_store_backup (a.f->t->store, daily, NULL, NULL, &error);
  g_assert_no_error (error);
  hide_half (&a);
  sync_now (a.f);
  found = sat_test_find_raw (folder_of (&a), CANARY);
  g_assert_nonnull (found); /* the log at least has it: the search finds something */
  sent = sat_test_sent_text (a.f->t->path);
  g_assert_nonnull (strstr (sent, "Own " CANARY));
  clean_up (&a);
  left = sat_test_sent_text (a.f->t->path);
  g_assert_nonnull (strstr (left, "Own Kingfisher"));
  assert_no_trace (&a, CANARY);
  assert_no_trace (&a, "qzebra"); /* folded, also its beginning */
  assert_no_trace (&a, CJK);
  assert_no_trace (&a, "麒麟");
  assert_sound (&a);
  assert_no_trace (&a, CANARY);
  for (guint i = 1; i < N_ROOTS; i += 2)
    g_assert_true (sat_test_store_exists (a.f->t, root (&a, i)));
  aviary_clear (&a);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/purge/everywhere", test_everywhere);
  return g_test_run ();
}
