/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-timeline.h"

#include <glib/gi18n-lib.h>

#include "sat-activity-edit.h"
#include "sat-drafts.h"
#include "sat-edit.h"
#include "sat-timeline-read.h"
#include "sat-timeline-row.h"

/* Lines that are made at once; more on demand. */
#define PAGE 40

struct _SatTimeline {
  GtkWidget parent_instance;
  SatContext *context;
  SatRecord *record;
  char *place; /* of the note's draft */
  GPtrArray *entries;
  guint shown;
  GCancellable *reading;

  GtkWidget *composer;
  GtkTextView *note;
  GtkWidget *hint;
  GtkWidget *call_button;
  GtkWidget *task_button;
  GtkWidget *meeting_button;
  GtkWidget *save_button;
  GtkListBox *list;
  GtkWidget *older_button;
};

G_DEFINE_FINAL_TYPE (SatTimeline, sat_timeline, GTK_TYPE_WIDGET)

static const char *
type_name (SatTimeline *self)
{
  return sat_record_get_record_type (self->record)->name;
}

static char *
note_text (SatTimeline *self)
{
  GtkTextIter start, end;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->note);

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
add_rows (SatTimeline *self, guint until)
{
  for (; self->shown < MIN (until, self->entries->len); self->shown++)
    gtk_list_box_append (self->list,
                         sat_timeline_row_new (g_ptr_array_index (self->entries, self->shown)));
  gtk_widget_set_visible (self->older_button, self->shown < self->entries->len);
}

static void
older_clicked_cb (SatTimeline *self)
{
  add_rows (self, self->shown + PAGE);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GPtrArray *entries = sat_context_read_finish (result, NULL);
  SatTimeline *self = user_data;
  guint until;
  GtkWidget *row;

  if (entries == NULL)
    return; /* cancelled or gone */
  until = MAX (self->shown, PAGE);
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  self->entries = entries;
  self->shown = 0;
  add_rows (self, until);
}

void
sat_timeline_refresh (SatTimeline *self)
{
  g_return_if_fail (SAT_IS_TIMELINE (self));
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  sat_context_read_async (self->context, sat_timeline_read,
                          sat_figures_of_new (self->context, self->record),
                          (GDestroyNotify)sat_figures_of_free, (GDestroyNotify)g_ptr_array_unref,
                          self->reading, read_cb, self);
}

void
sat_timeline_focus_note (SatTimeline *self)
{
  g_return_if_fail (SAT_IS_TIMELINE (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->note));
}

static void
note_changed_cb (SatTimeline *self)
{
  g_autofree char *text = note_text (self);

  gtk_widget_set_visible (self->hint, *text == '\0');
  gtk_widget_set_sensitive (self->save_button, *g_strchug (text) != '\0');
  sat_drafts_set (sat_context_get_drafts (self->context), self->place, "body", text);
}

static void
saved_cb (gint64 id, const GError *error, gpointer user_data)
{
  SatTimeline *self = user_data;

  gtk_widget_set_sensitive (GTK_WIDGET (self->note), TRUE);
  if (error == NULL)
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->note), "", -1);
}

static void
save_clicked_cb (SatTimeline *self)
{
  const SatType *type = sat_context_get_type_by_name (self->context, "note");
  gint64 user = sat_context_get_user (self->context);
  SatClock *clock = sat_store_get_clock (sat_context_get_store (self->context));
  g_autofree char *text = g_strstrip (note_text (self));
  g_autofree char *label = NULL;
  SatEntry *entry;

  if (*text == '\0')
    return;
  entry = sat_entry_new (type, 0);
  sat_entry_set (entry, "body", text, NULL);
  sat_entry_take (entry, sat_type_field (type, type_name (self)),
                  sat_value_int (sat_record_get_id (self->record)), NULL);
  sat_entry_take (entry, sat_type_field (type, "written"), sat_value_int (sat_clock_now (clock)),
                  NULL);
  if (user != 0)
    sat_entry_take (entry, sat_type_field (type, "author"), sat_value_int (user), NULL);
  /* Translators: an entry of the undo list; %s is a person, a company ... */
  label = g_strdup_printf (_ ("Note on “%s”"), sat_record_get_title (self->record));
  gtk_widget_set_sensitive (GTK_WIDGET (self->note), FALSE);
  sat_edit_save (self->context, entry, label, _ ("Note saved"), self, saved_cb, self);
}

static void
new_activity (SatTimeline *self, const char *kind)
{
  gtk_widget_activate_action (
      GTK_WIDGET (self), "win.new-record", "(s@a{ss})", "activity",
      sat_activity_filled (self->context, sat_record_get_id (self->record), kind));
}

static void
call_clicked_cb (SatTimeline *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.log-call-on", "x",
                              sat_record_get_id (self->record));
}

static void
task_clicked_cb (SatTimeline *self)
{
  new_activity (self, "task");
}

static void
meeting_clicked_cb (SatTimeline *self)
{
  new_activity (self, "meeting");
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, SatTimeline *self)
{
  gint64 id = sat_timeline_row_get_record (SAT_TIMELINE_ROW (row));

  if (id != 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", "x", id);
}

static gboolean
note_key_cb (GtkEventControllerKey *controller,
             guint key,
             guint code,
             GdkModifierType modifiers,
             SatTimeline *self)
{
  if ((key != GDK_KEY_Return && key != GDK_KEY_KP_Enter) || !(modifiers & GDK_CONTROL_MASK))
    return GDK_EVENT_PROPAGATE;
  save_clicked_cb (self);
  return GDK_EVENT_STOP;
}

static void
sat_timeline_dispose (GObject *object)
{
  SatTimeline *self = SAT_TIMELINE (object);
  GtkWidget *child;

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  if (self->note != NULL)
    g_signal_handlers_disconnect_by_data (gtk_text_view_get_buffer (self->note), self);
  self->note = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->record);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_timeline_parent_class)->dispose (object);
}

static void
sat_timeline_finalize (GObject *object)
{
  SatTimeline *self = SAT_TIMELINE (object);

  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_free (self->place);
  G_OBJECT_CLASS (sat_timeline_parent_class)->finalize (object);
}

static void
sat_timeline_class_init (SatTimelineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_timeline_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_timeline_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/satchel/Satchel/records/sat-timeline.ui");
  gtk_widget_class_bind_template_child (widget_class, SatTimeline, composer);
  gtk_widget_class_bind_template_child (widget_class, SatTimeline, note);
  gtk_widget_class_bind_template_child (widget_class, SatTimeline, hint);
  gtk_widget_class_bind_template_child (widget_class, SatTimeline, call_button);
  gtk_widget_class_bind_template_child (widget_class, SatTimeline, task_button);
  gtk_widget_class_bind_template_child (widget_class, SatTimeline, meeting_button);
  gtk_widget_class_bind_template_child (widget_class, SatTimeline, save_button);
  gtk_widget_class_bind_template_child (widget_class, SatTimeline, list);
  gtk_widget_class_bind_template_child (widget_class, SatTimeline, older_button);
  gtk_widget_class_bind_template_callback (widget_class, call_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, task_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, meeting_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, older_clicked_cb);
}

static void
sat_timeline_init (SatTimeline *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (note_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->note), keys);
}

/* Notes and activities say what they are about by references of these names. */
static gboolean
can_have (SatTimeline *self, const char *child)
{
  const SatType *type = sat_context_get_type_by_name (self->context, child);

  return type != NULL && sat_type_field (type, type_name (self)) != NULL &&
         !sat_store_is_read_only (sat_context_get_store (self->context));
}

GtkWidget *
sat_timeline_new (SatContext *context, SatRecord *record)
{
  SatTimeline *self;
  g_autofree char *uuid = NULL;
  const char *draft;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && SAT_IS_RECORD (record), NULL);
  self = g_object_new (SAT_TYPE_TIMELINE, NULL);
  self->context = g_object_ref (context);
  self->record = g_object_ref (record);
  uuid = sat_uuid_to_string (sat_record_get_uuid (record));
  self->place = g_strconcat ("note:", uuid, NULL);
  gtk_widget_set_visible (self->composer, can_have (self, "note"));
  gtk_widget_set_visible (self->call_button, can_have (self, "activity"));
  gtk_widget_set_visible (self->task_button, can_have (self, "activity"));
  gtk_widget_set_visible (self->meeting_button, can_have (self, "activity"));
  g_signal_connect_swapped (gtk_text_view_get_buffer (self->note), "changed",
                            G_CALLBACK (note_changed_cb), self);
  draft = sat_drafts_get (sat_context_get_drafts (context), self->place, "body");
  if (draft != NULL)
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->note), draft, -1);
  sat_timeline_refresh (self);
  return GTK_WIDGET (self);
}
