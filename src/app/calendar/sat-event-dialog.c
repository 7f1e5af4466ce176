/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-event-dialog.h"

#include <glib/gi18n-lib.h>

#include "sat-agenda.h"
#include "sat-attendees-editor.h"
#include "sat-calendar-edit.h"
#include "sat-edit.h"
#include "sat-event-line.h"
#include "sat-event-time.h"
#include "sat-field-editor.h"
#include "sat-field-mark.h"
#include "sat-labels.h"
#include "sat-reminder-choice.h"
#include "sat-widgets.h"

/* A line with the editor of one field. */
typedef struct {
  const SatField *field;
  SatFieldEditor *editor;
  SatFieldMark *mark; /* others changed it meanwhile */
  GtkWidget *error;
  SatVersion base; /* that the editor began with */
} Line;

struct _SatEventDialog {
  AdwWindow parent_instance;
  SatContext *context;
  SatRegistry *registry; /* keeps type and fields alive */
  const SatType *type;
  gint64 id;
  SatRecord *seen;  /* as it was when the form was filled; NULL: a new one */
  GPtrArray *lines; /* Line */
  GtkSizeGroup *labels;
  SatEventTime *time;
  SatAttendeesEditor *attendees;
  GtkWidget *reminder;

  AdwWindowTitle *title;
  GtkWidget *save_button;
  GtkWidget *failure;
  GtkBox *box;
};

enum {
  SAVED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatEventDialog, sat_event_dialog, ADW_TYPE_WINDOW)

/* What is written as one change. */
typedef struct {
  SatEventDialog *dialog; /* not kept: what is written belongs to it */
  SatRegistry *registry;
  SatEntry *entry;
  SatAttendees *attendees;
  gint64 id;
} Batch;

static void
batch_clear (gpointer data)
{
  Batch *batch = data;

  sat_entry_free (batch->entry);
  sat_attendees_free (batch->attendees);
  sat_registry_unref (batch->registry);
}

static void
batch_unref (gpointer data)
{
  g_rc_box_release_full (data, batch_clear);
}

static gboolean
write_batch (SatWriter *writer, gpointer data, GError **error)
{
  Batch *batch = data;

  return sat_entry_apply (batch->entry, writer, SAT_ORIGIN_LOCAL, TRUE, &batch->id, error) &&
         sat_attendees_write (batch->attendees, writer, batch->id, error);
}

static Line *
find_line (SatEventDialog *self, const char *name)
{
  for (guint i = 0; i < self->lines->len; i++) {
    Line *line = g_ptr_array_index (self->lines, i);

    if (g_str_equal (line->field->name, name))
      return line;
  }
  return NULL;
}

static void
show_error (Line *line, const char *message)
{
  gtk_label_set_text (GTK_LABEL (line->error), message != NULL ? message : "");
  gtk_widget_set_visible (line->error, message != NULL);
  sat_field_editor_set_error (line->editor, message);
}

static gboolean
read_line (SatEventDialog *self, Line *line, SatEntry *entry)
{
  g_auto (SatValue) value = SAT_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  if (self->id != 0 && !sat_field_editor_is_dirty (line->editor))
    return TRUE;
  if (sat_field_editor_read (line->editor, &value, &error) &&
      sat_edit_put (entry, line->field, &value, &error)) {
    if (self->id != 0)
      sat_entry_set_base (entry, line->field->name, line->base);
    return TRUE;
  }
  show_error (line, error->message);
  sat_field_editor_focus (line->editor);
  return FALSE;
}

static void
take_time (SatEventDialog *self, SatEntry *entry, const SatCalendarSpan *span)
{
  SatAgendaSpan place = {span->all_day, span->start, span->end, span->first, span->last};
  const char *zone = sat_event_time_get_zone (self->time);
  SatWriteField fields[SAT_AGENDA_N_SPAN_FIELDS];

  if (zone == NULL && self->id == 0)
    zone = sat_calendar_edit_own_zone (self->context);
  sat_agenda_span_fields (self->type, &place, zone, fields);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    /* What is as the form began with is not written over what others wrote since. */
    if (self->seen != NULL &&
        sat_value_equal (&fields[i].value, sat_record_get (self->seen, fields[i].field)))
      sat_value_clear (&fields[i].value);
    else
      sat_entry_take (entry, fields[i].field, fields[i].value, NULL);
  }
}

static void
take_no_time (SatEventDialog *self, SatEntry *entry)
{
  static const char *const names[] = {"start", "end", "all_day"};

  for (guint i = 0; self->id != 0 && i < G_N_ELEMENTS (names); i++)
    if (sat_record_peek (self->seen, names[i])->type != SAT_VALUE_NULL)
      sat_entry_take (entry, sat_type_field (self->type, names[i]), SAT_VALUE_INIT, NULL);
}

static gboolean
has_subject (SatEventDialog *self)
{
  Line *line = find_line (self, "subject");
  g_auto (SatValue) value = SAT_VALUE_INIT;

  if (!sat_field_editor_read (line->editor, &value, NULL) || value.type != SAT_VALUE_NULL)
    return TRUE;
  show_error (line, _ ("A name is needed to find this again"));
  sat_field_editor_focus (line->editor);
  return FALSE;
}

/* NULL: something is wrong, which is shown. */
static SatEntry *
read_entry (SatEventDialog *self)
{
  g_autoptr (SatEntry) entry = sat_entry_new (self->type, self->id);
  SatCalendarSpan span;
  gboolean timeless;

  if (!has_subject (self) || !sat_event_time_read (self->time, &span, &timeless))
    return NULL;
  for (guint i = 0; i < self->lines->len; i++)
    if (!read_line (self, g_ptr_array_index (self->lines, i), entry))
      return NULL;
  if (timeless)
    take_no_time (self, entry);
  else
    take_time (self, entry, &span);
  if (self->seen == NULL ||
      sat_reminder_choice_differs (self->reminder, sat_record_peek (self->seen, "reminder")))
    sat_reminder_choice_take (self->reminder, self->type, entry);
  return g_steal_pointer (&entry);
}

static void
written_cb (gint64 change, const GError *error, gpointer user_data)
{
  Batch *batch = user_data;
  g_autoptr (SatEventDialog) self = g_object_ref (batch->dialog);

  gtk_widget_set_sensitive (self->save_button, TRUE);
  if (error != NULL) {
    gtk_label_set_text (GTK_LABEL (self->failure), error->message);
    gtk_widget_set_visible (self->failure, TRUE);
    return;
  }
  gtk_window_close (GTK_WINDOW (self));
  g_signal_emit (self, signals[SAVED], 0, batch->id);
}

static void
save_clicked_cb (SatEventDialog *self)
{
  SatEntry *entry;
  Batch *batch;
  g_autofree char *label = NULL;

  if (!gtk_widget_get_sensitive (self->save_button))
    return;
  entry = read_entry (self);
  if (entry == NULL)
    return;
  gtk_widget_set_visible (self->failure, FALSE);
  gtk_widget_set_sensitive (self->save_button, FALSE);
  batch = g_rc_box_new0 (Batch);
  batch->dialog = self;
  batch->registry = sat_registry_ref (self->registry);
  batch->entry = entry;
  batch->attendees = sat_attendees_editor_read (self->attendees);
  if (self->id == 0)
    label = g_strdup (sat_labels_new (self->type));
  else
    /* Translators: an entry of the undo list; %s is the subject of a meeting, a call ... */
    label = g_strdup_printf (_ ("Change “%s”"),
                             sat_reader_title (sat_context_get_reader (self->context), self->id));
  sat_context_write (self->context, label, self->id == 0 ? _ ("Created") : _ ("Saved"), write_batch,
                     batch, batch_unref, self, written_cb, batch);
}

static void
save_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  save_clicked_cb (SAT_EVENT_DIALOG (widget));
}

static void
sat_event_dialog_dispose (GObject *object)
{
  SatEventDialog *self = SAT_EVENT_DIALOG (object);

  g_clear_object (&self->labels);
  g_clear_object (&self->seen);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_event_dialog_parent_class)->dispose (object);
}

static void
sat_event_dialog_finalize (GObject *object)
{
  SatEventDialog *self = SAT_EVENT_DIALOG (object);

  g_ptr_array_unref (self->lines);
  g_clear_pointer (&self->registry, sat_registry_unref);
  G_OBJECT_CLASS (sat_event_dialog_parent_class)->finalize (object);
}

static void
sat_event_dialog_class_init (SatEventDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_event_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_event_dialog_finalize;
  signals[SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/satchel/Satchel/calendar/sat-event-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SatEventDialog, title);
  gtk_widget_class_bind_template_child (widget_class, SatEventDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, SatEventDialog, failure);
  gtk_widget_class_bind_template_child (widget_class, SatEventDialog, box);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
  gtk_widget_class_install_action (widget_class, "dialog.save", NULL, save_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "dialog.save", NULL);
}

static void
sat_event_dialog_init (SatEventDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sat_widget_scale_window (GTK_WINDOW (self));
  self->lines = g_ptr_array_new_with_free_func (g_free);
  self->labels = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
}

static void
typed_cb (SatFieldEditor *editor, SatEventDialog *self)
{
  show_error (find_line (self, sat_field_editor_get_field (editor)->name), NULL);
}

static void
commit_cb (SatFieldEditor *editor, SatEventDialog *self)
{
  SatKind kind = sat_field_editor_get_field (editor)->kind;

  if (!sat_field_editor_is_choice (editor) && kind != SAT_KIND_REFERENCE)
    save_clicked_cb (self);
}

static void
set_line (SatEventDialog *self, Line *line, SatRecord *record)
{
  line->base = sat_edit_base (self->context, self->id, line->field);
  sat_field_editor_set_value (line->editor, sat_record_get (record, line->field),
                              sat_record_get_reference_title (record, line->field));
}

static void
take_theirs_cb (SatFieldMark *mark, SatEventDialog *self)
{
  g_autoptr (SatRecord) record =
      sat_reader_load (sat_context_get_reader (self->context), self->id, NULL);

  for (guint i = 0; record != NULL && i < self->lines->len; i++) {
    Line *line = g_ptr_array_index (self->lines, i);

    if (line->mark == mark) {
      set_line (self, line, record);
      show_error (line, NULL);
      sat_field_editor_focus (line->editor);
    }
  }
  sat_field_mark_set_text (mark, NULL);
}

static void
context_changed_cb (SatEventDialog *self)
{
  g_autoptr (SatRecord) record =
      sat_reader_load (sat_context_get_reader (self->context), self->id, NULL);

  for (guint i = 0; record != NULL && i < self->lines->len; i++) {
    Line *line = g_ptr_array_index (self->lines, i);
    g_autofree char *text = sat_field_mark_describe (self->context, record, line->field,
                                                     sat_field_editor_get_original (line->editor));

    sat_field_mark_set_text (line->mark, text);
    sat_field_editor_set_note (line->editor, text);
  }
}

static void
add_field (SatEventDialog *self, const char *name)
{
  const SatField *field = sat_type_field (self->type, name);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  Line *line = g_new0 (Line, 1);

  line->field = field;
  line->editor = SAT_FIELD_EDITOR (sat_field_editor_new (self->context, field, NULL));
  g_signal_connect (line->editor, "changed", G_CALLBACK (typed_cb), self);
  g_signal_connect (line->editor, "commit", G_CALLBACK (commit_cb), self);
  g_ptr_array_add (self->lines, line);
  line->mark = SAT_FIELD_MARK (sat_field_mark_new ());
  g_signal_connect (line->mark, "take", G_CALLBACK (take_theirs_cb), self);
  gtk_widget_set_hexpand (GTK_WIDGET (line->editor), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (line->editor));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (line->mark));
  gtk_box_append (
      self->box, sat_event_line_new (self->labels, sat_field_get_label (field), box, &line->error));
}

static void
add_widget (SatEventDialog *self, const char *label, GtkWidget *widget)
{
  GtkWidget *error;

  gtk_box_append (self->box, sat_event_line_new (self->labels, label, widget, &error));
}

static void
build (SatEventDialog *self)
{
  static const char *const upper[] = {"subject", "kind"};
  static const char *const middle[] = {"place", "contact", "company", "opportunity"};
  static const char *const lower[] = {"owner", "due", "done", "outcome", "notes"};

  for (guint i = 0; i < G_N_ELEMENTS (upper); i++)
    add_field (self, upper[i]);
  self->time = SAT_EVENT_TIME (sat_event_time_new (self->context, self->labels));
  gtk_box_append (self->box, GTK_WIDGET (self->time));
  for (guint i = 0; i < G_N_ELEMENTS (middle); i++)
    add_field (self, middle[i]);
  self->attendees = SAT_ATTENDEES_EDITOR (sat_attendees_editor_new (self->context, self->id));
  if (sat_context_get_type_by_name (self->context, "attendee") != NULL)
    add_widget (self, _ ("Attendees"), GTK_WIDGET (self->attendees));
  self->reminder = sat_reminder_choice_new ();
  add_widget (self, _ ("Reminder"), self->reminder);
  for (guint i = 0; i < G_N_ELEMENTS (lower); i++)
    add_field (self, lower[i]);
}

static void
fill_reference (SatEventDialog *self, const char *name, gint64 id)
{
  g_auto (SatValue) value = sat_value_int (id);

  if (id != 0)
    sat_field_editor_set_value (find_line (self, name)->editor, &value,
                                sat_reader_title (sat_context_get_reader (self->context), id));
}

static void
fill_new (SatEventDialog *self, const SatEventSeed *seed)
{
  g_auto (SatValue) kind = sat_value_text (seed->kind != NULL ? seed->kind : "meeting");
  g_auto (SatValue) subject = sat_value_text (seed->subject);

  sat_field_editor_set_value (find_line (self, "kind")->editor, &kind, NULL);
  sat_field_editor_set_value (find_line (self, "subject")->editor, &subject, NULL);
  fill_reference (self, "contact", seed->contact);
  fill_reference (self, "company", seed->company);
  fill_reference (self, "opportunity", seed->opportunity);
  fill_reference (self, "owner", sat_context_get_user (self->context));
  sat_event_time_set (self->time, &seed->span, NULL);
}

static void
fill_record (SatEventDialog *self, SatRecord *record, const SatEventSeed *seed)
{
  const SatFormat *format = sat_context_get_format (self->context);
  g_autoptr (SatAgendaItem) item =
      sat_agenda_item_load (sat_context_get_reader (self->context), self->id, format->zone, NULL);

  self->seen = g_object_ref (record);
  for (guint i = 0; i < self->lines->len; i++)
    set_line (self, g_ptr_array_index (self->lines, i), record);
  g_signal_connect_object (self->context, "changed", G_CALLBACK (context_changed_cb), self,
                           G_CONNECT_SWAPPED);
  sat_reminder_choice_set (self->reminder, sat_record_peek (record, "reminder"));
  if (seed != NULL)
    sat_event_time_set (self->time, &seed->span, item != NULL ? item->zone : NULL);
  else if (item != NULL && (item->timed || item->all_day)) {
    SatCalendarSpan span = {item->all_day, item->start, item->end, item->first, item->last};

    sat_event_time_set (self->time, &span, item->zone);
  }
}

SatEventDialog *
sat_event_dialog_new (GtkWindow *parent, SatContext *context, gint64 id, const SatEventSeed *seed)
{
  SatEventDialog *self;
  g_autoptr (SatRecord) record = NULL;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && (id != 0 || seed != NULL), NULL);
  if (id != 0 && (record = sat_reader_load (sat_context_get_reader (context), id, NULL)) == NULL)
    return NULL;
  self = g_object_new (SAT_TYPE_EVENT_DIALOG, "transient-for", parent, NULL);
  self->context = g_object_ref (context);
  self->registry = sat_registry_ref (sat_context_get_registry (context));
  self->type = sat_registry_type (self->registry, "activity");
  self->id = id;
  build (self);
  if (record != NULL)
    fill_record (self, record, seed);
  else
    fill_new (self, seed);
  adw_window_title_set_title (self->title,
                              id != 0 ? _ ("Edit Activity") : sat_labels_new (self->type));
  gtk_window_set_title (GTK_WINDOW (self), adw_window_title_get_title (self->title));
  sat_field_editor_focus (find_line (self, "subject")->editor);
  return self;
}
