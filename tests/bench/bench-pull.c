/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pulls from a server with many records: pages of those who see much and little, polls in vain, and
 * a territory that goes to somebody else. */

#include "config.h"

#include "sat-pull.h"
#include "sat-sqlite-storage.h"
#include "sat-bench.h"

#define USERS 1000
#define ROOTS_OF_USER 200
#define CHILDREN_OF_ROOT 4
#define MOVED 10000
#define GROUP 400

typedef struct {
  SatRegistry *registry;
  SatVisibility *visibility;
  SatStorage *storage;
  SatTransaction *transaction;
  gint64 seq;
  GArray *written; /* of SatWritten */
  GPtrArray *fields;
  guint8 key[SAT_PULL_KEY_SIZE];
  SatUuid users[USERS];
  SatUuid territories[2];
  GArray *companies; /* of SatUuid: those in the first territory */
} Bench;

static void
check (gboolean right, GError *error)
{
  if (!right)
    g_error ("%s", error != NULL ? error->message : "failed");
}

static void
end_group (Bench *self)
{
  GError *error = NULL;

  if (self->written->len > 0)
    check (sat_visibility_written (self->visibility, self->transaction, self->seq, NULL,
                                   &g_array_index (self->written, SatWritten, 0),
                                   self->written->len, &error),
           error);
  g_array_set_size (self->written, 0);
  g_ptr_array_set_size (self->fields, 0);
}

static void
begin_group (Bench *self)
{
  GError *error = NULL;

  end_group (self);
  check (self->transaction->api->next_seq (self->transaction, &self->seq, &error), error);
}

static void
begin (Bench *self)
{
  GError *error = NULL;

  self->transaction = sat_storage_begin_write (self->storage, &error);
  check (self->transaction != NULL, error);
}

static void
end (Bench *self)
{
  GError *error = NULL;

  end_group (self);
  check (sat_transaction_commit (g_steal_pointer (&self->transaction), &error), error);
}

static void
refer (SatWireFields *fields, const char *name, const SatUuid *id)
{
  if (id != NULL)
    sat_wire_fields_take (fields, name, sat_wire_reference (id), FALSE);
}

/* *@id nil: new. */
static void
put (Bench *self, const char *type, SatUuid *id, const SatUuid *root, SatWireFields *fields)
{
  GError *error = NULL;
  g_autofree char *text = NULL;
  gboolean is_new = sat_uuid_is_nil (id);
  SatStoredRecord record = {.type = g_intern_string (type),
                            .clocks = (char *)"0190a1b2c3d40000:12 name=0190a1b2c3d50000:12"};
  SatWritten written = {.type = record.type, .after = fields};

  if (is_new)
    *id = sat_uuid_new (1790000000000);
  record.id = *id;
  record.root = root != NULL ? *root : *id;
  record.seq = self->seq;
  sat_wire_fields_take (fields, "name", sat_wire_text ("Werk Nord, Instandhaltung"), FALSE);
  sat_wire_fields_take (fields, "job_title", sat_wire_text ("Head of purchasing"), FALSE);
  text = record.fields = sat_wire_fields_to_string (fields);
  check (self->transaction->api->put_record (self->transaction, &record, &error), error);
  written.id = record.id;
  written.root = record.root;
  written.old_root = is_new ? (SatUuid){{0}} : record.root;
  g_array_append_val (self->written, written);
  g_ptr_array_add (self->fields, fields);
  if (self->written->len >= GROUP)
    begin_group (self);
}

static void
fill_user (Bench *self, guint user)
{
  for (guint i = 0; i < ROOTS_OF_USER; i++) {
    SatWireFields *fields = sat_wire_fields_new ();
    gboolean company = user < MOVED * 2 / ROOTS_OF_USER && i % 2 == 0;
    SatUuid root = {{0}};

    refer (fields, "owner", company ? NULL : &self->users[user]);
    refer (fields, "territory", company ? &self->territories[0] : NULL);
    put (self, i % 2 == 0 ? "company" : "opportunity", &root, NULL, fields);
    if (company)
      g_array_append_val (self->companies, root);
    for (guint j = 0; j < CHILDREN_OF_ROOT; j++) {
      SatUuid child = {{0}};

      fields = sat_wire_fields_new ();
      refer (fields, "company", &root);
      put (self, "activity", &child, &root, fields);
    }
  }
}

/* One boss over all; the first but one has the first territory, the next the second. */
static void
fill_people (Bench *self)
{
  for (guint i = 0; i < 2; i++)
    put (self, "territory", &self->territories[i], NULL, sat_wire_fields_new ());
  for (guint i = 0; i < USERS; i++) {
    SatWireFields *fields = sat_wire_fields_new ();

    refer (fields, "manager", i > 0 ? &self->users[0] : NULL);
    refer (fields, "territory", i == 1 || i == 2 ? &self->territories[i - 1] : NULL);
    put (self, "user", &self->users[i], NULL, fields);
  }
}

static void
fill (Bench *self)
{
  gint64 start = g_get_monotonic_time ();

  begin (self);
  begin_group (self);
  fill_people (self);
  for (guint i = 0; i < USERS; i++) {
    fill_user (self, i);
    if (i % 50 == 49) {
      end (self);
      begin (self);
      begin_group (self);
    }
  }
  end (self);
  g_print ("%-48s %8.1f us a record\n", "written",
           (double)(g_get_monotonic_time () - start) / (USERS * ROOTS_OF_USER * 5.0));
}

typedef struct {
  SatPullState state;
  SatCaller caller;
} Client;

static SatPageHead
take_head (GBytes *page, guint *n)
{
  GError *error = NULL;
  g_autoptr (SatPageReader) reader = sat_page_reader_new (page, &error);
  const SatPageHead *head;

  check (reader != NULL, error);
  head = sat_page_reader_head (reader);
  *n = sat_page_reader_n_items (reader);
  return (SatPageHead){
      .upto = {g_strdup (head->upto.cursor), g_strdup (head->upto.sv), g_strdup (head->upto.bf)},
      .more = head->more};
}

/* Pages until there are no more, or @most. The time is that of the thread. */
static void
pull (Bench *self, Client *client, const char *what, guint limit, guint most)
{
  SatPullSource source = {self->storage, self->visibility, "0123456789abcdef", self->key, 1};
  gint64 total = 0, worst = 0;
  guint rows = 0, pages = 0, n;
  gsize bytes = 0;
  gboolean more = TRUE;

  while (more && pages < most) {
    GError *error = NULL;
    gint64 start = sat_bench_thread_time (), took;
    g_autoptr (GBytes) page =
        sat_pull_page (&source, &client->caller, &client->state, limit, &error);
    SatPageHead head;

    took = sat_bench_thread_time () - start;
    check (page != NULL, error);
    head = take_head (page, &n);
    sat_pull_state_clear (&client->state);
    client->state = head.upto;
    more = head.more;
    total += took;
    worst = MAX (worst, took);
    pages++;
    rows += n;
    bytes += g_bytes_get_size (page);
  }
  g_print ("%-48s %8.2f ms a page, worst %.2f; %u pages, %u rows, %.0f kB, %.3f s\n", what,
           (double)total / pages / 1e3, (double)worst / 1e3, pages, rows, (double)bytes / 1e3,
           (double)total / 1e6);
}

static Client
client_of (Bench *self, guint user, SatRole role)
{
  return (Client){{g_strdup (""), g_strdup (""), g_strdup ("")}, {self->users[user], "", role, 1}};
}

static void
edit_some (Bench *self, guint n)
{
  begin (self);
  begin_group (self);
  for (guint i = 0; i < n; i++) {
    SatWireFields *fields = sat_wire_fields_new ();
    SatUuid id = {{0}};

    refer (fields, "owner", &self->users[i % USERS]);
    put (self, "opportunity", &id, NULL, fields);
  }
  end (self);
}

static void
move_territory (Bench *self)
{
  gint64 start = g_get_monotonic_time ();

  begin (self);
  begin_group (self);
  for (guint i = 0; i < self->companies->len; i++) {
    SatWireFields *fields = sat_wire_fields_new ();

    refer (fields, "territory", &self->territories[1]);
    put (self, "company", &g_array_index (self->companies, SatUuid, i), NULL, fields);
  }
  end (self);
  g_print ("%-48s %8.3f s\n", "territory of 10,000 companies moves",
           (double)(g_get_monotonic_time () - start) / 1e6);
}

int
main (int argc, char **argv)
{
  Bench self = {0};
  GError *error = NULL;
  Client boss, rep, loser, winner;
  const char *path = argc > 1 ? argv[1] : "bench-pull.db";

  self.registry = sat_registry_new ();
  self.visibility = sat_visibility_new (self.registry);
  self.storage = sat_sqlite_storage_open (path, &error);
  check (self.storage != NULL, error);
  self.written = g_array_new (FALSE, FALSE, sizeof (SatWritten));
  self.fields = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_wire_fields_free);
  self.companies = g_array_new (FALSE, FALSE, sizeof (SatUuid));
  fill (&self);
  boss = client_of (&self, 0, SAT_ROLE_MANAGER);
  rep = client_of (&self, 900, SAT_ROLE_REP);
  loser = client_of (&self, 1, SAT_ROLE_REP);
  winner = client_of (&self, 2, SAT_ROLE_REP);
  pull (&self, &rep, "first load, 1,000 records", 1000, G_MAXUINT);
  pull (&self, &loser, "first load, a territory of 10,000", 1000, G_MAXUINT);
  pull (&self, &winner, "first load, no territory", 1000, G_MAXUINT);
  pull (&self, &boss, "first load, 1,000 scopes", 1000, G_MAXUINT);
  pull (&self, &rep, "nothing new, 2 scopes", 1000, 1);
  pull (&self, &boss, "nothing new, 1,000 scopes", 1000, 1);
  edit_some (&self, 100000);
  pull (&self, &boss, "100,000 new, all seen, 1,000 scopes", 1000, G_MAXUINT);
  pull (&self, &rep, "100,000 new, 100 seen", 1000, G_MAXUINT);
  move_territory (&self);
  pull (&self, &loser, "who loses 10,000", 1000, G_MAXUINT);
  pull (&self, &winner, "who gets 10,000", 1000, G_MAXUINT);
  pull (&self, &boss, "who does not see them", 1000, G_MAXUINT);
  sat_storage_close (self.storage);
  return 0;
}
