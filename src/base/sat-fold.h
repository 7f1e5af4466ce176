/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Folding makes texts that a person takes for the same equal: NFKC, case folded, accents removed,
 * full width to half width, typographic quotes and dashes to plain ones, invisible characters
 * dropped, runs of white space to one space, ends trimmed. Marks that make another letter (voiced
 * kana, Indic vowels, й and ї) stay. Folding twice changes nothing. Deterministic on every machine
 * (no locale). Invalid UTF-8 is replaced. Result: g_free(). NULL gives "". */
char *sat_fold (const char *text);

/* The digits of a phone number, with a leading '+' dropped and extensions ("x371", "ext. 12") cut.
 */
char *sat_fold_phone (const char *text);

/* Case- and space-folded mail address; accents stay, they are another mailbox. */
char *sat_fold_mail (const char *text);

/* TRUE for Han, kana, Hangul: written without spaces, searched by characters. */
gboolean sat_fold_is_cjk (gunichar c);

/* A sort key: bytes that compare (memcmp) as the folded texts should be listed; digits run by value
 * so "Item 9" sorts before "Item 10". Valid UTF-8 with no zero byte inside. g_free(). */
char *sat_fold_sort_key (const char *text);

G_END_DECLS
