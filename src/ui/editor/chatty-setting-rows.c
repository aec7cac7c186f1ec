/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-json-settings.h"

#include "chatty-setting-rows.h"

struct _ChattySettingRows
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *broken;     /* a group: the text cannot be read */
  GtkWidget *anew;       /* the button in it */
  GPtrArray *rows;       /* of ChattySettingRow, borrowed */
  char      *text;
  gboolean   is_broken;
  gboolean   editable;
};

enum {
  PROP_0,
  PROP_TEXT,
  PROP_EDITABLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattySettingRows, chatty_setting_rows, GTK_TYPE_WIDGET)

/* The value at @path; or what stands where an object should lead there, which
 * a change would replace: the person is to see it before. */
static JsonNode *
dup_value (const char *text,
           const char *path)
{
  for (const char *dot = strchr (path, '.'); dot != NULL; dot = strchr (dot + 1, '.'))
    {
      g_autofree char *upper = g_strndup (path, (gsize) (dot - path));
      g_autoptr (JsonNode) node = chatty_json_settings_get (text, upper);

      if (node != NULL && !JSON_NODE_HOLDS_OBJECT (node))
        return g_steal_pointer (&node);
    }
  return chatty_json_settings_get (text, path);
}

static void
update_editable (ChattySettingRows *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    chatty_setting_row_set_editable (g_ptr_array_index (self->rows, i),
                                     self->editable && !self->is_broken);
  gtk_widget_set_sensitive (self->anew, self->editable);
}

static void
update_rows (ChattySettingRows *self)
{
  g_autofree char *normal = chatty_json_settings_normal (self->text);

  self->is_broken = normal == NULL;
  gtk_widget_set_visible (self->broken, self->is_broken);
  for (guint i = 0; i < self->rows->len; i++)
    {
      ChattySettingRow *row = g_ptr_array_index (self->rows, i);
      g_autoptr (JsonNode) value = NULL;

      value = dup_value (self->text, chatty_setting_row_get_setting (row)->path);
      chatty_setting_row_set_value (row, value);
    }
  update_editable (self);
}

/* @text: (transfer full) */
static void
take_text (ChattySettingRows *self,
           char              *text)
{
  g_free (self->text);
  self->text = text;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
row_changed_cb (ChattySettingRows *self,
                ChattySettingRow  *row)
{
  take_text (self, chatty_json_settings_set (self->text,
                                             chatty_setting_row_get_setting (row)->path,
                                             chatty_setting_row_get_value (row)));
  /* It may have taken the place of what other rows had shown. */
  update_rows (self);
}

static void
anew_cb (ChattySettingRows *self)
{
  take_text (self, g_strdup (""));
  update_rows (self);
  if (self->rows->len > 0)
    gtk_widget_grab_focus (g_ptr_array_index (self->rows, 0));
}

static void
add_broken (ChattySettingRows *self)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW,
                                 "use-markup", FALSE,
                                 "title", _("These settings cannot be read"),
                                 "title-lines", 0,
                                 "subtitle", _("They were written by another program, or by "
                                               "hand. They stay as they are until you begin "
                                               "anew."),
                                 "subtitle-lines", 0,
                                 NULL);

  self->anew = gtk_button_new_with_mnemonic (_("_Begin Anew"));
  gtk_widget_set_valign (self->anew, GTK_ALIGN_CENTER);
  g_signal_connect_object (self->anew, "clicked", G_CALLBACK (anew_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->anew);
  self->broken = adw_preferences_group_new ();
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->broken), row);
  gtk_widget_set_visible (self->broken, FALSE);
  gtk_box_append (GTK_BOX (self->box), self->broken);
}

static void
chatty_setting_rows_dispose (GObject *object)
{
  ChattySettingRows *self = CHATTY_SETTING_ROWS (object);

  g_ptr_array_set_size (self->rows, 0);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (chatty_setting_rows_parent_class)->dispose (object);
}

static void
chatty_setting_rows_finalize (GObject *object)
{
  ChattySettingRows *self = CHATTY_SETTING_ROWS (object);

  g_ptr_array_unref (self->rows);
  g_free (self->text);

  G_OBJECT_CLASS (chatty_setting_rows_parent_class)->finalize (object);
}

static void
chatty_setting_rows_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  ChattySettingRows *self = CHATTY_SETTING_ROWS (object);

  switch (prop_id)
    {
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;

    case PROP_EDITABLE:
      g_value_set_boolean (value, self->editable);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_setting_rows_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  ChattySettingRows *self = CHATTY_SETTING_ROWS (object);

  switch (prop_id)
    {
    case PROP_TEXT:
      chatty_setting_rows_set_text (self, g_value_get_string (value));
      break;

    case PROP_EDITABLE:
      chatty_setting_rows_set_editable (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static gboolean
chatty_setting_rows_grab_focus (GtkWidget *widget)
{
  ChattySettingRows *self = CHATTY_SETTING_ROWS (widget);

  if (self->is_broken)
    return gtk_widget_grab_focus (self->anew);
  return self->rows->len > 0 && gtk_widget_grab_focus (g_ptr_array_index (self->rows, 0));
}

static void
chatty_setting_rows_class_init (ChattySettingRowsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = chatty_setting_rows_dispose;
  object_class->finalize = chatty_setting_rows_finalize;
  object_class->get_property = chatty_setting_rows_get_property;
  object_class->set_property = chatty_setting_rows_set_property;
  GTK_WIDGET_CLASS (klass)->grab_focus = chatty_setting_rows_grab_focus;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", flags);
  properties[PROP_EDITABLE] = g_param_spec_boolean ("editable", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_setting_rows_init (ChattySettingRows *self)
{
  self->text = g_strdup ("");
  self->editable = TRUE;
  self->rows = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  add_broken (self);
}

/**
 * chatty_setting_rows_new:
 * @settings: (array length=n_settings): what can be set; static
 * @n_settings: how many
 *
 * Returns: (transfer floating): rows where nothing is set
 */
GtkWidget *
chatty_setting_rows_new (const ChattySetting *settings,
                         guint                n_settings)
{
  ChattySettingRows *self = g_object_new (CHATTY_TYPE_SETTING_ROWS, NULL);
  GtkWidget *group = NULL;

  for (guint i = 0; i < n_settings; i++)
    {
      GtkWidget *row = chatty_setting_row_new (&settings[i]);

      if (i == 0 || g_strcmp0 (settings[i].group, settings[i - 1].group) != 0)
        {
          g_autofree char *title = settings[i].group != NULL
                                     ? g_markup_escape_text (_(settings[i].group), -1) : NULL;

          group = g_object_new (ADW_TYPE_PREFERENCES_GROUP, "title", title, NULL);
          gtk_box_append (GTK_BOX (self->box), group);
        }
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
      g_signal_connect_object (row, "changed", G_CALLBACK (row_changed_cb), self,
                               G_CONNECT_SWAPPED);
      g_ptr_array_add (self->rows, row);
    }
  return GTK_WIDGET (self);
}

/**
 * chatty_setting_rows_get_text:
 *
 * Returns: what is set, as JSON; "" for nothing
 */
const char *
chatty_setting_rows_get_text (ChattySettingRows *self)
{
  g_return_val_if_fail (CHATTY_IS_SETTING_ROWS (self), NULL);

  return self->text;
}

/**
 * chatty_setting_rows_set_text:
 * @text: (nullable): what is set, as JSON; comes from outside
 *
 * Shows settings, unless they are there already, so that a cursor stays where
 * it is. Emits no "changed".
 */
void
chatty_setting_rows_set_text (ChattySettingRows *self,
                              const char        *text)
{
  g_return_if_fail (CHATTY_IS_SETTING_ROWS (self));

  if (text == NULL)
    text = "";
  if (g_str_equal (self->text, text))
    return;
  g_free (self->text);
  self->text = g_strdup (text);
  update_rows (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

/**
 * chatty_setting_rows_set_editable:
 * @editable: whether the person may change it
 */
void
chatty_setting_rows_set_editable (ChattySettingRows *self,
                                  gboolean           editable)
{
  g_return_if_fail (CHATTY_IS_SETTING_ROWS (self));

  if (self->editable == editable)
    return;
  self->editable = editable;
  update_editable (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EDITABLE]);
}

/**
 * chatty_setting_rows_find:
 * @path: a setting's
 *
 * Returns: (transfer none) (nullable): its row
 */
ChattySettingRow *
chatty_setting_rows_find (ChattySettingRows *self,
                          const char        *path)
{
  g_return_val_if_fail (CHATTY_IS_SETTING_ROWS (self), NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      ChattySettingRow *row = g_ptr_array_index (self->rows, i);

      if (g_str_equal (chatty_setting_row_get_setting (row)->path, path))
        return row;
    }
  return NULL;
}
