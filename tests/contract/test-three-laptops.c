/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Random edits on three laptops, with a sync now and then, end in the same records everywhere. */
#include "config.h"

#include <string.h>

#include "office.h"

#define N_LAPTOPS 3
#define N_EDITS 200

typedef struct {
  GRand *rand;
  Office *office;
  CliFixture *laptops[N_LAPTOPS];
  GPtrArray *ids; /* that were made anywhere */
} Play;

static guint
pick (Play *p, guint n)
{
  return (guint)g_rand_int_range (p->rand, 0, (gint32)n);
}

/* A command that may well fail: the record may be unknown here, or deleted. */
static gboolean
try_run (CliFixture *laptop, const char *const *words)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *out = NULL;
  g_autofree char *messages = NULL;
  int status;

  g_ptr_array_add (argv, (gpointer)SATCHELCTL);
  g_ptr_array_add (argv, (gpointer) "--db");
  g_ptr_array_add (argv, laptop->db);
  for (; *words != NULL; words++)
    g_ptr_array_add (argv, (gpointer)*words);
  g_ptr_array_add (argv, NULL);
  g_assert_true (g_spawn_sync (NULL, (char **)argv->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out,
                               &messages, &status, NULL));
  g_assert_cmpint (status & 0x7f, ==, 0); /* no signal */
  return status == 0;
}

static void
make (Play *p, CliFixture *laptop)
{
  g_autofree char *name = g_strdup_printf ("name=Firm %u", pick (p, 1000));
  g_autofree char *last = g_strdup_printf ("last_name=Person %u", pick (p, 1000));
  g_autofree char *mail = g_strdup_printf ("mail=p%u@example.org", pick (p, 1000));

  switch (pick (p, 3)) {
  case 0:
    g_ptr_array_add (p->ids, cli_new (laptop, "company", name, "phone=+1 555", "tags=a;b", NULL));
    return;
  case 1:
    g_ptr_array_add (p->ids, cli_new (laptop, "contact", last, mail, NULL));
    return;
  default:
    g_ptr_array_add (p->ids, cli_new (laptop, "opportunity", name, "amount=12.50", NULL));
  }
}

static void
change (Play *p, CliFixture *laptop)
{
  static const char *const fields[] = {"name",      "industry", "employees",  "last_name",
                                       "job_title", "notes",    "close_date", "amount",
                                       "phone",     "mail",     "tags",       "city"};
  const char *id = p->ids->pdata[pick (p, p->ids->len)];
  const char *field = fields[pick (p, G_N_ELEMENTS (fields))];
  g_autofree char *value = strcmp (field, "close_date") == 0
                               ? g_strdup_printf ("2026-%02u-11", 1 + pick (p, 12))
                               : g_strdup_printf ("%u", pick (p, 50));
  g_autofree char *assignment = g_strconcat (field, "=", pick (p, 8) == 0 ? "" : value, NULL);

  try_run (laptop, (const char *const[]){"set", id, assignment, NULL});
}

static void
edit (Play *p, CliFixture *laptop)
{
  guint what = pick (p, 100);

  if (p->ids->len < 5 || what < 25)
    make (p, laptop);
  else if (what < 80)
    change (p, laptop);
  else if (what < 88)
    try_run (laptop, (const char *const[]){"delete", p->ids->pdata[pick (p, p->ids->len)], NULL});
  else if (what < 94)
    try_run (laptop, (const char *const[]){"undelete", p->ids->pdata[pick (p, p->ids->len)], NULL});
  else
    try_run (laptop, (const char *const[]){"undo", NULL});
}

static void
test_random (void)
{
  Play p = {.rand = sat_test_rand_new (), .office = office_new ()};

  p.ids = g_ptr_array_new_with_free_func (g_free);
  office_add_user (p.office, "ana", "admin", NULL);
  office_add_user (p.office, "ben", "admin", NULL);
  p.laptops[0] = laptop_new (p.office, "boss");
  p.laptops[1] = laptop_new (p.office, "ana");
  p.laptops[2] = laptop_new (p.office, "ben");
  for (guint n = 0; n < N_EDITS; n++) {
    CliFixture *laptop = p.laptops[pick (&p, N_LAPTOPS)];

    edit (&p, laptop);
    if (pick (&p, 100) < 12)
      g_assert_true (try_run (laptop, (const char *const[]){"sync", NULL}));
  }
  for (guint i = 0; i < 2 * N_LAPTOPS; i++)
    laptop_sync (p.laptops[i % N_LAPTOPS]);
  for (guint i = 0; i < N_LAPTOPS; i++) {
    g_assert_cmpint (laptop_status_int (p.laptops[i], "pending"), ==, 0);
    laptop_assert_same (p.laptops[0], p.laptops[i]);
  }
  for (guint i = 0; i < N_LAPTOPS; i++)
    cli_fixture_free (p.laptops[i]);
  g_ptr_array_unref (p.ids);
  g_rand_free (p.rand);
  office_free (p.office);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("SATCHEL_SECRETS", "file", TRUE);
  g_test_add_func ("/contract/three/random", test_random);
  return g_test_run ();
}
