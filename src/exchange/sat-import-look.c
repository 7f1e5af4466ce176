/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-import-look-private.h"

#include "sat-import-content.h"
#include "sat-import-file.h"
#include "sat-import-json.h"
#include "sat-import-titles.h"
#include "sat-import-vcard.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ROWS 1000
#define SAMPLE_CHARACTERS 80
/* So many are compared with each other, cell by cell. */
#define FIRST_ROWS 50
#define LEAST_NAMES 3

static void
column_free (gpointer data)
{
  SatImportLookColumn *column = data;

  g_free (column->header);
  for (guint i = 0; i < SAT_IMPORT_SAMPLES; i++)
    g_free (column->samples[i]);
  g_free (column);
}

void
sat_import_look_free (SatImportLook *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->problem);
  g_free (self->encoding);
  g_free (self->asked_encoding);
  g_free (self->delimiter);
  g_ptr_array_unref (self->columns);
  g_free (self->null_word);
  g_array_unref (self->contents);
  g_ptr_array_unref (self->values);
  g_ptr_array_unref (self->rows);
  g_clear_pointer (&self->match, sat_header_match_free);
  sat_registry_unref (self->registry);
  g_free (self);
}

/* One line, and not too much of it. */
static char *
make_sample (const char *text)
{
  g_autofree char *line = g_strstrip (g_strdelimit (g_strdup (text), "\n\r\t", ' '));

  if (g_utf8_strlen (line, -1) <= SAMPLE_CHARACTERS)
    return g_steal_pointer (&line);
  *g_utf8_offset_to_pointer (line, SAMPLE_CHARACTERS - 1) = '\0';
  return g_strconcat (line, "…", NULL);
}

static void
add_value (SatImportLook *self, guint index, const char *text)
{
  SatImportLookColumn *column = self->columns->pdata[index];
  g_autofree char *sample = NULL;
  guint n = 0;

  if (sat_import_look_values_add (self->values->pdata[index], text))
    return;
  sat_import_content_add (&g_array_index (self->contents, SatImportContent, index), text);
  while (n < SAT_IMPORT_SAMPLES && column->samples[n] != NULL)
    n++;
  if (n == SAT_IMPORT_SAMPLES)
    return;
  sample = make_sample (text);
  if (*sample != '\0')
    column->samples[n] = g_steal_pointer (&sample);
}

static void
keep_row (SatImportLook *self, const SatCsvRow *row)
{
  char **cells = g_new0 (char *, self->columns->len + 1);

  for (guint i = 0; i < self->columns->len; i++)
    cells[i] = make_sample (sat_csv_row_get (row, i));
  g_ptr_array_add (self->rows, cells);
}

static void
read_rows (SatImportLook *self, SatCsvReader *reader)
{
  const char *const *headers = sat_csv_reader_get_header (reader);
  const SatCsvRow *row;

  for (guint i = 0; headers != NULL && headers[i] != NULL; i++) {
    SatImportLookColumn *column = g_new0 (SatImportLookColumn, 1);
    SatImportContent content = {0};

    column->header = g_strstrip (g_strdup (headers[i]));
    g_ptr_array_add (self->columns, column);
    g_array_append_val (self->contents, content);
    g_ptr_array_add (self->values, sat_import_look_values_new ());
  }
  for (guint n = 0; n < ROWS && sat_csv_reader_next (reader, &row, NULL); n++) {
    for (guint i = 0; i < self->columns->len; i++)
      add_value (self, i, sat_csv_row_get (row, i));
    if (n < FIRST_ROWS)
      keep_row (self, row);
  }
  for (guint i = 0; i < self->columns->len; i++)
    ((SatImportLookColumn *)self->columns->pdata[i])->kind =
        sat_import_content_kind (&g_array_index (self->contents, SatImportContent, i));
}

static char **
list_headers (const SatImportLook *self)
{
  char **headers = g_new0 (char *, self->columns->len + 1);

  for (guint i = 0; i < self->columns->len; i++)
    headers[i] = ((SatImportLookColumn *)self->columns->pdata[i])->header;
  return headers;
}

/* None of the samples is one of the choices: the title meant something else. */
static gboolean
is_no_choice (const SatImportLookColumn *column, const SatField *field)
{
  if (field == NULL || field->kind != SAT_KIND_CHOICE || column->samples[0] == NULL)
    return FALSE;
  for (guint i = 0; i < SAT_IMPORT_SAMPLES && column->samples[i] != NULL; i++) {
    g_auto (SatValue) value = SAT_VALUE_INIT;

    if (sat_field_parse (field, column->samples[i], NULL, &value, NULL))
      return FALSE;
  }
  return TRUE;
}

/* What the match says now. */
static void
take_match (SatImportLook *self)
{
  for (guint i = 0; i < self->columns->len; i++) {
    SatImportLookColumn *column = self->columns->pdata[i];
    const SatHeaderColumn *found = self->match != NULL ? &self->match->columns[i] : NULL;
    gboolean filled = found != NULL && found->field != NULL && !found->ignored && !found->repeated;

    if (column->make)
      continue;
    column->path = filled ? found->field : NULL;
    if (column->by >= SAT_IMPORT_BY_MEMORY)
      continue;
    if (!filled)
      column->by = SAT_IMPORT_BY_NOBODY;
    else if (column->by == SAT_IMPORT_BY_NOBODY)
      column->by = SAT_IMPORT_BY_NAME;
  }
}

/* A type calls the web address of its own one thing, and further ones another. */
static const char *
path_for (const SatImportLook *self, const char *path)
{
  if (strcmp (path, "web") == 0 && sat_type_field (self->type, "website") != NULL &&
      sat_header_match_find (self->match, "website") < 0)
    return "website";
  return sat_import_path_is_known (self->registry, self->type, path) ? path : NULL;
}

/* Beside first and last names, a name that never has them is that of the company. */
static void
match_names (SatImportLook *self)
{
  int full = sat_header_match_find (self->match, "full_name");
  int last = sat_header_match_find (self->match, "last_name");
  guint n = 0;

  if (full < 0 || last < 0 || sat_header_match_find (self->match, "company") >= 0 ||
      sat_type_field (self->type, "company") == NULL)
    return;
  for (guint i = 0; i < self->rows->len; i++) {
    char **row = self->rows->pdata[i];
    g_autofree char *name = sat_fold (row[full]);
    g_autofree char *part = sat_fold (row[last]);

    if (*name == '\0' || *part == '\0')
      continue;
    if (strstr (name, part) != NULL)
      return;
    n++;
  }
  if (n < LEAST_NAMES)
    return;
  sat_header_match_assign (self->match, (guint)full, "company");
  ((SatImportLookColumn *)self->columns->pdata[full])->by = SAT_IMPORT_BY_CONTENT;
}

/* Where the title says nothing the values may, and where it says what they cannot be it is wrong.
 */
static void
match_content (SatImportLook *self)
{
  for (guint i = 0; i < self->columns->len; i++) {
    SatImportLookColumn *column = self->columns->pdata[i];
    const SatImportContent *content = &g_array_index (self->contents, SatImportContent, i);
    const char *path = sat_import_content_path (content);

    if (column->path != NULL &&
        (is_no_choice (column, sat_type_field (self->type, column->path)) ||
         sat_import_content_contradicts (content, column->path,
                                         sat_type_field (self->type, column->path)))) {
      sat_header_match_assign (self->match, i, NULL);
      column->path = NULL;
    }
    if (column->path != NULL || column->ignored || path == NULL || self->match->columns[i].repeated)
      continue;
    path = path_for (self, path);
    if (path == NULL)
      continue;
    sat_header_match_assign (self->match, i, path);
    column->by = SAT_IMPORT_BY_CONTENT;
  }
  match_names (self);
  take_match (self);
}

/* Marks of other programs, and columns without a value. */
static void
find_ignored (SatImportLook *self)
{
  for (guint i = 0; i < self->columns->len; i++) {
    SatImportLookColumn *column = self->columns->pdata[i];

    column->ignored =
        column->path == NULL &&
        (column->samples[0] == NULL || (self->match != NULL && self->match->columns[i].ignored));
  }
}

static void
match_columns (SatImportLook *self, const char *type_name)
{
  g_autofree char **headers = list_headers (self);
  g_autoptr (SatHeaderTable) table = sat_header_table_new (self->registry);
  g_autoptr (SatImportMap) map = sat_import_map_new (NULL, NULL);

  g_clear_pointer (&self->match, sat_header_match_free);
  for (guint i = 0; i < self->columns->len; i++) {
    SatImportLookColumn *column = self->columns->pdata[i];

    column->make = FALSE;
    column->by = SAT_IMPORT_BY_NOBODY;
  }
  if (self->columns->len > 0)
    self->match = sat_import_columns_match (self->path, table, self->registry, type_name,
                                            (const char *const *)headers, map);
  self->type = self->match != NULL ? sat_registry_type (self->registry, self->match->type) : NULL;
  take_match (self);
  find_ignored (self);
  if (self->match != NULL && self->match->own == 0)
    match_content (self);
}

static void
fail (SatImportLook *self, const char *problem)
{
  self->kind = SAT_IMPORT_LOOK_UNREADABLE;
  self->problem = g_strdup (problem);
}

static void
find_candidates (SatImportLook *self)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (self->path, FALSE, NULL);
  SatTextGuess guess = {0};

  if (file == NULL || sat_text_guess ((const guint8 *)g_mapped_file_get_contents (file),
                                      g_mapped_file_get_length (file), &guess, NULL))
    return;
  memcpy (self->candidates, guess.candidates, sizeof self->candidates);
}

static void
look_at_table (SatImportLook *self, const char *data, gsize length)
{
  g_autoptr (SatCsvReader) reader = NULL;
  SatCsvDialect dialect;

  sat_csv_dialect_detect (data, length, &dialect);
  self->doubts_titles =
      sat_import_titles_settle (&dialect, data, length, self->registry, self->titles);
  self->titled = dialect.header != SAT_CSV_HEADER_MADE;
  self->delimiter = g_strdup (sat_csv_dialect_delimiter_name (&dialect));
  self->usual_mark = sat_import_usual_mark (&dialect);
  reader = sat_csv_reader_new (data, length, &dialect);
  read_rows (self, reader);
  if (self->columns->len == 0)
    fail (self, _ ("The file is empty"));
  else
    match_columns (self, NULL);
}

/* What address books call LDIF is no table, but reads as one. */
static gboolean
is_ldif (const char *text, gsize length)
{
  g_autofree char *start = g_strndup (text, MIN (length, 200));
  const char *data = start;

  if (g_ascii_strncasecmp (data, "version:", 8) == 0 && strchr (data, '\n') != NULL)
    data = strchr (data, '\n') + 1;
  data += strspn (data, "\r\n");
  return g_ascii_strncasecmp (data, "dn: ", 4) == 0 || g_ascii_strncasecmp (data, "dn:: ", 5) == 0;
}

static void
look_at_text (SatImportLook *self, const char *encoding)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatText) text = sat_text_open (self->path, encoding, &error);
  const char *data;
  gsize length;

  if (text == NULL) {
    fail (self, error->message);
    if (g_error_matches (error, SAT_TEXT_ERROR, SAT_TEXT_ERROR_UNSURE))
      find_candidates (self);
    return;
  }
  self->encoding = g_strdup (sat_text_get_encoding (text));
  data = sat_text_get_data (text, &length);
  if (is_ldif (data, length))
    fail (self, _ ("LDIF is not read; save the address book as CSV or vCard"));
  else
    look_at_table (self, data, length);
}

SatImportLook *
sat_import_look_new (const char *path,
                     SatRegistry *registry,
                     const char *encoding,
                     SatImportTitles titles)
{
  SatImportLook *self;

  g_return_val_if_fail (path != NULL && registry != NULL, NULL);
  self = g_new0 (SatImportLook, 1);
  self->path = g_strdup (path);
  self->asked_encoding = g_strdup (encoding);
  self->titles = titles;
  self->registry = sat_registry_ref (registry);
  self->columns = g_ptr_array_new_with_free_func (column_free);
  self->contents = g_array_new (FALSE, TRUE, sizeof (SatImportContent));
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  self->values = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_import_look_values_free);
  if (sat_import_json_is (path))
    self->kind = SAT_IMPORT_LOOK_OWN;
  else if (sat_import_vcard_is (path))
    self->kind = SAT_IMPORT_LOOK_CARDS;
  else
    look_at_text (self, encoding);
  return self;
}

void
sat_import_look_set_type (SatImportLook *self, const SatType *type)
{
  g_return_if_fail (self != NULL && self->kind == SAT_IMPORT_LOOK_TABLE);
  self->corrected = TRUE;
  if (type != NULL) {
    match_columns (self, type->name);
    return;
  }
  g_clear_pointer (&self->match, sat_header_match_free);
  self->type = NULL;
  take_match (self);
}

gboolean
sat_import_look_set_column (SatImportLook *self, guint column, const char *path, SatImportBy by)
{
  SatImportLookColumn *target;

  g_return_val_if_fail (self != NULL && column < self->columns->len && self->match != NULL, FALSE);
  if (path != NULL && !sat_import_path_is_known (self->registry, self->type, path))
    return FALSE;
  target = self->columns->pdata[column];
  target->make = FALSE;
  target->by = by;
  target->ignored = FALSE;
  sat_header_match_assign (self->match, column, path);
  take_match (self);
  return TRUE;
}

void
sat_import_look_make_field (SatImportLook *self, guint column, SatImportBy by)
{
  SatImportLookColumn *target;

  g_return_if_fail (self != NULL && column < self->columns->len && self->match != NULL);
  sat_import_look_set_column (self, column, NULL, by);
  target = self->columns->pdata[column];
  target->make = TRUE;
}

gboolean
sat_import_look_is_settled (const SatImportLook *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  if (self->kind != SAT_IMPORT_LOOK_TABLE)
    return self->kind != SAT_IMPORT_LOOK_UNREADABLE;
  if (self->type == NULL || !self->match->has_keys || self->doubts_titles)
    return FALSE;
  for (guint i = 0; i < self->columns->len; i++) {
    const SatImportLookColumn *column = self->columns->pdata[i];

    if (!column->ignored &&
        (column->by == SAT_IMPORT_BY_NOBODY || column->by == SAT_IMPORT_BY_CONTENT))
      return FALSE;
  }
  return !sat_import_look_asks (self);
}

gboolean
sat_import_look_has_keys (const SatImportLook *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->match != NULL && self->match->has_keys;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

char *
sat_import_look_signature (const SatImportLook *self)
{
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  g_return_val_if_fail (self != NULL, NULL);
  for (guint i = 0; i < self->columns->len; i++)
    g_ptr_array_add (titles, sat_fold (((SatImportLookColumn *)self->columns->pdata[i])->header));
  g_ptr_array_sort (titles, compare_texts);
  for (guint i = 0; i < titles->len; i++) {
    g_checksum_update (sum, titles->pdata[i], -1);
    g_checksum_update (sum, (const guchar *)"\n", 1);
  }
  return g_strdup_printf ("%.32s", g_checksum_get_string (sum));
}

/* "Größe (m²)" -> "grosse_m2"; a title without Latin letters has no such name. */
static char *
make_identifier (const char *header)
{
  g_autofree char *ascii = g_str_to_ascii (header, "C");
  GString *name = g_string_new (NULL);

  for (const char *p = ascii; *p != '\0' && name->len < 32; p++) {
    if (g_ascii_isalnum (*p))
      g_string_append_c (name, g_ascii_tolower (*p));
    else if (name->len > 0 && name->str[name->len - 1] != '_' && *p != '?')
      g_string_append_c (name, '_');
  }
  while (name->len > 0 && name->str[name->len - 1] == '_')
    g_string_truncate (name, name->len - 1);
  if (name->len == 0 || !g_ascii_isalpha (name->str[0]))
    g_string_prepend (name, "field_");
  return g_string_free (name, FALSE);
}

/* How often the identifier comes before column @column among the fields to be made. */
static guint
count_before (const SatImportLook *self, guint column, const char *name)
{
  guint n = 0;

  for (guint i = 0; i < column; i++) {
    const SatImportLookColumn *other = self->columns->pdata[i];
    g_autofree char *taken = other->make ? make_identifier (other->header) : NULL;

    n += g_strcmp0 (taken, name) == 0;
  }
  return n;
}

char *
sat_import_look_field_name (const SatImportLook *self, guint column)
{
  g_autofree char *name = NULL;
  guint n;

  g_return_val_if_fail (self != NULL && column < self->columns->len && self->type != NULL, NULL);
  name = make_identifier (((SatImportLookColumn *)self->columns->pdata[column])->header);
  n = count_before (self, column, name);
  for (guint k = 1; k < 1000; k++) {
    g_autofree char *tried = k == 1 ? g_strdup (name) : g_strdup_printf ("%s_%u", name, k);

    if (sat_type_field (self->type, tried) == NULL && n-- == 0)
      return g_steal_pointer (&tried);
  }
  return g_steal_pointer (&name);
}
