/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Over 600 lines: text, files and recording are parts of one message, and what
 * each key and button means depends on all of them. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-error.h"

#include "chatty-attach-chip.h"
#include "chatty-attach.h"
#include "chatty-composer.h"
#include "chatty-record-bar.h"
#include "chatty-ui-settings.h"

/* Then it scrolls. */
#define MAX_LINES  8
/* More than two lines even in a narrow window. */
#define MANY_CHARS 60

struct _ChattyComposer
{
  GtkWidget parent_instance;

  GtkFlowBox        *chips;
  ChattyRecordBar   *record_bar;
  GtkWidget         *line;
  GtkWidget         *attach;
  GtkScrolledWindow *scroller;
  GtkTextView       *text;
  GtkLabel          *placeholder;
  GtkWidget         *record;
  GtkButton         *send;

  ChattyChatInputs   inputs;
  gboolean           can_send;
  gboolean           answering;
  gboolean           composing;     /* an input method is at work */
  GCancellable      *cancellable;   /* of the files that are read */
};

enum {
  PROP_0,
  PROP_CAN_SEND,
  PROP_ANSWERING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum {
  SEND,
  SEND_RECORDING,
  STOP,
  PROBLEM,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyComposer, chatty_composer, GTK_TYPE_WIDGET)

static GtkTextBuffer *
get_buffer (ChattyComposer *self)
{
  return gtk_text_view_get_buffer (self->text);
}

static gboolean
has_text (ChattyComposer *self)
{
  g_autofree char *text = chatty_composer_dup_text (self);

  return *g_strstrip (text) != '\0';
}

static guint
count_chips (ChattyComposer *self)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->chips)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n++;
  return n;
}

static ChattyAttachChip *
get_chip (GtkWidget *child)
{
  return CHATTY_ATTACH_CHIP (gtk_flow_box_child_get_child (GTK_FLOW_BOX_CHILD (child)));
}

static gboolean
holds_audio (ChattyComposer *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->chips));

  return child != NULL && chatty_attach_is_audio (chatty_attach_chip_get_file (get_chip (child)));
}

/* What is shown ------------------------------------------------------------------ */

static void
name_button (GtkWidget  *button,
             const char *name)
{
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
update_send (ChattyComposer *self)
{
  gboolean stops = self->answering;

  gtk_button_set_icon_name (self->send, stops ? "media-playback-stop-symbolic"
                                              : "go-up-symbolic");
  name_button (GTK_WIDGET (self->send), stops ? _("Stop the Answer") : _("Send"));
  if (stops)
    gtk_widget_remove_css_class (GTK_WIDGET (self->send), "suggested-action");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->send), "suggested-action");
  gtk_widget_set_sensitive (GTK_WIDGET (self->send),
                            stops || (self->can_send && !chatty_composer_is_empty (self)));
}

static void
update_placeholder (ChattyComposer *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder),
                          gtk_text_buffer_get_char_count (get_buffer (self)) == 0 &&
                          !self->composing);
}

static void
update_offers (ChattyComposer *self)
{
  gboolean recording = gtk_widget_get_visible (GTK_WIDGET (self->record_bar));

  gtk_widget_set_visible (self->attach,
                          (self->inputs & (CHATTY_CHAT_IMAGE | CHATTY_CHAT_AUDIO)) != 0);
  gtk_widget_set_visible (self->record, (self->inputs & CHATTY_CHAT_AUDIO) != 0);
  gtk_widget_set_sensitive (self->record, self->can_send && !self->answering);
  gtk_widget_set_visible (self->line, !recording);
  gtk_widget_set_visible (GTK_WIDGET (self->chips), count_chips (self) > 0);
}

static void
update (ChattyComposer *self)
{
  update_send (self);
  update_placeholder (self);
  update_offers (self);
}

/* A scrollbar asks for the height of two lines; it comes when there is more. */
static void
update_scrollbar (ChattyComposer *self)
{
  GtkTextBuffer *buffer = get_buffer (self);
  gboolean is_long = gtk_text_buffer_get_line_count (buffer) > 2 ||
                     gtk_text_buffer_get_char_count (buffer) > MANY_CHARS;

  gtk_scrolled_window_set_policy (self->scroller, GTK_POLICY_NEVER,
                                  is_long ? GTK_POLICY_AUTOMATIC : GTK_POLICY_EXTERNAL);
}

static void
buffer_changed_cb (ChattyComposer *self)
{
  update_send (self);
  update_placeholder (self);
  update_scrollbar (self);
}

static void
preedit_changed_cb (ChattyComposer *self,
                    const char     *preedit)
{
  self->composing = preedit != NULL && *preedit != '\0';
  update_placeholder (self);
}

/* As many lines as fit, whatever the font is. */
static void
update_height (ChattyComposer *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self->text));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int line = PANGO_PIXELS (pango_font_metrics_get_height (metrics));
  int margins = gtk_text_view_get_top_margin (self->text) +
                gtk_text_view_get_bottom_margin (self->text);

  pango_font_metrics_unref (metrics);
  gtk_scrolled_window_set_max_content_height (self->scroller, MAX_LINES * line + margins);
}

/* Files ---------------------------------------------------------------------------- */

static void
tell (ChattyComposer *self,
      const char     *message)
{
  g_signal_emit (self, signals[PROBLEM], 0, message);
}

static void
chip_removed_cb (ChattyComposer   *self,
                 ChattyAttachChip *chip)
{
  gtk_flow_box_remove (self->chips, gtk_widget_get_parent (GTK_WIDGET (chip)));
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (ChattyComposer) self = user_data;
  g_autoptr (GError) error = NULL;
  ChattyTalkFile *file = chatty_attach_read_finish (result, &error);

  if (file != NULL && g_task_get_cancellable (G_TASK (result)) == self->cancellable)
    chatty_composer_add_file (self, file);
  else if (file != NULL)
    chatty_talk_file_free (file);
  else if (!chatty_error_is_cancelled (error))
    tell (self, error->message);
}

static GCancellable *
get_cancellable (ChattyComposer *self)
{
  if (self->cancellable == NULL)
    self->cancellable = g_cancellable_new ();
  return self->cancellable;
}

static void
stop_reading (ChattyComposer *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
chosen_cb (GtkNativeDialog *dialog,
           int              response,
           gpointer         user_data)
{
  g_autoptr (ChattyComposer) self = user_data;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));

      chatty_composer_attach (self, files);
    }
  g_object_unref (dialog);
}

static void
attach_cb (ChattyComposer *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  GtkFileChooserNative *dialog;

  dialog = gtk_file_chooser_native_new (_("Attach Files"), GTK_WINDOW (root),
                                        GTK_FILE_CHOOSER_ACTION_OPEN, _("_Attach"), _("_Cancel"));
  /* Translators: what a file chooser shows: files that can go along with a message */
  gtk_file_filter_set_name (filter, _("What Can Be Attached"));
  if ((self->inputs & CHATTY_CHAT_IMAGE) != 0)
    {
      gtk_file_filter_add_mime_type (filter, "image/png");
      gtk_file_filter_add_mime_type (filter, "image/jpeg");
      gtk_file_filter_add_mime_type (filter, "image/gif");
      gtk_file_filter_add_mime_type (filter, "image/webp");
    }
  if ((self->inputs & CHATTY_CHAT_AUDIO) != 0)
    gtk_file_filter_add_mime_type (filter, "audio/x-wav");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (chosen_cb), g_object_ref (self));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
texture_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (ChattyComposer) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  texture = gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (source), result, &error);
  if (texture != NULL)
    chatty_attach_read_texture_async (texture, self->inputs, get_cancellable (self), read_cb,
                                      g_object_ref (self));
  else if (!chatty_error_is_cancelled (error))
    tell (self, _("The picture that was copied cannot be read. Save it as a file and attach that."));
}

static void
pasted_files_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (ChattyComposer) self = user_data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);

  if (value == NULL)
    return;
  for (GSList *l = gdk_file_list_get_files (g_value_get_boxed (value)); l != NULL; l = l->next)
    g_list_store_append (files, l->data);
  chatty_composer_attach (self, G_LIST_MODEL (files));
}

/* Pictures and files are attached where the partner takes them; text is pasted as
 * ever. A picture that has a text too, such as one from a table, is pasted as the text. */
static void
paste_cb (ChattyComposer *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);

  if ((self->inputs & (CHATTY_CHAT_IMAGE | CHATTY_CHAT_AUDIO)) == 0)
    return;

  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST) ||
      gdk_content_formats_contain_mime_type (formats, "text/uri-list"))
    {
      g_signal_stop_emission_by_name (self->text, "paste-clipboard");
      gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT,
                                      get_cancellable (self), pasted_files_cb,
                                      g_object_ref (self));
    }
  else if ((self->inputs & CHATTY_CHAT_IMAGE) != 0 &&
           !gdk_content_formats_contain_gtype (formats, G_TYPE_STRING) &&
           !gdk_content_formats_contain_mime_type (formats, "text/plain;charset=utf-8") &&
           (gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE) ||
            gdk_content_formats_contain_mime_type (formats, "image/png")))
    {
      g_signal_stop_emission_by_name (self->text, "paste-clipboard");
      gdk_clipboard_read_texture_async (clipboard, get_cancellable (self), texture_cb,
                                        g_object_ref (self));
    }
}

/* Recording -------------------------------------------------------------------------- */

static void
show_record_bar (ChattyComposer *self,
                 gboolean        shown)
{
  gtk_widget_set_visible (GTK_WIDGET (self->record_bar), shown);
  update (self);
  if (!shown)
    gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

static void
record_cb (ChattyComposer *self)
{
  show_record_bar (self, TRUE);
  chatty_record_bar_start (self->record_bar);
}

static void
recorded_cb (ChattyComposer *self,
             GBytes         *wav)
{
  show_record_bar (self, FALSE);
  g_signal_emit (self, signals[SEND_RECORDING], 0, wav);
}

static void
record_cancelled_cb (ChattyComposer *self)
{
  show_record_bar (self, FALSE);
}

static void
record_failed_cb (ChattyComposer *self,
                  const char     *message)
{
  show_record_bar (self, FALSE);
  tell (self, message);
}

/* Keys and buttons ------------------------------------------------------------------- */

/* The button may have nothing to do when the answer is there or was stopped:
 * the keyboard does not wait in it. */
static void
send_cb (ChattyComposer *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
  if (self->answering)
    g_signal_emit (self, signals[STOP], 0);
  else
    chatty_composer_send (self);
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  keyval,
        guint                  keycode,
        GdkModifierType        modifiers,
        ChattyComposer        *self)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));
  GdkModifierType held = modifiers & gtk_accelerator_get_default_mod_mask ();
  gboolean enter_sends;

  if (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter && keyval != GDK_KEY_ISO_Enter)
    return GDK_EVENT_PROPAGATE;

  /* The input method is asked first: Enter may be how it takes a word. */
  if (event != NULL && gtk_text_view_im_context_filter_keypress (self->text, event))
    {
      gtk_text_view_reset_im_context (self->text);
      return GDK_EVENT_STOP;
    }

  enter_sends = g_settings_get_boolean (chatty_ui_settings_get (),
                                        CHATTY_SETTING_COMPOSER_ENTER_SENDS);
  if (held == GDK_CONTROL_MASK || (held == 0 && enter_sends))
    {
      chatty_composer_send (self);
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}

static gboolean
chatty_composer_grab_focus (GtkWidget *widget)
{
  ChattyComposer *self = CHATTY_COMPOSER (widget);

  return gtk_widget_grab_focus (gtk_widget_get_visible (self->line)
                                  ? GTK_WIDGET (self->text) : GTK_WIDGET (self->record_bar));
}

static void
chatty_composer_css_changed (GtkWidget         *widget,
                             GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (chatty_composer_parent_class)->css_changed (widget, change);
  if (CHATTY_COMPOSER (widget)->text != NULL)
    update_height (CHATTY_COMPOSER (widget));
}

static void
chatty_composer_dispose (GObject *object)
{
  ChattyComposer *self = CHATTY_COMPOSER (object);
  GtkWidget *child;

  stop_reading (self);
  self->text = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (chatty_composer_parent_class)->dispose (object);
}

static void
chatty_composer_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  ChattyComposer *self = CHATTY_COMPOSER (object);

  switch (prop_id)
    {
    case PROP_CAN_SEND:
      g_value_set_boolean (value, self->can_send);
      break;

    case PROP_ANSWERING:
      g_value_set_boolean (value, self->answering);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_composer_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_CAN_SEND:
      chatty_composer_set_can_send (CHATTY_COMPOSER (object), g_value_get_boolean (value));
      break;

    case PROP_ANSWERING:
      chatty_composer_set_answering (CHATTY_COMPOSER (object), g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
install_signals (GType type)
{
  signals[SEND] = g_signal_new ("send", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  signals[SEND_RECORDING] = g_signal_new ("send-recording", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BYTES);
  signals[STOP] = g_signal_new ("stop", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  signals[PROBLEM] = g_signal_new ("problem", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
chatty_composer_class_init (ChattyComposerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CHATTY_TYPE_RECORD_BAR);

  object_class->dispose = chatty_composer_dispose;
  object_class->get_property = chatty_composer_get_property;
  object_class->set_property = chatty_composer_set_property;
  widget_class->grab_focus = chatty_composer_grab_focus;
  widget_class->css_changed = chatty_composer_css_changed;

  properties[PROP_CAN_SEND] =
    g_param_spec_boolean ("can-send", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_ANSWERING] =
    g_param_spec_boolean ("answering", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  install_signals (G_TYPE_FROM_CLASS (klass));

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/talk/chatty-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyComposer, chips);
  gtk_widget_class_bind_template_child (widget_class, ChattyComposer, record_bar);
  gtk_widget_class_bind_template_child (widget_class, ChattyComposer, line);
  gtk_widget_class_bind_template_child (widget_class, ChattyComposer, attach);
  gtk_widget_class_bind_template_child (widget_class, ChattyComposer, scroller);
  gtk_widget_class_bind_template_child (widget_class, ChattyComposer, text);
  gtk_widget_class_bind_template_child (widget_class, ChattyComposer, placeholder);
  gtk_widget_class_bind_template_child (widget_class, ChattyComposer, record);
  gtk_widget_class_bind_template_child (widget_class, ChattyComposer, send);
  gtk_widget_class_bind_template_callback (widget_class, attach_cb);
  gtk_widget_class_bind_template_callback (widget_class, record_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_bind_template_callback (widget_class, recorded_cb);
  gtk_widget_class_bind_template_callback (widget_class, record_cancelled_cb);
  gtk_widget_class_bind_template_callback (widget_class, record_failed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "chatty-composer");
}

static void
chatty_composer_init (ChattyComposer *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkLayoutManager *layout;

  gtk_widget_init_template (GTK_WIDGET (self));
  layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);

  /* Before the text view, which would break the line. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->text), keys);
  g_signal_connect_object (self->text, "paste-clipboard", G_CALLBACK (paste_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->text, "preedit-changed", G_CALLBACK (preedit_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_buffer (self), "changed", G_CALLBACK (buffer_changed_cb), self,
                           G_CONNECT_SWAPPED);
  chatty_composer_set_placeholder (self, NULL);
  update_height (self);
  update_scrollbar (self);
  update (self);
}

/**
 * chatty_composer_new:
 *
 * Returns: (transfer floating): one that is empty and takes text only
 */
GtkWidget *
chatty_composer_new (void)
{
  return g_object_new (CHATTY_TYPE_COMPOSER, NULL);
}

/**
 * chatty_composer_set_inputs:
 * @inputs: what the partner takes beside text
 *
 * What is attached and is not taken stays, and sending says so.
 */
void
chatty_composer_set_inputs (ChattyComposer   *self,
                            ChattyChatInputs  inputs)
{
  g_return_if_fail (CHATTY_IS_COMPOSER (self));

  if (self->inputs == inputs)
    return;

  self->inputs = inputs;
  update_offers (self);
}

/**
 * chatty_composer_set_can_send:
 * @can_send: whether somebody is there to say something to
 */
void
chatty_composer_set_can_send (ChattyComposer *self,
                              gboolean        can_send)
{
  g_return_if_fail (CHATTY_IS_COMPOSER (self));

  if (self->can_send == !!can_send)
    return;

  self->can_send = !!can_send;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_SEND]);
}

/**
 * chatty_composer_set_answering:
 * @answering: whether an answer comes, which can be stopped
 */
void
chatty_composer_set_answering (ChattyComposer *self,
                               gboolean        answering)
{
  g_return_if_fail (CHATTY_IS_COMPOSER (self));

  if (self->answering == !!answering)
    return;

  self->answering = !!answering;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ANSWERING]);
}

/**
 * chatty_composer_set_placeholder:
 * @placeholder: (nullable): what is shown where nothing is written yet
 */
void
chatty_composer_set_placeholder (ChattyComposer *self,
                                 const char     *placeholder)
{
  g_return_if_fail (CHATTY_IS_COMPOSER (self));

  if (placeholder == NULL)
    placeholder = _("Write a message");
  gtk_label_set_text (self->placeholder, placeholder);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text),
                                  GTK_ACCESSIBLE_PROPERTY_PLACEHOLDER, placeholder, -1);
}

/**
 * chatty_composer_dup_text:
 *
 * Returns: (transfer full): what is written
 */
char *
chatty_composer_dup_text (ChattyComposer *self)
{
  GtkTextIter start, end;

  g_return_val_if_fail (CHATTY_IS_COMPOSER (self), NULL);

  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);
  return gtk_text_buffer_get_text (get_buffer (self), &start, &end, FALSE);
}

/**
 * chatty_composer_set_text:
 * @text: what is to be there
 *
 * The cursor goes behind it.
 */
void
chatty_composer_set_text (ChattyComposer *self,
                          const char     *text)
{
  GtkTextIter end;

  g_return_if_fail (CHATTY_IS_COMPOSER (self));

  gtk_text_buffer_set_text (get_buffer (self), text, -1);
  gtk_text_buffer_get_end_iter (get_buffer (self), &end);
  gtk_text_buffer_place_cursor (get_buffer (self), &end);
}

/**
 * chatty_composer_dup_files:
 *
 * Returns: (transfer full) (element-type ChattyTalkFile): what goes along
 */
GPtrArray *
chatty_composer_dup_files (ChattyComposer *self)
{
  GPtrArray *files;

  g_return_val_if_fail (CHATTY_IS_COMPOSER (self), NULL);

  files = g_ptr_array_new_with_free_func ((GDestroyNotify) chatty_talk_file_free);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->chips)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      ChattyTalkFile *file = chatty_attach_chip_get_file (get_chip (child));

      g_ptr_array_add (files, chatty_talk_file_new (file->name, file->media_type, file->bytes));
    }
  return files;
}

/**
 * chatty_composer_add_file:
 * @file: (transfer full): what goes along
 */
void
chatty_composer_add_file (ChattyComposer *self,
                          ChattyTalkFile *file)
{
  GtkWidget *chip;

  g_return_if_fail (CHATTY_IS_COMPOSER (self));
  g_return_if_fail (file != NULL);

  if (count_chips (self) > 0 && (holds_audio (self) || chatty_attach_is_audio (file)))
    {
      tell (self, _("A recording goes alone. Send it or what is attached first."));
      chatty_talk_file_free (file);
      return;
    }
  if (count_chips (self) >= CHATTY_ATTACH_MAX_FILES)
    {
      g_autofree char *message = NULL;

      message = g_strdup_printf (ngettext ("At most %u file goes along with a message.",
                                           "At most %u files go along with a message.",
                                           CHATTY_ATTACH_MAX_FILES), CHATTY_ATTACH_MAX_FILES);
      tell (self, message);
      chatty_talk_file_free (file);
      return;
    }

  chip = chatty_attach_chip_new (file);
  g_signal_connect_object (chip, "removed", G_CALLBACK (chip_removed_cb), self, G_CONNECT_SWAPPED);
  gtk_flow_box_insert (self->chips, chip, -1);
  /* Its button is what the keyboard is for. */
  gtk_widget_set_focusable (gtk_widget_get_parent (chip), FALSE);
  update (self);
}

/**
 * chatty_composer_attach:
 * @files: a list of #GFile
 *
 * Reads files and attaches what the partner takes; of the others "problem" tells.
 */
void
chatty_composer_attach (ChattyComposer *self,
                        GListModel     *files)
{
  g_return_if_fail (CHATTY_IS_COMPOSER (self));
  g_return_if_fail (G_IS_LIST_MODEL (files));

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      chatty_attach_read_file_async (file, self->inputs, get_cancellable (self), read_cb,
                                     g_object_ref (self));
    }
}

/**
 * chatty_composer_is_empty:
 *
 * Returns: whether there is nothing to send
 */
gboolean
chatty_composer_is_empty (ChattyComposer *self)
{
  g_return_val_if_fail (CHATTY_IS_COMPOSER (self), TRUE);

  return !has_text (self) && count_chips (self) == 0;
}

/**
 * chatty_composer_clear:
 *
 * Takes everything away, also files that are still being read.
 */
void
chatty_composer_clear (ChattyComposer *self)
{
  GtkWidget *child;

  g_return_if_fail (CHATTY_IS_COMPOSER (self));

  stop_reading (self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->chips))) != NULL)
    gtk_flow_box_remove (self->chips, child);
  gtk_text_buffer_set_text (get_buffer (self), "", 0);
  update (self);
}

/**
 * chatty_composer_send:
 *
 * As the button does it, where there is something to say and somebody to say it to.
 */
void
chatty_composer_send (ChattyComposer *self)
{
  g_return_if_fail (CHATTY_IS_COMPOSER (self));

  if (!self->can_send || self->answering || chatty_composer_is_empty (self))
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  g_signal_emit (self, signals[SEND], 0);
}

/**
 * chatty_composer_cancel:
 *
 * What Escape does: gives up a recording.
 *
 * Returns: whether there was anything to give up
 */
gboolean
chatty_composer_cancel (ChattyComposer *self)
{
  g_return_val_if_fail (CHATTY_IS_COMPOSER (self), FALSE);

  if (gtk_widget_get_visible (GTK_WIDGET (self->record_bar)))
    {
      chatty_record_bar_cancel (self->record_bar);
      return TRUE;
    }
  return FALSE;
}
