/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of a storage say often. */
#pragma once

#include "sat-storage.h"

/* Ascending with @number, which its last bytes are. */
SatUuid id_of (guint number);
SatTransaction *begin (SatStorage *storage, gboolean writing);
void commit (SatTransaction *transaction);
