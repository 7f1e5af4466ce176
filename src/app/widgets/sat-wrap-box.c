/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-wrap-box.h"

#define SPACING 6

struct _SatWrapBox {
  GtkWidget parent_instance;
  gboolean ragged;
};

G_DEFINE_FINAL_TYPE (SatWrapBox, sat_wrap_box, GTK_TYPE_WIDGET)

typedef struct {
  GtkWidget *first;
  guint n;
  int width, height;
} Line;

static GtkWidget *
shown_from (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static GtkWidget *
next_shown (GtkWidget *child)
{
  return shown_from (gtk_widget_get_next_sibling (child));
}

static int
child_width (GtkWidget *child, int room)
{
  int least, usual;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &usual, NULL, NULL);
  return room < 0 ? usual : MAX (least, MIN (usual, room));
}

/* As many as fit, at least one. @room: -1 for all of them. */
static Line
take_line (GtkWidget *first, int room)
{
  Line line = {.first = first};

  for (GtkWidget *child = first; child != NULL; child = next_shown (child)) {
    int width = child_width (child, room), height;
    int with = line.width + (line.n > 0 ? SPACING : 0) + width;

    if (line.n > 0 && room >= 0 && with > room)
      break;
    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
    line.width = with;
    line.height = MAX (line.height, height);
    line.n++;
  }
  return line;
}

static GtkWidget *
after_line (const Line *line)
{
  GtkWidget *child = line->first;

  for (guint i = 0; i < line->n; i++)
    child = next_shown (child);
  return child;
}

static GtkSizeRequestMode
sat_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
sat_wrap_box_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  GtkWidget *child = shown_from (gtk_widget_get_first_child (widget));

  *minimum = *natural = 0;
  if (child == NULL)
    return;
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *natural = take_line (child, -1).width;
    for (; child != NULL; child = next_shown (child))
      *minimum = MAX (*minimum, child_width (child, 0));
    return;
  }
  while (child != NULL) {
    Line line = take_line (child, for_size);

    *natural += line.height + (*natural > 0 ? SPACING : 0);
    child = after_line (&line);
  }
  *minimum = *natural;
}

static gboolean
has_expanding (const Line *line)
{
  GtkWidget *child = line->first;

  for (guint i = 0; i < line->n; i++, child = next_shown (child))
    if (gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL))
      return TRUE;
  return FALSE;
}

static void
place_line (SatWrapBox *self, const Line *line, int y, int width)
{
  gboolean backwards = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  gboolean expands = has_expanding (line);
  int x = 0, left = MAX (0, width - line->width);
  GtkWidget *child = line->first;

  for (guint i = 0; i < line->n; i++, child = next_shown (child)) {
    int own = child_width (child, width);

    if (expands && gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL)) {
      own += left;
      left = 0;
    } else if (!expands && !self->ragged && i > 0 && i + 1 == line->n) {
      x += left;
    }
    gtk_widget_size_allocate (
        child, &(GtkAllocation){backwards ? width - x - own : x, y, own, line->height}, -1);
    x += own + SPACING;
  }
}

static void
sat_wrap_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *child = shown_from (gtk_widget_get_first_child (widget));
  int y = 0;

  while (child != NULL) {
    Line line = take_line (child, width);

    place_line (SAT_WRAP_BOX (widget), &line, y, width);
    y += line.height + SPACING;
    child = after_line (&line);
  }
}

static void
sat_wrap_box_compute_expand (GtkWidget *widget, gboolean *hexpand, gboolean *vexpand)
{
  *hexpand = *vexpand = FALSE;
}

static void
sat_wrap_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (sat_wrap_box_parent_class)->dispose (object);
}

static void
sat_wrap_box_class_init (SatWrapBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sat_wrap_box_dispose;
  widget_class->get_request_mode = sat_wrap_box_get_request_mode;
  widget_class->measure = sat_wrap_box_measure;
  widget_class->size_allocate = sat_wrap_box_size_allocate;
  widget_class->compute_expand = sat_wrap_box_compute_expand;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sat_wrap_box_init (SatWrapBox *self)
{
}

GtkWidget *
sat_wrap_box_new (void)
{
  return g_object_new (SAT_TYPE_WRAP_BOX, NULL);
}

void
sat_wrap_box_append (SatWrapBox *self, GtkWidget *child)
{
  g_return_if_fail (SAT_IS_WRAP_BOX (self) && GTK_IS_WIDGET (child));
  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
}

void
sat_wrap_box_set_ragged (SatWrapBox *self, gboolean ragged)
{
  g_return_if_fail (SAT_IS_WRAP_BOX (self));
  self->ragged = ragged;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}
