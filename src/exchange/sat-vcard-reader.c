/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-vcard-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-vcard-decode.h"

#define LOOK_BYTES 4096

typedef struct {
  const char *start, *end; /* without its line end */
  const char *next;
} Line;

struct _SatVcardReader {
  const char *data, *end, *at;
  char newline;
  guint line; /* of @at */
  guint card_line;
  gboolean plain; /* the card is ASCII */
  char *encoding;
  SatVcard *card;
};

SatVcardReader *
sat_vcard_reader_new (const char *data, gsize length, const char *encoding)
{
  SatVcardReader *self = g_new0 (SatVcardReader, 1);

  if (length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0) {
    data += 3;
    length -= 3;
  }
  self->data = data;
  self->end = data != NULL ? data + length : NULL;
  self->newline = length > 0 && memchr (data, '\n', length) == NULL ? '\r' : '\n';
  self->encoding = g_strdup (encoding);
  self->card = sat_vcard_new ();
  sat_vcard_reader_rewind (self);
  return self;
}

void
sat_vcard_reader_free (SatVcardReader *self)
{
  if (self == NULL)
    return;
  sat_vcard_free (self->card);
  g_free (self->encoding);
  g_free (self);
}

void
sat_vcard_reader_rewind (SatVcardReader *self)
{
  g_return_if_fail (self != NULL);

  self->at = self->data;
  self->line = 1;
  self->card_line = 0;
}

guint
sat_vcard_reader_get_line (const SatVcardReader *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->card_line;
}

/* FALSE at the end of the bytes. */
static gboolean
look_at_line (const SatVcardReader *self, const char *at, Line *line)
{
  const char *end;

  if (at >= self->end)
    return FALSE;
  end = memchr (at, self->newline, (gsize)(self->end - at));
  line->start = at;
  line->next = end != NULL ? end + 1 : self->end;
  line->end = end != NULL ? end : self->end;
  while (line->end > at && line->end[-1] == '\r')
    line->end--;
  return TRUE;
}

/* "BEGIN:VCARD" or "END:VCARD" in any case, with nothing but blanks behind it. */
static gboolean
is_mark (const Line *line, const char *mark, gsize length)
{
  if ((gsize)(line->end - line->start) < length ||
      g_ascii_strncasecmp (line->start, mark, length) != 0)
    return FALSE;
  for (const char *p = line->start + length; p < line->end; p++)
    if (*p != ' ' && *p != '\t')
      return FALSE;
  return TRUE;
}

static gboolean
is_begin (const Line *line)
{
  return line->end > line->start && (*line->start | 0x20) == 'b' &&
         is_mark (line, "BEGIN:VCARD", 11);
}

static gboolean
is_end (const Line *line)
{
  return line->end > line->start && (*line->start | 0x20) == 'e' && is_mark (line, "END:VCARD", 9);
}

/* "AGENT:", behind which 2.1 puts a whole card. */
static gboolean
is_agent (const Line *line)
{
  gsize length = (gsize)(line->end - line->start);
  const char *name = length > 0 ? memchr (line->start, '.', length) : NULL;

  name = name != NULL ? name + 1 : line->start;
  return line->end - name >= 6 && line->end[-1] == ':' &&
         g_ascii_strncasecmp (name, "AGENT", 5) == 0;
}

/* The end of the card whose first line is before *@at. FALSE: there is none before the next card,
 * or the file's end; *@at is then where to go on. */
static gboolean
find_end (SatVcardReader *self, const char **at, const char **after, guint *lines)
{
  gboolean agent = FALSE;
  guint depth = 1;
  Line line;

  for (*after = *at; look_at_line (self, *after, &line); *after = line.next) {
    if (is_end (&line) && --depth == 0) {
      *at = line.start;
      *after = line.next;
      (*lines)++;
      return TRUE;
    }
    if (is_begin (&line)) {
      if (!agent)
        break;
      depth++;
    }
    agent = is_agent (&line);
    (*lines)++;
  }
  *at = *after;
  return FALSE;
}

static gboolean
is_plain (const char *start, const char *end)
{
  for (; start + 8 <= end; start += 8) {
    guint64 word;

    memcpy (&word, start, 8);
    if (word & G_GUINT64_CONSTANT (0x8080808080808080))
      return FALSE;
  }
  for (; start < end; start++)
    if (*start & 0x80)
      return FALSE;
  return TRUE;
}

static gboolean
is_blank (const Line *line)
{
  for (const char *p = line->start; p < line->end; p++)
    if (*p != ' ' && *p != '\t')
      return FALSE;
  return TRUE;
}

/* A line of a picture that nobody indented. */
static gboolean
is_base64 (const Line *line)
{
  for (const char *p = line->start; p < line->end; p++)
    if (!g_ascii_isalnum (*p) && *p != '+' && *p != '/' && *p != '=')
      return FALSE;
  return line->end > line->start;
}

static char *
append (char *out, const Line *line, gsize skip)
{
  gsize length = (gsize)(line->end - line->start) - skip;

  memcpy (out, line->start + skip, length);
  return out + length;
}

/* Does the text so far end in a soft line break of quoted-printable? Then a blank at the start of
 * the next line is content. */
static gboolean
is_soft (const char *start, char *out)
{
  if (out <= start || out[-1] != '=')
    return FALSE;
  return g_strstr_len (start, out - start, "QUOTED-PRINTABLE") != NULL ||
         g_strstr_len (start, out - start, "quoted-printable") != NULL;
}

/* Appends to @out (the end of the text so far) the indented lines that belong to it. */
static char *
unfold (SatVcardReader *self, const char *start, char *out, const char **at, const char *end)
{
  Line line;

  while (*at < end && (**at == ' ' || **at == '\t') && !is_soft (start, out) &&
         look_at_line (self, *at, &line)) {
    out = append (out, &line, 1);
    *at = line.next;
    self->line++;
  }
  return out;
}

static char *
unfold_quoted (SatVcardReader *self, char *start, char *out, const char **at, const char *end)
{
  Line line;

  while (*at < end && out > start && out[-1] == '=' && look_at_line (self, *at, &line)) {
    out = append (out - 1, &line, 0);
    *at = line.next;
    self->line++;
  }
  if (out > start && out[-1] == '=')
    out--;
  return out;
}

static char *
unfold_base64 (SatVcardReader *self, char *start, char *out, const char **at, const char *end)
{
  Line line;
  char *to = start;

  while (*at < end && look_at_line (self, *at, &line) && line.start < line.end &&
         is_base64 (&line)) {
    out = append (out, &line, 0);
    *at = line.next;
    self->line++;
    out = unfold (self, start, out, at, end);
  }
  for (const char *p = start; p < out; p++)
    if (!g_ascii_isspace (*p))
      *to++ = *p;
  return to;
}

/* The card behind AGENT: becomes the text of its value. */
static void
take_agent (SatVcardReader *self, SatVcardProperty *property, const char **at, const char *end)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *value = NULL;
  guint depth = 0;
  Line line;

  while (*at < end && look_at_line (self, *at, &line)) {
    if (depth == 0 && !is_begin (&line))
      return;
    depth += is_begin (&line);
    depth -= is_end (&line);
    g_string_append_len (text, line.start, line.end - line.start);
    g_string_append_c (text, '\n');
    *at = line.next;
    self->line++;
    if (depth == 0)
      break;
  }
  value = sat_vcard_escape (text->str);
  if (self->card->strings == NULL)
    self->card->strings = g_string_chunk_new (1024);
  property->value = g_string_chunk_insert (self->card->strings, value);
  self->plain = FALSE;
}

static void
add_doubt (SatVcard *card, SatVcardDoubtKind kind, guint line)
{
  SatVcardDoubt doubt = {kind, line};

  g_array_append_val (card->doubts, doubt);
}

static void
set_encoding_error (guint line, GError **error)
{
  g_set_error (error, SAT_VCARD_ERROR, SAT_VCARD_ERROR_ENCODING,
               _ ("Line %u: the text is not UTF-8, and the card does not say what else it is."),
               line);
}

static gboolean
set_value (SatVcardReader *self,
           SatVcardProperty *property,
           char *value,
           SatVcardEncoding encoding,
           const char *charset,
           GError **error)
{
  if (encoding == SAT_VCARD_QUOTED)
    sat_vcard_decode_quoted (value);
  property->value = value;
  if (self->plain && encoding != SAT_VCARD_QUOTED && charset == NULL)
    return TRUE;
  if (sat_vcard_decode_cut (value, charset))
    add_doubt (self->card, SAT_VCARD_DOUBT_CUT, property->line);
  property->value = sat_vcard_decode_text (self->card, value, charset, self->encoding);
  if (property->value != NULL)
    return TRUE;
  set_encoding_error (property->line, error);
  return FALSE;
}

static gboolean
decode (SatVcardReader *self, const char **text)
{
  *text = *text != NULL ? sat_vcard_decode_text (self->card, *text, NULL, self->encoding) : NULL;
  return *text != NULL;
}

/* Group, name and parameters may hold letters too. */
static gboolean
check_head (SatVcardReader *self, SatVcardProperty *property, GError **error)
{
  gboolean ok = decode (self, &property->name);

  if (property->group != NULL)
    ok &= decode (self, &property->group);
  for (guint i = 0; i < property->n_params; i++) {
    SatVcardParam *param =
        &g_array_index (self->card->params, SatVcardParam, property->first_param + i);

    ok &= decode (self, &param->name) & decode (self, &param->value);
  }
  if (!ok)
    set_encoding_error (property->line, error);
  return ok;
}

static void
take_version (SatVcard *card, const char *value)
{
  while (*value == ' ')
    value++;
  if (*value == '2')
    card->version = SAT_VCARD_2_1;
  else if (*value == '3')
    card->version = SAT_VCARD_3_0;
}

/* One property with all its lines. *@out: where its text may be put; moved behind it. */
static gboolean
read_property (SatVcardReader *self, char **out, const char **at, const char *end, GError **error)
{
  SatVcard *card = self->card;
  SatVcardProperty property = {.line = self->line, .first_param = card->params->len};
  const char *charset = NULL;
  SatVcardEncoding encoding;
  char *start = *out, *stop, *colon, *value;
  Line line;

  if (!look_at_line (self, *at, &line)) {
    *at = end;
    return TRUE;
  }
  *at = line.next;
  self->line++;
  if (is_blank (&line))
    return TRUE;
  stop = unfold (self, start, append (start, &line, 0), at, end);
  *stop = '\0';
  colon = sat_vcard_find_colon (start);
  if (colon != NULL)
    *colon = '\0';
  if (colon == NULL || !sat_vcard_parse_head (card, &property, start)) {
    g_array_set_size (card->params, property.first_param);
    add_doubt (card, SAT_VCARD_DOUBT_NO_PROPERTY, property.line);
    return TRUE;
  }
  value = colon + 1;
  encoding = sat_vcard_take_encoding (card, &property, &charset);
  if (encoding == SAT_VCARD_QUOTED)
    stop = unfold_quoted (self, value, stop, at, end);
  else if (encoding == SAT_VCARD_BASE64)
    stop = unfold_base64 (self, value, stop, at, end);
  *stop = '\0';
  *out = stop + 1;
  if (*value == '\0' && sat_vcard_is (&property, "AGENT"))
    take_agent (self, &property, at, end);
  if (!set_value (self, &property, property.value != NULL ? (char *)property.value : value,
                  encoding, charset, error) ||
      (!self->plain && !check_head (self, &property, error)))
    return FALSE;
  if (sat_vcard_is (&property, "VERSION"))
    take_version (card, property.value);
  else
    g_array_append_val (card->properties, property);
  return TRUE;
}

static gboolean
read_card (SatVcardReader *self, const char *at, const char *end, GError **error)
{
  gsize length = (gsize)(end - at);
  char *out;

  if (memchr (at, '\0', length) != NULL) {
    g_set_error_literal (error, SAT_VCARD_ERROR, SAT_VCARD_ERROR_BROKEN,
                         _ ("The card has characters that are no text."));
    return FALSE;
  }
  /* What a line becomes is never longer than the line, and ends in a NUL; the last one may have no
   * line end to put it in. */
  if (self->card->room < length + 2) {
    self->card->room = length + length / 2 + 256;
    g_free (self->card->buffer);
    self->card->buffer = g_malloc (self->card->room);
  }
  self->plain = is_plain (at, end);
  out = self->card->buffer;
  while (at < end)
    if (!read_property (self, &out, &at, end, error))
      return FALSE;
  return TRUE;
}

gboolean
sat_vcard_reader_next (SatVcardReader *self, const SatVcard **card, GError **error)
{
  Line line;

  g_return_val_if_fail (self != NULL && card != NULL, FALSE);

  for (; look_at_line (self, self->at, &line); self->at = line.next, self->line++) {
    const char *start = line.next, *end = line.next, *after;
    guint first = self->line, lines = 1;
    gboolean ok;

    if (!is_begin (&line))
      continue;
    sat_vcard_clear (self->card);
    self->card->line = self->card_line = first;
    ok = find_end (self, &end, &after, &lines);
    self->line = first + 1;
    if (!ok)
      g_set_error_literal (error, SAT_VCARD_ERROR, SAT_VCARD_ERROR_BROKEN,
                           _ ("The card has no end (END:VCARD)."));
    else
      ok = read_card (self, start, end, error);
    self->at = after;
    self->line = first + lines;
    *card = ok ? self->card : NULL;
    return ok;
  }
  return FALSE;
}

gboolean
sat_vcard_reader_looks_like (const char *data, gsize length)
{
  SatVcardReader reader = {.data = data, .end = data + MIN (length, LOOK_BYTES)};
  const char *at = data;
  Line line;

  g_return_val_if_fail (data != NULL || length == 0, FALSE);

  if (length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    at += 3;
  reader.newline =
      length > 0 && memchr (data, '\n', MIN (length, LOOK_BYTES)) == NULL ? '\r' : '\n';
  for (; look_at_line (&reader, at, &line); at = line.next)
    if (is_begin (&line))
      return TRUE;
  return FALSE;
}
