/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "wire-sample.h"

static guint64
random_64 (GRand *rand)
{
  return (guint64)g_rand_int (rand) << 32 | g_rand_int (rand);
}

SatUuid
sample_uuid (GRand *rand)
{
  SatUuid uuid;

  for (gsize i = 0; i < sizeof uuid.bytes; i++)
    uuid.bytes[i] = (guint8)g_rand_int_range (rand, 1, 256);
  return uuid;
}

char *
sample_text (GRand *rand)
{
  static const char *const pieces[] = {"a", "Ann",  " ",    "\n", "\r\n", "\"", "\\", "\t",  "\x01",
                                       "é", "漢字", "🦊", "/",  "{",    "]",  ",",  "\x7f"};
  GString *text = g_string_new (NULL);

  for (int n = g_rand_int_range (rand, 1, 12); n > 0; n--)
    g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
  return g_string_free (text, FALSE);
}

char *
sample_name (GRand *rand)
{
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz_0123456789";
  gsize length = (gsize)g_rand_int_range (rand, 1, SAT_WIRE_NAME_SIZE);
  char *name = g_new0 (char, length + 1);

  for (gsize i = 0; i < length; i++)
    name[i] = letters[g_rand_int_range (rand, 0, i == 0 ? 26 : (int)sizeof letters - 1)];
  return name;
}

SatVersion
sample_version (GRand *rand)
{
  guint32 device = g_rand_int (rand) >> g_rand_int_range (rand, 0, 32);

  return (SatVersion){random_64 (rand), device};
}

SatClocks *
sample_clocks (GRand *rand)
{
  SatClocks *clocks = sat_clocks_new (sample_version (rand));

  if (g_rand_int_range (rand, 0, 10) == 0)
    sat_clocks_set (clocks, SAT_CLOCKS_EXISTENCE, sample_version (rand));
  for (int n = g_rand_int_range (rand, 0, 5); n > 0; n--) {
    g_autofree char *name = sample_name (rand);

    sat_clocks_set (clocks, name, sample_version (rand));
  }
  return clocks;
}

static SatWireValue
sample_value (GRand *rand)
{
  SatUuid uuid = sample_uuid (rand);
  g_autofree char *text = sample_text (rand);

  switch (g_rand_int_range (rand, 0, 5)) {
  case 0:
    return sat_wire_int ((gint64)(random_64 (rand) >> g_rand_int_range (rand, 0, 64)));
  case 1:
    return sat_wire_reference (&uuid);
  case 2:
    return sat_wire_name (text);
  case 3:
    return sat_wire_null ();
  default:
    return sat_wire_text (text);
  }
}

SatWireFields *
sample_fields (GRand *rand, guint most, gboolean with_nulls)
{
  SatWireFields *fields = sat_wire_fields_new ();

  for (int n = g_rand_int_range (rand, 0, (int)most + 1); n > 0; n--) {
    g_autofree char *name = sample_name (rand);

    sat_wire_fields_take (fields, name, sample_value (rand), with_nulls);
  }
  return fields;
}

static void
add_bases (SatMutation *mutation, GRand *rand)
{
  for (guint i = 0; i < sat_wire_fields_n (mutation->fields); i++) {
    SatUuid own = sample_uuid (rand);

    if (g_rand_boolean (rand))
      sat_mutation_add_base (mutation, sat_wire_fields_name (mutation->fields, i),
                             sample_version (rand), g_rand_boolean (rand) ? &own : NULL);
  }
}

SatMutation *
sample_mutation (GRand *rand)
{
  SatMutation *mutation = sat_mutation_new ();

  mutation->m = 1 + (gint64)(random_64 (rand) >> g_rand_int_range (rand, 2, 64));
  mutation->u = sample_uuid (rand);
  mutation->h = random_64 (rand);
  mutation->type = sample_name (rand);
  mutation->id = sample_uuid (rand);
  mutation->op = (SatOp)g_rand_int_range (rand, 0, SAT_OP_UNMERGE + 1);
  mutation->rb = (gint64)(random_64 (rand) >> g_rand_int_range (rand, 1, 64));
  if (mutation->op == SAT_OP_MERGE || mutation->op == SAT_OP_UNMERGE)
    mutation->into = sample_uuid (rand);
  if (mutation->op == SAT_OP_PUT || mutation->op == SAT_OP_UNDELETE) {
    sat_wire_fields_free (mutation->fields);
    mutation->fields = sample_fields (rand, 12, mutation->op == SAT_OP_PUT);
  }
  if (mutation->op == SAT_OP_PUT)
    add_bases (mutation, rand);
  if (g_rand_boolean (rand))
    mutation->x = g_rand_int_range (rand, 1, 100);
  if (g_rand_boolean (rand))
    mutation->change = sample_uuid (rand);
  return mutation;
}

void
sample_row (GRand *rand, SatPageRow *row)
{
  static const char *const types[] = {"contact", "company", "opportunity", NULL};

  *row = (SatPageRow){.type = types[g_rand_int_range (rand, 0, G_N_ELEMENTS (types))]};
  row->id = sample_uuid (rand);
  row->root = sample_uuid (rand);
  row->seq = (gint64)random_64 (rand);
  row->deleted = g_rand_int_range (rand, 0, 8) == 0;
  row->clocks = sample_clocks (rand);
  row->fields = row->deleted ? sat_wire_fields_new () : sample_fields (rand, 6, FALSE);
}
