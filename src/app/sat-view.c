/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-view.h"

G_DEFINE_INTERFACE (SatView, sat_view, GTK_TYPE_WIDGET)

enum {
  SUBTITLE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
sat_view_default_init (SatViewInterface *iface)
{
  signals[SUBTITLE] = g_signal_new ("subtitle", SAT_TYPE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

const char *
sat_view_get_type_name (SatView *self)
{
  SatViewInterface *iface;

  g_return_val_if_fail (SAT_IS_VIEW (self), NULL);
  iface = SAT_VIEW_GET_IFACE (self);
  return iface->get_type_name != NULL ? iface->get_type_name (self) : NULL;
}

gboolean
sat_view_begin_new (SatView *self)
{
  SatViewInterface *iface;

  g_return_val_if_fail (SAT_IS_VIEW (self), FALSE);
  iface = SAT_VIEW_GET_IFACE (self);
  return iface->begin_new != NULL && iface->begin_new (self);
}

GtkWidget *
sat_view_get_title_widget (SatView *self)
{
  SatViewInterface *iface;

  g_return_val_if_fail (SAT_IS_VIEW (self), NULL);
  iface = SAT_VIEW_GET_IFACE (self);
  return iface->get_title_widget != NULL ? iface->get_title_widget (self) : NULL;
}

void
sat_view_focus_filter (SatView *self)
{
  SatViewInterface *iface;

  g_return_if_fail (SAT_IS_VIEW (self));
  iface = SAT_VIEW_GET_IFACE (self);
  if (iface->focus_filter != NULL)
    iface->focus_filter (self);
}

void
sat_view_focus_records (SatView *self)
{
  SatViewInterface *iface;

  g_return_if_fail (SAT_IS_VIEW (self));
  iface = SAT_VIEW_GET_IFACE (self);
  if (iface->focus_records != NULL)
    iface->focus_records (self);
}

gboolean
sat_view_select_record (SatView *self, gint64 id)
{
  SatViewInterface *iface;

  g_return_val_if_fail (SAT_IS_VIEW (self), FALSE);
  iface = SAT_VIEW_GET_IFACE (self);
  return iface->select_record != NULL && iface->select_record (self, id);
}

gint64
sat_view_get_selected (SatView *self)
{
  SatViewInterface *iface;

  g_return_val_if_fail (SAT_IS_VIEW (self), 0);
  iface = SAT_VIEW_GET_IFACE (self);
  return iface->get_selected != NULL ? iface->get_selected (self) : 0;
}

GtkWidget *
sat_view_get_table (SatView *self)
{
  SatViewInterface *iface;

  g_return_val_if_fail (SAT_IS_VIEW (self), NULL);
  iface = SAT_VIEW_GET_IFACE (self);
  return iface->get_table != NULL ? iface->get_table (self) : NULL;
}

gboolean
sat_view_is_list (SatView *self)
{
  g_return_val_if_fail (SAT_IS_VIEW (self), FALSE);
  return SAT_VIEW_GET_IFACE (self)->get_table != NULL;
}

void
sat_view_set_filter (SatView *self, SatFilter *filter)
{
  SatViewInterface *iface;

  g_return_if_fail (SAT_IS_VIEW (self));
  iface = SAT_VIEW_GET_IFACE (self);
  if (iface->set_filter != NULL)
    iface->set_filter (self, filter);
}

void
sat_view_emit_subtitle (SatView *self, const char *subtitle)
{
  g_return_if_fail (SAT_IS_VIEW (self));
  g_signal_emit (self, signals[SUBTITLE], 0, subtitle);
}
