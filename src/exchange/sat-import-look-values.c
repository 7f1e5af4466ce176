/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the values of a file leave open: the order of days and months, the sign before decimals,
 * words that mean "nothing". */

#include "config.h"

#include "sat-currency.h"
#include "sat-import-content.h"
#include "sat-import-look-private.h"

#include <string.h>

/* As they are mostly written; they are compared folded. */
static const char *const null_words[SAT_IMPORT_NULL_WORDS] = {
    "NULL", "(null)", "\\N", "N/A", "#N/A", "nil", "-",
};

SatImportLookValues *
sat_import_look_values_new (void)
{
  SatImportLookValues *self = g_new0 (SatImportLookValues, 1);

  self->dates = sat_column_profile_new (SAT_COLUMN_DATES, NULL);
  self->numbers = sat_column_profile_new (SAT_COLUMN_NUMBERS, NULL);
  return self;
}

void
sat_import_look_values_free (SatImportLookValues *self)
{
  sat_column_profile_free (self->dates);
  sat_column_profile_free (self->numbers);
  g_free (self);
}

/* Asked of every cell: it makes no copy. */
static int
find_null_word (const char *text)
{
  static const char blanks[] = " \t\r\n";
  const char *start = text + strspn (text, blanks);
  gsize n = strcspn (start, blanks);

  if (start[n + strspn (start + n, blanks)] != '\0')
    return -1;
  for (int i = 0; i < SAT_IMPORT_NULL_WORDS; i++)
    if (strlen (null_words[i]) == n && g_ascii_strncasecmp (start, null_words[i], n) == 0)
      return i;
  return -1;
}

gboolean
sat_import_look_values_add (SatImportLookValues *self, const char *text)
{
  int word = find_null_word (text);

  if (word >= 0) {
    self->nulls[word]++;
    return TRUE;
  }
  sat_column_profile_add (self->dates, text);
  sat_column_profile_add (self->numbers, text);
  return FALSE;
}

/* What is expected of column @index; TEXT too if it fills nothing. */
static SatColumnContent
content_of (const SatImportLook *self, guint index)
{
  const SatImportLookColumn *column = self->columns->pdata[index];
  const SatField *field = NULL;

  if (column->make)
    return sat_import_content_of (column->kind);
  if (column->path != NULL && self->type != NULL)
    field = sat_import_path_field (self->registry, self->type, column->path);
  return field != NULL ? sat_import_content_of (field->kind) : SAT_COLUMN_TEXT;
}

static SatColumnProfile *
profile_of (const SatImportLook *self, guint index)
{
  const SatImportLookValues *values = self->values->pdata[index];

  switch (content_of (self, index)) {
  case SAT_COLUMN_DATES:
    return values->dates;
  case SAT_COLUMN_NUMBERS:
    return values->numbers;
  default:
    return NULL;
  }
}

/* Integers are whole, whatever parts them. */
static gboolean
has_decimals (const SatImportLook *self, guint index)
{
  const SatImportLookColumn *column = self->columns->pdata[index];
  const SatField *field =
      column->make ? NULL : sat_import_path_field (self->registry, self->type, column->path);
  SatKind kind = field != NULL ? field->kind : column->kind;

  return kind != SAT_KIND_INTEGER;
}

static void
ask_all (const SatImportLook *self, SatImportDates dates, char mark)
{
  g_autoptr (GPtrArray) profiles = g_ptr_array_new ();

  for (guint i = 0; i < self->columns->len; i++) {
    SatColumnProfile *profile = profile_of (self, i);

    if (profile == NULL)
      continue;
    /* The names of the orders are the same. */
    sat_column_profile_ask (profile, (SatDateOrder)dates, mark);
    g_ptr_array_add (profiles, profile);
  }
  sat_column_profiles_agree (profiles, self->usual_mark);
}

static void
find_null (const SatImportLook *self, SatImportLookOpen *open)
{
  for (guint word = 0; word < SAT_IMPORT_NULL_WORDS; word++) {
    guint cells = 0, columns = 0;

    for (guint i = 0; i < self->columns->len; i++) {
      const SatImportLookColumn *column = self->columns->pdata[i];
      guint n = ((const SatImportLookValues *)self->values->pdata[i])->nulls[word];

      if (column->path == NULL && !column->make)
        continue;
      cells += n;
      columns += n > 0;
    }
    if (cells > open->null_cells) {
      open->null_word = null_words[word];
      open->null_cells = cells;
      open->null_columns = columns;
    }
  }
}

void
sat_import_look_find_open (const SatImportLook *self, SatImportLookOpen *open)
{
  SatColumnFormat format;

  g_return_if_fail (self != NULL && open != NULL);
  *open = (SatImportLookOpen){.dates_column = -1, .numbers_column = -1};
  if (self->kind != SAT_IMPORT_LOOK_TABLE || self->type == NULL)
    return;
  ask_all (self, SAT_IMPORT_DATES_AUTO, '\0');
  for (guint i = 0; i < self->columns->len; i++) {
    SatColumnProfile *profile = profile_of (self, i);

    if (profile == NULL)
      continue;
    sat_column_profile_decide (profile, &format);
    if ((format.doubts & SAT_COLUMN_DOUBT_DATE_ORDER) && open->dates_column < 0) {
      open->dates_column = (int)i;
      open->dates = (SatImportDates)format.date_order;
    }
    if ((format.doubts & SAT_COLUMN_DOUBT_DECIMAL_MARK) && open->numbers_column < 0 &&
        has_decimals (self, i)) {
      open->numbers_column = (int)i;
      open->decimal_mark = format.decimal_mark;
    }
  }
  if (self->dates != SAT_IMPORT_DATES_AUTO)
    open->dates = self->dates;
  if (self->decimal_mark != '\0')
    open->decimal_mark = self->decimal_mark;
  find_null (self, open);
}

gboolean
sat_import_look_asks (const SatImportLook *self)
{
  SatImportLookOpen open;

  g_return_val_if_fail (self != NULL, FALSE);
  sat_import_look_find_open (self, &open);
  return (open.dates_column >= 0 && self->dates == SAT_IMPORT_DATES_AUTO) ||
         (open.numbers_column >= 0 && self->decimal_mark == '\0') ||
         (open.null_word != NULL && self->null_word == NULL);
}

void
sat_import_look_say_dates (SatImportLook *self, SatImportDates dates)
{
  g_return_if_fail (self != NULL);
  self->dates = dates;
}

void
sat_import_look_say_decimals (SatImportLook *self, char mark)
{
  g_return_if_fail (self != NULL && (mark == '.' || mark == ',' || mark == '\0'));
  self->decimal_mark = mark;
}

void
sat_import_look_say_null (SatImportLook *self, const char *word)
{
  char *copy = g_strdup (word);

  g_return_if_fail (self != NULL);
  g_free (self->null_word);
  self->null_word = copy;
}

gboolean
sat_import_look_read_day (const char *sample, SatImportDates dates, SatDate *day)
{
  const SatColumnFormat format = {.date_order = (SatDateOrder)dates};

  g_return_val_if_fail (sample != NULL && day != NULL, FALSE);
  return sat_column_format_read_date (&format, sample, NULL, day, NULL);
}

gboolean
sat_import_look_read_decimal (const char *sample, char mark, gint64 *value)
{
  const SatColumnFormat format = {.decimal_mark = mark};
  gint64 minor;
  const char *currency;

  g_return_val_if_fail (sample != NULL && value != NULL, FALSE);
  if (sat_column_format_read_decimal (&format, sample, value, NULL))
    return TRUE;
  if (!sat_column_format_read_money (&format, sample, "USD", &minor, &currency, NULL))
    return FALSE;
  for (int i = sat_currency_exponent (currency); i < 9; i++)
    minor *= 10;
  *value = minor;
  return TRUE;
}
