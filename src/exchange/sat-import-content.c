/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-import-content.h"

#include "sat-column-format.h"
#include "sat-number-text.h"

#include <string.h>

/* Of the values, per cent, that have to look alike. */
#define MOST 90
#define LONG_TEXT 120
/* More digits are a number for a card, an article or a person, and nothing to count with. */
#define MOST_DIGITS 15

static gboolean
is_mail (const char *text)
{
  const char *at = strchr (text, '@');

  return at != NULL && at > text && strchr (at + 1, '@') == NULL &&
         strpbrk (text, " \t,;") == NULL && strchr (at + 1, '.') != NULL && at[1] != '.' &&
         !g_str_has_suffix (at, ".");
}

static gboolean
is_web (const char *text)
{
  return strpbrk (text, " \t") == NULL &&
         (g_str_has_prefix (text, "http://") || g_str_has_prefix (text, "https://") ||
          g_ascii_strncasecmp (text, "www.", 4) == 0);
}

/* Digits alone could be anything: a plus or signs between them make a phone number of them. */
static gboolean
is_phone (const char *text)
{
  guint digits = 0, groups = 0;
  SatDateText date;

  for (const char *p = text; *p != '\0'; p++) {
    gboolean digit = g_ascii_isdigit (*p);

    if (!digit && strchr ("+-()./ x", *p) == NULL)
      return FALSE;
    groups += digit && (p == text || !g_ascii_isdigit (p[-1]));
    digits += digit;
  }
  return digits >= 7 && digits <= 20 && (*text == '+' || groups > 1) &&
         !sat_date_text_scan (text, &date) && strchr (text, '.') == strrchr (text, '.');
}

static gboolean
is_truth (const char *text)
{
  const SatColumnFormat format = {0};
  gboolean value;

  return sat_column_format_read_boolean (&format, text, &value, NULL) && !g_ascii_isdigit (*text);
}

static gboolean
is_number (const char *text, gboolean *whole)
{
  SatNumberText number;

  *whole = FALSE;
  if (!sat_number_text_scan (text, &number))
    return FALSE;
  *whole = number.mark == SAT_NUMBER_WHOLE && !number.percent;
  return strlen (text) <= MOST_DIGITS && !(text[0] == '0' && g_ascii_isdigit (text[1]));
}

void
sat_import_content_add (SatImportContent *self, const char *text)
{
  SatDateText date;
  gboolean whole, number, dated;
  g_autofree char *plain = NULL;

  g_return_if_fail (self != NULL && text != NULL);
  plain = g_strstrip (g_strdup (text));
  if (*plain == '\0')
    return;
  number = is_number (plain, &whole);
  dated = sat_date_text_scan (plain, &date) && date.form != SAT_DATE_TEXT_SERIAL;
  self->values++;
  self->mails += is_mail (plain);
  self->webs += is_web (plain);
  self->phones += is_phone (plain);
  self->dates += dated;
  self->numbers += number;
  self->whole += number && whole;
  self->truths += is_truth (plain);
  self->longs += strlen (plain) > LONG_TEXT || strchr (plain, '\n') != NULL;
}

static gboolean
most (const SatImportContent *self, guint64 n)
{
  return self->values > 0 && n * 100 >= self->values * MOST;
}

const char *
sat_import_content_path (const SatImportContent *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  if (most (self, self->mails))
    return "mail";
  if (most (self, self->webs))
    return "web";
  return most (self, self->phones) ? "phone" : NULL;
}

/* Nobody is called by a mail address. */
static gboolean
is_name (const char *path)
{
  static const char *const names[] = {"full_name", "first_name", "last_name", "name", NULL};

  return g_strv_contains (names, path);
}

gboolean
sat_import_content_contradicts (const SatImportContent *self,
                                const char *path,
                                const SatField *field)
{
  g_return_val_if_fail (self != NULL && path != NULL, FALSE);
  if (self->values == 0)
    return FALSE;
  if (is_name (path) && self->mails + self->webs == self->values)
    return TRUE;
  if (field == NULL)
    return FALSE;
  switch (field->kind) {
  case SAT_KIND_DATE:
  case SAT_KIND_INSTANT:
    return self->dates == 0 && self->numbers == 0;
  case SAT_KIND_MONEY:
  case SAT_KIND_INTEGER:
  case SAT_KIND_DECIMAL:
  case SAT_KIND_PERCENT:
    /* Long digits and leading zeros are numbers here. */
    return self->numbers == 0 && (self->mails + self->webs + self->dates == self->values);
  default:
    return FALSE;
  }
}

SatKind
sat_import_content_kind (const SatImportContent *self)
{
  g_return_val_if_fail (self != NULL, SAT_KIND_TEXT);
  if (self->values == 0)
    return SAT_KIND_TEXT;
  if (self->dates == self->values)
    return SAT_KIND_DATE;
  if (self->truths == self->values)
    return SAT_KIND_BOOLEAN;
  if (self->whole == self->values)
    return SAT_KIND_INTEGER;
  if (self->numbers == self->values)
    return SAT_KIND_DECIMAL;
  return self->longs > 0 ? SAT_KIND_LONG_TEXT : SAT_KIND_TEXT;
}

SatColumnContent
sat_import_content_of (SatKind kind)
{
  switch (kind) {
  case SAT_KIND_DATE:
  case SAT_KIND_INSTANT:
    return SAT_COLUMN_DATES;
  case SAT_KIND_MONEY:
  case SAT_KIND_DECIMAL:
  case SAT_KIND_PERCENT:
  case SAT_KIND_INTEGER:
    return SAT_COLUMN_NUMBERS;
  default:
    return SAT_COLUMN_TEXT;
  }
}

char
sat_import_usual_mark (const SatCsvDialect *dialect)
{
  g_return_val_if_fail (dialect != NULL, '\0');
  return dialect->delimiter == ';' ? ',' : '\0';
}
