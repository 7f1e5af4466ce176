/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pipeline view in a window over a store of its own. */
#pragma once

#include "sat-board-lane.h"
#include "sat-pipeline-view.h"
#include "sat-settings.h"
#include "sat-test-store.h"

G_BEGIN_DECLS

typedef struct {
  SatTestStore *store;
  gint64 stages[4]; /* Prospecting 20 %, Engaging 60 %, Won, Lost */
  GSettings *settings;
  SatContext *context;
  SatPipelineView *view;
  SatBoard *board;
  GtkWindow *window;
  AdwToast *last_toast;
} PipelineFixture;

/* What a test waits for, handed to its SatTestCondition. */
typedef struct {
  PipelineFixture *f;
  gint64 deal;
  int stage; /* index into the stages */
  gint64 number;
  const char *text;
} PipelineWish;

/* An empty store; nothing is shown yet. */
PipelineFixture *pipeline_fixture_new (void);
void pipeline_fixture_free (PipelineFixture *f);
void pipeline_fixture_show (PipelineFixture *f);

gint64 pipeline_fixture_add_deal (
    PipelineFixture *f, const char *name, int stage, const char *amount, const char *close_date);
/* Stages, and two deals in Prospecting, one in Engaging, one won. */
void pipeline_fixture_add_deals (PipelineFixture *f, gint64 deals[4]);

/* NULL when it is not shown. */
SatBoardColumn *pipeline_fixture_column (PipelineFixture *f, int stage);
/* A SatTestCondition over a PipelineWish: its deal has a card in its stage. */
gboolean pipeline_fixture_is_shown (gpointer wish);
void pipeline_fixture_wait_shown (PipelineFixture *f, gint64 deal, int stage);
/* Until the header of the stage says so. */
void pipeline_fixture_wait_count (PipelineFixture *f, int stage, gint64 count);

/* Presses a key where the focus is, as the board hears it. */
void pipeline_fixture_press (PipelineFixture *f, guint key, GdkModifierType modifiers);
/* Selects and focuses the deal. */
void pipeline_fixture_focus (PipelineFixture *f, gint64 deal);
/* The first widget of that type at or below @widget, NULL if there is none. */
GtkWidget *pipeline_fixture_find (GtkWidget *widget, GType type);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PipelineFixture, pipeline_fixture_free)

G_END_DECLS
