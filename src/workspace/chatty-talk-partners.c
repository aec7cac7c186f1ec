/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-talk-partners.h"

#include "chatty-error.h"
#include "chatty-talk-look.h"
#include "chatty-text.h"
#include "chatty-vault-characters.h"
#include "chatty-workspace-call.h"

struct _ChattyTalkPartners {
  GObject               parent_instance;

  ChattyWorkspace      *workspace;
  ChattyAccountService *accounts;
  ChattyVault          *vault;        /* whose changes are followed */
  char                 *callsign;
  GPtrArray            *partners;
  char                 *version;      /* nullable: of the character that was looked at */
  gboolean              stale;        /* more than the character may have changed */
  GCancellable         *cancellable;  /* of the look that is on its way */
};

enum {
  PROP_0,
  PROP_CALLSIGN,
  PROP_LOADING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ChattyTalkPartners, chatty_talk_partners, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static gpointer
look_on_pool (gpointer       source,
              ChattyCall    *call,
              GCancellable  *cancellable,
              GError       **error)
{
  ChattyAccountService *accounts = CHATTY_ACCOUNT_SERVICE (call->objects[1]);
  g_autoptr (ChattyVault) vault =
    chatty_workspace_dup_vault (CHATTY_WORKSPACE (call->objects[0]));
  g_autoptr (ChattyCharacterRecord) record = NULL;

  /* A character that is gone, or cannot be read, is nobody in particular. */
  if (call->texts[0] != NULL)
    record = chatty_vault_load_record (vault, call->texts[0], FALSE, cancellable, NULL);
  call->out = record != NULL ? g_strdup (chatty_character_record_get_version (record)) : NULL;
  /* Most of what changes in a vault is said in conversations: no reason to ask
   * the keyring again. */
  if (!call->flag && g_strcmp0 (call->out, call->texts[1]) == 0)
    return NULL;
  return chatty_talk_look (accounts, record, cancellable, error);
}

static gboolean
is_same (GPtrArray *a,
         GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!chatty_talk_partner_equal (a->pdata[i], b->pdata[i]))
      return FALSE;
  return TRUE;
}

static void
looked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  ChattyTalkPartners *self = CHATTY_TALK_PARTNERS (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) partners = chatty_call_finish (self, result, NULL, &error);
  guint n_before = self->partners->len;

  if (chatty_error_is_cancelled (error))
    return;
  if (error != NULL)
    g_warning ("The accounts to talk on cannot be listed: %s", error->message);
  g_clear_object (&self->cancellable);
  if (partners != NULL)
    {
      self->stale = FALSE;
      chatty_text_set (&self->version, chatty_call_of (result)->out);
    }
  if (partners != NULL && !is_same (partners, self->partners))
    {
      g_ptr_array_unref (self->partners);
      self->partners = g_steal_pointer (&partners);
      g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, self->partners->len);
    }
  g_object_notify_by_pspec (object, properties[PROP_LOADING]);
}

/* Looks whether the character has changed. */
static void
look_again (ChattyTalkPartners *self)
{
  ChattyCall *call = chatty_call_new (look_on_pool, (GDestroyNotify) g_ptr_array_unref);
  gboolean loading = self->cancellable != NULL;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  call->objects[0] = g_object_ref (G_OBJECT (self->workspace));
  call->objects[1] = g_object_ref (G_OBJECT (self->accounts));
  call->texts[0] = g_strdup (self->callsign);
  call->texts[1] = g_strdup (self->version);
  call->flag = self->stale;
  call->only_looks = TRUE;
  chatty_call_start (call, self, chatty_workspace_get_pool (CHATTY_POOL_QUERY), look_again,
                     self->cancellable, looked_cb, NULL);
  if (!loading)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

/* Looks at all of it. */
static void
look (ChattyTalkPartners *self)
{
  self->stale = TRUE;
  look_again (self);
}

static void
follow_vault (ChattyTalkPartners *self)
{
  chatty_workspace_follow_vault (self->workspace, &self->vault, G_CALLBACK (look_again), self);
  look (self);
}

static GType
get_item_type (GListModel *model)
{
  return CHATTY_TYPE_TALK_PARTNER;
}

static guint
get_n_items (GListModel *model)
{
  return CHATTY_TALK_PARTNERS (model)->partners->len;
}

static gpointer
get_item (GListModel *model,
          guint       nth)
{
  GPtrArray *partners = CHATTY_TALK_PARTNERS (model)->partners;

  return nth < partners->len ? g_object_ref (partners->pdata[nth]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
chatty_talk_partners_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  ChattyTalkPartners *self = CHATTY_TALK_PARTNERS (object);

  switch (prop_id)
    {
    case PROP_CALLSIGN:
      g_value_set_string (value, self->callsign);
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, self->cancellable != NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_talk_partners_set_property (GObject      *object,
                                   guint         prop_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_CALLSIGN:
      chatty_talk_partners_set_callsign (CHATTY_TALK_PARTNERS (object),
                                         g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_talk_partners_dispose (GObject *object)
{
  ChattyTalkPartners *self = CHATTY_TALK_PARTNERS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (chatty_talk_partners_parent_class)->dispose (object);
}

static void
chatty_talk_partners_finalize (GObject *object)
{
  ChattyTalkPartners *self = CHATTY_TALK_PARTNERS (object);

  g_object_unref (self->workspace);
  g_object_unref (self->accounts);
  g_clear_object (&self->vault);
  g_free (self->callsign);
  g_free (self->version);
  g_ptr_array_unref (self->partners);

  G_OBJECT_CLASS (chatty_talk_partners_parent_class)->finalize (object);
}

static void
chatty_talk_partners_class_init (ChattyTalkPartnersClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = chatty_talk_partners_get_property;
  object_class->set_property = chatty_talk_partners_set_property;
  object_class->dispose = chatty_talk_partners_dispose;
  object_class->finalize = chatty_talk_partners_finalize;

  properties[PROP_CALLSIGN] =
    g_param_spec_string ("callsign", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_LOADING] =
    g_param_spec_boolean ("loading", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
chatty_talk_partners_init (ChattyTalkPartners *self)
{
  self->partners = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * chatty_talk_partners_new:
 * @workspace: the open vault
 * @accounts: the accounts
 *
 * Returns: (transfer full): where nobody in particular can be talked to
 */
ChattyTalkPartners *
chatty_talk_partners_new (ChattyWorkspace      *workspace,
                          ChattyAccountService *accounts)
{
  ChattyTalkPartners *self = g_object_new (CHATTY_TYPE_TALK_PARTNERS, NULL);

  self->workspace = g_object_ref (workspace);
  self->accounts = g_object_ref (accounts);
  g_signal_connect_object (accounts, "changed", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::vault", G_CALLBACK (follow_vault), self,
                           G_CONNECT_SWAPPED);
  follow_vault (self);
  return self;
}

const char *
chatty_talk_partners_get_callsign (ChattyTalkPartners *self)
{
  return self->callsign;
}

/**
 * chatty_talk_partners_set_callsign:
 * @callsign: (nullable): who is to be talked to
 */
void
chatty_talk_partners_set_callsign (ChattyTalkPartners *self,
                                   const char         *callsign)
{
  g_return_if_fail (CHATTY_IS_TALK_PARTNERS (self));

  if (g_strcmp0 (callsign, self->callsign) == 0)
    return;
  g_free (self->callsign);
  self->callsign = g_strdup (callsign);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CALLSIGN]);
  look (self);
}

gboolean
chatty_talk_partners_get_loading (ChattyTalkPartners *self)
{
  return self->cancellable != NULL;
}

ChattyTalkPartner *
chatty_talk_partners_find (ChattyTalkPartners *self,
                           const char         *account)
{
  return chatty_talk_look_find (self->partners, account);
}
