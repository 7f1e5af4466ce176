/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-export.h"

#include <errno.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-csv-writer.h"
#include "sat-export-vcard.h"
#include "sat-query.h"
#include "sat-record-json.h"

#define PAGE 500

typedef struct {
  SatReader *reader;
  SatFilter *filter;
  guint64 records;
  /* One of these two. */
  SatRecordJson *json;
  SatJsonWriter *writer;
  SatCsvWriter *csv;
  GPtrArray *fields; /* of the CSV */
} Export;

/* The primaries themselves are a matter of this file; their values have columns. */
static gboolean
is_primary (const SatField *field)
{
  if (field->kind != SAT_KIND_REFERENCE || !(field->flags & SAT_FIELD_INTERNAL))
    return FALSE;
  for (guint i = 0; i < field->type->n_fields; i++)
    if (g_strcmp0 (field->type->fields[i]->through, field->name) == 0)
      return TRUE;
  return FALSE;
}

GPtrArray *
sat_export_csv_fields (const SatType *type)
{
  g_autoptr (GPtrArray) all = sat_record_json_fields (type, SAT_RECORD_JSON_FILE);
  GPtrArray *fields = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++)
    if (!is_primary (all->pdata[i]))
      g_ptr_array_add (fields, all->pdata[i]);
  return fields;
}

static gboolean
write_csv_header (Export *self, const SatType *type, GError **error)
{
  self->fields = sat_export_csv_fields (type);
  sat_csv_writer_add (self->csv, "id", -1);
  for (guint i = 0; i < self->fields->len; i++)
    sat_csv_writer_add (self->csv, ((const SatField *)self->fields->pdata[i])->name, -1);
  return sat_csv_writer_end_row (self->csv, NULL, error);
}

static gboolean
write_csv_record (Export *self, SatRecord *record, GError **error)
{
  char id[SAT_UUID_STRING_LENGTH + 1];

  sat_uuid_write (sat_record_get_uuid (record), id);
  sat_csv_writer_add (self->csv, id, -1);
  for (guint i = 0; i < self->fields->len; i++) {
    g_autofree char *text = sat_record_text (self->reader, record, self->fields->pdata[i]);

    sat_csv_writer_add (self->csv, text, -1);
  }
  return sat_csv_writer_end_row (self->csv, NULL, error);
}

static gboolean
write_page (Export *self, const SatType *type, const gint64 *ids, guint n, GError **error)
{
  g_autoptr (GPtrArray) records = sat_reader_load_many (self->reader, type, ids, n, error);

  if (records == NULL)
    return FALSE;
  self->records += records->len;
  for (guint i = 0; i < records->len; i++) {
    if (self->csv == NULL)
      sat_record_json_write (self->json, self->writer, NULL, records->pdata[i]);
    else if (!write_csv_record (self, records->pdata[i], error))
      return FALSE;
  }
  /* Tells the reason. */
  return self->writer == NULL || !sat_json_writer_has_failed (self->writer) ||
         sat_json_writer_finish (self->writer, error);
}

static GArray *
read_ids (Export *self, const SatType *type, GError **error)
{
  g_autoptr (SatQuery) query = sat_query_new (type->name);

  sat_query_set_filter (query, self->filter);
  sat_query_set_public_ties (query, TRUE);
  return sat_query_ids (query, self->reader, NULL, error);
}

static gboolean
write_type (Export *self, const SatType *type, GError **error)
{
  g_autoptr (GArray) ids = read_ids (self, type, error);

  if (ids == NULL)
    return FALSE;
  for (guint start = 0; start < ids->len; start += PAGE)
    if (!write_page (self, type, &g_array_index (ids, gint64, start), MIN (PAGE, ids->len - start),
                     error))
      return FALSE;
  return TRUE;
}

static gboolean
write_json (Export *self, const SatType *only, FILE *file, GError **error)
{
  g_autoptr (SatRecordJson) json = sat_record_json_new (self->reader, SAT_RECORD_JSON_FILE);
  g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_file (file, 1);
  guint n_types;
  const SatType *const *types =
      sat_registry_types (sat_reader_get_registry (self->reader), &n_types);
  gboolean ok = TRUE;

  self->json = json;
  self->writer = writer;
  sat_json_writer_begin_array (writer, NULL);
  for (guint i = 0; ok && i < n_types; i++)
    if (only == NULL || types[i] == only)
      ok = write_type (self, types[i], error);
  if (!ok)
    return FALSE;
  sat_json_writer_end_array (writer);
  return sat_json_writer_finish (writer, error);
}

static gboolean
write_csv (Export *self, const SatType *type, FILE *file, GError **error)
{
  g_autoptr (GOutputStream) stream = NULL;
  g_autoptr (SatCsvWriter) csv = NULL;
  gboolean ok;

  if (fflush (file) != 0) {
    g_set_error_literal (error, G_FILE_ERROR, (gint)g_file_error_from_errno (errno),
                         g_strerror (errno));
    return FALSE;
  }
  stream = g_unix_output_stream_new (fileno (file), FALSE);
  csv = sat_csv_writer_new (stream, ',');
  self->csv = csv;
  ok = write_csv_header (self, type, error) && write_type (self, type, error) &&
       sat_csv_writer_flush (csv, NULL, error);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  return ok;
}

static gboolean
write_vcards (Export *self, const SatType *type, SatExportFormat format, FILE *file, GError **error)
{
  SatVcardStyle style = format == SAT_EXPORT_VCARD_3_0 ? SAT_VCARD_STYLE_3_0 : SAT_VCARD_STYLE_4_0;
  g_autoptr (GArray) ids = NULL;

  if (strcmp (type->name, "contact") != 0) {
    g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID,
                 _ ("vCards are for contacts, not for “%s”"), sat_type_get_plural (type));
    return FALSE;
  }
  ids = read_ids (self, type, error);
  return ids != NULL && sat_export_vcards (self->reader, (const gint64 *)(gpointer)ids->data,
                                           ids->len, style, file, &self->records, NULL, error);
}

static gboolean
write_format (Export *self, const SatType *type, SatExportFormat format, FILE *file, GError **error)
{
  switch (format) {
  case SAT_EXPORT_CSV:
    return write_csv (self, type, file, error);
  case SAT_EXPORT_VCARD_3_0:
  case SAT_EXPORT_VCARD_4_0:
    return write_vcards (self, type, format, file, error);
  case SAT_EXPORT_JSON:
  default:
    return write_json (self, type, file, error);
  }
}

/* Several types and pages are read at one point in time. */
static gboolean
write_snapshot (
    Export *self, const SatType *type, SatExportFormat format, FILE *file, GError **error)
{
  SatConnection *connection = sat_reader_get_connection (self->reader);
  gboolean own = !sat_connection_in_transaction (connection);
  gboolean ok;

  if (own && !sat_connection_begin_read (connection, error))
    return FALSE;
  ok = write_format (self, type, format, file, error);
  if (own && ok)
    return sat_connection_commit (connection, error);
  if (own)
    sat_connection_rollback (connection);
  return ok;
}

gboolean
sat_export (SatReader *reader,
            const char *type_name,
            SatFilter *filter,
            SatExportFormat format,
            FILE *file,
            guint64 *records,
            GError **error)
{
  Export self = {.reader = reader, .filter = filter};
  const SatType *type = NULL;

  g_return_val_if_fail (reader != NULL && file != NULL, FALSE);
  g_return_val_if_fail (type_name != NULL || (filter == NULL && format == SAT_EXPORT_JSON), FALSE);

  if (type_name != NULL) {
    type = sat_registry_require (sat_reader_get_registry (reader), type_name, error);
    if (type == NULL)
      return FALSE;
  }
  if (!write_snapshot (&self, type, format, file, error))
    return FALSE;
  if (records != NULL)
    *records = self.records;
  return TRUE;
}
