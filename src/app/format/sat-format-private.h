/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-format.h"

G_BEGIN_DECLS

/* Shared by the files of the folder. */

/* As strftime writes it. */
char *sat_format_write_date (SatDate date, const char *pattern);
/* As at the beginning of a sentence: languages that write weekdays small begin those with capitals.
 * @text: (transfer full) */
char *sat_format_capitalize (char *text);

G_END_DECLS
