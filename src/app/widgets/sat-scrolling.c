/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-scrolling.h"

void
sat_scrolling_install (GObjectClass *klass)
{
  g_object_class_override_property (klass, SAT_SCROLLING_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (klass, SAT_SCROLLING_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (klass, SAT_SCROLLING_HPOLICY, "hscroll-policy");
  g_object_class_override_property (klass, SAT_SCROLLING_VPOLICY, "vscroll-policy");
}

gboolean
sat_scrolling_get_property (const SatScrolling *self, guint id, GValue *value)
{
  switch (id) {
  case SAT_SCROLLING_HADJUSTMENT:
  case SAT_SCROLLING_VADJUSTMENT:
    g_value_set_object (value, self->adjustments[id - SAT_SCROLLING_HADJUSTMENT]);
    return TRUE;
  case SAT_SCROLLING_HPOLICY:
  case SAT_SCROLLING_VPOLICY:
    g_value_set_enum (value, self->policies[id - SAT_SCROLLING_HPOLICY]);
    return TRUE;
  default:
    return FALSE;
  }
}

static void
release (GtkAdjustment **adjustment, GtkWidget *widget)
{
  if (*adjustment != NULL)
    g_signal_handlers_disconnect_by_data (*adjustment, widget);
  g_clear_object (adjustment);
}

static void
set_adjustment (GtkAdjustment **place, GtkAdjustment *new, GtkWidget *widget, GCallback changed_cb)
{
  if (new != NULL &&*place == new)
    return;
  release (place, widget);
  *place = g_object_ref_sink (new != NULL ? new : gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  g_signal_connect (*place, "value-changed", changed_cb, widget);
  gtk_widget_queue_allocate (widget);
}

gboolean
sat_scrolling_set_property (
    SatScrolling *self, guint id, const GValue *value, GtkWidget *widget, GCallback changed_cb)
{
  g_return_val_if_fail (GTK_IS_WIDGET (widget) && changed_cb != NULL, FALSE);

  switch (id) {
  case SAT_SCROLLING_HADJUSTMENT:
  case SAT_SCROLLING_VADJUSTMENT:
    set_adjustment (&self->adjustments[id - SAT_SCROLLING_HADJUSTMENT], g_value_get_object (value),
                    widget, changed_cb);
    return TRUE;
  case SAT_SCROLLING_HPOLICY:
  case SAT_SCROLLING_VPOLICY:
    self->policies[id - SAT_SCROLLING_HPOLICY] = g_value_get_enum (value);
    return TRUE;
  default:
    return FALSE;
  }
}

void
sat_scrolling_clear (SatScrolling *self, GtkWidget *widget)
{
  for (int i = 0; i < 2; i++)
    release (&self->adjustments[i], widget);
}
