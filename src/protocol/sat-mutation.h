/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-clocks.h"
#include "sat-wire-fields.h"

G_BEGIN_DECLS

/* What one edit did to one record (docs/protocol.md, 3.3). */

#define SAT_SYNC_MOST_MUTATION_BYTES (256 * 1024)

typedef enum {
  SAT_OP_PUT,
  SAT_OP_DELETE,
  SAT_OP_UNDELETE,
  SAT_OP_MERGE,
  SAT_OP_UNMERGE,
} SatOp;

/* "put", "del", "undel", "merge", "unmerge" */
const char *sat_op_name (SatOp op);

/* What the editor saw of a field: a version, or an own earlier mutation. */
typedef struct {
  char *name;
  SatVersion version; /* unless: */
  SatUuid mutation;   /* not nil */
} SatMutationBase;

typedef struct {
  gint64 m;
  SatUuid u;
  gint64 n; /* above 0: @u is sat_mutation_id() of it, and travels as such */
  SatHlc h;
  char *type;
  SatUuid id;
  SatOp op;
  gint64 rb;
  SatWireFields *fields; /* nulls empty a field; never NULL */
  GArray *bases;         /* of SatMutationBase, ascending by name; never NULL */
  gint64 x;              /* 0: alone */
  SatUuid change;        /* nil: none */
  SatUuid into;          /* of MERGE and UNMERGE */
} SatMutation;

/* The id of the @n-th mutation of a device, in the change that it belongs to. */
SatUuid sat_mutation_id (const SatUuid *change, gint64 n);

SatMutation *sat_mutation_new (void);
void sat_mutation_free (SatMutation *self);
/* @mutation: an own earlier one, instead of @version; NULL: none. Replaces the base of that name.
 */
void sat_mutation_add_base (SatMutation *self,
                            const char *name,
                            SatVersion version,
                            const SatUuid *mutation);
/* NULL: it has none. Valid until another is added. */
const SatMutationBase *sat_mutation_base (const SatMutation *self, const char *name);

/* One line without its end; the same mutation gives the same bytes. g_free(). */
char *sat_mutation_to_line (const SatMutation *self);
/* What is read has a number from 1 on, an id, a record, names that are identifiers, fields only
 * with PUT and UNDELETE, bases only with PUT, "into" with MERGE and UNMERGE alone, and no member
 * that is not known. Error: SAT_PROTOCOL_ERROR; LIMIT also for a line longer than
 * SAT_SYNC_MOST_MUTATION_BYTES. */
SatMutation *sat_mutation_parse (const char *line, gsize length, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatMutation, sat_mutation_free)

G_END_DECLS
