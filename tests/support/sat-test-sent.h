/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What was sent from the file at @path, unpacked: all of it, one push after another. g_free(). */
char *sat_test_sent_text (const char *path);

/* No page of the file, and nothing that was sent from it, has @text; nor has any other file of its
 * @folder. */
void sat_test_assert_no_trace (const char *folder, const char *path, const char *text);

G_END_DECLS
