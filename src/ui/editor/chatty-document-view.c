/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chatty-error.h"
#include "chatty-pool.h"
#include "chatty-text.h"
#include "chatty-vault-characters.h"

#include "chatty-document-view.h"
#include "chatty-file-manager.h"
#include "chatty-passage-find.h"

/* Bytes: more is not laid out here, and no text that a person reads. */
#define MAX_TEXT       (2 * 1024 * 1024)
#define MAX_NAME_BYTES 120
#define MAX_EXCERPT    600

/* Where on the screen the passage comes, from the top. Lines get their heights
 * by and by, and others when the width changes: it is looked after for a while. */
#define PASSAGE_PLACE   .3
#define SETTLING_FRAMES 20
#define MAX_FRAMES      600

struct _ChattyDocumentView
{
  GtkWidget parent_instance;

  GtkLabel    *title;
  GtkLabel    *notice;
  GtkTextView *text;

  char         *name;         /* nullable: what is shown */
  GFile        *file;         /* nullable */
  GtkTextMark  *passage;      /* nullable: of the buffer */
  GCancellable *cancellable;  /* of what is read */
  guint         scroll_tick;
  guint         settling;     /* frames that are left once it is there */
  guint         waiting;      /* frames that are left until it is */
};

typedef struct {
  ChattyVault *vault;
  char        *callsign;
  char        *name;
  char        *excerpt;
  guint        page;

  GFile       *file;
  char        *text;       /* NULL where it is none */
  gboolean     is_found;
  gsize        start;
  gsize        end;
} Job;

enum {
  SHOWN,
  BACK,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyDocumentView, chatty_document_view, GTK_TYPE_WIDGET)

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->vault);
  g_free (job->callsign);
  g_free (job->name);
  g_free (job->excerpt);
  g_clear_object (&job->file);
  g_free (job->text);
  g_free (job);
}

static ChattyPool *
get_pool (void)
{
  static ChattyPool *pool = NULL;

  if (pool == NULL)
    pool = chatty_pool_new ("document", 1);
  return pool;
}

/* (transfer full) (nullable): the content, where it is a text of a bearable size */
static char *
read_text (GFile         *file,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GFileInfo) info = NULL;
  g_autofree char *text = NULL;
  gsize length;

  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                            G_FILE_QUERY_INFO_NONE, cancellable, error);
  if (info == NULL || g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR ||
      g_file_info_get_size (info) > MAX_TEXT ||
      !g_file_load_contents (file, cancellable, &text, &length, NULL, error) ||
      length > MAX_TEXT || !g_utf8_validate (text, (gssize) length, NULL))
    return NULL;
  return g_steal_pointer (&text);
}

static void
read_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;

  job->file = chatty_vault_get_document_file (job->vault, job->callsign, job->name, &error);
  if (job->file != NULL)
    job->text = read_text (job->file, cancellable, &error);
  if (job->text != NULL && job->excerpt != NULL)
    job->is_found = chatty_passage_find (job->text, job->excerpt, &job->start, &job->end);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
is_passage_seen (ChattyDocumentView *self)
{
  GtkTextIter start;
  GdkRectangle seen, place;

  gtk_text_buffer_get_iter_at_mark (gtk_text_view_get_buffer (self->text), &start, self->passage);
  gtk_text_view_get_visible_rect (self->text, &seen);
  gtk_text_view_get_iter_location (self->text, &start, &place);
  return place.y >= seen.y && place.y + place.height <= seen.y + seen.height;
}

static gboolean
scroll_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  ChattyDocumentView *self = CHATTY_DOCUMENT_VIEW (widget);

  gtk_text_view_scroll_to_mark (self->text, self->passage, 0, TRUE, 0, PASSAGE_PLACE);
  self->waiting--;
  if (is_passage_seen (self))
    self->settling--;
  if (self->settling > 0 && self->waiting > 0)
    return G_SOURCE_CONTINUE;
  self->scroll_tick = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
scrolled_by_hand_cb (ChattyDocumentView *self)
{
  self->waiting = MIN (self->waiting, 1);
  return GDK_EVENT_PROPAGATE;
}

static void
forget_passage (ChattyDocumentView *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);

  if (self->scroll_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->scroll_tick);
  self->scroll_tick = 0;
  if (self->passage != NULL)
    gtk_text_buffer_delete_mark (buffer, self->passage);
  self->passage = NULL;
}

static void
mark_passage (ChattyDocumentView *self,
              const Job          *job)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_offset (buffer, &start,
                                      (int) g_utf8_strlen (job->text, (gssize) job->start));
  gtk_text_buffer_get_iter_at_offset (buffer, &end,
                                      (int) g_utf8_strlen (job->text, (gssize) job->end));
  gtk_text_buffer_apply_tag_by_name (buffer, "passage", &start, &end);
  gtk_text_buffer_place_cursor (buffer, &start);
  self->passage = gtk_text_buffer_create_mark (buffer, NULL, &start, TRUE);
  self->settling = SETTLING_FRAMES;
  self->waiting = MAX_FRAMES;
  self->scroll_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_cb, NULL, NULL);
}

static void
show_notice (ChattyDocumentView *self,
             const Job          *job)
{
  g_autofree char *excerpt = NULL;
  g_autofree char *text = NULL;

  if (job->excerpt != NULL && !job->is_found)
    {
      excerpt = chatty_text_one_line (job->excerpt, MAX_EXCERPT);
      /* Translators: %s are words of a document, as an answer quotes them */
      text = g_strdup_printf (_("These words are not found in the document as it is now: “%s”"),
                              excerpt);
      gtk_label_set_text (self->notice, text);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->notice), text != NULL);
}

static void
show_text (ChattyDocumentView *self,
           const Job          *job)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter start;

  forget_passage (self);
  gtk_text_buffer_set_text (buffer, job->text, -1);
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
  if (job->is_found)
    mark_passage (self, job);
  show_notice (self, job);
  g_signal_emit (self, signals[SHOWN], 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

/* What is no text: the person's own program shows it. */
static void
open_elsewhere (ChattyDocumentView *self,
                const Job          *job)
{
  g_autofree char *name = chatty_text_one_line (job->name, MAX_NAME_BYTES);
  g_autofree char *text = NULL;

  if (job->page > 0)
    /* Translators: the name of a document, and the page on which words stand */
    text = g_strdup_printf (_("“%s” opens in another program. See page %u"), name, job->page);
  else
    /* Translators: %s is the name of a document */
    text = g_strdup_printf (_("“%s” opens in another program"), name);
  chatty_file_manager_open (GTK_WIDGET (self), job->file);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  ChattyDocumentView *self = CHATTY_DOCUMENT_VIEW (source);
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_autofree char *name = chatty_text_one_line (job->name, MAX_NAME_BYTES);
      g_autofree char *text = NULL;

      if (chatty_error_is_cancelled (error) ||
          g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      /* Translators: the name of a document, and why it cannot be shown */
      text = g_strdup_printf (_("“%s” cannot be opened: %s"), name, error->message);
      gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
      return;
    }
  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;

  g_set_object (&self->file, job->file);
  if (job->text != NULL)
    show_text (self, job);
  else
    open_elsewhere (self, job);
}

static void
back_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  g_signal_emit (widget, signals[BACK], 0);
}

static void
open_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  ChattyDocumentView *self = CHATTY_DOCUMENT_VIEW (widget);

  if (self->file != NULL)
    chatty_file_manager_open (widget, self->file);
}

static void
chatty_document_view_dispose (GObject *object)
{
  ChattyDocumentView *self = CHATTY_DOCUMENT_VIEW (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  if (self->text != NULL)
    forget_passage (self);
  self->text = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_document_view_parent_class)->dispose (object);
}

static void
chatty_document_view_finalize (GObject *object)
{
  ChattyDocumentView *self = CHATTY_DOCUMENT_VIEW (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->file);
  g_free (self->name);

  G_OBJECT_CLASS (chatty_document_view_parent_class)->finalize (object);
}

static void
chatty_document_view_class_init (ChattyDocumentViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_document_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = chatty_document_view_finalize;

  signals[SHOWN] = g_signal_new ("shown", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[BACK] = g_signal_new ("back", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/editor/chatty-document-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyDocumentView, title);
  gtk_widget_class_bind_template_child (widget_class, ChattyDocumentView, notice);
  gtk_widget_class_bind_template_child (widget_class, ChattyDocumentView, text);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_install_action (widget_class, "document.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "document.open", NULL, open_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "document.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "document.back",
                                       NULL);
}

static void
chatty_document_view_init (ChattyDocumentView *self)
{
  static const GdkRGBA tint = { .21f, .52f, .89f, .3f };
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  g_signal_connect_object (scroll, "scroll", G_CALLBACK (scrolled_by_hand_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_orientable_set_orientation (
    GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  /* Not by colour alone. */
  gtk_text_buffer_create_tag (gtk_text_view_get_buffer (self->text), "passage",
                              "background-rgba", &tint,
                              "underline", PANGO_UNDERLINE_SINGLE,
                              NULL);
}

/**
 * chatty_document_view_open:
 * @workspace: where the document is
 * @callsign: whose it is
 * @name: of the document
 * @excerpt: (nullable): words of it to show
 * @page: on which they stand, or 0
 *
 * Shows a document; "shown" tells when it is there to be read. What cannot be
 * read is told with the action "win.toast".
 */
void
chatty_document_view_open (ChattyDocumentView *self,
                           ChattyWorkspace    *workspace,
                           const char         *callsign,
                           const char         *name,
                           const char         *excerpt,
                           guint               page)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *title = NULL;
  Job *job;

  g_return_if_fail (CHATTY_IS_DOCUMENT_VIEW (self));
  g_return_if_fail (CHATTY_IS_WORKSPACE (workspace));
  g_return_if_fail (callsign != NULL && name != NULL);

  chatty_document_view_close (self);
  self->cancellable = g_cancellable_new ();
  self->name = g_strdup (name);
  title = chatty_text_one_line (name, MAX_NAME_BYTES);
  gtk_label_set_text (self->title, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);

  job = g_new0 (Job, 1);
  job->vault = g_object_ref (chatty_workspace_get_vault (workspace));
  job->callsign = g_strdup (callsign);
  job->name = g_strdup (name);
  job->excerpt = excerpt != NULL && *excerpt != '\0' ? g_strdup (excerpt) : NULL;
  job->page = page;
  task = g_task_new (self, self->cancellable, read_cb, NULL);
  g_task_set_source_tag (task, chatty_document_view_open);
  g_task_set_task_data (task, job, job_free);
  chatty_pool_run (get_pool (), task, read_thread);
}

/**
 * chatty_document_view_close:
 *
 * Lets go of what is shown, and of what is being read.
 */
void
chatty_document_view_close (ChattyDocumentView *self)
{
  g_return_if_fail (CHATTY_IS_DOCUMENT_VIEW (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->file);
  g_clear_pointer (&self->name, g_free);
  forget_passage (self);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), "", -1);
}

/**
 * chatty_document_view_get_name:
 *
 * Returns: (transfer none) (nullable): the document that was opened last
 */
const char *
chatty_document_view_get_name (ChattyDocumentView *self)
{
  g_return_val_if_fail (CHATTY_IS_DOCUMENT_VIEW (self), NULL);

  return self->name;
}
