/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-json-writer.h"

G_BEGIN_DECLS

/* How a figure came about: what it is, the formula in words, its value, and the figures that went
 * into it, down to the records. A tree; each node belongs to its parent, the root to the caller. */
typedef struct _SatExplanation SatExplanation;

typedef enum {
  SAT_EXPLANATION_MONEY, /* minor units of a currency */
  SAT_EXPLANATION_COUNT,
  SAT_EXPLANATION_SHARE, /* parts per 10,000: 8,500 is 85 % */
  SAT_EXPLANATION_TIMES, /* parts per 10,000: 21,000 is 2.1 times */
  SAT_EXPLANATION_NONE,  /* there is no value, and the formula says why */
} SatExplanationKind;

/* How the value follows from the inputs; those beyond what it says are there to be read. */
typedef enum {
  SAT_EXPLANATION_FACT,       /* it is what a record or a computation of its own says */
  SAT_EXPLANATION_SUM,        /* of all inputs */
  SAT_EXPLANATION_DIFFERENCE, /* the first less the second */
  SAT_EXPLANATION_QUOTIENT,   /* the first divided by the second */
} SatExplanationRule;

/* @currency: of money, else NULL. @formula: may be NULL. */
SatExplanation *sat_explanation_new (SatExplanationKind kind,
                                     gint64 value,
                                     const char *currency,
                                     const char *title,
                                     const char *formula);
void sat_explanation_free (SatExplanation *self);
void sat_explanation_set_formula (SatExplanation *self, const char *formula);
void sat_explanation_set_rule (SatExplanation *self, SatExplanationRule rule);
/* The record that the node is about: its local id, and its public one for exports. */
void sat_explanation_set_record (SatExplanation *self, gint64 id, const char *uuid);
/* (transfer full) @input */
void sat_explanation_add (SatExplanation *self, SatExplanation *input);

SatExplanationKind sat_explanation_get_kind (const SatExplanation *self);
SatExplanationRule sat_explanation_get_rule (const SatExplanation *self);
gint64 sat_explanation_get_value (const SatExplanation *self);
const char *sat_explanation_get_currency (const SatExplanation *self); /* interned or NULL */
const char *sat_explanation_get_title (const SatExplanation *self);
const char *sat_explanation_get_formula (const SatExplanation *self); /* or NULL */
gint64 sat_explanation_get_record (const SatExplanation *self);       /* 0: none */
guint sat_explanation_get_n_inputs (const SatExplanation *self);
const SatExplanation *sat_explanation_get_input (const SatExplanation *self, guint i);

/* The value as people read it: "$1,054.00", "12", "85.00%", "2.10x"; "–" for none. g_free(). */
char *sat_explanation_format_value (const SatExplanation *self);

/* One line a node, indented by its depth: title, value, formula. g_free(). */
char *sat_explanation_to_text (const SatExplanation *self);
/* {"title":"","value":"0.00","currency":"","formula":"","record":"","inputs":[...]}; counts,
 * shares and times are numbers, no value is null, and members without content are left out. */
void
sat_explanation_write_json (const SatExplanation *self, SatJsonWriter *writer, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatExplanation, sat_explanation_free)

G_END_DECLS
