/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file with three companies that is never worked on, the place of its copy, and an import that
 * changes it in three chunks. */
#pragma once

#include "sat-store.h"
#include "sat-test.h"

G_BEGIN_DECLS

/* Rows of one chunk of an import. */
#define FAULTS_CHUNK 3

typedef struct {
  SatTestDir *dir;
  char *base;  /* a file that is never worked on */
  char *path;  /* its copy */
  char *other; /* a second file beside it */
  char *csv;
  SatClock *clock;
  SatRegistry *newer;
  GRand *rand;
} FaultsFixture;

SatStore *faults_open_store (FaultsFixture *fixture, const char *path);
SatReader *faults_reader (SatStore *store);
gint64 faults_count (SatStore *store, const char *sql);
gboolean faults_import (FaultsFixture *fixture, SatStore *store, GError **error);
void faults_write_text (const char *path, const char *text);
void faults_remove_file (const char *path);
void faults_set_up (FaultsFixture *fixture, gconstpointer data);
void faults_tear_down (FaultsFixture *fixture, gconstpointer data);
void faults_copy_file (const char *from, const char *to);

G_END_DECLS
