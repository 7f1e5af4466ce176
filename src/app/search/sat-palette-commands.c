/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-palette-commands.h"

#include <glib/gi18n-lib.h>

#include "sat-labels.h"
#include "sat-query.h"
#include "sat-views.h"

#define MOST_LISTS 100

typedef enum {
  ALWAYS,
  WRITES,  /* if the file may be written */
  DETAILS, /* if a record is shown */
  EDITS,   /* both */
} Condition;

/* The keys are those of the application; those that are no accelerators of it stand here. */
static const struct {
  const char *action;
  const char *label;
  const char *icon;
  const char *words;
  Condition condition;
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
    {"win.edit-details", N_ ("Edit the Record"), "document-edit-symbolic", NULL, EDITS, "F2"},
    {"win.close-details", N_ ("Close the Details"), "sidebar-show-right-symbolic", NULL, DETAILS,
     "Escape"},
    {"win.import", N_ ("Import Files"), "sat-import-symbolic", "csv vcard vcf", WRITES, NULL},
    {"win.settings('')", N_ ("Settings"), "emblem-system-symbolic",
     NC_ ("search", "preferences options stages fields users"), ALWAYS, NULL},
    {"win.show-help-overlay", N_ ("Keyboard Shortcuts"), "input-keyboard-symbolic", NULL, ALWAYS,
     NULL},
    {"app.about", N_ ("About Satchel"), "help-about-symbolic", NC_ ("search", "version"), ALWAYS,
     NULL},
    {"window.close", N_ ("Close the Window"), "window-close-symbolic", NULL, ALWAYS, NULL},
    {"app.quit", N_ ("Quit"), "application-exit-symbolic", NC_ ("search", "exit"), ALWAYS, NULL},
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

static void
add_new (GPtrArray *items, SatContext *context)
{
  for (guint i = 0; i < G_N_ELEMENTS (made); i++) {
    const SatType *type = sat_context_get_type_by_name (context, made[i]);
    g_autofree char *action = g_strdup_printf ("win.new-record(('%s', @a{ss} {}))", made[i]);

    add (items, _ ("Commands"), sat_labels_icon (type), sat_labels_new (type), action)->words =
        _ ("add create");
  }
}

GPtrArray *
sat_palette_commands (SatContext *context, gboolean details)
{
  GPtrArray *items;
  gboolean writes;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  items = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_palette_item_free);
  writes = !sat_store_is_read_only (sat_context_get_store (context));
  add_views (items);
  add_lists (items, context);
  if (writes)
    add_new (items, context);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    Condition condition = commands[i].condition;
    SatPaletteItem *item;

    if ((!writes && (condition == WRITES || condition == EDITS)) ||
        (!details && (condition == DETAILS || condition == EDITS)))
      continue;
    item = add (items, _ ("Commands"), commands[i].icon, _ (commands[i].label), commands[i].action);
    if (commands[i].words != NULL)
      item->words = g_dpgettext2 (NULL, "search", commands[i].words);
    if (item->accel == NULL)
      item->accel = keys_label (commands[i].keys);
  }
  return items;
}
