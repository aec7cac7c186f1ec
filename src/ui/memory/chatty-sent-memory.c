/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-text.h"

#include "chatty-sent-memory.h"

/* Each is a widget; what goes along is bounded by its length, not by its number. */
#define MAX_LINES        300
#define MAX_SPOKEN_BYTES 60

typedef struct {
  char      *id;         /* nullable: the note is not known any more */
  char      *text;
  GtkWidget *row;
  GtkWidget *button;     /* NULL without an id */
  GPtrArray *forgotten;  /* nullable: what to put back */
  gboolean   working;
} Line;

struct _ChattySentMemory
{
  GtkWidget parent_instance;

  GtkWidget        *box;
  GtkListBox       *rows;
  ChattyMemoryList *list;    /* nullable until it is known whose memory it is */
  GPtrArray        *lines;
};

G_DEFINE_FINAL_TYPE (ChattySentMemory, chatty_sent_memory, GTK_TYPE_WIDGET)

typedef struct {
  ChattySentMemory *view;
  guint             nth;
} Asking;

static void
asking_free (Asking *asking)
{
  g_object_unref (asking->view);
  g_free (asking);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asking, asking_free)

static void
line_free (gpointer data)
{
  Line *line = data;

  g_free (line->id);
  g_free (line->text);
  g_clear_pointer (&line->forgotten, g_ptr_array_unref);
  g_free (line);
}

/* @problem: (nullable): what went wrong */
static void
update_line (ChattySentMemory *self,
             Line             *line,
             const char       *problem)
{
  g_autofree char *quoted = chatty_text_one_line (line->text, MAX_SPOKEN_BYTES);
  g_autofree char *spoken = NULL;

  adw_action_row_set_subtitle (ADW_ACTION_ROW (line->row),
                               problem != NULL ? problem
                               : line->forgotten != NULL
                                 ? _("Forgotten. It is not sent any more.")
                               : line->button == NULL ? _("It is not in the memory any more.")
                               : "");
  if (problem != NULL)
    gtk_widget_add_css_class (line->row, "error");
  else
    gtk_widget_remove_css_class (line->row, "error");
  if (line->button == NULL)
    return;
  gtk_button_set_label (GTK_BUTTON (line->button),
                        line->forgotten != NULL ? _("_Undo") : _("_Forget This"));
  spoken = line->forgotten != NULL
    /* Translators: %s is the beginning of a note */
    ? g_strdup_printf (_("Remember “%s” again"), quoted)
    : g_strdup_printf (_("Forget “%s”"), quoted);
  gtk_accessible_update_property (GTK_ACCESSIBLE (line->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
  gtk_widget_set_sensitive (line->button, self->list != NULL && !line->working);
}

static void
forgotten_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Asking) asking = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) notes = NULL;
  Line *line = g_ptr_array_index (asking->view->lines, asking->nth);

  notes = chatty_memory_list_delete_finish (CHATTY_MEMORY_LIST (source), result, &error);
  line->working = FALSE;
  if (asking->view->box == NULL)
    return;
  if (notes != NULL && notes->len > 0)
    {
      line->forgotten = g_steal_pointer (&notes);
    }
  else if (notes != NULL || g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
    {
      gtk_widget_set_visible (line->button, FALSE);
      line->button = NULL;
    }
  update_line (asking->view, line, line->button != NULL && error != NULL ? error->message : NULL);
}

static void
restored_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Asking) asking = user_data;
  g_autoptr (GError) error = NULL;
  Line *line = g_ptr_array_index (asking->view->lines, asking->nth);

  line->working = FALSE;
  if (chatty_memory_list_restore_finish (CHATTY_MEMORY_LIST (source), result, &error))
    g_clear_pointer (&line->forgotten, g_ptr_array_unref);
  if (asking->view->box != NULL)
    update_line (asking->view, line, error != NULL ? error->message : NULL);
}

static void
clicked_cb (ChattySentMemory *self,
            GtkWidget        *button)
{
  Asking *asking = g_new0 (Asking, 1);
  Line *line;

  asking->view = g_object_ref (self);
  asking->nth = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "chatty-line"));
  line = g_ptr_array_index (self->lines, asking->nth);
  line->working = TRUE;
  update_line (self, line, NULL);
  if (line->forgotten != NULL)
    chatty_memory_list_restore_async (self->list, line->forgotten, NULL, restored_cb, asking);
  else
    chatty_memory_list_delete_async (self->list, line->id, NULL, forgotten_cb, asking);
}

static void
add_line (ChattySentMemory *self,
          const char       *text,
          const char       *id)
{
  Line *line = g_new0 (Line, 1);

  line->id = g_strdup (id);
  line->text = g_strdup (text);
  line->row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title-lines", 0,
                            "subtitle-lines", 0, NULL);
  /* Not before it is made: until then texts are taken for markup. */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (line->row), text);
  if (id != NULL)
    {
      line->button = gtk_button_new ();
      gtk_button_set_use_underline (GTK_BUTTON (line->button), TRUE);
      gtk_widget_set_valign (line->button, GTK_ALIGN_CENTER);
      g_object_set_data (G_OBJECT (line->button), "chatty-line",
                         GUINT_TO_POINTER (self->lines->len));
      g_signal_connect_object (line->button, "clicked", G_CALLBACK (clicked_cb), self,
                               G_CONNECT_SWAPPED);
      adw_action_row_add_suffix (ADW_ACTION_ROW (line->row), line->button);
    }
  g_ptr_array_add (self->lines, line);
  gtk_list_box_append (self->rows, line->row);
  update_line (self, line, NULL);
}

static void
chatty_sent_memory_dispose (GObject *object)
{
  ChattySentMemory *self = CHATTY_SENT_MEMORY (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->list);

  G_OBJECT_CLASS (chatty_sent_memory_parent_class)->dispose (object);
}

static void
chatty_sent_memory_finalize (GObject *object)
{
  g_ptr_array_unref (CHATTY_SENT_MEMORY (object)->lines);

  G_OBJECT_CLASS (chatty_sent_memory_parent_class)->finalize (object);
}

static void
chatty_sent_memory_class_init (ChattySentMemoryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chatty_sent_memory_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_sent_memory_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
chatty_sent_memory_init (ChattySentMemory *self)
{
  self->lines = g_ptr_array_new_with_free_func (line_free);
  self->rows = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->rows, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->rows), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Memory"), -1);
  self->box = GTK_WIDGET (self->rows);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/**
 * chatty_sent_memory_new:
 * @sent: what was sent
 *
 * Returns: (transfer floating): its lines of memory
 */
GtkWidget *
chatty_sent_memory_new (const ChattySent *sent)
{
  ChattySentMemory *self;

  g_return_val_if_fail (sent != NULL, NULL);

  self = g_object_new (CHATTY_TYPE_SENT_MEMORY, NULL);
  for (guint i = 0; i < MIN (chatty_sent_get_n_memory (sent), MAX_LINES); i++)
    {
      const char *id;
      const char *text = chatty_sent_get_memory (sent, i, &id);

      add_line (self, text, id);
    }
  return GTK_WIDGET (self);
}

/**
 * chatty_sent_memory_set_list:
 * @list: whose memory it is; from now on lines can be forgotten
 */
void
chatty_sent_memory_set_list (ChattySentMemory *self,
                             ChattyMemoryList *list)
{
  g_return_if_fail (CHATTY_IS_SENT_MEMORY (self));
  g_return_if_fail (CHATTY_IS_MEMORY_LIST (list));

  g_set_object (&self->list, list);
  for (guint i = 0; i < self->lines->len; i++)
    update_line (self, g_ptr_array_index (self->lines, i), NULL);
}
