/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* Prints a list as a table: a title, the columns as they are shown, the date and the number of each
 * page. Rows are read a page at a time. */

/* @ids: gint64. @fields and @widths (pixels, of the same length): the columns. */
GtkPrintOperation *sat_list_print_new (SatContext *context,
                                       const char *title,
                                       const char *type_name,
                                       GArray *ids,
                                       const char *const *fields,
                                       const int *widths);

G_END_DECLS
