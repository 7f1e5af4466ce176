/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-sim-random.h"

#include <sodium.h>
#include <sys/random.h>

static guint64 random_state;

static guint64
next_random (void)
{
  guint64 z = random_state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static void
fill_random (void *buffer, size_t length)
{
  guint8 *bytes = buffer;

  for (size_t i = 0; i < length; i++)
    bytes[i] = (guint8)next_random ();
}

/* Stands in for the system's: ids follow from the seed. */
ssize_t
getrandom (void *buffer, size_t length, unsigned int flags)
{
  fill_random (buffer, length);
  return (ssize_t)length;
}

static const char *
random_name (void)
{
  return "seed";
}

static uint32_t
random_number (void)
{
  return (uint32_t)next_random ();
}

static randombytes_implementation seeded = {
    .implementation_name = random_name,
    .random = random_number,
    .buf = fill_random,
};

void
sat_sim_random_install (void)
{
  randombytes_set_implementation (&seeded);
}

void
sat_sim_random_set_seed (guint64 seed)
{
  random_state = seed;
}
