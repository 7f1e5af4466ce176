/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The server's share of sync: 10,000 contacts pushed in batches of 500 and pulled by somebody else,
 * 100 edits one by one in one push. In its own process, without the network. */

#include "config.h"

#include <string.h>

#include "sat-bench.h"
#include "sat-mutation.h"
#include "sat-page.h"
#include "sat-push.h"
#include "sat-push-answer.h"
#include "sat-server.h"

#define RECORDS 10000
#define BATCH 500
#define EDITS 100
#define TIMES 5

typedef struct {
  SatServer *server;
  SatCaller ann, ben;
  SatChain chain;
  gint64 m;
} Bench;

static SatMutation *
new_mutation (Bench *self, const SatUuid *id)
{
  SatMutation *mutation = sat_mutation_new ();
  gint64 now = g_get_real_time ();

  mutation->m = ++self->m;
  mutation->u = sat_uuid_new (now / 1000);
  mutation->change = mutation->u;
  mutation->h = sat_hlc_from_us (now);
  mutation->type = g_strdup ("contact");
  mutation->id = *id;
  return mutation;
}

static void
take_text (SatMutation *mutation, const char *name, const char *format, guint n)
{
  g_autofree char *text = g_strdup_printf ("%s %u", format, n);

  sat_wire_fields_take (mutation->fields, name, sat_wire_text (text), TRUE);
}

static SatMutation *
new_contact (Bench *self, guint n, SatUuid *id)
{
  SatMutation *mutation;

  *id = sat_uuid_new (g_get_real_time () / 1000);
  mutation = new_mutation (self, id);
  take_text (mutation, "department", "Sales", n % 20);
  take_text (mutation, "first_name", "Ann", n);
  take_text (mutation, "job_title", "Head of Procurement", n % 100);
  take_text (mutation, "last_name", "Doe", n);
  take_text (mutation, "notes", "Met at the fair, wants everything by May. Call again in", n);
  sat_wire_fields_take (mutation->fields, "owner", sat_wire_reference (&self->ann.user), TRUE);
  return mutation;
}

/* Takes the lines. */
static GBytes *
make_body (Bench *self, GPtrArray *lines)
{
  SatChain before = self->chain;

  for (guint i = 0; i < lines->len; i++) {
    gsize length;
    const char *line = g_bytes_get_data (g_ptr_array_index (lines, i), &length);

    sat_chain_add (&self->chain, line, length);
  }
  return sat_push_write (self->m - lines->len + 1, &before, lines);
}

static void
add_line (GPtrArray *lines, SatMutation *mutation)
{
  char *line = sat_mutation_to_line (mutation);

  g_ptr_array_add (lines, g_bytes_new_take (line, strlen (line)));
  sat_mutation_free (mutation);
}

static void
push (Bench *self, GBytes *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = sat_server_push (self->server, &self->ann, "", body, &error);
  g_autoptr (SatPushAnswer) parsed = NULL;

  if (answer == NULL)
    g_error ("%s", error->message);
  parsed = sat_push_answer_parse (answer, NULL);
  if (parsed->results->len > 0)
    g_error ("not all is well: %s", (const char *)g_bytes_get_data (answer, NULL));
}

static GPtrArray *
make_bodies (Bench *self, SatUuid *ids)
{
  GPtrArray *bodies = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);

  for (guint i = 0; i < RECORDS; i += BATCH) {
    g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);

    for (guint j = i; j < i + BATCH; j++)
      add_line (lines, new_contact (self, j, &ids[j]));
    g_ptr_array_add (bodies, make_body (self, lines));
  }
  return bodies;
}

static gint64
push_all (Bench *self, SatUuid *ids, gsize *bytes)
{
  g_autoptr (GPtrArray) bodies = make_bodies (self, ids);
  gint64 start = sat_bench_thread_time ();

  for (guint i = 0; i < bodies->len; i++) {
    push (self, g_ptr_array_index (bodies, i));
    *bytes += g_bytes_get_size (g_ptr_array_index (bodies, i));
  }
  return sat_bench_thread_time () - start;
}

static gint64
pull_all (Bench *self, guint *rows)
{
  SatPullState at = {g_strdup (""), g_strdup (""), g_strdup ("")};
  gint64 start = sat_bench_thread_time (), spent = 0;
  gboolean more = TRUE;

  while (more) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) body = NULL;
    g_autoptr (SatPageReader) reader = NULL;
    const SatPageHead *head;
    g_auto (SatPageRow) row = {0};
    SatPageItem item;
    SatUuid gone;

    start = sat_bench_thread_time ();
    body = sat_server_pull (self->server, &self->ben, "", at.cursor, at.sv, at.bf, 1000, 0, &error);
    spent += sat_bench_thread_time () - start;
    if (body == NULL)
      g_error ("%s", error->message);
    reader = sat_page_reader_new (body, NULL);
    head = sat_page_reader_head (reader);
    while (sat_page_reader_next (reader, &item, &row, &gone, NULL) && item == SAT_PAGE_ROW)
      (*rows)++;
    sat_pull_state_clear (&at);
    at = (SatPullState){g_strdup (head->upto.cursor), g_strdup (head->upto.sv),
                        g_strdup (head->upto.bf)};
    more = head->more;
  }
  sat_pull_state_clear (&at);
  return spent;
}

/* Each with the base of the creation before it. */
static gint64
push_edits (Bench *self, const SatUuid *ids, const SatUuid *us, guint round)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_autoptr (GBytes) body = NULL;
  gint64 start;

  for (guint i = 0; i < EDITS; i++) {
    SatMutation *mutation = new_mutation (self, &ids[i]);

    take_text (mutation, "job_title", "Chief of", round);
    sat_mutation_add_base (mutation, "job_title", SAT_VERSION_NONE, &us[i]);
    add_line (lines, mutation);
  }
  body = make_body (self, lines);
  start = sat_bench_thread_time ();
  push (self, body);
  return sat_bench_thread_time () - start;
}

static void
add_user (Bench *self, SatCaller *caller)
{
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  SatServerWrite write = {SAT_OP_PUT, "user", caller->user, fields};

  sat_wire_fields_take (fields, "name", sat_wire_text (caller->name), TRUE);
  sat_server_write (self->server, &write, 1, NULL);
}

/* The ids of the first mutations are those of the first contacts in the order of making. */
static void
measure (SatBenchSeries *pushing, SatBenchSeries *pulling, SatBenchSeries *editing, gsize *bytes)
{
  g_autofree char *folder = g_dir_make_tmp ("satchel-bench-XXXXXX", NULL);
  g_autofree SatUuid *ids = g_new (SatUuid, RECORDS);
  g_autofree SatUuid *us = g_new (SatUuid, EDITS);
  g_autoptr (GError) error = NULL;
  Bench self = {.ann = {.name = "Ann", .role = SAT_ROLE_REP, .device = 1},
                .ben = {.name = "Ben", .role = SAT_ROLE_ADMIN, .device = 2}};
  guint rows = 0;

  self.ann.user = sat_uuid_new (1);
  self.ben.user = sat_uuid_new (1);
  self.server = sat_server_open (folder, NULL, NULL, &error);
  if (self.server == NULL)
    g_error ("%s", error->message);
  add_user (&self, &self.ann);
  add_user (&self, &self.ben);
  *bytes = 0;
  sat_bench_series_add (pushing, push_all (&self, ids, bytes));
  sat_bench_series_add (pulling, pull_all (&self, &rows));
  if (rows < RECORDS)
    g_error ("only %u rows came", rows);
  for (guint i = 0; i < EDITS; i++) {
    g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
    SatMutation *mutation = new_contact (&self, i, &ids[i]);
    g_autoptr (GBytes) body = NULL;

    us[i] = mutation->u;
    add_line (lines, mutation);
    body = make_body (&self, lines);
    push (&self, body);
  }
  sat_bench_series_add (editing, push_edits (&self, ids, us, 1));
  sat_server_close (self.server);
  sat_bench_remove (folder);
}

int
main (void)
{
  g_autoptr (SatBenchSeries) pushing = sat_bench_series_new ();
  g_autoptr (SatBenchSeries) pulling = sat_bench_series_new ();
  g_autoptr (SatBenchSeries) editing = sat_bench_series_new ();
  gsize bytes;

  for (guint i = 0; i < TIMES; i++)
    measure (pushing, pulling, editing, &bytes);
  sat_bench_print ("Y5", "10,000 contacts pushed in batches of 500, server", "ms",
                   sat_bench_series_at (pushing, 50), 0, 300, 200);
  sat_bench_note ("%.1f MiB", (double)bytes / 1024 / 1024);
  sat_bench_print ("Y6", "10,000 contacts pulled in pages of 1,000, server", "ms",
                   sat_bench_series_at (pulling, 50), 0, 250, 150);
  sat_bench_print ("Y7", "100 edits in one push, server", "ms", sat_bench_series_at (editing, 50),
                   0, 8, 4);
  return 0;
}
