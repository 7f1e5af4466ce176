/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-chain.h"
#include "sat-connection.h"

G_BEGIN_DECLS

/* What was sent, or is about to be, as long as a server may want it again. A row of the table
 * `sent` is a push, packed as it travels: of its lines follow the numbers and the chain. Of what
 * has no record here any more only the chain behind it stays.
 *
 * Remembers the push that was asked for last: most ask for one line after another. */
typedef struct _SatSent SatSent;

SatSent *sat_sent_new (SatConnection *connection);
void sat_sent_free (SatSent *self);

/* Keeps a push. @lines: of GBytes, no more than one may have. @first: the number of the first.
 * @chain: before them, then behind them. @now: microseconds. @body, @packed (may be NULL): what
 * is sent. */
gboolean sat_sent_add (SatSent *self,
                       gint64 first,
                       SatChain *chain,
                       GPtrArray *lines,
                       gint64 now,
                       GBytes **body,
                       GBytes **packed,
                       GError **error);
/* The same of any number of lines from 1 on, as several pushes behind the start of the chain. */
gboolean sat_sent_add_all (SatSent *self, GPtrArray *lines, gint64 now, GError **error);
/* *@line NULL: the line number @m is not kept. */
gboolean sat_sent_line (SatSent *self, gint64 m, GBytes **line, GError **error);
/* The same of one that has to be there. */
gboolean sat_sent_require (SatSent *self, gint64 m, GBytes **line, GError **error);
/* If @first to @last are one push, that push; else NULL. */
gboolean sat_sent_whole (
    SatSent *self, gint64 first, gint64 last, GBytes **body, GBytes **packed, GError **error);
/* *@is: nothing that was kept follows @m, which is 1 at least, and ends with it; then *@chain is
 * the chain behind it. */
gboolean sat_sent_end (SatSent *self, gint64 m, SatChain *chain, gboolean *is, GError **error);
/* The chain behind @m, which is 1 at least. */
gboolean sat_sent_chain (SatSent *self, gint64 m, SatChain *chain, gboolean *found, GError **error);
/* *@m: the number behind which the chain is @chain; -1: none. */
gboolean sat_sent_find (SatSent *self, const SatChain *chain, gint64 *m, GError **error);
/* Forgets what the lines of these numbers (gint64, ascending) say. */
gboolean sat_sent_forget (SatSent *self, const GArray *numbers, GError **error);
/* Does the chain lead through all that is kept? *@broken: the first number of a push where it does
 * not, or that cannot be read; -1: it does. */
gboolean sat_sent_check (SatSent *self, gint64 *broken, GError **error);

/* What stands in the place of a line that is forgotten. */
GBytes *sat_sent_forgotten (const SatChain *chain);
#define SAT_SENT_HEADER 256 /* bytes of a push before its lines, at most */

/* The day, from 1970 on, of an instant in microseconds. */
gint64 sat_sent_day (gint64 us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatSent, sat_sent_free)

G_END_DECLS
