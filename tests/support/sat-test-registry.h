/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-registry.h"

G_BEGIN_DECLS

/* The registry of a newer program: the built-in one, in which companies and opportunities have a
 * text "motto" (900), a choice "size" (small, large), a reference "rival", and "worth" and "weight"
 * that share a version. (transfer full) */
SatRegistry *sat_test_newer_registry (void);

G_END_DECLS
