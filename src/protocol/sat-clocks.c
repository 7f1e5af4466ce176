/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-clocks.h"

#include <string.h>

#include "sat-fault.h"
#include "sat-registry.h"

#define HLC_DIGITS 16

typedef struct {
  char name[SAT_WIRE_NAME_SIZE];
  SatVersion version;
} Entry;

struct _SatClocks {
  SatVersion base;
  Entry *entries; /* ascending by name */
  guint n, size;
};

void
sat_hlc_write (SatHlc hlc, char out[SAT_HLC_TEXT_LENGTH])
{
  static const char digits[] = "0123456789abcdef";

  g_return_if_fail (out != NULL);

  for (guint i = 0; i < HLC_DIGITS; i++)
    out[i] = digits[hlc >> (4 * (HLC_DIGITS - 1 - i)) & 0xf];
  out[HLC_DIGITS] = '\0';
}

gboolean
sat_hlc_parse (const char *text, const char **end, SatHlc *out)
{
  const char *at = text;
  SatHlc hlc = 0;

  g_return_val_if_fail (text != NULL && out != NULL, FALSE);

  for (; at < text + HLC_DIGITS; at++)
    if (*at >= '0' && *at <= '9')
      hlc = hlc << 4 | (SatHlc)(*at - '0');
    else if (*at >= 'a' && *at <= 'f')
      hlc = hlc << 4 | (SatHlc)(*at - 'a' + 10);
    else
      return FALSE;
  if (end == NULL && *at != '\0')
    return FALSE;
  *out = hlc;
  if (end != NULL)
    *end = at;
  return TRUE;
}

void
sat_version_write (SatVersion version, char out[SAT_VERSION_TEXT_LENGTH])
{
  char device[10];
  guint n = 0;

  g_return_if_fail (out != NULL);

  sat_hlc_write (version.hlc, out);
  out[HLC_DIGITS] = ':';
  do {
    device[n++] = (char)('0' + version.device % 10);
    version.device /= 10;
  } while (version.device != 0);
  for (guint i = 0; i < n; i++)
    out[HLC_DIGITS + 1 + i] = device[n - 1 - i];
  out[HLC_DIGITS + 1 + n] = '\0';
}

/* A number of 32 bits as it is written: no sign, no zero in front. */
static gboolean
parse_device (const char **at, guint32 *out)
{
  const char *start = *at;
  guint64 device = 0;

  while (g_ascii_isdigit (**at) && device <= G_MAXUINT32)
    device = device * 10 + (guint64)(*(*at)++ - '0');
  *out = (guint32)device;
  return *at > start && device <= G_MAXUINT32 && (*start != '0' || *at == start + 1);
}

gboolean
sat_version_parse (const char *text, const char **end, SatVersion *out)
{
  SatVersion version = SAT_VERSION_NONE;
  const char *at;

  g_return_val_if_fail (text != NULL && out != NULL, FALSE);

  if (!sat_hlc_parse (text, &at, &version.hlc) || *at++ != ':' ||
      !parse_device (&at, &version.device) || (end == NULL && *at != '\0'))
    return FALSE;
  *out = version;
  if (end != NULL)
    *end = at;
  return TRUE;
}

SatClocks *
sat_clocks_new (SatVersion base)
{
  SatClocks *self = g_new0 (SatClocks, 1);

  self->base = base;
  return self;
}

void
sat_clocks_free (SatClocks *self)
{
  if (self == NULL)
    return;
  g_free (self->entries);
  g_free (self);
}

SatClocks *
sat_clocks_copy (const SatClocks *self)
{
  SatClocks *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = sat_clocks_new (self->base);
  copy->entries = g_memdup2 (self->entries, self->n * sizeof (Entry));
  copy->n = copy->size = self->n;
  return copy;
}

SatVersion
sat_clocks_base (const SatClocks *self)
{
  g_return_val_if_fail (self != NULL, SAT_VERSION_NONE);

  return self->base;
}

/* The position of @name's entry, or where it would be inserted. */
static gboolean
find_entry (const SatClocks *self, const char *name, guint *position)
{
  guint low = 0, high = self->n;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (strcmp (self->entries[middle].name, name) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  *position = low;
  return low < self->n && strcmp (self->entries[low].name, name) == 0;
}

SatVersion
sat_clocks_get (const SatClocks *self, const char *name)
{
  guint position;

  g_return_val_if_fail (self != NULL && name != NULL, SAT_VERSION_NONE);

  return find_entry (self, name, &position) ? self->entries[position].version : self->base;
}

static void
insert_entry (SatClocks *self, guint position, const char *name, SatVersion version)
{
  Entry *entry;

  if (self->n == self->size) {
    self->size = MAX (4, self->size * 2);
    self->entries = g_renew (Entry, self->entries, self->size);
  }
  entry = &self->entries[position];
  memmove (entry + 1, entry, (self->n - position) * sizeof (Entry));
  g_strlcpy (entry->name, name, sizeof entry->name);
  entry->version = version;
  self->n++;
}

static gboolean
is_clock_name (const char *name)
{
  return g_str_equal (name, SAT_CLOCKS_EXISTENCE) || sat_registry_is_identifier (name);
}

void
sat_clocks_set (SatClocks *self, const char *name, SatVersion version)
{
  guint position;
  gboolean found, is_base;

  g_return_if_fail (self != NULL && name != NULL && is_clock_name (name));

  found = find_entry (self, name, &position);
  is_base = sat_version_compare (&version, &self->base) == 0;
  if (found && is_base) {
    Entry *entry = &self->entries[position];

    self->n--;
    memmove (entry, entry + 1, (self->n - position) * sizeof (Entry));
  } else if (found) {
    self->entries[position].version = version;
  } else if (!is_base) {
    insert_entry (self, SAT_BUG ("clocks-as-written") ? self->n : position, name, version);
  }
}

SatVersion
sat_clocks_latest (const SatClocks *self)
{
  SatVersion latest;

  g_return_val_if_fail (self != NULL, SAT_VERSION_NONE);

  latest = self->base;
  for (guint i = 0; i < self->n; i++)
    if (sat_version_compare (&self->entries[i].version, &latest) > 0)
      latest = self->entries[i].version;
  return latest;
}

guint
sat_clocks_n (const SatClocks *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n;
}

const char *
sat_clocks_name (const SatClocks *self, guint i)
{
  g_return_val_if_fail (self != NULL && i < self->n, NULL);

  return self->entries[i].name;
}

SatVersion
sat_clocks_version (const SatClocks *self, guint i)
{
  g_return_val_if_fail (self != NULL && i < self->n, SAT_VERSION_NONE);

  return self->entries[i].version;
}

char *
sat_clocks_to_string (const SatClocks *self)
{
  char version[SAT_VERSION_TEXT_LENGTH];
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  sat_version_write (self->base, version);
  text = g_string_new (version);
  for (guint i = 0; i < self->n; i++) {
    sat_version_write (self->entries[i].version, version);
    g_string_append_c (text, ' ');
    g_string_append (text, self->entries[i].name);
    g_string_append_c (text, '=');
    g_string_append (text, version);
  }
  return g_string_free (text, FALSE);
}

/* Behind the blank: a name that sorts after the last one, `=`, a version other than the base. */
static gboolean
parse_entry (SatClocks *self, const char **at)
{
  char name[SAT_WIRE_NAME_SIZE];
  gsize length = strcspn (*at, "=");
  SatVersion version;

  if ((*at)[length] == '\0' || length >= sizeof name)
    return FALSE;
  memcpy (name, *at, length);
  name[length] = '\0';
  if (!is_clock_name (name) || (self->n > 0 && strcmp (self->entries[self->n - 1].name, name) >= 0))
    return FALSE;
  if (!sat_version_parse (*at + length + 1, at, &version) ||
      sat_version_compare (&version, &self->base) == 0)
    return FALSE;
  insert_entry (self, self->n, name, version);
  return TRUE;
}

SatClocks *
sat_clocks_parse (const char *text, GError **error)
{
  g_autoptr (SatClocks) self = NULL;
  const char *at;
  SatVersion base;
  gboolean ok;

  g_return_val_if_fail (text != NULL, NULL);

  ok = sat_version_parse (text, &at, &base);
  self = sat_clocks_new (base);
  while (ok && *at == ' ') {
    at++;
    ok = parse_entry (self, &at);
  }
  if (!ok || *at != '\0') {
    g_set_error_literal (error, SAT_PROTOCOL_ERROR, SAT_PROTOCOL_ERROR_SHAPE,
                         "not the versions of a record");
    return NULL;
  }
  return g_steal_pointer (&self);
}
