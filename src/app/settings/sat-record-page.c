/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-record-page.h"

#include "sat-record-fields.h"
#include "sat-settings-window.h"

#include <glib/gi18n-lib.h>

struct _SatRecordPage {
  AdwPreferencesPage parent_instance;
  SatContext *context;
  SatRecord *record;
  AdwPreferencesGroup *top;
  SatRecordFields *fields;
  AdwPreferencesGroup *bottom; /* with the button */
  guint refresh_idle;
};

enum {
  REMOVE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatRecordPage, sat_record_page, ADW_TYPE_PREFERENCES_PAGE)

SatRecord *
sat_record_page_get_record (SatRecordPage *self)
{
  g_return_val_if_fail (SAT_IS_RECORD_PAGE (self), NULL);
  return self->record;
}

const char *
sat_record_page_get_title (SatRecordPage *self)
{
  const char *title;

  g_return_val_if_fail (SAT_IS_RECORD_PAGE (self), NULL);
  title = sat_record_get_title (self->record);
  return *title != '\0' ? title : sat_type_get_label (sat_record_get_record_type (self->record));
}

void
sat_record_page_set_description (SatRecordPage *self, const char *description)
{
  g_return_if_fail (SAT_IS_RECORD_PAGE (self));
  adw_preferences_group_set_description (self->top, description);
}

void
sat_record_page_leave_out (SatRecordPage *self, const char *field)
{
  g_return_if_fail (SAT_IS_RECORD_PAGE (self));
  sat_record_fields_leave_out (self->fields, field);
}

void
sat_record_page_add (SatRecordPage *self, GtkWidget *group)
{
  g_return_if_fail (SAT_IS_RECORD_PAGE (self) && ADW_IS_PREFERENCES_GROUP (group));
  g_object_ref (self->bottom);
  adw_preferences_page_remove (ADW_PREFERENCES_PAGE (self), self->bottom);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), ADW_PREFERENCES_GROUP (group));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), self->bottom);
  g_object_unref (self->bottom);
}

static void
title_changed_cb (SatRecordPage *self)
{
  sat_settings_set_title (GTK_WIDGET (self), sat_record_page_get_title (self));
}

static gboolean
refresh_cb (gpointer user_data)
{
  SatRecordPage *self = user_data;
  g_autoptr (SatRecord) fresh = sat_reader_load (sat_context_get_reader (self->context),
                                                 sat_record_get_id (self->record), NULL);

  self->refresh_idle = 0;
  if (fresh != NULL)
    sat_record_update_from (self->record, fresh);
  else
    sat_settings_close (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

static void
context_changed_cb (SatContext *context, gpointer news, SatRecordPage *self)
{
  if (self->refresh_idle == 0)
    self->refresh_idle = g_idle_add (refresh_cb, self);
}

static void
remove_clicked_cb (SatRecordPage *self)
{
  gint64 id = sat_record_get_id (self->record);
  gboolean handled = FALSE;

  g_signal_emit (self, signals[REMOVE], 0, &handled);
  if (!handled)
    sat_context_delete (self->context, &id, 1, sat_record_page_get_title (self));
}

static void
sat_record_page_dispose (GObject *object)
{
  SatRecordPage *self = SAT_RECORD_PAGE (object);

  g_clear_handle_id (&self->refresh_idle, g_source_remove);
  g_clear_object (&self->record);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_record_page_parent_class)->dispose (object);
}

static void
sat_record_page_class_init (SatRecordPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_record_page_dispose;
  signals[REMOVE] = g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  g_signal_accumulator_true_handled, NULL, NULL, G_TYPE_BOOLEAN, 0);
}

static void
sat_record_page_init (SatRecordPage *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Delete"));

  self->top = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  self->bottom = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  gtk_widget_add_css_class (button, "destructive-action");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (remove_clicked_cb), self);
  adw_preferences_group_add (self->bottom, button);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), self->top);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), self->bottom);
}

GtkWidget *
sat_record_page_new (SatContext *context, gint64 id)
{
  SatRecordPage *self;
  g_autoptr (SatRecord) record = NULL;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  record = id != 0 ? sat_reader_load (sat_context_get_reader (context), id, NULL) : NULL;
  if (record == NULL)
    return NULL;
  self = g_object_new (SAT_TYPE_RECORD_PAGE, NULL);
  self->context = g_object_ref (context);
  self->record = g_steal_pointer (&record);
  self->fields = SAT_RECORD_FIELDS (sat_record_fields_new (context, self->record));
  sat_record_fields_align (self->fields);
  adw_preferences_group_add (self->top, GTK_WIDGET (self->fields));
  gtk_widget_set_visible (GTK_WIDGET (self->bottom),
                          !sat_store_is_read_only (sat_context_get_store (context)));
  g_signal_connect_object (self->record, "changed", G_CALLBACK (title_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "changed", G_CALLBACK (context_changed_cb), self, 0);
  return GTK_WIDGET (self);
}

SatRecordPage *
sat_record_page_open (GtkWidget *widget, SatContext *context, gint64 id)
{
  GtkWidget *page = sat_record_page_new (context, id);

  if (page == NULL)
    return NULL;
  sat_settings_open (widget, page, sat_record_page_get_title (SAT_RECORD_PAGE (page)));
  return SAT_RECORD_PAGE (page);
}

SatNewDialog *
sat_record_page_make_new (GtkWidget *widget, SatContext *context, const char *type_name)
{
  GtkRoot *root;
  SatNewDialog *dialog;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);
  root = gtk_widget_get_root (widget);
  dialog = sat_new_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, context, type_name);
  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}
