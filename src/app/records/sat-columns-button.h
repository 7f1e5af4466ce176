/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-record-columns.h"

G_BEGIN_DECLS

/* A menu button with the list of columns to choose from. */
GtkWidget *
sat_columns_button_new (SatContext *context, const char *type_name, SatRecordColumns *columns);

G_END_DECLS
