/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-sync-group.h"

#include <glib/gi18n-lib.h>

/* Rows at first: each is several widgets, and the other lists of the page come after them. */
#define FIRST 20

struct _SatSyncGroup {
  AdwPreferencesGroup parent_instance;

  GPtrArray *rows; /* unowned */
  guint limit;
};

enum {
  MORE_WANTED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatSyncGroup, sat_sync_group, ADW_TYPE_PREFERENCES_GROUP)

/* The row that has the focus, or holds what has it; -1: none. */
static int
find_focus (SatSyncGroup *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  for (guint i = 0; focus != NULL && i < self->rows->len; i++) {
    GtkWidget *row = g_ptr_array_index (self->rows, i);

    if (focus == row || gtk_widget_is_ancestor (focus, row))
      return (int)i;
  }
  return -1;
}

/* The last row has gone: keys go on at the top of the page. */
static void
leave (SatSyncGroup *self)
{
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_VIEWPORT);

  if (page != NULL)
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

static void
drop_rows (SatSyncGroup *self, guint from, guint n)
{
  for (guint i = 0; i < n; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self),
                                  g_ptr_array_index (self->rows, from + i));
  if (n > 0)
    g_ptr_array_remove_range (self->rows, from, n);
}

/* The first row from @from on that is there for the same as @row; as many as there are: none. */
static guint
find_like (SatSyncGroup *self, guint from, SatSyncRow *row)
{
  guint i = from;

  while (i < self->rows->len && !sat_sync_row_is_like (g_ptr_array_index (self->rows, i), row))
    i++;
  return i;
}

static gboolean
focus_cb (GtkWidget *row, GdkFrameClock *clock, gpointer user_data)
{
  if (gtk_widget_get_height (row) == 0)
    return G_SOURCE_CONTINUE;
  gtk_widget_grab_focus (row);
  return G_SOURCE_REMOVE;
}

/* The page goes to what has the focus, and to its top for a row that has no place yet: so long the
 * one before has it. */
static void
put_focus (SatSyncGroup *self, guint index)
{
  GtkWidget *row = g_ptr_array_index (self->rows, index);

  if (index == 0 || gtk_widget_get_height (row) > 0) {
    gtk_widget_grab_focus (row);
    return;
  }
  gtk_widget_grab_focus (g_ptr_array_index (self->rows, index - 1));
  gtk_widget_add_tick_callback (row, focus_cb, NULL, NULL);
}

static void
set_rows (SatSyncGroup *self, GPtrArray *rows)
{
  int focus = find_focus (self);

  for (guint i = 0; i < rows->len; i++) {
    g_autoptr (SatSyncRow) row = g_object_ref_sink (g_ptr_array_index (rows, i));

    /* Rows can be added at the end only. */
    drop_rows (self, i, find_like (self, i, row) - i);
    if (i < self->rows->len) {
      sat_sync_row_become (g_ptr_array_index (self->rows, i), row);
    } else {
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (row));
      g_ptr_array_add (self->rows, row);
    }
  }
  drop_rows (self, rows->len, self->rows->len - rows->len);
  gtk_widget_set_visible (GTK_WIDGET (self), rows->len > 0);
  if (focus >= 0 && rows->len > 0 && find_focus (self) < 0)
    put_focus (self, MIN ((guint)focus, rows->len - 1));
  else if (focus >= 0 && rows->len == 0)
    leave (self);
}

static void
more_cb (GtkWidget *button, SatSyncGroup *self)
{
  self->limit *= 2;
  g_signal_emit (self, signals[MORE_WANTED], 0);
}

static SatSyncRow *
more_row (SatSyncGroup *self, guint n)
{
  g_autofree char *text = g_strdup_printf (ngettext ("%u more", "%u more", n), n);
  SatSyncRow *row = sat_sync_row_new (text, "");

  sat_sync_row_set_entry (row, "more", NULL, NULL);
  sat_sync_row_add_button (row, _ ("Show More"), NULL, G_CALLBACK (more_cb), self);
  return row;
}

void
sat_sync_group_show (
    SatSyncGroup *self, GPtrArray *items, guint more, SatSyncRowFunc func, gpointer user_data)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  guint n;

  g_return_if_fail (SAT_IS_SYNC_GROUP (self) && items != NULL && func != NULL);

  n = MIN (items->len, self->limit);
  more += items->len - n;
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (rows, func (items->pdata[i], user_data));
  if (more > 0)
    g_ptr_array_add (rows, more_row (self, more));
  else if (n <= FIRST)
    self->limit = FIRST;
  set_rows (self, rows);
}

guint
sat_sync_group_get_limit (SatSyncGroup *self)
{
  g_return_val_if_fail (SAT_IS_SYNC_GROUP (self), 0);

  return self->limit;
}

static void
sat_sync_group_finalize (GObject *object)
{
  g_ptr_array_unref (SAT_SYNC_GROUP (object)->rows);
  G_OBJECT_CLASS (sat_sync_group_parent_class)->finalize (object);
}

static void
sat_sync_group_class_init (SatSyncGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sat_sync_group_finalize;
  signals[MORE_WANTED] = g_signal_new ("more-wanted", SAT_TYPE_SYNC_GROUP, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sat_sync_group_init (SatSyncGroup *self)
{
  self->rows = g_ptr_array_new ();
  self->limit = FIRST;
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
