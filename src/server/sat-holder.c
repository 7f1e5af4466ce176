/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-holder.h"

#include <sodium.h>
#include <string.h>

#include "sat-rights.h"

#define HASH_SIZE 16
#define ROLE_PREFIX "role:"

static const char *const role_names[] = {"reader", "rep", "manager", "admin"}; /* from READER on */

struct _SatHolder {
  gatomicrefcount ref_count;
  char *list;
  char hash[2 * HASH_SIZE + 1];
  GStrv words;
  GHashTable *set; /* of the words */
  SatRole role;
};

char *
sat_scope_name (const char *kind, const SatUuid *id)
{
  char text[SAT_UUID_STRING_LENGTH + 1];

  g_return_val_if_fail (kind != NULL && id != NULL, NULL);
  sat_uuid_write (id, text);
  return g_strconcat (kind, ":", text, NULL);
}

static void
make_hash (SatHolder *self)
{
  guint8 bytes[HASH_SIZE];

  if (*self->list == '\0')
    return;
  crypto_generichash (bytes, sizeof bytes, (const guint8 *)self->list, strlen (self->list), NULL,
                      0);
  sodium_bin2hex (self->hash, sizeof self->hash, bytes, sizeof bytes);
}

SatHolder *
sat_holder_parse (const char *list)
{
  SatHolder *self;

  g_return_val_if_fail (list != NULL, NULL);
  self = g_new0 (SatHolder, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->list = g_strdup (list);
  self->words = g_strsplit (list, " ", -1);
  self->set = g_hash_table_new (g_str_hash, g_str_equal);
  for (char **word = self->words; *word != NULL; word++) {
    if (g_str_has_prefix (*word, ROLE_PREFIX))
      self->role = sat_rights_role (*word + strlen (ROLE_PREFIX));
    g_hash_table_add (self->set, *word);
  }
  make_hash (self);
  return self;
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* Sorts @words, of texts that it does not own. */
static SatHolder *
from_words (GPtrArray *words)
{
  g_autoptr (GString) list = g_string_new (NULL);
  const char *last = NULL;

  g_ptr_array_sort (words, compare_words);
  for (guint i = 0; i < words->len; i++) {
    const char *word = g_ptr_array_index (words, i);

    if (last != NULL && g_str_equal (last, word))
      continue;
    if (list->len > 0)
      g_string_append_c (list, ' ');
    g_string_append (list, word);
    last = word;
  }
  return sat_holder_parse (list->str);
}

SatHolder *
sat_holder_new (SatRole role, GPtrArray *scopes)
{
  g_autoptr (GPtrArray) words = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (role >= SAT_ROLE_READER && role <= SAT_ROLE_ADMIN && scopes != NULL, NULL);
  words = g_ptr_array_new ();
  name = g_strconcat (ROLE_PREFIX, role_names[role - SAT_ROLE_READER], NULL);
  g_ptr_array_add (words, name);
  g_ptr_array_extend (words, scopes, NULL, NULL);
  return from_words (words);
}

SatHolder *
sat_holder_ref (SatHolder *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
sat_holder_unref (SatHolder *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->set);
  g_strfreev (self->words);
  g_free (self->list);
  g_free (self);
}

const char *
sat_holder_list (const SatHolder *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->list;
}

const char *
sat_holder_hash (const SatHolder *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->hash;
}

SatRole
sat_holder_role (const SatHolder *self)
{
  g_return_val_if_fail (self != NULL, SAT_ROLE_READER);
  return self->role;
}

gboolean
sat_holder_has (const SatHolder *self, const char *scope)
{
  g_return_val_if_fail (self != NULL && scope != NULL, FALSE);
  return g_hash_table_contains (self->set, scope);
}

gboolean
sat_holder_sees (const SatHolder *self, const SatScopeSet *set)
{
  g_return_val_if_fail (self != NULL && set != NULL, FALSE);

  if (set->number == SAT_NOBODY)
    return FALSE;
  if (sat_holder_has (self, SAT_SCOPE_ALL))
    return TRUE;
  for (char **scope = set->scopes; *scope != NULL; scope++)
    if (sat_holder_has (self, *scope))
      return TRUE;
  return FALSE;
}

static SatHolder *
combine (const SatHolder *a, const SatHolder *b, gboolean either)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (char **word = a->words; *word != NULL; word++)
    if (either || g_hash_table_contains (b->set, *word))
      g_ptr_array_add (words, *word);
  for (char **word = b->words; either && *word != NULL; word++)
    g_ptr_array_add (words, *word);
  return from_words (words);
}

SatHolder *
sat_holder_union (const SatHolder *a, const SatHolder *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, NULL);
  return combine (a, b, TRUE);
}

SatHolder *
sat_holder_intersection (const SatHolder *a, const SatHolder *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, NULL);
  return combine (a, b, FALSE);
}
