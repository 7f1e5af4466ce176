/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-query.h"

G_BEGIN_DECLS

/* A SELECT under construction over the table of one type, called t. The one place where filters,
 * words and orders become SQL. Private to the store. Every value is a parameter; names come from
 * the registry. No table is qualified with "main", so that temporary tables may stand before it. */
typedef struct {
  SatReader *reader;
  const SatType *type;
  GStringChunk *texts; /* the pieces of SQL, as long as this lives */
  GString *joins;
  GHashTable *joined; /* "alias.column>type" -> alias */
  guint n_aliases;
  GArray *parameters;    /* SatValue */
  const char *condition; /* NULL: none */
  gboolean whole;        /* all rows will be read, not a first page */
  gboolean many;         /* the one condition lets so many rows through that it counts as none */
  gboolean unindexed;    /* the table is read from end to end, whatever indexes there are */
  GString *order;        /* "" or terms, each followed by ", " */
} SatQuerySql;

SatQuerySql *sat_query_sql_new (SatReader *reader, const SatType *type);
void sat_query_sql_free (SatQuerySql *self);

/* Each narrows further. */
gboolean sat_query_sql_add_filter (SatQuerySql *self, const SatFilter *filter, GError **error);
void sat_query_sql_add_condition (SatQuerySql *self, const char *condition);
gboolean
sat_query_sql_add_sort (SatQuerySql *self, const char *path, gboolean descending, GError **error);
/* What @path sorts by; compared with COLLATE SAT_TEXT if *@is_text. */
const char *
sat_query_sql_sort_key (SatQuerySql *self, const char *path, gboolean *is_text, GError **error);

/* Words in which all rows that have them are listed, or those are few enough to be sorted at once,
 * or each row is looked at as the walk along an index comes to it; or what the search index knows
 * was asked already. */
typedef enum {
  SAT_QUERY_WORDS_ALL,
  SAT_QUERY_WORDS_FEW,
  SAT_QUERY_WORDS_TESTED,
  SAT_QUERY_WORDS_OF_ROW,
  SAT_QUERY_WORDS_IGNORED,
} SatQueryWords;

/* FALSE in *@found: not possible in this way, and nothing is added. Within the snapshot of the
 * statement that is to be prepared. */
gboolean sat_query_sql_add_words (
    SatQuerySql *self, const char *words, SatQueryWords how, gboolean *found, GError **error);

/* The last order: the local id, or the public one, which always ascends. */
void sat_query_sql_add_ties (SatQuerySql *self, gboolean public_ties, gboolean descending);

/* The statement with @columns, and its parameters bound. @limit 0: all. */
SatStatement *
sat_query_sql_prepare (SatQuerySql *self, const char *columns, guint limit, GError **error);
/* The same text without preparing it, for tests. g_free(). */
char *sat_query_sql_text (SatQuerySql *self, const char *columns, guint limit);

/* What the parts of the compiler share. */

/* What the end of a path is. */
typedef enum {
  SAT_PATH_FIELD,
  SAT_PATH_ID,    /* of the record itself, or of what reference @field leads to */
  SAT_PATH_TITLE, /* of the record itself */
} SatPathKind;

/* One end of a path; there are several if a reference on the way may lead to several types. */
typedef struct {
  SatPathKind kind;
  const SatType *type;
  const char *alias;
  const SatField *field; /* NULL: the record itself */
  gboolean or_due;       /* @field is a start; without one the day on which it is due counts */
} SatPathEnd;

const char *sat_query_sql_piece (SatQuerySql *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
const char *sat_query_sql_text_parameter (SatQuerySql *self, const char *text);
const char *sat_query_sql_int_parameter (SatQuerySql *self, gint64 number);
/* Ids (gint64) for json_each(): one parameter whatever their number. */
const char *sat_query_sql_ids_parameter (SatQuerySql *self, GArray *ids);
const char *sat_query_sql_alias (SatQuerySql *self);

/* Array of SatPathEnd. UNKNOWN with the name that leads nowhere. */
GArray *sat_query_sql_resolve (SatQuerySql *self, const char *path, GError **error);
/* The value of a field that is no set and no reference. */
const char *sat_query_sql_value (SatQuerySql *self, const SatPathEnd *end);
/* The code of the currency of a money field; NULL: always the workspace's. */
const char *sat_query_sql_currency (SatQuerySql *self, const SatPathEnd *end);
/* The title of the row @alias, NULL if it has none. */
const char *sat_query_sql_title (SatQuerySql *self, const SatType *type, const char *alias);
/* The alias of the record of type @target that @reference of row @alias leads to. */
const char *sat_query_sql_join (SatQuerySql *self,
                                const char *alias,
                                const SatField *reference,
                                const SatType *target);

/* @conditions (of const char*) joined by @operator, AND or OR; "1" or "0" if there are none. */
const char *sat_query_sql_combine (SatQuerySql *self, GPtrArray *conditions, const char *operator);
/* The condition of one test; NULL with an error that names the path, operator or value. */
const char *sat_query_test_compile (SatQuerySql *self, const SatFilter *test, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatQuerySql, sat_query_sql_free)

G_END_DECLS
