/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-fault.h"
#include "sat-pull-private.h"

#include "sat-rights.h"

/* From what a client holds to what it may hold, set by set, with the cursor standing still. What a
 * root is now decides; a root that gets another set before the cursor has passed may have been
 * missed or sent in vain, so at the end all such roots are not trusted until the cursor is there.
 *
 * The caller's scopes may change on the way. Then it starts again: what both the old scopes and
 * those on the way have is held for sure, what either has may be held. */

/* The order in which sets are sent. */
typedef enum {
  RANK_GONE,
  RANK_STRUCTURE,
  RANK_FIRST, /* of a first load: sat-pull-first.c */
  RANK_OWN,
  RANK_OTHERS,
  RANK_HISTORY,
} RankClass;

#define RANKS_OF_CLASS 0x10000u
/* Of RANK_FIRST. */
#define RANK_DEALS (RANK_FIRST * RANKS_OF_CLASS)
#define RANK_AGENDA (RANK_FIRST * RANKS_OF_CLASS + 1)

typedef struct {
  guint rank, set;
} Entry;

static guint
type_rank (SatRegistry *registry, const char *name, gboolean structure)
{
  static const char *const first[] = {"opportunity", "company", "contact", "activity"};
  const SatType *type = sat_registry_type (registry, name);

  for (guint i = 0; !structure && i < G_N_ELEMENTS (first); i++)
    if (g_str_equal (name, first[i]))
      return i;
  return G_N_ELEMENTS (first) + (type != NULL ? type->number : 0);
}

static guint
rank_of (SatPull *self, const SatScopeSet *set, const char *own)
{
  const SatType *type = sat_registry_type (self->registry, set->type);
  gboolean structure = type != NULL && (type->flags & SAT_TYPE_ORG) != 0;
  RankClass rank = structure ? RANK_STRUCTURE : RANK_OTHERS;

  if (!structure && g_strv_contains ((const char *const *)set->scopes, own))
    rank = RANK_OWN;
  return rank * RANKS_OF_CLASS + type_rank (self->registry, set->type, structure);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *first = a, *second = b;

  if (first->rank != second->rank)
    return first->rank < second->rank ? -1 : 1;
  return first->set < second->set ? -1 : first->set > second->set;
}

/* A list that the storage knows. "" is nothing. */
static SatHolder *
known_holder (SatPull *self, const char *hash, GError **error)
{
  g_autofree char *list = NULL;

  if (*hash == '\0')
    return sat_holder_parse ("");
  if (!self->api->scope_list (self->transaction, hash, &list, error))
    return NULL;
  if (list != NULL)
    return sat_holder_parse (list);
  g_set_error_literal (error, SAT_SERVER_ERROR, SAT_SERVER_ERROR_CURSOR_EXPIRED,
                       "the scopes of this client are not known any more");
  return NULL;
}

/* Who may read other fields than before holds nothing for sure. */
static gboolean
reads_the_same (SatPull *self, const SatHolder *before)
{
  guint n_types;
  const SatType *const *types = sat_registry_types (self->registry, &n_types);

  for (guint i = 0; i < n_types; i++)
    for (guint j = 0; j < types[i]->n_fields; j++)
      if (sat_rights_may_read (types[i]->fields[j], sat_holder_role (before)) !=
          sat_rights_may_read (types[i]->fields[j], sat_holder_role (self->holder)))
        return FALSE;
  return TRUE;
}

static void
keep_list (SatPull *self, SatHolder *holder)
{
  if (*sat_holder_list (holder) != '\0')
    g_ptr_array_add (self->keep, sat_holder_ref (holder));
}

static void
begin (SatPull *self, SatHolder *sure, SatHolder *maybe)
{
  self->position = (SatPullPosition){.mode = SAT_PULL_DIFFERENCE};
  g_strlcpy (self->position.target, sat_holder_hash (self->holder), SAT_PULL_HASH_LENGTH);
  g_strlcpy (self->position.sure, sat_holder_hash (sure), SAT_PULL_HASH_LENGTH);
  g_strlcpy (self->position.maybe, sat_holder_hash (maybe), SAT_PULL_HASH_LENGTH);
  keep_list (self, self->holder);
  keep_list (self, sure);
  keep_list (self, maybe);
}

/* What the client holds, between *@sure and *@maybe: (transfer full). */
static gboolean
what_is_held (SatPull *self, SatHolder **sure, SatHolder **maybe, GError **error)
{
  gboolean on_the_way = self->position.mode == SAT_PULL_DIFFERENCE;
  g_autoptr (SatHolder) first = NULL;
  g_autoptr (SatHolder) second = NULL;

  first = known_holder (self, on_the_way ? self->position.sure : self->sv, error);
  if (first == NULL)
    return FALSE;
  second = known_holder (self, self->position.maybe, error);
  if (second == NULL)
    return FALSE;
  *maybe = sat_holder_union (first, second);
  *sure = g_steal_pointer (&first);
  return TRUE;
}

/* *@sure, *@maybe: (transfer full) */
static gboolean
settle (SatPull *self, SatHolder **sure, SatHolder **maybe, GError **error)
{
  g_autoptr (SatHolder) held = NULL;
  g_autoptr (SatHolder) may = NULL;
  g_autoptr (SatHolder) target = NULL;

  if (!what_is_held (self, &held, &may, error))
    return FALSE;
  if (self->position.mode == SAT_PULL_DIFFERENCE) {
    if (g_str_equal (self->position.target, sat_holder_hash (self->holder))) {
      *sure = g_steal_pointer (&held);
      *maybe = g_steal_pointer (&may);
      return TRUE;
    }
    target = known_holder (self, self->position.target, error);
    if (target == NULL)
      return FALSE;
    *sure = sat_holder_intersection (held, target);
    *maybe = sat_holder_union (may, target);
  } else {
    *sure = reads_the_same (self, held) ? g_steal_pointer (&held) : sat_holder_parse ("");
    *maybe = g_steal_pointer (&may);
  }
  begin (self, *sure, *maybe);
  return TRUE;
}

static void
add_entry (GArray *entries, guint rank, guint set)
{
  Entry entry = {rank, set};

  g_array_append_val (entries, entry);
}

/* Open deals of the caller come with what is needed first, and not again with the others. */
static gboolean
has_own_deals (const Entry *entry)
{
  return entry->rank == RANK_OWN * RANKS_OF_CLASS; /* type_rank() of an opportunity */
}

/* What is to be done, in order. */
static GArray *
list_entries (SatPull *self, const SatHolder *sure, const SatHolder *maybe)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_autofree guint8 *surely = sat_visibility_filter (self->visibility, sure, self->n_sets);
  g_autofree guint8 *may = sat_visibility_filter (self->visibility, maybe, self->n_sets);
  g_autofree char *own = sat_scope_name ("own", &self->caller->user);

  for (guint i = 1; i < self->n_sets; i++) {
    Entry entry = {RANK_GONE, i};

    if (may[i] && !self->sees[i] && !SAT_BUG ("lost-scope-kept"))
      g_array_append_val (entries, entry);
    if (!self->sees[i] || surely[i] ||
        (SAT_BUG ("gained-scope-missed") && *sat_holder_list (sure) != '\0'))
      continue;
    entry.rank = rank_of (self, sat_visibility_loaded_set (self->visibility, i), own);
    g_array_append_val (entries, entry);
    add_entry (entries, entry.rank + RANK_HISTORY * RANKS_OF_CLASS, i);
    if (self->is_first && has_own_deals (&entry))
      add_entry (entries, RANK_DEALS, i);
  }
  if (self->is_first)
    add_entry (entries, RANK_AGENDA, 0);
  g_array_sort (entries, compare_entries);
  return entries;
}

/* A root of the set from self->position.at on. */
static gboolean
send_part (SatPull *self, const Entry *entry, gboolean *complete, GError **error)
{
  SatRootPosition *at = &self->position.at;
  gboolean history = entry->rank >= RANK_HISTORY * RANKS_OF_CLASS;

  if (history && at->part == SAT_ROOT_DONE)
    *at = (SatRootPosition){at->root, SAT_ROOT_HISTORY};
  return sat_pull_send_root (self, at, history ? SAT_ROOT_HISTORY : SAT_ROOT_CHILDREN, complete,
                             error);
}

/* The root in whose midst the last page ended, if it is still in the set. */
static gboolean
resume (SatPull *self, const Entry *entry, gboolean *complete, GError **error)
{
  gboolean known;
  guint set;

  *complete = TRUE;
  if (self->position.at.part == SAT_ROOT_DONE)
    return TRUE;
  if (!self->api->root_set (self->transaction, &self->position.at.root, &set, &known, error))
    return FALSE;
  if (known && set == entry->set)
    return send_part (self, entry, complete, error);
  self->position.at = (SatRootPosition){self->position.at.root, SAT_ROOT_DONE};
  return TRUE;
}

/* Is the root left out here: no open deal, or sent as one earlier? What was written since may have
 * been another thing then. */
static gboolean
is_passed_over (
    SatPull *self, const Entry *entry, const SatUuid *root, gboolean *passed, GError **error)
{
  gboolean open, since;

  *passed = FALSE;
  if (entry->rank != RANK_DEALS && !(self->is_first && has_own_deals (entry)))
    return TRUE;
  if (!sat_pull_is_open_deal (self, root, &open, &since, error))
    return FALSE;
  *passed = entry->rank == RANK_DEALS ? !open : open && !since;
  self->looked_at += *passed;
  return TRUE;
}

static gboolean
send_set (SatPull *self, const Entry *entry, gboolean *complete, GError **error)
{
  guint n = self->limit;
  gboolean passed;

  if (!resume (self, entry, complete, error))
    return FALSE;
  while (*complete && n == self->limit) {
    g_autoptr (GArray) roots = g_array_new (FALSE, FALSE, sizeof (SatUuid));

    if (!self->api->roots_of_set (self->transaction, entry->set, &self->position.at.root, n, roots,
                                  error))
      return FALSE;
    n = roots->len;
    for (guint i = 0; i < n && *complete; i++) {
      const SatUuid *root = &g_array_index (roots, SatUuid, i);

      if (sat_pull_is_full (self)) {
        *complete = FALSE;
        break;
      }
      self->position.at = (SatRootPosition){*root, SAT_ROOT_DONE};
      if (entry->rank == RANK_GONE)
        sat_pull_send_gone (self, root);
      else if (!is_passed_over (self, entry, root, &passed, error) ||
               (!passed && !send_part (self, entry, complete, error)))
        return FALSE;
    }
  }
  return TRUE;
}

static gboolean
send_entry (SatPull *self, const Entry *entry, gboolean *complete, GError **error)
{
  gboolean ok;

  self->first = entry->rank == RANK_DEALS || entry->rank == RANK_AGENDA;
  ok = entry->rank == RANK_AGENDA ? sat_pull_send_agenda (self, complete, error)
                                  : send_set (self, entry, complete, error);
  self->first = FALSE;
  return ok;
}

static gboolean
finish (SatPull *self, GError **error)
{
  SatPullPosition trust = {SAT_PULL_PLAIN};
  gint64 change, move;

  if (!self->api->newest_marks (self->transaction, &change, &move, error))
    return FALSE;
  if (SAT_BUG ("seam-at-the-end"))
    self->seq = self->head;
  if (MAX (change, move) > self->seq) {
    trust.mode = SAT_PULL_CHANGES;
    trust.untrusted = self->head;
    g_strlcpy (trust.maybe, self->position.maybe, SAT_PULL_HASH_LENGTH);
  }
  self->position = trust;
  g_free (self->sv);
  self->sv = g_strdup (sat_holder_hash (self->holder));
  return TRUE;
}

gboolean
sat_pull_difference (SatPull *self, GError **error)
{
  g_autoptr (SatHolder) sure = NULL;
  g_autoptr (SatHolder) maybe = NULL;
  g_autoptr (GArray) entries = NULL;
  gboolean complete = TRUE;

  if (!settle (self, &sure, &maybe, error))
    return FALSE;
  self->is_first = *sat_holder_list (sure) == '\0';
  entries = list_entries (self, sure, maybe);
  for (guint i = 0; i < entries->len && complete; i++) {
    const Entry *entry = &g_array_index (entries, Entry, i);
    Entry now = {self->position.rank, self->position.set};

    if (compare_entries (entry, &now) < 0)
      continue;
    if (compare_entries (entry, &now) > 0)
      self->position.at = (SatRootPosition){0};
    self->position.rank = entry->rank;
    self->position.set = entry->set;
    if (!send_entry (self, entry, &complete, error))
      return FALSE;
  }
  self->is_first &= !complete;
  return !complete || finish (self, error);
}
