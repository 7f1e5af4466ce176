/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who may write which type and field. */

#include "config.h"

#include "sat-rights.h"
#include "sat-storage.h"

static void
test_rights (void)
{
  g_autoptr (SatRegistry) registry = sat_registry_new ();
  static const struct {
    const char *type;
    SatRole least;
  } types[] = {{"company", SAT_ROLE_REP},       {"tag", SAT_ROLE_REP},
               {"competitor", SAT_ROLE_REP},    {"saved_list", SAT_ROLE_REP},
               {"conflict", SAT_ROLE_REP},      {"product", SAT_ROLE_MANAGER},
               {"quota", SAT_ROLE_MANAGER},     {"exchange_rate", SAT_ROLE_MANAGER},
               {"user", SAT_ROLE_ADMIN},        {"stage", SAT_ROLE_ADMIN},
               {"custom_field", SAT_ROLE_ADMIN}};

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    for (int role = SAT_ROLE_READER; role <= SAT_ROLE_ADMIN; role++)
      g_assert_cmpint (sat_rights_may_write_type (registry, (SatRole)role, types[i].type), ==,
                       role >= (int)types[i].least);
  g_assert_false (sat_rights_may_write_type (registry, SAT_ROLE_ADMIN, "history"));
  g_assert_false (sat_rights_may_write_type (registry, SAT_ROLE_ADMIN, "spaceship"));
  g_assert_true (sat_rights_may_write_field (registry, SAT_ROLE_REP, "contact", "job_title"));
  g_assert_true (sat_rights_may_write_field (registry, SAT_ROLE_REP, "contact", "u0123"));
  g_assert_false (sat_rights_may_write_field (registry, SAT_ROLE_REP, "user", "phone"));
  g_assert_true (sat_rights_may_write_field (registry, SAT_ROLE_REP, "conflict", "state"));
  g_assert_false (sat_rights_may_write_field (registry, SAT_ROLE_REP, "conflict", "value"));
  g_assert_cmpint (sat_rights_role ("reader"), ==, SAT_ROLE_READER);
  g_assert_cmpint (sat_rights_role ("admin"), ==, SAT_ROLE_ADMIN);
  g_assert_cmpint (sat_rights_role (NULL), ==, SAT_ROLE_REP);
}

static void
test_mutation (void)
{
  g_autoptr (SatRegistry) registry = sat_registry_new ();
  g_autoptr (SatMutation) mutation = sat_mutation_new ();

  mutation->type = g_strdup (SAT_CONFLICT_TYPE);
  sat_wire_fields_take (mutation->fields, "state", sat_wire_text ("closed"), TRUE);
  g_assert_true (sat_rights_may_write (registry, SAT_ROLE_REP, mutation));
  g_assert_false (sat_rights_may_write (registry, SAT_ROLE_READER, mutation));
  mutation->op = SAT_OP_DELETE;
  g_assert_false (sat_rights_may_write (registry, SAT_ROLE_ADMIN, mutation));
  mutation->op = SAT_OP_PUT;
  sat_wire_fields_take (mutation->fields, "winner", sat_wire_text ("me"), TRUE);
  g_assert_false (sat_rights_may_write (registry, SAT_ROLE_ADMIN, mutation));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rights/types-and-fields", test_rights);
  g_test_add_func ("/rights/mutation", test_mutation);
  return g_test_run ();
}
