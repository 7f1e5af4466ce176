/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-test-edits-private.h"

#include <string.h>

static const char *const words[] = {
    "Acme",      "acme", "ÅNGSTRÖM", "Ångström",  "Müller & Söhne", "Box 7",         "Box 007",
    "李小龍",    "안녕", "ﬁne",      "O'Brien",   "a\"b",           "100%",          "x",
    "naïve\tté", "ß",    "İstanbul", "e\xcc\x81", "👍🏽",       "  spaced  out", "-1",
    "NULL",
};

static const char *const paragraphs[] = {
    "One line.",
    "First line.\nSecond line.\n\nLast line.",
    "Tabs\tand \"quotes\", commas, semicolons; and a tail: 0123456789012345678901234567890",
};

static const char *const currencies[] = {"USD", "EUR", "JPY", "KWD"};

guint
sat_test_edits_below (SatTestEdits *self, guint n)
{
  return (guint)g_rand_int_range (self->rand, 0, (gint32)n);
}

gboolean
sat_test_edits_chance (SatTestEdits *self, guint percent)
{
  return sat_test_edits_below (self, 100) < percent;
}

/* The ids that @sql finds with @parameter; one of them, 0 if there is none. */
gint64
sat_test_edits_pick (SatTestEdits *self, SatWriter *writer, const char *sql, gint64 parameter)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatStatement) statement =
      sat_statement_cached (sat_writer_get_connection (writer), sql, &error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean row = TRUE;

  g_assert_no_error (error);
  if (strstr (sql, "?1") != NULL)
    sat_statement_bind_int (statement, 1, parameter);
  while (sat_statement_step (statement, &row, &error) && row) {
    gint64 id = sat_statement_int (statement, 0);

    g_array_append_val (ids, id);
  }
  g_assert_no_error (error);
  return ids->len > 0 ? g_array_index (ids, gint64, sat_test_edits_below (self, ids->len)) : 0;
}

gint64
sat_test_edits_pick_of_type (SatTestEdits *self, SatWriter *writer, const char *type, gint64 below)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM \"%s\" WHERE id < ?1 ORDER BY id", type);

  return sat_test_edits_pick (self, writer, sql, below != 0 ? below : G_MAXINT64);
}

gint64
sat_test_edits_pick_target (SatTestEdits *self,
                            SatWriter *writer,
                            const SatField *reference,
                            gint64 below)
{
  g_auto (GStrv) names = g_strsplit (reference->target, "|", -1);
  guint first = sat_test_edits_below (self, g_strv_length (names));

  for (guint i = 0; names[i] != NULL; i++) {
    const char *name = names[(first + i) % g_strv_length (names)];
    gint64 id = sat_test_edits_pick_of_type (self, writer, name,
                                             g_str_equal (name, reference->type->name) ? below : 0);

    if (id != 0)
      return id;
  }
  return 0;
}

static SatValue
random_reference (SatTestEdits *self, SatWriter *writer, const SatField *field, gint64 below)
{
  gint64 id;

  /* A parent is always there: what hangs from nothing is another type's business. */
  if (!(field->flags & (SAT_FIELD_PARENT | SAT_FIELD_INTERNAL)) && sat_test_edits_chance (self, 10))
    return sat_value_take (g_strdup_printf ("Nobody %u", sat_test_edits_below (self, 3)));
  if (field->flags & SAT_FIELD_INTERNAL)
    id = below != 0 ? sat_test_edits_pick (self, writer,
                                           g_str_equal (field->target, "address")
                                               ? "SELECT id FROM address WHERE record = ?1"
                                               : "SELECT id FROM contact_point WHERE record = ?1",
                                           below)
                    : 0;
  else
    id = sat_test_edits_pick_target (self, writer, field, below);
  return id != 0 ? sat_value_int (id) : SAT_VALUE_INIT;
}

static SatValue
random_choice (SatTestEdits *self, const SatField *field)
{
  guint n = 0;

  while (field->choices[n].name != NULL)
    n++;
  return n > 0 ? sat_value_text (field->choices[sat_test_edits_below (self, n)].name)
               : SAT_VALUE_INIT;
}

static SatValue
random_number (SatTestEdits *self)
{
  static const gint64 odd[] = {0, 1, -1, 999999999, G_GINT64_CONSTANT (4294967296)};

  if (sat_test_edits_chance (self, 10))
    return sat_value_int (odd[sat_test_edits_below (self, G_N_ELEMENTS (odd))]);
  return sat_value_int (g_rand_int_range (self->rand, 0, 5));
}

SatValue
sat_test_edits_value (SatTestEdits *self, SatWriter *writer, const SatField *field, gint64 below)
{
  if (!(field->flags & SAT_FIELD_REQUIRED) && sat_test_edits_chance (self, 15))
    return SAT_VALUE_INIT;
  if (field->limits != NULL)
    return sat_value_int (field->limits->least + sat_test_edits_below (self, 5));
  switch (field->kind) {
  case SAT_KIND_TEXT:
    return sat_value_text (words[sat_test_edits_below (self, G_N_ELEMENTS (words))]);
  case SAT_KIND_LONG_TEXT:
    return sat_value_text (paragraphs[sat_test_edits_below (self, G_N_ELEMENTS (paragraphs))]);
  case SAT_KIND_INTEGER:
  case SAT_KIND_DECIMAL:
  case SAT_KIND_MONEY:
    return random_number (self);
  case SAT_KIND_PERCENT:
    return sat_value_int (g_rand_int_range (self->rand, 0, 101));
  case SAT_KIND_BOOLEAN:
    return sat_value_int (g_rand_int_range (self->rand, 0, 2));
  case SAT_KIND_CURRENCY:
    return sat_value_text (currencies[sat_test_edits_below (self, G_N_ELEMENTS (currencies))]);
  case SAT_KIND_DATE:
    return sat_value_int (g_rand_int_range (self->rand, 20500, 20520));
  case SAT_KIND_INSTANT:
    return sat_value_int (G_GINT64_CONSTANT (1772000000000000) +
                          g_rand_int_range (self->rand, 0, 10) * (gint64)3600000000);
  case SAT_KIND_CHOICE:
    return random_choice (self, field);
  case SAT_KIND_JSON:
    return sat_value_text (sat_test_edits_chance (self, 50)
                               ? "{\"all\":[]}"
                               : "{\"field\":\"name\",\"op\":\"is\",\"value\":\"x\"}");
  case SAT_KIND_REFERENCE:
    return random_reference (self, writer, field, below);
  case SAT_KIND_SET:
  default:
    return SAT_VALUE_INIT;
  }
}

/* The same as a text that a form or a file would give. @value of a reference becomes its id. */
char *
sat_test_edits_text (SatTestEdits *self,
                     SatWriter *writer,
                     const SatField *field,
                     const SatValue *value)
{
  SatUuid uuid;

  if (field->kind == SAT_KIND_SET) {
    GString *names = g_string_new (NULL);

    for (guint n = sat_test_edits_below (self, 4); n > 0; n--)
      g_string_append_printf (names, "%s%s", names->len > 0 ? "; " : "",
                              words[sat_test_edits_below (self, 5)]);
    return g_string_free (names, FALSE);
  }
  if (value->type == SAT_VALUE_NULL)
    return g_strdup ("");
  if (field->kind == SAT_KIND_MONEY)
    return g_strdup_printf ("%" G_GINT64_FORMAT, value->integer);
  if (field->kind == SAT_KIND_REFERENCE && value->type == SAT_VALUE_INTEGER) {
    g_assert_true (sat_reader_identify (sat_writer_get_reader (writer), value->integer, &uuid, NULL,
                                        NULL, NULL));
    return sat_uuid_to_string (&uuid);
  }
  return sat_field_to_string (field, value, NULL);
}
