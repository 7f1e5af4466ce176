/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* In a program that holds this file the system's random numbers, and those of libsodium, follow
 * from a seed: ids and keys too are the same each time. */

/* Before libsodium is used. */
void sat_sim_random_install (void);
void sat_sim_random_set_seed (guint64 seed);

G_END_DECLS
