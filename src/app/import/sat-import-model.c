/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-import-model-private.h"

#include <string.h>

enum {
  STEP,
  FILES,
  PROGRESS,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatImportModel, sat_import_model, G_TYPE_OBJECT)

static void
set_step (SatImportModel *self, SatImportStep step)
{
  self->step = step;
  g_signal_emit (self, signals[STEP], 0);
}

static void
progress_cb (SatImportJob *job, guint64 done, guint64 total, SatImportModel *self)
{
  g_signal_emit (self, signals[PROGRESS], 0, done, total);
}

static void
start (SatImportModel *self, SatImportJob *job, SatImportStep step, GCallback finished)
{
  g_clear_error (&self->error);
  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_set_object (&self->job, job);
  g_object_unref (job);
  g_signal_connect_object (job, "progress", G_CALLBACK (progress_cb), self, 0);
  g_signal_connect_object (job, "finished", finished, self, 0);
  self->before = self->step;
  sat_import_job_start (job);
  set_step (self, step);
}

static char **
list_paths (SatImportModel *self)
{
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();

  for (guint i = 0; i < self->files->len; i++)
    g_strv_builder_add (paths, ((SatImportLook *)self->files->pdata[i])->path);
  return g_strv_builder_end (paths);
}

static gboolean
are_settled (SatImportModel *self)
{
  gboolean settled = self->files->len > 0;

  for (guint i = 0; i < self->files->len; i++)
    settled &= sat_import_look_is_settled (self->files->pdata[i]);
  return settled;
}

/* After a check: first what has to be asked, once. */
static void
show_check (SatImportModel *self)
{
  if (!self->names_seen && sat_import_questions_are_open (self->questions, self->had_stages)) {
    self->names_seen = TRUE;
    set_step (self, SAT_IMPORT_STEP_NAMES);
    return;
  }
  set_step (self, SAT_IMPORT_STEP_PREVIEW);
}

static void
checked_cb (SatImportJob *job, SatImportModel *self)
{
  const GError *error = sat_import_job_get_error (job);

  if (error != NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      self->error = g_error_copy (error);
    g_clear_pointer (&self->checked_map, g_free);
    set_step (self, self->before == SAT_IMPORT_STEP_NAMES ? SAT_IMPORT_STEP_NAMES
                                                          : SAT_IMPORT_STEP_COLUMNS);
    return;
  }
  g_set_object (&self->checked, job);
  g_ptr_array_unref (self->questions);
  self->questions = sat_import_questions_new (sat_import_job_get_report (job), self->memory);
  show_check (self);
}

/* Tries the import, unless just this was tried. */
static void
check (SatImportModel *self)
{
  g_autofree char *map = sat_import_model_make_map (self);
  g_auto (GStrv) paths = NULL;

  if (self->checked != NULL && g_strcmp0 (map, self->checked_map) == 0) {
    show_check (self);
    return;
  }
  g_free (self->checked_map);
  self->checked_map = g_steal_pointer (&map);
  paths = list_paths (self);
  start (self, sat_import_job_new_plan (self->store, (const char *const *)paths, self->checked_map),
         SAT_IMPORT_STEP_CHECKING, G_CALLBACK (checked_cb));
}

static gboolean
has_path (SatImportModel *self, const char *path)
{
  for (guint i = 0; i < self->files->len; i++)
    if (strcmp (((SatImportLook *)self->files->pdata[i])->path, path) == 0)
      return TRUE;
  return FALSE;
}

static void
take_look (SatImportModel *self, SatImportLook *look)
{
  sat_import_memory_recall (self->memory, look);
  if (self->replaced >= self->files->len) {
    g_ptr_array_add (self->files, look);
    return;
  }
  sat_import_look_free (self->files->pdata[self->replaced]);
  self->files->pdata[self->replaced] = look;
}

static void
looked_cb (SatImportJob *job, SatImportModel *self)
{
  GPtrArray *looks = sat_import_job_get_looks (job);

  while (looks->len > 0)
    take_look (self, g_ptr_array_steal_index (looks, 0));
  self->replaced = G_MAXUINT;
  g_clear_pointer (&self->checked_map, g_free);
  g_signal_emit (self, signals[FILES], 0);
  if (self->before == SAT_IMPORT_STEP_LOOKING && are_settled (self))
    check (self);
  else
    set_step (self, SAT_IMPORT_STEP_COLUMNS);
}

void
sat_import_model_add_files (SatImportModel *self, const char *const *paths)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) fresh = NULL;

  g_return_if_fail (SAT_IS_IMPORT_MODEL (self) && paths != NULL);
  g_return_if_fail (!sat_import_model_is_busy (self));
  for (guint i = 0; paths[i] != NULL; i++)
    if (!has_path (self, paths[i]))
      g_strv_builder_add (builder, paths[i]);
  fresh = g_strv_builder_end (builder);
  if (fresh[0] != NULL)
    start (self, sat_import_job_new_look (self->store, (const char *const *)fresh, NULL),
           SAT_IMPORT_STEP_LOOKING, G_CALLBACK (looked_cb));
}

void
sat_import_model_remove_file (SatImportModel *self, guint index)
{
  g_return_if_fail (SAT_IS_IMPORT_MODEL (self) && index < self->files->len);
  g_ptr_array_remove_index (self->files, index);
  g_clear_pointer (&self->checked_map, g_free);
  g_signal_emit (self, signals[FILES], 0);
}

static void
look_again (SatImportModel *self, guint file, const char *encoding, SatImportTitles titles)
{
  SatImportLook *look = self->files->pdata[file];
  const char *paths[] = {look->path, NULL}, *encodings[] = {encoding, NULL};
  SatImportJob *job = sat_import_job_new_look (self->store, paths, encodings);

  sat_import_job_set_titles (job, titles);
  self->replaced = file;
  start (self, job, SAT_IMPORT_STEP_LOOKING, G_CALLBACK (looked_cb));
}

void
sat_import_model_set_encoding (SatImportModel *self, guint file, const char *encoding)
{
  g_return_if_fail (SAT_IS_IMPORT_MODEL (self) && file < self->files->len);
  g_return_if_fail (!sat_import_model_is_busy (self));
  look_again (self, file, encoding, ((SatImportLook *)self->files->pdata[file])->titles);
}

void
sat_import_model_set_titled (SatImportModel *self, guint file, gboolean titled)
{
  g_return_if_fail (SAT_IS_IMPORT_MODEL (self) && file < self->files->len);
  g_return_if_fail (!sat_import_model_is_busy (self));
  look_again (self, file, ((SatImportLook *)self->files->pdata[file])->asked_encoding,
              titled ? SAT_IMPORT_TITLES_FIRST : SAT_IMPORT_TITLES_NONE);
}

static SatImportLook *
table (SatImportModel *self, guint file)
{
  SatImportLook *look = file < self->files->len ? self->files->pdata[file] : NULL;

  return look != NULL && look->kind == SAT_IMPORT_LOOK_TABLE ? look : NULL;
}

void
sat_import_model_set_type (SatImportModel *self, guint file, const SatType *type)
{
  SatImportLook *look;

  g_return_if_fail (SAT_IS_IMPORT_MODEL (self));
  look = table (self, file);
  g_return_if_fail (look != NULL);
  if (look->type == type)
    return;
  sat_import_look_set_type (look, type);
  g_signal_emit (self, signals[FILES], 0);
}

gboolean
sat_import_model_set_column (SatImportModel *self, guint file, guint column, const char *path)
{
  SatImportLook *look;

  g_return_val_if_fail (SAT_IS_IMPORT_MODEL (self), FALSE);
  look = table (self, file);
  g_return_val_if_fail (look != NULL && look->type != NULL, FALSE);
  if (!sat_import_look_set_column (look, column, path, SAT_IMPORT_BY_USER))
    return FALSE;
  g_signal_emit (self, signals[FILES], 0);
  return TRUE;
}

void
sat_import_model_make_field (SatImportModel *self, guint file, guint column)
{
  SatImportLook *look;

  g_return_if_fail (SAT_IS_IMPORT_MODEL (self));
  look = table (self, file);
  g_return_if_fail (look != NULL && look->type != NULL);
  sat_import_look_make_field (look, column, SAT_IMPORT_BY_USER);
  g_signal_emit (self, signals[FILES], 0);
}

void
sat_import_model_say_dates (SatImportModel *self, guint file, SatImportDates dates)
{
  SatImportLook *look = table (self, file);

  g_return_if_fail (look != NULL);
  sat_import_look_say_dates (look, dates);
  g_signal_emit (self, signals[FILES], 0);
}

void
sat_import_model_say_decimals (SatImportModel *self, guint file, char mark)
{
  SatImportLook *look = table (self, file);

  g_return_if_fail (look != NULL);
  sat_import_look_say_decimals (look, mark);
  g_signal_emit (self, signals[FILES], 0);
}

void
sat_import_model_say_null (SatImportModel *self, guint file, const char *word)
{
  SatImportLook *look = table (self, file);

  g_return_if_fail (look != NULL);
  sat_import_look_say_null (look, word);
  g_signal_emit (self, signals[FILES], 0);
}

void
sat_import_model_answer (SatImportModel *self,
                         SatImportQuestion *question,
                         SatImportAnswer answer,
                         const char *meant)
{
  char *copy = g_strdup (answer == SAT_IMPORT_ANSWER_RECORD ? meant : NULL);

  g_return_if_fail (SAT_IS_IMPORT_MODEL (self) && question != NULL);
  g_free (question->meant);
  question->meant = copy;
  question->answer = answer;
  sat_import_memory_set_answer (self->memory, question->type, question->value, answer, copy);
}

static void
imported_cb (SatImportJob *job, SatImportModel *self)
{
  GArray *changes = sat_import_job_get_changes (job);
  const GError *error = sat_import_job_get_error (job);

  g_set_object (&self->imported, job);
  g_array_append_vals (self->changes, changes->data, changes->len);
  if (error != NULL)
    self->error = g_error_copy (error);
  set_step (self, error != NULL ? SAT_IMPORT_STEP_STOPPED : SAT_IMPORT_STEP_REPORT);
}

static void
run (SatImportModel *self)
{
  g_autofree char *map = sat_import_model_make_map (self);
  g_autofree char *memory = NULL;
  g_auto (GStrv) paths = list_paths (self);

  for (guint i = 0; i < self->files->len; i++)
    sat_import_memory_keep (self->memory, self->files->pdata[i]);
  memory = sat_import_memory_to_text (self->memory);
  start (self, sat_import_job_new (self->store, (const char *const *)paths, map, memory),
         SAT_IMPORT_STEP_RUNNING, G_CALLBACK (imported_cb));
}

void
sat_import_model_next (SatImportModel *self)
{
  g_return_if_fail (SAT_IS_IMPORT_MODEL (self));
  if (self->step == SAT_IMPORT_STEP_COLUMNS && sat_import_model_can_go_on (self)) {
    self->names_seen = FALSE;
    check (self);
  } else if (self->step == SAT_IMPORT_STEP_NAMES) {
    self->names_seen = TRUE;
    check (self);
  } else if (self->step == SAT_IMPORT_STEP_PREVIEW) {
    run (self);
  }
}

void
sat_import_model_resume (SatImportModel *self)
{
  g_return_if_fail (SAT_IS_IMPORT_MODEL (self) && self->step == SAT_IMPORT_STEP_STOPPED);
  run (self);
}

gboolean
sat_import_model_can_go_back (SatImportModel *self)
{
  g_return_val_if_fail (SAT_IS_IMPORT_MODEL (self), FALSE);
  return self->step == SAT_IMPORT_STEP_NAMES || self->step == SAT_IMPORT_STEP_PREVIEW;
}

void
sat_import_model_back (SatImportModel *self)
{
  g_return_if_fail (SAT_IS_IMPORT_MODEL (self));
  if (self->step == SAT_IMPORT_STEP_PREVIEW && self->questions->len > 0)
    set_step (self, SAT_IMPORT_STEP_NAMES);
  else if (sat_import_model_can_go_back (self))
    set_step (self, SAT_IMPORT_STEP_COLUMNS);
}

void
sat_import_model_cancel (SatImportModel *self)
{
  g_return_if_fail (SAT_IS_IMPORT_MODEL (self));
  if (self->job != NULL)
    sat_import_job_cancel (self->job);
}

static void
undone_cb (SatImportJob *job, SatImportModel *self)
{
  const GError *error = sat_import_job_get_error (job);

  /* The last came first; what is left can be tried again. */
  g_array_set_size (self->changes, self->changes->len - sat_import_job_get_n_undone (job));
  if (error != NULL)
    self->error = g_error_copy (error);
  set_step (self, SAT_IMPORT_STEP_UNDONE);
}

void
sat_import_model_undo (SatImportModel *self)
{
  g_return_if_fail (sat_import_model_can_undo (self));
  start (self, sat_import_job_new_undo (self->store, self->changes), SAT_IMPORT_STEP_UNDOING,
         G_CALLBACK (undone_cb));
}

gboolean
sat_import_model_can_undo (SatImportModel *self)
{
  g_return_val_if_fail (SAT_IS_IMPORT_MODEL (self), FALSE);
  return self->changes->len > 0 &&
         (self->step == SAT_IMPORT_STEP_REPORT || self->step == SAT_IMPORT_STEP_STOPPED ||
          self->step == SAT_IMPORT_STEP_UNDONE);
}

void
sat_import_model_stop (SatImportModel *self)
{
  g_return_if_fail (SAT_IS_IMPORT_MODEL (self));
  if (self->job != NULL)
    sat_import_job_stop (self->job);
}

SatStore *
sat_import_model_get_store (SatImportModel *self)
{
  g_return_val_if_fail (SAT_IS_IMPORT_MODEL (self), NULL);
  return self->store;
}

SatImportStep
sat_import_model_get_step (SatImportModel *self)
{
  g_return_val_if_fail (SAT_IS_IMPORT_MODEL (self), 0);
  return self->step;
}

gboolean
sat_import_model_is_busy (SatImportModel *self)
{
  g_return_val_if_fail (SAT_IS_IMPORT_MODEL (self), FALSE);
  return self->job != NULL && sat_import_job_is_running (self->job);
}

GPtrArray *
sat_import_model_get_files (SatImportModel *self)
{
  g_return_val_if_fail (SAT_IS_IMPORT_MODEL (self), NULL);
  return self->files;
}

gboolean
sat_import_model_can_go_on (SatImportModel *self)
{
  g_return_val_if_fail (SAT_IS_IMPORT_MODEL (self), FALSE);
  for (guint i = 0; i < self->files->len; i++) {
    const SatImportLook *look = self->files->pdata[i];

    if (look->kind == SAT_IMPORT_LOOK_TABLE ? look->type != NULL
                                            : look->kind != SAT_IMPORT_LOOK_UNREADABLE)
      return TRUE;
  }
  return FALSE;
}

GPtrArray *
sat_import_model_get_questions (SatImportModel *self)
{
  g_return_val_if_fail (SAT_IS_IMPORT_MODEL (self), NULL);
  return self->questions;
}

const SatImportReport *
sat_import_model_get_report (SatImportModel *self)
{
  SatImportJob *job;

  g_return_val_if_fail (SAT_IS_IMPORT_MODEL (self), NULL);
  job = self->step >= SAT_IMPORT_STEP_RUNNING ? self->imported : self->checked;
  return job != NULL ? sat_import_job_get_report (job) : NULL;
}

const GError *
sat_import_model_get_error (SatImportModel *self)
{
  g_return_val_if_fail (SAT_IS_IMPORT_MODEL (self), NULL);
  return self->error;
}

const SatImportKept *
sat_import_model_get_kept (SatImportModel *self)
{
  static const SatImportKept none;

  g_return_val_if_fail (SAT_IS_IMPORT_MODEL (self), NULL);
  return self->imported != NULL ? sat_import_job_get_kept (self->imported) : &none;
}

guint
sat_import_model_get_n_kept (SatImportModel *self)
{
  g_return_val_if_fail (SAT_IS_IMPORT_MODEL (self), 0);
  return self->step == SAT_IMPORT_STEP_UNDONE ? sat_import_job_get_n_kept (self->job) : 0;
}

static void
sat_import_model_dispose (GObject *object)
{
  SatImportModel *self = SAT_IMPORT_MODEL (object);

  if (self->job != NULL)
    sat_import_job_stop (self->job);
  g_clear_object (&self->job);
  g_clear_object (&self->checked);
  g_clear_object (&self->imported);
  G_OBJECT_CLASS (sat_import_model_parent_class)->dispose (object);
}

static void
sat_import_model_finalize (GObject *object)
{
  SatImportModel *self = SAT_IMPORT_MODEL (object);

  g_object_unref (self->store);
  sat_import_memory_free (self->memory);
  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->questions);
  g_array_unref (self->changes);
  g_free (self->checked_map);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (sat_import_model_parent_class)->finalize (object);
}

static void
sat_import_model_class_init (SatImportModelClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_import_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_import_model_finalize;
  signals[STEP] =
      g_signal_new ("step", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FILES] =
      g_signal_new ("files", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PROGRESS] = g_signal_new ("progress", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 2, G_TYPE_UINT64, G_TYPE_UINT64);
}

static void
sat_import_model_init (SatImportModel *self)
{
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_import_look_free);
  self->questions = g_ptr_array_new ();
  self->changes = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->replaced = G_MAXUINT;
}

static gboolean
has_stages (SatStore *store)
{
  SatReader *reader = sat_store_get_reader (store, NULL);
  g_autoptr (SatRegistry) registry = sat_store_ref_registry (store);

  return reader != NULL &&
         sat_reader_count (reader, sat_registry_type (registry, "stage"), NULL) > 0;
}

SatImportModel *
sat_import_model_new (SatStore *store)
{
  g_autofree char *memory = NULL;
  SatImportModel *self;

  g_return_val_if_fail (SAT_IS_STORE (store), NULL);
  self = g_object_new (SAT_TYPE_IMPORT_MODEL, NULL);
  self->store = g_object_ref (store);
  memory = sat_store_get_setting (store, SAT_IMPORT_MEMORY_KEY);
  self->memory = sat_import_memory_new (memory);
  self->had_stages = has_stages (store);
  return self;
}
