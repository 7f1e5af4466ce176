/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The view on start-up: the appointments of the day, tasks that wait, deals that need somebody with
 * the reasons, how far the quota is, and what colleagues changed. SatTodayRead reads all of it in
 * the background, SatTodayView shows it. */

#pragma once

#include "sat-today-view.h"
