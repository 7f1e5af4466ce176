/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* How many records point to another one, by type, most first. */
typedef struct {
  const SatType *type; /* of the registry below */
  gint64 n;
} SatUse;

typedef struct {
  SatRegistry *registry;
  GArray *uses; /* SatUse */
} SatUsed;

/* On a reading thread. */
SatUsed *sat_used_read (SatReader *reader, gint64 id, GError **error);
void sat_used_free (gpointer used);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatUsed, sat_used_free)
/* "12 contacts, 3 deals"; "" for none. g_free(). */
char *sat_used_describe (SatUsed *self, const SatFormat *format);

/* Deletes a record, with an undo toast; if others point to it, says so first and asks. A record
 * with a field "active" can be marked as inactive instead. */
void sat_used_delete (GtkWidget *widget, SatContext *context, gint64 id);

G_END_DECLS
