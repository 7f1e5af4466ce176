/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-reader-pool.h"

/* A sync and a look beside it. */
#define MOST_IDLE 2

struct _SatReaderPool {
  gatomicrefcount refs;
  GMutex lock; /* of what follows */
  GPtrArray *idle;
  gboolean closed;
};

SatReaderPool *
sat_reader_pool_new (void)
{
  SatReaderPool *self = g_new0 (SatReaderPool, 1);

  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->lock);
  self->idle = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_connection_unref);
  return self;
}

SatReaderPool *
sat_reader_pool_ref (SatReaderPool *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
sat_reader_pool_unref (SatReaderPool *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_ptr_array_unref (self->idle);
  g_mutex_clear (&self->lock);
  g_free (self);
}

SatConnection *
sat_reader_pool_take (SatReaderPool *self)
{
  SatConnection *connection = NULL;

  g_mutex_lock (&self->lock);
  if (self->idle->len > 0)
    connection = g_ptr_array_steal_index (self->idle, self->idle->len - 1);
  g_mutex_unlock (&self->lock);
  return connection;
}

void
sat_reader_pool_give (SatReaderPool *self, SatConnection *connection)
{
  /* Its statements stay, its pages are in the system's memory anyway. */
  sqlite3_db_release_memory (sat_connection_get_handle (connection));
  g_mutex_lock (&self->lock);
  if (!self->closed && self->idle->len < MOST_IDLE && !sat_connection_in_transaction (connection))
    g_ptr_array_add (self->idle, g_steal_pointer (&connection));
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&connection, sat_connection_unref);
}

void
sat_reader_pool_close (SatReaderPool *self)
{
  g_mutex_lock (&self->lock);
  self->closed = TRUE;
  g_ptr_array_set_size (self->idle, 0);
  g_mutex_unlock (&self->lock);
}
