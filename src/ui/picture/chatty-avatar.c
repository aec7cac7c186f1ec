/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-avatar.h"
#include "chatty-picture.h"
#include "chatty-text.h"

/* For screens with two pixels where others have one. */
#define PIXELS_PER_SIZE 2
/* Pictures that were shown come back at once when a list is scrolled; about
 * 16 kB each at the size of a list. */
#define MAX_REMEMBERED 256
#define MAX_NAME_BYTES 200

struct _ChattyAvatar
{
  AdwBin parent_instance;

  AdwAvatar    *avatar;
  char         *key;          /* nullable: which picture is shown or awaited */
  GCancellable *cancellable;
};

enum {
  PROP_0,
  PROP_HAS_PICTURE,
  PROP_SIZE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ChattyAvatar, chatty_avatar, ADW_TYPE_BIN)

/* Key to texture; emptied when it is full. Main loop only. */
static GHashTable *
get_remembered (void)
{
  static GHashTable *remembered;

  if (remembered == NULL)
    remembered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  return remembered;
}

static void
show_picture (ChattyAvatar *self,
              GdkTexture   *texture)
{
  adw_avatar_set_custom_image (self->avatar, GDK_PAINTABLE (texture));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_PICTURE]);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyAvatar) self = user_data;
  g_autoptr (GdkTexture) texture = chatty_picture_load_finish (result, NULL);

  /* A picture that cannot be shown leaves the letters, which tell enough. */
  if (texture == NULL || self->cancellable == NULL ||
      self->cancellable != g_task_get_cancellable (G_TASK (result)))
    return;

  if (g_hash_table_size (get_remembered ()) >= MAX_REMEMBERED)
    g_hash_table_remove_all (get_remembered ());
  g_hash_table_insert (get_remembered (), g_strdup (self->key), g_object_ref (texture));
  g_clear_object (&self->cancellable);
  show_picture (self, texture);
}

static void
stop (ChattyAvatar *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
chatty_avatar_dispose (GObject *object)
{
  stop (CHATTY_AVATAR (object));

  G_OBJECT_CLASS (chatty_avatar_parent_class)->dispose (object);
}

static void
chatty_avatar_finalize (GObject *object)
{
  g_free (CHATTY_AVATAR (object)->key);

  G_OBJECT_CLASS (chatty_avatar_parent_class)->finalize (object);
}

static void
chatty_avatar_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  ChattyAvatar *self = CHATTY_AVATAR (object);

  switch (prop_id)
    {
    case PROP_HAS_PICTURE:
      g_value_set_boolean (value, adw_avatar_get_custom_image (self->avatar) != NULL);
      break;

    case PROP_SIZE:
      g_value_set_int (value, adw_avatar_get_size (self->avatar));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_avatar_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_SIZE:
      chatty_avatar_set_size (CHATTY_AVATAR (object), g_value_get_int (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_avatar_class_init (ChattyAvatarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = chatty_avatar_dispose;
  object_class->finalize = chatty_avatar_finalize;
  object_class->get_property = chatty_avatar_get_property;
  object_class->set_property = chatty_avatar_set_property;

  properties[PROP_HAS_PICTURE] =
    g_param_spec_boolean ("has-picture", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SIZE] =
    g_param_spec_int ("size", NULL, NULL, -1, 512, 40,
                      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
chatty_avatar_init (ChattyAvatar *self)
{
  self->avatar = ADW_AVATAR (adw_avatar_new (40, NULL, TRUE));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->avatar));
}

/**
 * chatty_avatar_new:
 * @size: how many pixels it is wide
 *
 * Returns: (transfer floating): an avatar of nobody
 */
GtkWidget *
chatty_avatar_new (int size)
{
  return g_object_new (CHATTY_TYPE_AVATAR, "size", size, NULL);
}

/**
 * chatty_avatar_set_size:
 * @size: how many pixels it is wide; before chatty_avatar_set()
 */
void
chatty_avatar_set_size (ChattyAvatar *self,
                        int           size)
{
  g_return_if_fail (CHATTY_IS_AVATAR (self));

  if (size == adw_avatar_get_size (self->avatar))
    return;

  adw_avatar_set_size (self->avatar, size);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIZE]);
}

/**
 * chatty_avatar_set:
 * @name: (nullable): whose letters are shown where there is no picture
 * @path: (nullable): of the picture
 * @changed: a number that is another one when the picture is
 *
 * Shows a character.
 */
void
chatty_avatar_set (ChattyAvatar *self,
                   const char   *name,
                   const char   *path,
                   gint64        changed)
{
  g_autofree char *key = NULL;
  g_autofree char *shown = NULL;
  g_autoptr (GFile) file = NULL;
  GdkTexture *texture;
  int side;

  g_return_if_fail (CHATTY_IS_AVATAR (self));

  shown = name != NULL ? chatty_text_one_line (name, MAX_NAME_BYTES) : NULL;
  adw_avatar_set_text (self->avatar, shown);
  side = adw_avatar_get_size (self->avatar) * PIXELS_PER_SIZE;
  if (path != NULL)
    key = g_strdup_printf ("%d %" G_GINT64_FORMAT " %s", side, changed, path);
  if (g_strcmp0 (key, self->key) == 0)
    return;

  stop (self);
  g_free (self->key);
  self->key = g_steal_pointer (&key);
  texture = self->key != NULL ? g_hash_table_lookup (get_remembered (), self->key) : NULL;
  show_picture (self, texture);
  if (self->key == NULL || texture != NULL)
    return;

  file = g_file_new_for_path (path);
  self->cancellable = g_cancellable_new ();
  chatty_picture_load_async (file, side, self->cancellable, loaded_cb, g_object_ref (self));
}
