/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-import-vcard.h"

#include <string.h>

typedef struct {
  SatImportCard *card;
  gint64 id;       /* the contact, or its stub */
  GPtrArray *old;  /* SatRecord that it has already; NULL: new */
  gboolean *used;  /* by index of @old */
  gint64 *written; /* ids, by index of what the card has */
} Points;

static const SatType *
type_of (const Points *self, const char *name)
{
  return sat_registry_type (sat_writer_get_registry (self->card->run->writer), name);
}

static gboolean
same_folded (const char *a, const char *b)
{
  g_autofree char *first = sat_fold (a);
  g_autofree char *second = sat_fold (b);

  return strcmp (first, second) == 0;
}

/* "+1 (212) 555-1111" and "+12125551111". */
static gboolean
same_number (const char *kind, const char *a, const char *b)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  if (strcmp (kind, "phone") != 0 && strcmp (kind, "fax") != 0)
    return FALSE;
  first = sat_fold_phone (a);
  second = sat_fold_phone (b);
  return *first != '\0' && strcmp (first, second) == 0;
}

typedef enum {
  SAME_VALUE_AND_LABEL,
  SAME_VALUE,
  SAME_NUMBER,
  SAME_LABEL, /* and brought by an import: what it is now */
  N_WAYS,
} Way;

static gboolean
is_imported (const Points *self, SatRecord *record, const char *field, gboolean *is, GError **error)
{
  const SatType *type = sat_record_get_record_type (record);

  return sat_identity_is_imported (self->card->run->reader, sat_record_get_id (record),
                                   sat_type_field (type, field), is, error);
}

static gboolean
point_fits (const Points *self,
            SatRecord *old,
            const SatCardPoint *point,
            Way way,
            gboolean *fits,
            GError **error)
{
  const char *value = sat_record_get_text (old, "value");
  gboolean same_label = g_strcmp0 (sat_record_get_text (old, "label"), point->label) == 0;

  *fits = FALSE;
  if (g_strcmp0 (sat_record_get_text (old, "kind"), point->kind) != 0 || value == NULL)
    return TRUE;
  switch (way) {
  case SAME_VALUE_AND_LABEL:
    *fits = same_label && same_folded (value, point->value);
    return TRUE;
  case SAME_VALUE:
    *fits = same_folded (value, point->value);
    return TRUE;
  case SAME_NUMBER:
    *fits = same_number (point->kind, value, point->value);
    return TRUE;
  case SAME_LABEL:
  case N_WAYS:
  default:
    return !same_label || is_imported (self, old, "value", fits, error);
  }
}

static gboolean
create_point (Points *self, const SatCardPoint *point, gint64 *id, GError **error)
{
  const SatType *type = type_of (self, "contact_point");
  g_auto (SatValue) value = sat_value_text (point->value);
  g_auto (SatValue) kind = sat_value_text (point->kind);
  g_auto (SatValue) label = sat_value_text (point->label);
  SatWriteField fields[] = {
      {sat_type_field (type, "record"), sat_value_int (self->id), SAT_VERSION_NONE},
      {sat_type_field (type, "kind"), kind, SAT_VERSION_NONE},
      {sat_type_field (type, "label"), label, SAT_VERSION_NONE},
      {sat_type_field (type, "value"), value, SAT_VERSION_NONE},
      {sat_type_field (type, "preferred"), sat_value_int (1), SAT_VERSION_NONE}};
  gsize n = G_N_ELEMENTS (fields) - (point->pref == 1 ? 0 : 1);

  return sat_writer_create (self->card->run->writer, type, fields, n, SAT_ORIGIN_IMPORT, id, error);
}

/* A label or preference that a person gave stays if the card has none. */
static gboolean
update_point (Points *self, SatRecord *old, const SatCardPoint *point, Way way, GError **error)
{
  const SatType *type = sat_record_get_record_type (old);
  g_auto (SatValue) value = sat_value_text (point->value);
  g_auto (SatValue) label = sat_value_text (point->label);
  gboolean was = sat_record_get_int (old, "preferred", 0) != 0, imported = FALSE;
  SatWriteField fields[3];
  gsize n = 0;

  if (was && point->pref != 1 && !is_imported (self, old, "preferred", &imported, error))
    return FALSE;
  if (!was && point->pref == 1)
    fields[n++] =
        (SatWriteField){sat_type_field (type, "preferred"), sat_value_int (1), SAT_VERSION_NONE};
  else if (imported)
    fields[n++] =
        (SatWriteField){sat_type_field (type, "preferred"), SAT_VALUE_INIT, SAT_VERSION_NONE};
  if (point->label != NULL)
    fields[n++] = (SatWriteField){sat_type_field (type, "label"), label, SAT_VERSION_NONE};
  if (way == SAME_LABEL)
    fields[n++] = (SatWriteField){sat_type_field (type, "value"), value, SAT_VERSION_NONE};
  return n == 0 || sat_writer_set (self->card->run->writer, sat_record_get_id (old), fields, n,
                                   SAT_ORIGIN_IMPORT, error);
}

/* Gives each point of the card the old one that fits it best: all that fit in one way before any
 * that fit in the next. */
static gboolean
match_points (Points *self, const SatCardFacts *facts, Way way, GError **error)
{
  for (guint i = 0; i < facts->points->len; i++) {
    const SatCardPoint *point = facts->points->pdata[i];

    for (guint k = 0; self->written[i] == 0 && k < self->old->len; k++) {
      gboolean fits;

      if (self->used[k])
        continue;
      if (!point_fits (self, self->old->pdata[k], point, way, &fits, error))
        return FALSE;
      if (!fits)
        continue;
      self->used[k] = TRUE;
      self->written[i] = sat_record_get_id (self->old->pdata[k]);
      if (!update_point (self, self->old->pdata[k], point, way, error))
        return FALSE;
    }
  }
  return TRUE;
}

static gboolean
write_points (Points *self, const SatCardFacts *facts, GError **error)
{
  for (Way way = 0; self->old != NULL && way < N_WAYS; way++)
    if (!match_points (self, facts, way, error))
      return FALSE;
  for (guint i = 0; i < facts->points->len; i++)
    if (self->written[i] == 0 &&
        !create_point (self, facts->points->pdata[i], &self->written[i], error))
      return FALSE;
  return TRUE;
}

static const char *const parts[] = {"street", "city", "postal_code", "region", "country"};

static const char *
part_of (const SatCardAddress *address, guint index)
{
  const char *texts[] = {address->street, address->city, address->postal_code, address->region,
                         address->country};

  return texts[index];
}

static gboolean
same_parts (SatRecord *old, const SatCardAddress *address)
{
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    const char *had = sat_record_get_text (old, parts[i]), *has = part_of (address, i);

    if (!same_folded (had != NULL ? had : "", has != NULL ? has : ""))
      return FALSE;
  }
  return TRUE;
}

static gboolean
address_fits (const Points *self,
              SatRecord *old,
              const SatCardAddress *address,
              Way way,
              gboolean *fits,
              GError **error)
{
  gboolean same_label = g_strcmp0 (sat_record_get_text (old, "label"), address->label) == 0;

  *fits = FALSE;
  if (way == SAME_VALUE_AND_LABEL || way == SAME_VALUE) {
    *fits = (same_label || way == SAME_VALUE) && same_parts (old, address);
    return TRUE;
  }
  return way != SAME_LABEL || !same_label || is_imported (self, old, "street", fits, error);
}

/* All parts, or (@old set, @whole FALSE) only the label. */
static gboolean
write_address (Points *self,
               SatRecord *old,
               const SatCardAddress *address,
               gboolean whole,
               gint64 *id,
               GError **error)
{
  const SatType *type = type_of (self, "address");
  SatWriteField fields[G_N_ELEMENTS (parts) + 2];
  g_auto (SatValue) label = sat_value_text (address->label);
  SatValue texts[G_N_ELEMENTS (parts)];
  gsize n = 0;
  gboolean ok = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    texts[i] = sat_value_text (part_of (address, i));
    if (whole)
      fields[n++] = (SatWriteField){sat_type_field (type, parts[i]), texts[i], SAT_VERSION_NONE};
  }
  if (address->label != NULL)
    fields[n++] = (SatWriteField){sat_type_field (type, "label"), label, SAT_VERSION_NONE};
  if (old == NULL)
    fields[n++] = (SatWriteField){sat_type_field (type, "record"), sat_value_int (self->id),
                                  SAT_VERSION_NONE};
  if (old == NULL)
    ok = sat_writer_create (self->card->run->writer, type, fields, n, SAT_ORIGIN_IMPORT, id, error);
  else if (n > 0)
    ok = sat_writer_set (self->card->run->writer, sat_record_get_id (old), fields, n,
                         SAT_ORIGIN_IMPORT, error);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    sat_value_clear (&texts[i]);
  return ok;
}

static gboolean
match_addresses (Points *self, const SatCardFacts *facts, Way way, GError **error)
{
  for (guint i = 0; i < facts->addresses->len; i++) {
    const SatCardAddress *address = facts->addresses->pdata[i];

    for (guint k = 0; self->written[i] == 0 && k < self->old->len; k++) {
      gboolean fits;

      if (self->used[k])
        continue;
      if (!address_fits (self, self->old->pdata[k], address, way, &fits, error))
        return FALSE;
      if (!fits)
        continue;
      self->used[k] = TRUE;
      self->written[i] = sat_record_get_id (self->old->pdata[k]);
      if (!write_address (self, self->old->pdata[k], address, way == SAME_LABEL, NULL, error))
        return FALSE;
    }
  }
  return TRUE;
}

static gboolean
write_addresses (Points *self, const SatCardFacts *facts, GError **error)
{
  for (Way way = 0; self->old != NULL && way < N_WAYS; way++)
    if (!match_addresses (self, facts, way, error))
      return FALSE;
  for (guint i = 0; i < facts->addresses->len; i++)
    if (self->written[i] == 0 &&
        !write_address (self, NULL, facts->addresses->pdata[i], TRUE, &self->written[i], error))
      return FALSE;
  return TRUE;
}

/* A contact that shows one already goes on showing it. */
static void
offer_primary (Points *self, const char *name, int index, GArray *primaries)
{
  const SatField *field = sat_type_field (type_of (self, "contact"), name);
  SatWriteField write;

  if (index < 0 || (self->card->before != NULL &&
                    sat_record_get (self->card->before->contact, field)->type != SAT_VALUE_NULL))
    return;
  write = (SatWriteField){field, sat_value_int (self->written[index]), SAT_VERSION_NONE};
  g_array_append_val (primaries, write);
}

static void
points_begin (Points *self, GPtrArray *old, guint n)
{
  self->old = old;
  self->used = g_new0 (gboolean, old != NULL ? old->len + 1 : 1);
  self->written = g_new0 (gint64, n + 1);
}

static void
points_clear (Points *self)
{
  g_clear_pointer (&self->used, g_free);
  g_clear_pointer (&self->written, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Points, points_clear)

gboolean
sat_import_card_points (SatImportCard *self, gint64 id, GArray *primaries, GError **error)
{
  const SatCardFacts *facts = self->facts;
  g_auto (Points) points = {.card = self, .id = id};

  points_begin (&points, self->before != NULL ? self->before->points : NULL, facts->points->len);
  if (!write_points (&points, facts, error))
    return FALSE;
  offer_primary (&points, "primary_phone", sat_card_facts_primary_point (facts, "phone"),
                 primaries);
  offer_primary (&points, "primary_mail", sat_card_facts_primary_point (facts, "mail"), primaries);
  points_clear (&points);
  points_begin (&points, self->before != NULL ? self->before->addresses : NULL,
                facts->addresses->len);
  if (!write_addresses (&points, facts, error))
    return FALSE;
  offer_primary (&points, "primary_address", sat_card_facts_primary_address (facts), primaries);
  return TRUE;
}
