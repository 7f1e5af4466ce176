/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-agenda.h"
#include "sat-format.h"

G_BEGIN_DECLS

/* What a reminder says. @due: of SatAgendaItem, at least one. g_free(). */

/* The title of the only one, or how many there are. */
char *sat_reminder_words_title (GPtrArray *due);
/* When and where, and whom it is about; of several a line each. */
char *sat_reminder_words_body (GPtrArray *due, const SatFormat *format);

G_END_DECLS
