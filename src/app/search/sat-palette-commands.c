/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-palette-commands.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-labels.h"
#include "sat-list-selection.h"
#include "sat-query.h"
#include "sat-record-table.h"
#include "sat-saved-list.h"
#include "sat-settings-window.h"
#include "sat-settings.h"

#define MOST_LISTS 100

/* What has to be so. */
typedef enum {
  ALWAYS = 0,
  WRITES = 1 << 0,    /* the file may be written */
  DETAILS = 1 << 1,   /* a record is shown beside the view */
  LIST = 1 << 2,      /* the view is a list */
  TABLE = 1 << 3,     /* and shown as a table */
  SAVED = 1 << 4,     /* it is a saved list */
  CHANGED = 1 << 5,   /* that differs from what is saved */
  ONE = 1 << 6,       /* a row is selected */
  SOME = 1 << 7,      /* rows are selected */
  MANY = 1 << 8,      /* several are */
  CARD = 1 << 9,      /* a deal is selected that is no row; its id is the parameter */
  OWNED = 1 << 10,    /* the records of the view have owners */
  TAGGED = 1 << 11,   /* and tags */
  CALENDAR = 1 << 12, /* the view is the calendar */
} Condition;

/* The keys are those of the application; those that are no accelerators of it stand here. */
static const struct {
  const char *action;
  const char *label;
  const char *icon;
  const char *words;
  guint conditions;
  const char *keys;
} commands[] = {
    {"win.log-call", N_ ("Log a Call"), "sat-call-symbolic", NC_ ("search", "phone rang"), WRITES,
     NULL},
    {"win.add-activity::task", N_ ("Add a Task"), "sat-task-symbolic",
     NC_ ("search", "to do reminder"), WRITES, NULL},
    {"win.add-activity::meeting", N_ ("Plan a Meeting"), "sat-meeting-symbolic",
     NC_ ("search", "appointment calendar"), WRITES, NULL},
    {"win.add-activity::visit", N_ ("Plan a Visit"), "sat-visit-symbolic",
     NC_ ("search", "appointment calendar"), WRITES, NULL},
    {"win.undo", N_ ("Undo the Last Change"), "edit-undo-symbolic", NULL, WRITES, "<Control>z"},
    {"win.redo", N_ ("Redo"), "edit-redo-symbolic", NULL, WRITES, "<Shift><Control>z"},
    {"win.filter", N_ ("Filter the List"), "sat-filter-symbolic", NC_ ("search", "find"), ALWAYS,
     NULL},
    {"list.save", N_ ("Save the Changed List"), "sat-list-symbolic", NULL, WRITES | LIST | CHANGED,
     NULL},
    {"list.discard", N_ ("Drop the Changes of the List"), "sat-list-symbolic", NULL, LIST | CHANGED,
     NULL},
    {"list.save-as", N_ ("Save as a List"), "sat-list-symbolic",
     NC_ ("search", "filter view new saved"), WRITES | LIST, NULL},
    {"list.rename", N_ ("Rename the List"), "sat-list-symbolic", NC_ ("search", "saved view"),
     WRITES | LIST | SAVED, NULL},
    {"list.delete", N_ ("Delete the List"), "sat-list-symbolic",
     NC_ ("search", "saved view remove"), WRITES | LIST | SAVED, NULL},
    {"table.choose-columns", N_ ("Choose Columns"), "sat-columns-symbolic",
     NC_ ("search", "fields show hide order"), LIST | TABLE, NULL},
    {"list.descending", N_ ("Turn the Order Round"), "view-sort-descending-symbolic",
     NC_ ("search", "sort ascending descending"), LIST | TABLE, NULL},
    {"list.export", N_ ("Export the List"), "document-save-symbolic",
     NC_ ("search", "file save csv vcard json spreadsheet"), LIST, NULL},
    {"list.print", N_ ("Print the List"), "printer-symbolic", NC_ ("search", "paper pdf"), LIST,
     NULL},
    {"table.select-all", N_ ("Select All Rows"), "edit-select-all-symbolic", NULL, LIST | TABLE,
     "<Control>a"},
    {"table.unselect-all", N_ ("Select Nothing"), "edit-select-all-symbolic", NULL,
     LIST | TABLE | MANY, "Escape"},
    {"table.open", N_ ("Open the Record"), "document-open-symbolic", NULL, LIST | TABLE | ONE,
     "Return"},
    {"table.edit", N_ ("Edit the Record"), "document-edit-symbolic", NC_ ("search", "change"),
     WRITES | LIST | TABLE | ONE, "F2"},
    {"table.edit-many", N_ ("Edit a Field of All Selected"), "document-edit-symbolic",
     NC_ ("search", "bulk change many mass"), WRITES | LIST | TABLE | MANY, "F2"},
    {"table.change-owner", N_ ("Change the Owner"), "sat-people-symbolic",
     NC_ ("search", "bulk assign give"), WRITES | LIST | TABLE | SOME | OWNED, NULL},
    {"table.add-tag", N_ ("Add a Tag"), "list-add-symbolic", NC_ ("search", "bulk label"),
     WRITES | LIST | TABLE | SOME | TAGGED, NULL},
    {"table.remove-tag", N_ ("Remove a Tag"), "list-remove-symbolic", NC_ ("search", "bulk label"),
     WRITES | LIST | TABLE | SOME | TAGGED, NULL},
    {"table.copy", N_ ("Copy the Selected"), "edit-copy-symbolic", NC_ ("search", "clipboard"),
     LIST | TABLE | SOME, "<Control>c"},
    {"table.delete", N_ ("Delete the Selected"), "user-trash-symbolic", NC_ ("search", "remove"),
     WRITES | LIST | TABLE | SOME, "Delete"},
    {"deal.edit", N_ ("Edit the Record"), "document-edit-symbolic", NC_ ("search", "change"),
     WRITES | LIST | CARD, "F2"},
    {"deal.change-owner", N_ ("Change the Owner"), "sat-people-symbolic",
     NC_ ("search", "bulk assign give"), WRITES | LIST | CARD, NULL},
    {"deal.add-tag", N_ ("Add a Tag"), "list-add-symbolic", NC_ ("search", "bulk label"),
     WRITES | LIST | CARD, NULL},
    {"deal.remove-tag", N_ ("Remove a Tag"), "list-remove-symbolic", NC_ ("search", "bulk label"),
     WRITES | LIST | CARD, NULL},
    {"deal.copy", N_ ("Copy the Selected"), "edit-copy-symbolic", NC_ ("search", "clipboard"),
     LIST | CARD, "<Control>c"},
    {"calendar.today", N_ ("Go to Today"), "sat-calendar-symbolic", NC_ ("search", "now present"),
     CALENDAR, "t"},
    {"calendar.go-to", N_ ("Go to a Date"), "sat-calendar-symbolic",
     NC_ ("search", "jump day month"), CALENDAR, "<Control>g"},
    {"calendar.previous", N_ ("Earlier in the Calendar"), "go-previous-symbolic",
     NC_ ("search", "previous back week"), CALENDAR, "k"},
    {"calendar.next", N_ ("Later in the Calendar"), "go-next-symbolic",
     NC_ ("search", "next forward week"), CALENDAR, "j"},
    {"calendar.way::day", N_ ("Show a Day"), "sat-day-symbolic", NC_ ("search", "calendar"),
     CALENDAR, "d"},
    {"calendar.way::week", N_ ("Show a Week"), "sat-week-symbolic", NC_ ("search", "calendar"),
     CALENDAR, "w"},
    {"calendar.way::month", N_ ("Show a Month"), "sat-month-symbolic", NC_ ("search", "calendar"),
     CALENDAR, "m"},
    {"calendar.way::agenda", N_ ("Show the Agenda"), "view-list-symbolic",
     NC_ ("search", "calendar list"), CALENDAR, "a"},
    {"calendar.full-day", N_ ("All Hours or the Working Hours"), "sat-full-day-symbolic",
     NC_ ("search", "night evening day"), CALENDAR, "h"},
    {"calendar.choose-people", N_ ("Choose Whose Calendar Is Shown"), "sat-people-symbolic",
     NC_ ("search", "colleagues team users"), CALENDAR, "p"},
    {"calendar.focus-tasks", N_ ("Tasks to Schedule"), "sat-task-symbolic",
     NC_ ("search", "unscheduled plan"), CALENDAR, "u"},
    {"win.edit-details", N_ ("Edit the Shown Record"), "document-edit-symbolic",
     NC_ ("search", "change"), WRITES | DETAILS, "F2"},
    {"details.add-note", N_ ("Add a Note"), "sat-note-symbolic", NC_ ("search", "remark write"),
     WRITES | DETAILS, NULL},
    {"details.merge", N_ ("Merge the Shown Record With Another"), "sat-merge-symbolic",
     NC_ ("search", "duplicate double same combine"), WRITES | DETAILS, NULL},
    {"details.delete", N_ ("Delete the Shown Record"), "user-trash-symbolic",
     NC_ ("search", "remove"), WRITES | DETAILS, NULL},
    {"win.close-details", N_ ("Close the Details"), "sidebar-show-right-symbolic", NULL, DETAILS,
     "Escape"},
    {"win.import", N_ ("Import Files"), "sat-import-symbolic",
     NC_ ("search", "csv vcard vcf spreadsheet load bring"), WRITES, NULL},
    {"win.show-deleted", N_ ("Deleted Records"), "user-trash-symbolic",
     NC_ ("search", "restore undelete bin trash"), ALWAYS, NULL},
    {"win.show-sync", N_ ("Sync"), "view-refresh-symbolic",
     NC_ ("search", "server conflicts queue refused sign in account"), ALWAYS, NULL},
    {"win.sync-now", N_ ("Sync Now"), "view-refresh-symbolic", NC_ ("search", "send receive"),
     ALWAYS, NULL},
    {"win.settings('')", N_ ("Settings"), "emblem-system-symbolic",
     NC_ ("search", "preferences options stages fields users"), ALWAYS, NULL},
    {"win.show-help-overlay", N_ ("Keyboard Shortcuts"), "input-keyboard-symbolic",
     NC_ ("search", "keys help"), ALWAYS, NULL},
    {"app.about", N_ ("About Satchel"), "help-about-symbolic", NC_ ("search", "version"), ALWAYS,
     NULL},
    {"window.close", N_ ("Close the Window"), "window-close-symbolic", NULL, ALWAYS, NULL},
    {"app.quit", N_ ("Quit"), "application-exit-symbolic", NC_ ("search", "exit"), ALWAYS, NULL},
};

/* By what the pages of the settings are found besides their names. */
static const struct {
  const char *page, *words;
} page_words[] = {
    {"workspace", NC_ ("search", "company currency rates fiscal year week")},
    {"pipelines", NC_ ("search", "stages probability deals")},
    {"fields", NC_ ("search", "custom columns new")},
    {"people", NC_ ("search", "users managers teams territories me")},
    {"products", NC_ ("search", "prices")},
    {"calendar", NC_ ("search", "working hours days holidays reminders week")},
    {"appearance", NC_ ("search", "dark light theme density looks")},
    {"backups", NC_ ("search", "back up restore save copy")},
};

static const char *const made[] = {"contact", "company", "opportunity", "activity", "product"};

static char *
keys_label (const char *keys)
{
  guint key;
  GdkModifierType modifiers;

  if (keys == NULL || !gtk_accelerator_parse (keys, &key, &modifiers))
    return NULL;
  return gtk_accelerator_get_label (key, modifiers);
}

static char *
keys_of (const char *action)
{
  GApplication *application = g_application_get_default ();
  g_auto (GStrv) keys = NULL;

  if (!GTK_IS_APPLICATION (application))
    return NULL;
  keys = gtk_application_get_accels_for_action (GTK_APPLICATION (application), action);
  return keys_label (keys[0]);
}

static SatPaletteItem *
add (GPtrArray *items, const char *group, const char *icon, const char *title, const char *action)
{
  SatPaletteItem *item = sat_palette_item_new (group, icon, title);

  item->action = g_strdup (action);
  item->accel = keys_of (action);
  g_ptr_array_add (items, item);
  return item;
}

static void
add_views (GPtrArray *items)
{
  guint n;
  const SatViewInfo *infos = sat_views (&n);

  for (guint i = 0; i < n; i++) {
    g_autofree char *action = g_strconcat ("win.show-view::", infos[i].name, NULL);
    /* Translators: a command; %s is the name of a view, such as Contacts */
    g_autofree char *title = g_strdup_printf (_ ("Go to %s"), _ (infos[i].label));
    g_autofree char *keys = i < 9 ? g_strdup_printf ("<Control>%u", i + 1) : NULL;
    SatPaletteItem *item = add (items, _ ("Views"), infos[i].icon, title, action);

    item->words = _ (infos[i].label);
    if (item->accel == NULL)
      item->accel = keys_label (keys);
  }
}

static void
add_lists (GPtrArray *items, SatContext *context)
{
  g_autoptr (SatQuery) query = sat_query_new ("saved_list");
  SatReader *reader = sat_context_get_reader (context);
  g_autoptr (GArray) ids = NULL;

  sat_query_add_sort (query, "name", FALSE);
  ids = sat_query_page (query, reader, 0, MOST_LISTS, NULL);
  for (guint i = 0; ids != NULL && i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);
    g_autoptr (SatRecord) list = sat_reader_load (reader, id, NULL);
    const char *name = list != NULL ? sat_record_get_text (list, "record_type") : NULL;
    const SatType *type = name != NULL ? sat_context_get_type_by_name (context, name) : NULL;
    SatPaletteItem *item;

    if (type == NULL || sat_views_for_type (name) == NULL)
      continue;
    item = add (items, _ ("Saved Lists"), sat_labels_icon (type), sat_record_get_title (list),
                "win.show-list");
    g_free (item->action);
    item->action = g_strdup_printf ("win.show-list(int64 %" G_GINT64_FORMAT ")", id);
    item->detail = g_strdup (sat_labels_plural (type));
  }
}

/* Ctrl+N makes what the view shows. */
static void
add_new (GPtrArray *items, SatContext *context, const SatPaletteScope *scope)
{
  const char *shown = scope->view != NULL ? sat_view_get_type_name (scope->view) : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (made); i++) {
    const SatType *type = sat_context_get_type_by_name (context, made[i]);
    g_autofree char *action = g_strdup_printf ("win.new-record(('%s', @a{ss} {}))", made[i]);
    SatPaletteItem *item =
        add (items, _ ("Commands"), sat_labels_icon (type), sat_labels_new (type), action);

    item->words = _ ("add create");
    if (g_strcmp0 (made[i], shown) == 0)
      item->accel = keys_of ("win.new");
  }
}

static void
add_settings (GPtrArray *items)
{
  guint n;
  const SatSettingsPageInfo *pages = sat_settings_pages (&n);

  for (guint i = 0; i < n; i++) {
    g_autofree char *action = g_strdup_printf ("win.settings('%s')", pages[i].name);
    /* Translators: a command; %s is a page of the settings, such as People */
    g_autofree char *title = g_strdup_printf (_ ("Settings: %s"), _ (pages[i].label));
    SatPaletteItem *item = add (items, _ ("Settings"), pages[i].icon, title, action);

    for (guint k = 0; k < G_N_ELEMENTS (page_words); k++)
      if (g_str_equal (page_words[k].page, pages[i].name))
        item->words = g_dpgettext2 (NULL, "search", page_words[k].words);
  }
}

static guint
conditions_of_list (SatContext *context, const SatPaletteScope *scope)
{
  GtkWidget *table = sat_view_get_table (scope->view);
  const char *name = sat_view_get_type_name (scope->view);
  const SatType *type = name != NULL ? sat_context_get_type_by_name (context, name) : NULL;
  guint has = LIST, n = 0;

  if (table != NULL) {
    GtkSelectionModel *selection = sat_record_table_get_selection (SAT_RECORD_TABLE (table));

    n = sat_list_selection_get_size (SAT_LIST_SELECTION (selection));
    has |= TABLE | (n == 1 ? ONE : 0) | (n > 0 ? SOME : 0) | (n > 1 ? MANY : 0);
  } else if (sat_view_get_selected (scope->view) != 0) {
    has |= CARD;
  }
  if (type != NULL && sat_type_field (type, "owner") != NULL)
    has |= OWNED;
  if (type != NULL && sat_type_field (type, "tags") != NULL)
    has |= TAGGED;
  if (scope->info != NULL && scope->info->list != NULL) {
    g_autoptr (GSettings) settings = sat_settings_for_view (scope->info->name);

    has |= SAVED | (sat_saved_list_is_changed (scope->info->list, settings) ? CHANGED : 0);
  }
  return has;
}

static guint
conditions_of (SatContext *context, const SatPaletteScope *scope)
{
  guint has = sat_store_is_read_only (sat_context_get_store (context)) ? 0 : WRITES;

  if (scope->record != 0)
    has |= DETAILS;
  if (scope->info != NULL && g_str_equal (scope->info->name, "calendar"))
    has |= CALENDAR;
  if (scope->view != NULL && sat_view_is_list (scope->view))
    has |= conditions_of_list (context, scope);
  return has;
}

static void
add_commands (GPtrArray *items, const SatPaletteScope *scope, guint has)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    SatPaletteItem *item;

    if ((commands[i].conditions & has) != commands[i].conditions)
      continue;
    item = add (items, _ ("Commands"), commands[i].icon, _ (commands[i].label), commands[i].action);
    if (commands[i].conditions & CARD) {
      g_free (item->action);
      item->action = g_strdup_printf ("%s(int64 %" G_GINT64_FORMAT ")", commands[i].action,
                                      sat_view_get_selected (scope->view));
    }
    if (commands[i].words != NULL)
      item->words = g_dpgettext2 (NULL, "search", commands[i].words);
    if (item->accel == NULL)
      item->accel = keys_label (commands[i].keys);
  }
}

GPtrArray *
sat_palette_commands (SatContext *context, const SatPaletteScope *scope)
{
  GPtrArray *items;
  guint has;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && scope != NULL, NULL);
  items = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_palette_item_free);
  has = conditions_of (context, scope);
  add_views (items);
  add_lists (items, context);
  if (has & WRITES)
    add_new (items, context, scope);
  add_commands (items, scope, has);
  add_settings (items);
  return items;
}

gboolean
sat_palette_knows (const char *action)
{
  gsize length;

  g_return_val_if_fail (action != NULL, FALSE);
  length = strlen (action);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strncmp (commands[i].action, action, length) == 0 &&
        !g_ascii_isalnum (commands[i].action[length]) && commands[i].action[length] != '-')
      return TRUE;
  return FALSE;
}
