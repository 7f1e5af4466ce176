/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-import.h"

#include "sat-history.h"
#include "sat-import-json.h"
#include "sat-import-run.h"
#include "sat-import-vcard.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define CHUNK 5000
#define PROGRESS_ROWS 500
/* From so many on the tables outgrow the usual cache. */
#define MANY_ROWS 5000

typedef struct {
  SatStore *store;
  const SatImportOptions *options;
  SatImportMap *map;
  SatImportReport *report;
  GPtrArray *own;   /* SatImportJson: our own files, which come first */
  GPtrArray *files; /* SatImportFile in the order in which they are written */
  GPtrArray *cards; /* SatImportVcard: written where tables of contacts are */
  SatImportRun run;
} Import;

static gboolean
check_cancelled (Import *self, GError **error)
{
  return !g_cancellable_set_error_if_cancelled (self->run.cancellable, error);
}

static void
later_free (gpointer data)
{
  SatImportLater *later = data;

  g_free (later->text);
  g_free (later);
}

static guint64 *
counter (SatImportFileReport *report, SatImportRowStatus status)
{
  guint64 *counts[] = {&report->rejected, &report->unchanged, &report->updated, &report->created};

  return counts[status];
}

static void
add_status (SatImportFileRun *self, SatImportRowStatus status)
{
  guint8 byte = (guint8)status;

  g_byte_array_append (self->statuses, &byte, 1);
  self->file->report->read++;
  (*counter (self->file->report, status))++;
}

static void
change_status (SatImportFileRun *self, guint row, SatImportRowStatus status)
{
  (*counter (self->file->report, self->statuses->data[row]))--;
  self->statuses->data[row] = (guint8)status;
  (*counter (self->file->report, status))++;
}

/* References among the rows of one file, once all of them are there. */
static gboolean
settle_later (SatImportFileRun *self, GError **error)
{
  for (guint i = 0; i < self->later->len; i++) {
    SatImportLater *later = self->later->pdata[i];
    SatWriteField write = {later->column->field, SAT_VALUE_INIT, SAT_VERSION_NONE};
    guint64 before = sat_writer_get_count (self->run->writer);
    g_autoptr (GError) failure = NULL;
    gint64 id;

    if (!sat_import_resolve (self->run, self->file->type, later->column, later->text, "", &id,
                             error))
      return FALSE;
    sat_import_note (self, later->column, later->text, id != 0);
    write.value = id != 0 ? sat_value_int (id) : sat_value_text (later->text);
    if (!sat_writer_set (self->run->writer, later->id, &write, 1, SAT_ORIGIN_IMPORT, &failure)) {
      sat_value_clear (&write.value);
      if (!g_error_matches (failure, SAT_MODEL_ERROR, SAT_MODEL_ERROR_INVALID)) {
        g_propagate_error (error, g_steal_pointer (&failure));
        return FALSE;
      }
      sat_import_file_report_problem (self->file->report, 0, later->column->header, later->text,
                                      failure->message);
      continue;
    }
    sat_value_clear (&write.value);
    if (sat_writer_get_count (self->run->writer) > before &&
        self->statuses->data[later->row] == SAT_IMPORT_ROW_UNCHANGED)
      change_status (self, later->row, SAT_IMPORT_ROW_UPDATED);
  }
  return TRUE;
}

/* What has been committed by now. */
static void
note_kept (Import *self)
{
  SatImportKept kept = {.rows = self->run.done, .total = self->run.total};

  for (guint i = 0; i < self->report->files->len; i++) {
    const SatImportFileReport *file = self->report->files->pdata[i];

    kept.created += file->created;
    kept.updated += file->updated;
    kept.unchanged += file->unchanged;
    kept.rejected += file->rejected;
  }
  if (self->options->kept != NULL)
    *self->options->kept = kept;
}

static gboolean
tick (Import *self, GError **error)
{
  SatImportRun *run = &self->run;
  guint chunk = self->options->chunk != 0 ? self->options->chunk : CHUNK;

  run->done++;
  if (run->done % PROGRESS_ROWS == 0) {
    if (!check_cancelled (self, error))
      return FALSE;
    if (run->progress != NULL)
      run->progress (run->done, run->total, run->progress_data);
  }
  if (run->done % chunk != 0)
    return TRUE;
  if (!sat_writer_commit_chunk (run->writer, error))
    return FALSE;
  note_kept (self);
  return TRUE;
}

static gboolean
write_file (Import *self, SatImportFile *file, GError **error)
{
  g_autoptr (GByteArray) statuses = g_byte_array_new ();
  g_autoptr (GPtrArray) later = g_ptr_array_new_with_free_func (later_free);
  SatImportFileRun run = {file, &self->run, statuses, later};
  g_autoptr (GError) failure = NULL;
  const SatCsvRow *row;

  g_hash_table_remove_all (self->run.resolved);
  if (!sat_import_stages (&self->run, file, error))
    return FALSE;
  while (sat_csv_reader_next (file->reader, &row, &failure)) {
    SatImportRowStatus status;

    if (sat_csv_row_is_blank (row))
      continue;
    if (!sat_import_row (&run, row, &status, error))
      return FALSE;
    add_status (&run, status);
    if (!tick (self, error))
      return FALSE;
  }
  if (failure != NULL)
    sat_import_file_report_problem (file->report, 0, "", "", failure->message);
  if (!settle_later (&run, error))
    return FALSE;
  sat_import_file_report_finish (file->report);
  return TRUE;
}

static gboolean
tick_cb (gpointer data, GError **error)
{
  return tick (data, error);
}

static gboolean
write_cards (Import *self, GError **error)
{
  for (guint i = 0; i < self->cards->len; i++)
    if (!sat_import_vcard_write (self->cards->pdata[i], &self->run, tick_cb, self, error))
      return FALSE;
  return TRUE;
}

/* Cards come behind the tables of companies and contacts, which say more, and before what names a
 * contact. */
static gboolean
write_files (Import *self, GError **error)
{
  guint contact = sat_registry_type (sat_writer_get_registry (self->run.writer), "contact")->number,
        i = 0;

  for (; i < self->files->len; i++) {
    SatImportFile *file = self->files->pdata[i];

    if (file->type->number > contact)
      break;
    if (!write_file (self, file, error))
      return FALSE;
  }
  if (!write_cards (self, error))
    return FALSE;
  for (; i < self->files->len; i++)
    if (!write_file (self, self->files->pdata[i], error))
      return FALSE;
  return TRUE;
}

/* A phone that is another's, or that no file has, is no record's primary one. */
static void
stray_cb (gint64 id, const SatField *reference, gpointer user_data)
{
  Import *self = user_data;
  SatUuid uuid;

  if (!sat_reader_identify (self->run.reader, id, &uuid, NULL, NULL, NULL))
    return;
  for (guint i = 0; i < self->own->len; i++)
    if (sat_import_json_report_stray (self->own->pdata[i], &uuid, reference))
      return;
}

static gboolean
write_everything (Import *self, SatWriter *writer, GError **error)
{
  if (!sat_import_room_look (&self->run.room, writer, error))
    return FALSE;
  for (guint i = 0; i < self->own->len; i++)
    if (!sat_import_json_write (self->own->pdata[i], writer, tick_cb, self, error))
      return FALSE;
  return write_files (self, error) && sat_writer_settle_primaries (writer, stray_cb, self, error);
}

static gboolean
write_all_cb (SatWriter *writer, gpointer data, GError **error)
{
  Import *self = data;
  SatConnection *connection = sat_writer_get_connection (writer);
  gboolean many = self->run.total >= MANY_ROWS, ok;

  self->run.writer = writer;
  self->run.reader = sat_writer_get_reader (writer);
  if (many)
    sat_connection_set_bulk_cache (connection, TRUE);
  ok = write_everything (self, writer, error);
  if (many)
    sat_connection_set_bulk_cache (connection, FALSE);
  return ok;
}

/* The registry's order is that of dependence: users before companies before deals. */
static gint
compare_files (gconstpointer a, gconstpointer b)
{
  const SatImportFile *first = *(SatImportFile *const *)a, *second = *(SatImportFile *const *)b;

  return (int)first->type->number - (int)second->type->number;
}

static void
look_at_json (Import *self, const char *path, SatImportFileReport *report)
{
  SatImportJson *file = sat_import_json_new (path, report);

  self->run.total += sat_import_json_n_records (file);
  if (sat_import_json_is_readable (file))
    g_ptr_array_add (self->own, file);
  else
    sat_import_json_free (file);
}

static void
look_at_cards (Import *self, const char *path, SatImportFileReport *report)
{
  SatImportVcard *file = sat_import_vcard_new (path, self->options, report);

  if (!file->readable) {
    sat_import_vcard_free (file);
    return;
  }
  self->run.total += file->cards;
  g_ptr_array_add (self->cards, file);
}

static void
look_at_files (Import *self, const char *const *paths)
{
  g_autoptr (SatRegistry) registry = sat_store_ref_registry (self->store);

  for (guint i = 0; paths[i] != NULL; i++) {
    SatImportFileReport *report = sat_import_file_report_new (paths[i]);
    SatImportFile *file;

    g_ptr_array_add (self->report->files, report);
    if (sat_import_json_is (paths[i])) {
      look_at_json (self, paths[i], report);
      continue;
    }
    if (sat_import_vcard_is (paths[i])) {
      look_at_cards (self, paths[i], report);
      continue;
    }
    file = sat_import_file_new (paths[i], registry, self->options, self->map, report);
    if (file->type == NULL) {
      sat_import_file_free (file);
      continue;
    }
    self->run.total += file->rows;
    g_ptr_array_add (self->files, file);
  }
  g_ptr_array_sort (self->files, compare_files);
}

static void
import_init (Import *self, SatStore *store, const SatImportOptions *options)
{
  self->store = store;
  self->options = options;
  self->report = sat_import_report_new ();
  self->own = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_import_json_free);
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_import_file_free);
  self->cards = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_import_vcard_free);
  self->run.zone = sat_zone_open (NULL, NULL);
  self->run.resolved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->run.by_reference = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->run.stages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
import_clear (Import *self)
{
  g_clear_pointer (&self->own, g_ptr_array_unref);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->cards, g_ptr_array_unref);
  g_clear_pointer (&self->map, sat_import_map_free);
  g_clear_pointer (&self->report, sat_import_report_free);
  g_clear_pointer (&self->run.zone, g_time_zone_unref);
  g_clear_pointer (&self->run.resolved, g_hash_table_unref);
  g_clear_pointer (&self->run.by_reference, g_hash_table_unref);
  g_clear_pointer (&self->run.stages, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

static char *
make_label (const char *const *paths)
{
  guint n = g_strv_length ((char **)paths);
  g_autofree char *name = g_path_get_basename (paths[0]);

  if (n == 1)
    return g_strdup_printf (_ ("Import of %s"), name);
  return g_strdup_printf (
      ngettext ("Import of %s and %u more file", "Import of %s and %u more files", n - 1), name,
      n - 1);
}

static gboolean
name_change (Import *self, GError **error)
{
  SatReader *reader = sat_store_open_reader (self->store, error);
  SatChangeInfo *info;

  if (reader == NULL)
    return FALSE;
  info = sat_history_change (reader, self->report->change, error);
  if (info != NULL)
    self->report->uuid = info->uuid;
  sat_change_info_free (info);
  sat_reader_unref (reader);
  return info != NULL;
}

SatImportReport *
sat_import_run (SatStore *store,
                const char *const *paths,
                const SatImportOptions *options,
                SatImportProgress progress,
                gpointer data,
                GCancellable *cancellable,
                GError **error)
{
  static const SatImportOptions none;
  g_auto (Import) self = {0};
  g_autofree char *label = NULL;

  g_return_val_if_fail (SAT_IS_STORE (store), NULL);
  g_return_val_if_fail (paths != NULL && paths[0] != NULL, NULL);

  import_init (&self, store, options != NULL ? options : &none);
  self.run.progress = progress;
  self.run.progress_data = data;
  self.run.cancellable = cancellable;
  self.map = sat_import_map_new (self.options->map, error);
  if (self.map == NULL)
    return NULL;
  self.run.map = self.map;
  if (!sat_import_fields (store, self.map, error))
    return NULL;
  look_at_files (&self, paths);
  label = make_label (paths);
  if (self.own->len + self.files->len + self.cards->len > 0 &&
      !sat_store_write (store, SAT_CHANGE_IMPORT, label, write_all_cb, &self, &self.report->change,
                        error))
    return NULL;
  note_kept (&self);
  if (self.report->change != 0 && !name_change (&self, error))
    return NULL;
  return g_steal_pointer (&self.report);
}
