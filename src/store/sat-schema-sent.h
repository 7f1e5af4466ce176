/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-connection.h"

G_BEGIN_DECLS

/* A step of the migration: what was sent stood line by line in the outbox, and becomes pushes. */
gboolean sat_schema_pack_sent (SatConnection *connection, gpointer data, GError **error);

G_END_DECLS
