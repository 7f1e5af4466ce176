/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Argon2id with 19 MiB and two passes. */
#define SAT_PASSWORD_LEAST 8
#define SAT_PASSWORD_MOST 1024

/* What is kept of a password. Error: G_IO_ERROR INVALID_ARGUMENT when it is too short or too long,
 * FAILED when memory is short. g_free(). */
char *sat_password_hash (const char *password, GError **error);
/* @hash: NULL for a user who does not exist: takes as long and is FALSE. */
gboolean sat_password_check (const char *hash, const char *password);

G_END_DECLS
