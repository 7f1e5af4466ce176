/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A client that keeps what pages bring, and looks at every line of them. */

#pragma once

#include "visibility-world.h"

typedef struct {
  WorldRecord *user;
  SatPullState state;
  GHashTable *held;    /* id -> ClientRecord */
  GHashTable *history; /* id -> ClientRecord, of rows of history */
  guint pages;
} Client;

Client *client_new (WorldRecord *user);
void client_free (Client *client);

/* The client's own new record, before it has pulled it. */
void client_make (Client *client, const WorldRecord *record);
/* One page. Every row has to be of a record that the user may hold now. TRUE: there is more. */
gboolean client_pull (Client *client, World *world, guint limit);
/* Holds exactly what the user may hold, as it is. */
void client_check (Client *client, World *world);
