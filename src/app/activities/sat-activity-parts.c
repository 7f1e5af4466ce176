/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-activity-parts.h"

#include <glib/gi18n-lib.h>

#include "sat-query.h"
#include "sat-widgets.h"

/* Counts follow a burst of changes once. */
#define COUNT_DELAY_MS 200

static const struct {
  SatActivityPart part;
  const char *label;
  gboolean counted;
} parts[] = {
    {SAT_ACTIVITIES_TO_DO, NC_ ("activities", "To Do"), TRUE},
    {SAT_ACTIVITIES_OVERDUE, NC_ ("activities", "Overdue"), TRUE},
    {SAT_ACTIVITIES_TODAY, NC_ ("activities", "Today"), TRUE},
    {SAT_ACTIVITIES_WEEK, NC_ ("activities", "This Week"), TRUE},
    /* Years of them, and nobody wants to know. */
    {SAT_ACTIVITIES_DONE, NC_ ("activities", "Done"), FALSE},
};

#define N_PARTS G_N_ELEMENTS (parts)

struct _SatActivityParts {
  GtkWidget parent_instance;
  SatContext *context;
  SatFilter *filter;
  GCancellable *counting;
  guint count_timeout;
  gboolean stale; /* to be counted when it is shown */
  guint chosen;   /* index into parts */
  GtkWidget *buttons[N_PARTS];
  GtkLabel *counts[N_PARTS];
};

enum {
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatActivityParts, sat_activity_parts, GTK_TYPE_WIDGET)

typedef struct {
  SatFilter *filters[N_PARTS];
} Counting;

static void
counting_free (Counting *counting)
{
  for (guint i = 0; i < N_PARTS; i++)
    g_clear_pointer (&counting->filters[i], sat_filter_unref);
  g_free (counting);
}

static gpointer
count (SatReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  Counting *counting = data;
  g_autofree gint64 *counts = g_new0 (gint64, N_PARTS);

  for (guint i = 0; i < N_PARTS; i++) {
    g_autoptr (SatQuery) query = sat_query_new ("activity");

    if (!parts[i].counted)
      continue;
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return NULL;
    sat_query_set_filter (query, counting->filters[i]);
    if (!sat_query_count (query, reader, &counts[i], error))
      return NULL;
  }
  return g_steal_pointer (&counts);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *counts = sat_context_read_finish (result, &error);
  SatActivityParts *self = user_data;

  if (counts == NULL)
    return; /* cancelled, or the list itself will say what is wrong */
  for (guint i = 0; i < N_PARTS; i++) {
    const char *label = g_dpgettext2 (NULL, "activities", parts[i].label);
    g_autofree char *number =
        sat_format_integer (sat_context_get_format (self->context), counts[i]);
    g_autofree char *name = g_strdup_printf ("%s, %s", label, number);

    gtk_label_set_text (self->counts[i], number);
    gtk_widget_set_visible (GTK_WIDGET (self->counts[i]), parts[i].counted && counts[i] > 0);
    sat_widget_set_name (self->buttons[i], parts[i].counted ? name : label);
    if (parts[i].part == SAT_ACTIVITIES_OVERDUE && counts[i] > 0)
      gtk_widget_add_css_class (GTK_WIDGET (self->counts[i]), "error");
  }
}

static gboolean
count_cb (gpointer user_data)
{
  SatActivityParts *self = user_data;
  const SatFormat *format = sat_context_get_format (self->context);
  SatDate today = sat_date_today (sat_clock_now (format->clock), format->zone);
  Counting *counting;

  self->count_timeout = 0;
  self->stale = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (self->stale)
    return G_SOURCE_REMOVE;
  counting = g_new0 (Counting, 1);
  for (guint i = 0; i < N_PARTS; i++) {
    SatFilter *tests[2] = {sat_activity_filter (parts[i].part, today, format->week_start)};

    if (self->filter != NULL)
      tests[1] = sat_filter_ref (self->filter);
    counting->filters[i] = sat_filter_all (tests, self->filter != NULL ? 2 : 1);
  }
  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  self->counting = g_cancellable_new ();
  sat_context_read_async (self->context, count, counting, (GDestroyNotify)counting_free, g_free,
                          self->counting, counted_cb, self);
  return G_SOURCE_REMOVE;
}

static void
count_soon (SatActivityParts *self)
{
  if (self->count_timeout == 0)
    self->count_timeout = g_timeout_add (COUNT_DELAY_MS, count_cb, self);
}

void
sat_activity_parts_set_filter (SatActivityParts *self, SatFilter *filter)
{
  g_return_if_fail (SAT_IS_ACTIVITY_PARTS (self));
  if (filter != NULL)
    sat_filter_ref (filter);
  g_clear_pointer (&self->filter, sat_filter_unref);
  self->filter = filter;
  count_soon (self);
}

SatActivityPart
sat_activity_parts_get_part (SatActivityParts *self)
{
  g_return_val_if_fail (SAT_IS_ACTIVITY_PARTS (self), SAT_ACTIVITIES_TO_DO);
  return parts[self->chosen].part;
}

static void
toggled_cb (GtkToggleButton *button, SatActivityParts *self)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  for (guint i = 0; i < N_PARTS; i++)
    if (self->buttons[i] == GTK_WIDGET (button))
      self->chosen = i;
  g_signal_emit (self, signals[CHANGED], 0);
}

void
sat_activity_parts_set_context (SatActivityParts *self, SatContext *context)
{
  g_return_if_fail (SAT_IS_ACTIVITY_PARTS (self) && SAT_IS_CONTEXT (context));
  g_set_object (&self->context, context);
  g_signal_connect_object (context, "changed", G_CALLBACK (count_soon), self, G_CONNECT_SWAPPED);
}

static void
sat_activity_parts_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (sat_activity_parts_parent_class)->map (widget);
  if (SAT_ACTIVITY_PARTS (widget)->stale)
    count_soon (SAT_ACTIVITY_PARTS (widget));
}

static void
sat_activity_parts_dispose (GObject *object)
{
  SatActivityParts *self = SAT_ACTIVITY_PARTS (object);
  GtkWidget *child;

  g_clear_handle_id (&self->count_timeout, g_source_remove);
  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  g_clear_pointer (&self->filter, sat_filter_unref);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_activity_parts_parent_class)->dispose (object);
}

static void
sat_activity_parts_class_init (SatActivityPartsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_activity_parts_dispose;
  GTK_WIDGET_CLASS (klass)->map = sat_activity_parts_map;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
make_button (SatActivityParts *self, guint i)
{
  const char *label = g_dpgettext2 (NULL, "activities", parts[i].label);
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *number = gtk_label_new (NULL);

  gtk_box_append (GTK_BOX (box), gtk_label_new (label));
  gtk_box_append (GTK_BOX (box), number);
  gtk_widget_add_css_class (number, "caption");
  gtk_widget_add_css_class (number, "numeric");
  gtk_widget_add_css_class (number, "sat-part-count");
  gtk_widget_set_visible (number, FALSE);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "sat-chip");
  sat_widget_set_name (button, label);
  self->counts[i] = GTK_LABEL (number);
  return button;
}

static void
sat_activity_parts_init (SatActivityParts *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  sat_widget_set_name (GTK_WIDGET (self), _ ("Which activities"));
  for (guint i = 0; i < N_PARTS; i++) {
    self->buttons[i] = make_button (self, i);
    if (i > 0)
      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->buttons[i]),
                                   GTK_TOGGLE_BUTTON (self->buttons[0]));
    gtk_widget_set_parent (self->buttons[i], GTK_WIDGET (self));
  }
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->buttons[0]), TRUE);
  for (guint i = 0; i < N_PARTS; i++)
    g_signal_connect (self->buttons[i], "toggled", G_CALLBACK (toggled_cb), self);
}
