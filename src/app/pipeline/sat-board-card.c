/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-board-card.h"

#include "sat-board-card-draw.h"

#include <glib/gi18n-lib.h>

struct _SatBoardCard {
  GtkWidget parent_instance;
  gint64 id;
  GObject *item;
  SatCardFace face;
  SatCardDrawing drawing;
  char *column; /* as it is spoken */
  guint index, n;
};

G_DEFINE_FINAL_TYPE (SatBoardCard, sat_board_card, GTK_TYPE_WIDGET)

static void
say_name (SatBoardCard *self)
{
  g_autofree char *name = NULL;

  if (self->id == 0 || self->column == NULL)
    return;
  /* Translators: how a screen reader says a card of the board: what it is, the column that it
   * stands in ("stage Engaging"), its position and how many there are. */
  name = g_strdup_printf (_ ("%s, %s, %u of %u"), self->face.name, self->column, self->index + 1,
                          self->n);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_POS_IN_SET,
                                  (int)self->index + 1, GTK_ACCESSIBLE_RELATION_SET_SIZE,
                                  (int)self->n, -1);
}

static void
say_description (SatBoardCard *self)
{
  const char *mark = self->face.mark_reason, *age = self->face.age_text;
  g_autofree char *both = NULL;

  if (mark != NULL && age != NULL)
    both = g_strdup_printf ("%s. %s", mark, age);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  both != NULL   ? both
                                  : mark != NULL ? mark
                                  : age != NULL  ? age
                                                 : "",
                                  -1);
}

static void
sat_board_card_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SatBoardCard *self = SAT_BOARD_CARD (widget);

  if (self->id != 0)
    sat_card_drawing_snapshot (&self->drawing, widget, &self->face, snapshot);
}

static void
sat_board_card_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  SatBoardCard *self = SAT_BOARD_CARD (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = 0;
  else
    *minimum = *natural = sat_card_drawing_height (&self->drawing, widget);
}

static gboolean
sat_board_card_query_tooltip (
    GtkWidget *widget, int x, int y, gboolean keyboard_tooltip, GtkTooltip *tooltip)
{
  SatBoardCard *self = SAT_BOARD_CARD (widget);
  const char *text;

  if (self->id == 0)
    return FALSE;
  text = keyboard_tooltip ? self->face.mark_reason
                          : sat_card_drawing_tip (&self->drawing, widget, &self->face, x, y);
  gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

static void
sat_board_card_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (sat_board_card_parent_class)->css_changed (widget, change);
  sat_card_drawing_restyle (&SAT_BOARD_CARD (widget)->drawing);
}

static void
sat_board_card_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (sat_board_card_parent_class)->system_setting_changed (widget, setting);
  sat_card_drawing_restyle (&SAT_BOARD_CARD (widget)->drawing);
}

static void
sat_board_card_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (sat_board_card_parent_class)->direction_changed (widget, previous);
  sat_card_drawing_restyle (&SAT_BOARD_CARD (widget)->drawing);
}

static void
sat_board_card_finalize (GObject *object)
{
  SatBoardCard *self = SAT_BOARD_CARD (object);

  g_clear_object (&self->item);
  sat_card_face_clear (&self->face);
  sat_card_drawing_clear (&self->drawing);
  g_free (self->column);
  G_OBJECT_CLASS (sat_board_card_parent_class)->finalize (object);
}

/* What Enter and the menu key do to the focused card, for assistive tools. */
static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "board.activate-card", "x", SAT_BOARD_CARD (widget)->id);
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "board.show-menu", "x", SAT_BOARD_CARD (widget)->id);
}

static void
sat_board_card_class_init (SatBoardCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sat_board_card_finalize;
  widget_class->snapshot = sat_board_card_snapshot;
  widget_class->measure = sat_board_card_measure;
  widget_class->query_tooltip = sat_board_card_query_tooltip;
  widget_class->css_changed = sat_board_card_css_changed;
  widget_class->system_setting_changed = sat_board_card_system_setting_changed;
  widget_class->direction_changed = sat_board_card_direction_changed;
  gtk_widget_class_install_action (widget_class, "card.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "card.menu", NULL, menu_action);
  gtk_widget_class_set_css_name (widget_class, "boardcard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
}

static void
sat_board_card_init (SatBoardCard *self)
{
  self->face = SAT_CARD_FACE_INIT;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "activatable");
}

SatBoardCard *
sat_board_card_new (gboolean compact)
{
  SatBoardCard *self = g_object_new (SAT_TYPE_BOARD_CARD, NULL);

  self->drawing.compact = compact;
  return self;
}

void
sat_board_card_set (SatBoardCard *self, gint64 id, GObject *item, SatCardFace *face)
{
  g_return_if_fail (SAT_IS_BOARD_CARD (self) && id != 0 && face != NULL);

  self->id = id;
  g_set_object (&self->item, item);
  sat_card_face_clear (&self->face);
  self->face = *face;
  *face = SAT_CARD_FACE_INIT;
  sat_card_drawing_renew (&self->drawing);
  say_description (self);
  say_name (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
sat_board_card_set_place (SatBoardCard *self, const char *column, guint index, guint n)
{
  g_return_if_fail (SAT_IS_BOARD_CARD (self) && column != NULL);

  if (self->index == index && self->n == n && g_strcmp0 (self->column, column) == 0)
    return;
  if (g_strcmp0 (self->column, column) != 0) {
    g_free (self->column);
    self->column = g_strdup (column);
  }
  self->index = index;
  self->n = n;
  say_name (self);
}

void
sat_board_card_set_selected (SatBoardCard *self, gboolean selected)
{
  gboolean was;

  g_return_if_fail (SAT_IS_BOARD_CARD (self));

  was = (gtk_widget_get_state_flags (GTK_WIDGET (self)) & GTK_STATE_FLAG_SELECTED) != 0;
  if (was == selected)
    return;
  if (selected)
    gtk_widget_set_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_SELECTED, FALSE);
  else
    gtk_widget_unset_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_SELECTED);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, selected, -1);
}

void
sat_board_card_set_away (SatBoardCard *self, gboolean away)
{
  g_return_if_fail (SAT_IS_BOARD_CARD (self));

  gtk_widget_set_opacity (GTK_WIDGET (self), away ? 0 : 1);
}

gint64
sat_board_card_get_id (SatBoardCard *self)
{
  g_return_val_if_fail (SAT_IS_BOARD_CARD (self), 0);

  return self->id;
}

GObject *
sat_board_card_get_item (SatBoardCard *self)
{
  g_return_val_if_fail (SAT_IS_BOARD_CARD (self), NULL);

  return self->item;
}

guint
sat_board_card_get_index (SatBoardCard *self)
{
  g_return_val_if_fail (SAT_IS_BOARD_CARD (self), 0);

  return self->index;
}

const SatCardFace *
sat_board_card_get_face (SatBoardCard *self)
{
  g_return_val_if_fail (SAT_IS_BOARD_CARD (self), NULL);

  return &self->face;
}
