/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-outbox.h"

G_BEGIN_DECLS

/* Why the server refused an edit, for people; translated. */
const char *sat_refusal_text (const SatRejectedEntry *entry);

G_END_DECLS
