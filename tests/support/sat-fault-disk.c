/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sat-fault-disk.h"

#include <glib/gstdio.h>
#include <string.h>

#define SECTOR 512

/* A write, or a truncation when there are no bytes. */
typedef struct {
  gint64 offset;
  GBytes *bytes;
} Change;

static void
change_free (Change *change)
{
  g_clear_pointer (&change->bytes, g_bytes_unref);
  g_free (change);
}

static void
apply_bytes (GByteArray *image, gint64 offset, const guint8 *data, gsize length)
{
  guint old = image->len;
  guint end = (guint)offset + (guint)length;

  if (end > old) {
    g_byte_array_set_size (image, end);
    memset (image->data + old, 0, end - old);
  }
  memcpy (image->data + offset, data, length);
}

static void
apply_size (GByteArray *image, gint64 size)
{
  guint old = image->len;

  g_byte_array_set_size (image, (guint)size);
  if (image->len > old)
    memset (image->data + old, 0, image->len - old);
}

static void
apply_change (GByteArray *image, const Change *change)
{
  gsize length;
  const guint8 *data;

  if (change->bytes == NULL) {
    apply_size (image, change->offset);
    return;
  }
  data = g_bytes_get_data (change->bytes, &length);
  apply_bytes (image, change->offset, data, length);
}

static void
apply_torn (GByteArray *image, const Change *change, GRand *rand)
{
  gsize length, done, part;
  const guint8 *data;

  if (change->bytes == NULL) {
    if (g_rand_boolean (rand))
      apply_size (image, change->offset);
    return;
  }
  data = g_bytes_get_data (change->bytes, &length);
  for (done = 0; done < length; done += part) {
    gint64 at = change->offset + (gint64)done;

    part = MIN (length - done, (gsize)(SECTOR - at % SECTOR));
    if (g_rand_boolean (rand))
      apply_bytes (image, at, data + done, part);
  }
}

void
sat_fault_file_reload (SatFaultFile *self)
{
  g_autofree char *contents = NULL;
  gsize length;

  g_byte_array_set_size (self->durable, 0);
  if (g_file_get_contents (self->path, &contents, &length, NULL))
    g_byte_array_append (self->durable, (const guint8 *)contents, (guint)length);
}

SatFaultFile *
sat_fault_file_new (const char *path, gboolean made)
{
  SatFaultFile *self = g_new0 (SatFaultFile, 1);

  self->path = g_strdup (path);
  self->durable = g_byte_array_new ();
  self->pending = g_ptr_array_new_with_free_func ((GDestroyNotify)change_free);
  self->durably_there = !made;
  if (!made)
    sat_fault_file_reload (self);
  return self;
}

void
sat_fault_file_free (SatFaultFile *self)
{
  g_byte_array_unref (self->durable);
  g_ptr_array_unref (self->pending);
  g_free (self->path);
  g_free (self);
}

void
sat_fault_file_write (SatFaultFile *self, gint64 offset, const void *data, gsize length)
{
  Change *change = g_new0 (Change, 1);

  change->offset = offset;
  change->bytes = g_bytes_new (data, length);
  g_ptr_array_add (self->pending, change);
}

void
sat_fault_file_truncate (SatFaultFile *self, gint64 size)
{
  Change *change = g_new0 (Change, 1);

  change->offset = size;
  g_ptr_array_add (self->pending, change);
}

void
sat_fault_file_sync (SatFaultFile *self)
{
  for (guint i = 0; i < self->pending->len; i++)
    apply_change (self->durable, self->pending->pdata[i]);
  g_ptr_array_set_size (self->pending, 0);
  self->durably_there = TRUE;
  self->renewed = FALSE;
}

void
sat_fault_file_sync_name (SatFaultFile *self)
{
  if (self->deleted) {
    sat_fault_file_sync (self);
    self->durably_there = FALSE;
    return;
  }
  if (self->renewed) {
    apply_change (self->durable, self->pending->pdata[0]);
    g_ptr_array_remove_index (self->pending, 0);
    self->renewed = FALSE;
  }
  self->durably_there = TRUE;
}

void
sat_fault_file_delete (SatFaultFile *self)
{
  /* Whoever makes it again starts with an empty file. */
  g_ptr_array_set_size (self->pending, 0);
  sat_fault_file_truncate (self, 0);
  self->deleted = TRUE;
  self->renewed = TRUE;
}

static void
write_image (SatFaultFile *self, GByteArray *image)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (self->path, (const char *)image->data, image->len,
                            G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

void
sat_fault_file_cut (SatFaultFile *self, SatFaultLoss loss, GRand *rand)
{
  g_autoptr (GByteArray) image = NULL;
  gboolean there = self->durably_there;

  if (loss == SAT_FAULT_LOSE_NOTHING || (there && !self->deleted && self->pending->len == 0))
    return;
  image = g_byte_array_sized_new (self->durable->len);
  g_byte_array_append (image, self->durable->data, self->durable->len);
  if (loss == SAT_FAULT_LOSE_RANDOM) {
    if (self->deleted)
      there = there && g_rand_boolean (rand);
    else
      there = there || g_rand_boolean (rand);
    for (guint i = 0; i < self->pending->len && !self->deleted; i++)
      apply_torn (image, self->pending->pdata[i], rand);
  }
  if (there)
    write_image (self, image);
  else
    g_unlink (self->path);
}
