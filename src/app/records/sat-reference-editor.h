/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-field-editor.h"

G_BEGIN_DECLS

/* A record of the type that a reference points to, found while typing. */
#define SAT_TYPE_REFERENCE_EDITOR (sat_reference_editor_get_type ())
G_DECLARE_FINAL_TYPE (
    SatReferenceEditor, sat_reference_editor, SAT, REFERENCE_EDITOR, SatFieldEditor)

G_END_DECLS
