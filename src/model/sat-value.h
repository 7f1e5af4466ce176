/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The value of one field, as the store keeps it:
 *   text, long text, choice, currency, json     TEXT
 *   integer, percent, boolean                   INTEGER
 *   decimal                                     INTEGER, 10^-9 (sat-decimal.h)
 *   money                                       INTEGER, minor units
 *   date                                        INTEGER, days since 1970
 *   instant                                     INTEGER, microseconds since 1970 UTC
 *   reference                                   INTEGER, the local record id; or TEXT, an
 * unresolved name An empty value is NULL; an empty text is not stored, it is NULL. */
typedef enum {
  SAT_VALUE_NULL,
  SAT_VALUE_INTEGER,
  SAT_VALUE_TEXT,
} SatValueType;

typedef struct {
  SatValueType type;
  gint64 integer;
  char *text; /* owned */
} SatValue;

#define SAT_VALUE_INIT ((SatValue){SAT_VALUE_NULL, 0, NULL})

SatValue sat_value_int (gint64 integer);
SatValue sat_value_text (const char *text); /* copies; NULL or "" gives a null value */
SatValue sat_value_take (char *text);       /* (transfer full) */
SatValue sat_value_copy (const SatValue *value);
void sat_value_clear (SatValue *value);
gboolean sat_value_equal (const SatValue *a, const SatValue *b);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SatValue, sat_value_clear)

G_END_DECLS
