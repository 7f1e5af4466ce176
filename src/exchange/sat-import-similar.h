/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-import.h"
#include "sat-reader.h"

G_BEGIN_DECLS

/* Titles of records of @type that @text may stand for, the likeliest first; all of a small type.
 * g_strfreev(). */
char **sat_import_similar (
    SatReader *reader, const SatType *type, const char *text, guint limit, GError **error);

/* 0 to 1: how much two texts have in common; 1 if they differ in case, accents and signs only. */
double sat_import_likeness (const char *a, const char *b);

G_END_DECLS
