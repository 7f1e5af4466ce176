/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-board-slots.h"

#include "sat-widgets.h"

static void
forget_record (SatBoardSlot *slot)
{
  if (slot->record != NULL)
    g_clear_signal_handler (&slot->changed, slot->record);
  g_clear_object (&slot->record);
}

static void
slot_free (gpointer data)
{
  SatBoardSlot *slot = data;

  forget_record (slot);
  gtk_widget_unparent (GTK_WIDGET (slot->card));
  g_free (slot);
}

static void
fill_card (SatBoardSlots *self, SatBoardSlot *slot)
{
  g_auto (SatCardFace) face = SAT_CARD_FACE_INIT;

  self->func (self->column, slot->record, &face, self->user_data);
  sat_board_card_set (slot->card, sat_record_get_id (slot->record), G_OBJECT (slot->record), &face);
}

static void
record_changed_cb (SatRecord *record, SatBoardSlots *self)
{
  for (guint i = 0; i < self->slots->len; i++) {
    SatBoardSlot *slot = g_ptr_array_index (self->slots, i);

    if (slot->record == record)
      fill_card (self, slot);
  }
}

static void
show_record (SatBoardSlots *self, SatBoardSlot *slot, SatRecord *record)
{
  gint64 id = sat_record_get_id (record);

  forget_record (slot);
  slot->record = g_object_ref (record);
  slot->changed = g_signal_connect (record, "changed", G_CALLBACK (record_changed_cb), self);
  fill_card (self, slot);
  sat_board_card_set_selected (slot->card, id == self->selected);
  sat_board_card_set_away (slot->card, id == self->away);
}

static void
set_place (SatBoardSlots *self, SatBoardSlot *slot, guint index)
{
  slot->index = index;
  slot->wanted = TRUE;
  sat_board_card_set_place (slot->card, sat_board_column_get_spoken (self->column), index,
                            g_list_model_get_n_items (G_LIST_MODEL (self->column)));
}

static SatBoardSlot *
unwanted_slot (SatBoardSlots *self)
{
  for (guint i = 0; i < self->slots->len; i++) {
    SatBoardSlot *slot = g_ptr_array_index (self->slots, i);

    if (!slot->wanted)
      return slot;
  }
  return NULL;
}

static SatBoardSlot *
add_slot (SatBoardSlots *self)
{
  SatBoardSlot *slot = g_new0 (SatBoardSlot, 1);

  slot->card = sat_board_card_new (self->compact);
  gtk_widget_set_parent (GTK_WIDGET (slot->card), self->list);
  g_ptr_array_add (self->slots, slot);
  return slot;
}

static int
compare_slots (gconstpointer a, gconstpointer b)
{
  const SatBoardSlot *x = *(const SatBoardSlot *const *)a, *y = *(const SatBoardSlot *const *)b;

  return (x->index > y->index) - (x->index < y->index);
}

/* The widgets follow each other as the cards do, which is the order for a screen reader. */
static void
sort_slots (SatBoardSlots *self)
{
  GtkWidget *before = NULL;

  g_ptr_array_sort (self->slots, compare_slots);
  for (guint i = 0; i < self->slots->len; i++) {
    GtkWidget *card = GTK_WIDGET (sat_board_slots_get (self, i)->card);

    if (gtk_widget_get_prev_sibling (card) != before)
      gtk_widget_insert_after (card, self->list, before);
    before = card;
  }
}

/* First what stays, so that a card which leaves is taken over only by one that comes. */
static void
mark_wanted (SatBoardSlots *self, SatBoardRange range)
{
  GtkWidget *focused = sat_widget_get_focused_child (self->list);

  for (guint i = 0; i < self->slots->len; i++) {
    SatBoardSlot *slot = sat_board_slots_get (self, i);
    guint index = 0;

    slot->wanted =
        sat_board_column_find (self->column, sat_board_card_get_id (slot->card), &index) &&
        (GTK_WIDGET (slot->card) == focused ||
         (index >= range.first && index < range.first + range.n));
    if (slot->wanted)
      set_place (self, slot, index);
  }
}

void
sat_board_slots_init (SatBoardSlots *self,
                      GtkWidget *list,
                      SatBoardColumn *column,
                      SatBoardFaceFunc func,
                      gpointer user_data)
{
  *self = (SatBoardSlots){.list = list, .column = column, .func = func, .user_data = user_data};
  self->slots = g_ptr_array_new_with_free_func (slot_free);
}

void
sat_board_slots_clear (SatBoardSlots *self)
{
  g_clear_pointer (&self->slots, g_ptr_array_unref);
}

guint
sat_board_slots_n (SatBoardSlots *self)
{
  return self->slots->len;
}

SatBoardSlot *
sat_board_slots_get (SatBoardSlots *self, guint i)
{
  return g_ptr_array_index (self->slots, i);
}

SatBoardSlot *
sat_board_slots_find (SatBoardSlots *self, gint64 id)
{
  for (guint i = 0; i < self->slots->len; i++) {
    SatBoardSlot *slot = sat_board_slots_get (self, i);

    if (sat_board_card_get_id (slot->card) == id)
      return slot;
  }
  return NULL;
}

SatBoardSlot *
sat_board_slots_find_card (SatBoardSlots *self, GtkWidget *card)
{
  for (guint i = 0; card != NULL && i < self->slots->len; i++) {
    SatBoardSlot *slot = sat_board_slots_get (self, i);

    if (GTK_WIDGET (slot->card) == card)
      return slot;
  }
  return NULL;
}

SatBoardSlot *
sat_board_slots_ensure (SatBoardSlots *self, guint index)
{
  g_autoptr (SatRecord) record = g_list_model_get_item (G_LIST_MODEL (self->column), index);
  SatBoardSlot *slot;

  if (record == NULL)
    return NULL;
  slot = sat_board_slots_find (self, sat_record_get_id (record));
  if (slot == NULL)
    slot = unwanted_slot (self);
  if (slot == NULL)
    slot = add_slot (self);
  if (slot->record != record)
    show_record (self, slot, record);
  set_place (self, slot, index);
  return slot;
}

void
sat_board_slots_update (SatBoardSlots *self, SatBoardRange range)
{
  mark_wanted (self, range);
  for (guint i = 0; i < range.n; i++)
    sat_board_slots_ensure (self, range.first + i);
  for (guint i = self->slots->len; i-- > 0;) {
    if (!sat_board_slots_get (self, i)->wanted)
      g_ptr_array_remove_index (self->slots, i);
  }
  sort_slots (self);
}

void
sat_board_slots_refresh (SatBoardSlots *self)
{
  for (guint i = 0; i < self->slots->len; i++)
    fill_card (self, sat_board_slots_get (self, i));
}

void
sat_board_slots_set_compact (SatBoardSlots *self, gboolean compact)
{
  self->compact = compact;
  g_ptr_array_set_size (self->slots, 0);
}

void
sat_board_slots_set_selected (SatBoardSlots *self, gint64 id)
{
  self->selected = id;
  for (guint i = 0; i < self->slots->len; i++) {
    SatBoardCard *card = sat_board_slots_get (self, i)->card;

    sat_board_card_set_selected (card, sat_board_card_get_id (card) == id);
  }
}

void
sat_board_slots_set_away (SatBoardSlots *self, gint64 id)
{
  self->away = id;
  for (guint i = 0; i < self->slots->len; i++) {
    SatBoardCard *card = sat_board_slots_get (self, i)->card;

    sat_board_card_set_away (card, sat_board_card_get_id (card) == id);
  }
}

int
sat_board_slots_measure (SatBoardSlots *self)
{
  g_autoptr (SatBoardCard) model = NULL;
  GtkWidget *card;
  int height;

  if (self->slots->len > 0) {
    card = GTK_WIDGET (sat_board_slots_get (self, 0)->card);
  } else {
    model = g_object_ref_sink (sat_board_card_new (self->compact));
    card = GTK_WIDGET (model);
  }
  gtk_widget_measure (card, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
  return height;
}
