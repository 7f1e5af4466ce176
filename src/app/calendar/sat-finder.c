/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-finder.h"

#include "sat-suggestions.h"
#include "sat-widgets.h"

#define SUGGESTIONS_EACH 4

struct _SatFinder {
  GtkWidget parent_instance;
  SatContext *context;
  const char *type_name;
  const char *const *fields;
  gboolean again;

  GtkWidget *entry;
  SatSuggestions *suggestions;

  const char *picked; /* a field, as long as the text is @picked_title */
  gint64 picked_id;
  char *picked_title;
  gboolean setting;
};

enum {
  PICKED,
  ENTERED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatFinder, sat_finder, GTK_TYPE_WIDGET)

const char *
sat_finder_get_text (SatFinder *self)
{
  g_return_val_if_fail (SAT_IS_FINDER (self), NULL);
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

void
sat_finder_set_text (SatFinder *self, const char *text)
{
  g_return_if_fail (SAT_IS_FINDER (self) && text != NULL);
  self->setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  self->setting = FALSE;
}

const char *
sat_finder_get_picked (SatFinder *self, gint64 *id)
{
  g_return_val_if_fail (SAT_IS_FINDER (self) && id != NULL, NULL);
  if (self->picked == NULL || g_strcmp0 (sat_finder_get_text (self), self->picked_title) != 0)
    return NULL;
  *id = self->picked_id;
  return self->picked;
}

static void
picked_cb (SatFinder *self, const char *field, gint64 id, const char *title)
{
  self->picked = field;
  self->picked_id = id;
  g_free (self->picked_title);
  self->picked_title = g_strdup (title);
  sat_finder_set_text (self, self->again ? "" : title);
  g_signal_emit (self, signals[PICKED], 0, field, id);
}

static void
add_found (SatFinder *self, const char *field_name, const char *text)
{
  const SatType *type = sat_context_get_type_by_name (self->context, self->type_name);
  const SatField *field = sat_type_field (type, field_name);
  const SatType *target = sat_context_get_type_by_name (self->context, field->target);
  g_autoptr (GPtrArray) found = sat_reference_search (self->context, field, text, SUGGESTIONS_EACH);

  for (guint i = 0; i < found->len; i++)
    sat_suggestions_add (self->suggestions, field, target, g_ptr_array_index (found, i));
}

static void
fill (SatFinder *self)
{
  g_autofree char *text = g_strstrip (g_strdup (sat_finder_get_text (self)));

  sat_suggestions_clear (self->suggestions);
  for (guint i = 0; *text != '\0' && self->fields[i] != NULL; i++)
    add_found (self, self->fields[i], text);
  sat_suggestions_open (self->suggestions, !self->again);
}

static void
text_changed_cb (SatFinder *self)
{
  if (!self->setting && gtk_widget_get_mapped (self->entry))
    fill (self);
}

static void
activate_cb (SatFinder *self)
{
  if (sat_suggestions_take (self->suggestions))
    return;
  sat_suggestions_close (self->suggestions);
  g_signal_emit (self, signals[ENTERED], 0);
}

static void
sat_finder_dispose (GObject *object)
{
  SatFinder *self = SAT_FINDER (object);

  if (self->suggestions != NULL)
    sat_suggestions_detach (self->suggestions);
  g_clear_object (&self->suggestions);
  g_clear_pointer (&self->entry, gtk_widget_unparent);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_finder_parent_class)->dispose (object);
}

static void
sat_finder_finalize (GObject *object)
{
  g_free (SAT_FINDER (object)->picked_title);
  G_OBJECT_CLASS (sat_finder_parent_class)->finalize (object);
}

static gboolean
sat_finder_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (SAT_FINDER (widget)->entry);
}

static void
sat_finder_class_init (SatFinderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_finder_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_finder_finalize;
  widget_class->grab_focus = sat_finder_grab_focus;
  signals[PICKED] = g_signal_new ("picked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT64);
  signals[ENTERED] =
      g_signal_new ("entered", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sat_finder_init (SatFinder *self)
{
  self->entry = gtk_entry_new ();
  gtk_widget_set_hexpand (self->entry, TRUE);
  gtk_widget_set_parent (self->entry, GTK_WIDGET (self));
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (text_changed_cb), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (activate_cb), self);
}

GtkWidget *
sat_finder_new (SatContext *context,
                const char *type_name,
                const char *const *fields,
                const char *label,
                gboolean again)
{
  SatFinder *self;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && type_name != NULL && fields != NULL, NULL);
  self = g_object_new (SAT_TYPE_FINDER, NULL);
  self->context = g_object_ref (context);
  self->type_name = type_name;
  self->fields = fields;
  self->again = again;
  sat_widget_set_name (self->entry, label);
  self->suggestions = sat_suggestions_new (self->entry, label);
  g_signal_connect_object (self->suggestions, "picked", G_CALLBACK (picked_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
sat_finder_set_placeholder (SatFinder *self, const char *text)
{
  g_return_if_fail (SAT_IS_FINDER (self));
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), text);
}
