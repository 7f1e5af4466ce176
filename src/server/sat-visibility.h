/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-server.h"
#include "sat-storage.h"
#include "sat-wire-fields.h"

G_BEGIN_DECLS

/* Who may hold which record (docs/protocol.md, 5.1): the scopes of a root, the scopes of a person.
 * Everything that is asked here is answered for the transaction's state. Thread-safe; it keeps the
 * last organisation that it has read. */
typedef struct _SatVisibility SatVisibility;

SatVisibility *sat_visibility_new (SatRegistry *registry);
void sat_visibility_free (SatVisibility *self);

/**
 * SatAccess:
 * @SAT_ACCESS_NEVER: the caller could not know the root: a write is rejected, forbidden, as if it
 * were not there.
 * @SAT_ACCESS_LOST: they may have held it earlier: a write is quarantined.
 * @SAT_ACCESS_HELD: it is theirs to see now, and to write as far as sat-rights says.
 */
typedef enum {
  SAT_ACCESS_NEVER,
  SAT_ACCESS_LOST,
  SAT_ACCESS_HELD,
} SatAccess;

/* For a root that the server knows; NEVER for others. */
gboolean sat_visibility_access (SatVisibility *self,
                                SatTransaction *transaction,
                                const SatCaller *caller,
                                const SatUuid *root,
                                SatAccess *access,
                                GError **error);

/* What depends on the values and not only on the type: managers write the quotas of the people,
 * teams and territories that they have. Ask before a record of @type gets @after in the place of
 * @before (NULL: it is new, or goes). Comes on top of sat_rights_may_write(). */
gboolean sat_visibility_may_write (SatVisibility *self,
                                   SatTransaction *transaction,
                                   const SatCaller *caller,
                                   const char *type,
                                   const SatWireFields *before,
                                   const SatWireFields *after,
                                   gboolean *allowed,
                                   GError **error);

/* A record that has just been put. */
typedef struct {
  SatUuid id, root;
  SatUuid old_root; /* nil: the record is new */
  const char *type;
  const SatWireFields *before; /* NULL: new */
  const SatWireFields *after;  /* NULL: as before, only the root is another */
} SatWritten;

/* To be called in the write transaction right after the records of an atomic group have been put,
 * before anything else is asked here: writes down who may hold them from @seq on. @author: NULL for
 * the server itself. When a record changes its root, all that hang from it do so too: they have to
 * be put with @seq and be among @written. Contacts and opportunities of a company whose territory
 * changes are found here. */
gboolean sat_visibility_written (SatVisibility *self,
                                 SatTransaction *transaction,
                                 gint64 seq,
                                 const SatCaller *author,
                                 const SatWritten *written,
                                 guint n,
                                 GError **error);

/* @id is erased at @seq: everybody who holds it is told to remove it, and of a root all that hangs
 * from it; what hangs from a child is to be erased by itself. To be called while the record is
 * still there. */
gboolean sat_visibility_erase (SatVisibility *self,
                               SatTransaction *transaction,
                               gint64 seq,
                               const SatUuid *id,
                               GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatVisibility, sat_visibility_free)

G_END_DECLS
