/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-csv-dialect.h"

#include <string.h>

#include "sat-csv-reader.h"

#define SAMPLE_BYTES (256 * 1024)
#define SAMPLE_ROWS 1000
#define HEADER_ROWS 20

/* In the order in which they win when they fit equally well: a comma is most likely text. */
static const char delimiters[] = {'\t', ';', '|', ','};

/* How many cells rows have with one delimiter. */
typedef struct {
  guint usual;  /* the most frequent number */
  double share; /* of the rows that have it */
  gboolean first;
} Shape;

typedef enum {
  CELL_BLANK,
  CELL_WORDS,
  CELL_YEAR,
  CELL_NUMBER,
  CELL_VALUE, /* a date, an address of mail or of the web */
} CellKind;

/* A year may well be the title of a column. */
static CellKind
kind_of_cell (const char *text)
{
  gsize length = strlen (text);
  gsize digits = 0, signs = 0;

  if (strspn (text, " \t") == length)
    return CELL_BLANK;
  if (strstr (text, "://") != NULL || g_str_has_prefix (text, "www."))
    return CELL_VALUE;
  if (strchr (text, '@') != NULL && strchr (text, ' ') == NULL && text[0] != '@')
    return CELL_VALUE;
  for (const char *c = text; *c != '\0'; c++) {
    digits += g_ascii_isdigit (*c);
    signs += strchr (" .,:/-+()$%", *c) != NULL;
  }
  if (digits == 0 || digits + signs < length)
    return CELL_WORDS;
  if (digits == 4 && length == 4 && (text[0] == '1' || text[0] == '2'))
    return CELL_YEAR;
  return digits >= 6 && strpbrk (text, "/-:") != NULL ? CELL_VALUE : CELL_NUMBER;
}

/* Whole lines only, unless there is but one. */
static gsize
sample_length (const char *text, gsize length)
{
  gsize at = SAMPLE_BYTES;

  if (length <= SAMPLE_BYTES)
    return length;
  while (at > 0 && text[at - 1] != '\n' && text[at - 1] != '\r')
    at--;
  if (at > 0)
    return at;
  for (at = SAMPLE_BYTES; ((guint8)text[at] & 0xc0) == 0x80;)
    at--;
  return at;
}

static guint
most_frequent (GHashTable *counts, guint first, guint *frequency)
{
  GHashTableIter iter;
  gpointer key, value;
  guint best = first;

  *frequency = GPOINTER_TO_UINT (g_hash_table_lookup (counts, GUINT_TO_POINTER (first)));
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (GPOINTER_TO_UINT (value) > *frequency || (GPOINTER_TO_UINT (value) == *frequency &&
                                                  best != first && GPOINTER_TO_UINT (key) > best)) {
      best = GPOINTER_TO_UINT (key);
      *frequency = GPOINTER_TO_UINT (value);
    }
  return best;
}

static void
measure (const char *text, gsize length, const SatCsvDialect *dialect, Shape *shape)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  g_autoptr (SatCsvReader) reader = sat_csv_reader_new (text, length, dialect);
  const SatCsvRow *row;
  guint rows = 0, first = 0, frequency;

  while (rows < SAMPLE_ROWS && sat_csv_reader_next (reader, &row, NULL)) {
    gpointer key = GUINT_TO_POINTER (row->n_cells);

    if (rows == 0)
      first = row->n_cells;
    rows++;
    g_hash_table_insert (
        counts, key, GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (counts, key)) + 1));
  }
  shape->usual = most_frequent (counts, first, &frequency);
  shape->share = rows > 0 ? (double)frequency / rows : 0;
  shape->first = shape->usual == first;
}

static gboolean
is_better (const Shape *shape, const Shape *than)
{
  double score = shape->share + (shape->first ? 0.5 : 0);
  double other = than->share + (than->first ? 0.5 : 0);

  if (shape->usual < 2 || than->usual < 2)
    return shape->usual > than->usual;
  if (ABS (score - other) > 0.001)
    return score > other;
  return shape->usual > than->usual;
}

static void
find_delimiter (const char *text, gsize length, SatCsvDialect *dialect)
{
  Shape best = {0};

  for (gsize i = 0; i < G_N_ELEMENTS (delimiters); i++) {
    SatCsvDialect tried = {.delimiter = delimiters[i], .start = dialect->start};
    Shape shape;

    tried.padded_quotes = TRUE;
    measure (text, length, &tried, &shape);
    if (shape.usual > 1 && is_better (&shape, &best)) {
      best = shape;
      dialect->delimiter = delimiters[i];
    }
  }
}

/* Some programs begin with a line that names the delimiter. */
static gboolean
read_sep_line (const char *text, gsize length, SatCsvDialect *dialect)
{
  gsize at = 5;

  if (length < 6 || g_ascii_strncasecmp (text, "sep=", 4) != 0)
    return FALSE;
  if (memchr (delimiters, text[4], sizeof delimiters) == NULL ||
      (text[5] != '\r' && text[5] != '\n'))
    return FALSE;
  at += text[at] == '\r' && at + 1 < length && text[at + 1] == '\n' ? 2 : 1;
  dialect->delimiter = text[4];
  dialect->start = at;
  return TRUE;
}

/* Blanks before the quotes of cells, and of those only: then they are no part of the text. */
static void
find_padding (const char *text, gsize length, SatCsvDialect *dialect)
{
  g_autoptr (SatCsvReader) reader = sat_csv_reader_new (text, length, dialect);
  const SatCsvRow *row;
  gsize padded = 0, tight = 0;
  const char at_quote[] = {dialect->delimiter, '"', '\0'};
  const char *c = text;

  for (guint rows = 0; rows < SAMPLE_ROWS && sat_csv_reader_next (reader, &row, NULL); rows++)
    for (guint i = 0; i < row->n_cells; i++) {
      gsize blanks = strspn (row->cells[i].text, " ");

      padded += blanks > 0 && row->cells[i].text[blanks] == '"';
    }
  if (padded > 0)
    while ((c = memmem (c, text + length - c, at_quote, 2)) != NULL) {
      tight++;
      c += 2;
    }
  dialect->padded_quotes = padded > 0 && tight == 0;
}

/* A quote behind a backslash and before more text cannot close a cell. */
static void
find_backslash (const char *text, gsize length, SatCsvDialect *dialect)
{
  const char *end = text + length;
  const char *c = text;

  while (!dialect->backslash && (c = memmem (c, end - c, "\\\"", 2)) != NULL) {
    c += 2;
    if (c < end && *c != '"' && *c != dialect->delimiter && *c != '\r' && *c != '\n')
      dialect->backslash = TRUE;
  }
}

/* Counts for one column, below the row that may be the header. */
typedef struct {
  CellKind title;
  guint cells;
  guint kinds[CELL_VALUE + 1];
} Column;

/* Whether a row is one of titles: words, nearly all columns, nearly all different. */
static gboolean
may_be_header (const SatCsvRow *row, guint width)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint words = 0, numbers = 0;

  for (guint i = 0; i < row->n_cells; i++) {
    CellKind kind = kind_of_cell (row->cells[i].text);

    if (kind == CELL_VALUE)
      return FALSE;
    words += kind == CELL_WORDS;
    numbers += kind == CELL_NUMBER;
    if (kind == CELL_WORDS && row->cells[i].length > 200)
      return FALSE;
    if (kind != CELL_BLANK)
      g_hash_table_add (seen, g_utf8_casefold (row->cells[i].text, -1));
  }
  return words > 0 && words > numbers && words * 2 >= MIN (width, row->n_cells) &&
         g_hash_table_size (seen) * 10 >= words * 9;
}

/* A title, or nothing, that stands above the table. */
static gboolean
is_preamble (const SatCsvRow *row, guint width)
{
  guint filled = 0;

  for (guint i = 0; i < row->n_cells; i++)
    filled += kind_of_cell (row->cells[i].text) != CELL_BLANK;
  return filled == 0 || (width >= 3 && filled <= width / 3 && filled <= 2);
}

static void
compare_columns (const Column *columns, guint width, SatCsvDialect *dialect)
{
  guint unlike = 0, like = 0;

  for (guint i = 0; i < width; i++) {
    const Column *column = &columns[i];
    guint numbers = column->kinds[CELL_NUMBER] + column->kinds[CELL_YEAR];

    if (column->cells == 0)
      continue;
    if (column->title == CELL_WORDS &&
        (numbers + column->kinds[CELL_VALUE]) * 5 >= column->cells * 4)
      unlike++;
    if (column->title == CELL_NUMBER && numbers * 5 >= column->cells * 4)
      like++;
  }
  if (unlike > 0)
    dialect->header = SAT_CSV_HEADER_SURE;
  else
    dialect->header = like > 0 ? SAT_CSV_HEADER_NONE : SAT_CSV_HEADER_LIKELY;
}

static void
find_header (const char *text, gsize length, SatCsvDialect *dialect)
{
  SatCsvDialect plain = *dialect;
  g_autoptr (SatCsvReader) reader = sat_csv_reader_new (text, length, &plain);
  g_autofree Column *columns = NULL;
  const SatCsvRow *row;
  Shape shape;
  guint at = 0;

  measure (text, length, &plain, &shape);
  while (sat_csv_reader_next (reader, &row, NULL) && at < HEADER_ROWS &&
         is_preamble (row, shape.usual))
    at++;
  if (row == NULL || at == HEADER_ROWS || !may_be_header (row, shape.usual))
    return;
  dialect->header_row = at;
  columns = g_new0 (Column, shape.usual);
  for (guint i = 0; i < shape.usual; i++)
    columns[i].title = kind_of_cell (sat_csv_row_get (row, i));
  for (at = 0; at < SAMPLE_ROWS && sat_csv_reader_next (reader, &row, NULL); at++)
    for (guint i = 0; i < shape.usual; i++) {
      CellKind kind = kind_of_cell (sat_csv_row_get (row, i));

      columns[i].kinds[kind]++;
      columns[i].cells += kind != CELL_BLANK;
    }
  compare_columns (columns, shape.usual, dialect);
  if (dialect->header == SAT_CSV_HEADER_NONE)
    dialect->header_row = 0;
}

void
sat_csv_dialect_detect (const char *text, gsize length, SatCsvDialect *dialect)
{
  gsize sample;

  g_return_if_fail (text != NULL || length == 0);
  g_return_if_fail (dialect != NULL);
  *dialect = (SatCsvDialect){.delimiter = ','};
  sample = sample_length (text, length);
  if (sample == 0)
    return;
  if (!read_sep_line (text, sample, dialect))
    find_delimiter (text, sample, dialect);
  find_backslash (text, sample, dialect);
  find_padding (text, sample, dialect);
  find_header (text, sample, dialect);
}

const char *
sat_csv_dialect_delimiter_name (const SatCsvDialect *dialect)
{
  g_return_val_if_fail (dialect != NULL, ",");
  switch (dialect->delimiter) {
  case '\t':
    return "\t";
  case ';':
    return ";";
  case '|':
    return "|";
  default:
    return ",";
  }
}
