/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A list of choices that points at a widget, narrowed by typing. It goes away when it is closed.
 *
 * Signal "chosen" (const char *key) */
#define SAT_TYPE_CHOICE_POPOVER (sat_choice_popover_get_type ())
G_DECLARE_FINAL_TYPE (SatChoicePopover, sat_choice_popover, SAT, CHOICE_POPOVER, GtkPopover)

typedef struct {
  char *key, *label;
  gboolean always; /* stands above the others, whatever is typed */
} SatChoiceItem;

SatChoiceItem *sat_choice_item_new (const char *key, const char *label, gboolean always);
void sat_choice_item_free (SatChoiceItem *item);

/* More that fits what was typed: SatChoiceItem. (transfer full) */
typedef GPtrArray *(*SatChoiceSearch) (const char *text, gpointer data);

/* @parent: a widget around @target that outlives it and calls sat_choice_popover_close_all() in its
 * dispose. @items: SatChoiceItem, (transfer full), those of "always" first. @selected: the key to
 * begin with, NULL for the first. @name: of the list, for screen readers. */
SatChoicePopover *sat_choice_popover_new (
    GtkWidget *parent, GtkWidget *target, const char *name, GPtrArray *items, const char *selected);
void sat_choice_popover_set_search (SatChoicePopover *self,
                                    SatChoiceSearch search,
                                    gpointer data,
                                    GDestroyNotify destroy);

void sat_choice_popover_close_all (GtkWidget *parent);

G_END_DECLS
