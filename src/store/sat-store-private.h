/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader-pool.h"
#include "sat-store.h"

G_BEGIN_DECLS

/* A lock that lets the waiting in by their order, so that an import which gives way between two
 * chunks really does. */
typedef struct {
  GMutex mutex;
  GCond turn;
  guint64 next, serving;
} SatTicketLock;

struct _SatStore {
  GObject parent_instance;

  char *path;
  SatClock *clock;
  SatStoreFlags flags;
  char *notice;
  GMainContext *context;
  GThread *opener; /* only compared */

  SatTicketLock write_lock; /* guards `writing` and what is marked with w */
  SatConnection *writing;   /* w */
  gint64 data_version;      /* w: of `writing`, at the end of our own last write */
  guint index_left;         /* the writer thread's: marked records after its last slice */

  GMutex lock;       /* guards what follows */
  GThreadPool *pool; /* one thread: the writer thread */
  gboolean closing, index_queued;
  SatRegistry *built_in;
  SatRegistry *registry;
  char *fields_stamp; /* of the custom fields that @registry was read with; NULL: not known */
  gint64 last_change; /* the latest change that "changed" has told of */
  const char *currency;
  int fiscal_start;
  gint64 current_user;
  gboolean joined;
  guint32 device; /* that writes the versions of this file; 0: never enrolled */
  gint64 offset;  /* the server's clock minus ours, microseconds */

  GHashTable
      *asked_indexes; /* names of custom fields that were asked for since the registry came */
  GPtrArray *wanted_indexes;    /* those of them whose index is still to be made */
  gboolean indexes_may_be_left; /* of custom fields that are gone */

  SatReaderPool *readers; /* of other threads */
  SatReader *reader;      /* the opener's thread */
  gint64 reader_version;
};

void sat_ticket_lock_enter (SatTicketLock *lock);
void sat_ticket_lock_leave (SatTicketLock *lock);

/* Waits for this thread's turn to write. FALSE without it: the store is read-only, or closed. After
 * TRUE, sat_ticket_lock_leave (&self->write_lock). */
gboolean sat_store_enter_writing (SatStore *self, GError **error);
/* With the turn: FALSE once the store was closed while another had it. */
gboolean sat_store_may_write_on (SatStore *self, GError **error);

/* Reads custom fields and cached settings anew through @connection. */
gboolean sat_store_refresh (SatStore *self, SatConnection *connection, GError **error);
/* The workspace's currency and fiscal year alone. */
void sat_store_read_settings (SatStore *self, SatConnection *connection);
/* Who works here, if that user is still there. */
void sat_store_read_user (SatStore *self, SatConnection *connection);
void sat_store_take_registry (SatStore *self, SatRegistry *registry);
/* Emits "changed" on the opener's thread: at once, or when it next iterates its context. @records
 * (transfer full) may be NULL. */
void sat_store_announce (SatStore *self, gint64 change, GArray *records, gboolean registry);
/* Has the search index brought up to date, and the log written back, once the writer thread has
 * nothing else to do; if there is a writer thread. */
void sat_store_index_later (SatStore *self);
/* The same, though nothing was written yet. */
void sat_store_wake_writer (SatStore *self);

/* Someone sorts or filters by @field, of the store's or an earlier registry: a custom field gets an
 * index when the writer thread has time. Any thread. */
void sat_store_want_index (SatStore *self, const SatField *field);
/* Another registry has come: with the lock held. */
void sat_store_forget_indexes (SatStore *self);
/* Makes what is wanted and drops what is left. With the write lock held. */
gboolean sat_store_tidy_indexes (SatStore *self, GError **error);

/* A connection with the store's functions and collation. */
SatConnection *sat_store_connect (SatStore *self, SatOpenMode mode, GError **error);

G_END_DECLS
