/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-org-list.h"

#include "sat-org-row.h"
#include "sat-pipeline-edit.h"
#include "sat-widgets.h"

#include <glib/gi18n-lib.h>

/* More rows than this get an entry to find one. */
#define MANY 12
/* So many rows at a time: each is a handful of widgets. */
#define PAGE 100

struct _SatOrgList {
  AdwPreferencesGroup parent_instance;
  SatContext *context;
  SatOrgListInfo info;
  gint64 of;
  GPtrArray *items; /* SatOrgItem */
  GCancellable *reading;
  gboolean loaded, stale;
  gint64 wanted; /* whose row gets the focus when it is there */

  GtkWidget *add_button;
  GtkWidget *search;
  GtkListBox *list;
  GtkWidget *more; /* shows the next rows */
  guint shown;     /* rows at most */
  char *words;     /* folded */
};

enum {
  ADD,
  OPEN,
  REMOVE,
  LOADED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatOrgList, sat_org_list, ADW_TYPE_PREFERENCES_GROUP)

static gint64
id_of (SatOrgItem *item)
{
  return sat_record_get_id (item->record);
}

static gboolean
can_write (SatOrgList *self)
{
  return !sat_store_is_read_only (sat_context_get_store (self->context));
}

static int
find (SatOrgList *self, gint64 id)
{
  for (guint i = 0; i < self->items->len; i++) {
    if (id_of (self->items->pdata[i]) == id)
      return (int)i;
  }
  return -1;
}

static GtkListBoxRow *
focused_row (SatOrgList *self)
{
  return (GtkListBoxRow *)sat_widget_get_focused_child (GTK_WIDGET (self->list));
}

static void
add_empty_row (SatOrgList *self)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), self->info.empty);
  gtk_widget_add_css_class (row, "dim-label");
  gtk_list_box_append (self->list, row);
}

static gboolean
has_words (SatOrgList *self, SatOrgItem *item)
{
  g_autofree char *title = self->words != NULL ? sat_fold (sat_org_item_get_title (item)) : NULL;

  return title == NULL || strstr (title, self->words) != NULL;
}

static void
show_more (SatOrgList *self, guint left)
{
  g_autofree char *label = g_strdup_printf (
      ngettext ("Show _More (%u is not shown)", "Show _More (%u are not shown)", left), left);

  gtk_button_set_label (GTK_BUTTON (self->more), label);
  gtk_widget_set_visible (self->more, left > 0);
}

static void
show_items (SatOrgList *self)
{
  GtkListBoxRow *focused = focused_row (self);
  GtkWidget *child, *target = NULL;
  guint found = 0, shown = 0;

  if (focused != NULL && self->wanted == 0)
    self->wanted = sat_org_row_get_id (focused);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; i < self->items->len; i++) {
    SatOrgItem *item = g_ptr_array_index (self->items, i);
    gboolean wanted = id_of (item) == self->wanted;
    GtkWidget *row;

    if (!has_words (self, item))
      continue;
    found++;
    if (shown >= self->shown && !wanted)
      continue;
    row = sat_org_row_new (item, can_write (self) && self->info.order_label != NULL,
                           can_write (self) && self->info.removable);
    shown++;
    gtk_list_box_append (self->list, row);
    if (wanted)
      target = row;
  }
  if (self->items->len == 0)
    add_empty_row (self);
  show_more (self, found - shown);
  gtk_widget_set_visible (self->search, self->items->len > MANY || self->words != NULL);
  if (target != NULL)
    gtk_widget_grab_focus (target);
  self->wanted = 0;
}

typedef struct {
  SatOrgLoad load;
  SatFormat format; /* what it points to is the context's, which waits for its reads */
  gint64 of;
} Request;

static gpointer
read_items (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  Request *request = data;

  return request->load (reader, &request->format, request->of, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = sat_context_read_finish (result, &error);
  SatOrgList *self = user_data;

  if (items == NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      sat_context_say (self->context, error->message);
    return;
  }
  /* The rows point to the old items. */
  g_ptr_array_ref (items);
  {
    g_autoptr (GPtrArray) old G_GNUC_UNUSED = self->items;

    self->items = items;
    self->loaded = TRUE;
    show_items (self);
  }
  g_signal_emit (self, signals[LOADED], 0);
}

void
sat_org_list_refresh (SatOrgList *self)
{
  Request *request;

  g_return_if_fail (SAT_IS_ORG_LIST (self));
  self->stale = FALSE;
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  request = g_new (Request, 1);
  *request = (Request){self->info.load, *sat_context_get_format (self->context), self->of};
  sat_context_read_async (self->context, read_items, request, g_free,
                          (GDestroyNotify)g_ptr_array_unref, self->reading, read_cb, self);
}

static void
context_changed_cb (SatContext *context, gpointer news, SatOrgList *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    sat_org_list_refresh (self);
  else
    self->stale = TRUE;
}

guint
sat_org_list_get_n_items (SatOrgList *self)
{
  g_return_val_if_fail (SAT_IS_ORG_LIST (self), 0);
  return self->items->len;
}

int
sat_org_list_clamp (GPtrArray *items, int from, int to)
{
  int rank, first = from, last = from;

  g_return_val_if_fail (items != NULL && from >= 0 && from < (int)items->len, from);
  rank = ((SatOrgItem *)items->pdata[from])->rank;
  while (first > 0 && ((SatOrgItem *)items->pdata[first - 1])->rank == rank)
    first--;
  while (last + 1 < (int)items->len && ((SatOrgItem *)items->pdata[last + 1])->rank == rank)
    last++;
  return CLAMP (to, first, last);
}

static gboolean
write_order (SatWriter *writer, gpointer data, GError **error)
{
  GArray *ids = data;

  return sat_order_records (writer, (const gint64 *)(gpointer)ids->data, ids->len, error);
}

void
sat_org_list_move (SatOrgList *self, gint64 id, int position)
{
  GArray *ids;
  int from, to;

  g_return_if_fail (SAT_IS_ORG_LIST (self));
  from = find (self, id);
  if (from < 0 || self->info.order_label == NULL || !can_write (self))
    return;
  to = sat_org_list_clamp (self->items, from, position);
  if (to == from)
    return;
  g_ptr_array_insert (self->items, to, g_ptr_array_steal_index (self->items, (guint)from));
  self->wanted = id;
  show_items (self);
  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < self->items->len; i++) {
    gint64 each = id_of (self->items->pdata[i]);

    g_array_append_val (ids, each);
  }
  sat_context_write (self->context, self->info.order_label, NULL, write_order, ids,
                     (GDestroyNotify)g_array_unref, NULL, NULL, NULL);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, SatOrgList *self)
{
  gint64 id = sat_org_row_get_id (row);

  if (id != 0)
    g_signal_emit (self, signals[OPEN], 0, id);
}

static void
add_clicked_cb (SatOrgList *self)
{
  g_signal_emit (self, signals[ADD], 0);
}

static void
move_up_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatOrgList *self = SAT_ORG_LIST (widget);
  gint64 id = g_variant_get_int64 (parameter);

  sat_org_list_move (self, id, find (self, id) - 1);
}

static void
move_down_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatOrgList *self = SAT_ORG_LIST (widget);
  gint64 id = g_variant_get_int64 (parameter);

  sat_org_list_move (self, id, find (self, id) + 1);
}

static void
remove_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatOrgList *self = SAT_ORG_LIST (widget);
  gint64 id = g_variant_get_int64 (parameter);

  if (id != 0 && self->info.removable && can_write (self))
    g_signal_emit (self, signals[REMOVE], 0, id);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, SatOrgList *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_y (self->list, (int)y);
  gint64 id = g_value_get_int64 (value);

  gtk_list_box_drag_unhighlight_row (self->list);
  if (row == NULL || find (self, id) < 0)
    return FALSE;
  sat_org_list_move (self, id, find (self, sat_org_row_get_id (row)));
  return TRUE;
}

static GdkDragAction
drag_motion_cb (GtkDropTarget *target, double x, double y, SatOrgList *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_y (self->list, (int)y);

  if (row != NULL)
    gtk_list_box_drag_highlight_row (self->list, row);
  return GDK_ACTION_MOVE;
}

static void
drag_leave_cb (GtkDropTarget *target, SatOrgList *self)
{
  gtk_list_box_drag_unhighlight_row (self->list);
}

static void
search_changed_cb (GtkSearchEntry *entry, SatOrgList *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));

  g_free (self->words);
  self->words = *text != '\0' ? sat_fold (text) : NULL;
  self->shown = PAGE;
  show_items (self);
}

/* The focus goes to the first of the new rows. */
static void
more_clicked_cb (SatOrgList *self)
{
  GtkListBoxRow *row = NULL;
  guint shown = self->shown;

  self->shown += PAGE;
  show_items (self);
  row = gtk_list_box_get_row_at_index (self->list, (int)shown);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
sat_org_list_map (GtkWidget *widget)
{
  SatOrgList *self = SAT_ORG_LIST (widget);

  GTK_WIDGET_CLASS (sat_org_list_parent_class)->map (widget);
  if (!self->loaded || self->stale)
    sat_org_list_refresh (self);
}

static void
sat_org_list_dispose (GObject *object)
{
  SatOrgList *self = SAT_ORG_LIST (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_org_list_parent_class)->dispose (object);
}

static void
sat_org_list_finalize (GObject *object)
{
  SatOrgList *self = SAT_ORG_LIST (object);

  g_ptr_array_unref (self->items);
  g_free (self->words);
  G_OBJECT_CLASS (sat_org_list_parent_class)->finalize (object);
}

static void
sat_org_list_class_init (SatOrgListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_org_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_org_list_finalize;
  widget_class->map = sat_org_list_map;
  signals[ADD] = g_signal_new ("add", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OPEN] = g_signal_new ("open", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                1, G_TYPE_INT64);
  signals[REMOVE] = g_signal_new ("remove", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[LOADED] =
      g_signal_new ("loaded", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "list.move-up", "x", move_up_cb);
  gtk_widget_class_install_action (widget_class, "list.move-down", "x", move_down_cb);
  gtk_widget_class_install_action (widget_class, "list.remove", "x", remove_cb);
}

/* Before the list takes Ctrl with the arrows for itself. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType modifiers,
                SatOrgList *self)
{
  const char *action = NULL;
  GtkListBoxRow *row = focused_row (self);

  modifiers &= gtk_accelerator_get_default_mod_mask ();
  if (row == NULL ||
      GTK_WIDGET (row) != gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (row))))
    return GDK_EVENT_PROPAGATE;
  if (modifiers == GDK_CONTROL_MASK && (key == GDK_KEY_Up || key == GDK_KEY_KP_Up))
    action = "list.move-up";
  else if (modifiers == GDK_CONTROL_MASK && (key == GDK_KEY_Down || key == GDK_KEY_KP_Down))
    action = "list.move-down";
  else if (modifiers == 0 && (key == GDK_KEY_Delete || key == GDK_KEY_KP_Delete))
    action = "list.remove";
  if (action == NULL || sat_org_row_get_id (row) == 0)
    return GDK_EVENT_PROPAGATE;
  gtk_widget_activate_action (GTK_WIDGET (self), action, "x", sat_org_row_get_id (row));
  return GDK_EVENT_STOP;
}

static void
add_keys (SatOrgList *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
}

static void
add_drop_target (SatOrgList *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INT64, GDK_ACTION_MOVE);

  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  g_signal_connect (target, "motion", G_CALLBACK (drag_motion_cb), self);
  g_signal_connect (target, "leave", G_CALLBACK (drag_leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), GTK_EVENT_CONTROLLER (target));
}

static void
sat_org_list_init (SatOrgList *self)
{
  self->items = g_ptr_array_new_with_free_func (sat_org_item_free);
  self->search = gtk_search_entry_new ();
  gtk_widget_set_visible (self->search, FALSE);
  gtk_widget_set_margin_bottom (self->search, 12);
  g_object_set (self->search, "placeholder-text", _ ("Find in the list"), NULL);
  sat_widget_set_name (self->search, _ ("Find in the list"));
  g_signal_connect (self->search, "search-changed", G_CALLBACK (search_changed_cb), self);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  add_keys (self);
  self->shown = PAGE;
  self->more = gtk_button_new ();
  gtk_button_set_use_underline (GTK_BUTTON (self->more), TRUE);
  gtk_widget_add_css_class (self->more, "flat");
  gtk_widget_set_halign (self->more, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (self->more, 6);
  gtk_widget_set_visible (self->more, FALSE);
  g_signal_connect_swapped (self->more, "clicked", G_CALLBACK (more_clicked_cb), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->search);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->list));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->more);
}

static void
add_button (SatOrgList *self)
{
  GtkWidget *content = adw_button_content_new ();

  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), "list-add-symbolic");
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), self->info.add);
  self->add_button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->add_button), content);
  gtk_widget_add_css_class (self->add_button, "flat");
  gtk_widget_set_valign (self->add_button, GTK_ALIGN_CENTER);
  sat_widget_set_name (self->add_button, self->info.add);
  g_signal_connect_swapped (self->add_button, "clicked", G_CALLBACK (add_clicked_cb), self);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (self), self->add_button);
}

GtkWidget *
sat_org_list_new (SatContext *context, const SatOrgListInfo *info, gint64 of)
{
  SatOrgList *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && info != NULL && info->load != NULL, NULL);
  self = g_object_new (SAT_TYPE_ORG_LIST, NULL);
  self->context = g_object_ref (context);
  self->info = *info;
  self->of = of;
  if (info->title != NULL) {
    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), info->title);
    sat_widget_set_name (GTK_WIDGET (self->list), info->title);
  }
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), info->description);
  if (info->add != NULL && can_write (self))
    add_button (self);
  if (info->order_label != NULL && can_write (self))
    add_drop_target (self);
  g_signal_connect_object (context, "changed", G_CALLBACK (context_changed_cb), self, 0);
  return GTK_WIDGET (self);
}
