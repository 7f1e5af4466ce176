/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-joining.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-fault.h"
#include "sat-fold.h"
#include "sat-query.h"
#include "sat-sync.h"
#include "sat-writer.h"

#define MOST_PAGES 200

/* A local record that the server has under another id. */
typedef struct {
  gint64 id;
  SatUuid uuid;
} Match;

struct _SatJoining {
  SatStore *store;
  SatReader *reader;
  SatRegistry *registry;
  SatUuid user;
  SatRole role;
  guint pages;

  GHashTable *there; /* SatUuid: ids of the server's structure */
  GHashTable *types; /* names of its types (interned) */
  GHashTable *keys;  /* what a record is called by -> SatUuid*; nil: several */
  GHashTable *taken; /* SatUuid: matched already */
  GHashTable *known; /* gint64 local id -> SatUuid* of the server */
  GArray *matches;   /* of Match */
  GArray *unused;    /* gint64: to be dropped, stages first */
};

static GHashTable *
uuid_table (GDestroyNotify value)
{
  return g_hash_table_new_full (sat_uuid_hash, sat_uuid_equal, g_free, value);
}

SatJoining *
sat_joining_new (SatStore *store, const SatUuid *user, SatRole role, GError **error)
{
  g_autoptr (SatJoining) self = NULL;
  g_autofree char *demo = NULL;

  g_return_val_if_fail (SAT_IS_STORE (store) && user != NULL, NULL);

  demo = sat_store_get_setting (store, "demo");
  if (demo != NULL) {
    g_set_error_literal (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_STATE,
                         _ ("A sample workspace cannot join a server. Begin with a new file."));
    return NULL;
  }
  self = g_new0 (SatJoining, 1);
  self->store = g_object_ref (store);
  self->user = *user;
  self->role = role;
  self->there = uuid_table (NULL);
  self->types = g_hash_table_new (g_str_hash, g_str_equal);
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->taken = uuid_table (NULL);
  self->known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->matches = g_array_new (FALSE, FALSE, sizeof (Match));
  self->unused = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->registry = sat_store_ref_registry (store);
  self->reader = sat_store_open_reader (store, error);
  return self->reader != NULL ? g_steal_pointer (&self) : NULL;
}

void
sat_joining_free (SatJoining *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->reader, sat_reader_unref);
  g_hash_table_unref (self->there);
  g_hash_table_unref (self->types);
  g_hash_table_unref (self->keys);
  g_hash_table_unref (self->taken);
  g_hash_table_unref (self->known);
  g_array_unref (self->matches);
  g_array_unref (self->unused);
  sat_registry_unref (self->registry);
  g_object_unref (self->store);
  g_free (self);
}

gboolean
sat_joining_is_needed (SatJoining *self)
{
  const SatType *const *types;
  guint n;

  g_return_val_if_fail (self != NULL, FALSE);

  types = sat_registry_types (self->registry, &n);
  for (guint i = 0; i < n; i++)
    if (sat_reader_count (self->reader, types[i], NULL) > 0)
      return TRUE;
  return FALSE;
}

/* What a record is called by: parts that are compared as people read them. NULL: nothing. */
static char *
make_key (const char *type, const char *which, const char *first, const char *second)
{
  g_autofree char *a = g_str_equal (which, "mail") ? sat_fold_mail (first) : sat_fold (first);
  g_autofree char *b = sat_fold (second);

  return *a != '\0' ? g_strjoin ("\n", type, which, a, b, NULL) : NULL;
}

static void
learn_key (SatJoining *self, char *key, const SatUuid *uuid)
{
  SatUuid *old = key != NULL ? g_hash_table_lookup (self->keys, key) : NULL;

  if (key == NULL)
    return;
  if (old == NULL) {
    g_hash_table_insert (self->keys, key, g_memdup2 (uuid, sizeof *uuid));
    return;
  }
  memset (old, 0, sizeof *old);
  g_free (key);
}

/* There is one; of several, because two people began it apart, all take the oldest. */
static void
learn_workspace (SatJoining *self, const SatUuid *uuid)
{
  char *key = make_key ("workspace", "one", "one", "");
  SatUuid *old = g_hash_table_lookup (self->keys, key);

  if (old == NULL)
    learn_key (self, g_steal_pointer (&key), uuid);
  else if (sat_uuid_compare (uuid, old) < 0)
    *old = *uuid;
  g_free (key);
}

static const char *
wire_text (const SatPageRow *row, const char *name)
{
  const SatWireValue *value = sat_wire_fields_get (row->fields, name);

  return value != NULL && value->kind == SAT_WIRE_TEXT ? value->text : "";
}

static void
learn_row (SatJoining *self, const SatPageRow *row)
{
  const SatWireValue *pipeline = sat_wire_fields_get (row->fields, "pipeline");
  const SatWireValue *date = sat_wire_fields_get (row->fields, "date");
  const char *name = wire_text (row, "name");
  char over[SAT_UUID_STRING_LENGTH + 1] = "";
  g_autofree char *day =
      date != NULL ? g_strdup_printf ("%" G_GINT64_FORMAT, date->integer) : g_strdup ("");

  g_hash_table_add (self->there, g_memdup2 (&row->id, sizeof row->id));
  g_hash_table_add (self->types, (gpointer)g_intern_string (row->type));
  if (pipeline != NULL && pipeline->kind == SAT_WIRE_REFERENCE)
    sat_uuid_write (&pipeline->reference, over);
  if (g_str_equal (row->type, "workspace"))
    learn_workspace (self, &row->id);
  else if (g_str_equal (row->type, "user"))
    learn_key (self, make_key (row->type, "mail", wire_text (row, "mail"), ""), &row->id);
  else if (g_str_equal (row->type, "stage"))
    learn_key (self, make_key (row->type, "name", name, over), &row->id);
  else if (g_str_equal (row->type, "custom_field"))
    learn_key (self, make_key (row->type, "name", name, wire_text (row, "record_type")), &row->id);
  else if (g_str_equal (row->type, "exchange_rate"))
    learn_key (self, make_key (row->type, "date", wire_text (row, "currency"), day), &row->id);
  else if (g_str_equal (row->type, "holiday"))
    learn_key (self, make_key (row->type, "date", name, day), &row->id);
  else
    learn_key (self, make_key (row->type, "name", name, ""), &row->id);
  if (g_str_equal (row->type, "product"))
    learn_key (self, make_key (row->type, "code", wire_text (row, "code"), ""), &row->id);
}

gboolean
sat_joining_look (SatJoining *self, SatPageReader *page, gboolean *more, GError **error)
{
  SatPageItem item;
  SatPageRow row = {0};
  SatUuid gone;
  gboolean some = FALSE, good;

  g_return_val_if_fail (self != NULL && page != NULL && more != NULL, FALSE);

  while ((good = sat_page_reader_next (page, &item, &row, &gone, error)) && item != SAT_PAGE_END) {
    const SatType *type =
        item == SAT_PAGE_ROW ? sat_registry_type (self->registry, row.type) : NULL;

    if (type != NULL && (type->flags & SAT_TYPE_ORG)) {
      some = TRUE;
      if (!row.deleted)
        learn_row (self, &row);
    }
  }
  sat_page_row_clear (&row);
  /* The structure comes first. */
  *more = sat_page_reader_head (page)->more && some && ++self->pages < MOST_PAGES;
  return good;
}

static const char *
text_of (SatRecord *record, const char *name)
{
  const char *text = sat_record_get_text (record, name);

  return text != NULL ? text : "";
}

/* What the server would call the record by. */
static char *
key_of (SatJoining *self, SatRecord *record)
{
  const char *type = sat_record_get_record_type (record)->name;
  char over[SAT_UUID_STRING_LENGTH + 1] = "";

  if (g_str_equal (type, "workspace"))
    return make_key (type, "one", "one", "");
  if (g_str_equal (type, "user"))
    return make_key (type, "mail", text_of (record, "mail"), "");
  if (g_str_equal (type, "stage")) {
    gint64 pipeline = sat_record_get_int (record, "pipeline", 0);
    const SatUuid *uuid = g_hash_table_lookup (self->known, &pipeline);

    if (uuid != NULL)
      sat_uuid_write (uuid, over);
    return pipeline != 0 && uuid == NULL ? NULL
                                         : make_key (type, "name", text_of (record, "name"), over);
  }
  if (g_str_equal (type, "product") && *text_of (record, "code") != '\0')
    return make_key (type, "code", text_of (record, "code"), "");
  if (g_str_equal (type, "custom_field"))
    return make_key (type, "name", text_of (record, "name"), text_of (record, "record_type"));
  if (g_str_equal (type, "exchange_rate") || g_str_equal (type, "holiday")) {
    g_autofree char *day =
        g_strdup_printf ("%" G_GINT64_FORMAT, sat_record_get_int (record, "date", 0));

    return make_key (type, "date",
                     text_of (record, g_str_equal (type, "holiday") ? "name" : "currency"), day);
  }
  return g_str_equal (type, "quota") ? NULL : make_key (type, "name", text_of (record, "name"), "");
}

static gboolean
take (SatJoining *self, gint64 id, const SatUuid *own, const SatUuid *uuid)
{
  Match match = {id, *uuid};

  if (!g_hash_table_add (self->taken, g_memdup2 (uuid, sizeof *uuid)))
    return FALSE;
  g_hash_table_insert (self->known, g_memdup2 (&id, sizeof id), g_memdup2 (uuid, sizeof *uuid));
  if (!sat_uuid_equal (own, uuid))
    g_array_append_val (self->matches, match);
  return TRUE;
}

/* FALSE: the server has nothing like it. */
static gboolean
match_record (SatJoining *self, SatRecord *record)
{
  gint64 id = sat_record_get_id (record);
  const SatUuid *own = sat_record_get_uuid (record);
  g_autofree char *key = NULL;
  const SatUuid *uuid;

  if (g_hash_table_contains (self->there, own))
    return take (self, id, own, own);
  key = key_of (self, record);
  uuid = key != NULL ? g_hash_table_lookup (self->keys, key) : NULL;
  if (uuid != NULL && !sat_uuid_is_nil (uuid) && take (self, id, own, uuid))
    return TRUE;
  /* Who works here is who signs in, by whatever mail. */
  return g_str_equal (sat_record_get_record_type (record)->name, "user") &&
         id == sat_store_get_current_user (self->store) && take (self, id, own, &self->user);
}

static gboolean
count_users_of (SatJoining *self,
                const char *type,
                const char *field,
                const SatUuid *uuid,
                gint64 *n,
                GError **error)
{
  g_autoptr (SatQuery) query = sat_query_new (type);
  g_autoptr (SatFilter) filter = NULL;
  char id[SAT_UUID_STRING_LENGTH + 1];

  sat_uuid_write (uuid, id);
  filter = sat_filter_test1 (field, SAT_OP_IS, id);
  sat_query_set_filter (query, filter);
  return sat_query_count (query, self->reader, n, error);
}

/* A stage or pipeline of a new file that no deal has been in, where the server has others. */
static gboolean
is_unused (SatJoining *self, SatRecord *record, gboolean *unused, GError **error)
{
  const char *type = sat_record_get_record_type (record)->name;
  gint64 n = 1;

  if ((g_str_equal (type, "stage") || g_str_equal (type, "pipeline")) &&
      g_hash_table_contains (self->types, type) &&
      !count_users_of (self, "opportunity", type, sat_record_get_uuid (record), &n, error))
    return FALSE;
  *unused = n == 0;
  return TRUE;
}

static gboolean
match_type (SatJoining *self, const SatType *type, GPtrArray *unmatched, GError **error)
{
  g_autoptr (SatQuery) query = sat_query_new (type->name);
  g_autoptr (GArray) ids = sat_query_ids (query, self->reader, NULL, error);
  g_autoptr (GPtrArray) records = NULL;
  gboolean unused;

  if (ids != NULL)
    records =
        sat_reader_load_many (self->reader, type, (gint64 *)(gpointer)ids->data, ids->len, error);
  for (guint i = 0; records != NULL && i < records->len; i++) {
    SatRecord *record = records->pdata[i];
    gint64 id = sat_record_get_id (record);

    if (match_record (self, record))
      continue;
    if (!is_unused (self, record, &unused, error))
      return FALSE;
    if (unused)
      g_array_append_val (self->unused, id);
    else if (self->role < type->write)
      g_ptr_array_add (unmatched, g_strdup_printf (_ ("%s “%s”"), sat_type_get_label (type),
                                                   sat_record_get_title (record)));
  }
  return records != NULL;
}

/* A pipeline stays as long as one of its stages does. */
static gboolean
keep_used_pipelines (SatJoining *self, GError **error)
{
  for (guint i = self->unused->len; i-- > 0;) {
    gint64 id = g_array_index (self->unused, gint64, i), n = 0, dropped = 0;
    g_autoptr (SatRecord) record = sat_reader_load (self->reader, id, error);

    if (record == NULL)
      return FALSE;
    if (!g_str_equal (sat_record_get_record_type (record)->name, "pipeline"))
      continue;
    if (!count_users_of (self, "stage", "pipeline", sat_record_get_uuid (record), &n, error))
      return FALSE;
    for (guint k = 0; k < self->unused->len; k++) {
      g_autoptr (SatRecord) other =
          sat_reader_load (self->reader, g_array_index (self->unused, gint64, k), error);

      if (other == NULL)
        return FALSE;
      dropped += g_str_equal (sat_record_get_record_type (other)->name, "stage") &&
                 sat_record_get_int (other, "pipeline", 0) == id;
    }
    if (n > dropped)
      g_array_remove_index (self->unused, i);
  }
  return TRUE;
}

/* Whose laptop is the first one to sync gives an empty server its workspace. */
static gboolean
may_be_first (SatJoining *self, GError **error)
{
  const SatType *workspace = sat_registry_type (self->registry, "workspace");

  if (g_hash_table_contains (self->types, workspace->name) || self->role >= workspace->write)
    return TRUE;
  g_set_error_literal (error, SAT_SYNC_ERROR, SAT_SYNC_ERROR_STATE,
                       _ ("The server is still empty. Its administrator has to sign in and sync "
                          "first; then sign in again. Nothing was sent."));
  return FALSE;
}

gboolean
sat_joining_match (SatJoining *self, GPtrArray **unmatched, GError **error)
{
  const SatType *const *types;
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  guint n;

  g_return_val_if_fail (self != NULL && unmatched != NULL, FALSE);

  if (!may_be_first (self, error))
    return FALSE;
  /* The registry has pipelines before stages. */
  types = sat_registry_types (self->registry, &n);
  for (guint i = 0; i < n; i++)
    if ((types[i]->flags & SAT_TYPE_ORG) && !match_type (self, types[i], texts, error))
      return FALSE;
  if (!keep_used_pipelines (self, error))
    return FALSE;
  *unmatched = g_steal_pointer (&texts);
  return TRUE;
}

static gboolean
drop_unused (SatWriter *writer, gpointer data, GError **error)
{
  SatJoining *self = data;

  /* Backwards: stages come after pipelines. */
  for (guint i = self->unused->len; i-- > 0;)
    if (!sat_writer_delete (writer, g_array_index (self->unused, gint64, i), error))
      return FALSE;
  return TRUE;
}

gboolean
sat_joining_apply (SatJoining *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->unused->len > 0 && !sat_store_write (self->store, SAT_CHANGE_SETUP, _ ("Join a server"),
                                                 drop_unused, self, NULL, error))
    return FALSE;
  for (guint i = 0; i < self->matches->len; i++) {
    const Match *match = &g_array_index (self->matches, Match, i);

    if (!sat_remote_identify (self->store, match->id, &match->uuid, error))
      return FALSE;
    SAT_CRASH_POINT ("joining-identified");
  }
  return TRUE;
}
