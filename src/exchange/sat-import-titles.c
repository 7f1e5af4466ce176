/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-import-titles.h"

#include "sat-csv-reader.h"
#include "sat-header-match.h"

static gboolean
is_known (SatHeaderTable *table, const char *type, const char *const *titles)
{
  g_autoptr (SatHeaderMatch) match =
      sat_header_table_match (table, type, titles, g_strv_length ((char **)titles));

  for (guint i = 0; match != NULL && i < match->n_columns; i++)
    if (match->columns[i].field != NULL || match->columns[i].ignored)
      return TRUE;
  return FALSE;
}

/* At least one of them is what some type calls a field. */
static gboolean
are_known (SatRegistry *registry, const char *const *titles)
{
  g_autoptr (SatHeaderTable) table = sat_header_table_new (registry);
  guint n;
  const SatType *const *types = sat_registry_types (registry, &n);

  for (guint i = 0; i < n; i++)
    if (is_known (table, types[i]->name, titles))
      return TRUE;
  return FALSE;
}

gboolean
sat_import_titles_settle (SatCsvDialect *dialect,
                          const char *text,
                          gsize length,
                          SatRegistry *registry,
                          SatImportTitles said)
{
  SatCsvHeader found;
  g_autoptr (SatCsvReader) reader = NULL;
  const char *const *titles;

  g_return_val_if_fail (dialect != NULL && registry != NULL, FALSE);
  found = dialect->header;
  if (said == SAT_IMPORT_TITLES_NONE) {
    dialect->header = SAT_CSV_HEADER_MADE;
    dialect->header_row = 0;
    return FALSE;
  }
  if (found == SAT_CSV_HEADER_NONE)
    dialect->header = SAT_CSV_HEADER_LIKELY;
  if (said == SAT_IMPORT_TITLES_FIRST || found == SAT_CSV_HEADER_SURE)
    return FALSE;
  reader = sat_csv_reader_new (text, length, dialect);
  titles = sat_csv_reader_get_header (reader);
  if (titles == NULL || are_known (registry, titles))
    return FALSE;
  if (found == SAT_CSV_HEADER_NONE)
    dialect->header = SAT_CSV_HEADER_MADE;
  return TRUE;
}
