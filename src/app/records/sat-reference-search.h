/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* A record that a reference may point to. */
typedef struct {
  gint64 id;
  char *title;
  char *detail; /* what tells it apart, may be "" */
} SatCandidate;

void sat_candidate_free (SatCandidate *candidate);

/* Types with at most this many records are offered whole, before anything is typed. */
#define SAT_REFERENCE_SMALL 60

/* The records that @field may point to and that @text may mean, best first; at most @limit.
 * GPtrArray of SatCandidate. With an empty @text: all of a small type in its own order (stages by
 * their order), else none. */
GPtrArray *
sat_reference_search (SatContext *context, const SatField *field, const char *text, guint limit);
/* Every record of @field's target if it is small, else NULL. */
GPtrArray *sat_reference_list_small (SatContext *context, const SatField *field);

G_END_DECLS
