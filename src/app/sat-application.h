/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-app-types.h"

G_BEGIN_DECLS

#define SAT_TYPE_APPLICATION (sat_application_get_type ())
G_DECLARE_FINAL_TYPE (SatApplication, sat_application, SAT, APPLICATION, AdwApplication)

SatApplication *sat_application_new (void);
/* What the program should leave with if it ran well otherwise: 1 after a tour that failed. */
int sat_application_get_status (SatApplication *self);

G_END_DECLS
