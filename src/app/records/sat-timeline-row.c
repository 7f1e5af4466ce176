/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-timeline-row.h"
#include "sat-text-column.h"
#include "sat-widgets.h"

#include <glib/gi18n-lib.h>

struct _SatTimelineRow {
  GtkListBoxRow parent_instance;
  gint64 record;
};

G_DEFINE_FINAL_TYPE (SatTimelineRow, sat_timeline_row, GTK_TYPE_LIST_BOX_ROW)

gint64
sat_timeline_row_get_record (SatTimelineRow *self)
{
  g_return_val_if_fail (SAT_IS_TIMELINE_ROW (self), 0);
  return self->record;
}

static void
sat_timeline_row_class_init (SatTimelineRowClass *klass)
{
}

static void
sat_timeline_row_init (SatTimelineRow *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "sat-timeline-row");
}

static GtkWidget *
add_label (GtkWidget *texts, const char *text, const char *style, const char *second)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  if (second != NULL)
    gtk_widget_add_css_class (label, second);
  sat_text_column_append (SAT_TEXT_COLUMN (texts), label);
  return label;
}

/* "Ana · 5 minutes ago" */
static char *
make_meta (const SatTimelineEntry *entry)
{
  if (*entry->author == '\0')
    return g_strdup (entry->when);
  return g_strdup_printf ("%s · %s", entry->author, entry->when);
}

static const char *
kind_style (const SatTimelineEntry *entry)
{
  switch (entry->kind) {
  case SAT_TIMELINE_NOTE:
    return "note";
  case SAT_TIMELINE_ACTIVITY:
    return entry->open ? "open" : "activity";
  case SAT_TIMELINE_CHANGE:
  default:
    return "change";
  }
}

static GtkWidget *
make_icon (const SatTimelineEntry *entry)
{
  GtkWidget *icon = gtk_image_new_from_icon_name (entry->icon);

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_add_css_class (icon, "sat-timeline-icon");
  gtk_widget_add_css_class (icon, kind_style (entry));
  sat_widget_set_decorative (icon);
  return icon;
}

static void
toggled_cb (GtkCheckButton *check, gpointer user_data)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (check), SAT_TYPE_TIMELINE_ROW);

  gtk_widget_activate_action (GTK_WIDGET (check), "win.set-done", "(xb)",
                              SAT_TIMELINE_ROW (row)->record, gtk_check_button_get_active (check));
}

static GtkWidget *
make_check (const SatTimelineEntry *entry)
{
  GtkWidget *check = gtk_check_button_new ();
  /* Translators: a box to tick; %s is the subject of a task, a call ... */
  g_autofree char *name = g_strdup_printf (_ ("Done: %s"), entry->title);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), !entry->open);
  gtk_widget_set_valign (check, GTK_ALIGN_START);
  sat_widget_set_tooltip (check, entry->open ? _ ("Tick off") : _ ("Done"));
  sat_widget_set_name (check, name);
  g_signal_connect (check, "toggled", G_CALLBACK (toggled_cb), NULL);
  return check;
}

GtkWidget *
sat_timeline_row_new (const SatTimelineEntry *entry)
{
  SatTimelineRow *self;
  GtkWidget *box, *texts, *when;
  g_autofree char *meta = NULL;
  g_autofree char *spoken = NULL;

  g_return_val_if_fail (entry != NULL, NULL);
  self = g_object_new (SAT_TYPE_TIMELINE_ROW, NULL);
  self->record = entry->record;
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  texts = sat_text_column_new (3);
  gtk_widget_set_hexpand (texts, TRUE);
  meta = make_meta (entry);
  if (*entry->title != '\0')
    add_label (texts, entry->title, entry->kind == SAT_TIMELINE_CHANGE ? NULL : "heading", NULL);
  if (*entry->body != '\0')
    add_label (texts, entry->body, entry->kind == SAT_TIMELINE_CHANGE ? "dim-label" : NULL,
               entry->kind == SAT_TIMELINE_CHANGE ? "caption" : NULL);
  when = add_label (texts, meta, "caption", entry->style != NULL ? entry->style : "dim-label");
  sat_widget_set_tooltip (when, entry->when_full);
  gtk_box_append (GTK_BOX (box), make_icon (entry));
  gtk_box_append (GTK_BOX (box), texts);
  if (entry->kind == SAT_TIMELINE_ACTIVITY)
    gtk_box_append (GTK_BOX (box), make_check (entry));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), entry->record != 0);
  spoken = g_strjoin (" ", entry->title, entry->body, meta, NULL);
  sat_widget_set_name (GTK_WIDGET (self), spoken);
  return GTK_WIDGET (self);
}
