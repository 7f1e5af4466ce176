/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-list-model.h"
#include "sat-test-store.h"

G_BEGIN_DECLS

/* Lists of companies for the tests of the list model. */

#define COMPANY_LIST_WAIT_MS 20000

typedef struct {
  guint n;
  gint64 last;
} CompanyFill;

/* Waits until the list has what its query gives, in that order, and nothing else is under way. */
void wait_settled (SatTestStore *f, SatListModel *model);

/* Adds the companies "Company 000" and so on, with ids in that order; gives the last id. */
gint64 fill_companies (SatTestStore *f, guint n);

/* 'filter' is the short text or NULL. */
void show_companies (SatListModel *model, const char *filter, const char *sort);
SatListModel *list_companies (SatTestStore *f, const char *filter, const char *sort);

void assert_title (SatListModel *model, guint position, const char *title);

G_END_DECLS
