/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A file takes pages that make no sense, from a server that has gone mad, while somebody edits:
 * each page is taken whole or not at all, and the file stays whole. */

#include "config.h"

#include "fuzz.h"
#include "page-end.h"
#include "sat-remote.h"
#include "sat-test-check.h"
#include "sat-test-store.h"

#include <stdlib.h>
#include <string.h>

#define COMPANY "0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeee01"
#define CONTACT "0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeee02"
#define DEAL "0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeee03"
#define POINT "0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeee04"
#define OTHER "0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeee05"
#define V "018f3c5a1b2c0040:12"
#define ROW(id, root, seq, values) "[\"" id "\",\"" root "\"," seq ",\"" V "\"," values "]\n"
#define HISTORY_COLUMNS                                                                            \
  "\"arrived\",\"author\",\"device\",\"edited\",\"fate\",\"field\",\"from\",\"name\",\"record\","  \
  "\"to\","                                                                                        \
  "\"type\",\"u\",\"value\""
#define PAST(field, value)                                                                         \
  "1," REF (OTHER) ",12,1,\"replaced\",\"" field "\",\"" V                                         \
                   "\",\"Ann\"," REF (CONTACT) ",\"018f3c5a1b2c0041:12\",\"contact\",\"" OTHER     \
                                               "\"," value
#define REF(id) "{\"r\":\"" id "\"}"

/* Lines of a page without head and end; "@" is the number of the page. */
/* clang-format off */
const char *const fuzz_corpus[] = {
    "{\"t\":\"company\",\"c\":[\"name\"]}\n"
    ROW (COMPANY, COMPANY, "@1", "\"K\""),

    "{\"t\":\"contact\",\"c\":[\"first_name\",\"owner\",\"primary_company\"]}\n"
    ROW (CONTACT, CONTACT, "@2", "\"A\"," REF (OTHER) "," REF (COMPANY)),

    "{\"t\":\"contact_point\",\"c\":[\"contact\",\"kind\",\"value\"]}\n"
    ROW (POINT, CONTACT, "@3", REF (CONTACT) ",\"email\",\"a@b.c\""),

    "{\"t\":\"opportunity\",\"c\":[\"amount\",\"company\",\"currency\",\"name\",\"new_field\"]}\n"
    ROW (DEAL, DEAL, "@4", "5," REF (COMPANY) ",\"EUR\",\"D\",\"x\"")
    "{\"del\":[\"contact_point\",\"" POINT "\",\"" CONTACT "\",@5,\"" V " !=018f3c5a1b2c0041:12\"]}\n",

    "{\"gone\":\"" CONTACT "\"}\n"
    "{\"gone\":\"" DEAL "\"}\n",

    "{\"t\":\"new_type\",\"c\":[\"a\"]}\n"
    ROW (OTHER, COMPANY, "@6", "1"),

    "{\"t\":\"history\",\"c\":[" HISTORY_COLUMNS "]}\n"
    ROW (OTHER, CONTACT, "@7", PAST ("first_name", "\"B\""))
    ROW (DEAL, CONTACT, "@7", PAST ("!", "1"))
    ROW (POINT, CONTACT, "@7", PAST ("new_field", "\"x\"")),

    "{\"t\":\"conflict\",\"c\":[\"author\",\"edited\",\"field\",\"kind\",\"name\",\"record\",\"state\",\"type\",\"value\","
    "\"winner\"]}\n"
    ROW (OTHER, CONTACT, "@8",
         REF (OTHER) ",1,\"first_name\",\"field\",\"Ann\"," REF (CONTACT) ",\"open\",\"contact\",\"B\",\"A\""),

    "{\"t\":\"custom_field\",\"c\":[\"kind\",\"label\",\"name\",\"record_type\"]}\n"
    ROW (OTHER, OTHER, "@9", "\"text\",\"Label\",\"label\",\"contact\""),

    /* a definition that does not say of what */
    "{\"t\":\"custom_field\",\"c\":[\"kind\",\"label\",\"name\"]}\n"
    ROW (OTHER, OTHER, "@91", "\"text\",\"Label\",\"label\"")
    "{\"del\":[\"custom_field\",\"" OTHER "\",\"" OTHER "\",@92,\"" V " !=018f3c5a1b2c0041:12\"]}\n",
    NULL,
};
/* clang-format on */

static SatTestStore *file;
static guint n_pages;

static void
close_file (void)
{
  g_clear_pointer (&file, sat_test_store_free);
}

static void
open_file (void)
{
  const SatUuid user = {{1}};
  g_autoptr (GError) error = NULL;

  file = sat_test_store_new (SAT_STORE_CREATE);
  sat_remote_join (file->store, "http://localhost", &user, 12, &error);
  g_assert_no_error (error);
  sat_remote_set_epoch (file->store, "00000000000000aa", &error);
  g_assert_no_error (error);
  atexit (close_file);
}

static void
write_state (GString *page, const char *from, const char *sv, const char *bf)
{
  g_string_printf (page,
                   "{\"from\":\"%s\",\"upto\":\"aa:%u:mac\",\"sv\":\"%s\",\"bf\":\"%s\",\"next_"
                   "sv\":\"s\",\"next_bf\":null,"
                   "\"head\":%u,\"now\":0,\"more\":false}\n",
                   from, n_pages, sv, bf, n_pages);
}

/* @text as the page that the file waits for. */
static GBytes *
make_page (const char *text)
{
  g_autoptr (GString) lines = g_string_new (text);
  g_autoptr (GString) page = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SatRemoteState) state = sat_remote_state (file->store, &error);
  g_autofree char *number = g_strdup_printf ("%u", n_pages);

  g_assert_no_error (error);
  write_state (page, state->at.cursor, state->at.sv, state->at.bf);
  g_string_replace (lines, "@", number, 0);
  g_string_append (page, lines->str);
  return fuzz_close_page (page->str, page->len);
}

/* Somebody writes to a record that the server knows, if it is there. */
static void
edit (void)
{
  gint64 id = sat_test_store_sql_int (
      file, "SELECT coalesce (max (record.id), 0) FROM record JOIN contact USING (id)"
            " WHERE NOT deleted");
  g_autofree char *name = g_strdup_printf ("Edit %u", n_pages);

  if (id > 0)
    sat_test_store_set (file, id, "first_name", name, NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autoptr (GBytes) page = NULL;
  g_autoptr (SatPageReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  gboolean taken;

  if (file == NULL)
    open_file ();
  if (strlen (text) < size)
    return -1;
  n_pages++;
  page = make_page (text);
  reader = sat_page_reader_new (page, &error);
  if (reader == NULL)
    return -1;
  taken = sat_remote_apply (file->store, reader, NULL, &error);
  g_assert_true (taken == (error == NULL));
  if (n_pages % 8 == 0)
    edit ();
  if (n_pages % 256 == 0)
    sat_test_check_file (sat_test_store_reader (file));
  return taken ? 0 : -1;
}
