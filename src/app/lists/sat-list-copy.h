/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* Puts records on the clipboard as text, a line each, the fields between tabs, as spreadsheets take
 * it; says so in a toast. At most 10,000: a clipboard is no export. */
void sat_list_copy (SatContext *context,
                    GdkClipboard *clipboard,
                    const char *type_name,
                    const char *const *fields,
                    GArray *ids);

G_END_DECLS
