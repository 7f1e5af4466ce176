/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-visibility.h"

#include "sat-organisation.h"
#include "sat-visibility-private.h"

#define SETS_AT_ONCE 1000

struct _SatVisibility {
  SatRegistry *registry;
  GMutex lock;
  GPtrArray *sets; /* by number; only committed ones, so they stay as they are */
  char *mark;      /* of what follows; NULL: nothing was read yet */
  SatOrganisation *organisation;
  GHashTable *holders; /* role and user -> SatHolder */
};

SatVisibility *
sat_visibility_new (SatRegistry *registry)
{
  SatVisibility *self;

  g_return_val_if_fail (registry != NULL, NULL);
  self = g_new0 (SatVisibility, 1);
  self->registry = sat_registry_ref (registry);
  g_mutex_init (&self->lock);
  self->sets = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_scope_set_free);
  self->holders =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)sat_holder_unref);
  return self;
}

void
sat_visibility_free (SatVisibility *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->holders);
  g_clear_pointer (&self->organisation, sat_organisation_free);
  g_free (self->mark);
  g_ptr_array_unref (self->sets);
  g_mutex_clear (&self->lock);
  sat_registry_unref (self->registry);
  g_free (self);
}

SatRegistry *
sat_visibility_registry (SatVisibility *self)
{
  return self->registry;
}

/* People */

/* With the lock: forgets an older organisation. */
static gboolean
keep_organisation (SatVisibility *self,
                   SatTransaction *transaction,
                   const char *mark,
                   GError **error)
{
  SatOrganisation *organisation;

  if (self->organisation != NULL && g_strcmp0 (self->mark, mark) == 0)
    return TRUE;
  organisation = sat_organisation_read (transaction, error);
  if (organisation == NULL)
    return FALSE;
  g_clear_pointer (&self->organisation, sat_organisation_free);
  self->organisation = organisation;
  g_free (self->mark);
  self->mark = g_strdup (mark);
  g_hash_table_remove_all (self->holders);
  return TRUE;
}

SatHolder *
sat_visibility_holder (SatVisibility *self,
                       SatTransaction *transaction,
                       const SatCaller *caller,
                       GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = NULL;
  g_autofree char *mark = NULL;
  char key[SAT_UUID_STRING_LENGTH + 2] = {(char)('0' + caller->role)};
  SatHolder *holder;

  if (!transaction->api->meta (transaction, SAT_VISIBILITY_MARK, &mark, error))
    return NULL;
  sat_uuid_write (&caller->user, key + 1);
  locker = g_mutex_locker_new (&self->lock);
  if (!keep_organisation (self, transaction, mark, error))
    return NULL;
  holder = g_hash_table_lookup (self->holders, key);
  if (holder == NULL) {
    holder = sat_organisation_holder (self->organisation, &caller->user, caller->role);
    g_hash_table_insert (self->holders, g_strdup (key), holder);
  }
  return sat_holder_ref (holder);
}

/* Sets */

const SatScopeSet *
sat_visibility_loaded_set (SatVisibility *self, guint number)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->lock);

  return number < self->sets->len ? g_ptr_array_index (self->sets, number) : NULL;
}

const SatScopeSet *
sat_visibility_set (SatVisibility *self,
                    SatTransaction *transaction,
                    guint number,
                    SatScopeSet **keep,
                    GError **error)
{
  const SatScopeSet *loaded = sat_visibility_loaded_set (self, number);
  g_autoptr (GPtrArray) found = NULL;

  *keep = NULL;
  if (loaded != NULL || number == SAT_NOBODY)
    return loaded;
  /* One of the running write transaction: its number may become another's. */
  found = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_scope_set_free);
  if (!transaction->api->scope_sets (transaction, number - 1, 1, found, error))
    return NULL;
  if (found->len == 1 && ((SatScopeSet *)g_ptr_array_index (found, 0))->number == number)
    *keep = g_ptr_array_steal_index (found, 0);
  else
    g_set_error (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_INTERNAL, "There is no set %u", number);
  return *keep;
}

gboolean
sat_visibility_load_sets (SatVisibility *self,
                          SatTransaction *transaction,
                          guint *n,
                          GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->lock);

  for (;;) {
    g_autoptr (GPtrArray) found =
        g_ptr_array_new_with_free_func ((GDestroyNotify)sat_scope_set_free);
    guint after = self->sets->len > 0 ? self->sets->len - 1 : 0;
    guint n_found;

    if (!transaction->api->scope_sets (transaction, after, SETS_AT_ONCE, found, error))
      return FALSE;
    n_found = found->len;
    while (found->len > 0) {
      SatScopeSet *set = g_ptr_array_steal_index (found, 0);

      g_ptr_array_set_size (self->sets, (int)set->number + 1);
      g_ptr_array_index (self->sets, set->number) = set;
    }
    if (n_found < SETS_AT_ONCE)
      break;
  }
  *n = self->sets->len;
  return TRUE;
}

guint8 *
sat_visibility_filter (SatVisibility *self, const SatHolder *holder, guint n)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->lock);
  guint8 *sees = g_malloc0 (n + 1);

  for (guint i = 0; i < n; i++) {
    const SatScopeSet *set = g_ptr_array_index (self->sets, i);

    sees[i] = set != NULL && sat_holder_sees (holder, set);
  }
  return sees;
}

/* Access */

static gboolean
sees_number (SatVisibility *self,
             SatTransaction *transaction,
             SatHolder *holder,
             guint number,
             gboolean *sees,
             GError **error)
{
  g_autoptr (GError) local = NULL;
  SatScopeSet *keep;
  const SatScopeSet *set = sat_visibility_set (self, transaction, number, &keep, &local);

  *sees = set != NULL && sat_holder_sees (holder, set);
  sat_scope_set_free (keep);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* With every list of scopes that the caller has pulled with, the present one too. */
static gboolean
past_holders (SatTransaction *transaction,
              const SatCaller *caller,
              SatHolder *present,
              GPtrArray *out,
              GError **error)
{
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (out, sat_holder_ref (present));
  if (!transaction->api->scope_lists_of (transaction, &caller->user, lists, error))
    return FALSE;
  for (guint i = 0; i < lists->len; i++)
    g_ptr_array_add (out, sat_holder_parse (g_ptr_array_index (lists, i)));
  return TRUE;
}

/* Did any of what the caller has been see any of what the root has been? When does not count: who
 * had a territory before the root came into it is asked to wait for an answer, no more. */
static gboolean
could_know (SatVisibility *self,
            SatTransaction *transaction,
            const SatUuid *root,
            guint number,
            GPtrArray *holders,
            gboolean *known,
            GError **error)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (SatStoredRootChange));
  g_autoptr (GArray) sets = g_array_new (FALSE, FALSE, sizeof (guint));

  if (!transaction->api->changes_of_root (transaction, root, 0, changes, error) ||
      !transaction->api->past_sets (transaction, root, sets, error))
    return FALSE;
  g_array_append_val (sets, number);
  for (guint i = 0; i < changes->len; i++)
    g_array_append_val (sets, g_array_index (changes, SatStoredRootChange, i).old_set);
  *known = FALSE;
  for (guint i = 0; i < sets->len; i++)
    for (guint j = 0; j < holders->len && !*known; j++)
      if (!sees_number (self, transaction, g_ptr_array_index (holders, j),
                        g_array_index (sets, guint, i), known, error))
        return FALSE;
  return TRUE;
}

gboolean
sat_visibility_access (SatVisibility *self,
                       SatTransaction *transaction,
                       const SatCaller *caller,
                       const SatUuid *root,
                       SatAccess *access,
                       GError **error)
{
  g_autoptr (SatHolder) holder = NULL;
  g_autoptr (GPtrArray) holders = NULL;
  gboolean known, sees;
  guint number;

  g_return_val_if_fail (self != NULL && transaction != NULL && caller != NULL, FALSE);
  g_return_val_if_fail (root != NULL && access != NULL, FALSE);

  *access = SAT_ACCESS_NEVER;
  if (!transaction->api->root_set (transaction, root, &number, &known, error))
    return FALSE;
  if (!known)
    return TRUE;
  holder = sat_visibility_holder (self, transaction, caller, error);
  if (holder == NULL || !sees_number (self, transaction, holder, number, &sees, error))
    return FALSE;
  if (sees) {
    *access = SAT_ACCESS_HELD;
    return TRUE;
  }
  holders = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_holder_unref);
  if (!past_holders (transaction, caller, holder, holders, error) ||
      !could_know (self, transaction, root, number, holders, &known, error))
    return FALSE;
  if (known)
    *access = SAT_ACCESS_LOST;
  return TRUE;
}

/* TRUE when @fields names nobody outside @holder's reach, and somebody. */
static gboolean
is_theirs (const SatHolder *holder, const SatWireFields *fields)
{
  static const char *const named[][2] = {{"user", "own"}, {"team", "team"}, {"territory", "terr"}};
  gboolean any = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (named); i++) {
    const SatWireValue *value = sat_wire_fields_get (fields, named[i][0]);
    g_autofree char *scope = NULL;

    if (value == NULL || value->kind == SAT_WIRE_NULL)
      continue;
    if (value->kind != SAT_WIRE_REFERENCE)
      return FALSE;
    scope = sat_scope_name (named[i][1], &value->reference);
    if (!sat_holder_has (holder, scope))
      return FALSE;
    any = TRUE;
  }
  return any;
}

gboolean
sat_visibility_may_write (SatVisibility *self,
                          SatTransaction *transaction,
                          const SatCaller *caller,
                          const char *type,
                          const SatWireFields *before,
                          const SatWireFields *after,
                          gboolean *allowed,
                          GError **error)
{
  g_autoptr (SatHolder) holder = NULL;

  g_return_val_if_fail (self != NULL && transaction != NULL && caller != NULL, FALSE);
  g_return_val_if_fail (type != NULL && allowed != NULL, FALSE);

  *allowed = TRUE;
  if (!g_str_equal (type, "quota") || caller->role == SAT_ROLE_ADMIN)
    return TRUE;
  holder = sat_visibility_holder (self, transaction, caller, error);
  if (holder == NULL)
    return FALSE;
  *allowed = (before == NULL || is_theirs (holder, before)) &&
             (after == NULL || is_theirs (holder, after));
  return TRUE;
}
