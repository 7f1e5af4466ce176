/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-import-vcard.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "sat-card-build.h"
#include "sat-entry.h"

static const SatType *
type_of (const SatImportCard *self, const char *name)
{
  return sat_registry_type (sat_writer_get_registry (self->run->writer), name);
}

/* A card says nothing about what it does not mention; blanks around a text are no difference. */
static gboolean
take_text (SatImportCard *self,
           SatEntry *entry,
           const char *field,
           const char *text,
           const char *before,
           GError **error)
{
  /* An older schema lacks some. */
  return text == NULL || g_strcmp0 (text, before) == 0 ||
         sat_type_field (type_of (self, "contact"), field) == NULL ||
         sat_entry_set (entry, field, text, error);
}

static gboolean
take_texts (SatImportCard *self, SatEntry *entry, GError **error)
{
  static const SatCardFacts none;
  const SatCardFacts *facts = self->facts;
  const SatCardFacts *before = self->before != NULL ? self->before->facts : &none;

  return take_text (self, entry, "first_name", facts->first_name, before->first_name, error) &&
         take_text (self, entry, "last_name", facts->last_name, before->last_name, error) &&
         take_text (self, entry, "job_title", facts->job_title, before->job_title, error) &&
         take_text (self, entry, "department", facts->department, before->department, error) &&
         take_text (self, entry, "notes", facts->notes, before->notes, error);
}

/* The company of that name, made if there is none. */
static gboolean
take_company (SatImportCard *self, SatEntry *entry, GError **error)
{
  const SatField *field = sat_type_field (type_of (self, "contact"), "company");
  char header[] = "ORG";
  SatImportColumn column = {.header = header, .role = SAT_IMPORT_REFERENCE, .field = field};
  const char *name = self->facts->company;
  gint64 id;

  if (name == NULL || (self->before != NULL && g_strcmp0 (self->before->facts->company, name) == 0))
    return TRUE;
  if (!sat_import_resolve (self->run, field->type, &column, name, "", &id, error))
    return FALSE;
  if (id == 0)
    sat_import_file_report_unresolved (self->file->report, header, field, name);
  return sat_entry_take (entry, field, id != 0 ? sat_value_int (id) : sat_value_text (name), error);
}

/* Tags are a set: those of the card join those that are there. */
static gboolean
take_tags (SatImportCard *self, SatEntry *entry, GError **error)
{
  const GPtrArray *sets[2] = {self->before != NULL ? self->before->facts->tags : NULL,
                              self->facts->tags};
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;
  JsonArray *names;

  if (self->facts->tags->len == 0)
    return TRUE;
  names = json_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    for (guint k = 0; sets[i] != NULL && k < sets[i]->len; k++)
      json_array_add_string_element (names, sets[i]->pdata[k]);
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, names);
  text = json_to_string (node, FALSE);
  return sat_entry_set (entry, "tags", text, error);
}

static gboolean
take_facts (SatImportCard *self, SatEntry *entry, GError **error)
{
  const SatField *birthday = sat_type_field (type_of (self, "contact"), "birthday");

  return take_texts (self, entry, error) && take_company (self, entry, error) &&
         take_tags (self, entry, error) &&
         (!self->facts->has_birthday ||
          sat_entry_take (entry, birthday, sat_value_int (self->facts->birthday), error));
}

static gboolean
take_primaries (SatEntry *entry, const GArray *primaries, GError **error)
{
  for (guint i = 0; i < primaries->len; i++) {
    const SatWriteField *primary = &g_array_index (primaries, SatWriteField, i);

    if (!sat_entry_take (entry, primary->field, sat_value_int (primary->value.integer), error))
      return FALSE;
  }
  return TRUE;
}

/* What no field is for, in a record below the contact. Two devices give it the same id. */
static gboolean
write_kept (SatImportCard *self, const char *own_uid, GError **error)
{
  const SatType *type = type_of (self, "contact_card");
  g_autoptr (SatCardFacts) none = sat_card_facts_new ();
  const SatCardFacts *now = self->before != NULL ? self->before->facts : none;
  gboolean same = FALSE;
  g_autofree char *kept = sat_card_kept_join (self->before != NULL ? self->before->kept : NULL, now,
                                              self->card, self->facts, own_uid, &same);
  g_auto (SatValue) content = sat_value_text (kept);
  SatUuid uuid = sat_uuid_from_parts (type->name, &self->uuid, "");
  SatWriteField fields[] = {
      {sat_type_field (type, "content"), content, SAT_VERSION_NONE},
      {sat_type_field (type, "contact"), sat_value_int (self->id), SAT_VERSION_NONE}};
  gint64 id = self->before != NULL ? self->before->card : 0;

  if (self->before != NULL && same)
    return TRUE;
  if (id != 0)
    return sat_writer_set (self->run->writer, id, fields, 1, SAT_ORIGIN_IMPORT, error);
  return kept == NULL || sat_writer_write (self->run->writer, SAT_WRITE_PUT, type, &id, &uuid,
                                           fields, 2, SAT_ORIGIN_IMPORT, error);
}

/* The points of a new contact come first, hanging from a stub, so that its row is written once. */
static gboolean
write_contact (SatImportCard *self, SatEntry *entry, GError **error)
{
  SatWriter *writer = self->run->writer;
  g_autoptr (GArray) primaries = g_array_new (FALSE, FALSE, sizeof (SatWriteField));
  gboolean is_new = self->id == 0;
  gint64 id = self->id;

  if (is_new && sat_uuid_is_nil (&self->uuid))
    self->uuid = sat_uuid_new (sat_writer_get_time (writer) / 1000);
  if (is_new && !sat_writer_stub (writer, &self->uuid, &id, error))
    return FALSE;
  if (is_new)
    sat_entry_set_uuid (entry, &self->uuid);
  return sat_import_card_points (self, id, primaries, error) &&
         take_primaries (entry, primaries, error) &&
         sat_entry_apply (entry, writer, SAT_ORIGIN_IMPORT, FALSE, &self->id, error);
}

static gboolean
remember (SatImportCard *self, GError **error)
{
  gint64 known = 0;

  g_hash_table_add (self->file->taken, g_memdup2 (&self->id, sizeof self->id));
  return sat_identity_by_key (self->run->reader, type_of (self, "contact"), self->source, self->key,
                              &known, error) &&
         (known == self->id ||
          sat_writer_set_external_id (self->run->writer, self->id, self->source, self->key, error));
}

gboolean
sat_import_card_write (SatImportCard *self, SatImportRowStatus *status, GError **error)
{
  SatImportRun *run = self->run;
  guint64 count = sat_writer_get_count (run->writer);
  gboolean is_new = self->id == 0;
  g_autoptr (SatEntry) entry = sat_entry_new (type_of (self, "contact"), self->id);
  g_autofree char *own_uid = NULL;
  char id[SAT_UUID_STRING_LENGTH + 1];

  if (!is_new) {
    self->before = sat_card_record_load (run->reader, self->id, error);
    if (self->before == NULL)
      return FALSE;
    self->uuid = *sat_record_get_uuid (self->before->contact);
  }
  if (!take_facts (self, entry, error) || !write_contact (self, entry, error))
    return FALSE;
  sat_uuid_write (&self->uuid, id);
  own_uid = g_strconcat ("urn:uuid:", id, NULL);
  if (!write_kept (self, own_uid, error) || !remember (self, error))
    return FALSE;
  if (is_new)
    *status = SAT_IMPORT_ROW_CREATED;
  else
    *status = sat_writer_get_count (run->writer) > count ? SAT_IMPORT_ROW_UPDATED
                                                         : SAT_IMPORT_ROW_UNCHANGED;
  return TRUE;
}
