/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The actions of the window, and the keys that reach them when nothing nearer takes them. */

#include "config.h"

#include "sat-window-activities.h"
#include "sat-window-import.h"
#include "sat-window-private.h"

#include <glib/gi18n-lib.h>

#include "sat-new-dialog.h"

static void
show_view_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_window_show_view (SAT_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

/* Ctrl+1..9 */
static void
show_nth_view_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  guint n, wanted = (guint)g_variant_get_int32 (parameter);
  const SatViewInfo *infos = sat_views (&n);

  SatWindow *self = SAT_WINDOW (widget);

  if (wanted >= 1 && wanted <= n)
    sat_window_show_view (self, infos[wanted - 1].name);
  else if (wanted > n && wanted - n <= sat_saved_lists_get_n (self->lists))
    sat_window_show_view (
        self, sat_saved_list_get_info (sat_saved_lists_get (self->lists, wanted - n - 1))->name);
}

static void
filter_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatWindow *self = SAT_WINDOW (widget);
  SatView *view = sat_window_get_view (self);

  if (self->narrow)
    sat_window_close_details (self);
  if (view != NULL)
    sat_view_focus_filter (view);
}

static void
search_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_window_open_palette (SAT_WINDOW (widget));
}

static void
settings_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_window_open_settings (SAT_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
undo_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_context_undo (SAT_WINDOW (widget)->context);
}

static void
redo_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_context_redo (SAT_WINDOW (widget)->context);
}

static void
open_record_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_window_show_details (SAT_WINDOW (widget), g_variant_get_int64 (parameter));
}

static void
close_details_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatWindow *self = SAT_WINDOW (widget);
  SatView *view = sat_window_get_view (self);

  sat_window_close_details (self);
  if (view != NULL)
    sat_view_focus_records (view);
}

static void
go_to_record_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatWindow *self = SAT_WINDOW (widget);
  gint64 id = g_variant_get_int64 (parameter);
  const SatType *type = NULL;
  const SatViewInfo *info = NULL;

  if (!sat_reader_identify (sat_context_get_reader (self->context), id, NULL, &type, NULL, NULL))
    return;
  if (type != NULL)
    info = sat_views_for_type (type->name);
  if (info != NULL) {
    sat_window_show_view (self, info->name);
    sat_view_select_record (sat_window_get_view (self), id);
  }
  sat_window_show_details (self, id);
}

/* A record with a text that is not saved yet: back to that text. */
static void
show_draft_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatWindow *self = SAT_WINDOW (widget);

  go_to_record_cb (widget, name, parameter);
  if (self->record == g_variant_get_int64 (parameter))
    sat_details_pane_resume (self->details);
}

static void
delete_records_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatWindow *self = SAT_WINDOW (widget);
  gsize n;
  const gint64 *ids = g_variant_get_fixed_array (parameter, &n, sizeof (gint64));
  g_autofree char *title = NULL;

  if (n == 1)
    title = g_strdup (sat_reader_title (sat_context_get_reader (self->context), ids[0]));
  sat_context_delete (self->context, ids, n, title);
}

static void
edit_details_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_details_pane_edit (SAT_WINDOW (widget)->details);
}

static void
focus_details_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_details_pane_focus (SAT_WINDOW (widget)->details);
}

static void
show_related_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatWindow *self = SAT_WINDOW (widget);
  const char *view, *reference, *uuid;
  const char *values[2] = {NULL, NULL};
  g_autoptr (SatFilter) filter = NULL;

  g_variant_get (parameter, "(&s&s&s)", &view, &reference, &uuid);
  values[0] = uuid;
  filter = sat_filter_test (reference, SAT_OP_IN, values);
  sat_window_show_view (self, view);
  if (sat_window_get_view (self) != NULL)
    sat_view_set_filter (sat_window_get_view (self), filter);
}

static void
created_cb (SatNewDialog *dialog, gint64 id, SatWindow *self)
{
  const char *type_name = g_object_get_data (G_OBJECT (dialog), "type-name");
  SatView *view = sat_window_get_view (self);

  if (view != NULL && g_strcmp0 (sat_view_get_type_name (view), type_name) == 0) {
    sat_view_select_record (view, id);
    sat_window_show_details (self, id);
  }
}

/* What is made belongs to who makes it. */
static void
fill_owner (SatWindow *self, SatRecordForm *form)
{
  g_autofree char *user =
      sat_context_uuid_text (self->context, sat_context_get_user (self->context));

  if (*user == '\0')
    return;
  sat_record_form_fill (form, "owner", user);
  sat_record_form_fill (form, "author", user);
}

static void
open_form (SatWindow *self, const char *type_name, GVariant *filled)
{
  SatNewDialog *dialog = sat_new_dialog_new (GTK_WINDOW (self), self->context, type_name);
  SatRecordForm *form = sat_new_dialog_get_form (dialog);
  GVariantIter iter;
  const char *field, *text;

  fill_owner (self, form);
  if (filled != NULL) {
    g_variant_iter_init (&iter, filled);
    while (g_variant_iter_next (&iter, "{&s&s}", &field, &text))
      sat_record_form_fill (form, field, text);
  }
  g_object_set_data_full (G_OBJECT (dialog), "type-name", g_strdup (type_name), g_free);
  g_signal_connect_object (dialog, "created", G_CALLBACK (created_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
new_record_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GVariant) filled = NULL;
  const char *type_name;

  g_variant_get (parameter, "(&s@a{ss})", &type_name, &filled);
  open_form (SAT_WINDOW (widget), type_name, filled);
}

/* Ctrl+N: of the kind that the view shows. */
static void
new_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatWindow *self = SAT_WINDOW (widget);
  SatView *view = sat_window_get_view (self);
  const char *type_name = view != NULL ? sat_view_get_type_name (view) : NULL;

  if (type_name != NULL && !sat_view_begin_new (view))
    open_form (self, type_name, NULL);
}

void
sat_window_update_actions (SatWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean work = self->context != NULL;
  gboolean writes = work && !sat_store_is_read_only (sat_context_get_store (self->context));
  const char *at_work[] = {"win.search",        "win.filter",       "win.show-view",
                           "win.show-nth-view", "win.open-record",  "win.go-to-record",
                           "win.show-related",  "win.show-list",    "win.settings",
                           "win.show-draft",    "win.show-deleted", "win.show-sync"};
  const char *writing[] = {"win.undo", "win.redo", "win.delete-records", "win.new",
                           "win.new-record"};
  const char *details[] = {"win.close-details", "win.focus-details"};

  for (guint i = 0; i < G_N_ELEMENTS (at_work); i++)
    gtk_widget_action_set_enabled (widget, at_work[i], work);
  for (guint i = 0; i < G_N_ELEMENTS (writing); i++)
    gtk_widget_action_set_enabled (widget, writing[i], writes);
  for (guint i = 0; i < G_N_ELEMENTS (details); i++)
    gtk_widget_action_set_enabled (widget, details[i], self->record != 0);
  sat_window_activities_update (self, writes);
  gtk_widget_action_set_enabled (widget, "win.import", writes || !work);
  gtk_widget_action_set_enabled (widget, "win.edit-details", writes && self->record != 0);
}

static void
shortcuts_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_window_show_shortcuts (SAT_WINDOW (widget));
}

void
sat_window_install_actions (GtkWidgetClass *klass)
{
  sat_window_import_install (klass);
  sat_window_activities_install (klass);
  sat_window_lists_install (klass);
  sat_window_sync_install (klass);
  gtk_widget_class_install_action (klass, "win.show-view", "s", show_view_cb);
  gtk_widget_class_install_action (klass, "win.show-nth-view", "i", show_nth_view_cb);
  gtk_widget_class_install_action (klass, "win.filter", NULL, filter_cb);
  gtk_widget_class_install_action (klass, "win.search", NULL, search_cb);
  gtk_widget_class_install_action (klass, "win.settings", "s", settings_cb);
  gtk_widget_class_install_action (klass, "win.show-help-overlay", NULL, shortcuts_cb);
  gtk_widget_class_install_action (klass, "win.undo", NULL, undo_cb);
  gtk_widget_class_install_action (klass, "win.redo", NULL, redo_cb);
  gtk_widget_class_install_action (klass, "win.open-record", "x", open_record_cb);
  gtk_widget_class_install_action (klass, "win.go-to-record", "x", go_to_record_cb);
  gtk_widget_class_install_action (klass, "win.show-draft", "x", show_draft_cb);
  gtk_widget_class_install_action (klass, "win.close-details", NULL, close_details_cb);
  gtk_widget_class_install_action (klass, "win.edit-details", NULL, edit_details_cb);
  gtk_widget_class_install_action (klass, "win.focus-details", NULL, focus_details_cb);
  gtk_widget_class_install_action (klass, "win.show-related", "(sss)", show_related_cb);
  gtk_widget_class_install_action (klass, "win.new", NULL, new_cb);
  gtk_widget_class_install_action (klass, "win.new-record", "(sa{ss})", new_record_cb);
  gtk_widget_class_install_action (klass, "win.delete-records", "ax", delete_records_cb);

  /* Bindings, not accelerators: a text that is being edited undoes its own typing first. */
  gtk_widget_class_add_binding_action (klass, GDK_KEY_z, GDK_CONTROL_MASK, "win.undo", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "win.redo", NULL);
}
