/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-error.h"

G_DEFINE_QUARK (sat - base - error - quark, sat_base_error)
