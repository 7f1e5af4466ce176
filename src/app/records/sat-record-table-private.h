/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-record-table.h"
#include "sat-selection-bar.h"

G_BEGIN_DECLS

/* Shared by sat-record-table.c, sat-record-table-actions.c and sat-record-table-many.c. */
struct _SatRecordTable {
  GtkWidget parent_instance;

  SatContext *context;
  char *type_name;
  GSettings *settings;
  SatListModel *model;
  SatListSelection *selection;
  SatRecordColumns *columns;
  SatFilter *filter;
  char *words;
  gboolean begun; /* the first query is on its way */

  GtkStack *stack;
  GtkColumnView *view;
  AdwStatusPage *empty_page;
  GtkWidget *new_button;
  AdwButtonContent *new_content;
  AdwStatusPage *error_page;
  GtkWidget *menu;
  SatSelectionBar *bar;

  guint selected_timeout;
  gboolean keeps_focus; /* rows that go do not take it along */
  guint refocus_frames;
  gint64 wanted; /* to be selected as soon as the list has it */
};

void sat_record_table_install_actions (GtkWidgetClass *klass);
void sat_record_table_install_many (GtkWidgetClass *klass);
/* Rows have gone: the focus that was in the table stays there. */
void sat_record_table_refocus (SatRecordTable *self);
void sat_record_table_add_controllers (SatRecordTable *self);
void sat_record_table_update_actions (SatRecordTable *self);
const SatType *sat_record_table_get_type_of (SatRecordTable *self);
/* The only selected record, 0 if none or several. */
gint64 sat_record_table_get_single (SatRecordTable *self);

G_END_DECLS
