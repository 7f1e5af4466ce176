/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The lines of a page, head and rows, with an end that fits them: a random one never would. */
GBytes *fuzz_close_page (const char *lines, gsize length);

G_END_DECLS
