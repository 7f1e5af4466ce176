/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sales layer: the rules of selling, over the store. What a pipeline is worth and how it is
 * grouped, what a period will bring, and a sample workspace to look around in. No windows here, and
 * no SQL but where a file says so. Include this header to get all of it. */

#pragma once

#include "sat-demo.h"
#include "sat-forecast.h"
#include "sat-pipeline-edit.h"
#include "sat-pipeline-figures.h"
