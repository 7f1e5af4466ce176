/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Looks for @text, byte by byte, in every file in @folder and below. The first that has it; NULL:
 * none. g_free(). */
char *sat_test_find_raw (const char *folder, const char *text);

/* None has it, else the test fails with its name. */
void sat_test_assert_no_raw (const char *folder, const char *text);

G_END_DECLS
