/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* gtk_widget_set_tooltip_text() asks the display where the pointer is, and
 * waits for the answer. In a list, where rows get new texts all the time, that
 * took longer than all the rest of filling a row. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-tooltip.h"

static GQuark
text_quark (void)
{
  return g_quark_from_static_string ("chatty-tooltip");
}

static gboolean
query_cb (GtkWidget  *widget,
          int         x,
          int         y,
          gboolean    keyboard,
          GtkTooltip *tooltip)
{
  const char *text = g_object_get_qdata (G_OBJECT (widget), text_quark ());

  if (text == NULL)
    return FALSE;
  gtk_tooltip_set_text (tooltip, text);

  return TRUE;
}

/**
 * chatty_tooltip_set_text:
 * @widget: a widget in a row of a list, with no other tooltip
 * @text: (nullable): what to show while the pointer rests on it
 *
 * As gtk_widget_set_tooltip_text(), but costs nothing until it is shown.
 */
void
chatty_tooltip_set_text (GtkWidget  *widget,
                         const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (!gtk_widget_get_has_tooltip (widget))
    {
      if (text == NULL)
        return;
      g_signal_connect (widget, "query-tooltip", G_CALLBACK (query_cb), NULL);
      gtk_widget_set_has_tooltip (widget, TRUE);
    }
  g_object_set_qdata_full (G_OBJECT (widget), text_quark (), g_strdup (text), g_free);
}
