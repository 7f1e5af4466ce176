/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What nearly every file here includes, parsed once: half of what a compiler takes for one. Files
 * include what they need all the same: with ccache, which does this better, there is none. */
#include <adwaita.h>
