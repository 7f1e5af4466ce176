/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-clocks.h"
#include "sat-wire-fields.h"

G_BEGIN_DECLS

#define SAT_SYNC_MOST_MUTATIONS 500
#define SAT_SYNC_MOST_PUSH_BYTES (1024 * 1024)
#define SAT_SYNC_MOST_MUTATION_BYTES (256 * 1024)

typedef enum {
  SAT_OP_PUT,
  SAT_OP_DELETE,
  SAT_OP_UNDELETE,
  SAT_OP_MERGE,
  SAT_OP_UNMERGE,
} SatOp;

/* What the editor saw of a field: a version, or an own earlier mutation. */
typedef struct {
  char *name;
  SatVersion version; /* unless: */
  SatUuid mutation;   /* not nil */
} SatMutationBase;

typedef struct {
  gint64 m;
  SatUuid u;
  SatHlc h;
  char *type;
  SatUuid id;
  SatOp op;
  gint64 rb;
  SatWireFields *fields; /* patch: nulls kept; never NULL */
  GArray *bases;         /* of SatMutationBase, ascending by name; never NULL */
  gint64 x;              /* 0: alone */
  SatUuid change;        /* nil: none */
  SatUuid into;          /* of MERGE and UNMERGE */
} SatMutation;

SatMutation *sat_mutation_new (void);
void sat_mutation_free (SatMutation *self);
void sat_mutation_add_base (SatMutation *self,
                            const char *name,
                            SatVersion version,
                            const SatUuid *mutation);
const SatMutationBase *sat_mutation_base (const SatMutation *self, const char *name);
/* One line without its end; the same mutation gives the same bytes. */
char *sat_mutation_to_line (const SatMutation *self);
/* Error: SAT_PROTOCOL_ERROR. */
SatMutation *sat_mutation_parse (const char *line, gsize length, GError **error);

/* The chain over what was sent. */
#define SAT_CHAIN_SIZE 32
#define SAT_CHAIN_TEXT_LENGTH 65
typedef struct {
  guint8 bytes[SAT_CHAIN_SIZE];
} SatChain; /* all zero: the start */
void sat_chain_add (SatChain *chain, const char *line, gsize length);
void sat_chain_write (const SatChain *chain, char out[SAT_CHAIN_TEXT_LENGTH]);
gboolean sat_chain_parse (const char *text, SatChain *out);

/* A push: header and lines. */
typedef struct {
  gint64 first;
  SatChain prev;
  GPtrArray *lines; /* of GBytes, without line ends; each may still be nonsense */
} SatPush;

void sat_push_free (SatPush *self);
/* @lines: of GBytes. */
GBytes *sat_push_write (gint64 first, const SatChain *prev, GPtrArray *lines);
SatPush *sat_push_parse (GBytes *body, GError **error);

typedef enum {
  SAT_PUSH_OK,
  SAT_PUSH_MERGED,
  SAT_PUSH_CONFLICT,
  SAT_PUSH_DUPLICATE,
  SAT_PUSH_QUARANTINED,
  SAT_PUSH_REJECTED,
} SatPushStatus;

const char *sat_push_status_name (SatPushStatus status);

typedef struct {
  gint64 m;
  SatPushStatus status;
  char *code;        /* of REJECTED; NULL */
  char *reason;      /* for people; NULL */
  GArray *conflicts; /* of SatUuid; NULL */
} SatPushResult;

typedef struct {
  gint64 last_m, seq, now, durable_m;
  SatChain hash;
  GPtrArray *results; /* of SatPushResult: what is not ok, by m */
} SatPushAnswer;

SatPushAnswer *sat_push_answer_new (void);
void sat_push_answer_free (SatPushAnswer *self);
SatPushResult *sat_push_answer_add (SatPushAnswer *self, gint64 m, SatPushStatus status);
GBytes *sat_push_answer_write (const SatPushAnswer *self);
SatPushAnswer *sat_push_answer_parse (GBytes *body, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatMutation, sat_mutation_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatPush, sat_push_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatPushAnswer, sat_push_answer_free)

G_END_DECLS
