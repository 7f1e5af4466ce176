/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* TRUE if both are written in Han, kana or Hangul, whose languages put the family name first. */
gboolean sat_person_name_is_family_first (const char *given, const char *family);

/* The whole name as its bearer writes it: "Ana Pérez", "王小明". Either may be NULL or empty; ""
 * if both are. g_free(). */
char *sat_person_name_join (const char *given, const char *family);

G_END_DECLS
