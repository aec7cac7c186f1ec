/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* The main loop's half of an import, in one piece (over 600 lines) because
 * all of it is one state machine that one timer drives: find, look, wait,
 * store, end. The worker's half is chatty-import-worker.c. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-import-session-private.h"

#include <string.h>

#include "chatty-import-item-private.h"
#include "chatty-import-path.h"
#include "chatty-import-worker.h"
#include "chatty-platform.h"

/* What has happened is shown about 30 times a second, and never takes longer
 * than this at a time; what is left over waits for the next time. */
#define TICK_MS 33
#define TICK_BUDGET_US 4000
#define PATHS_AT_ONCE 500

struct _ChattyImportSession {
  GObject              parent_instance;

  ChattyVault         *vault;
  ChattyImportWorker  *worker;
  ChattyImportChoice   defaults;
  GMainContext        *context;        /* where it lives */
  GPtrArray           *items;          /* of ChattyImportItem */
  GSource             *tick;

  ChattyImportState    state;
  gboolean             preparing;      /* the worker finds and looks */
  gboolean             more_to_prepare;
  gboolean             start_wanted;
  gboolean             starting;       /* orders are being made */
  gboolean             held;           /* start() holds a reference until the end */
  GPtrArray           *orders;         /* while starting */

  /* "The same for all", given to a few items at a time. */
  char                *platform_for_all;
  char                *character_for_all;
  gboolean             has_platform_for_all;
  gboolean             has_character_for_all;
  guint                platform_cursor;   /* items before it have it */
  guint                character_cursor;

  /* Items whose choice changed since their path was worked out. */
  GQueue               without_path;
  gboolean             paths_running;

  guint                n_done;
  guint64              bytes_done;
  guint64              bytes_total;
  char                *error_message;
  char                *receipt;        /* JSON */
};

enum {
  PROP_0,
  PROP_STATE,
  PROP_FRACTION,
  PROP_N_DONE,
  PROP_N_FILES,
  PROP_BYTES_DONE,
  PROP_BYTES_TOTAL,
  PROP_ERROR_MESSAGE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ChattyImportSession, chatty_import_session, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

GType
chatty_import_state_get_type (void)
{
  static gsize type = 0;
  static const GEnumValue values[] = {
    { CHATTY_IMPORT_PREPARING, "CHATTY_IMPORT_PREPARING", "preparing" },
    { CHATTY_IMPORT_WAITING, "CHATTY_IMPORT_WAITING", "waiting" },
    { CHATTY_IMPORT_RUNNING, "CHATTY_IMPORT_RUNNING", "running" },
    { CHATTY_IMPORT_FINISHED, "CHATTY_IMPORT_FINISHED", "finished" },
    { CHATTY_IMPORT_CANCELLED, "CHATTY_IMPORT_CANCELLED", "cancelled" },
    { CHATTY_IMPORT_FAILED, "CHATTY_IMPORT_FAILED", "failed" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("ChattyImportState", values));
  return type;
}

static void ensure_tick (ChattyImportSession *self);

static gboolean
is_over (ChattyImportSession *self)
{
  return self->state >= CHATTY_IMPORT_FINISHED;
}

static void
notify (ChattyImportSession *self,
        guint                property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_state (ChattyImportSession *self,
           ChattyImportState    state)
{
  if (self->state == state)
    return;
  self->state = state;
  notify (self, PROP_STATE);
}

static void
end (ChattyImportSession *self,
     ChattyImportState    state)
{
  g_clear_pointer (&self->orders, g_ptr_array_unref);
  self->starting = FALSE;
  set_state (self, state);
}

/* Lets go of the reference that start() took; the last thing to be done. */
static void
release (ChattyImportSession *self)
{
  if (!self->held || !is_over (self))
    return;
  self->held = FALSE;
  g_object_unref (self);
}

/* Paths ------------------------------------------------------------------- */

static void
proposed_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  ChattyImportSession *self = CHATTY_IMPORT_SESSION (object);
  GPtrArray *requests = chatty_path_requests_finish (result);

  self->paths_running = FALSE;
  for (guint i = 0; i < requests->len; i++)
    {
      ChattyPathRequest *request = g_ptr_array_index (requests, i);

      chatty_import_item_take_path (request->item, g_steal_pointer (&request->path),
                                    request->platform, request->character);
      if (chatty_import_item_needs_path (request->item))
        g_queue_push_tail (&self->without_path, g_object_ref (request->item));
    }
  ensure_tick (self);
}

static void
propose_paths (ChattyImportSession *self)
{
  GPtrArray *requests;

  if (self->paths_running || g_queue_is_empty (&self->without_path))
    return;

  requests = chatty_path_requests_new ();
  while (requests->len < PATHS_AT_ONCE && !g_queue_is_empty (&self->without_path))
    {
      g_autoptr (ChattyImportItem) item = g_queue_pop_head (&self->without_path);

      if (chatty_import_item_needs_path (item))
        g_ptr_array_add (requests, chatty_path_request_new (item));
    }
  self->paths_running = TRUE;
  chatty_path_requests_answer (G_OBJECT (self), self->vault, requests, proposed_cb);
}

static void
item_chosen_cb (ChattyImportItem *item,
                gpointer          user_data)
{
  ChattyImportSession *self = user_data;

  if (!chatty_import_item_needs_path (item))
    return;
  g_queue_push_tail (&self->without_path, g_object_ref (item));
  ensure_tick (self);
}

/* What workers say ---------------------------------------------------------- */

static void
add_item (ChattyImportSession *self,
          ChattyImportSource  *source)
{
  ChattyImportItem *item = chatty_import_item_new (source, self->items->len, &self->defaults);

  if (self->has_platform_for_all && self->platform_cursor == self->items->len)
    {
      chatty_import_item_set_platform (item, self->platform_for_all);
      self->platform_cursor++;
    }
  if (self->has_character_for_all && self->character_cursor == self->items->len)
    {
      chatty_import_item_set_character (item, self->character_for_all);
      self->character_cursor++;
    }
  chatty_import_item_set_func (item, item_chosen_cb, self);
  g_ptr_array_add (self->items, item);
  self->bytes_total += source->size;
}

static void
take_look (ChattyImportSession *self,
           ChattyImportUpdate  *update)
{
  ChattyImportItem *item = g_ptr_array_index (self->items, update->index);

  chatty_import_item_take_look (item, g_steal_pointer (&update->look));
  item_chosen_cb (item, self);
}

static void
take_stored (ChattyImportSession *self,
             ChattyImportUpdate  *update)
{
  ChattyImportItem *item = g_ptr_array_index (self->items, update->index);

  if (update->look == NULL)
    {
      if (chatty_import_item_get_included (item))
        chatty_import_item_set_state (item, CHATTY_IMPORT_ITEM_FAILED, update->message);
      return;
    }
  if (chatty_import_item_get_head (item) == NULL)
    chatty_import_item_take_look (item, g_steal_pointer (&update->look));
  else
    chatty_import_item_take_path (item, g_strdup (update->look->path),
                                  update->look->path_platform, update->look->path_character);
  chatty_import_item_set_state (item, CHATTY_IMPORT_ITEM_DONE, NULL);
}

static void
prepared (ChattyImportSession *self)
{
  self->preparing = FALSE;
  if (self->more_to_prepare)
    {
      self->more_to_prepare = FALSE;
      self->preparing = TRUE;
      chatty_import_worker_prepare (self->worker);
    }
  else if (self->start_wanted)
    self->starting = TRUE;
  else
    set_state (self, CHATTY_IMPORT_WAITING);
}

static void
ended (ChattyImportSession *self,
       ChattyImportUpdate  *update)
{
  self->receipt = g_steal_pointer (&update->receipt);
  self->error_message = g_steal_pointer (&update->message);
  if (self->error_message != NULL)
    notify (self, PROP_ERROR_MESSAGE);
  end (self, self->error_message != NULL ? CHATTY_IMPORT_FAILED
             : update->cancelled ? CHATTY_IMPORT_CANCELLED : CHATTY_IMPORT_FINISHED);
}

static void
show_counts (ChattyImportSession *self)
{
  ChattyImportCounts counts;

  chatty_import_worker_get_counts (self->worker, &counts);
  if (counts.n_done == self->n_done && counts.bytes_done == self->bytes_done)
    return;
  self->n_done = counts.n_done;
  self->bytes_done = counts.bytes_done;
  notify (self, PROP_N_DONE);
  notify (self, PROP_BYTES_DONE);
  notify (self, PROP_FRACTION);

  /* Show which one is worked on: one a tick, not each that flew by. */
  if (self->n_done < self->items->len && !is_over (self))
    {
      ChattyImportItem *item = g_ptr_array_index (self->items, self->n_done);
      ChattyImportItemState state = chatty_import_item_get_state (item);

      if (self->state == CHATTY_IMPORT_PREPARING && state == CHATTY_IMPORT_ITEM_WAITING)
        chatty_import_item_set_state (item, CHATTY_IMPORT_ITEM_READING, NULL);
      else if (self->state == CHATTY_IMPORT_RUNNING && chatty_import_item_get_included (item) &&
               (state == CHATTY_IMPORT_ITEM_WAITING || state == CHATTY_IMPORT_ITEM_READING ||
                state == CHATTY_IMPORT_ITEM_READY))
        chatty_import_item_set_state (item, CHATTY_IMPORT_ITEM_STORING, NULL);
    }
}

/* Takes what workers said, until the time is up. Further files appear in the
 * list together. */
static gboolean
take_updates (ChattyImportSession *self,
              gint64               deadline)
{
  guint first_new = self->items->len;
  gboolean more = FALSE;

  while (!is_over (self))
    {
      g_autoptr (ChattyImportUpdate) update = chatty_import_worker_pop (self->worker);

      if (update == NULL)
        break;
      if (update->kind != CHATTY_IMPORT_UPDATE_SOURCE && self->items->len > first_new)
        {
          guint n_new = self->items->len - first_new;

          g_list_model_items_changed (G_LIST_MODEL (self), first_new, 0, n_new);
          first_new = self->items->len;
          notify (self, PROP_N_FILES);
          notify (self, PROP_BYTES_TOTAL);
        }
      switch (update->kind)
        {
        case CHATTY_IMPORT_UPDATE_SOURCE:
          add_item (self, update->source);
          break;
        case CHATTY_IMPORT_UPDATE_LOOK:
          take_look (self, update);
          break;
        case CHATTY_IMPORT_UPDATE_PREPARED:
          prepared (self);
          break;
        case CHATTY_IMPORT_UPDATE_STORED:
          take_stored (self, update);
          break;
        case CHATTY_IMPORT_UPDATE_ENDED:
          show_counts (self);
          ended (self, update);
          break;
        default:
          g_assert_not_reached ();
        }
      if (g_get_monotonic_time () >= deadline)
        {
          more = TRUE;
          break;
        }
    }
  if (self->items->len > first_new)
    {
      g_list_model_items_changed (G_LIST_MODEL (self), first_new, 0, self->items->len - first_new);
      notify (self, PROP_N_FILES);
      notify (self, PROP_BYTES_TOTAL);
    }
  return more;
}

static gboolean
continue_for_all (ChattyImportSession *self,
                  gint64               deadline)
{
  while (self->has_platform_for_all && self->platform_cursor < self->items->len)
    {
      if (g_get_monotonic_time () >= deadline)
        return TRUE;
      chatty_import_item_set_platform (g_ptr_array_index (self->items, self->platform_cursor++),
                                       self->platform_for_all);
    }
  while (self->has_character_for_all && self->character_cursor < self->items->len)
    {
      if (g_get_monotonic_time () >= deadline)
        return TRUE;
      chatty_import_item_set_character (g_ptr_array_index (self->items, self->character_cursor++),
                                        self->character_for_all);
    }
  return FALSE;
}

static gboolean
continue_starting (ChattyImportSession *self,
                   gint64               deadline)
{
  if (!self->starting)
    return FALSE;
  if (self->orders == NULL)
    self->orders = g_ptr_array_new_full (self->items->len,
                                         (GDestroyNotify) chatty_import_order_free);
  while (self->orders->len < self->items->len)
    {
      if (g_get_monotonic_time () >= deadline)
        return TRUE;
      g_ptr_array_add (self->orders,
                       chatty_import_item_make_order (g_ptr_array_index (self->items,
                                                                         self->orders->len)));
    }
  self->starting = FALSE;
  chatty_import_worker_run (self->worker, g_steal_pointer (&self->orders));
  return FALSE;
}

static gboolean
tick_cb (gpointer user_data)
{
  g_autoptr (ChattyImportSession) self = g_object_ref (CHATTY_IMPORT_SESSION (user_data));
  gint64 deadline = g_get_monotonic_time () + TICK_BUDGET_US;
  gboolean more;

  g_object_freeze_notify (G_OBJECT (self));
  more = take_updates (self, deadline);
  if (!is_over (self))
    {
      show_counts (self);
      more = more || continue_for_all (self, deadline) || continue_starting (self, deadline);
      propose_paths (self);
    }
  g_object_thaw_notify (G_OBJECT (self));

  if (is_over (self) ||
      (!more && !self->preparing && self->state != CHATTY_IMPORT_RUNNING &&
       (self->paths_running || g_queue_is_empty (&self->without_path))))
    {
      g_clear_pointer (&self->tick, g_source_unref);
      release (self);
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

static void
ensure_tick (ChattyImportSession *self)
{
  if (self->tick != NULL || is_over (self))
    return;
  self->tick = g_timeout_source_new (TICK_MS);
  g_source_set_callback (self->tick, tick_cb, self, NULL);
  g_source_set_static_name (self->tick, "chatty-import-session");
  g_source_attach (self->tick, self->context);
}

/* Object ------------------------------------------------------------------ */

static GType
get_item_type (GListModel *model)
{
  return CHATTY_TYPE_IMPORT_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return CHATTY_IMPORT_SESSION (model)->items->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  ChattyImportSession *self = CHATTY_IMPORT_SESSION (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items,
                                                                        position)) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
chatty_import_session_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  ChattyImportSession *self = CHATTY_IMPORT_SESSION (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_FRACTION:
      g_value_set_double (value, chatty_import_session_get_fraction (self));
      break;
    case PROP_N_DONE:
      g_value_set_uint (value, self->n_done);
      break;
    case PROP_N_FILES:
      g_value_set_uint (value, self->items->len);
      break;
    case PROP_BYTES_DONE:
      g_value_set_uint64 (value, self->bytes_done);
      break;
    case PROP_BYTES_TOTAL:
      g_value_set_uint64 (value, self->bytes_total);
      break;
    case PROP_ERROR_MESSAGE:
      g_value_set_string (value, self->error_message);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_import_session_dispose (GObject *object)
{
  ChattyImportSession *self = CHATTY_IMPORT_SESSION (object);

  if (self->tick != NULL)
    {
      g_source_destroy (self->tick);
      g_clear_pointer (&self->tick, g_source_unref);
    }
  /* The items may outlive the session that they would report to. */
  for (guint i = 0; i < self->items->len; i++)
    chatty_import_item_set_func (g_ptr_array_index (self->items, i), NULL, NULL);
  if (self->worker != NULL && !is_over (self))
    chatty_import_worker_cancel (self->worker);
  g_queue_clear_full (&self->without_path, g_object_unref);

  G_OBJECT_CLASS (chatty_import_session_parent_class)->dispose (object);
}

static void
chatty_import_session_finalize (GObject *object)
{
  ChattyImportSession *self = CHATTY_IMPORT_SESSION (object);

  g_clear_pointer (&self->worker, chatty_import_worker_unref);
  g_clear_object (&self->vault);
  g_ptr_array_unref (self->items);
  g_clear_pointer (&self->orders, g_ptr_array_unref);
  g_main_context_unref (self->context);
  chatty_import_choice_clear (&self->defaults);
  g_free (self->platform_for_all);
  g_free (self->character_for_all);
  g_free (self->error_message);
  g_free (self->receipt);

  G_OBJECT_CLASS (chatty_import_session_parent_class)->finalize (object);
}

static void
chatty_import_session_class_init (ChattyImportSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = chatty_import_session_get_property;
  object_class->dispose = chatty_import_session_dispose;
  object_class->finalize = chatty_import_session_finalize;

  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, CHATTY_TYPE_IMPORT_STATE, CHATTY_IMPORT_WAITING, flags);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_N_DONE] = g_param_spec_uint ("n-done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_FILES] = g_param_spec_uint ("n-files", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_BYTES_DONE] = g_param_spec_uint64 ("bytes-done", NULL, NULL, 0, G_MAXUINT64, 0,
                                                     flags);
  properties[PROP_BYTES_TOTAL] = g_param_spec_uint64 ("bytes-total", NULL, NULL, 0, G_MAXUINT64, 0,
                                                      flags);
  properties[PROP_ERROR_MESSAGE] = g_param_spec_string ("error-message", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
chatty_import_session_init (ChattyImportSession *self)
{
  self->state = CHATTY_IMPORT_WAITING;
  self->context = g_main_context_ref_thread_default ();
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  g_queue_init (&self->without_path);
}

/* Only for the workspace. */
ChattyImportSession *
chatty_import_session_new (ChattyVault              *vault,
                           ChattyReader             *reader,
                           const ChattyImportChoice *defaults)
{
  ChattyImportSession *self = g_object_new (CHATTY_TYPE_IMPORT_SESSION, NULL);

  self->vault = g_object_ref (vault);
  chatty_import_choice_set (&self->defaults, defaults->platform, defaults->character);
  self->worker = chatty_import_worker_new (vault, reader, defaults);
  return self;
}

static void
prepare_more (ChattyImportSession *self)
{
  if (self->preparing)
    self->more_to_prepare = TRUE;
  else
    {
      self->preparing = TRUE;
      chatty_import_worker_prepare (self->worker);
    }
  set_state (self, CHATTY_IMPORT_PREPARING);
  ensure_tick (self);
}

/**
 * chatty_import_session_add_files:
 * @self: a session that was not started
 * @files: a list of #GFile: files and folders
 *
 * Adds what was dropped or chosen. The files in it appear in the list as they
 * are found.
 */
void
chatty_import_session_add_files (ChattyImportSession *self,
                                 GListModel          *files)
{
  guint n_files = g_list_model_get_n_items (files);

  g_return_if_fail (CHATTY_IS_IMPORT_SESSION (self));
  g_return_if_fail (self->state < CHATTY_IMPORT_RUNNING);

  for (guint i = 0; i < n_files; i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      chatty_import_worker_add_file (self->worker, file);
    }
  if (n_files > 0)
    prepare_more (self);
}

void
chatty_import_session_add_file (ChattyImportSession *self,
                                GFile               *file)
{
  g_return_if_fail (CHATTY_IS_IMPORT_SESSION (self));
  g_return_if_fail (self->state < CHATTY_IMPORT_RUNNING);

  chatty_import_worker_add_file (self->worker, file);
  prepare_more (self);
}

/**
 * chatty_import_session_add_text:
 * @self: a session that was not started
 * @text: UTF-8 that was pasted or dropped
 * @name: what to call it, translated
 */
void
chatty_import_session_add_text (ChattyImportSession *self,
                                const char          *text,
                                const char          *name)
{
  g_return_if_fail (CHATTY_IS_IMPORT_SESSION (self));
  g_return_if_fail (self->state < CHATTY_IMPORT_RUNNING);

  chatty_import_worker_add_text (self->worker, text, name);
  prepare_more (self);
}

/**
 * chatty_import_session_set_platform_for_all:
 * @self: a session that was not started
 * @platform: (nullable): platform id; %NULL takes the choices back
 *
 * Chooses for every file, also for those that are added later.
 */
void
chatty_import_session_set_platform_for_all (ChattyImportSession *self,
                                            const char          *platform)
{
  g_return_if_fail (CHATTY_IS_IMPORT_SESSION (self));
  g_return_if_fail (self->state < CHATTY_IMPORT_RUNNING);
  g_return_if_fail (platform == NULL || chatty_platform_id_is_valid (platform));

  g_free (self->platform_for_all);
  self->platform_for_all = g_strdup (platform);
  self->has_platform_for_all = TRUE;
  self->platform_cursor = 0;
  ensure_tick (self);
}

/**
 * chatty_import_session_set_character_for_all:
 * @self: a session that was not started
 * @character: (nullable): as for chatty_import_item_set_character()
 *
 * Chooses for every file, also for those that are added later.
 */
void
chatty_import_session_set_character_for_all (ChattyImportSession *self,
                                             const char          *character)
{
  g_return_if_fail (CHATTY_IS_IMPORT_SESSION (self));
  g_return_if_fail (self->state < CHATTY_IMPORT_RUNNING);

  /* Made into a callsign once, not for each of many files. */
  g_free (self->character_for_all);
  self->character_for_all = character != NULL && *character != '\0'
                            ? chatty_callsign_for_name (character, NULL) : NULL;
  if (self->character_for_all == NULL)
    self->character_for_all = g_strdup (character);
  self->has_character_for_all = TRUE;
  self->character_cursor = 0;
  ensure_tick (self);
}

ChattyImportState
chatty_import_session_get_state (ChattyImportSession *self)
{
  g_return_val_if_fail (CHATTY_IS_IMPORT_SESSION (self), CHATTY_IMPORT_FAILED);
  return self->state;
}

/**
 * chatty_import_session_get_fraction:
 * @self: a session
 *
 * Returns: how far the present phase is, from 0 to 1: half by files and half
 *   by bytes, because many small files take their time as well
 */
double
chatty_import_session_get_fraction (ChattyImportSession *self)
{
  double files, bytes;

  g_return_val_if_fail (CHATTY_IS_IMPORT_SESSION (self), 0);

  if (self->state == CHATTY_IMPORT_FINISHED)
    return 1;
  if (self->items->len == 0)
    return 0;
  files = (double) self->n_done / self->items->len;
  bytes = self->bytes_total > 0 ? (double) self->bytes_done / (double) self->bytes_total : files;
  return CLAMP ((files + bytes) / 2, 0, 1);
}

/**
 * chatty_import_session_start:
 * @self: a session
 *
 * Imports what is in the list. While files are still being found, it goes on
 * by itself once they are. The session keeps itself alive until it is over.
 */
void
chatty_import_session_start (ChattyImportSession *self)
{
  g_return_if_fail (CHATTY_IS_IMPORT_SESSION (self));

  if (self->state >= CHATTY_IMPORT_RUNNING)
    return;
  g_object_ref (self);
  self->held = TRUE;
  self->start_wanted = TRUE;
  if (self->preparing)
    chatty_import_worker_skip_looks (self->worker);
  else
    self->starting = TRUE;
  self->n_done = 0;
  self->bytes_done = 0;
  set_state (self, CHATTY_IMPORT_RUNNING);
  notify (self, PROP_FRACTION);
  ensure_tick (self);
}

/**
 * chatty_import_session_cancel:
 * @self: a session
 *
 * Stops it, in whatever phase it is. What was stored before stays and is in
 * the receipt; it can be undone like any import.
 */
void
chatty_import_session_cancel (ChattyImportSession *self)
{
  g_return_if_fail (CHATTY_IS_IMPORT_SESSION (self));

  if (is_over (self) || chatty_import_worker_cancel (self->worker))
    return;
  end (self, CHATTY_IMPORT_CANCELLED);
  release (self);
}

/**
 * chatty_import_session_get_batch_id:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): what chatty_workspace_undo_async()
 *   takes, once the import is over
 */
const char *
chatty_import_session_get_batch_id (ChattyImportSession *self)
{
  ChattyReceipt *receipt = chatty_import_session_get_receipt (self);

  return receipt != NULL ? chatty_receipt_get_batch (receipt) : NULL;
}

/**
 * chatty_import_session_get_receipt:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): what it did, once it is over; %NULL
 *   when it was stopped before it began
 */
ChattyReceipt *
chatty_import_session_get_receipt (ChattyImportSession *self)
{
  g_return_val_if_fail (CHATTY_IS_IMPORT_SESSION (self), NULL);
  return self->receipt != NULL ? chatty_import_worker_get_receipt (self->worker) : NULL;
}

const char *
chatty_import_session_get_error_message (ChattyImportSession *self)
{
  g_return_val_if_fail (CHATTY_IS_IMPORT_SESSION (self), NULL);
  return self->error_message;
}

/**
 * chatty_import_session_get_totals:
 * @self: a session
 * @totals: (out caller-allocates): the sums, all zero before the end
 */
void
chatty_import_session_get_totals (ChattyImportSession *self,
                                  ChattyImportTotals  *totals)
{
  ChattyReceipt *receipt = chatty_import_session_get_receipt (self);

  if (receipt != NULL)
    chatty_receipt_get_totals (receipt, totals);
  else
    memset (totals, 0, sizeof *totals);
}

/**
 * chatty_import_session_dup_receipt:
 * @self: a session
 *
 * Returns: (transfer full) (nullable): the receipt as JSON, once it is over
 */
char *
chatty_import_session_dup_receipt (ChattyImportSession *self)
{
  g_return_val_if_fail (CHATTY_IS_IMPORT_SESSION (self), NULL);
  return g_strdup (self->receipt);
}
