/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-board-lane.h"

#include <glib/gi18n-lib.h>

#include "sat-widgets.h"

struct _SatBoardLane {
  GtkWidget parent_instance;
  SatBoardColumn *column;
  SatBoardList *list;
  GtkWidget *tint, *header, *scroller;
  GtkLabel *title, *count, *total, *weighted, *others;
  GtkBox *totals;
  GtkButton *collapse;
};

G_DEFINE_FINAL_TYPE (SatBoardLane, sat_board_lane, GTK_TYPE_WIDGET)

static void
show_text (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

/* "$6,000 weighted". g_free(). */
static char *
weighted_text (const SatColumnTotals *totals)
{
  /* Translators: an amount times the probability of winning; there is little room */
  return totals->weighted != NULL ? g_strdup_printf (_ ("%s weighted"), totals->weighted) : NULL;
}

/* "Engaging, 40 deals, $12,000, $6,000 weighted": what the header shows, in one sentence. */
static void
say_header (SatBoardLane *self, const SatColumnTotals *totals)
{
  g_autofree char *weighted = weighted_text (totals);
  const char *parts[] = {totals->total, totals->others, weighted};
  g_autoptr (GString) name = g_string_new (sat_board_column_get_title (self->column));

  if (totals->count_text != NULL) {
    g_string_append (name, ", ");
    /* Translators: %s is a number */
    g_string_append_printf (name, ngettext ("%s deal", "%s deals", (gulong)totals->count),
                            totals->count_text);
  }
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    if (parts[i] != NULL)
      g_string_append_printf (name, ", %s", parts[i]);
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name->str,
                                  -1);
}

static void
show_collapsed (SatBoardLane *self, gboolean collapsed)
{
  const char *title = sat_board_column_get_title (self->column);
  g_autofree char *label =
      g_strdup_printf (collapsed ? _ ("Show the Deals in %s") : _ ("Hide the Deals in %s"), title);

  gtk_widget_set_visible (self->scroller, !collapsed);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->totals), collapsed
                                                                     ? GTK_ORIENTATION_VERTICAL
                                                                     : GTK_ORIENTATION_HORIZONTAL);
  gtk_label_set_xalign (self->weighted, collapsed ? 0 : 1);
  gtk_button_set_icon_name (self->collapse, collapsed ? "pan-end-symbolic" : "pan-start-symbolic");
  sat_widget_set_tooltip (GTK_WIDGET (self->collapse), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->collapse), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->collapse), GTK_ACCESSIBLE_STATE_EXPANDED,
                               !collapsed, -1);
  if (collapsed)
    gtk_widget_add_css_class (GTK_WIDGET (self), "collapsed");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "collapsed");
}

static void
column_changed_cb (SatBoardColumn *column, SatBoardLane *self)
{
  const SatColumnTotals *totals = sat_board_column_get_totals (column);
  g_autofree char *weighted = weighted_text (totals);

  gtk_label_set_text (self->title, sat_board_column_get_title (column));
  sat_widget_set_tooltip (GTK_WIDGET (self->title), sat_board_column_get_title (column));
  show_text (self->count, totals->count_text);
  show_text (self->total, totals->total);
  show_text (self->weighted, weighted);
  show_text (self->others, totals->others);
  sat_widget_set_tooltip (GTK_WIDGET (self->totals), totals->explanation);
  sat_widget_set_tooltip (GTK_WIDGET (self->others), totals->explanation);
  show_collapsed (self, sat_board_column_get_collapsed (column));
  say_header (self, totals);
}

static void
collapse_cb (GtkButton *button, SatBoardLane *self)
{
  sat_board_column_set_collapsed (self->column, !sat_board_column_get_collapsed (self->column));
}

static void
sat_board_lane_dispose (GObject *object)
{
  SatBoardLane *self = SAT_BOARD_LANE (object);
  GtkWidget *child;

  if (self->column != NULL)
    g_signal_handlers_disconnect_by_func (self->column, column_changed_cb, self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->column);
  G_OBJECT_CLASS (sat_board_lane_parent_class)->dispose (object);
}

static void
sat_board_lane_class_init (SatBoardLaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_board_lane_dispose;
  gtk_widget_class_set_css_name (widget_class, "boardlane");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/satchel/Satchel/pipeline/sat-board-lane.ui");
  gtk_widget_class_bind_template_child (widget_class, SatBoardLane, tint);
  gtk_widget_class_bind_template_child (widget_class, SatBoardLane, header);
  gtk_widget_class_bind_template_child (widget_class, SatBoardLane, title);
  gtk_widget_class_bind_template_child (widget_class, SatBoardLane, count);
  gtk_widget_class_bind_template_child (widget_class, SatBoardLane, total);
  gtk_widget_class_bind_template_child (widget_class, SatBoardLane, weighted);
  gtk_widget_class_bind_template_child (widget_class, SatBoardLane, others);
  gtk_widget_class_bind_template_child (widget_class, SatBoardLane, totals);
  gtk_widget_class_bind_template_child (widget_class, SatBoardLane, collapse);
  gtk_widget_class_bind_template_child (widget_class, SatBoardLane, scroller);
  gtk_widget_class_bind_template_callback (widget_class, collapse_cb);
}

static void
sat_board_lane_init (SatBoardLane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

SatBoardLane *
sat_board_lane_new (SatBoardColumn *column, SatBoardFaceFunc func, gpointer user_data)
{
  SatBoardLane *self;
  SatColumnKind kind;

  g_return_val_if_fail (SAT_IS_BOARD_COLUMN (column) && func != NULL, NULL);

  self = g_object_new (SAT_TYPE_BOARD_LANE, NULL);
  self->column = g_object_ref (column);
  self->list = sat_board_list_new (column, func, user_data);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->list));
  kind = sat_board_column_get_kind (column);
  if (kind != SAT_COLUMN_OPEN) {
    gtk_widget_add_css_class (GTK_WIDGET (self), kind == SAT_COLUMN_WON ? "won" : "lost");
    gtk_widget_show (GTK_WIDGET (self->collapse));
  } else {
    gtk_widget_set_opacity (self->tint, 0.4 + 0.6 * sat_board_column_get_strength (column));
  }
  g_signal_connect (column, "changed", G_CALLBACK (column_changed_cb), self);
  column_changed_cb (column, self);
  return self;
}

SatBoardColumn *
sat_board_lane_get_column (SatBoardLane *self)
{
  g_return_val_if_fail (SAT_IS_BOARD_LANE (self), NULL);

  return self->column;
}

SatBoardList *
sat_board_lane_get_list (SatBoardLane *self)
{
  g_return_val_if_fail (SAT_IS_BOARD_LANE (self), NULL);

  return self->list;
}

GtkWidget *
sat_board_lane_get_header (SatBoardLane *self)
{
  g_return_val_if_fail (SAT_IS_BOARD_LANE (self), NULL);

  return self->header;
}
