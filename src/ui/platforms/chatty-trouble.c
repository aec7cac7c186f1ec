/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"

#include "chatty-button-wrap.h"
#include "chatty-trouble.h"

struct _ChattyTrouble
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkImage  *icon;
  GtkLabel  *heading;
  GtkLabel  *message;
  GtkButton *button;

  char      *account;   /* nullable */
  gboolean   compact;
  gboolean   signs_in;  /* the button opens the settings */
  gint64     ready;     /* monotonic; when it is of use to try again */
  guint      ticking;
};

enum {
  PROP_0,
  PROP_COMPACT,
  N_PROPS
};

enum {
  RETRY,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyTrouble, chatty_trouble, GTK_TYPE_WIDGET)

static const struct {
  int         code;
  const char *heading;
  const char *icon;
} kinds[] = {
  { CHATTY_ERROR_OFFLINE, N_("No Connection"), "network-offline-symbolic" },
  { CHATTY_ERROR_SIGN_IN_NEEDED, N_("Sign In Again"), "dialog-password-symbolic" },
  { CHATTY_ERROR_FORBIDDEN, N_("Not Allowed"), "changes-prevent-symbolic" },
  { CHATTY_ERROR_RATE_LIMITED, N_("Too Many Requests"), "dialog-warning-symbolic" },
  { CHATTY_ERROR_QUOTA, N_("Nothing Is Left to Spend"), "dialog-warning-symbolic" },
  { CHATTY_ERROR_NOT_FOUND, N_("Not There Any More"), "edit-find-symbolic" },
  { CHATTY_ERROR_SERVER, N_("The Server Has Trouble"), "dialog-warning-symbolic" },
  { CHATTY_ERROR_TIMED_OUT, N_("No Answer"), "network-offline-symbolic" },
};

static gboolean
tick_cb (gpointer user_data)
{
  ChattyTrouble *self = user_data;
  gint64 left = self->ready - g_get_monotonic_time ();
  guint seconds = left > 0 ? (guint) ((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC) : 0;
  g_autofree char *label = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->button), seconds == 0);
  if (seconds == 0)
    {
      gtk_button_set_label (self->button, _("Try _Again"));
      self->ticking = 0;
      return G_SOURCE_REMOVE;
    }
  label = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Try Again in %u Second",
                                        "Try Again in %u Seconds", seconds), seconds);
  gtk_button_set_label (self->button, label);
  return G_SOURCE_CONTINUE;
}

static void
clicked_cb (ChattyTrouble *self)
{
  if (self->signs_in)
    gtk_widget_activate_action (GTK_WIDGET (self), "app.show-account", "s", self->account);
  else
    g_signal_emit (self, signals[RETRY], 0);
}

static void
chatty_trouble_constructed (GObject *object)
{
  ChattyTrouble *self = CHATTY_TROUBLE (object);

  G_OBJECT_CLASS (chatty_trouble_parent_class)->constructed (object);

  gtk_widget_set_visible (GTK_WIDGET (self->icon), !self->compact);
  if (self->compact)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->heading), "title-3");
      gtk_widget_add_css_class (GTK_WIDGET (self->heading), "heading");
      gtk_box_set_spacing (GTK_BOX (self->box), 6);
    }
  else
    {
      gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
      gtk_widget_add_css_class (GTK_WIDGET (self->button), "pill");
      gtk_widget_add_css_class (GTK_WIDGET (self->button), "suggested-action");
    }
}

static void
chatty_trouble_dispose (GObject *object)
{
  ChattyTrouble *self = CHATTY_TROUBLE (object);

  g_clear_handle_id (&self->ticking, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (chatty_trouble_parent_class)->dispose (object);
}

static void
chatty_trouble_finalize (GObject *object)
{
  g_free (CHATTY_TROUBLE (object)->account);

  G_OBJECT_CLASS (chatty_trouble_parent_class)->finalize (object);
}

static void
chatty_trouble_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_COMPACT:
      g_value_set_boolean (value, CHATTY_TROUBLE (object)->compact);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_trouble_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_COMPACT:
      CHATTY_TROUBLE (object)->compact = g_value_get_boolean (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_trouble_class_init (ChattyTroubleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = chatty_trouble_constructed;
  object_class->dispose = chatty_trouble_dispose;
  object_class->finalize = chatty_trouble_finalize;
  object_class->get_property = chatty_trouble_get_property;
  object_class->set_property = chatty_trouble_set_property;

  properties[PROP_COMPACT] =
    g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[RETRY] = g_signal_new ("retry", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/platforms/chatty-trouble.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyTrouble, box);
  gtk_widget_class_bind_template_child (widget_class, ChattyTrouble, icon);
  gtk_widget_class_bind_template_child (widget_class, ChattyTrouble, heading);
  gtk_widget_class_bind_template_child (widget_class, ChattyTrouble, message);
  gtk_widget_class_bind_template_child (widget_class, ChattyTrouble, button);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_trouble_init (ChattyTrouble *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chatty_trouble_new:
 * @compact: whether it is a bar over what is there, or all that is shown
 *
 * Returns: (transfer floating): one without an error so far
 */
GtkWidget *
chatty_trouble_new (gboolean compact)
{
  return g_object_new (CHATTY_TYPE_TROUBLE, "compact", compact, NULL);
}

/**
 * chatty_trouble_set_account:
 * @account_id: (nullable): whose settings the button opens
 */
void
chatty_trouble_set_account (ChattyTrouble *self,
                            const char    *account_id)
{
  g_return_if_fail (CHATTY_IS_TROUBLE (self));

  g_free (self->account);
  self->account = g_strdup (account_id);
}

/**
 * chatty_trouble_set_error:
 * @error: what went wrong
 */
void
chatty_trouble_set_error (ChattyTrouble *self,
                          const GError  *error)
{
  const char *heading = _("That Did Not Work");
  const char *icon = "dialog-error-symbolic";
  guint wait;

  g_return_if_fail (CHATTY_IS_TROUBLE (self));
  g_return_if_fail (error != NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_error_matches (error, CHATTY_ERROR, kinds[i].code))
      {
        heading = _(kinds[i].heading);
        icon = kinds[i].icon;
      }
  gtk_label_set_label (self->heading, heading);
  gtk_label_set_label (self->message, error->message);
  gtk_image_set_from_icon_name (self->icon, icon);

  g_clear_handle_id (&self->ticking, g_source_remove);
  wait = chatty_error_get_wait (error);
  self->signs_in = self->account != NULL &&
                   g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_SIGN_IN_NEEDED);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), TRUE);
  gtk_button_set_label (self->button, self->signs_in ? _("Open the Account’s _Settings")
                                                     : _("Try _Again"));
  chatty_button_wrap (GTK_WIDGET (self->button));
  if (wait > 0 && !self->signs_in)
    {
      self->ready = g_get_monotonic_time () + (gint64) wait * G_USEC_PER_SEC;
      self->ticking = g_timeout_add_seconds (1, tick_cb, self);
      tick_cb (self);
    }
}
