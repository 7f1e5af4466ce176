/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-import-content.h"
#include "sat-import-file.h"
#include "sat-import-titles.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
column_free (gpointer data)
{
  SatImportColumn *column = data;

  g_free (column->header);
  g_free (column->label);
  g_free (column);
}

static void
stage_free (gpointer data)
{
  SatImportFileStage *stage = data;

  g_free (stage->name);
  g_free (stage);
}

void
sat_import_file_free (SatImportFile *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->reader, sat_csv_reader_free);
  g_clear_pointer (&self->text, sat_text_unref);
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->stages);
  g_hash_table_unref (self->names);
  g_free (self->key_source);
  g_free (self->path);
  g_free (self);
}

SatImportColumn *
sat_import_file_column (const SatImportFile *self, SatImportRole role, const char *field)
{
  for (guint i = 0; i < self->columns->len; i++) {
    SatImportColumn *column = self->columns->pdata[i];

    if (column->role == role &&
        (field == NULL || (column->field != NULL && strcmp (column->field->name, field) == 0)))
      return column;
  }
  return NULL;
}

const char *
sat_import_file_cell (const SatImportFile *self,
                      const SatImportColumn *column,
                      const SatCsvRow *row)
{
  const char *text = sat_csv_row_get (row, column->index);

  return sat_column_format_is_empty (&column->format, text) ? "" : text;
}

char *
sat_import_file_row_name (const SatImportFile *self, const SatCsvRow *row)
{
  GString *name = g_string_new (NULL);

  for (guint i = 0; i < self->columns->len; i++) {
    const SatImportColumn *column = self->columns->pdata[i];
    gboolean part =
        column->role == SAT_IMPORT_FULL_NAME ||
        (column->role == SAT_IMPORT_FIELD && (strcmp (column->field->name, "name") == 0 ||
                                              strcmp (column->field->name, "first_name") == 0 ||
                                              strcmp (column->field->name, "last_name") == 0 ||
                                              strcmp (column->field->name, "subject") == 0));
    const char *cell = part ? sat_import_file_cell (self, column, row) : "";

    if (*cell != '\0')
      g_string_append_printf (name, "%s%s", name->len ? " " : "", cell);
  }
  return g_string_free (name, FALSE);
}

static SatDateOrder
date_order (SatImportDates dates)
{
  switch (dates) {
  case SAT_IMPORT_DATES_YMD:
    return SAT_DATE_ORDER_YMD;
  case SAT_IMPORT_DATES_MDY:
    return SAT_DATE_ORDER_MDY;
  case SAT_IMPORT_DATES_DMY:
    return SAT_DATE_ORDER_DMY;
  case SAT_IMPORT_DATES_AUTO:
  default:
    return SAT_DATE_ORDER_UNKNOWN;
  }
}

static SatColumnContent
content_of (const SatImportColumn *column)
{
  return column->role == SAT_IMPORT_FIELD ? sat_import_content_of (column->field->kind)
                                          : SAT_COLUMN_TEXT;
}

static SatImportFileStage *
stage_for (SatImportFile *self, GHashTable *known, const char *name)
{
  g_autofree char *folded = sat_fold (name);
  SatImportFileStage *stage = g_hash_table_lookup (known, folded);

  if (stage != NULL)
    return stage;
  stage = g_new0 (SatImportFileStage, 1);
  stage->name = g_strstrip (g_strdup (name));
  stage->probability = -1;
  g_ptr_array_add (self->stages, stage);
  g_hash_table_insert (known, g_steal_pointer (&folded), stage);
  return stage;
}

static void
look_at_flag (const SatImportFile *self,
              SatImportRole role,
              const SatCsvRow *row,
              gboolean *has,
              gboolean *flag)
{
  const SatImportColumn *column = sat_import_file_column (self, role, NULL);
  gboolean value;

  if (column == NULL ||
      !sat_column_format_read_boolean (&column->format, sat_import_file_cell (self, column, row),
                                       &value, NULL))
    return;
  *has = TRUE;
  *flag |= value;
}

/* What the rows say about their stages: kind and probability. */
static void
look_at_stage (SatImportFile *self,
               GHashTable *known,
               const SatImportColumn *column,
               const SatCsvRow *row)
{
  const SatImportColumn *probability =
      sat_import_file_column (self, SAT_IMPORT_FIELD, "probability");
  const char *name = sat_import_file_cell (self, column, row);
  SatImportFileStage *stage;
  gint64 per_cent;

  if (*name == '\0')
    return;
  stage = stage_for (self, known, name);
  look_at_flag (self, SAT_IMPORT_WON, row, &stage->has_won, &stage->won);
  look_at_flag (self, SAT_IMPORT_CLOSED, row, &stage->has_closed, &stage->closed);
  if (probability == NULL)
    return;
  if (!sat_column_format_read_percent (
          &probability->format, sat_import_file_cell (self, probability, row), &per_cent, NULL))
    stage->probability = -2;
  else if (stage->probability == -1)
    stage->probability = (int)CLAMP ((per_cent + SAT_DECIMAL_ONE / 2) / SAT_DECIMAL_ONE, 0, 100);
  else if (stage->probability != (per_cent + SAT_DECIMAL_ONE / 2) / SAT_DECIMAL_ONE)
    stage->probability = -2;
}

/* An id that repeats with different people is not the row's id (it is their company's, say). */
typedef struct {
  GHashTable *names; /* key -> folded name of its first row */
  gboolean holds;
} KeyTest;

static void
look_at_key (SatImportFile *self,
             KeyTest *test,
             const SatImportColumn *column,
             const SatCsvRow *row,
             const char *name)
{
  const char *key = sat_import_file_cell (self, column, row);
  const char *first;

  if (*key == '\0' || !test->holds)
    return;
  first = g_hash_table_lookup (test->names, key);
  if (first == NULL)
    g_hash_table_insert (test->names, g_strdup (key), g_strdup (name));
  else if (strcmp (first, name) != 0)
    test->holds = FALSE;
}

static void
count_name (SatImportFile *self, const char *folded)
{
  gpointer count = g_hash_table_lookup (self->names, folded);

  if (*folded != '\0')
    g_hash_table_insert (self->names, g_strdup (folded),
                         GUINT_TO_POINTER (GPOINTER_TO_UINT (count) + 1));
}

static void
settle_key (SatImportFile *self, SatImportColumn *key, gboolean holds)
{
  if (key == NULL)
    return;
  if (holds) {
    self->key = key;
    self->key_source = sat_import_source (self->type->name, key->header);
  } else {
    key->role = SAT_IMPORT_IGNORED;
    g_ptr_array_add (self->report->ignored, g_strdup (key->header));
  }
}

/* All rows once: number and date formats by column. */
static gboolean
profile_columns (SatImportFile *self, const SatImportOptions *options, GError **error)
{
  const SatColumnOptions how = {date_order (options->dates), options->decimal_mark,
                                options->null_word};
  g_autoptr (GPtrArray) profiles =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_column_profile_free);
  g_autoptr (GError) failure = NULL;
  const SatCsvRow *row;

  for (guint i = 0; i < self->columns->len; i++)
    g_ptr_array_add (profiles, sat_column_profile_new (content_of (self->columns->pdata[i]), &how));
  while (sat_csv_reader_next (self->reader, &row, &failure)) {
    self->rows++;
    for (guint i = 0; i < self->columns->len; i++)
      sat_column_profile_add (
          profiles->pdata[i],
          sat_csv_row_get (row, ((SatImportColumn *)self->columns->pdata[i])->index));
  }
  sat_column_profiles_agree (profiles, sat_import_usual_mark (&self->dialect));
  for (guint i = 0; i < self->columns->len; i++) {
    SatImportColumn *column = self->columns->pdata[i];
    g_autofree char *doubts = NULL;

    sat_column_profile_decide (profiles->pdata[i], &column->format);
    doubts = sat_column_format_describe_doubts (&column->format);
    if (doubts != NULL)
      sat_import_file_report_problem (self->report, 0, column->header, "", doubts);
  }
  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  sat_csv_reader_rewind (self->reader);
  return TRUE;
}

/* And once more, now that the cells can be read: keys, names, stages. */
static gboolean
look_at_rows (SatImportFile *self, GError **error)
{
  SatImportColumn *key = sat_import_file_column (self, SAT_IMPORT_KEY, NULL);
  SatImportColumn *stage = sat_import_file_column (self, SAT_IMPORT_STAGE, NULL);
  g_autoptr (GHashTable) stages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  KeyTest test = {keys, TRUE};
  g_autoptr (GError) failure = NULL;
  const SatCsvRow *row;

  while (sat_csv_reader_next (self->reader, &row, &failure)) {
    g_autofree char *name = sat_import_file_row_name (self, row);
    g_autofree char *folded = sat_fold (name);

    if (key != NULL)
      look_at_key (self, &test, key, row, folded);
    count_name (self, folded);
    if (stage != NULL)
      look_at_stage (self, stages, stage, row);
  }
  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  settle_key (self, key, test.holds);
  sat_csv_reader_rewind (self->reader);
  return TRUE;
}

static gboolean
open_text (SatImportFile *self,
           SatRegistry *registry,
           const SatImportOptions *options,
           SatImportTitles titles,
           GError **error)
{
  const char *data;
  gsize length;

  self->text = sat_text_open (self->path, options->encoding, error);
  if (self->text == NULL)
    return FALSE;
  self->report->encoding = g_strdup (sat_text_get_encoding (self->text));
  data = sat_text_get_data (self->text, &length);
  sat_csv_dialect_detect (data, length, &self->dialect);
  sat_import_titles_settle (&self->dialect, data, length, registry, titles);
  self->report->delimiter = g_strdup (sat_csv_dialect_delimiter_name (&self->dialect));
  self->reader = sat_csv_reader_new (data, length, &self->dialect);
  return TRUE;
}

/* What is said about this file counts for more than what is said about all. */
static SatImportOptions
own_options (const SatImportOptions *options, const SatImportMap *map, const char *path)
{
  const SatImportMapFile *said = sat_import_map_file (map, path);
  SatImportOptions own = *options;

  if (said == NULL)
    return own;
  if (said->type != NULL)
    own.type = said->type;
  if (said->encoding != NULL)
    own.encoding = said->encoding;
  if (said->null_word != NULL)
    own.null_word = *said->null_word != '\0' ? said->null_word : NULL;
  if (said->decimal_mark != '\0')
    own.decimal_mark = said->decimal_mark;
  if (said->dates != SAT_IMPORT_DATES_AUTO)
    own.dates = said->dates;
  return own;
}

SatImportFile *
sat_import_file_new (const char *path,
                     SatRegistry *registry,
                     const SatImportOptions *options,
                     const SatImportMap *map,
                     SatImportFileReport *report)
{
  SatImportFile *self = g_new0 (SatImportFile, 1);
  SatImportOptions own = own_options (options, map, path);
  const SatImportMapFile *said = sat_import_map_file (map, path);
  g_autoptr (GError) error = NULL;

  self->path = g_strdup (path);
  self->report = report;
  self->columns = g_ptr_array_new_with_free_func (column_free);
  self->stages = g_ptr_array_new_with_free_func (stage_free);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!open_text (self, registry, &own, said != NULL ? said->titles : SAT_IMPORT_TITLES_AUTO,
                  &error)) {
    sat_import_file_report_problem (report, 0, "", "", error->message);
    return self;
  }
  if (!sat_import_columns_find (self, registry, own.type, map)) {
    sat_import_file_report_problem (report, sat_csv_reader_get_header_line (self->reader), "", "",
                                    "unknown_type");
    return self;
  }
  if (!profile_columns (self, &own, &error) || !look_at_rows (self, &error)) {
    sat_import_file_report_problem (report, 0, "", "", error->message);
    self->type = NULL;
    return self;
  }
  report->type = g_strdup (self->type->name);
  return self;
}
