/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-http-server.h"

G_BEGIN_DECLS

/* Serves the folder until SIGTERM or SIGINT; what was accepted until then is answered. Its first
 * line on standard output is "listening on URI". Error: SAT_SERVER_ERROR, SAT_DB_ERROR, G_IO_ERROR.
 */
gboolean sat_serve (const char *folder, const SatHttpOptions *options, GError **error);

G_END_DECLS
