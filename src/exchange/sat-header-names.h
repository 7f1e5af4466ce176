/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What people and programs call things in header rows. Adding a name is adding it to a line. */

/* Names of one field. Names are separated by '|'; case, accents, blanks and signs do not count. */
typedef struct {
  const char *types; /* separated by '|' */
  const char *field; /* a path as in sat-header-match.h; NULL: a column with nothing to keep */
  double weight;
  const char *label;
  const char *names;
} SatHeaderName;

extern const SatHeaderName sat_header_names[]; /* ends with NULL types */

/* What a file of a type has to have: one field of each group. Groups are separated by ' ', fields
 * by
 * '|'; "!" is any column that says which type this is. Types stand in the order in which they win
 * if they fit equally well. */
typedef struct {
  const char *type;
  const char *keys;
  const char *prefixes; /* words that titles may begin with: "Contact First Name" */
} SatHeaderKeys;

extern const SatHeaderKeys sat_header_keys[]; /* ends with a NULL type */

/* Words that tell the phones, mails and addresses of one record apart. */
typedef struct {
  const char *label;
  const char *words;
} SatHeaderLabel;

extern const SatHeaderLabel sat_header_labels[]; /* ends with a NULL label */

/* Fields of which a record may have several. */
extern const char *const sat_header_labelled[];

/* Titles that no type makes use of. */
extern const char sat_header_ignored[];

G_END_DECLS
