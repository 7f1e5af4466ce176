/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Faults on purpose, in a build made with -Dfaults=true; in any other they are nothing at all.
 *
 * SAT_CRASH_POINT ("push-answer") marks a place where the program may be killed.
 * SATCHEL_CRASH_AT=push-answer:3 kills it with SIGKILL at the third passing of that place (":1" if
 * it is left out); SATCHEL_CRASH_AT=list prints the names of the program's places and ends.
 *
 * SAT_BUG ("skips-shadow") is TRUE while that bug is wished for, by SATCHEL_BUG=skips-shadow,other
 * or by sat_fault_set_bugs(): code that goes wrong then shows whether the tests would notice.
 * SATCHEL_BUG=list prints the names of all bugs that the program has.
 *
 * Names are string literals of small letters, digits and hyphens. */

#ifdef SAT_FAULTS

/* Lets the linker gather the names from all files of a program. */
#define SAT_FAULT_NAME(section_name, name)                                                         \
  static const char *sat_fault_name __attribute__ ((section (section_name), used)) = name

#define SAT_CRASH_POINT(name)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    SAT_FAULT_NAME ("sat_crash_points", name);                                                     \
    sat_fault_pass (sat_fault_name);                                                               \
  }                                                                                                \
  G_STMT_END

#define SAT_BUG(name)                                                                              \
  (__extension__({                                                                                 \
    SAT_FAULT_NAME ("sat_bugs", name);                                                             \
    sat_fault_has_bug (sat_fault_name);                                                            \
  }))

void sat_fault_pass (const char *point);
gboolean sat_fault_has_bug (const char *name);

/* From now on these bugs, separated by commas, in place of SATCHEL_BUG; NULL or "": none. Not while
 * another thread may be asking. */
void sat_fault_set_bugs (const char *names);

/* Names that the program has, sorted. (transfer container) */
GPtrArray *sat_fault_list_points (void);
GPtrArray *sat_fault_list_bugs (void);

#else

#define SAT_CRASH_POINT(name)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
  }                                                                                                \
  G_STMT_END
#define SAT_BUG(name) FALSE

#endif

G_END_DECLS
