/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Figures of random deals against a slow recomputation that shares no code with them. */

#include "config.h"

#include "sat-pipeline-figures.h"
#include "sat-test-store.h"

#include <string.h>

#define N_DEALS 300
#define N_USERS 9
#define N_STAGES 7
#define N_NAMES 6
#define MOST_LINES 4

static const char *const currencies[] = {"USD", "EUR", "JPY", "BHD"};
static const char *const kinds[] = {"open", "won", "lost"};

typedef struct {
  gint64 id;
  char *name;
  int manager, team; /* index; -1: none; -2: a text */
} User;

typedef struct {
  gint64 id;
  char *name;
  int kind, probability; /* -1: none */
} Stage;

typedef struct {
  int product; /* as a reference */
  gint64 quantity, price, discount;
} Line;

typedef struct {
  int stage, owner, company, probability, currency;
  gint64 amount; /* G_MININT64: none */
  int date;      /* 0: none */
  int n_lines;
  Line lines[MOST_LINES];
} Deal;

typedef struct {
  GRand *rand;
  SatTestStore *store;
  int fiscal_start;
  User users[N_USERS];
  Stage stages[N_STAGES];
  gint64 teams[N_NAMES], companies[N_NAMES], products[N_NAMES];
  Deal deals[N_DEALS];
} World;

static int
below (World *world, int n)
{
  return g_rand_int_range (world->rand, 0, n);
}

/* An index, or -1 for nothing, or -2 for a text. */
static int
some_reference (World *world, int n)
{
  int chance = below (world, 10);

  return chance == 0 ? -1 : chance == 1 ? -2 : below (world, n);
}

#define UNRESOLVED "Somebody else"

static SatValue
reference_value (int reference, const gint64 *ids, gsize stride)
{
  if (reference == -1)
    return SAT_VALUE_INIT;
  if (reference == -2)
    return (SatValue){SAT_VALUE_TEXT, 0, (char *)UNRESOLVED};
  return sat_value_int (*(const gint64 *)((const char *)ids + (gsize)reference * stride));
}

typedef struct {
  SatWriter *writer;
  const SatType *type;
  SatWriteField fields[16];
  gsize n;
} Put;

static void
put (Put *self, const char *field, SatValue value)
{
  if (value.type != SAT_VALUE_NULL)
    self->fields[self->n++] =
        (SatWriteField){sat_type_field (self->type, field), value, SAT_VERSION_NONE};
}

static Put
begin (SatWriter *writer, const char *type)
{
  return (Put){writer, sat_registry_type (sat_writer_get_registry (writer), type), {{0}}, 0};
}

static gint64
create (Put *self)
{
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  sat_writer_create (self->writer, self->type, self->fields, self->n, SAT_ORIGIN_RESTORE, &id,
                     &error);
  g_assert_no_error (error);
  return id;
}

static SatValue
text (const char *value)
{
  return (SatValue){SAT_VALUE_TEXT, 0, (char *)value};
}

static gint64
create_named (SatWriter *writer, const char *type, const char *prefix, int index)
{
  g_autofree char *name = g_strdup_printf ("%s %d", prefix, index);
  Put row = begin (writer, type);

  put (&row, "name", text (name));
  return create (&row);
}

static void
write_people (World *world, SatWriter *writer)
{
  for (int i = 0; i < N_NAMES; i++) {
    world->teams[i] = create_named (writer, "team", "Team", i);
    world->companies[i] = create_named (writer, "company", "Company", i);
    world->products[i] = create_named (writer, "product", "Product", i);
  }
  for (int i = 0; i < N_USERS; i++) {
    User *user = &world->users[i];
    Put row = begin (writer, "user");

    /* Two of them have the same name. */
    user->name = g_strdup_printf ("User %d", i / 2 == 2 ? 4 : i);
    user->manager = i == 0 ? -1 : some_reference (world, i);
    user->team = some_reference (world, N_NAMES);
    put (&row, "name", text (user->name));
    put (&row, "manager", reference_value (user->manager, &world->users[0].id, sizeof (User)));
    put (&row, "team", reference_value (user->team, world->teams, sizeof (gint64)));
    user->id = create (&row);
  }
}

static void
write_stages (World *world, SatWriter *writer)
{
  gint64 pipelines[2];

  /* The second pipeline comes first. */
  for (int i = 0; i < 2; i++) {
    Put row = begin (writer, "pipeline");

    put (&row, "name", text (i == 0 ? "Late" : "Early"));
    put (&row, "order", sat_value_int (2 - i));
    pipelines[i] = create (&row);
  }
  for (int i = 0; i < N_STAGES; i++) {
    Stage *stage = &world->stages[i];
    Put row = begin (writer, "stage");

    stage->name = g_strdup_printf ("Stage %d", i);
    stage->kind = below (world, 3);
    stage->probability = below (world, 4) == 0 ? -1 : below (world, 101);
    put (&row, "name", text (stage->name));
    put (&row, "pipeline", sat_value_int (pipelines[i % 2]));
    put (&row, "order", sat_value_int (N_STAGES - i));
    put (&row, "kind", text (kinds[stage->kind]));
    if (stage->probability >= 0)
      put (&row, "probability", sat_value_int (stage->probability));
    stage->id = create (&row);
  }
}

static void
write_deal (World *world, SatWriter *writer, Deal *deal)
{
  Put row = begin (writer, "opportunity");
  gint64 id;

  *deal = (Deal){
      .stage = some_reference (world, N_STAGES),
      .owner = some_reference (world, N_USERS),
      .company = some_reference (world, N_NAMES),
      .probability = below (world, 3) == 0 ? -1 : below (world, 101),
      .currency = below (world, 8) == 0 ? -1 : below (world, G_N_ELEMENTS (currencies)),
      .amount = below (world, 9) == 0 ? G_MININT64 : below (world, 2000000) - 1000,
      .date = below (world, 9) == 0 ? 0 : 17000 + below (world, 700),
      .n_lines = below (world, MOST_LINES + 1),
  };
  put (&row, "name", text ("Deal"));
  put (&row, "stage", reference_value (deal->stage, &world->stages[0].id, sizeof (Stage)));
  put (&row, "owner", reference_value (deal->owner, &world->users[0].id, sizeof (User)));
  put (&row, "company", reference_value (deal->company, world->companies, sizeof (gint64)));
  if (deal->probability >= 0)
    put (&row, "probability", sat_value_int (deal->probability));
  if (deal->currency >= 0)
    put (&row, "currency", text (currencies[deal->currency]));
  if (deal->amount != G_MININT64)
    put (&row, "amount", sat_value_int (deal->amount));
  if (deal->date != 0)
    put (&row, "close_date", sat_value_int (deal->date));
  id = create (&row);
  for (int i = 0; i < deal->n_lines; i++) {
    Line *line = &deal->lines[i];

    *line = (Line){some_reference (world, N_NAMES), 1 + below (world, 4000), 0, 0};
    line->price = below (world, 3) == 0 ? 0 : below (world, 90000);
    line->discount = below (world, 101);
    row = begin (writer, "line_item");
    put (&row, "opportunity", sat_value_int (id));
    put (&row, "product", reference_value (line->product, world->products, sizeof (gint64)));
    put (&row, "quantity", sat_value_int (line->quantity * (SAT_DECIMAL_ONE / 1000)));
    put (&row, "unit_price", sat_value_int (line->price));
    put (&row, "discount", sat_value_int (line->discount));
    create (&row);
  }
}

static gboolean
write_world_cb (SatWriter *writer, gpointer data, GError **error)
{
  World *world = data;

  write_people (world, writer);
  write_stages (world, writer);
  for (int i = 0; i < N_DEALS; i++)
    write_deal (world, writer, &world->deals[i]);
  return TRUE;
}

static World *
world_new (void)
{
  World *world = g_new0 (World, 1);
  g_autofree char *month = NULL;
  g_autoptr (GError) error = NULL;

  world->rand = sat_test_rand_new ();
  world->store = sat_test_store_new (SAT_STORE_DEFAULT);
  world->fiscal_start = 1 + below (world, 12);
  month = g_strdup_printf ("%d", world->fiscal_start);
  sat_test_store_add (world->store, "workspace", "name", "W", "currency", "USD",
                      "fiscal_year_start", month, NULL);
  sat_test_store_reopen (world->store);
  sat_store_write (world->store->store, SAT_CHANGE_IMPORT, "random", write_world_cb, world, NULL,
                   &error);
  g_assert_no_error (error);
  return world;
}

static void
world_free (World *world)
{
  for (int i = 0; i < N_USERS; i++)
    g_free (world->users[i].name);
  for (int i = 0; i < N_STAGES; i++)
    g_free (world->stages[i].name);
  sat_test_store_free (world->store);
  g_rand_free (world->rand);
  g_free (world);
}

/* The slow way: "key|currency" -> three sums. */
typedef struct {
  gint64 count, amount, weighted;
} Sums;

static void
add (GHashTable *sums,
     const char *key,
     const char *currency,
     gint64 count,
     gint64 amount,
     gint64 weighted)
{
  g_autofree char *name = g_strdup_printf ("%s|%s", key, currency);
  Sums *sum = g_hash_table_lookup (sums, name);

  if (sum == NULL) {
    sum = g_new0 (Sums, 1);
    g_hash_table_insert (sums, g_steal_pointer (&name), sum);
  }
  sum->count += count;
  sum->amount += amount;
  sum->weighted += weighted;
}

static gint64
rounded (gint64 number, gint64 divisor)
{
  return number < 0 ? -((-number * 2 + divisor) / (divisor * 2))
                    : (number * 2 + divisor) / (divisor * 2);
}

static char *
plain_key (int reference, const char *prefix)
{
  if (reference == -1)
    return g_strdup ("");
  return reference == -2 ? g_strdup (UNRESOLVED) : g_strdup_printf ("%s %d", prefix, reference);
}

static char *
user_key (World *world, int reference)
{
  return reference < 0 ? plain_key (reference, "") : g_strdup (world->users[reference].name);
}

static char *
date_key (World *world, SatPipelineBy by, int date)
{
  g_autoptr (GDateTime) epoch = g_date_time_new_utc (1970, 1, 1, 0, 0, 0);
  g_autoptr (GDateTime) day = g_date_time_add_days (epoch, date);
  int months;

  if (date == 0)
    return g_strdup ("");
  if (by == SAT_PIPELINE_BY_MONTH)
    return g_date_time_format (day, "%Y-%m");
  /* Months since the fiscal year that ends in year 0 began. */
  months = g_date_time_get_year (day) * 12 + g_date_time_get_month (day) - 1 -
           (world->fiscal_start - 1) + (world->fiscal_start > 1 ? 12 : 0);
  return g_strdup_printf ("%d-Q%d", months / 12, months % 12 / 3 + 1);
}

static char *
key_of (World *world, SatPipelineBy by, const Deal *deal)
{
  switch (by) {
  case SAT_PIPELINE_BY_STAGE:
    return plain_key (deal->stage, "Stage");
  case SAT_PIPELINE_BY_OWNER:
    return user_key (world, deal->owner);
  case SAT_PIPELINE_BY_MANAGER:
    return deal->owner < 0 ? g_strdup ("") : user_key (world, world->users[deal->owner].manager);
  case SAT_PIPELINE_BY_TEAM:
    return deal->owner < 0 ? g_strdup ("") : plain_key (world->users[deal->owner].team, "Team");
  case SAT_PIPELINE_BY_COMPANY:
    return plain_key (deal->company, "Company");
  case SAT_PIPELINE_BY_MONTH:
  case SAT_PIPELINE_BY_QUARTER:
    return date_key (world, by, deal->date);
  case SAT_PIPELINE_BY_PRODUCT:
  default:
    g_assert_not_reached ();
  }
}

/* Largest remainders, one unit after the other. */
static void
share_out (gint64 amount, const gint64 *weights, int n, gint64 *shares)
{
  gint64 total = 0, left = ABS (amount);
  gint64 rests[MOST_LINES];

  for (int i = 0; i < n; i++)
    total += weights[i];
  for (int i = 0; i < n; i++) {
    gint64 weight = total == 0 ? 1 : weights[i], all = total == 0 ? n : total;

    shares[i] = (gint64)((__int128)ABS (amount) * weight / all);
    rests[i] = (gint64)((__int128)ABS (amount) * weight % all);
    left -= shares[i];
  }
  for (; left > 0; left--) {
    int best = 0;

    for (int i = 1; i < n; i++)
      if (rests[i] > rests[best])
        best = i;
    shares[best]++;
    rests[best] = -1;
  }
  for (int i = 0; i < n; i++)
    shares[i] = amount < 0 ? -shares[i] : shares[i];
}

static void
add_products (
    GHashTable *sums, const Deal *deal, const char *currency, gint64 amount, gint64 weighted)
{
  gint64 totals[MOST_LINES], amounts[MOST_LINES], parts[MOST_LINES];

  if (deal->n_lines == 0)
    add (sums, "", currency, 1, amount, weighted);
  for (int i = 0; i < deal->n_lines; i++)
    totals[i] = rounded (
        deal->lines[i].quantity * deal->lines[i].price * (100 - deal->lines[i].discount), 100000);
  share_out (amount, totals, deal->n_lines, amounts);
  share_out (weighted, totals, deal->n_lines, parts);
  for (int i = 0; i < deal->n_lines; i++) {
    g_autofree char *key = plain_key (deal->lines[i].product, "Product");
    gboolean first = TRUE;

    for (int j = 0; j < i; j++)
      first &= deal->lines[j].product != deal->lines[i].product;
    add (sums, key, currency, first, amounts[i], parts[i]);
  }
}

static GHashTable *
expected_sums (World *world, SatPipelineBy by, SatPipelineKind kind)
{
  GHashTable *sums = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (int i = 0; i < N_DEALS; i++) {
    const Deal *deal = &world->deals[i];
    const Stage *stage = deal->stage >= 0 ? &world->stages[deal->stage] : NULL;
    const char *own = stage != NULL ? kinds[stage->kind] : "open";
    const char *currency = deal->currency < 0 ? "USD" : currencies[deal->currency];
    gint64 amount = deal->amount == G_MININT64 ? 0 : deal->amount, per_cent = deal->probability;

    if ((kind == SAT_PIPELINE_OPEN && strcmp (own, "open") != 0) ||
        (kind == SAT_PIPELINE_WON && strcmp (own, "won") != 0) ||
        (kind == SAT_PIPELINE_LOST && strcmp (own, "lost") != 0))
      continue;
    if (per_cent < 0)
      per_cent = stage != NULL && stage->probability >= 0 ? stage->probability : 0;
    if (strcmp (own, "open") != 0)
      per_cent = strcmp (own, "won") == 0 ? 100 : 0;
    if (by == SAT_PIPELINE_BY_PRODUCT) {
      add_products (sums, deal, currency, amount, rounded (amount * per_cent, 100));
    } else {
      g_autofree char *key = key_of (world, by, deal);

      add (sums, key, currency, 1, amount, rounded (amount * per_cent, 100));
    }
  }
  return sums;
}

static int
exponent (const char *currency)
{
  return strcmp (currency, "JPY") == 0 ? 0 : strcmp (currency, "BHD") == 0 ? 3 : 2;
}

/* By stage: stages of the early pipeline first, each pipeline's from the last to the first. */
static int
stage_rank (const char *key)
{
  int index;

  if (!g_str_has_prefix (key, "Stage "))
    return 100;
  index = key[strlen ("Stage ")] - '0';
  return (index % 2 == 1 ? 0 : 20) + N_STAGES - index;
}

static void
assert_order (SatPipelineBy by, const SatPipelineFigure *a, const SatPipelineFigure *b)
{
  int rank_a = by == SAT_PIPELINE_BY_STAGE ? stage_rank (a->key) : 0;
  int rank_b = by == SAT_PIPELINE_BY_STAGE ? stage_rank (b->key) : 0;
  double amount_a = (double)a->amount, amount_b = (double)b->amount;

  for (int i = 3; i > exponent (a->currency); i--)
    amount_a *= 10;
  for (int i = 3; i > exponent (b->currency); i--)
    amount_b *= 10;
  g_assert_cmpint (rank_a, <=, rank_b);
  if (rank_a == rank_b)
    g_assert_cmpfloat (amount_a, >=, amount_b);
  if (rank_a == rank_b && amount_a == amount_b)
    g_assert_cmpint (strcmp (a->key, b->key), <=, 0);
}

static void
compare (World *world, SatPipelineBy by, SatPipelineKind kind)
{
  g_autoptr (GHashTable) expected = expected_sums (world, by, kind);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows =
      sat_pipeline_figures (sat_test_store_reader (world->store), by, kind, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, g_hash_table_size (expected));
  for (guint i = 0; i < rows->len; i++) {
    const SatPipelineFigure *row = rows->pdata[i];
    g_autofree char *name = g_strdup_printf ("%s|%s", row->key, row->currency);
    const Sums *sums = g_hash_table_lookup (expected, name);

    if (sums == NULL)
      g_error ("there should be no row %s", name);
    g_assert_cmpint (row->count, ==, sums->count);
    g_assert_cmpint (row->amount, ==, sums->amount);
    g_assert_cmpint (row->weighted, ==, sums->weighted);
    if (i > 0)
      assert_order (by, rows->pdata[i - 1], row);
  }
}

static void
test_random (void)
{
  for (int round = 0; round < 4; round++) {
    World *world = world_new ();

    for (int by = SAT_PIPELINE_BY_STAGE; by <= SAT_PIPELINE_BY_QUARTER; by++)
      for (int kind = SAT_PIPELINE_ALL; kind <= SAT_PIPELINE_LOST; kind++)
        compare (world, (SatPipelineBy)by, (SatPipelineKind)kind);
    world_free (world);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pipeline-random/all", test_random);
  return g_test_run ();
}
