/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-remote.h"

G_BEGIN_DECLS

/* A file with records of its own joins a server. What both have by other ids is matched: the
 * workspace; users by mail; pipelines, teams, territories by name; stages by name in their
 * pipeline; products by code, without one by name; custom fields by type and name. */
typedef struct _SatJoining SatJoining;

/* @user: who joins, on the server; @role: what that user may write. Error: SAT_SYNC_ERROR_STATE for
 * a sample workspace. */
SatJoining *sat_joining_new (SatStore *store, const SatUuid *user, SatRole role, GError **error);
void sat_joining_free (SatJoining *self);
/* FALSE: there is nothing in the file that would have to be matched. */
gboolean sat_joining_is_needed (SatJoining *self);

/* Looks at a page of a first pull, for the server's structure. *@more: whether the next page may
 * still have some. @cursor etc. of the next page: those of the head, as always. */
gboolean sat_joining_look (SatJoining *self, SatPageReader *page, gboolean *more, GError **error);

/* Matches. What the server does not have and @user may not create there is in *@unmatched: texts
 * for people; then nothing must be joined. (transfer container of owned texts) Error:
 * SAT_SYNC_ERROR_STATE where the server is still empty and @user may not be the first. */
gboolean sat_joining_match (SatJoining *self, GPtrArray **unmatched, GError **error);
/* Gives matched records the server's ids, and drops stages and pipelines of a new file that nothing
 * uses and the server does not have. */
gboolean sat_joining_apply (SatJoining *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatJoining, sat_joining_free)

G_END_DECLS
