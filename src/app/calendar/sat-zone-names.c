/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-zone-names.h"

#include <string.h>

#include "sat-date.h"

static const char *const tables[] = {"/usr/share/zoneinfo/zone1970.tab",
                                     "/usr/share/zoneinfo/zone.tab"};
/* Where the system has no table of them. */
static const char *const few[] = {
    "Africa/Cairo",        "Africa/Johannesburg", "Africa/Lagos",      "Africa/Nairobi",
    "America/Bogota",      "America/Chicago",     "America/Denver",    "America/Los_Angeles",
    "America/Mexico_City", "America/New_York",    "America/Sao_Paulo", "Asia/Dubai",
    "Asia/Hong_Kong",      "Asia/Kolkata",        "Asia/Shanghai",     "Asia/Singapore",
    "Asia/Tokyo",          "Australia/Sydney",    "Europe/Berlin",     "Europe/London",
    "Europe/Madrid",       "Europe/Moscow",       "Europe/Paris",      "Pacific/Auckland",
};

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* The third column of each line. */
static void
read_table (GPtrArray *names, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++) {
    g_auto (GStrv) columns = g_strsplit (lines[i], "\t", 4);

    if (*lines[i] != '#' && g_strv_length (columns) >= 3)
      g_ptr_array_add (names, g_strdup (columns[2]));
  }
}

static const char *const *
make_names (void)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (tables) && names->len == 0; i++) {
    g_autofree char *text = NULL;

    if (g_file_get_contents (tables[i], &text, NULL, NULL))
      read_table (names, text);
  }
  for (guint i = 0; i < G_N_ELEMENTS (few) && names->len < G_N_ELEMENTS (few); i++)
    g_ptr_array_add (names, g_strdup (few[i]));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_insert (names, 0, g_strdup ("UTC"));
  g_ptr_array_add (names, NULL);
  return (const char *const *)g_ptr_array_free (names, FALSE);
}

const char *const *
sat_zone_names (void)
{
  static const char *const *names;

  if (g_once_init_enter (&names))
    g_once_init_leave (&names, make_names ());
  return names;
}

static char *
offset_text (GTimeZone *zone, gint64 us)
{
  int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, us / G_USEC_PER_SEC);
  int minutes = g_time_zone_get_offset (zone, interval) / 60;
  int hours = ABS (minutes) / 60, rest = ABS (minutes) % 60;

  if (rest == 0)
    return g_strdup_printf ("UTC%s%d", minutes < 0 ? "−" : "+", hours);
  return g_strdup_printf ("UTC%s%d:%02d", minutes < 0 ? "−" : "+", hours, rest);
}

char *
sat_zone_label (const char *name, gint64 us)
{
  g_autoptr (GTimeZone) zone = NULL;
  g_autofree char *offset = NULL;
  g_autofree char *text = NULL;
  const char *city;

  g_return_val_if_fail (name != NULL, NULL);
  zone = sat_zone_open (name, NULL);
  city = strrchr (name, '/');
  if (city == NULL || zone == NULL || g_str_has_prefix (name, "Etc/"))
    return g_strdup (city != NULL ? city + 1 : name);
  text = g_strdup_printf ("%s, %.*s", city + 1, (int)(city - name), name);
  offset = offset_text (zone, us);
  return g_strdup_printf ("%s (%s)", g_strdelimit (text, "_", ' '), offset);
}
