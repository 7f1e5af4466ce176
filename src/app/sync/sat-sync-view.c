/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-sync-view.h"

#include <glib/gi18n-lib.h>

#include "sat-merge-dialog.h"
#include "sat-refusal.h"
#include "sat-sync-group.h"
#include "sat-sync-lists.h"
#include "sat-sync-proposals.h"
#include "sat-sync-row.h"
#include "sat-sync-task.h"
#include "sat-widgets.h"

#define RELOAD_DELAY_MS 150
#define LOG_LINES 10

struct _SatSyncView {
  AdwBin parent_instance;

  SatContext *context;
  SatSyncService *service;
  SatSyncLists *lists; /* what is shown; NULL before */
  gboolean is_stale;
  GCancellable *cancellable;
  guint reload_timeout;

  GtkStack *stack;
  GtkEditable *url_row, *user_row, *password_row;
  GtkLabel *sign_in_note;
  GtkWidget *sign_in_button;
  AdwActionRow *state_row, *account_row;
  GtkSwitch *offline_switch;
  GtkBox *groups;
  SatSyncProposals *proposals;
  SatSyncGroup *conflicts, *refused, *queue, *log;
};

static void view_iface_init (SatViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SatSyncView,
                               sat_sync_view,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (SAT_TYPE_VIEW, view_iface_init))

/* Signing in. */

static void
form_changed_cb (SatSyncView *self)
{
  gboolean complete = *gtk_editable_get_text (self->url_row) != '\0' &&
                      *gtk_editable_get_text (self->user_row) != '\0' &&
                      *gtk_editable_get_text (self->password_row) != '\0';

  gtk_widget_set_sensitive (self->sign_in_button,
                            complete && !sat_sync_service_get (self->service)->signs_in);
}

static void
show_note (SatSyncView *self, const char *text)
{
  gtk_label_set_text (self->sign_in_note, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->sign_in_note), text != NULL);
}

static void
signed_in_cb (const char *problem, gpointer user_data)
{
  g_autoptr (SatSyncView) self = user_data;

  if (self->context == NULL)
    return;
  show_note (self, problem);
  if (problem == NULL)
    gtk_editable_set_text (self->password_row, "");
  form_changed_cb (self);
}

/* "sales.example.org" is meant to be a secure address; this computer itself needs none. */
static char *
full_address (const char *text)
{
  g_autofree char *address = g_strstrip (g_strdup (text));

  if (strstr (address, "://") != NULL)
    return g_steal_pointer (&address);
  if (g_str_has_prefix (address, "localhost") || g_str_has_prefix (address, "127."))
    return g_strconcat ("http://", address, NULL);
  return g_strconcat ("https://", address, NULL);
}

static void
sign_in_cb (SatSyncView *self)
{
  g_autofree char *url = full_address (gtk_editable_get_text (self->url_row));

  if (!gtk_widget_get_sensitive (self->sign_in_button))
    return;
  show_note (self, NULL);
  sat_sync_service_sign_in (self->service, url, gtk_editable_get_text (self->user_row),
                            gtk_editable_get_text (self->password_row), signed_in_cb,
                            g_object_ref (self));
  form_changed_cb (self);
}

/* What rows do. */

static void
failed_cb (const char *problem, gpointer user_data)
{
  SatSyncView *self = user_data;

  if (problem != NULL)
    sat_context_say (self->context, problem);
  sat_sync_service_sync_now (self->service);
}

static void
do_task (SatSyncView *self, SatSyncTaskKind kind, const SatUuid *uuid, gint64 id)
{
  sat_sync_task_run (sat_context_get_store (self->context), kind, uuid, id, failed_cb, self);
}

static gpointer
entry_of (GtkWidget *button)
{
  return sat_sync_row_get_entry (sat_sync_row_of (button));
}

static void
keep_cb (GtkWidget *button, SatSyncView *self)
{
  const SatSyncConflict *item = entry_of (button);

  do_task (self, SAT_SYNC_TASK_KEEP, &item->conflict->uuid, 0);
}

static void
other_cb (GtkWidget *button, SatSyncView *self)
{
  const SatSyncConflict *item = entry_of (button);

  do_task (self, SAT_SYNC_TASK_OTHER, &item->conflict->uuid, 0);
}

static void
merge_pair (SatSyncView *self, const SatSyncConflict *item)
{
  SatMergeDialog *dialog =
      sat_merge_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->context,
                            item->conflict->id, item->with);

  if (dialog != NULL)
    gtk_window_present (GTK_WINDOW (dialog));
}

static void
merge_cb (GtkWidget *button, SatSyncView *self)
{
  merge_pair (self, entry_of (button));
}

static void
retry_cb (GtkWidget *button, SatSyncView *self)
{
  const SatRejectedEntry *entry = entry_of (button);

  do_task (self, SAT_SYNC_TASK_RETRY, NULL, entry->id);
}

static void
copy_cb (GtkWidget *button, SatSyncView *self)
{
  const SatRejectedEntry *entry = entry_of (button);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), entry->text);
  sat_context_say (self->context, _ ("Copied"));
}

static void
drop_cb (GtkWidget *button, SatSyncView *self)
{
  const SatRejectedEntry *entry = entry_of (button);

  do_task (self, SAT_SYNC_TASK_DROP, NULL, entry->id);
}

static void
discard_cb (GtkWidget *button, SatSyncView *self)
{
  const SatOutboxEntry *entry = entry_of (button);

  do_task (self, SAT_SYNC_TASK_DISCARD, &entry->u, 0);
}

/* One key on the line of a conflict. */
static gboolean
conflict_key_cb (GtkEventControllerKey *controller,
                 guint key,
                 guint code,
                 GdkModifierType state,
                 SatSyncView *self)
{
  GtkEventController *keys = GTK_EVENT_CONTROLLER (controller);
  const SatSyncConflict *item =
      sat_sync_row_get_entry (SAT_SYNC_ROW (gtk_event_controller_get_widget (keys)));

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if ((key == GDK_KEY_m || key == GDK_KEY_M) && item->with != 0)
    merge_pair (self, item);
  else if (g_str_equal (item->conflict->kind, "duplicate") &&
           (key == GDK_KEY_r || key == GDK_KEY_R))
    return GDK_EVENT_PROPAGATE;
  else if (key == GDK_KEY_r || key == GDK_KEY_R)
    do_task (self, SAT_SYNC_TASK_OTHER, &item->conflict->uuid, 0);
  else if (key == GDK_KEY_k || key == GDK_KEY_K)
    do_task (self, SAT_SYNC_TASK_KEEP, &item->conflict->uuid, 0);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* The entries are those of the lists that are shown. */
static void
set_entry (SatSyncRow *row, const SatUuid *key, gpointer entry)
{
  g_autofree char *text = sat_uuid_to_string (key);

  sat_sync_row_set_entry (row, text, entry, NULL);
}

static SatSyncRow *
conflict_row (gpointer data, gpointer user_data)
{
  SatSyncConflict *item = data;
  SatSyncView *self = user_data;
  g_autofree char *title = sat_sync_conflict_title (self->context, item);
  g_autofree char *text = sat_sync_conflict_text (self->context, item);
  gboolean pair = g_str_equal (item->conflict->kind, "duplicate");
  SatSyncRow *row = sat_sync_row_new (title, text);
  GtkEventController *keys = gtk_event_controller_key_new ();

  set_entry (row, &item->conflict->uuid, item);
  sat_sync_row_set_record (row, item->conflict->id);
  if (pair)
    sat_sync_row_add_button (row, _ ("Not the Same"), _ ("Both stay (K)"), G_CALLBACK (keep_cb),
                             self);
  else
    sat_sync_row_add_button (row, _ ("Keep"), _ ("What is there stays (K)"), G_CALLBACK (keep_cb),
                             self);
  if (item->with != 0)
    sat_sync_row_add_button (row, _ ("Merge…"), _ ("Make them one (M)"), G_CALLBACK (merge_cb),
                             self);
  if (!pair)
    sat_sync_row_add_button (row, _ ("Use Other"), _ ("Put the other value in place (R)"),
                             G_CALLBACK (other_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (conflict_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (row), keys);
  return row;
}

/* What was handed on is with others as long as the record is. */
static gboolean
can_retry (SatSyncView *self, const SatRejectedEntry *entry)
{
  const SatType *type = NULL;
  gboolean deleted = FALSE;

  return !entry->quarantined || (sat_reader_find (sat_context_get_reader (self->context),
                                                  &entry->record, &type, &deleted, NULL) != 0 &&
                                 type != NULL);
}

static SatSyncRow *
refused_row (gpointer data, gpointer user_data)
{
  SatRejectedEntry *entry = data;
  SatSyncView *self = user_data;
  g_autofree char *outcome = sat_sync_proposals_outcome (self->proposals, &entry->u);
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT, entry->id);
  SatSyncRow *row =
      sat_sync_row_new (entry->text, outcome != NULL ? outcome : sat_refusal_text (entry));

  sat_sync_row_set_entry (row, key, entry, NULL);
  sat_sync_row_add_button (row, _ ("Copy"), _ ("Copy what you wrote"), G_CALLBACK (copy_cb), self);
  if (can_retry (self, entry))
    sat_sync_row_add_button (row, _ ("Try Again"), _ ("Write it again and send it"),
                             G_CALLBACK (retry_cb), self);
  sat_sync_row_add_button (row, _ ("Forget"), _ ("Take it off this list"), G_CALLBACK (drop_cb),
                           self);
  return row;
}

static SatSyncRow *
queue_row (gpointer data, gpointer user_data)
{
  SatOutboxEntry *entry = data;
  SatSyncView *self = user_data;
  g_autofree char *when =
      sat_format_instant_relative (sat_context_get_format (self->context), entry->at);
  SatSyncRow *row = sat_sync_row_new (entry->text, when);

  set_entry (row, &entry->u, entry);
  sat_sync_row_set_record (row, entry->id);
  if (entry->state == SAT_OUTBOX_WAITING)
    sat_sync_row_add_button (row, _ ("Discard"), _ ("Take the edit back before it is sent"),
                             G_CALLBACK (discard_cb), self);
  return row;
}

static void
show_refused (SatSyncView *self)
{
  if (self->lists != NULL)
    sat_sync_group_show (self->refused, self->lists->refused, 0, refused_row, self);
}

static void
show_lists (SatSyncView *self)
{
  sat_sync_group_show (self->conflicts, self->lists->conflicts, 0, conflict_row, self);
  show_refused (self);
  sat_sync_group_show (self->queue, self->lists->queue, self->lists->queue_left, queue_row, self);
}

static SatSyncRow *
log_row (gpointer data, gpointer user_data)
{
  SatSyncView *self = user_data;
  const SatSyncLine *line = data;
  g_autofree char *text = sat_sync_line_text (self->context, line);
  g_autofree char *when = sat_format_instant (sat_context_get_format (self->context), line->at);

  return sat_sync_row_new (text, when);
}

static void
show_log (SatSyncView *self)
{
  GPtrArray *log = sat_sync_service_get_log (self->service);
  g_autoptr (GPtrArray) last = g_ptr_array_new ();

  for (guint i = 0; i < MIN (log->len, LOG_LINES); i++)
    g_ptr_array_add (last, log->pdata[i]);
  sat_sync_group_show (self->log, last, 0, log_row, self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  SatSyncLists *lists = sat_context_read_finish (result, &error);
  SatSyncView *self = user_data;
  SatSyncLists *before;

  if (lists == NULL)
    return; /* cancelled, or the state says what is wrong */
  before = self->lists;
  self->lists = lists;
  show_lists (self);
  sat_sync_lists_free (before);
}

static void
read_lists (SatSyncView *self)
{
  self->is_stale = FALSE;
  g_cancellable_cancel (self->cancellable);
  g_set_object (&self->cancellable, NULL);
  self->cancellable = g_cancellable_new ();
  sat_context_read_async (self->context, sat_sync_lists_read,
                          sat_sync_wanted_new (sat_context_get_format (self->context),
                                               sat_sync_group_get_limit (self->queue)),
                          (GDestroyNotify)sat_sync_wanted_free, (GDestroyNotify)sat_sync_lists_free,
                          self->cancellable, read_cb, self);
}

static gboolean
reload_cb (gpointer user_data)
{
  SatSyncView *self = user_data;

  self->reload_timeout = 0;
  read_lists (self);
  return G_SOURCE_REMOVE;
}

static const char *
role_label (SatSyncView *self, const char *role)
{
  const SatType *type = sat_context_get_type_by_name (self->context, "user");

  return sat_field_choice_label (sat_type_field (type, "role"), role);
}

/* What is wrong, or what waits and when all was well. */
static char *
describe_below (SatSyncView *self, const SatSyncStatus *status)
{
  g_autofree char *more = sat_sync_service_describe_more (self->service);
  g_autofree char *when =
      sat_format_instant_relative (sat_context_get_format (self->context), status->last_ok);
  /* Else the line above says when. */
  gboolean told = status->state == SAT_SYNC_SYNCED || status->state == SAT_SYNC_PENDING;

  if (status->problem != NULL || status->last_ok == 0 || told)
    return g_strdup (status->problem != NULL ? status->problem : more != NULL ? more : "");
  /* Translators: %s is a time, such as "5 minutes ago" */
  return more != NULL ? g_strdup_printf (_ ("%s, last synced: %s"), more, when)
                      : g_strdup_printf (_ ("Last synced: %s"), when);
}

static void
show_state (SatSyncView *self)
{
  const SatSyncStatus *status = sat_sync_service_get (self->service);
  g_autofree char *text = sat_sync_service_describe (self->service);
  g_autofree char *below = describe_below (self, status);
  g_autofree char *account = NULL;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->state_row), text);
  adw_action_row_set_subtitle (self->state_row, below);
  /* Translators: a person, a role such as Sales rep, the address of a server */
  account = g_strdup_printf (_ ("%s (%s) at %s"), status->user, role_label (self, status->role),
                             status->address);
  adw_action_row_set_subtitle (self->account_row, account);
  gtk_switch_set_active (self->offline_switch, status->offline);
  gtk_stack_set_visible_child_name (self->stack,
                                    status->state == SAT_SYNC_LOCAL ? "sign-in" : "joined");
}

static void
service_changed_cb (SatSyncView *self)
{
  SatSyncState state = sat_sync_service_get (self->service)->state;

  show_state (self);
  form_changed_cb (self);
  self->is_stale = TRUE;
  if (state == SAT_SYNC_LOCAL || state == SAT_SYNC_BUSY)
    return; /* what a sync leads to is shown at its end */
  show_log (self);
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return; /* it is read when somebody looks */
  sat_sync_proposals_look (self->proposals);
  if (self->reload_timeout == 0)
    self->reload_timeout = g_timeout_add (RELOAD_DELAY_MS, reload_cb, self);
}

static void
mapped_cb (SatSyncView *self)
{
  sat_sync_proposals_look (self->proposals);
  if (self->is_stale)
    read_lists (self);
}

static void
offline_switched_cb (SatSyncView *self)
{
  if (self->service != NULL)
    sat_sync_service_set_offline (self->service, gtk_switch_get_active (self->offline_switch));
}

static void
focus_records (SatView *view)
{
  SatSyncView *self = SAT_SYNC_VIEW (view);

  if (sat_sync_service_get (self->service)->state == SAT_SYNC_LOCAL)
    gtk_widget_grab_focus (GTK_WIDGET (self->url_row));
  else
    gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}

static void
view_iface_init (SatViewInterface *iface)
{
  iface->focus_records = focus_records;
}

static void
sat_sync_view_dispose (GObject *object)
{
  SatSyncView *self = SAT_SYNC_VIEW (object);

  g_clear_handle_id (&self->reload_timeout, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_sync_view_parent_class)->dispose (object);
  g_clear_pointer (&self->lists, sat_sync_lists_free);
  g_clear_object (&self->service);
}

static void
sat_sync_view_class_init (SatSyncViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_sync_view_dispose;
  g_type_ensure (SAT_TYPE_SYNC_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/satchel/Satchel/sync/sat-sync-view.ui");
  gtk_widget_class_bind_template_child (widget_class, SatSyncView, stack);
  gtk_widget_class_bind_template_child (widget_class, SatSyncView, url_row);
  gtk_widget_class_bind_template_child (widget_class, SatSyncView, user_row);
  gtk_widget_class_bind_template_child (widget_class, SatSyncView, password_row);
  gtk_widget_class_bind_template_child (widget_class, SatSyncView, sign_in_note);
  gtk_widget_class_bind_template_child (widget_class, SatSyncView, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, SatSyncView, state_row);
  gtk_widget_class_bind_template_child (widget_class, SatSyncView, account_row);
  gtk_widget_class_bind_template_child (widget_class, SatSyncView, offline_switch);
  gtk_widget_class_bind_template_child (widget_class, SatSyncView, conflicts);
  gtk_widget_class_bind_template_child (widget_class, SatSyncView, refused);
  gtk_widget_class_bind_template_child (widget_class, SatSyncView, groups);
  gtk_widget_class_bind_template_child (widget_class, SatSyncView, queue);
  gtk_widget_class_bind_template_child (widget_class, SatSyncView, log);
  gtk_widget_class_bind_template_callback (widget_class, form_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, offline_switched_cb);
  gtk_widget_class_bind_template_callback (widget_class, read_lists);
}

static void
sat_sync_view_init (SatSyncView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* AdwPasswordEntryRow has a button that no screen reader can name. */
  gtk_text_set_visibility (GTK_TEXT (gtk_editable_get_delegate (self->password_row)), FALSE);
  sat_widget_present_shown_page (GTK_WIDGET (self->stack));
}

GtkWidget *
sat_sync_view_new (SatContext *context, const SatViewInfo *info)
{
  SatSyncView *self = g_object_new (SAT_TYPE_SYNC_VIEW, NULL);

  self->context = g_object_ref (context);
  self->service = g_object_ref (sat_context_get_sync (context));
  g_signal_connect_object (self->service, "changed", G_CALLBACK (service_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->proposals = SAT_SYNC_PROPOSALS (sat_sync_proposals_new (self->service));
  gtk_box_insert_child_after (self->groups, GTK_WIDGET (self->proposals),
                              GTK_WIDGET (self->refused));
  g_signal_connect_object (self->proposals, "answered", G_CALLBACK (show_refused), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "map", G_CALLBACK (mapped_cb), NULL);
  service_changed_cb (self);
  return GTK_WIDGET (self);
}
