/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One laptop of sync.py: a file that has joined a server, in a process of its own so that its
 * memory and its work can be told. It obeys lines on standard input and answers each with a line of
 * JSON; times are seconds, those of moments the system's monotonic clock.
 *
 *   fill FILE      creates a company of each line of FILE, a JSON object
 *   edit N WORD    changes two fields of N companies, one change each
 *   move NAME      gives all companies to a territory, in one change
 *   sync           one sync
 *   live WORD      stays connected and syncs at the server's word, until the first company has WORD
 *   poll WORD      the same with long polls
 *   usage          memory at its highest, work so far
 *   size           bytes of the file, its log copied into it */

#include "config.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "sat-bench.h"
#include "sat-json.h"
#include "sat-net-live.h"
#include "sat-net-sync.h"
#include "sat-net-wait.h"
#include "sat-reader.h"
#include "sat-remote.h"
#include "sat-writer.h"

typedef struct {
  SatStore *store;
  GPtrArray *rows; /* of JsonNode */
  GArray *ids;     /* gint64: those that were filled in, or all */
  guint round;     /* of edits */
} Laptop;

static double
seconds (gint64 us)
{
  return (double)us / G_USEC_PER_SEC;
}

G_GNUC_NORETURN static void
fail (const GError *error)
{
  g_printerr ("bench-sync: %s\n", error != NULL ? error->message : "failed");
  exit (1);
}

static SatValue
value_of (JsonNode *node)
{
  return json_node_get_value_type (node) == G_TYPE_INT64
             ? sat_value_int (json_node_get_int (node))
             : sat_value_text (json_node_get_string (node));
}

static gboolean
fill_cb (SatWriter *writer, gpointer data, GError **error)
{
  Laptop *self = data;
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "company");

  for (guint i = 0; i < self->rows->len; i++) {
    JsonObject *row = json_node_get_object (self->rows->pdata[i]);
    g_autoptr (GList) names = json_object_get_members (row);
    SatWriteField fields[16] = {0};
    guint n = 0;
    gint64 id;

    for (const GList *at = names; at != NULL && n < G_N_ELEMENTS (fields); at = at->next)
      fields[n++] =
          (SatWriteField){sat_type_field (type, at->data),
                          value_of (json_object_get_member (row, at->data)), SAT_VERSION_NONE};
    if (!sat_writer_create (writer, type, fields, n, SAT_ORIGIN_IMPORT, &id, error))
      return FALSE;
    for (guint k = 0; k < n; k++)
      sat_value_clear (&fields[k].value);
    g_array_append_val (self->ids, id);
  }
  return TRUE;
}

static void
fill (Laptop *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gint64 start;

  if (!g_file_get_contents (path, &text, NULL, &error))
    fail (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++) {
    JsonNode *node = sat_json_parse (lines[i], strlen (lines[i]), &error);

    if (node == NULL)
      fail (error);
    g_ptr_array_add (self->rows, node);
  }
  start = sat_bench_now ();
  if (!sat_store_write (self->store, SAT_CHANGE_IMPORT, "fill", fill_cb, self, NULL, &error))
    fail (error);
  g_print ("{\"rows\":%u,\"seconds\":%.6f}\n", self->rows->len, seconds (sat_bench_now () - start));
  g_ptr_array_set_size (self->rows, 0);
}

/* Of a file that was pulled: the companies in the order in which they were made. */
static void
find_companies (Laptop *self)
{
  g_autoptr (GError) error = NULL;
  SatReader *reader = sat_store_get_reader (self->store, &error);
  g_autoptr (SatStatement) statement =
      reader != NULL
          ? sat_statement_cached (sat_reader_get_connection (reader),
                                  "SELECT id FROM record JOIN company USING (id) ORDER BY"
                                  " uuid",
                                  &error)
          : NULL;
  gboolean row;

  if (statement == NULL || self->ids->len > 0) {
    if (error != NULL)
      fail (error);
    return;
  }
  while (sat_statement_step (statement, &row, &error) && row) {
    gint64 id = sat_statement_int (statement, 0);

    g_array_append_val (self->ids, id);
  }
}

typedef struct {
  gint64 id;
  gint64 n;
  const char *word;
} Edit;

static gboolean
edit_cb (SatWriter *writer, gpointer data, GError **error)
{
  const Edit *edit = data;
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "company");
  g_auto (SatValue) word = sat_value_text (edit->word);
  SatWriteField fields[] = {
      {sat_type_field (type, "employees"), sat_value_int (edit->n), SAT_VERSION_NONE},
      {sat_type_field (type, "tier"), word, SAT_VERSION_NONE},
  };

  return sat_writer_set (writer, edit->id, fields, G_N_ELEMENTS (fields), SAT_ORIGIN_LOCAL, error);
}

/* Each edit is a change of its own, as people make them, and of another company than those before;
 * the last one is of the first company. */
static void
edit (Laptop *self, guint n, const char *word)
{
  g_autoptr (SatBenchSeries) each = sat_bench_series_new ();
  g_autoptr (GError) error = NULL;
  gint64 start = sat_bench_now ();
  guint step;

  find_companies (self);
  step = MAX (self->ids->len / n, 1);
  self->round++;
  for (guint i = n; i > 0; i--) {
    guint at = i == 1 ? 0 : ((i - 1) * step + self->round) % self->ids->len;
    Edit one = {g_array_index (self->ids, gint64, at), i, word};
    gint64 before = sat_bench_now ();

    if (!sat_store_write (self->store, SAT_CHANGE_EDIT, "edit", edit_cb, &one, NULL, &error))
      fail (error);
    sat_bench_series_add (each, sat_bench_now () - before);
  }
  g_print ("{\"seconds\":%.6f,\"p50\":%.6f,\"p99\":%.6f,\"at\":%.6f}\n",
           seconds (sat_bench_now () - start), sat_bench_series_at (each, 50) / 1000,
           sat_bench_series_at (each, 99) / 1000, seconds (sat_bench_now ()));
}

typedef struct {
  Laptop *laptop;
  gint64 territory;
} Move;

static gboolean
move_cb (SatWriter *writer, gpointer data, GError **error)
{
  const Move *move = data;
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "company");
  SatWriteField field = {sat_type_field (type, "territory"), sat_value_int (move->territory),
                         SAT_VERSION_NONE};

  for (guint i = 0; i < move->laptop->ids->len; i++)
    if (!sat_writer_set (writer, g_array_index (move->laptop->ids, gint64, i), &field, 1,
                         SAT_ORIGIN_LOCAL, error))
      return FALSE;
  return TRUE;
}

static void
move (Laptop *self, const char *name)
{
  g_autoptr (GError) error = NULL;
  SatReader *reader = sat_store_get_reader (self->store, &error);
  const SatType *type = reader != NULL ? sat_reader_get_type_by_name (reader, "company") : NULL;
  Move job = {.laptop = self};
  gint64 start;

  find_companies (self);
  if (type == NULL ||
      !sat_reader_resolve (reader, sat_type_field (type, "territory"), name, &job.territory,
                           &error) ||
      job.territory == 0)
    fail (error);
  start = sat_bench_now ();
  if (!sat_store_write (self->store, SAT_CHANGE_EDIT, "move", move_cb, &job, NULL, &error))
    fail (error);
  g_print ("{\"rows\":%u,\"seconds\":%.6f}\n", self->ids->len, seconds (sat_bench_now () - start));
}

typedef struct {
  gint64 pushed, first; /* when the last push was answered, when the first page was stored; 0 */
  guint requests;
} Steps;

static void
step_cb (const SatSyncProgress *progress, gpointer data)
{
  Steps *steps = data;

  steps->requests++;
  if (progress->kind == SAT_SYNC_PUSH)
    steps->pushed = sat_bench_now ();
  else if (progress->kind == SAT_SYNC_PULL && progress->done > 0 && steps->first == 0)
    steps->first = sat_bench_now ();
}

static double
work_so_far (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         seconds (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

static void
run_sync (Laptop *self)
{
  g_autoptr (GError) error = NULL;
  SatSyncCounts counts;
  Steps steps = {0};
  double work = work_so_far ();
  gint64 start = sat_bench_now ();

  if (!sat_net_sync (self->store, step_cb, &steps, NULL, &counts, &error))
    fail (error);
  g_print ("{\"pushed\":%" G_GUINT64_FORMAT ",\"pulled\":%" G_GUINT64_FORMAT
           ",\"push_seconds\":%.6f,\"first_seconds\":%.6f,\"seconds\":%.6f,\"work\":%.6f,"
           "\"requests\":%u}\n",
           counts.pushed, counts.pulled, seconds (MAX (steps.pushed - start, 0)),
           seconds (MAX (steps.first - start, 0)), seconds (sat_bench_now () - start),
           work_so_far () - work, steps.requests);
}

/* Has the first company WORD? */
static gboolean
is_visible (Laptop *self, const char *word)
{
  g_autoptr (GError) error = NULL;
  SatReader *reader = sat_store_get_reader (self->store, &error);
  g_autoptr (SatRecord) record = NULL;

  if (reader != NULL)
    record = sat_reader_load (reader, g_array_index (self->ids, gint64, 0), &error);
  if (record == NULL)
    fail (error);
  return g_strcmp0 (sat_record_get_text (record, "tier"), word) == 0;
}

static void
tell_ready (Laptop *self)
{
  find_companies (self);
  g_print ("{\"ready\":true}\n");
  fflush (stdout);
}

static void
tell_seen (void)
{
  g_print ("{\"at\":%.6f}\n", seconds (sat_bench_now ()));
}

static void
poll (Laptop *self, const char *word)
{
  g_autoptr (GError) error = NULL;
  SatSyncCounts counts;

  tell_ready (self);
  while (!is_visible (self, word)) {
    gboolean news = FALSE;

    if (!sat_net_wait (self->store, &news, NULL, &error) ||
        (news && !sat_net_sync (self->store, NULL, NULL, NULL, &counts, &error)))
      fail (error);
  }
  tell_seen ();
}

typedef struct {
  Laptop *laptop;
  const char *word;
  GCancellable *seen;
} Live;

static void
news_cb (gpointer data)
{
  g_autoptr (GError) error = NULL;
  Live *live = data;
  SatSyncCounts counts;

  if (!sat_net_sync (live->laptop->store, NULL, NULL, NULL, &counts, &error))
    fail (error);
  if (!g_cancellable_is_cancelled (live->seen) && is_visible (live->laptop, live->word)) {
    tell_seen ();
    g_cancellable_cancel (live->seen);
  }
}

static void
live (Laptop *self, const char *word)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) seen = g_cancellable_new ();
  Live job = {self, word, seen};

  tell_ready (self);
  if (sat_net_live (self->store, news_cb, &job, seen, &error) ||
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    fail (error);
}

static void
tell_usage (void)
{
  g_autofree char *text = NULL;
  const char *at = NULL;

  if (g_file_get_contents ("/proc/self/status", &text, NULL, NULL))
    at = strstr (text, "VmHWM:");
  g_print ("{\"kib\":%" G_GINT64_FORMAT ",\"work\":%.3f}\n",
           at != NULL ? g_ascii_strtoll (at + strlen ("VmHWM:"), NULL, 10) : (gint64)0,
           work_so_far ());
}

static void
tell_size (Laptop *self)
{
  g_autoptr (GError) error = NULL;
  SatReader *reader = sat_store_get_reader (self->store, &error);
  gint64 pages = 0, size = 0, unused = 0;

  if (reader == NULL ||
      !sat_connection_query_int (sat_reader_get_connection (reader), "PRAGMA page_count", 0, &pages,
                                 &error) ||
      !sat_connection_query_int (sat_reader_get_connection (reader), "PRAGMA freelist_count", 0,
                                 &unused, &error) ||
      !sat_connection_query_int (sat_reader_get_connection (reader), "PRAGMA page_size", 0, &size,
                                 &error))
    fail (error);
  g_print ("{\"bytes\":%" G_GINT64_FORMAT "}\n", (pages - unused) * size);
}

static void
obey (Laptop *self, char **words)
{
  if (g_strcmp0 (words[0], "fill") == 0)
    fill (self, words[1]);
  else if (g_strcmp0 (words[0], "edit") == 0)
    edit (self, (guint)g_ascii_strtoull (words[1], NULL, 10), words[2]);
  else if (g_strcmp0 (words[0], "move") == 0)
    move (self, words[1]);
  else if (g_strcmp0 (words[0], "sync") == 0)
    run_sync (self);
  else if (g_strcmp0 (words[0], "live") == 0)
    live (self, words[1]);
  else if (g_strcmp0 (words[0], "poll") == 0)
    poll (self, words[1]);
  else if (g_strcmp0 (words[0], "usage") == 0)
    tell_usage ();
  else if (g_strcmp0 (words[0], "size") == 0)
    tell_size (self);
  else
    g_print ("{}\n");
  fflush (stdout);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  Laptop self = {.rows = g_ptr_array_new_with_free_func ((GDestroyNotify)json_node_unref),
                 .ids = g_array_new (FALSE, FALSE, sizeof (gint64))};
  char line[4096];

  if (argc != 2)
    return 2;
  self.store = sat_store_open (argv[1], SAT_STORE_CREATE, NULL, NULL, &error);
  if (self.store == NULL)
    fail (error);
  while (fgets (line, sizeof line, stdin) != NULL) {
    g_auto (GStrv) words = g_strsplit (g_strchomp (line), " ", -1);

    obey (&self, words);
  }
  sat_store_close (self.store);
  g_object_unref (self.store);
  g_ptr_array_unref (self.rows);
  g_array_unref (self.ids);
  return 0;
}
