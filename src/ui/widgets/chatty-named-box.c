/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-list-name.h"
#include "chatty-named-box.h"

struct _ChattyNamedBox
{
  GtkBox parent_instance;
};

enum {
  PROP_0,
  PROP_SPOKEN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ChattyNamedBox, chatty_named_box, GTK_TYPE_BOX)

static void
chatty_named_box_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_SPOKEN:
      if (g_value_get_string (value) != NULL)
        chatty_list_name_set (GTK_WIDGET (object), g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_named_box_class_init (ChattyNamedBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = chatty_named_box_set_property;

  properties[PROP_SPOKEN] =
    g_param_spec_string ("spoken", NULL, NULL, NULL,
                         G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
chatty_named_box_init (ChattyNamedBox *self)
{
}
