/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The model layer: what a record is. The registry lists every record type and field once; values,
 * validation, records and rights read it. No SQL, no JSON, no GTK. Start with sat-registry.h. */

#pragma once

#include "sat-base.h"
#include "sat-field.h"
#include "sat-filter.h"
#include "sat-record.h"
#include "sat-registry.h"
#include "sat-type.h"
#include "sat-value.h"
#include "sat-version.h"
