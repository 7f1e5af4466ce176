/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-list-model.h"

G_BEGIN_DECLS

/* What whoever listens to a list believes of it. */
typedef struct {
  GListModel *model;
  GPtrArray *items;
  guint n_signals;
  guint n_touched; /* removed and added in all signals */
} ListMirror;

ListMirror *list_mirror_new (SatListModel *model);
void list_mirror_free (ListMirror *mirror);
/* The mirror has the very objects that the list gives. */
void list_mirror_check (ListMirror *mirror);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ListMirror, list_mirror_free)

G_END_DECLS
