/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-recent.h"

#include "sat-pair.h"

#include <string.h>

#include "sat-drafts.h"

#define PLACE "recent:records"
#define FIELD "ids"
#define MOST 12

static char **
read_ids (SatContext *context)
{
  SatDrafts *drafts = sat_context_get_drafts (context);
  const char *text = drafts != NULL ? sat_drafts_get (drafts, PLACE, FIELD) : NULL;

  return g_strsplit (text != NULL ? text : "", " ", -1);
}

void
sat_recent_add (SatContext *context, gint64 id)
{
  g_auto (GStrv) ids = NULL;
  g_autofree char *uuid = NULL;
  g_autoptr (GString) text = NULL;
  guint n = 1;

  g_return_if_fail (SAT_IS_CONTEXT (context));
  uuid = sat_context_uuid_text (context, id);
  if (*uuid == '\0' || sat_context_get_drafts (context) == NULL)
    return;
  ids = read_ids (context);
  text = g_string_new (uuid);
  for (guint i = 0; ids[i] != NULL && n < MOST; i++) {
    if (*ids[i] == '\0' || strcmp (ids[i], uuid) == 0)
      continue;
    g_string_append_printf (text, " %s", ids[i]);
    n++;
  }
  sat_drafts_set (sat_context_get_drafts (context), PLACE, FIELD, text->str);
}

GArray *
sat_recent_list (SatContext *context)
{
  g_auto (GStrv) ids = NULL;
  GArray *found;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  ids = read_ids (context);
  found = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; ids[i] != NULL; i++) {
    SatUuid uuid;
    gboolean deleted = FALSE;
    gint64 id;

    if (!sat_uuid_parse (ids[i], &uuid))
      continue;
    id = sat_reader_find (sat_context_get_reader (context), &uuid, NULL, &deleted, NULL);
    if (deleted) {
      gint64 survivor = sat_pair_survivor (sat_context_get_reader (context), id);

      deleted = survivor == id;
      id = survivor;
    }
    if (id != 0 && !deleted)
      g_array_append_val (found, id);
  }
  return found;
}
