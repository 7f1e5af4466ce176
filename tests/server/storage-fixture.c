/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "storage-fixture.h"

SatUuid
id_of (guint number)
{
  return (SatUuid){{[0] = 1, [14] = (guint8)(number >> 8), [15] = (guint8)number}};
}

SatTransaction *
begin (SatStorage *storage, gboolean writing)
{
  g_autoptr (GError) error = NULL;
  SatTransaction *transaction = writing ? sat_storage_begin_write (storage, &error)
                                        : sat_storage_begin_read (storage, &error);

  g_assert_no_error (error);
  return transaction;
}

void
commit (SatTransaction *transaction)
{
  g_autoptr (GError) error = NULL;

  sat_transaction_commit (transaction, &error);
  g_assert_no_error (error);
}
