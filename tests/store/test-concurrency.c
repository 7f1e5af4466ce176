/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Several threads and several processes on one file: whoever reads sees whole changes, and no
 * change is lost. */

#include "config.h"

#include <sys/wait.h>
#include <unistd.h>

#include "sat-test-check.h"
#include "sat-test-store.h"

#define READERS 3
#define CHANGES 60
#define PROCESSES 3

/* Two companies always bear the same name. */
static gboolean
rename_both_cb (SatWriter *writer, gpointer data, GError **error)
{
  const gint64 *ids = data;
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "company");
  g_autofree char *name = g_strdup_printf ("%u", g_random_int ());
  g_auto (SatValue) value = sat_value_text (name);
  SatWriteField write = {sat_type_field (type, "name"), value, SAT_VERSION_NONE};

  return sat_writer_set (writer, ids[0], &write, 1, SAT_ORIGIN_LOCAL, error) &&
         sat_writer_set (writer, ids[1], &write, 1, SAT_ORIGIN_LOCAL, error);
}

static gboolean
add_cb (SatWriter *writer, gpointer data, GError **error)
{
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "company");
  g_autoptr (SatEntry) entry = sat_entry_new (type, 0);

  return sat_entry_set (entry, "name", data, error) && sat_entry_set (entry, "phone", "1", error) &&
         sat_entry_set (entry, "tags", "a", error) &&
         sat_entry_apply (entry, writer, SAT_ORIGIN_LOCAL, TRUE, NULL, error);
}

static gint64
ask (SatReader *reader, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 value = -1;

  sat_connection_query_int (sat_reader_get_connection (reader), sql, 0, &value, &error);
  g_assert_no_error (error);
  return value;
}

/* A change of many chunks, as a large import is one. */
static gboolean
add_many_cb (SatWriter *writer, gpointer data, GError **error)
{
  for (;;) {
    if (!add_cb (writer, (gpointer) "One of many", error) ||
        !sat_writer_commit_chunk (writer, error))
      return FALSE;
    g_atomic_int_inc ((gint *)data);
  }
}

typedef struct {
  SatStore *store;
  gint64 ids[2];
  gint stop; /* atomic */
  gint looks;
} Shared;

static void
assert_whole (SatReader *reader, const Shared *shared)
{
  SatConnection *connection = sat_reader_get_connection (reader);
  g_autoptr (GError) error = NULL;
  gint64 companies;

  g_assert_true (sat_connection_begin_read (connection, &error));
  companies = ask (reader, "SELECT count(*) FROM company");
  g_assert_cmpint (ask (reader, "SELECT count(DISTINCT name) FROM company WHERE id <= 2"), ==, 1);
  g_assert_cmpint (ask (reader, "SELECT count(*) FROM tag"), ==, companies - 2);
  g_assert_cmpint (ask (reader, "SELECT count(*) FROM contact_point"), ==, companies - 2);
  g_assert_cmpint (ask (reader, "SELECT count(*) FROM history WHERE field <> 0"), ==,
                   2 * ask (reader, "SELECT count(DISTINCT value) FROM history"));
  g_assert_true (sat_connection_commit (connection, &error));
  g_assert_no_error (error);
}

static gpointer
read_thread (gpointer data)
{
  Shared *shared = data;
  g_autoptr (GError) error = NULL;
  SatReader *reader = sat_store_open_reader (shared->store, &error);

  g_assert_no_error (error);
  while (!g_atomic_int_get (&shared->stop)) {
    g_autoptr (SatRecord) record = sat_reader_load (reader, shared->ids[0], &error);

    g_assert_no_error (error);
    g_assert_nonnull (sat_record_get_text (record, "name"));
    assert_whole (reader, shared);
    g_atomic_int_inc (&shared->looks);
  }
  sat_reader_unref (reader);
  return NULL;
}

static gpointer
write_thread (gpointer data)
{
  Shared *shared = data;

  for (guint i = 0; i < CHANGES; i++) {
    g_autoptr (GError) error = NULL;

    sat_store_write (shared->store, SAT_CHANGE_EDIT, "add", add_cb, (gpointer) "From a thread",
                     NULL, &error);
    g_assert_no_error (error);
  }
  return NULL;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (sat_store_write_finish (SAT_STORE (source), result, NULL, &error));
  g_assert_no_error (error);
  (*(guint *)data)++;
}

static gboolean
all_written (gpointer data)
{
  return *(guint *)data == CHANGES;
}

static void
start (Shared *shared, SatTestStore *t)
{
  shared->store = t->store;
  shared->ids[0] = sat_test_store_add (t, "company", "name", "0", NULL);
  shared->ids[1] = sat_test_store_add (t, "company", "name", "0", NULL);
  g_assert_cmpint (shared->ids[1], ==, 2);
}

static void
test_threads (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  Shared shared = {0};
  GThread *readers[READERS], *writer;
  guint written = 0;

  start (&shared, t);
  for (guint i = 0; i < READERS; i++)
    readers[i] = g_thread_new ("reader", read_thread, &shared);
  writer = g_thread_new ("writer", write_thread, &shared);
  for (guint i = 0; i < CHANGES; i++)
    sat_store_write_async (t->store, SAT_CHANGE_EDIT, "rename", rename_both_cb, shared.ids, NULL,
                           NULL, written_cb, &written);
  g_assert_true (sat_test_wait_until (all_written, &written, 60000));
  g_thread_join (writer);
  g_atomic_int_set (&shared.stop, 1);
  for (guint i = 0; i < READERS; i++)
    g_thread_join (readers[i]);
  g_assert_cmpint (shared.looks, >, 0);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM change"), ==, 2 + 2 * CHANGES);
  sat_test_check_store (sat_test_store_reader (t));
  sat_test_check_verify (sat_test_store_reader (t));
}

/* A process as satchelctl beside the window. */
static void
work_beside (const char *path)
{
  for (guint i = 0; i < CHANGES / 3; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (SatStore) store = sat_store_open (path, SAT_STORE_DEFAULT, NULL, NULL, &error);

    if (store == NULL || !sat_store_write (store, SAT_CHANGE_EDIT, "add", add_cb,
                                           (gpointer) "From a process", NULL, &error)) {
      g_printerr ("%s\n", error->message);
      _exit (1);
    }
    sat_store_close (store);
  }
  _exit (0);
}

static void
test_processes (void)
{
  g_autoptr (SatTestDir) dir = sat_test_dir_new ();
  g_autofree char *path = sat_test_dir_file (dir, "shared.db");
  g_autoptr (GError) error = NULL;
  g_autoptr (SatStore) store = sat_store_open (path, SAT_STORE_CREATE, NULL, NULL, &error);
  pid_t children[PROCESSES];
  SatReader *reader;

  g_assert_no_error (error);
  sat_store_close (store);
  g_clear_object (&store);
  for (guint i = 0; i < PROCESSES; i++) {
    children[i] = fork ();
    g_assert_cmpint (children[i], >=, 0);
    if (children[i] == 0)
      work_beside (path);
  }
  /* The window, open all the time. */
  store = sat_store_open (path, SAT_STORE_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < CHANGES; i++) {
    sat_store_write (store, SAT_CHANGE_EDIT, "add", add_cb, (gpointer) "From the window", NULL,
                     &error);
    g_assert_no_error (error);
    sat_store_poll (store);
  }
  for (guint i = 0; i < PROCESSES; i++) {
    int status;

    g_assert_cmpint (waitpid (children[i], &status, 0), ==, children[i]);
    g_assert_cmpint (status, ==, 0);
  }
  reader = sat_store_get_reader (store, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ask (reader, "SELECT count(*) FROM company"), ==,
                   CHANGES + PROCESSES * (CHANGES / 3));
  g_assert_cmpint (ask (reader, "SELECT count(*) FROM change"), ==,
                   CHANGES + PROCESSES * (CHANGES / 3));
  g_assert_cmpint (ask (reader, "SELECT count(DISTINCT hlc) FROM change"), ==,
                   CHANGES + PROCESSES * (CHANGES / 3));
  sat_test_check_store (reader);
  sat_test_check_verify (reader);
  sat_store_close (store);
}

static gpointer
release_thread (gpointer data)
{
  g_usleep (300 * 1000);
  sat_connection_rollback (data);
  return NULL;
}

/* Who holds the file for a moment is waited for; who holds on to it is named, and nothing is
 * written. */
static void
test_locked (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (GError) error = NULL;
  g_autoptr (SatConnection) other = sat_connection_open (t->path, SAT_OPEN_WRITE, &error);
  GThread *thread;

  g_assert_no_error (error);
  g_assert_true (sat_connection_begin (other, &error));
  thread = g_thread_new ("release", release_thread, other);
  sat_test_store_add (t, "team", "name", "East", NULL);
  g_thread_join (thread);
  g_assert_true (sat_connection_begin (other, &error));
  g_assert_false (
      sat_store_write (t->store, SAT_CHANGE_EDIT, "add", add_cb, (gpointer) "No", NULL, &error));
  g_assert_error (error, SAT_DB_ERROR, SAT_DB_ERROR_BUSY);
  g_clear_error (&error);
  /* Reading goes on. */
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM change"), ==, 1);
  sat_connection_rollback (other);
  sat_test_store_add (t, "team", "name", "West", NULL);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM company"), ==, 0);
  sat_test_check_verify (sat_test_store_reader (t));
}

typedef struct {
  SatStore *store;
  SatWriteFunc func;
  gint written; /* atomic */
} Late;

/* Writes until it is told that the store is closed. */
static gpointer
late_thread (gpointer data)
{
  Late *late = data;
  g_autoptr (GError) error = NULL;

  while (sat_store_write (
      late->store, SAT_CHANGE_EDIT, "late", late->func,
      late->func == add_many_cb ? (gpointer)&late->written : (gpointer) "One more", NULL, &error))
    g_atomic_int_inc (&late->written);
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CLOSED);
  return NULL;
}

/* Asked for by a window that closes while an undo or an import is at work. */
static void
close_under (SatWriteFunc func)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  Late late = {.store = t->store, .func = func};
  GThread *thread = g_thread_new ("late", late_thread, &late);
  g_autoptr (GError) error = NULL;

  while (g_atomic_int_get (&late.written) < 5)
    g_thread_yield ();
  sat_store_close (t->store);
  g_thread_join (thread);
  g_assert_false (sat_store_write (t->store, SAT_CHANGE_EDIT, "too late", add_cb,
                                   (gpointer) "Too late", NULL, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CLOSED);
  sat_test_store_reopen (t);
  sat_test_check_verify (sat_test_store_reader (t));
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM company"), ==,
                   /* The last chunk is written, and learns then that it is the last. */
                   late.written + (func == add_many_cb));
}

static void
test_close (void)
{
  for (guint i = 0; i < 20; i++) {
    close_under (add_cb);
    close_under (add_many_cb);
  }
}

static void
refused_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (sat_store_write_finish (SAT_STORE (source), result, NULL, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CLOSED);
  *(guint *)data = CHANGES;
}

static void
test_closed (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  guint refused = 0;

  sat_store_close (t->store);
  sat_store_write_async (t->store, SAT_CHANGE_EDIT, "too late", add_cb, (gpointer) "Too late", NULL,
                         NULL, refused_cb, &refused);
  g_assert_true (sat_test_wait_until (all_written, &refused, 10000));
}

static SatRegistry *
registry_after_poll (SatTestStore *t)
{
  g_autoptr (SatRegistry) registry = NULL;

  sat_store_poll (t->store);
  registry = sat_store_ref_registry (t->store);
  return registry; /* the store has it as well */
}

/* What another process writes makes no other registry, unless it is a field. */
static void
test_same_registry (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_DEFAULT);
  g_autoptr (GError) error = NULL;
  g_autoptr (SatStore) other = NULL;
  SatTestStore second = {.store = NULL};
  SatRegistry *first;

  sat_test_store_add (t, "custom_field", "record_type", "company", "name", "seats", "label",
                      "Seats", "kind", "integer", NULL);
  other = sat_store_open (t->path, SAT_STORE_DEFAULT, NULL, t->clock, &error);
  g_assert_no_error (error);
  second = (SatTestStore){.path = t->path, .clock = t->clock, .store = other};
  sat_test_store_add (&second, "company", "name", "Acme", NULL);
  first = registry_after_poll (t);
  sat_test_store_add (&second, "company", "name", "Other", NULL);
  g_assert_true (registry_after_poll (t) == first);
  sat_test_store_add (&second, "custom_field", "record_type", "company", "name", "chairs", "label",
                      "Chairs", "kind", "integer", NULL);
  g_assert_true (registry_after_poll (t) != first);
  g_assert_nonnull (
      sat_type_field (sat_registry_type (registry_after_poll (t), "company"), "chairs"));
  sat_store_close (other);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/concurrency/processes", test_processes);
  g_test_add_func ("/concurrency/threads", test_threads);
  g_test_add_func ("/concurrency/locked", test_locked);
  g_test_add_func ("/concurrency/close", test_close);
  g_test_add_func ("/concurrency/closed", test_closed);
  g_test_add_func ("/concurrency/same-registry", test_same_registry);
  return g_test_run ();
}
