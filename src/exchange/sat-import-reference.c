/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-import-run.h"

#include <string.h>

/* References that bring what they name into being: a person's company, a rep's manager and team.
 * Elsewhere a name that nobody has is a mistake more often than news, and is reported. */
static const struct {
  const char *type, *field;
} makers[] = {
    {"contact", "company"}, {"user", "manager"},      {"user", "team"},
    {"user", "territory"},  {"company", "territory"},
};

static const SatType *target_type (SatImportRun *self, const SatField *field);

static gboolean
may_make (SatImportRun *self, const SatType *owner, const SatField *field, const char *text)
{
  if (sat_import_map_may_make (self->map, field->name, target_type (self, field)->name, text))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (makers); i++)
    if (strcmp (makers[i].type, owner->name) == 0 && strcmp (makers[i].field, field->name) == 0)
      return TRUE;
  return FALSE;
}

static char *
cache_key (const SatImportColumn *column, const char *text)
{
  return g_strdup_printf ("%s.%s.%d\n%s", column->field->type->name, column->field->name,
                          column->role, text);
}

void
sat_import_remember (SatImportRun *self, const SatImportColumn *column, const char *text, gint64 id)
{
  g_hash_table_insert (self->resolved, cache_key (column, text), g_memdup2 (&id, sizeof id));
}

static const SatType *
target_type (SatImportRun *self, const SatField *field)
{
  g_auto (GStrv) names = g_strsplit (field->target, "|", 2);

  return sat_registry_type (sat_writer_get_registry (self->writer), names[0]);
}

static gboolean
make (SatImportRun *self,
      const SatImportColumn *column,
      const char *key,
      const char *name,
      gint64 *id,
      GError **error)
{
  const SatType *type = target_type (self, column->field);
  g_auto (SatValue) text = sat_value_text (name);
  g_auto (SatValue) role = sat_value_text ("manager");
  const char *title = (type->flags & SAT_TYPE_PERSON) ? "last_name" : "name";
  SatWriteField fields[2] = {{sat_type_field (type, title), text, SAT_VERSION_NONE}};
  gsize n = 1;
  g_autoptr (GError) failure = NULL;

  if (strcmp (column->field->name, "manager") == 0)
    fields[n++] = (SatWriteField){sat_type_field (type, "role"), role, SAT_VERSION_NONE};
  if (!sat_writer_create (self->writer, type, fields, n, SAT_ORIGIN_IMPORT, id, &failure)) {
    *id = 0;
    /* Users demand more of such a record than its name: it stays unresolved. */
    if (failure->domain == SAT_MODEL_ERROR)
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  g_hash_table_add (self->by_reference, g_memdup2 (id, sizeof *id));
  if (key != NULL) {
    g_autofree char *source = sat_import_source (type->name, column->header);

    return sat_writer_set_external_id (self->writer, *id, source, key, error);
  }
  return TRUE;
}

/* Several that fit count as nobody; other failures are failures. */
static gboolean
find_by_name (SatImportRun *self,
              const SatField *field,
              const char *text,
              gint64 *id,
              gboolean *several,
              GError **error)
{
  g_autoptr (GError) failure = NULL;

  *several = FALSE;
  if (sat_reader_resolve (self->reader, field, text, id, &failure))
    return TRUE;
  *id = 0;
  *several = g_error_matches (failure, SAT_STORE_ERROR, SAT_STORE_ERROR_AMBIGUOUS);
  if (*several)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* A record of that name that the source does not know by another id is the one it means now; two
 * may share a name. */
static gboolean
adopt_or_make (SatImportRun *self,
               const SatType *owner,
               const SatImportColumn *column,
               const char *source,
               const char *key,
               const char *name,
               gint64 *id,
               GError **error)
{
  gboolean several = FALSE, known = FALSE;
  gint64 found = 0;

  if (*name == '\0')
    return TRUE;
  if (!find_by_name (self, column->field, name, &found, &several, error) ||
      (found != 0 && !sat_identity_is_known_to (self->reader, found, source, &known, error)))
    return FALSE;
  if (found != 0 && !known) {
    *id = found;
    return sat_writer_set_external_id (self->writer, found, source, key, error);
  }
  return !may_make (self, owner, column->field, name) || make (self, column, key, name, id, error);
}

static gboolean
find_by_key (SatImportRun *self,
             const SatType *owner,
             const SatImportColumn *column,
             const char *key,
             const char *name,
             gint64 *id,
             GError **error)
{
  const SatType *type = target_type (self, column->field);
  g_autofree char *source = sat_import_source (type->name, column->header);
  gboolean several = FALSE;
  SatUuid uuid;

  if (!sat_identity_by_key (self->reader, type, source, key, id, error) ||
      (*id == 0 && !sat_identity_by_key (self->reader, type, NULL, key, id, error)))
    return FALSE;
  if (*id == 0 && sat_uuid_parse (key, &uuid) &&
      !find_by_name (self, column->field, key, id, &several, error))
    return FALSE;
  return *id != 0 || adopt_or_make (self, owner, column, source, key, name, id, error);
}

static gboolean
find (SatImportRun *self,
      const SatType *owner,
      const SatImportColumn *column,
      const char *text,
      const char *name,
      gint64 *id,
      GError **error)
{
  gboolean several = FALSE;

  *id = 0;
  if (column->role == SAT_IMPORT_REFERENCE_KEY)
    return find_by_key (self, owner, column, text, name, id, error);
  if (!find_by_name (self, column->field, text, id, &several, error))
    return FALSE;
  if (*id == 0 && !several &&
      !sat_identity_by_key (self->reader, target_type (self, column->field), NULL, text, id, error))
    return FALSE;
  return *id != 0 || several || !may_make (self, owner, column->field, text) ||
         make (self, column, NULL, text, id, error);
}

gboolean
sat_import_resolve (SatImportRun *self,
                    const SatType *owner,
                    const SatImportColumn *column,
                    const char *text,
                    const char *name,
                    gint64 *id,
                    GError **error)
{
  const SatType *type = target_type (self, column->field);
  const char *meant = sat_import_map_alias (self->map, column->field->name, type->name, text);
  const char *named = sat_import_map_alias (self->map, column->field->name, type->name, name);
  g_autofree char *key = cache_key (column, meant);
  const gint64 *known = g_hash_table_lookup (self->resolved, key);

  if (known != NULL) {
    *id = *known;
    return TRUE;
  }
  if (!find (self, owner, column, meant, named, id, error))
    return FALSE;
  /* Rows of the type itself still come: only what was found is worth keeping. */
  if (*id != 0 || type->number != owner->number)
    sat_import_remember (self, column, meant, *id);
  return TRUE;
}

void
sat_import_note (SatImportFileRun *self,
                 const SatImportColumn *column,
                 const char *text,
                 gboolean found)
{
  const SatType *type = target_type (self->run, column->field);

  if (!found)
    sat_import_file_report_unresolved (self->file->report, column->header, column->field, text);
  else if (sat_import_map_has_answer (self->run->map, column->field->name, type->name, text))
    sat_import_file_report_answered (self->file->report, column->header, column->field, text);
}
