/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-version.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "sat-field.h"

#define VERSION_SIZE 12
#define ENTRY_SIZE (2 + VERSION_SIZE)

typedef struct {
  guint16 field;
  SatVersion version;
} Entry;

struct _SatVersions {
  SatVersion base;
  GArray *entries; /* of Entry, ascending by field */
};

/* Negative, zero or positive as @a is earlier than, the same as or later than @b. */
int
sat_version_compare (const SatVersion *a, const SatVersion *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, 0);

  if (a->hlc != b->hlc)
    return a->hlc < b->hlc ? -1 : 1;
  if (a->device != b->device)
    return a->device < b->device ? -1 : 1;
  return 0;
}

/* Free with sat_versions_free(). */
SatVersions *
sat_versions_new (SatVersion base)
{
  SatVersions *self = g_new (SatVersions, 1);

  self->base = base;
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  return self;
}

SatVersions *
sat_versions_copy (const SatVersions *self)
{
  SatVersions *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new (SatVersions, 1);
  copy->base = self->base;
  copy->entries = g_array_copy (self->entries);
  return copy;
}

void
sat_versions_free (SatVersions *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->entries);
  g_free (self);
}

static SatVersion
read_version (const guint8 *data)
{
  guint64 hlc;
  guint32 device;

  memcpy (&hlc, data, sizeof hlc);
  memcpy (&device, data + sizeof hlc, sizeof device);
  return (SatVersion){GUINT64_FROM_BE (hlc), GUINT32_FROM_BE (device)};
}

static void
append_version (GByteArray *bytes, SatVersion version)
{
  guint64 hlc = GUINT64_TO_BE (version.hlc);
  guint32 device = GUINT32_TO_BE (version.device);

  g_byte_array_append (bytes, (const guint8 *)&hlc, sizeof hlc);
  g_byte_array_append (bytes, (const guint8 *)&device, sizeof device);
}

SatVersions *
sat_versions_decode (const guint8 *data, gsize length, GError **error)
{
  g_autoptr (SatVersions) self = NULL;
  int last = -1;

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  if (length < VERSION_SIZE || (length - VERSION_SIZE) % ENTRY_SIZE != 0) {
    g_set_error (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_CORRUPT,
                 _ ("The versions of a record have an impossible length of %zu bytes"), length);
    return NULL;
  }

  self = sat_versions_new (read_version (data));
  for (gsize at = VERSION_SIZE; at < length; at += ENTRY_SIZE) {
    guint16 field = (guint16)(data[at] << 8 | data[at + 1]);
    Entry entry = {field, read_version (data + at + 2)};

    if (field <= last) {
      g_set_error_literal (error, SAT_MODEL_ERROR, SAT_MODEL_ERROR_CORRUPT,
                           _ ("The versions of a record are out of order"));
      return NULL;
    }
    last = field;
    g_array_append_val (self->entries, entry);
  }
  return g_steal_pointer (&self);
}

/* (transfer full) */
GBytes *
sat_versions_encode (const SatVersions *self)
{
  GByteArray *bytes;

  g_return_val_if_fail (self != NULL, NULL);

  bytes = g_byte_array_sized_new (VERSION_SIZE + ENTRY_SIZE * self->entries->len);
  append_version (bytes, self->base);
  for (guint i = 0; i < self->entries->len; i++) {
    const Entry *entry = &g_array_index (self->entries, Entry, i);
    guint8 number[] = {(guint8)(entry->field >> 8), (guint8)entry->field};

    g_byte_array_append (bytes, number, sizeof number);
    append_version (bytes, entry->version);
  }
  return g_byte_array_free_to_bytes (bytes);
}

/* The position of @field's entry, or where it would be inserted. */
static gboolean
find_entry (const SatVersions *self, guint16 field, guint *position)
{
  guint low = 0, high = self->entries->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (g_array_index (self->entries, Entry, middle).field < field)
      low = middle + 1;
    else
      high = middle;
  }
  *position = low;
  return low < self->entries->len && g_array_index (self->entries, Entry, low).field == field;
}

SatVersion
sat_versions_base (const SatVersions *self)
{
  g_return_val_if_fail (self != NULL, SAT_VERSION_NONE);

  return self->base;
}

SatVersion
sat_versions_get (const SatVersions *self, guint16 field)
{
  guint position;

  g_return_val_if_fail (self != NULL, SAT_VERSION_NONE);

  if (find_entry (self, field, &position))
    return g_array_index (self->entries, Entry, position).version;
  return self->base;
}

/* Setting the base's own version removes the entry. */
void
sat_versions_set (SatVersions *self, guint16 field, SatVersion version)
{
  Entry entry = {field, version};
  guint position;
  gboolean found, is_base;

  g_return_if_fail (self != NULL);

  found = find_entry (self, field, &position);
  is_base = sat_version_compare (&version, &self->base) == 0;
  if (found && is_base)
    g_array_remove_index (self->entries, position);
  else if (found)
    g_array_index (self->entries, Entry, position).version = version;
  else if (!is_base)
    g_array_insert_val (self->entries, position, entry);
}

gsize
sat_versions_n_entries (const SatVersions *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->entries->len;
}

SatVersion
sat_versions_entry (const SatVersions *self, gsize i, guint16 *field)
{
  const Entry *entry;

  g_return_val_if_fail (self != NULL && i < self->entries->len, SAT_VERSION_NONE);

  entry = &g_array_index (self->entries, Entry, i);
  *field = entry->field;
  return entry->version;
}

SatVersion
sat_versions_latest (const SatVersions *self)
{
  SatVersion latest;

  g_return_val_if_fail (self != NULL, SAT_VERSION_NONE);

  latest = self->base;
  for (guint i = 0; i < self->entries->len; i++) {
    const Entry *entry = &g_array_index (self->entries, Entry, i);

    if (sat_version_compare (&entry->version, &latest) > 0)
      latest = entry->version;
  }
  return latest;
}
