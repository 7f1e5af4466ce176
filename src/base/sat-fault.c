/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-fault.h"

#ifdef SAT_FAULTS

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Made by the linker for the sections of SAT_FAULT_NAME(); absent if the program has none. */
extern const char *__start_sat_crash_points[] __attribute__ ((weak));
extern const char *__stop_sat_crash_points[] __attribute__ ((weak));
extern const char *__start_sat_bugs[] __attribute__ ((weak));
extern const char *__stop_sat_bugs[] __attribute__ ((weak));

static char *crash_point;  /* NULL: none */
static gint passes_left;   /* of crash_point */
static char **wished_bugs; /* NULL: none */

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *
list_names (const char **start, const char **stop)
{
  GPtrArray *names = g_ptr_array_new ();

  for (const char **name = start; name < stop; name++)
    if (!g_ptr_array_find_with_equal_func (names, *name, g_str_equal, NULL))
      g_ptr_array_add (names, (gpointer)*name);
  g_ptr_array_sort (names, compare_names);
  return names;
}

GPtrArray *
sat_fault_list_points (void)
{
  return list_names (__start_sat_crash_points, __stop_sat_crash_points);
}

GPtrArray *
sat_fault_list_bugs (void)
{
  return list_names (__start_sat_bugs, __stop_sat_bugs);
}

void
sat_fault_set_bugs (const char *names)
{
  g_clear_pointer (&wished_bugs, g_strfreev);
  if (names != NULL && *names != '\0')
    wished_bugs = g_strsplit (names, ",", -1);
}

gboolean
sat_fault_has_bug (const char *name)
{
  return wished_bugs != NULL && g_strv_contains ((const char *const *)wished_bugs, name);
}

/* Nothing may run after it, not even what the program does at its end. */
void
sat_fault_pass (const char *point)
{
  if (crash_point == NULL || strcmp (point, crash_point) != 0)
    return;
  if (!g_atomic_int_dec_and_test (&passes_left))
    return;
  kill (getpid (), SIGKILL);
  for (;;)
    pause ();
}

static void
set_crash (const char *text)
{
  const char *colon = strchr (text, ':');
  guint64 nth = 1;

  if (colon != NULL && !g_ascii_string_to_unsigned (colon + 1, 10, 1, G_MAXINT, &nth, NULL)) {
    fprintf (stderr, "SATCHEL_CRASH_AT=%s is not like name:3\n", text);
    exit (2);
  }
  crash_point = colon != NULL ? g_strndup (text, colon - text) : g_strdup (text);
  passes_left = (gint)nth;
}

static void
print_and_end (GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++)
    puts (g_ptr_array_index (names, i));
  g_ptr_array_unref (names);
  exit (0);
}

/* Before main(), so that every program with a fault in it understands these variables. */
static void __attribute__ ((constructor)) read_environment (void)
{
  const char *crash = g_getenv ("SATCHEL_CRASH_AT");
  const char *bugs = g_getenv ("SATCHEL_BUG");

  if (g_strcmp0 (crash, "list") == 0)
    print_and_end (sat_fault_list_points ());
  if (g_strcmp0 (bugs, "list") == 0)
    print_and_end (sat_fault_list_bugs ());
  if (crash != NULL && *crash != '\0')
    set_crash (crash);
  sat_fault_set_bugs (bugs);
}

#endif
