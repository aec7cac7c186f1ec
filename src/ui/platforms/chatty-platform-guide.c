/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "chatty-platform-badge.h"
#include "chatty-platform-facts.h"
#include "chatty-platform-guide.h"

struct _ChattyPlatformGuide
{
  GtkWidget parent_instance;

  ChattyPlatformBadge *badge;
  GtkLabel            *title;
  GtkLabel            *summary;
  AdwPreferencesGroup *facts;
  AdwPreferencesGroup *steps;
  GtkButton           *connect;
  GtkWidget           *import_button;
};

G_DEFINE_FINAL_TYPE (ChattyPlatformGuide, chatty_platform_guide, GTK_TYPE_WIDGET)

static void
add_row (AdwPreferencesGroup *group,
         const char          *title,
         const char          *text,
         guint                number)
{
  AdwActionRow *row = g_object_new (ADW_TYPE_ACTION_ROW,
                                    "use-markup", FALSE,
                                    "title", title,
                                    "title-lines", 0,
                                    "subtitle", text,
                                    "subtitle-lines", 0,
                                    "activatable", FALSE,
                                    NULL);

  if (number > 0)
    {
      g_autofree char *digits = g_strdup_printf ("%u", number);
      GtkWidget *label = gtk_label_new (digits);

      gtk_widget_add_css_class (label, "numeric");
      gtk_widget_add_css_class (label, "dim-label");
      adw_action_row_add_prefix (row, label);
    }
  adw_preferences_group_add (group, GTK_WIDGET (row));
}

static void
fill (ChattyPlatformGuide       *self,
      const ChattyConnectorInfo *info,
      gboolean                   is_built)
{
  guint n_steps = chatty_platform_facts_get_n_steps (info->id);

  for (ChattyPlatformFact fact = 0; fact < CHATTY_N_FACTS; fact++)
    {
      const char *text = chatty_platform_facts_get (info->id, fact);

      if (text != NULL)
        add_row (self->facts, chatty_platform_facts_get_heading (fact), text, 0);
    }
  for (ChattyConsent consent = 0; is_built && consent < CHATTY_N_CONSENTS; consent++)
    if (consent == CHATTY_CONSENT_COSTS &&
        chatty_connector_info_get_consent (info, consent) != NULL)
      add_row (self->facts, _("What It May Cost"),
               chatty_connector_info_get_consent (info, consent), 0);
  for (guint i = 0; i < n_steps; i++)
    add_row (self->steps, chatty_platform_facts_get_step (info->id, i), NULL, i + 1);
  gtk_widget_set_visible (GTK_WIDGET (self->steps), n_steps > 0);
}

static void
chatty_platform_guide_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_platform_guide_parent_class)->dispose (object);
}

static void
chatty_platform_guide_class_init (ChattyPlatformGuideClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_platform_guide_dispose;

  g_type_ensure (CHATTY_TYPE_PLATFORM_BADGE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/platforms/chatty-platform-guide.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformGuide, badge);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformGuide, title);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformGuide, summary);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformGuide, facts);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformGuide, steps);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformGuide, connect);
  gtk_widget_class_bind_template_child (widget_class, ChattyPlatformGuide, import_button);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_platform_guide_init (ChattyPlatformGuide *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chatty_platform_guide_new:
 * @info: what is known of the platform
 * @is_built: whether there is a connector for it
 *
 * Returns: (transfer floating): a page that tells it
 */
GtkWidget *
chatty_platform_guide_new (const ChattyConnectorInfo *info,
                           gboolean                   is_built)
{
  ChattyPlatformGuide *self = g_object_new (CHATTY_TYPE_PLATFORM_GUIDE, NULL);
  /* Translators: %s is the name of a platform */
  g_autofree char *label = g_strdup_printf (_("_Connect %s…"), info->title);

  chatty_platform_badge_set_platform (self->badge, info->id);
  gtk_label_set_label (self->title, info->title);
  gtk_label_set_label (self->summary, chatty_connector_info_get_summary (info));
  fill (self, info, is_built);

  gtk_button_set_label (self->connect, label);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->connect), "s", info->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->connect), "app.connect-account");
  gtk_widget_set_visible (GTK_WIDGET (self->connect), is_built);
  gtk_widget_add_css_class (is_built ? GTK_WIDGET (self->connect) : self->import_button,
                            "suggested-action");
  return GTK_WIDGET (self);
}
