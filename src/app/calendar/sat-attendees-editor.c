/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-attendees-editor.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sat-finder.h"
#include "sat-labels.h"
#include "sat-widgets.h"

#define ATTENDEE "sat-attendee"

typedef struct {
  gint64 record; /* the attendee's own, 0: not written yet */
  char *field;   /* "contact", "user" or "name" */
  gint64 id;     /* of a contact or a user */
  char *title;
} Attendee;

struct _SatAttendees {
  GArray *gone;    /* gint64 records */
  GPtrArray *come; /* Attendee */
};

struct _SatAttendeesEditor {
  GtkWidget parent_instance;
  SatContext *context;
  GArray *gone;
  SatFinder *finder;
  GtkWidget *box;
};

G_DEFINE_FINAL_TYPE (SatAttendeesEditor, sat_attendees_editor, GTK_TYPE_WIDGET)

static const char *const fields[] = {"contact", "user", NULL};

static void
attendee_free (gpointer data)
{
  Attendee *attendee = data;

  g_free (attendee->field);
  g_free (attendee->title);
  g_free (attendee);
}

static void
remove_cb (GtkWidget *button, SatAttendeesEditor *self)
{
  GtkWidget *row = gtk_widget_get_parent (button);
  const Attendee *attendee = g_object_get_data (G_OBJECT (row), ATTENDEE);

  if (attendee->record != 0)
    g_array_append_val (self->gone, attendee->record);
  gtk_box_remove (GTK_BOX (self->box), row);
  gtk_widget_grab_focus (GTK_WIDGET (self->finder));
}

static const char *
icon_of (SatAttendeesEditor *self, const char *field)
{
  if (g_str_equal (field, "contact"))
    return sat_labels_icon (sat_context_get_type_by_name (self->context, "contact"));
  return g_str_equal (field, "user") ? "sat-people-symbolic" : "avatar-default-symbolic";
}

/* (transfer full) @attendee */
static void
add (SatAttendeesEditor *self, Attendee *attendee)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_of (self, attendee->field));
  GtkWidget *label = gtk_label_new (attendee->title);
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  /* Translators: a button; %s is a person who was to be at a meeting */
  g_autofree char *name = g_strdup_printf (_ ("Take %s off"), attendee->title);

  sat_widget_set_decorative (icon);
  gtk_widget_add_css_class (icon, "dim-label");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  sat_widget_set_tooltip (button, name);
  sat_widget_set_name (button, name);
  g_object_set_data_full (G_OBJECT (row), ATTENDEE, attendee, attendee_free);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_cb), self);
  gtk_box_append (GTK_BOX (row), icon);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), button);
  gtk_box_append (GTK_BOX (self->box), row);
}

static gboolean
has (SatAttendeesEditor *self, const char *field, gint64 id, const char *title)
{
  for (GtkWidget *row = gtk_widget_get_first_child (self->box); row != NULL;
       row = gtk_widget_get_next_sibling (row)) {
    const Attendee *attendee = g_object_get_data (G_OBJECT (row), ATTENDEE);

    if (attendee != NULL && g_str_equal (attendee->field, field) && attendee->id == id &&
        (id != 0 || g_str_equal (attendee->title, title)))
      return TRUE;
  }
  return FALSE;
}

static void
add_new (SatAttendeesEditor *self, const char *field, gint64 id, const char *title)
{
  Attendee *attendee;

  if (has (self, field, id, title))
    return;
  attendee = g_new0 (Attendee, 1);
  *attendee = (Attendee){0, g_strdup (field), id, g_strdup (title)};
  add (self, attendee);
}

static void
picked_cb (SatFinder *finder, const char *field, gint64 id, SatAttendeesEditor *self)
{
  add_new (self, field, id, sat_reader_title (sat_context_get_reader (self->context), id));
}

static void
entered_cb (SatFinder *finder, SatAttendeesEditor *self)
{
  g_autofree char *name = g_strstrip (g_strdup (sat_finder_get_text (finder)));

  if (*name == '\0')
    return;
  add_new (self, "name", 0, name);
  sat_finder_set_text (finder, "");
}

static void
add_stored (SatAttendeesEditor *self, SatRecord *record)
{
  Attendee *attendee = g_new0 (Attendee, 1);
  gint64 contact = sat_record_get_int (record, "contact", 0);
  gint64 user = sat_record_get_int (record, "user", 0);

  attendee->record = sat_record_get_id (record);
  attendee->field = g_strdup (contact != 0 ? "contact" : user != 0 ? "user" : "name");
  attendee->id = contact != 0 ? contact : user;
  attendee->title = g_strdup (sat_record_get_title (record));
  add (self, attendee);
}

static void
load (SatAttendeesEditor *self, gint64 activity)
{
  const SatType *type = sat_context_get_type_by_name (self->context, "attendee");
  g_autoptr (GPtrArray) stored = type != NULL
                                     ? sat_reader_children (sat_context_get_reader (self->context),
                                                            activity, type, "activity", NULL)
                                     : NULL;

  for (guint i = 0; stored != NULL && i < stored->len; i++)
    add_stored (self, g_ptr_array_index (stored, i));
}

static void
sat_attendees_editor_dispose (GObject *object)
{
  SatAttendeesEditor *self = SAT_ATTENDEES_EDITOR (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_attendees_editor_parent_class)->dispose (object);
}

static void
sat_attendees_editor_finalize (GObject *object)
{
  g_array_unref (SAT_ATTENDEES_EDITOR (object)->gone);
  G_OBJECT_CLASS (sat_attendees_editor_parent_class)->finalize (object);
}

static void
sat_attendees_editor_class_init (SatAttendeesEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_attendees_editor_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_attendees_editor_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
sat_attendees_editor_init (SatAttendeesEditor *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 3);
  self->gone = g_array_new (FALSE, FALSE, sizeof (gint64));
}

GtkWidget *
sat_attendees_editor_new (SatContext *context, gint64 activity)
{
  SatAttendeesEditor *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  self = g_object_new (SAT_TYPE_ATTENDEES_EDITOR, NULL);
  self->context = g_object_ref (context);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->finder =
      SAT_FINDER (sat_finder_new (context, "attendee", fields, _ ("Add an attendee"), TRUE));
  sat_finder_set_placeholder (self->finder, _ ("A contact, a colleague or any name"));
  g_signal_connect (self->finder, "picked", G_CALLBACK (picked_cb), self);
  g_signal_connect (self->finder, "entered", G_CALLBACK (entered_cb), self);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->finder), GTK_WIDGET (self));
  if (activity != 0)
    load (self, activity);
  return GTK_WIDGET (self);
}

SatAttendees *
sat_attendees_editor_read (SatAttendeesEditor *self)
{
  SatAttendees *attendees;

  g_return_val_if_fail (SAT_IS_ATTENDEES_EDITOR (self), NULL);
  /* A name that was typed and not taken with Enter counts, too. */
  entered_cb (self->finder, self);
  attendees = g_new0 (SatAttendees, 1);
  attendees->gone = g_array_ref (self->gone);
  attendees->come = g_ptr_array_new_with_free_func (attendee_free);
  for (GtkWidget *row = gtk_widget_get_first_child (self->box); row != NULL;
       row = gtk_widget_get_next_sibling (row)) {
    const Attendee *attendee = g_object_get_data (G_OBJECT (row), ATTENDEE);
    Attendee *copy;

    if (attendee == NULL || attendee->record != 0)
      continue;
    copy = g_new0 (Attendee, 1);
    *copy = (Attendee){0, g_strdup (attendee->field), attendee->id, g_strdup (attendee->title)};
    g_ptr_array_add (attendees->come, copy);
  }
  return attendees;
}

gboolean
sat_attendees_write (SatAttendees *self, SatWriter *writer, gint64 activity, GError **error)
{
  const SatType *type;

  g_return_val_if_fail (self != NULL && writer != NULL && activity != 0, FALSE);
  type = sat_registry_type (sat_writer_get_registry (writer), "attendee");
  for (guint i = 0; i < self->gone->len; i++)
    if (!sat_writer_delete (writer, g_array_index (self->gone, gint64, i), error))
      return FALSE;
  for (guint i = 0; i < self->come->len; i++) {
    const Attendee *attendee = g_ptr_array_index (self->come, i);
    g_auto (SatValue) who =
        attendee->id != 0 ? sat_value_int (attendee->id) : sat_value_text (attendee->title);
    SatWriteField values[] = {
        {sat_type_field (type, "activity"), sat_value_int (activity), SAT_VERSION_NONE},
        {sat_type_field (type, attendee->field), who, SAT_VERSION_NONE},
    };
    gint64 id = 0;

    if (!sat_writer_create (writer, type, values, G_N_ELEMENTS (values), SAT_ORIGIN_LOCAL, &id,
                            error))
      return FALSE;
  }
  return TRUE;
}

void
sat_attendees_free (SatAttendees *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->gone);
  g_ptr_array_unref (self->come);
  g_free (self);
}
