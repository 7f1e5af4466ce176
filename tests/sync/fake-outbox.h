/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-outbox.h"

G_BEGIN_DECLS

/* What the engine asks of the file, without one: counts of mutations, and a log of what it did.
 * Linked instead of the real ones. */
typedef struct {
  gboolean alone; /* not joined */
  guint32 device;
  char epoch[32], cursor[64], sv[16], bf[16];
  gint64 last_m;
  guint waiting, frozen, at_once; /* edits not frozen; frozen; of them in a push, 0: all */
  guint frozen_next;              /* in the push behind that */
  guint too_large;                /* mutations alone that are rejected */
  gboolean fits;                  /* of a rewind */
  gint64 fork, noted_fork;
  gint64 offset;
  guint lost;  /* rows that are offered */
  guint own;   /* records that a joining enters */
  guint stale; /* pages that answer for another state */
  GString *log;
} FakeOutbox;

extern FakeOutbox fake;

void fake_outbox_reset (void);

G_END_DECLS
