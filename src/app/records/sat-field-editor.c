/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-field-editor.h"

#include "sat-choice-editor.h"
#include "sat-date-editor.h"
#include "sat-long-text-editor.h"
#include "sat-reference-editor.h"
#include "sat-text-editor.h"
#include "sat-widgets.h"

typedef struct {
  SatContext *context;
  SatRegistry *registry; /* keeps the field alive */
  const SatField *field;
  char *currency;
  GtkWidget *child;
  GtkWidget *focus; /* within the child */
  SatValue original;
  char *error, *note;
  gboolean showing; /* a value is being shown: its changes are not the person's */
} SatFieldEditorPrivate;

enum {
  CHANGED,
  COMMIT,
  CANCEL,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SatFieldEditor, sat_field_editor, GTK_TYPE_WIDGET)

#define PRIVATE(self) ((SatFieldEditorPrivate *)sat_field_editor_get_instance_private (self))

SatContext *
sat_field_editor_get_context (SatFieldEditor *self)
{
  g_return_val_if_fail (SAT_IS_FIELD_EDITOR (self), NULL);
  return PRIVATE (self)->context;
}

const SatField *
sat_field_editor_get_field (SatFieldEditor *self)
{
  g_return_val_if_fail (SAT_IS_FIELD_EDITOR (self), NULL);
  return PRIVATE (self)->field;
}

const char *
sat_field_editor_get_currency (SatFieldEditor *self)
{
  g_return_val_if_fail (SAT_IS_FIELD_EDITOR (self), NULL);
  return PRIVATE (self)->currency;
}

void
sat_field_editor_set_currency (SatFieldEditor *self, const char *currency)
{
  SatFieldEditorPrivate *priv;

  g_return_if_fail (SAT_IS_FIELD_EDITOR (self));
  priv = PRIVATE (self);
  g_free (priv->currency);
  priv->currency = g_strdup (currency);
}

void
sat_field_editor_set_child (SatFieldEditor *self, GtkWidget *child, GtkWidget *widget)
{
  SatFieldEditorPrivate *priv;

  g_return_if_fail (SAT_IS_FIELD_EDITOR (self) && GTK_IS_WIDGET (child));
  priv = PRIVATE (self);
  priv->child = child;
  priv->focus = widget;
  gtk_widget_set_hexpand (child, TRUE);
  gtk_widget_set_parent (child, GTK_WIDGET (self));
  sat_widget_set_name (widget, sat_field_get_label (priv->field));
}

void
sat_field_editor_set_name (SatFieldEditor *self, const char *name)
{
  g_return_if_fail (SAT_IS_FIELD_EDITOR (self) && name != NULL);
  sat_widget_set_name (PRIVATE (self)->focus, name);
}

void
sat_field_editor_changed (SatFieldEditor *self)
{
  g_return_if_fail (SAT_IS_FIELD_EDITOR (self));
  if (PRIVATE (self)->showing)
    return;
  sat_field_editor_set_error (self, NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
sat_field_editor_commit (SatFieldEditor *self)
{
  g_return_if_fail (SAT_IS_FIELD_EDITOR (self));
  if (!PRIVATE (self)->showing)
    g_signal_emit (self, signals[COMMIT], 0);
}

void
sat_field_editor_cancel (SatFieldEditor *self)
{
  g_return_if_fail (SAT_IS_FIELD_EDITOR (self));
  g_signal_emit (self, signals[CANCEL], 0);
}

void
sat_field_editor_set_value (SatFieldEditor *self, const SatValue *value, const char *title)
{
  SatFieldEditorPrivate *priv;

  g_return_if_fail (SAT_IS_FIELD_EDITOR (self) && value != NULL);
  priv = PRIVATE (self);
  sat_value_clear (&priv->original);
  priv->original = sat_value_copy (value);
  priv->showing = TRUE;
  SAT_FIELD_EDITOR_GET_CLASS (self)->show (self, value, title != NULL ? title : "");
  priv->showing = FALSE;
  sat_field_editor_set_error (self, NULL);
}

const SatValue *
sat_field_editor_get_original (SatFieldEditor *self)
{
  g_return_val_if_fail (SAT_IS_FIELD_EDITOR (self), NULL);
  return &PRIVATE (self)->original;
}

gboolean
sat_field_editor_read (SatFieldEditor *self, SatValue *out, GError **error)
{
  g_return_val_if_fail (SAT_IS_FIELD_EDITOR (self) && out != NULL, FALSE);
  return SAT_FIELD_EDITOR_GET_CLASS (self)->read (self, out, error);
}

gboolean
sat_field_editor_is_dirty (SatFieldEditor *self)
{
  g_auto (SatValue) value = SAT_VALUE_INIT;

  g_return_val_if_fail (SAT_IS_FIELD_EDITOR (self), FALSE);
  return !sat_field_editor_read (self, &value, NULL) ||
         !sat_value_equal (&value, &PRIVATE (self)->original);
}

char *
sat_field_editor_get_draft (SatFieldEditor *self)
{
  SatFieldEditorClass *klass;

  g_return_val_if_fail (SAT_IS_FIELD_EDITOR (self), NULL);
  klass = SAT_FIELD_EDITOR_GET_CLASS (self);
  return klass->get_draft != NULL ? klass->get_draft (self) : NULL;
}

void
sat_field_editor_set_draft (SatFieldEditor *self, const char *text)
{
  SatFieldEditorClass *klass;

  g_return_if_fail (SAT_IS_FIELD_EDITOR (self) && text != NULL);
  klass = SAT_FIELD_EDITOR_GET_CLASS (self);
  if (klass->set_draft != NULL)
    klass->set_draft (self, text);
}

void
sat_field_editor_focus (SatFieldEditor *self)
{
  GtkWidget *focus;

  g_return_if_fail (SAT_IS_FIELD_EDITOR (self));
  focus = PRIVATE (self)->focus;
  gtk_widget_grab_focus (focus);
}

static void
describe (SatFieldEditorPrivate *priv)
{
  GtkAccessible *focus = GTK_ACCESSIBLE (priv->focus);
  const char *text = priv->error != NULL ? priv->error : priv->note;

  if (text != NULL)
    gtk_accessible_update_property (focus, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  else
    gtk_accessible_reset_property (focus, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

void
sat_field_editor_set_note (SatFieldEditor *self, const char *note)
{
  SatFieldEditorPrivate *priv;

  g_return_if_fail (SAT_IS_FIELD_EDITOR (self));
  priv = PRIVATE (self);
  if (g_strcmp0 (note, priv->note) == 0)
    return;
  g_free (priv->note);
  priv->note = g_strdup (note);
  describe (priv);
}

void
sat_field_editor_set_error (SatFieldEditor *self, const char *message)
{
  SatFieldEditorPrivate *priv;

  g_return_if_fail (SAT_IS_FIELD_EDITOR (self));
  priv = PRIVATE (self);
  if (g_strcmp0 (message, priv->error) == 0)
    return;
  g_free (priv->error);
  priv->error = g_strdup (message);
  if (message != NULL) {
    gtk_widget_add_css_class (priv->focus, "error");
    gtk_accessible_update_state (GTK_ACCESSIBLE (priv->focus), GTK_ACCESSIBLE_STATE_INVALID,
                                 GTK_ACCESSIBLE_INVALID_TRUE, -1);
  } else {
    gtk_widget_remove_css_class (priv->focus, "error");
    gtk_accessible_reset_state (GTK_ACCESSIBLE (priv->focus), GTK_ACCESSIBLE_STATE_INVALID);
  }
  describe (priv);
}

gboolean
sat_field_editor_is_choice (SatFieldEditor *self)
{
  return SAT_IS_CHOICE_EDITOR (self);
}

/* Where nobody takes the text back, Escape is for the dialog or the popover around. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType modifiers,
                SatFieldEditor *self)
{
  if (key != GDK_KEY_Escape || !g_signal_has_handler_pending (self, signals[CANCEL], 0, FALSE))
    return GDK_EVENT_PROPAGATE;
  sat_field_editor_cancel (self);
  return GDK_EVENT_STOP;
}

static void
sat_field_editor_dispose (GObject *object)
{
  SatFieldEditorPrivate *priv = PRIVATE (SAT_FIELD_EDITOR (object));

  g_clear_pointer (&priv->child, gtk_widget_unparent);
  priv->focus = NULL;
  g_clear_object (&priv->context);
  G_OBJECT_CLASS (sat_field_editor_parent_class)->dispose (object);
}

static void
sat_field_editor_finalize (GObject *object)
{
  SatFieldEditorPrivate *priv = PRIVATE (SAT_FIELD_EDITOR (object));

  sat_value_clear (&priv->original);
  g_clear_pointer (&priv->registry, sat_registry_unref);
  g_free (priv->currency);
  g_free (priv->error);
  g_free (priv->note);
  G_OBJECT_CLASS (sat_field_editor_parent_class)->finalize (object);
}

static void
sat_field_editor_class_init (SatFieldEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_field_editor_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_field_editor_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[CHANGED] =
      g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[COMMIT] =
      g_signal_new ("commit", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CANCEL] =
      g_signal_new ("cancel", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sat_field_editor_init (SatFieldEditor *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static GType
type_for_kind (SatKind kind)
{
  switch (kind) {
  case SAT_KIND_CHOICE:
  case SAT_KIND_BOOLEAN:
  case SAT_KIND_CURRENCY:
    return SAT_TYPE_CHOICE_EDITOR;
  case SAT_KIND_DATE:
  case SAT_KIND_INSTANT:
    return SAT_TYPE_DATE_EDITOR;
  case SAT_KIND_LONG_TEXT:
    return SAT_TYPE_LONG_TEXT_EDITOR;
  case SAT_KIND_REFERENCE:
    return SAT_TYPE_REFERENCE_EDITOR;
  default:
    return SAT_TYPE_TEXT_EDITOR;
  }
}

GtkWidget *
sat_field_editor_new (SatContext *context, const SatField *field, const char *currency)
{
  SatFieldEditor *self;
  SatFieldEditorPrivate *priv;

  g_return_val_if_fail (SAT_IS_CONTEXT (context) && field != NULL, NULL);
  self = g_object_new (type_for_kind (field->kind), NULL);
  priv = PRIVATE (self);
  priv->context = g_object_ref (context);
  priv->registry = sat_registry_ref (sat_context_get_registry (context));
  priv->field = field;
  priv->currency = g_strdup (currency);
  SAT_FIELD_EDITOR_GET_CLASS (self)->build (self);
  return GTK_WIDGET (self);
}
