/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-fixture.h"

#include "sat-field-row.h"
#include "sat-settings.h"

SatContext *
window_fixture_context (SatTestStore *store)
{
  g_autoptr (GSettings) settings = g_settings_new (SAT_SETTINGS_SCHEMA);
  g_autoptr (GError) error = NULL;
  SatContext *context = sat_context_new (store->store, settings, &error);

  g_assert_no_error (error);
  return context;
}

SatWindow *
window_fixture_show (SatContext *context)
{
  SatWindow *window = sat_window_new (NULL);

  sat_window_set_context (window, context);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

void
window_fixture_close (SatWindow *window, SatContext **context)
{
  if (window != NULL)
    gtk_window_destroy (GTK_WINDOW (window));
  sat_test_settle ();
  sat_context_close (*context);
  g_clear_object (context);
}

/* @field: of rows of fields, NULL for any. */
static GtkWidget *
find (GtkWidget *widget, GType type, const char *field)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) &&
      (field == NULL ||
       g_strcmp0 (sat_field_row_get_field (SAT_FIELD_ROW (widget))->name, field) == 0))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type, field);
  return found;
}

GtkWidget *
window_fixture_find (GtkWidget *widget, GType type)
{
  return find (widget, type, NULL);
}

GtkWidget *
window_fixture_find_field (GtkWidget *widget, const char *field)
{
  return find (widget, SAT_TYPE_FIELD_ROW, field);
}
