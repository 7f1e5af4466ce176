/* SPDX-License-Identifier: GPL-3.0-or-later */

/* fuzz-NAME [--seconds N]: changes what is known again and again, for 2 seconds, and gives it to
 * the parser in a process of its own, so that the input which kills it is kept. A TAP producer.
 * fuzz-NAME FILE...: gives it these alone. */

#include "config.h"

#include "fuzz.h"
#include "sat-test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST_BYTES 16384
#define MOST_KNOWN 2000
#define MOST_SECONDS 60 /* for 256 inputs */

/* What both processes see. */
typedef struct {
  guint64 inputs, taken;
  gsize size;
  guint8 data[MOST_BYTES];
} Shared;

static const char *const words[] = {
    "null",
    "true",
    "0",
    "-1",
    "1e9",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551616",
    "\"",
    "\\u0000",
    "\\ud83e\\udd8a",
    "\\ud800",
    "\xff",
    "\xc0\x80",
    "é",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "\n",
    "{}",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    "\"a\":",
    "\"u:0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee\"",
    "0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee",
    "018f3c5a1b2c0040:12",
    " ",
    "=",
    "!",
    "ffffffffffffffff:4294967295",
};

static int
give (const guint8 *data, gsize size)
{
  g_autofree guint8 *exact = g_malloc (MAX (size, 1)); /* its end is where the input's is */

  memcpy (exact, data, size);
  return LLVMFuzzerTestOneInput (exact, size);
}

static gsize
pick (GRand *rand, gsize n)
{
  return n > 0 ? g_rand_int (rand) % n : 0;
}

static void
replace (GByteArray *bytes, gsize at, gsize length, const guint8 *by, gsize by_length)
{
  g_autofree guint8 *tail = g_memdup2 (bytes->data + at + length, bytes->len - at - length);
  gsize tail_length = bytes->len - at - length;

  g_byte_array_set_size (bytes, (guint)at);
  g_byte_array_append (bytes, by, (guint)by_length);
  if (tail_length > 0)
    g_byte_array_append (bytes, tail, (guint)tail_length);
}

/* What stands between two of @ends around a place: a token of JSON, or a line. */
static void
find_part (
    GRand *rand, const guint8 *data, gsize size, const char *ends, gsize *from, gsize *length)
{
  gsize to = pick (rand, size + 1);

  *from = to;
  while (*from > 0 && strchr (ends, data[*from - 1]) == NULL)
    (*from)--;
  while (to < size && strchr (ends, data[to]) == NULL)
    to++;
  *length = to - *from;
}

/* A part takes the place of another one, or a word does; or a line comes in between. */
static void
change_part (GRand *rand, GByteArray *bytes, GPtrArray *known)
{
  gboolean line = pick (rand, 4) == 0;
  const char *ends = line ? "\n" : ",:[]{}\n";
  const char *word = words[pick (rand, G_N_ELEMENTS (words))];
  gsize at, length, from, size, other_length;
  const guint8 *data = g_bytes_get_data (known->pdata[pick (rand, known->len)], &size);

  find_part (rand, bytes->data, bytes->len, ends, &at, &length);
  find_part (rand, data, size, ends, &from, &other_length);
  if (!line && pick (rand, 3) == 0) {
    replace (bytes, at, length, (const guint8 *)word, strlen (word));
    return;
  }
  if (line && pick (rand, 2) == 0)
    length = 0;
  replace (bytes, at, length, data + from, other_length);
  if (line && length == 0)
    replace (bytes, at + other_length, 0, (const guint8 *)"\n", 1);
}

static void
change_bytes (GRand *rand, GByteArray *bytes, GPtrArray *known)
{
  gsize at = pick (rand, bytes->len + 1), rest = bytes->len - at;
  gsize length = pick (rand, MIN (rest, 40) + 1), from, size;
  const guint8 *data = g_bytes_get_data (known->pdata[pick (rand, known->len)], &size);
  const char *word = words[pick (rand, G_N_ELEMENTS (words))];

  from = pick (rand, size + 1);
  switch (g_rand_int_range (rand, 0, 6)) {
  case 0:
    if (rest > 0)
      bytes->data[at] ^= (guint8)(1 << pick (rand, 8));
    break;
  case 1:
    if (rest > 0)
      bytes->data[at] = (guint8)g_rand_int (rand);
    break;
  case 2:
    replace (bytes, at, length, NULL, 0);
    break;
  case 3:
    replace (bytes, at, pick (rand, 2) * length, (const guint8 *)word, strlen (word));
    break;
  case 4: {
    g_autofree guint8 *again = g_memdup2 (bytes->data + at, length);

    replace (bytes, at, 0, again, length);
    break;
  }
  default:
    replace (bytes, at, pick (rand, 2) * rest, data + from,
             pick (rand, MIN (size - from, 400) + 1));
  }
}

/* One change or a few; those of whole parts leave more of the form. */
static void
change (GRand *rand, GByteArray *bytes, GPtrArray *known)
{
  do
    if (pick (rand, 3) == 0)
      change_bytes (rand, bytes, known);
    else
      change_part (rand, bytes, known);
  while (pick (rand, 2) == 0);
}

static void
run_one (Shared *shared, const GByteArray *bytes, GPtrArray *known, GRand *rand)
{
  shared->size = MIN (bytes->len, MOST_BYTES);
  if (shared->size > 0)
    memcpy (shared->data, bytes->data, shared->size);
  if (shared->inputs++ % 256 == 0)
    alarm (MOST_SECONDS);
  if (give (shared->data, shared->size) != 0)
    return;
  shared->taken++;
  /* What is taken is a good beginning. */
  if (known->len < MOST_KNOWN)
    g_ptr_array_add (known, g_bytes_new (shared->data, shared->size));
  else if (pick (rand, 4) == 0) {
    gsize at = pick (rand, known->len);

    g_bytes_unref (known->pdata[at]);
    known->pdata[at] = g_bytes_new (shared->data, shared->size);
  }
}

/* In the process that may die. */
static int
run (Shared *shared, gint64 seconds)
{
  g_autoptr (GRand) rand = sat_test_rand_new ();
  g_autoptr (GPtrArray) known = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  gint64 end = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;

  for (guint i = 0; fuzz_corpus[i] != NULL; i++) {
    g_autoptr (GByteArray) bytes = g_bytes_unref_to_array (fuzz_seed (i));

    g_ptr_array_add (known, fuzz_seed (i));
    run_one (shared, bytes, known, rand);
  }
  if (shared->taken == 0) {
    g_printerr ("nothing of what it begins with is taken\n");
    return 1;
  }
  while (g_get_monotonic_time () < end) {
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    gsize size;
    const guint8 *data = g_bytes_get_data (known->pdata[pick (rand, known->len)], &size);

    g_byte_array_append (bytes, data, (guint)size);
    change (rand, bytes, known);
    run_one (shared, bytes, known, rand);
  }
  return 0;
}

static int
run_files (int n, char **paths)
{
  for (int i = 0; i < n; i++) {
    g_autofree char *data = NULL;
    g_autoptr (GError) error = NULL;
    gsize size;

    if (!g_file_get_contents (paths[i], &data, &size, &error)) {
      g_printerr ("%s\n", error->message);
      return 2;
    }
    g_print ("%s: %s\n", paths[i], give ((const guint8 *)data, size) == 0 ? "taken" : "refused");
  }
  return 0;
}

int
main (int argc, char **argv)
{
  g_autofree char *name = g_path_get_basename (argv[0]);
  g_autofree char *path = g_strdup_printf ("%s/%s-input", g_get_tmp_dir (), name);
  gint64 seconds = argc == 3 && g_str_equal (argv[1], "--seconds") ? atoi (argv[2]) : 2;
  Shared *shared;
  pid_t child;
  int status = 0;

  if (argc > 1 && argv[1][0] != '-')
    return run_files (argc - 1, argv + 1);
  shared = mmap (NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  g_assert_true (shared != MAP_FAILED);
  puts ("1..1");
  fflush (stdout);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    exit (run (shared, seconds));
  while (waitpid (child, &status, 0) < 0)
    ;
  if (status == 0) {
    printf ("ok 1 %s: %" G_GUINT64_FORMAT " inputs, %" G_GUINT64_FORMAT " taken\n", name,
            shared->inputs, shared->taken);
    return 0;
  }
  g_file_set_contents (path, (const char *)shared->data, (gssize)shared->size, NULL);
  printf ("not ok 1 %s: the input is in %s\n", name, path);
  return 1;
}
