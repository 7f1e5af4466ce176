/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "sat-visibility-private.h"

/* What one commit changes about who may hold what. */
typedef struct {
  SatVisibility *visibility;
  SatTransaction *transaction;
  const SatStorageApi *api;
  gint64 seq;
  const SatCaller *author;
} Write;

static const SatWireValue *
reference (const SatWireFields *fields, const char *name)
{
  const SatWireValue *value = sat_wire_fields_get (fields, name);

  return value != NULL && value->kind == SAT_WIRE_REFERENCE ? value : NULL;
}

static void
add_scope (GPtrArray *scopes, const char *kind, const SatWireValue *value)
{
  if (value != NULL)
    g_ptr_array_add (scopes, sat_scope_name (kind, &value->reference));
}

static gboolean
takes_territory_of_company (const char *type)
{
  return g_str_equal (type, "contact") || g_str_equal (type, "opportunity");
}

/* The territory that a company's own set names: quicker than to read the company. */
static gboolean
add_company_territory (Write *write, const SatUuid *company, GPtrArray *scopes, GError **error)
{
  g_autoptr (GError) local = NULL;
  SatScopeSet *keep = NULL;
  const SatScopeSet *set;
  gboolean known;
  guint number;

  if (!write->api->root_set (write->transaction, company, &number, &known, error))
    return FALSE;
  set = sat_visibility_set (write->visibility, write->transaction, number, &keep, &local);
  for (guint i = 0; set != NULL && set->scopes[i] != NULL; i++)
    if (g_str_has_prefix (set->scopes[i], "terr:"))
      g_ptr_array_add (scopes, g_strdup (set->scopes[i]));
  sat_scope_set_free (keep);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static int
compare_scopes (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* The scopes of a root, sorted, NULL at the end. */
static gboolean
scopes_of (
    Write *write, const char *type, const SatWireFields *fields, GPtrArray *scopes, GError **error)
{
  const SatType *known = sat_registry_type (sat_visibility_registry (write->visibility), type);
  const SatWireValue *shared = sat_wire_fields_get (fields, "shared");

  if (known != NULL && !(known->flags & SAT_TYPE_ORG)) {
    add_scope (scopes, "own", reference (fields, "owner"));
    if (g_str_equal (type, "note"))
      add_scope (scopes, "own", reference (fields, "author"));
    add_scope (scopes, "terr", reference (fields, "territory"));
    if (takes_territory_of_company (type) && reference (fields, "company") != NULL &&
        !add_company_territory (write, &reference (fields, "company")->reference, scopes, error))
      return FALSE;
  }
  if (scopes->len == 0 ||
      (g_str_equal (type, "saved_list") && shared != NULL && shared->integer != 0))
    g_ptr_array_add (scopes, g_strdup (SAT_SCOPE_ORG));
  g_ptr_array_sort (scopes, compare_scopes);
  for (guint i = scopes->len - 1; i > 0; i--)
    if (g_str_equal (g_ptr_array_index (scopes, i), g_ptr_array_index (scopes, i - 1)))
      g_ptr_array_remove_index (scopes, i);
  g_ptr_array_add (scopes, NULL);
  return TRUE;
}

static gboolean
change_set (Write *write, const SatUuid *root, guint old_set, guint new_set, GError **error)
{
  SatStoredRootChange change = {write->seq, *root, old_set, new_set};

  return write->api->add_root_change (write->transaction, &change, error);
}

/* Who makes a root has it already: as if it had been theirs first, so that they are told when it
 * is for others only, also when they lose sight of it before they ask. */
static gboolean
leave_author (Write *write,
              const SatUuid *root,
              const char *type,
              GPtrArray *scopes,
              guint number,
              GError **error)
{
  g_autofree char *own = NULL;
  const char *first_scopes[2] = {NULL, NULL};
  guint first;

  if (write->author == NULL)
    return TRUE;
  own = sat_scope_name ("own", &write->author->user);
  if (g_strv_contains ((const char *const *)scopes->pdata, own) ||
      g_strv_contains ((const char *const *)scopes->pdata, SAT_SCOPE_ORG))
    return TRUE;
  first_scopes[0] = own;
  return write->api->scope_set (write->transaction, type, first_scopes, &first, error) &&
         change_set (write, root, first, number, error);
}

typedef enum {
  PLACE_NEW,      /* a record that was not there */
  PLACE_WRITTEN,  /* that was; maybe a child */
  PLACE_REFERRER, /* a record that was not written, or whose turn is yet to come */
} Place;

/* *@changed: other people hold it than before. */
static gboolean
place_root (Write *write,
            const SatUuid *root,
            const char *type,
            const SatWireFields *fields,
            Place place,
            gboolean *changed,
            GError **error)
{
  g_autoptr (GPtrArray) scopes = g_ptr_array_new_with_free_func (g_free);
  guint old_set, new_set;
  gboolean known;

  if (!scopes_of (write, type, fields, scopes, error) ||
      !write->api->scope_set (write->transaction, type, (const char *const *)scopes->pdata,
                              &new_set, error))
    return FALSE;
  if (place == PLACE_NEW) {
    if (!write->api->add_root_set (write->transaction, root, new_set, changed, error))
      return FALSE;
    if (*changed)
      return leave_author (write, root, type, scopes, new_set, error);
  }
  if (!write->api->root_set (write->transaction, root, &old_set, &known, error))
    return FALSE;
  *changed = !known || old_set != new_set;
  if (!*changed || (place == PLACE_REFERRER && !known))
    return TRUE;
  if (!write->api->put_root_set (write->transaction, root, new_set, error))
    return FALSE;
  return change_set (write, root, old_set, new_set, error);
}

static gboolean
place_referrers (Write *write, const SatUuid *company, GError **error)
{
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify)sat_stored_record_free);
  gboolean changed;

  if (!write->api->referrers (write->transaction, NULL, "company", company, records, error))
    return FALSE;
  for (guint i = 0; i < records->len; i++) {
    const SatStoredRecord *record = g_ptr_array_index (records, i);
    g_autoptr (SatWireFields) fields = sat_wire_fields_parse (record->fields, -1, error);

    if (fields == NULL ||
        !place_root (write, &record->id, record->type, fields, PLACE_REFERRER, &changed, error))
      return FALSE;
  }
  return TRUE;
}

/* A child that had another root, a root that became a child, or the reverse. */
static gboolean
note_move (Write *write, const SatWritten *written, GError **error)
{
  SatStoredMove move = {write->seq, written->id, written->old_root, written->root};
  gboolean known;
  guint old_set;

  if (!write->api->add_move (write->transaction, &move, error))
    return FALSE;
  if (!sat_uuid_equal (&written->id, &written->old_root))
    return TRUE;
  if (!write->api->root_set (write->transaction, &written->id, &old_set, &known, error))
    return FALSE;
  return !known ||
         (write->api->put_root_set (write->transaction, &written->id, SAT_NOBODY, error) &&
          change_set (write, &written->id, old_set, SAT_NOBODY, error));
}

static gboolean
read_fields (Write *write, const SatUuid *id, SatWireFields **fields, GError **error)
{
  g_autoptr (SatStoredRecord) record = NULL;

  if (!sat_transaction_record (write->transaction, id, &record, error))
    return FALSE;
  if (record == NULL) {
    g_set_error (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_INTERNAL, "A record was not put");
    return FALSE;
  }
  *fields = sat_wire_fields_parse (record->fields, -1, error);
  return *fields != NULL;
}

/* Nothing that says whose it is was written. */
static gboolean
stays_whose (const SatWritten *written)
{
  static const char *const fields[] = {"owner", "author", "territory", "company", "shared"};

  if (written->before == NULL || written->after == NULL ||
      !sat_uuid_equal (&written->old_root, &written->root))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    const SatWireValue *before = sat_wire_fields_get (written->before, fields[i]);
    const SatWireValue *after = sat_wire_fields_get (written->after, fields[i]);

    if (before != after &&
        (before == NULL || after == NULL || !sat_wire_value_equal (before, after)))
      return FALSE;
  }
  return TRUE;
}

static gboolean
place_written (Write *write, const SatWritten *written, GError **error)
{
  g_autoptr (SatWireFields) stored = NULL;
  gboolean changed, is_new = sat_uuid_is_nil (&written->old_root);

  if (!is_new && !sat_uuid_equal (&written->old_root, &written->root) &&
      !note_move (write, written, error))
    return FALSE;
  if (!sat_uuid_equal (&written->id, &written->root) || stays_whose (written))
    return TRUE;
  if (written->after == NULL && !read_fields (write, &written->id, &stored, error))
    return FALSE;
  if (!place_root (write, &written->id, written->type,
                   written->after != NULL ? written->after : stored,
                   is_new ? PLACE_NEW : PLACE_WRITTEN, &changed, error))
    return FALSE;
  return !changed || !g_str_equal (written->type, "company") ||
         place_referrers (write, &written->id, error);
}

static gboolean
is_organisation (const char *type)
{
  return g_str_equal (type, "user") || g_str_equal (type, "team") ||
         g_str_equal (type, "territory") || g_str_equal (type, "membership");
}

/* A random mark: a number would come again after a commit that was rolled back. */
static gboolean
mark_organisation (Write *write, GError **error)
{
  g_autofree char *mark = g_uuid_string_random ();

  return write->api->put_meta (write->transaction, SAT_VISIBILITY_MARK, mark, error);
}

gboolean
sat_visibility_written (SatVisibility *self,
                        SatTransaction *transaction,
                        gint64 seq,
                        const SatCaller *author,
                        const SatWritten *written,
                        guint n,
                        GError **error)
{
  Write write = {self, transaction, NULL, seq, author};
  gboolean organisation = FALSE;

  g_return_val_if_fail (self != NULL && transaction != NULL, FALSE);
  g_return_val_if_fail (written != NULL || n == 0, FALSE);

  write.api = transaction->api;
  for (guint i = 0; i < n; i++)
    organisation |= is_organisation (written[i].type);
  if (organisation && !mark_organisation (&write, error))
    return FALSE;
  for (guint pass = 0; pass < 2; pass++) /* companies first: others take their territory */
    for (guint i = 0; i < n; i++)
      if (g_str_equal (written[i].type, "company") == (pass == 0) &&
          !place_written (&write, &written[i], error))
        return FALSE;
  return TRUE;
}

gboolean
sat_visibility_erase (
    SatVisibility *self, SatTransaction *transaction, gint64 seq, const SatUuid *id, GError **error)
{
  g_autoptr (SatStoredRecord) record = NULL;
  Write write = {self, transaction, NULL, seq, NULL};
  gboolean known;
  guint old_set;

  g_return_val_if_fail (self != NULL && transaction != NULL && id != NULL, FALSE);

  write.api = transaction->api;
  if (!sat_transaction_record (transaction, id, &record, error))
    return FALSE;
  if (record == NULL)
    return TRUE;
  if (is_organisation (record->type) && !mark_organisation (&write, error))
    return FALSE;
  if (!sat_uuid_equal (&record->root, id)) {
    SatStoredMove move = {seq, *id, record->root, {{0}}};

    return write.api->add_move (transaction, &move, error);
  }
  if (!write.api->root_set (transaction, id, &old_set, &known, error))
    return FALSE;
  if (!known)
    return TRUE;
  if (!write.api->put_root_set (transaction, id, SAT_NOBODY, error) ||
      !change_set (&write, id, old_set, SAT_NOBODY, error))
    return FALSE;
  return !g_str_equal (record->type, "company") || place_referrers (&write, id, error);
}
