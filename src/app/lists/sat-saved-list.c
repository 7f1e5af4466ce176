/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-saved-list.h"

#include <glib/gi18n-lib.h>

#include "sat-condition.h"
#include "sat-edit.h"
#include "sat-filter-json.h"
#include "sat-labels.h"
#include "sat-record-view.h"
#include "sat-settings.h"

struct _SatSavedList {
  GObject parent_instance;
  SatViewInfo info; /* name and type stay, label comes and goes */
  gint64 id;
  SatRegistry *registry; /* keeps the type alive */
  char *view_name, *label, *type_name;
  GPtrArray *conditions; /* SatCondition */
  SatFilter *fixed;
  char *sort;
  char **columns;
  char *words;
  char *state; /* all of it as one text */
};

enum {
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatSavedList, sat_saved_list, G_TYPE_OBJECT)

static char *
make_state (SatFilter *filter, const char *sort, const char *const *columns, const char *words)
{
  g_autofree char *text = filter != NULL ? sat_filter_to_text (filter) : g_strdup ("");
  g_autofree char *joined = g_strjoinv (",", (char **)columns);

  return g_strjoin ("\n", text, sort, joined, *words != '\0' ? words : NULL, NULL);
}

static const SatType *
get_type_of (SatSavedList *self)
{
  return sat_registry_type (self->registry, self->type_name);
}

static SatFilter *
both (SatFilter *first, SatFilter *second)
{
  SatFilter *children[2];

  if (first == NULL || second == NULL)
    return first != NULL ? sat_filter_ref (first) : second != NULL ? sat_filter_ref (second) : NULL;
  children[0] = sat_filter_ref (first);
  children[1] = sat_filter_ref (second);
  return sat_filter_all (children, 2);
}

/* What the settings show, with what they cannot show. */
static SatFilter *
filter_of_settings (GSettings *settings,
                    SatRegistry *registry,
                    const SatType *type,
                    SatFilter *fixed)
{
  g_autoptr (GVariant) kept = g_settings_get_value (settings, SAT_SETTING_FILTERS);
  g_autoptr (GPtrArray) conditions = sat_conditions_from_variant (kept, registry, type);
  g_autoptr (SatFilter) shown = sat_conditions_to_filter (conditions);

  return both (fixed, shown);
}

static char *
dup_words (GSettings *settings)
{
  return g_strstrip (g_settings_get_string (settings, SAT_SETTING_WORDS));
}

static char *
state_of_settings (SatSavedList *self, GSettings *settings)
{
  g_autoptr (SatFilter) filter =
      filter_of_settings (settings, self->registry, get_type_of (self), self->fixed);
  g_autofree char *sort = g_settings_get_string (settings, SAT_SETTING_SORT);
  g_auto (GStrv) columns = g_settings_get_strv (settings, SAT_SETTING_COLUMNS);
  g_autofree char *words = dup_words (settings);

  return make_state (filter, sort, (const char *const *)columns, words);
}

static void
read_filter (SatSavedList *self, const char *text)
{
  g_autoptr (SatFilter) filter =
      text != NULL && *text != '\0' ? sat_filter_parse (text, NULL) : NULL;

  g_clear_pointer (&self->conditions, g_ptr_array_unref);
  g_clear_pointer (&self->fixed, sat_filter_unref);
  self->conditions = sat_conditions_from_filter (filter);
  if (self->conditions != NULL)
    return;
  self->conditions = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_condition_free);
  self->fixed = sat_filter_ref (filter);
}

static void
make_own_state (SatSavedList *self)
{
  g_autoptr (SatFilter) shown = sat_conditions_to_filter (self->conditions);
  g_autoptr (SatFilter) filter = both (self->fixed, shown);

  g_free (self->state);
  self->state = make_state (filter, self->sort, (const char *const *)self->columns, self->words);
}

gboolean
sat_saved_list_update (SatSavedList *self, SatContext *context, SatRecord *record)
{
  const char *label, *columns, *sort, *words;
  g_autofree char *old_state = NULL;
  gboolean renamed;

  g_return_val_if_fail (SAT_IS_SAVED_LIST (self) && SAT_IS_CONTEXT (context), FALSE);
  label = sat_record_get_text (record, "name");
  columns = sat_record_get_text (record, "columns");
  sort = sat_record_get_text (record, "sort");
  words = sat_record_get_text (record, "words");
  renamed = g_strcmp0 (label, self->label) != 0;
  old_state = g_steal_pointer (&self->state);
  g_free (self->label);
  self->label = g_strdup (label != NULL ? label : "");
  self->info.label = self->label;
  g_clear_pointer (&self->registry, sat_registry_unref);
  self->registry = sat_registry_ref (sat_context_get_registry (context));
  g_free (self->sort);
  self->sort = g_strdup (sort != NULL ? sort : "");
  g_free (self->words);
  self->words = g_strdup (words != NULL ? words : "");
  g_strfreev (self->columns);
  self->columns = g_strsplit (columns != NULL ? columns : "", ",", -1);
  read_filter (self, sat_record_get_text (record, "filter"));
  make_own_state (self);
  if (!renamed && g_strcmp0 (old_state, self->state) == 0)
    return FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

SatSavedList *
sat_saved_list_new (SatContext *context, SatRecord *record)
{
  SatSavedList *self;
  g_autofree char *uuid = NULL;
  const char *type_name;
  const SatType *type;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && SAT_IS_RECORD (record), NULL);
  type_name = sat_record_get_text (record, "record_type");
  type = type_name != NULL ? sat_context_get_type_by_name (context, type_name) : NULL;
  if (type == NULL)
    return NULL;
  uuid = sat_uuid_to_string (sat_record_get_uuid (record));
  self = g_object_new (SAT_TYPE_SAVED_LIST, NULL);
  self->id = sat_record_get_id (record);
  self->view_name = g_strconcat (SAT_SAVED_LIST_PREFIX, uuid, NULL);
  self->type_name = g_strdup (type_name);
  self->info = (SatViewInfo){.name = self->view_name,
                             .icon = "sat-list-symbolic",
                             .type = self->type_name,
                             .create = sat_record_view_new,
                             .list = self};
  sat_saved_list_update (self, context, record);
  return self;
}

static void
sat_saved_list_finalize (GObject *object)
{
  SatSavedList *self = SAT_SAVED_LIST (object);

  g_clear_pointer (&self->registry, sat_registry_unref);
  g_clear_pointer (&self->conditions, g_ptr_array_unref);
  g_clear_pointer (&self->fixed, sat_filter_unref);
  g_free (self->view_name);
  g_free (self->label);
  g_free (self->type_name);
  g_free (self->sort);
  g_free (self->words);
  g_strfreev (self->columns);
  g_free (self->state);
  G_OBJECT_CLASS (sat_saved_list_parent_class)->finalize (object);
}

static void
sat_saved_list_class_init (SatSavedListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sat_saved_list_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
sat_saved_list_init (SatSavedList *self)
{
}

gint64
sat_saved_list_get_id (SatSavedList *self)
{
  g_return_val_if_fail (SAT_IS_SAVED_LIST (self), 0);
  return self->id;
}

const char *
sat_saved_list_get_name (SatSavedList *self)
{
  g_return_val_if_fail (SAT_IS_SAVED_LIST (self), NULL);
  return self->label;
}

const SatViewInfo *
sat_saved_list_get_info (SatSavedList *self)
{
  g_return_val_if_fail (SAT_IS_SAVED_LIST (self), NULL);
  return &self->info;
}

SatFilter *
sat_saved_list_get_fixed_filter (SatSavedList *self)
{
  g_return_val_if_fail (SAT_IS_SAVED_LIST (self), NULL);
  return self->fixed;
}

SatQuery *
sat_saved_list_dup_query (SatSavedList *self)
{
  g_autoptr (SatFilter) shown = NULL;
  g_autoptr (SatFilter) filter = NULL;
  SatQuery *query;

  g_return_val_if_fail (SAT_IS_SAVED_LIST (self), NULL);
  shown = sat_conditions_to_filter (self->conditions);
  filter = both (self->fixed, shown);
  query = sat_query_new (self->type_name);
  sat_query_set_filter (query, filter);
  sat_query_set_words (query, self->words);
  return query;
}

void
sat_saved_list_discard (SatSavedList *self, GSettings *settings)
{
  g_return_if_fail (SAT_IS_SAVED_LIST (self) && G_IS_SETTINGS (settings));
  g_settings_set_value (settings, SAT_SETTING_FILTERS,
                        sat_conditions_to_variant (self->conditions));
  g_settings_set_string (settings, SAT_SETTING_SORT, self->sort);
  g_settings_set_strv (settings, SAT_SETTING_COLUMNS, (const char *const *)self->columns);
  g_settings_set_string (settings, SAT_SETTING_WORDS, self->words);
  g_settings_set_string (settings, SAT_SETTING_SAVED, self->state);
}

gboolean
sat_saved_list_adopt (SatSavedList *self, GSettings *settings)
{
  g_autofree char *saved = NULL;

  g_return_val_if_fail (SAT_IS_SAVED_LIST (self) && G_IS_SETTINGS (settings), FALSE);
  saved = g_settings_get_string (settings, SAT_SETTING_SAVED);
  if (g_str_equal (saved, self->state))
    return FALSE;
  sat_saved_list_discard (self, settings);
  return TRUE;
}

gboolean
sat_saved_list_is_changed (SatSavedList *self, GSettings *settings)
{
  g_autofree char *now = NULL;

  g_return_val_if_fail (SAT_IS_SAVED_LIST (self) && G_IS_SETTINGS (settings), FALSE);
  now = state_of_settings (self, settings);
  return !g_str_equal (now, self->state);
}

static void
set_state (SatEntry *entry,
           SatFilter *filter,
           const char *sort,
           const char *const *columns,
           const char *words)
{
  g_autofree char *text = filter != NULL ? sat_filter_to_text (filter) : NULL;
  g_autofree char *joined = g_strjoinv (",", (char **)columns);

  sat_entry_set (entry, "filter", text, NULL);
  sat_entry_set (entry, "sort", sort, NULL);
  sat_entry_set (entry, "columns", joined, NULL);
  sat_entry_set (entry, "words", words, NULL);
}

void
sat_saved_list_create (SatContext *context,
                       const char *name,
                       const char *type_name,
                       GSettings *settings,
                       const char *sort,
                       const char *const *columns,
                       const char *words,
                       SatSavedListCreated created,
                       gpointer owner,
                       gpointer user_data)
{
  SatEntry *entry;
  g_autoptr (SatFilter) filter = NULL;
  g_autofree char *label = NULL;
  g_autofree char *toast = NULL;
  g_autofree char *user = NULL;

  g_return_if_fail (SAT_IS_CONTEXT (context) && name != NULL && type_name != NULL);
  g_return_if_fail (G_IS_SETTINGS (settings) && sort != NULL && columns != NULL);
  g_return_if_fail (words != NULL);
  entry = sat_entry_new (sat_context_get_type_by_name (context, "saved_list"), 0);
  filter = filter_of_settings (settings, sat_context_get_registry (context),
                               sat_context_get_type_by_name (context, type_name), NULL);
  user = sat_context_uuid_text (context, sat_context_get_user (context));
  sat_entry_set (entry, "name", name, NULL);
  sat_entry_set (entry, "record_type", type_name, NULL);
  sat_entry_set (entry, "owner", user, NULL);
  set_state (entry, filter, sort, columns, words);
  /* Translators: an entry of the undo list; %s is the name of a list */
  label = g_strdup_printf (_ ("Save the list “%s”"), name);
  /* Translators: %s is the name of a list */
  toast = g_strdup_printf (_ ("List “%s” saved"), name);
  sat_edit_save (context, entry, label, toast, owner, created, user_data);
}

static SatEntry *
new_entry (SatSavedList *self, SatContext *context)
{
  return sat_entry_new (sat_context_get_type_by_name (context, "saved_list"), self->id);
}

void
sat_saved_list_save (SatSavedList *self, SatContext *context, GSettings *settings)
{
  SatEntry *entry;
  g_autoptr (SatFilter) filter = NULL;
  g_autofree char *sort = NULL;
  g_auto (GStrv) columns = NULL;
  g_autofree char *words = NULL;
  g_autofree char *label = NULL;
  g_autofree char *toast = NULL;

  g_return_if_fail (SAT_IS_SAVED_LIST (self) && G_IS_SETTINGS (settings));
  filter = filter_of_settings (settings, self->registry, get_type_of (self), self->fixed);
  sort = g_settings_get_string (settings, SAT_SETTING_SORT);
  columns = g_settings_get_strv (settings, SAT_SETTING_COLUMNS);
  words = dup_words (settings);
  entry = new_entry (self, context);
  set_state (entry, filter, sort, (const char *const *)columns, words);
  /* Translators: an entry of the undo list; %s is the name of a list */
  label = g_strdup_printf (_ ("Change the list “%s”"), self->label);
  /* Translators: %s is the name of a list */
  toast = g_strdup_printf (_ ("List “%s” saved"), self->label);
  sat_edit_save (context, entry, label, toast, NULL, NULL, NULL);
}

void
sat_saved_list_rename (SatSavedList *self, SatContext *context, const char *name)
{
  SatEntry *entry;
  g_autofree char *label = NULL;
  g_autofree char *toast = NULL;

  g_return_if_fail (SAT_IS_SAVED_LIST (self) && SAT_IS_CONTEXT (context) && name != NULL);
  entry = new_entry (self, context);
  sat_entry_set (entry, "name", name, NULL);
  /* Translators: an entry of the undo list; %s is the name of a list */
  label = g_strdup_printf (_ ("Rename the list “%s”"), self->label);
  /* Translators: %s is the new name of a list */
  toast = g_strdup_printf (_ ("Renamed to “%s”"), name);
  sat_edit_save (context, entry, label, toast, NULL, NULL, NULL);
}
