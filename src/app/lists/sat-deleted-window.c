/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-deleted-window.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-context-menu.h"
#include "sat-deleted-item.h"
#include "sat-labels.h"
#include "sat-toasts.h"
#include "sat-widgets.h"

/* So many of each type; older ones are brought back by a search. */
#define MOST 500
#define RELOAD_DELAY_MS 250

typedef enum {
  COLUMN_TITLE,
  COLUMN_KIND,
  COLUMN_WHEN,
  COLUMN_WHO,
} Column;

struct _SatDeletedWindow {
  AdwWindow parent_instance;
  SatContext *context;
  GListStore *items; /* SatDeletedItem */
  GtkCustomFilter *filter;
  GtkMultiSelection *selection;
  char *words; /* folded */
  GCancellable *cancellable;
  guint reload_timeout;

  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkWidget *entry;
  GtkColumnView *view;
  GtkWidget *menu; /* NULL before it is first shown */
  GtkWidget *restore_button;
  AdwStatusPage *error_page;
};

G_DEFINE_FINAL_TYPE (SatDeletedWindow, sat_deleted_window, ADW_TYPE_WINDOW)

static gboolean
fits_cb (gpointer item, gpointer user_data)
{
  SatDeletedWindow *self = user_data;

  return self->words == NULL ||
         strstr (sat_deleted_item_get_folded (SAT_DELETED_ITEM (item)), self->words) != NULL;
}

/* The focus does not stay in a list that is shown no more, where keys would go nowhere. */
static void
show_page (SatDeletedWindow *self, const char *name)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  gtk_stack_set_visible_child_name (self->stack, name);
  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->stack)) &&
      !g_str_equal (name, "list"))
    gtk_widget_grab_focus (self->entry);
}

static void
update (SatDeletedWindow *self)
{
  g_autoptr (GtkBitset) set =
      gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  gboolean writes = !sat_store_is_read_only (sat_context_get_store (self->context));

  gtk_widget_set_sensitive (self->restore_button, writes && !gtk_bitset_is_empty (set));
  if (g_list_model_get_n_items (G_LIST_MODEL (self->items)) == 0)
    show_page (self, "empty");
  else
    show_page (self, n > 0 ? "list" : "nothing");
}

static void
words_changed_cb (GtkEditable *entry, SatDeletedWindow *self)
{
  g_free (self->words);
  self->words = sat_fold (gtk_editable_get_text (entry));
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  update (self);
}

static void
words_done_cb (SatDeletedWindow *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self->view), GTK_DIR_TAB_FORWARD);
}

static gpointer
read_deletions (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  return sat_deletions_list (sat_reader_get_store (reader), MOST, cancellable, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = sat_context_read_finish (result, &error);
  SatDeletedWindow *self = user_data;
  g_autoptr (GPtrArray) items = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (found == NULL) {
    adw_status_page_set_description (self->error_page, error->message);
    show_page (self, "error");
    return;
  }
  items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (items, sat_deleted_item_new (found->pdata[i]));
  /* The items have them now. */
  g_ptr_array_set_free_func (found, NULL);
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)),
                       items->pdata, items->len);
  update (self);
}

static gboolean
reload_cb (gpointer user_data)
{
  SatDeletedWindow *self = user_data;

  self->reload_timeout = 0;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  sat_context_read_async (self->context, read_deletions, NULL, NULL,
                          (GDestroyNotify)g_ptr_array_unref, self->cancellable, read_cb, self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (SatContext *context, gpointer news, SatDeletedWindow *self)
{
  if (self->reload_timeout == 0)
    self->reload_timeout = g_timeout_add (RELOAD_DELAY_MS, reload_cb, self);
}

static void
unref_ids (gpointer ids)
{
  g_array_unref (ids);
}

static void
restore (SatDeletedWindow *self, GArray *ids, const char *title)
{
  g_autofree char *label = NULL;
  g_autofree char *toast = NULL;

  if (ids->len == 1) {
    /* Translators: an entry of the undo list; %s is a person, a company ... */
    label = g_strdup_printf (_ ("Restore “%s”"), title);
    toast = g_strdup_printf (_ ("“%s” restored"), title);
  } else {
    label =
        g_strdup_printf (ngettext ("Restore %u record", "Restore %u records", ids->len), ids->len);
    toast = g_strdup_printf (ngettext ("%u record restored", "%u records restored", ids->len),
                             ids->len);
  }
  sat_context_write (self->context, label, toast, sat_deletions_restore, g_array_ref (ids),
                     unref_ids, NULL, NULL, NULL);
}

void
sat_deleted_window_restore_selected (SatDeletedWindow *self)
{
  g_autoptr (GtkBitset) set = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *title = NULL;
  GtkBitsetIter iter;
  guint position;

  g_return_if_fail (SAT_IS_DELETED_WINDOW (self));
  set = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  if (!gtk_bitset_iter_init_first (&iter, set, &position))
    return;
  do {
    g_autoptr (SatDeletedItem) item =
        g_list_model_get_item (G_LIST_MODEL (self->selection), position);

    g_array_append_val (ids, sat_deleted_item_get (item)->id);
    if (title == NULL)
      title = g_strdup (sat_deleted_item_get (item)->title);
  } while (gtk_bitset_iter_next (&iter, &position));
  restore (self, ids, title);
}

static void
restore_clicked_cb (SatDeletedWindow *self)
{
  sat_deleted_window_restore_selected (self);
}

static void
restore_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_deleted_window_restore_selected (SAT_DELETED_WINDOW (widget));
}

static void
row_activated_cb (GtkColumnView *view, guint position, SatDeletedWindow *self)
{
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  sat_deleted_window_restore_selected (self);
}

/* The focus goes back to the list, so that the keys go on from there. */
static void
menu_closed_cb (SatDeletedWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus == NULL || gtk_widget_is_ancestor (focus, self->menu))
    words_done_cb (self);
}

/* @x and @y: in the overlay. Not over the stack: of its children GTK's accessibility knows the
 * pages only. */
static void
show_menu (SatDeletedWindow *self, double x, double y)
{
  if (self->menu == NULL) {
    g_autoptr (GMenu) menu = g_menu_new ();

    g_menu_append (menu, _ ("_Restore"), "deleted.restore");
    self->menu = sat_context_menu_new (GTK_WIDGET (self->toasts), G_MENU_MODEL (menu));
    g_signal_connect_swapped (self->menu, "closed", G_CALLBACK (menu_closed_cb), self);
  }
  sat_context_menu_popup (self->menu, x, y);
}

/* Menu key: beside the focused row. */
static gboolean
menu_key_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  SatDeletedWindow *self = SAT_DELETED_WINDOW (widget);
  g_autoptr (GtkBitset) set =
      gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  graphene_rect_t bounds;

  if (gtk_bitset_is_empty (set) || focus == NULL ||
      !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view)) ||
      !gtk_widget_compute_bounds (focus, GTK_WIDGET (self->toasts), &bounds))
    return GDK_EVENT_PROPAGATE;
  show_menu (self, bounds.origin.x + 24, bounds.origin.y + bounds.size.height);
  return GDK_EVENT_STOP;
}

/* On a row that is not selected, that row is. */
static void
pressed_cb (GtkGestureClick *click, int n, double x, double y, SatDeletedWindow *self)
{
  GtkWidget *cell = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (click));
  guint position = gtk_list_item_get_position (g_object_get_data (G_OBJECT (cell), "item"));
  graphene_point_t point;

  if (position == GTK_INVALID_LIST_POSITION ||
      !gtk_widget_compute_point (cell, GTK_WIDGET (self->toasts),
                                 &GRAPHENE_POINT_INIT ((float)x, (float)y), &point))
    return;
  if (!gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), position))
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  show_menu (self, point.x, point.y);
  gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
add_menu (SatDeletedWindow *self, GtkWidget *cell, GtkListItem *item)
{
  GtkGesture *click = gtk_gesture_click_new ();

  g_object_set_data (G_OBJECT (cell), "item", item);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (cell, GTK_EVENT_CONTROLLER (click));
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  add_menu (g_object_get_data (G_OBJECT (factory), "window"), label, item);
  gtk_list_item_set_child (item, label);
}

static char *
cell_text (SatDeletedWindow *self, const SatDeletion *deletion, Column column)
{
  const SatType *type = sat_context_get_type_by_name (self->context, deletion->type_name);

  switch (column) {
  case COLUMN_KIND:
    return g_strdup (type != NULL ? sat_labels_singular (type) : deletion->type_name);
  case COLUMN_WHEN:
    return sat_format_instant_relative (sat_context_get_format (self->context), deletion->at);
  case COLUMN_WHO:
    return g_strdup (deletion->author);
  case COLUMN_TITLE:
  default:
    return g_strdup (*deletion->title != '\0' ? deletion->title : _ ("Without a name"));
  }
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkLabel *label = GTK_LABEL (gtk_list_item_get_child (item));
  Column column = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (factory), "column"));
  SatDeletedWindow *self = g_object_get_data (G_OBJECT (factory), "window");
  const SatDeletion *deletion =
      sat_deleted_item_get (SAT_DELETED_ITEM (gtk_list_item_get_item (item)));
  g_autofree char *text = cell_text (self, deletion, column);

  gtk_label_set_text (label, text);
  if (column == COLUMN_WHEN) {
    g_autofree char *full =
        sat_format_instant (sat_context_get_format (self->context), deletion->at);

    sat_widget_set_tooltip (GTK_WIDGET (label), full);
  }
}

static void
add_column (SatDeletedWindow *self, Column column, const char *title, int width)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) made = NULL;

  g_object_set_data (G_OBJECT (factory), "column", GINT_TO_POINTER (column));
  g_object_set_data (G_OBJECT (factory), "window", self);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  made = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_resizable (made, TRUE);
  gtk_column_view_column_set_expand (made, column == COLUMN_TITLE);
  gtk_column_view_column_set_fixed_width (made, sat_text_pixels (width));
  gtk_column_view_append_column (self->view, made);
}

static void
sat_deleted_window_dispose (GObject *object)
{
  SatDeletedWindow *self = SAT_DELETED_WINDOW (object);

  g_clear_handle_id (&self->reload_timeout, g_source_remove);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->view != NULL)
    gtk_column_view_set_model (self->view, NULL);
  self->view = NULL;
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->items);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_deleted_window_parent_class)->dispose (object);
}

static void
sat_deleted_window_finalize (GObject *object)
{
  g_free (SAT_DELETED_WINDOW (object)->words);
  G_OBJECT_CLASS (sat_deleted_window_parent_class)->finalize (object);
}

static void
sat_deleted_window_class_init (SatDeletedWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_deleted_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_deleted_window_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/satchel/Satchel/lists/sat-deleted-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SatDeletedWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, SatDeletedWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, SatDeletedWindow, entry);
  gtk_widget_class_bind_template_child (widget_class, SatDeletedWindow, view);
  gtk_widget_class_bind_template_child (widget_class, SatDeletedWindow, restore_button);
  gtk_widget_class_bind_template_child (widget_class, SatDeletedWindow, error_page);
  gtk_widget_class_bind_template_callback (widget_class, words_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, words_done_cb);
  gtk_widget_class_bind_template_callback (widget_class, restore_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_install_action (widget_class, "deleted.restore", NULL, restore_action_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb, NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "deleted.restore", NULL);
}

static void
sat_deleted_window_init (SatDeletedWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sat_widget_scale_window (GTK_WINDOW (self));
  sat_widget_present_shown_page (GTK_WIDGET (self->stack));
  self->items = g_list_store_new (SAT_TYPE_DELETED_ITEM);
  self->filter = gtk_custom_filter_new (fits_cb, self, NULL);
  self->selection = gtk_multi_selection_new (G_LIST_MODEL (gtk_filter_list_model_new (
      g_object_ref (G_LIST_MODEL (self->items)), GTK_FILTER (self->filter))));
  g_signal_connect_swapped (self->selection, "selection-changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->selection, "items-changed", G_CALLBACK (update), self);
}

SatDeletedWindow *
sat_deleted_window_new (GtkWindow *parent, SatContext *context)
{
  SatDeletedWindow *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  self = g_object_new (SAT_TYPE_DELETED_WINDOW, "transient-for", parent, NULL);
  self->context = g_object_ref (context);
  add_column (self, COLUMN_TITLE, _ ("Name"), 240);
  add_column (self, COLUMN_KIND, C_ ("deleted record", "Kind"), 120);
  add_column (self, COLUMN_WHEN, _ ("Deleted"), 170);
  add_column (self, COLUMN_WHO, C_ ("deleted record", "By"), 160);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  sat_widget_set_name (GTK_WIDGET (self->view), _ ("Deleted records"));
  gtk_widget_set_sensitive (self->restore_button, FALSE);
  g_signal_connect_object (context, "changed", G_CALLBACK (changed_cb), self, 0);
  reload_cb (self);
  return self;
}

void
sat_deleted_window_add_toast (SatDeletedWindow *self, AdwToast *toast)
{
  g_return_if_fail (SAT_IS_DELETED_WINDOW (self) && ADW_IS_TOAST (toast));
  sat_toasts_add (self->toasts, toast);
}

GtkSelectionModel *
sat_deleted_window_get_selection (SatDeletedWindow *self)
{
  g_return_val_if_fail (SAT_IS_DELETED_WINDOW (self), NULL);
  return GTK_SELECTION_MODEL (self->selection);
}
