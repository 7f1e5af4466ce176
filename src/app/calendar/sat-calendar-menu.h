/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-agenda.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What can be done with an activity in the calendar. @writes: the file can be written to. */
GMenu *sat_calendar_menu_new (const SatAgendaItem *item, gboolean writes);
/* The same of empty room. */
GMenu *sat_calendar_menu_new_for_room (gboolean writes);

G_END_DECLS
