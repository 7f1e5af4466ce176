/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-import-model-private.h"

#include <string.h>

/* Of the names of a file the most frequent are asked about: more would not be read. */
#define MOST_ASKED 1000

static void
question_free (gpointer data)
{
  SatImportQuestion *question = data;

  g_free (question->value);
  g_free (question->column);
  g_strfreev (question->alike);
  g_free (question->meant);
  g_free (question);
}

static SatImportQuestion *
find (GPtrArray *questions, const char *type, const char *value)
{
  for (guint i = 0; i < questions->len; i++) {
    SatImportQuestion *question = questions->pdata[i];

    if (question->type == type && strcmp (question->value, value) == 0)
      return question;
  }
  return NULL;
}

static SatImportQuestion *
add (GPtrArray *questions, SatImportMemory *memory, const char *type, const char *value)
{
  SatImportQuestion *question = g_new0 (SatImportQuestion, 1);
  const char *meant;

  question->type = type;
  question->value = g_strdup (value);
  question->answer = sat_import_memory_get_answer (memory, type, value, &meant);
  question->meant = g_strdup (meant);
  g_ptr_array_add (questions, question);
  return question;
}

/* One name in several columns is asked once. */
static void
add_names (GPtrArray *questions, SatImportMemory *memory, GPtrArray *texts)
{
  for (guint i = 0; i < MIN (texts->len, MOST_ASKED); i++) {
    const SatImportUnresolved *one = texts->pdata[i];
    SatImportQuestion *question = find (questions, one->type, one->value);

    if (question == NULL) {
      question = add (questions, memory, one->type, one->value);
      question->column = g_strdup (one->column);
      question->field = one->field;
      question->alike = g_strdupv (one->alike);
    }
    question->rows += one->rows;
  }
}

static void
add_stages (GPtrArray *questions, SatImportMemory *memory, GPtrArray *stages)
{
  const char *type = g_intern_static_string ("stage");

  for (guint i = 0; i < stages->len; i++) {
    const SatImportStage *stage = stages->pdata[i];
    SatImportQuestion *question = find (questions, type, stage->name);

    if (question == NULL) {
      question = add (questions, memory, type, stage->name);
      question->is_stage = TRUE;
      question->kind = g_intern_string (stage->kind);
      question->probability = stage->probability;
      question->made = stage->made;
    }
  }
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const SatImportQuestion *one = *(SatImportQuestion *const *)a;
  const SatImportQuestion *two = *(SatImportQuestion *const *)b;

  if (one->rows != two->rows)
    return one->rows > two->rows ? -1 : 1;
  return g_utf8_collate (one->value, two->value);
}

GPtrArray *
sat_import_questions_new (const SatImportReport *report, SatImportMemory *memory)
{
  GPtrArray *questions = g_ptr_array_new_with_free_func (question_free);

  for (guint i = 0; i < report->files->len; i++) {
    const SatImportFileReport *file = report->files->pdata[i];

    add_names (questions, memory, file->unresolved);
    add_names (questions, memory, file->answered);
  }
  g_ptr_array_sort (questions, compare);
  for (guint i = 0; i < report->files->len; i++)
    add_stages (questions, memory, ((SatImportFileReport *)report->files->pdata[i])->stages);
  return questions;
}

gboolean
sat_import_questions_are_open (GPtrArray *questions, gboolean had_stages)
{
  for (guint i = 0; i < questions->len; i++) {
    const SatImportQuestion *question = questions->pdata[i];

    if (question->answer == SAT_IMPORT_ANSWER_NONE &&
        (!question->is_stage || (question->made && had_stages)))
      return TRUE;
  }
  return FALSE;
}
