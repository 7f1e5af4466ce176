/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-deal-move.h"

#include "sat-entry.h"

#include <glib/gi18n-lib.h>

typedef struct {
  gint64 deal;
  gint64 stage;
  char *reason;
} Move;

static void
move_free (gpointer data)
{
  Move *move = data;

  g_free (move->reason);
  g_free (move);
}

static gboolean
write_move (SatWriter *writer, gpointer data, GError **error)
{
  Move *move = data;
  const SatType *type = sat_registry_type (sat_writer_get_registry (writer), "opportunity");
  g_autoptr (SatEntry) entry = sat_entry_new (type, move->deal);

  return sat_entry_take (entry, sat_type_field (type, "stage"), sat_value_int (move->stage),
                         error) &&
         (move->reason == NULL || sat_entry_set (entry, "lost_reason", move->reason, error)) &&
         sat_entry_apply (entry, writer, SAT_ORIGIN_LOCAL, TRUE, &move->deal, error);
}

static char *
describe (SatRecord *deal, SatBoardColumn *to)
{
  const char *title = sat_record_get_title (deal);

  switch (sat_board_column_get_kind (to)) {
  case SAT_COLUMN_WON:
    /* Translators: a quiet word of joy; %s is the name of a deal. */
    return g_strdup_printf (_ ("“%s” is won. Well done!"), title);
  case SAT_COLUMN_LOST:
    return g_strdup_printf (_ ("“%s” is lost"), title);
  case SAT_COLUMN_OPEN:
  default:
    /* Translators: the name of a deal and of a stage */
    return g_strdup_printf (_ ("“%s” moved to %s"), title, sat_board_column_get_title (to));
  }
}

void
sat_deal_move (SatContext *context,
               SatRecord *deal,
               SatBoardColumn *to,
               const char *reason,
               gpointer owner,
               SatWrittenFunc written,
               gpointer user_data)
{
  Move *move;
  g_autofree char *label = NULL, *toast = NULL;

  g_return_if_fail (SAT_IS_CONTEXT (context) && SAT_IS_RECORD (deal) && SAT_IS_BOARD_COLUMN (to));

  move = g_new0 (Move, 1);
  move->deal = sat_record_get_id (deal);
  move->stage = sat_board_column_get_id (to);
  move->reason = g_strdup (reason);
  /* Translators: an entry of the undo list: the name of a deal and of a stage */
  label = g_strdup_printf (_ ("Move “%s” to %s"), sat_record_get_title (deal),
                           sat_board_column_get_title (to));
  toast = describe (deal, to);
  sat_context_write (context, label, toast, write_move, move, move_free, owner, written, user_data);
}
