/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-appearance.h"
#include "sat-toasts.h"
#include "sat-window-private.h"

#include <glib/gi18n-lib.h>

#include "sat-pair.h"
#include "sat-recent.h"
#include "sat-search-palette.h"
#include "sat-settings.h"
#include "sat-tab-stop.h"
#include "sat-widgets.h"
#include "sat-window-import.h"

G_DEFINE_FINAL_TYPE (SatWindow, sat_window, ADW_TYPE_APPLICATION_WINDOW)

gint64
sat_window_get_record (SatWindow *self)
{
  g_return_val_if_fail (SAT_IS_WINDOW (self), 0);
  return self->record;
}

SatStartPage *
sat_window_get_start_page (SatWindow *self)
{
  g_return_val_if_fail (SAT_IS_WINDOW (self), NULL);
  return self->start_page;
}

SatDetailsPane *
sat_window_get_details (SatWindow *self)
{
  g_return_val_if_fail (SAT_IS_WINDOW (self), NULL);
  return self->details;
}

gboolean
sat_window_get_narrow (SatWindow *self)
{
  g_return_val_if_fail (SAT_IS_WINDOW (self), FALSE);
  return self->narrow;
}

SatContext *
sat_window_get_context (SatWindow *self)
{
  g_return_val_if_fail (SAT_IS_WINDOW (self), NULL);
  return self->context;
}

/* The view and the details beside each other, or one of them when there is no room for both. */
void
sat_window_update_layout (SatWindow *self)
{
  gboolean details = self->record != 0;

  gtk_widget_set_visible (self->content, !(details && self->narrow));
  adw_header_bar_set_show_end_title_buttons (self->content_header, !details);
  if (self->details == NULL)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->details), details);
  sat_details_pane_set_narrow (self->details, self->narrow);
}

/* The details are as wide as they were left. */
static void
place_divider (SatWindow *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self->paned));

  if (width > 0 && !self->narrow)
    gtk_paned_set_position (self->paned, width - sat_text_pixels (g_settings_get_int (
                                                     self->settings, SAT_SETTING_DETAILS_WIDTH)));
}

static void
divider_moved_cb (SatWindow *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self->details));

  if (self->record != 0 && !self->narrow && width > 0 &&
      gtk_widget_get_mapped (GTK_WIDGET (self->details)))
    g_settings_set_int (self->settings, SAT_SETTING_DETAILS_WIDTH,
                        (int)(width / sat_text_scale () + 0.5));
}

void
sat_window_show_details (SatWindow *self, gint64 id)
{
  gboolean opened = self->record == 0 && id != 0;

  id = id != 0 ? sat_pair_survivor (sat_context_get_reader (self->context), id) : 0;
  if (self->details == NULL || id == self->record)
    return;
  self->record = sat_details_pane_show (self->details, id) ? id : 0;
  if (self->record != 0)
    sat_recent_add (self->context, self->record);
  if (opened)
    place_divider (self);
  sat_window_update_layout (self);
  sat_window_update_actions (self);
}

void
sat_window_close_details (SatWindow *self)
{
  sat_window_show_details (self, 0);
}

static gboolean
layout_idle_cb (gpointer user_data)
{
  SatWindow *self = user_data;

  self->layout_idle = 0;
  sat_window_update_layout (self);
  return G_SOURCE_REMOVE;
}

/* Widgets must not come and go while sizes are being handed out, so the change waits. */
static void
sat_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SatWindow *self = SAT_WINDOW (widget);
  gboolean narrow = width < sat_text_pixels (SAT_WINDOW_NARROW);

  GTK_WIDGET_CLASS (sat_window_parent_class)->size_allocate (widget, width, height, baseline);
  if (narrow == self->narrow)
    return;
  self->narrow = narrow;
  if (self->layout_idle == 0)
    self->layout_idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, layout_idle_cb, self, NULL);
}

SatView *
sat_window_get_view (SatWindow *self)
{
  GtkWidget *view;

  g_return_val_if_fail (SAT_IS_WINDOW (self), NULL);
  view = gtk_stack_get_visible_child (self->views);
  return view != NULL ? SAT_VIEW (view) : NULL;
}

GtkWidget *
sat_window_get_title (SatWindow *self)
{
  g_return_val_if_fail (SAT_IS_WINDOW (self), NULL);
  return GTK_WIDGET (self->view_title);
}

const char *
sat_window_get_view_name (SatWindow *self)
{
  g_return_val_if_fail (SAT_IS_WINDOW (self), NULL);
  return self->view_info != NULL ? self->view_info->name : NULL;
}

static void
subtitle_cb (SatView *view, const char *subtitle, SatWindow *self)
{
  const char *name = g_object_get_data (G_OBJECT (view), "view-name");

  g_hash_table_replace (self->subtitles, g_strdup (name), g_strdup (subtitle));
  if (view != sat_window_get_view (self))
    return;
  adw_window_title_set_subtitle (self->view_title, subtitle);
  if (*subtitle != '\0')
    sat_window_focus_loaded (self);
}

/* Views are made when they are first shown. */
static GtkWidget *
ensure_view (SatWindow *self, const SatViewInfo *info)
{
  GtkWidget *view = gtk_stack_get_child_by_name (self->views, info->name);
  GtkWidget *title;

  if (view != NULL)
    return view;
  view = info->create (self->context, info);
  g_object_set_data (G_OBJECT (view), "view-name", (gpointer)info->name);
  g_signal_connect_object (view, "subtitle", G_CALLBACK (subtitle_cb), self, 0);
  gtk_stack_add_named (self->views, view, info->name);
  title = sat_view_get_title_widget (SAT_VIEW (view));
  if (title != NULL)
    gtk_stack_add_named (self->title_stack, title, info->name);
  return view;
}

void
sat_window_update_header (SatWindow *self)
{
  const SatViewInfo *info = self->view_info;
  SatView *view = sat_window_get_view (self);
  const char *subtitle = g_hash_table_lookup (self->subtitles, info->name);
  const char *type_name = sat_view_get_type_name (view);
  const SatType *type =
      type_name != NULL ? sat_context_get_type_by_name (self->context, type_name) : NULL;

  adw_window_title_set_title (self->view_title, sat_view_info_get_label (info));
  adw_window_title_set_subtitle (self->view_title, subtitle != NULL ? subtitle : "");
  gtk_stack_set_visible_child_name (
      self->title_stack,
      gtk_stack_get_child_by_name (self->title_stack, info->name) != NULL ? info->name : "title");
  gtk_widget_set_visible (self->new_button, type != NULL);
  if (type != NULL) {
    /* Translators: a button; %s is a kind of record, such as Contact */
    g_autofree char *tip = g_strdup_printf (_ ("New %s (Ctrl+N)"), sat_type_get_label (type));

    adw_button_content_set_label (self->new_content, C_ ("record", "New"));
    sat_widget_set_tooltip (self->new_button, tip);
    sat_widget_set_name (GTK_WIDGET (self->new_button), tip);
  }
}

void
sat_window_show_view (SatWindow *self, const char *name)
{
  const SatViewInfo *info;

  g_return_if_fail (SAT_IS_WINDOW (self) && name != NULL);
  info = sat_window_find_view (self, name);
  if (info == NULL || self->context == NULL || info == self->view_info)
    return;
  self->view_info = info;
  gtk_stack_set_visible_child (self->views, ensure_view (self, info));
  sat_window_update_header (self);
  sat_window_select_sidebar (self, name);
  sat_window_close_details (self);
  g_settings_set_string (self->settings, SAT_SETTING_VIEW, name);
  sat_window_focus_view_soon (self);
}

static void
sidebar_row_selected_cb (GtkListBox *list, GtkListBoxRow *row, SatWindow *self)
{
  const SatViewInfo *info = row != NULL ? g_object_get_data (G_OBJECT (row), "view") : NULL;
  GtkWidget *stop = gtk_widget_get_ancestor (GTK_WIDGET (list), SAT_TYPE_TAB_STOP);

  if (info == NULL || info == self->view_info)
    return;
  /* A view without a line here, such as Sync, stays when Tab comes by. */
  if (self->view_info != NULL && stop != NULL && sat_tab_stop_is_entering (SAT_TAB_STOP (stop)))
    sat_window_select_sidebar (self, self->view_info->name);
  else
    sat_window_show_view (self, info->name);
}

static void
context_changed_cb (SatContext *context, gpointer news, SatWindow *self)
{
  sat_window_count_soon (self);
  sat_window_update_actions (self);
}

static void
toast_cb (SatContext *context, AdwToast *toast, SatWindow *self)
{
  if (gtk_widget_in_destruction (GTK_WIDGET (self)))
    return;
  if (self->settings_window != NULL)
    sat_settings_window_add_toast (self->settings_window, toast);
  else if (self->deleted_window != NULL)
    sat_deleted_window_add_toast (self->deleted_window, toast);
  else
    sat_toasts_add (self->toasts, toast);
}

void
sat_window_open_settings (SatWindow *self, const char *page)
{
  if (self->settings_window == NULL)
    g_set_weak_pointer (&self->settings_window,
                        sat_settings_window_new (GTK_WINDOW (self), self->context));
  sat_settings_window_show_page (self->settings_window, page);
  gtk_window_present (GTK_WINDOW (self->settings_window));
}

static void
close_settings (SatWindow *self)
{
  GtkWindow *window = GTK_WINDOW (self->settings_window);

  g_clear_weak_pointer (&self->settings_window);
  if (window == NULL)
    return;
  /* Its own key may be ending both: it must not look back at a window that is gone. */
  gtk_window_set_transient_for (window, NULL);
  gtk_window_destroy (window);
}

static void
drop_views (SatWindow *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->views))) != NULL)
    gtk_stack_remove (self->views, child);
  for (child = gtk_widget_get_first_child (GTK_WIDGET (self->title_stack)); child != NULL;) {
    GtkWidget *next = gtk_widget_get_next_sibling (child);

    if (child != GTK_WIDGET (self->view_title))
      gtk_stack_remove (self->title_stack, child);
    child = next;
  }
  g_hash_table_remove_all (self->subtitles);
  self->view_info = NULL;
}

static void
close_palette (SatWindow *self)
{
  if (self->palette == NULL)
    return;
  gtk_overlay_remove_overlay (self->overlay, self->palette);
  self->palette = NULL;
  gtk_widget_set_can_focus (GTK_WIDGET (self->pages), TRUE);
}

static void
palette_closed_cb (GtkWidget *palette, SatWindow *self)
{
  SatView *view = sat_window_get_view (self);

  close_palette (self);
  if (self->record == 0 && view != NULL)
    sat_view_focus_records (view);
  else if (self->record != 0)
    sat_details_pane_focus (self->details);
}

static void
palette_chosen_cb (GtkWidget *palette, gint64 id, SatWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.go-to-record", "x", id);
}

/* From the table or the view on, so that their own actions are found as well. */
static void
palette_command_cb (GtkWidget *palette, const char *detailed, SatWindow *self)
{
  SatView *view = sat_window_get_view (self);
  GtkWidget *widget = view != NULL ? sat_view_get_table (view) : NULL;
  g_autoptr (GVariant) target = NULL;
  g_autofree char *name = NULL;

  if (!g_action_parse_detailed_name (detailed, &name, &target, NULL))
    return;
  if (g_str_has_prefix (name, "details."))
    widget = GTK_WIDGET (self->details);
  else if (widget == NULL)
    widget = view != NULL ? GTK_WIDGET (view) : GTK_WIDGET (self);
  gtk_widget_activate_action_variant (widget, name, target);
}

/* What lies below takes no focus meanwhile, so that Tab cannot leave for something unseen. */
void
sat_window_open_palette (SatWindow *self)
{
  const SatPaletteScope scope = {sat_window_get_view (self), self->view_info, self->record};

  if (self->palette == NULL) {
    self->palette = sat_search_palette_new (self->context, &scope);
    g_signal_connect (self->palette, "command", G_CALLBACK (palette_command_cb), self);
    g_signal_connect (self->palette, "close", G_CALLBACK (palette_closed_cb), self);
    g_signal_connect (self->palette, "chosen", G_CALLBACK (palette_chosen_cb), self);
    gtk_overlay_add_overlay (self->overlay, self->palette);
    gtk_widget_set_can_focus (GTK_WIDGET (self->pages), FALSE);
  }
  sat_search_palette_focus (SAT_SEARCH_PALETTE (self->palette));
}

static void
details_closed_cb (SatDetailsPane *details, SatWindow *self)
{
  sat_window_close_details (self);
}

static void
add_details (SatWindow *self)
{
  self->details = SAT_DETAILS_PANE (sat_details_pane_new (self->context));
  gtk_widget_set_visible (GTK_WIDGET (self->details), FALSE);
  g_signal_connect (self->details, "close", G_CALLBACK (details_closed_cb), self);
  gtk_paned_set_end_child (self->paned, GTK_WIDGET (self->details));
}

static void
leave_context (SatWindow *self)
{
  if (self->context == NULL)
    return;
  /* The paned box looks for what had the focus below it, which must not be gone by then. */
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  sat_window_import_stop (self);
  close_settings (self);
  sat_window_stop_counting (self);
  sat_window_sync_stop (self);
  close_palette (self);
  sat_window_close_details (self);
  gtk_paned_set_end_child (self->paned, NULL);
  self->details = NULL;
  drop_views (self);
  sat_window_lists_stop (self);
  g_clear_signal_handler (&self->context_changed, self->context);
  g_clear_signal_handler (&self->context_toast, self->context);
  g_clear_object (&self->context);
}

static void
show_workspace (SatWindow *self)
{
  g_autofree char *view = g_settings_get_string (self->settings, SAT_SETTING_VIEW);
  guint n;

  add_details (self);
  sat_window_lists_start (self);
  sat_window_fill_sidebar (self);
  sat_window_sync_start (self);
  sat_window_count_soon (self);
  gtk_spinner_stop (self->busy_spinner);
  gtk_stack_set_visible_child_name (self->pages, "work");
  if (sat_window_find_view (self, view) != NULL)
    sat_window_show_view (self, view);
  else
    sat_window_show_view (self, sat_views (&n)->name);
}

void
sat_window_set_context (SatWindow *self, SatContext *context)
{
  g_return_if_fail (SAT_IS_WINDOW (self));
  if (self->context == context)
    return;
  leave_context (self);
  if (context == NULL) {
    gtk_stack_set_visible_child_name (self->pages, "start");
    return;
  }
  self->context = g_object_ref (context);
  self->context_changed =
      g_signal_connect (context, "changed", G_CALLBACK (context_changed_cb), self);
  self->context_toast = g_signal_connect (context, "toast", G_CALLBACK (toast_cb), self);
  show_workspace (self);
  sat_window_update_actions (self);
  sat_window_import_waiting (self);
  sat_window_offer_drafts (self);
}

void
sat_window_show_busy (SatWindow *self, const char *title)
{
  g_return_if_fail (SAT_IS_WINDOW (self) && title != NULL);
  adw_status_page_set_title (self->busy_page, title);
  gtk_spinner_start (self->busy_spinner);
  gtk_stack_set_visible_child_name (self->pages, "busy");
}

void
sat_window_show_error (SatWindow *self, const char *title, const char *text)
{
  sat_window_show_page (self, "dialog-error-symbolic", title, text);
}

void
sat_window_show_page (SatWindow *self, const char *icon, const char *title, const char *text)
{
  g_autofree char *markup = NULL;

  g_return_if_fail (SAT_IS_WINDOW (self) && icon != NULL && title != NULL && text != NULL);
  markup = g_markup_escape_text (text, -1);
  adw_status_page_set_icon_name (self->error_page, icon);
  adw_status_page_set_title (self->error_page, title);
  adw_status_page_set_description (self->error_page, markup);
  gtk_stack_set_visible_child_name (self->pages, "error");
}

static void
restore_size (SatWindow *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, SAT_SETTING_WINDOW_WIDTH),
                               g_settings_get_int (self->settings, SAT_SETTING_WINDOW_HEIGHT));
  if (g_settings_get_boolean (self->settings, SAT_SETTING_WINDOW_MAXIMIZED))
    gtk_window_maximize (GTK_WINDOW (self));
}

static gboolean
sat_window_close_request (GtkWindow *window)
{
  SatWindow *self = SAT_WINDOW (window);
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (self->settings, SAT_SETTING_WINDOW_WIDTH, width);
  g_settings_set_int (self->settings, SAT_SETTING_WINDOW_HEIGHT, height);
  g_settings_set_boolean (self->settings, SAT_SETTING_WINDOW_MAXIMIZED,
                          gtk_window_is_maximized (window));
  return GTK_WINDOW_CLASS (sat_window_parent_class)->close_request (window);
}

static void
sat_window_focus_moves (GtkWidget *widget, GtkDirectionType direction)
{
  if (!sat_toasts_move_focus (SAT_WINDOW (widget)->toasts, direction))
    GTK_WIDGET_CLASS (sat_window_parent_class)->move_focus (widget, direction);
}

static void
sat_window_dispose (GObject *object)
{
  SatWindow *self = SAT_WINDOW (object);

  leave_context (self);
  g_clear_handle_id (&self->layout_idle, g_source_remove);
  g_clear_handle_id (&self->focus_idle, g_source_remove);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->subtitles, g_hash_table_unref);
  g_clear_pointer (&self->import_waiting, g_strfreev);
  g_clear_object (&self->import_chooser);
  G_OBJECT_CLASS (sat_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SatWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, SatWindow, overlay);
  gtk_widget_class_bind_template_child (widget_class, SatWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, SatWindow, start_page);
  gtk_widget_class_bind_template_child (widget_class, SatWindow, busy_page);
  gtk_widget_class_bind_template_child (widget_class, SatWindow, busy_spinner);
  gtk_widget_class_bind_template_child (widget_class, SatWindow, error_page);
  gtk_widget_class_bind_template_child (widget_class, SatWindow, workspace_title);
  gtk_widget_class_bind_template_child (widget_class, SatWindow, content_header);
  gtk_widget_class_bind_template_child (widget_class, SatWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, SatWindow, sync_place);
  gtk_widget_class_bind_template_child (widget_class, SatWindow, paned);
  gtk_widget_class_bind_template_child (widget_class, SatWindow, content);
  gtk_widget_class_bind_template_child (widget_class, SatWindow, title_stack);
  gtk_widget_class_bind_template_child (widget_class, SatWindow, view_title);
  gtk_widget_class_bind_template_child (widget_class, SatWindow, views);
  gtk_widget_class_bind_template_child (widget_class, SatWindow, new_button);
  gtk_widget_class_bind_template_child (widget_class, SatWindow, new_content);
  gtk_widget_class_bind_template_callback (widget_class, sidebar_row_selected_cb);
}

static void
sat_window_class_init (SatWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_window_dispose;
  widget_class->size_allocate = sat_window_size_allocate;
  widget_class->move_focus = sat_window_focus_moves;
  GTK_WINDOW_CLASS (klass)->close_request = sat_window_close_request;
  g_type_ensure (SAT_TYPE_START_PAGE);
  g_type_ensure (SAT_TYPE_TAB_STOP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/satchel/Satchel/sat-window.ui");
  bind_children (widget_class);
  sat_window_install_actions (widget_class);
}

static void
sat_window_init (SatWindow *self)
{
  self->settings = g_settings_new (SAT_SETTINGS_SCHEMA);
  self->subtitles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  sat_widget_present_shown_page (GTK_WIDGET (self->title_stack));
  sat_widget_present_shown_page (GTK_WIDGET (self->views));
  sat_widget_present_shown_page (GTK_WIDGET (self->pages));
  g_signal_connect_swapped (self->paned, "notify::position", G_CALLBACK (divider_moved_cb), self);
  restore_size (self);
  sat_toasts_watch (self->toasts);
  sat_appearance_follow_density (GTK_WIDGET (self), self->settings);
  sat_window_import_init (self);
  sat_window_update_actions (self);
}

SatWindow *
sat_window_new (GtkApplication *application)
{
  return g_object_new (SAT_TYPE_WINDOW, "application", application, NULL);
}
