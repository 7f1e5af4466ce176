/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The calendar. SatCalendarDays (hours of some days) and SatCalendarMonth (six weeks) draw events
 * and ask for changes; both are a SatCalendarGrid and know nothing of the store. */

#pragma once

#include "sat-calendar-days.h"
#include "sat-calendar-month.h"
