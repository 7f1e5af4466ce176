/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "visibility-fixture.h"

#include <string.h>

#include "sat-sqlite-storage.h"

static SatWireValue
link_value (const Link *link)
{
  if (link->target != NULL)
    return sat_wire_reference (link->target);
  return link->text != NULL ? sat_wire_text (link->text) : sat_wire_int (link->number);
}

void
put (Fixture *f,
     const char *type,
     SatUuid *id,
     const SatUuid *root,
     const SatCaller *author,
     const Link *links)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatTransaction) transaction = sat_storage_begin_write (f->storage, &error);
  g_autoptr (SatWireFields) fields = sat_wire_fields_new ();
  g_autofree char *text = NULL;
  gboolean is_new = sat_uuid_is_nil (id);
  SatStoredRecord record = {.type = g_intern_string (type), .clocks = (char *)"0000000000000001:1"};
  SatWritten written = {.type = record.type, .after = fields};

  g_assert_no_error (error);
  if (is_new)
    *id = sat_uuid_new (1);
  for (; links != NULL && links->name != NULL; links++)
    sat_wire_fields_take (fields, links->name, link_value (links), FALSE);
  text = record.fields = sat_wire_fields_to_string (fields);
  written.id = record.id = *id;
  written.root = record.root = root != NULL ? *root : *id;
  written.old_root = is_new ? (SatUuid){{0}} : record.root;
  g_assert_true (transaction->api->next_seq (transaction, &record.seq, &error));
  g_assert_true (transaction->api->put_record (transaction, &record, &error));
  g_assert_true (
      sat_visibility_written (f->visibility, transaction, record.seq, author, &written, 1, &error));
  g_assert_true (sat_transaction_commit (g_steal_pointer (&transaction), &error));
}

void
put_user (Fixture *f, SatUuid *id, const SatUuid *manager)
{
  put (f, "user", id, NULL, NULL, manager != NULL ? LINKS ({"manager", manager}) : NULL);
}

void
put_company (Fixture *f, SatUuid *id, const SatUuid *owner)
{
  put (f, "company", id, NULL, NULL, LINKS ({"owner", owner}));
}

void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  f->dir = sat_test_dir_new ();
  f->registry = sat_registry_new ();
  f->visibility = sat_visibility_new (f->registry);
  path = sat_test_dir_file (f->dir, "records.db");
  f->storage = sat_sqlite_storage_open (path, &error);
  g_assert_no_error (error);
  memset (f->key, 7, sizeof f->key);
  f->source = (SatPullSource){f->storage, f->visibility, EPOCH, f->key, NOW};
  put_user (f, &f->boss, NULL);
  put_user (f, &f->ana, &f->boss);
  put_user (f, &f->ben, NULL);
}

void
tear_down (Fixture *f, gconstpointer data)
{
  sat_storage_close (f->storage);
  sat_visibility_free (f->visibility);
  sat_registry_unref (f->registry);
  sat_test_dir_free (f->dir);
}

SatCaller
caller (const SatUuid *user, SatRole role)
{
  return (SatCaller){*user, "", role, 1};
}

guint
count_of (GHashTable *rows, const SatUuid *id)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (rows, id));
}

char *
pull (Fixture *f, const SatUuid *user, SatPullState *state, guint limit)
{
  g_autoptr (GError) error = NULL;
  SatCaller who = caller (user, SAT_ROLE_REP);
  g_autoptr (GBytes) page = sat_pull_page (&f->source, &who, state, limit, &error);
  g_autoptr (SatPageReader) reader = NULL;
  g_autoptr (GString) items = g_string_new (NULL);
  g_auto (SatPageRow) row = {0};
  SatPageItem item = SAT_PAGE_ROW;
  const SatPageHead *head;
  SatUuid gone;

  g_assert_no_error (error);
  reader = sat_page_reader_new (page, &error);
  g_assert_no_error (error);
  head = sat_page_reader_head (reader);
  for (;;) {
    g_assert_true (sat_page_reader_next (reader, &item, &row, &gone, &error));
    if (item == SAT_PAGE_END)
      break;
    if (f->rows != NULL && item == SAT_PAGE_ROW)
      g_hash_table_insert (f->rows, g_memdup2 (&row.id, sizeof row.id),
                           GUINT_TO_POINTER (count_of (f->rows, &row.id) + 1));
    g_string_append_printf (items, "%s%s", items->len > 0 ? " " : "",
                            item == SAT_PAGE_ROW ? row.type : "gone");
  }
  f->about = head->about;
  f->more = head->more;
  sat_pull_state_clear (state);
  *state = (SatPullState){g_strdup (head->upto.cursor), g_strdup (head->upto.sv),
                          g_strdup (head->upto.bf)};
  return g_string_free (g_steal_pointer (&items), FALSE);
}

SatPullState
nothing (void)
{
  return (SatPullState){g_strdup (""), g_strdup (""), g_strdup ("")};
}

void
assert_pull (Fixture *f, const SatUuid *user, SatPullState *state, const char *expected)
{
  g_autofree char *items = pull (f, user, state, 1000);

  g_assert_cmpstr (items, ==, expected);
}
