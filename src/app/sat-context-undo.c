/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Undo and redo from the window: off the main thread, since they commit. */

#include "config.h"

#include "sat-context.h"

#include <glib/gi18n-lib.h>

#include "sat-undo.h"

typedef enum {
  UNDO_LAST,
  REDO_LAST,
  UNDO_ONE,
} UndoKind;

typedef struct {
  SatStore *store;
  UndoKind kind;
  gint64 change;
  char *label; /* of what was taken back */
} Undo;

static void
undo_free (gpointer data)
{
  Undo *undo = data;

  g_object_unref (undo->store);
  g_free (undo->label);
  g_free (undo);
}

static void
find_label (Undo *undo)
{
  g_autoptr (SatReader) reader = sat_store_open_reader (undo->store, NULL);
  SatChangeInfo *info = NULL;

  if (reader == NULL)
    return;
  if (undo->kind == UNDO_ONE)
    info = sat_history_change (reader, undo->change, NULL);
  else
    info = sat_undo_peek (reader, undo->kind == REDO_LAST, NULL);
  if (info == NULL)
    return;
  undo->label = g_strdup (info->label);
  sat_change_info_free (info);
}

static void
undo_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Undo *undo = task_data;
  GError *error = NULL;
  SatUndoReport *report = NULL;

  find_label (undo);
  switch (undo->kind) {
  case UNDO_LAST:
    report = sat_undo_last (undo->store, &error);
    break;
  case REDO_LAST:
    report = sat_redo_last (undo->store, &error);
    break;
  case UNDO_ONE:
  default:
    report = sat_undo_change (undo->store, undo->change, &error);
    break;
  }
  if (report == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, report, (GDestroyNotify)sat_undo_report_free);
}

static char *
describe (const Undo *undo, const SatUndoReport *report)
{
  g_autofree char *done = NULL;
  const char *label = undo->label != NULL ? undo->label : "";

  /* Translators: %s is what was done, such as: Delete “Acme” */
  done = g_strdup_printf (undo->kind == REDO_LAST ? _ ("Redone: %s") : _ ("Undone: %s"), label);
  if (report->kept->len == 0)
    return g_steal_pointer (&done);
  return g_strdup_printf (ngettext ("%s. %u field was edited since and stays",
                                    "%s. %u fields were edited since and stay", report->kept->len),
                          done, report->kept->len);
}

static void
undo_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SatContext *self = SAT_CONTEXT (source);
  Undo *undo = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (SatUndoReport) report = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *message = NULL;

  if (report != NULL)
    message = describe (undo, report);
  else if (!g_error_matches (error, SAT_STORE_ERROR, SAT_STORE_ERROR_NOTHING))
    message = g_strdup (error->message);
  else
    message = g_strdup (undo->kind == REDO_LAST ? _ ("Nothing to redo") : _ ("Nothing to undo"));
  sat_context_say_undone (self, message);
}

static void
start (SatContext *self, UndoKind kind, gint64 change)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, undo_cb, NULL);
  Undo *undo = g_new0 (Undo, 1);

  undo->store = g_object_ref (sat_context_get_store (self));
  undo->kind = kind;
  undo->change = change;
  g_task_set_source_tag (task, start);
  g_task_set_task_data (task, undo, undo_free);
  g_task_run_in_thread (task, undo_thread);
}

void
sat_context_undo (SatContext *self)
{
  g_return_if_fail (SAT_IS_CONTEXT (self));
  start (self, UNDO_LAST, 0);
}

void
sat_context_redo (SatContext *self)
{
  g_return_if_fail (SAT_IS_CONTEXT (self));
  start (self, REDO_LAST, 0);
}

void
sat_context_undo_change (SatContext *self, gint64 change)
{
  g_return_if_fail (SAT_IS_CONTEXT (self) && change != 0);
  start (self, UNDO_ONE, change);
}
