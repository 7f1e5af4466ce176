/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-calendar-pane.h"

struct _SatCalendarPane {
  GtkWidget parent_instance;
  SatCalendarGrid *grid; /* an ancestor */
  SatCalendarPaneDraw draw, over;
  SatCalendarPanePlace place;
  int height;
  GPtrArray *chips; /* children, in their order */
  SatCalendarChip *cursor;
};

G_DEFINE_FINAL_TYPE (SatCalendarPane, sat_calendar_pane, GTK_TYPE_WIDGET)

static void
sat_calendar_pane_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SatCalendarPane *self = SAT_CALENDAR_PANE (widget);

  self->draw (self->grid, snapshot, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  GTK_WIDGET_CLASS (sat_calendar_pane_parent_class)->snapshot (widget, snapshot);
  if (self->over != NULL)
    self->over (self->grid, snapshot, gtk_widget_get_width (widget),
                gtk_widget_get_height (widget));
}

static void
sat_calendar_pane_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  *minimum = *natural =
      orientation == GTK_ORIENTATION_VERTICAL ? SAT_CALENDAR_PANE (widget)->height : 0;
}

static void
allocate_chip (SatCalendarPane *self, SatCalendarChip *chip, int width, int height)
{
  GdkRectangle place = self->place (self->grid, sat_calendar_chip_get_piece (chip), width, height);

  place.width = MAX (place.width, 1);
  place.height = MAX (place.height, 1);
  gtk_widget_size_allocate (GTK_WIDGET (chip), &place, -1);
}

static void
sat_calendar_pane_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SatCalendarPane *self = SAT_CALENDAR_PANE (widget);

  for (guint i = 0; i < self->chips->len; i++)
    allocate_chip (self, g_ptr_array_index (self->chips, i), width, height);
  if (gtk_widget_get_visible (GTK_WIDGET (self->cursor)))
    allocate_chip (self, self->cursor, width, height);
}

static void
sat_calendar_pane_dispose (GObject *object)
{
  SatCalendarPane *self = SAT_CALENDAR_PANE (object);
  GtkWidget *child;

  g_ptr_array_set_size (self->chips, 0);
  self->cursor = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (sat_calendar_pane_parent_class)->dispose (object);
}

static void
sat_calendar_pane_finalize (GObject *object)
{
  g_ptr_array_unref (SAT_CALENDAR_PANE (object)->chips);
  G_OBJECT_CLASS (sat_calendar_pane_parent_class)->finalize (object);
}

static void
sat_calendar_pane_class_init (SatCalendarPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_calendar_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_calendar_pane_finalize;
  widget_class->snapshot = sat_calendar_pane_snapshot;
  widget_class->measure = sat_calendar_pane_measure;
  widget_class->size_allocate = sat_calendar_pane_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "calendar-pane");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static void
sat_calendar_pane_init (SatCalendarPane *self)
{
  self->chips = g_ptr_array_new ();
}

SatCalendarPane *
sat_calendar_pane_new (SatCalendarGrid *grid, SatCalendarPaneDraw draw, SatCalendarPanePlace place)
{
  SatCalendarPane *self;

  g_return_val_if_fail (SAT_IS_CALENDAR_GRID (grid) && draw != NULL && place != NULL, NULL);

  self = g_object_new (SAT_TYPE_CALENDAR_PANE, NULL);
  self->grid = grid;
  self->draw = draw;
  self->place = place;
  self->cursor = sat_calendar_chip_new (grid);
  gtk_widget_add_css_class (GTK_WIDGET (self->cursor), "cursor");
  gtk_widget_set_visible (GTK_WIDGET (self->cursor), FALSE);
  gtk_widget_set_parent (GTK_WIDGET (self->cursor), GTK_WIDGET (self));
  return self;
}

void
sat_calendar_pane_set_over (SatCalendarPane *self, SatCalendarPaneDraw draw)
{
  g_return_if_fail (SAT_IS_CALENDAR_PANE (self));

  self->over = draw;
}

void
sat_calendar_pane_set_height (SatCalendarPane *self, int height)
{
  g_return_if_fail (SAT_IS_CALENDAR_PANE (self));

  if (self->height == height)
    return;
  self->height = height;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* What stays the same while an event changes. */
static char *
key_of (const SatCalendarPiece *piece)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT " %d", piece->event != NULL ? piece->event->id : 0,
                          (int)piece->first);
}

void
sat_calendar_pane_set_pieces (SatCalendarPane *self, GArray *pieces)
{
  g_autoptr (GHashTable) before = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GtkWidget *last;
  GHashTableIter iter;
  gpointer left;
  gint64 selected;

  g_return_if_fail (SAT_IS_CALENDAR_PANE (self) && pieces != NULL);

  last = GTK_WIDGET (self->cursor);
  selected = sat_calendar_grid_get_selected (self->grid);
  for (guint i = 0; i < self->chips->len; i++) {
    SatCalendarChip *chip = g_ptr_array_index (self->chips, i);

    g_hash_table_insert (before, key_of (sat_calendar_chip_get_piece (chip)), chip);
  }
  g_ptr_array_set_size (self->chips, 0);
  for (guint i = 0; i < pieces->len; i++) {
    const SatCalendarPiece *piece = &g_array_index (pieces, SatCalendarPiece, i);
    g_autofree char *key = key_of (piece);
    SatCalendarChip *chip = g_hash_table_lookup (before, key);

    if (chip != NULL)
      g_hash_table_remove (before, key);
    else
      chip = sat_calendar_chip_new (self->grid);
    sat_calendar_chip_set_piece (chip, piece);
    sat_calendar_chip_set_selected (chip, piece->event != NULL && piece->event->id == selected);
    if (gtk_widget_get_next_sibling (last) != GTK_WIDGET (chip))
      gtk_widget_insert_after (GTK_WIDGET (chip), GTK_WIDGET (self), last);
    last = GTK_WIDGET (chip);
    g_ptr_array_add (self->chips, chip);
  }
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, NULL, &left))
    gtk_widget_unparent (left);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
sat_calendar_pane_set_cursor (SatCalendarPane *self,
                              const SatCalendarPiece *piece,
                              const char *name)
{
  g_return_if_fail (SAT_IS_CALENDAR_PANE (self) && (piece == NULL || name != NULL));

  gtk_widget_set_visible (GTK_WIDGET (self->cursor), piece != NULL);
  if (piece == NULL)
    return;
  sat_calendar_chip_set_piece (self->cursor, piece);
  sat_calendar_chip_set_name (self->cursor, name);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

SatCalendarChip *
sat_calendar_pane_get_cursor (SatCalendarPane *self)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_PANE (self), NULL);

  return gtk_widget_get_visible (GTK_WIDGET (self->cursor)) ? self->cursor : NULL;
}

SatCalendarChip *
sat_calendar_pane_find (SatCalendarPane *self, gint64 id, SatDate date)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_PANE (self), NULL);

  for (guint i = 0; i < self->chips->len; i++) {
    SatCalendarChip *chip = g_ptr_array_index (self->chips, i);
    const SatCalendarPiece *piece = sat_calendar_chip_get_piece (chip);

    if (piece->event != NULL && piece->event->id == id &&
        (date == G_MININT32 || (date >= piece->first && date <= piece->last)))
      return chip;
  }
  return NULL;
}

GPtrArray *
sat_calendar_pane_get_chips (SatCalendarPane *self)
{
  g_return_val_if_fail (SAT_IS_CALENDAR_PANE (self), NULL);

  return self->chips;
}
