/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-field-editor.h"

G_BEGIN_DECLS

/* Texts of several lines; Ctrl+Enter saves. */
#define SAT_TYPE_LONG_TEXT_EDITOR (sat_long_text_editor_get_type ())
G_DECLARE_FINAL_TYPE (
    SatLongTextEditor, sat_long_text_editor, SAT, LONG_TEXT_EDITOR, SatFieldEditor)

G_END_DECLS
