/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A whole server takes mutations that are broken or make no sense, and stays in order: it answers
 * for each, its pages can be read, and what it keeps fits together. */

#include "config.h"

#include "fuzz.h"
#include "sat-page.h"
#include "sat-push-answer.h"
#include "sat-push.h"
#include "sat-server-care.h"
#include "sat-server.h"
#include "sat-test.h"

#include <stdlib.h>
#include <string.h>

#define H "\"h\":\"019de1f8c0000040\","
#define COMPANY "0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeee01"
#define CONTACT "0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeee02"
#define DEAL "0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeee03"
#define POINT "0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeee04"
#define OTHER "0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeee05"
#define PUT(type, id) H "\"t\":\"" type "\",\"id\":\"" id "\",\"op\":\"put\","
#define REF(id) "{\"r\":\"" id "\"}"

/* Lines of mutations without their beginning, m and u; "@1" in them is the id of the mutation one
 * line above, "@2" of that before. */
/* clang-format off */
const char *const fuzz_corpus[] = {
    PUT ("company", COMPANY) "\"f\":{\"name\":\"K\"}}\n",

    PUT ("contact", CONTACT) "\"f\":{\"first_name\":\"A\",\"primary_company\":" REF (COMPANY) "}}\n"
    PUT ("contact", CONTACT) "\"f\":{\"first_name\":\"B\"},\"b\":{\"first_name\":\"u:@1\"}}\n",

    PUT ("contact_point", POINT)
    "\"x\":1,\"f\":{\"contact\":" REF (CONTACT) ",\"value\":\"a@b.c\",\"kind\":\"email\"}}\n"
    H "\"t\":\"company\",\"id\":\"" COMPANY "\",\"op\":\"del\",\"rb\":1,\"x\":1}\n",

    PUT ("opportunity", DEAL)
    "\"f\":{\"amount\":5,\"currency\":\"EUR\",\"company\":" REF (COMPANY) ",\"name\":\"D\"}}\n"
    H "\"t\":\"company\",\"id\":\"" COMPANY "\",\"op\":\"undel\",\"f\":{\"name\":\"L\"}}\n"
    H "\"t\":\"company\",\"id\":\"" OTHER "\",\"op\":\"merge\",\"into\":\"" COMPANY "\",\"rb\":1}\n"
    H "\"t\":\"company\",\"id\":\"" OTHER "\",\"op\":\"unmerge\",\"into\":\"" COMPANY "\",\"rb\":1}\n",

    PUT ("company", OTHER)
    "\"rb\":9,\"f\":{\"name\":\"K\",\"description\":\"a\\nb\"},\"b\":{\"name\":\"u:@2\"},\"x\":2}\n"
    PUT ("no_such_type", OTHER) "\"f\":{\"name\":1},\"x\":2}\n",
    NULL,
};
/* clang-format on */

static SatTestDir *dir;
static SatServer *server;
static SatCaller caller = {.name = "Ann", .role = SAT_ROLE_ADMIN, .device = 7};
static SatChain chain;
static gint64 last_m;
static SatPullState at;
static guint n_pushes;

static void
close_server (void)
{
  g_clear_pointer (&server, sat_server_close);
  g_clear_pointer (&dir, sat_test_dir_free);
  sat_pull_state_clear (&at);
}

static void
open_server (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (SatClock) clock = sat_clock_fake_new (G_GINT64_CONSTANT (1800000000000000));
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  SatServerWrite write = {SAT_OP_PUT, "user", {{1}}, fields};
  g_autoptr (GError) error = NULL;

  dir = sat_test_dir_new ();
  folder = sat_test_dir_file (dir, "data");
  server = sat_server_open (folder, NULL, clock, &error);
  g_assert_no_error (error);
  caller.user = write.id;
  sat_wire_fields_take (fields, "name", sat_wire_text (caller.name), FALSE);
  sat_wire_fields_take (fields, "role", sat_wire_text ("admin"), FALSE);
  sat_server_write (server, &write, 1, &error);
  g_assert_no_error (error);
  atexit (close_server);
}

static SatUuid
mutation_id (gint64 m)
{
  SatUuid u = {{0x01, 0x90, 0xff}};
  guint64 bytes = GUINT64_TO_BE ((guint64)m);

  memcpy (u.bytes + 8, &bytes, sizeof bytes);
  return u;
}

static char *
make_line (const char *rest, gint64 m)
{
  SatUuid own = mutation_id (m);
  g_autofree char *u = sat_uuid_to_string (&own);
  GString *line = g_string_new (NULL);

  g_string_printf (line, "{\"m\":%" G_GINT64_FORMAT ",\"u\":\"%s\",%s", m, u, rest);
  for (gint64 before = 1; before <= 2 && before < m; before++) {
    SatUuid id = mutation_id (m - before);
    g_autofree char *text = sat_uuid_to_string (&id);

    g_string_replace (line, before == 1 ? "@1" : "@2", text, 0);
  }
  return g_string_free (line, FALSE);
}

/* The lines of @text as the next push. */
static GBytes *
make_push (const char *text, guint *n)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_auto (GStrv) rests = g_strsplit (text, "\n", 20);
  SatChain before = chain;

  for (guint i = 0; rests[i] != NULL; i++)
    if (*rests[i] != '\0') {
      char *line = make_line (rests[i], last_m + 1 + lines->len);

      g_strdelimit (line, "\n", ' ');
      sat_chain_add (&chain, line, strlen (line));
      g_ptr_array_add (lines, g_bytes_new_take (line, strlen (line)));
    }
  *n = lines->len;
  return sat_push_write (last_m + 1, &before, lines);
}

/* What has changed since the last time can be read. */
static void
pull (void)
{
  gboolean more = TRUE;

  while (more) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) page = sat_server_pull (
        server, &caller, "", at.cursor != NULL ? at.cursor : "", at.sv != NULL ? at.sv : "",
        at.bf != NULL ? at.bf : "", 50, G_MAXINT64, &error);
    g_autoptr (SatPageReader) reader = page != NULL ? sat_page_reader_new (page, &error) : NULL;
    g_auto (SatPageRow) row = {0};
    SatPageItem item = SAT_PAGE_ROW;
    SatUuid gone;

    g_assert_no_error (error);
    while (item != SAT_PAGE_END && sat_page_reader_next (reader, &item, &row, &gone, &error))
      ;
    g_assert_no_error (error);
    sat_pull_state_clear (&at);
    at.cursor = g_strdup (sat_page_reader_head (reader)->upto.cursor);
    at.sv = g_strdup (sat_page_reader_head (reader)->upto.sv);
    at.bf = g_strdup (sat_page_reader_head (reader)->upto.bf);
    more = sat_page_reader_head (reader)->more;
  }
}

static void
verify (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = sat_server_verify (server, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    g_printerr ("%s\n", (const char *)findings->pdata[i]);
  g_assert_cmpuint (findings->len, ==, 0);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) answered = NULL;
  g_autoptr (SatPushAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  gboolean taken = FALSE;
  guint n;

  if (server == NULL)
    open_server ();
  if (strlen (text) < size)
    return -1;
  body = make_push (text, &n);
  answered = sat_server_push (server, &caller, "", body, &error);
  g_assert_no_error (error);
  answer = sat_push_answer_parse (answered, &error);
  g_assert_no_error (error);
  g_assert_cmpint (answer->last_m, ==, last_m + n);
  g_assert_true (sat_chain_equal (&answer->hash, &chain));
  last_m = answer->last_m;
  taken = answer->results->len < n;
  if (++n_pushes % 16 == 0)
    pull ();
  if (n_pushes % 256 == 0)
    verify ();
  return taken ? 0 : -1;
}
