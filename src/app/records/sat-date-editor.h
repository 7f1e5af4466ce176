/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-field-editor.h"

G_BEGIN_DECLS

/* Dates and instants: typed, or picked from a calendar. */
#define SAT_TYPE_DATE_EDITOR (sat_date_editor_get_type ())
G_DECLARE_FINAL_TYPE (SatDateEditor, sat_date_editor, SAT, DATE_EDITOR, SatFieldEditor)

G_END_DECLS
