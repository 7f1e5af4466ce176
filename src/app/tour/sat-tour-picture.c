/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A picture of the window and of what floats over it, drawn without a screen's help. */

#include "config.h"

#include "sat-tour.h"

#include <glib/gi18n-lib.h>

static void
draw_widget (GtkSnapshot *snapshot, GtkWidget *widget, double x, double y)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float)x, (float)y));
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (widget),
                          gtk_widget_get_height (widget));
  gtk_snapshot_restore (snapshot);
}

/* A popover has a surface of its own, placed by the desktop. */
static void
draw_popover (GtkSnapshot *snapshot, GtkWidget *popover, GtkNative *window, double x, double y)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (popover));
  double own_x, own_y, window_x, window_y;

  gtk_native_get_surface_transform (GTK_NATIVE (popover), &own_x, &own_y);
  gtk_native_get_surface_transform (window, &window_x, &window_y);
  draw_widget (snapshot, popover,
               x + gdk_popup_get_position_x (GDK_POPUP (surface)) + own_x - window_x,
               y + gdk_popup_get_position_y (GDK_POPUP (surface)) + own_y - window_y);
}

static void
draw_popovers (GtkSnapshot *snapshot, GtkWidget *widget, GtkNative *window, double x, double y)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    if (!gtk_widget_get_mapped (child))
      continue;
    if (GTK_IS_POPOVER (child))
      draw_popover (snapshot, child, window, x, y);
    else
      draw_popovers (snapshot, child, window, x, y);
  }
}

/* Dialogs stand in the middle of the window, as a desktop would place them; over
 * them those that belong to them. */
static void
draw_dialogs (GtkSnapshot *snapshot, SatWindow *window, GtkWindow *parent)
{
  g_autoptr (GListModel) all = g_object_ref (gtk_window_get_toplevels ());
  int width = gtk_widget_get_width (GTK_WIDGET (window));
  int height = gtk_widget_get_height (GTK_WIDGET (window));

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (GtkWidget) dialog = g_list_model_get_item (all, i);
    double x, y;

    if (!gtk_widget_get_mapped (dialog) ||
        gtk_window_get_transient_for (GTK_WINDOW (dialog)) != parent)
      continue;
    x = (width - gtk_widget_get_width (dialog)) / 2.0;
    y = (height - gtk_widget_get_height (dialog)) / 2.0;
    gtk_snapshot_append_color (snapshot, &(GdkRGBA){0, 0, 0, 0.3f},
                               &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));
    draw_widget (snapshot, dialog, x, y);
    draw_popovers (snapshot, dialog, GTK_NATIVE (dialog), x, y);
    draw_dialogs (snapshot, window, GTK_WINDOW (dialog));
  }
}

gboolean
sat_tour_write_picture (SatWindow *window, const char *path, GError **error)
{
  g_autoptr (GtkSnapshot) snapshot = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GskRenderer *renderer;
  int width, height;

  g_return_val_if_fail (SAT_IS_WINDOW (window) && path != NULL, FALSE);
  renderer = gtk_native_get_renderer (GTK_NATIVE (window));
  width = gtk_widget_get_width (GTK_WIDGET (window));
  height = gtk_widget_get_height (GTK_WIDGET (window));
  snapshot = gtk_snapshot_new ();
  draw_widget (snapshot, GTK_WIDGET (window), 0, 0);
  draw_popovers (snapshot, GTK_WIDGET (window), GTK_NATIVE (window), 0, 0);
  draw_dialogs (snapshot, window, GTK_WINDOW (window));
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  if (node != NULL && renderer != NULL)
    texture = gsk_renderer_render_texture (renderer, node,
                                           &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));
  if (texture != NULL && gdk_texture_save_to_png (texture, path))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The picture cannot be written"));
  return FALSE;
}
