/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-settings-window.h"

#include "sat-appearance.h"
#include "sat-record-page.h"
#include "sat-tab-stop.h"
#include "sat-toasts.h"
#include "sat-widgets.h"

#include <glib/gi18n-lib.h>

#define TITLE "sat-settings-title"
#define NEW_TYPE "sat-settings-new-type"
#define FOCUS "sat-settings-focus" /* what had the focus below the page */

struct _SatSettingsWindow {
  AdwWindow parent_instance;
  SatContext *context;
  const SatSettingsPageInfo *info; /* of the page that is chosen */
  GPtrArray *over;                 /* GtkWidget: the pages over it, the shown one last */

  AdwToastOverlay *toasts;
  GtkListBox *sidebar;
  AdwWindowTitle *title;
  GtkWidget *back_button;
  GtkStack *stack;
};

G_DEFINE_FINAL_TYPE (SatSettingsWindow, sat_settings_window, ADW_TYPE_WINDOW)

static SatSettingsWindow *
window_of (GtkWidget *widget)
{
  return SAT_SETTINGS_WINDOW (gtk_widget_get_ancestor (widget, SAT_TYPE_SETTINGS_WINDOW));
}

static void
update_header (SatSettingsWindow *self)
{
  GtkWidget *shown = gtk_stack_get_visible_child (self->stack);
  const char *title = shown != NULL ? g_object_get_data (G_OBJECT (shown), TITLE) : NULL;

  adw_window_title_set_title (self->title, title != NULL ? title : "");
  gtk_widget_set_visible (self->back_button, self->over->len > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "settings.back", self->over->len > 0);
}

static GtkWidget *
ensure_page (SatSettingsWindow *self, const SatSettingsPageInfo *info)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, info->name);

  if (page == NULL) {
    page = info->create (self->context);
    g_object_set_data_full (G_OBJECT (page), TITLE, g_strdup (_ (info->label)), g_free);
    gtk_stack_add_named (self->stack, page, info->name);
  }
  return page;
}

static void
forget_focus (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
keep_focus (SatSettingsWindow *self, GtkWidget *page)
{
  GWeakRef *focus = g_new0 (GWeakRef, 1);

  g_weak_ref_init (focus, gtk_window_get_focus (GTK_WINDOW (self)));
  g_object_set_data_full (G_OBJECT (page), FOCUS, focus, forget_focus);
}

/* Back to where @page was opened from, if that is still there. */
static void
restore_focus (GtkWidget *below, GtkWidget *page)
{
  GWeakRef *focus = g_object_get_data (G_OBJECT (page), FOCUS);
  g_autoptr (GtkWidget) before = focus != NULL ? g_weak_ref_get (focus) : NULL;

  if (before != NULL && gtk_widget_is_ancestor (before, below))
    gtk_widget_grab_focus (before);
  else
    gtk_widget_child_focus (below, GTK_DIR_TAB_FORWARD);
}

static void
pop_to (SatSettingsWindow *self, guint n)
{
  GtkWidget *below = n > 0 ? g_ptr_array_index (self->over, n - 1) : ensure_page (self, self->info);

  if (self->over->len <= n)
    return;
  gtk_stack_set_visible_child (self->stack, below);
  restore_focus (below, g_ptr_array_index (self->over, n));
  while (self->over->len > n) {
    GtkWidget *page = g_ptr_array_steal_index (self->over, self->over->len - 1);

    gtk_stack_remove (self->stack, page);
  }
  update_header (self);
}

void
sat_settings_open (GtkWidget *widget, GtkWidget *page, const char *title)
{
  SatSettingsWindow *self;

  g_return_if_fail (GTK_IS_WIDGET (widget) && GTK_IS_WIDGET (page) && title != NULL);
  self = window_of (widget);
  if (self == NULL) {
    g_object_ref_sink (page);
    g_object_unref (page);
    return;
  }
  g_object_set_data_full (G_OBJECT (page), TITLE, g_strdup (title), g_free);
  keep_focus (self, page);
  gtk_stack_add_child (self->stack, page);
  g_ptr_array_add (self->over, page);
  gtk_stack_set_visible_child (self->stack, page);
  update_header (self);
  gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

void
sat_settings_close (GtkWidget *page)
{
  SatSettingsWindow *self;
  guint position;

  g_return_if_fail (GTK_IS_WIDGET (page));
  self = window_of (page);
  if (self != NULL && g_ptr_array_find (self->over, page, &position))
    pop_to (self, position);
}

void
sat_settings_set_title (GtkWidget *page, const char *title)
{
  SatSettingsWindow *self;

  g_return_if_fail (GTK_IS_WIDGET (page) && title != NULL);
  g_object_set_data_full (G_OBJECT (page), TITLE, g_strdup (title), g_free);
  self = window_of (page);
  if (self != NULL)
    update_header (self);
}

void
sat_settings_set_new_type (GtkWidget *page, const char *type_name)
{
  g_return_if_fail (GTK_IS_WIDGET (page));
  g_object_set_data (G_OBJECT (page), NEW_TYPE, (gpointer)type_name);
}

void
sat_settings_window_add_toast (SatSettingsWindow *self, AdwToast *toast)
{
  g_return_if_fail (SAT_IS_SETTINGS_WINDOW (self));
  sat_toasts_add (self->toasts, toast);
}

const char *
sat_settings_window_get_page_name (SatSettingsWindow *self)
{
  g_return_val_if_fail (SAT_IS_SETTINGS_WINDOW (self), NULL);
  return self->info != NULL ? self->info->name : NULL;
}

static void
choose (SatSettingsWindow *self, const SatSettingsPageInfo *info)
{
  if (self->info != NULL)
    pop_to (self, 0);
  self->info = info;
  gtk_stack_set_visible_child (self->stack, ensure_page (self, info));
  update_header (self);
}

static void
row_selected_cb (GtkListBox *list, GtkListBoxRow *row, SatSettingsWindow *self)
{
  const SatSettingsPageInfo *info = row != NULL ? g_object_get_data (G_OBJECT (row), "page") : NULL;

  if (info != NULL && info != self->info)
    choose (self, info);
}

/* A second click on the line leads back from what lies over its page. */
static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, SatSettingsWindow *self)
{
  choose (self, g_object_get_data (G_OBJECT (row), "page"));
}

void
sat_settings_window_show_page (SatSettingsWindow *self, const char *name)
{
  GtkListBoxRow *found = NULL, *row;

  g_return_if_fail (SAT_IS_SETTINGS_WINDOW (self));
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->sidebar, i)) != NULL; i++) {
    const SatSettingsPageInfo *info = g_object_get_data (G_OBJECT (row), "page");

    if (found == NULL || g_strcmp0 (info->name, name) == 0)
      found = row;
  }
  gtk_list_box_select_row (self->sidebar, found);
  choose (self, g_object_get_data (G_OBJECT (found), "page"));
  gtk_widget_grab_focus (GTK_WIDGET (found));
}

static GtkWidget *
make_row (const SatSettingsPageInfo *info)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name (info->icon);
  GtkWidget *label = gtk_label_new (_ (info->label));

  sat_widget_set_decorative (icon);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  sat_widget_set_name (row, _ (info->label));
  g_object_set_data (G_OBJECT (row), "page", (gpointer)info);
  return row;
}

static void
back_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatSettingsWindow *self = SAT_SETTINGS_WINDOW (widget);

  if (self->over->len > 0)
    pop_to (self, self->over->len - 1);
}

/* Escape leaves the uppermost page, then the window. */
static gboolean
escape_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  if (SAT_SETTINGS_WINDOW (widget)->over->len > 0)
    back_cb (widget, NULL, NULL);
  else
    gtk_window_close (GTK_WINDOW (widget));
  return TRUE;
}

static void
undo_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_context_undo (SAT_SETTINGS_WINDOW (widget)->context);
}

static void
redo_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_context_redo (SAT_SETTINGS_WINDOW (widget)->context);
}

/* What a table of records asks its window for. */
static void
open_record_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatSettingsWindow *self = SAT_SETTINGS_WINDOW (widget);

  sat_record_page_open (GTK_WIDGET (self->stack), self->context, g_variant_get_int64 (parameter));
}

static void
delete_records_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatContext *context = SAT_SETTINGS_WINDOW (widget)->context;
  gsize n;
  const gint64 *ids = g_variant_get_fixed_array (parameter, &n, sizeof (gint64));
  g_autofree char *title = NULL;

  if (n == 1)
    title = g_strdup (sat_reader_title (sat_context_get_reader (context), ids[0]));
  sat_context_delete (context, ids, n, title);
}

static void
new_record_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *type_name;

  g_variant_get (parameter, "(&s@a{ss})", &type_name, NULL);
  sat_record_page_make_new (widget, SAT_SETTINGS_WINDOW (widget)->context, type_name);
}

static void
new_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatSettingsWindow *self = SAT_SETTINGS_WINDOW (widget);
  GtkWidget *shown = gtk_stack_get_visible_child (self->stack);
  const char *type_name = g_object_get_data (G_OBJECT (shown), NEW_TYPE);

  if (type_name != NULL)
    sat_record_page_make_new (widget, self->context, type_name);
}

static void
sat_settings_window_move_focus (GtkWidget *widget, GtkDirectionType direction)
{
  if (!sat_toasts_move_focus (SAT_SETTINGS_WINDOW (widget)->toasts, direction))
    GTK_WIDGET_CLASS (sat_settings_window_parent_class)->move_focus (widget, direction);
}

static void
sat_settings_window_dispose (GObject *object)
{
  SatSettingsWindow *self = SAT_SETTINGS_WINDOW (object);

  g_ptr_array_set_size (self->over, 0);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_settings_window_parent_class)->dispose (object);
}

static void
sat_settings_window_finalize (GObject *object)
{
  g_ptr_array_unref (SAT_SETTINGS_WINDOW (object)->over);
  G_OBJECT_CLASS (sat_settings_window_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "settings.back", NULL, back_cb);
  gtk_widget_class_install_action (klass, "settings.undo", NULL, undo_cb);
  gtk_widget_class_install_action (klass, "settings.redo", NULL, redo_cb);
  gtk_widget_class_install_action (klass, "win.open-record", "x", open_record_cb);
  gtk_widget_class_install_action (klass, "win.delete-records", "ax", delete_records_cb);
  gtk_widget_class_install_action (klass, "win.new", NULL, new_cb);
  gtk_widget_class_install_action (klass, "win.new-record", "(sa{ss})", new_record_cb);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Left, GDK_ALT_MASK, "settings.back", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_z, GDK_CONTROL_MASK, "settings.undo", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "settings.redo", NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_Escape, 0, escape_cb, NULL);
}

static void
sat_settings_window_class_init (SatSettingsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_settings_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_settings_window_finalize;
  widget_class->move_focus = sat_settings_window_move_focus;
  g_type_ensure (SAT_TYPE_TAB_STOP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/satchel/Satchel/settings/sat-settings-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SatSettingsWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, SatSettingsWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, SatSettingsWindow, title);
  gtk_widget_class_bind_template_child (widget_class, SatSettingsWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, SatSettingsWindow, stack);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  install_actions (widget_class);
}

static void
sat_settings_window_init (SatSettingsWindow *self)
{
  self->over = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  sat_widget_scale_window (GTK_WINDOW (self));
  sat_widget_present_shown_page (GTK_WIDGET (self->stack));
  sat_toasts_watch (self->toasts);
}

SatSettingsWindow *
sat_settings_window_new (GtkWindow *parent, SatContext *context)
{
  SatSettingsWindow *self;
  guint n;
  const SatSettingsPageInfo *pages = sat_settings_pages (&n);

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  self = g_object_new (SAT_TYPE_SETTINGS_WINDOW, "transient-for", parent, "application",
                       parent != NULL ? gtk_window_get_application (parent) : NULL, NULL);
  self->context = g_object_ref (context);
  sat_appearance_follow_density (GTK_WIDGET (self), sat_context_get_settings (context));
  for (guint i = 0; i < n; i++)
    gtk_list_box_append (self->sidebar, make_row (&pages[i]));
  update_header (self);
  return self;
}
