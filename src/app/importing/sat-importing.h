/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Import from the window: choose files, watch, read what became of each row, undo all of it. What
 * the files mean is found by exchange/. */

#pragma once

#include "sat-import-dialog.h"
