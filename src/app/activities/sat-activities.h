/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Calls, meetings, visits and tasks: the view that lists them, the line that shows one wherever it
 * stands, ticking off, and logging a call in two keys. What is due is said by a word and a colour
 * (SatActivityFace). */

#pragma once

#include "sat-activities-view.h"
#include "sat-activity-row.h"
