/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-export-list.h"

#include <errno.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n-lib.h>

#include "sat-csv-writer.h"
#include "sat-export-vcard.h"
#include "sat-record-json.h"

#define PAGE 500

typedef struct {
  SatReader *reader;
  const SatType *type;
  GArray *ids;
  GPtrArray *fields; /* of a CSV */
  gboolean labelled; /* its header has labels, no ids */
  guint64 records;
  GCancellable *cancellable;
} List;

typedef gboolean (*WriteRecord) (List *self, SatRecord *record, gpointer writer, GError **error);

static gboolean
write_pages (List *self, WriteRecord write, gpointer writer, GError **error)
{
  for (guint start = 0; start < self->ids->len; start += PAGE) {
    g_autoptr (GPtrArray) records = NULL;

    if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
      return FALSE;
    records =
        sat_reader_load_many (self->reader, self->type, &g_array_index (self->ids, gint64, start),
                              MIN (PAGE, self->ids->len - start), error);
    if (records == NULL)
      return FALSE;
    for (guint i = 0; i < records->len; i++)
      if (!write (self, records->pdata[i], writer, error))
        return FALSE;
    self->records += records->len;
  }
  return TRUE;
}

static gboolean
write_csv_header (List *self, SatCsvWriter *csv, GError **error)
{
  if (!self->labelled)
    sat_csv_writer_add (csv, "id", -1);
  for (guint i = 0; i < self->fields->len; i++) {
    const SatField *field = self->fields->pdata[i];

    sat_csv_writer_add (csv, self->labelled ? sat_field_get_label (field) : field->name, -1);
  }
  return sat_csv_writer_end_row (csv, NULL, error);
}

static gboolean
write_csv_record (List *self, SatRecord *record, gpointer writer, GError **error)
{
  SatCsvWriter *csv = writer;
  char id[SAT_UUID_STRING_LENGTH + 1];

  sat_uuid_write (sat_record_get_uuid (record), id);
  if (!self->labelled)
    sat_csv_writer_add (csv, id, -1);
  for (guint i = 0; i < self->fields->len; i++) {
    g_autofree char *text = sat_record_text (self->reader, record, self->fields->pdata[i]);

    sat_csv_writer_add (csv, text, -1);
  }
  return sat_csv_writer_end_row (csv, NULL, error);
}

static gboolean
write_csv (List *self, FILE *file, GError **error)
{
  g_autoptr (GOutputStream) stream = NULL;
  g_autoptr (SatCsvWriter) csv = NULL;

  if (fflush (file) != 0) {
    g_set_error_literal (error, G_FILE_ERROR, (gint)g_file_error_from_errno (errno),
                         g_strerror (errno));
    return FALSE;
  }
  stream = g_unix_output_stream_new (fileno (file), FALSE);
  csv = sat_csv_writer_new (stream, ',');
  return write_csv_header (self, csv, error) && write_pages (self, write_csv_record, csv, error) &&
         sat_csv_writer_flush (csv, NULL, error);
}

typedef struct {
  SatRecordJson *json;
  SatJsonWriter *writer;
} Json;

static gboolean
write_json_record (List *self, SatRecord *record, gpointer data, GError **error)
{
  Json *json = data;

  sat_record_json_write (json->json, json->writer, NULL, record);
  return !sat_json_writer_has_failed (json->writer) || sat_json_writer_finish (json->writer, error);
}

static gboolean
write_json (List *self, FILE *file, GError **error)
{
  g_autoptr (SatRecordJson) records = sat_record_json_new (self->reader, SAT_RECORD_JSON_FILE);
  g_autoptr (SatJsonWriter) writer = sat_json_writer_new_for_file (file, 1);
  Json json = {records, writer};

  sat_json_writer_begin_array (writer, NULL);
  if (!write_pages (self, write_json_record, &json, error))
    return FALSE;
  sat_json_writer_end_array (writer);
  return sat_json_writer_finish (writer, error);
}

static gboolean
write_format (List *self, SatExportFormat format, FILE *file, GError **error)
{
  switch (format) {
  case SAT_EXPORT_VCARD_3_0:
  case SAT_EXPORT_VCARD_4_0:
    return sat_export_vcards (
        self->reader, (const gint64 *)(gpointer)self->ids->data, self->ids->len,
        format == SAT_EXPORT_VCARD_3_0 ? SAT_VCARD_STYLE_3_0 : SAT_VCARD_STYLE_4_0, file,
        &self->records, self->cancellable, error);
  case SAT_EXPORT_CSV:
    return write_csv (self, file, error);
  case SAT_EXPORT_JSON:
  default:
    return write_json (self, file, error);
  }
}

static GPtrArray *
find_fields (const SatType *type, const char *const *columns, GError **error)
{
  g_autoptr (GPtrArray) fields = NULL;

  if (columns == NULL)
    return sat_export_csv_fields (type);
  fields = g_ptr_array_new ();
  for (guint i = 0; columns[i] != NULL; i++) {
    const SatField *field = sat_type_require (type, columns[i], error);

    if (field == NULL)
      return NULL;
    g_ptr_array_add (fields, (gpointer)field);
  }
  return g_steal_pointer (&fields);
}

gboolean
sat_export_list (SatReader *reader,
                 const char *type_name,
                 GArray *ids,
                 const char *const *columns,
                 SatExportFormat format,
                 FILE *file,
                 guint64 *records,
                 GCancellable *cancellable,
                 GError **error)
{
  List self = {.reader = reader, .ids = ids, .cancellable = cancellable};
  g_autoptr (GPtrArray) fields = NULL;

  g_return_val_if_fail (reader != NULL && type_name != NULL && ids != NULL && file != NULL, FALSE);

  self.type = sat_registry_require (sat_reader_get_registry (reader), type_name, error);
  fields = self.type != NULL ? find_fields (self.type, columns, error) : NULL;
  if (fields == NULL)
    return FALSE;
  self.fields = fields;
  self.labelled = columns != NULL;
  if (!write_format (&self, format, file, error))
    return FALSE;
  if (records != NULL)
    *records = self.records;
  return TRUE;
}
