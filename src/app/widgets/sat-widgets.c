/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-widgets.h"

#include <adwaita.h>

#define TOOLTIP "sat-tooltip" /* data of a widget: text */

void
sat_widget_set_name (GtkWidget *widget, const char *name)
{
  GtkWidget *inner;

  g_return_if_fail (GTK_IS_WIDGET (widget) && name != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  inner = GTK_IS_DROP_DOWN (widget) ? gtk_widget_get_first_child (widget) : NULL;
  if (inner != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (inner), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                    -1);
}

void
sat_widget_set_decorative (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
}

static gboolean
query_tooltip_cb (GtkWidget *widget, int x, int y, gboolean keys, GtkTooltip *tooltip)
{
  const char *text = g_object_get_data (G_OBJECT (widget), TOOLTIP);

  if (text == NULL)
    return FALSE;
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

void
sat_widget_set_tooltip (GtkWidget *widget, const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  if (text != NULL && *text == '\0')
    text = NULL;
  if (g_strcmp0 (g_object_get_data (G_OBJECT (widget), TOOLTIP), text) == 0)
    return;
  g_object_set_data_full (G_OBJECT (widget), TOOLTIP, g_strdup (text), g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text, -1);
  if (gtk_widget_get_has_tooltip (widget))
    return;
  gtk_widget_set_has_tooltip (widget, TRUE);
  g_signal_connect (widget, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
}

GtkWidget *
sat_label_new_short (const char *text, const char *style, const char *second)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  if (second != NULL)
    gtk_widget_add_css_class (label, second);
  return label;
}

/* A choice that is shortened keeps so many letters. */
#define CHOICE_CHARS 6

static void
setup_choice_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = sat_label_new_short (NULL, NULL, NULL);

  gtk_label_set_width_chars (GTK_LABEL (label), CHOICE_CHARS);
  gtk_list_item_set_child (item, label);
}

static void
bind_choice_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

/* The list that opens keeps the factory that it has. */
void
sat_widget_shorten_choice (GtkDropDown *choice)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_return_if_fail (GTK_IS_DROP_DOWN (choice));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_choice_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_choice_cb), NULL);
  gtk_drop_down_set_list_factory (choice, gtk_drop_down_get_factory (choice));
  gtk_drop_down_set_factory (choice, factory);
}

void
sat_widget_set_button (GtkButton *button, const char *icon, const char *label)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *name = NULL;
  GtkWidget *content;

  g_return_if_fail (GTK_IS_BUTTON (button) && label != NULL);
  parts = g_strsplit (label, "_", -1);
  name = g_strjoinv ("", parts);
  if (icon != NULL) {
    content = adw_button_content_new ();
    adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), icon);
    adw_button_content_set_label (ADW_BUTTON_CONTENT (content), label);
    adw_button_content_set_use_underline (ADW_BUTTON_CONTENT (content), TRUE);
    gtk_button_set_child (button, content);
  } else {
    gtk_button_set_label (button, label);
    gtk_button_set_use_underline (button, TRUE);
  }
  sat_widget_set_name (GTK_WIDGET (button), name);
}

/* In 1,024ths of a dot per inch. */
#define USUAL_RESOLUTION (96.0 * 1024)
/* What the desktop's bars and a window's shadow take of a screen. */
#define SCREEN_EDGE 80

double
sat_text_scale (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int resolution = -1;

  if (settings != NULL)
    g_object_get (settings, "gtk-xft-dpi", &resolution, NULL);
  return MAX (1, resolution / USUAL_RESOLUTION);
}

int
sat_text_pixels (int pixels)
{
  return (int)(pixels * sat_text_scale () + 0.5);
}

/* The smallest of the screens. */
static void
bound_by_screens (GdkDisplay *display, int *width, int *height)
{
  GListModel *monitors = gdk_display_get_monitors (display);

  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++) {
    g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);
    GdkRectangle area;

    gdk_monitor_get_geometry (monitor, &area);
    *width = MIN (*width, area.width - SCREEN_EDGE);
    *height = MIN (*height, area.height - SCREEN_EDGE);
  }
}

void
sat_widget_scale_window (GtkWindow *window)
{
  int width, height, scaled_width, scaled_height;

  g_return_if_fail (GTK_IS_WINDOW (window));
  gtk_window_get_default_size (window, &width, &height);
  scaled_width = sat_text_pixels (width);
  scaled_height = sat_text_pixels (height);
  bound_by_screens (gtk_widget_get_display (GTK_WIDGET (window)), &scaled_width, &scaled_height);
  gtk_window_set_default_size (window, MAX (width, scaled_width), MAX (height, scaled_height));
}

static gboolean
scroll_cb (GtkWidget *list, GdkFrameClock *clock, gpointer position)
{
  if (gtk_widget_get_mapped (list) && gtk_widget_get_height (list) == 0)
    return G_SOURCE_CONTINUE;
  gtk_widget_activate_action (list, "list.scroll-to-item", "u", GPOINTER_TO_UINT (position));
  return G_SOURCE_REMOVE;
}

void
sat_widget_scroll_to (GtkWidget *list, guint position)
{
  g_return_if_fail (GTK_IS_WIDGET (list));
  if (gtk_widget_get_height (list) > 0)
    gtk_widget_activate_action (list, "list.scroll-to-item", "u", position);
  else
    gtk_widget_add_tick_callback (list, scroll_cb, GUINT_TO_POINTER (position), NULL);
}

static void
scrolled_cb (GtkAdjustment *adjustment, SatListModel *model)
{
  double upper = gtk_adjustment_get_upper (adjustment);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (model));

  if (upper > 0)
    sat_list_model_set_shown (model, (guint)(gtk_adjustment_get_value (adjustment) / upper * n));
}

void
sat_widget_follow_top (GtkWidget *list, SatListModel *model)
{
  GtkAdjustment *adjustment;

  g_return_if_fail (GTK_IS_SCROLLABLE (list) && SAT_IS_LIST_MODEL (model));
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list));
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (scrolled_cb), model, 0);
}

GtkWidget *
sat_widget_get_focused_child (GtkWidget *widget)
{
  GtkRoot *root;
  GtkWidget *focus;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);
  root = gtk_widget_get_root (widget);
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  while (focus != NULL && gtk_widget_get_parent (focus) != widget)
    focus = gtk_widget_get_parent (focus);
  return focus;
}

/* What is in the pages is marked, not the pages: about those of a GtkStack, GTK 4.8 tells the bus
 * even when it has no name there yet, with a critical warning. */
static void
present_page (GtkWidget *stack)
{
  g_autoptr (GtkWidget) shown = NULL;

  g_object_get (stack, "visible-child", &shown, NULL);
  for (GtkWidget *page = gtk_widget_get_first_child (stack); page != NULL;
       page = gtk_widget_get_next_sibling (page))
    for (GtkWidget *child = gtk_widget_get_first_child (page); child != NULL;
         child = gtk_widget_get_next_sibling (child))
      gtk_accessible_update_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_HIDDEN,
                                   page != shown, -1);
}

void
sat_widget_present_shown_page (GtkWidget *stack)
{
  g_return_if_fail (GTK_IS_STACK (stack) || ADW_IS_VIEW_STACK (stack));

  g_signal_connect_swapped (stack, "notify::visible-child", G_CALLBACK (present_page), stack);
  present_page (stack);
}
