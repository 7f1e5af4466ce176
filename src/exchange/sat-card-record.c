/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-card-record.h"

#include <string.h>

void
sat_card_record_free (SatCardRecord *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->contact);
  g_clear_pointer (&self->points, g_ptr_array_unref);
  g_clear_pointer (&self->addresses, g_ptr_array_unref);
  g_clear_pointer (&self->facts, sat_card_facts_free);
  g_free (self->kept);
  g_free (self);
}

/* Cards have no blanks around their texts. NULL if nothing is left. */
static char *
take_text (SatRecord *record, const char *field)
{
  const char *found = sat_record_get_text (record, field);
  char *text = found != NULL ? g_strstrip (g_strdup (found)) : NULL;

  if (text != NULL && *text == '\0')
    g_clear_pointer (&text, g_free);
  return text;
}

static void
take_point (SatCardFacts *facts, SatRecord *record, SatRecord *contact)
{
  g_autofree char *value = take_text (record, "value");
  g_autofree char *kind = take_text (record, "kind");
  gint64 id = sat_record_get_id (record);
  SatCardPoint *point;

  if (value == NULL || kind == NULL)
    return;
  point = sat_card_facts_add_point (facts);
  point->kind = g_steal_pointer (&kind);
  point->value = g_steal_pointer (&value);
  point->label = take_text (record, "label");
  point->pref = sat_record_get_int (record, "preferred", 0) != 0 ? 1 : SAT_CARD_NO_PREF;
  point->primary = id == sat_record_get_int (contact, "primary_phone", 0) ||
                   id == sat_record_get_int (contact, "primary_mail", 0);
}

static void
take_address (SatCardFacts *facts, SatRecord *record, SatRecord *contact)
{
  SatCardAddress *address = sat_card_facts_add_address (facts);

  address->label = take_text (record, "label");
  address->street = take_text (record, "street");
  address->city = take_text (record, "city");
  address->postal_code = take_text (record, "postal_code");
  address->region = take_text (record, "region");
  address->country = take_text (record, "country");
  address->primary =
      sat_record_get_id (record) == sat_record_get_int (contact, "primary_address", 0);
  if (address->street == NULL && address->city == NULL && address->postal_code == NULL &&
      address->region == NULL && address->country == NULL)
    g_ptr_array_remove_index (facts->addresses, facts->addresses->len - 1);
}

static void
take_tags (SatCardFacts *facts, SatRecord *contact)
{
  const char *text = sat_record_get_text (contact, "tags");
  g_auto (GStrv) names = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint i = 0; names[i] != NULL; i++)
    if (*g_strstrip (names[i]) != '\0')
      g_ptr_array_add (facts->tags, g_strdup (names[i]));
}

static SatCardFacts *
make_facts (SatCardRecord *self)
{
  SatRecord *contact = self->contact;
  SatCardFacts *facts = sat_card_facts_new ();
  const SatField *company = sat_type_field (sat_record_get_record_type (contact), "company");
  const SatValue *birthday = sat_record_peek (contact, "birthday");
  char id[SAT_UUID_STRING_LENGTH + 1];

  facts->first_name = take_text (contact, "first_name");
  facts->last_name = take_text (contact, "last_name");
  facts->job_title = take_text (contact, "job_title");
  if (sat_type_field (sat_record_get_record_type (contact), "department") != NULL)
    facts->department = take_text (contact, "department");
  facts->notes = take_text (contact, "notes");
  facts->company = g_strstrip (g_strdup (sat_record_get_reference_title (contact, company)));
  if (*facts->company == '\0')
    g_clear_pointer (&facts->company, g_free);
  facts->has_birthday = birthday->type == SAT_VALUE_INTEGER;
  facts->birthday = (SatDate)birthday->integer;
  sat_uuid_write (sat_record_get_uuid (contact), id);
  facts->uid = g_strconcat ("urn:uuid:", id, NULL);
  take_tags (facts, contact);
  for (guint i = 0; i < self->points->len; i++)
    take_point (facts, self->points->pdata[i], contact);
  for (guint i = 0; i < self->addresses->len; i++)
    take_address (facts, self->addresses->pdata[i], contact);
  return facts;
}

static gboolean
load_below (SatCardRecord *self, SatReader *reader, GError **error)
{
  gint64 id = sat_record_get_id (self->contact);
  g_autoptr (GPtrArray) cards = NULL;

  self->points = sat_reader_children (
      reader, id, sat_reader_get_type_by_name (reader, "contact_point"), "record", error);
  if (self->points == NULL)
    return FALSE;
  self->addresses = sat_reader_children (
      reader, id, sat_reader_get_type_by_name (reader, "address"), "record", error);
  if (self->addresses == NULL)
    return FALSE;
  cards = sat_reader_children (reader, id, sat_reader_get_type_by_name (reader, "contact_card"),
                               "contact", error);
  if (cards == NULL)
    return FALSE;
  if (cards->len > 0) {
    self->card = sat_record_get_id (cards->pdata[0]);
    self->kept = g_strdup (sat_record_get_text (cards->pdata[0], "content"));
  }
  return TRUE;
}

SatCardRecord *
sat_card_record_of (SatReader *reader, SatRecord *contact, GError **error)
{
  g_autoptr (SatCardRecord) self = g_new0 (SatCardRecord, 1);

  g_return_val_if_fail (reader != NULL && SAT_IS_RECORD (contact), NULL);

  self->contact = g_object_ref (contact);
  if (!load_below (self, reader, error))
    return NULL;
  self->facts = make_facts (self);
  return g_steal_pointer (&self);
}

SatCardRecord *
sat_card_record_load (SatReader *reader, gint64 id, GError **error)
{
  g_autoptr (SatRecord) contact = NULL;

  g_return_val_if_fail (reader != NULL, NULL);

  contact = sat_reader_load (reader, id, error);
  return contact != NULL ? sat_card_record_of (reader, contact, error) : NULL;
}
