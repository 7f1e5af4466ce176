/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What sync costs in the file, in time that its thread works: pages of the server taken over,
 * creations made ready to be sent, answers taken, and an edit of a record that the server knows.
 * The pages hold what a file that was filled says of its own records. */

#include "config.h"

#include "sat-bench.h"
#include "sat-outbox.h"
#include "sat-reader.h"
#include "sat-writer.h"

#define CONTACTS 10000
#define PAGE 1000
#define EPOCH "00000000000000e1"

static gboolean
fill_cb (SatWriter *writer, gpointer data, GError **error)
{
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "contact");
  const SatType *company = sat_registry_type (sat_writer_get_registry (writer), "company");
  static const char *const names[] = {"first_name", "last_name", "job_title", "notes"};
  gint64 at = 0;

  for (guint i = 0; i < CONTACTS; i++) {
    SatWriteField fields[G_N_ELEMENTS (names) + 1] = {0};

    if (i % 20 == 0) {
      g_auto (SatValue) name = sat_value_take (g_strdup_printf ("Company %u", i));
      SatWriteField field = {sat_type_field (company, "name"), name, SAT_VERSION_NONE};

      if (!sat_writer_create (writer, company, &field, 1, SAT_ORIGIN_IMPORT, &at, error))
        return FALSE;
    }
    for (guint k = 0; k < G_N_ELEMENTS (names); k++)
      fields[k] = (SatWriteField){sat_type_field (type, names[k]),
                                  sat_value_take (g_strdup_printf ("%s of %u", names[k], i)),
                                  SAT_VERSION_NONE};
    fields[G_N_ELEMENTS (names)] =
        (SatWriteField){sat_type_field (type, "company"), sat_value_int (at), SAT_VERSION_NONE};
    if (!sat_writer_create (writer, type, fields, G_N_ELEMENTS (fields), SAT_ORIGIN_IMPORT, NULL,
                            error))
      return FALSE;
    for (guint k = 0; k < G_N_ELEMENTS (names); k++)
      sat_value_clear (&fields[k].value);
  }
  return TRUE;
}

/* Pages that say what the pushed bodies said. */
static GPtrArray *
make_pages (GPtrArray *bodies, GError **error)
{
  g_autoptr (GPtrArray) pages = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_autoptr (SatPageWriter) writer = sat_page_writer_new ();
  g_autofree char *cursor = g_strdup ("");
  gint64 seq = 0;

  for (guint b = 0; b < bodies->len; b++) {
    g_autoptr (SatPush) push = sat_push_parse (bodies->pdata[b], error);

    for (guint i = 0; push != NULL && i < push->lines->len; i++) {
      gsize length;
      const char *line = g_bytes_get_data (push->lines->pdata[i], &length);
      g_autoptr (SatMutation) mutation = sat_mutation_parse (line, length, error);
      g_autoptr (SatClocks) clocks = sat_clocks_new ((SatVersion){mutation->h, 7});
      SatPageRow row = {.type = g_intern_string (mutation->type),
                        .id = mutation->id,
                        .root = mutation->id,
                        .seq = ++seq,
                        .clocks = clocks,
                        .fields = mutation->fields};

      sat_page_writer_row (writer, &row);
    }
    if (sat_page_writer_n_rows (writer) >= PAGE || b + 1 == bodies->len) {
      char *next = g_strdup_printf (EPOCH ":%" G_GINT64_FORMAT ":mac", seq);
      SatPageHead head = {.from = {cursor, (char *)(pages->len > 0 ? "all" : ""), (char *)""},
                          .upto = {next, (char *)"all", (char *)""},
                          .head = seq};

      g_ptr_array_add (pages, sat_page_writer_finish (writer, &head));
      g_free (cursor);
      cursor = next;
    }
  }
  return g_steal_pointer (&pages);
}

static gboolean
push_all (SatStore *store, GPtrArray *bodies, gint64 *frozen, gint64 *answered, GError **error)
{
  while (TRUE) {
    g_autoptr (SatPushAnswer) answer = sat_push_answer_new ();
    g_autoptr (SatPush) push = NULL;
    GBytes *body = NULL;
    gint64 start = sat_bench_thread_time ();

    if (!sat_outbox_freeze (store, NULL, &body, NULL, error))
      return FALSE;
    *frozen += sat_bench_thread_time () - start;
    if (body == NULL)
      return TRUE;
    g_ptr_array_add (bodies, body);
    push = sat_push_parse (body, error);
    answer->hash = push->prev;
    for (guint i = 0; i < push->lines->len; i++)
      sat_chain_add (&answer->hash, g_bytes_get_data (push->lines->pdata[i], NULL),
                     g_bytes_get_size (push->lines->pdata[i]));
    answer->last_m = push->first + push->lines->len - 1;
    answer->seq = answer->last_m;
    start = sat_bench_thread_time ();
    if (!sat_outbox_answer (store, answer, NULL, error))
      return FALSE;
    *answered += sat_bench_thread_time () - start;
  }
}

static gboolean
pull_all (SatStore *store, GPtrArray *pages, gint64 *taken, GError **error)
{
  gint64 start = sat_bench_thread_time ();

  for (guint i = 0; i < pages->len; i++) {
    g_autoptr (SatPageReader) page = sat_page_reader_new (pages->pdata[i], error);

    if (page == NULL || !sat_remote_apply (store, page, NULL, error))
      return FALSE;
  }
  *taken = sat_bench_thread_time () - start;
  return TRUE;
}

typedef struct {
  gint64 id;
  guint round;
} Edit;

static gboolean
edit_cb (SatWriter *writer, gpointer data, GError **error)
{
  const Edit *edit = data;
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "contact");
  g_auto (SatValue) value = sat_value_take (g_strdup_printf ("Title %u", edit->round));
  SatWriteField field = {sat_type_field (type, "job_title"), value, SAT_VERSION_NONE};

  return sat_writer_set (writer, edit->id, &field, 1, SAT_ORIGIN_LOCAL, error);
}

static gboolean
edit_some (SatStore *store, SatBenchSeries *times, GError **error)
{
  for (guint i = 0; i < 500; i++) {
    g_autoptr (SatReader) reader = sat_store_open_reader (store, error);
    g_autofree char *sql = g_strdup_printf ("SELECT id FROM contact LIMIT 1 OFFSET %u", i * 19);
    Edit edit = {0, i};
    gint64 start;

    if (!sat_connection_query_int (sat_reader_get_connection (reader), sql, 0, &edit.id, error))
      return FALSE;
    start = sat_bench_thread_time ();
    if (!sat_store_write (store, SAT_CHANGE_EDIT, "edit", edit_cb, &edit, NULL, error))
      return FALSE;
    sat_bench_series_add (times, sat_bench_thread_time () - start);
  }
  return TRUE;
}

static SatStore *
open_joined (const char *folder, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  SatUuid user = sat_uuid_new (1);
  g_autoptr (SatStore) store = sat_store_open (path, SAT_STORE_CREATE, NULL, NULL, error);

  if (store == NULL || !sat_remote_join (store, "", &user, 7, error) ||
      !sat_remote_set_epoch (store, EPOCH, error))
    return NULL;
  return g_steal_pointer (&store);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("satchel-bench-XXXXXX", &error);
  g_autoptr (GPtrArray) bodies = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_autoptr (GPtrArray) pages = NULL;
  g_autoptr (SatStore) one = open_joined (folder, "one.db", &error);
  g_autoptr (SatStore) two = open_joined (folder, "two.db", &error);
  g_autoptr (SatBenchSeries) times = sat_bench_series_new ();
  gint64 frozen = 0, answered = 0, taken = 0, own = 0;

  if (one == NULL || two == NULL ||
      !sat_store_write (one, SAT_CHANGE_IMPORT, "fill", fill_cb, NULL, NULL, &error) ||
      !push_all (one, bodies, &frozen, &answered, &error) ||
      (pages = make_pages (bodies, &error)) == NULL || !pull_all (two, pages, &taken, &error) ||
      !pull_all (one, pages, &own, &error) || !edit_some (two, times, &error))
    g_error ("%s", error->message);
  sat_bench_print ("S1", "10,000 contacts made ready", "ms", frozen / 1000.0, 0, 300, 0);
  sat_bench_print ("S2", "10,000 contacts taken over", "ms", taken / 1000.0, 0, 350, 0);
  sat_bench_print ("S3", "answers for them", "ms", answered / 1000.0, 0, 0, 0);
  sat_bench_print ("S4", "their rows come back", "ms", own / 1000.0, 0, 0, 0);
  sat_bench_print ("S5", "edit of a known record, p99", "ms", sat_bench_series_at (times, 99), 0,
                   10, 4);
  sat_bench_note ("median %.3f ms", sat_bench_series_at (times, 50));
  sat_store_close (one);
  sat_store_close (two);
  sat_bench_remove (folder);
  return 0;
}
