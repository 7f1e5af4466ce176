/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was typed into records and is not saved, when the workspace is opened again. */

#include "config.h"

#include "sat-drafts.h"
#include "sat-window-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PREFIX "record:"

/* The record that a place is about (sat-field-row.h); 0 if it is gone. */
static gint64
find_record (SatReader *reader, const char *place)
{
  g_autofree char *text = g_strndup (place + strlen (PREFIX), SAT_UUID_STRING_LENGTH);
  gboolean deleted = FALSE;
  SatUuid uuid;
  gint64 id;

  if (!sat_uuid_parse (text, &uuid))
    return 0;
  id = sat_reader_find (reader, &uuid, NULL, &deleted, NULL);
  return deleted ? 0 : id;
}

void
sat_window_offer_drafts (SatWindow *self)
{
  SatReader *reader = sat_context_get_reader (self->context);
  SatDrafts *drafts = sat_context_get_drafts (self->context);
  g_auto (GStrv) places = sat_drafts_places (drafts, PREFIX);
  g_autofree char *message = NULL;
  gint64 last = 0;

  for (guint i = 0; places[i] != NULL; i++) {
    gint64 id = find_record (reader, places[i]);

    if (id == 0)
      sat_drafts_clear (drafts, places[i]);
    else
      last = id;
  }
  if (last == 0)
    return;
  /* Translators: %s is a person, a company ... */
  message = g_strdup_printf (_ ("What you typed into “%s” is not saved yet."),
                             sat_reader_title (reader, last));
  sat_context_offer (self->context, message, _ ("_Show"), "win.show-draft",
                     g_variant_new_int64 (last));
}
