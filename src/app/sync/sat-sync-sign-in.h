/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-store.h"

G_BEGIN_DECLS

/* Signs in on a thread of its own. The result is a GTask of @source with a boolean; its error says
 * for people what is wrong, and what of the file's own has no match on the server. */
void sat_sync_sign_in_async (SatStore *store,
                             const char *url,
                             const char *user,
                             const char *password,
                             GCancellable *cancellable,
                             GObject *source,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

G_END_DECLS
