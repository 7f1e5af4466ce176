/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-json-records.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-json.h"

typedef enum {
  STATE_START,
  STATE_FIRST, /* behind the opening bracket */
  STATE_NEXT,  /* behind an element */
  STATE_TAIL,  /* behind everything */
  STATE_END,
} State;

struct _SatJsonRecords {
  const char *data;
  gsize length, at;
  guint64 line;
  State state;
};

static gsize
skip_mark (const char *data, gsize length)
{
  return length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

SatJsonRecords *
sat_json_records_new (const char *data, gsize length)
{
  SatJsonRecords *self;

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  self = g_new0 (SatJsonRecords, 1);
  self->data = data;
  self->length = length;
  self->at = skip_mark (data, length);
  self->line = 1;
  return self;
}

void
sat_json_records_free (SatJsonRecords *self)
{
  g_free (self);
}

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The next character that is no blank; NUL at the end. */
static char
peek (SatJsonRecords *self)
{
  while (self->at < self->length && is_blank (self->data[self->at])) {
    if (self->data[self->at] == '\n')
      self->line++;
    self->at++;
  }
  return self->at < self->length ? self->data[self->at] : '\0';
}

static gboolean
refuse (SatJsonRecords *self, const char *message, GError **error)
{
  self->state = STATE_END;
  g_set_error (error, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_SYNTAX, _ ("line %lu: %s"),
               (gulong)self->line, message);
  return FALSE;
}

static void
skip_string (SatJsonRecords *self)
{
  for (self->at++; self->at < self->length && self->data[self->at] != '"'; self->at++) {
    if (self->data[self->at] == '\n')
      self->line++;
    if (self->data[self->at] == '\\')
      self->at++;
  }
}

/* Goes behind the value that begins here: to the bracket that closes it, or to what ends a plain
 * value. What is between is looked at when the element is parsed. */
static void
skip_value (SatJsonRecords *self)
{
  guint64 depth = 0;

  for (; self->at < self->length; self->at++) {
    char c = self->data[self->at];

    if (depth == 0 && (c == ',' || c == ']' || c == '}'))
      return;
    if (c == '\n')
      self->line++;
    else if (c == '"')
      skip_string (self);
    else if (c == '{' || c == '[')
      depth++;
    else if ((c == '}' || c == ']') && --depth == 0) {
      self->at++;
      return;
    }
  }
}

static void
take_element (SatJsonRecords *self, SatJsonPlace *place)
{
  place->offset = self->at;
  place->line = self->line;
  skip_value (self);
  self->at = MIN (self->at, self->length);
  place->length = self->at - place->offset;
}

static gboolean
finish (SatJsonRecords *self, GError **error)
{
  self->state = STATE_END;
  if (peek (self) != '\0' || self->at < self->length)
    return refuse (self, _ ("there is something behind the end"), error);
  return FALSE;
}

gboolean
sat_json_records_next (SatJsonRecords *self, SatJsonPlace *place, GError **error)
{
  char c;

  g_return_val_if_fail (self != NULL && place != NULL, FALSE);

  c = peek (self);
  switch (self->state) {
  case STATE_START:
    if (c == '{') {
      self->state = STATE_TAIL;
      take_element (self, place);
      return TRUE;
    }
    if (c != '[')
      return refuse (self, _ ("an array of records should begin here"), error);
    self->at++;
    c = peek (self);
    self->state = STATE_FIRST;
    break;
  case STATE_NEXT:
    if (c == ',') {
      self->at++;
      c = peek (self);
      if (c != ']')
        break;
    } else if (c == ']') {
      break;
    }
    return refuse (self, _ ("the next record or the end of the array should be here"), error);
  case STATE_FIRST:
    break;
  case STATE_TAIL:
    return finish (self, error);
  case STATE_END:
  default:
    return FALSE;
  }
  if (c == ']') {
    self->at++;
    return finish (self, error);
  }
  if (self->at >= self->length)
    return refuse (self, _ ("the file ends in the middle"), error);
  self->state = STATE_NEXT;
  take_element (self, place);
  return place->length > 0 || refuse (self, _ ("a record should be here"), error);
}

JsonNode *
sat_json_records_parse (SatJsonRecords *self, const SatJsonPlace *place, GError **error)
{
  g_return_val_if_fail (self != NULL && place != NULL, NULL);
  g_return_val_if_fail (place->offset + place->length <= self->length, NULL);
  return sat_json_parse (self->data + place->offset, place->length, error);
}

gboolean
sat_json_records_look_like (const char *data, gsize length)
{
  SatJsonRecords self = {.data = data, .length = length, .line = 1};
  char c;

  g_return_val_if_fail (data != NULL || length == 0, FALSE);

  self.at = skip_mark (data, length);
  c = peek (&self);
  self.at++;
  if (c == '{')
    return peek (&self) == '"' || peek (&self) == '}';
  return c == '[' && (peek (&self) == '{' || peek (&self) == ']');
}
