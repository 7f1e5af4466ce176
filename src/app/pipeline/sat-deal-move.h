/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-board-column.h"
#include "sat-context.h"

G_BEGIN_DECLS

/* Writes that @deal is in the stage of @to now, as one change with an undo toast; the rules of the
 * store bring category and probability along. @reason: why it was lost, NULL to leave it.
 * @written, @owner: as for sat_context_write(). */
void sat_deal_move (SatContext *context,
                    SatRecord *deal,
                    SatBoardColumn *to,
                    const char *reason,
                    gpointer owner,
                    SatWrittenFunc written,
                    gpointer user_data);

G_END_DECLS
