/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-page.h"

#include "sat-page-private.h"

#include <zlib.h>

void
sat_pull_state_clear (SatPullState *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->cursor, g_free);
  g_clear_pointer (&self->sv, g_free);
  g_clear_pointer (&self->bf, g_free);
}

static gboolean
text_equal (const char *a, const char *b)
{
  return g_str_equal (a != NULL ? a : "", b != NULL ? b : "");
}

gboolean
sat_pull_state_equal (const SatPullState *a, const SatPullState *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return text_equal (a->cursor, b->cursor) && text_equal (a->sv, b->sv) &&
         text_equal (a->bf, b->bf);
}

void
sat_page_head_clear (SatPageHead *self)
{
  g_return_if_fail (self != NULL);

  sat_pull_state_clear (&self->from);
  sat_pull_state_clear (&self->upto);
  *self = (SatPageHead){0};
}

void
sat_page_row_clear (SatPageRow *self)
{
  g_return_if_fail (self != NULL);

  sat_clocks_free (self->clocks);
  sat_wire_fields_free (self->fields);
  *self = (SatPageRow){0};
}

void
sat_page_crc_write (const char *data, gsize length, char out[SAT_PAGE_CRC_LENGTH])
{
  gulong crc = crc32_z (0, (const Bytef *)data, length);

  g_snprintf (out, SAT_PAGE_CRC_LENGTH, "%08lx", crc);
}

struct _SatPageCheck {
  GString *line;
  gulong crc;
  gboolean any;
};

SatPageCheck *
sat_page_check_new (void)
{
  SatPageCheck *self = g_new0 (SatPageCheck, 1);

  self->line = g_string_new (NULL);
  return self;
}

void
sat_page_check_free (SatPageCheck *self)
{
  if (self == NULL)
    return;
  g_string_free (self->line, TRUE);
  g_free (self);
}

void
sat_page_check_add (SatPageCheck *self, const SatUuid *id, const SatUuid *u, const char *clocks)
{
  char text[SAT_UUID_STRING_LENGTH + 1];

  g_return_if_fail (self != NULL && id != NULL && clocks != NULL);

  sat_uuid_write (id, text);
  g_string_printf (self->line, "%s ", text);
  if (u != NULL) {
    sat_uuid_write (u, text);
    g_string_append_printf (self->line, "%s ", text);
  }
  g_string_append (self->line, clocks);
  g_string_append_c (self->line, '\n');
  self->crc = crc32_z (self->crc, (const Bytef *)self->line->str, self->line->len);
  self->any = TRUE;
}

guint32
sat_page_check_sum (const SatPageCheck *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->any ? MAX ((guint32)self->crc, 1) : 0;
}
