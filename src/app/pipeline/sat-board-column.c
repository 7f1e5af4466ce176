/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-board-column.h"

#include "sat-list-model.h"

#include <glib/gi18n-lib.h>

/* A card that is not shown even if it is stored here. */
typedef struct {
  gint64 id;
  guint position; /* in the base; G_MAXUINT: not there */
} Held;

/* A card that is shown even if it is not stored here. */
typedef struct {
  SatRecord *record;
  guint position;  /* in this model */
  gboolean stored; /* the base has it by now, in its own place */
} Sent;

struct _SatBoardColumn {
  GObject parent_instance;
  gint64 id;
  char *title, *spoken;
  SatColumnKind kind;
  double strength;
  gboolean collapsed;
  SatColumnTotals totals;
  GListModel *base;
  gulong base_changed, base_loading;
  GArray *held; /* Held, by position */
  GArray *sent; /* Sent, by position */
  guint n_items;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void sat_board_column_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SatBoardColumn,
                               sat_board_column,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      sat_board_column_list_model_init))

static void
clear_sent (gpointer data)
{
  g_clear_object (&((Sent *)data)->record);
}

static int
compare_held (gconstpointer a, gconstpointer b)
{
  guint x = ((const Held *)a)->position, y = ((const Held *)b)->position;

  return (x > y) - (x < y);
}

static int
compare_sent (gconstpointer a, gconstpointer b)
{
  guint x = ((const Sent *)a)->position, y = ((const Sent *)b)->position;

  return (x > y) - (x < y);
}

static guint
base_n_items (SatBoardColumn *self)
{
  return self->base != NULL ? g_list_model_get_n_items (self->base) : 0;
}

static gint64
base_id (SatBoardColumn *self, guint position)
{
  g_autoptr (SatRecord) record = NULL;

  if (self->base == NULL)
    return 0;
  if (SAT_IS_LIST_MODEL (self->base))
    return sat_list_model_get_id (SAT_LIST_MODEL (self->base), position);
  record = g_list_model_get_item (self->base, position);
  return record != NULL ? sat_record_get_id (record) : 0;
}

static gboolean
base_find (SatBoardColumn *self, gint64 id, guint *position)
{
  guint n = base_n_items (self);

  if (self->base != NULL && SAT_IS_LIST_MODEL (self->base))
    return sat_list_model_find (SAT_LIST_MODEL (self->base), id, position);
  for (guint i = 0; i < n; i++) {
    if (base_id (self, i) == id) {
      *position = i;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
is_held (SatBoardColumn *self, gint64 id, guint *index)
{
  for (guint i = 0; i < self->held->len; i++) {
    if (g_array_index (self->held, Held, i).id == id) {
      *index = i;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
is_sent (SatBoardColumn *self, gint64 id, guint *index)
{
  for (guint i = 0; i < self->sent->len; i++) {
    if (sat_record_get_id (g_array_index (self->sent, Sent, i).record) == id) {
      *index = i;
      return TRUE;
    }
  }
  return FALSE;
}

/* Where the shown @position is in the base; the sent card there, if there is one, in @sent. */
static guint
to_base (SatBoardColumn *self, guint position, Sent **sent)
{
  guint ahead = 0, stored;

  *sent = NULL;
  for (guint i = 0; i < self->sent->len; i++) {
    Sent *one = &g_array_index (self->sent, Sent, i);

    if (one->stored)
      continue;
    if (one->position == position) {
      *sent = one;
      return G_MAXUINT;
    }
    if (one->position < position)
      ahead++;
  }
  stored = position - ahead;
  for (guint i = 0; i < self->held->len; i++) {
    if (g_array_index (self->held, Held, i).position <= stored)
      stored++;
  }
  return stored;
}

static guint
from_base (SatBoardColumn *self, guint stored)
{
  guint position = stored;

  for (guint i = 0; i < self->held->len; i++) {
    if (g_array_index (self->held, Held, i).position < stored)
      position--;
  }
  for (guint i = 0; i < self->sent->len; i++) {
    Sent *one = &g_array_index (self->sent, Sent, i);

    if (!one->stored && one->position <= position)
      position++;
  }
  return position;
}

/* Finds the held and the sent cards in the base anew and counts. */
static void
update_positions (SatBoardColumn *self)
{
  guint n_held = 0, n_sent = 0, n_stored, position;

  for (guint i = 0; i < self->held->len; i++) {
    Held *held = &g_array_index (self->held, Held, i);

    if (base_find (self, held->id, &held->position))
      n_held++;
    else
      held->position = G_MAXUINT;
  }
  g_array_sort (self->held, compare_held);
  n_stored = base_n_items (self) - n_held;
  g_array_sort (self->sent, compare_sent);
  for (guint i = 0; i < self->sent->len; i++) {
    Sent *sent = &g_array_index (self->sent, Sent, i);

    sent->stored = base_find (self, sat_record_get_id (sent->record), &position);
    if (!sent->stored) {
      sent->position = MIN (sent->position, n_stored + n_sent);
      n_sent++;
    }
  }
  self->n_items = n_stored + n_sent;
}

static void
base_items_changed_cb (
    GListModel *base, guint position, guint removed, guint added, SatBoardColumn *self)
{
  guint before = self->n_items;

  if (self->held->len == 0 && self->sent->len == 0) {
    self->n_items = before - removed + added;
    g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
    return;
  }
  update_positions (self);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, self->n_items);
}

static void
base_loading_cb (GObject *base, GParamSpec *pspec, SatBoardColumn *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static GType
sat_board_column_get_item_type (GListModel *model)
{
  return SAT_TYPE_RECORD;
}

static guint
sat_board_column_get_n_items (GListModel *model)
{
  return SAT_BOARD_COLUMN (model)->n_items;
}

static gpointer
sat_board_column_get_item (GListModel *model, guint position)
{
  SatBoardColumn *self = SAT_BOARD_COLUMN (model);
  Sent *sent;
  guint stored;

  if (position >= self->n_items)
    return NULL;
  stored = to_base (self, position, &sent);
  return sent != NULL ? g_object_ref (G_OBJECT (sent->record))
                      : g_list_model_get_item (self->base, stored);
}

static void
sat_board_column_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = sat_board_column_get_item_type;
  iface->get_n_items = sat_board_column_get_n_items;
  iface->get_item = sat_board_column_get_item;
}

static void
forget_base (SatBoardColumn *self)
{
  if (self->base == NULL)
    return;
  g_clear_signal_handler (&self->base_changed, self->base);
  g_clear_signal_handler (&self->base_loading, self->base);
  g_clear_object (&self->base);
}

static void
sat_board_column_finalize (GObject *object)
{
  SatBoardColumn *self = SAT_BOARD_COLUMN (object);

  forget_base (self);
  g_array_unref (self->held);
  g_array_unref (self->sent);
  g_free (self->title);
  g_free (self->spoken);
  sat_column_totals_clear (&self->totals);
  G_OBJECT_CLASS (sat_board_column_parent_class)->finalize (object);
}

static void
sat_board_column_class_init (SatBoardColumnClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sat_board_column_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", SAT_TYPE_BOARD_COLUMN, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sat_board_column_init (SatBoardColumn *self)
{
  self->totals = SAT_COLUMN_TOTALS_INIT;
  self->held = g_array_new (FALSE, FALSE, sizeof (Held));
  self->sent = g_array_new (FALSE, FALSE, sizeof (Sent));
  g_array_set_clear_func (self->sent, clear_sent);
}

SatBoardColumn *
sat_board_column_new (gint64 id, const char *title, SatColumnKind kind)
{
  SatBoardColumn *self;

  g_return_val_if_fail (title != NULL, NULL);

  self = g_object_new (SAT_TYPE_BOARD_COLUMN, NULL);
  self->id = id;
  self->title = g_strdup (title);
  /* Translators: part of what a screen reader says for a card; %s is the name of the stage. */
  self->spoken = g_strdup_printf (_ ("stage %s"), title);
  self->kind = kind;
  return self;
}

gint64
sat_board_column_get_id (SatBoardColumn *self)
{
  g_return_val_if_fail (SAT_IS_BOARD_COLUMN (self), 0);

  return self->id;
}

const char *
sat_board_column_get_title (SatBoardColumn *self)
{
  g_return_val_if_fail (SAT_IS_BOARD_COLUMN (self), NULL);

  return self->title;
}

SatColumnKind
sat_board_column_get_kind (SatBoardColumn *self)
{
  g_return_val_if_fail (SAT_IS_BOARD_COLUMN (self), SAT_COLUMN_OPEN);

  return self->kind;
}

const char *
sat_board_column_get_spoken (SatBoardColumn *self)
{
  g_return_val_if_fail (SAT_IS_BOARD_COLUMN (self), NULL);

  return self->spoken;
}

void
sat_board_column_set_strength (SatBoardColumn *self, double strength)
{
  g_return_if_fail (SAT_IS_BOARD_COLUMN (self));

  self->strength = CLAMP (strength, 0, 1);
}

double
sat_board_column_get_strength (SatBoardColumn *self)
{
  g_return_val_if_fail (SAT_IS_BOARD_COLUMN (self), 0);

  return self->strength;
}

void
sat_board_column_set_collapsed (SatBoardColumn *self, gboolean collapsed)
{
  g_return_if_fail (SAT_IS_BOARD_COLUMN (self));

  if (self->collapsed == !!collapsed)
    return;
  self->collapsed = !!collapsed;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

gboolean
sat_board_column_get_collapsed (SatBoardColumn *self)
{
  g_return_val_if_fail (SAT_IS_BOARD_COLUMN (self), FALSE);

  return self->collapsed;
}

void
sat_board_column_set_totals (SatBoardColumn *self, const SatColumnTotals *totals)
{
  g_return_if_fail (SAT_IS_BOARD_COLUMN (self) && totals != NULL);

  if (sat_column_totals_equal (&self->totals, totals))
    return;
  sat_column_totals_clear (&self->totals);
  sat_column_totals_copy (totals, &self->totals);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

const SatColumnTotals *
sat_board_column_get_totals (SatBoardColumn *self)
{
  g_return_val_if_fail (SAT_IS_BOARD_COLUMN (self), NULL);

  return &self->totals;
}

void
sat_board_column_set_base (SatBoardColumn *self, GListModel *base)
{
  guint before;

  g_return_if_fail (SAT_IS_BOARD_COLUMN (self));
  g_return_if_fail (base == NULL || G_IS_LIST_MODEL (base));

  if (self->base == base)
    return;
  before = self->n_items;
  forget_base (self);
  g_array_set_size (self->held, 0);
  g_array_set_size (self->sent, 0);
  if (base != NULL) {
    self->base = g_object_ref (base);
    self->base_changed =
        g_signal_connect (base, "items-changed", G_CALLBACK (base_items_changed_cb), self);
    if (SAT_IS_LIST_MODEL (base))
      self->base_loading =
          g_signal_connect (base, "notify::loading", G_CALLBACK (base_loading_cb), self);
  }
  update_positions (self);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, self->n_items);
}

GListModel *
sat_board_column_get_base (SatBoardColumn *self)
{
  g_return_val_if_fail (SAT_IS_BOARD_COLUMN (self), NULL);

  return self->base;
}

gboolean
sat_board_column_get_loading (SatBoardColumn *self)
{
  g_return_val_if_fail (SAT_IS_BOARD_COLUMN (self), FALSE);

  return self->base != NULL && SAT_IS_LIST_MODEL (self->base) &&
         sat_list_model_get_loading (SAT_LIST_MODEL (self->base));
}

gint64
sat_board_column_get_item_id (SatBoardColumn *self, guint position)
{
  Sent *sent;
  guint stored;

  g_return_val_if_fail (SAT_IS_BOARD_COLUMN (self), 0);

  if (position >= self->n_items)
    return 0;
  stored = to_base (self, position, &sent);
  return sent != NULL ? sat_record_get_id (sent->record) : base_id (self, stored);
}

gboolean
sat_board_column_find (SatBoardColumn *self, gint64 id, guint *position)
{
  guint index, stored;

  g_return_val_if_fail (SAT_IS_BOARD_COLUMN (self), FALSE);

  if (is_sent (self, id, &index) && !g_array_index (self->sent, Sent, index).stored) {
    *position = g_array_index (self->sent, Sent, index).position;
    return TRUE;
  }
  if (is_held (self, id, &index) || !base_find (self, id, &stored))
    return FALSE;
  *position = from_base (self, stored);
  return TRUE;
}

/* After a change of the held and the sent: what was @before is different now. */
static void
overlay_changed (SatBoardColumn *self, guint before)
{
  update_positions (self);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, self->n_items);
}

void
sat_board_column_send (SatBoardColumn *self, SatRecord *record, guint position)
{
  guint before, index;
  Sent sent;

  g_return_if_fail (SAT_IS_BOARD_COLUMN (self) && SAT_IS_RECORD (record));

  before = self->n_items;
  if (is_held (self, sat_record_get_id (record), &index))
    g_array_remove_index (self->held, index);
  if (!is_sent (self, sat_record_get_id (record), &index)) {
    sent = (Sent){g_object_ref (record), MIN (position, before), FALSE};
    for (guint i = 0; i < self->sent->len; i++) {
      if (g_array_index (self->sent, Sent, i).position >= sent.position)
        g_array_index (self->sent, Sent, i).position++;
    }
    g_array_append_val (self->sent, sent);
  }
  overlay_changed (self, before);
}

void
sat_board_column_hold (SatBoardColumn *self, gint64 id)
{
  guint before, index;
  Held held = {id, G_MAXUINT};

  g_return_if_fail (SAT_IS_BOARD_COLUMN (self));

  before = self->n_items;
  if (is_sent (self, id, &index))
    g_array_remove_index (self->sent, index);
  if (!is_held (self, id, &index))
    g_array_append_val (self->held, held);
  overlay_changed (self, before);
}

void
sat_board_column_settle (SatBoardColumn *self, gint64 id)
{
  guint before, index;
  gboolean was_sent, was_held;

  g_return_if_fail (SAT_IS_BOARD_COLUMN (self));

  before = self->n_items;
  was_sent = is_sent (self, id, &index);
  if (was_sent)
    g_array_remove_index (self->sent, index);
  was_held = is_held (self, id, &index);
  if (was_held)
    g_array_remove_index (self->held, index);
  if (was_sent || was_held)
    overlay_changed (self, before);
}
