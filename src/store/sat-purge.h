/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-writer-private.h"

G_BEGIN_DECLS

/* Taking away what is not ours to hold: the record, its past, what is found of it. Its id stays, as
 * a stub, because others may point to it. Private to the store. After several of these:
 * sat_purge_finish(). */

gboolean sat_purge_record (SatWriter *writer, gint64 id, GError **error);
/* A record that goes without what hangs from it; with the past of what hung from it and is no
 * record here, which nobody would find any more. */
gboolean sat_purge_alone (SatWriter *writer, gint64 id, GError **error);
/* The root and all that hangs from it. While the server has not answered for edits of it, it waits
 * in the table `purge`. *@done FALSE: so it is. */
gboolean sat_purge_root (SatWriter *writer, gint64 root, gboolean *done, GError **error);
/* What the server has below the root, though an edit that it has not taken took it to another
 * place: each as if it were a root that goes. To be called before sat_purge_root(). */
gboolean sat_purge_moved (SatWriter *writer, gint64 root, GError **error);
/* To go as a root that goes as soon as no edit of it waits. */
gboolean sat_purge_later (SatWriter *writer, gint64 root, GError **error);
/* Those that waited, and wait for nothing any more. */
gboolean sat_purge_waiting (SatWriter *writer, GError **error);
/* The same for @record alone: before the server tells of it again what is to stay. */
gboolean sat_purge_before (SatWriter *writer, gint64 record, GError **error);
/* That others look like @uuid: told to those who hold both. */
gboolean sat_purge_pairs (SatWriter *writer, const SatUuid *uuid, GError **error);
/* The root is ours again. */
gboolean sat_purge_keep (SatWriter *writer, gint64 root, GError **error);
/* The past of records that were deleted, or are to come, before they were here: all that the server
 * has told of them. */
gboolean sat_purge_pasts (SatWriter *writer, GError **error);
/* What a change that never was replaced. @field 0: everything of the record. */
gboolean
sat_purge_history (SatWriter *writer, gint64 change, gint64 record, guint16 field, GError **error);
/* The changes that lost rows of history say again where theirs are. */
gboolean sat_purge_finish (SatWriter *writer, GError **error);

G_END_DECLS
