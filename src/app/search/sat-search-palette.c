/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-search-palette.h"

#include <glib/gi18n-lib.h>

#include "sat-labels.h"
#include "sat-search.h"
#include "sat-widgets.h"

#define MOST_RESULTS 50

struct _SatSearchPalette {
  GtkWidget parent_instance;
  SatContext *context;
  GCancellable *searching;
  char *sought;  /* what is being searched for, or has the results that are shown */
  char *entered; /* was there when Enter was pressed, before its results */

  GtkWidget *card;
  GtkWidget *entry;
  GtkWidget *scroller;
  GtkListBox *list;
  GtkLabel *message;
};

enum {
  CHOSEN,
  CLOSE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatSearchPalette, sat_search_palette, GTK_TYPE_WIDGET)

static void text_changed_cb (SatSearchPalette *self);

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
choose (SatSearchPalette *self, GtkListBoxRow *row)
{
  const gint64 *id = g_object_get_data (G_OBJECT (row), "id");
  gint64 chosen = *id;

  g_signal_emit (self, signals[CHOSEN], 0, chosen);
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

static GtkWidget *
make_label (const char *text, const char *style, const char *second)
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

static GtkWidget *
make_row (const SatSearchHit *hit)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *icon = gtk_image_new_from_icon_name (sat_labels_icon (hit->type));
  g_autofree char *spoken = g_strjoin (", ", sat_labels_singular (hit->type), hit->title,
                                       *hit->detail != '\0' ? hit->detail : NULL, NULL);
  gint64 *id = g_new (gint64, 1);

  *id = hit->id;
  sat_widget_set_decorative (icon);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), make_label (hit->title, NULL, NULL));
  if (*hit->detail != '\0')
    gtk_box_append (GTK_BOX (texts), make_label (hit->detail, "caption", "dim-label"));
  gtk_box_append (GTK_BOX (line), icon);
  gtk_box_append (GTK_BOX (line), texts);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_widget_set_focusable (row, FALSE);
  sat_widget_set_name (row, spoken);
  g_object_set_data_full (G_OBJECT (row), "id", id, g_free);
  g_object_set_data (G_OBJECT (row), "group", (gpointer)sat_labels_plural (hit->type));
  return row;
}

static void
header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  const char *group = g_object_get_data (G_OBJECT (row), "group");
  GtkWidget *label;

  if (before != NULL && g_strcmp0 (g_object_get_data (G_OBJECT (before), "group"), group) == 0) {
    gtk_list_box_row_set_header (row, NULL);
    return;
  }
  label = make_label (group, "caption-heading", "dim-label");
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
      gtk_list_box_append (self->list, make_row (hit));
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

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = sat_context_read_finish (result, &error);
  SatSearchPalette *self = user_data;
  g_autofree char *nothing = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->searching);
  clear_list (self);
  if (hits == NULL) {
    show_message (self, error->message);
    return;
  }
  add_hits (self, hits);
  /* Translators: %s is what was typed */
  nothing = g_strdup_printf (_ ("Nothing is found for “%s”"), self->sought);
  show_message (self, hits->len == 0 ? nothing : NULL);
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  if (hits->len > 0 && g_strcmp0 (self->entered, self->sought) == 0)
    choose (self, gtk_list_box_get_row_at_index (self->list, 0));
}

static gpointer
search (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  return sat_search (reader, data, NULL, MOST_RESULTS, cancellable, error);
}

static void
text_changed_cb (SatSearchPalette *self)
{
  g_autofree char *text = read_text (self);

  if (self->searching != NULL && g_strcmp0 (text, self->sought) == 0)
    return;
  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  g_free (self->sought);
  self->sought = g_strdup (text);
  if (*text == '\0') {
    clear_list (self);
    show_message (self, NULL);
    return;
  }
  self->searching = g_cancellable_new ();
  sat_context_read_async (self->context, search, g_steal_pointer (&text), g_free,
                          (GDestroyNotify)g_ptr_array_unref, self->searching, found_cb, self);
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
  if (gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT) == GTK_WIDGET (self))
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
  g_clear_pointer (&self->card, gtk_widget_unparent);
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
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/satchel/Satchel/search/sat-search-palette.ui");
  gtk_widget_class_bind_template_child (widget_class, SatSearchPalette, card);
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
  gtk_list_box_set_header_func (self->list, header_cb, NULL, NULL);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->entry, keys);
  g_signal_connect (click, "pressed", G_CALLBACK (shade_clicked_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
sat_search_palette_new (SatContext *context)
{
  SatSearchPalette *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  self = g_object_new (SAT_TYPE_SEARCH_PALETTE, NULL);
  self->context = g_object_ref (context);
  return GTK_WIDGET (self);
}
