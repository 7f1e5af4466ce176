/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-pipeline-moves.h"

#include "sat-deal-move.h"
#include "sat-list-model.h"

/* How long a move that is committed is shown ahead of a list that does not know it, because the
 * deal does not fit its filter any more. */
#define AHEAD_MS 2000

struct _SatPipelineMoves {
  GObject parent_instance;
  SatContext *context;
  GListModel *columns;
  GHashTable *moves; /* gint64 deal -> Move */
  guint check;
};

/* A deal on its way to a stage. */
typedef struct {
  gint64 deal;
  SatBoardColumn *to;
  guint n_writes; /* that have not ended */
  guint timeout;
} Move;

/* One write of it, or the time it may be ahead. */
typedef struct {
  SatPipelineMoves *moves;
  gint64 deal;
} Ticket;

G_DEFINE_FINAL_TYPE (SatPipelineMoves, sat_pipeline_moves, G_TYPE_OBJECT)

static Ticket *
ticket_new (SatPipelineMoves *self, gint64 deal)
{
  Ticket *ticket = g_new (Ticket, 1);

  *ticket = (Ticket){g_object_ref (self), deal};
  return ticket;
}

static void
ticket_free (gpointer data)
{
  Ticket *ticket = data;

  g_object_unref (ticket->moves);
  g_free (ticket);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ticket, ticket_free)

static void
move_free (gpointer data)
{
  Move *move = data;

  g_clear_handle_id (&move->timeout, g_source_remove);
  g_object_unref (move->to);
  g_free (move);
}

static guint
n_columns (SatPipelineMoves *self)
{
  return g_list_model_get_n_items (self->columns);
}

static SatBoardColumn *
nth_column (SatPipelineMoves *self, guint i)
{
  g_autoptr (SatBoardColumn) column = g_list_model_get_item (self->columns, i);

  return column; /* the list keeps it */
}

static Move *
find_move (SatPipelineMoves *self, gint64 deal)
{
  return g_hash_table_lookup (self->moves, &deal);
}

static void
settle (SatPipelineMoves *self, gint64 deal)
{
  if (!g_hash_table_remove (self->moves, &deal))
    return;
  for (guint i = 0; i < n_columns (self); i++)
    sat_board_column_settle (nth_column (self, i), deal);
}

static gboolean
is_stored_in (SatBoardColumn *column, gint64 deal)
{
  GListModel *base = sat_board_column_get_base (column);
  guint position;

  return base != NULL && sat_list_model_find (SAT_LIST_MODEL (base), deal, &position);
}

/* The lists say what is shown. */
static gboolean
is_agreed (SatPipelineMoves *self, const Move *move)
{
  for (guint i = 0; i < n_columns (self); i++) {
    SatBoardColumn *column = nth_column (self, i);

    if (sat_board_column_get_base (column) != NULL &&
        is_stored_in (column, move->deal) != (column == move->to))
      return FALSE;
  }
  return TRUE;
}

static void
settle_agreed (SatPipelineMoves *self)
{
  g_autoptr (GList) moves = g_hash_table_get_values (self->moves);

  for (GList *l = moves; l != NULL; l = l->next) {
    const Move *move = l->data;

    if (move->n_writes == 0 && is_agreed (self, move))
      settle (self, move->deal);
  }
}

static gboolean
ahead_cb (gpointer data)
{
  Ticket *ticket = data;
  Move *move = find_move (ticket->moves, ticket->deal);

  if (move != NULL) {
    move->timeout = 0;
    settle (ticket->moves, ticket->deal);
  }
  return G_SOURCE_REMOVE;
}

static void
written_cb (gint64 change, const GError *error, gpointer user_data)
{
  g_autoptr (Ticket) ticket = user_data;
  SatPipelineMoves *self = ticket->moves;
  Move *move = find_move (self, ticket->deal);

  if (move == NULL) /* the columns are others by now */
    return;
  move->n_writes--;
  if (error != NULL || change == 0) {
    settle (self, ticket->deal);
    return;
  }
  settle_agreed (self);
  move = find_move (self, ticket->deal);
  if (move != NULL && move->n_writes == 0 && move->timeout == 0)
    move->timeout = g_timeout_add_full (G_PRIORITY_DEFAULT, AHEAD_MS, ahead_cb,
                                        g_steal_pointer (&ticket), ticket_free);
}

static gboolean
check_cb (gpointer data)
{
  SatPipelineMoves *self = data;

  self->check = 0;
  settle_agreed (self);
  return G_SOURCE_REMOVE;
}

static void
sat_pipeline_moves_dispose (GObject *object)
{
  SatPipelineMoves *self = SAT_PIPELINE_MOVES (object);

  sat_pipeline_moves_forget (self);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_pipeline_moves_parent_class)->dispose (object);
}

static void
sat_pipeline_moves_finalize (GObject *object)
{
  SatPipelineMoves *self = SAT_PIPELINE_MOVES (object);

  g_object_unref (self->columns);
  g_hash_table_unref (self->moves);
  G_OBJECT_CLASS (sat_pipeline_moves_parent_class)->finalize (object);
}

static void
sat_pipeline_moves_class_init (SatPipelineMovesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_pipeline_moves_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_pipeline_moves_finalize;
}

static void
sat_pipeline_moves_init (SatPipelineMoves *self)
{
  self->moves = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, move_free);
}

SatPipelineMoves *
sat_pipeline_moves_new (SatContext *context, GListModel *columns)
{
  SatPipelineMoves *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && G_IS_LIST_MODEL (columns), NULL);

  self = g_object_new (SAT_TYPE_PIPELINE_MOVES, NULL);
  self->context = g_object_ref (context);
  self->columns = g_object_ref (columns);
  return self;
}

/* Where the deal will stand in @column once the list knows it. */
static guint
place_in (SatBoardColumn *column, SatRecord *deal)
{
  guint low = 0, high = g_list_model_get_n_items (G_LIST_MODEL (column));
  gboolean descending = sat_board_column_get_kind (column) != SAT_COLUMN_OPEN;
  const SatValue *date = sat_record_peek (deal, "close_date");

  while (low < high && date->type == SAT_VALUE_INTEGER) {
    guint middle = low + (high - low) / 2;
    g_autoptr (SatRecord) other = g_list_model_get_item (G_LIST_MODEL (column), middle);
    const SatValue *theirs = sat_record_peek (other, "close_date");

    /* Those without a date are last either way. */
    if (theirs->type == SAT_VALUE_INTEGER &&
        (descending ? theirs->integer > date->integer : theirs->integer < date->integer))
      low = middle + 1;
    else
      high = middle;
  }
  return high;
}

void
sat_pipeline_moves_add (SatPipelineMoves *self,
                        SatRecord *deal,
                        SatBoardColumn *to,
                        const char *reason)
{
  gint64 id;
  Move *move;

  g_return_if_fail (SAT_IS_PIPELINE_MOVES (self) && self->context != NULL);
  g_return_if_fail (SAT_IS_RECORD (deal) && SAT_IS_BOARD_COLUMN (to));

  id = sat_record_get_id (deal);
  move = find_move (self, id);
  if (move == NULL) {
    move = g_new0 (Move, 1);
    move->deal = id;
    g_hash_table_insert (self->moves, &move->deal, move);
  }
  g_clear_handle_id (&move->timeout, g_source_remove);
  g_set_object (&move->to, to);
  move->n_writes++;
  for (guint i = 0; i < n_columns (self); i++) {
    if (nth_column (self, i) != to)
      sat_board_column_hold (nth_column (self, i), id);
  }
  sat_board_column_send (to, deal, place_in (to, deal));
  sat_deal_move (self->context, deal, to, reason, NULL, written_cb, ticket_new (self, id));
}

void
sat_pipeline_moves_check (SatPipelineMoves *self)
{
  g_return_if_fail (SAT_IS_PIPELINE_MOVES (self));

  /* Not at once: the column is just telling its change. */
  if (self->check == 0 && g_hash_table_size (self->moves) > 0)
    self->check = g_idle_add_full (G_PRIORITY_DEFAULT, check_cb, self, NULL);
}

void
sat_pipeline_moves_forget (SatPipelineMoves *self)
{
  g_return_if_fail (SAT_IS_PIPELINE_MOVES (self));

  g_clear_handle_id (&self->check, g_source_remove);
  g_hash_table_remove_all (self->moves);
}
