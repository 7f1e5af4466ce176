/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-json.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <glib/gi18n-lib.h>

#include "sat-json-writer.h"

G_DEFINE_QUARK (sat - protocol - error - quark, sat_protocol_error)

typedef struct {
  const char *start;
  const char *at;
  const char *end;
  guint depth;
} Reader;

static JsonNode *read_value (Reader *reader, GError **error);

static gboolean
fail (const Reader *reader,
      const char *at,
      SatProtocolError code,
      const char *problem,
      GError **error)
{
  const char *line_start = reader->start;
  guint line = 1;

  for (const char *c = reader->start; c < at; c++)
    if (*c == '\n') {
      line++;
      line_start = c + 1;
    }
  g_set_error (error, SAT_PROTOCOL_ERROR, (int)code, _ ("JSON, line %u, column %ld: %s"), line,
               g_utf8_pointer_to_offset (line_start, at) + 1, problem);
  return FALSE;
}

static gboolean
fail_here (const Reader *reader, const char *problem, GError **error)
{
  return fail (reader, reader->at, SAT_PROTOCOL_ERROR_SYNTAX, problem, error);
}

/* The next byte, or NUL at the end; the data itself has none. */
static char
peek (const Reader *reader)
{
  return reader->at < reader->end ? *reader->at : '\0';
}

static void
skip_space (Reader *reader)
{
  while (reader->at < reader->end && strchr (" \t\n\r", *reader->at) != NULL)
    reader->at++;
}

/* Takes @c if it comes next, after space. */
static gboolean
take (Reader *reader, char c)
{
  skip_space (reader);
  if (peek (reader) != c)
    return FALSE;
  reader->at++;
  return TRUE;
}

/* Four hexadecimal digits at @at; -1 if they are not there. */
static int
read_hex (const Reader *reader, const char *at)
{
  int value = 0;

  if (reader->end - at < 4)
    return -1;
  for (int i = 0; i < 4; i++) {
    int digit = g_ascii_xdigit_value (at[i]);

    if (digit < 0)
      return -1;
    value = value * 16 + digit;
  }
  return value;
}

/* Behind `\u`. */
static gboolean
read_unicode (Reader *reader, GString *text, GError **error)
{
  int unit = read_hex (reader, reader->at), low;
  gunichar c = (gunichar)unit;

  if (unit < 0)
    return fail_here (reader, _ ("\\u needs four hexadecimal digits"), error);
  if (unit == 0)
    return fail_here (reader, _ ("a NUL is not allowed"), error);
  if (unit >= 0xdc00 && unit <= 0xdfff)
    return fail_here (reader, _ ("half of a surrogate pair"), error);
  reader->at += 4;
  if (unit >= 0xd800 && unit <= 0xdbff) {
    gboolean escaped = reader->end - reader->at >= 6 && memcmp (reader->at, "\\u", 2) == 0;

    low = escaped ? read_hex (reader, reader->at + 2) : -1;
    if (low < 0xdc00 || low > 0xdfff)
      return fail_here (reader, _ ("half of a surrogate pair"), error);
    c = 0x10000 + (((gunichar)unit - 0xd800) << 10) + ((gunichar)low - 0xdc00);
    reader->at += 6;
  }
  g_string_append_unichar (text, c);
  return TRUE;
}

/* Behind a backslash. */
static gboolean
read_escape (Reader *reader, GString *text, GError **error)
{
  static const char names[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *name;

  if (peek (reader) == 'u') {
    reader->at++;
    return read_unicode (reader, text, error);
  }
  name = peek (reader) != '\0' ? strchr (names, peek (reader)) : NULL;
  if (name == NULL)
    return fail_here (reader, _ ("unknown escape in a string"), error);
  g_string_append_c (text, meanings[name - names]);
  reader->at++;
  return TRUE;
}

/* At the opening quote. */
static char *
read_string (Reader *reader, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *opening = reader->at++;

  for (;;) {
    const char *run = reader->at;

    while (reader->at < reader->end && (guchar)*reader->at >= 0x20 && *reader->at != '"' &&
           *reader->at != '\\')
      reader->at++;
    g_string_append_len (text, run, reader->at - run);
    if (reader->at == reader->end) {
      fail (reader, opening, SAT_PROTOCOL_ERROR_SYNTAX, _ ("the string is not closed"), error);
      return NULL;
    }
    if (*reader->at == '"')
      break;
    if (*reader->at != '\\') {
      fail_here (reader, _ ("a control character in a string needs an escape"), error);
      return NULL;
    }
    reader->at++;
    if (!read_escape (reader, text, error))
      return NULL;
  }
  reader->at++;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
skip_digits (Reader *reader)
{
  const char *start = reader->at;

  while (g_ascii_isdigit (peek (reader)))
    reader->at++;
  return reader->at > start;
}

/* Moves over -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][-+]?[0-9]+)?; *@whole: neither point nor exponent. */
static gboolean
skip_number (Reader *reader, gboolean *whole)
{
  *whole = TRUE;
  if (peek (reader) == '-')
    reader->at++;
  if (peek (reader) == '0')
    reader->at++;
  else if (!skip_digits (reader))
    return FALSE;
  if (peek (reader) == '.') {
    *whole = FALSE;
    reader->at++;
    if (!skip_digits (reader))
      return FALSE;
  }
  if (peek (reader) == 'e' || peek (reader) == 'E') {
    *whole = FALSE;
    reader->at++;
    if (peek (reader) == '-' || peek (reader) == '+')
      reader->at++;
    if (!skip_digits (reader))
      return FALSE;
  }
  return !g_ascii_isalnum (peek (reader));
}

static JsonNode *
read_number (Reader *reader, GError **error)
{
  const char *start = reader->at;
  g_autofree char *digits = NULL;
  gboolean whole, fits;
  gint64 integer = 0;
  double real = 0;

  if (!skip_number (reader, &whole)) {
    fail_here (reader, _ ("not a number"), error);
    return NULL;
  }
  digits = g_strndup (start, (gsize)(reader->at - start));
  errno = 0;
  if (whole)
    integer = g_ascii_strtoll (digits, NULL, 10);
  else
    real = g_ascii_strtod (digits, NULL);
  fits = whole ? errno == 0 : isfinite (real) != 0;
  if (!fits) {
    fail (reader, start, SAT_PROTOCOL_ERROR_LIMIT, _ ("the number is too large"), error);
    return NULL;
  }
  return whole ? json_node_init_int (json_node_alloc (), integer)
               : json_node_init_double (json_node_alloc (), real);
}

static JsonNode *
read_word (Reader *reader, GError **error)
{
  static const char *const words[] = {"null", "true", "false"};

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    gsize length = strlen (words[i]);

    if ((gsize)(reader->end - reader->at) >= length && memcmp (reader->at, words[i], length) == 0 &&
        (reader->at + length == reader->end || !g_ascii_isalnum (reader->at[length]))) {
      reader->at += length;
      return i == 0 ? json_node_init_null (json_node_alloc ())
                    : json_node_init_boolean (json_node_alloc (), i == 1);
    }
  }
  fail_here (reader,
             reader->at == reader->end ? _ ("the data ends too early") : _ ("a value is missing"),
             error);
  return NULL;
}

/* At the opening bracket. */
static JsonNode *
read_array (Reader *reader, GError **error)
{
  g_autoptr (JsonArray) array = json_array_new ();

  reader->at++;
  if (!take (reader, ']')) {
    do {
      JsonNode *element = read_value (reader, error);

      if (element == NULL)
        return NULL;
      json_array_add_element (array, element);
    } while (take (reader, ','));
    if (!take (reader, ']')) {
      fail_here (reader, _ ("a comma or ] is missing"), error);
      return NULL;
    }
  }
  return json_node_init_array (json_node_alloc (), array);
}

static gboolean
read_member (Reader *reader, JsonObject *object, GError **error)
{
  g_autofree char *name = NULL;
  const char *start;
  JsonNode *value;

  skip_space (reader);
  start = reader->at;
  if (peek (reader) != '"')
    return fail_here (reader, _ ("the name of a member is missing"), error);
  name = read_string (reader, error);
  if (name == NULL)
    return FALSE;
  if (json_object_has_member (object, name))
    return fail (reader, start, SAT_PROTOCOL_ERROR_SYNTAX, _ ("the name is there twice"), error);
  if (!take (reader, ':'))
    return fail_here (reader, _ ("a colon is missing"), error);
  value = read_value (reader, error);
  if (value == NULL)
    return FALSE;
  json_object_set_member (object, name, value);
  return TRUE;
}

/* At the opening brace. */
static JsonNode *
read_object (Reader *reader, GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();

  reader->at++;
  if (!take (reader, '}')) {
    do {
      if (!read_member (reader, object, error))
        return NULL;
    } while (take (reader, ','));
    if (!take (reader, '}')) {
      fail_here (reader, _ ("a comma or } is missing"), error);
      return NULL;
    }
  }
  return json_node_init_object (json_node_alloc (), object);
}

static JsonNode *
read_container (Reader *reader, GError **error)
{
  JsonNode *node;

  if (reader->depth == SAT_JSON_MAX_DEPTH) {
    fail (reader, reader->at, SAT_PROTOCOL_ERROR_LIMIT, _ ("nested too deeply"), error);
    return NULL;
  }
  reader->depth++;
  node = peek (reader) == '[' ? read_array (reader, error) : read_object (reader, error);
  reader->depth--;
  return node;
}

static JsonNode *
read_value (Reader *reader, GError **error)
{
  char next;

  skip_space (reader);
  next = peek (reader);
  if (next == '[' || next == '{')
    return read_container (reader, error);
  if (next == '-' || g_ascii_isdigit (next))
    return read_number (reader, error);
  if (next == '"') {
    g_autofree char *text = read_string (reader, error);

    return text != NULL ? json_node_init_string (json_node_alloc (), text) : NULL;
  }
  return read_word (reader, error);
}

JsonNode *
sat_json_parse (const char *data, gsize length, GError **error)
{
  Reader reader;
  g_autoptr (JsonNode) node = NULL;
  const char *invalid;

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  data = data != NULL ? data : "";
  reader = (Reader){data, data, data + length, 0};
  if (!g_utf8_validate_len (data, length, &invalid)) {
    fail (&reader, invalid, SAT_PROTOCOL_ERROR_SYNTAX,
          *invalid == '\0' ? _ ("a NUL is not allowed") : _ ("not valid UTF-8 text"), error);
    return NULL;
  }
  node = read_value (&reader, error);
  if (node == NULL)
    return NULL;
  skip_space (&reader);
  if (reader.at < reader.end) {
    fail_here (&reader, _ ("something follows the value"), error);
    return NULL;
  }
  return g_steal_pointer (&node);
}

char *
sat_json_to_string (JsonNode *node, gboolean pretty)
{
  g_autoptr (GString) text = NULL;
  g_autoptr (SatJsonWriter) writer = NULL;

  g_return_val_if_fail (node != NULL, NULL);

  text = g_string_new (NULL);
  writer = sat_json_writer_new_for_string (text, pretty ? SAT_JSON_PRETTY : SAT_JSON_COMPACT);
  sat_json_writer_node (writer, NULL, node);
  sat_json_writer_finish (writer, NULL);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
