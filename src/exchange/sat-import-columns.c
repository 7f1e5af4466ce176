/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What each column of a file fills. */

#include "config.h"

#include "sat-export.h"
#include "sat-header-match.h"
#include "sat-import-file.h"

#include <string.h>

#define LEAST_SCORE 0.5

char *
sat_import_source (const char *type, const char *header)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  g_autofree char *folded = sat_fold (header);

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalnum (g_utf8_get_char (p)))
      g_string_append_unichar (plain, g_utf8_get_char (p));
  return g_strdup_printf ("%s:%s", type, plain->str);
}

typedef struct {
  const char *path;
  SatImportRole role;
  const char *kind;
} SpecialPath;

static const SpecialPath specials[] = {
    {"external_id", SAT_IMPORT_KEY, NULL},     {"id", SAT_IMPORT_KEY, NULL},
    {"full_name", SAT_IMPORT_FULL_NAME, NULL}, {"web", SAT_IMPORT_POINT, "web"},
    {"fax", SAT_IMPORT_POINT, "fax"},          {"chat", SAT_IMPORT_POINT, "chat"},
    {"street_2", SAT_IMPORT_STREET_2, NULL},   {"is_won", SAT_IMPORT_WON, NULL},
    {"is_closed", SAT_IMPORT_CLOSED, NULL},
};

static void
set_plain_field (SatImportColumn *column, const SatField *field)
{
  column->field = field;
  if (field->kind == SAT_KIND_SET) {
    column->role = SAT_IMPORT_SET;
  } else if (field->through != NULL) {
    const SatField *reference = sat_type_field (field->type, field->through);
    gboolean point = strcmp (reference->target, "contact_point") == 0;

    column->role = point ? SAT_IMPORT_POINT : SAT_IMPORT_ADDRESS;
    /* "primary_mail" leads to a contact point of kind "mail". */
    column->kind = point ? strrchr (field->through, '_') + 1 : NULL;
  } else if (!sat_field_is_stored (field) || (field->flags & SAT_FIELD_INTERNAL)) {
    column->role = SAT_IMPORT_IGNORED;
  } else if (field->kind == SAT_KIND_REFERENCE) {
    gboolean stage =
        strcmp (field->name, "stage") == 0 && strcmp (field->type->name, "opportunity") == 0;

    column->role = stage ? SAT_IMPORT_STAGE : SAT_IMPORT_REFERENCE;
  } else {
    column->role = SAT_IMPORT_FIELD;
  }
}

/* "company.external_id", "company.name". */
static gboolean
set_reference_path (SatImportColumn *column, const SatType *type, const char *path)
{
  const char *dot = strchr (path, '.');
  g_autofree char *name = dot != NULL ? g_strndup (path, (gsize)(dot - path)) : NULL;
  const SatField *field = name != NULL ? sat_type_field (type, name) : NULL;

  if (field == NULL || field->kind != SAT_KIND_REFERENCE)
    return FALSE;
  column->field = field;
  if (strcmp (dot + 1, "external_id") == 0 || strcmp (dot + 1, "id") == 0)
    column->role = SAT_IMPORT_REFERENCE_KEY;
  else if (strcmp (dot + 1, "name") == 0 || strcmp (dot + 1, "title") == 0 ||
           strcmp (dot + 1, "mail") == 0)
    column->role = SAT_IMPORT_REFERENCE;
  else
    return FALSE;
  return TRUE;
}

static gboolean
set_path (SatImportColumn *column, SatRegistry *registry, const SatType *type, const char *path)
{
  const SatField *field = sat_type_field (type, path);

  column->role = SAT_IMPORT_IGNORED;
  if (field != NULL) {
    set_plain_field (column, field);
    return TRUE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (specials); i++)
    if (strcmp (specials[i].path, path) == 0) {
      column->role = specials[i].role;
      column->kind = specials[i].kind;
      return TRUE;
    }
  if (strcmp (type->name, "contact") == 0 && strcmp (path, "name") == 0) {
    column->role = SAT_IMPORT_FULL_NAME;
    return TRUE;
  }
  if (strcmp (type->name, "opportunity") == 0 && strcmp (path, "product") == 0) {
    column->role = SAT_IMPORT_PRODUCT;
    column->field = sat_type_field (sat_registry_type (registry, "line_item"), "product");
    return TRUE;
  }
  return set_reference_path (column, type, path);
}

static gboolean
knows_path (SatRegistry *registry, const SatType *type, const char *path)
{
  SatImportColumn column = {0};

  return set_path (&column, registry, type, path);
}

static guint
count_headers (const char *const *headers)
{
  return headers != NULL ? g_strv_length ((char **)headers) : 0;
}

/* Lets the map speak where it does; a path that the type has not counts for nothing. */
static void
apply_map (SatHeaderMatch *match,
           const char *file,
           SatRegistry *registry,
           const SatType *type,
           const char *const *headers,
           const SatImportMap *map)
{
  for (guint i = 0; headers[i] != NULL; i++) {
    const char *path = sat_import_map_column (map, file, i, headers[i]);

    if (path == NULL)
      continue;
    sat_header_match_assign (match, i,
                             *path != '\0' && knows_path (registry, type, path) ? path : NULL);
  }
}

static SatHeaderMatch *
match_type (SatHeaderTable *table,
            SatRegistry *registry,
            const char *file,
            const char *type_name,
            const char *const *headers,
            const SatImportMap *map)
{
  const SatType *type = sat_registry_type (registry, type_name);
  SatHeaderMatch *match =
      type != NULL ? sat_header_table_match (table, type_name, headers, count_headers (headers))
                   : NULL;

  if (match != NULL)
    apply_map (match, file, registry, type, headers, map);
  return match;
}

static gboolean
is_named_after (const char *path, const SatType *type)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *lower = g_ascii_strdown (base, -1);

  return strstr (lower, type->name) != NULL;
}

/* The type whose words the header speaks best; the file's name breaks ties. */
static SatHeaderMatch *
choose_type (const char *path,
             SatHeaderTable *table,
             SatRegistry *registry,
             const char *const *headers,
             const SatImportMap *map)
{
  SatHeaderMatch *best = NULL;
  guint n_types;
  const SatType *const *types = sat_registry_types (registry, &n_types);
  g_autoptr (GPtrArray) choices =
      sat_header_table_choices (table, headers, count_headers (headers));
  gboolean mapped = FALSE;

  for (guint i = 0; headers[i] != NULL; i++)
    mapped |= sat_import_map_column (map, path, i, headers[i]) != NULL;
  for (guint i = 0; mapped && i < n_types; i++) {
    g_autoptr (SatHeaderMatch) match =
        match_type (table, registry, path, types[i]->name, headers, map);

    if (match == NULL || !match->has_keys || match->score < LEAST_SCORE)
      continue;
    if (best == NULL || match->score > best->score ||
        (match->score == best->score && is_named_after (path, types[i]))) {
      g_clear_pointer (&best, sat_header_match_free);
      best = g_steal_pointer (&match);
    }
  }
  for (guint i = 0; !mapped && i < choices->len; i++) {
    const SatHeaderMatch *match = choices->pdata[i], *first = choices->pdata[0];

    if (match->score == first->score &&
        (best == NULL || is_named_after (path, sat_registry_type (registry, match->type)))) {
      g_clear_pointer (&best, sat_header_match_free);
      best = match_type (table, registry, path, match->type, headers, map);
    }
  }
  return best;
}

static void
add_column (SatImportFile *self,
            SatRegistry *registry,
            const SatHeaderColumn *found,
            guint index,
            const char *header,
            const char *path)
{
  SatImportColumn *column;

  if (path == NULL || *path == '\0') {
    g_ptr_array_add (self->report->ignored, g_strdup (header));
    return;
  }
  column = g_new0 (SatImportColumn, 1);
  column->index = index;
  column->header = g_strdup (header);
  column->label = found->label != NULL && *found->label != '\0' ? g_strdup (found->label) : NULL;
  if (!set_path (column, registry, self->type, path) || column->role == SAT_IMPORT_IGNORED) {
    g_ptr_array_add (self->report->ignored, g_strdup (header));
    g_free (column->header);
    g_free (column->label);
    g_free (column);
    return;
  }
  g_ptr_array_add (self->columns, column);
}

/* An id and a name of the same company in two columns: the name is for when the id is unknown. */
static void
pair_references (SatImportFile *self)
{
  for (guint i = 0; i < self->columns->len; i++) {
    SatImportColumn *column = self->columns->pdata[i];

    if (column->role == SAT_IMPORT_REFERENCE &&
        sat_import_file_column (self, SAT_IMPORT_REFERENCE_KEY, column->field->name) != NULL)
      column->role = SAT_IMPORT_REFERENCE_NAME;
  }
}

/* Currency before money, and everything else in the order of the file. */
static gint
compare_columns (gconstpointer a, gconstpointer b)
{
  const SatImportColumn *first = *(SatImportColumn *const *)a,
                        *second = *(SatImportColumn *const *)b;
  gboolean first_money = first->role == SAT_IMPORT_FIELD && first->field->kind == SAT_KIND_CURRENCY;
  gboolean second_money =
      second->role == SAT_IMPORT_FIELD && second->field->kind == SAT_KIND_CURRENCY;

  if (first_money != second_money)
    return first_money ? -1 : 1;
  return (first->index > second->index) - (first->index < second->index);
}

/* Are these exactly the columns that our own export writes? */
static gboolean
is_own (const SatType *type, const char *const *headers)
{
  g_autoptr (GPtrArray) fields = sat_export_csv_fields (type);

  if (g_strcmp0 (headers[0], "id") != 0 || count_headers (headers) != fields->len + 1)
    return FALSE;
  for (guint i = 0; i < fields->len; i++)
    if (strcmp (headers[i + 1], ((const SatField *)fields->pdata[i])->name) != 0)
      return FALSE;
  return TRUE;
}

SatHeaderMatch *
sat_import_columns_match (const char *path,
                          SatHeaderTable *table,
                          SatRegistry *registry,
                          const char *type_name,
                          const char *const *headers,
                          const SatImportMap *map)
{
  return type_name != NULL ? match_type (table, registry, path, type_name, headers, map)
                           : choose_type (path, table, registry, headers, map);
}

gboolean
sat_import_path_is_known (SatRegistry *registry, const SatType *type, const char *path)
{
  SatImportColumn column = {0};

  return set_path (&column, registry, type, path) && column.role != SAT_IMPORT_IGNORED;
}

const SatField *
sat_import_path_field (SatRegistry *registry, const SatType *type, const char *path)
{
  SatImportColumn column = {0};

  return set_path (&column, registry, type, path) && column.role == SAT_IMPORT_FIELD ? column.field
                                                                                     : NULL;
}

gboolean
sat_import_columns_find (SatImportFile *self,
                         SatRegistry *registry,
                         const char *type_name,
                         const SatImportMap *map)
{
  const char *const *headers = sat_csv_reader_get_header (self->reader);
  g_autoptr (SatHeaderTable) table = sat_header_table_new (registry);
  g_autoptr (SatHeaderMatch) match = NULL;

  if (headers == NULL)
    return FALSE;
  match = sat_import_columns_match (self->path, table, registry, type_name, headers, map);
  if (match == NULL)
    return FALSE;
  self->type = sat_registry_type (registry, match->type);
  self->own = is_own (self->type, headers);
  for (guint i = 0; i < match->n_columns; i++) {
    const char *mapped = sat_import_map_column (map, self->path, i, headers[i]);
    const SatHeaderColumn *found = &match->columns[i];

    add_column (self, registry, found, i, headers[i],
                mapped != NULL                      ? mapped
                : found->repeated || found->ignored ? NULL
                                                    : found->field);
  }
  pair_references (self);
  g_ptr_array_sort (self->columns, compare_columns);
  return TRUE;
}
