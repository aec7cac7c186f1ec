/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-platform.h"

#include "chatty-place-badge.h"
#include "chatty-platform-badge.h"
#include "chatty-tooltip.h"

struct _ChattyPlaceBadge
{
  GtkWidget parent_instance;

  ChattyPlatformBadge *letter;
  GtkImage            *icon;
  GtkLabel            *word;
};

G_DEFINE_FINAL_TYPE (ChattyPlaceBadge, chatty_place_badge, GTK_TYPE_WIDGET)

static const char *const icon_names[] = {
  [CHATTY_PLACE_UNKNOWN] = "dialog-question-symbolic",
  [CHATTY_PLACE_IN_SYNC] = "object-select-symbolic",
  [CHATTY_PLACE_CHANGED_HERE] = "go-up-symbolic",
  [CHATTY_PLACE_CHANGED_THERE] = "go-down-symbolic",
  [CHATTY_PLACE_CHANGED_BOTH] = "emblem-synchronizing-symbolic",
  [CHATTY_PLACE_CONFLICT] = "dialog-warning-symbolic",
  [CHATTY_PLACE_GONE_THERE] = "edit-delete-symbolic",
  [CHATTY_PLACE_PAUSED] = "media-playback-pause-symbolic",
};

static void
chatty_place_badge_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_place_badge_parent_class)->dispose (object);
}

static void
chatty_place_badge_class_init (ChattyPlaceBadgeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CHATTY_TYPE_PLATFORM_BADGE);
  G_OBJECT_CLASS (klass)->dispose = chatty_place_badge_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/characters/chatty-place-badge.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyPlaceBadge, letter);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlaceBadge, icon);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlaceBadge, word);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
chatty_place_badge_init (ChattyPlaceBadge *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                              4);
}

/**
 * chatty_place_badge_new:
 *
 * Returns: (transfer floating): a badge
 */
GtkWidget *
chatty_place_badge_new (void)
{
  return g_object_new (CHATTY_TYPE_PLACE_BADGE, NULL);
}

/**
 * chatty_place_badge_set:
 * @platform: the platform's id
 * @state: how the character stands there
 */
void
chatty_place_badge_set (ChattyPlaceBadge *self,
                        const char       *platform,
                        ChattyPlaceState  state)
{
  const char *word = chatty_place_state_to_words (state);
  g_autofree char *name = NULL;

  g_return_if_fail (CHATTY_IS_PLACE_BADGE (self));

  /* Translators: a platform and how a character stands there: "Convai: In sync" */
  name = g_strdup_printf (_("%s: %s"), chatty_platform_get_title (platform), word);
  chatty_platform_badge_set_platform (self->letter, platform);
  gtk_image_set_from_icon_name (self->icon, chatty_place_badge_get_icon_name (state));
  gtk_label_set_text (self->word, word);
  chatty_tooltip_set_text (GTK_WIDGET (self), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/**
 * chatty_place_badge_get_icon_name:
 *
 * Returns: the icon of a state
 */
const char *
chatty_place_badge_get_icon_name (ChattyPlaceState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (icon_names), icon_names[0]);

  return icon_names[state];
}
