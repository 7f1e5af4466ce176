/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-board-private.h"

#define TRAVEL_MS 220

static SatBoardLane *
lane_of_column (SatBoard *self, SatBoardColumn *column)
{
  guint n = sat_board_strip_get_n_lanes (self->strip);

  for (guint i = 0; i < n; i++) {
    SatBoardLane *lane = sat_board_strip_get_lane (self->strip, i);

    if (sat_board_lane_get_column (lane) == column)
      return lane;
  }
  return NULL;
}

void
sat_board_prepare_travel (SatBoard *self,
                          gint64 id,
                          SatBoardColumn *to,
                          const graphene_rect_t *from)
{
  SatBoardCard *card = sat_board_get_card (self, id);
  SatBoardTravel *travel = &self->travel;
  graphene_rect_t bounds;

  sat_board_end_travel (self);
  travel->id = id;
  travel->to = g_object_ref (to);
  if (card == NULL || !gtk_widget_compute_bounds (GTK_WIDGET (card), GTK_WIDGET (self), &bounds))
    return;
  travel->take_focus = gtk_widget_is_focus (GTK_WIDGET (card));
  if (gtk_widget_get_mapped (GTK_WIDGET (card))) {
    g_autoptr (GdkPaintable) live = gtk_widget_paintable_new (GTK_WIDGET (card));

    travel->picture = gdk_paintable_get_current_image (live);
    travel->from = from != NULL ? *from : bounds;
  }
}

/* Where the travelling card will be, in the board; FALSE when its lane is gone. */
static gboolean
find_destination (SatBoard *self, graphene_rect_t *place)
{
  SatBoardLane *lane = lane_of_column (self, self->travel.to);
  GtkWidget *within;
  graphene_point_t origin;
  guint index = 0;

  if (lane == NULL)
    return FALSE;
  if (sat_board_column_get_collapsed (self->travel.to)) {
    return gtk_widget_compute_bounds (sat_board_lane_get_header (lane), GTK_WIDGET (self), place);
  }
  within = GTK_WIDGET (sat_board_lane_get_list (lane));
  if (!sat_board_column_find (self->travel.to, self->travel.id, &index) ||
      !gtk_widget_compute_point (within, GTK_WIDGET (self), &GRAPHENE_POINT_INIT (0, 0), &origin))
    return FALSE;
  sat_board_list_get_place (SAT_BOARD_LIST (within), index, place);
  graphene_rect_offset (place, origin.x, origin.y);
  return TRUE;
}

static void
progress_cb (double progress, gpointer data)
{
  gtk_widget_queue_draw (GTK_WIDGET (data));
}

static void
done_cb (AdwAnimation *animation, SatBoard *self)
{
  sat_board_end_travel (self);
}

static void
start (SatBoard *self, SatBoardLane *lane)
{
  SatBoardTravel *travel = &self->travel;

  travel->under_way = TRUE;
  if (travel->picture == NULL) {
    sat_board_end_travel (self);
    return;
  }
  sat_board_list_set_away (sat_board_lane_get_list (lane), travel->id);
  travel->animation =
      adw_timed_animation_new (GTK_WIDGET (self), 0, 1, TRAVEL_MS,
                               adw_callback_animation_target_new (progress_cb, self, NULL));
  g_signal_connect (travel->animation, "done", G_CALLBACK (done_cb), self);
  adw_animation_play (travel->animation);
}

void
sat_board_check_travel (SatBoard *self, SatBoardColumn *column)
{
  SatBoardTravel *travel = &self->travel;
  SatBoardLane *lane;
  guint index;

  if (travel->id == 0 || travel->to != column || travel->under_way ||
      !sat_board_column_find (column, travel->id, &index))
    return;
  lane = lane_of_column (self, column);
  if (lane == NULL)
    return;
  if (travel->take_focus && !sat_board_column_get_collapsed (column)) {
    sat_board_list_focus_card (sat_board_lane_get_list (lane), index);
    sat_board_reveal_lane (self, lane);
  }
  start (self, lane);
}

void
sat_board_snapshot_travel (SatBoard *self, GtkSnapshot *snapshot)
{
  SatBoardTravel *travel = &self->travel;
  graphene_rect_t to, now;
  double progress;

  if (!travel->under_way || travel->animation == NULL || !find_destination (self, &to))
    return;
  progress = adw_animation_get_value (travel->animation);
  graphene_rect_interpolate (&travel->from, &to, progress, &now);
  gtk_snapshot_push_clip (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, (float)gtk_widget_get_width (GTK_WIDGET (self)),
                                     (float)gtk_widget_get_height (GTK_WIDGET (self))));
  if (sat_board_column_get_collapsed (travel->to))
    gtk_snapshot_push_opacity (snapshot, 1 - progress);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &now.origin);
  gdk_paintable_snapshot (travel->picture, snapshot, now.size.width, now.size.height);
  gtk_snapshot_restore (snapshot);
  if (sat_board_column_get_collapsed (travel->to))
    gtk_snapshot_pop (snapshot);
  gtk_snapshot_pop (snapshot);
}

void
sat_board_end_travel (SatBoard *self)
{
  SatBoardTravel travel = self->travel;
  SatBoardLane *lane;

  self->travel = (SatBoardTravel){0};
  if (travel.id == 0)
    return;
  lane = lane_of_column (self, travel.to);
  if (travel.under_way && lane != NULL)
    sat_board_list_set_away (sat_board_lane_get_list (lane), 0);
  if (travel.animation != NULL) {
    g_signal_handlers_disconnect_by_func (travel.animation, done_cb, self);
    adw_animation_reset (travel.animation);
    g_object_unref (travel.animation);
  }
  g_clear_object (&travel.picture);
  g_object_unref (travel.to);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
