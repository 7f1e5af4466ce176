/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* Edits one value of a field. Each kind has its own class; all are made by sat_field_editor_new().
 *
 * Signals:
 * "changed": the person typed or chose
 * "commit": Enter, or a choice that needs no Enter
 * "cancel": Escape */
#define SAT_TYPE_FIELD_EDITOR (sat_field_editor_get_type ())
G_DECLARE_DERIVABLE_TYPE (SatFieldEditor, sat_field_editor, SAT, FIELD_EDITOR, GtkWidget)

struct _SatFieldEditorClass {
  GtkWidgetClass parent_class;

  /* Makes the child; called once, context and field are set. */
  void (*build) (SatFieldEditor *self);
  /* Shows a value; @title: of the record that a reference points to. */
  void (*show) (SatFieldEditor *self, const SatValue *value, const char *title);
  /* What is there now. FALSE: the text does not fit, @error says why. */
  gboolean (*read) (SatFieldEditor *self, SatValue *out, GError **error);
  /* The text that would be lost, for drafts; NULL if the kind has none. g_free(). */
  char *(*get_draft) (SatFieldEditor *self);
  void (*set_draft) (SatFieldEditor *self, const char *text);
};

/* An editor for @field. @currency: the code that money is in, NULL for the workspace's. */
GtkWidget *sat_field_editor_new (SatContext *context, const SatField *field, const char *currency);

void sat_field_editor_set_value (SatFieldEditor *self, const SatValue *value, const char *title);
/* The value that was set last. */
const SatValue *sat_field_editor_get_original (SatFieldEditor *self);
/* Sets are texts, a line each. */
gboolean sat_field_editor_read (SatFieldEditor *self, SatValue *out, GError **error);
/* The value differs from what was set, or cannot be read. */
gboolean sat_field_editor_is_dirty (SatFieldEditor *self);
char *sat_field_editor_get_draft (SatFieldEditor *self);
void sat_field_editor_set_draft (SatFieldEditor *self, const char *text);
/* The code that money is in from now on. */
void sat_field_editor_set_currency (SatFieldEditor *self, const char *currency);
/* Moves the focus in, all text selected. */
void sat_field_editor_focus (SatFieldEditor *self);
/* What a screen reader calls it, instead of the name of the field. */
void sat_field_editor_set_name (SatFieldEditor *self, const char *name);
/* Marks the editor as wrong and says why to a screen reader; NULL: right again. */
void sat_field_editor_set_error (SatFieldEditor *self, const char *message);
/* Says something else about the field to a screen reader, which an error outdoes; NULL: nothing. */
void sat_field_editor_set_note (SatFieldEditor *self, const char *note);
/* A choice is saved as soon as it is made; texts wait for Enter. */
gboolean sat_field_editor_is_choice (SatFieldEditor *self);

/* For the classes. */
SatContext *sat_field_editor_get_context (SatFieldEditor *self);
const SatField *sat_field_editor_get_field (SatFieldEditor *self);
const char *sat_field_editor_get_currency (SatFieldEditor *self);
/* @widget is named after the field and takes the focus. */
void sat_field_editor_set_child (SatFieldEditor *self, GtkWidget *child, GtkWidget *widget);
void sat_field_editor_changed (SatFieldEditor *self);
void sat_field_editor_commit (SatFieldEditor *self);
void sat_field_editor_cancel (SatFieldEditor *self);

G_END_DECLS
