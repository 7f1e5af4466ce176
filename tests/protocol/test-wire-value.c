/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-registry.h"
#include "sat-test.h"
#include "sat-wire-fields.h"
#include "wire-sample.h"

#include <string.h>

/* "{\"a\":…}" as the set of its one value. */
static SatWireFields *
parse_one (const char *json, GError **error)
{
  g_autofree char *object = g_strdup_printf ("{\"a\":%s}", json);

  return sat_wire_fields_parse (object, -1, error);
}

static void
test_good (void)
{
  static const struct {
    const char *json;
    SatWireKind kind;
    const char *written; /* NULL: the same */
  } rows[] = {
      {"null", SAT_WIRE_NULL, NULL},
      {"\"\"", SAT_WIRE_NULL, "null"},
      {"0", SAT_WIRE_INTEGER, NULL},
      {"-0", SAT_WIRE_INTEGER, "0"},
      {"-9223372036854775808", SAT_WIRE_INTEGER, NULL},
      {"9223372036854775807", SAT_WIRE_INTEGER, NULL},
      {"\"a \\\"b\\\" \\u6f22\"", SAT_WIRE_TEXT, "\"a \\\"b\\\" 漢\""},
      {"{\"n\":\"Kan-code\"}", SAT_WIRE_NAME, NULL},
      {"{\"r\":\"0192aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee\"}", SAT_WIRE_REFERENCE, NULL},
      {"{\"r\":\"0192AAAA-bbbb-7ccc-8ddd-eeeeeeeeeeee\"}", SAT_WIRE_REFERENCE,
       "{\"r\":\"0192aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee\"}"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (SatWireFields) fields = parse_one (rows[i].json, &error);
    g_autofree char *expected = NULL;
    g_autofree char *written = NULL;

    g_assert_no_error (error);
    g_assert_cmpint (sat_wire_fields_get (fields, "a")->kind, ==, rows[i].kind);
    expected =
        g_strdup_printf ("{\"a\":%s}", rows[i].written != NULL ? rows[i].written : rows[i].json);
    written = sat_wire_fields_to_string (fields);
    g_assert_cmpstr (written, ==, expected);
  }
}

static void
test_bad (void)
{
  static const struct {
    const char *json;
    SatProtocolError code;
  } rows[] = {
      {"true", SAT_PROTOCOL_ERROR_SHAPE},
      {"1.0", SAT_PROTOCOL_ERROR_SHAPE},
      {"1e3", SAT_PROTOCOL_ERROR_SHAPE},
      {"[]", SAT_PROTOCOL_ERROR_SHAPE},
      {"{}", SAT_PROTOCOL_ERROR_SHAPE},
      {"{\"x\":1}", SAT_PROTOCOL_ERROR_SHAPE},
      {"{\"r\":1}", SAT_PROTOCOL_ERROR_SHAPE},
      {"{\"r\":\"\"}", SAT_PROTOCOL_ERROR_SHAPE},
      {"{\"r\":\"00000000-0000-0000-0000-000000000000\"}", SAT_PROTOCOL_ERROR_SHAPE},
      {"{\"r\":\"0192aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee\",\"n\":\"x\"}", SAT_PROTOCOL_ERROR_SHAPE},
      {"{\"n\":\"x\",\"n\":\"x\"}", SAT_PROTOCOL_ERROR_SYNTAX},
      {"{\"n\":\"\"}", SAT_PROTOCOL_ERROR_SHAPE},
      {"{\"n\":null}", SAT_PROTOCOL_ERROR_SHAPE},
      {"{\"n\":\"x\"", SAT_PROTOCOL_ERROR_SYNTAX},
      {"{\"n\"", SAT_PROTOCOL_ERROR_SYNTAX},
      {"9223372036854775808", SAT_PROTOCOL_ERROR_LIMIT},
      {"-9223372036854775809", SAT_PROTOCOL_ERROR_LIMIT},
      {"\"\\u0000\"", SAT_PROTOCOL_ERROR_SYNTAX},
      {"1,\"a\":2", SAT_PROTOCOL_ERROR_SYNTAX},
      {"1,\"B\":2", SAT_PROTOCOL_ERROR_SHAPE},
      {"1,\"\":2", SAT_PROTOCOL_ERROR_SHAPE},
      {"1,\"a2345678901234567890123456789012345678901\":2", SAT_PROTOCOL_ERROR_SHAPE},
      {"1}}", SAT_PROTOCOL_ERROR_SYNTAX},
      {"", SAT_PROTOCOL_ERROR_SYNTAX},
  };
  g_autoptr (GError) shape = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", rows[i].json);
    g_assert_null (parse_one (rows[i].json, &error));
    g_assert_error (error, SAT_PROTOCOL_ERROR, (int)rows[i].code);
  }
  g_assert_null (sat_wire_fields_parse ("[]", -1, &shape));
  g_assert_error (shape, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_SHAPE);
}

static void
test_empty_values (void)
{
  const SatUuid nil = {{0}};
  SatWireValue values[] = {sat_wire_null (),          sat_wire_text (NULL),
                           sat_wire_text (""),        sat_wire_name (NULL),
                           sat_wire_reference (&nil), sat_wire_reference (NULL)};

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    g_assert_cmpint (values[i].kind, ==, SAT_WIRE_NULL);
}

static void
test_equal (void)
{
  const SatUuid one = {{1}}, two = {{2}};
  g_auto (SatWireValue) text = sat_wire_text ("x");
  g_auto (SatWireValue) name = sat_wire_name ("x");
  g_auto (SatWireValue) other = sat_wire_text ("y");
  g_auto (SatWireValue) copy = sat_wire_value_copy (&text);
  SatWireValue first = sat_wire_reference (&one), second = sat_wire_reference (&two);
  SatWireValue zero = sat_wire_int (0), null = sat_wire_null ();

  g_assert_true (sat_wire_value_equal (&text, &copy));
  g_assert_false (sat_wire_value_equal (&text, &name));
  g_assert_false (sat_wire_value_equal (&text, &other));
  g_assert_false (sat_wire_value_equal (&first, &second));
  g_assert_true (sat_wire_value_equal (&first, &first));
  g_assert_false (sat_wire_value_equal (&zero, &null));
}

static void
test_take (void)
{
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  g_autoptr (SatWireFields) copy = NULL;
  g_autofree char *text = NULL;

  sat_wire_fields_take (fields, "b", sat_wire_int (1), FALSE);
  sat_wire_fields_take (fields, "a", sat_wire_text ("x"), FALSE);
  sat_wire_fields_take (fields, "c", sat_wire_null (), FALSE);
  sat_wire_fields_take (fields, "d", sat_wire_null (), TRUE);
  sat_wire_fields_take (fields, "a", sat_wire_text ("y"), FALSE);
  g_assert_null (sat_wire_fields_get (fields, "c"));
  text = sat_wire_fields_to_string (fields);
  g_assert_cmpstr (text, ==, "{\"a\":\"y\",\"b\":1,\"d\":null}");

  copy = sat_wire_fields_copy (fields);
  g_assert_true (sat_wire_fields_equal (copy, fields));
  sat_wire_fields_take (fields, "a", sat_wire_null (), FALSE);
  sat_wire_fields_remove (fields, "d");
  sat_wire_fields_remove (fields, "nothing");
  g_assert_cmpuint (sat_wire_fields_n (fields), ==, 1);
  g_assert_false (sat_wire_fields_equal (copy, fields));
  sat_wire_fields_take (copy, "b", sat_wire_int (2), FALSE);
  g_assert_cmpint (sat_wire_fields_get (fields, "b")->integer, ==, 1);
  sat_wire_fields_empty (copy);
  g_assert_cmpuint (sat_wire_fields_n (copy), ==, 0);
}

static void
test_pick (void)
{
  static const char *const bad[] = {"", "[]", "{\"a\":{}}", "{\"z\":[1,]}", "{\"a\":1}{"};
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  sat_wire_fields_take (fields, "a", sat_wire_null (), TRUE);
  sat_wire_fields_take (fields, "b", sat_wire_text ("before"), TRUE);
  sat_wire_fields_take (fields, "d", sat_wire_text ("stays"), TRUE);
  sat_wire_fields_pick (fields, "{\"a\":\"x\",\"b\":2,\"c\":{\"r\":[1,{}]},\"e\":null}", &error);
  g_assert_no_error (error);
  text = sat_wire_fields_to_string (fields);
  g_assert_cmpstr (text, ==, "{\"a\":\"x\",\"b\":2,\"d\":\"stays\"}");
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) problem = NULL;

    g_assert_false (sat_wire_fields_pick (fields, bad[i], &problem));
    g_assert_error (problem, SAT_PROTOCOL_ERROR, (int)problem->code);
  }
}

static void
test_round_trip (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int round = 0; round < 500; round++) {
    g_autoptr (SatWireFields) fields = sample_fields (rand, 30, TRUE);
    g_autofree char *text = sat_wire_fields_to_string (fields);
    g_autoptr (GError) error = NULL;
    g_autoptr (SatWireFields) again = sat_wire_fields_parse (text, -1, &error);

    g_assert_no_error (error);
    g_assert_true (sat_wire_fields_equal (again, fields));
    for (guint i = 1; i < sat_wire_fields_n (again); i++)
      g_assert_cmpstr (sat_wire_fields_name (again, i - 1), <, sat_wire_fields_name (again, i));
  }
}

/* (transfer full) @value. */
static void
check (const char *type, const char *field, SatWireValue value, GQuark domain, int code)
{
  static SatRegistry *registry;
  g_autoptr (GError) error = NULL;
  const SatField *line;
  gboolean fits;

  if (registry == NULL)
    registry = sat_registry_new ();
  line = sat_type_field (sat_registry_type (registry, type), field);
  g_assert_nonnull (line);
  fits = sat_wire_value_check (&value, line, &error);
  g_test_message ("%s.%s: %s", type, field, fits ? "fits" : error->message);
  if (domain == 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, domain, code);
  g_assert_cmpint (fits, ==, domain == 0);
  sat_wire_value_clear (&value);
}

static void
test_check (void)
{
  const GQuark shape = SAT_PROTOCOL_ERROR, model = SAT_MODEL_ERROR;
  const SatUuid uuid = {{9}};

  check ("contact", "first_name", sat_wire_text ("Ann"), 0, 0);
  check ("contact", "first_name", sat_wire_null (), 0, 0);
  check ("contact", "first_name", sat_wire_int (1), model, SAT_MODEL_ERROR_INVALID);
  check ("contact", "first_name", sat_wire_name ("Ann"), shape, SAT_PROTOCOL_ERROR_SHAPE);
  check ("contact", "owner", sat_wire_reference (&uuid), 0, 0);
  check ("contact", "owner", sat_wire_name ("Ann"), 0, 0);
  check ("contact", "owner", sat_wire_text ("Ann"), shape, SAT_PROTOCOL_ERROR_SHAPE);
  check ("contact", "owner", sat_wire_int (1), shape, SAT_PROTOCOL_ERROR_SHAPE);
  check ("opportunity", "amount", sat_wire_int (-5), 0, 0);
  check ("opportunity", "amount", sat_wire_reference (&uuid), shape, SAT_PROTOCOL_ERROR_SHAPE);
  check ("opportunity", "amount", sat_wire_text ("5"), model, SAT_MODEL_ERROR_INVALID);
  check ("opportunity", "probability", sat_wire_int (101), model, SAT_MODEL_ERROR_INVALID);
  check ("opportunity", "currency", sat_wire_text ("EUR"), 0, 0);
  check ("opportunity", "currency", sat_wire_text ("euro"), model, SAT_MODEL_ERROR_INVALID);
  check ("activity", "kind", sat_wire_text ("hologram"), 0, 0);
  check ("activity", "kind", sat_wire_int (1), model, SAT_MODEL_ERROR_INVALID);
  check ("exchange_rate", "rate", sat_wire_int (0), model, SAT_MODEL_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/protocol/wire-value/good", test_good);
  g_test_add_func ("/protocol/wire-value/bad", test_bad);
  g_test_add_func ("/protocol/wire-value/empty-values", test_empty_values);
  g_test_add_func ("/protocol/wire-value/equal", test_equal);
  g_test_add_func ("/protocol/wire-value/take", test_take);
  g_test_add_func ("/protocol/wire-value/pick", test_pick);
  g_test_add_func ("/protocol/wire-value/round-trip", test_round_trip);
  g_test_add_func ("/protocol/wire-value/check", test_check);

  return g_test_run ();
}
