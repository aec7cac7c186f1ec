/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include <glib/gi18n-lib.h>

#include "chatty-sync-planner.h"
#include "chatty-sync-rules.h"

/* Fewer than this at once are what a person does in an afternoon. */
#define MIN_GONE        2
#define MIN_OVERWRITTEN 5

void
chatty_sync_brake_free (gpointer data)
{
  ChattySyncBrake *brake = data;

  g_free ((char *) brake->message);
  g_free ((char *) brake->remedy);
  g_free (brake);
}

static void
pull (ChattySyncPlanner   *self,
      ChattySyncBrakeKind  kind,
      guint                n,
      guint                of,
      gboolean             can_release,
      char                *message,
      const char          *remedy)
{
  ChattySyncBrake *brake = g_new (ChattySyncBrake, 1);

  *brake = (ChattySyncBrake) {
    .kind = kind,
    .n = n,
    .of = of,
    .can_release = can_release,
    .message = message,
    .remedy = g_strdup (remedy),
  };
  g_ptr_array_add (self->brakes, brake);
}

static gboolean
is_too_many (ChattySyncPlanner *self,
             guint              n,
             guint              of,
             guint              at_least,
             guint              at_most)
{
  return (n >= at_least && n > of * self->settings->max_share) || n > at_most;
}

static void
look_at_list (ChattySyncPlanner *self)
{
  ChattySyncLook *look = self->look;
  guint n_hidden = g_hash_table_size (look->hidden);
  guint n_gone = MAX (self->n_gone_there, self->n_known);

  if (look->listed == NULL)
    {
      pull (self, CHATTY_SYNC_BRAKE_LIST_FAILED, 0, self->n_linked, FALSE,
            g_strdup_printf (_("The list of characters could not be had from %s: %s"),
                             look->title,
                             look->error != NULL ? look->error->message : ""),
            _("Nothing was changed. Try again later"));
      return;
    }
  if (n_hidden > 0)
    pull (self, CHATTY_SYNC_BRAKE_LIST_PARTIAL, n_hidden, self->n_linked, FALSE,
          g_strdup_printf (ngettext ("The list from %s is not complete: %u character is there "
                                     "and not in it",
                                     "The list from %s is not complete: %u characters are there "
                                     "and not in it", n_hidden),
                           look->title, n_hidden),
          _("Nothing was changed, and nothing counts as deleted. Try again later"));
  else if (g_hash_table_size (look->listed) == 0 && n_gone > 0)
    pull (self, CHATTY_SYNC_BRAKE_LIST_EMPTY, n_gone, MAX (n_gone, self->n_linked), TRUE,
          g_strdup_printf (ngettext ("%s has no characters any more; there was %u",
                                     "%s has no characters any more; there were %u",
                                     n_gone),
                           look->title, n_gone),
          _("If you deleted them there, go on: they are kept here, and unlinked. If not, check "
            "that the key belongs to the right account"));
  else if (is_too_many (self, self->n_gone_there, self->n_linked, MIN_GONE,
                        self->settings->max_gone))
    pull (self, CHATTY_SYNC_BRAKE_GONE_THERE, self->n_gone_there, self->n_linked, TRUE,
          g_strdup_printf (_("%u of %u characters are gone at %s at once"), self->n_gone_there,
                           self->n_linked, look->title),
          _("If you deleted them there, go on: they are kept here, and unlinked. If not, try "
            "again later"));
}

/*
 * chatty_sync_plan_brakes:
 *
 * Looks for what a person would want to be asked about before anything is
 * done.
 */
void
chatty_sync_plan_brakes (ChattySyncPlanner *self)
{
  ChattySyncLook *look = self->look;
  gboolean other_owner = self->n_other_owner > 0 ||
                         (look->owner != NULL && look->state->owner != NULL &&
                          !g_str_equal (look->owner, look->state->owner));

  if (!CHATTY_SYNC_HOLDS (CHATTY_RULE_BRAKES))
    return;
  if (other_owner)
    pull (self, CHATTY_SYNC_BRAKE_OWNER, self->n_other_owner, self->n_linked, FALSE,
          g_strdup_printf (_("The key belongs to another account at %s than before"),
                           look->title),
          _("Nothing was changed. Connect this key as an account of its own, or replace it by "
            "one of the account that the characters are linked to"));
  look_at_list (self);
  if (is_too_many (self, self->n_gone_here, self->n_known, MIN_GONE, self->settings->max_gone))
    pull (self, CHATTY_SYNC_BRAKE_GONE_HERE, self->n_gone_here, self->n_known, TRUE,
          g_strdup_printf (_("%u of %u characters are gone from the vault at once"),
                           self->n_gone_here, self->n_known),
          _("If you deleted them, go on: you are asked what is to become of those on the "
            "platform. If not, check that the vault’s folder is whole"));
  if (is_too_many (self, self->n_over_here, self->n_linked, MIN_OVERWRITTEN,
                   self->settings->max_overwritten))
    pull (self, CHATTY_SYNC_BRAKE_OVERWRITTEN_HERE, self->n_over_here, self->n_linked, TRUE,
          g_strdup_printf (_("Of %u of %u characters something would be replaced here"),
                           self->n_over_here, self->n_linked),
          _("Look at the changes. If they are right, go on: the old values are kept in the "
            "history"));
  if (is_too_many (self, self->n_over_there, self->n_linked, MIN_OVERWRITTEN,
                   self->settings->max_overwritten))
    pull (self, CHATTY_SYNC_BRAKE_OVERWRITTEN_THERE, self->n_over_there, self->n_linked, TRUE,
          g_strdup_printf (_("Of %u of %u characters something would be replaced at %s"),
                           self->n_over_there, self->n_linked, look->title),
          _("Look at the changes. If they are right, go on: the old values are kept in the "
            "history"));
}
