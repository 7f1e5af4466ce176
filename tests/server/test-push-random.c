/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Three people on four laptops who edit, delete, bring back and make the same few records by
 * chance, mostly without knowing of each other; answers get lost, servers end. Whatever they do,
 * each word that the server took is where somebody can read it: in the record, in its history or in
 * a conflict; and the database is as it should be. */

#include "config.h"

#include "sat-server-care.h"
#include "sat-server-private.h"
#include "sat-test-push.h"

#include <string.h>

#define LAPTOPS 4
#define STEPS 400

/* What a laptop knows of a record. */
typedef struct {
  SatUuid id;
  char *type;
  gint64 seq;
  gboolean deleted;
  SatClocks *clocks; /* NULL: made here */
  SatWireFields *fields;
  GHashTable *own; /* name of a version -> "u:..." that wrote it since the last pull */
} View;

typedef struct {
  SatTestLaptop *laptop;
  GPtrArray *views; /* of View */
} Desk;

/* What was written, by mutation. */
typedef struct {
  guint laptop;
  gint64 m;
  char *word;
} Word;

typedef struct {
  SatTestServer *server;
  GRand *rand;
  Desk desks[LAPTOPS];
  GArray *ids;   /* of SatUuid: all records ever made */
  GArray *words; /* of Word */
  guint next;
} World;

static void
view_free (View *self)
{
  g_free (self->type);
  g_clear_pointer (&self->clocks, sat_clocks_free);
  sat_wire_fields_free (self->fields);
  g_hash_table_unref (self->own);
  g_free (self);
}

static View *
view_new (const SatUuid *id, const char *type)
{
  View *self = g_new0 (View, 1);

  self->id = *id;
  self->type = g_strdup (type);
  self->fields = sat_wire_fields_new ();
  self->own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

static void
word_clear (Word *word)
{
  g_free (word->word);
}

static void
pull (World *world, Desk *desk)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatTransaction) transaction =
      sat_storage_begin_read (world->server->server->storage, &error);

  g_assert_no_error (error);
  g_ptr_array_set_size (desk->views, 0);
  for (guint i = 0; i < world->ids->len; i++) {
    const SatUuid *id = &g_array_index (world->ids, SatUuid, i);
    g_autoptr (SatStoredRecord) record = NULL;
    View *view;

    g_assert_true (sat_transaction_record (transaction, id, &record, NULL));
    if (record == NULL)
      continue;
    view = view_new (id, record->type);
    view->seq = record->seq;
    view->deleted = record->deleted_seq != 0;
    view->clocks = sat_clocks_parse (record->clocks, NULL);
    sat_wire_fields_free (view->fields);
    view->fields = sat_wire_fields_parse (record->fields, -1, NULL);
    g_ptr_array_add (desk->views, view);
  }
}

/* Sends what there is; sometimes twice, sometimes to a server that begins anew. */
static void
push (World *world, Desk *desk)
{
  SatTestLaptop *laptop = desk->laptop;
  g_autoptr (SatPushAnswer) answer = NULL;
  guint last;

  if (laptop->sent == laptop->lines->len)
    return;
  if (g_rand_int_range (world->rand, 0, 4) == 0) {
    g_autoptr (GBytes) body = sat_test_laptop_body (laptop);
    g_autoptr (GBytes) lost =
        sat_server_push (world->server->server, &laptop->caller, "", body, NULL);

    g_assert_nonnull (lost);
    if (g_rand_boolean (world->rand))
      sat_test_server_reopen (world->server);
  }
  last = laptop->sent;
  answer = sat_test_laptop_push (laptop);
  /* What was refused needs to be nowhere. */
  for (guint i = world->words->len; i > 0; i--) {
    const Word *word = &g_array_index (world->words, Word, i - 1);

    if (&world->desks[word->laptop] == desk && word->m > last) {
      const char *outcome = sat_test_outcome (answer, word->m);

      if (g_str_equal (outcome, "gone_parent") || g_str_equal (outcome, "forbidden") ||
          g_str_equal (outcome, "group"))
        g_array_remove_index (world->words, i - 1);
      else
        g_assert_cmpstr (outcome, !=, "invalid");
    }
  }
}

static char *
new_word (World *world, Desk *desk)
{
  Word word = {(guint)(desk - world->desks), (gint64)desk->laptop->lines->len + 1,
               g_strdup_printf ("w%05ux", world->next++)};

  g_array_append_val (world->words, word);
  return word.word;
}

static void
make (World *world, Desk *desk)
{
  SatUuid id = sat_uuid_new (1);
  View *parent =
      desk->views->len > 0
          ? g_ptr_array_index (desk->views,
                               (guint)g_rand_int_range (world->rand, 0, (gint32)desk->views->len))
          : NULL;
  gboolean is_note = parent != NULL && g_rand_boolean (world->rand) && !parent->deleted &&
                     g_str_equal (parent->type, "company");
  g_autofree char *text = is_note ? sat_uuid_to_string (&parent->id) : NULL;
  const char *word = new_word (world, desk);
  g_autofree char *fields =
      is_note ? g_strdup_printf ("{\"body\":\"%s\",\"company\":{\"r\":\"%s\"}}", word, text)
              : g_strdup_printf ("{\"name\":\"%s\",\"notes\":\"a\\nb\\nc\\n\"}", word);
  View *view = view_new (&id, is_note ? "note" : "company");
  g_autofree char *u = NULL;

  sat_test_laptop_edit (desk->laptop, SAT_OP_PUT, view->type, &id, 0, fields, NULL, NULL);
  sat_wire_fields_free (view->fields);
  view->fields = sat_wire_fields_parse (fields, -1, NULL);
  u = sat_uuid_to_string (&desk->laptop->u);
  for (guint i = 0; i < sat_wire_fields_n (view->fields); i++)
    g_hash_table_insert (view->own, g_strdup (sat_wire_fields_name (view->fields, i)),
                         g_strconcat ("u:", u, NULL));
  g_ptr_array_add (desk->views, view);
  g_array_append_val (world->ids, id);
}

/* As its laptop saw it: the own mutation that wrote it, or the server's version. */
static char *
base_of (const View *view, const char *name)
{
  const char *own = g_hash_table_lookup (view->own, name);
  char version[SAT_VERSION_TEXT_LENGTH];

  if (own != NULL)
    return g_strdup_printf ("%s=%s", name, own);
  if (view->clocks == NULL)
    return NULL;
  sat_version_write (sat_clocks_get (view->clocks, name), version);
  return g_strdup_printf ("%s=%s", name, version);
}

static void
edit (World *world, Desk *desk, View *view)
{
  static const char *const company[] = {"name", "industry", "notes"};
  const char *name = g_str_equal (view->type, "note")
                         ? "body"
                         : company[g_rand_int_range (world->rand, 0, G_N_ELEMENTS (company))];
  g_autofree char *base = base_of (view, name);
  const SatWireValue *old = sat_wire_fields_get (view->fields, name);
  const char *word = new_word (world, desk);
  g_autofree char *text = g_str_equal (name, "notes") && old != NULL
                              ? g_strconcat (word, "\n", old->text, NULL)
                              : g_strdup (word);
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  g_autofree char *json = NULL;
  g_autofree char *u = NULL;

  sat_wire_fields_take (fields, name, sat_wire_text (text), TRUE);
  json = sat_wire_fields_to_string (fields);
  sat_test_laptop_edit (desk->laptop, SAT_OP_PUT, view->type, &view->id, view->seq, json, base,
                        NULL);
  sat_wire_fields_take (view->fields, name, sat_wire_text (text), FALSE);
  u = sat_uuid_to_string (&desk->laptop->u);
  g_hash_table_insert (view->own, g_strdup (name), g_strconcat ("u:", u, NULL));
}

static void
delete_or_bring_back (Desk *desk, View *view)
{
  g_autofree char *fields = view->deleted ? sat_wire_fields_to_string (view->fields) : NULL;

  sat_test_laptop_edit (desk->laptop, view->deleted ? SAT_OP_UNDELETE : SAT_OP_DELETE, view->type,
                        &view->id, view->seq, fields, NULL, NULL);
  view->deleted = !view->deleted;
  /* What hangs from it is not to be seen any more, or again. */
  for (guint i = 0; i < desk->views->len; i++) {
    View *child = g_ptr_array_index (desk->views, i);
    const SatWireValue *parent = sat_wire_fields_get (child->fields, "company");

    if (parent != NULL && sat_uuid_equal (&parent->reference, &view->id))
      child->deleted = view->deleted;
  }
}

static void
step (World *world)
{
  Desk *desk = &world->desks[g_rand_int_range (world->rand, 0, LAPTOPS)];
  int what = g_rand_int_range (world->rand, 0, 20);
  View *view =
      desk->views->len > 0
          ? g_ptr_array_index (desk->views,
                               (guint)g_rand_int_range (world->rand, 0, (gint32)desk->views->len))
          : NULL;

  sat_clock_fake_advance (world->server->clock, g_rand_int_range (world->rand, 0, 3) * 500000);
  if (what < 3) {
    push (world, desk);
    if (what == 0)
      pull (world, desk);
  } else if (view == NULL || (what < 5 && world->ids->len < 12)) {
    make (world, desk);
  } else if (what < 7) {
    delete_or_bring_back (desk, view);
  } else if (!view->deleted) {
    edit (world, desk, view);
  }
}

/* All that can be read, of all records. */
static char *
read_all (World *world)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < world->ids->len; i++) {
    const SatUuid *id = &g_array_index (world->ids, SatUuid, i);
    g_autofree char *fields = sat_test_server_fields (world->server, id);
    g_autofree char *history = NULL;
    g_autofree char *conflicts = NULL;

    if (fields == NULL)
      continue;
    history = sat_test_server_history (world->server, id);
    conflicts = sat_test_server_conflicts (world->server, id);
    g_string_append_printf (text, "%s\n%s%s", fields, history, conflicts);
  }
  return g_string_free (text, FALSE);
}

static void
set_up (World *world, guint32 seed)
{
  static const char *const names[LAPTOPS] = {"Ann", "Ann", "Ben", "Cy"};

  world->server = sat_test_server_new ();
  world->rand = g_rand_new_with_seed (seed);
  world->ids = g_array_new (FALSE, FALSE, sizeof (SatUuid));
  world->words = g_array_new (FALSE, FALSE, sizeof (Word));
  g_array_set_clear_func (world->words, (GDestroyNotify)word_clear);
  for (guint i = 0; i < LAPTOPS; i++) {
    world->desks[i].laptop = sat_test_laptop_new (world->server, names[i], SAT_ROLE_REP, i + 1);
    world->desks[i].views = g_ptr_array_new_with_free_func ((GDestroyNotify)view_free);
  }
}

static void
tear_down (World *world)
{
  for (guint i = 0; i < LAPTOPS; i++) {
    sat_test_laptop_free (world->desks[i].laptop);
    g_ptr_array_unref (world->desks[i].views);
  }
  g_array_unref (world->ids);
  g_array_unref (world->words);
  g_rand_free (world->rand);
  sat_test_server_free (world->server);
}

static void
run (guint32 seed)
{
  World world = {0};
  g_autofree char *all = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&world, seed);
  for (guint i = 0; i < STEPS; i++)
    step (&world);
  for (guint i = 0; i < LAPTOPS; i++)
    push (&world, &world.desks[i]);
  findings = sat_server_verify (world.server->server, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    g_error ("seed %u: %s", seed, (const char *)g_ptr_array_index (findings, i));
  all = read_all (&world);
  for (guint i = 0; i < world.words->len; i++) {
    const Word *word = &g_array_index (world.words, Word, i);

    if (strstr (all, word->word) == NULL)
      g_error ("seed %u: %s of laptop %u, mutation %" G_GINT64_FORMAT " is nowhere", seed,
               word->word, word->laptop, word->m);
  }
  tear_down (&world);
}

static void
test_nothing_is_lost (void)
{
  GRand *rand = sat_test_rand_new ();

  for (guint i = 0; i < 8; i++)
    run (g_rand_int (rand));
  g_rand_free (rand);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/push/random/nothing-is-lost", test_nothing_is_lost);
  return g_test_run ();
}
