/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "sat-fault.h"
#include "sat-merge.h"

#include <string.h>

#include "sat-line-diff.h"

typedef struct {
  GPtrArray *lines; /* without line ends; point into @text */
  gboolean ends;    /* the last line has a line end too */
  char *text;
} Lines;

static void
lines_clear (Lines *self)
{
  g_ptr_array_unref (self->lines);
  g_free (self->text);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lines, lines_clear)

static Lines
split (const char *text)
{
  Lines self = {g_ptr_array_new (), FALSE, g_strdup (text != NULL ? text : "")};
  char *at = self.text;

  while (*at != '\0') {
    char *end = strchrnul (at, '\n');

    g_ptr_array_add (self.lines, at);
    self.ends = *end == '\n';
    if (self.ends)
      *end++ = '\0';
    at = end;
  }
  return self;
}

static gboolean
same_change (const Lines *mine, const SatLineChange *a, const Lines *theirs, const SatLineChange *b)
{
  if (a->from != b->from || a->to != b->to || a->n != b->n)
    return FALSE;
  for (guint i = 0; i < a->n; i++)
    if (!g_str_equal (mine->lines->pdata[a->at + i], theirs->lines->pdata[b->at + i]))
      return FALSE;
  return TRUE;
}

/* Changes of lines beside each other meet in their order; where both change a line, or put
 * something between the same two lines, there is no order. */
static gboolean
overlap (const SatLineChange *a, const SatLineChange *b)
{
  if (a->from == a->to && b->from == b->to)
    return a->from == b->from;
  return MAX (a->from, b->from) < MIN (a->to, b->to) ||
         (a->from == a->to && b->from < a->from && a->from < b->to) ||
         (b->from == b->to && a->from < b->from && b->from < a->to);
}

static gboolean
comes_first (const SatLineChange *a, const SatLineChange *b)
{
  return a->from != b->from ? a->from < b->from : a->to < b->to;
}

typedef struct {
  const Lines *lines;
  GArray *changes; /* of SatLineChange */
  guint next;
} Side;

static const SatLineChange *
next_change (const Side *side)
{
  return side->next < side->changes->len ? &g_array_index (side->changes, SatLineChange, side->next)
                                         : NULL;
}

/* The base's lines up to the change, and the change's own. */
static void
apply_next (GPtrArray *merged, const Lines *base, guint *done, Side *side)
{
  const SatLineChange *change = next_change (side);

  for (; *done < change->from; (*done)++)
    g_ptr_array_add (merged, base->lines->pdata[*done]);
  for (guint i = 0; i < change->n; i++)
    g_ptr_array_add (merged, side->lines->lines->pdata[change->at + i]);
  *done = change->to;
  side->next++;
}

/* FALSE: there is no order. */
static gboolean
merge_changes (GPtrArray *merged, const Lines *base, Side *mine, Side *theirs)
{
  guint done = 0;

  for (;;) {
    const SatLineChange *a = next_change (mine), *b = next_change (theirs);

    if (a == NULL && b == NULL)
      break;
    if (a != NULL && b != NULL && same_change (mine->lines, a, theirs->lines, b))
      theirs->next++;
    else if (a != NULL && b != NULL && overlap (a, b) && !SAT_BUG ("texts-overlap"))
      return FALSE;
    apply_next (merged, base, &done,
                b == NULL || (a != NULL && !comes_first (b, a)) ? mine : theirs);
  }
  for (; done < base->lines->len; done++)
    g_ptr_array_add (merged, base->lines->pdata[done]);
  return TRUE;
}

static char *
join (GPtrArray *lines, gboolean ends)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++) {
    g_string_append (text, lines->pdata[i]);
    if (ends || i + 1 < lines->len)
      g_string_append_c (text, '\n');
  }
  return g_string_free (text, FALSE);
}

char *
sat_merge_text (const char *base, const char *mine, const char *theirs)
{
  g_auto (Lines) b = split (base);
  g_auto (Lines) m = split (mine);
  g_auto (Lines) t = split (theirs);
  g_autoptr (GArray) my_changes = sat_line_diff (b.lines, m.lines);
  g_autoptr (GArray) their_changes = sat_line_diff (b.lines, t.lines);
  g_autoptr (GPtrArray) merged = g_ptr_array_new ();
  Side my_side = {&m, my_changes, 0}, their_side = {&t, their_changes, 0};

  if (!merge_changes (merged, &b, &my_side, &their_side))
    return NULL;
  return join (merged, m.ends != b.ends ? m.ends : t.ends);
}
