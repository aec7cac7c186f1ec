/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-platform.h"

#include "chatty-platform-badge.h"
#include "chatty-tooltip.h"

struct _ChattyPlatformBadge
{
  GtkWidget parent_instance;

  GtkLabel *letter;
  char     *platform;
};

enum {
  PROP_0,
  PROP_PLATFORM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ChattyPlatformBadge, chatty_platform_badge, GTK_TYPE_WIDGET)

static void
update (ChattyPlatformBadge *self)
{
  const ChattyPlatform *platform = NULL;

  if (self->platform != NULL)
    platform = chatty_platform_lookup (self->platform);
  if (platform == NULL)
    platform = chatty_platform_lookup (CHATTY_PLATFORM_OTHER);

  gtk_label_set_text (self->letter, platform->letter);
  chatty_tooltip_set_text (GTK_WIDGET (self), chatty_platform_get_title (platform->id));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, chatty_platform_get_title (platform->id),
                                  -1);
}

static void
chatty_platform_badge_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_platform_badge_parent_class)->dispose (object);
}

static void
chatty_platform_badge_finalize (GObject *object)
{
  ChattyPlatformBadge *self = CHATTY_PLATFORM_BADGE (object);

  g_free (self->platform);

  G_OBJECT_CLASS (chatty_platform_badge_parent_class)->finalize (object);
}

static void
chatty_platform_badge_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  ChattyPlatformBadge *self = CHATTY_PLATFORM_BADGE (object);

  switch (prop_id)
    {
    case PROP_PLATFORM:
      g_value_set_string (value, self->platform);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_platform_badge_set_property (GObject      *object,
                                    guint         prop_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  ChattyPlatformBadge *self = CHATTY_PLATFORM_BADGE (object);

  switch (prop_id)
    {
    case PROP_PLATFORM:
      chatty_platform_badge_set_platform (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_platform_badge_class_init (ChattyPlatformBadgeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = chatty_platform_badge_dispose;
  object_class->finalize = chatty_platform_badge_finalize;
  object_class->get_property = chatty_platform_badge_get_property;
  object_class->set_property = chatty_platform_badge_set_property;

  properties[PROP_PLATFORM] =
    g_param_spec_string ("platform", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/widgets/chatty-platform-badge.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformBadge, letter);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
chatty_platform_badge_init (ChattyPlatformBadge *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

/**
 * chatty_platform_badge_new:
 *
 * Makes a badge that shows "other".
 *
 * Returns: (transfer floating): a badge
 */
GtkWidget *
chatty_platform_badge_new (void)
{
  return g_object_new (CHATTY_TYPE_PLATFORM_BADGE, NULL);
}

/**
 * chatty_platform_badge_get_platform:
 *
 * Returns: (nullable): the id of the platform that is shown, as it was set
 */
const char *
chatty_platform_badge_get_platform (ChattyPlatformBadge *self)
{
  g_return_val_if_fail (CHATTY_IS_PLATFORM_BADGE (self), NULL);

  return self->platform;
}

/**
 * chatty_platform_badge_set_platform:
 * @platform: (nullable): the id of a platform
 *
 * Shows another platform. An id that nobody knows shows as "other".
 */
void
chatty_platform_badge_set_platform (ChattyPlatformBadge *self,
                                    const char          *platform)
{
  g_return_if_fail (CHATTY_IS_PLATFORM_BADGE (self));

  if (g_strcmp0 (self->platform, platform) == 0)
    return;

  g_free (self->platform);
  self->platform = g_strdup (platform);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLATFORM]);
}
