/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-bulk.h"
#include "sat-test-store.h"

#define MANY 5003 /* more than are committed at once */

typedef struct {
  SatTestStore *t;
  gint64 ana, bo;
  GArray *ids; /* five companies */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  static const char *const industries[] = {"retail", "retail", "tools", "", "software"};

  f->t = sat_test_store_new (SAT_STORE_DEFAULT);
  f->ana = sat_test_store_add (f->t, "user", "name", "Ana", NULL);
  f->bo = sat_test_store_add (f->t, "user", "name", "Bo", NULL);
  f->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < G_N_ELEMENTS (industries); i++) {
    g_autofree char *name = g_strdup_printf ("Company %u", i);
    gint64 id = sat_test_store_add (f->t, "company", "name", name, "industry", industries[i],
                                    "owner", i < 3 ? "Ana" : "Bo", NULL);

    g_array_append_val (f->ids, id);
  }
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_array_unref (f->ids);
  sat_test_store_free (f->t);
}

static gint64
id_at (Fixture *f, guint i)
{
  return g_array_index (f->ids, gint64, i);
}

static SatBulkPreview *
preview_of (Fixture *f, SatBulk *bulk)
{
  g_autoptr (GError) error = NULL;
  SatBulkPreview *preview = sat_bulk_preview (bulk, sat_test_store_reader (f->t), NULL, &error);

  g_assert_no_error (error);
  return preview;
}

static gint64
apply (Fixture *f, SatBulk *bulk)
{
  g_autoptr (GError) error = NULL;
  gint64 change = 0;

  sat_clock_fake_advance (f->t->clock, G_USEC_PER_SEC);
  sat_store_write (f->t->store, SAT_CHANGE_EDIT, "bulk", sat_bulk_apply, bulk, &change, &error);
  g_assert_no_error (error);
  return change;
}

static void
undo (Fixture *f, gint64 change)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SatUndoReport) report = NULL;

  sat_clock_fake_advance (f->t->clock, G_USEC_PER_SEC);
  report = sat_undo_change (f->t->store, change, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->kept->len, ==, 0);
}

static void
test_set (Fixture *f, gconstpointer data)
{
  g_auto (SatValue) value = sat_value_text ("retail");
  g_autoptr (SatBulk) bulk = sat_bulk_new_set ("company", "industry", &value, f->ids);
  g_autoptr (SatBulkPreview) preview = preview_of (f, bulk);
  g_autofree char *before = sat_test_store_dump (f->t);
  g_autofree char *after = NULL;
  gint64 change;

  g_assert_cmpuint (preview->changes, ==, 3);
  g_assert_cmpuint (preview->same, ==, 2);
  g_assert_cmpuint (preview->groups->len, ==, 3);
  change = apply (f, bulk);
  g_assert_cmpuint (sat_bulk_get_done (bulk), ==, 5);
  g_assert_cmpuint (sat_bulk_get_changed (bulk), ==, 3);
  for (guint i = 0; i < f->ids->len; i++)
    sat_test_store_assert_text (f->t, id_at (f, i), "industry", "retail");
  undo (f, change);
  after = sat_test_store_dump (f->t);
  g_assert_cmpstr (after, ==, before);
}

static void
test_owner (Fixture *f, gconstpointer data)
{
  g_auto (SatValue) value = sat_value_int (f->bo);
  g_autoptr (SatBulk) bulk = sat_bulk_new_set ("company", "owner", &value, f->ids);
  g_autoptr (SatBulkPreview) preview = preview_of (f, bulk);
  const SatBulkGroup *group;

  g_assert_cmpuint (preview->changes, ==, 3);
  g_assert_cmpuint (preview->groups->len, ==, 1);
  group = preview->groups->pdata[0];
  g_assert_cmpstr (group->title, ==, "Ana");
  g_assert_cmpuint (group->n, ==, 3);
  apply (f, bulk);
  sat_test_store_assert_text (f->t, id_at (f, 0), "owner", "Bo");
}

/* A field that lives in a child of the record. */
static void
test_through (Fixture *f, gconstpointer data)
{
  g_auto (SatValue) value = sat_value_text ("Paris");
  g_autoptr (SatBulk) bulk = sat_bulk_new_set ("company", "city", &value, f->ids);
  g_autoptr (SatBulkPreview) preview = NULL;

  sat_test_store_set (f->t, id_at (f, 0), "city", "Paris", NULL);
  sat_test_store_set (f->t, id_at (f, 1), "city", "Rome", NULL);
  preview = preview_of (f, bulk);
  g_assert_cmpuint (preview->same, ==, 1);
  g_assert_cmpuint (preview->changes, ==, 4);
  undo (f, apply (f, bulk));
  sat_test_store_assert_text (f->t, id_at (f, 1), "city", "Rome");
  sat_test_store_assert_text (f->t, id_at (f, 2), "city", NULL);
}

static void
test_money (Fixture *f, gconstpointer data)
{
  g_autoptr (GArray) deals = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 dollars =
      sat_test_store_add (f->t, "opportunity", "name", "A", "currency", "USD", "amount", "5", NULL);
  gint64 yen = sat_test_store_add (f->t, "opportunity", "name", "B", "currency", "JPY", "amount",
                                   "1200", NULL);
  g_autoptr (SatBulk) bulk = NULL;
  g_autoptr (SatBulkPreview) preview = NULL;

  g_array_append_val (deals, dollars);
  g_array_append_val (deals, yen);
  bulk = sat_bulk_new_set_money ("opportunity", "amount", "1200", deals);
  preview = preview_of (f, bulk);
  g_assert_cmpuint (preview->changes, ==, 1);
  g_assert_cmpuint (preview->same, ==, 1);
  apply (f, bulk);
  sat_test_store_assert_text (f->t, dollars, "amount", "1200.00");
  sat_test_store_assert_text (f->t, yen, "amount", "1200");
}

static void
test_tags (Fixture *f, gconstpointer data)
{
  g_autoptr (SatBulk) add = sat_bulk_new_tag ("company", " VIP ", TRUE, f->ids);
  g_autoptr (SatBulk) remove = sat_bulk_new_tag ("company", "vip", FALSE, f->ids);
  g_autoptr (SatBulkPreview) preview = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) tags = NULL;
  gint64 change;

  sat_test_store_set (f->t, id_at (f, 0), "tags", "vip, north", NULL);
  preview = preview_of (f, add);
  g_assert_cmpuint (preview->changes, ==, 4);
  g_assert_cmpuint (preview->same, ==, 1);
  change = apply (f, add);
  g_assert_cmpuint (sat_bulk_get_changed (add), ==, 4);
  sat_test_store_assert_text (f->t, id_at (f, 0), "tags", "north\nvip");
  sat_test_store_assert_text (f->t, id_at (f, 4), "tags", "VIP");
  tags = sat_bulk_tags (sat_test_store_reader (f->t), "company", f->ids, 10, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (tags), ==, 2);
  g_assert_cmpstr (tags[1], ==, "north");
  g_clear_pointer (&tags, g_strfreev);
  tags = sat_bulk_tags (sat_test_store_reader (f->t), "contact", NULL, 10, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (tags), ==, 0);
  undo (f, change);
  sat_test_store_assert_text (f->t, id_at (f, 4), "tags", NULL);
  change = apply (f, remove);
  sat_test_store_assert_text (f->t, id_at (f, 0), "tags", "north");
  undo (f, change);
  sat_test_store_assert_text (f->t, id_at (f, 0), "tags", "north\nvip");
}

static void
test_delete (Fixture *f, gconstpointer data)
{
  g_autoptr (SatBulk) bulk = sat_bulk_new_delete ("company", f->ids);
  gint64 change;

  sat_test_store_delete (f->t, id_at (f, 2));
  change = apply (f, bulk);
  g_assert_cmpuint (sat_bulk_get_changed (bulk), ==, 4);
  g_assert_false (sat_test_store_exists (f->t, id_at (f, 0)));
  undo (f, change);
  g_assert_true (sat_test_store_exists (f->t, id_at (f, 0)));
  g_assert_false (sat_test_store_exists (f->t, id_at (f, 2)));
}

static void
test_wrong (Fixture *f, gconstpointer data)
{
  g_auto (SatValue) value = sat_value_text ("x");
  g_autoptr (SatBulk) unknown = sat_bulk_new_set ("company", "colour", &value, f->ids);
  g_autoptr (SatBulk) required = sat_bulk_new_set ("company", "name", &SAT_VALUE_INIT, f->ids);
  g_autoptr (SatBulk) blank = sat_bulk_new_tag ("company", "  ", TRUE, f->ids);
  SatBulk *all[] = {unknown, required, blank};
  g_autofree char *before = sat_test_store_dump (f->t);
  g_autofree char *after = NULL;

  g_assert_null (sat_bulk_preview (unknown, sat_test_store_reader (f->t), NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (all); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (sat_store_write (f->t->store, SAT_CHANGE_EDIT, "bulk", sat_bulk_apply, all[i],
                                     NULL, &error));
    g_assert_nonnull (error);
  }
  after = sat_test_store_dump (f->t);
  g_assert_cmpstr (after, ==, before);
}

static gboolean
add_many (SatWriter *writer, gpointer data, GError **error)
{
  GArray *ids = data;
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "company");

  for (guint i = 0; i < MANY; i++) {
    g_auto (SatValue) name = sat_value_text ("Many");
    SatWriteField field = {sat_type_field (type, "name"), name, SAT_VERSION_NONE};
    gint64 id = 0;

    if (!sat_writer_create (writer, type, &field, 1, SAT_ORIGIN_LOCAL, &id, error))
      return FALSE;
    g_array_append_val (ids, id);
  }
  return TRUE;
}

/* Committed in parts, taken back as one. */
static void
test_many (Fixture *f, gconstpointer data)
{
  g_auto (SatValue) value = sat_value_text ("A");
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  g_autoptr (SatBulk) bulk = NULL;
  gint64 change;

  sat_store_write (f->t->store, SAT_CHANGE_EDIT, "add", add_many, ids, NULL, &error);
  g_assert_no_error (error);
  bulk = sat_bulk_new_set ("company", "tier", &value, ids);
  change = apply (f, bulk);
  g_assert_cmpuint (sat_bulk_get_changed (bulk), ==, MANY);
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT count(*) FROM company WHERE tier = 'A'"),
                   ==, MANY);
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT count(*) FROM change WHERE unfinished"),
                   ==, 0);
  undo (f, change);
  g_assert_cmpint (sat_test_store_sql_int (f->t, "SELECT count(*) FROM company WHERE tier = 'A'"),
                   ==, 0);
}

static void
test_cancel (Fixture *f, gconstpointer data)
{
  g_auto (SatValue) value = sat_value_text ("A");
  g_autoptr (SatBulk) bulk = sat_bulk_new_set ("company", "tier", &value, f->ids);
  g_autoptr (GError) error = NULL;

  sat_bulk_cancel (bulk);
  g_assert_false (
      sat_store_write (f->t->store, SAT_CHANGE_EDIT, "bulk", sat_bulk_apply, bulk, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  sat_test_store_assert_text (f->t, id_at (f, 0), "tier", NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/store/bulk/set", test_set);
  ADD ("/store/bulk/owner", test_owner);
  ADD ("/store/bulk/through", test_through);
  ADD ("/store/bulk/money", test_money);
  ADD ("/store/bulk/tags", test_tags);
  ADD ("/store/bulk/delete", test_delete);
  ADD ("/store/bulk/wrong", test_wrong);
  ADD ("/store/bulk/many", test_many);
  ADD ("/store/bulk/cancel", test_cancel);
  return g_test_run ();
}
