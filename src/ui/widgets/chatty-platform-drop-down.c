/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-platform.h"

#include "chatty-platform-drop-down.h"
#include "chatty-string-factory.h"

struct _ChattyPlatformDropDown
{
  GtkWidget parent_instance;

  GtkWidget   *box;
  GtkDropDown *drop_down;

  char        *none_label;
  gboolean     setting;
};

enum {
  PROP_0,
  PROP_PLATFORM,
  PROP_NONE_LABEL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ChattyPlatformDropDown, chatty_platform_drop_down, GTK_TYPE_WIDGET)

static guint
get_offset (ChattyPlatformDropDown *self)
{
  return self->none_label != NULL ? 1 : 0;
}

static void
selected_cb (ChattyPlatformDropDown *self)
{
  if (!self->setting)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLATFORM]);
}

static void
chatty_platform_drop_down_constructed (GObject *object)
{
  ChattyPlatformDropDown *self = CHATTY_PLATFORM_DROP_DOWN (object);
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  g_autoptr (GtkListItemFactory) factory = chatty_string_factory_new ();
  const ChattyPlatform *platforms;
  guint n_platforms;

  G_OBJECT_CLASS (chatty_platform_drop_down_parent_class)->constructed (object);

  if (self->none_label != NULL)
    gtk_string_list_append (titles, self->none_label);
  platforms = chatty_platform_list (&n_platforms);
  for (guint i = 0; i < n_platforms; i++)
    gtk_string_list_append (titles, chatty_platform_get_title (platforms[i].id));

  self->setting = TRUE;
  gtk_drop_down_set_factory (self->drop_down, factory);
  gtk_drop_down_set_model (self->drop_down, G_LIST_MODEL (titles));
  self->setting = FALSE;
}

static void
chatty_platform_drop_down_dispose (GObject *object)
{
  ChattyPlatformDropDown *self = CHATTY_PLATFORM_DROP_DOWN (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->none_label, g_free);

  G_OBJECT_CLASS (chatty_platform_drop_down_parent_class)->dispose (object);
}

static void
chatty_platform_drop_down_get_property (GObject    *object,
                                        guint       prop_id,
                                        GValue     *value,
                                        GParamSpec *pspec)
{
  ChattyPlatformDropDown *self = CHATTY_PLATFORM_DROP_DOWN (object);

  switch (prop_id)
    {
    case PROP_PLATFORM:
      g_value_set_string (value, chatty_platform_drop_down_get_platform (self));
      break;

    case PROP_NONE_LABEL:
      g_value_set_string (value, self->none_label);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_platform_drop_down_set_property (GObject      *object,
                                        guint         prop_id,
                                        const GValue *value,
                                        GParamSpec   *pspec)
{
  ChattyPlatformDropDown *self = CHATTY_PLATFORM_DROP_DOWN (object);

  switch (prop_id)
    {
    case PROP_PLATFORM:
      chatty_platform_drop_down_set_platform (self, g_value_get_string (value));
      break;

    case PROP_NONE_LABEL:
      self->none_label = g_value_dup_string (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_platform_drop_down_class_init (ChattyPlatformDropDownClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = chatty_platform_drop_down_constructed;
  object_class->dispose = chatty_platform_drop_down_dispose;
  object_class->get_property = chatty_platform_drop_down_get_property;
  object_class->set_property = chatty_platform_drop_down_set_property;

  properties[PROP_PLATFORM] =
    g_param_spec_string ("platform", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_NONE_LABEL] =
    g_param_spec_string ("none-label", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/widgets/chatty-platform-drop-down.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformDropDown, box);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformDropDown, drop_down);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_platform_drop_down_init (ChattyPlatformDropDown *self)
{
  self->setting = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->setting = FALSE;
}

/**
 * chatty_platform_drop_down_new:
 * @none_label: (nullable): what the entry for no platform says; %NULL leaves
 *   it out
 *
 * Returns: (transfer floating): a drop-down
 */
GtkWidget *
chatty_platform_drop_down_new (const char *none_label)
{
  return g_object_new (CHATTY_TYPE_PLATFORM_DROP_DOWN,
                       "none-label", none_label,
                       NULL);
}

/**
 * chatty_platform_drop_down_get_platform:
 *
 * Returns: (nullable): the id of the chosen platform
 */
const char *
chatty_platform_drop_down_get_platform (ChattyPlatformDropDown *self)
{
  const ChattyPlatform *platforms;
  guint n_platforms, selected;

  g_return_val_if_fail (CHATTY_IS_PLATFORM_DROP_DOWN (self), NULL);

  selected = gtk_drop_down_get_selected (self->drop_down);
  platforms = chatty_platform_list (&n_platforms);
  if (selected < get_offset (self) || selected - get_offset (self) >= n_platforms)
    return NULL;

  return platforms[selected - get_offset (self)].id;
}

/**
 * chatty_platform_drop_down_set_platform:
 * @platform: (nullable): the id of a platform; those that nobody knows show
 *   as "other"
 */
void
chatty_platform_drop_down_set_platform (ChattyPlatformDropDown *self,
                                        const char             *platform)
{
  const ChattyPlatform *platforms;
  guint n_platforms;
  guint selected = GTK_INVALID_LIST_POSITION;

  g_return_if_fail (CHATTY_IS_PLATFORM_DROP_DOWN (self));

  platforms = chatty_platform_list (&n_platforms);
  if (platform == NULL || *platform == '\0')
    {
      if (self->none_label != NULL)
        selected = 0;
    }
  else
    {
      for (guint i = 0; i < n_platforms; i++)
        {
          if (g_str_equal (platforms[i].id, platform))
            {
              selected = i + get_offset (self);
              break;
            }
          if (g_str_equal (platforms[i].id, CHATTY_PLATFORM_OTHER))
            selected = i + get_offset (self);
        }
    }

  if (gtk_drop_down_get_selected (self->drop_down) != selected)
    gtk_drop_down_set_selected (self->drop_down, selected);
}
