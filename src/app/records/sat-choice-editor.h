/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-field-editor.h"

G_BEGIN_DECLS

/* One of a list: choices, yes or no, currencies. */
#define SAT_TYPE_CHOICE_EDITOR (sat_choice_editor_get_type ())
G_DECLARE_FINAL_TYPE (SatChoiceEditor, sat_choice_editor, SAT, CHOICE_EDITOR, SatFieldEditor)

G_END_DECLS
