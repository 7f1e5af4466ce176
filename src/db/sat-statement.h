/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-connection.h"

G_BEGIN_DECLS

/* A prepared statement. Indexes of parameters start at 1 and of columns at 0, as in SQLite. */
typedef struct _SatStatement SatStatement;

/* A statement of its own. */
SatStatement *sat_statement_new (SatConnection *connection, const char *sql, GError **error);
/* The same for a text used again and again: kept by the connection, keyed by the text. While a
 * cached one is in use a second call makes a new one. Releasing resets it and clears its bindings.
 */
SatStatement *sat_statement_cached (SatConnection *connection, const char *sql, GError **error);
void sat_statement_release (SatStatement *self);

void sat_statement_bind_int (SatStatement *self, int index, gint64 value);
void sat_statement_bind_text (SatStatement *self,
                              int index,
                              const char *value); /* copied; NULL binds null */
void sat_statement_bind_static (SatStatement *self,
                                int index,
                                const char *value); /* not copied: must outlive the step */
void sat_statement_bind_blob (SatStatement *self,
                              int index,
                              const void *data,
                              gsize length); /* copied */
void sat_statement_bind_static_blob (SatStatement *self,
                                     int index,
                                     const void *data,
                                     gsize length); /* not copied: must outlive the last step */
void sat_statement_bind_null (SatStatement *self, int index);
/* A failed bind is kept and reported by the next step. */

/* TRUE with *@row TRUE: a row is there; TRUE with *@row FALSE: done. */
gboolean sat_statement_step (SatStatement *self, gboolean *row, GError **error);
/* Steps to the end and resets, for statements without rows. Bindings stay. */
gboolean sat_statement_run (SatStatement *self, GError **error);
/* Steps to the end: the first column of each row is appended to @ints, of gint64. */
gboolean sat_statement_append_ints (SatStatement *self, GArray *ints, GError **error);
void sat_statement_reset (SatStatement *self);

int sat_statement_n_columns (SatStatement *self);
gint64 sat_statement_int (SatStatement *self, int column);
double sat_statement_double (SatStatement *self, int column);
const char *sat_statement_text (SatStatement *self,
                                int column); /* valid until the next step; NULL for null */
const void *sat_statement_blob (SatStatement *self, int column, gsize *length);
gboolean sat_statement_is_null (SatStatement *self, int column);
int sat_statement_type (SatStatement *self, int column); /* SQLITE_INTEGER ... SQLITE_NULL */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatStatement, sat_statement_release)

G_END_DECLS
