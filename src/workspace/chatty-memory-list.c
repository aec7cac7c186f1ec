/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-memory-list.h"

#include "chatty-error.h"
#include "chatty-memory-list-private.h"
#include "chatty-memory.h"
#include "chatty-platform-map.h"
#include "chatty-text.h"
#include "chatty-vault-memory.h"
#include "chatty-workspace-call.h"

enum {
  PROP_0,
  PROP_CALLSIGN,
  PROP_LOADING,
  PROP_SYNCING,
  PROP_PROBLEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ChattyMemoryList, chatty_memory_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
set_problem (ChattyMemoryList *self,
             const char       *problem)
{
  if (g_strcmp0 (problem, self->problem) == 0)
    return;
  chatty_text_set (&self->problem, problem);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

void
chatty_memory_list_set_syncing (ChattyMemoryList *self,
                                gboolean          syncing)
{
  self->syncing = syncing;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SYNCING]);
}

/* Newest first; rows that say the same stay. */
static void
show (ChattyMemoryList *self,
      GPtrArray        *notes)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_before = self->items->len, head = 0, tail = 0;
  g_autoptr (GPtrArray) former = self->items;

  for (guint i = notes->len; i > 0; i--)
    {
      ChattyMemoryNote *note = notes->pdata[i - 1];
      ChattyMemoryItem *item = NULL;

      for (guint f = 0; f < former->len && item == NULL; f++)
        if (chatty_memory_note_equal (chatty_memory_item_get_note (former->pdata[f]), note))
          item = g_object_ref (former->pdata[f]);
      g_ptr_array_add (items, item != NULL ? item : chatty_memory_item_new (note));
    }
  self->items = items;
  while (head < MIN (n_before, items->len) && former->pdata[head] == items->pdata[head])
    head++;
  while (tail < MIN (n_before, items->len) - head &&
         former->pdata[n_before - tail - 1] == items->pdata[items->len - tail - 1])
    tail++;
  if (n_before != items->len || head + tail < n_before)
    g_list_model_items_changed (G_LIST_MODEL (self), head, n_before - head - tail,
                                items->len - head - tail);
}

static gpointer
load_on_pool (gpointer       source,
              ChattyCall    *call,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (ChattyVault) vault =
    chatty_workspace_dup_vault (CHATTY_WORKSPACE (call->objects[0]));

  return chatty_vault_list_memory (vault, call->texts[0], error);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  ChattyMemoryList *self = CHATTY_MEMORY_LIST (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) notes =
    chatty_call_finish (self, result, chatty_memory_list_reload, &error);

  if (chatty_error_is_cancelled (error))
    return;
  g_clear_object (&self->loading);
  set_problem (self, error != NULL ? error->message : NULL);
  if (notes != NULL)
    show (self, notes);
  g_object_notify_by_pspec (object, properties[PROP_LOADING]);
}

void
chatty_memory_list_reload (ChattyMemoryList *self)
{
  ChattyCall *call;

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  if (self->callsign == NULL)
    {
      g_autoptr (GPtrArray) nothing = g_ptr_array_new ();

      show (self, nothing);
      return;
    }
  self->loading = g_cancellable_new ();
  call = chatty_call_new (load_on_pool, (GDestroyNotify) g_ptr_array_unref);
  call->objects[0] = g_object_ref (G_OBJECT (self->workspace));
  call->texts[0] = g_strdup (self->callsign);
  call->only_looks = TRUE;
  chatty_call_start (call, self, chatty_workspace_get_pool (CHATTY_POOL_LOAD),
                     chatty_memory_list_reload, self->loading, loaded_cb, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
follow_vault (ChattyMemoryList *self)
{
  chatty_workspace_follow_vault (self->workspace, &self->vault,
                                 G_CALLBACK (chatty_memory_list_reload), self);
  chatty_memory_list_reload (self);
}

static GType
get_item_type (GListModel *model)
{
  return CHATTY_TYPE_MEMORY_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return CHATTY_MEMORY_LIST (model)->items->len;
}

static gpointer
get_item (GListModel *model,
          guint       nth)
{
  GPtrArray *items = CHATTY_MEMORY_LIST (model)->items;

  return nth < items->len ? g_object_ref (items->pdata[nth]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
chatty_memory_list_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  ChattyMemoryList *self = CHATTY_MEMORY_LIST (object);

  switch (prop_id)
    {
    case PROP_CALLSIGN:
      g_value_set_string (value, self->callsign);
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading != NULL);
      break;
    case PROP_SYNCING:
      g_value_set_boolean (value, self->syncing);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_memory_list_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  if (prop_id == PROP_CALLSIGN)
    chatty_memory_list_set_callsign (CHATTY_MEMORY_LIST (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
chatty_memory_list_dispose (GObject *object)
{
  ChattyMemoryList *self = CHATTY_MEMORY_LIST (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);

  G_OBJECT_CLASS (chatty_memory_list_parent_class)->dispose (object);
}

static void
chatty_memory_list_finalize (GObject *object)
{
  ChattyMemoryList *self = CHATTY_MEMORY_LIST (object);

  g_object_unref (self->workspace);
  g_clear_object (&self->accounts);
  g_clear_object (&self->vault);
  g_free (self->callsign);
  g_free (self->problem);
  g_ptr_array_unref (self->items);

  G_OBJECT_CLASS (chatty_memory_list_parent_class)->finalize (object);
}

static GParamSpec *
boolean_spec (const char *name)
{
  return g_param_spec_boolean (name, NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
chatty_memory_list_class_init (ChattyMemoryListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = chatty_memory_list_get_property;
  object_class->set_property = chatty_memory_list_set_property;
  object_class->dispose = chatty_memory_list_dispose;
  object_class->finalize = chatty_memory_list_finalize;

  properties[PROP_CALLSIGN] =
    g_param_spec_string ("callsign", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_LOADING] = boolean_spec ("loading");
  properties[PROP_SYNCING] = boolean_spec ("syncing");
  properties[PROP_PROBLEM] =
    g_param_spec_string ("problem", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
chatty_memory_list_init (ChattyMemoryList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * chatty_memory_list_new:
 * @workspace: the open vault
 * @accounts: (nullable): the accounts; %NULL where nothing is synced
 *
 * Returns: (transfer full): the memory of nobody yet
 */
ChattyMemoryList *
chatty_memory_list_new (ChattyWorkspace      *workspace,
                        ChattyAccountService *accounts)
{
  ChattyMemoryList *self = g_object_new (CHATTY_TYPE_MEMORY_LIST, NULL);

  self->workspace = g_object_ref (workspace);
  g_set_object (&self->accounts, accounts);
  g_signal_connect_object (workspace, "notify::vault", G_CALLBACK (follow_vault), self,
                           G_CONNECT_SWAPPED);
  follow_vault (self);
  return self;
}

const char *
chatty_memory_list_get_callsign (ChattyMemoryList *self)
{
  return self->callsign;
}

/**
 * chatty_memory_list_set_callsign:
 * @callsign: (nullable): whose memory is shown
 */
void
chatty_memory_list_set_callsign (ChattyMemoryList *self,
                                 const char       *callsign)
{
  g_autoptr (GPtrArray) nothing = g_ptr_array_new ();

  if (g_strcmp0 (callsign, self->callsign) == 0)
    return;
  chatty_text_set (&self->callsign, callsign);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CALLSIGN]);
  /* Nobody reads another's memory under this name, however short. */
  show (self, nothing);
  chatty_memory_list_reload (self);
}

gboolean
chatty_memory_list_get_loading (ChattyMemoryList *self)
{
  return self->loading != NULL;
}

gboolean
chatty_memory_list_get_syncing (ChattyMemoryList *self)
{
  return self->syncing;
}

const char *
chatty_memory_list_get_problem (ChattyMemoryList *self)
{
  return self->problem;
}

/**
 * chatty_memory_list_can_sync:
 * @platform: a platform's id
 *
 * Returns: whether it remembers notes
 */
gboolean
chatty_memory_list_can_sync (ChattyMemoryList *self,
                             const char       *platform)
{
  g_autoptr (ChattyConnector) probe = NULL;

  if (self->accounts == NULL)
    return FALSE;
  probe = chatty_platform_map_probe (chatty_account_service_get_table (self->accounts), platform,
                                     NULL, NULL);
  return probe != NULL && CHATTY_IS_MEMORY (probe);
}
