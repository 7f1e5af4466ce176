/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-push.h"
#include "sat-server.h"

G_BEGIN_DECLS

/* What a run's server was told and where everybody stands at its end, as JSON, a line an event, for
 * tests/simulation/oracle.py, which works out from it where everybody should stand.
 *
 *   {"registry":[{"type":"","org":false,"write":0,"fields":[{"name":"","kind":"","group":0,...}]}]}
 *   {"write":[{"op":"put","t":"","id":"","f":{}}],"now":0,"head":0}   by the server itself
 *   {"push":[LINE,...],"by":{"user":"","role":0,"device":0},"now":0,"answer":{}}
 *   {"pull":true,"by":{}}              somebody has asked for news
 *   {"kept":true}, {"restored":true,"head":0}   the server's files, and back to what was kept
 *   {"page":[LINE,...],"by":{}}        of what somebody gets who signs in anew at the end
 *   {"laptop":0,"by":{},"rows":["type id field=value",...]}
 *
 * All but open() do nothing without a trace (NULL). */
typedef struct _SatSimTrace SatSimTrace;

SatSimTrace *sat_sim_trace_open (const char *path, SatRegistry *registry);
/* Goes on after @beginning. */
SatSimTrace *sat_sim_trace_open_again (const char *path, const char *beginning);
void sat_sim_trace_close (SatSimTrace *self);

void sat_sim_trace_write (
    SatSimTrace *self, SatServer *server, gint64 now, const SatServerWrite *writes, guint n);
void sat_sim_trace_push (
    SatSimTrace *self, const SatCaller *caller, gint64 now, const SatPush *sent, GBytes *answer);
void sat_sim_trace_pull (SatSimTrace *self, const SatCaller *caller);
void sat_sim_trace_kept (SatSimTrace *self);
void sat_sim_trace_restored (SatSimTrace *self, SatServer *server);
/* All that @caller gets from nothing. */
void sat_sim_trace_view (SatSimTrace *self, SatServer *server, const SatCaller *caller);
/* @dump: of sat_sim_dump(). */
void
sat_sim_trace_laptop (SatSimTrace *self, guint number, const SatCaller *caller, const char *dump);

G_END_DECLS
