/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-app-types.h"

G_BEGIN_DECLS

/* Half-typed text, kept in a file of its own so that it survives a crash. Written a second after
 * the last key. */

/* @path: the file; missing or unreadable is an empty one. */
SatDrafts *sat_drafts_new (const char *path);
/* Writes what is still to be written. */
void sat_drafts_free (SatDrafts *self);
/* The file of the drafts that belong to the database @db_path. g_free(). */
char *sat_drafts_path_for (const char *db_path);

/* @place: what is being written ("new:contact"), @field: which text of it. */
const char *sat_drafts_get (SatDrafts *self, const char *place, const char *field); /* NULL: none */
/* NULL or "" forgets. */
void sat_drafts_set (SatDrafts *self, const char *place, const char *field, const char *text);
/* Forgets all of a place. */
void sat_drafts_clear (SatDrafts *self, const char *place);
/* There is a text in @place whose field's name begins with @prefix ("" for any). */
gboolean sat_drafts_has (SatDrafts *self, const char *place, const char *prefix);
/* The places that begin with @prefix and have a text. g_strfreev(). */
char **sat_drafts_places (SatDrafts *self, const char *prefix);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatDrafts, sat_drafts_free)

G_END_DECLS
