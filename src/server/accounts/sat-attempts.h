/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Failed sign-ins of the last while, so that guessing gets slower with every failure: by login and
 * address together, and less strictly by each alone. In memory; not thread-safe. */
typedef struct _SatAttempts SatAttempts;

SatAttempts *sat_attempts_new (void);
void sat_attempts_free (SatAttempts *self);

/* Seconds to wait before another attempt; 0: go on. @now: a monotonic clock's microseconds. */
guint sat_attempts_wait (SatAttempts *self, const char *login, const char *address, gint64 now);
void sat_attempts_failed (SatAttempts *self, const char *login, const char *address, gint64 now);
void sat_attempts_succeeded (SatAttempts *self, const char *login, const char *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatAttempts, sat_attempts_free)

G_END_DECLS
