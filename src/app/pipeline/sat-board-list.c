/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-board-list.h"

#include "sat-board-slots.h"
#include "sat-scrolling.h"
#include "sat-widgets.h"

#define CARD_GAP 8
#define PADDING 8

struct _SatBoardList {
  GtkWidget parent_instance;
  SatBoardColumn *column;
  SatBoardSlots slots;
  SatBoardRows rows;
  SatScrolling scrolling;
  int height; /* for which there are cards */
  guint cursor;
  gint64 anchor; /* the card at the top, which stays there when others come and go */
  double anchor_offset;
};

G_DEFINE_FINAL_TYPE_WITH_CODE (SatBoardList,
                               sat_board_list,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static guint
n_items (SatBoardList *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->column));
}

static double
scroll_position (SatBoardList *self)
{
  GtkAdjustment *vertical = self->scrolling.adjustments[GTK_ORIENTATION_VERTICAL];

  return vertical != NULL ? gtk_adjustment_get_value (vertical) : 0;
}

static SatBoardSlot *
focused_slot (SatBoardList *self)
{
  return sat_board_slots_find_card (&self->slots, sat_widget_get_focused_child (GTK_WIDGET (self)));
}

static void
update_cards (SatBoardList *self)
{
  if (self->height > 0 && self->rows.card_height > 0)
    sat_board_slots_update (
        &self->slots,
        sat_board_rows_kept (&self->rows, n_items (self), scroll_position (self), self->height));
}

static void
remember_anchor (SatBoardList *self)
{
  double scroll = scroll_position (self);
  SatBoardRange range = sat_board_rows_visible (&self->rows, n_items (self), scroll,
                                                gtk_widget_get_height (GTK_WIDGET (self)));

  self->anchor = 0;
  if (scroll <= 0 || range.n == 0)
    return;
  self->anchor = sat_board_column_get_item_id (self->column, range.first);
  self->anchor_offset = scroll - sat_board_rows_y (&self->rows, range.first);
}

static double
anchored_position (SatBoardList *self)
{
  guint index;

  if (self->anchor == 0 || !sat_board_column_find (self->column, self->anchor, &index))
    return scroll_position (self);
  return sat_board_rows_y (&self->rows, index) + self->anchor_offset;
}

static void
configure_adjustments (SatBoardList *self, int width, int height, double value)
{
  GtkAdjustment *vertical = self->scrolling.adjustments[GTK_ORIENTATION_VERTICAL];
  GtkAdjustment *horizontal = self->scrolling.adjustments[GTK_ORIENTATION_HORIZONTAL];
  int content = MAX (height, sat_board_rows_height (&self->rows, n_items (self)));

  if (horizontal != NULL)
    gtk_adjustment_configure (horizontal, 0, 0, width, width, width, width);
  if (vertical != NULL)
    gtk_adjustment_configure (vertical, CLAMP (value, 0, content - height), 0, content,
                              height * 0.1, height * 0.9, height);
}

/* After cards came or went: what is at the top stays there. */
static void
keep_anchor (SatBoardList *self)
{
  gint64 anchor = self->anchor;

  if (self->height > 0)
    configure_adjustments (self, gtk_widget_get_width (GTK_WIDGET (self)), self->height,
                           anchored_position (self));
  self->anchor = anchor;
}

static void
sat_board_list_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SatBoardList *self = SAT_BOARD_LIST (widget);
  guint n;

  self->rows.card_height = sat_board_slots_measure (&self->slots);
  self->height = height;
  configure_adjustments (self, width, height, anchored_position (self));
  update_cards (self);
  remember_anchor (self);
  n = sat_board_slots_n (&self->slots);
  for (guint i = 0; i < n; i++) {
    SatBoardSlot *slot = sat_board_slots_get (&self->slots, i);
    graphene_rect_t place;

    sat_board_list_get_place (self, slot->index, &place);
    gtk_widget_allocate (GTK_WIDGET (slot->card), (int)place.size.width, (int)place.size.height, -1,
                         gsk_transform_translate (NULL, &place.origin));
  }
}

static void
sat_board_list_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  SatBoardList *self = SAT_BOARD_LIST (widget);

  *minimum = *natural = 0;
  if (orientation != GTK_ORIENTATION_VERTICAL)
    return;
  self->rows.card_height = sat_board_slots_measure (&self->slots);
  *minimum = self->rows.card_height + 2 * self->rows.padding;
  *natural = MAX (*minimum, sat_board_rows_height (&self->rows, n_items (self)));
}

static gboolean
sat_board_list_focus (GtkWidget *widget, GtkDirectionType direction)
{
  SatBoardList *self = SAT_BOARD_LIST (widget);

  /* One stop for Tab; the board moves between cards. */
  if (focused_slot (self) != NULL || gtk_widget_has_focus (widget) ||
      (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD))
    return FALSE;
  return gtk_widget_grab_focus (widget);
}

static gboolean
sat_board_list_grab_focus (GtkWidget *widget)
{
  SatBoardList *self = SAT_BOARD_LIST (widget);
  guint index;

  if (!sat_board_list_get_cursor (self, &index))
    return GTK_WIDGET_CLASS (sat_board_list_parent_class)->grab_focus (widget);
  sat_board_list_focus_card (self, index);
  return TRUE;
}

static void
items_changed_cb (
    GListModel *column, guint position, guint removed, guint added, SatBoardList *self)
{
  SatBoardSlot *focused = focused_slot (self);
  guint n = n_items (self), index;

  gtk_widget_set_focusable (GTK_WIDGET (self), n == 0);
  if (focused != NULL &&
      !sat_board_column_find (self->column, sat_board_card_get_id (focused->card), &index)) {
    /* The focus stays at its place when its card is gone. */
    self->cursor = focused->index;
    if (n > 0)
      sat_board_list_focus_card (self, MIN (focused->index, n - 1));
    else
      GTK_WIDGET_CLASS (sat_board_list_parent_class)->grab_focus (GTK_WIDGET (self));
  }
  keep_anchor (self);
  update_cards (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
value_changed_cb (GtkAdjustment *adjustment, SatBoardList *self)
{
  self->anchor = 0; /* whoever scrolls decides what is at the top */
  update_cards (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
sat_board_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (!sat_scrolling_get_property (&SAT_BOARD_LIST (object)->scrolling, id, value))
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sat_board_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (!sat_scrolling_set_property (&SAT_BOARD_LIST (object)->scrolling, id, value,
                                   GTK_WIDGET (object), G_CALLBACK (value_changed_cb)))
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sat_board_list_dispose (GObject *object)
{
  SatBoardList *self = SAT_BOARD_LIST (object);

  if (self->column != NULL)
    g_signal_handlers_disconnect_by_func (self->column, items_changed_cb, self);
  sat_board_slots_clear (&self->slots);
  sat_scrolling_clear (&self->scrolling, GTK_WIDGET (self));
  g_clear_object (&self->column);
  G_OBJECT_CLASS (sat_board_list_parent_class)->dispose (object);
}

static void
sat_board_list_class_init (SatBoardListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sat_board_list_get_property;
  object_class->set_property = sat_board_list_set_property;
  object_class->dispose = sat_board_list_dispose;
  widget_class->size_allocate = sat_board_list_size_allocate;
  widget_class->measure = sat_board_list_measure;
  widget_class->focus = sat_board_list_focus;
  widget_class->grab_focus = sat_board_list_grab_focus;
  sat_scrolling_install (object_class);
  gtk_widget_class_set_css_name (widget_class, "boardlist");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static void
sat_board_list_init (SatBoardList *self)
{
  self->rows = (SatBoardRows){0, CARD_GAP, PADDING};
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

SatBoardList *
sat_board_list_new (SatBoardColumn *column, SatBoardFaceFunc func, gpointer user_data)
{
  SatBoardList *self;

  g_return_val_if_fail (SAT_IS_BOARD_COLUMN (column) && func != NULL, NULL);

  self = g_object_new (SAT_TYPE_BOARD_LIST, NULL);
  self->column = g_object_ref (column);
  sat_board_slots_init (&self->slots, GTK_WIDGET (self), column, func, user_data);
  g_signal_connect (column, "items-changed", G_CALLBACK (items_changed_cb), self);
  gtk_widget_set_focusable (GTK_WIDGET (self), n_items (self) == 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sat_board_column_get_title (column), -1);
  return self;
}

SatBoardColumn *
sat_board_list_get_column (SatBoardList *self)
{
  g_return_val_if_fail (SAT_IS_BOARD_LIST (self), NULL);

  return self->column;
}

void
sat_board_list_set_compact (SatBoardList *self, gboolean compact)
{
  g_return_if_fail (SAT_IS_BOARD_LIST (self));

  if (self->slots.compact == !!compact)
    return;
  sat_board_slots_set_compact (&self->slots, !!compact);
  self->rows.card_height = 0;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
sat_board_list_set_selected (SatBoardList *self, gint64 id)
{
  g_return_if_fail (SAT_IS_BOARD_LIST (self));

  sat_board_slots_set_selected (&self->slots, id);
}

void
sat_board_list_set_away (SatBoardList *self, gint64 id)
{
  g_return_if_fail (SAT_IS_BOARD_LIST (self));

  sat_board_slots_set_away (&self->slots, id);
}

void
sat_board_list_refresh (SatBoardList *self)
{
  g_return_if_fail (SAT_IS_BOARD_LIST (self));

  sat_board_slots_refresh (&self->slots);
}

gboolean
sat_board_list_get_cursor (SatBoardList *self, guint *index)
{
  SatBoardSlot *focused;
  guint n;

  g_return_val_if_fail (SAT_IS_BOARD_LIST (self) && index != NULL, FALSE);

  n = n_items (self);
  if (n == 0)
    return FALSE;
  focused = focused_slot (self);
  if (focused != NULL)
    sat_board_column_find (self->column, sat_board_card_get_id (focused->card), &self->cursor);
  *index = MIN (self->cursor, n - 1);
  return TRUE;
}

void
sat_board_list_focus_card (SatBoardList *self, guint index)
{
  SatBoardSlot *slot;

  g_return_if_fail (SAT_IS_BOARD_LIST (self));

  if (index >= n_items (self))
    return;
  sat_board_list_reveal (self, index);
  slot = sat_board_slots_ensure (&self->slots, index);
  self->cursor = index;
  if (slot != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (slot->card));
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
sat_board_list_reveal (SatBoardList *self, guint index)
{
  GtkAdjustment *vertical;
  int height;

  g_return_if_fail (SAT_IS_BOARD_LIST (self));

  vertical = self->scrolling.adjustments[GTK_ORIENTATION_VERTICAL];
  height = gtk_widget_get_height (GTK_WIDGET (self));
  if (vertical == NULL || height <= 0 || index >= n_items (self))
    return;
  self->anchor = 0;
  configure_adjustments (
      self, gtk_widget_get_width (GTK_WIDGET (self)), height,
      sat_board_rows_reveal (&self->rows, n_items (self), index, scroll_position (self), height));
}

guint
sat_board_list_get_page (SatBoardList *self)
{
  g_return_val_if_fail (SAT_IS_BOARD_LIST (self), 1);

  return sat_board_rows_page (&self->rows, gtk_widget_get_height (GTK_WIDGET (self)));
}

void
sat_board_list_scroll_by (SatBoardList *self, double pixels)
{
  GtkAdjustment *vertical;

  g_return_if_fail (SAT_IS_BOARD_LIST (self));

  vertical = self->scrolling.adjustments[GTK_ORIENTATION_VERTICAL];
  if (vertical != NULL)
    gtk_adjustment_set_value (vertical, gtk_adjustment_get_value (vertical) + pixels);
}

SatBoardCard *
sat_board_list_get_card (SatBoardList *self, gint64 id)
{
  SatBoardSlot *slot;

  g_return_val_if_fail (SAT_IS_BOARD_LIST (self), NULL);

  slot = sat_board_slots_find (&self->slots, id);
  return slot != NULL ? slot->card : NULL;
}

void
sat_board_list_get_place (SatBoardList *self, guint index, graphene_rect_t *place)
{
  int width;

  g_return_if_fail (SAT_IS_BOARD_LIST (self) && place != NULL);

  width = gtk_widget_get_width (GTK_WIDGET (self));
  graphene_rect_init (place, PADDING,
                      (float)(sat_board_rows_y (&self->rows, index) - scroll_position (self)),
                      (float)MAX (0, width - 2 * PADDING), (float)self->rows.card_height);
}

guint
sat_board_list_get_n_cards (SatBoardList *self)
{
  g_return_val_if_fail (SAT_IS_BOARD_LIST (self), 0);

  return sat_board_slots_n (&self->slots);
}
