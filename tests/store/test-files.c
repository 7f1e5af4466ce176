/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The files of attachments: taken in, named, kept, given out, removed. */
#include "config.h"

#include "sat-files.h"
#include "sat-test-raw.h"
#include "sat-verify.h"
#include "sat-wipe.h"
#include "sync-fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define DAY_US (G_GINT64_CONSTANT (24) * 60 * 60 * G_USEC_PER_SEC)

static gint64
attach (SatTestStore *t, gint64 about, const char *name, const char *content)
{
  g_autofree char *path = sat_test_dir_write (t->dir, name, content, -1);
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (sources, g_file_new_for_path (path));
  sat_clock_fake_advance (t->clock, G_USEC_PER_SEC);
  sat_files_attach (t->store, about, sources, NULL, ids, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, 1);
  g_unlink (path);
  return g_array_index (ids, gint64, 0);
}

static char *
hash_of (SatTestStore *t, gint64 attachment)
{
  return sat_test_store_text (t, attachment, "sha256");
}

static gboolean
is_here (SatTestStore *t, const char *hash)
{
  g_autofree char *path = sat_files_path (t->path, hash);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static SatFileState
state_of (SatTestStore *t, const char *hash)
{
  g_autoptr (GError) error = NULL;
  SatFileState state;

  sat_files_state (sat_test_store_reader (t), hash, &state, &error);
  g_assert_no_error (error);
  return state;
}

static void
assert_saved (SatTestStore *t, const char *hash, const char *content)
{
  g_autofree char *path = sat_test_dir_file (t->dir, "saved");
  g_autoptr (GFile) to = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;

  sat_files_save (t->store, hash, to, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &found, NULL, NULL));
  g_assert_cmpstr (found, ==, content);
}

static gboolean
is_sound (SatTestStore *t)
{
  g_autoptr (GPtrArray) checks = sat_verify (sat_test_store_reader (t), NULL, NULL);
  gboolean sound = TRUE;

  for (guint i = 0; i < checks->len; i++)
    sound &= ((SatCheck *)checks->pdata[i])->ok;
  return sound;
}

static void
sweep (SatTestStore *t)
{
  g_autoptr (GError) error = NULL;

  sat_files_sweep (t->store, &error);
  g_assert_no_error (error);
}

static void
undo (SatTestStore *t)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatUndoReport) report G_GNUC_UNUSED = sat_undo_last (t->store, &error);

  g_assert_no_error (error);
}

static void
test_attach (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_CREATE);
  gint64 company = sat_test_store_add (t, "company", "name", "Acme", NULL);
  gint64 first = attach (t, company, "Offer.pdf", "%PDF-1.4 one");
  gint64 second = attach (t, company, "photo.png", "two");
  g_autofree char *hash = hash_of (t, first);
  g_autoptr (GPtrArray) files = sat_files_of (sat_test_store_reader (t), company, NULL);

  g_assert_cmpuint (files->len, ==, 2);
  g_assert_cmpint (sat_record_get_id (files->pdata[0]), ==, second);
  g_assert_cmpint (sat_files_time (files->pdata[0]), >, SAT_TEST_STORE_NOW);
  sat_test_store_assert_text (t, first, "name", "Offer.pdf");
  sat_test_store_assert_text (t, first, "mime", "application/pdf");
  sat_test_store_assert_text (t, first, "size", "12");
  sat_test_store_assert_text (t, first, "company", "Acme");
  g_assert_cmpint (state_of (t, hash), ==, SAT_FILE_HERE);
  assert_saved (t, hash, "%PDF-1.4 one");
  g_assert_true (is_sound (t));
  undo (t);
  undo (t);
  g_clear_pointer (&files, g_ptr_array_unref);
  files = sat_files_of (sat_test_store_reader (t), company, NULL);
  g_assert_cmpuint (files->len, ==, 0);
}

static void
assert_refused (SatTestStore *t, gint64 about, const char *path, int code)
{
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  gint64 before = sat_test_store_sql_int (t, "SELECT count(*) FROM attachment");
  g_autofree char *folder = sat_files_folder (t->path);
  g_autoptr (GDir) dir = NULL;

  g_ptr_array_add (sources, g_file_new_for_path (path));
  g_assert_false (sat_files_attach (t->store, about, sources, NULL, NULL, NULL, &error));
  if (code >= 0)
    g_assert_error (error, SAT_MODEL_ERROR, code);
  else
    g_assert_nonnull (error);
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM attachment"), ==, before);
  /* Nothing is left of what was tried. */
  dir = g_dir_open (folder, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
}

static void
test_refused (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_CREATE);
  gint64 company = sat_test_store_add (t, "company", "name", "Acme", NULL);
  gint64 team = sat_test_store_add (t, "team", "name", "North", NULL);
  g_autofree char *file = sat_test_dir_write (t->dir, "a.txt", "text", -1);
  g_autofree char *large = sat_test_dir_write (t->dir, "large", "", 0);

  assert_refused (t, company, sat_test_dir_path (t->dir), SAT_MODEL_ERROR_INVALID);
  assert_refused (t, team, file, SAT_MODEL_ERROR_INVALID);
  assert_refused (t, company, "/nowhere/at/all", -1);
  g_assert_cmpint (truncate (large, SAT_FILES_MOST_BYTES + 1), ==, 0);
  assert_refused (t, company, large, SAT_MODEL_ERROR_INVALID);
}

static void
test_names (void)
{
  static const char *const names[][2] = {
      {"Offer.pdf", "Offer.pdf"},
      {"../../etc/passwd", "_.._etc_passwd"},
      {"..\\x", "_x"},
      {".hidden", "hidden"},
      {"  a b  ", "a b"},
      {"line\nbreak\x01", "linebreak"},
      {"invoice\xe2\x80\xae"
       "fdp.exe",
       "invoicefdp.exe"},
      {"…日本.txt", "…日本.txt"},
      {"", "file"},
      {"...", "file"},
      {NULL, "file"},
      {"bad\xff.txt", "bad\xef\xbf\xbd.txt"},
  };
  g_autofree char *long_name = g_strnfill (3000, 'x');
  g_autofree char *cut = sat_files_safe_name (long_name);
  g_autoptr (GString) chinese = g_string_new ("ab");
  g_autofree char *whole = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *safe = sat_files_safe_name (names[i][0]);

    g_assert_cmpstr (safe, ==, names[i][1]);
  }
  g_assert_cmpuint (strlen (cut), ==, 200);
  /* A letter of three bytes is not torn, and the end tells what it is. */
  for (guint i = 0; i < 90; i++)
    g_string_append (chinese, "报");
  g_string_append (chinese, ".txt");
  whole = sat_files_safe_name (chinese->str);
  g_assert_true (g_utf8_validate (whole, -1, NULL));
  g_assert_cmpuint (strlen (whole), ==, 198);
  g_assert_true (g_str_has_suffix (whole, "报.txt"));
}

static void
test_hashes (void)
{
  g_autofree char *digits = g_strnfill (64, 'a');
  g_autofree char *longer = g_strnfill (65, 'a');
  g_autofree char *upper = g_strnfill (64, 'A');

  g_assert_true (sat_blob_is_hash (digits));
  g_assert_false (sat_blob_is_hash (longer));
  g_assert_false (sat_blob_is_hash (upper));
  g_assert_false (sat_blob_is_hash (""));
  g_assert_false (sat_blob_is_hash (NULL));
  digits[0] = '/';
  g_assert_false (sat_blob_is_hash (digits));
}

/* What another program wrote as a checksum leads to no path. */
static void
test_foreign (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_CREATE);

  sat_test_store_add (t, "attachment", "name", "x", "sha256", "../../etc/passwd", NULL);
  g_assert_cmpint (state_of (t, "../../etc/passwd"), ==, SAT_FILE_NONE);
  g_assert_true (is_sound (t));
  sweep (t);
}

static void
test_open (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_CREATE);
  gint64 company = sat_test_store_add (t, "company", "name", "Acme", NULL);
  gint64 text = attach (t, company, "a.txt", "text");
  gint64 script = attach (t, company, "innocent.pdf", "#!/bin/sh\nrm -rf ~\n");
  gint64 desktop = attach (t, company, "x.desktop", "[Desktop Entry]\nExec=rm\n");
  const gint64 programs[] = {script, desktop};
  g_autoptr (SatRecord) record = sat_reader_load (sat_test_store_reader (t), text, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *again = NULL;
  g_autofree char *content = NULL;

  path = sat_files_open (t->store, record, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (path, "/a.txt"));
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "text");
  again = sat_files_open (t->store, record, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (programs); i++) {
    g_autoptr (SatRecord) program = sat_reader_load (sat_test_store_reader (t), programs[i], NULL);

    g_assert_null (sat_files_open (t->store, program, NULL, &error));
    g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT);
    g_clear_error (&error);
  }
  sat_test_store_delete (t, text);
  sweep (t);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* A deleted one can come back for a week. */
static void
test_sweep (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_CREATE);
  gint64 company = sat_test_store_add (t, "company", "name", "Acme", NULL);
  gint64 one = attach (t, company, "a", "one"), same = attach (t, company, "b", "one");
  gint64 two = attach (t, company, "c", "two");
  g_autofree char *hash = hash_of (t, one);
  g_autofree char *other = hash_of (t, two);

  sat_test_store_delete (t, one);
  sat_test_store_delete (t, two);
  sweep (t);
  g_assert_true (is_here (t, hash));
  g_assert_true (is_here (t, other));
  undo (t);
  sat_test_store_assert_text (t, two, "name", "c");
  sat_test_store_delete (t, two);
  sat_clock_fake_advance (t->clock, 6 * DAY_US);
  sweep (t);
  g_assert_true (is_here (t, other));
  sat_clock_fake_advance (t->clock, 2 * DAY_US);
  sweep (t);
  g_assert_true (is_here (t, hash));
  g_assert_false (is_here (t, other));
  sat_test_store_delete (t, same);
  sat_clock_fake_advance (t->clock, 8 * DAY_US);
  sweep (t);
  g_assert_false (is_here (t, hash));
  g_assert_cmpint (sat_test_store_sql_int (t, "SELECT count(*) FROM blob"), ==, 0);
}

static void
test_verify (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_CREATE);
  gint64 company = sat_test_store_add (t, "company", "name", "Acme", NULL);
  g_autofree char *hash = hash_of (t, attach (t, company, "a", "one"));
  g_autofree char *path = sat_files_path (t->path, hash);
  g_autoptr (GFile) to = NULL;
  g_autofree char *saved = sat_test_dir_file (t->dir, "saved");
  g_autoptr (GError) error = NULL;

  g_assert_true (is_sound (t));
  g_assert_true (g_file_set_contents (path, "eno", -1, NULL));
  g_assert_false (is_sound (t));
  to = g_file_new_for_path (saved);
  g_assert_false (sat_files_save (t->store, hash, to, NULL, &error));
  g_assert_error (error, SAT_STORE_ERROR, SAT_STORE_ERROR_CONFLICT);
  g_assert_false (g_file_test (saved, G_FILE_TEST_EXISTS));
  g_assert_false (is_here (t, hash));
  g_assert_false (is_sound (t));
}

static void
test_backup (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_CREATE);
  gint64 company = sat_test_store_add (t, "company", "name", "Acme", NULL);
  g_autofree char *hash = hash_of (t, attach (t, company, "a", "one"));
  g_autofree char *backup = sat_test_dir_file (t->dir, "backup.db");
  g_autofree char *folder = sat_files_folder (t->path);
  g_autoptr (GError) error = NULL;

  g_assert_true (sat_store_backup (t->store, backup, NULL, NULL, NULL));
  g_assert_true (sat_files_backup (t->store, backup, NULL, NULL));
  g_assert_true (sat_wipe_folder (folder, NULL));
  g_assert_false (is_sound (t));
  sat_files_restore (backup, t->path, NULL, &error);
  g_assert_no_error (error);
  assert_saved (t, hash, "one");
  g_assert_true (is_sound (t));
}

static guint
length_of (GStrv hashes)
{
  guint n = g_strv_length (hashes);

  g_strfreev (hashes);
  return n;
}

static void
write_part (SatTestStore *t, const char *hash, const char *content)
{
  g_autofree char *folder = sat_files_folder (t->path);
  g_autofree char *part = sat_files_part_path (t->path, hash);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (part, content, -1, NULL));
}

/* It goes when the server knows the record, not before, and again after the server's restore. */
static void
test_to_send (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  SatUuid uuid;
  gint64 company = add_shared (f, &uuid);
  g_autofree char *hash = hash_of (f->t, attach (f->t, company, "a", "one"));
  g_auto (GStrv) hashes = NULL;

  g_assert_cmpuint (length_of (sat_files_to_send (sat_test_store_reader (f->t), NULL)), ==, 0);
  g_assert_cmpint (state_of (f->t, hash), ==, SAT_FILE_WAITING);
  sync_now (f);
  hashes = sat_files_to_send (sat_test_store_reader (f->t), NULL);
  g_assert_cmpuint (g_strv_length (hashes), ==, 1);
  g_assert_cmpstr (hashes[0], ==, hash);
  g_assert_true (sat_files_sent (f->t->store, hash, NULL));
  g_assert_cmpint (state_of (f->t, hash), ==, SAT_FILE_HERE);
  g_assert_cmpuint (length_of (sat_files_to_send (sat_test_store_reader (f->t), NULL)), ==, 0);
  g_assert_true (sat_remote_restart (f->t->store, "00000000000000e2", NULL));
  g_assert_cmpint (state_of (f->t, hash), ==, SAT_FILE_WAITING);
}

static SatUuid
put_remote (Fixture *f, const SatUuid *company, const char *content, const char *size)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, content, -1);
  g_autofree char *to = reference (company);
  SatUuid uuid = sat_uuid_new (sat_clock_now (f->t->clock) / 1000);

  sat_test_server_put (f->server, &uuid, "attachment", company, "name", "x.bin", "sha256", sum,
                       "size", size, "company", to, NULL);
  return uuid;
}

static void
test_to_fetch (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "small", -1);
  g_autofree char *path = NULL;
  g_auto (GStrv) hashes = NULL;
  g_autoptr (GError) error = NULL;
  gboolean right;
  SatUuid uuid;

  add_shared (f, &uuid);
  put_remote (f, &uuid, "small", "#5");
  put_remote (f, &uuid, "large", "#5242881");
  receive (f);
  g_assert_true (is_sound (f->t));
  hashes = sat_files_to_fetch (sat_test_store_reader (f->t), NULL);
  g_assert_cmpuint (g_strv_length (hashes), ==, 1);
  g_assert_cmpstr (hashes[0], ==, sum);
  g_assert_cmpint (state_of (f->t, sum), ==, SAT_FILE_AWAY);
  write_part (f->t, sum, "wrong");
  sat_files_arrived (f->t->store, sum, &right, &error);
  g_assert_no_error (error);
  g_assert_false (right);
  g_assert_false (is_here (f->t, sum));
  write_part (f->t, sum, "small");
  g_assert_true (sat_files_arrived (f->t->store, sum, &right, NULL));
  g_assert_true (right);
  assert_saved (f->t, sum, "small");
  g_assert_cmpint (state_of (f->t, sum), ==, SAT_FILE_HERE);
  sat_clock_fake_advance (f->t->clock, 400 * DAY_US);
  path = sat_files_path (f->t->path, sum);
  g_unlink (path);
  g_assert_cmpuint (length_of (sat_files_to_fetch (sat_test_store_reader (f->t), NULL)), ==, 0);
}

/* What the server takes away is gone at the next clean-up, whatever its past. */
static void
test_purge (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  const char *content = "Qzebrafinch, deleted";
  SatUuid lost, kept, uuid;
  gint64 company = add_shared (f, &lost), other = add_shared (f, &kept);
  g_autofree char *canary = hash_of (f->t, attach (f->t, company, "a", "Qzebrafinch of Acme"));
  g_autofree char *both = hash_of (f->t, attach (f->t, company, "b", "price list"));
  g_autofree char *deleted = g_compute_checksum_for_string (G_CHECKSUM_SHA256, content, -1);
  gboolean clean;

  attach (f->t, other, "b", "price list");
  uuid = put_remote (f, &lost, content, "#20");
  sync_now (f);
  write_part (f->t, deleted, content);
  g_assert_true (sat_files_arrived (f->t->store, deleted, &clean, NULL));
  sat_test_store_delete (f->t, id_of (f, &uuid));
  sync_now (f);
  sweep (f->t);
  assert_saved (f->t, deleted, content);
  sat_test_server_hide (f->server, &lost);
  receive (f);
  g_assert_true (sat_remote_clean_up (f->t->store, &clean, NULL));
  g_assert_false (is_here (f->t, canary));
  g_assert_false (is_here (f->t, deleted));
  assert_saved (f->t, both, "price list");
  g_assert_true (is_sound (f->t));
}

static void
test_wipe (void)
{
  g_autoptr (SatTestStore) t = sat_test_store_new (SAT_STORE_CREATE);
  gint64 company = sat_test_store_add (t, "company", "name", "Acme", NULL);
  gint64 id = attach (t, company, "a.txt", "Qzebrafinch");
  g_autoptr (SatRecord) record = sat_reader_load (sat_test_store_reader (t), id, NULL);
  g_autofree char *folder = sat_files_folder (t->path);
  g_autofree char *copy = sat_files_open (t->store, record, NULL, NULL);
  g_autofree char *outside = sat_test_dir_write (t->dir, "outside", "kept", -1);
  g_autofree char *link = g_build_filename (folder, "link", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (copy);
  g_assert_cmpint (symlink (outside, link), ==, 0);
  sat_store_close (t->store);
  sat_wipe_files (t->path, &error);
  g_assert_no_error (error);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (outside, G_FILE_TEST_EXISTS));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/files/attach", test_attach);
  g_test_add_func ("/files/refused", test_refused);
  g_test_add_func ("/files/names", test_names);
  g_test_add_func ("/files/hashes", test_hashes);
  g_test_add_func ("/files/foreign", test_foreign);
  g_test_add_func ("/files/open", test_open);
  g_test_add_func ("/files/sweep", test_sweep);
  g_test_add_func ("/files/verify", test_verify);
  g_test_add_func ("/files/backup", test_backup);
  g_test_add_func ("/files/to-send", test_to_send);
  g_test_add_func ("/files/to-fetch", test_to_fetch);
  g_test_add_func ("/files/purge", test_purge);
  g_test_add_func ("/files/wipe", test_wipe);
  return g_test_run ();
}
