/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a person typed, as words; how well a record fits it, and where the index is to look. Private
 * to the store. */

/* From the best to the least. */
typedef enum {
  SAT_SEARCH_NONE,
  SAT_SEARCH_WHOLE,     /* the whole title */
  SAT_SEARCH_START,     /* the beginning of the title */
  SAT_SEARCH_TITLE,     /* beginnings of words of the title */
  SAT_SEARCH_WORD,      /* beginnings of words, the end of a phone number */
  SAT_SEARCH_SUBSTRING, /* three characters or more anywhere in a word */
} SatSearchTier;

typedef struct _SatSearchMatch SatSearchMatch;

SatSearchMatch *sat_search_match_new (const char *text);
void sat_search_match_free (SatSearchMatch *self);
/* There is no word in it: nothing fits. */
gboolean sat_search_match_is_empty (SatSearchMatch *self);

/* How well the two texts of a SatSearchText fit. */
SatSearchTier sat_search_match_tier (SatSearchMatch *self, const char *title, const char *other);

/* "555 0100" may be two words or one phone number: each way of reading it is asked for apart. */
guint sat_search_match_n_readings (SatSearchMatch *self);
/* What the index is asked for records that fit as well as @tier: it finds all of those, maybe some
 * that fit better, and if *@check is set some that do not fit. NULL: no record can fit this reading
 * so and no better. g_free(). */
char *sat_search_match_expression (SatSearchMatch *self,
                                   guint reading,
                                   SatSearchTier tier,
                                   gboolean *check);
/* The words of the first reading, NULL-terminated; (transfer none). */
char **sat_search_match_words (SatSearchMatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatSearchMatch, sat_search_match_free)

G_END_DECLS
