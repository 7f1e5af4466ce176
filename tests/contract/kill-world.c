/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "kill-world.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/wait.h>

/* A sync that does not end is what we look for; nobody waits for it for ever. */
#define MOST_SECONDS 120

static KillEnd
read_end (int status)
{
  if (WIFSIGNALED (status)) {
    g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);
    return KILL_DIED;
  }
  return WEXITSTATUS (status) == 0 ? KILL_ENDED : KILL_FAILED;
}

static int
wait_for (GPid pid)
{
  int status;

  while (waitpid (pid, &status, 0) < 0)
    g_assert_cmpint (errno, ==, EINTR);
  g_spawn_close_pid (pid);
  return status;
}

static void
set_up_cb (gpointer data)
{
  alarm (MOST_SECONDS);
}

static KillEnd
run (GPtrArray *argv, const char *at, guint after_us)
{
  g_auto (GStrv) environment = g_get_environ ();
  g_autoptr (GError) error = NULL;
  GPid pid;

  g_ptr_array_add (argv, NULL);
  if (at != NULL)
    environment = g_environ_setenv (environment, "SATCHEL_CRASH_AT", at, TRUE);
  g_spawn_async (NULL, (char **)argv->pdata, environment,
                 G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL |
                     (at != NULL || after_us != 0 ? G_SPAWN_STDERR_TO_DEV_NULL : 0),
                 set_up_cb, NULL, &pid, &error);
  g_assert_no_error (error);
  if (after_us != 0) {
    g_usleep (after_us);
    kill (pid, SIGKILL);
  }
  return read_end (wait_for (pid));
}

static void
add_words (GPtrArray *argv, const char *first, va_list args)
{
  g_ptr_array_add (argv, (gpointer)first);
  for (const char *arg; (arg = va_arg (args, const char *)) != NULL;)
    g_ptr_array_add (argv, (gpointer)arg);
}

KillEnd
kill_laptop (CliFixture *laptop, const char *at, guint after_us, const char *first, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  va_list args;

  g_ptr_array_add (argv, (gpointer)SATCHELCTL);
  g_ptr_array_add (argv, (gpointer) "--db");
  g_ptr_array_add (argv, laptop->db);
  va_start (args, first);
  add_words (argv, first, args);
  va_end (args);
  return run (argv, at, after_us);
}

KillEnd
kill_office (Office *office, const char *data, const char *at, const char *first, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  va_list args;

  g_ptr_array_add (argv, (gpointer)SATCHEL_SERVER);
  va_start (args, first);
  add_words (argv, first, args);
  va_end (args);
  g_ptr_array_add (argv, (gpointer) "--data");
  g_ptr_array_add (argv, (gpointer)(data != NULL ? data : office->data));
  return run (argv, at, 0);
}

gboolean
kill_office_start (Office *office, const char *at)
{
  gboolean started;

  g_setenv ("SATCHEL_CRASH_AT", at, TRUE);
  started = office_try_start (office);
  g_unsetenv ("SATCHEL_CRASH_AT");
  return started;
}

gboolean
kill_office_end (Office *office)
{
  int status = 0;

  if (office->pid == 0)
    return FALSE;
  kill (office->pid, SIGTERM);
  status = wait_for (office->pid);
  office->pid = 0;
  return read_end (status) == KILL_DIED;
}

char *
kill_world_word (KillWorld *self)
{
  return g_strdup_printf ("word%06uend", self->n++);
}

static void
keep_word (GHashTable *words, const char *word)
{
  g_hash_table_add (words, g_strdup (word));
}

char *
kill_world_add (KillWorld *self, CliFixture *laptop)
{
  g_autofree char *word = kill_world_word (self);
  g_autofree char *name = g_strconcat ("last_name=", word, NULL);
  char *id = cli_new (laptop, "contact", name, NULL);

  keep_word (self->words, word);
  return id;
}

void
kill_world_contest (KillWorld *self)
{
  CliFixture *laptops[] = {self->a, self->b};

  for (guint i = 0; i < G_N_ELEMENTS (laptops); i++) {
    g_autofree char *word = kill_world_word (self);
    g_autofree char *text = g_strconcat ("industry=", word, NULL);

    laptop_set (laptops[i], self->acme, text);
    g_ptr_array_add (self->contested, g_steal_pointer (&word));
  }
}

KillWorld *
kill_world_new (void)
{
  KillWorld *self = g_new0 (KillWorld, 1);

  self->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->perhaps = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->gone = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->contested = g_ptr_array_new_with_free_func (g_free);
  self->office = office_new ();
  office_add_user (self->office, "chief", "admin", NULL);
  self->a = laptop_new (self->office, "boss");
  self->b = laptop_new (self->office, "chief");
  self->acme = cli_new (self->a, "company", "name=Acme", NULL);
  kill_world_recover (self);
  return self;
}

void
kill_world_free (KillWorld *self)
{
  cli_fixture_free (self->a);
  cli_fixture_free (self->b);
  office_free (self->office);
  g_free (self->acme);
  g_hash_table_unref (self->words);
  g_hash_table_unref (self->perhaps);
  g_hash_table_unref (self->gone);
  g_ptr_array_unref (self->contested);
  g_free (self);
}

void
kill_world_recover (KillWorld *self)
{
  if (self->office->pid == 0)
    office_start (self->office);
  laptop_sync (self->a);
  laptop_sync (self->b);
  laptop_sync (self->a);
  g_assert_cmpint (laptop_status_int (self->a, "pending"), ==, 0);
  g_assert_cmpint (laptop_status_int (self->b, "pending"), ==, 0);
}

/* How many people are called so. */
static guint
count (const char *text, const char *word)
{
  g_autofree char *name = g_strdup_printf ("\"last_name\":\"%s\"", word);
  guint n = 0;

  for (const char *at = text; (at = strstr (at, name)) != NULL; at++)
    n++;
  return n;
}

static void
check_words (KillWorld *self, const char *all)
{
  GHashTableIter iter;
  gpointer word;

  g_hash_table_iter_init (&iter, self->words);
  while (g_hash_table_iter_next (&iter, &word, NULL))
    if (count (all, word) != 1)
      g_error ("%s is there %u times", (char *)word, count (all, word));
  g_hash_table_iter_init (&iter, self->perhaps);
  while (g_hash_table_iter_next (&iter, &word, NULL))
    if (count (all, word) > 1)
      g_error ("%s is there twice", (char *)word);
  g_hash_table_iter_init (&iter, self->gone);
  while (g_hash_table_iter_next (&iter, &word, NULL))
    if (count (all, word) > 0)
      g_error ("%s was erased", (char *)word);
}

/* The later edit of the two wins, or the other way round: a conflict holds the other one. */
static void
check_contested (KillWorld *self, const char *all)
{
  g_autofree char *conflicts = cli_run (self->b, 0, "conflicts", "--all", "--json", NULL);

  for (guint i = 0; i < self->contested->len; i++) {
    const char *word = self->contested->pdata[i];

    if (strstr (all, word) == NULL && strstr (conflicts, word) == NULL)
      g_error ("%s is neither there nor in a conflict", word);
  }
  g_ptr_array_set_size (self->contested, 0);
}

void
kill_world_check (KillWorld *self)
{
  g_autoptr (JsonNode) verified = office_run (self->office, "verify", NULL);
  g_autofree char *all = NULL;

  cli_assert_member (verified, "ok", "true");
  laptop_assert_same (self->a, self->b);
  all = cli_run (self->b, 0, "export", "--type", "all", "--format", "json", NULL);
  check_words (self, all);
  check_contested (self, all);
}
