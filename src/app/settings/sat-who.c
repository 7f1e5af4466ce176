/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-who.h"

#include <glib/gi18n-lib.h>

#include "sat-choice-popover.h"
#include "sat-query.h"
#include "sat-search.h"

/* The rest is found by typing. */
#define MOST_PEOPLE 200
#define MORE_HITS 20

static void
become_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (sat_store_set_current_user (source, *(gint64 *)data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
became_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SatContext) context = user_data;
  g_autoptr (GError) error = NULL;
  SatStoreNews news = {0};
  g_autofree char *message = NULL;
  const char *name;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    sat_context_say (context, error->message);
    return;
  }
  name = sat_reader_title (sat_context_get_reader (context), sat_context_get_user (context));
  /* Translators: %s is a person */
  message = g_strdup_printf (_ ("You are %s now"), name);
  sat_context_say (context, message);
  g_signal_emit_by_name (context, "changed", &news);
}

/* Off the main thread: an import may be writing. */
void
sat_who_become (SatContext *context, gint64 user)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SAT_IS_CONTEXT (context) && user != 0);
  task = g_task_new (sat_context_get_store (context), NULL, became_cb, g_object_ref (context));
  g_task_set_task_data (task, g_memdup2 (&user, sizeof user), g_free);
  g_task_run_in_thread (task, become_thread);
}

static void
add_person (GPtrArray *items, gint64 id, const char *name)
{
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  g_ptr_array_add (items, sat_choice_item_new (key, name, FALSE));
}

static GPtrArray *
list_people (SatContext *context)
{
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_choice_item_free);
  SatReader *reader = sat_context_get_reader (context);
  g_autoptr (SatQuery) query = sat_query_new ("user");
  g_autoptr (SatFilter) active = sat_filter_not (sat_filter_test1 ("active", SAT_OP_IS, "false"));
  g_autoptr (GArray) ids = NULL;

  sat_query_set_filter (query, active);
  sat_query_add_sort (query, "name", FALSE);
  ids = sat_query_page (query, reader, 0, MOST_PEOPLE, NULL);
  for (guint i = 0; ids != NULL && i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);

    add_person (items, id, sat_reader_title (reader, id));
  }
  return items;
}

static GPtrArray *
search_cb (const char *text, gpointer context)
{
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_choice_item_free);
  g_autoptr (GPtrArray) hits =
      sat_search (sat_context_get_reader (context), text, "user", MORE_HITS, NULL, NULL);

  for (guint i = 0; hits != NULL && i < hits->len; i++) {
    const SatSearchHit *hit = hits->pdata[i];

    add_person (items, hit->id, hit->title);
  }
  return items;
}

static void
chosen_cb (SatChoicePopover *popover, const char *key, SatContext *context)
{
  sat_who_become (context, g_ascii_strtoll (key, NULL, 10));
}

static void
clicked_cb (GtkWidget *button, SatContext *context)
{
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, sat_context_get_user (context));
  GPtrArray *people = list_people (context);
  guint n = people->len;
  SatChoicePopover *popover = sat_choice_popover_new (button, button, _ ("People"), people, now);

  if (n == MOST_PEOPLE)
    sat_choice_popover_set_search (popover, search_cb, g_object_ref (context), g_object_unref);
  g_signal_connect_object (popover, "chosen", G_CALLBACK (chosen_cb), context, 0);
}

GtkWidget *
sat_who_button_new (SatContext *context)
{
  GtkWidget *button;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  button = gtk_button_new_with_mnemonic (_ ("_Choose Your Name…"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), context, 0);
  /* Its list hangs below it. */
  g_signal_connect (button, "destroy", G_CALLBACK (sat_choice_popover_close_all), NULL);
  return button;
}
