/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-field-draft.h"

#include "sat-drafts.h"

struct _SatFieldDraft {
  SatContext *context;
  char *place, *key;
};

char *
sat_field_draft_place (SatRecord *record)
{
  g_autofree char *uuid = NULL;

  g_return_val_if_fail (SAT_IS_RECORD (record), NULL);
  uuid = sat_uuid_to_string (sat_record_get_uuid (record));
  return g_strconcat ("record:", uuid, NULL);
}

char *
sat_field_draft_prefix (SatRecord *child)
{
  g_autofree char *uuid = NULL;

  g_return_val_if_fail (SAT_IS_RECORD (child), NULL);
  uuid = sat_uuid_to_string (sat_record_get_uuid (child));
  return g_strconcat (uuid, ".", NULL);
}

SatFieldDraft *
sat_field_draft_new (SatContext *context,
                     SatRecord *shown,
                     SatRecord *record,
                     const SatField *field)
{
  SatFieldDraft *self;
  g_autofree char *prefix = NULL;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && SAT_IS_RECORD (shown), NULL);
  g_return_val_if_fail (SAT_IS_RECORD (record) && field != NULL, NULL);
  self = g_rc_box_new0 (SatFieldDraft);
  prefix = shown != record ? sat_field_draft_prefix (record) : NULL;
  self->context = g_object_ref (context);
  self->place = sat_field_draft_place (shown);
  self->key = g_strconcat (prefix != NULL ? prefix : "", field->name, NULL);
  return self;
}

static void
draft_clear (gpointer data)
{
  SatFieldDraft *self = data;

  g_object_unref (self->context);
  g_free (self->place);
  g_free (self->key);
}

SatFieldDraft *
sat_field_draft_ref (SatFieldDraft *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return g_rc_box_acquire (self);
}

void
sat_field_draft_unref (SatFieldDraft *self)
{
  g_return_if_fail (self != NULL);
  g_rc_box_release_full (self, draft_clear);
}

/* The drafts may be closed already, when the window ends. */
const char *
sat_field_draft_get (SatFieldDraft *self)
{
  SatDrafts *drafts;

  g_return_val_if_fail (self != NULL, NULL);
  drafts = sat_context_get_drafts (self->context);
  return drafts != NULL ? sat_drafts_get (drafts, self->place, self->key) : NULL;
}

void
sat_field_draft_set (SatFieldDraft *self, const char *text)
{
  SatDrafts *drafts;

  g_return_if_fail (self != NULL);
  drafts = sat_context_get_drafts (self->context);
  if (drafts != NULL)
    sat_drafts_set (drafts, self->place, self->key, text);
}
