/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Many laptops at one server: laptops [--laptops 1000] [--roots 200] [--seconds 300]
 *
 * Each comes three times, whenever it likes within the time: first it pulls all it may hold; then
 * and again it pushes 20 edits and 5 new activities and pulls. Asserted is that nothing fails and
 * that all of it comes back; told is how long the answers took, and the server's memory. */

#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "load-company.h"
#include "sat-json.h"
#include "sat-mutation.h"
#include "sat-net-client.h"
#include "sat-page.h"
#include "sat-push-answer.h"
#include "sat-push.h"

#define VISITS 3
#define EDITS 20
#define ACTIVITIES 5
#define ROWS 2000
#define GREETING "listening on "

static int n_laptops = 1000, n_roots = 200, n_seconds = 300;
static char *where;

static const GOptionEntry entries[] = {
    {"laptops", 0, 0, G_OPTION_ARG_INT, &n_laptops, "How many", "N"},
    {"roots", 0, 0, G_OPTION_ARG_INT, &n_roots, "What each of them holds at first", "N"},
    {"seconds", 0, 0, G_OPTION_ARG_INT, &n_seconds, "Within which they come", "N"},
    {"folder", 0, 0, G_OPTION_ARG_FILENAME, &where, "Where the server's folder is made", "DIR"},
    {0}};

typedef struct {
  SatUuid id;
  const char *type, *field; /* the one that is edited */
  SatVersion version;
  gint64 seq;
} Held;

typedef struct {
  const LoadPerson *person;
  GMutex busy;
  char *epoch;
  SatPullState at;
  GArray *held; /* of Held */
  gint64 m;
  SatChain chain;
  guint edited, created; /* that came back */
  guint visits;
} Laptop;

typedef struct {
  gint64 at; /* after the start */
  Laptop *laptop;
} Visit;

typedef struct {
  GMutex lock;
  GArray *pulls, *firsts, *pushes; /* gint64, microseconds */
  guint errors;
} Figures;

static char *url;
static Figures figures;

static void
note (GArray *series, gint64 us)
{
  g_mutex_lock (&figures.lock);
  g_array_append_val (series, us);
  g_mutex_unlock (&figures.lock);
}

static void
note_error (const char *what, guint status)
{
  g_mutex_lock (&figures.lock);
  if (figures.errors++ < 10)
    g_printerr ("%s: status %u\n", what, status);
  g_mutex_unlock (&figures.lock);
}

/* (transfer full); NULL: it failed. *@us: how long it took. */
static GBytes *
ask (Laptop *self, const char *method, const char *path, GBytes *body, gint64 *us)
{
  g_autoptr (SatNetClient) client = sat_net_client_new (url, NULL);
  g_auto (SatNetAnswer) answer = {0};
  gint64 start = g_get_monotonic_time ();

  if (!sat_net_client_ask (client, method, path, "application/x-ndjson", body, self->person->token,
                           self->epoch, SAT_SCHEMA_VERSION, &answer, NULL, NULL) ||
      answer.status != 200) {
    note_error (path, answer.status);
    return NULL;
  }
  *us = g_get_monotonic_time () - start;
  return g_steal_pointer (&answer.body);
}

static gboolean
say_hello (Laptop *self)
{
  gint64 us;
  g_autoptr (GBytes) body = ask (self, "GET", "/v1/sync/hello", NULL, &us);
  gsize length;
  const char *data = body != NULL ? g_bytes_get_data (body, &length) : NULL;
  g_autoptr (JsonNode) node = data != NULL ? sat_json_parse (data, length, NULL) : NULL;

  if (node == NULL)
    return FALSE;
  g_free (self->epoch);
  self->epoch = g_strdup (json_object_get_string_member (json_node_get_object (node), "epoch"));
  return TRUE;
}

static const char *
field_of (const char *type)
{
  if (strcmp (type, "company") == 0)
    return "industry";
  if (strcmp (type, "contact") == 0)
    return "job_title";
  return strcmp (type, "opportunity") == 0 ? "next_step" : NULL;
}

static Held *
find_held (Laptop *self, const SatUuid *id)
{
  for (guint i = 0; i < self->held->len; i++) {
    Held *held = &g_array_index (self->held, Held, i);

    if (sat_uuid_equal (&held->id, id))
      return held;
  }
  return NULL;
}

static void
take_row (Laptop *self, const SatPageRow *row)
{
  const char *field = field_of (row->type);
  Held *held = field != NULL ? find_held (self, &row->id) : NULL;
  Held fresh = {.id = row->id, .type = g_intern_string (row->type), .field = field};
  const SatWireValue *value;

  self->created += strcmp (row->type, "activity") == 0;
  if (field == NULL)
    return;
  if (held == NULL) {
    g_array_append_val (self->held, fresh);
    held = &g_array_index (self->held, Held, self->held->len - 1);
  }
  held->version = sat_clocks_get (row->clocks, field);
  held->seq = row->seq;
  value = sat_wire_fields_get (row->fields, field);
  self->edited += value != NULL && value->kind == SAT_WIRE_TEXT &&
                  g_str_has_prefix (value->text, "Edited on the way");
}

/* *@more FALSE also when it failed. */
static void
take_page (Laptop *self, GBytes *body, gboolean *more)
{
  g_autoptr (SatPageReader) reader = sat_page_reader_new (body, NULL);
  g_auto (SatPageRow) row = {0};
  const SatPageHead *head;
  SatPageItem item = SAT_PAGE_ROW;
  SatUuid gone;

  *more = FALSE;
  while (reader != NULL && item != SAT_PAGE_END) {
    if (!sat_page_reader_next (reader, &item, &row, &gone, NULL)) {
      note_error ("page", 0);
      return;
    }
    if (item == SAT_PAGE_ROW)
      take_row (self, &row);
  }
  if (reader == NULL) {
    note_error ("page", 0);
    return;
  }
  head = sat_page_reader_head (reader);
  sat_pull_state_clear (&self->at);
  self->at = (SatPullState){g_strdup (head->upto.cursor), g_strdup (head->upto.sv),
                            g_strdup (head->upto.bf)};
  *more = head->more;
}

static void
pull (Laptop *self)
{
  gboolean more = TRUE;

  while (more) {
    g_autofree char *cursor = g_uri_escape_string (self->at.cursor, NULL, FALSE);
    g_autofree char *sv = g_uri_escape_string (self->at.sv, NULL, FALSE);
    g_autofree char *bf = g_uri_escape_string (self->at.bf, NULL, FALSE);
    g_autofree char *path =
        g_strdup_printf ("/v1/sync/pull?cursor=%s&sv=%s&bf=%s&limit=%u", cursor, sv, bf, ROWS);
    gint64 us = 0;
    g_autoptr (GBytes) body = ask (self, "GET", path, NULL, &us);

    if (body == NULL)
      return;
    note (self->visits == 0 ? figures.firsts : figures.pulls, us);
    take_page (self, body, &more);
  }
}

static SatMutation *
begin_mutation (Laptop *self, const char *type, const SatUuid *id)
{
  SatMutation *mutation = sat_mutation_new ();
  gint64 now = g_get_real_time ();

  mutation->m = ++self->m;
  mutation->u = mutation->change = sat_uuid_new (now / 1000);
  mutation->h = sat_hlc_from_us (now);
  mutation->type = g_strdup (type);
  mutation->id = *id;
  return mutation;
}

static SatMutation *
edit (Laptop *self, guint n)
{
  Held *held = &g_array_index (self->held, Held, (self->visits * EDITS + n) % self->held->len);
  SatMutation *mutation = begin_mutation (self, held->type, &held->id);
  g_autofree char *text = g_strdup_printf ("Edited on the way, %u", n);

  mutation->rb = held->seq;
  sat_wire_fields_take (mutation->fields, held->field, sat_wire_text (text), TRUE);
  sat_mutation_add_base (mutation, held->field, held->version, NULL);
  return mutation;
}

static SatMutation *
create (Laptop *self, guint n)
{
  SatUuid id = sat_uuid_new (g_get_real_time () / 1000);
  SatMutation *mutation = begin_mutation (self, "activity", &id);
  g_autofree char *text = g_strdup_printf ("Visit number %u, told what is new", n);
  const Held *held = NULL;

  for (guint i = 0; i < self->held->len && held == NULL; i++)
    if (strcmp (g_array_index (self->held, Held, i).type, "company") == 0)
      held = &g_array_index (self->held, Held, i);
  sat_wire_fields_take (mutation->fields, "kind", sat_wire_text ("visit"), TRUE);
  sat_wire_fields_take (mutation->fields, "subject", sat_wire_text (text), TRUE);
  sat_wire_fields_take (mutation->fields, "owner", sat_wire_reference (&self->person->user), TRUE);
  if (held != NULL)
    sat_wire_fields_take (mutation->fields, "company", sat_wire_reference (&held->id), TRUE);
  return mutation;
}

static void
push (Laptop *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) said = NULL;
  g_autoptr (SatPushAnswer) answer = NULL;
  SatChain before = self->chain;
  gint64 us = 0, first = self->m + 1;

  for (guint i = 0; i < EDITS + ACTIVITIES; i++) {
    g_autoptr (SatMutation) mutation = i < EDITS ? edit (self, i) : create (self, i);
    char *line = sat_mutation_to_line (mutation);

    sat_chain_add (&self->chain, line, strlen (line));
    g_ptr_array_add (lines, g_bytes_new_take (line, strlen (line)));
  }
  body = sat_push_write (first, &before, lines);
  said = ask (self, "POST", "/v1/sync/push", body, &us);
  if (said == NULL)
    return;
  note (figures.pushes, us);
  answer = sat_push_answer_parse (said, NULL);
  if (answer == NULL || answer->last_m != self->m || answer->results->len > 0)
    note_error ("a push was not taken as it was", 0);
}

static void
visit_cb (gpointer data, gpointer user_data)
{
  Laptop *self = data;

  g_mutex_lock (&self->busy);
  if (self->visits == 0 ? say_hello (self) : TRUE) {
    if (self->visits > 0 && self->held->len > 0)
      push (self);
    pull (self);
  }
  self->visits++;
  g_mutex_unlock (&self->busy);
}

static int
compare_visits (gconstpointer a, gconstpointer b)
{
  const Visit *x = a, *y = b;

  return (x->at > y->at) - (x->at < y->at);
}

static void
run_visits (Laptop *laptops)
{
  g_autoptr (GArray) visits = g_array_new (FALSE, FALSE, sizeof (Visit));
  g_autoptr (GRand) dice = g_rand_new_with_seed (7);
  GThreadPool *pool = g_thread_pool_new (visit_cb, NULL, -1, FALSE, NULL);
  gint64 start;

  for (int i = 0; i < n_laptops * VISITS; i++) {
    Visit visit = {(gint64)(g_rand_double (dice) * n_seconds * G_USEC_PER_SEC),
                   &laptops[i % n_laptops]};

    g_array_append_val (visits, visit);
  }
  g_array_sort (visits, compare_visits);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < visits->len; i++) {
    Visit *visit = &g_array_index (visits, Visit, i);
    gint64 left = start + visit->at - g_get_monotonic_time ();

    if (left > 0)
      g_usleep ((gulong)left);
    g_thread_pool_push (pool, visit->laptop, NULL);
  }
  g_thread_pool_free (pool, FALSE, TRUE);
}

static void
set_up_cb (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static GPid
start_server (const char *folder, GError **error)
{
  const char *argv[] = {SATCHEL_SERVER, "--data", folder, "--listen", "127.0.0.1:0", NULL};
  g_autoptr (GString) line = g_string_new (NULL);
  GPid pid;
  int out;
  char byte;

  if (!g_spawn_async_with_pipes (NULL, (char **)argv, NULL,
                                 G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, set_up_cb,
                                 NULL, &pid, NULL, &out, NULL, error))
    return 0;
  while (read (out, &byte, 1) == 1 && byte != '\n')
    g_string_append_c (line, byte);
  close (out);
  if (g_str_has_prefix (line->str, GREETING))
    url = g_strdup (line->str + strlen (GREETING));
  return pid;
}

/* MiB at its highest. */
static double
memory_of (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", pid);
  g_autofree char *text = NULL;
  const char *at = NULL;

  if (g_file_get_contents (path, &text, NULL, NULL))
    at = strstr (text, "VmHWM:");
  return at != NULL ? (double)g_ascii_strtoll (at + strlen ("VmHWM:"), NULL, 10) / 1024 : 0;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;

  return (x > y) - (x < y);
}

static double
at (GArray *series, double share)
{
  if (series->len == 0)
    return 0;
  g_array_sort (series, compare_times);
  return (double)g_array_index (series, gint64, (guint)((series->len - 1) * share)) / 1000;
}

static void
tell_times (const char *what, GArray *series, double must)
{
  double p99 = at (series, 0.99);

  g_print ("| L8 | %s: p99 of %u | %.3g ms | - | - | %s | | %s |\n", what, series->len, p99,
           must > 0 ? "500" : "",
           must <= 0     ? ""
           : p99 <= must ? "holds"
                         : "missed");
  g_print ("| | median %.3g ms, longest %.3g ms | | | | | | |\n", at (series, 0.5), at (series, 1));
}

static void
tell (double memory, const struct rusage *work, gint64 us)
{
  double server = (double)(work->ru_utime.tv_sec + work->ru_stime.tv_sec) +
                  (double)(work->ru_utime.tv_usec + work->ru_stime.tv_usec) / G_USEC_PER_SEC;

  tell_times ("a pull of what is new", figures.pulls, 500);
  tell_times ("the first pull of a laptop", figures.firsts, 500);
  tell_times ("a push of 20 edits and 5 new activities", figures.pushes, 0);
  g_print ("| L8 | memory of the server | %.3g MiB | - | - | 300 | | %s |\n", memory,
           memory <= 300 ? "holds" : "missed");
  g_print (
      "| | %d laptops with %d roots each, within %.0f s; the server worked %.1f s; %u errors | "
      "| | | | | |\n",
      n_laptops, n_roots, (double)us / G_USEC_PER_SEC, server, figures.errors);
}

/* Has all come back, of all laptops? */
static gboolean
check (Laptop *laptops)
{
  guint incomplete = 0;

  for (int i = 0; i < n_laptops; i++) {
    Laptop *laptop = &laptops[i];

    incomplete += laptop->held->len != (guint)n_roots || laptop->visits != VISITS ||
                  laptop->edited != EDITS * (VISITS - 1) ||
                  laptop->created != ACTIVITIES * (VISITS - 1);
    if (incomplete == 1)
      g_printerr ("a laptop has %u roots, %u visits, %u edits and %u activities\n",
                  laptop->held->len, laptop->visits, laptop->edited, laptop->created);
  }
  if (incomplete > 0)
    g_printerr ("%u laptops have not got back all\n", incomplete);
  return incomplete == 0 && figures.errors == 0;
}

static void
remove_folder (const char *folder)
{
  const char *argv[] = {"rm", "-rf", "--", folder, NULL};

  g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
}

static Laptop *
make_laptops (GArray *company)
{
  Laptop *laptops = g_new0 (Laptop, (gsize)n_laptops);

  for (int i = 0; i < n_laptops; i++) {
    laptops[i].person = &g_array_index (company, LoadPerson, i);
    laptops[i].epoch = g_strdup ("");
    laptops[i].at = (SatPullState){g_strdup (""), g_strdup (""), g_strdup ("")};
    laptops[i].held = g_array_new (FALSE, FALSE, sizeof (Held));
    g_mutex_init (&laptops[i].busy);
  }
  return laptops;
}

static void
free_laptops (Laptop *laptops)
{
  for (int i = 0; i < n_laptops; i++) {
    g_free (laptops[i].epoch);
    sat_pull_state_clear (&laptops[i].at);
    g_array_unref (laptops[i].held);
    g_mutex_clear (&laptops[i].busy);
  }
  g_free (laptops);
}

static gboolean
run (const char *folder, GError **error)
{
  g_autoptr (GArray) company = load_company_make (folder, (guint)n_laptops, (guint)n_roots, error);
  Laptop *laptops = company != NULL ? make_laptops (company) : NULL;
  GPid pid = laptops != NULL ? start_server (folder, error) : 0;
  struct rusage work = {0};
  gint64 start = g_get_monotonic_time ();
  gboolean right = FALSE;
  double memory;
  int status = -1;

  if (pid != 0 && url != NULL) {
    run_visits (laptops);
    memory = memory_of (pid);
    kill (pid, SIGTERM);
    wait4 (pid, &status, 0, &work);
    tell (memory, &work, g_get_monotonic_time () - start);
    right = check (laptops) && WIFEXITED (status) && WEXITSTATUS (status) == 0;
  }
  if (pid != 0 && url == NULL)
    g_printerr ("laptops: the server does not start\n");
  if (laptops != NULL)
    free_laptops (laptops);
  return right;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  gboolean right;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    g_printerr ("%s\n", error->message);
    return 2;
  }
  if (n_laptops < 1 || n_roots < EDITS || n_seconds < 0) {
    g_printerr ("laptops: one laptop at least, each with %d roots at least\n", EDITS);
    return 2;
  }
  folder = g_build_filename (where != NULL ? where : g_get_tmp_dir (), "satchel-load-XXXXXX", NULL);
  if (g_mkdtemp (folder) == NULL)
    return 2;
  figures.pulls = g_array_new (FALSE, FALSE, sizeof (gint64));
  figures.firsts = g_array_new (FALSE, FALSE, sizeof (gint64));
  figures.pushes = g_array_new (FALSE, FALSE, sizeof (gint64));
  right = run (folder, &error);
  if (error != NULL)
    g_printerr ("laptops: %s\n", error->message);
  remove_folder (folder);
  g_free (url);
  g_free (where);
  g_array_unref (figures.pulls);
  g_array_unref (figures.firsts);
  g_array_unref (figures.pushes);
  return right ? 0 : 1;
}
