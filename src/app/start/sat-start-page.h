/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* First start: the ways in that work, and the form of an empty workspace.
 *
 * Signals:
 * "create" (const char *name, const char *company, const char *currency): start empty
 * "demo": explore with sample data
 * "sign-in": a file that a server fills */
#define SAT_TYPE_START_PAGE (sat_start_page_get_type ())
G_DECLARE_FINAL_TYPE (SatStartPage, sat_start_page, SAT, START_PAGE, AdwBin)

/* What the form says at first. */
void sat_start_page_set_currency (SatStartPage *self, const char *currency);
/* What comes after the form; NULL: nothing. */
void sat_start_page_set_note (SatStartPage *self, const char *note);
/* Goes to the form of an empty workspace. */
void sat_start_page_show_form (SatStartPage *self);

G_END_DECLS
