/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The short form of filters: `stage.kind = open and amount >= 1000 and name ~ 'big deal'`. */

#include "config.h"

#include "sat-filter.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sat-field.h"
#include "sat-registry.h"

typedef struct {
  const char *text;
  const char *at;
} Reader;

typedef struct {
  const char *sign;
  SatFilterOp op;
  gboolean negated;
} Operator;

/* Longer signs first. */
static const Operator operators[] = {
    {"!=", SAT_OP_IS, TRUE},       {"<=", SAT_OP_LE, FALSE}, {">=", SAT_OP_GE, FALSE},
    {"=", SAT_OP_IS, FALSE},       {"<", SAT_OP_LT, FALSE},  {">", SAT_OP_GT, FALSE},
    {"~", SAT_OP_CONTAINS, FALSE},
};

static gpointer
fail (const Reader *reader, const char *at, const char *problem, GError **error)
{
  long column = g_utf8_pointer_to_offset (reader->text, at) + 1;

  g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID, _ ("Filter, column %ld: %s"),
               column, problem);
  return NULL;
}

static void
skip_space (Reader *reader)
{
  while (g_ascii_isspace (*reader->at))
    reader->at++;
}

/* At a word `and` that joins two tests. */
static gboolean
at_and (const Reader *reader)
{
  return g_ascii_strncasecmp (reader->at, "and", 3) == 0 &&
         (reader->at[3] == '\0' || g_ascii_isspace (reader->at[3]));
}

static char *
read_path (Reader *reader, GError **error)
{
  const char *start = reader->at;
  g_autofree char *path = NULL;
  g_auto (GStrv) names = NULL;

  while (g_ascii_isalnum (*reader->at) || *reader->at == '_' || *reader->at == '.')
    reader->at++;
  path = g_strndup (start, (gsize)(reader->at - start));
  if (*path == '\0')
    return fail (reader, start, _ ("the name of a field is missing"), error);
  names = g_strsplit (path, ".", -1);
  for (guint i = 0; names[i] != NULL; i++)
    if (!sat_registry_is_identifier (names[i]))
      return fail (reader, start, _ ("this is not the name of a field"), error);
  return g_steal_pointer (&path);
}

static const Operator *
read_operator (Reader *reader, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    if (g_str_has_prefix (reader->at, operators[i].sign)) {
      reader->at += strlen (operators[i].sign);
      return &operators[i];
    }
  return fail (reader, reader->at, _ ("one of = != < <= > >= ~ is missing"), error);
}

/* A quote inside is written twice. */
static char *
read_quoted (Reader *reader, GError **error)
{
  const char *start = reader->at;
  char quote = *reader->at++;
  g_autoptr (GString) value = g_string_new (NULL);

  for (;;) {
    if (*reader->at == '\0')
      return fail (reader, start, _ ("the quote is not closed"), error);
    if (*reader->at == quote) {
      if (reader->at[1] != quote)
        break;
      reader->at++;
    }
    g_string_append_c (value, *reader->at++);
  }
  reader->at++;
  return g_string_free (g_steal_pointer (&value), FALSE);
}

/* "" when there is no value. A value `and` needs quotes. */
static char *
read_value (Reader *reader, GError **error)
{
  const char *start = reader->at;

  if (*start == '\'' || *start == '"')
    return read_quoted (reader, error);
  if (at_and (reader))
    return g_strdup ("");
  while (*reader->at != '\0' && !g_ascii_isspace (*reader->at))
    reader->at++;
  return g_strndup (start, (gsize)(reader->at - start));
}

static SatFilter *
read_test (Reader *reader, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *value = NULL;
  const Operator *sign;
  SatFilter *test;

  path = read_path (reader, error);
  if (path == NULL)
    return NULL;
  skip_space (reader);
  sign = read_operator (reader, error);
  if (sign == NULL)
    return NULL;
  skip_space (reader);
  value = read_value (reader, error);
  if (value == NULL)
    return NULL;
  if (*value == '\0' && sign->op != SAT_OP_IS)
    return fail (reader, reader->at, _ ("a value is missing"), error);

  test = *value == '\0' ? sat_filter_test1 (path, SAT_OP_EMPTY, NULL)
                        : sat_filter_test1 (path, sign->op, value);
  return sign->negated ? sat_filter_not (test) : test;
}

SatFilter *
sat_filter_parse_short (const char *text, GError **error)
{
  Reader reader = {text, text};
  g_autoptr (GPtrArray) tests = NULL;
  const char *invalid;

  g_return_val_if_fail (text != NULL, NULL);

  if (!g_utf8_validate (text, -1, &invalid))
    return fail (&reader, invalid, _ ("not valid UTF-8 text"), error);
  tests = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_filter_unref);
  for (;;) {
    SatFilter *test;

    skip_space (&reader);
    test = read_test (&reader, error);
    if (test == NULL)
      return NULL;
    g_ptr_array_add (tests, test);
    skip_space (&reader);
    if (*reader.at == '\0')
      break;
    if (!at_and (&reader))
      return fail (&reader, reader.at, _ ("the word “and” is missing, or quotes round the value"),
                   error);
    reader.at += strlen ("and");
  }

  if (tests->len == 1)
    return sat_filter_ref (g_ptr_array_index (tests, 0));
  {
    gsize n;
    g_autofree gpointer *children = g_ptr_array_steal (tests, &n);

    return sat_filter_all ((SatFilter **)children, n);
  }
}
