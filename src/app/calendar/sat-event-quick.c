/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-event-quick.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "sat-agenda.h"
#include "sat-calendar-edit.h"
#include "sat-edit.h"
#include "sat-event-dialog.h"
#include "sat-finder.h"
#include "sat-labels.h"
#include "sat-widgets.h"

struct _SatEventQuick {
  GtkPopover parent_instance;
  SatContext *context;
  SatCalendarSpan span;
  gboolean saving;

  GtkWidget *subject;
  GtkDropDown *kind;
  SatFinder *about;
  GtkWidget *failure;
};

enum {
  CREATED,
  MORE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatEventQuick, sat_event_quick, GTK_TYPE_POPOVER)

static const char *const about_fields[] = {"contact", "company", "opportunity", NULL};

static const SatType *
activity_type (SatEventQuick *self)
{
  return sat_context_get_type_by_name (self->context, "activity");
}

static const char *
get_kind (SatEventQuick *self)
{
  const SatField *field = sat_type_field (activity_type (self), "kind");

  return field->choices[gtk_drop_down_get_selected (self->kind)].name;
}

/* The company of a person and the people of a deal, so that it stands on all their timelines. */
static void
find_about (SatEventQuick *self, gint64 *contact, gint64 *company, gint64 *opportunity)
{
  gint64 id = 0;
  const char *field = sat_finder_get_picked (self->about, &id);
  g_autoptr (SatRecord) record = NULL;

  if (field == NULL)
    return;
  record = sat_reader_load (sat_context_get_reader (self->context), id, NULL);
  if (g_str_equal (field, "company"))
    *company = id;
  else if (g_str_equal (field, "contact"))
    *contact = id;
  else
    *opportunity = id;
  if (record == NULL || *company != 0)
    return;
  *company = sat_record_get_int (record, "company", 0);
  if (*opportunity != 0)
    *contact = sat_record_get_int (record, "contact", 0);
}

static void
show_failure (SatEventQuick *self, const char *message)
{
  gtk_label_set_text (GTK_LABEL (self->failure), message);
  gtk_widget_set_visible (self->failure, TRUE);
}

static void
take_id (SatEntry *entry, const SatType *type, const char *name, gint64 id)
{
  if (id != 0)
    sat_entry_take (entry, sat_type_field (type, name), sat_value_int (id), NULL);
}

static SatEntry *
make_entry (SatEventQuick *self)
{
  const SatType *type = activity_type (self);
  SatEntry *entry = sat_entry_new (type, 0);
  g_autofree char *subject =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->subject))));
  SatAgendaSpan span = {self->span.all_day, self->span.start, self->span.end, self->span.first,
                        self->span.last};
  SatWriteField fields[SAT_AGENDA_N_SPAN_FIELDS];
  gint64 contact = 0, company = 0, opportunity = 0;

  find_about (self, &contact, &company, &opportunity);
  sat_entry_set (entry, "kind", get_kind (self), NULL);
  sat_entry_set (entry, "subject", subject, NULL);
  /* A task of one day is due on it and does not fill it. */
  if (span.all_day && span.first == span.last && g_str_equal (get_kind (self), "task")) {
    sat_entry_take (entry, sat_type_field (type, "due"), sat_value_int (span.first), NULL);
  } else {
    sat_agenda_span_fields (type, &span, sat_calendar_edit_own_zone (self->context), fields);
    for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
      sat_entry_take (entry, fields[i].field, fields[i].value, NULL);
  }
  take_id (entry, type, "contact", contact);
  take_id (entry, type, "company", company);
  take_id (entry, type, "opportunity", opportunity);
  take_id (entry, type, "owner", sat_context_get_user (self->context));
  return entry;
}

static void
saved_cb (gint64 id, const GError *error, gpointer user_data)
{
  g_autoptr (SatEventQuick) self = g_object_ref (user_data);

  self->saving = FALSE;
  if (error != NULL) {
    show_failure (self, error->message);
    return;
  }
  g_signal_emit (self, signals[CREATED], 0, id);
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
save (SatEventQuick *self)
{
  g_autofree char *subject =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->subject))));
  gint64 id;

  if (self->saving)
    return;
  if (*subject == '\0' && sat_finder_get_picked (self->about, &id) == NULL) {
    show_failure (self, _ ("Say what it is, or whom it is about"));
    gtk_widget_add_css_class (self->subject, "error");
    gtk_widget_grab_focus (self->subject);
    return;
  }
  if (*sat_finder_get_text (self->about) != '\0' &&
      sat_finder_get_picked (self->about, &id) == NULL) {
    show_failure (self, _ ("Nobody and nothing is called that"));
    gtk_widget_grab_focus (GTK_WIDGET (self->about));
    return;
  }
  self->saving = TRUE;
  sat_edit_save (self->context, make_entry (self), sat_labels_new (activity_type (self)),
                 _ ("Created"), self, saved_cb, self);
}

static void
typed_cb (SatEventQuick *self)
{
  gtk_widget_remove_css_class (self->subject, "error");
  gtk_widget_set_visible (self->failure, FALSE);
}

GtkWidget *
sat_event_quick_open_form (SatEventQuick *self, GtkWindow *parent)
{
  SatEventSeed seed = {0};
  GtkWidget *dialog;

  g_return_val_if_fail (SAT_IS_EVENT_QUICK (self), NULL);
  seed.span = self->span;
  seed.subject = gtk_editable_get_text (GTK_EDITABLE (self->subject));
  seed.kind = get_kind (self);
  find_about (self, &seed.contact, &seed.company, &seed.opportunity);
  dialog = GTK_WIDGET (sat_event_dialog_new (parent, self->context, 0, &seed));
  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}

static void
more_cb (SatEventQuick *self)
{
  g_autoptr (SatEventQuick) kept = g_object_ref (self);

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (kept, signals[MORE], 0);
}

static void
sat_event_quick_dispose (GObject *object)
{
  g_clear_object (&SAT_EVENT_QUICK (object)->context);
  G_OBJECT_CLASS (sat_event_quick_parent_class)->dispose (object);
}

static void
sat_event_quick_class_init (SatEventQuickClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_event_quick_dispose;
  signals[CREATED] = g_signal_new ("created", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[MORE] =
      g_signal_new ("more", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sat_event_quick_init (SatEventQuick *self)
{
}

/* What usually fills some time, and what usually fills a day. */
static const char *
usual_kind (const SatCalendarSpan *span)
{
  return span->all_day ? "task" : "meeting";
}

static GtkWidget *
new_kind (SatEventQuick *self)
{
  const SatField *field = sat_type_field (activity_type (self), "kind");
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint usual = 0;

  for (guint i = 0; field->choices[i].name != NULL; i++) {
    gtk_string_list_append (names, sat_field_choice_label (field, field->choices[i].name));
    if (g_str_equal (field->choices[i].name, usual_kind (&self->span)))
      usual = i;
  }
  self->kind = GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&names)), NULL));
  gtk_drop_down_set_selected (self->kind, usual);
  sat_widget_set_name (GTK_WIDGET (self->kind), sat_field_get_label (field));
  return GTK_WIDGET (self->kind);
}

static GtkWidget *
new_buttons (SatEventQuick *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *more = gtk_button_new_with_mnemonic (_ ("_More…"));
  GtkWidget *save_button = gtk_button_new_with_mnemonic (_ ("_Save"));

  gtk_widget_add_css_class (save_button, "suggested-action");
  gtk_widget_set_hexpand (more, TRUE);
  gtk_widget_set_halign (more, GTK_ALIGN_START);
  g_signal_connect_swapped (more, "clicked", G_CALLBACK (more_cb), self);
  g_signal_connect_swapped (save_button, "clicked", G_CALLBACK (save), self);
  gtk_box_append (GTK_BOX (box), more);
  gtk_box_append (GTK_BOX (box), save_button);
  return box;
}

static GtkWidget *
new_form (SatEventQuick *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  g_autofree char *when =
      sat_calendar_edit_describe (sat_context_get_format (self->context), &self->span);
  GtkWidget *label = gtk_label_new (when);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  self->subject = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->subject), 28);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->subject), _ ("What is it?"));
  sat_widget_set_name (self->subject,
                       sat_field_get_label (sat_type_field (activity_type (self), "subject")));
  self->about =
      SAT_FINDER (sat_finder_new (self->context, "activity", about_fields, _ ("About"), FALSE));
  sat_finder_set_placeholder (self->about, _ ("A person, a company or a deal"));
  self->failure = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->failure), 0);
  gtk_label_set_wrap (GTK_LABEL (self->failure), TRUE);
  gtk_widget_add_css_class (self->failure, "error");
  gtk_widget_add_css_class (self->failure, "caption");
  gtk_widget_set_visible (self->failure, FALSE);
  g_signal_connect_swapped (self->subject, "activate", G_CALLBACK (save), self);
  g_signal_connect_swapped (self->subject, "changed", G_CALLBACK (typed_cb), self);
  g_signal_connect_swapped (self->about, "entered", G_CALLBACK (save), self);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), self->subject);
  gtk_box_append (GTK_BOX (box), new_kind (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->about));
  gtk_box_append (GTK_BOX (box), self->failure);
  gtk_box_append (GTK_BOX (box), new_buttons (self));
  return box;
}

static void
shown_cb (SatEventQuick *self)
{
  gtk_widget_grab_focus (self->subject);
}

GtkWidget *
sat_event_quick_new (SatContext *context, const SatCalendarSpan *span)
{
  SatEventQuick *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && span != NULL, NULL);
  self = g_object_new (SAT_TYPE_EVENT_QUICK, NULL);
  self->context = g_object_ref (context);
  self->span = *span;
  gtk_widget_add_css_class (GTK_WIDGET (self), "sat-popover");
  gtk_popover_set_child (GTK_POPOVER (self), new_form (self));
  g_signal_connect (self, "show", G_CALLBACK (shown_cb), NULL);
  return GTK_WIDGET (self);
}
