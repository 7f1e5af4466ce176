/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* A tag to type, and those that are in use to press.
 *
 * Signals: "changed": another text. "commit": Enter. */
#define SAT_TYPE_TAG_PICKER (sat_tag_picker_get_type ())
G_DECLARE_FINAL_TYPE (SatTagPicker, sat_tag_picker, SAT, TAG_PICKER, GtkWidget)

/* @ids: offers the tags of these records, of all of the type if NULL. */
GtkWidget *sat_tag_picker_new (SatContext *context, const char *type_name, GArray *ids);
char *sat_tag_picker_dup_text (SatTagPicker *self); /* without space around; g_free() */
void sat_tag_picker_focus (SatTagPicker *self);

G_END_DECLS
