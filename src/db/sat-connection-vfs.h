/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-connection.h"

G_BEGIN_DECLS

/* The registered SQLite VFS that connections and backups opened from now on go through; NULL: the
 * system's. For tests that put a faulty disk under everything; the application never calls it. */
void sat_connection_set_default_vfs (const char *name);

/* Connections that are not closed when nobody needs them any more, but kept for the next who opens
 * the same file, with all that they have prepared: for tests that open files thousands of times. */
typedef struct {
  /* The connection that an opener of @path gets, with a reference; NULL: a new one. */
  SatConnection *(*take) (const char *path, SatOpenMode mode);
  /* FALSE: it is to be closed. Else it is the stock's, with its only reference. */
  gboolean (*give) (SatConnection *connection);
} SatConnectionStock;

/* @stock: static; NULL: none. */
void sat_connection_set_stock (const SatConnectionStock *stock);
const SatConnectionStock *sat_connection_get_stock (void);

G_END_DECLS
