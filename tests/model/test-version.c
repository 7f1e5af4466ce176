/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-field.h"
#include "sat-test.h"
#include "sat-version.h"

static void
test_compare (void)
{
  /* ascending */
  static const SatVersion rows[] = {
      {0, 0}, {0, 1}, {1, 0}, {1, G_MAXUINT32}, {G_MAXUINT64 - 1, 9}, {G_MAXUINT64, 2},
  };

  for (int i = 0; i < (int)G_N_ELEMENTS (rows); i++)
    for (int j = 0; j < (int)G_N_ELEMENTS (rows); j++)
      g_assert_cmpint (sat_version_compare (&rows[i], &rows[j]), ==, (i > j) - (i < j));
}

/* The stored form, byte by byte: files written by one release are read by all later ones. */
static void
test_bytes (void)
{
  static const guint8 expected[] = {
      0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x0a, 0x0b, 0x0c, 0x0d,          /* base */
      0x00, 0x02, 0,    0,    0,    0,    0,    0,    0,    0xff, 0,    0,    0, 0x01, /* field 2 */
      0x03, 0xe8, 0x80, 0,    0,    0,    0,    0,    0,    0,    0,    0,    0, 0, /* field 1000 */
  };
  g_autoptr (SatVersions) versions =
      sat_versions_new ((SatVersion){G_GUINT64_CONSTANT (0x0102030405060708), 0x0a0b0c0d});
  g_autoptr (GBytes) bytes = NULL;

  sat_versions_set (versions, 1000, (SatVersion){G_GUINT64_CONSTANT (1) << 63, 0});
  sat_versions_set (versions, 2, (SatVersion){255, 1});
  bytes = sat_versions_encode (versions);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), expected,
                   sizeof expected);
}

static void
test_fields (void)
{
  const SatVersion base = {100, 1}, later = {200, 1}, last = {200, 2};
  g_autoptr (SatVersions) versions = sat_versions_new (base);
  SatVersion got;

  got = sat_versions_get (versions, 0);
  g_assert_cmpint (sat_version_compare (&got, &base), ==, 0);
  sat_versions_set (versions, 7, later);
  sat_versions_set (versions, 0, last);
  g_assert_cmpuint (sat_versions_n_entries (versions), ==, 2);
  got = sat_versions_get (versions, 7);
  g_assert_cmpint (sat_version_compare (&got, &later), ==, 0);
  got = sat_versions_get (versions, 6);
  g_assert_cmpint (sat_version_compare (&got, &base), ==, 0);
  got = sat_versions_latest (versions);
  g_assert_cmpint (sat_version_compare (&got, &last), ==, 0);

  sat_versions_set (versions, 0, base);
  g_assert_cmpuint (sat_versions_n_entries (versions), ==, 1);
  got = sat_versions_latest (versions);
  g_assert_cmpint (sat_version_compare (&got, &later), ==, 0);
  got = sat_versions_base (versions);
  g_assert_cmpint (sat_version_compare (&got, &base), ==, 0);
}

static void
assert_corrupt (const guint8 *data, gsize length)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (sat_versions_decode (data, length, &error));
  g_assert_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_CORRUPT);
}

static void
test_corrupt (void)
{
  g_autoptr (SatVersions) versions = sat_versions_new ((SatVersion){5, 5});
  g_autoptr (GBytes) bytes = NULL;
  g_autofree guint8 *data = NULL;
  gsize length;

  sat_versions_set (versions, 1, (SatVersion){6, 5});
  sat_versions_set (versions, 2, (SatVersion){7, 5});
  bytes = sat_versions_encode (versions);
  data = g_memdup2 (g_bytes_get_data (bytes, &length), g_bytes_get_size (bytes));
  assert_corrupt (NULL, 0);
  for (gsize i = 0; i < length; i++)
    if (i != 12 && i != 26)
      assert_corrupt (data, i);

  data[13] = 2; /* the same number twice */
  assert_corrupt (data, length);
  data[13] = 3; /* descending */
  assert_corrupt (data, length);
}

static void
assert_same (const SatVersions *versions, const SatVersion *expected, guint n)
{
  SatVersion latest = sat_versions_base (versions);
  SatVersion got_latest = sat_versions_latest (versions);
  const SatVersion base = latest;
  gsize n_entries = 0;

  for (guint i = 0; i < n; i++) {
    SatVersion got = sat_versions_get (versions, (guint16)i);

    g_assert_cmpint (sat_version_compare (&got, &expected[i]), ==, 0);
    n_entries += sat_version_compare (&got, &base) != 0;
    if (sat_version_compare (&got, &latest) > 0)
      latest = got;
  }
  g_assert_cmpint (sat_version_compare (&got_latest, &latest), ==, 0);
  g_assert_cmpuint (sat_versions_n_entries (versions), ==, n_entries);
}

/* Against a plain array, through the stored form after every few edits. */
static void
test_random (void)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();

  for (int round = 0; round < 500; round++) {
    SatVersion model[48];
    SatVersion base = {g_rand_int (rand), g_rand_int (rand)};
    g_autoptr (SatVersions) versions = sat_versions_new (base);

    for (guint i = 0; i < G_N_ELEMENTS (model); i++)
      model[i] = base;
    for (int step = g_rand_int_range (rand, 0, 100); step > 0; step--) {
      guint16 field = (guint16)g_rand_int_range (rand, 0, G_N_ELEMENTS (model));
      SatVersion version = {(guint64)g_rand_int (rand) << 32 | g_rand_int (rand),
                            g_rand_int (rand)};

      model[field] = g_rand_int_range (rand, 0, 5) == 0 ? base : version;
      sat_versions_set (versions, field, model[field]);
      if (g_rand_int_range (rand, 0, 10) == 0) {
        g_autoptr (GBytes) bytes = sat_versions_encode (versions);
        g_autoptr (GBytes) again = NULL;
        g_autoptr (GError) error = NULL;
        SatVersions *decoded =
            sat_versions_decode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);

        g_assert_no_error (error);
        again = sat_versions_encode (decoded);
        g_assert_true (g_bytes_equal (bytes, again));
        sat_versions_free (versions);
        versions = decoded;
      }
    }
    assert_same (versions, model, G_N_ELEMENTS (model));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/version/compare", test_compare);
  g_test_add_func ("/model/version/bytes", test_bytes);
  g_test_add_func ("/model/version/fields", test_fields);
  g_test_add_func ("/model/version/corrupt", test_corrupt);
  g_test_add_func ("/model/version/random", test_random);
  return g_test_run ();
}
