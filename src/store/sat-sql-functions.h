/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-connection.h"

G_BEGIN_DECLS

/* What SQL may say on every connection of the store:
 *   COLLATE SAT_TEXT              lists texts as sat_fold_sort_key() does
 *   sat_fold (text)               the folded text; NULL stays NULL
 *   sat_sort_key (text)           what SAT_TEXT compares, to be sorted as bytes
 *   sat_rises (value, last)       aggregate: how often a value, @last at the end, is above the one
 *                                 before
 *   sat_created (versions)        the time (HLC) of a record's base version
 *   sat_exponent (code)           the digits of a currency's minor unit
 *   sat_times (minor, quantity)   an amount times a quantity, rounded to the minor unit
 *   sat_digits (text)             the digits of a phone number
 *   sat_first_line (text)         what of a long text stands in a title
 *   sat_full_name (given, family) a person's whole name
 *   sat_is_found (words, title, other)  search finds the words in a document
 *   sat_has_word (word, text...)  a text has a word that begins with @word, which is folded */
gboolean sat_sql_functions_register (SatConnection *connection, GError **error);

/* Compares two texts as COLLATE SAT_TEXT does; they need not end with a NUL. */
int sat_sql_compare_texts (const char *a, gsize a_length, const char *b, gsize b_length);

G_END_DECLS
