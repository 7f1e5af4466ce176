/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-list-model.h"

#include "sat-list-rows.h"
#include "sat-list-steps.h"
#include "sat-query-private.h"

#define FIRST_PAGE 50  /* rows that are shown before the rest is known */
#define MAX_CHANGES 24 /* more differences are told as one */

/* Half a frame: an order that no index has is left to the other thread. */
#define FIRST_PAGE_US 8000

struct _SatListModel {
  GObject parent_instance;

  SatStore *store;
  SatQuery *query;
  GArray *ids; /* gint64, what is shown now */
  SatListRows *rows;

  SatReader *reader;     /* for the other thread, which has it while a task runs */
  GCancellable *running; /* NULL: no task */
  gboolean again;        /* what the task finds may be out of date */
  gboolean stale;        /* rows that somebody holds may be out of date */
  gboolean touched;      /* rows have been read again since the task began */
  gboolean applying;
  GArray *coming;  /* all ids, when they are told step by step in the next turns of the main loop */
  GArray *changes; /* SatListChange, the way there */
  GArray *steps;   /* SatListStep, of one of the changes */
  guint next_change, next_step, step_idle;
  guint shown;         /* the row at the top of what somebody sees */
  guint generation;    /* of the query */
  gboolean only_first; /* rows of the query are known yet */
  gboolean loading;
  char *error;
};

/* What the other thread is asked for, and its answer. */
typedef struct {
  SatStore *store;
  SatQuery *query;
  SatReader *reader;
  guint generation;
  GArray *before, *after, *changes; /* SatListChange */
  GArray *held;                     /* ids of rows to read again; NULL: none */
  GPtrArray *rows;                  /* SatRecord */
} Listing;

static void sat_list_model_list_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SatListModel,
                               sat_list_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, sat_list_model_list_init))

enum {
  PROP_LOADING = 1,
  PROP_N_ITEMS,
  PROP_ERROR,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void start_listing (SatListModel *self);

/* Also while rows are still to be told, or to be found. */
static void
set_loading (SatListModel *self, gboolean loading)
{
  loading |= self->coming != NULL || self->only_first;
  if (self->loading == loading)
    return;
  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
set_error (SatListModel *self, const char *message)
{
  if (g_strcmp0 (self->error, message) == 0)
    return;
  g_free (self->error);
  self->error = g_strdup (message);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static GType
sat_list_model_get_item_type (GListModel *model)
{
  return SAT_TYPE_RECORD;
}

static guint
sat_list_model_get_n_items (GListModel *model)
{
  return SAT_LIST_MODEL (model)->ids->len;
}

static gpointer
sat_list_model_get_item (GListModel *model, guint position)
{
  SatListModel *self = SAT_LIST_MODEL (model);

  if (position >= self->ids->len)
    return NULL;
  return sat_list_rows_get (self->rows, sat_query_get_type_name (self->query), self->ids, position);
}

static void
sat_list_model_list_init (GListModelInterface *iface)
{
  iface->get_item_type = sat_list_model_get_item_type;
  iface->get_n_items = sat_list_model_get_n_items;
  iface->get_item = sat_list_model_get_item;
}

static void
apply_change (SatListModel *self, const gint64 *new, guint position, guint removed, guint added)
{
  if (removed == self->ids->len) {
    g_array_set_size (self->ids, 0);
    g_array_append_vals (self->ids, new, added);
  } else {
    if (removed > 0)
      g_array_remove_range (self->ids, position, removed);
    g_array_insert_vals (self->ids, position, new + position, added);
  }
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
stop_coming (SatListModel *self)
{
  g_clear_handle_id (&self->step_idle, g_source_remove);
  g_clear_pointer (&self->coming, g_array_unref);
  g_clear_pointer (&self->changes, g_array_unref);
  g_clear_pointer (&self->steps, g_array_unref);
  self->next_change = self->next_step = 0;
}

/* NULL: all is told. */
static const SatListStep *
get_next_step (SatListModel *self)
{
  if (self->coming == NULL)
    return NULL;
  while (self->steps == NULL || self->next_step == self->steps->len) {
    if (self->next_change == self->changes->len)
      return NULL;
    g_clear_pointer (&self->steps, g_array_unref);
    self->steps = sat_list_steps (
        &g_array_index (self->changes, SatListChange, self->next_change++), self->shown);
    self->next_step = 0;
  }
  return &g_array_index (self->steps, SatListStep, self->next_step);
}

/* Those of one turn. Each is told when it is made, so that whoever listens sees a list that is
 * right; who listens may ask for something else, and then the others are not made. */
static void
make_steps (SatListModel *self)
{
  guint generation = self->generation, rows = 0;
  g_autoptr (GArray) after = g_array_ref (self->coming);
  const SatListStep *next;

  self->applying = TRUE;
  while (generation == self->generation && (next = get_next_step (self)) != NULL) {
    SatListChange step = next->change;

    if (rows > 0 && rows + next->weight > SAT_LIST_STEP)
      break;
    rows += next->weight;
    self->next_step++;
    if (get_next_step (self) == NULL)
      stop_coming (self);
    apply_change (self, (const gint64 *)(gpointer)after->data, step.position, step.removed,
                  step.added);
  }
  self->applying = FALSE;
}

static gboolean
step_cb (gpointer data)
{
  SatListModel *self = data;
  guint generation = self->generation;

  make_steps (self);
  if (generation == self->generation && self->coming != NULL)
    return G_SOURCE_CONTINUE;
  if (generation == self->generation) {
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
    set_loading (self, FALSE);
  }
  if (self->again)
    start_listing (self);
  return G_SOURCE_REMOVE;
}

static void
apply_changes (SatListModel *self, GArray *after, GArray *changes)
{
  guint n_before = self->ids->len, generation = self->generation;

  stop_coming (self);
  if (changes->len == 0)
    return;
  self->coming = g_array_ref (after);
  self->changes = g_array_ref (changes);
  make_steps (self);
  if (generation != self->generation)
    return;
  if (self->coming != NULL) {
    self->step_idle =
        g_idle_add_full (G_PRIORITY_HIGH_IDLE + 30, step_cb, self, NULL); /* frames: + 20 */
    set_loading (self, TRUE);
  } else if (self->ids->len != n_before) {
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
  }
}

static void
show (SatListModel *self, GArray *after)
{
  gboolean both_short = self->ids->len <= FIRST_PAGE && after->len <= FIRST_PAGE;
  g_autoptr (GArray) changes = sat_list_diff (self->ids, after, both_short ? MAX_CHANGES : 1);

  apply_changes (self, after, changes);
}

static void
show_nothing (SatListModel *self)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (gint64));

  show (self, none);
}

static void
listing_free (gpointer data)
{
  Listing *listing = data;

  g_clear_pointer (&listing->reader, sat_reader_unref);
  g_clear_pointer (&listing->query, sat_query_free);
  g_clear_pointer (&listing->before, g_array_unref);
  g_clear_pointer (&listing->after, g_array_unref);
  g_clear_pointer (&listing->changes, g_array_unref);
  g_clear_pointer (&listing->held, g_array_unref);
  g_clear_pointer (&listing->rows, g_ptr_array_unref);
  g_clear_object (&listing->store);
  g_free (listing);
}

static void
read_held (Listing *listing)
{
  const SatType *type =
      sat_reader_get_type_by_name (listing->reader, sat_query_get_type_name (listing->query));

  if (type != NULL)
    listing->rows =
        sat_reader_load_many (listing->reader, type, (const gint64 *)(gpointer)listing->held->data,
                              listing->held->len, NULL);
}

static void
list_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Listing *listing = data;
  GError *error = NULL;

  if (listing->reader == NULL)
    listing->reader = sat_store_open_reader (listing->store, &error);
  if (listing->reader != NULL)
    listing->after = sat_query_ids (listing->query, listing->reader, cancellable, &error);
  if (listing->after == NULL) {
    g_task_return_error (task, error);
    return;
  }
  listing->changes = sat_list_diff (listing->before, listing->after, MAX_CHANGES);
  if (listing->held != NULL)
    read_held (listing);
  g_task_return_boolean (task, TRUE);
}

/* What was read meanwhile is newer. */
static void
take_rows (SatListModel *self, Listing *listing)
{
  if (listing->rows == NULL || self->touched)
    return;
  self->stale = FALSE;
  sat_list_rows_update (self->rows, listing->rows);
}

static void
take_listing (SatListModel *self, Listing *listing, const GError *failure)
{
  if (listing->generation != self->generation)
    return;
  self->only_first = FALSE;
  take_rows (self, listing);
  if (listing->generation != self->generation)
    return;
  if (failure == NULL)
    apply_changes (self, listing->after, listing->changes);
  else if (!g_error_matches (failure, SAT_DB_ERROR, SAT_DB_ERROR_INTERRUPTED))
    show_nothing (self);
  if (listing->generation != self->generation)
    return;
  set_error (self, failure != NULL ? failure->message : NULL);
  set_loading (self, FALSE);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (SatListModel) self = data;
  Listing *listing = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) failure = NULL;

  g_task_propagate_boolean (G_TASK (result), &failure);
  self->reader = g_steal_pointer (&listing->reader);
  g_clear_object (&self->running);
  g_clear_object (&listing->store);
  take_listing (self, listing, failure);
  if (self->again)
    start_listing (self);
}

/* The task may be freed by the other thread, so it owns nothing by then that belongs to this one.
 */
static void
start_listing (SatListModel *self)
{
  g_autoptr (GTask) task = NULL;
  Listing *listing;

  self->again = self->running != NULL || self->applying || self->coming != NULL;
  if (self->again || self->query == NULL)
    return;
  self->running = g_cancellable_new ();
  listing = g_new0 (Listing, 1);
  listing->store = g_object_ref (self->store);
  listing->query = sat_query_copy (self->query);
  listing->reader = g_steal_pointer (&self->reader);
  listing->generation = self->generation;
  listing->before = g_array_copy (self->ids);
  if (self->stale)
    listing->held = sat_list_rows_list (self->rows);
  self->touched = FALSE;
  task = g_task_new (NULL, self->running, listed_cb, g_object_ref (self));
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, listing, listing_free);
  g_task_run_in_thread (task, list_cb);
}

/* What an index or a small table gives at once. TRUE: that is all there is. */
static gboolean
show_first_page (SatListModel *self)
{
  SatReader *reader = sat_store_get_reader (self->store, NULL);
  guint limit = self->query->limit, generation = self->generation;
  g_autoptr (GArray) page = NULL;

  if (reader == NULL || self->applying ||
      !sat_query_first_page (self->query, reader, FIRST_PAGE, FIRST_PAGE_US, &page, NULL) ||
      page == NULL)
    return FALSE;
  if (page->len == FIRST_PAGE && limit != FIRST_PAGE && !self->loading)
    return FALSE;
  self->only_first = page->len == FIRST_PAGE && limit != FIRST_PAGE;
  show (self, page);
  if (generation != self->generation || self->only_first)
    return FALSE;
  set_error (self, NULL);
  set_loading (self, FALSE);
  return !self->again;
}

/* What somebody has just changed is seen at once. What else the rows show, such as titles of other
 * records, is read by the other thread: this one never waits for as many rows while much is
 * written.
 */
static void
store_changed_cb (SatStore *store, SatStoreNews *news, SatListModel *self)
{
  const char *type_name;

  if (self->query == NULL)
    return;
  type_name = sat_query_get_type_name (self->query);
  if (self->running == NULL && self->ids->len < FIRST_PAGE) {
    sat_list_rows_reload (self->rows, type_name, NULL);
    self->stale = FALSE;
    if (!show_first_page (self))
      start_listing (self);
    return;
  }
  self->stale = TRUE;
  if (news->records != NULL && sat_list_rows_reload (self->rows, type_name, news->records))
    self->touched = TRUE;
  start_listing (self);
}

void
sat_list_model_set_query (SatListModel *self, SatQuery *query)
{
  SatQuery *old;

  g_return_if_fail (SAT_IS_LIST_MODEL (self) && query != NULL);
  old = self->query;
  self->query = sat_query_copy (query);
  self->generation++;
  self->only_first = FALSE;
  stop_coming (self);
  if (self->running != NULL)
    g_cancellable_cancel (self->running);
  if (old != NULL &&
      !g_str_equal (sat_query_get_type_name (old), sat_query_get_type_name (query))) {
    apply_change (self, NULL, 0, self->ids->len, 0);
    sat_list_rows_forget (self->rows);
  }
  g_clear_pointer (&old, sat_query_free);
  set_loading (self, TRUE);
  if (!show_first_page (self) || self->stale)
    start_listing (self);
}

SatQuery *
sat_list_model_get_query (SatListModel *self)
{
  g_return_val_if_fail (SAT_IS_LIST_MODEL (self), NULL);
  return self->query;
}

gboolean
sat_list_model_get_loading (SatListModel *self)
{
  g_return_val_if_fail (SAT_IS_LIST_MODEL (self), FALSE);
  return self->loading;
}

gboolean
sat_list_model_count (SatListModel *self, guint *n)
{
  g_return_val_if_fail (SAT_IS_LIST_MODEL (self) && n != NULL, FALSE);
  *n = self->coming != NULL ? self->coming->len : self->ids->len;
  return !self->only_first && (!self->loading || self->coming != NULL);
}

void
sat_list_model_set_shown (SatListModel *self, guint position)
{
  g_return_if_fail (SAT_IS_LIST_MODEL (self));
  self->shown = position;
}

gint64
sat_list_model_get_id (SatListModel *self, guint position)
{
  g_return_val_if_fail (SAT_IS_LIST_MODEL (self), 0);
  return position < self->ids->len ? g_array_index (self->ids, gint64, position) : 0;
}

void
sat_list_model_copy_ids (SatListModel *self, guint position, guint n, GArray *ids)
{
  g_return_if_fail (SAT_IS_LIST_MODEL (self) && ids != NULL);
  if (position < self->ids->len)
    g_array_append_vals (ids, &g_array_index (self->ids, gint64, position),
                         MIN (n, self->ids->len - position));
}

gboolean
sat_list_model_find (SatListModel *self, gint64 id, guint *position)
{
  g_return_val_if_fail (SAT_IS_LIST_MODEL (self), FALSE);
  for (guint i = 0; i < self->ids->len; i++)
    if (g_array_index (self->ids, gint64, i) == id) {
      if (position != NULL)
        *position = i;
      return TRUE;
    }
  return FALSE;
}

SatListModel *
sat_list_model_new (SatStore *store)
{
  SatListModel *self;

  g_return_val_if_fail (SAT_IS_STORE (store), NULL);
  self = g_object_new (SAT_TYPE_LIST_MODEL, NULL);
  self->store = g_object_ref (store);
  self->rows = sat_list_rows_new (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, 0);
  return self;
}

static void
sat_list_model_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  SatListModel *self = SAT_LIST_MODEL (object);

  switch (id) {
  case PROP_LOADING:
    g_value_set_boolean (value, self->loading);
    break;
  case PROP_N_ITEMS:
    g_value_set_uint (value, self->ids->len);
    break;
  case PROP_ERROR:
    g_value_set_string (value, self->error);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
  }
}

static void
sat_list_model_finalize (GObject *object)
{
  SatListModel *self = SAT_LIST_MODEL (object);

  stop_coming (self);
  g_clear_pointer (&self->rows, sat_list_rows_free);
  g_array_unref (self->ids);
  g_clear_pointer (&self->reader, sat_reader_unref);
  g_clear_pointer (&self->query, sat_query_free);
  g_clear_object (&self->store);
  g_free (self->error);
  G_OBJECT_CLASS (sat_list_model_parent_class)->finalize (object);
}

static void
sat_list_model_class_init (SatListModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sat_list_model_get_property;
  object_class->finalize = sat_list_model_finalize;
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sat_list_model_init (SatListModel *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
}
