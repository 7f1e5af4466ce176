/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A small window whose content can be dragged elsewhere: the files that it was started with. Stands
 * in for a file manager. */

#include "config.h"

#include <gtk/gtk.h>

static GdkContentProvider *
prepare_cb (GtkDragSource *source, double x, double y, char **paths)
{
  GSList *files = NULL;
  GdkFileList *list;
  GdkContentProvider *provider;

  for (guint i = 0; paths[i] != NULL; i++)
    files = g_slist_append (files, g_file_new_for_commandline_arg (paths[i]));
  list = gdk_file_list_new_from_list (files);
  provider = gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, list);
  g_boxed_free (GDK_TYPE_FILE_LIST, list);
  g_slist_free_full (files, g_object_unref);
  return provider;
}

int
main (int argc, char **argv)
{
  GtkWidget *window, *label;
  GtkDragSource *source;
  GMainLoop *loop;

  gtk_init ();
  loop = g_main_loop_new (NULL, FALSE);
  window = gtk_window_new ();
  label = gtk_label_new ("Files");
  source = gtk_drag_source_new ();
  gtk_window_set_title (GTK_WINDOW (window), "Files");
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), 160, 120);
  gtk_window_set_child (GTK_WINDOW (window), label);
  g_signal_connect (source, "prepare", G_CALLBACK (prepare_cb), argv + 1);
  gtk_widget_add_controller (window, GTK_EVENT_CONTROLLER (source));
  g_signal_connect_swapped (window, "destroy", G_CALLBACK (g_main_loop_quit), loop);
  gtk_window_present (GTK_WINDOW (window));
  g_main_loop_run (loop);
  return 0;
}
