/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-field-mark.h"

#include <glib/gi18n-lib.h>

#include "sat-history.h"
#include "sat-widgets.h"

#define TEXT_WIDTH 34 /* letters */
#define MOST_LETTERS 160

struct _SatFieldMark {
  GtkWidget parent_instance;

  GtkMenuButton *button;
  GtkWidget *popover;
  GtkLabel *text;
};

enum {
  TAKE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatFieldMark, sat_field_mark, GTK_TYPE_WIDGET)

static char *
shorten (const char *text)
{
  g_autofree char *start = NULL;

  if (g_utf8_strlen (text, -1) <= MOST_LETTERS)
    return g_strdup (text);
  start = g_utf8_substring (text, 0, MOST_LETTERS);
  return g_strconcat (start, "…", NULL);
}

/* Nobody is told that they changed something themselves, on another computer of theirs. */
static char *
find_author (SatContext *context, SatRecord *record, const SatField *field)
{
  SatReader *reader = sat_context_get_reader (context);
  g_autofree char *author = sat_history_author (reader, sat_record_get_id (record), field, NULL);

  if (author == NULL || *author == '\0' ||
      g_str_equal (author, sat_reader_title (reader, sat_context_get_user (context))))
    return NULL;
  return g_steal_pointer (&author);
}

char *
sat_field_mark_describe (SatContext *context,
                         SatRecord *record,
                         const SatField *field,
                         const SatValue *seen)
{
  g_autofree char *full = NULL;
  g_autofree char *text = NULL;
  g_autofree char *author = NULL;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && SAT_IS_RECORD (record), NULL);
  g_return_val_if_fail (field != NULL && seen != NULL, NULL);
  if (sat_value_equal (sat_record_get (record, field), seen))
    return NULL;
  if (field->kind == SAT_KIND_LONG_TEXT)
    full = sat_format_value_full (sat_context_get_format (context), field,
                                  sat_record_get (record, field), NULL);
  else
    full = sat_format_field (sat_context_get_format (context), record, field, TRUE);
  text = shorten (full);
  author = find_author (context, record, field);
  if (*text == '\0' && author != NULL)
    /* Translators: %s is a person */
    return g_strdup_printf (_ ("%s emptied this while you were editing."), author);
  if (*text == '\0')
    return g_strdup (_ ("This was emptied while you were editing."));
  if (author != NULL)
    /* Translators: a person, and the new value */
    return g_strdup_printf (_ ("%s changed this to “%s” while you were editing."), author, text);
  /* Translators: %s is the new value */
  return g_strdup_printf (_ ("This was changed to “%s” while you were editing."), text);
}

void
sat_field_mark_set_text (SatFieldMark *self, const char *text)
{
  g_return_if_fail (SAT_IS_FIELD_MARK (self));
  if (text == NULL)
    gtk_popover_popdown (GTK_POPOVER (self->popover));
  gtk_label_set_text (self->text, text != NULL ? text : "");
  sat_widget_set_tooltip (GTK_WIDGET (self->button), text);
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
}

/* The tooltip says the same, and would lie over it. */
static void
popover_shown_cb (GtkWidget *popover, GParamSpec *pspec, SatFieldMark *self)
{
  if (self->button != NULL)
    gtk_widget_set_has_tooltip (GTK_WIDGET (self->button), !gtk_widget_get_visible (popover));
}

static void
take_cb (SatFieldMark *self)
{
  gtk_popover_popdown (GTK_POPOVER (self->popover));
  g_signal_emit (self, signals[TAKE], 0);
}

/* As in the editor. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType modifiers,
                SatFieldMark *self)
{
  if (key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  take_cb (self);
  return GDK_EVENT_STOP;
}

static void
sat_field_mark_dispose (GObject *object)
{
  SatFieldMark *self = SAT_FIELD_MARK (object);
  GtkWidget *button = GTK_WIDGET (g_steal_pointer (&self->button));

  if (button != NULL)
    gtk_widget_unparent (button);
  G_OBJECT_CLASS (sat_field_mark_parent_class)->dispose (object);
}

static void
sat_field_mark_class_init (SatFieldMarkClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sat_field_mark_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[TAKE] = g_signal_new ("take", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
build_popover (SatFieldMark *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *take = gtk_button_new_with_mnemonic (_ ("_Use This Value"));
  GtkWidget *note = gtk_label_new (_ ("If you save, yours stands and the other one is kept."));

  self->text = GTK_LABEL (gtk_label_new (NULL));
  for (int i = 0; i < 2; i++) {
    GtkLabel *label = i == 0 ? self->text : GTK_LABEL (note);

    gtk_label_set_xalign (label, 0);
    gtk_label_set_wrap (label, TRUE);
    gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
    gtk_label_set_max_width_chars (label, TEXT_WIDTH);
    gtk_box_append (GTK_BOX (box), GTK_WIDGET (label));
  }
  gtk_widget_add_css_class (note, "caption");
  gtk_widget_add_css_class (note, "dim-label");
  gtk_widget_set_halign (take, GTK_ALIGN_END);
  g_signal_connect_swapped (take, "clicked", G_CALLBACK (take_cb), self);
  gtk_box_append (GTK_BOX (box), take);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_margin_end (box, 6);
  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), box);
  g_signal_connect (self->popover, "notify::visible", G_CALLBACK (popover_shown_cb), self);
  return self->popover;
}

static void
sat_field_mark_init (SatFieldMark *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_icon_name (self->button, "sat-people-symbolic");
  gtk_menu_button_set_popover (self->button, build_popover (self));
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "sat-field-mark");
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  sat_widget_set_name (GTK_WIDGET (self->button), _ ("Changed meanwhile"));
  gtk_widget_set_parent (GTK_WIDGET (self->button), GTK_WIDGET (self));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->button), keys);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
sat_field_mark_new (void)
{
  return g_object_new (SAT_TYPE_FIELD_MARK, NULL);
}
