/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A server that says what it was told to: one answer a connection, byte by byte as given, and then
 * it hangs up. It keeps what it was asked. */
typedef struct _FakeServer FakeServer;

FakeServer *fake_server_new (void);
void fake_server_free (FakeServer *self);
/* "http://127.0.0.1:43121" */
const char *fake_server_url (FakeServer *self);

/* The next answer: all bytes, or made from status, further headers (each ended by "\r\n") and body.
 * Without one left it hangs up at once. */
void fake_server_say_raw (FakeServer *self, const char *bytes, gssize length);
void
fake_server_say (FakeServer *self, guint status, const char *headers, const void *body, gssize n);

guint fake_server_n_requests (FakeServer *self);
/* The head of request @i, up to the empty line; owned by the server. */
const char *fake_server_head (FakeServer *self, guint i);
/* Its body as it came. */
GBytes *fake_server_body (FakeServer *self, guint i);
/* The value of a header; NULL. g_free(). */
char *fake_server_header (FakeServer *self, guint i, const char *name);

/* What was asked, and what was not said yet. */
void fake_server_forget (FakeServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeServer, fake_server_free)

G_END_DECLS
