/* SPDX-License-Identifier: GPL-3.0-or-later */

/* F1 and F2: from the start of a program to its first painted window, and the memory that is its
 * own 2.5 s later, of Satchel and another program in turn. Runs where no window manager does:
 * bench-start OTHER PROGRAM ARGUMENT... */

#include "config.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sat-bench.h"

#define ROUNDS 5
#define SMALLEST 100    /* pixels: smaller windows are none that a person sees */
#define FEWEST_COLORS 5 /* a window is blank until its first frame */
#define LINES 24
#define LONGEST (40 * G_USEC_PER_SEC)
#define MEMORY_AFTER (5 * G_USEC_PER_SEC / 2)

static int
ignore_error_cb (Display *display, XErrorEvent *event)
{
  return 0;
}

static gboolean
add_color (unsigned long *colors, guint *n, unsigned long color)
{
  for (guint i = 0; i < *n; i++)
    if (colors[i] == color)
      return FALSE;
  colors[(*n)++] = color;
  return *n >= FEWEST_COLORS;
}

static gboolean
is_painted (Display *display, Window window, int width, int height)
{
  unsigned long colors[FEWEST_COLORS];
  gboolean painted = FALSE;
  guint n = 0;

  for (int line = 1; line < LINES && !painted; line++) {
    XImage *image = XGetImage (display, window, 0, height * line / LINES, (unsigned)width, 1,
                               AllPlanes, ZPixmap);

    if (image == NULL)
      return FALSE;
    for (int x = 0; x < width && !painted; x++)
      painted = add_color (colors, &n, XGetPixel (image, x, 0) & 0xffffff);
    XDestroyImage (image);
  }
  return painted;
}

static gboolean
shows_content (Display *display, Window window)
{
  XWindowAttributes attributes;
  XTextProperty name = {0};

  if (!XGetWindowAttributes (display, window, &attributes) || attributes.map_state != IsViewable ||
      attributes.class != InputOutput || attributes.override_redirect ||
      attributes.width < SMALLEST || attributes.height < SMALLEST ||
      !XGetWMName (display, window, &name))
    return FALSE;
  XFree (name.value);
  return is_painted (display, window, attributes.width, attributes.height);
}

static gboolean
any_painted (Display *display)
{
  Window root, parent, *windows = NULL;
  unsigned int n = 0;
  gboolean painted = FALSE;

  if (!XQueryTree (display, DefaultRootWindow (display), &root, &parent, &windows, &n))
    return FALSE;
  for (unsigned int i = 0; i < n && !painted; i++)
    painted = shows_content (display, windows[i]);
  if (windows != NULL)
    XFree (windows);
  return painted;
}

/* KiB that no other process shares, of @pid and what it started. */
static gint64
own_memory (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/smaps_rollup", pid);
  g_autofree char *children_path = g_strdup_printf ("/proc/%d/task/%d/children", pid, pid);
  g_autofree char *text = NULL;
  g_autofree char *children = NULL;
  g_auto (GStrv) lines = NULL;
  gint64 sum = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "Private_Clean:") ||
        g_str_has_prefix (lines[i], "Private_Dirty:"))
      sum += g_ascii_strtoll (strchr (lines[i], ':') + 1, NULL, 10);
  if (g_file_get_contents (children_path, &children, NULL, NULL)) {
    g_auto (GStrv) pids = g_strsplit (g_strstrip (children), " ", -1);

    for (guint i = 0; pids[i] != NULL; i++)
      if (*pids[i] != '\0')
        sum += own_memory ((int)g_ascii_strtoll (pids[i], NULL, 10));
  }
  return sum;
}

static void
child_setup_cb (gpointer data)
{
  setsid ();
}

static void
end_program (GPid pid)
{
  kill (-pid, SIGTERM);
  for (guint i = 0; i < 40; i++) {
    if (waitpid (pid, NULL, WNOHANG) == pid)
      return;
    g_usleep (50000);
  }
  kill (-pid, SIGKILL);
  waitpid (pid, NULL, 0);
}

/* Adds the time until the window is painted, and the memory in KiB as if it were a time. */
static gboolean
run_once (Display *display, char **command, SatBenchSeries *times, SatBenchSeries *memory)
{
  const GSpawnFlags flags = G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD |
                            G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL;
  gint64 start = sat_bench_now ();
  gboolean painted = FALSE;
  GPid pid;

  if (!g_spawn_async (NULL, command, NULL, flags, child_setup_cb, NULL, &pid, NULL))
    return FALSE;
  while (!painted && sat_bench_now () - start < LONGEST) {
    painted = any_painted (display);
    if (!painted)
      g_usleep (4000);
  }
  if (painted && times != NULL) {
    sat_bench_series_add (times, sat_bench_now () - start);
    g_usleep (MEMORY_AFTER);
    sat_bench_series_add (memory, own_memory (pid));
  }
  end_program (pid);
  g_usleep (400000);
  return painted;
}

int
main (int argc, char *argv[])
{
  char *other[] = {argc > 2 ? argv[1] : NULL, NULL};
  Display *display = XOpenDisplay (NULL);
  g_autoptr (SatBenchSeries) times = sat_bench_series_new ();
  g_autoptr (SatBenchSeries) memory = sat_bench_series_new ();
  g_autoptr (SatBenchSeries) other_times = sat_bench_series_new ();
  g_autoptr (SatBenchSeries) other_memory = sat_bench_series_new ();

  if (argc < 3 || display == NULL)
    g_error ("usage, with an X server: bench-start OTHER PROGRAM ARGUMENT...");
  XSetErrorHandler (ignore_error_cb);
  for (guint i = 0; i <= ROUNDS; i++) /* the first warms up */
    if (!run_once (display, argv + 2, i > 0 ? times : NULL, memory) ||
        !run_once (display, other, i > 0 ? other_times : NULL, other_memory))
      g_error ("no window was painted");
  sat_bench_print ("F1", "start to painted window, large", "ms", sat_bench_series_at (times, 50),
                   sat_bench_series_at (other_times, 50), 1.5, 1.0);
  sat_bench_print ("F2", "memory of its own 2.5 s after the start, large", "MiB",
                   sat_bench_series_at (memory, 50) * 1000 / 1024, 0, 90, 60);
  sat_bench_note ("%s: %.0f MiB", other[0], sat_bench_series_at (other_memory, 50) * 1000 / 1024);
  XCloseDisplay (display);
  return 0;
}
