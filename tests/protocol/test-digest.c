/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-digest.h"
#include "sat-test.h"

#include <string.h>

static SatUuid
id_of (const char *text)
{
  SatUuid id;

  g_assert_true (sat_uuid_parse (text, &id));
  return id;
}

/* What other clients have to come to: docs/protocol.md, 3.11 has the same figures. */
static void
test_hash (void)
{
  SatUuid id = id_of ("0192f7a0-0000-7000-8000-0000000000a1");
  char text[SAT_DIGEST_SUM_SIZE];
  guint64 sum;

  sat_digest_sum_write (
      sat_digest_hash ("company", &id, 88010, "018f3c5a1b2c0040:12", "{\"name\":\"Acme\"}"), text);
  g_assert_cmpstr (text, ==, "670bd71117cf9abf");
  g_assert_true (sat_digest_sum_parse (text, &sum));
  g_assert_false (sat_digest_sum_parse ("0123456789ABCDEF", &sum));
  g_assert_false (sat_digest_sum_parse ("0123456789abcde", &sum));
}

static void
test_sums (void)
{
  SatUuid a = id_of ("0192f7a0-0000-7000-8000-0000000000a1");
  SatUuid b = id_of ("0192f7a0-0000-7000-8000-00000000b1a1");
  SatDigest all, some;
  char child[SAT_DIGEST_PREFIX_SIZE];

  g_assert_true (sat_digest_init (&all, ""));
  sat_digest_add (&all, &a, G_MAXUINT64);
  sat_digest_add (&all, &b, 3);
  g_assert_cmpuint (all.all.n, ==, 2);
  g_assert_cmpuint (all.all.sum, ==, 2);
  g_assert_true (sat_digest_sum_equal (&all.all, &all.parts[0xa1]));
  g_assert_true (sat_digest_child (&all, 0xa1, child));
  g_assert_cmpstr (child, ==, "a1");
  g_assert_true (sat_digest_init (&some, "a1b1"));
  g_assert_false (sat_digest_has (&some, &a));
  g_assert_true (sat_digest_has (&some, &b));
  g_assert_true (sat_digest_init (&some, "a1b100000000008000700000a0f79201"));
  g_assert_true (sat_digest_has (&some, &b));
}

static void
test_prefixes (void)
{
  static const char *const bad[] = {"a", "A1", "g1", "a1 ", "0192f7a000007000800000000000a1a1a1"};
  SatDigest digest;
  char child[SAT_DIGEST_PREFIX_SIZE];

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (sat_digest_init (&digest, bad[i]));
  g_assert_true (sat_digest_init (&digest, "00112233445566778899aabbccddeeff"));
  g_assert_false (sat_digest_child (&digest, 0, child));
}

static void
test_answer (void)
{
  SatUuid id = id_of ("0192f7a0-0000-7000-8000-0000000000a1");
  SatDigest digest, read;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GBytes) behind = sat_digest_write_behind ();
  g_autofree char *text = NULL;
  gboolean is_behind;

  sat_digest_init (&digest, "");
  sat_digest_init (&read, "");
  sat_digest_add (&digest, &id, 255);
  answer = sat_digest_write (&digest, TRUE);
  text = g_strndup (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
  g_assert_cmpstr (
      text, ==,
      "{\"n\":1,\"sum\":\"00000000000000ff\",\"parts\":{\"a1\":[1,\"00000000000000ff\"]}}");
  g_assert_true (sat_digest_read (&read, answer, &is_behind, NULL));
  g_assert_false (is_behind);
  g_assert_true (sat_digest_sum_equal (&read.parts[0xa1], &digest.all));
  g_assert_true (sat_digest_read (&read, behind, &is_behind, NULL));
  g_assert_true (is_behind);
}

static void
test_bad_answers (void)
{
  static const char *const bad[] = {
      "",
      "[]",
      "{}",
      "{\"n\":1}",
      "{\"n\":-1,\"sum\":\"0123456789abcdef\"}",
      "{\"n\":1,\"sum\":\"x\"}",
      "{\"n\":1,\"sum\":1}",
      "{\"n\":1,\"sum\":\"0123456789abcdef\",\"parts\":{\"0\":[1,\"0123456789abcdef\"]}}",
      "{\"n\":1,\"sum\":\"0123456789abcdef\",\"parts\":{\"00\":[]}}",
      "{\"n\":1,\"sum\":\"0123456789abcdef\",\"parts\":{\"00\":[1]}}",
      "{\"n\":1,\"sum\":\"0123456789abcdef\",\"parts\":[]}",
      "{\"n\":1,\"sum\":\"0123456789abcdef\"} ,",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GBytes) body = g_bytes_new (bad[i], strlen (bad[i]));
    g_autoptr (GError) error = NULL;
    SatDigest digest;
    gboolean behind;

    sat_digest_init (&digest, "");
    g_test_message ("%s", bad[i]);
    g_assert_false (sat_digest_read (&digest, body, &behind, &error));
    g_assert_true (error != NULL && error->domain == SAT_PROTOCOL_ERROR);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/digest/hash", test_hash);
  g_test_add_func ("/digest/sums", test_sums);
  g_test_add_func ("/digest/prefixes", test_prefixes);
  g_test_add_func ("/digest/answer", test_answer);
  g_test_add_func ("/digest/bad-answers", test_bad_answers);
  return g_test_run ();
}
