/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-registry.h"
#include "sat-storage.h"

G_BEGIN_DECLS

/* The scopes that somebody has, and their role: what decides which records they may hold.
 * Immutable, reference counted. As text, a list: "role:rep", "org", "own:<id>" ..., sorted, blanks
 * between; its hash is the token `sv`. */
typedef struct _SatHolder SatHolder;

#define SAT_SCOPE_ALL "all"
#define SAT_SCOPE_ORG "org"

/* "own:<id>"; g_free(). */
char *sat_scope_name (const char *kind, const SatUuid *id);

/* @scopes: of texts, in any order, also twice. */
SatHolder *sat_holder_new (SatRole role, GPtrArray *scopes);
/* "" is a holder of nothing. */
SatHolder *sat_holder_parse (const char *list);
SatHolder *sat_holder_ref (SatHolder *self);
void sat_holder_unref (SatHolder *self);

const char *sat_holder_list (const SatHolder *self);
/* 32 hexadecimal digits; "" of nothing. */
const char *sat_holder_hash (const SatHolder *self);
SatRole sat_holder_role (const SatHolder *self);
/* "own:<id>" and the like, and "all". */
gboolean sat_holder_has (const SatHolder *self, const char *scope);
gboolean sat_holder_sees (const SatHolder *self, const SatScopeSet *set);
/* What either has, and what both have. */
SatHolder *sat_holder_union (const SatHolder *a, const SatHolder *b);
SatHolder *sat_holder_intersection (const SatHolder *a, const SatHolder *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatHolder, sat_holder_unref)

G_END_DECLS
