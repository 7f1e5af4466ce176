/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-field-editor.h"

G_BEGIN_DECLS

/* Texts of one line, numbers, money; a set as words between commas. */
#define SAT_TYPE_TEXT_EDITOR (sat_text_editor_get_type ())
G_DECLARE_FINAL_TYPE (SatTextEditor, sat_text_editor, SAT, TEXT_EDITOR, SatFieldEditor)

G_END_DECLS
