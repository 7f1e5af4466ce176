/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-context.h"

G_BEGIN_DECLS

/* What everything that is printed has in common. In points. */

/* A print operation called @title, @lying or upright; that it failed is said in @context, which
 * must outlive it. */
GtkPrintOperation *sat_paper_new (SatContext *context, const char *title, gboolean lying);

/* One line of text, shortened to @width; figures of equal width. @size: of the letters. @align: 0
 * at the left, 1 at the right. */
void sat_paper_text (GtkPrintContext *paper,
                     const char *text,
                     double size,
                     gboolean bold,
                     double x,
                     double y,
                     double width,
                     int align);
/* The width that a text needs. */
double sat_paper_measure (GtkPrintContext *paper, const char *text, double size, gboolean bold);
/* A line over the whole width. */
void sat_paper_rule (GtkPrintContext *paper, double y, double thickness);
/* When it was printed, and which page (from 0) it is, @height above the end of the page. */
void sat_paper_footer (GtkPrintOperation *operation,
                       GtkPrintContext *paper,
                       const SatFormat *format,
                       int page,
                       double height);

G_END_DECLS
