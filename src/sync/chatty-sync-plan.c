/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-sync"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "chatty-sha256.h"
#include "chatty-sync-plan-private.h"
#include "chatty-sync-planner.h"

struct _ChattySyncPlan {
  gatomicrefcount   ref_count;
  ChattySyncLook   *look;
  GPtrArray        *steps;
  GPtrArray        *brakes;
  ChattySyncCounts  counts;
  gboolean          blocked;
  char             *hash;
};

G_DEFINE_BOXED_TYPE (ChattySyncPlan, chatty_sync_plan, chatty_sync_plan_ref,
                     chatty_sync_plan_unref)

static void
add_text (ChattySha256 *sum,
          const char   *text)
{
  /* What is not there differs from what is empty. */
  chatty_sha256_update (sum, text != NULL ? "+" : "-", 1);
  if (text != NULL)
    chatty_sha256_update (sum, text, strlen (text) + 1);
}

static void
add_number (ChattySha256 *sum,
            guint64       number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, number);

  add_text (sum, text);
}

static void
add_step (ChattySha256         *sum,
          const ChattySyncStep *step)
{
  add_text (sum, step->id);
  add_number (sum, step->kind);
  add_text (sum, step->callsign);
  add_text (sum, step->remote_id);
  add_text (sum, step->name);
  add_text (sum, step->document);
  add_text (sum, step->document_id);
  add_text (sum, step->choice);
  add_number (sum, step->to_here);
  add_number (sum, step->to_there);
  for (guint i = 0; i < step->n_fields; i++)
    {
      /* The times are told, and decide nothing any more. */
      const ChattySyncField *field = &step->fields[i];

      add_number (sum, field->field);
      add_number (sum, field->direction);
      add_number (sum, field->why);
      add_text (sum, field->here);
      add_text (sum, field->there);
      add_text (sum, field->result);
    }
  for (guint i = 0; i < CHATTY_N_FIELDS; i++)
    {
      g_autofree char *value = NULL;

      if ((step->to_there & CHATTY_FIELD_FLAG (i)) == 0 || step->send == NULL)
        continue;
      value = chatty_sync_value_json (step->send, i);
      add_text (sum, value);
    }
}

static char *
hash_plan (ChattySyncPlan *self)
{
  g_autoptr (ChattySha256) sum = chatty_sha256_new ();

  add_text (sum, self->look->platform);
  add_text (sum, self->look->account);
  add_number (sum, self->blocked);
  for (guint i = 0; i < self->steps->len; i++)
    add_step (sum, g_ptr_array_index (self->steps, i));
  return chatty_sha256_end (sum);
}

static void
count_step (ChattySyncCounts     *counts,
            const ChattySyncStep *step)
{
  switch (step->kind)
    {
    case CHATTY_SYNC_CREATE_THERE: counts->create_there++; break;
    case CHATTY_SYNC_CREATE_HERE: counts->create_here++; break;
    case CHATTY_SYNC_LINK: counts->link++; break;
    case CHATTY_SYNC_AGREE: counts->agree++; break;
    case CHATTY_SYNC_GONE_THERE: counts->gone_there++; break;
    case CHATTY_SYNC_DELETE_THERE: counts->delete_there++; break;
    case CHATTY_SYNC_FAILED: counts->failed++; break;
    case CHATTY_SYNC_UPDATE:
      counts->update_there += step->to_there != 0;
      counts->update_here += step->to_here != 0;
      break;
    case CHATTY_SYNC_DOCUMENT_UPLOAD:
    case CHATTY_SYNC_DOCUMENT_CONNECT:
    case CHATTY_SYNC_DOCUMENT_REMOVE:
    case CHATTY_SYNC_DOCUMENT_MISSING:
      counts->documents++;
      break;
    case CHATTY_SYNC_GONE_HERE:
    case CHATTY_SYNC_ADOPT:
    case CHATTY_SYNC_SAME_NAME:
    case CHATTY_SYNC_LEAVE:
    case CHATTY_SYNC_TRASH_HERE:
    default:
      break;
    }
  counts->questions += step->question != NULL && step->choice == NULL;
  for (guint i = 0; i < step->n_fields; i++)
    {
      counts->conflicts += step->fields[i].conflict;
      counts->questions += chatty_sync_why_is_open (step->fields[i].why);
    }
}

static void
finish (ChattySyncPlan *self,
        guint           released)
{
  for (guint i = 0; i < self->brakes->len; i++)
    {
      const ChattySyncBrake *brake = g_ptr_array_index (self->brakes, i);

      self->blocked |= !brake->can_release ||
                       (released & CHATTY_SYNC_BRAKE_FLAG (brake->kind)) == 0;
    }
  for (guint i = 0; i < self->steps->len; i++)
    count_step (&self->counts, g_ptr_array_index (self->steps, i));
  self->hash = hash_plan (self);
}

/**
 * chatty_sync_plan_new:
 * @look: both sides
 * @settings: what to do about them
 *
 * A pure function: the same look and settings give the same plan.
 *
 * Returns: (transfer full): what a sync would do
 */
ChattySyncPlan *
chatty_sync_plan_new (ChattySyncLook           *look,
                      const ChattySyncSettings *settings)
{
  ChattySyncPlan *self = g_new0 (ChattySyncPlan, 1);
  ChattySyncPlanner planner;

  g_atomic_ref_count_init (&self->ref_count);
  self->look = chatty_sync_look_ref (look);
  chatty_sync_planner_init (&planner, look, settings);
  chatty_sync_plan_linked (&planner);
  chatty_sync_plan_begun (&planner);
  chatty_sync_plan_only_here (&planner);
  chatty_sync_plan_only_there (&planner);
  chatty_sync_plan_brakes (&planner);
  self->steps = g_steal_pointer (&planner.steps);
  self->brakes = g_steal_pointer (&planner.brakes);
  self->counts = planner.counts;
  chatty_sync_planner_clear (&planner);
  finish (self, settings->released);
  return self;
}

/*
 * chatty_sync_plan_new_of:
 * @steps: (transfer full) (element-type ChattySyncStep): what it does
 *
 * Returns: (transfer full): a plan that was not made by comparing: an Undo
 */
ChattySyncPlan *
chatty_sync_plan_new_of (ChattySyncLook *look,
                         GPtrArray      *steps)
{
  ChattySyncPlan *self = g_new0 (ChattySyncPlan, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->look = chatty_sync_look_ref (look);
  self->steps = steps;
  self->brakes = g_ptr_array_new_with_free_func (chatty_sync_brake_free);
  finish (self, 0);
  return self;
}

ChattySyncPlan *
chatty_sync_plan_ref (ChattySyncPlan *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
chatty_sync_plan_unref (ChattySyncPlan *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  chatty_sync_look_unref (self->look);
  g_ptr_array_unref (self->steps);
  g_ptr_array_unref (self->brakes);
  g_free (self->hash);
  g_free (self);
}

/**
 * chatty_sync_plan_get_look:
 *
 * Returns: (transfer none): what it was made of
 */
ChattySyncLook *
chatty_sync_plan_get_look (ChattySyncPlan *self)
{
  return self->look;
}

const char *
chatty_sync_plan_get_hash (ChattySyncPlan *self)
{
  return self->hash;
}

guint
chatty_sync_plan_get_n_steps (ChattySyncPlan *self)
{
  return self->steps->len;
}

/**
 * chatty_sync_plan_get_step:
 *
 * Returns: (transfer none): a step
 */
ChattySyncStep *
chatty_sync_plan_get_step (ChattySyncPlan *self,
                           guint           nth)
{
  g_return_val_if_fail (nth < self->steps->len, NULL);

  return g_ptr_array_index (self->steps, nth);
}

/**
 * chatty_sync_plan_find_step:
 * @id: of a step
 *
 * Returns: (transfer none) (nullable): the step
 */
ChattySyncStep *
chatty_sync_plan_find_step (ChattySyncPlan *self,
                            const char     *id)
{
  for (guint i = 0; i < self->steps->len; i++)
    {
      ChattySyncStep *step = g_ptr_array_index (self->steps, i);

      if (g_str_equal (step->id, id))
        return step;
    }
  return NULL;
}

guint
chatty_sync_plan_get_n_brakes (ChattySyncPlan *self)
{
  return self->brakes->len;
}

/**
 * chatty_sync_plan_get_brake:
 *
 * Returns: (transfer none): a brake, also one that the person let go
 */
const ChattySyncBrake *
chatty_sync_plan_get_brake (ChattySyncPlan *self,
                            guint           nth)
{
  g_return_val_if_fail (nth < self->brakes->len, NULL);

  return g_ptr_array_index (self->brakes, nth);
}

gboolean
chatty_sync_plan_is_blocked (ChattySyncPlan *self)
{
  return self->blocked;
}

gboolean
chatty_sync_plan_is_empty (ChattySyncPlan *self)
{
  for (guint i = 0; i < self->steps->len; i++)
    if (chatty_sync_step_writes (g_ptr_array_index (self->steps, i)))
      return FALSE;
  return TRUE;
}

void
chatty_sync_plan_get_counts (ChattySyncPlan   *self,
                             ChattySyncCounts *counts)
{
  *counts = self->counts;
}

/* @words has one place for the number. */
static void
append_part (GString *summary,
             guint    n,
             char    *words)
{
  g_autofree char *owned = words;

  if (n > 0)
    g_string_append_printf (summary, "%s%s", summary->len > 0 ? ", " : "", owned);
}

/**
 * chatty_sync_plan_dup_summary:
 *
 * Returns: (transfer full): one line for people
 */
char *
chatty_sync_plan_dup_summary (ChattySyncPlan *self)
{
  const ChattySyncCounts *counts = &self->counts;
  GString *summary = g_string_new (NULL);

  /* Translators: each of these is a number of characters, in one list: "2 to
   * send, 1 to take over, 1 question". "There" is the platform. */
  append_part (summary, counts->create_there,
               g_strdup_printf (ngettext ("%u to make there", "%u to make there",
                                          counts->create_there), counts->create_there));
  append_part (summary, counts->create_here,
               g_strdup_printf (ngettext ("%u to bring here", "%u to bring here",
                                          counts->create_here), counts->create_here));
  append_part (summary, counts->update_there,
               g_strdup_printf (ngettext ("%u to send", "%u to send",
                                          counts->update_there), counts->update_there));
  append_part (summary, counts->update_here,
               g_strdup_printf (ngettext ("%u to take over", "%u to take over",
                                          counts->update_here), counts->update_here));
  append_part (summary, counts->link,
               g_strdup_printf (ngettext ("%u to link", "%u to link",
                                          counts->link), counts->link));
  append_part (summary, counts->gone_there,
               g_strdup_printf (ngettext ("%u gone there", "%u gone there",
                                          counts->gone_there), counts->gone_there));
  append_part (summary, counts->delete_there,
               g_strdup_printf (ngettext ("%u to delete there", "%u to delete there",
                                          counts->delete_there), counts->delete_there));
  append_part (summary, counts->documents,
               g_strdup_printf (ngettext ("%u document", "%u documents",
                                          counts->documents), counts->documents));
  append_part (summary, counts->questions,
               g_strdup_printf (ngettext ("%u question", "%u questions",
                                          counts->questions), counts->questions));
  append_part (summary, counts->failed,
               g_strdup_printf (ngettext ("%u that could not be compared",
                                          "%u that could not be compared",
                                          counts->failed), counts->failed));
  if (summary->len == 0)
    g_string_append (summary, _("Everything is the same on both sides"));
  return g_string_free (summary, FALSE);
}

static JsonObject *
counts_to_object (const ChattySyncCounts *counts)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "create_there", counts->create_there);
  json_object_set_int_member (object, "create_here", counts->create_here);
  json_object_set_int_member (object, "update_there", counts->update_there);
  json_object_set_int_member (object, "update_here", counts->update_here);
  json_object_set_int_member (object, "link", counts->link);
  json_object_set_int_member (object, "agree", counts->agree);
  json_object_set_int_member (object, "gone_there", counts->gone_there);
  json_object_set_int_member (object, "delete_there", counts->delete_there);
  json_object_set_int_member (object, "documents", counts->documents);
  json_object_set_int_member (object, "conflicts", counts->conflicts);
  json_object_set_int_member (object, "questions", counts->questions);
  json_object_set_int_member (object, "only_here", counts->only_here);
  json_object_set_int_member (object, "only_there", counts->only_there);
  json_object_set_int_member (object, "failed", counts->failed);
  json_object_set_int_member (object, "same", counts->same);
  return object;
}

/**
 * chatty_sync_plan_to_json:
 *
 * Returns: (transfer full): all of it, as the sync command prints it
 */
JsonNode *
chatty_sync_plan_to_json (ChattySyncPlan *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *brakes = json_array_new ();
  JsonArray *steps = json_array_new ();

  json_node_take_object (node, object);
  json_object_set_string_member (object, "platform", self->look->platform);
  json_object_set_string_member (object, "account", self->look->account);
  json_object_set_string_member (object, "hash", self->hash);
  json_object_set_boolean_member (object, "blocked", self->blocked);
  json_object_set_object_member (object, "counts", counts_to_object (&self->counts));
  for (guint i = 0; i < self->brakes->len; i++)
    {
      const ChattySyncBrake *brake = g_ptr_array_index (self->brakes, i);
      JsonObject *entry = json_object_new ();

      json_object_set_string_member (entry, "brake",
                                     chatty_sync_brake_kind_to_string (brake->kind));
      json_object_set_int_member (entry, "n", brake->n);
      json_object_set_int_member (entry, "of", brake->of);
      json_object_set_boolean_member (entry, "can_release", brake->can_release);
      json_object_set_string_member (entry, "message", brake->message);
      json_object_set_string_member (entry, "remedy", brake->remedy);
      json_array_add_object_element (brakes, entry);
    }
  json_object_set_array_member (object, "brakes", brakes);
  for (guint i = 0; i < self->steps->len; i++)
    json_array_add_element (steps,
                            chatty_sync_step_to_json (g_ptr_array_index (self->steps, i)));
  json_object_set_array_member (object, "steps", steps);
  return node;
}
