/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-details-pane.h"

#include <glib/gi18n-lib.h>

#include "sat-child-list.h"
#include "sat-drafts.h"
#include "sat-field-draft.h"
#include "sat-field-row.h"
#include "sat-figures.h"
#include "sat-file-list.h"
#include "sat-merge-dialog.h"
#include "sat-pair.h"
#include "sat-labels.h"
#include "sat-record-fields.h"
#include "sat-related-list.h"
#include "sat-timeline.h"
#include "sat-text-column.h"
#include "sat-widgets.h"

/* A burst of changes is followed once. */
#define REFRESH_DELAY_MS 60

struct _SatDetailsPane {
  GtkWidget parent_instance;
  SatContext *context;
  SatRecord *record;
  gulong record_changed;
  guint refresh_timeout;
  guint fill_idle; /* while lists of children are still to come */
  SatRecordFields *fields;
  GPtrArray *children; /* SatChildList */
  GPtrArray *related;  /* SatRelatedList, once their page was shown */
  SatTimeline *timeline;

  AdwHeaderBar *header;
  AdwWindowTitle *header_title;
  GtkWidget *back_button;
  GtkWidget *close_button;
  GtkScrolledWindow *scroller;
  AdwAvatar *avatar;
  GtkLabel *title;
  GtkLabel *subtitle;
  AdwBin *figures;
  GtkStack *stack;
  GtkStackPage *related_page;
  GtkBox *fields_box;
  GtkBox *related_box;
  AdwBin *timeline_bin;
  AdwBin *files_bin;
};

enum {
  CLOSE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SatDetailsPane, sat_details_pane, GTK_TYPE_WIDGET)

gint64
sat_details_pane_get_record (SatDetailsPane *self)
{
  g_return_val_if_fail (SAT_IS_DETAILS_PANE (self), 0);
  return self->record != NULL ? sat_record_get_id (self->record) : 0;
}

/* What tells a record apart at a glance. */
static char *
describe (SatDetailsPane *self)
{
  static const struct {
    const char *type;
    const char *fields[3];
  } lines[] = {
      {"contact", {"job_title", "company"}},
      {"company", {"industry", "city"}},
      {"opportunity", {"company", "stage"}},
  };
  const SatType *type = sat_record_get_record_type (self->record);
  const SatFormat *format = sat_context_get_format (self->context);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    for (guint k = 0; g_str_equal (lines[i].type, type->name) && lines[i].fields[k] != NULL; k++) {
      const SatField *field = sat_type_field (type, lines[i].fields[k]);
      g_autofree char *value = sat_format_field (format, self->record, field, TRUE);

      if (text->len > 0 && *value != '\0')
        g_string_append (text, " · ");
      g_string_append (text, value);
    }
  }
  return g_string_free (text, FALSE);
}

static void
update_title (SatDetailsPane *self)
{
  const SatType *type = sat_record_get_record_type (self->record);
  const char *title = sat_record_get_title (self->record);
  g_autofree char *subtitle = describe (self);
  gboolean named = g_str_equal (type->name, "contact") || g_str_equal (type->name, "company") ||
                   g_str_equal (type->name, "user");

  gtk_label_set_text (self->title, *title != '\0' ? title : sat_type_get_label (type));
  gtk_label_set_text (self->subtitle, subtitle);
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle), *subtitle != '\0');
  adw_avatar_set_text (self->avatar, title);
  adw_avatar_set_show_initials (self->avatar, named);
  adw_avatar_set_icon_name (self->avatar, sat_labels_icon (type));
  adw_window_title_set_title (self->header_title, sat_labels_singular (type));
}

static void
clear_box (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

static void
clear (SatDetailsPane *self)
{
  g_clear_handle_id (&self->refresh_timeout, g_source_remove);
  g_clear_handle_id (&self->fill_idle, g_source_remove);
  if (self->record != NULL)
    g_clear_signal_handler (&self->record_changed, self->record);
  g_clear_object (&self->record);
  g_ptr_array_set_size (self->children, 0);
  g_ptr_array_set_size (self->related, 0);
  self->fields = NULL;
  self->timeline = NULL;
  clear_box (self->fields_box);
  clear_box (self->related_box);
  adw_bin_set_child (self->figures, NULL);
  adw_bin_set_child (self->timeline_bin, NULL);
  adw_bin_set_child (self->files_bin, NULL);
}

/* The type as the registry has it now, with the fields that came since. */
static const SatType *
current_type (SatDetailsPane *self)
{
  return sat_context_get_type_by_name (self->context,
                                       sat_record_get_record_type (self->record)->name);
}

static void
fill_related (SatDetailsPane *self)
{
  g_autoptr (GPtrArray) references =
      sat_related_list_fields_for (sat_context_get_registry (self->context), current_type (self));

  for (guint i = 0; i < references->len; i++) {
    GtkWidget *list =
        sat_related_list_new (self->context, self->record, g_ptr_array_index (references, i));

    gtk_box_append (self->related_box, list);
    g_ptr_array_add (self->related, list);
  }
}

/* Pages are filled when they are first shown. */
static void
page_changed_cb (SatDetailsPane *self)
{
  const char *page = gtk_stack_get_visible_child_name (self->stack);

  if (self->record == NULL || page == NULL)
    return;
  if (g_str_equal (page, "related") && self->related->len == 0)
    fill_related (self);
  if (g_str_equal (page, "timeline") && self->timeline == NULL) {
    self->timeline = SAT_TIMELINE (sat_timeline_new (self->context, self->record));
    adw_bin_set_child (self->timeline_bin, GTK_WIDGET (self->timeline));
  }
}

/* FALSE: there is none more. */
static gboolean
add_children (SatDetailsPane *self)
{
  g_autoptr (GPtrArray) ups =
      sat_child_list_fields_for (sat_context_get_registry (self->context), current_type (self));
  guint next = self->children->len;
  GtkWidget *list;

  if (next >= ups->len)
    return FALSE;
  list = sat_child_list_new (self->context, self->record, g_ptr_array_index (ups, next));
  gtk_box_append (self->fields_box, list);
  g_ptr_array_add (self->children, list);
  return next + 1 < ups->len;
}

static gboolean
fill_cb (gpointer user_data)
{
  SatDetailsPane *self = user_data;

  if (add_children (self))
    return G_SOURCE_CONTINUE;
  self->fill_idle = 0;
  return G_SOURCE_REMOVE;
}

static void
fill_now (SatDetailsPane *self)
{
  if (self->fill_idle == 0)
    return;
  g_clear_handle_id (&self->fill_idle, g_source_remove);
  while (add_children (self))
    ;
}

/* Text that is not saved yet is where it was typed. */
static void
show_drafts (SatDetailsPane *self)
{
  g_autofree char *place = sat_field_draft_place (self->record);
  g_auto (GStrv) places = sat_drafts_places (sat_context_get_drafts (self->context), place);

  if (places[0] == NULL)
    return;
  fill_now (self);
  gtk_stack_set_visible_child_name (self->stack, "fields");
}

/* The fields come at once, what hangs from the record in the next turns of the main loop, one list
 * in each: rows that can be opened are dear, and most are below what is seen. */
static void
fill (SatDetailsPane *self)
{
  SatRegistry *registry = sat_context_get_registry (self->context);
  g_autoptr (GPtrArray) references = sat_related_list_fields_for (registry, current_type (self));

  update_title (self);
  adw_bin_set_child (self->figures, sat_figures_new (self->context, self->record));
  self->fields = SAT_RECORD_FIELDS (sat_record_fields_new (self->context, self->record));
  gtk_box_append (self->fields_box, GTK_WIDGET (self->fields));
  if (sat_file_list_fits (current_type (self)))
    adw_bin_set_child (self->files_bin, sat_file_list_new (self->context, self->record));
  gtk_widget_set_visible (GTK_WIDGET (self->files_bin),
                          adw_bin_get_child (self->files_bin) != NULL);
  self->fill_idle =
      g_idle_add_full (G_PRIORITY_HIGH_IDLE + 30, fill_cb, self, NULL); /* frames: + 20 */
  gtk_stack_page_set_visible (self->related_page, references->len > 0);
  show_drafts (self);
  page_changed_cb (self);
}

/* What cannot be saved is kept, and the person is told before the record is out of sight. */
static void
save_edits (SatDetailsPane *self)
{
  const SatField *field = self->fields != NULL ? sat_record_fields_save (self->fields) : NULL;
  const char *unsaved = field != NULL ? sat_field_get_label (field) : NULL;
  g_autofree char *message = NULL;

  for (guint i = 0; i < self->children->len; i++) {
    const char *label = sat_child_list_save (g_ptr_array_index (self->children, i));

    unsaved = unsaved != NULL ? unsaved : label;
  }
  if (unsaved == NULL)
    return;
  /* Translators: first the name of a field, such as Amount, then the record that has it */
  message = g_strdup_printf (_ ("%s of “%s” is not saved. What you typed is kept there."), unsaved,
                             sat_record_get_title (self->record));
  sat_context_offer (self->context, message, _ ("_Show"), "win.show-draft",
                     g_variant_new_int64 (sat_record_get_id (self->record)));
}

gboolean
sat_details_pane_show (SatDetailsPane *self, gint64 id)
{
  g_autoptr (SatRecord) record = NULL;

  g_return_val_if_fail (SAT_IS_DETAILS_PANE (self), FALSE);
  if (id == sat_details_pane_get_record (self))
    return id != 0;
  save_edits (self);
  record = id != 0 ? sat_reader_load (sat_context_get_reader (self->context), id, NULL) : NULL;
  clear (self);
  if (record == NULL)
    return FALSE;
  self->record = g_steal_pointer (&record);
  self->record_changed =
      g_signal_connect_swapped (self->record, "changed", G_CALLBACK (update_title), self);
  gtk_widget_action_set_enabled (
      GTK_WIDGET (self), "details.merge",
      sat_pair_is_possible (sat_record_get_record_type (self->record)) &&
          !sat_store_is_read_only (sat_context_get_store (self->context)));
  fill (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  return TRUE;
}

static SatFileList *
files_of (SatDetailsPane *self)
{
  GtkWidget *files = adw_bin_get_child (self->files_bin);

  return files != NULL ? SAT_FILE_LIST (files) : NULL;
}

static gboolean
refresh_cb (gpointer user_data)
{
  SatDetailsPane *self = user_data;
  g_autoptr (SatRecord) fresh = NULL;
  GtkWidget *figures = adw_bin_get_child (self->figures);

  self->refresh_timeout = 0;
  fresh = sat_reader_load (sat_context_get_reader (self->context), sat_record_get_id (self->record),
                           NULL);
  if (fresh == NULL) {
    gint64 id = sat_record_get_id (self->record);
    gint64 survivor = sat_pair_survivor (sat_context_get_reader (self->context), id);

    /* It has become another one. */
    if (survivor != id &&
        gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", "x", survivor))
      return G_SOURCE_REMOVE;
    g_signal_emit (self, signals[CLOSE], 0);
    return G_SOURCE_REMOVE;
  }
  sat_record_update_from (self->record, fresh);
  for (guint i = 0; i < self->children->len; i++)
    sat_child_list_refresh (g_ptr_array_index (self->children, i));
  for (guint i = 0; i < self->related->len; i++)
    sat_related_list_refresh (g_ptr_array_index (self->related, i));
  if (files_of (self) != NULL)
    sat_file_list_refresh (files_of (self));
  if (figures != NULL)
    sat_figures_refresh (SAT_FIGURES (figures));
  if (self->timeline != NULL)
    sat_timeline_refresh (self->timeline);
  return G_SOURCE_REMOVE;
}

static void
context_changed_cb (SatContext *context, gpointer news, SatDetailsPane *self)
{
  if (self->record != NULL && self->refresh_timeout == 0)
    self->refresh_timeout = g_timeout_add (REFRESH_DELAY_MS, refresh_cb, self);
}

static void
registry_changed_cb (SatContext *context, SatDetailsPane *self)
{
  gint64 id = sat_details_pane_get_record (self);

  clear (self);
  if (id != 0 && !sat_details_pane_show (self, id))
    g_signal_emit (self, signals[CLOSE], 0);
}

void
sat_details_pane_set_narrow (SatDetailsPane *self, gboolean narrow)
{
  g_return_if_fail (SAT_IS_DETAILS_PANE (self));
  gtk_widget_set_visible (self->back_button, narrow);
  gtk_widget_set_visible (self->close_button, !narrow);
}

void
sat_details_pane_edit (SatDetailsPane *self)
{
  g_return_if_fail (SAT_IS_DETAILS_PANE (self));
  if (self->fields == NULL)
    return;
  gtk_stack_set_visible_child_name (self->stack, "fields");
  sat_record_fields_edit (self->fields, NULL);
}

void
sat_details_pane_resume (SatDetailsPane *self)
{
  gboolean found;

  g_return_if_fail (SAT_IS_DETAILS_PANE (self));
  if (self->fields == NULL)
    return;
  fill_now (self);
  gtk_stack_set_visible_child_name (self->stack, "fields");
  found = sat_record_fields_resume (self->fields);
  for (guint i = 0; !found && i < self->children->len; i++)
    found = sat_child_list_resume (g_ptr_array_index (self->children, i));
}

void
sat_details_pane_focus (SatDetailsPane *self)
{
  g_return_if_fail (SAT_IS_DETAILS_PANE (self));
  gtk_widget_child_focus (GTK_WIDGET (self->scroller), GTK_DIR_TAB_FORWARD);
}

void
sat_details_pane_show_page (SatDetailsPane *self, const char *page)
{
  g_return_if_fail (SAT_IS_DETAILS_PANE (self) && page != NULL);
  gtk_stack_set_visible_child_name (self->stack, page);
}

/* Files hang from the record whose page they are dropped on. Of others, the window decides. */
static gboolean
accept_drop_cb (GtkDropTarget *target, GdkDrop *drop, SatDetailsPane *self)
{
  return files_of (self) != NULL &&
         !sat_store_is_read_only (sat_context_get_store (self->context)) &&
         gdk_content_formats_contain_gtype (gdk_drop_get_formats (drop), GDK_TYPE_FILE_LIST);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, SatDetailsPane *self)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GSList) list = gdk_file_list_get_files (g_value_get_boxed (value));

  for (GSList *at = list; at != NULL; at = at->next)
    g_ptr_array_add (files, g_object_ref (at->data));
  if (files_of (self) == NULL || files->len == 0)
    return FALSE;
  sat_details_pane_show_page (self, "fields");
  sat_file_list_add (files_of (self), files);
  return TRUE;
}

static void
take_drops (SatDetailsPane *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect (target, "accept", G_CALLBACK (accept_drop_cb), self);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
edit_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sat_details_pane_edit (SAT_DETAILS_PANE (widget));
}

static void
add_note_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatDetailsPane *self = SAT_DETAILS_PANE (widget);

  gtk_stack_set_visible_child_name (self->stack, "timeline");
  if (self->timeline != NULL)
    sat_timeline_focus_note (self->timeline);
}

static void
delete_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatDetailsPane *self = SAT_DETAILS_PANE (widget);
  gint64 id = sat_details_pane_get_record (self);

  if (id != 0)
    sat_context_delete (self->context, &id, 1, sat_record_get_title (self->record));
}

static void
merge_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatDetailsPane *self = SAT_DETAILS_PANE (widget);
  gint64 id = sat_details_pane_get_record (self);
  SatMergeDialog *dialog =
      id != 0
          ? sat_merge_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), self->context, id, 0)
          : NULL;

  if (dialog != NULL)
    gtk_window_present (GTK_WINDOW (dialog));
}

static void
sat_details_pane_dispose (GObject *object)
{
  SatDetailsPane *self = SAT_DETAILS_PANE (object);
  GtkWidget *child;

  if (self->stack != NULL) {
    g_signal_handlers_disconnect_by_data (self->stack, self);
    clear (self);
  }
  self->stack = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_details_pane_parent_class)->dispose (object);
}

static void
sat_details_pane_finalize (GObject *object)
{
  SatDetailsPane *self = SAT_DETAILS_PANE (object);

  g_ptr_array_unref (self->children);
  g_ptr_array_unref (self->related);
  G_OBJECT_CLASS (sat_details_pane_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SatDetailsPane, header);
  gtk_widget_class_bind_template_child (widget_class, SatDetailsPane, header_title);
  gtk_widget_class_bind_template_child (widget_class, SatDetailsPane, back_button);
  gtk_widget_class_bind_template_child (widget_class, SatDetailsPane, close_button);
  gtk_widget_class_bind_template_child (widget_class, SatDetailsPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, SatDetailsPane, avatar);
  gtk_widget_class_bind_template_child (widget_class, SatDetailsPane, title);
  gtk_widget_class_bind_template_child (widget_class, SatDetailsPane, subtitle);
  gtk_widget_class_bind_template_child (widget_class, SatDetailsPane, figures);
  gtk_widget_class_bind_template_child (widget_class, SatDetailsPane, stack);
  gtk_widget_class_bind_template_child (widget_class, SatDetailsPane, related_page);
  gtk_widget_class_bind_template_child (widget_class, SatDetailsPane, fields_box);
  gtk_widget_class_bind_template_child (widget_class, SatDetailsPane, related_box);
  gtk_widget_class_bind_template_child (widget_class, SatDetailsPane, timeline_bin);
  gtk_widget_class_bind_template_child (widget_class, SatDetailsPane, files_bin);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
}

static void
sat_details_pane_class_init (SatDetailsPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_details_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = sat_details_pane_finalize;
  signals[CLOSE] = g_signal_new ("close", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (SAT_TYPE_TEXT_COLUMN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/satchel/Satchel/records/sat-details-pane.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "details.edit", NULL, edit_action_cb);
  gtk_widget_class_install_action (widget_class, "details.add-note", NULL, add_note_action_cb);
  gtk_widget_class_install_action (widget_class, "details.delete", NULL, delete_action_cb);
  gtk_widget_class_install_action (widget_class, "details.merge", NULL, merge_action_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.close-details", NULL);
}

static void
sat_details_pane_init (SatDetailsPane *self)
{
  self->children = g_ptr_array_new ();
  self->related = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  sat_widget_present_shown_page (GTK_WIDGET (self->stack));
  take_drops (self);
}

GtkWidget *
sat_details_pane_new (SatContext *context)
{
  SatDetailsPane *self;
  gboolean writes;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  self = g_object_new (SAT_TYPE_DETAILS_PANE, NULL);
  self->context = g_object_ref (context);
  writes = !sat_store_is_read_only (sat_context_get_store (context));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "details.edit", writes);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "details.add-note", writes);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "details.delete", writes);
  g_signal_connect_object (context, "changed", G_CALLBACK (context_changed_cb), self, 0);
  g_signal_connect_object (context, "registry-changed", G_CALLBACK (registry_changed_cb), self, 0);
  return GTK_WIDGET (self);
}
