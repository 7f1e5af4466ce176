/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The base layer: small value types that everything else stands on, with no dependency but GLib.
 * Ids, clocks, money, calendar dates and instants, text folding. Nothing here knows about records,
 * files or windows. Include this header to get all of them. */

#pragma once

#include "sat-clock.h"
#include "sat-currency.h"
#include "sat-date.h"
#include "sat-decimal.h"
#include "sat-error.h"
#include "sat-fault.h"
#include "sat-fold.h"
#include "sat-hlc.h"
#include "sat-money.h"
#include "sat-person-name.h"
#include "sat-uuid.h"
