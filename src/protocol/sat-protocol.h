/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The protocol layer: what programs agree on when they exchange data. JSON that is read strictly
 * and written the same way everywhere, and the JSON form of filters; the merge rule and the wire
 * format have their place here too. No SQL, no network, no windows. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Room for the name of a type or a field, an identifier of the registry, and its NUL. */
#define SAT_WIRE_NAME_SIZE 41

/**
 * SatProtocolError:
 * @SAT_PROTOCOL_ERROR_SYNTAX: not JSON, or JSON that the strict reader refuses; the message has the
 * line and column.
 * @SAT_PROTOCOL_ERROR_LIMIT: nested too deeply, or a number that does not fit.
 * @SAT_PROTOCOL_ERROR_SHAPE: JSON, but not what was expected there.
 * @SAT_PROTOCOL_ERROR_PARTS: a part of a record that does not fit what is held; whole rows help.
 */
typedef enum {
  SAT_PROTOCOL_ERROR_SYNTAX,
  SAT_PROTOCOL_ERROR_LIMIT,
  SAT_PROTOCOL_ERROR_SHAPE,
  SAT_PROTOCOL_ERROR_PARTS,
} SatProtocolError;

#define SAT_PROTOCOL_ERROR (sat_protocol_error_quark ())
GQuark sat_protocol_error_quark (void);

G_END_DECLS
