/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files of attachments on the server: who may send and fetch them, and how long they stay. */

#include "config.h"

#include "sat-server-blobs.h"
#include "sat-server-care.h"
#include "sat-server-private.h"
#include "sat-test-push.h"

#include <glib/gstdio.h>
#include <string.h>

#define DAY_US (G_GINT64_CONSTANT (24) * 60 * 60 * G_USEC_PER_SEC)
static const char content[] = "%PDF-1.4 an offer that nobody else should see";
#define LENGTH ((gint64)strlen (content))

typedef struct {
  SatTestServer *server;
  SatTestLaptop *ann, *ben, *reader;
  SatUuid company, file;
  char *hash;
} Fixture;

/* A company of @laptop's person, and on it a file called @hash. */
static SatUuid
add_file (SatTestLaptop *laptop, SatUuid *company, const char *hash)
{
  g_autofree char *owner = sat_uuid_to_string (&laptop->caller.user);
  SatUuid file = sat_uuid_new (1);
  g_autofree char *fields = NULL;
  g_autofree char *about = NULL;

  if (sat_uuid_is_nil (company)) {
    *company = sat_uuid_new (1);
    fields = g_strdup_printf ("{\"name\":\"Acme\",\"owner\":{\"r\":\"%s\"}}", owner);
    sat_test_laptop_edit (laptop, SAT_OP_PUT, "company", company, 0, fields, NULL, NULL);
    sat_test_laptop_expect (laptop, "ok");
    g_clear_pointer (&fields, g_free);
  }
  about = sat_uuid_to_string (company);
  fields = g_strdup_printf ("{\"name\":\"Offer.pdf\",\"sha256\":\"%s\",\"company\":{\"r\":\"%s\"}}",
                            hash, about);
  sat_test_laptop_edit (laptop, SAT_OP_PUT, "attachment", &file, 0, fields, NULL, NULL);
  sat_test_laptop_expect (laptop, "ok");
  return file;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->server = sat_test_server_new ();
  f->ann = sat_test_laptop_new (f->server, "Ann", SAT_ROLE_REP, 1);
  f->ben = sat_test_laptop_new (f->server, "Ben", SAT_ROLE_REP, 2);
  f->reader = sat_test_laptop_new (f->server, "Ann", SAT_ROLE_READER, 3);
  f->hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, content, -1);
  f->company = (SatUuid){{0}};
  f->file = add_file (f->ann, &f->company, f->hash);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  sat_test_laptop_free (f->ann);
  sat_test_laptop_free (f->ben);
  sat_test_laptop_free (f->reader);
  sat_test_server_free (f->server);
  g_free (f->hash);
}

/* What became of it: "complete", "12" (so much is there) or the code of the refusal. g_free(). */
static char *
put_as (Fixture *f,
        SatTestLaptop *who,
        const char *hash,
        gint64 offset,
        gint64 length,
        const char *piece)
{
  g_autoptr (GBytes) bytes = g_bytes_new (piece, strlen (piece));
  g_autoptr (GError) error = NULL;
  SatServerBlob blob;

  if (!sat_server_blob_put (f->server->server, &who->caller, hash, offset, length, bytes, &blob,
                            &error))
    return g_strdup (sat_server_error_code (error));
  return blob.complete ? g_strdup ("complete") : g_strdup_printf ("%" G_GINT64_FORMAT, blob.offset);
}

static char *
look_as (Fixture *f, SatTestLaptop *who, const char *hash)
{
  g_autoptr (GError) error = NULL;
  SatServerBlob blob;

  if (!sat_server_blob (f->server->server, &who->caller, hash, &blob, &error))
    return g_strdup (sat_server_error_code (error));
  return blob.complete ? g_strdup ("complete") : g_strdup_printf ("%" G_GINT64_FORMAT, blob.offset);
}

/* The bytes or the code. */
static char *
get_as (Fixture *f, SatTestLaptop *who, const char *hash, gint64 offset)
{
  g_autoptr (GError) error = NULL;
  gint64 length = 0;
  g_autoptr (GBytes) bytes =
      sat_server_blob_get (f->server->server, &who->caller, hash, offset, &length, &error);
  gsize size;
  const char *data;

  if (bytes == NULL)
    return g_strdup (sat_server_error_code (error));
  g_assert_cmpint (length, ==, LENGTH);
  data = g_bytes_get_data (bytes, &size);
  return g_strndup (data != NULL ? data : "", size);
}

#define assert_text(call, expected)                                                                \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *text = (call);                                                                \
    g_assert_cmpstr (text, ==, expected);                                                          \
  }                                                                                                \
  G_STMT_END
#define assert_put(who, offset, length, piece, expected)                                           \
  assert_text (put_as (f, who, f->hash, offset, length, piece), expected)
#define assert_look(who, expected) assert_text (look_as (f, who, f->hash), expected)
#define assert_get(who, offset, expected) assert_text (get_as (f, who, f->hash, offset), expected)

static void
test_pieces (Fixture *f, gconstpointer data)
{
  assert_look (f->ann, "0");
  assert_get (f->ann, 0, "not_found");
  assert_put (f->ann, 0, LENGTH, "%PDF-1.4", "8");
  assert_look (f->ann, "8");
  /* What was sent already, what leaves a gap, what goes beyond the end. */
  assert_put (f->ann, 0, LENGTH, "%PDF-1.4", "offset");
  assert_put (f->ann, 9, LENGTH, "an offer", "offset");
  assert_put (f->ann, 8, 10, content, "malformed");
  assert_put (f->ann, 8, LENGTH, "", "malformed");
  assert_put (f->ann, -1, LENGTH, "x", "malformed");
  sat_test_server_reopen (f->server);
  assert_look (f->ann, "8");
  assert_put (f->ann, 8, LENGTH, content + 8, "complete");
  assert_look (f->ann, "complete");
  assert_get (f->ann, 0, content);
  assert_get (f->ann, 9, content + 9);
  assert_get (f->ann, LENGTH, "");
  assert_get (f->ann, LENGTH + 1, "offset");
  /* The answer was lost. */
  assert_put (f->ann, 8, LENGTH, content + 8, "complete");
}

static void
test_wrong (Fixture *f, gconstpointer data)
{
  g_autofree char *wrong = g_ascii_strup (content, -1);

  assert_put (f->ann, 0, LENGTH, wrong, "wrong_hash");
  assert_look (f->ann, "0");
  assert_get (f->ann, 0, "not_found");
  assert_put (f->ann, 0, SAT_BLOB_MOST + 1, "x", "too_large");
  sat_blobs_set_limits (sat_server_get_blobs (f->server->server), 10, 0);
  assert_put (f->ann, 0, LENGTH, content, "too_large");
  sat_blobs_set_limits (sat_server_get_blobs (f->server->server), 0, LENGTH - 1);
  assert_put (f->ann, 0, LENGTH, content, "server_full");
  sat_blobs_set_limits (sat_server_get_blobs (f->server->server), 0, LENGTH);
  assert_put (f->ann, 0, LENGTH, content, "complete");
}

static void
test_names (Fixture *f, gconstpointer data)
{
  static const char *const names[] = {
      "",
      "..",
      "../../records.db",
      "parts",
      "2F4973790DB51ED1446CCE516936C1FC93D9D1D6FF1D66D6CDF1240FAB817398",
      "2f4973790db51ed1446cce516936c1fc93d9d1d6ff1d66d6cdf1240fab81739",
      "2f4973790db51ed1446cce516936c1fc93d9d1d6ff1d66d6cdf1240fab817398",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    assert_text (look_as (f, f->ann, names[i]), "not_found");
    assert_text (get_as (f, f->ann, names[i], 0), "not_found");
    assert_text (put_as (f, f->ann, names[i], 0, 1, "x"), "not_found");
  }
}

/* A colleague who does not hold the company sees nothing, whatever they write themselves. */
static void
test_others (Fixture *f, gconstpointer data)
{
  SatUuid own = {{0}}, mine;

  assert_put (f->ann, 0, LENGTH, content, "complete");
  assert_look (f->ben, "not_found");
  assert_get (f->ben, 0, "not_found");
  assert_put (f->ben, 0, LENGTH, content, "not_found");
  mine = add_file (f->ben, &own, f->hash);
  g_assert_false (sat_uuid_is_nil (&mine));
  assert_look (f->ben, "0");
  assert_get (f->ben, 0, "not_found");
  /* Only who has it may say that they have it. */
  assert_put (f->ben, 0, LENGTH, content, "complete");
  assert_get (f->ben, 0, content);
}

static void
test_own_offset (Fixture *f, gconstpointer data)
{
  SatUuid own = {{0}};

  add_file (f->ben, &own, f->hash);
  assert_put (f->ann, 0, LENGTH, "%PDF", "4");
  assert_look (f->ben, "0");
  assert_put (f->ben, 0, LENGTH, "%PDF-1.4", "8");
  assert_look (f->ann, "4");
  assert_put (f->ann, 4, LENGTH, content + 4, "complete");
  assert_look (f->ben, "8");
}

static void
test_reader (Fixture *f, gconstpointer data)
{
  assert_put (f->reader, 0, LENGTH, content, "forbidden");
  assert_put (f->ann, 0, LENGTH, content, "complete");
  assert_get (f->reader, 0, content);
}

static void
test_too_many (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i <= SAT_BLOB_MOST_PARTS; i++) {
    g_autofree char *number = g_strdup_printf ("%u", i);
    g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, number, -1);

    add_file (f->ann, &f->company, hash);
    assert_text (put_as (f, f->ann, hash, 0, 2, "x"),
                 i < SAT_BLOB_MOST_PARTS ? "1" : "server_full");
  }
  sat_clock_fake_advance (f->server->clock, 8 * DAY_US);
  g_assert_true (sat_server_blob_sweep (f->server->server, NULL));
  assert_put (f->ann, 0, LENGTH, content, "complete");
}

static gint64
size_here (Fixture *f)
{
  return sat_blobs_size (sat_server_get_blobs (f->server->server), f->hash);
}

static void
sweep (Fixture *f, gint64 days)
{
  g_autoptr (GError) error = NULL;

  sat_clock_fake_advance (f->server->clock, days * DAY_US);
  sat_server_blob_sweep (f->server->server, &error);
  g_assert_no_error (error);
}

/* It stays while a record names it, and a week longer. */
static void
test_orphan (Fixture *f, gconstpointer data)
{
  gint64 n, bytes;

  assert_put (f->ann, 0, LENGTH, content, "complete");
  sat_blobs_figures (sat_server_get_blobs (f->server->server), &n, &bytes);
  g_assert_cmpint (n, ==, 1);
  g_assert_cmpint (bytes, ==, LENGTH);
  sweep (f, 30);
  g_assert_cmpint (size_here (f), ==, LENGTH);
  sat_test_laptop_edit (f->ann, SAT_OP_DELETE, "attachment", &f->file,
                        sat_test_server_seq (f->server, &f->file), NULL, NULL, NULL);
  sat_test_laptop_expect (f->ann, "ok");
  assert_get (f->ann, 0, "not_found");
  sweep (f, 6);
  g_assert_cmpint (size_here (f), ==, LENGTH);
  sweep (f, 2);
  g_assert_cmpint (size_here (f), ==, -1);
  sat_blobs_figures (sat_server_get_blobs (f->server->server), &n, &bytes);
  g_assert_cmpint (n, ==, 0);
  g_assert_cmpint (bytes, ==, 0);
  /* Who brings the record back sends it again. */
  add_file (f->ann, &f->company, f->hash);
  assert_look (f->ann, "0");
  assert_put (f->ann, 0, LENGTH, content, "complete");
}

static void
test_erase (Fixture *f, gconstpointer data)
{
  SatUuid own = {{0}};
  g_autoptr (GError) error = NULL;

  add_file (f->ben, &own, f->hash);
  assert_put (f->ann, 0, LENGTH, content, "complete");
  sat_server_erase (f->server->server, "company", &own, &error);
  g_assert_no_error (error);
  g_assert_cmpint (size_here (f), ==, LENGTH);
  sat_server_erase (f->server->server, "company", &f->company, &error);
  g_assert_no_error (error);
  g_assert_cmpint (size_here (f), ==, -1);
}

static void
test_verify (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_strdup_printf ("%s/blobs/%.2s/%s", f->server->folder, f->hash, f->hash);
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;

  assert_put (f->ann, 0, LENGTH, content, "complete");
  before = sat_server_verify (f->server->server, NULL);
  g_assert_cmpuint (before->len, ==, 0);
  g_assert_true (g_file_set_contents (path, "something else", -1, NULL));
  after = sat_server_verify (f->server->server, NULL);
  g_assert_cmpuint (after->len, ==, 1);
  g_assert_nonnull (strstr (after->pdata[0], f->hash));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/blobs/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("pieces", test_pieces);
  ADD ("wrong", test_wrong);
  ADD ("names", test_names);
  ADD ("others", test_others);
  ADD ("own-offset", test_own_offset);
  ADD ("reader", test_reader);
  ADD ("too-many", test_too_many);
  ADD ("orphan", test_orphan);
  ADD ("erase", test_erase);
  ADD ("verify", test_verify);
  return g_test_run ();
}
