/* SPDX-License-Identifier: GPL-3.0-or-later */

/* See src/app/pch/app.h. */
#include <gio/gio.h>
