/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A filter is a small immutable tree: all, any, not, or a test of a field path. Reference counted.
 * The store compiles it to SQL; protocol/ reads and writes its JSON form; the chips of a list edit
 * it. */
typedef struct _SatFilter SatFilter;

typedef enum {
  SAT_FILTER_ALL,
  SAT_FILTER_ANY,
  SAT_FILTER_NOT,
  SAT_FILTER_TEST,
} SatFilterNode;

typedef enum {
  SAT_OP_IS,       /* equal, texts folded */
  SAT_OP_IN,       /* equal to one of several */
  SAT_OP_CONTAINS, /* folded substring; a set has it */
  SAT_OP_STARTS,
  SAT_OP_LT,
  SAT_OP_LE,
  SAT_OP_GT,
  SAT_OP_GE,
  SAT_OP_EMPTY,
} SatFilterOp;

/* (transfer full) children; the array itself stays the caller's */
SatFilter *sat_filter_all (SatFilter **children, gsize n);
SatFilter *sat_filter_any (SatFilter **children, gsize n);
SatFilter *sat_filter_not (SatFilter *child); /* (transfer full) */
/* @path: field names through references, "owner.manager.name"; also "id" and "title". @values:
 * canonical texts (references by id or title); one for all ops but IN (any number) and EMPTY
 * (none). */
SatFilter *sat_filter_test (const char *path, SatFilterOp op, const char *const *values);
SatFilter *sat_filter_test1 (const char *path, SatFilterOp op, const char *value);

SatFilter *sat_filter_ref (SatFilter *self);
void sat_filter_unref (SatFilter *self);

SatFilterNode sat_filter_get_node (const SatFilter *self);
gsize sat_filter_get_n_children (const SatFilter *self);
const SatFilter *sat_filter_get_child (const SatFilter *self, gsize i);
const char *sat_filter_get_path (const SatFilter *self);
SatFilterOp sat_filter_get_op (const SatFilter *self);
const char *const *sat_filter_get_values (const SatFilter *self);
gboolean sat_filter_equal (const SatFilter *a, const SatFilter *b);

/* The short form of the command line: `field OP value [and field OP value ...]` with = != < <= > >=
 * ~, quotes ('' or "") round values with spaces, `field =` and `field !=` without a value for empty
 * and not empty. Error: MODEL_ERROR_INVALID with the column. */
SatFilter *sat_filter_parse_short (const char *text, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatFilter, sat_filter_unref)

G_END_DECLS
