/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "visibility-client.h"

typedef struct {
  SatUuid id, root;
  SatUuid parent; /* a row of history: its record */
  gint64 seq;
  gboolean deleted;
  char *fields;
} ClientRecord;

static void
client_record_free (gpointer data)
{
  g_free (((ClientRecord *)data)->fields);
  g_free (data);
}

Client *
client_new (WorldRecord *user)
{
  Client *client = g_new0 (Client, 1);

  client->user = user;
  client->state = (SatPullState){g_strdup (""), g_strdup (""), g_strdup ("")};
  client->held = g_hash_table_new_full (sat_uuid_hash, sat_uuid_equal, NULL, client_record_free);
  client->history = g_hash_table_new_full (sat_uuid_hash, sat_uuid_equal, NULL, client_record_free);
  return client;
}

void
client_free (Client *client)
{
  g_hash_table_unref (client->held);
  g_hash_table_unref (client->history);
  sat_pull_state_clear (&client->state);
  g_free (client);
}

static void
keep (GHashTable *table, const SatPageRow *row, const SatUuid *parent)
{
  ClientRecord *record;
  const ClientRecord *old = g_hash_table_lookup (table, &row->id);

  if (old != NULL && old->seq > row->seq)
    return;
  record = g_new0 (ClientRecord, 1);
  record->id = row->id;
  record->root = row->root;
  record->parent = *parent;
  record->seq = row->seq;
  record->deleted = row->deleted;
  record->fields = row->deleted ? g_strdup ("") : sat_wire_fields_to_string (row->fields);
  g_hash_table_replace (table, &record->id, record);
}

void
client_make (Client *client, const WorldRecord *record)
{
  SatPageRow row = {record->type, record->id, record->root, record->seq, TRUE};

  if (*client->state.cursor != '\0')
    keep (client->held, &row, &record->parent);
}

static void
take_row (Client *client, World *world, const SatPageRow *row)
{
  gboolean history = g_str_equal (row->type, SAT_HISTORY_TYPE);
  const SatWireValue *of =
      history ? sat_wire_fields_get (row->fields, "record")
              : (row->deleted ? NULL : sat_wire_fields_get (row->fields, "record"));
  SatUuid parent = of != NULL ? of->reference : (SatUuid){{0}};
  WorldRecord *record = world_record (world, history ? &parent : &row->id);

  g_assert_nonnull (record);
  g_assert_true (world_sees (world, client->user, record));
  g_assert_true (sat_uuid_equal (&row->root, &world_root_of (world, record)->id));
  if (!history)
    g_assert_cmpstr (row->type, ==, record->type);
  keep (history ? client->history : client->held, row, &parent);
}

/* History goes with its record; of one that has not come yet, with the root that it named. */
static void
lose_history (Client *client, const SatUuid *id, GHashTable *lost)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, client->history);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const ClientRecord *row = value;

    if (g_hash_table_contains (lost, &row->parent) || sat_uuid_equal (&row->parent, id) ||
        (sat_uuid_equal (&row->root, id) && !g_hash_table_contains (client->held, &row->parent)))
      g_hash_table_iter_remove (&iter);
  }
}

static void
take_gone (Client *client, World *world, const SatUuid *id)
{
  g_autoptr (GHashTable) lost = g_hash_table_new (sat_uuid_hash, sat_uuid_equal);
  GHashTableIter iter;
  gpointer value;

  g_assert_nonnull (world_record (world, id));
  g_hash_table_iter_init (&iter, client->held);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (sat_uuid_equal (&((ClientRecord *)value)->id, id) ||
        sat_uuid_equal (&((ClientRecord *)value)->root, id))
      g_hash_table_add (lost, &((ClientRecord *)value)->id);
  lose_history (client, id, lost);
  g_hash_table_iter_init (&iter, lost);
  while (g_hash_table_iter_next (&iter, &value, NULL))
    g_hash_table_remove (client->held, value);
}

static void
take_state (Client *client, const SatPageHead *head)
{
  g_assert_cmpstr (head->from.cursor, ==, client->state.cursor);
  g_assert_cmpstr (head->from.sv, ==, client->state.sv);
  g_assert_cmpstr (head->from.bf, ==, client->state.bf);
  sat_pull_state_clear (&client->state);
  client->state = (SatPullState){g_strdup (head->upto.cursor), g_strdup (head->upto.sv),
                                 g_strdup (head->upto.bf)};
}

static void
take_page (Client *client, World *world, GBytes *page, gboolean *more)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatPageReader) reader = sat_page_reader_new (page, &error);
  g_auto (SatPageRow) row = {0};
  SatPageItem item;
  SatUuid gone;

  g_assert_no_error (error);
  for (;;) {
    g_assert_true (sat_page_reader_next (reader, &item, &row, &gone, &error));
    if (item == SAT_PAGE_END)
      break;
    if (item == SAT_PAGE_ROW)
      take_row (client, world, &row);
    else
      take_gone (client, world, &gone);
  }
  *more = sat_page_reader_head (reader)->more;
  take_state (client, sat_page_reader_head (reader));
}

gboolean
client_pull (Client *client, World *world, guint limit)
{
  g_autoptr (GError) error = NULL;
  SatPullSource source = {world->storage, world->visibility, "0123456789abcdef", world->key, 7};
  SatCaller caller = {client->user->id, "", client->user->role, 1};
  g_autoptr (GBytes) page = sat_pull_page (&source, &caller, &client->state, limit, &error);
  gboolean more;

  g_assert_no_error (error);
  take_page (client, world, page, &more);
  client->pages++;
  return more;
}

static void
check_record (Client *client, World *world, WorldRecord *record)
{
  const ClientRecord *held = g_hash_table_lookup (client->held, &record->id);
  gboolean sees = world_sees (world, client->user, record);
  g_autofree char *fields = record->deleted ? g_strdup ("") : world_fields (record);

  g_assert_cmpint (held != NULL, ==, sees);
  for (guint i = 0; i < record->history->len; i++)
    g_assert_cmpint (
        g_hash_table_contains (client->history, &g_array_index (record->history, SatUuid, i)), ==,
        sees);
  if (held == NULL)
    return;
  g_assert_cmpint (held->seq, ==, record->seq);
  g_assert_cmpint (held->deleted, ==, record->deleted);
  g_assert_true (sat_uuid_equal (&held->root, &world_root_of (world, record)->id));
  g_assert_cmpstr (held->fields, ==, fields);
}

void
client_check (Client *client, World *world)
{
  guint n_history = 0;

  for (guint i = 0; i < world->records->len; i++) {
    WorldRecord *record = g_ptr_array_index (world->records, i);

    check_record (client, world, record);
    if (world_sees (world, client->user, record))
      n_history += record->history->len;
  }
  g_assert_cmpuint (g_hash_table_size (client->history), ==, n_history);
}
