/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What every implementation of the storage interface does. */

#include "config.h"

#include "sat-sqlite-storage.h"
#include "sat-test.h"
#include "storage-fixture.h"

#include <string.h>

typedef struct {
  SatTestDir *dir;
  char *path;
  SatStorage *storage;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->dir = sat_test_dir_new ();
  fixture->path = sat_test_dir_file (fixture->dir, "data.db");
  fixture->storage = sat_sqlite_storage_open (fixture->path, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  sat_storage_close (fixture->storage);
  g_free (fixture->path);
  sat_test_dir_free (fixture->dir);
}

static void
put (SatTransaction *transaction, guint8 number, guint8 root, const char *type, const char *fields)
{
  SatStoredRecord record = {.id = id_of (number),
                            .root = id_of (root),
                            .type = type,
                            .seq = number,
                            .clocks = (char *)"0000000000000001:1",
                            .fields = (char *)fields};

  g_assert_true (transaction->api->put_record (transaction, &record, NULL));
}

static gboolean
is_there (SatTransaction *transaction, guint8 number)
{
  g_autoptr (SatStoredRecord) record = NULL;
  SatUuid id = id_of (number);

  g_assert_true (sat_transaction_record (transaction, &id, &record, NULL));
  return record != NULL;
}

static GPtrArray *
new_records (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_record_free);
}

/* The last bytes of the ids, in their order. */
static void
assert_records (GPtrArray *records, const char *numbers)
{
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < records->len; i++)
    g_string_append_printf (found, "%s%u", i > 0 ? " " : "",
                            ((SatStoredRecord *)g_ptr_array_index (records, i))->id.bytes[15]);
  g_assert_cmpstr (found->str, ==, numbers);
}

static void
test_snapshots (Fixture *fixture, gconstpointer data)
{
  SatTransaction *before = begin (fixture->storage, FALSE),
                 *writing = begin (fixture->storage, TRUE), *after;
  gint64 seq, head;

  put (writing, 1, 1, "company", "{}");
  g_assert_true (writing->api->next_seq (writing, &seq, NULL));
  g_assert_cmpint (seq, ==, 1);
  g_assert_false (is_there (before, 1));
  commit (writing);
  g_assert_false (is_there (before, 1));
  g_assert_true (before->api->head (before, &head, NULL));
  g_assert_cmpint (head, ==, 0);
  after = begin (fixture->storage, FALSE);
  g_assert_true (is_there (after, 1));
  g_assert_true (after->api->head (after, &head, NULL));
  g_assert_cmpint (head, ==, 1);
  sat_transaction_free (after);
  sat_transaction_free (before);
}

static void
test_undo (Fixture *fixture, gconstpointer data)
{
  SatTransaction *transaction = begin (fixture->storage, TRUE);

  g_assert_true (transaction->api->save (transaction, NULL));
  put (transaction, 1, 1, "company", "{}");
  g_assert_true (transaction->api->keep (transaction, NULL));
  g_assert_true (transaction->api->save (transaction, NULL));
  put (transaction, 2, 2, "company", "{}");
  transaction->api->undo (transaction);
  g_assert_true (is_there (transaction, 1));
  g_assert_false (is_there (transaction, 2));
  commit (transaction);
  transaction = begin (fixture->storage, TRUE);
  put (transaction, 3, 3, "company", "{}");
  sat_transaction_free (transaction);
  transaction = begin (fixture->storage, FALSE);
  g_assert_true (is_there (transaction, 1));
  g_assert_false (is_there (transaction, 3));
  sat_transaction_free (transaction);
}

static gpointer
write_thread (gpointer data)
{
  Fixture *fixture = data;

  for (guint i = 0; i < 20; i++) {
    SatTransaction *transaction = begin (fixture->storage, TRUE);
    g_autofree char *text = NULL;
    g_autofree char *next = NULL;
    gint64 seq;

    g_assert_true (transaction->api->meta (transaction, "n", &text, NULL));
    next = g_strdup_printf ("%d", text != NULL ? atoi (text) + 1 : 1);
    g_assert_true (transaction->api->put_meta (transaction, "n", next, NULL));
    g_assert_true (transaction->api->next_seq (transaction, &seq, NULL));
    commit (transaction);
  }
  return NULL;
}

/* Writes go one after another. */
static void
test_writers (Fixture *fixture, gconstpointer data)
{
  GThread *threads[4];
  SatTransaction *transaction;
  g_autofree char *text = NULL;
  gint64 head;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("write", write_thread, fixture);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  transaction = begin (fixture->storage, FALSE);
  g_assert_true (transaction->api->meta (transaction, "n", &text, NULL));
  g_assert_cmpstr (text, ==, "80");
  g_assert_true (transaction->api->head (transaction, &head, NULL));
  g_assert_cmpint (head, ==, 80);
  sat_transaction_free (transaction);
}

static void
test_numbers (Fixture *fixture, gconstpointer data)
{
  SatTransaction *transaction = begin (fixture->storage, TRUE);
  gint64 seq;

  g_assert_true (transaction->api->raise_head (transaction, 100, NULL));
  g_assert_true (transaction->api->raise_head (transaction, 50, NULL));
  commit (transaction);
  sat_storage_close (fixture->storage);
  fixture->storage = sat_sqlite_storage_open (fixture->path, NULL);
  transaction = begin (fixture->storage, TRUE);
  g_assert_true (transaction->api->next_seq (transaction, &seq, NULL));
  g_assert_cmpint (seq, ==, 101);
  sat_transaction_free (transaction);
}

static void
test_records (Fixture *fixture, gconstpointer data)
{
  SatTransaction *transaction = begin (fixture->storage, TRUE);
  g_autoptr (GPtrArray) some = new_records ();
  g_autoptr (GPtrArray) children = new_records ();
  g_autoptr (GPtrArray) rest = new_records ();
  g_autoptr (GPtrArray) notes = new_records ();
  g_autoptr (SatStoredRecord) record = NULL;
  SatUuid ids[] = {id_of (3), id_of (9), id_of (1)};
  SatStoredRecord deleted = {.id = id_of (2),
                             .root = id_of (1),
                             .type = "note",
                             .seq = 7,
                             .deleted_seq = 7,
                             .merged_into = id_of (3),
                             .clocks = (char *)"0000000000000001:1 !=0000000000000002:1",
                             .fields = (char *)"{\"body\":\"x\"}"};

  put (transaction, 3, 1, "note", "{}");
  put (transaction, 1, 1, "company", "{}");
  put (transaction, 2, 1, "note", "{}");
  g_assert_true (transaction->api->put_record (transaction, &deleted, NULL));
  g_assert_true (transaction->api->records (transaction, ids, 3, some, NULL));
  assert_records (some, "3 1"); /* as asked; what is not there is left out */
  g_assert_true (transaction->api->children (transaction, &ids[2], NULL, 9, children, NULL));
  assert_records (children, "2 3");
  g_assert_true (transaction->api->children (transaction, &ids[2], &deleted.id, 9, rest, NULL));
  assert_records (rest, "3");
  g_assert_true (transaction->api->of_type (transaction, "note", NULL, 1, notes, NULL));
  assert_records (notes, "2");
  g_assert_true (sat_transaction_record (transaction, &deleted.id, &record, NULL));
  g_assert_cmpint (record->deleted_seq, ==, 7);
  g_assert_true (sat_uuid_equal (&record->merged_into, &deleted.merged_into));
  g_assert_cmpstr (record->clocks, ==, deleted.clocks);
  g_assert_cmpstr (record->fields, ==, deleted.fields);
  g_assert_true (transaction->api->remove_record (transaction, &deleted.id, NULL));
  g_assert_false (is_there (transaction, 2));
  sat_transaction_free (transaction);
}

static gboolean
visited_cb (const SatStoredRecord *record, gpointer data, GError **error)
{
  g_ptr_array_add (data, sat_stored_record_copy (record));
  return TRUE;
}

static gboolean
refused_cb (const SatStoredRecord *record, gpointer data, GError **error)
{
  ++*(guint *)data;
  g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_TOO_LARGE, "enough");
  return FALSE;
}

/* Roots of the sets that are asked for, and what hangs from them. */
static void
test_visit (Fixture *fixture, gconstpointer data)
{
  SatTransaction *transaction = begin (fixture->storage, TRUE);
  g_autoptr (GPtrArray) some = new_records ();
  g_autoptr (GError) error = NULL;
  static const char *const mine[] = {"own:a", NULL}, *const theirs[] = {"own:b", NULL};
  guint8 sees[8] = {0};
  guint set, other, n = 0;
  SatUuid ids[] = {id_of (1), id_of (2)};

  put (transaction, 1, 1, "company", "{\"name\":\"x\"}");
  put (transaction, 2, 2, "company", "{}");
  put (transaction, 3, 1, "note", "{}");
  put (transaction, 4, 2, "note", "{}");
  g_assert_true (transaction->api->scope_set (transaction, "company", mine, &set, NULL));
  g_assert_true (transaction->api->scope_set (transaction, "company", theirs, &other, NULL));
  g_assert_true (transaction->api->put_root_set (transaction, &ids[0], set, NULL));
  g_assert_true (transaction->api->put_root_set (transaction, &ids[1], other, NULL));
  sees[set] = 1;
  g_assert_true (transaction->api->visit (transaction, &(SatSetFilter){sees, sizeof sees},
                                          visited_cb, some, NULL));
  assert_records (some, "1 3");
  g_assert_cmpstr (((SatStoredRecord *)some->pdata[0])->fields, ==, "{\"name\":\"x\"}");
  g_assert_false (transaction->api->visit (transaction, &(SatSetFilter){sees, sizeof sees},
                                           refused_cb, &n, &error));
  g_assert_error (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_TOO_LARGE);
  g_assert_cmpuint (n, ==, 1);
  sat_transaction_free (transaction);
}

static void
test_referrers (Fixture *fixture, gconstpointer data)
{
  SatTransaction *transaction = begin (fixture->storage, TRUE);
  SatUuid company = id_of (1);
  g_autofree char *text = sat_uuid_to_string (&company);
  g_autofree char *names = g_strdup_printf ("{\"company\":{\"r\":\"%s\"}}", text);
  g_autofree char *parent = g_strdup_printf ("{\"parent\":{\"r\":\"%s\"}}", text);
  g_autoptr (GPtrArray) contacts = new_records ();
  g_autoptr (GPtrArray) both = new_records ();
  g_autoptr (GPtrArray) companies = new_records ();
  g_autoptr (GPtrArray) none = new_records ();

  put (transaction, 1, 1, "company", "{}");
  put (transaction, 2, 2, "contact", names);
  put (transaction, 3, 3, "contact", "{\"company\":{\"n\":\"Acme\"}}");
  put (transaction, 4, 4, "opportunity", names);
  put (transaction, 5, 5, "company", parent);
  g_assert_true (
      transaction->api->referrers (transaction, "contact", "company", &company, contacts, NULL));
  assert_records (contacts, "2");
  g_assert_true (transaction->api->referrers (transaction, NULL, "company", &company, both, NULL));
  assert_records (both, "2 4");
  g_assert_true (
      transaction->api->referrers (transaction, "company", "parent", &company, companies, NULL));
  assert_records (companies, "5");
  put (transaction, 2, 2, "contact", "{}");
  g_assert_true (
      transaction->api->referrers (transaction, "contact", "company", &company, none, NULL));
  assert_records (none, "");
  sat_transaction_free (transaction);
}

/* A number that was made and undone is not remembered; a root has one set. */
static void
test_sets (Fixture *fixture, gconstpointer data)
{
  SatTransaction *transaction = begin (fixture->storage, TRUE);
  const SatStorageApi *api = transaction->api;
  static const char *const mine[] = {"own:a", NULL}, *const theirs[] = {"own:b", NULL};
  SatUuid root = id_of (1);
  guint set, again, other;
  gboolean added, known;

  g_assert_true (api->save (transaction, NULL));
  g_assert_true (api->scope_set (transaction, "company", mine, &set, NULL));
  g_assert_true (api->scope_set (transaction, "company", mine, &again, NULL));
  g_assert_cmpuint (again, ==, set);
  g_assert_true (api->scope_set (transaction, "contact", mine, &other, NULL));
  g_assert_cmpuint (other, !=, set);
  g_assert_true (api->scope_set (transaction, "company", mine, &again, NULL));
  g_assert_cmpuint (again, ==, set);
  api->undo (transaction);
  g_assert_true (api->scope_set (transaction, "company", theirs, &other, NULL));
  g_assert_true (api->scope_set (transaction, "company", mine, &again, NULL));
  g_assert_cmpuint (again, !=, other);
  g_assert_true (api->add_root_set (transaction, &root, other, &added, NULL));
  g_assert_true (added);
  g_assert_true (api->add_root_set (transaction, &root, again, &added, NULL));
  g_assert_false (added);
  g_assert_true (api->root_set (transaction, &root, &set, &known, NULL));
  g_assert_true (known);
  g_assert_cmpuint (set, ==, other);
  sat_transaction_free (transaction);
}

static void
test_lookups (Fixture *fixture, gconstpointer data)
{
  SatTransaction *transaction = begin (fixture->storage, TRUE);
  const SatStorageApi *api = transaction->api;
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (SatUuid));
  SatUuid a = id_of (1), b = id_of (2);

  g_assert_true (api->add_lookup (transaction, "company", "name", "acme", &b, NULL));
  g_assert_true (api->add_lookup (transaction, "company", "name", "acme", &a, NULL));
  g_assert_true (api->add_lookup (transaction, "company", "name", "acme", &a, NULL));
  g_assert_true (api->add_lookup (transaction, "company", "code", "acme", &a, NULL));
  g_assert_true (api->lookup (transaction, "company", "name", "acme", found, NULL));
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_true (sat_uuid_equal (&g_array_index (found, SatUuid, 0), &a));
  g_assert_true (api->remove_lookup (transaction, "company", "name", "acme", &a, NULL));
  g_array_set_size (found, 0);
  g_assert_true (api->lookup (transaction, "company", "name", "acme", found, NULL));
  g_assert_cmpuint (found->len, ==, 1);
  sat_transaction_free (transaction);
}

static SatStoredHistory
past (guint8 number, guint8 record, gint64 seq)
{
  return (SatStoredHistory){.id = id_of (number),
                            .u = id_of (77),
                            .record = id_of (record),
                            .root = id_of (1),
                            .author = id_of (5),
                            .type = "note",
                            .field = (char *)"body",
                            .value = (char *)"\"x\"",
                            .from = {1, 2},
                            .to = {G_MAXINT64, G_MAXUINT32},
                            .fate = "replaced",
                            .name = (char *)"Ann",
                            .device = G_MAXUINT32,
                            .edited = 3,
                            .arrived = 4,
                            .seq = seq};
}

static void
test_history (Fixture *fixture, gconstpointer data)
{
  SatTransaction *transaction = begin (fixture->storage, TRUE);
  const SatStorageApi *api = transaction->api;
  SatStoredHistory rows[] = {past (12, 2, 5), past (11, 2, 6), past (13, 3, 6), past (11, 3, 9)};
  g_autoptr (GPtrArray) of_record =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_history_free);
  g_autoptr (GPtrArray) of_root =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_history_free);
  const SatStoredHistory *row;
  SatUuid root = id_of (1), other = id_of (9);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_true (api->add_history (transaction, &rows[i], NULL));
  g_assert_true (api->history_of_record (transaction, &rows[0].record, 5, of_record, NULL));
  g_assert_cmpuint (of_record->len, ==, 1);
  row = g_ptr_array_index (of_record, 0);
  g_assert_cmpuint (row->id.bytes[15], ==, 11); /* the first one with this id stays */
  g_assert_cmpint (row->seq, ==, 6);
  g_assert_true (sat_version_compare (&row->to, &rows[0].to) == 0);
  g_assert_cmpuint (row->device, ==, G_MAXUINT32);
  g_assert_cmpstr (row->value, ==, "\"x\"");
  g_assert_true (api->move_history (transaction, &rows[2].record, &other, NULL));
  g_assert_true (api->history_of_root (transaction, &root, NULL, 9, of_root, NULL));
  g_assert_cmpuint (of_root->len, ==, 2);
  row = g_ptr_array_index (of_root, 0);
  g_assert_cmpuint (row->id.bytes[15], ==, 11);
  g_assert_true (api->remove_history (transaction, &rows[0].record, NULL));
  g_ptr_array_set_size (of_root, 0);
  g_assert_true (api->history_of_root (transaction, &root, NULL, 9, of_root, NULL));
  g_assert_cmpuint (of_root->len, ==, 0);
  sat_transaction_free (transaction);
}

static gint64
first_result (SatTransaction *transaction)
{
  g_autoptr (GPtrArray) results =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_result_free);

  g_assert_true (transaction->api->results (transaction, 4, 0, 9, results, NULL));
  g_assert_cmpuint (results->len, >, 0);
  return ((SatStoredResult *)g_ptr_array_index (results, 0))->m;
}

static void
test_devices (Fixture *fixture, gconstpointer data)
{
  SatTransaction *transaction = begin (fixture->storage, TRUE);
  const SatStorageApi *api = transaction->api;
  SatStoredDevice device = {.device = G_MAXUINT32, .last_m = 3, .durable_m = 2, .hash = {7}}, read;
  g_autoptr (GPtrArray) results =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_result_free);
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_result_free);
  SatUuid unknown = id_of (99);

  g_assert_true (api->device (transaction, 5, &read, NULL));
  g_assert_cmpint (read.last_m, ==, 0);
  g_assert_cmpuint (read.device, ==, 5);
  g_assert_true (api->put_device (transaction, &device, NULL));
  g_assert_true (api->device (transaction, G_MAXUINT32, &read, NULL));
  g_assert_cmpint (read.last_m, ==, 3);
  g_assert_cmpint (read.durable_m, ==, 2);
  g_assert_cmpmem (read.hash, 32, device.hash, 32);
  for (guint8 m = 3; m > 0; m--) {
    SatStoredResult result = {.device = 4, .m = m, .u = id_of (m), .hash = {m}, .arrived = 10 * m};

    result.result = m == 2 ? (char *)"{\"m\":2}" : NULL;
    g_assert_true (api->add_result (transaction, &result, NULL));
  }
  g_assert_true (api->results (transaction, 4, 2, 9, results, NULL));
  g_assert_cmpuint (results->len, ==, 2);
  g_assert_cmpstr (((SatStoredResult *)g_ptr_array_index (results, 0))->result, ==, "{\"m\":2}");
  g_assert_true (api->results_of (transaction, &unknown, found, NULL));
  g_assert_cmpuint (found->len, ==, 0);
  unknown = id_of (3);
  g_assert_true (api->results_of (transaction, &unknown, found, NULL));
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpint (((SatStoredResult *)g_ptr_array_index (found, 0))->m, ==, 3);
  g_assert_cmpint (((SatStoredResult *)g_ptr_array_index (found, 0))->arrived, ==, 30);

  /* Neither the last ones nor the young ones are forgotten. */
  device.device = 4;
  g_assert_true (api->put_device (transaction, &device, NULL));
  g_assert_true (api->forget_results (transaction, 2, 1000, NULL));
  g_assert_cmpint (first_result (transaction), ==, 2);
  g_assert_true (api->forget_results (transaction, 0, 20, NULL));
  g_assert_cmpint (first_result (transaction), ==, 2);
  g_assert_true (api->forget_results (transaction, 0, 21, NULL));
  g_assert_cmpint (first_result (transaction), ==, 3);
  sat_transaction_free (transaction);
}

static void
test_bad_files (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = sat_test_dir_write (fixture->dir, "bad.db", "nonsense", -1);
  g_autoptr (GError) error = NULL;

  g_assert_null (sat_sqlite_storage_open (path, &error));
  g_assert_nonnull (error);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/storage/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("snapshots", test_snapshots);
  ADD ("undo", test_undo);
  ADD ("writers", test_writers);
  ADD ("numbers", test_numbers);
  ADD ("records", test_records);
  ADD ("visit", test_visit);
  ADD ("referrers", test_referrers);
  ADD ("sets", test_sets);
  ADD ("lookups", test_lookups);
  ADD ("history", test_history);
  ADD ("devices", test_devices);
  ADD ("bad-files", test_bad_files);
  return g_test_run ();
}
