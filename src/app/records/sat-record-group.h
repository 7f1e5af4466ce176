/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sat-context.h"

G_BEGIN_DECLS

/* A group of rows on a record's page: what points to the record by one reference. It has a title, a
 * button to add one, and the word for none. To be derived from. */
#define SAT_TYPE_RECORD_GROUP (sat_record_group_get_type ())
G_DECLARE_DERIVABLE_TYPE (SatRecordGroup, sat_record_group, SAT, RECORD_GROUP, GtkWidget)

struct _SatRecordGroupClass {
  GtkWidgetClass parent_class;
  /* The button was pressed. */
  void (*add) (SatRecordGroup *self);
};

/* Says whose group it is, once. @add: what the button does, for people; it is hidden where nothing
 * can be written. */
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
/* Says that there is nothing, or no longer. */
void sat_record_group_set_empty (SatRecordGroup *self, gboolean empty);

G_END_DECLS
