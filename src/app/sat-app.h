/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The desktop application: one window over one store. SatApplication opens the store and makes a
 * SatContext, the one object that every view is handed: store, settings, formats, background reads,
 * undo. SatWindow has the sidebar, the views (sat-views.c lists them) and the details pane. Views
 * implement SatView; format/ turns values into text for people and back; records/ has what is drawn
 * from the registry: table, filter bar, field editors, details, timeline. */

#pragma once

#include "sat-application.h"
#include "sat-context.h"
#include "sat-settings.h"
#include "sat-view.h"
#include "sat-views.h"
#include "sat-window.h"
