/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sat-palette-item.h"

#include <string.h>

#include "sat-widgets.h"

SatPaletteItem *
sat_palette_item_new (const char *group, const char *icon, const char *title)
{
  SatPaletteItem *item;

  g_return_val_if_fail (group != NULL && icon != NULL && title != NULL, NULL);
  item = g_new0 (SatPaletteItem, 1);
  item->group = group;
  item->icon = icon;
  item->title = g_strdup (title);
  return item;
}

void
sat_palette_item_free (SatPaletteItem *item)
{
  g_free (item->action);
  g_free (item->title);
  g_free (item->detail);
  g_free (item->accel);
  g_free (item);
}

static gboolean
begins_a_word (const char *words, const char *part)
{
  gsize length = strlen (part);

  for (const char *p = words; p != NULL; p = strchr (p, ' ')) {
    p += *p == ' ';
    if (strncmp (p, part, length) == 0)
      return TRUE;
    /* Scripts without blanks between words. */
    if (*part != '\0' && (guchar)*part >= 0x80 && strstr (words, part) != NULL)
      return TRUE;
  }
  return FALSE;
}

int
sat_palette_item_fits (const SatPaletteItem *item, const char *text)
{
  g_autofree char *title = NULL;
  g_autofree char *all = NULL;
  g_autofree char *folded = NULL;
  g_autofree char *words = NULL;
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (item != NULL && text != NULL, 0);
  title = sat_fold (item->title);
  words = sat_fold (item->words != NULL ? item->words : "");
  if (*text != '\0' && (g_str_has_prefix (title, text) || g_str_has_prefix (words, text)))
    return 2;
  all = g_strjoin (" ", item->title, item->words != NULL ? item->words : "", NULL);
  folded = sat_fold (all);
  parts = g_strsplit (text, " ", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    if (!begins_a_word (folded, parts[i]))
      return 0;
  return 1;
}

GtkWidget *
sat_palette_item_make_row (const SatPaletteItem *item)
{
  GtkWidget *row, *line, *texts, *icon;
  g_autofree char *spoken = NULL;

  g_return_val_if_fail (item != NULL, NULL);
  row = gtk_list_box_row_new ();
  line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  icon = gtk_image_new_from_icon_name (item->icon);
  sat_widget_set_decorative (icon);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), sat_label_new_short (item->title, NULL, NULL));
  if (item->detail != NULL && *item->detail != '\0')
    gtk_box_append (GTK_BOX (texts), sat_label_new_short (item->detail, "caption", "dim-label"));
  gtk_box_append (GTK_BOX (line), icon);
  gtk_box_append (GTK_BOX (line), texts);
  if (item->accel != NULL)
    gtk_box_append (GTK_BOX (line), sat_label_new_short (item->accel, "caption", "dim-label"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_widget_set_focusable (row, FALSE);
  spoken =
      g_strjoin (", ", item->kind != NULL ? item->kind : item->group, item->title,
                 item->detail != NULL && *item->detail != '\0' ? item->detail : item->accel, NULL);
  sat_widget_set_name (row, spoken);
  return row;
}
