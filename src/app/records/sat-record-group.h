/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sat-context.h"

G_BEGIN_DECLS

/* A group of rows on a record's page: what belongs to the record. It has a title, a button to add
 * one, and words for none. To be derived from. */
#define SAT_TYPE_RECORD_GROUP (sat_record_group_get_type ())
G_DECLARE_DERIVABLE_TYPE (SatRecordGroup, sat_record_group, SAT, RECORD_GROUP, GtkWidget)

struct _SatRecordGroupClass {
  GtkWidgetClass parent_class;
  /* The button was pressed. */
  void (*add) (SatRecordGroup *self);
};

/* Says whose group it is, once. @reference: by which the rows point to @record, or NULL. @add: what
 * the button does, for people; it is hidden where nothing can be written. */
void sat_record_group_set_up (SatRecordGroup *self,
                              SatContext *context,
                              SatRecord *record,
                              const SatField *reference,
                              const char *title,
                              const char *add);

SatContext *sat_record_group_get_context (SatRecordGroup *self);
SatRecord *sat_record_group_get_record (SatRecordGroup *self);
const SatField *sat_record_group_get_reference (SatRecordGroup *self);
GtkWidget *sat_record_group_get_button (SatRecordGroup *self);

/* GPtrArray of GtkWidget*, as they were added. */
GPtrArray *sat_record_group_get_rows (SatRecordGroup *self);
void sat_record_group_add_row (SatRecordGroup *self, GtkWidget *row);
void sat_record_group_remove_row (SatRecordGroup *self, GtkWidget *row);
/* Shows @form below the rows and hides the button; NULL takes it away. */
void sat_record_group_set_form (SatRecordGroup *self, GtkWidget *form);
/* What is said where there is no row; NULL: there is one. */
void sat_record_group_set_empty (SatRecordGroup *self, const char *words);
/* The word that is said of most. */
const char *sat_record_group_none (void);

G_END_DECLS
