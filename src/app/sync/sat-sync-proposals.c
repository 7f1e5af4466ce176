/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-sync-proposals.h"

#include <glib/gi18n-lib.h>

#include "sat-json.h"
#include "sat-net-proposals.h"
#include "sat-outbox.h"
#include "sat-sync-group.h"
#include "sat-sync-lists.h"
#include "sat-sync-row.h"

#define DECIDED "sat-decided" /* data of a row: the server is told */

struct _SatSyncProposals {
  AdwBin parent_instance;

  SatSyncService *service;
  SatContext *context;
  SatSyncGroup *group;
  GCancellable *cancellable;
  JsonArray *list; /* what the server said last; NULL before */
  guint shown;     /* of them, to be decided */
  gboolean asking, again;
};

enum {
  ANSWERED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatSyncProposals, sat_sync_proposals, ADW_TYPE_BIN)

static const char *
text_of (JsonObject *object, const char *name)
{
  const char *text = json_object_get_string_member_with_default (object, name, "");

  return text != NULL ? text : "";
}

/* What is proposed, in words. */

static gint64
record_of (SatReader *reader, JsonObject *proposal, gboolean *there)
{
  const SatType *type = NULL;
  gboolean deleted = FALSE;
  SatUuid uuid;
  gint64 id = sat_uuid_parse (text_of (proposal, "id"), &uuid)
                  ? sat_reader_find (reader, &uuid, &type, &deleted, NULL)
                  : 0;

  *there = id != 0 && type != NULL && !deleted;
  return id;
}

static char *
title_of (SatSyncProposals *self, JsonObject *proposal)
{
  SatReader *reader = sat_context_get_reader (self->context);
  JsonNode *fields = json_object_get_member (proposal, "f");
  const SatType *type = sat_reader_get_type_by_name (reader, text_of (proposal, "t"));
  gboolean there;
  gint64 id = record_of (reader, proposal, &there);
  g_autofree char *title = g_strdup (there ? sat_reader_title (reader, id) : "");
  const char *name = *title != '\0' ? title
                     : type != NULL ? sat_type_get_label (type)
                                    : text_of (proposal, "t");
  g_autofree char *json = fields != NULL ? sat_json_to_string (fields, FALSE) : NULL;
  g_autofree char *text = NULL;

  if (g_str_equal (text_of (proposal, "op"), "del"))
    return g_strdup_printf (_ ("%s deleted"), name);
  text = json != NULL ? sat_sync_describe_fields (self->context, type, json) : NULL;
  return text != NULL && *text != '\0' ? g_strdup_printf ("%s: %s", name, text) : g_strdup (name);
}

static char *
subtitle_of (SatSyncProposals *self, JsonObject *proposal)
{
  g_autofree char *when =
      sat_format_instant_relative (sat_context_get_format (self->context),
                                   json_object_get_int_member_with_default (proposal, "edited", 0));

  /* Translators: a person, and when, such as "5 minutes ago" */
  return g_strdup_printf (_ ("By %s, %s"), text_of (proposal, "by"), when);
}

/* Deciding */

typedef struct {
  SatStore *store;
  SatSyncRow *row;
  SatUuid u;
  gboolean accept;
} Decision;

static void
decision_free (gpointer data)
{
  Decision *decision = data;

  g_object_unref (decision->store);
  g_object_unref (decision->row);
  g_free (decision);
}

static void
decide_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Decision *decision = data;
  GError *error = NULL;

  if (sat_net_proposal_decide (decision->store, &decision->u, decision->accept, cancellable,
                               &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void ask (SatSyncProposals *self);

/* A row that is decided keeps the focus until its place has another one. */
static void
set_decided (SatSyncRow *row, gboolean decided)
{
  g_object_set_data (G_OBJECT (row), DECIDED, decided ? row : NULL);
  if (decided)
    gtk_widget_add_css_class (GTK_WIDGET (row), "dim-label");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (row), "dim-label");
}

static void
decided_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SatSyncProposals *self = SAT_SYNC_PROPOSALS (source);
  Decision *decision = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  if (self->context == NULL)
    return;
  if (error != NULL) {
    set_decided (decision->row, FALSE);
    sat_context_say (self->context, error->message);
  }
  ask (self);
  if (error == NULL)
    sat_sync_service_sync_now (self->service);
}

static void
decide (SatSyncProposals *self, SatSyncRow *row, gboolean accept)
{
  JsonObject *proposal = sat_sync_row_get_entry (row);
  g_autoptr (GTask) task = NULL;
  Decision *decision;
  SatUuid u;

  if (g_object_get_data (G_OBJECT (row), DECIDED) != NULL ||
      !sat_uuid_parse (text_of (proposal, "u"), &u))
    return;
  decision = g_new0 (Decision, 1);
  *decision = (Decision){g_object_ref (sat_context_get_store (self->context)), g_object_ref (row),
                         u, accept};
  task = g_task_new (self, self->cancellable, decided_cb, NULL);
  g_task_set_task_data (task, decision, decision_free);
  set_decided (row, TRUE);
  g_task_run_in_thread (task, decide_thread);
}

static void
accept_cb (GtkWidget *button, SatSyncProposals *self)
{
  decide (self, sat_sync_row_of (button), TRUE);
}

static void
decline_cb (GtkWidget *button, SatSyncProposals *self)
{
  decide (self, sat_sync_row_of (button), FALSE);
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint key,
        guint code,
        GdkModifierType state,
        SatSyncProposals *self)
{
  GtkEventController *keys = GTK_EVENT_CONTROLLER (controller);
  SatSyncRow *row = SAT_SYNC_ROW (gtk_event_controller_get_widget (keys));

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0 ||
      (key != GDK_KEY_a && key != GDK_KEY_A && key != GDK_KEY_d && key != GDK_KEY_D))
    return GDK_EVENT_PROPAGATE;
  decide (self, row, key == GDK_KEY_a || key == GDK_KEY_A);
  return GDK_EVENT_STOP;
}

static SatSyncRow *
row_new (gpointer item, gpointer user_data)
{
  JsonObject *proposal = item;
  SatSyncProposals *self = user_data;
  g_autofree char *title = title_of (self, proposal);
  g_autofree char *subtitle = subtitle_of (self, proposal);
  SatSyncRow *row = sat_sync_row_new (title, subtitle);
  GtkEventController *keys = gtk_event_controller_key_new ();
  gboolean there;
  gint64 id = record_of (sat_context_get_reader (self->context), proposal, &there);

  sat_sync_row_set_entry (row, text_of (proposal, "u"), json_object_ref (proposal),
                          (GDestroyNotify)json_object_unref);
  sat_sync_row_set_record (row, there ? id : 0);
  sat_sync_row_add_button (row, _ ("Decline"), _ ("It is not done (D)"), G_CALLBACK (decline_cb),
                           self);
  sat_sync_row_add_button (row, _ ("Accept"), _ ("Make it an edit of yours (A)"),
                           G_CALLBACK (accept_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (row), keys);
  return row;
}

/* Asking */

static void
show_list (SatSyncProposals *self)
{
  g_autoptr (GPtrArray) waiting = g_ptr_array_new ();

  for (guint i = 0; i < json_array_get_length (self->list); i++) {
    JsonNode *node = json_array_get_element (self->list, i);

    /* Their own ones are in the list of what was refused. */
    if (sat_net_proposal_waits (node))
      g_ptr_array_add (waiting, json_node_get_object (node));
  }
  self->shown = waiting->len;
  sat_sync_service_set_proposed (self->service, self->shown);
  sat_sync_group_show (self->group, waiting, 0, row_new, self);
}

static SatSyncRow *
unreachable_row_new (gpointer item, gpointer user_data)
{
  return sat_sync_row_new (_ ("Not available offline"),
                           _ ("Proposals are kept by the server and can be seen when it can be "
                              "reached."));
}

/* Those who decide for others, or were about to, are told that there may be more to see. */
static void
show_unreachable (SatSyncProposals *self)
{
  const char *role = sat_sync_service_get (self->service)->role;
  g_autoptr (GPtrArray) items = g_ptr_array_new ();

  if (self->shown > 0 || g_strcmp0 (role, "manager") == 0 || g_strcmp0 (role, "admin") == 0)
    g_ptr_array_add (items, self);
  sat_sync_group_show (self->group, items, 0, unreachable_row_new, self);
}

static void
ask_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  JsonArray *list = sat_net_proposals (data, cancellable, &error);

  if (list != NULL)
    g_task_return_pointer (task, list, (GDestroyNotify)json_array_unref);
  else
    g_task_return_error (task, error);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SatSyncProposals *self = SAT_SYNC_PROPOSALS (source);
  g_autoptr (GError) error = NULL;
  JsonArray *list = g_task_propagate_pointer (G_TASK (result), &error);

  self->asking = FALSE;
  if (self->context == NULL) {
    g_clear_pointer (&list, json_array_unref);
    return;
  }
  if (list != NULL) {
    g_clear_pointer (&self->list, json_array_unref);
    self->list = list;
    show_list (self);
    g_signal_emit (self, signals[ANSWERED], 0);
  } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    show_unreachable (self);
  }
  if (self->again)
    ask (self);
}

static void
ask (SatSyncProposals *self)
{
  g_autoptr (GTask) task = NULL;

  self->again = self->asking;
  if (self->asking)
    return;
  self->asking = TRUE;
  task = g_task_new (self, self->cancellable, asked_cb, NULL);
  g_task_set_task_data (task, g_object_ref (sat_context_get_store (self->context)), g_object_unref);
  g_task_run_in_thread (task, ask_thread);
}

void
sat_sync_proposals_look (SatSyncProposals *self)
{
  const SatSyncStatus *status;

  g_return_if_fail (SAT_IS_SYNC_PROPOSALS (self));

  status = sat_sync_service_get (self->service);
  if (status->state == SAT_SYNC_LOCAL || status->state == SAT_SYNC_BUSY ||
      status->state == SAT_SYNC_REVOKED)
    return;
  /* There may be conflicts as well. */
  if (status->offline || status->state == SAT_SYNC_UNREACHABLE)
    show_unreachable (self);
  else
    ask (self);
}

static JsonObject *
find_own (SatSyncProposals *self, const SatUuid *u)
{
  guint n = self->list != NULL ? json_array_get_length (self->list) : 0;

  for (guint i = 0; i < n; i++) {
    JsonNode *node = json_array_get_element (self->list, i);
    JsonObject *proposal = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
    SatUuid uuid;

    if (proposal != NULL && json_object_get_boolean_member_with_default (proposal, "own", FALSE) &&
        sat_uuid_parse (text_of (proposal, "u"), &uuid) && sat_uuid_equal (&uuid, u))
      return proposal;
  }
  return NULL;
}

char *
sat_sync_proposals_outcome (SatSyncProposals *self, const SatUuid *u)
{
  JsonObject *proposal;
  const char *state, *decider;

  g_return_val_if_fail (SAT_IS_SYNC_PROPOSALS (self) && u != NULL, NULL);

  proposal = find_own (self, u);
  if (proposal == NULL)
    return NULL;
  state = text_of (proposal, "state");
  decider = text_of (proposal, "decider");
  if (g_str_equal (state, "accepted"))
    /* Translators: what a person had proposed; %s is another person */
    return *decider != '\0' ? g_strdup_printf (_ ("Accepted by %s."), decider)
                            : g_strdup (_ ("Accepted."));
  if (g_str_equal (state, "declined"))
    /* Translators: what a person had proposed; %s is another person */
    return *decider != '\0' ? g_strdup_printf (_ ("Declined by %s."), decider)
                            : g_strdup (_ ("Declined."));
  return NULL;
}

static void
sat_sync_proposals_dispose (GObject *object)
{
  SatSyncProposals *self = SAT_SYNC_PROPOSALS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_sync_proposals_parent_class)->dispose (object);
  g_clear_pointer (&self->list, json_array_unref);
  g_clear_object (&self->service);
}

static void
sat_sync_proposals_finalize (GObject *object)
{
  g_clear_object (&SAT_SYNC_PROPOSALS (object)->cancellable);
  G_OBJECT_CLASS (sat_sync_proposals_parent_class)->finalize (object);
}

static void
sat_sync_proposals_class_init (SatSyncProposalsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_sync_proposals_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_sync_proposals_finalize;
  signals[ANSWERED] = g_signal_new ("answered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sat_sync_proposals_init (SatSyncProposals *self)
{
  self->cancellable = g_cancellable_new ();
  self->group =
      g_object_new (SAT_TYPE_SYNC_GROUP, "title", _ ("Proposals"), "description",
                    _ ("Edits of people who may no longer make them. On a line, A accepts "
                       "and D declines."),
                    NULL);
  g_signal_connect_object (self->group, "more-wanted", G_CALLBACK (show_list), self,
                           G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->group));
  /* An empty place would be a gap. */
  g_object_bind_property (self->group, "visible", self, "visible", G_BINDING_SYNC_CREATE);
}

GtkWidget *
sat_sync_proposals_new (SatSyncService *service)
{
  SatSyncProposals *self;

  g_return_val_if_fail (SAT_IS_SYNC_SERVICE (service), NULL);
  self = g_object_new (SAT_TYPE_SYNC_PROPOSALS, NULL);
  self->service = g_object_ref (service);
  self->context = g_object_ref (sat_sync_service_get_context (service));
  return GTK_WIDGET (self);
}
