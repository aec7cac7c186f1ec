/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-json.h"

#include "chatty-chunk-rows.h"
#include "chatty-setting-rows.h"

/* One row, and the beginning of the next. */
#define LEAST_HEIGHT 120

struct _ChattyChunkRows
{
  GtkWidget parent_instance;

  GtkWidget         *expander;
  ChattySettingRows *rows;
};

G_DEFINE_FINAL_TYPE (ChattyChunkRows, chatty_chunk_rows, GTK_TYPE_WIDGET)

/* The bounds are those of the one platform that can be told (platform
 * reference, section 2.9: 21 to 512 words). */
static const ChattySetting settings[] = {
  { .path = "words", .title = N_("Longest Piece"),
    .words = N_("In words. Short pieces find a place more exactly, long ones keep more of what "
                "belongs together."),
    .kind = CHATTY_SETTING_NUMBER, .least = 21, .most = 512, .step = 1 },
  { .path = "overlap", .title = N_("Overlap"),
    .words = N_("How many words a piece has in common with the next, so that no sentence is "
                "torn apart. It counts where a longest piece is given."),
    .kind = CHATTY_SETTING_NUMBER, .least = 0, .most = 511, .step = 1 },
};

static void
chatty_chunk_rows_dispose (GObject *object)
{
  g_clear_pointer (&CHATTY_CHUNK_ROWS (object)->expander, gtk_widget_unparent);

  G_OBJECT_CLASS (chatty_chunk_rows_parent_class)->dispose (object);
}

static void
chatty_chunk_rows_class_init (ChattyChunkRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chatty_chunk_rows_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_chunk_rows_init (ChattyChunkRows *self)
{
  GtkWidget *rows = chatty_setting_rows_new (settings, G_N_ELEMENTS (settings));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *words = gtk_label_new (_("For documents that you upload here. What is left empty, the "
                                      "platform decides."));

  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (words), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (words, "caption");
  gtk_widget_add_css_class (words, "dim-label");
  self->rows = CHATTY_SETTING_ROWS (rows);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), rows);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  self->expander = gtk_expander_new_with_mnemonic (_("How Documents Are _Divided"));
  /* A low window has no room for all of it beside the list. */
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), LEAST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_expander_set_child (GTK_EXPANDER (self->expander), scrolled);
  gtk_widget_set_margin_start (self->expander, 12);
  gtk_widget_set_margin_end (self->expander, 12);
  gtk_widget_set_margin_bottom (self->expander, 6);
  gtk_widget_set_parent (self->expander, GTK_WIDGET (self));
}

static guint
get_number (ChattyChunkRows *self,
            const char      *path)
{
  JsonNode *value = chatty_setting_row_get_value (chatty_setting_rows_find (self->rows, path));

  return (guint) chatty_json_node_number (value, 0);
}

/**
 * chatty_chunk_rows_new:
 *
 * Returns: (transfer floating): rows where nothing is set
 */
GtkWidget *
chatty_chunk_rows_new (void)
{
  return g_object_new (CHATTY_TYPE_CHUNK_ROWS, NULL);
}

guint
chatty_chunk_rows_get_words (ChattyChunkRows *self)
{
  g_return_val_if_fail (CHATTY_IS_CHUNK_ROWS (self), 0);

  return get_number (self, "words");
}

/**
 * chatty_chunk_rows_get_overlap:
 *
 * Returns: in words; less than a piece has, where that is known
 */
guint
chatty_chunk_rows_get_overlap (ChattyChunkRows *self)
{
  guint words, overlap;

  g_return_val_if_fail (CHATTY_IS_CHUNK_ROWS (self), 0);

  words = get_number (self, "words");
  overlap = get_number (self, "overlap");
  return words > 0 ? MIN (overlap, words - 1) : overlap;
}
