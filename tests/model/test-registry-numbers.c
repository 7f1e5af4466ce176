/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers, names and kinds of types and fields are permanent: files, histories and other people's
 * copies rely on them. registry-numbers.txt is the committed list. A line that changed or went is a
 * mistake in the registry. After adding a type or field, add it to the list as well:
 *
 *   build/tests/model/test-registry-numbers --print >tests/model/registry-numbers.txt
 */
#include "config.h"

#include "sat-model.h"
#include "sat-test.h"

/* A type: "10 company"; a field: "10.1 company.name text". */
static GPtrArray *
list_numbers (void)
{
  g_autoptr (SatRegistry) registry = sat_registry_new ();
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  const SatType *const *types = sat_registry_types (registry, NULL);

  for (; *types != NULL; types++) {
    const SatType *type = *types;

    g_ptr_array_add (lines, g_strdup_printf ("%u %s", type->number, type->name));
    for (guint i = 0; i < type->n_fields; i++) {
      const SatField *field = type->fields[i];

      g_ptr_array_add (lines,
                       g_strdup_printf ("%u.%u %s.%s %s", type->number, field->number, type->name,
                                        field->name, sat_kind_name (field->kind)));
    }
  }
  return lines;
}

static int
print_numbers (void)
{
  g_autoptr (GPtrArray) lines = list_numbers ();

  for (guint i = 0; i < lines->len; i++)
    g_print ("%s\n", (const char *)g_ptr_array_index (lines, i));
  return 0;
}

static GHashTable *
read_committed (void)
{
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "model", "registry-numbers.txt", NULL);
  GHashTable *committed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      g_assert_true (g_hash_table_add (committed, g_strdup (lines[i])));
  return committed;
}

static void
test_permanent (void)
{
  g_autoptr (GHashTable) committed = read_committed ();
  g_autoptr (GPtrArray) lines = list_numbers ();
  GHashTableIter iter;
  gpointer line;

  g_assert_cmpuint (g_hash_table_size (committed), >, 0);
  g_hash_table_iter_init (&iter, committed);
  while (g_hash_table_iter_next (&iter, &line, NULL))
    if (!g_ptr_array_find_with_equal_func (lines, line, g_str_equal, NULL)) {
      g_test_message ("changed or removed: %s", (const char *)line);
      g_test_fail ();
    }
}

static void
test_complete (void)
{
  g_autoptr (GHashTable) committed = read_committed ();
  g_autoptr (GPtrArray) lines = list_numbers ();

  for (guint i = 0; i < lines->len; i++)
    if (!g_hash_table_contains (committed, g_ptr_array_index (lines, i))) {
      g_test_message ("not in registry-numbers.txt, see the top of this file: %s",
                      (const char *)g_ptr_array_index (lines, i));
      g_test_fail ();
    }
}

int
main (int argc, char **argv)
{
  if (argc == 2 && g_str_equal (argv[1], "--print"))
    return print_numbers ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/registry-numbers/permanent", test_permanent);
  g_test_add_func ("/model/registry-numbers/complete", test_complete);
  return g_test_run ();
}
