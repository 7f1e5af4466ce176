/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-chart-draw.h"

#include <adwaita.h>

/* Okabe and Ito. What is ink there is the colour of the text here. */
static const char *const colours[SAT_CHART_N_COLOURS] = {
    [SAT_CHART_INK] = "#000000",       [SAT_CHART_ORANGE] = "#e69f00", [SAT_CHART_SKY] = "#56b4e9",
    [SAT_CHART_GREEN] = "#009e73",     [SAT_CHART_YELLOW] = "#f0e442", [SAT_CHART_BLUE] = "#0072b2",
    [SAT_CHART_VERMILION] = "#d55e00", [SAT_CHART_PURPLE] = "#cc79a7",
};

static GdkRGBA
with_alpha (GdkRGBA colour, double alpha)
{
  colour.alpha *= (float)alpha;
  return colour;
}

static void
fill (SatChartPalette *self)
{
  for (int i = 0; i < SAT_CHART_N_COLOURS; i++)
    gdk_rgba_parse (&self->series[i], colours[i]);
  self->series[SAT_CHART_INK] = self->text;
  self->dim = with_alpha (self->text, self->contrast ? 0.9 : 0.7);
  self->grid = with_alpha (self->text, self->contrast ? 0.4 : 0.14);
}

void
sat_chart_palette_init (SatChartPalette *self)
{
  g_return_if_fail (self != NULL);
  *self = (SatChartPalette){.text = {0.13f, 0.13f, 0.13f, 1}, .background = {1, 1, 1, 1}};
  fill (self);
}

void
sat_chart_palette_init_for (SatChartPalette *self, GtkWidget *widget)
{
  GtkStyleContext *style;

  g_return_if_fail (self != NULL && GTK_IS_WIDGET (widget));
  *self = (SatChartPalette){.background = {1, 1, 1, 1}};
  style = gtk_widget_get_style_context (widget);
  gtk_style_context_get_color (style, &self->text);
  gtk_style_context_lookup_color (style, "card_bg_color", &self->background);
  /* A card's colour is a tint over the window's. */
  if (self->background.alpha < 1)
    gtk_style_context_lookup_color (style, "window_bg_color", &self->background);
  self->contrast = adw_style_manager_get_high_contrast (
      adw_style_manager_get_for_display (gtk_widget_get_display (widget)));
  fill (self);
}
