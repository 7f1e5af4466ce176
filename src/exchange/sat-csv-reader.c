/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-csv-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

G_DEFINE_QUARK (sat_csv_error_quark, sat_csv_error)

typedef struct {
  gsize at;
  guint64 line;
} Position;

struct _SatCsvReader {
  const char *text;
  gsize length;
  SatCsvDialect dialect;
  gboolean ends_cell[256]; /* outside quotes */

  Position first;
  Position now;
  gsize wasted;      /* bytes that were looked through for the end of quotes that never close */
  gsize closer_from; /* what closes_later() last found: nothing before closer_at */
  gsize closer_at;

  char **header;
  guint64 header_line;
  guint n_columns;

  /* The row being read. Cells have offsets into the buffer until it is complete. */
  SatCsvRow row;
  SatCsvCell *cells;
  gsize cells_size;
  gsize *offsets;
  GString *buffer;
  gsize cell_start;
};

const char *
sat_csv_row_get (const SatCsvRow *row, guint column)
{
  g_return_val_if_fail (row != NULL, "");
  return column < row->n_cells ? row->cells[column].text : "";
}

static gboolean
is_blank (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return FALSE;
  return TRUE;
}

gboolean
sat_csv_row_is_blank (const SatCsvRow *row)
{
  g_return_val_if_fail (row != NULL, TRUE);
  for (guint i = 0; i < row->n_cells; i++)
    if (!is_blank (row->cells[i].text))
      return FALSE;
  return TRUE;
}

char *
sat_csv_row_describe_flags (SatCsvRowFlags flags)
{
  static const struct {
    SatCsvRowFlags flag;
    const char *text;
  } texts[] = {
      {SAT_CSV_ROW_SHORT, N_ ("the row has fewer cells than there are columns")},
      {SAT_CSV_ROW_LONG, N_ ("the row has more cells than there are columns")},
      {SAT_CSV_ROW_BAD_QUOTE, N_ ("text follows a closing quote")},
      {SAT_CSV_ROW_OPEN_QUOTE, N_ ("a quote is never closed")},
      {SAT_CSV_ROW_CUT, N_ ("a cell or the row is too long")},
  };
  g_autoptr (GString) all = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (flags & texts[i].flag)
      g_string_append_printf (all, "%s%s", all->len > 0 ? "; " : "", _ (texts[i].text));
  return all->len > 0 ? g_string_free (g_steal_pointer (&all), FALSE) : NULL;
}

static guint64
count_lines (const char *text, gsize length)
{
  const char *end = text + length;
  guint64 lines = 0;

  for (const char *c = text; c < end; c++)
    lines += *c == '\n' || (*c == '\r' && (c + 1 == end || c[1] != '\n'));
  return lines;
}

/* Text past the limit is left out, and no character is cut in two. */
static void
append (SatCsvReader *reader, const char *text, gsize length)
{
  gsize used = reader->buffer->len - reader->cell_start;

  if (used + length > SAT_CSV_CELL_LIMIT) {
    reader->row.flags |= SAT_CSV_ROW_CUT;
    length = used < SAT_CSV_CELL_LIMIT ? SAT_CSV_CELL_LIMIT - used : 0;
    while (length > 0 && ((guint8)text[length] & 0xc0) == 0x80)
      length--;
  }
  g_string_append_len (reader->buffer, text, length);
}

static void
finish_cell (SatCsvReader *reader)
{
  guint n = reader->row.n_cells;

  if (n >= SAT_CSV_COLUMN_LIMIT) {
    reader->row.flags |= SAT_CSV_ROW_CUT;
    g_string_truncate (reader->buffer, reader->cell_start);
    return;
  }
  if (n == reader->cells_size) {
    reader->cells_size = MAX (16, reader->cells_size * 2);
    reader->cells = g_renew (SatCsvCell, reader->cells, reader->cells_size);
    reader->offsets = g_renew (gsize, reader->offsets, reader->cells_size);
  }
  reader->offsets[n] = reader->cell_start;
  reader->cells[n].length = reader->buffer->len - reader->cell_start;
  g_string_append_c (reader->buffer, '\0');
  reader->row.n_cells = n + 1;
}

static void
read_plain_cell (SatCsvReader *reader)
{
  const char *start = reader->text + reader->now.at;
  const char *end = reader->text + reader->length;
  const char *c = start;

  while (c < end && !reader->ends_cell[(guint8)*c])
    c++;
  append (reader, start, c - start);
  reader->now.at += c - start;
}

static gboolean
ends_cell_at (SatCsvReader *reader, gsize at)
{
  if (reader->dialect.padded_quotes)
    while (at < reader->length && reader->text[at] == ' ')
      at++;
  return at >= reader->length || reader->ends_cell[(guint8)reader->text[at]];
}

/* Whether a quote that could close the cell follows on the same line. The answer is kept, or a long
 * line with many quotes would take for ever. */
static gboolean
closes_later (SatCsvReader *reader, gsize at)
{
  if (at < reader->closer_from || at > reader->closer_at) {
    reader->closer_from = at;
    while (at < reader->length && reader->text[at] != '\n' && reader->text[at] != '\r' &&
           !(reader->text[at] == '"' && ends_cell_at (reader, at + 1)))
      at++;
    reader->closer_at = at;
  }
  return reader->closer_at < reader->length && reader->text[reader->closer_at] == '"';
}

/* The quote at @at is written with a backslash: that is, an odd number of them. */
static gboolean
is_escaped (SatCsvReader *reader, gsize start, gsize at)
{
  gsize n = 0;

  while (at > start && reader->text[at - 1] == '\\') {
    at--;
    n++;
  }
  return n % 2 == 1;
}

static void
append_unescaped (SatCsvReader *reader, const char *text, gsize length)
{
  gsize from = 0;

  for (gsize i = 0; reader->dialect.backslash && i + 1 < length; i++)
    if (text[i] == '\\' && (text[i + 1] == '"' || text[i + 1] == '\\')) {
      append (reader, text + from, i - from);
      from = ++i;
    }
  append (reader, text + from, length - from);
}

typedef enum {
  QUOTE_CLOSED,
  QUOTE_OPEN,
  QUOTE_BROKEN, /* closed, but text follows */
} QuoteEnd;

/* From behind the opening quote to behind the closing one. */
static QuoteEnd
read_quoted_part (SatCsvReader *reader)
{
  gsize at = reader->now.at;
  gsize end = reader->length;

  for (;;) {
    gsize from = at;
    const char *quote = memchr (reader->text + at, '"', end - at);

    if (quote == NULL)
      return QUOTE_OPEN;
    at = quote - reader->text;
    while (reader->dialect.backslash && quote != NULL && is_escaped (reader, from, at)) {
      quote = memchr (reader->text + at + 1, '"', end - at - 1);
      at = quote != NULL ? (gsize)(quote - reader->text) : at;
    }
    if (quote == NULL)
      return QUOTE_OPEN;
    append_unescaped (reader, reader->text + from, at - from);
    at++;
    reader->now.at = at;
    if (ends_cell_at (reader, at))
      return QUOTE_CLOSED;
    if (reader->text[at] == '"') {
      at++;
    } else {
      reader->row.flags |= SAT_CSV_ROW_BAD_QUOTE;
      if (!closes_later (reader, at))
        return QUOTE_BROKEN;
    }
    append (reader, "\"", 1);
  }
}

static void
read_quoted_cell (SatCsvReader *reader)
{
  gsize opening = reader->now.at;
  SatCsvRowFlags flags = reader->row.flags;
  QuoteEnd how;

  reader->now.at++;
  /* A text that has many of these is no table; it has to come to an end all the same. */
  how = reader->wasted <= 2 * reader->length ? read_quoted_part (reader) : QUOTE_OPEN;
  if (how == QUOTE_OPEN) {
    reader->wasted += reader->length - opening;
    /* Nothing behind this quote closes it, so it is no quote. */
    g_string_truncate (reader->buffer, reader->cell_start);
    reader->now.at = opening;
    reader->row.flags = flags | SAT_CSV_ROW_OPEN_QUOTE;
    read_plain_cell (reader);
    return;
  }
  reader->now.line += count_lines (reader->text + opening, reader->now.at - opening);
  if (how == QUOTE_BROKEN)
    read_plain_cell (reader);
  else
    while (reader->now.at < reader->length && reader->text[reader->now.at] == ' ')
      reader->now.at++;
}

static void
read_cell (SatCsvReader *reader)
{
  gsize at = reader->now.at;

  reader->cell_start = reader->buffer->len;
  if (reader->dialect.padded_quotes)
    while (at < reader->length && reader->text[at] == ' ')
      at++;
  if (at < reader->length && reader->text[at] == '"') {
    reader->now.at = at;
    read_quoted_cell (reader);
  } else {
    read_plain_cell (reader);
  }
  finish_cell (reader);
}

/* TRUE: the line goes on behind a delimiter. */
static gboolean
pass_end_of_cell (SatCsvReader *reader)
{
  const char *text = reader->text;
  Position *now = &reader->now;

  if (now->at >= reader->length)
    return FALSE;
  if (text[now->at] == reader->dialect.delimiter) {
    now->at++;
    return TRUE;
  }
  now->at +=
      text[now->at] == '\r' && now->at + 1 < reader->length && text[now->at + 1] == '\n' ? 2 : 1;
  now->line++;
  return FALSE;
}

static void
check_width (SatCsvReader *reader)
{
  SatCsvRow *row = &reader->row;

  if (reader->n_columns == 0)
    return;
  if (row->n_cells < reader->n_columns)
    row->flags |= SAT_CSV_ROW_SHORT;
  for (guint i = reader->n_columns; i < row->n_cells; i++)
    if (!is_blank (row->cells[i].text))
      row->flags |= SAT_CSV_ROW_LONG;
}

gboolean
sat_csv_reader_next (SatCsvReader *reader, const SatCsvRow **row, GError **error)
{
  gsize start;

  g_return_val_if_fail (reader != NULL, FALSE);
  g_return_val_if_fail (row != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);
  *row = NULL;
  while (reader->now.at < reader->length &&
         (reader->text[reader->now.at] == '\n' || reader->text[reader->now.at] == '\r'))
    pass_end_of_cell (reader);
  if (reader->now.at >= reader->length)
    return FALSE;
  start = reader->now.at;
  g_string_truncate (reader->buffer, 0);
  reader->row = (SatCsvRow){.line = reader->now.line};
  do
    read_cell (reader);
  while (pass_end_of_cell (reader));
  if (memchr (reader->text + start, '\0', reader->now.at - start) != NULL) {
    g_set_error (error, SAT_CSV_ERROR, SAT_CSV_ERROR_NUL,
                 _ ("The row on line %llu has a NUL character"),
                 (unsigned long long)reader->row.line);
    reader->now.at = reader->length;
    return FALSE;
  }
  for (guint i = 0; i < reader->row.n_cells; i++)
    reader->cells[i].text = reader->buffer->str + reader->offsets[i];
  reader->row.cells = reader->cells;
  check_width (reader);
  *row = &reader->row;
  return TRUE;
}

static void
make_header (SatCsvReader *reader)
{
  const SatCsvRow *row = NULL;

  if (!sat_csv_reader_next (reader, &row, NULL))
    return;
  reader->n_columns = row->n_cells;
  reader->header_line = row->line;
  reader->header = g_new0 (char *, row->n_cells + 1);
  for (guint i = 0; i < row->n_cells; i++) {
    g_autofree char *number = g_strdup_printf ("%u", i + 1);

    /* Translators: a column without a title; %s is its number */
    reader->header[i] = g_strdup_printf (_ ("Column %s"), number);
  }
  reader->now = reader->first;
}

static void
read_header (SatCsvReader *reader)
{
  const SatCsvRow *row = NULL;

  if (reader->dialect.header == SAT_CSV_HEADER_MADE) {
    make_header (reader);
    return;
  }
  if (reader->dialect.header == SAT_CSV_HEADER_NONE) {
    if (sat_csv_reader_next (reader, &row, NULL))
      reader->n_columns = row->n_cells;
    reader->now = reader->first;
    return;
  }
  for (guint i = 0; i <= reader->dialect.header_row; i++)
    if (!sat_csv_reader_next (reader, &row, NULL))
      return;
  reader->n_columns = row->n_cells;
  reader->header_line = row->line;
  reader->header = g_new0 (char *, row->n_cells + 1);
  for (guint i = 0; i < row->n_cells; i++)
    reader->header[i] = g_strdup (row->cells[i].text);
  reader->first = reader->now;
}

SatCsvReader *
sat_csv_reader_new (const char *text, gsize length, const SatCsvDialect *dialect)
{
  SatCsvReader *reader;

  g_return_val_if_fail (text != NULL || length == 0, NULL);
  g_return_val_if_fail (dialect != NULL, NULL);
  g_return_val_if_fail (dialect->start <= length, NULL);
  reader = g_new0 (SatCsvReader, 1);
  reader->text = text;
  reader->length = length;
  reader->dialect = *dialect;
  reader->ends_cell[(guint8)dialect->delimiter] = TRUE;
  reader->ends_cell['\n'] = TRUE;
  reader->ends_cell['\r'] = TRUE;
  reader->buffer = g_string_new (NULL);
  reader->first.at = dialect->start;
  reader->first.line = 1 + count_lines (text, dialect->start);
  reader->now = reader->first;
  read_header (reader);
  return reader;
}

void
sat_csv_reader_free (SatCsvReader *reader)
{
  if (reader == NULL)
    return;
  g_strfreev (reader->header);
  g_free (reader->cells);
  g_free (reader->offsets);
  g_string_free (reader->buffer, TRUE);
  g_free (reader);
}

const char *const *
sat_csv_reader_get_header (SatCsvReader *reader)
{
  g_return_val_if_fail (reader != NULL, NULL);
  return (const char *const *)reader->header;
}

guint64
sat_csv_reader_get_header_line (SatCsvReader *reader)
{
  g_return_val_if_fail (reader != NULL, 0);
  return reader->header_line;
}

guint
sat_csv_reader_get_n_columns (SatCsvReader *reader)
{
  g_return_val_if_fail (reader != NULL, 0);
  return reader->n_columns;
}

void
sat_csv_reader_rewind (SatCsvReader *reader)
{
  g_return_if_fail (reader != NULL);
  reader->now = reader->first;
  reader->wasted = 0;
}
