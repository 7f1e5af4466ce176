/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-field.h"
#include "sat-test.h"

#include <string.h>

static const SatChoice stages[] = {{"open", "Open"}, {"won", "Gewönnen"}, {NULL, NULL}};

typedef struct {
  SatKind kind;
  const char *currency;
  const char *text;
  const char *canonical; /* NULL: null */
} Row;

static const SatField *
field_of (SatKind kind)
{
  static SatField field;

  field = (SatField){.number = 1, .name = "field", .kind = kind, .label = "Field"};
  field.choices = kind == SAT_KIND_CHOICE ? stages : NULL;
  return &field;
}

static const Row good[] = {
    {SAT_KIND_TEXT, NULL, "Kan-code", "Kan-code"},
    {SAT_KIND_TEXT, NULL, " two  blanks ", " two  blanks "},
    {SAT_KIND_TEXT, NULL, "", NULL},
    {SAT_KIND_LONG_TEXT, NULL, "line\nline\n", "line\nline\n"},
    {SAT_KIND_JSON, NULL, "{\"all\":[]}", "{\"all\":[]}"},
    {SAT_KIND_INTEGER, NULL, "2822", "2822"},
    {SAT_KIND_INTEGER, NULL, " -7 ", "-7"},
    {SAT_KIND_INTEGER, NULL, "2822.0", "2822"},
    {SAT_KIND_INTEGER, NULL, "2822.000", "2822"},
    {SAT_KIND_INTEGER, NULL, "007", "7"},
    {SAT_KIND_INTEGER, NULL, "-0", "0"},
    {SAT_KIND_INTEGER, NULL, "9223372036854775807", "9223372036854775807"},
    {SAT_KIND_INTEGER, NULL, "-9223372036854775808", "-9223372036854775808"},
    {SAT_KIND_INTEGER, NULL, "  ", NULL},
    {SAT_KIND_DECIMAL, NULL, "2.250", "2.25"},
    {SAT_KIND_DECIMAL, NULL, "-0.000000001", "-0.000000001"},
    {SAT_KIND_PERCENT, NULL, "60", "60"},
    {SAT_KIND_PERCENT, NULL, "60%", "60"},
    {SAT_KIND_PERCENT, NULL, "60 %", "60"},
    {SAT_KIND_PERCENT, NULL, "60.0", "60"},
    {SAT_KIND_PERCENT, NULL, "60.0%", "60"},
    {SAT_KIND_PERCENT, NULL, "0", "0"},
    {SAT_KIND_PERCENT, NULL, "100", "100"},
    {SAT_KIND_BOOLEAN, NULL, "true", "true"},
    {SAT_KIND_BOOLEAN, NULL, "Yes", "true"},
    {SAT_KIND_BOOLEAN, NULL, "1", "true"},
    {SAT_KIND_BOOLEAN, NULL, "FALSE", "false"},
    {SAT_KIND_BOOLEAN, NULL, "no", "false"},
    {SAT_KIND_BOOLEAN, NULL, "0", "false"},
    {SAT_KIND_BOOLEAN, NULL, "", NULL},
    {SAT_KIND_MONEY, "USD", "1054", "1054.00"},
    {SAT_KIND_MONEY, "USD", "-1054.5", "-1054.50"},
    {SAT_KIND_MONEY, "JPY", "1054", "1054"},
    {SAT_KIND_MONEY, "KWD", "1.5", "1.500"},
    {SAT_KIND_MONEY, NULL, "1054.5", "1054.50"},
    {SAT_KIND_CURRENCY, NULL, "usd", "USD"},
    {SAT_KIND_CURRENCY, NULL, " EUR ", "EUR"},
    {SAT_KIND_DATE, NULL, "2017-03-01", "2017-03-01"},
    {SAT_KIND_DATE, NULL, "0001-01-01", "0001-01-01"},
    {SAT_KIND_DATE, NULL, "9999-12-31", "9999-12-31"},
    {SAT_KIND_INSTANT, NULL, "2017-03-01T10:00:00+01:00", "2017-03-01T09:00:00.000000Z"},
    {SAT_KIND_INSTANT, NULL, "2017-03-01T09:00:00.123456Z", "2017-03-01T09:00:00.123456Z"},
    {SAT_KIND_CHOICE, NULL, "won", "won"},
    {SAT_KIND_CHOICE, NULL, "WON", "won"},
    {SAT_KIND_CHOICE, NULL, "gewonnen", "won"},
    {SAT_KIND_CHOICE, NULL, "", NULL},
};

static const Row bad[] = {
    {SAT_KIND_TEXT, NULL, "caf\xe9", NULL},
    {SAT_KIND_INTEGER, NULL, "2,822", NULL},
    {SAT_KIND_INTEGER, NULL, "2.5", NULL},
    {SAT_KIND_INTEGER, NULL, "2.", NULL},
    {SAT_KIND_INTEGER, NULL, ".0", NULL},
    {SAT_KIND_INTEGER, NULL, "2.0.0", NULL},
    {SAT_KIND_INTEGER, NULL, "+2", NULL},
    {SAT_KIND_INTEGER, NULL, "1e3", NULL},
    {SAT_KIND_INTEGER, NULL, "0x10", NULL},
    {SAT_KIND_INTEGER, NULL, "-", NULL},
    {SAT_KIND_INTEGER, NULL, "9223372036854775808", NULL},
    {SAT_KIND_DECIMAL, NULL, "one", NULL},
    {SAT_KIND_DECIMAL, NULL, "99999999999", NULL},
    {SAT_KIND_PERCENT, NULL, "101", NULL},
    {SAT_KIND_PERCENT, NULL, "-1", NULL},
    {SAT_KIND_PERCENT, NULL, "60.5", NULL},
    {SAT_KIND_PERCENT, NULL, "%", NULL},
    {SAT_KIND_PERCENT, NULL, "60%%", NULL},
    {SAT_KIND_BOOLEAN, NULL, "maybe", NULL},
    {SAT_KIND_BOOLEAN, NULL, "2", NULL},
    {SAT_KIND_MONEY, "USD", "$5", NULL},
    {SAT_KIND_MONEY, "USD", "92233720368547758.08", NULL},
    {SAT_KIND_CURRENCY, NULL, "ZZZ", NULL},
    {SAT_KIND_CURRENCY, NULL, "$", NULL},
    {SAT_KIND_DATE, NULL, "2017-02-29", NULL},
    {SAT_KIND_DATE, NULL, "01/03/2017", NULL},
    {SAT_KIND_DATE, NULL, "2017-3-1", NULL},
    {SAT_KIND_INSTANT, NULL, "2017-03-01", NULL},
    {SAT_KIND_INSTANT, NULL, "2017-03-01T09:00:00", NULL},
    {SAT_KIND_CHOICE, NULL, "lost", NULL},
    {SAT_KIND_REFERENCE, NULL, "Kan-code", NULL},
    {SAT_KIND_SET, NULL, "a", NULL},
};

static void
test_parse (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    const SatField *field = field_of (good[i].kind);
    g_auto (SatValue) value = SAT_VALUE_INIT;
    g_auto (SatValue) again = SAT_VALUE_INIT;
    g_autoptr (GError) error = NULL;
    g_autofree char *text = NULL;

    g_test_message ("%s “%s”", sat_kind_name (good[i].kind), good[i].text);
    g_assert_true (sat_field_parse (field, good[i].text, good[i].currency, &value, &error));
    g_assert_no_error (error);
    g_assert_true (sat_field_validate (field, &value, &error));
    g_assert_no_error (error);
    text = sat_field_to_string (field, &value, good[i].currency);
    g_assert_cmpstr (text, ==, good[i].canonical);
    if (text == NULL)
      continue;
    g_assert_true (sat_field_parse (field, text, good[i].currency, &again, &error));
    g_assert_true (sat_value_equal (&value, &again));
  }
}

static void
test_parse_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_auto (SatValue) value = SAT_VALUE_INIT;
    g_autoptr (GError) error = NULL;
    g_autofree char *shown = g_strescape (bad[i].text, NULL);

    g_test_message ("%s “%s”", sat_kind_name (bad[i].kind), shown);
    g_assert_false (
        sat_field_parse (field_of (bad[i].kind), bad[i].text, bad[i].currency, &value, &error));
    g_assert_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID);
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
    g_assert_cmpint (value.type, ==, SAT_VALUE_NULL);
  }
}

/* A message quotes the start of the value, whatever is in it. */
static void
test_messages (void)
{
  g_autofree char *page = g_strnfill (10000, 'x');
  g_auto (SatValue) value = SAT_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) long_error = NULL;
  g_autoptr (GError) range_error = NULL;

  g_assert_false (sat_field_parse (field_of (SAT_KIND_DATE), "%s %n", NULL, &value, &error));
  g_assert_cmpstr (error->message, ==, "“%s %n” is not a date such as 2017-03-01");
  g_assert_false (sat_field_parse (field_of (SAT_KIND_DATE), page, NULL, &value, &long_error));
  g_assert_cmpuint (strlen (long_error->message), <, 200);
  g_assert_false (sat_field_parse (field_of (SAT_KIND_MONEY), "99999999999999999999", "USD", &value,
                                   &range_error));
  g_assert_cmpstr (range_error->message, ==, "“99999999999999999999” is too large a number");
}

static void
test_validate (void)
{
  static const struct {
    SatKind kind;
    SatValueType type;
    gint64 integer;
    const char *text;
    gboolean valid;
  } rows[] = {
      {SAT_KIND_TEXT, SAT_VALUE_INTEGER, 1, NULL, FALSE},
      {SAT_KIND_TEXT, SAT_VALUE_TEXT, 0, "caf\xe9", FALSE},
      {SAT_KIND_INTEGER, SAT_VALUE_TEXT, 0, "1", FALSE},
      {SAT_KIND_INTEGER, SAT_VALUE_INTEGER, G_MININT64, NULL, TRUE},
      {SAT_KIND_PERCENT, SAT_VALUE_INTEGER, 100, NULL, TRUE},
      {SAT_KIND_PERCENT, SAT_VALUE_INTEGER, 101, NULL, FALSE},
      {SAT_KIND_PERCENT, SAT_VALUE_INTEGER, -1, NULL, FALSE},
      {SAT_KIND_BOOLEAN, SAT_VALUE_INTEGER, 2, NULL, FALSE},
      {SAT_KIND_DATE, SAT_VALUE_INTEGER, -719162, NULL, TRUE},
      {SAT_KIND_DATE, SAT_VALUE_INTEGER, -719163, NULL, FALSE},
      {SAT_KIND_DATE, SAT_VALUE_INTEGER, 2932896, NULL, TRUE},
      {SAT_KIND_DATE, SAT_VALUE_INTEGER, 2932897, NULL, FALSE},
      {SAT_KIND_INSTANT, SAT_VALUE_INTEGER, G_GINT64_CONSTANT (253402300799999999), NULL, TRUE},
      {SAT_KIND_INSTANT, SAT_VALUE_INTEGER, G_GINT64_CONSTANT (253402300800000000), NULL, FALSE},
      {SAT_KIND_INSTANT, SAT_VALUE_INTEGER, G_MININT64, NULL, FALSE},
      {SAT_KIND_CHOICE, SAT_VALUE_TEXT, 0, "won", TRUE},
      {SAT_KIND_CHOICE, SAT_VALUE_TEXT, 0, "Won", FALSE},
      {SAT_KIND_CHOICE, SAT_VALUE_INTEGER, 1, NULL, FALSE},
      {SAT_KIND_CURRENCY, SAT_VALUE_TEXT, 0, "EUR", TRUE},
      {SAT_KIND_CURRENCY, SAT_VALUE_TEXT, 0, "eur", FALSE},
      {SAT_KIND_REFERENCE, SAT_VALUE_INTEGER, 1, NULL, TRUE},
      {SAT_KIND_REFERENCE, SAT_VALUE_INTEGER, 0, NULL, FALSE},
      {SAT_KIND_REFERENCE, SAT_VALUE_TEXT, 0, "GTXPro", TRUE},
      {SAT_KIND_SET, SAT_VALUE_TEXT, 0, "a", FALSE},
      {SAT_KIND_SET, SAT_VALUE_INTEGER, 1, NULL, FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    SatValue value = {rows[i].type, rows[i].integer, (char *)rows[i].text};
    g_autoptr (GError) error = NULL;

    g_test_message ("row %" G_GSIZE_FORMAT, i);
    g_assert_cmpint (sat_field_validate (field_of (rows[i].kind), &value, &error), ==,
                     rows[i].valid);
    if (rows[i].valid)
      g_assert_no_error (error);
    else
      g_assert_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID);
  }
}

/* A field may allow less than its kind does. */
static void
test_limits (void)
{
  static const SatLimits above_zero = {1, G_MAXINT64}, months = {1, 12};
  const SatField rate = {.number = 1,
                         .name = "rate",
                         .kind = SAT_KIND_DECIMAL,
                         .label = "Rate",
                         .limits = &above_zero};
  const SatField month = {
      .number = 1, .name = "month", .kind = SAT_KIND_INTEGER, .label = "Month", .limits = &months};
  static const struct {
    gboolean of_rate;
    const char *text, *reason; /* NULL: right */
  } rows[] = {
      {TRUE, "0.000000001", NULL},
      {TRUE, "", NULL},
      {TRUE, "0", "“0” is too small: it must be more than 0"},
      {TRUE, "-1.5", "“-1.5” is too small: it must be more than 0"},
      {FALSE, "12", NULL},
      {FALSE, "0", "“0” is not between 1 and 12"},
      {FALSE, "13", "“13” is not between 1 and 12"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const SatField *field = rows[i].of_rate ? &rate : &month;
    g_auto (SatValue) value = SAT_VALUE_INIT;
    g_autoptr (GError) error = NULL;

    g_assert_cmpint (sat_field_parse (field, rows[i].text, NULL, &value, &error), ==,
                     rows[i].reason == NULL);
    g_assert_cmpstr (error != NULL ? error->message : NULL, ==, rows[i].reason);
    g_assert_true (error == NULL || value.type == SAT_VALUE_NULL);
  }
  {
    SatValue nothing = sat_value_int (0);
    g_autoptr (GError) error = NULL;

    g_assert_false (sat_field_validate (&rate, &nothing, &error));
    g_assert_cmpstr (error->message, ==, "“0” is too small: it must be more than 0");
  }
}

static void
test_to_string (void)
{
  g_auto (SatValue) number = sat_value_int (5);
  g_auto (SatValue) name = sat_value_text ("GTXPro");
  g_auto (SatValue) null = SAT_VALUE_INIT;
  g_autofree char *unresolved = sat_field_to_string (field_of (SAT_KIND_REFERENCE), &name, NULL);
  g_autofree char *unknown = sat_field_to_string (field_of (SAT_KIND_CHOICE), &name, NULL);

  g_assert_cmpstr (unresolved, ==, "GTXPro");
  g_assert_cmpstr (unknown, ==, "GTXPro");
  g_assert_null (sat_field_to_string (field_of (SAT_KIND_REFERENCE), &number, NULL));
  g_assert_null (sat_field_to_string (field_of (SAT_KIND_MONEY), &null, "USD"));
}

static void
test_kinds (void)
{
  for (int kind = SAT_KIND_TEXT; kind <= SAT_KIND_SET; kind++) {
    SatKind parsed = SAT_KIND_TEXT;

    g_assert_true (sat_kind_parse (sat_kind_name ((SatKind)kind), &parsed));
    g_assert_cmpint (parsed, ==, kind);
  }
  {
    SatKind untouched = SAT_KIND_DATE;

    g_assert_false (sat_kind_parse ("Text", &untouched));
    g_assert_cmpint (untouched, ==, SAT_KIND_DATE);
  }
}

static void
test_targets (void)
{
  const SatField field = {
      .number = 1, .name = "record", .kind = SAT_KIND_REFERENCE, .target = "contact|company"};
  const SatField plain = {.number = 2, .name = "name"};

  g_assert_true (sat_field_targets (&field, "contact"));
  g_assert_true (sat_field_targets (&field, "company"));
  g_assert_false (sat_field_targets (&field, "comp"));
  g_assert_false (sat_field_targets (&field, "contact|company"));
  g_assert_false (sat_field_targets (&field, ""));
  g_assert_false (sat_field_targets (&plain, "contact"));
}

static void
test_flags (void)
{
  const SatField stored = {.number = 1, .name = "a", .kind = SAT_KIND_TEXT};
  const SatField through = {
      .number = 2, .name = "b", .kind = SAT_KIND_TEXT, .through = "a", .via = "c"};
  const SatField set = {
      .number = 3, .name = "c", .kind = SAT_KIND_SET, .flags = SAT_FIELD_COMPUTED};
  const SatField computed = {
      .number = 4, .name = "d", .kind = SAT_KIND_INTEGER, .flags = SAT_FIELD_COMPUTED};

  g_assert_true (sat_field_is_stored (&stored) && sat_field_is_writable (&stored));
  g_assert_true (!sat_field_is_stored (&through) && sat_field_is_writable (&through));
  g_assert_true (!sat_field_is_stored (&set) && sat_field_is_writable (&set));
  g_assert_true (!sat_field_is_stored (&computed) && !sat_field_is_writable (&computed));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/field/parse", test_parse);
  g_test_add_func ("/model/field/parse-bad", test_parse_bad);
  g_test_add_func ("/model/field/messages", test_messages);
  g_test_add_func ("/model/field/validate", test_validate);
  g_test_add_func ("/model/field/limits", test_limits);
  g_test_add_func ("/model/field/to-string", test_to_string);
  g_test_add_func ("/model/field/kinds", test_kinds);
  g_test_add_func ("/model/field/targets", test_targets);
  g_test_add_func ("/model/field/flags", test_flags);
  return g_test_run ();
}
