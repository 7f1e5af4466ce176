/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-chain.h"
#include "sat-mutation.h"
#include "sat-page.h"
#include "sat-push-answer.h"
#include "sat-push.h"
#include "sat-store.h"

G_BEGIN_DECLS

/* What comes from a server into the file, and what the file knows of its server
 * (docs/protocol.md). Each call is one transaction; those that write run on the calling thread and
 * wait for whoever writes.
 *
 * A record that has edits which the server has not confirmed yet shows them; what the server last
 * said of it stands beside, in the table `shadow`, until the last of them is confirmed. */

typedef struct {
  gboolean joined;
  char *server;    /* address; "" before the first sign-in */
  SatUuid user;    /* who signed in; nil */
  guint32 device;  /* 0: none */
  char *epoch;     /* "" before the first answer */
  SatPullState at; /* texts never NULL */
  gint64 last_m;   /* the server has answered for mutations up to here */
  SatChain hash;   /* of the chain up to @last_m */
  gint64 durable_m;
  gint64 fork;    /* sat_outbox_note_fork(); -1: nowhere */
  gint64 whole;   /* all that we may hold was here as it was at this commit; 0: never */
  gint64 head;    /* the server's newest commit, as far as it told */
  gint64 loaded;  /* rows that have come of a first load which is not complete, */
  gint64 about;   /* and about how many there are; 0: there is none */
  gint64 offset;  /* the server's clock minus ours, microseconds */
  gint64 last_ok; /* microseconds: when a pull was last complete; 0: never */
  /* microseconds: when the file was last compared with the server; 0: there was nothing to compare
   * yet */
  gint64 compared;
  gboolean sweep; /* everything is being pulled anew: sat_remote_restart() */
} SatRemoteState;

void sat_remote_state_free (SatRemoteState *self);
SatRemoteState *sat_remote_state (SatStore *store, GError **error);
/* The same through a reader that is there already. */
SatRemoteState *sat_remote_state_of (SatReader *reader, GError **error);

/* From now on edits are kept to be sent. @device: writes the versions from now on. Nothing that is
 * in the file already is sent by this: sat_outbox_enter_all(). Calling it again changes server and
 * user; the device only through sat_outbox_move_to_device(), unless it is 0. */
gboolean sat_remote_join (
    SatStore *store, const char *server, const SatUuid *user, guint32 device, GError **error);
/* The file stands alone again: records, history stay, outbox and all that the server said go.
 * Rejected texts stay. */
gboolean sat_remote_leave (SatStore *store, GError **error);

/* What an answer says besides: @now, the server's clock when it answered (0: it did not say). */
gboolean sat_remote_set_offset (SatStore *store, gint64 now, GError **error);
/* The first answer's epoch. Error: SAT_STORE_ERROR_CONFLICT if there is another one already. */
gboolean sat_remote_set_epoch (SatStore *store, const char *epoch, GError **error);

/* The local record @id, which the server does not know, is from now on the one that the server
 * calls @uuid (a stage, a user that both had): before its row is applied. Error:
 * SAT_STORE_ERROR_CONFLICT if the server knows it already, or @uuid is another record here (a stub
 * is taken over: what points to it then points to @id). */
gboolean sat_remote_identify (SatStore *store, gint64 id, const SatUuid *uuid, GError **error);

typedef struct {
  guint rows;           /* applied: records that are as the server says */
  guint covered;        /* of them under edits that are still to be confirmed */
  guint ignored;        /* older than, or the same as, what is held */
  guint deleted;        /* of the rows */
  guint gone;           /* roots taken away */
  guint history;        /* past values */
  guint conflicts;      /* new ones and changed ones */
  guint confirmed;      /* edits that ended */
  gint64 loaded, about; /* as in SatRemoteState, with the page */
} SatApplied;

/* Takes over what a page says, and where it leads to, in one transaction. @applied may be NULL.
 * Error: SAT_STORE_ERROR_CONFLICT if the page answers for another state than the file's (then it
 * is to be thrown away: somebody else was faster); SAT_PROTOCOL_ERROR for a page that cannot be
 * read. */
gboolean
sat_remote_apply (SatStore *store, SatPageReader *page, SatApplied *applied, GError **error);

/* What the server took away is not in any file of this computer any more when *@clean: not in the
 * search index, the log, the daily backups. To be called after a pull, outside of a change; soon
 * done when nothing was taken away. *@clean FALSE: somebody reads or much is left; again later. */
gboolean sat_remote_clean_up (SatStore *store, gboolean *clean, GError **error);

/* Everything must be pulled anew: @epoch is another life of the server's database, or (the same
 * one) the cursor has expired. What is held stays, and is taken over from any row that comes; when
 * the pull is complete, what has not come again goes. The outbox stays. */
gboolean sat_remote_restart (SatStore *store, const char *epoch, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatRemoteState, sat_remote_state_free)

G_END_DECLS
