/* SPDX-License-Identifier: GPL-3.0-or-later */

/* F10: one edit of one record, with versions, history, search mark and outbox, against the bare
 * commit of one inserted row. The two take turns, so that both see the same disk. */

#include "config.h"

#include "sat-bench.h"
#include "sat-reader.h"
#include "sat-writer.h"

#define ROUNDS 1000
#define CONTACTS 20000

typedef struct {
  gint64 id;
  char *text;
} Edit;

static gboolean
fill_cb (SatWriter *writer, gpointer data, GError **error)
{
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "contact");
  GArray *ids = data;

  for (guint i = 0; i < CONTACTS; i++) {
    g_autofree char *name = g_strdup_printf ("Name %u", i);
    g_auto (SatValue) value = sat_value_text (name);
    SatWriteField field = {sat_type_field (type, "last_name"), value, SAT_VERSION_NONE};
    gint64 id;

    if (!sat_writer_create (writer, type, &field, 1, SAT_ORIGIN_IMPORT, &id, error))
      return FALSE;
    g_array_append_val (ids, id);
  }
  return TRUE;
}

static gboolean
edit_cb (SatWriter *writer, gpointer data, GError **error)
{
  Edit *edit = data;
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "contact");
  g_auto (SatValue) value = sat_value_text (edit->text);
  SatWriteField field = {sat_type_field (type, "job_title"), value, SAT_VERSION_NONE};

  return sat_writer_set (writer, edit->id, &field, 1, SAT_ORIGIN_LOCAL, error);
}

static gboolean
bare_insert (SatConnection *bare, const char *text, GError **error)
{
  g_autoptr (SatStatement) statement =
      sat_statement_cached (bare, "INSERT INTO t (name) VALUES (?1)", error);

  if (statement == NULL || !sat_connection_begin (bare, error))
    return FALSE;
  sat_statement_bind_text (statement, 1, text);
  return sat_statement_run (statement, error) && sat_connection_commit (bare, error);
}

static gboolean
measure (SatStore *store, SatConnection *bare, GArray *ids, GError **error)
{
  g_autoptr (SatBenchSeries) ours = sat_bench_series_new ();
  g_autoptr (SatBenchSeries) reference = sat_bench_series_new ();

  for (guint i = 0; i < ROUNDS; i++) {
    g_autofree char *text = g_strdup_printf ("Title %u", i);
    Edit edit = {g_array_index (ids, gint64, (i * 7919) % ids->len), text};
    gint64 start = sat_bench_now (), middle;

    if (!sat_store_write (store, SAT_CHANGE_EDIT, "edit", edit_cb, &edit, NULL, error))
      return FALSE;
    middle = sat_bench_now ();
    if (!bare_insert (bare, text, error))
      return FALSE;
    sat_bench_series_add (ours, middle - start);
    sat_bench_series_add (reference, sat_bench_now () - middle);
  }
  sat_bench_print ("F10", "save one record, p95", "ms", sat_bench_series_at (ours, 95),
                   sat_bench_series_at (reference, 95), 5, 2);
  sat_bench_note ("median %.3f ms, bare %.3f ms", sat_bench_series_at (ours, 50),
                  sat_bench_series_at (reference, 50));
  return TRUE;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("satchel-bench-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "save.db", NULL);
  g_autofree char *bare_path = g_build_filename (folder, "bare.db", NULL);
  g_autoptr (SatStore) store =
      sat_store_open (path, SAT_STORE_CREATE | SAT_STORE_JOINED, NULL, NULL, &error);
  g_autoptr (SatConnection) bare = sat_connection_open (bare_path, SAT_OPEN_CREATE, &error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (store == NULL || bare == NULL ||
      !sat_connection_exec (bare, "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT) STRICT",
                            &error) ||
      !sat_store_write (store, SAT_CHANGE_IMPORT, "fill", fill_cb, ids, NULL, &error) ||
      !measure (store, bare, ids, &error))
    g_error ("%s", error->message);
  sat_store_close (store);
  g_clear_pointer (&bare, sat_connection_unref);
  sat_bench_remove (folder);
  return 0;
}
