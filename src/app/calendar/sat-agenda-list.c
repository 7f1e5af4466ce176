/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-agenda-list.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "sat-agenda-row.h"
#include "sat-widgets.h"
#include "sat-window.h"

#define SELECTED_DELAY_MS 80
#define PAGE SAT_CALENDAR_AGENDA_DAYS
/* Some years: whoever wants to see more asks for another date. */
#define MOST_PAGES 20

struct _SatAgendaList {
  GtkWidget parent_instance;
  SatCalendarModel *model;
  SatDate date;      /* that it begins with */
  int before, after; /* pages, besides that of @date */
  GListStore *store; /* SatAgendaEntry */
  GtkSingleSelection *selection;
  gint64 wanted;
  guint selected_timeout;
  gboolean updating;

  GtkStack *stack;
  GtkListView *list;
  AdwStatusPage *empty;
};

G_DEFINE_FINAL_TYPE (SatAgendaList, sat_agenda_list, GTK_TYPE_WIDGET)

static SatCalendarRange
page_range (SatAgendaList *self, int page)
{
  SatDate first = self->date + page * PAGE;

  return (SatCalendarRange){first, first + PAGE - 1};
}

static gboolean
is_shown (SatAgendaList *self)
{
  return sat_calendar_model_get_way (self->model) == SAT_CALENDAR_WAY_AGENDA;
}

static void
want (SatAgendaList *self)
{
  for (int page = -self->before; is_shown (self) && page <= self->after; page++)
    sat_calendar_pages_want (sat_calendar_model_get_pages (self->model), page_range (self, page));
}

static void
append (GPtrArray *to, GPtrArray *from)
{
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (to, g_object_ref (g_ptr_array_index (from, i)));
}

/* What lies on the border of two pages is read with both, and shown on its days in each. */
static GPtrArray *
make_entries (SatAgendaList *self, gboolean *complete)
{
  SatContext *context = sat_calendar_model_get_context (self->model);
  GTimeZone *zone = sat_context_get_format (context)->zone;
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);

  *complete = TRUE;
  for (int page = -self->before; page <= self->after; page++) {
    SatCalendarRange range = page_range (self, page);
    GPtrArray *items = sat_calendar_pages_peek (sat_calendar_model_get_pages (self->model), range);
    g_autoptr (GPtrArray) events = sat_calendar_model_make_events (self->model, items);
    g_autoptr (GPtrArray) lines = sat_agenda_entries (
        events, range.first, range.last, sat_calendar_model_get_today (self->model), zone);

    *complete = *complete && items != NULL;
    append (entries, lines);
  }
  return entries;
}

static gboolean
has_events (GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    if (sat_agenda_entry_get_event (g_ptr_array_index (entries, i)) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
same_at (SatAgendaList *self, guint position, SatAgendaEntry *entry)
{
  g_autoptr (SatAgendaEntry) old = g_list_model_get_item (G_LIST_MODEL (self->store), position);

  return sat_agenda_entry_equal (old, entry);
}

/* Only what differs is replaced, so that the focus and the place stay. */
static void
replace (SatAgendaList *self, GPtrArray *entries)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->store));
  guint head = 0, tail = 0;

  while (head < n && head < entries->len && same_at (self, head, g_ptr_array_index (entries, head)))
    head++;
  while (tail < n - head && tail < entries->len - head &&
         same_at (self, n - 1 - tail, g_ptr_array_index (entries, entries->len - 1 - tail)))
    tail++;
  if (head + tail == n && head + tail == entries->len)
    return;
  g_list_store_splice (self->store, head, n - head - tail, entries->pdata + head,
                       entries->len - head - tail);
}

static gboolean
find (SatAgendaList *self, gint64 id, guint *position)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->store));

  for (guint i = 0; i < n; i++) {
    g_autoptr (SatAgendaEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->store), i);
    SatCalendarEvent *event = sat_agenda_entry_get_event (entry);

    if (event != NULL && event->id == id) {
      *position = i;
      return TRUE;
    }
  }
  return FALSE;
}

static void
show (SatAgendaList *self)
{
  gboolean complete;
  g_autoptr (GPtrArray) entries = make_entries (self, &complete);
  gboolean empty = !has_events (entries);

  if (!complete && empty)
    return;
  g_ptr_array_insert (entries, 0, sat_agenda_entry_new (SAT_AGENDA_EARLIER, 0, NULL));
  g_ptr_array_add (entries, sat_agenda_entry_new (SAT_AGENDA_LATER, 0, NULL));
  self->updating = TRUE;
  replace (self, entries);
  self->updating = FALSE;
  gtk_stack_set_visible_child_name (self->stack, empty ? "empty" : "list");
  if (self->wanted != 0 && sat_agenda_list_select (self, self->wanted))
    self->wanted = 0;
}

/* The day that the calendar went to is above; what is before it is asked for. */
static void
model_changed_cb (SatAgendaList *self)
{
  SatDate date = sat_calendar_model_get_date (self->model);

  if (!is_shown (self))
    return;
  if (date != self->date) {
    self->date = date;
    self->before = self->after = 0;
  }
  want (self);
  show (self);
}

static void
loaded_cb (SatCalendarPages *pages, int first, int last, SatAgendaList *self)
{
  if (is_shown (self) && last - first + 1 == PAGE && (first - self->date) % PAGE == 0)
    show (self);
}

static void
earlier_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatAgendaList *self = SAT_AGENDA_LIST (widget);

  self->before = MIN (self->before + 1, MOST_PAGES);
  want (self);
  show (self);
}

static void
later_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatAgendaList *self = SAT_AGENDA_LIST (widget);

  self->after = MIN (self->after + 1, MOST_PAGES);
  want (self);
  show (self);
}

static void
edge_cb (GtkScrolledWindow *scrolled, GtkPositionType edge, SatAgendaList *self)
{
  if (edge == GTK_POS_BOTTOM)
    later_cb (GTK_WIDGET (self), NULL, NULL);
}

gint64
sat_agenda_list_get_selected (SatAgendaList *self)
{
  SatAgendaEntry *entry;
  SatCalendarEvent *event;

  g_return_val_if_fail (SAT_IS_AGENDA_LIST (self), 0);
  entry = gtk_single_selection_get_selected_item (self->selection);
  event = entry != NULL ? sat_agenda_entry_get_event (entry) : NULL;
  return event != NULL ? event->id : 0;
}

static gboolean
selected_cb (gpointer user_data)
{
  SatAgendaList *self = user_data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  gint64 id = sat_agenda_list_get_selected (self);

  self->selected_timeout = 0;
  if (id != 0 && SAT_IS_WINDOW (root) && !sat_window_get_narrow (SAT_WINDOW (root)))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", "x", id);
  return G_SOURCE_REMOVE;
}

static void
selection_changed_cb (SatAgendaList *self)
{
  if (!self->updating && self->selected_timeout == 0)
    self->selected_timeout = g_timeout_add (SELECTED_DELAY_MS, selected_cb, self);
}

static void
activated_cb (GtkListView *list, guint position, SatAgendaList *self)
{
  g_autoptr (SatAgendaEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->store), position);
  SatCalendarEvent *event = sat_agenda_entry_get_event (entry);

  if (event != NULL) {
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", "x", event->id);
    gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-details", NULL);
  } else if (sat_agenda_entry_get_kind (entry) == SAT_AGENDA_EARLIER) {
    earlier_cb (GTK_WIDGET (self), NULL, NULL);
  } else if (sat_agenda_entry_get_kind (entry) == SAT_AGENDA_LATER) {
    later_cb (GTK_WIDGET (self), NULL, NULL);
  }
}

static void
menu_cb (SatAgendaRow *row, gint64 id, double x, double y, SatAgendaList *self)
{
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (self), SAT_TYPE_VIEW);
  double in_x, in_y;

  if (view != NULL && gtk_widget_translate_coordinates (GTK_WIDGET (row), view, x, y, &in_x, &in_y))
    gtk_widget_activate_action (view, "calendar.menu", "(xdd)", id, in_x, in_y);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, SatAgendaList *self)
{
  GtkWidget *row = sat_agenda_row_new (sat_calendar_model_get_context (self->model));

  g_signal_connect (row, "menu", G_CALLBACK (menu_cb), self);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, SatAgendaList *self)
{
  SatAgendaEntry *entry = gtk_list_item_get_item (item);

  sat_agenda_row_set_entry (SAT_AGENDA_ROW (gtk_list_item_get_child (item)), entry);
  gtk_list_item_set_selectable (item, sat_agenda_entry_get_event (entry) != NULL);
  gtk_list_item_set_activatable (item, sat_agenda_entry_get_kind (entry) != SAT_AGENDA_HEADING);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, SatAgendaList *self)
{
  sat_agenda_row_set_entry (SAT_AGENDA_ROW (gtk_list_item_get_child (item)), NULL);
}

gboolean
sat_agenda_list_select (SatAgendaList *self, gint64 id)
{
  guint position;

  g_return_val_if_fail (SAT_IS_AGENDA_LIST (self), FALSE);
  if (!find (self, id, &position)) {
    self->wanted = id;
    return FALSE;
  }
  gtk_single_selection_set_selected (self->selection, position);
  sat_widget_scroll_to (GTK_WIDGET (self->list), position);
  return TRUE;
}

/* The line of an activity, the selected one if it is there: the list would try its first line,
 * which may be a heading. */
static GtkWidget *
find_line (SatAgendaList *self)
{
  gint64 selected = sat_agenda_list_get_selected (self);
  GtkWidget *found = NULL;

  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (self->list)); item != NULL;
       item = gtk_widget_get_next_sibling (item)) {
    GtkWidget *row = gtk_widget_get_first_child (item);
    SatAgendaEntry *entry =
        SAT_IS_AGENDA_ROW (row) ? sat_agenda_row_get_entry (SAT_AGENDA_ROW (row)) : NULL;
    SatCalendarEvent *event = entry != NULL ? sat_agenda_entry_get_event (entry) : NULL;

    if (event != NULL && (found == NULL || event->id == selected))
      found = item;
  }
  return found;
}

gboolean
sat_agenda_list_focus (SatAgendaList *self)
{
  GtkWidget *line;

  g_return_val_if_fail (SAT_IS_AGENDA_LIST (self), FALSE);
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "list") != 0)
    return gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
  line = find_line (self);
  return line != NULL && gtk_widget_grab_focus (line);
}

static void
sat_agenda_list_dispose (GObject *object)
{
  SatAgendaList *self = SAT_AGENDA_LIST (object);
  GtkWidget *child;

  g_clear_handle_id (&self->selected_timeout, g_source_remove);
  if (self->model != NULL) {
    g_signal_handlers_disconnect_by_data (sat_calendar_model_get_pages (self->model), self);
    g_signal_handlers_disconnect_by_data (self->model, self);
  }
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  self->list = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->selection);
  g_clear_object (&self->store);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (sat_agenda_list_parent_class)->dispose (object);
}

static void
sat_agenda_list_class_init (SatAgendaListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_agenda_list_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (widget_class, "agenda.earlier", NULL, earlier_cb);
  gtk_widget_class_install_action (widget_class, "agenda.later", NULL, later_cb);
}

static GtkWidget *
new_list (SatAgendaList *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), self);
  self->list = GTK_LIST_VIEW (
      gtk_list_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection)), factory));
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "sat-agenda");
  sat_widget_set_name (GTK_WIDGET (self->list), C_ ("calendar", "Agenda"));
  g_signal_connect (self->list, "activate", G_CALLBACK (activated_cb), self);
  g_signal_connect (scrolled, "edge-reached", G_CALLBACK (edge_cb), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->list));
  return scrolled;
}

static GtkWidget *
new_empty (SatAgendaList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *plan = gtk_button_new_with_mnemonic (_ ("_Plan Something"));
  GtkWidget *later = gtk_button_new_with_label (_ ("Later Days"));

  self->empty = ADW_STATUS_PAGE (adw_status_page_new ());
  adw_status_page_set_icon_name (self->empty, "sat-month-symbolic");
  adw_status_page_set_title (self->empty, _ ("Nothing in These Weeks"));
  adw_status_page_set_description (self->empty,
                                   _ ("Meetings, calls, visits and tasks stand here, day by day"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (plan), "win.new");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (later), "agenda.later");
  gtk_widget_add_css_class (plan, "pill");
  gtk_widget_add_css_class (plan, "suggested-action");
  gtk_widget_add_css_class (later, "pill");
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), plan);
  gtk_box_append (GTK_BOX (box), later);
  adw_status_page_set_child (self->empty, box);
  return GTK_WIDGET (self->empty);
}

static void
sat_agenda_list_init (SatAgendaList *self)
{
  self->store = g_list_store_new (SAT_TYPE_AGENDA_ENTRY);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->store)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  g_signal_connect_swapped (self->selection, "selection-changed", G_CALLBACK (selection_changed_cb),
                            self);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, adw_bin_new (), "loading");
  gtk_stack_add_named (self->stack, new_list (self), "list");
  gtk_stack_add_named (self->stack, new_empty (self), "empty");
  gtk_widget_set_parent (GTK_WIDGET (self->stack), GTK_WIDGET (self));
  sat_widget_present_shown_page (GTK_WIDGET (self->stack));
}

GtkWidget *
sat_agenda_list_new (SatCalendarModel *model)
{
  SatAgendaList *self;
  SatCalendarPages *pages;

  g_return_val_if_fail (SAT_IS_CALENDAR_MODEL (model), NULL);
  self = g_object_new (SAT_TYPE_AGENDA_LIST, NULL);
  self->model = g_object_ref (model);
  self->date = sat_calendar_model_get_date (model);
  pages = sat_calendar_model_get_pages (model);
  g_signal_connect_swapped (model, "changed", G_CALLBACK (model_changed_cb), self);
  g_signal_connect_swapped (model, "moved", G_CALLBACK (model_changed_cb), self);
  g_signal_connect (pages, "loaded", G_CALLBACK (loaded_cb), self);
  g_signal_connect_swapped (pages, "stale", G_CALLBACK (want), self);
  model_changed_cb (self);
  return GTK_WIDGET (self);
}
