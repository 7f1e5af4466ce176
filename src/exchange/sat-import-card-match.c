/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-import-vcard.h"

#include <string.h>

#include "sat-vcard-writer.h"

#define UID_SOURCE "contact:uid"

char *
sat_import_card_mail (const SatCardFacts *facts)
{
  int primary = sat_card_facts_primary_point (facts, "mail");

  if (primary < 0)
    return NULL;
  return sat_fold_mail (((const SatCardPoint *)facts->points->pdata[primary])->value);
}

char *
sat_import_card_name (const SatCardFacts *facts)
{
  g_autofree char *name = NULL;
  char *folded;

  if (facts->first_name == NULL && facts->last_name == NULL)
    return NULL;
  name = sat_card_facts_title (facts);
  folded = sat_fold (name);
  if (*folded == '\0')
    g_clear_pointer (&folded, g_free);
  return folded;
}

static const SatType *
contact_type (const SatImportCard *self)
{
  return sat_registry_type (sat_writer_get_registry (self->run->writer), "contact");
}

/* A contact that has the id already, or the id that a new one gets. */
static gboolean
match_uuid (SatImportCard *self, const SatUuid *uuid, GError **error)
{
  g_autoptr (GError) failure = NULL;
  const SatType *type = NULL;
  gboolean deleted = FALSE;
  gint64 found = sat_reader_find (self->run->reader, uuid, &type, &deleted, &failure);

  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  if (found != 0 && type != NULL && type != contact_type (self))
    return TRUE;
  if (found != 0 && type != NULL && !deleted)
    self->id = found;
  else
    self->uuid = *uuid;
  return TRUE;
}

static gboolean
match_uid (SatImportCard *self, GError **error)
{
  const SatCardFacts *facts = self->facts;
  const char *uid = facts->uid;
  SatUuid uuid = sat_card_uuid_of (facts->own_uid != NULL ? facts->own_uid : uid);

  if (g_ascii_strncasecmp (uid, "urn:uuid:", 9) == 0)
    uid += 9;
  self->source = g_strdup (UID_SOURCE);
  self->key = g_strdup (uid);
  if (!sat_identity_by_key (self->run->reader, contact_type (self), UID_SOURCE, uid, &self->id,
                            error))
    return FALSE;
  return self->id != 0 || match_uuid (self, &uuid, error);
}

/* The text of a card, for cards that nothing else tells apart. */
static char *
hash_card (const SatImportCard *self, const char *name)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *sum = NULL;

  for (guint i = 0; i < self->card->properties->len; i++)
    sat_vcard_write_property (text, self->card, sat_vcard_get (self->card, i),
                              SAT_VCARD_STYLE_LINE);
  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text->str, (gssize)text->len);
  return g_strdup_printf ("%s#%.32s", name, sum);
}

static gboolean
title_equals (SatImportCard *self, gint64 id, const char *name)
{
  g_autofree char *folded = sat_fold (sat_reader_title (self->run->reader, id));

  return name != NULL && strcmp (folded, name) == 0;
}

/* The only contact of @ids, unless its cards have another id: then it must be called the same too
 * (@name), and be nobody that an earlier card of the file is about. */
static gboolean
take_only (SatImportCard *self, GArray *ids, const char *name, GError **error)
{
  gboolean known = FALSE;
  gint64 id;

  if (ids == NULL)
    return FALSE;
  if (ids->len != 1)
    return TRUE;
  id = g_array_index (ids, gint64, 0);
  if (self->facts->uid != NULL &&
      !sat_identity_is_known_to (self->run->reader, id, UID_SOURCE, &known, error))
    return FALSE;
  if (!known || (title_equals (self, id, name) && !g_hash_table_contains (self->file->taken, &id)))
    self->id = id;
  return TRUE;
}

static gboolean
match_by_mail (SatImportCard *self, const char *mail, const char *name, GError **error)
{
  g_autoptr (GArray) ids =
      sat_identity_by_mail (self->run->reader, contact_type (self), mail, error);

  return take_only (self, ids, name, error);
}

static gboolean
match_by_name (SatImportCard *self, GError **error)
{
  g_autofree char *title = sat_card_facts_title (self->facts);
  g_autoptr (GArray) ids =
      sat_identity_by_title (self->run->reader, contact_type (self), title, error);

  return take_only (self, ids, NULL, error);
}

/* The names that files of other formats give such keys too. */
static void
choose_key (SatImportCard *self, const char *mail, const char *name, gboolean unique)
{
  if (mail != NULL) {
    self->source = g_strdup ("contact:mail");
    self->key = g_strdup (mail);
  } else if (unique) {
    self->source = g_strdup ("contact:name");
    self->key = g_strdup (name);
  } else {
    self->source = g_strdup ("contact:row");
    self->key = hash_card (self, name != NULL ? name : "");
  }
}

gboolean
sat_import_card_match (SatImportCard *self, GError **error)
{
  g_autofree char *name = sat_import_card_name (self->facts);
  g_autofree char *mail = sat_import_card_mail (self->facts);
  gboolean unique =
      name != NULL && GPOINTER_TO_UINT (g_hash_table_lookup (self->file->names, name)) == 1;

  g_return_val_if_fail (self->id == 0, FALSE);

  if (mail != NULL && g_strcmp0 (g_hash_table_lookup (self->file->mails, mail), "") == 0)
    g_clear_pointer (&mail, g_free);
  if (self->facts->uid != NULL) {
    if (!match_uid (self, error))
      return FALSE;
  } else {
    choose_key (self, mail, name, unique);
    if (!sat_identity_by_key (self->run->reader, contact_type (self), self->source, self->key,
                              &self->id, error))
      return FALSE;
  }
  if (self->id == 0 && mail != NULL && !match_by_mail (self, mail, name, error))
    return FALSE;
  return self->id != 0 || !unique || match_by_name (self, error);
}
