/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-today-view.h"

#include <glib/gi18n-lib.h>

#include "sat-activity-edit.h"
#include "sat-drafts.h"
#include "sat-gauge.h"
#include "sat-today-lines.h"
#include "sat-today-section.h"
#include "sat-today-who.h"
#include "sat-widgets.h"

/* A burst of changes is followed once. */
#define REFRESH_DELAY_MS 120
/* "In an hour" and "today" go on while nothing is touched. */
#define CLOCK_SECONDS 60
/* From this width on the sections stand in two columns. */
#define TWO_COLUMNS 1240
/* Up to this width the quota stands below the date. */
#define STACKED 520

#define SEEN_PLACE "seen:today"

struct _SatTodayView {
  GtkWidget parent_instance;
  SatContext *context;
  SatToday *today;
  GCancellable *reading;
  guint refresh_timeout, clock_timeout, layout_idle;
  gint64 since;   /* news after this change; -1: of the last days */
  gboolean stale; /* what is shown is out of date, or nothing is yet */
  gboolean two_columns, stacked, wants_focus;

  GtkStack *stack;
  AdwStatusPage *error_page;
  AdwClamp *clamp;
  GtkBox *top;
  GtkBox *columns;
  GtkBox *left;
  GtkBox *right;
  GtkLabel *date;
  GtkLabel *summary;
  GtkBox *quota;
  GtkLabel *quota_title;
  GtkLabel *quota_won;
  GtkLabel *quota_rest;
  SatGauge *gauge;
  SatTodaySection *appointments;
  SatTodaySection *tasks;
  SatTodaySection *deals;
  SatTodaySection *news;
  GtkWidget *seen_button;
  GtkWidget *who;
};

static void view_iface_init (SatViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SatTodayView,
                               sat_today_view,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (SAT_TYPE_VIEW, view_iface_init))

const SatToday *
sat_today_view_get_today (SatTodayView *self)
{
  g_return_val_if_fail (SAT_IS_TODAY_VIEW (self), NULL);
  return self->today;
}

/* Sunday, November 22 */
static void
show_date (SatTodayView *self)
{
  g_autofree char *text =
      sat_format_day_long (sat_context_get_format (self->context), self->today->today);

  gtk_label_set_text (self->date, text);
}

/* Takes @part. */
static void
append_part (GString *text, guint n, char *part)
{
  if (n > 0)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
  g_free (part);
}

static void
show_summary (SatTodayView *self)
{
  const SatToday *today = self->today;
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_open = 0;

  for (guint i = 0; i < today->appointments->len; i++)
    n_open += sat_record_get_int (g_ptr_array_index (today->appointments, i), "done", 0) == 0;
  append_part (text, n_open,
               g_strdup_printf (ngettext ("%u appointment", "%u appointments", n_open), n_open));
  append_part (
      text, today->n_overdue,
      g_strdup_printf (ngettext ("%u overdue", "%u overdue", today->n_overdue), today->n_overdue));
  append_part (text, today->n_deals,
               g_strdup_printf (ngettext ("%u deal needs you", "%u deals need you", today->n_deals),
                                today->n_deals));
  if (text->len == 0 && !today->asks)
    g_string_append (text, _ ("Nothing waits for you"));
  gtk_label_set_text (self->summary, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->summary), text->len > 0);
  sat_view_emit_subtitle (SAT_VIEW (self), "");
}

static char *
short_money (gint64 minor, const char *currency)
{
  return sat_money_format (minor, currency, SAT_MONEY_WITH_CURRENCY | SAT_MONEY_SHORT);
}

static char *
describe_rest (const SatAttainment *a)
{
  gint64 rest = a->quota - a->won;
  g_autofree char *money = short_money (ABS (rest), a->currency);

  if (rest <= 0)
    /* Translators: %s is an amount of money */
    return g_strdup_printf (_ ("Quota met, %s above it"), money);
  /* Translators: an amount of money; how much of the quarter has passed, and a per cent sign */
  return g_strdup_printf (_ ("%s to go, %d%% of the quarter has passed"), money, a->elapsed);
}

static void
show_quota (SatTodayView *self)
{
  const SatAttainment *a = &self->today->attainment;
  /* Translators: a quarter and its year, such as Q4 2026 */
  g_autofree char *quarter = g_strdup_printf (_ ("Q%d %d"), a->quarter, a->year);
  g_autofree char *won = short_money (a->won, a->currency);
  g_autofree char *quota = short_money (a->quota, a->currency);
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;
  g_autofree char *rest = NULL;
  g_autofree char *share = NULL;
  g_autofree char *name = NULL;

  /* Translators: %s is a quarter, such as Q4 2026 */
  title = g_strdup_printf (a->has_quota ? _ ("Quota %s") : _ ("Won in %s"), quarter);
  /* Translators: two amounts of money: $12k of $40k won */
  text = a->has_quota ? g_strdup_printf (_ ("%s of %s won"), won, quota) : g_strdup (won);
  rest = a->has_quota ? describe_rest (a) : g_strdup (_ ("No quota is set for this quarter"));
  /* Translators: a per cent */
  share =
      a->has_quota ? g_strdup_printf (_ ("%d%%"), (int)MIN (a->per_cent, 9999)) : g_strdup ("–");
  name = g_strjoin (", ", title, a->has_quota ? share : text, text, rest, NULL);
  gtk_label_set_text (self->quota_title, title);
  gtk_label_set_text (self->quota_won, text);
  gtk_label_set_text (self->quota_rest, rest);
  sat_gauge_set (self->gauge, a->has_quota ? (double)a->per_cent / 100 : -1,
                 a->has_quota ? a->elapsed / 100.0 : -1, share, name);
}

static void
show_activities (SatTodayView *self, SatTodaySection *section, GPtrArray *activities, guint total)
{
  sat_today_section_begin (section);
  for (guint i = 0; i < activities->len; i++) {
    SatRecord *activity = g_ptr_array_index (activities, i);

    sat_today_section_add (section, sat_today_activity_line (self->context, activity),
                           sat_record_get_id (activity));
  }
  sat_today_section_end (section, total);
}

static void
show_deals (SatTodayView *self)
{
  sat_today_section_begin (self->deals);
  for (guint i = 0; i < self->today->deals->len; i++) {
    const SatTodayDeal *deal = g_ptr_array_index (self->today->deals, i);

    sat_today_section_add (self->deals, sat_today_deal_line (self->context, deal),
                           deal->attention.deal);
  }
  sat_today_section_end (self->deals, self->today->n_deals);
}

static void
show_news (SatTodayView *self)
{
  sat_today_section_begin (self->news);
  for (guint i = 0; i < self->today->news->len; i++) {
    const SatTodayNews *news = g_ptr_array_index (self->today->news, i);

    sat_today_section_add (self->news, sat_today_news_line (self->context, news), news->record);
  }
  sat_today_section_end (self->news, self->today->news->len);
  gtk_widget_set_visible (self->seen_button, self->today->news->len > 0);
}

static gboolean
focus_first (SatTodayView *self)
{
  return sat_today_section_focus (self->appointments) || sat_today_section_focus (self->tasks) ||
         sat_today_section_focus (self->deals) || sat_today_section_focus (self->news);
}

static void
show (SatTodayView *self)
{
  show_date (self);
  show_summary (self);
  show_quota (self);
  show_activities (self, self->appointments, self->today->appointments,
                   self->today->appointments->len);
  show_activities (self, self->tasks, self->today->tasks, self->today->n_tasks);
  show_deals (self);
  show_news (self);
  sat_today_who_update (self->who, self->today->asks);
  gtk_stack_set_visible_child_name (self->stack, self->today->empty ? "empty" : "page");
  if (self->wants_focus && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->wants_focus = !focus_first (self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  SatToday *today = sat_context_read_finish (result, &error);
  SatTodayView *self = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (today == NULL) {
    g_autofree char *markup = g_markup_escape_text (error->message, -1);

    adw_status_page_set_description (self->error_page, markup);
    gtk_stack_set_visible_child_name (self->stack, "error");
    return;
  }
  g_clear_pointer (&self->today, sat_today_free);
  self->today = today;
  show (self);
}

/* Nothing is read for a view that nobody sees. */
static void
refresh (SatTodayView *self)
{
  self->stale = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (self->stale)
    return;
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  sat_context_read_async (self->context, sat_today_read,
                          sat_today_of_new (sat_context_get_format (self->context),
                                            sat_context_get_user (self->context), self->since),
                          (GDestroyNotify)sat_today_of_free, (GDestroyNotify)sat_today_free,
                          self->reading, read_cb, self);
}

static gboolean
refresh_cb (gpointer user_data)
{
  SatTodayView *self = user_data;

  self->refresh_timeout = 0;
  refresh (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (SatTodayView *self)
{
  if (self->refresh_timeout == 0)
    self->refresh_timeout = g_timeout_add (REFRESH_DELAY_MS, refresh_cb, self);
}

static gboolean
clock_cb (gpointer user_data)
{
  SatTodayView *self = user_data;
  const SatFormat *format = sat_context_get_format (self->context);

  if (self->today != NULL &&
      sat_date_today (sat_clock_now (format->clock), format->zone) != self->today->today)
    refresh (self);
  return G_SOURCE_CONTINUE;
}

/* What has been looked at is no news the next time. */
static void
remember_seen (SatTodayView *self)
{
  SatDrafts *drafts = sat_context_get_drafts (self->context);
  g_autofree char *text = NULL;

  if (self->today == NULL || drafts == NULL)
    return;
  text = g_strdup_printf ("%" G_GINT64_FORMAT, self->today->latest);
  sat_drafts_set (drafts, SEEN_PLACE, "change", text);
}

static void
seen_clicked_cb (SatTodayView *self)
{
  if (self->today == NULL)
    return;
  self->since = self->today->latest;
  remember_seen (self);
  refresh (self);
}

/* Lines are not longer than one reads with ease. */
static void
clamp_columns (SatTodayView *self)
{
  adw_clamp_set_maximum_size (self->clamp, sat_text_pixels (self->two_columns ? 1440 : 760));
  adw_clamp_set_tightening_threshold (self->clamp,
                                      sat_text_pixels (self->two_columns ? 1200 : 600));
}

static gboolean
layout_cb (gpointer user_data)
{
  SatTodayView *self = user_data;
  GtkOrientation along = self->two_columns ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL;

  self->layout_idle = 0;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->columns), along);
  gtk_box_set_homogeneous (self->columns, self->two_columns);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->top), self->stacked
                                                                  ? GTK_ORIENTATION_VERTICAL
                                                                  : GTK_ORIENTATION_HORIZONTAL);
  clamp_columns (self);
  return G_SOURCE_REMOVE;
}

/* Widgets must not change while sizes are being handed out, so it waits. */
static void
sat_today_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SatTodayView *self = SAT_TODAY_VIEW (widget);
  gboolean two_columns = width >= sat_text_pixels (TWO_COLUMNS);
  gboolean stacked = width <= sat_text_pixels (STACKED);

  gtk_widget_size_allocate (GTK_WIDGET (self->stack), &(GtkAllocation){0, 0, width, height},
                            baseline);
  if (two_columns == self->two_columns && stacked == self->stacked)
    return;
  self->two_columns = two_columns;
  self->stacked = stacked;
  if (self->layout_idle == 0)
    self->layout_idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, layout_cb, self, NULL);
}

static void
sat_today_view_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  gtk_widget_measure (GTK_WIDGET (SAT_TODAY_VIEW (widget)->stack), orientation, for_size, minimum,
                      natural, minimum_baseline, natural_baseline);
}

static const char *
view_get_type_name (SatView *view)
{
  return "activity";
}

static void
view_focus_records (SatView *view)
{
  SatTodayView *self = SAT_TODAY_VIEW (view);

  self->wants_focus = self->today == NULL || !focus_first (self);
}

static gint64
view_get_selected (SatView *view)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (view));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (view)))
    return 0;
  return sat_today_section_record_at (focus);
}

static void
view_iface_init (SatViewInterface *iface)
{
  iface->get_type_name = view_get_type_name;
  iface->focus_records = view_focus_records;
  iface->get_selected = view_get_selected;
}

static void
sat_today_view_map (GtkWidget *widget)
{
  SatTodayView *self = SAT_TODAY_VIEW (widget);

  GTK_WIDGET_CLASS (sat_today_view_parent_class)->map (widget);
  if (self->stale)
    refresh (self);
}

static void
sat_today_view_unmap (GtkWidget *widget)
{
  remember_seen (SAT_TODAY_VIEW (widget));
  GTK_WIDGET_CLASS (sat_today_view_parent_class)->unmap (widget);
}

static void
sat_today_view_dispose (GObject *object)
{
  SatTodayView *self = SAT_TODAY_VIEW (object);
  GtkWidget *child;

  g_clear_handle_id (&self->refresh_timeout, g_source_remove);
  g_clear_handle_id (&self->clock_timeout, g_source_remove);
  g_clear_handle_id (&self->layout_idle, g_source_remove);
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->today, sat_today_free);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sat_today_view_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SatTodayView, stack);
  gtk_widget_class_bind_template_child (widget_class, SatTodayView, error_page);
  gtk_widget_class_bind_template_child (widget_class, SatTodayView, clamp);
  gtk_widget_class_bind_template_child (widget_class, SatTodayView, top);
  gtk_widget_class_bind_template_child (widget_class, SatTodayView, columns);
  gtk_widget_class_bind_template_child (widget_class, SatTodayView, left);
  gtk_widget_class_bind_template_child (widget_class, SatTodayView, right);
  gtk_widget_class_bind_template_child (widget_class, SatTodayView, date);
  gtk_widget_class_bind_template_child (widget_class, SatTodayView, summary);
  gtk_widget_class_bind_template_child (widget_class, SatTodayView, quota);
  gtk_widget_class_bind_template_child (widget_class, SatTodayView, quota_title);
  gtk_widget_class_bind_template_child (widget_class, SatTodayView, quota_won);
  gtk_widget_class_bind_template_child (widget_class, SatTodayView, quota_rest);
  gtk_widget_class_bind_template_child (widget_class, SatTodayView, gauge);
}

/* A task about a deal. */
static void
plan_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SatContext *context = SAT_TODAY_VIEW (widget)->context;

  gtk_widget_activate_action (
      widget, "win.new-record", "(s@a{ss})", "activity",
      sat_activity_filled (context, g_variant_get_int64 (parameter), "task"));
}

static void
sat_today_view_class_init (SatTodayViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_today_view_dispose;
  widget_class->map = sat_today_view_map;
  widget_class->unmap = sat_today_view_unmap;
  widget_class->measure = sat_today_view_measure;
  widget_class->size_allocate = sat_today_view_size_allocate;
  g_type_ensure (SAT_TYPE_GAUGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/satchel/Satchel/today/sat-today-view.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "today.plan", "x", plan_cb);
}

static SatTodaySection *
add_section (GtkBox *column, const char *title, const char *empty)
{
  GtkWidget *section = sat_today_section_new (title, empty);

  gtk_box_append (column, section);
  return SAT_TODAY_SECTION (section);
}

static void
sat_today_view_init (SatTodayView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  clamp_columns (self);
  sat_widget_present_shown_page (GTK_WIDGET (self->stack));
  self->stale = TRUE;
  self->appointments =
      add_section (self->left, _ ("Appointments"), _ ("No call, meeting or visit today"));
  self->tasks = add_section (self->left, _ ("To Do"), _ ("Nothing is overdue or due today"));
  self->deals = add_section (self->right, _ ("Deals That Need You"),
                             _ ("Every open deal has a next step and a date to come"));
  self->news = add_section (self->right, _ ("News From Colleagues"),
                            _ ("Nobody else changed your deals since you last looked"));
  self->seen_button = gtk_button_new_with_mnemonic (_ ("_Mark as Seen"));
  sat_today_section_add_button (self->news, self->seen_button);
  gtk_widget_set_visible (self->seen_button, FALSE);
  g_signal_connect_swapped (self->seen_button, "clicked", G_CALLBACK (seen_clicked_cb), self);
}

GtkWidget *
sat_today_view_new (SatContext *context, const SatViewInfo *info)
{
  SatTodayView *self;
  const char *seen;

  g_return_val_if_fail (SAT_IS_CONTEXT (context), NULL);
  self = g_object_new (SAT_TYPE_TODAY_VIEW, NULL);
  self->context = g_object_ref (context);
  self->who = sat_today_who_new (context);
  gtk_box_insert_child_after (GTK_BOX (gtk_widget_get_parent (GTK_WIDGET (self->top))), self->who,
                              GTK_WIDGET (self->top));
  seen = sat_drafts_get (sat_context_get_drafts (context), SEEN_PLACE, "change");
  self->since = seen != NULL ? g_ascii_strtoll (seen, NULL, 10) : -1;
  g_signal_connect_object (context, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  self->clock_timeout = g_timeout_add_seconds (CLOCK_SECONDS, clock_cb, self);
  return GTK_WIDGET (self);
}
