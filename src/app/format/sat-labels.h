/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-format.h"

G_BEGIN_DECLS

/* Words and icons for types of records. Those that everyone meets have sentences of their own; any
 * other type gets them from its labels in the registry. Unowned strings unless g_free() is said. */

const char *sat_labels_icon (const SatType *type);        /* icon name */
const char *sat_labels_new (const SatType *type);         /* "New Contact", interned */
const char *sat_labels_empty_title (const SatType *type); /* "No Contacts Yet", interned */
const char *sat_labels_empty_text (const SatType *type);  /* what to do about it */
const char *sat_labels_singular (const SatType *type);    /* "Contact", "Deal" */
const char *sat_labels_plural (const SatType *type);      /* "Contacts", "Deals" */
/* "1,204 contacts". g_free(). */
char *sat_labels_count (const SatFormat *format, const SatType *type, guint n);
/* The icon of an activity of that kind ("call", "visit" ...). */
const char *sat_labels_activity_icon (const char *kind);

G_END_DECLS
