/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-sql-functions.h"

#include "sat-base.h"
#include "sat-row.h"
#include "sat-search-match.h"

#include <string.h>

#define KEY_END (-1)  /* the text is used up */
#define KEY_HARD (-2) /* what comes next needs the whole fold */

#define VERSION_LENGTH 12 /* 8 byte time, 4 byte device */

/* Reads the sort key of a text byte by byte, without making it, as long as the text is ASCII: an
 * index compares far more texts than it has. */
typedef struct {
  const guchar *p, *end;
  const guchar *digits_end; /* while inside a number */
  gsize magnitude;          /* digits still to be announced */
  gboolean announcing;
  gboolean started;
} KeyReader;

static gboolean
is_blank (guchar c)
{
  return c <= ' ' || c == 0x7f;
}

static gboolean
is_digit (guchar c)
{
  return c >= '0' && c <= '9';
}

static int
next_of_number (KeyReader *key)
{
  if (key->announcing) {
    if (key->magnitude >= 9) {
      key->magnitude -= 9;
      return '9';
    }
    key->announcing = FALSE;
    if (key->p == key->digits_end)
      key->digits_end = NULL;
    return '0' + (int)key->magnitude;
  }
  if (key->p + 1 == key->digits_end)
    key->digits_end = NULL;
  return *key->p++;
}

static int
begin_number (KeyReader *key)
{
  const guchar *end = key->p;

  while (end < key->end && is_digit (*end))
    end++;
  if (end < key->end && *end >= 0x80)
    return KEY_HARD;
  while (key->p < end && *key->p == '0')
    key->p++;
  key->digits_end = end;
  key->magnitude = (gsize)(end - key->p);
  key->announcing = TRUE;
  return next_of_number (key);
}

static int
next_of_key (KeyReader *key)
{
  gboolean blank = FALSE;
  guchar c;

  if (key->digits_end != NULL)
    return next_of_number (key);
  while (key->p < key->end && *key->p != '\0' && is_blank (*key->p)) {
    blank = TRUE;
    key->p++;
  }
  if (key->p == key->end || *key->p == '\0')
    return KEY_END;
  c = *key->p;
  if (c >= 0x80)
    return KEY_HARD;
  if (blank && key->started)
    return ' ';
  key->started = TRUE;
  if (is_digit (c))
    return begin_number (key);
  key->p++;
  return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

static int
compare_whole_keys (const char *a, gsize a_length, const char *b, gsize b_length)
{
  g_autofree char *a_text = g_strndup (a, a_length);
  g_autofree char *b_text = g_strndup (b, b_length);
  g_autofree char *a_key = sat_fold_sort_key (a_text);
  g_autofree char *b_key = sat_fold_sort_key (b_text);

  return strcmp (a_key, b_key);
}

int
sat_sql_compare_texts (const char *a, gsize a_length, const char *b, gsize b_length)
{
  KeyReader left = {.p = (const guchar *)a, .end = (const guchar *)a + a_length};
  KeyReader right = {.p = (const guchar *)b, .end = (const guchar *)b + b_length};
  int x, y;

  do {
    x = next_of_key (&left);
    y = next_of_key (&right);
    if (x == KEY_HARD || y == KEY_HARD)
      return compare_whole_keys (a, a_length, b, b_length);
  } while (x == y && x != KEY_END);
  return x - y;
}

static int
collate_cb (void *data, int a_length, const void *a, int b_length, const void *b)
{
  return sat_sql_compare_texts (a, (gsize)a_length, b, (gsize)b_length);
}

static void
fold_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  const char *text = (const char *)sqlite3_value_text (values[0]);

  if (text != NULL)
    sqlite3_result_text (context, sat_fold (text), -1, g_free);
}

static void
sort_key_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  const char *text = (const char *)sqlite3_value_text (values[0]);

  if (text != NULL)
    sqlite3_result_text (context, sat_fold_sort_key (text), -1, g_free);
}

typedef struct {
  gboolean begun;
  gint64 before;
  gint64 rises;
  gboolean has_last;
  gint64 last;
} Rises;

static void
rises_step_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  Rises *rises = sqlite3_aggregate_context (context, sizeof (Rises));
  gint64 value = sqlite3_value_int64 (values[0]);

  if (rises == NULL)
    return;
  rises->rises += rises->begun && value > rises->before;
  rises->begun = TRUE;
  rises->before = value;
  rises->has_last = sqlite3_value_type (values[1]) == SQLITE_INTEGER;
  rises->last = sqlite3_value_int64 (values[1]);
}

static void
rises_end_cb (sqlite3_context *context)
{
  const Rises *rises = sqlite3_aggregate_context (context, 0);

  if (rises != NULL)
    sqlite3_result_int64 (context, rises->rises + (rises->has_last && rises->last > rises->before));
}

static gint64
read_hlc (const guint8 *p)
{
  guint64 value;

  memcpy (&value, p, sizeof value);
  return (gint64)GUINT64_FROM_BE (value);
}

static void
created_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  const guint8 *versions = sqlite3_value_blob (values[0]);

  if (versions != NULL && sqlite3_value_bytes (values[0]) >= VERSION_LENGTH)
    sqlite3_result_int64 (context, read_hlc (versions));
}

static void
exponent_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  const char *code = (const char *)sqlite3_value_text (values[0]);

  if (code != NULL)
    sqlite3_result_int (context, sat_currency_exponent (code));
}

static void
times_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  if (sqlite3_value_type (values[0]) != SQLITE_NULL &&
      sqlite3_value_type (values[1]) != SQLITE_NULL)
    sqlite3_result_int64 (context,
                          sat_money_scale (sqlite3_value_int64 (values[0]),
                                           sqlite3_value_int64 (values[1]), SAT_DECIMAL_ONE));
}

static void
digits_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  const char *text = (const char *)sqlite3_value_text (values[0]);

  if (text != NULL)
    sqlite3_result_text (context, sat_fold_phone (text), -1, g_free);
}

static void
first_line_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  const char *text = (const char *)sqlite3_value_text (values[0]);

  if (text != NULL)
    sqlite3_result_text (context, sat_title_first_line (text), -1, g_free);
}

static void
full_name_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  g_autofree char *name = sat_person_name_join ((const char *)sqlite3_value_text (values[0]),
                                                (const char *)sqlite3_value_text (values[1]));

  if (*name != '\0')
    sqlite3_result_text (context, g_steal_pointer (&name), -1, g_free);
}

/* Han and kana are written without spaces: a word begins with each of their characters. */
static gboolean
begins_word (const char *text, const char *p)
{
  gunichar before;

  if (p == text || sat_fold_is_cjk (g_utf8_get_char (p)))
    return TRUE;
  before = g_utf8_get_char (g_utf8_prev_char (p));
  return !g_unichar_isalnum (before) || sat_fold_is_cjk (before);
}

static gboolean
has_word (const char *text, const char *word)
{
  g_autofree char *folded = sat_fold (text);

  for (const char *p = strstr (folded, word); p != NULL; p = strstr (p + 1, word))
    if (begins_word (folded, p))
      return TRUE;
  return FALSE;
}

static void
has_word_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  const char *word = n > 0 ? (const char *)sqlite3_value_text (values[0]) : NULL;
  gboolean found = FALSE;

  for (int i = 1; word != NULL && i < n && !found; i++) {
    const char *text = (const char *)sqlite3_value_text (values[i]);

    found = text != NULL && has_word (text, word);
  }
  sqlite3_result_int (context, found);
}

static void
match_free (void *match)
{
  sat_search_match_free (match);
}

/* SQLite keeps what the words mean from row to row. */
static void
is_found_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  const char *title = (const char *)sqlite3_value_text (values[1]);
  const char *other = (const char *)sqlite3_value_text (values[2]);
  SatSearchMatch *match = sqlite3_get_auxdata (context, 0);
  const char *words = match == NULL ? (const char *)sqlite3_value_text (values[0]) : NULL;
  gboolean found;

  if (title == NULL || other == NULL || (match == NULL && words == NULL))
    return;
  if (match != NULL) {
    found = sat_search_match_tier (match, title, other) != SAT_SEARCH_NONE;
  } else {
    match = sat_search_match_new (words);
    found = sat_search_match_tier (match, title, other) != SAT_SEARCH_NONE;
    sqlite3_set_auxdata (context, 0, match, match_free);
  }
  sqlite3_result_int (context, found);
}

static const struct {
  const char *name;
  int n_values;
  void (*function) (sqlite3_context *, int, sqlite3_value **);
} functions[] = {
    {"sat_fold", 1, fold_cb},          {"sat_sort_key", 1, sort_key_cb},
    {"sat_created", 1, created_cb},    {"sat_exponent", 1, exponent_cb},
    {"sat_digits", 1, digits_cb},      {"sat_first_line", 1, first_line_cb},
    {"sat_has_word", -1, has_word_cb}, {"sat_times", 2, times_cb},
    {"sat_is_found", 3, is_found_cb},  {"sat_full_name", 2, full_name_cb},
};

gboolean
sat_sql_functions_register (SatConnection *connection, GError **error)
{
  const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  sqlite3 *handle;
  int rc;

  g_return_val_if_fail (connection != NULL, FALSE);
  handle = sat_connection_get_handle (connection);
  rc = sqlite3_create_collation_v2 (handle, "SAT_TEXT", SQLITE_UTF8, NULL, collate_cb, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (functions) && rc == SQLITE_OK; i++)
    rc = sqlite3_create_function (handle, functions[i].name, functions[i].n_values, flags, NULL,
                                  functions[i].function, NULL, NULL);
  if (rc == SQLITE_OK)
    rc = sqlite3_create_function (handle, "sat_rises", 2, flags, NULL, NULL, rises_step_cb,
                                  rises_end_cb);
  if (rc != SQLITE_OK)
    sat_connection_set_error (connection, rc, "register functions", error);
  return rc == SQLITE_OK;
}
