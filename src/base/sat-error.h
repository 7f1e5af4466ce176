/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SatBaseError:
 * @SAT_BASE_ERROR_INVALID: the text is not of the expected form.
 * @SAT_BASE_ERROR_RANGE: the form is right but the value does not fit.
 */
typedef enum {
  SAT_BASE_ERROR_INVALID,
  SAT_BASE_ERROR_RANGE,
} SatBaseError;

#define SAT_BASE_ERROR (sat_base_error_quark ())
GQuark sat_base_error_quark (void);

G_END_DECLS
