/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-import-names-page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-choice-popover.h"
#include "sat-labels.h"
#include "sat-query.h"
#include "sat-search.h"
#include "sat-value-row.h"

/* More rows would not be read: the most frequent names come first. */
#define SHOWN 200
#define MORE_HITS 12
/* What a record's key begins with, so that a record may be called like a choice. */
#define RECORD '='

struct _SatImportNamesPage {
  AdwBin parent_instance;
  SatContext *context;
  SatImportModel *model;
  AdwPreferencesPage *page;
  GtkWidget *first;
};

G_DEFINE_FINAL_TYPE (SatImportNamesPage, sat_import_names_page, ADW_TYPE_BIN)

static const struct {
  SatImportAnswer answer;
  const char *key;
} keys[] = {
    {SAT_IMPORT_ANSWER_NONE, "none"},     {SAT_IMPORT_ANSWER_TEXT, "text"},
    {SAT_IMPORT_ANSWER_CREATE, "create"}, {SAT_IMPORT_ANSWER_OPEN, "open"},
    {SAT_IMPORT_ANSWER_WON, "won"},       {SAT_IMPORT_ANSWER_LOST, "lost"},
};

static const SatType *
type_of (SatImportNamesPage *self, const SatImportQuestion *question)
{
  return sat_context_get_type_by_name (self->context, question->type);
}

static const char *
describe_kind (const char *kind)
{
  if (g_strcmp0 (kind, "won") == 0)
    return _ ("New won stage");
  return g_strcmp0 (kind, "lost") == 0 ? _ ("New lost stage") : _ ("New open stage");
}

static char *
describe_create (SatImportNamesPage *self, const SatImportQuestion *question)
{
  /* Translators: make a record; the kind of it, such as Product, and its name */
  return g_strdup_printf (_ ("Create: %s “%s”"), sat_labels_singular (type_of (self, question)),
                          question->value);
}

static char *
describe_answer (SatImportNamesPage *self, const SatImportQuestion *question)
{
  switch (question->answer) {
  case SAT_IMPORT_ANSWER_RECORD:
    return g_strdup (question->meant);
  case SAT_IMPORT_ANSWER_CREATE:
    return g_strdup (_ ("Create"));
  case SAT_IMPORT_ANSWER_OPEN:
    return g_strdup (describe_kind ("open"));
  case SAT_IMPORT_ANSWER_WON:
    return g_strdup (describe_kind ("won"));
  case SAT_IMPORT_ANSWER_LOST:
    return g_strdup (describe_kind ("lost"));
  case SAT_IMPORT_ANSWER_NONE:
  case SAT_IMPORT_ANSWER_TEXT:
  default:
    return g_strdup (question->is_stage ? describe_kind (question->kind) : _ ("Keep as text"));
  }
}

static void
show_answer (SatImportNamesPage *self, SatValueRow *row, const SatImportQuestion *question)
{
  g_autofree char *text = describe_answer (self, question);

  sat_value_row_set_value (row, text,
                           question->answer == SAT_IMPORT_ANSWER_NONE && !question->is_stage);
}

static void
chosen_cb (SatChoicePopover *popover, const char *key, SatValueRow *row)
{
  SatImportNamesPage *self = g_object_get_data (G_OBJECT (row), "page");
  SatImportQuestion *question = g_object_get_data (G_OBJECT (row), "question");
  SatImportAnswer answer = SAT_IMPORT_ANSWER_RECORD;

  for (guint i = 0; *key != RECORD && i < G_N_ELEMENTS (keys); i++)
    if (strcmp (key, keys[i].key) == 0)
      answer = keys[i].answer;
  sat_import_model_answer (self->model, question, answer, key + 1);
  show_answer (self, row, question);
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
add_item (GPtrArray *items, const char *key, const char *label, gboolean always)
{
  g_ptr_array_add (items, sat_choice_item_new (key, label, always));
}

static void
add_record (GPtrArray *items, const char *title)
{
  g_autofree char *key = g_strdup_printf ("%c%s", RECORD, title);

  add_item (items, key, title, FALSE);
}

/* Stages that are there, in their order. */
static void
add_stages (SatImportNamesPage *self, GPtrArray *items)
{
  SatReader *reader = sat_context_get_reader (self->context);
  g_autoptr (SatQuery) query = sat_query_new ("stage");
  g_autoptr (GArray) ids = NULL;

  sat_query_add_sort (query, "order", FALSE);
  sat_query_set_limit (query, SHOWN);
  ids = sat_query_ids (query, reader, NULL, NULL);
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    add_record (items, sat_reader_title (reader, g_array_index (ids, gint64, i)));
}

static GPtrArray *
list_choices (SatImportNamesPage *self, const SatImportQuestion *question)
{
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_choice_item_free);
  g_autofree char *create = NULL;

  if (question->is_stage) {
    add_item (items, "open", describe_kind ("open"), TRUE);
    add_item (items, "won", describe_kind ("won"), TRUE);
    add_item (items, "lost", describe_kind ("lost"), TRUE);
    add_stages (self, items);
    return items;
  }
  create = describe_create (self, question);
  add_item (items, "text", _ ("Keep as text"), TRUE);
  add_item (items, "create", create, TRUE);
  for (guint i = 0; question->alike != NULL && question->alike[i] != NULL; i++)
    add_record (items, question->alike[i]);
  return items;
}

/* What the choices begin with: the answer, else the name that is most like it. */
static char *
first_choice (const SatImportQuestion *question)
{
  if (question->answer == SAT_IMPORT_ANSWER_RECORD)
    return g_strdup_printf ("%c%s", RECORD, question->meant);
  if (question->is_stage && question->answer == SAT_IMPORT_ANSWER_NONE)
    return g_strdup (question->kind);
  if (question->answer == SAT_IMPORT_ANSWER_NONE && question->alike != NULL &&
      question->alike[0] != NULL)
    return g_strdup_printf ("%c%s", RECORD, question->alike[0]);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].answer == question->answer)
      return g_strdup (keys[i].key);
  return NULL;
}

typedef struct {
  SatContext *context;
  const char *type;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_object_unref (search->context);
  g_free (search);
}

static GPtrArray *
search_cb (const char *text, gpointer data)
{
  Search *search = data;
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify)sat_choice_item_free);
  g_autoptr (GPtrArray) hits = sat_search (sat_context_get_reader (search->context), text,
                                           search->type, MORE_HITS, NULL, NULL);

  for (guint i = 0; hits != NULL && i < hits->len; i++)
    add_record (items, ((const SatSearchHit *)hits->pdata[i])->title);
  return items;
}

static void
activated_cb (SatValueRow *row, SatImportNamesPage *self)
{
  SatImportQuestion *question = g_object_get_data (G_OBJECT (row), "question");
  g_autofree char *first = first_choice (question);
  SatChoicePopover *popover =
      sat_choice_popover_new (GTK_WIDGET (self), sat_value_row_get_target (row), question->value,
                              list_choices (self, question), first);

  if (!question->is_stage) {
    Search *search = g_new0 (Search, 1);

    *search = (Search){g_object_ref (self->context), question->type};
    sat_choice_popover_set_search (popover, search_cb, search, search_free);
  }
  g_signal_connect_object (popover, "chosen", G_CALLBACK (chosen_cb), row, 0);
}

static char *
describe_place (SatImportNamesPage *self, const SatImportQuestion *question)
{
  g_autofree char *number =
      sat_format_integer (sat_context_get_format (self->context), (gint64)question->rows);
  g_autofree char *rows = NULL;

  if (question->is_stage)
    /* Translators: of a stage: how likely its deals are won; %d is a number */
    return g_strdup_printf (_ ("Probability %d%%"), question->probability);
  /* Translators: %s is the number */
  rows = g_strdup_printf (ngettext ("%s row", "%s rows", (gulong)MIN (question->rows, G_MAXULONG)),
                          number);
  /* Translators: the name of a column and "12 rows" */
  return g_strdup_printf (_ ("Column “%s”, %s"), question->column, rows);
}

static void
add_question (SatImportNamesPage *self, AdwPreferencesGroup *group, SatImportQuestion *question)
{
  g_autofree char *place = describe_place (self, question);
  SatValueRow *row = sat_value_row_new (question->value, place);

  g_object_set_data (G_OBJECT (row), "page", self);
  g_object_set_data (G_OBJECT (row), "question", question);
  g_signal_connect_object (row, "activated", G_CALLBACK (activated_cb), self, 0);
  show_answer (self, row, question);
  adw_preferences_group_add (group, GTK_WIDGET (row));
  if (self->first == NULL)
    self->first = GTK_WIDGET (row);
}

/* Stages that were there and that nobody has said anything about are no question. */
static gboolean
is_asked (const SatImportQuestion *question)
{
  return !question->is_stage || question->made || question->answer != SAT_IMPORT_ANSWER_NONE;
}

static void
add_group (SatImportNamesPage *self, const char *type)
{
  GPtrArray *questions = sat_import_model_get_questions (self->model);
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  gboolean stages = strcmp (type, "stage") == 0;
  guint n = 0;

  adw_preferences_group_set_title (
      group, sat_labels_plural (sat_context_get_type_by_name (self->context, type)));
  adw_preferences_group_set_description (
      group,
      stages ? _ ("Stages that are in the files. A new one can also stand for one that you have.")
             : _ ("Names that no record has. Your choice is remembered for the next files."));
  for (guint i = 0; i < questions->len && n < SHOWN; i++) {
    SatImportQuestion *question = questions->pdata[i];

    if (strcmp (question->type, type) == 0 && is_asked (question)) {
      add_question (self, group, question);
      n++;
    }
  }
  adw_preferences_page_add (self->page, group);
}

static void
add_groups (SatImportNamesPage *self)
{
  GPtrArray *questions = sat_import_model_get_questions (self->model);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < questions->len; i++) {
    const SatImportQuestion *question = questions->pdata[i];

    if (is_asked (question) && g_hash_table_add (seen, (gpointer)question->type))
      add_group (self, question->type);
  }
}

void
sat_import_names_page_focus (SatImportNamesPage *self)
{
  g_return_if_fail (SAT_IS_IMPORT_NAMES_PAGE (self));
  if (self->first != NULL)
    gtk_widget_grab_focus (self->first);
}

static void
sat_import_names_page_dispose (GObject *object)
{
  SatImportNamesPage *self = SAT_IMPORT_NAMES_PAGE (object);

  sat_choice_popover_close_all (GTK_WIDGET (self));
  g_clear_object (&self->context);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (sat_import_names_page_parent_class)->dispose (object);
}

static void
sat_import_names_page_class_init (SatImportNamesPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_import_names_page_dispose;
}

static void
sat_import_names_page_init (SatImportNamesPage *self)
{
  self->page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->page));
}

SatImportNamesPage *
sat_import_names_page_new (SatContext *context, SatImportModel *model)
{
  SatImportNamesPage *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && SAT_IS_IMPORT_MODEL (model), NULL);
  self = g_object_new (SAT_TYPE_IMPORT_NAMES_PAGE, NULL);
  self->context = g_object_ref (context);
  self->model = g_object_ref (model);
  add_groups (self);
  return self;
}
