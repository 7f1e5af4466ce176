/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-search-palette.h"

#include <glib/gi18n-lib.h>

#include "sat-labels.h"
#include "sat-palette-commands.h"
#include "sat-quick-plan.h"
#include "sat-recent.h"
#include "sat-search.h"
#include "sat-widgets.h"

#define MOST_RESULTS 50
#define MOST_RECENT 8

/* Of the card, with letters of the usual size. */
#define WIDTH 560

struct _SatSearchPalette {
  GtkWidget parent_instance;
  SatContext *context;
  GCancellable *searching;
  GPtrArray *commands; /* SatPaletteItem */
  SatQuickAdd *quick;  /* what the line would add, NULL: nothing */
  char *sought;        /* what is being searched for, or has the results that are shown */
  char *entered;       /* was there when Enter was pressed, before its results */

  AdwClamp *clamp;
  GtkWidget *entry;
  GtkWidget *scroller;
  GtkListBox *list;
  GtkLabel *message;
};

enum {
  CHOSEN,
  CLOSE,
  COMMAND,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatSearchPalette, sat_search_palette, GTK_TYPE_WIDGET)

static void text_changed_cb (SatSearchPalette *self);

static void choose (SatSearchPalette *self, GtkListBoxRow *row);

static const char *
get_text (SatSearchPalette *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

static char *
read_text (SatSearchPalette *self)
{
  return g_strstrip (g_strdup (get_text (self)));
}

guint
sat_search_palette_get_n_results (SatSearchPalette *self)
{
  guint n = 0;

  g_return_val_if_fail (SAT_IS_SEARCH_PALETTE (self), 0);
  while (gtk_list_box_get_row_at_index (self->list, (int)n) != NULL)
    n++;
  return n;
}

static void
close_cb (SatSearchPalette *self)
{
  g_signal_emit (self, signals[CLOSE], 0);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, SatSearchPalette *self)
{
  choose (self, row);
}

static void
activate_cb (SatSearchPalette *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  g_autofree char *text = read_text (self);

  if (self->searching == NULL && g_strcmp0 (text, self->sought) == 0) {
    if (row != NULL)
      choose (self, row);
    return;
  }
  /* Faster than the search: the best hit is opened when it is there. */
  g_free (self->entered);
  self->entered = g_steal_pointer (&text);
  if (g_strcmp0 (self->entered, self->sought) != 0)
    text_changed_cb (self);
}

/* Takes @item. */
static void
append_item (SatSearchPalette *self, SatPaletteItem *item)
{
  GtkWidget *row = sat_palette_item_make_row (item);

  g_object_set_data_full (G_OBJECT (row), "item", item, (GDestroyNotify)sat_palette_item_free);
  gtk_list_box_append (self->list, row);
}

static const SatPaletteItem *
item_of (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "item");
}

/* The palette is gone by the time that something is done: what is done may want the focus. */
static void
choose (SatSearchPalette *self, GtkListBoxRow *row)
{
  g_autoptr (SatSearchPalette) kept G_GNUC_UNUSED = g_object_ref (self);
  const SatPaletteItem *item = item_of (row);
  gint64 record = item->record;
  g_autofree char *action = g_strdup (item->action);

  if (item->adds && self->quick != NULL)
    sat_quick_plan_save (self->context, self->quick);
  if (record != 0)
    g_signal_emit (self, signals[CHOSEN], 0, record);
  g_signal_emit (self, signals[CLOSE], 0);
  if (action != NULL)
    g_signal_emit (self, signals[COMMAND], 0, action);
}

static void
append_hit (SatSearchPalette *self, const SatSearchHit *hit)
{
  SatPaletteItem *item =
      sat_palette_item_new (sat_labels_plural (hit->type), sat_labels_icon (hit->type), hit->title);

  item->record = hit->id;
  item->kind = sat_labels_singular (hit->type);
  item->detail = g_strdup (hit->detail);
  append_item (self, item);
}

/* A copy, because the commands are kept as long as the palette is open. */
static void
append_command (SatSearchPalette *self, const SatPaletteItem *command)
{
  SatPaletteItem *item = sat_palette_item_new (command->group, command->icon, command->title);

  item->action = g_strdup (command->action);
  item->detail = g_strdup (command->detail);
  item->accel = g_strdup (command->accel);
  append_item (self, item);
}

/* Those that fit the words well (@fit 2), loosely (1), or all of them. */
static void
append_commands (SatSearchPalette *self, const char *folded, int fit)
{
  for (guint i = 0; i < self->commands->len; i++) {
    const SatPaletteItem *command = g_ptr_array_index (self->commands, i);

    if (folded == NULL || sat_palette_item_fits (command, folded) == fit)
      append_command (self, command);
  }
}

static void
header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  const char *group = item_of (row)->group;
  GtkWidget *label;

  if (before != NULL && g_str_equal (item_of (before)->group, group)) {
    gtk_list_box_row_set_header (row, NULL);
    return;
  }
  label = gtk_label_new (group);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "sat-palette-group");
  gtk_list_box_row_set_header (row, label);
}

static void
clear_list (SatSearchPalette *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
}

/* The best first; those of one type together, in the order in which the types first appear. */
static void
add_hits (SatSearchPalette *self, GPtrArray *hits)
{
  g_autofree gboolean *done = g_new0 (gboolean, MAX (hits->len, 1));

  for (guint i = 0; i < hits->len; i++) {
    const SatType *type = ((SatSearchHit *)hits->pdata[i])->type;

    for (guint k = i; k < hits->len; k++) {
      const SatSearchHit *hit = hits->pdata[k];

      if (done[k] || hit->type != type)
        continue;
      append_hit (self, hit);
      done[k] = TRUE;
    }
  }
}

static void
show_message (SatSearchPalette *self, const char *message)
{
  gtk_label_set_text (self->message, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), message != NULL);
  gtk_widget_set_visible (self->scroller,
                          message == NULL && sat_search_palette_get_n_results (self) > 0);
}

/* What is typed, for the reading thread. */
typedef struct {
  char *text;
  SatQuickBase base;
  gboolean adds; /* a file that may be written */
} Request;

static void
request_free (Request *request)
{
  g_free (request->text);
  g_free (request);
}

typedef struct {
  GPtrArray *hits;
  SatQuickAdd *quick; /* NULL: nothing to add */
} Found;

static void
found_free (Found *found)
{
  g_ptr_array_unref (found->hits);
  g_clear_pointer (&found->quick, sat_quick_add_free);
  g_free (found);
}

static gpointer
search (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  GPtrArray *hits = sat_search (reader, request->text, NULL, MOST_RESULTS, cancellable, error);
  Found *found;

  if (hits == NULL)
    return NULL;
  found = g_new0 (Found, 1);
  found->hits = hits;
  if (!request->adds)
    return found;
  found->quick = sat_quick_add_parse (request->text, &request->base);
  if (found->quick->kind == SAT_QUICK_NOTHING ||
      !sat_quick_add_resolve (found->quick, reader, NULL))
    g_clear_pointer (&found->quick, sat_quick_add_free);
  return found;
}

static void
select_first (SatSearchPalette *self)
{
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  gtk_adjustment_set_value (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
}

/* Takes @quick (NULL: none). */
static void
show_quick (SatSearchPalette *self, SatQuickAdd *quick)
{
  SatPaletteItem *item = quick != NULL ? sat_quick_plan_describe (self->context, quick) : NULL;

  g_clear_pointer (&self->quick, sat_quick_add_free);
  self->quick = quick;
  if (item != NULL)
    append_item (self, item);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  Found *found = sat_context_read_finish (result, &error);
  SatSearchPalette *self = user_data;
  g_autofree char *nothing = NULL;
  g_autofree char *folded = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->searching);
  clear_list (self);
  folded = sat_fold (self->sought);
  g_strstrip (folded);
  if (found != NULL)
    show_quick (self, g_steal_pointer (&found->quick));
  append_commands (self, folded, 2);
  if (found != NULL)
    add_hits (self, found->hits);
  append_commands (self, folded, 1);
  /* Translators: %s is what was typed */
  nothing = g_strdup_printf (_ ("Nothing is found for “%s”"), self->sought);
  if (found == NULL)
    show_message (self, error->message);
  else
    show_message (self, sat_search_palette_get_n_results (self) == 0 ? nothing : NULL);
  select_first (self);
  g_clear_pointer (&found, found_free);
  if (sat_search_palette_get_n_results (self) > 0 && g_strcmp0 (self->entered, self->sought) == 0)
    choose (self, gtk_list_box_get_row_at_index (self->list, 0));
}

/* What tells a record apart from others of its name. */
static char *
describe (SatContext *context, SatRecord *record)
{
  static const char *const fields[] = {"company", "city", "kind", "author"};
  const SatType *type = sat_record_get_record_type (record);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    const SatField *field = sat_type_field (type, fields[i]);
    g_autofree char *text =
        field != NULL ? sat_format_field (sat_context_get_format (context), record, field, FALSE)
                      : NULL;

    if (text != NULL && *text != '\0')
      return g_steal_pointer (&text);
  }
  return NULL;
}

/* Before anything is typed: what was looked at last, then all that can be done. */
static void
show_beginning (SatSearchPalette *self)
{
  g_autoptr (GArray) recent = sat_recent_list (self->context);

  clear_list (self);
  for (guint i = 0; i < MIN (recent->len, MOST_RECENT); i++) {
    g_autoptr (SatRecord) record = sat_reader_load (sat_context_get_reader (self->context),
                                                    g_array_index (recent, gint64, i), NULL);
    SatPaletteItem *item;

    if (record == NULL)
      continue;
    item = sat_palette_item_new (_ ("Recently Viewed"),
                                 sat_labels_icon (sat_record_get_record_type (record)),
                                 sat_record_get_title (record));
    item->record = sat_record_get_id (record);
    item->detail = describe (self->context, record);
    append_item (self, item);
  }
  append_commands (self, NULL, 0);
  show_message (self, NULL);
  select_first (self);
}

static void
text_changed_cb (SatSearchPalette *self)
{
  Request *request;
  g_autofree char *text = read_text (self);

  if (self->searching != NULL && g_strcmp0 (text, self->sought) == 0)
    return;
  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  g_free (self->sought);
  self->sought = g_strdup (text);
  if (*text == '\0') {
    show_beginning (self);
    return;
  }
  self->searching = g_cancellable_new ();
  request = g_new0 (Request, 1);
  request->text = g_steal_pointer (&text);
  request->adds = !sat_store_is_read_only (sat_context_get_store (self->context));
  sat_quick_plan_init_base (&request->base, sat_context_get_format (self->context));
  sat_context_read_async (self->context, search, request, (GDestroyNotify)request_free,
                          (GDestroyNotify)found_free, self->searching, found_cb, self);
}

static void
move_selection (SatSearchPalette *self, int step)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int index = row != NULL ? gtk_list_box_row_get_index (row) + step : 0;
  GtkListBoxRow *next = index >= 0 ? gtk_list_box_get_row_at_index (self->list, index) : NULL;
  GtkAdjustment *adjustment;
  graphene_rect_t bounds;

  if (next == NULL)
    return;
  gtk_list_box_select_row (self->list, next);
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  if (gtk_widget_compute_bounds (GTK_WIDGET (next), GTK_WIDGET (self->list), &bounds))
    gtk_adjustment_clamp_page (adjustment, index == 0 ? 0 : bounds.origin.y,
                               bounds.origin.y + bounds.size.height);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType modifiers,
                SatSearchPalette *self)
{
  switch (key) {
  case GDK_KEY_Down:
    move_selection (self, 1);
    return GDK_EVENT_STOP;
  case GDK_KEY_Up:
    move_selection (self, -1);
    return GDK_EVENT_STOP;
  case GDK_KEY_Page_Down:
    move_selection (self, 6);
    return GDK_EVENT_STOP;
  case GDK_KEY_Page_Up:
    move_selection (self, -6);
    return GDK_EVENT_STOP;
  case GDK_KEY_Tab:
    return GDK_EVENT_STOP;
  default:
    return GDK_EVENT_PROPAGATE;
  }
}

static void
shade_clicked_cb (GtkGestureClick *gesture, int n, double x, double y, SatSearchPalette *self)
{
  GtkWidget *pressed = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  if (pressed == GTK_WIDGET (self) || pressed == GTK_WIDGET (self->clamp))
    close_cb (self);
}

void
sat_search_palette_focus (SatSearchPalette *self)
{
  g_return_if_fail (SAT_IS_SEARCH_PALETTE (self));
  gtk_widget_grab_focus (self->entry);
}

void
sat_search_palette_set_text (SatSearchPalette *self, const char *text)
{
  g_return_if_fail (SAT_IS_SEARCH_PALETTE (self) && text != NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

static void
sat_search_palette_dispose (GObject *object)
{
  SatSearchPalette *self = SAT_SEARCH_PALETTE (object);

  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  if (self->clamp != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->clamp));
  self->clamp = NULL;
  g_clear_pointer (&self->commands, g_ptr_array_unref);
  g_clear_pointer (&self->quick, sat_quick_add_free);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_search_palette_parent_class)->dispose (object);
}

static void
sat_search_palette_finalize (GObject *object)
{
  SatSearchPalette *self = SAT_SEARCH_PALETTE (object);

  g_free (self->sought);
  g_free (self->entered);
  G_OBJECT_CLASS (sat_search_palette_parent_class)->finalize (object);
}

static void
sat_search_palette_class_init (SatSearchPaletteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_search_palette_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_search_palette_finalize;
  signals[CHOSEN] = g_signal_new ("chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[CLOSE] =
      g_signal_new ("close", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[COMMAND] = g_signal_new ("command", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/satchel/Satchel/search/sat-search-palette.ui");
  gtk_widget_class_bind_template_child (widget_class, SatSearchPalette, clamp);
  gtk_widget_class_bind_template_child (widget_class, SatSearchPalette, entry);
  gtk_widget_class_bind_template_child (widget_class, SatSearchPalette, scroller);
  gtk_widget_class_bind_template_child (widget_class, SatSearchPalette, list);
  gtk_widget_class_bind_template_child (widget_class, SatSearchPalette, message);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
sat_search_palette_init (SatSearchPalette *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  adw_clamp_set_maximum_size (self->clamp, sat_text_pixels (WIDTH));
  adw_clamp_set_tightening_threshold (self->clamp, sat_text_pixels (WIDTH));
  gtk_list_box_set_header_func (self->list, header_cb, NULL, NULL);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->entry, keys);
  g_signal_connect (click, "pressed", G_CALLBACK (shade_clicked_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
sat_search_palette_new (SatContext *context, const SatPaletteScope *scope)
{
  SatSearchPalette *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && scope != NULL, NULL);
  self = g_object_new (SAT_TYPE_SEARCH_PALETTE, NULL);
  self->context = g_object_ref (context);
  self->commands = sat_palette_commands (context, scope);
  self->sought = g_strdup ("");
  show_beginning (self);
  return GTK_WIDGET (self);
}
