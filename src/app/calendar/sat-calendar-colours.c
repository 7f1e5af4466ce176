/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-calendar-colours.h"

/* Blue, vermillion, bluish green, reddish purple, orange, sky blue, yellow. */
static const guint32 colours[SAT_CALENDAR_N_COLOURS] = {0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7,
                                                        0xe69f00, 0x56b4e9, 0xf0e442};

static float
part (guint32 colour, int shift, gboolean dark)
{
  float value = (float)((colour >> shift) & 0xff) / 255;

  return dark ? value + (1 - value) * 0.2F : value;
}

void
sat_calendar_colour (guint index, gboolean dark, GdkRGBA *colour)
{
  guint32 one = colours[index % SAT_CALENDAR_N_COLOURS];

  g_return_if_fail (colour != NULL);

  *colour = (GdkRGBA){part (one, 16, dark), part (one, 8, dark), part (one, 0, dark), 1};
}
