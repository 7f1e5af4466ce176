/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-output.h"

#include <errno.h>
#include <string.h>

#define MOST_WIDTH 40
#define MOST_COLUMNS 64

struct _SatTable {
  GPtrArray *cells; /* char*; a NULL ends a row */
  gsize n_rows;
  guint column;
  guint widths[MOST_COLUMNS];
};

SatTable *
sat_table_new (void)
{
  SatTable *self = g_new0 (SatTable, 1);

  self->cells = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
sat_table_free (SatTable *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->cells);
  g_free (self);
}

/* Columns on a terminal. */
static guint
width_of (gunichar c)
{
  return g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
}

static guint
text_width (const char *text)
{
  guint width = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    width += width_of (g_utf8_get_char (text));
  return width;
}

/* One line, and no control characters that a terminal would act upon. */
static char *
tidy (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *line = g_string_sized_new (strlen (valid));

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    g_string_append_unichar (line, g_unichar_iscntrl (c) ? ' ' : c);
  }
  return g_string_free (line, FALSE);
}

static char *
cut (char *text)
{
  guint width = 0;

  if (text_width (text) <= MOST_WIDTH)
    return text;
  for (char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    width += width_of (g_utf8_get_char (at));
    if (width > MOST_WIDTH - 1) {
      g_autofree char *whole = text;

      *at = '\0';
      return g_strconcat (whole, "…", NULL);
    }
  }
  return text;
}

static void
add_cell (SatTable *self, char *text)
{
  guint width = text_width (text);

  if (self->column < MOST_COLUMNS)
    self->widths[self->column] = MAX (self->widths[self->column], width);
  self->column++;
  g_ptr_array_add (self->cells, text);
}

void
sat_table_add (SatTable *self, const char *text)
{
  g_return_if_fail (self != NULL);
  add_cell (self, cut (tidy (text != NULL ? text : "")));
}

void
sat_table_add_whole (SatTable *self, const char *text)
{
  g_return_if_fail (self != NULL);
  add_cell (self, tidy (text != NULL ? text : ""));
}

void
sat_table_end_row (SatTable *self)
{
  g_return_if_fail (self != NULL);
  g_ptr_array_add (self->cells, NULL);
  self->column = 0;
  self->n_rows++;
}

gsize
sat_table_n_rows (SatTable *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->n_rows;
}

gboolean
sat_table_flush (SatTable *self, FILE *out, GError **error)
{
  guint column = 0;

  g_return_val_if_fail (self != NULL && out != NULL, FALSE);

  for (guint i = 0; i < self->cells->len; i++) {
    const char *cell = self->cells->pdata[i];
    gboolean last = i + 1 == self->cells->len || self->cells->pdata[i + 1] == NULL;

    if (cell == NULL) {
      fputc ('\n', out);
      column = 0;
      continue;
    }
    fputs (cell, out);
    if (!last)
      for (guint pad = text_width (cell);
           pad < (column < MOST_COLUMNS ? self->widths[column] : 0) + 2; pad++)
        fputc (' ', out);
    column++;
  }
  g_ptr_array_set_size (self->cells, 0);
  self->n_rows = 0;
  if (fflush (out) == 0 && !ferror (out))
    return TRUE;
  g_set_error (error, G_FILE_ERROR, (gint)g_file_error_from_errno (errno), "%s",
               g_strerror (errno));
  return FALSE;
}
