/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "sat-uuid.h"

G_BEGIN_DECLS

/* A company with many people: the folder of a server in which each of them has a device with
 * tokens, and owns so many companies, contacts and deals. */

typedef struct {
  SatUuid user;
  guint32 device;
  char *token;
} LoadPerson;

void load_person_clear (gpointer person);
/* Of LoadPerson. @roots: of each person. */
GArray *load_company_make (const char *folder, guint people, guint roots, GError **error);

G_END_DECLS
