/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sat-json-reader.h"
#include "sat-mutation.h"
#include "sat-push-answer.h"
#include "sat-server-private.h"

G_BEGIN_DECLS

/* One atomic group of mutations: what it does is worked out in memory and written down only when
 * none of its members is refused (docs/protocol.md, 4). */

/* A mutation and what became of it. */
typedef struct {
  const SatMutation *mutation;
  const char *line; /* as it was sent, without a NUL at its end; NULL: by the server itself */
  gsize length;
  SatUuid target; /* the record that it acts on: not the mutation's when that was merged */

  SatPushStatus status;
  const char *code;  /* of REJECTED */
  GArray *conflicts; /* of SatUuid */
  SatClocks
      *versions;     /* of the fields written: the base is what it wrote at least; NULL: nothing */
  GHashTable *lost;  /* name of a version -> SatUuid of the conflict that keeps its value */
  GHashTable *texts; /* field -> the text it wanted, where another one came of it */
} SatMember;

/* A record that the group looks at or changes. */
typedef struct {
  SatUuid id, root;
  const char *type;             /* interned */
  const SatType *known;         /* NULL: a conflict */
  SatStoredRecord *before;      /* NULL: it is new */
  SatWireFields *fields_before; /* NULL: it is new */
  SatWireFields *fields;
  SatClocks *clocks;
  gboolean deleted;
  SatUuid merged_into;
  gboolean touched;        /* gets the group's seq */
  gboolean fields_changed; /* differs from fields_before, or it is new */
  SatMember *member;       /* that touched it last */
  gboolean several;        /* others touched it before */
  GArray *open;            /* of SatUuid: conflicts about it that were open; NULL: not looked for */
} SatGroupRecord;

typedef struct {
  SatServer *server;
  SatTransaction *transaction;
  const SatStorageApi *api;
  const SatCaller *caller; /* NULL: the server itself */
  gint64 now;
  gint64 seq; /* 0 until it is written */

  GArray *members;     /* of SatMember */
  SatMember *refused;  /* the first one; then the group is given up */
  GHashTable *records; /* SatUuid -> SatGroupRecord */
  GPtrArray *order;    /* of the same, as they were met */
  GPtrArray *history;  /* of SatStoredHistory, without seq and root */
  GPtrArray *made;     /* of SatMutation: those that members have in the place of their own */
  GHashTable *kept;    /* roots (SatUuid) that a delete does not reach */
} SatGroup;

SatGroup *
sat_group_new (SatServer *server, SatTransaction *transaction, const SatCaller *caller, gint64 now);
void sat_group_free (SatGroup *self);
/* @mutation and @line must outlive the group. @line NULL: by the server itself. */
void sat_group_add (SatGroup *self, const SatMutation *mutation, const char *line, gsize length);
/* Decides and writes. After it the members have their status. FALSE only when the storage fails. */
gboolean sat_group_apply (SatGroup *self, GError **error);

/* What the files of the group share */

/* *@record NULL: the server does not know it. Valid as long as the group. */
gboolean
sat_group_find (SatGroup *self, const SatUuid *id, SatGroupRecord **record, GError **error);
SatGroupRecord *sat_group_create (SatGroup *self, const SatUuid *id, const char *type);
void sat_group_touch (SatGroupRecord *record, SatMember *member);
void sat_group_set (SatGroupRecord *record, const char *field, const SatWireValue *value);
const SatWireValue *sat_group_value (const SatWireFields *fields, const char *field);
guint32 sat_group_device (const SatGroup *self);

/* The group is given up. Always TRUE, so that the caller can go on. */
gboolean sat_group_refuse (SatGroup *self, SatMember *member, const char *code);
gboolean sat_group_quarantine (SatGroup *self, SatMember *member);
/* A worse status than before stays. */
void sat_member_raise (SatMember *member, SatPushStatus status);
void sat_member_add_conflict (SatMember *member, SatPushStatus status, const SatUuid *conflict);
/* The member has written @name of its record. */
void sat_member_wrote (SatMember *member, const char *name, SatVersion version);

/* Who wrote a version, and when. */
typedef struct {
  SatUuid user; /* nil: the server, or it is not known any more */
  char *name;   /* "" */
  gint64 edited;
} SatGroupAuthor;
gboolean
sat_group_author (SatGroup *self, SatVersion version, SatGroupAuthor *author, GError **error);
void sat_group_this_author (SatGroup *self, const SatMutation *mutation, SatGroupAuthor *author);
void sat_group_author_clear (SatGroupAuthor *author);
gint64 sat_group_edited (const SatGroup *self, SatHlc hlc);

/* sat-group-check.c: may it be? Refuses the member if not. */
gboolean sat_group_check (SatGroup *self, SatMember *member, GError **error);
gboolean sat_group_access (SatGroup *self, const SatUuid *root, SatAccess *access, GError **error);

/* sat-group-put.c */
gboolean sat_group_put (SatGroup *self, SatMember *member, GError **error);
/* The name that holds the version of @field: of a group's first field. */
const char *sat_group_version_name (const SatType *type, const char *field);

/* sat-group-base.c: what an editor saw of a field. */
typedef struct {
  SatVersion version;
  gboolean met;     /* its own earlier value is still there, or nothing but a delete between */
  SatUuid conflict; /* the open one that keeps the own earlier value; nil */
  char *text;       /* the text that it saw, where it is not the version's; NULL */
} SatGroupBase;
gboolean sat_group_base (SatGroup *self,
                         const SatGroupRecord *record,
                         const SatMember *member,
                         const char *name,
                         SatGroupBase *base,
                         GError **error);
void sat_group_base_clear (SatGroupBase *base);
/* The value that @field had in @version, as JSON; *@found FALSE: it is not known. g_free(). */
gboolean sat_group_past (SatGroup *self,
                         const SatGroupRecord *record,
                         const char *field,
                         SatVersion version,
                         char **json,
                         gboolean *found,
                         GError **error);

/* sat-group-below.c. Does anything hang from @above, and is not deleted with it, that somebody else
 * has written since @rb? @author is to be cleared if *@found. */
gboolean sat_group_find_below (SatGroup *self,
                               const SatGroupRecord *above,
                               gint64 rb,
                               SatGroupAuthor *author,
                               gboolean *found,
                               GError **error);
/* What still hangs from @above goes with it. */
gboolean sat_group_end_below (SatGroup *self,
                              const SatGroupRecord *above,
                              SatMember *member,
                              GError **error);

/* sat-group-life.c */
gboolean sat_group_find_kept (SatGroup *self, GError **error);
gboolean sat_group_delete (SatGroup *self, SatMember *member, GError **error);
/* It is deleted now, with its values in the history. */
void sat_group_end (SatGroup *self, SatGroupRecord *record, SatMember *member);
/* By this very group, also one that was deleted before and came back on the way: it takes along
 * what is below it, also what was made or brought back there. */
gboolean sat_group_is_deleted_here (const SatGroupRecord *record);
gboolean sat_group_undelete (SatGroup *self, SatMember *member, GError **error);
/* A deleted record is back, with what went with it; its fields have a new base version. */
gboolean
sat_group_revive (SatGroup *self, SatGroupRecord *record, SatMember *member, GError **error);
/* An edit of somebody who did not know that the record was deleted: tells the deleter. @key: what
 * makes the conflict another one than the mutation's others. */
gboolean sat_group_tell_deleter (
    SatGroup *self, SatGroupRecord *record, SatMember *member, const char *key, GError **error);

/* sat-group-conflict.c */
typedef struct {
  const char *kind, *field;
  const SatWireValue *base, *value, *winner; /* NULL: empty */
  const SatGroupAuthor *author, *other;
  const SatUuid *with; /* NULL: none */
} SatGroupConflict;
/* Opens one below @record, or none if there is one with that id. @status OK: @member's author is
 * not told. */
gboolean sat_group_open_conflict (SatGroup *self,
                                  SatGroupRecord *record,
                                  SatMember *member,
                                  const SatUuid *id,
                                  SatPushStatus status,
                                  const SatGroupConflict *conflict,
                                  GError **error);
/* The own value that an open one of @record keeps is now @value. */
gboolean sat_group_renew_conflict (SatGroup *self,
                                   SatGroupRecord *record,
                                   SatMember *member,
                                   const SatUuid *id,
                                   const SatWireValue *value,
                                   const SatGroupAuthor *author,
                                   GError **error);
/* The record's open ones about @field that @member's author had in sight are settled. */
gboolean sat_group_settle (
    SatGroup *self, SatGroupRecord *record, SatMember *member, const char *field, GError **error);
/* @from has become @to: the suggestion of it is settled, other open ones go along. */
gboolean sat_group_hand_over (SatGroup *self,
                              const SatGroupRecord *from,
                              const SatGroupRecord *to,
                              GError **error);
/* A mutation of a conflict. */
gboolean sat_group_put_conflict (SatGroup *self, SatMember *member, GError **error);

/* sat-group-root.c: roots of all that was touched, once every member is done. */
/* The first reference up that is set; NULL: it is a root. */
const SatWireValue *sat_group_parent (const SatGroupRecord *record);
gboolean sat_group_place (SatGroup *self, GError **error);

/* sat-group-merge.c */
gboolean sat_group_merge (SatGroup *self, SatMember *member, GError **error);
gboolean sat_group_unmerge (SatGroup *self, SatMember *member, GError **error);
/* What @record names anew and is another one by now: it names that. */
gboolean
sat_group_follow (SatGroup *self, SatGroupRecord *record, SatMember *member, GError **error);

/* @field of @record now names @target. */
void sat_group_point_to (SatGroup *self,
                         SatGroupRecord *record,
                         SatMember *member,
                         const SatField *field,
                         const SatUuid *target);

/* sat-group-put.c: what a conflict says of @name; of fields that share a version all of them, as
 * one text. @others (may be NULL): where @fields says nothing. */
SatWireValue sat_group_value_of (const SatType *type,
                                 const char *name,
                                 const SatWireFields *fields,
                                 const SatWireFields *others);

/* sat-group-history.c */
void sat_group_add_history (SatGroup *self,
                            const SatGroupRecord *record,
                            const SatMember *member,
                            const char *field,
                            const SatWireValue *value,
                            SatVersion from,
                            SatVersion to,
                            const char *fate);
char *sat_group_value_json (const SatWireValue *value);

/* sat-group-store.c */
gboolean sat_group_store (SatGroup *self, GError **error);
/* A group that is given up but for its proposals. */
gboolean sat_group_store_proposals (SatGroup *self, GError **error);

G_END_DECLS
