/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-chain.h"
#include "sat-protocol.h"
#include "sat-uuid.h"

G_BEGIN_DECLS

/* What became of a push (docs/protocol.md, 3.3). */

typedef enum {
  SAT_PUSH_OK,
  SAT_PUSH_MERGED,
  SAT_PUSH_CONFLICT,
  SAT_PUSH_DUPLICATE,
  SAT_PUSH_QUARANTINED,
  SAT_PUSH_REJECTED,
} SatPushStatus;

const char *sat_push_status_name (SatPushStatus status);
gboolean sat_push_status_parse (const char *name, SatPushStatus *out);

typedef struct {
  gint64 m;
  SatPushStatus status;
  char *code;        /* of REJECTED; NULL */
  char *reason;      /* for the log; NULL */
  GArray *conflicts; /* of SatUuid; never NULL */
} SatPushResult;

typedef struct {
  gint64 last_m, seq, now, durable_m;
  SatChain hash;
  GPtrArray *results; /* of SatPushResult: what is not ok, by m */
} SatPushAnswer;

SatPushAnswer *sat_push_answer_new (void);
void sat_push_answer_free (SatPushAnswer *self);
/* Belongs to the answer. */
SatPushResult *sat_push_answer_add (SatPushAnswer *self, gint64 m, SatPushStatus status);
GBytes *sat_push_answer_write (const SatPushAnswer *self);
/* One result as the answer has it, and back, so that it can be kept. g_free(). The result of
 * adding belongs to the answer; error: SAT_PROTOCOL_ERROR. */
char *sat_push_result_to_string (const SatPushResult *result);
SatPushResult *sat_push_answer_add_text (SatPushAnswer *self, const char *json, GError **error);
/* Members that are not known are passed over. Error: SAT_PROTOCOL_ERROR. */
SatPushAnswer *sat_push_answer_parse (GBytes *body, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatPushAnswer, sat_push_answer_free)

G_END_DECLS
