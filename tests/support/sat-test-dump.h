/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-reader.h"

G_BEGIN_DECLS

/* States of a store as texts that can be compared: a line for each live record and one for each of
 * its fields that is not empty, sorted. */

/* All live records with their roots. g_free(). */
char *sat_test_dump (SatReader *reader);

/* The records of @type as @reader (of the present or of a past instant) has them, without roots;
 * deals that are shown only because they were opened before they were written down are left out.
 * g_free(). */
char *sat_test_dump_type (SatReader *reader, const SatType *type);

/* The same for the instant @limit, folded from history by the test itself: a record existed if one
 * of its lives covers the instant; the value of a field is what its first later step within that
 * life replaced or, in a life that goes on, the present one. g_free(). */
char *sat_test_fold_type (SatReader *reader, const SatType *type, SatHlc limit);

/* Where two dumps differ first, for a message. g_free(). */
char *sat_test_dump_difference (const char *a, const char *b);

/* Fails, saying where they differ. */
#define sat_test_assert_same_state(a, b, what)                                                     \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if (g_strcmp0 ((a), (b)) != 0) {                                                               \
      g_autofree char *difference_ = sat_test_dump_difference ((a), (b));                          \
      g_error ("%s: the states differ: %s", (what), difference_);                                  \
    }                                                                                              \
  }                                                                                                \
  G_STMT_END

G_END_DECLS
