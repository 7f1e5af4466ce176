/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-query.h"
#include "sat-views.h"

G_BEGIN_DECLS

/* A list that someone has saved: a view of the window made of a record. Its filter, columns and
 * sort are kept as settings while the person works with it, so that what is changed there can be
 * saved or dropped; the record wins whenever it is changed.
 *
 * Signal "changed": the record has another name or says something else. */
#define SAT_TYPE_SAVED_LIST (sat_saved_list_get_type ())
G_DECLARE_FINAL_TYPE (SatSavedList, sat_saved_list, SAT, SAVED_LIST, GObject)

/* NULL if its type is unknown here or has no list. */
SatSavedList *sat_saved_list_new (SatContext *context, SatRecord *record);
/* FALSE: nothing that shows is different. */
gboolean sat_saved_list_update (SatSavedList *self, SatContext *context, SatRecord *record);

gint64 sat_saved_list_get_id (SatSavedList *self);
const char *sat_saved_list_get_name (SatSavedList *self);
/* For the window; lives as long as the list. */
const SatViewInfo *sat_saved_list_get_info (SatSavedList *self);
/* What chips cannot show of the filter; NULL if they show all of it. */
SatFilter *sat_saved_list_get_fixed_filter (SatSavedList *self);

/* What it lists, as it is saved, in no order. */
SatQuery *sat_saved_list_dup_query (SatSavedList *self);

/* The names of these views begin with it. */
#define SAT_SAVED_LIST_PREFIX "list-"

/* Makes @settings what the record says, unless they are changes to it. TRUE: they differ now. */
gboolean sat_saved_list_adopt (SatSavedList *self, GSettings *settings);
/* The same, and drops the changes. */
void sat_saved_list_discard (SatSavedList *self, GSettings *settings);
/* Are the settings changes to the record? */
gboolean sat_saved_list_is_changed (SatSavedList *self, GSettings *settings);

typedef void (*SatSavedListCreated) (gint64 id, const GError *error, gpointer user_data);

/* Writes what @settings filter as a new list called @name. @sort, @columns and @words are what is
 * shown.
 * @created and @owner may be NULL. */
void sat_saved_list_create (SatContext *context,
                            const char *name,
                            const char *type_name,
                            GSettings *settings,
                            const char *sort,
                            const char *const *columns,
                            const char *words,
                            SatSavedListCreated created,
                            gpointer owner,
                            gpointer user_data);
/* Writes what @settings say into the list. */
void sat_saved_list_save (SatSavedList *self, SatContext *context, GSettings *settings);
void sat_saved_list_rename (SatSavedList *self, SatContext *context, const char *name);

G_END_DECLS
