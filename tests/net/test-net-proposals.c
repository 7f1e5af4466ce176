/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which proposals wait for whoever has asked. */

#include "config.h"

#include "sat-net-proposals.h"

static void
check (const char *text, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (text, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (sat_net_proposals_waiting (json_node_get_array (node)), ==, n);
}

static void
test_waiting (void)
{
  check ("[]", 0);
  check ("[{\"u\":\"1\",\"own\":false,\"state\":\"open\"}]", 1);
  check (
      "[{\"state\":\"open\"},{\"own\":true,\"state\":\"open\"},{\"own\":false,\"state\":\"open\"}]",
      2);
  check ("[{\"state\":\"accepted\"},{\"state\":\"declined\"}]", 0);
  /* A server may say whatever it likes. */
  check ("[1,null,[],{},{\"state\":7},{\"state\":\"open\",\"own\":\"yes\"}]", 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/proposals/waiting", test_waiting);
  return g_test_run ();
}
