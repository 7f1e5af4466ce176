/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-history-id.h"

/* As Python's hashlib.blake2b (…, digest_size=16) says. */
static void
test_known (void)
{
  static const struct {
    const char *field, *id;
  } rows[] = {
      {"job_title", "b7e4e399-094a-8d93-ed8d-f8f4182668fe"},
      {"!", "104735e3-5851-bbe4-7670-fecee65fcec7"},
  };
  SatUuid u;

  g_assert_true (sat_uuid_parse ("0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee", &u));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    SatUuid id = sat_history_id (&u, rows[i].field);
    g_autofree char *text = sat_uuid_to_string (&id);

    g_assert_cmpstr (text, ==, rows[i].id);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/protocol/history-id/known", test_known);

  return g_test_run ();
}
