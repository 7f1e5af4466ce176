/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-mutation.h"
#include "sat-test.h"
#include "wire-sample.h"

#include <string.h>

#define U "0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee"
/* SHA-256 by another program, behind the time of U */
#define NUMBERED_ID "0190aaaa-bbbb-8900-b9d1-bc275a3b424a"
#define ID "0192aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee"
#define V "018f3c5a1b2c0040:12"
/* All that every mutation has, but the brace at the end. */
#define PUT                                                                                        \
  "{\"m\":1,\"u\":\"" U "\",\"h\":\"018f3c5a1b2c0040\",\"t\":\"contact\",\"id\":\"" ID             \
  "\",\"op\":\"put\""

static void
test_line (void)
{
  g_autoptr (SatMutation) mutation = sat_mutation_new ();
  g_autofree char *line = NULL;
  SatUuid own;

  mutation->m = 1201;
  mutation->h = 0x018f3c5a1b2c0040;
  mutation->type = g_strdup ("contact");
  mutation->rb = 88001;
  mutation->x = 7;
  g_assert_true (sat_uuid_parse (U, &mutation->u));
  g_assert_true (sat_uuid_parse (ID, &mutation->id));
  g_assert_true (sat_uuid_parse (U, &mutation->change));
  g_assert_true (sat_uuid_parse (U, &own));
  sat_wire_fields_take (mutation->fields, "job_title", sat_wire_text ("CFO"), TRUE);
  sat_wire_fields_take (mutation->fields, "company", sat_wire_null (), TRUE);
  sat_mutation_add_base (mutation, "job_title", (SatVersion){0x018f3c5a1b2c0040, 12}, NULL);
  sat_mutation_add_base (mutation, "company", SAT_VERSION_NONE, &own);
  line = sat_mutation_to_line (mutation);
  g_assert_cmpstr (line, ==,
                   "{\"m\":1201,\"u\":\"" U "\",\"h\":\"018f3c5a1b2c0040\",\"t\":\"contact\","
                   "\"id\":\"" ID "\",\"op\":\"put\",\"rb\":88001,"
                   "\"f\":{\"company\":null,\"job_title\":\"CFO\"},"
                   "\"b\":{\"company\":\"u:" U "\",\"job_title\":\"" V "\"},"
                   "\"x\":7,\"ch\":\"" U "\"}");
}

/* The id as a number, which says the same to both sides. */
static void
test_numbered (void)
{
  static const char numbered[] =
      "{\"m\":1,\"u\":1240,\"h\":\"018f3c5a1b2c0040\",\"t\":\"contact\",\"id\":\"" ID
      "\",\"op\":\"put\",\"rb\":0,\"ch\":\"" U "\"}";
  static const char *const wrong[][2] = {
      {"1240", "0"}, {"1240", "-1"}, {"1240", "null"}, {"1240", "1.5"}, {",\"ch\":\"" U "\"", ""}};
  g_autoptr (SatMutation) mutation = sat_mutation_parse (numbered, strlen (numbered), NULL);
  g_autofree char *line = NULL;
  g_autofree char *id = NULL;

  g_assert_nonnull (mutation);
  id = sat_uuid_to_string (&mutation->u);
  g_assert_cmpstr (id, ==, NUMBERED_ID);
  line = sat_mutation_to_line (mutation);
  g_assert_cmpstr (line, ==, numbered);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GString) text = g_string_new (numbered);
    g_autoptr (GError) error = NULL;

    g_assert_cmpuint (g_string_replace (text, wrong[i][0], wrong[i][1], 1), ==, 1);
    g_assert_null (sat_mutation_parse (text->str, text->len, &error));
    g_assert_nonnull (error);
  }
}

static void
test_bases (void)
{
  g_autoptr (SatMutation) mutation = sat_mutation_new ();
  const SatUuid own = {{1}};

  sat_mutation_add_base (mutation, "b", (SatVersion){1, 1}, NULL);
  sat_mutation_add_base (mutation, "a", (SatVersion){2, 1}, &own);
  sat_mutation_add_base (mutation, "c", (SatVersion){3, 1}, NULL);
  sat_mutation_add_base (mutation, "b", (SatVersion){4, 1}, NULL);
  g_assert_cmpuint (mutation->bases->len, ==, 3);
  g_assert_cmpuint (sat_mutation_base (mutation, "b")->version.hlc, ==, 4);
  g_assert_true (sat_uuid_equal (&sat_mutation_base (mutation, "a")->mutation, &own));
  g_assert_cmpuint (sat_mutation_base (mutation, "a")->version.hlc, ==, 0);
  g_assert_null (sat_mutation_base (mutation, "d"));
}

static void
test_least (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatMutation) mutation = sat_mutation_parse (PUT "}", strlen (PUT "}"), &error);

  g_assert_no_error (error);
  g_assert_cmpint (mutation->m, ==, 1);
  g_assert_cmpint (mutation->op, ==, SAT_OP_PUT);
  g_assert_cmpint (mutation->rb, ==, 0);
  g_assert_cmpint (mutation->x, ==, 0);
  g_assert_cmpuint (sat_wire_fields_n (mutation->fields), ==, 0);
  g_assert_cmpuint (mutation->bases->len, ==, 0);
  g_assert_true (sat_uuid_is_nil (&mutation->into));
  g_assert_true (sat_uuid_is_nil (&mutation->change));
}

static void
test_bad (void)
{
  static const struct {
    const char *line;
    SatProtocolError code;
  } rows[] = {
      {"", SAT_PROTOCOL_ERROR_SYNTAX},
      {"[]", SAT_PROTOCOL_ERROR_SHAPE},
      {"{}", SAT_PROTOCOL_ERROR_SHAPE},
      {PUT, SAT_PROTOCOL_ERROR_SYNTAX},
      {PUT "}}", SAT_PROTOCOL_ERROR_SYNTAX},
      {PUT ",\"m\":2}", SAT_PROTOCOL_ERROR_SYNTAX},
      {PUT ",\"new\":2}", SAT_PROTOCOL_ERROR_SHAPE},
      {PUT ",\"rb\":-1}", SAT_PROTOCOL_ERROR_SHAPE},
      {PUT ",\"rb\":\"1\"}", SAT_PROTOCOL_ERROR_SHAPE},
      {PUT ",\"rb\":1.5}", SAT_PROTOCOL_ERROR_SHAPE},
      {PUT ",\"rb\":9223372036854775808}", SAT_PROTOCOL_ERROR_LIMIT},
      {PUT ",\"x\":0}", SAT_PROTOCOL_ERROR_SHAPE},
      {PUT ",\"ch\":\"" U "0\"}", SAT_PROTOCOL_ERROR_SHAPE},
      {PUT ",\"ch\":null}", SAT_PROTOCOL_ERROR_SHAPE},
      {PUT ",\"into\":\"" U "\"}", SAT_PROTOCOL_ERROR_SHAPE},
      {PUT ",\"f\":[]}", SAT_PROTOCOL_ERROR_SHAPE},
      {PUT ",\"f\":{\"a b\":1}}", SAT_PROTOCOL_ERROR_SHAPE},
      {PUT ",\"f\":{\"a\":true}}", SAT_PROTOCOL_ERROR_SHAPE},
      {PUT ",\"b\":null}", SAT_PROTOCOL_ERROR_SHAPE},
      {PUT ",\"b\":{\"a\":1}}", SAT_PROTOCOL_ERROR_SHAPE},
      {PUT ",\"b\":{\"a\":\"\"}}", SAT_PROTOCOL_ERROR_SHAPE},
      {PUT ",\"b\":{\"a\":\"u:\"}}", SAT_PROTOCOL_ERROR_SHAPE},
      {PUT ",\"b\":{\"a\":\"u:00000000-0000-0000-0000-000000000000\"}}", SAT_PROTOCOL_ERROR_SHAPE},
      {PUT ",\"b\":{\"a\":\"" V " \"}}", SAT_PROTOCOL_ERROR_SHAPE},
      {PUT ",\"b\":{\"!\":\"" V "\"}}", SAT_PROTOCOL_ERROR_SHAPE},
      {PUT ",\"f\":{\"a\":\"\xff\"}}", SAT_PROTOCOL_ERROR_SYNTAX},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (sat_mutation_parse (rows[i].line, strlen (rows[i].line), &error));
    g_test_message ("%s", error->message);
    g_assert_error (error, SAT_PROTOCOL_ERROR, (int)rows[i].code);
  }
}

/* The good line with @what, which is in it, replaced. */
static void
assert_refused (const char *what, const char *by)
{
  g_autoptr (GString) line = g_string_new (PUT "}");
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (g_string_replace (line, what, by, 1), ==, 1);
  g_assert_null (sat_mutation_parse (line->str, line->len, &error));
  g_assert_error (error, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_SHAPE);
}

static void
test_bad_parts (void)
{
  assert_refused ("\"m\":1,", "");
  assert_refused ("\"m\":1,", "\"m\":0,");
  assert_refused ("\"m\":1,", "\"m\":-1,");
  assert_refused ("\"u\":\"" U "\",", "");
  assert_refused (U, "00000000-0000-0000-0000-000000000000");
  assert_refused ("\"h\":\"018f3c5a1b2c0040\",", "");
  assert_refused ("018f3c5a1b2c0040", "018f3c5a1b2c004");
  assert_refused ("018f3c5a1b2c0040", "018f3c5a1b2c0040:12");
  assert_refused ("018f3c5a1b2c0040", "018F3C5A1B2C0040");
  assert_refused ("\"t\":\"contact\",", "");
  assert_refused ("contact", "Contact");
  assert_refused ("contact", "");
  assert_refused ("\"id\":\"" ID "\",", "");
  assert_refused (ID, "");
  assert_refused (",\"op\":\"put\"", "");
  assert_refused ("put", "drop");
  assert_refused ("put", "merge");
  assert_refused ("put\"", "del\",\"f\":{\"a\":1}");
  assert_refused ("put\"", "del\",\"b\":{\"a\":\"" V "\"}");
  assert_refused ("put\"", "undel\",\"b\":{\"a\":\"" V "\"}");
  assert_refused ("put\"", "merge\",\"into\":\"" U "\",\"f\":{\"a\":1}");
}

static void
test_too_long (void)
{
  g_autofree char *long_text = g_strnfill (SAT_SYNC_MOST_MUTATION_BYTES, 'x');
  g_autoptr (GString) line = g_string_new (PUT ",\"f\":{\"a\":\"");
  g_autoptr (GError) error = NULL;
  g_autoptr (SatMutation) longest = NULL;

  g_string_append (line, long_text);
  g_string_truncate (line, SAT_SYNC_MOST_MUTATION_BYTES - strlen ("\"}}"));
  g_string_append (line, "\"}}");
  longest = sat_mutation_parse (line->str, line->len, &error);
  g_assert_no_error (error);
  g_assert_nonnull (longest);
  g_string_append_c (line, ' ');
  g_assert_null (sat_mutation_parse (line->str, line->len, &error));
  g_assert_error (error, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_LIMIT);
}

static void
test_round_trip (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int round = 0; round < 500; round++) {
    g_autoptr (SatMutation) mutation = sample_mutation (rand);
    g_autofree char *line = sat_mutation_to_line (mutation);
    g_autoptr (GError) error = NULL;
    g_autoptr (SatMutation) again = sat_mutation_parse (line, strlen (line), &error);
    g_autofree char *line_again = NULL;

    g_assert_no_error (error);
    line_again = sat_mutation_to_line (again);
    g_assert_cmpstr (line_again, ==, line);
    g_assert_cmpint (again->op, ==, mutation->op);
    g_assert_cmphex (again->h, ==, mutation->h);
    g_assert_true (sat_wire_fields_equal (again->fields, mutation->fields));
    g_assert_null (strchr (line, '\n'));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/protocol/mutation/line", test_line);
  g_test_add_func ("/protocol/mutation/bases", test_bases);
  g_test_add_func ("/protocol/mutation/least", test_least);
  g_test_add_func ("/protocol/mutation/bad", test_bad);
  g_test_add_func ("/protocol/mutation/bad-parts", test_bad_parts);
  g_test_add_func ("/protocol/mutation/too-long", test_too_long);
  g_test_add_func ("/protocol/mutation/numbered", test_numbered);
  g_test_add_func ("/protocol/mutation/round-trip", test_round_trip);

  return g_test_run ();
}
