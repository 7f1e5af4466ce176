/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-json-reader.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <glib/gi18n-lib.h>

#include "sat-json-scan.h"

/* Names of one object that are compared one by one; more of them go to a table. */
#define FEW_NAMES 16

typedef struct {
  char closing;
  gboolean began;    /* something was read in it */
  GString *names;    /* its first names, each with its NUL, and the last one; NULL: never used */
  gsize end;         /* of the first names */
  guint n_names;     /* how many these are */
  GHashTable *table; /* of further names; NULL */
} Level;

struct _SatJsonReader {
  const char *start, *at, *end;
  GError *error;
  GString *text; /* the last string */
  gint64 integer;
  double real;
  guint depth, n_levels;
  Level *levels; /* as many as were needed so far: @n_levels */
};

SatJsonReader *
sat_json_reader_new (void)
{
  SatJsonReader *self = g_new0 (SatJsonReader, 1);

  self->start = self->at = self->end = "";
  self->text = g_string_new (NULL);
  return self;
}

static void
leave_levels (SatJsonReader *self, guint depth)
{
  while (self->depth > depth)
    g_clear_pointer (&self->levels[--self->depth].table, g_hash_table_unref);
}

void
sat_json_reader_free (SatJsonReader *self)
{
  if (self == NULL)
    return;
  leave_levels (self, 0);
  for (guint i = 0; i < self->n_levels; i++)
    if (self->levels[i].names != NULL)
      g_string_free (self->levels[i].names, TRUE);
  g_free (self->levels);
  g_string_free (self->text, TRUE);
  g_clear_error (&self->error);
  g_free (self);
}

/* @problem is translated here: most calls that name one have none. */
static gboolean
fail (SatJsonReader *self, const char *at, SatProtocolError code, const char *problem)
{
  const char *line_start = self->start;
  guint line = 1;

  if (self->error != NULL)
    return FALSE;
  for (const char *c = self->start; c < at; c++)
    if (*c == '\n') {
      line++;
      line_start = c + 1;
    }
  g_set_error (&self->error, SAT_PROTOCOL_ERROR, (int)code, _ ("JSON, line %u, column %ld: %s"),
               line, g_utf8_pointer_to_offset (line_start, at) + 1, _ (problem));
  return FALSE;
}

static gboolean
fail_here (SatJsonReader *self, const char *problem)
{
  return fail (self, self->at, SAT_PROTOCOL_ERROR_SYNTAX, problem);
}

/* The next byte, or NUL at the end; the data itself has none. */
static char
peek (const SatJsonReader *self)
{
  return self->at < self->end ? *self->at : '\0';
}

static void
skip_space (SatJsonReader *self)
{
  while (self->at < self->end &&
         (*self->at == ' ' || *self->at == '\n' || *self->at == '\r' || *self->at == '\t'))
    self->at++;
}

/* Takes @c if it comes next, after space. */
static gboolean
take (SatJsonReader *self, char c)
{
  skip_space (self);
  if (peek (self) != c)
    return FALSE;
  self->at++;
  return TRUE;
}

/* Four hexadecimal digits at @at; -1 if they are not there. */
static int
read_hex (const SatJsonReader *self, const char *at)
{
  int value = 0;

  if (self->end - at < 4)
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
read_unicode (SatJsonReader *self, GString *text)
{
  int unit = read_hex (self, self->at), low;
  gunichar c = (gunichar)unit;

  if (unit < 0)
    return fail_here (self, N_ ("\\u needs four hexadecimal digits"));
  if (unit == 0)
    return fail_here (self, N_ ("a NUL is not allowed"));
  if (unit >= 0xdc00 && unit <= 0xdfff)
    return fail_here (self, N_ ("half of a surrogate pair"));
  self->at += 4;
  if (unit >= 0xd800 && unit <= 0xdbff) {
    gboolean escaped = self->end - self->at >= 6 && memcmp (self->at, "\\u", 2) == 0;

    low = escaped ? read_hex (self, self->at + 2) : -1;
    if (low < 0xdc00 || low > 0xdfff)
      return fail_here (self, N_ ("half of a surrogate pair"));
    c = 0x10000 + (((gunichar)unit - 0xd800) << 10) + ((gunichar)low - 0xdc00);
    self->at += 6;
  }
  g_string_append_unichar (text, c);
  return TRUE;
}

/* Behind a backslash. */
static gboolean
read_escape (SatJsonReader *self, GString *text)
{
  static const char names[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *name;

  if (peek (self) == 'u') {
    self->at++;
    return read_unicode (self, text);
  }
  name = peek (self) != '\0' ? strchr (names, peek (self)) : NULL;
  if (name == NULL)
    return fail_here (self, N_ ("unknown escape in a string"));
  g_string_append_c (text, meanings[name - names]);
  self->at++;
  return TRUE;
}

static void
append (GString *text, const char *run, gsize length)
{
  gsize before = text->len;

  g_string_set_size (text, before + length);
  memcpy (text->str + before, run, length);
}

/* At the opening quote. Appends to @text. */
static gboolean
read_string (SatJsonReader *self, GString *text)
{
  const char *opening = self->at++;

  for (;;) {
    const char *run = self->at, *at = sat_json_scan_plain (run, self->end);

    append (text, run, (gsize)(at - run));
    self->at = at;
    if (at == self->end)
      return fail (self, opening, SAT_PROTOCOL_ERROR_SYNTAX, N_ ("the string is not closed"));
    if (*at == '"')
      break;
    if (*at != '\\')
      return fail_here (self, N_ ("a control character in a string needs an escape"));
    self->at++;
    if (!read_escape (self, text))
      return FALSE;
  }
  self->at++;
  return TRUE;
}

static gboolean
skip_digits (SatJsonReader *self)
{
  const char *start = self->at;

  while (g_ascii_isdigit (peek (self)))
    self->at++;
  return self->at > start;
}

/* Moves over -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][-+]?[0-9]+)?; *@whole: neither point nor exponent. */
static gboolean
skip_number (SatJsonReader *self, gboolean *whole)
{
  *whole = TRUE;
  if (peek (self) == '-')
    self->at++;
  if (peek (self) == '0')
    self->at++;
  else if (!skip_digits (self))
    return FALSE;
  if (peek (self) == '.') {
    *whole = FALSE;
    self->at++;
    if (!skip_digits (self))
      return FALSE;
  }
  if (peek (self) == 'e' || peek (self) == 'E') {
    *whole = FALSE;
    self->at++;
    if (peek (self) == '-' || peek (self) == '+')
      self->at++;
    if (!skip_digits (self))
      return FALSE;
  }
  return !g_ascii_isalnum (peek (self));
}

/* Sums below zero, where there is one number more. */
static gboolean
sum_digits (const char *at, const char *end, gint64 *sum)
{
  gboolean negative = *at == '-', fits = TRUE;
  gint64 n = 0;

  for (at += negative ? 1 : 0; at < end; at++)
    fits &= !__builtin_mul_overflow (n, 10, &n) && !__builtin_sub_overflow (n, *at - '0', &n);
  *sum = negative ? n : (gint64)(0 - (guint64)n);
  return fits && (negative || n != G_MININT64);
}

static SatJsonKind
read_number (SatJsonReader *self)
{
  const char *start = self->at;
  gboolean whole, fits;

  if (!skip_number (self, &whole)) {
    fail_here (self, N_ ("not a number"));
    return SAT_JSON_NONE;
  }
  if (whole) {
    fits = sum_digits (start, self->at, &self->integer);
  } else {
    g_autofree char *digits = g_strndup (start, (gsize)(self->at - start));

    self->real = g_ascii_strtod (digits, NULL);
    fits = isfinite (self->real) != 0;
  }
  if (!fits) {
    fail (self, start, SAT_PROTOCOL_ERROR_LIMIT, N_ ("the number is too large"));
    return SAT_JSON_NONE;
  }
  return whole ? SAT_JSON_INTEGER : SAT_JSON_DOUBLE;
}

static SatJsonKind
read_word (SatJsonReader *self)
{
  static const char *const words[] = {"null", "false", "true"};

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    gsize length = strlen (words[i]);

    if ((gsize)(self->end - self->at) >= length && memcmp (self->at, words[i], length) == 0 &&
        (self->at + length == self->end || !g_ascii_isalnum (self->at[length]))) {
      self->at += length;
      self->integer = i == 2;
      return i == 0 ? SAT_JSON_NULL : SAT_JSON_BOOLEAN;
    }
  }
  fail_here (self,
             self->at == self->end ? N_ ("the data ends too early") : N_ ("a value is missing"));
  return SAT_JSON_NONE;
}

static void
add_levels (SatJsonReader *self)
{
  guint before = self->n_levels;

  self->n_levels = MAX (2, 2 * before);
  self->levels = g_renew (Level, self->levels, self->n_levels);
  memset (self->levels + before, 0, (self->n_levels - before) * sizeof (Level));
}

static SatJsonKind
enter_level (SatJsonReader *self, char opening)
{
  Level *level;

  if (self->depth == SAT_JSON_MAX_DEPTH) {
    fail (self, self->at, SAT_PROTOCOL_ERROR_LIMIT, N_ ("nested too deeply"));
    return SAT_JSON_NONE;
  }
  if (self->depth == self->n_levels)
    add_levels (self);
  level = &self->levels[self->depth++];
  level->closing = opening == '[' ? ']' : '}';
  level->began = FALSE;
  level->end = 0;
  level->n_names = 0;
  if (opening == '{' && level->names == NULL)
    level->names = g_string_new (NULL);
  self->at++;
  return opening == '[' ? SAT_JSON_ARRAY : SAT_JSON_OBJECT;
}

gboolean
sat_json_reader_start (SatJsonReader *self, const char *data, gsize length)
{
  const char *rest, *invalid;

  g_return_val_if_fail (self != NULL && (data != NULL || length == 0), FALSE);

  sat_json_reader_start_checked (self, data, length);
  rest = sat_json_scan_ascii (self->start, self->end);
  if (g_utf8_validate_len (rest, (gsize)(self->end - rest), &invalid))
    return TRUE;
  return fail (self, invalid, SAT_PROTOCOL_ERROR_SYNTAX,
               *invalid == '\0' ? N_ ("a NUL is not allowed") : N_ ("not valid UTF-8 text"));
}

void
sat_json_reader_start_checked (SatJsonReader *self, const char *data, gsize length)
{
  g_return_if_fail (self != NULL && (data != NULL || length == 0));

  leave_levels (self, 0);
  g_clear_error (&self->error);
  self->start = self->at = data != NULL ? data : "";
  self->end = self->start + length;
}

SatJsonKind
sat_json_reader_value (SatJsonReader *self)
{
  char next;

  g_return_val_if_fail (self != NULL, SAT_JSON_NONE);

  if (self->error != NULL)
    return SAT_JSON_NONE;
  skip_space (self);
  next = peek (self);
  if (next == '"') {
    g_string_truncate (self->text, 0);
    return read_string (self, self->text) ? SAT_JSON_STRING : SAT_JSON_NONE;
  }
  if (next == '[' || next == '{')
    return enter_level (self, next);
  if (next == '-' || g_ascii_isdigit (next))
    return read_number (self);
  return read_word (self);
}

const char *
sat_json_reader_get_text (SatJsonReader *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text->str;
}

gint64
sat_json_reader_get_int (SatJsonReader *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->integer;
}

double
sat_json_reader_get_double (SatJsonReader *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->real;
}

/* What stands between values: does another follow in the innermost level? Leaves it at its end. */
static gboolean
next_in_level (SatJsonReader *self, const char *problem)
{
  Level *level;
  gboolean follows;

  if (self->error != NULL)
    return FALSE;
  g_return_val_if_fail (self->depth > 0, FALSE);
  level = &self->levels[self->depth - 1];
  follows = level->began && take (self, ',');
  if (!follows && take (self, level->closing)) {
    leave_levels (self, self->depth - 1);
    return FALSE;
  }
  if (!follows && level->began)
    return fail_here (self, problem);
  level->began = TRUE;
  return TRUE;
}

gboolean
sat_json_reader_element (SatJsonReader *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return next_in_level (self, N_ ("a comma or ] is missing"));
}

/* Is the last of the names, at @name, new in its object? */
static gboolean
is_new_name (Level *level, const char *name)
{
  const char *other = level->names->str;

  for (guint i = 0; i < level->n_names; i++) {
    if (*other == *name && g_str_equal (other, name))
      return FALSE;
    other += strlen (other) + 1;
  }
  if (level->n_names < FEW_NAMES) {
    level->n_names++;
    level->end = level->names->len;
    return TRUE;
  }
  if (level->table == NULL)
    level->table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return g_hash_table_add (level->table, g_strdup (name));
}

const char *
sat_json_reader_member (SatJsonReader *self)
{
  Level *level;
  const char *start, *name;
  gsize before;

  g_return_val_if_fail (self != NULL, NULL);

  if (!next_in_level (self, N_ ("a comma or } is missing")))
    return NULL;
  level = &self->levels[self->depth - 1];
  g_return_val_if_fail (level->closing == '}', NULL);
  skip_space (self);
  start = self->at;
  if (peek (self) != '"') {
    fail_here (self, N_ ("the name of a member is missing"));
    return NULL;
  }
  before = level->end;
  g_string_truncate (level->names, before);
  if (!read_string (self, level->names))
    return NULL;
  g_string_append_c (level->names, '\0');
  name = level->names->str + before;
  if (!is_new_name (level, name)) {
    fail (self, start, SAT_PROTOCOL_ERROR_SYNTAX, N_ ("the name is there twice"));
    return NULL;
  }
  if (!take (self, ':')) {
    fail_here (self, N_ ("a colon is missing"));
    return NULL;
  }
  return name;
}

static gboolean
expect (SatJsonReader *self, SatJsonKind kind, const char *problem)
{
  SatJsonKind found = sat_json_reader_value (self);

  return found == kind || sat_json_reader_refuse (self, problem);
}

gboolean
sat_json_reader_begin_array (SatJsonReader *self)
{
  return expect (self, SAT_JSON_ARRAY, N_ ("this must be an array"));
}

gboolean
sat_json_reader_begin_object (SatJsonReader *self)
{
  return expect (self, SAT_JSON_OBJECT, N_ ("this must be an object"));
}

const char *
sat_json_reader_string (SatJsonReader *self)
{
  return expect (self, SAT_JSON_STRING, N_ ("this must be a text")) ? self->text->str : NULL;
}

gint64
sat_json_reader_int (SatJsonReader *self)
{
  return expect (self, SAT_JSON_INTEGER, N_ ("this must be a whole number")) ? self->integer : 0;
}

gboolean
sat_json_reader_boolean (SatJsonReader *self)
{
  return expect (self, SAT_JSON_BOOLEAN, N_ ("this must be true or false")) && self->integer != 0;
}

void
sat_json_reader_skip (SatJsonReader *self)
{
  SatJsonKind kind = sat_json_reader_value (self);

  if (kind == SAT_JSON_ARRAY)
    while (sat_json_reader_element (self))
      sat_json_reader_skip (self);
  else if (kind == SAT_JSON_OBJECT)
    while (sat_json_reader_member (self) != NULL)
      sat_json_reader_skip (self);
}

gboolean
sat_json_reader_refuse (SatJsonReader *self, const char *problem)
{
  g_return_val_if_fail (self != NULL && problem != NULL, FALSE);

  return fail (self, self->at, SAT_PROTOCOL_ERROR_SHAPE, problem);
}

gboolean
sat_json_reader_has_failed (SatJsonReader *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->error != NULL;
}

gboolean
sat_json_reader_finish (SatJsonReader *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (self->error != NULL || self->depth == 0, FALSE);

  if (self->error == NULL) {
    skip_space (self);
    if (self->at < self->end)
      fail_here (self, N_ ("something follows the value"));
  }
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (self->error));
  return FALSE;
}
