/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-test-store.h"

G_BEGIN_DECLS

/* States of a store, saved as time goes by, to be rebuilt from its history later. */
typedef struct _SatTestPast SatTestPast;

/* @t stays the caller's; it may be reopened. */
SatTestPast *sat_test_past_new (SatTestStore *t);
void sat_test_past_free (SatTestPast *self);

/* Moves the clock by @us, which may be 0 or less, yet not back to a state that was saved, whose
 * instant would not tell it from later ones. */
void sat_test_past_turn_clock (SatTestPast *self, gint64 us);
void sat_test_past_save (SatTestPast *self);
/* Each saved state is what history folded at its instant gives, and, for some types that @rand
 * chooses, what sat_as_of_open() shows. */
void sat_test_past_check (SatTestPast *self, GRand *rand);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatTestPast, sat_test_past_free)

G_END_DECLS
