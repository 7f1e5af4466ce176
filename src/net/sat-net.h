/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The net layer: carries the questions of the sync engine to the server and brings the answers
 * (sat-net-client.h), keeps what proves who asks (sat-secrets.h), signs in (sat-net-login.h) and
 * drives an engine from beginning to end (sat-net-sync.h). All of it blocks: a window runs it on a
 * thread of its own. */

#pragma once

#include "sat-sync.h"
