/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-registry.h"

G_BEGIN_DECLS

/* Which record type a header row is of, and which field each of its columns fills. Titles are
 * compared folded and without signs, so that "First Name", "FIRST_NAME" and "firstName" are the
 * same; sat-header-names.c lists what else people and programs call a field.
 *
 * Fields are named by paths:
 *   "amount"               a field of the type, by its name in the registry
 *   "external_id"          the row's own key
 *   "company"              a reference, by title or mail
 *   "company.external_id"  the same, by key
 *   "full_name"            of a contact: first and last name together
 *   "birthday.year"        and .month and .day, where a file keeps them apart
 *   "web" "fax" "chat"     contact points of that kind; "phone" and "mail" are too
 *   "street_2"             a second line of the street
 *   "product"              of an opportunity: what its line item is about
 *   "is_won" "is_closed"   of an opportunity: what its stage means
 */

typedef struct {
  const char *field; /* interned; NULL: no field */
  const char *label; /* of a contact point or address: "work", "mobile"…; "" if it has none */
  guint nth;         /* 1 for the first column with this field and label, 2 for the next… */
  double weight;     /* 0.5: several types have such a field; 1: it says which type this is */
  gboolean ignored;  /* has nothing to keep: marks of other programs, computed values */
  gboolean repeated; /* would have filled a field that another column fills */
} SatHeaderColumn;

typedef struct {
  const char *type; /* interned */
  double score;     /* 0 to 1: how much of the row is known as this type's */
  /* Of the type's fields, per cent, if the row is nothing but those by their names: a file of
   * Satchel's own. 0: it is not. */
  guint own;
  gboolean has_keys; /* the columns are there without which a row is no record of the type */
  guint n_columns;
  SatHeaderColumn *columns;
} SatHeaderMatch;

void sat_header_match_free (SatHeaderMatch *match);

/* Lets a column fill @path (interned by this function) or, with NULL, nothing; another column that
 * filled a field which takes one value gives it up. Score and keys follow. */
void sat_header_match_assign (SatHeaderMatch *match, guint column, const char *path);
/* The first column that fills @path, or -1. */
int sat_header_match_find (const SatHeaderMatch *match, const char *path);

/* The names of all types and fields: those of the registry with their labels, and the list. */
typedef struct _SatHeaderTable SatHeaderTable;

/* Keeps a reference to @registry. */
SatHeaderTable *sat_header_table_new (SatRegistry *registry);
void sat_header_table_free (SatHeaderTable *table);

/* @headers: as sat_csv_reader_get_header() gives them. NULL: no such type. */
SatHeaderMatch *sat_header_table_match (SatHeaderTable *table,
                                        const char *type,
                                        const char *const *headers,
                                        guint n_headers);
/* The match with the best score among those that have their keys and at least 0.5, or NULL. */
SatHeaderMatch *
sat_header_table_choose (SatHeaderTable *table, const char *const *headers, guint n_headers);
/* All of those, best first. (element-type SatHeaderMatch) */
GPtrArray *
sat_header_table_choices (SatHeaderTable *table, const char *const *headers, guint n_headers);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatHeaderMatch, sat_header_match_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatHeaderTable, sat_header_table_free)

G_END_DECLS
