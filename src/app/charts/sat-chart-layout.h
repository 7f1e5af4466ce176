/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-chart-model.h"

G_BEGIN_DECLS

/* Where everything of a chart is drawn in a given room: arithmetic over a model and the sizes of
 * its texts, no widgets. Lengths are pixels. No two texts overlap, and all is within the room. */

typedef struct {
  double x, y, width, height;
} SatChartRect;

typedef enum {
  SAT_CHART_TITLE,
  SAT_CHART_SUMMARY, /* may take several lines */
  SAT_CHART_LABEL,   /* of axes, bands, lines and in the legend */
} SatChartFont;

/* How large a text is. @width: where it is wrapped; 0: one line. */
typedef void (*SatChartMeasure) (
    const char *text, SatChartFont font, double width, double *wide, double *high, gpointer data);

typedef struct {
  double width, height;
  double scale;     /* 1 for letters of the usual size */
  gboolean heading; /* with title and summary, for a file */
  SatChartMeasure measure;
  gpointer data;
} SatChartRoom;

typedef struct {
  SatChartRect rect; /* what does not fit is cut off at its end */
  char *text;
  SatChartFont font;
  double align;  /* 0: at the left of its rectangle, 0.5: in the middle, 1: at the right */
  gboolean dim;  /* less loud than what it stands beside */
  gboolean over; /* may lie over what is drawn */
} SatChartText;

/* A sample of a series or of a line, in the legend. */
typedef struct {
  SatChartRect rect;
  int series; /* -1: it is a line's */
  int line;
} SatChartSample;

typedef struct {
  double x1, y1, x2, y2;
  gboolean zero; /* of a grid: where the bars begin */
  int line;      /* of the model; -1: of the grid */
} SatChartStroke;

/* What stands for a point that has words. */
typedef struct {
  guint series, point;
  SatChartRect rect; /* within the plot */
} SatChartMark;

typedef struct {
  double x, y;
  double base; /* the other side of what is filled */
} SatChartCorner;

/* The course of a line or a range. */
typedef struct {
  guint series;
  GArray *corners; /* of SatChartCorner */
} SatChartPath;

typedef struct {
  SatChartModel *model;
  double width, height, scale;
  SatChartRect plot;
  double zero;      /* where the value 0 is: y, or x if the bars lie */
  GArray *texts;    /* of SatChartText */
  GArray *samples;  /* of SatChartSample */
  GArray *strokes;  /* of SatChartStroke */
  GPtrArray *paths; /* of SatChartPath */
  GArray *bars;     /* of SatChartMark: all that is drawn as a rectangle, in order */
  GArray *marks;    /* of SatChartMark: all that can be pointed at, series by series */
} SatChartLayout;

SatChartLayout *sat_chart_layout_new (SatChartModel *model, const SatChartRoom *room);
void sat_chart_layout_free (SatChartLayout *self);

/* The height at which a chart of that width is good to read. */
double sat_chart_layout_height (const SatChartModel *model, const SatChartRoom *room);

/* The mark that is meant by a point: the bar under it, else the nearest one. -1: none. */
int sat_chart_layout_find (const SatChartLayout *self, double x, double y);

typedef enum {
  SAT_CHART_LEFT,
  SAT_CHART_RIGHT,
  SAT_CHART_UP,
  SAT_CHART_DOWN,
  SAT_CHART_HOME, /* the first of the series, or of the band */
  SAT_CHART_END,
  SAT_CHART_FIRST, /* of all */
  SAT_CHART_LAST,
} SatChartMove;

/* The mark that a key leads to from mark @from; @from itself where there is no way on. */
int sat_chart_layout_move (const SatChartLayout *self, int from, SatChartMove move);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatChartLayout, sat_chart_layout_free)

G_END_DECLS
