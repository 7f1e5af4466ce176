/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The person's answer: @reason is what was typed, "" for nothing. Not called when the dialog is
 * cancelled. */
typedef void (*SatLostFunc) (const char *reason, gpointer user_data);

/* Asks why the deal called @title is lost, over the window of @parent. @destroy frees @user_data
 * in any case. */
GtkWidget *sat_lost_dialog_ask (GtkWidget *parent,
                                const char *title,
                                SatLostFunc answered,
                                gpointer user_data,
                                GDestroyNotify destroy);

G_END_DECLS
