/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What deserves a mark on a card; the graver wins when there are several. */
typedef enum {
  SAT_CARD_FINE,
  SAT_CARD_ATTENTION,
  SAT_CARD_OVERDUE,
} SatCardMark;

/* All that a card shows and says, as text for people. NULL means there is none. */
typedef struct {
  char *heading;  /* bold: the company */
  char *title;    /* the deal */
  char *amount;   /* with its currency */
  char *note;     /* stands small where the amount would be if there is none */
  char *date;     /* when it should close, short */
  char *initials; /* the owner's, in the circle */
  char *owner;    /* the owner's name */
  SatCardMark mark;
  char *mark_reason; /* set exactly when @mark is not FINE */
  double age;        /* days in the stage over its limit; negative: there is no limit */
  char *age_text;    /* the same in words */
  char *name;        /* for the screen reader, the position not included */
} SatCardFace;

#define SAT_CARD_FACE_INIT ((SatCardFace){.age = -1})

void sat_card_face_clear (SatCardFace *self);

/* The first letters of the first and the last word of a name, or the first character of one written
 * without spaces. NULL for an empty name. g_free(). */
char *sat_card_face_initials (const char *name);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SatCardFace, sat_card_face_clear)

G_END_DECLS
