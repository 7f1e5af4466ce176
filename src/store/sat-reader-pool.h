/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-db.h"

G_BEGIN_DECLS

/* Reading connections that nobody uses for the moment, with the statements that they have prepared:
 * opening one reads the whole schema. It outlives its store while somebody has borrowed from it.
 * Thread-safe. */
typedef struct _SatReaderPool SatReaderPool;

SatReaderPool *sat_reader_pool_new (void);
SatReaderPool *sat_reader_pool_ref (SatReaderPool *self);
void sat_reader_pool_unref (SatReaderPool *self);
/* NULL: there is none. */
SatConnection *sat_reader_pool_take (SatReaderPool *self);
/* (transfer full) @connection, which nobody else has */
void sat_reader_pool_give (SatReaderPool *self, SatConnection *connection);
/* Keeps none any more. */
void sat_reader_pool_close (SatReaderPool *self);

G_END_DECLS
