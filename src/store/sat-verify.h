/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader.h"

G_BEGIN_DECLS

typedef struct {
  const char *name; /* "integrity", "foreign_keys", "roots", "versions", "history", "search", ... */
  gboolean ok;
  char *detail; /* what was found, or how much was looked at */
} SatCheck;

void sat_check_free (SatCheck *check);

/* Looks at the whole file and says what it found; changes nothing. GPtrArray of SatCheck. */
GPtrArray *sat_verify (SatReader *reader, GCancellable *cancellable, GError **error);

G_END_DECLS
