/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A field is one line of the registry: table, form, filter, CSV, JSON, search, history and outbox
 * follow from it without any other edit. This test adds such a line to the built-in ones and looks
 * for the field everywhere. */

#include "config.h"

#include <string.h>

#include "sat-export.h"
#include "sat-import.h"
#include "sat-query.h"
#include "sat-record-fields.h"
#include "sat-record-form.h"
#include "sat-record-table.h"
#include "sat-registry-lines.h"
#include "sat-search.h"
#include "sat-settings.h"
#include "sat-test-store.h"

/* The line. */
static const SatField mascot = {
    .number = 900,
    .name = "mascot",
    .kind = SAT_KIND_TEXT,
    .label = "Mascot",
    .flags = SAT_FIELD_SEARCHED | SAT_FIELD_INDEXED | SAT_FIELD_LISTED,
};

/* The built-in table with the line among those of companies. */
static SatRegistry *
make_registry (SatTypeLines *types, GArray *lines)
{
  g_autoptr (GError) error = NULL;
  SatRegistry *registry;

  memcpy (types, sat_registry_lines, sat_registry_n_lines * sizeof *types);

  for (guint i = 0; i < sat_registry_n_lines; i++)
    if (strcmp (types[i].type.name, "company") == 0) {
      for (const SatField *line = types[i].lines; line->name != NULL; line++)
        g_array_append_vals (lines, line, 1);
      g_array_append_vals (lines, &mascot, 1);
      types[i].lines = (const SatField *)lines->data;
    }
  registry = sat_registry_new_from_lines (types, sat_registry_n_lines, &error);
  g_assert_no_error (error);
  return registry;
}

typedef struct {
  SatTypeLines *types;
  GArray *lines;
  SatTestStore *t;
  GSettings *settings;
  SatContext *context;
  gint64 acme;
} Fixture;

static void
fixture_set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatRegistry) registry = NULL;

  f->types = g_new0 (SatTypeLines, sat_registry_n_lines);
  f->lines = g_array_new (TRUE, TRUE, sizeof (SatField));
  registry = make_registry (f->types, f->lines);
  f->t = sat_test_store_new_with_registry (SAT_STORE_JOINED, registry);
  f->acme = sat_test_store_add (f->t, "company", "name", "Acme", "mascot", "Blue wombat", NULL);
  f->settings = g_settings_new (SAT_SETTINGS_SCHEMA);
  f->context = sat_context_new (f->t->store, f->settings, &error);
  g_assert_no_error (error);
}

static void
fixture_tear_down (Fixture *f, gconstpointer data)
{
  sat_context_close (f->context);
  g_clear_object (&f->context);
  g_clear_object (&f->settings);
  sat_test_store_free (f->t);
  g_array_unref (f->lines);
  g_free (f->types);
}

static gboolean
has_field (GPtrArray *fields)
{
  for (guint i = 0; i < fields->len; i++)
    if (strcmp (((const SatField *)fields->pdata[i])->name, "mascot") == 0)
      return TRUE;
  return FALSE;
}

static void
test_table (Fixture *f, gconstpointer data)
{
  g_autoptr (GtkWidget) table =
      g_object_ref_sink (sat_record_table_new (f->context, "company", "companies"));
  SatRecordColumns *columns = sat_record_table_get_columns (SAT_RECORD_TABLE (table));
  g_autoptr (GPtrArray) fields = sat_record_columns_list_fields (columns);

  g_assert_true (has_field (fields));
  g_assert_true (sat_record_columns_is_shown (columns, "mascot"));
}

static gboolean
apply_cb (SatWriter *writer, gpointer data, GError **error)
{
  return sat_entry_apply (data, writer, SAT_ORIGIN_LOCAL, TRUE, NULL, error);
}

static void
test_form (Fixture *f, gconstpointer data)
{
  g_autoptr (GtkWidget) form =
      g_object_ref_sink (sat_record_form_new (f->context, "company", NULL, NULL));
  g_autoptr (GtkWidget) fields = NULL;
  g_autoptr (SatRecord) record = NULL;
  g_autoptr (SatEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  sat_record_form_fill (SAT_RECORD_FORM (form), "name", "Betas");
  sat_record_form_fill (SAT_RECORD_FORM (form), "mascot", "Red panda");
  entry = sat_record_form_read (SAT_RECORD_FORM (form));
  g_assert_nonnull (entry);
  sat_store_write (f->t->store, SAT_CHANGE_EDIT, "new", apply_cb, entry, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (
      sat_test_store_sql_int (f->t, "SELECT count(*) FROM company WHERE mascot = 'Red panda'"), ==,
      1);

  record = sat_reader_load (sat_test_store_reader (f->t), f->acme, &error);
  g_assert_no_error (error);
  fields = g_object_ref_sink (sat_record_fields_new (f->context, record));
  g_assert_true (sat_record_fields_edit (SAT_RECORD_FIELDS (fields), "mascot"));
}

static void
test_filter_and_sort (Fixture *f, gconstpointer data)
{
  g_autoptr (SatQuery) query = sat_query_new ("company");
  g_autoptr (SatFilter) filter = sat_filter_test1 ("mascot", SAT_OP_CONTAINS, "wombat");
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  sat_test_store_add (f->t, "company", "name", "Other", "mascot", "Ant", NULL);
  sat_query_add_sort (query, "mascot", FALSE);
  ids = sat_query_ids (query, sat_test_store_reader (f->t), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, 2);
  g_assert_cmpint (g_array_index (ids, gint64, 1), ==, f->acme);
  g_clear_pointer (&ids, g_array_unref);
  sat_query_set_filter (query, filter);
  ids = sat_query_ids (query, sat_test_store_reader (f->t), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, 1);
}

static char *
export_text (Fixture *f, SatExportFormat format, char **path)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  FILE *file;

  *path = sat_test_dir_file (f->t->dir, format == SAT_EXPORT_CSV ? "out.csv" : "out.json");
  file = fopen (*path, "w");
  g_assert_nonnull (file);
  sat_export (sat_test_store_reader (f->t), "company", NULL, format, file, NULL, &error);
  g_assert_no_error (error);
  fclose (file);
  g_file_get_contents (*path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
test_files (Fixture *f, gconstpointer data)
{
  g_autofree char *csv_path = NULL;
  g_autofree char *json_path = NULL;
  g_autofree char *csv = export_text (f, SAT_EXPORT_CSV, &csv_path);
  g_autofree char *json = export_text (f, SAT_EXPORT_JSON, &json_path);
  const char *const paths[] = {csv_path, NULL};
  g_autoptr (GError) error = NULL;
  g_autoptr (SatImportReport) report = NULL;

  g_assert_nonnull (strstr (csv, "mascot"));
  g_assert_nonnull (strstr (csv, "Blue wombat"));
  g_assert_nonnull (strstr (json, "\"mascot\":\"Blue wombat\""));
  sat_test_store_set (f->t, f->acme, "mascot", "", NULL);
  report = sat_import_run (f->t->store, paths, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  sat_test_store_assert_text (f->t, f->acme, "mascot", "Blue wombat");
}

static void
test_search (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits =
      sat_search (sat_test_store_reader (f->t), "womb", NULL, 10, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (hits->len, ==, 1);
  g_assert_cmpint (((SatSearchHit *)hits->pdata[0])->id, ==, f->acme);
}

static void
test_history_and_outbox (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) steps = NULL;
  SatHistoryEntry *last;

  sat_test_store_set (f->t, f->acme, "mascot", "Green wombat", NULL);
  steps = sat_history_of (sat_test_store_reader (f->t), f->acme, FALSE, &error);
  g_assert_no_error (error);
  last = steps->pdata[steps->len - 1];
  g_assert_cmpstr (last->field->name, ==, "mascot");
  g_assert_cmpstr (last->old_value.text, ==, "Blue wombat");
  g_assert_cmpstr (last->new_value.text, ==, "Green wombat");
  /* 900 is 0x0384. */
  g_assert_cmpint (
      sat_test_store_sql_int (f->t, "SELECT count(*) FROM outbox WHERE fields = x'0384'"), ==, 1);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(name, func)                                                                            \
  g_test_add ("/new-field/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("table", test_table);
  ADD ("form", test_form);
  ADD ("filter-and-sort", test_filter_and_sort);
  ADD ("files", test_files);
  ADD ("search", test_search);
  ADD ("history-and-outbox", test_history_and_outbox);
  return g_test_run ();
}
