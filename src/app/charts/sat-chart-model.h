/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-format.h"

G_BEGIN_DECLS

/* What a chart says, apart from how it is drawn: figures with their words. Filled once by whoever
 * makes it and only read from then on. Reference counted; atomically, so that it may be made on a
 * reading thread. */

typedef enum {
  SAT_CHART_BARS,   /* one on another in a band; those below zero the other way */
  SAT_CHART_TARGET, /* a stroke across the band's bars */
  SAT_CHART_LINE,   /* straight from point to point */
  SAT_CHART_STEPS,  /* keeps its height up to the next point */
  SAT_CHART_RANGE,  /* all between two values, from point to point */
} SatChartShape;

/* The palette of Okabe and Ito, which people with any colour vision tell apart. Never alone: areas
 * have a pattern of their own, lines a dash and the shape of their points. */
typedef enum {
  SAT_CHART_INK,
  SAT_CHART_ORANGE,
  SAT_CHART_SKY,
  SAT_CHART_GREEN,
  SAT_CHART_YELLOW,
  SAT_CHART_BLUE,
  SAT_CHART_VERMILION,
  SAT_CHART_PURPLE,
  SAT_CHART_N_COLOURS,
} SatChartColour;

typedef enum {
  SAT_CHART_PLAIN,
  SAT_CHART_RISING,  /* strokes to the upper right */
  SAT_CHART_FALLING, /* to the lower right */
  SAT_CHART_DOTS,
  SAT_CHART_LEVEL,
  SAT_CHART_CROSSED,
} SatChartPattern;

typedef enum {
  SAT_CHART_SOLID,
  SAT_CHART_DASHED,
  SAT_CHART_DOTTED,
  SAT_CHART_DASH_DOT,
} SatChartDash;

typedef struct {
  gint64 at;    /* the band's number, or the date */
  gint64 value; /* in minor units of money, or a count */
  gint64 base;  /* of a range: its lower value; of a floating bar: where it begins */
  gboolean floats;
  char *key;  /* what activating it tells; NULL: it cannot be activated */
  char *text; /* all of it in words; NULL: the point shapes its line and is no mark of its own */
} SatChartPoint;

typedef struct {
  char *name;
  SatChartShape shape;
  SatChartColour colour;
  SatChartPattern pattern;
  SatChartDash dash;
  gboolean filled; /* a line with a tint below it */
  GArray *points;  /* of SatChartPoint, in order of @at */
} SatChartSeries;

typedef struct {
  char *name;
  char *note; /* at the end of its bars, such as their sum; NULL: none */
} SatChartBand;

/* A line through the whole chart. */
typedef struct {
  char *name;
  gint64 at;        /* a value, or a date */
  gboolean is_date; /* across the axis of dates */
  SatChartDash dash;
} SatChartLine;

typedef struct {
  gatomicrefcount ref_count;
  char *title;
  char *summary;        /* what it shows, in a sentence or two */
  char *along;          /* what the bands or dates are: heads the first column of the table */
  const char *currency; /* of the values, interned; NULL: counts */
  SatFormat format;     /* borrows zone and clock */
  gboolean by_date;
  gboolean lying;      /* bands from top to bottom, bars to the right */
  SatDate first, last; /* by date */
  GPtrArray *bands;    /* of SatChartBand */
  GPtrArray *series;   /* of SatChartSeries */
  GPtrArray *lines;    /* of SatChartLine */
} SatChartModel;

/* @currency: NULL for counts. */
SatChartModel *sat_chart_model_new_bands (const SatFormat *format,
                                          const char *title,
                                          const char *along,
                                          const char *currency,
                                          gboolean lying);
SatChartModel *sat_chart_model_new_dates (const SatFormat *format,
                                          const char *title,
                                          const char *along,
                                          const char *currency,
                                          SatDate first,
                                          SatDate last);
SatChartModel *sat_chart_model_ref (SatChartModel *self);
void sat_chart_model_unref (SatChartModel *self);

void sat_chart_model_set_summary (SatChartModel *self, const char *summary);
/* Appends to the summary. Takes @sentence. */
void sat_chart_model_add_sentence (SatChartModel *self, char *sentence);
/* Its number. @note may be NULL. */
guint sat_chart_model_add_band (SatChartModel *self, const char *name, const char *note);
/* (transfer none): to be refined by the caller. */
SatChartSeries *sat_chart_model_add_series (SatChartModel *self,
                                            const char *name,
                                            SatChartShape shape,
                                            SatChartColour colour);
/* @key and @text may be NULL. */
void sat_chart_series_add (
    SatChartSeries *self, gint64 at, gint64 value, const char *key, const char *text);
/* A bar that begins at @base, or what lies between @base and @value. */
void sat_chart_series_add_range (
    SatChartSeries *self, gint64 at, gint64 base, gint64 value, const char *key, const char *text);
void sat_chart_model_add_line (
    SatChartModel *self, const char *name, gint64 at, gboolean is_date, SatChartDash dash);

guint sat_chart_model_n_series (const SatChartModel *self);
const SatChartSeries *sat_chart_model_get_series (const SatChartModel *self, guint i);
const SatChartPoint *sat_chart_model_get_point (const SatChartModel *self, guint series, guint i);
const SatChartBand *sat_chart_model_get_band (const SatChartModel *self, guint i);
const SatChartLine *sat_chart_model_get_line (const SatChartModel *self, guint i);

/* A value as the axis says it, "$1.2M", and in full. g_free(). */
char *sat_chart_model_short_value (const SatChartModel *self, gint64 value);
char *sat_chart_model_full_value (const SatChartModel *self, gint64 value);
/* The least and the greatest value that is drawn; 0 is always among them. */
void sat_chart_model_get_range (const SatChartModel *self, gint64 *low, gint64 *high);

/* The figures as a table: rows of texts (GStrv), the first one the heads of the columns. */
GPtrArray *sat_chart_model_get_table (const SatChartModel *self);
/* The key of the first mark in row @row (from 1) of the table that has one; NULL: none. */
const char *sat_chart_model_get_row_key (const SatChartModel *self, guint row);
/* Title, summary and table, columns separated by tabs. g_free(). */
char *sat_chart_model_to_text (const SatChartModel *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SatChartModel, sat_chart_model_unref)

G_END_DECLS
