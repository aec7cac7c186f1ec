/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-talk-partner.h"

#include "chatty-connector-info.h"

struct _ChattyTalkPartner {
  GObject           parent_instance;

  char             *account;
  char             *account_name;
  char             *platform;
  char             *remote_id;
  ChattyChatInputs  inputs;
  char             *reason;
};

enum {
  PROP_0,
  PROP_ACCOUNT,
  PROP_ACCOUNT_NAME,
  PROP_PLATFORM,
  PROP_TITLE,
  PROP_REMOTE_ID,
  PROP_INPUTS,
  PROP_REASON,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ChattyTalkPartner, chatty_talk_partner, G_TYPE_OBJECT)

static void
chatty_talk_partner_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  ChattyTalkPartner *self = CHATTY_TALK_PARTNER (object);

  switch (prop_id)
    {
    case PROP_ACCOUNT:
      g_value_set_string (value, self->account);
      break;
    case PROP_ACCOUNT_NAME:
      g_value_set_string (value, self->account_name);
      break;
    case PROP_PLATFORM:
      g_value_set_string (value, self->platform);
      break;
    case PROP_TITLE:
      g_value_set_string (value, chatty_talk_partner_get_title (self));
      break;
    case PROP_REMOTE_ID:
      g_value_set_string (value, self->remote_id);
      break;
    case PROP_INPUTS:
      g_value_set_uint (value, self->inputs);
      break;
    case PROP_REASON:
      g_value_set_string (value, self->reason);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_talk_partner_finalize (GObject *object)
{
  ChattyTalkPartner *self = CHATTY_TALK_PARTNER (object);

  g_free (self->account);
  g_free (self->account_name);
  g_free (self->platform);
  g_free (self->remote_id);
  g_free (self->reason);

  G_OBJECT_CLASS (chatty_talk_partner_parent_class)->finalize (object);
}

static void
chatty_talk_partner_class_init (ChattyTalkPartnerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  static const struct { guint prop; const char *name; } texts[] = {
    { PROP_ACCOUNT, "account" }, { PROP_ACCOUNT_NAME, "account-name" },
    { PROP_PLATFORM, "platform" }, { PROP_TITLE, "title" }, { PROP_REMOTE_ID, "remote-id" },
    { PROP_REASON, "reason" },
  };

  object_class->get_property = chatty_talk_partner_get_property;
  object_class->finalize = chatty_talk_partner_finalize;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    properties[texts[i].prop] =
      g_param_spec_string (texts[i].name, NULL, NULL, NULL,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_INPUTS] =
    g_param_spec_uint ("inputs", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
chatty_talk_partner_init (ChattyTalkPartner *self)
{
}

/**
 * chatty_talk_partner_new:
 * @account: the account's id
 * @account_name: what the person calls it
 * @platform: the platform's id
 * @remote_id: (nullable): of the character there
 * @inputs: what can be sent
 * @reason: (nullable): why it cannot be talked to now
 *
 * Returns: (transfer full): a partner
 */
ChattyTalkPartner *
chatty_talk_partner_new (const char       *account,
                         const char       *account_name,
                         const char       *platform,
                         const char       *remote_id,
                         ChattyChatInputs  inputs,
                         const char       *reason)
{
  ChattyTalkPartner *self = g_object_new (CHATTY_TYPE_TALK_PARTNER, NULL);

  self->account = g_strdup (account);
  self->account_name = g_strdup (account_name);
  self->platform = g_strdup (platform);
  self->remote_id = g_strdup (remote_id);
  self->inputs = inputs;
  self->reason = g_strdup (reason);
  return self;
}

const char *
chatty_talk_partner_get_account (ChattyTalkPartner *self)
{
  return self->account;
}

const char *
chatty_talk_partner_get_account_name (ChattyTalkPartner *self)
{
  return self->account_name;
}

const char *
chatty_talk_partner_get_platform (ChattyTalkPartner *self)
{
  return self->platform;
}

const char *
chatty_talk_partner_get_title (ChattyTalkPartner *self)
{
  const ChattyConnectorInfo *info = chatty_connector_info_lookup (self->platform);

  return info != NULL ? info->title : self->platform;
}

const char *
chatty_talk_partner_get_remote_id (ChattyTalkPartner *self)
{
  return self->remote_id;
}

ChattyChatInputs
chatty_talk_partner_get_inputs (ChattyTalkPartner *self)
{
  return self->inputs;
}

const char *
chatty_talk_partner_get_reason (ChattyTalkPartner *self)
{
  return self->reason;
}

/**
 * chatty_talk_partner_equal:
 *
 * Returns: whether both say the same
 */
gboolean
chatty_talk_partner_equal (ChattyTalkPartner *self,
                           ChattyTalkPartner *other)
{
  return g_str_equal (self->account, other->account) &&
         g_strcmp0 (self->account_name, other->account_name) == 0 &&
         g_strcmp0 (self->platform, other->platform) == 0 &&
         g_strcmp0 (self->remote_id, other->remote_id) == 0 &&
         self->inputs == other->inputs && g_strcmp0 (self->reason, other->reason) == 0;
}
