/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-server-error.h"

G_BEGIN_DECLS

/* What the JSON bodies of signing in say: bytes that nobody answers for yet. Errors: MALFORMED. */

/* Of auth/login. */
typedef struct {
  char *user, *password;
  char *name, *key; /* of the device */
} SatLoginBody;

gboolean sat_login_body_parse (GBytes *body, SatLoginBody *out, GError **error);
void sat_login_body_clear (SatLoginBody *self);

/* Of auth/token and device/wiped: a text that the device has signed. */
typedef struct {
  guint32 device;
  char *text;
  char *signature;
} SatSignedBody;

/* @name: of the member with the text. */
gboolean sat_signed_body_parse (GBytes *body, const char *name, SatSignedBody *out, GError **error);
void sat_signed_body_clear (SatSignedBody *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SatLoginBody, sat_login_body_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SatSignedBody, sat_signed_body_clear)

G_END_DECLS
