/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sat-card-face.h"

G_BEGIN_DECLS

typedef enum {
  SAT_CARD_TEXT_HEADING,
  SAT_CARD_TEXT_TITLE,
  SAT_CARD_TEXT_AMOUNT,
  SAT_CARD_TEXT_NOTE,
  SAT_CARD_TEXT_DATE,
  SAT_CARD_TEXT_INITIALS,
  SAT_CARD_N_TEXTS,
} SatCardText;

/* How a card is drawn: laid out texts and looked up colours, kept from frame to frame. All zero is
 * a good start. */
typedef struct {
  gboolean compact;
  PangoLayout *texts[SAT_CARD_N_TEXTS];
  gboolean laid_out;
  int width;       /* of the card, for which the texts are laid out */
  int line_height; /* 0: not yet measured */
  guint serial;    /* of the font settings that both were made with */
  GdkPaintable *mark;
  struct {
    GdkRGBA text, dim, faint, bar, warning, error;
    gboolean known;
  } colours;
} SatCardDrawing;

int sat_card_drawing_height (SatCardDrawing *self, GtkWidget *widget);
void sat_card_drawing_snapshot (SatCardDrawing *self,
                                GtkWidget *widget,
                                const SatCardFace *face,
                                GtkSnapshot *snapshot);
/* What the pointer at @x, @y asks about: why the mark, who the owner, how long in the stage, or a
 * text that did not fit. NULL: nothing. */
const char *sat_card_drawing_tip (
    SatCardDrawing *self, GtkWidget *widget, const SatCardFace *face, double x, double y);

/* The face says something else now. */
void sat_card_drawing_renew (SatCardDrawing *self);
/* Colours or direction are different now; it notices by itself when the font is. */
void sat_card_drawing_restyle (SatCardDrawing *self);
void sat_card_drawing_clear (SatCardDrawing *self);

G_END_DECLS
