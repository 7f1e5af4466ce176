/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-push-answer.h"
#include "sat-push.h"
#include "sat-test.h"
#include "wire-sample.h"

#include <string.h>

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define HASH "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define U "0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee"

static void
test_chain (void)
{
  SatChain chain = {{0}}, again;
  char text[SAT_CHAIN_TEXT_LENGTH];
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  sat_chain_write (&chain, text);
  g_assert_cmpstr (text, ==, ZEROS);
  g_checksum_update (sum, chain.bytes, sizeof chain.bytes);
  g_checksum_update (sum, (const guchar *)"a line", 6);
  sat_chain_add (&chain, "a line", 6);
  sat_chain_write (&chain, text);
  g_assert_cmpstr (text, ==, g_checksum_get_string (sum));
  g_assert_true (sat_chain_parse (text, &again));
  g_assert_true (sat_chain_equal (&chain, &again));
  sat_chain_add (&again, NULL, 0);
  g_assert_false (sat_chain_equal (&chain, &again));
}

static void
test_chain_bad (void)
{
  static const char *const rows[] = {"", "0", ZEROS "0", ZEROS " ", "g", "A"};
  SatChain chain;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = g_strdup (rows[i]);

    g_assert_false (sat_chain_parse (text, &chain));
  }
  for (const char *c = "gA\n-"; *c != '\0'; c++) {
    char text[] = ZEROS;

    text[30] = *c;
    g_assert_false (sat_chain_parse (text, &chain));
  }
}

/* @lines: of char *, ends with NULL. */
static GBytes *
write_push (gint64 first, const char *const *lines)
{
  g_autoptr (GPtrArray) array = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  const SatChain start = {{0}};

  for (; *lines != NULL; lines++)
    g_ptr_array_add (array, g_bytes_new (*lines, strlen (*lines)));
  return sat_push_write (first, &start, array);
}

static void
test_push (void)
{
  const char *const lines[] = {"{\"m\":5}", "nonsense", "", NULL};
  g_autoptr (GBytes) body = write_push (5, lines);
  g_autofree char *text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  g_autoptr (GError) error = NULL;
  g_autoptr (SatPush) push = sat_push_parse (body, &error);

  g_assert_cmpstr (text, ==,
                   "{\"first\":5,\"prev\":\"" ZEROS "\",\"n\":3}\n{\"m\":5}\nnonsense\n\n");
  g_assert_no_error (error);
  g_assert_cmpint (push->first, ==, 5);
  g_assert_cmpuint (push->lines->len, ==, 3);
  for (guint i = 0; i < 3; i++) {
    gsize length;
    const char *data = g_bytes_get_data (push->lines->pdata[i], &length);
    g_autofree char *line = g_strndup (data != NULL ? data : "", length);

    g_assert_cmpstr (line, ==, lines[i]);
  }
}

static void
test_push_bad (void)
{
#define HEAD(first, n) "{\"first\":" first ",\"prev\":\"" ZEROS "\",\"n\":" n "}\n"
  static const struct {
    const char *body;
    SatProtocolError code;
  } rows[] = {
      {"", SAT_PROTOCOL_ERROR_SHAPE},
      {"{}\n", SAT_PROTOCOL_ERROR_SHAPE},
      {"\n", SAT_PROTOCOL_ERROR_SYNTAX},
      {"[]\n", SAT_PROTOCOL_ERROR_SHAPE},
      {HEAD ("1", "1"), SAT_PROTOCOL_ERROR_SHAPE},
      {HEAD ("1", "1") "{}", SAT_PROTOCOL_ERROR_SHAPE},
      {HEAD ("1", "1") "{}\n{}\n", SAT_PROTOCOL_ERROR_SHAPE},
      {HEAD ("1", "-1"), SAT_PROTOCOL_ERROR_SHAPE},
      {HEAD ("0", "0"), SAT_PROTOCOL_ERROR_SHAPE},
      {HEAD ("9223372036854775807", "1") "{}\n", SAT_PROTOCOL_ERROR_SHAPE},
      {HEAD ("\"1\"", "0"), SAT_PROTOCOL_ERROR_SHAPE},
      {"{\"first\":1,\"n\":0}\n", SAT_PROTOCOL_ERROR_SHAPE},
      {"{\"first\":1,\"prev\":\"0\",\"n\":0}\n", SAT_PROTOCOL_ERROR_SHAPE},
      {"{\"prev\":\"" ZEROS "\",\"n\":0}\n", SAT_PROTOCOL_ERROR_SHAPE},
      {"{\"first\":1,\"prev\":\"" ZEROS "\"}\n", SAT_PROTOCOL_ERROR_SHAPE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GBytes) body = g_bytes_new_static (rows[i].body, strlen (rows[i].body));
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", rows[i].body);
    g_assert_null (sat_push_parse (body, &error));
    g_assert_error (error, SAT_PROTOCOL_ERROR, (int)rows[i].code);
  }
#undef HEAD
}

static void
test_push_limits (void)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  const SatChain start = {{0}};
  g_autoptr (GBytes) most = NULL;
  g_autoptr (GBytes) more = NULL;
  g_autoptr (GBytes) heavy = NULL;
  g_autoptr (SatPush) push = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) weight = NULL;

  for (guint i = 0; i < SAT_SYNC_MOST_MUTATIONS; i++)
    g_ptr_array_add (lines, g_bytes_new_static ("{}", 2));
  most = sat_push_write (1, &start, lines);
  push = sat_push_parse (most, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (push->lines->len, ==, SAT_SYNC_MOST_MUTATIONS);
  g_ptr_array_add (lines, g_bytes_new_static ("{}", 2));
  more = sat_push_write (1, &start, lines);
  g_assert_null (sat_push_parse (more, &error));
  g_assert_error (error, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_LIMIT);
  heavy = g_bytes_new_take (g_strnfill (SAT_SYNC_MOST_PUSH_BYTES + 1, '\n'),
                            SAT_SYNC_MOST_PUSH_BYTES + 1);
  g_assert_null (sat_push_parse (heavy, &weight));
  g_assert_error (weight, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_LIMIT);
}

static SatPushAnswer *
parse_answer (const char *text, GError **error)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  return sat_push_answer_parse (body, error);
}

static void
test_answer (void)
{
  g_autoptr (SatPushAnswer) answer = sat_push_answer_new ();
  g_autoptr (SatPushAnswer) again = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  SatPushResult *result;
  SatUuid uuid;

  answer->last_m = 1202;
  answer->seq = 88124;
  answer->now = 5;
  answer->durable_m = 1100;
  g_assert_true (sat_chain_parse (HASH, &answer->hash));
  g_assert_true (sat_uuid_parse (U, &uuid));
  result = sat_push_answer_add (answer, 1201, SAT_PUSH_CONFLICT);
  g_array_append_val (result->conflicts, uuid);
  result = sat_push_answer_add (answer, 1202, SAT_PUSH_REJECTED);
  result->code = g_strdup ("forbidden");
  result->reason = g_strdup ("no");
  body = sat_push_answer_write (answer);
  text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  g_assert_cmpstr (text, ==,
                   "{\"last_m\":1202,\"hash\":\"" HASH "\",\"seq\":88124,\"now\":5,"
                   "\"durable_m\":1100,\"res\":[{\"m\":1201,\"s\":\"conflict\",\"c\":[\"" U "\"]},"
                   "{\"m\":1202,\"s\":\"rejected\",\"code\":\"forbidden\",\"reason\":\"no\"}]}");
  again = sat_push_answer_parse (body, &error);
  g_assert_no_error (error);
  g_assert_cmpint (again->durable_m, ==, 1100);
  g_assert_true (sat_chain_equal (&again->hash, &answer->hash));
  g_assert_cmpuint (again->results->len, ==, 2);
  result = again->results->pdata[0];
  g_assert_cmpint (result->status, ==, SAT_PUSH_CONFLICT);
  g_assert_true (sat_uuid_equal (&g_array_index (result->conflicts, SatUuid, 0), &uuid));
  result = again->results->pdata[1];
  g_assert_cmpstr (result->code, ==, "forbidden");
  g_assert_cmpstr (result->reason, ==, "no");
}

static void
test_result_text (void)
{
  for (guint status = SAT_PUSH_OK; status <= SAT_PUSH_REJECTED; status++) {
    g_autoptr (SatPushAnswer) answer = sat_push_answer_new ();
    g_autoptr (SatPushAnswer) again = sat_push_answer_new ();
    SatPushResult *result = sat_push_answer_add (answer, 7, status);
    g_autofree char *text = sat_push_result_to_string (result);
    g_autoptr (GError) error = NULL;
    const SatPushResult *kept = sat_push_answer_add_text (again, text, &error);

    g_assert_no_error (error);
    g_assert_cmpint (kept->m, ==, 7);
    g_assert_cmpint (kept->status, ==, status);
    g_assert_null (sat_push_answer_add_text (again, "{\"m\":1}", &error));
    g_assert_error (error, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_SHAPE);
    g_assert_cmpuint (again->results->len, ==, 1);
  }
}

static void
test_answer_lenient (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatPushAnswer) answer =
      parse_answer ("{\"new\":[{}],\"last_m\":0,\"hash\":\"" ZEROS
                    "\",\"res\":[{\"m\":1,\"s\":\"merged\",\"new\":1}]}",
                    &error);

  g_assert_no_error (error);
  g_assert_cmpuint (answer->results->len, ==, 1);
}

static void
test_answer_bad (void)
{
#define START "{\"last_m\":1,\"hash\":\"" ZEROS "\","
  static const char *const rows[] = {
      "[]",
      "{}",
      "{\"last_m\":1}",
      "{\"hash\":\"" ZEROS "\"}",
      "{\"last_m\":-1,\"hash\":\"" ZEROS "\"}",
      "{\"last_m\":1,\"hash\":\"0\"}",
      START "\"res\":{}}",
      START "\"res\":[1]}",
      START "\"res\":[{}]}",
      START "\"res\":[{\"m\":1}]}",
      START "\"res\":[{\"s\":\"ok\"}]}",
      START "\"res\":[{\"m\":0,\"s\":\"ok\"}]}",
      START "\"res\":[{\"m\":1,\"s\":\"fine\"}]}",
      START "\"res\":[{\"m\":1,\"s\":1}]}",
      START "\"res\":[{\"m\":1,\"s\":\"ok\",\"c\":\"" U "\"}]}",
      START "\"res\":[{\"m\":1,\"s\":\"ok\",\"c\":[\"x\"]}]}",
      START "\"res\":[{\"m\":1,\"s\":\"ok\",\"code\":1}]}",
      START "\"res\":[{\"m\":2,\"s\":\"ok\"},{\"m\":2,\"s\":\"ok\"}]}",
      START "\"seq\":null}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", rows[i]);
    g_assert_null (parse_answer (rows[i], &error));
    g_assert_error (error, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_SHAPE);
  }
#undef START
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/protocol/push/chain", test_chain);
  g_test_add_func ("/protocol/push/chain-bad", test_chain_bad);
  g_test_add_func ("/protocol/push/push", test_push);
  g_test_add_func ("/protocol/push/push-bad", test_push_bad);
  g_test_add_func ("/protocol/push/push-limits", test_push_limits);
  g_test_add_func ("/protocol/push/answer", test_answer);
  g_test_add_func ("/protocol/push/result-text", test_result_text);
  g_test_add_func ("/protocol/push/answer-lenient", test_answer_lenient);
  g_test_add_func ("/protocol/push/answer-bad", test_answer_bad);

  return g_test_run ();
}
