/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* The page of conversations, with platforms that answer what the test wants. */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "chatty-error.h"
#include "chatty-vault-talk.h"

#include "chatty-character-cell.h"
#include "chatty-composer.h"
#include "chatty-conversations-page.h"
#include "chatty-drop-place.h"
#include "chatty-new-conversation.h"
#include "chatty-reader-page.h"
#include "chatty-starters.h"
#include "chatty-talk-bar.h"
#include "chatty-talk-panel.h"
#include "chatty-talk-problem-bar.h"
#include "chatty-turn-editor.h"
#include "chatty-turn-footer.h"
#include "chatty-turn-list.h"
#include "chatty-turn-thought.h"

#include "shell-fixture.h"
#include "talk-fixture.h"

typedef struct {
  TalkFixture              talk;      /* first */
  ChattyTalkService       *service;
  ChattyConversationsPage *page;
  ChattyReaderPage        *reader;
  ChattyTalkPanel         *panel;
  ChattyComposer          *composer;
  GtkWindow               *window;
} PageFixture;

#define NOVA(f)   chatty_character_record_get_callsign ((f)->talk.nova)
#define KATANA(f) chatty_character_record_get_callsign ((f)->talk.katana)

static void
set_up (PageFixture   *self,
        gconstpointer  data)
{
  GtkWidget *page;

  talk_fixture_set_up (&self->talk, data);
  self->service = chatty_talk_service_new (self->talk.base.workspace, self->talk.accounts);
  page = chatty_conversations_page_new (self->talk.base.workspace, self->service);
  self->page = CHATTY_CONVERSATIONS_PAGE (page);
  self->reader = CHATTY_READER_PAGE (ui_fixture_find (page, CHATTY_TYPE_READER_PAGE, NULL));
  self->panel = CHATTY_TALK_PANEL (ui_fixture_find (page, CHATTY_TYPE_TALK_PANEL, NULL));
  self->composer = CHATTY_COMPOSER (ui_fixture_find (page, CHATTY_TYPE_COMPOSER, NULL));
  self->window = shell_fixture_show (page, 1000, 700);
}

static void
tear_down (PageFixture   *self,
           gconstpointer  data)
{
  fake_talk_open ();
  shell_fixture_close (self->window);
  g_clear_object (&self->service);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  talk_fixture_tear_down (&self->talk, data);
}

/* What is waited for ------------------------------------------------------------------ */

static ChattyConversation *
get_conversation (PageFixture *self)
{
  return chatty_talk_panel_get_conversation (self->panel);
}

static gboolean
can_send (gpointer user_data)
{
  gboolean value;

  g_object_get (((PageFixture *) user_data)->composer, "can-send", &value, NULL);
  return value;
}

static gboolean
is_answering (gpointer user_data)
{
  PageFixture *self = user_data;

  return get_conversation (self) != NULL &&
         chatty_conversation_get_state (get_conversation (self)) == CHATTY_TALK_STATE_ANSWERING;
}

typedef struct {
  GtkWidget  *widget;
  const char *text;
} Shown;

static gboolean
has_text (gpointer user_data)
{
  Shown *shown = user_data;

  return shell_fixture_has_text (shown->widget, shown->text);
}

static void
wait_for_text (PageFixture *self,
               const char  *text)
{
  Shown shown = { GTK_WIDGET (self->reader), text };

  if (!ui_fixture_wait (has_text, &shown))
    {
      g_autofree char *texts = ui_fixture_dup_texts (shown.widget);

      g_error ("“%s” is not among: %s", text, texts);
    }
}

static GtkWidget *
find (PageFixture *self,
      GType        type,
      const char  *name)
{
  GtkWidget *found = ui_fixture_find (GTK_WIDGET (self->page), type, name);

  g_assert_nonnull (found);
  return found;
}

static void
begin (PageFixture *self,
       const char  *callsign)
{
  chatty_conversations_page_begin (self->page, callsign);
  g_assert_true (ui_fixture_wait (can_send, self));
}

static void
say (PageFixture *self,
     const char  *text)
{
  chatty_composer_set_text (self->composer, text);
  chatty_composer_send (self->composer);
}

/* Answers -------------------------------------------------------------------------------- */

static gboolean
answer_half (const ChattyChatMessage  *message,
             ChattyReply              *reply,
             GCancellable             *cancellable,
             GError                  **error)
{
  chatty_reply_append_text (reply, "The first half");
  if (!fake_talk_wait (cancellable, error))
    return FALSE;
  chatty_reply_append_text (reply, " and the second.");
  return TRUE;
}

static gboolean
answer_badly (const ChattyChatMessage  *message,
              ChattyReply              *reply,
              GCancellable             *cancellable,
              GError                  **error)
{
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_SERVER, "The server is upset.");
  return FALSE;
}

static gboolean
answer_well (const ChattyChatMessage  *message,
             ChattyReply              *reply,
             GCancellable             *cancellable,
             GError                  **error)
{
  chatty_reply_append_text (reply, "All is **well**.");
  return TRUE;
}

static gboolean
answer_with_thoughts (const ChattyChatMessage  *message,
                      ChattyReply              *reply,
                      GCancellable             *cancellable,
                      GError                  **error)
{
  static const ChattySpan spans[] = { { 0, 5 } };
  g_autoptr (ChattySource) source = chatty_source_new (&(ChattySource) {
    .title = "sea.pdf", .spans = spans, .n_spans = 1,
  });

  chatty_reply_append_thought (reply, "I look at **it**.");
  chatty_reply_add_source (reply, source);
  if (!fake_talk_wait (cancellable, error))
    return FALSE;
  chatty_reply_append_thought (reply, " Then I know.");
  chatty_reply_append_text (reply, "It is so.");
  chatty_reply_add_notice (reply, "The answer reached its longest.");
  return TRUE;
}

static gboolean
ask_to_sign_in (const ChattyChatMessage  *message,
                ChattyReply              *reply,
                GCancellable             *cancellable,
                GError                  **error)
{
  g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_SIGN_IN_NEEDED, "The key is not accepted.");
  return FALSE;
}

/* Tests ------------------------------------------------------------------------------------ */

static void
test_talk (PageFixture   *self,
           gconstpointer  data)
{
  g_autofree char *id = NULL;
  g_autofree char *left = NULL;

  fake_talk.answer = answer_half;
  begin (self, NOVA (self));
  g_assert_null (chatty_reader_page_get_id (self->reader));
  g_assert_true (chatty_reader_page_is_new (self->reader));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (find (self, GTK_TYPE_LABEL, "account_label"))),
                   ==, "inworld");

  say (self, "Hello, Nova");
  left = chatty_composer_dup_text (self->composer);
  g_assert_cmpstr (left, ==, "");
  wait_for_text (self, "Hello, Nova");
  wait_for_text (self, "The first half");
  g_assert_true (ui_fixture_wait (is_answering, self));
  id = g_strdup (chatty_reader_page_get_id (self->reader));
  g_assert_nonnull (id);
  g_assert_false (chatty_reader_page_is_new (self->reader));

  fake_talk_open ();
  wait_for_text (self, "The first half and the second.");
  g_assert_true (ui_fixture_wait (can_send, self));
  shell_fixture_assert_names (GTK_WIDGET (self->window));
}

static GtkExpander *
find_thoughts (PageFixture *self)
{
  GtkWidget *thought = ui_fixture_find (GTK_WIDGET (self->reader), CHATTY_TYPE_TURN_THOUGHT, NULL);

  return thought != NULL ? GTK_EXPANDER (ui_fixture_find (thought, GTK_TYPE_EXPANDER, NULL)) : NULL;
}

/* What is thought, and what it rests on, is there before the answer is, and stays in
 * place when it ends. */
static void
test_thoughts (PageFixture   *self,
               gconstpointer  data)
{
  GtkExpander *thoughts;

  fake_talk.answer = answer_with_thoughts;
  begin (self, NOVA (self));
  say (self, "Hello, Nova");
  wait_for_text (self, "1  sea.pdf");
  thoughts = find_thoughts (self);
  g_assert_nonnull (thoughts);
  g_assert_cmpstr (gtk_expander_get_label (thoughts), ==, "Thinking…");
  g_assert_false (gtk_expander_get_expanded (thoughts));
  g_assert_false (shell_fixture_has_text (GTK_WIDGET (self->reader), "I look at it."));
  gtk_expander_set_expanded (thoughts, TRUE);
  wait_for_text (self, "I look at it.");

  fake_talk_open ();
  wait_for_text (self, "I look at it. Then I know.");
  wait_for_text (self, "It is¹ so.");
  g_assert_true (ui_fixture_wait (can_send, self));
  g_assert_true (thoughts == find_thoughts (self));
  g_assert_true (gtk_expander_get_expanded (thoughts));
  g_assert_cmpstr (gtk_expander_get_label (thoughts), ==, "Thought for 1 second");
  /* How it ended stands at the answer, where it stays. */
  wait_for_text (self, "The answer reached its longest.");
  g_assert_null (chatty_conversation_get_notice (get_conversation (self)));
}

static gboolean
is_stopped (gpointer user_data)
{
  return !is_answering (user_data) && can_send (user_data);
}

static void
test_stop (PageFixture   *self,
           gconstpointer  data)
{
  fake_talk.answer = answer_half;
  begin (self, NOVA (self));
  say (self, "Hello");
  wait_for_text (self, "The first half");
  g_assert_true (ui_fixture_wait (is_answering, self));
  g_assert_true (chatty_talk_panel_escape (self->panel));
  g_assert_true (ui_fixture_wait (is_stopped, self));
  /* What came stays, and Escape is for somebody else now. */
  g_assert_true (shell_fixture_has_text (GTK_WIDGET (self->reader), "The first half"));
  g_assert_false (shell_fixture_has_text (GTK_WIDGET (self->reader), "and the second"));
  g_assert_false (chatty_talk_panel_escape (self->panel));
}

static gboolean
problem_is_shown (gpointer user_data)
{
  PageFixture *self = user_data;

  return gtk_widget_get_visible (find (self, CHATTY_TYPE_TALK_PROBLEM_BAR, NULL)) &&
         can_send (self);
}

static void
test_problem (PageFixture   *self,
              gconstpointer  data)
{
  GtkWidget *bar = find (self, CHATTY_TYPE_TALK_PROBLEM_BAR, NULL);
  GtkWidget *button = ui_fixture_find (bar, GTK_TYPE_BUTTON, "button");

  fake_talk.answer = answer_badly;
  begin (self, NOVA (self));
  say (self, "Hello");
  g_assert_true (ui_fixture_wait (problem_is_shown, self));
  g_assert_true (shell_fixture_has_text (bar, "The server is upset."));
  g_assert_true (gtk_widget_get_visible (button));

  /* The one button that helps: try again. */
  fake_talk.answer = answer_well;
  g_signal_emit_by_name (button, "clicked");
  wait_for_text (self, "All is well.");
  g_assert_true (ui_fixture_wait (can_send, self));
  g_assert_false (gtk_widget_get_visible (bar));
}

static void
show_account_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 char         **shown)
{
  *shown = g_variant_dup_string (parameter, NULL);
}

static void
test_sign_in (PageFixture   *self,
              gconstpointer  data)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) action = g_simple_action_new ("show-account", G_VARIANT_TYPE_STRING);
  GtkWidget *bar = find (self, CHATTY_TYPE_TALK_PROBLEM_BAR, NULL);
  g_autofree char *shown = NULL;

  g_signal_connect (action, "activate", G_CALLBACK (show_account_cb), &shown);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (action));
  gtk_widget_insert_action_group (GTK_WIDGET (self->window), "app", G_ACTION_GROUP (actions));

  fake_talk.answer = ask_to_sign_in;
  begin (self, NOVA (self));
  say (self, "Hello");
  g_assert_true (ui_fixture_wait (problem_is_shown, self));
  g_signal_emit_by_name (ui_fixture_find (bar, GTK_TYPE_BUTTON, "button"), "clicked");
  g_assert_cmpstr (shown, ==, self->talk.inworld);
}

static guint n_answers;

static gboolean
answer_anew (const ChattyChatMessage  *message,
             ChattyReply              *reply,
             GCancellable             *cancellable,
             GError                  **error)
{
  g_autofree char *text = g_strdup_printf ("Answer number %u.", ++n_answers);

  chatty_reply_append_text (reply, text);
  return TRUE;
}

static GtkWidget *
find_last_footer (GtkWidget *widget)
{
  GtkWidget *last = NULL;

  if (CHATTY_IS_TURN_FOOTER (widget))
    return gtk_widget_get_mapped (widget) && shell_fixture_has_text (widget, " of ") ? widget : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_last_footer (child);

      last = found != NULL ? found : last;
    }
  return last;
}

static void
step (PageFixture *self,
      const char  *button)
{
  GtkWidget *footer = find_last_footer (GTK_WIDGET (self->reader));

  g_assert_nonnull (footer);
  g_signal_emit_by_name (ui_fixture_find (footer, GTK_TYPE_BUTTON, button), "clicked");
}

/* Each of them can be come to, whichever was chosen before. */
static void
test_alternates (PageFixture   *self,
                 gconstpointer  data)
{
  GtkWidget *list;

  n_answers = 0;
  fake_talk.answer = answer_anew;
  begin (self, NOVA (self));
  list = find (self, CHATTY_TYPE_TURN_LIST, NULL);
  say (self, "Hello");
  wait_for_text (self, "Answer number 1.");
  for (guint i = 2; i <= 3; i++)
    {
      g_autofree char *text = g_strdup_printf ("Answer number %u.", i);

      g_assert_true (ui_fixture_wait (can_send, self));
      gtk_widget_activate_action (gtk_widget_get_first_child (list), "turn.retry", "u", 1);
      wait_for_text (self, text);
    }
  wait_for_text (self, "3 of 3");
  for (guint i = 2; i >= 1; i--)
    {
      g_autofree char *text = g_strdup_printf ("Answer number %u.", i);

      g_assert_true (ui_fixture_wait (can_send, self));
      step (self, "previous");
      wait_for_text (self, text);
    }
  wait_for_text (self, "1 of 3");
  step (self, "next");
  wait_for_text (self, "Answer number 2.");
  g_assert_cmpuint (fake_talk_n_sent (), ==, 3);
}

static GtkWidget *
get_focus (PageFixture *self)
{
  return gtk_root_get_focus (GTK_ROOT (self->window));
}

/* Where one writes, also when frames have passed. */
static void
assert_writes (PageFixture *self)
{
  GtkWidget *text = ui_fixture_find (GTK_WIDGET (self->composer), GTK_TYPE_TEXT_VIEW, NULL);

  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *focus = get_focus (self);

      if (focus != text)
        g_error ("The keyboard is in %s, not where one writes",
                 focus != NULL ? G_OBJECT_TYPE_NAME (focus) : "nothing");
      ui_fixture_settle (GTK_WIDGET (self->page), 5);
    }
}

/* The last button that does something with a turn. */
static GtkWidget *
find_turn_button (GtkWidget  *widget,
                  const char *action)
{
  GtkWidget *last = NULL;

  if (GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
      g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), action) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_turn_button (child, action);

      last = found != NULL ? found : last;
    }
  return last;
}

/* As the keyboard does it. */
static void
press (PageFixture *self,
       GtkWidget   *button)
{
  g_assert_nonnull (button);
  g_assert_true (gtk_widget_grab_focus (button));
  g_assert_true (get_focus (self) == button);
  g_signal_emit_by_name (button, "clicked");
}

static void
press_turn (PageFixture *self,
            const char  *action)
{
  press (self, find_turn_button (GTK_WIDGET (self->reader), action));
}

/* Whatever was done with a turn that goes away by it: the keyboard is where one
 * writes, and not in the words of the turn above, where it shows a cursor. */
static void
test_focus (PageFixture   *self,
            gconstpointer  data)
{
  GtkWidget *editor;

  n_answers = 0;
  fake_talk.answer = answer_anew;
  begin (self, NOVA (self));
  say (self, "Hello");
  wait_for_text (self, "Answer number 1.");
  g_assert_true (ui_fixture_wait (can_send, self));
  ui_fixture_settle (GTK_WIDGET (self->page), 5);

  press_turn (self, "turn.retry");
  wait_for_text (self, "Answer number 2.");
  g_assert_true (ui_fixture_wait (can_send, self));
  assert_writes (self);

  press_turn (self, "turn.edit");
  ui_fixture_settle (GTK_WIDGET (self->page), 5);
  editor = find (self, CHATTY_TYPE_TURN_EDITOR, NULL);
  g_assert_true (gtk_widget_is_ancestor (get_focus (self), editor));
  gtk_widget_activate_action (editor, "turn.edit-cancel", NULL);
  assert_writes (self);

  press_turn (self, "turn.edit");
  ui_fixture_settle (GTK_WIDGET (self->page), 5);
  editor = find (self, CHATTY_TYPE_TURN_EDITOR, NULL);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (get_focus (self))),
                            "Hello again", -1);
  gtk_widget_activate_action (editor, "turn.edit-send", NULL);
  wait_for_text (self, "Answer number 3.");
  g_assert_true (ui_fixture_wait (can_send, self));
  assert_writes (self);
}

/* The button that sends is the one that stops, and then there is nothing to send. */
static void
test_focus_stop (PageFixture   *self,
                 gconstpointer  data)
{
  GtkWidget *send = ui_fixture_find (GTK_WIDGET (self->composer), GTK_TYPE_BUTTON, "send");

  fake_talk.answer = answer_half;
  begin (self, NOVA (self));
  chatty_composer_set_text (self->composer, "Hello");
  press (self, send);
  g_assert_true (ui_fixture_wait (is_answering, self));
  assert_writes (self);
  press (self, send);
  g_assert_true (ui_fixture_wait (is_stopped, self));
  assert_writes (self);

  /* Escape, from what is read. */
  say (self, "And?");
  g_assert_true (ui_fixture_wait (is_answering, self));
  g_assert_true (gtk_widget_grab_focus (find_turn_button (GTK_WIDGET (self->reader),
                                                          "turn.copy")));
  g_assert_true (chatty_talk_panel_escape (self->panel));
  g_assert_true (ui_fixture_wait (is_stopped, self));
  assert_writes (self);

  fake_talk.answer = answer_badly;
  say (self, "Well?");
  g_assert_true (ui_fixture_wait (problem_is_shown, self));
  fake_talk.answer = answer_well;
  press (self, ui_fixture_find (find (self, CHATTY_TYPE_TALK_PROBLEM_BAR, NULL), GTK_TYPE_BUTTON,
                                "button"));
  wait_for_text (self, "All is well.");
  g_assert_true (ui_fixture_wait (can_send, self));
  assert_writes (self);
}

static gboolean
is_other (gpointer user_data)
{
  return shell_fixture_has_text (user_data, "What was read before");
}

/* An answer goes on while something else is read, and is there on coming back. */
static void
test_leave (PageFixture   *self,
            gconstpointer  data)
{
  g_autofree char *id = NULL;
  g_autofree char *other = NULL;
  g_autoptr (ChattyTurnBuilder) builder = chatty_turn_builder_new (CHATTY_ROLE_PERSON);
  g_autoptr (ChattyTurn) turn = NULL;
  g_autoptr (GError) error = NULL;

  other = chatty_vault_start_conversation (self->talk.base.vault, "inworld", NOVA (self), "Other",
                                           NULL, &error);
  g_assert_no_error (error);
  chatty_turn_builder_set_id (builder, "first");
  chatty_turn_builder_set_text (builder, "What was read before");
  turn = chatty_turn_builder_end (g_steal_pointer (&builder));
  chatty_vault_append_turn (self->talk.base.vault, other, turn, &error);
  g_assert_no_error (error);

  fake_talk.answer = answer_half;
  begin (self, NOVA (self));
  say (self, "Hello");
  wait_for_text (self, "The first half");
  chatty_composer_set_text (self->composer, "What I say next");
  id = g_strdup (chatty_reader_page_get_id (self->reader));

  chatty_conversations_page_open (self->page, other, -1);
  g_assert_true (ui_fixture_wait (is_other, self->reader));
  g_assert_true (chatty_composer_is_empty (self->composer));
  fake_talk_open ();

  chatty_conversations_page_open (self->page, id, -1);
  wait_for_text (self, "The first half and the second.");
  g_assert_true (ui_fixture_wait (can_send, self));
  {
    g_autofree char *text = chatty_composer_dup_text (self->composer);

    g_assert_cmpstr (text, ==, "What I say next");
  }
}

static gboolean
offers (gpointer user_data)
{
  PageFixture *self = user_data;

  return gtk_widget_get_mapped (find (self, GTK_TYPE_MENU_BUTTON, "offer"));
}

/* Of nobody yet: it offers to choose somebody, and goes on with them. */
static void
test_continue (PageFixture   *self,
               gconstpointer  data)
{
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  id = chatty_vault_start_conversation (self->talk.base.vault, "chatgpt", NULL, "Old", NULL,
                                        &error);
  g_assert_no_error (error);
  fake_talk.answer = answer_well;
  chatty_conversations_page_open (self->page, id, -1);
  g_assert_true (ui_fixture_wait (offers, self));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (self->composer)));

  g_signal_emit_by_name (find (self, GTK_TYPE_POPOVER, "characters"), "chosen", NOVA (self));
  g_assert_true (ui_fixture_wait (can_send, self));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (self->composer)));
  g_assert_false (offers (self));
  say (self, "Do you know what was said?");
  wait_for_text (self, "All is well.");
  g_assert_cmpstr (chatty_reader_page_get_id (self->reader), ==, id);
}

static gboolean
has_cells (gpointer user_data)
{
  return ui_fixture_count (user_data, CHATTY_TYPE_CHARACTER_CELL) == 2;
}

static void
test_who (PageFixture   *self,
          gconstpointer  data)
{
  GtkWidget *ask = find (self, CHATTY_TYPE_NEW_CONVERSATION, NULL);

  chatty_conversations_page_begin (self->page, NULL);
  g_assert_true (ui_fixture_wait (has_cells, ask));
  ui_fixture_settle (ask, 2);
  shell_fixture_assert_names (GTK_WIDGET (self->window));
  shell_fixture_assert_fits (ask, 330);
  g_signal_emit_by_name (ask, "chosen", KATANA (self));
  g_assert_true (ui_fixture_wait (can_send, self));
  g_assert_cmpstr (chatty_conversation_get_callsign (get_conversation (self)), ==, KATANA (self));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (self->reader)));
}

static void
test_narrow (PageFixture   *self,
             gconstpointer  data)
{
  fake_talk.answer = answer_badly;
  begin (self, NOVA (self));
  say (self, "Hello");
  g_assert_true (ui_fixture_wait (problem_is_shown, self));
  chatty_composer_set_inputs (self->composer, CHATTY_CHAT_IMAGE | CHATTY_CHAT_AUDIO);
  ui_fixture_settle (GTK_WIDGET (self->window), 2);
  shell_fixture_assert_fits (GTK_WIDGET (self->panel), 330);
}

static void
test_drops (PageFixture   *self,
            gconstpointer  data)
{
  g_autoptr (GFile) picture = g_file_new_for_path ("/nowhere/bee.png");
  g_autoptr (GFile) text = g_file_new_for_path ("/nowhere/bee.txt");
  g_autoptr (ChattyDropped) pictures = chatty_dropped_new_for_files (NULL, 0);
  g_autoptr (ChattyDropped) both = chatty_dropped_new_for_files (NULL, 0);
  g_autofree char *said = NULL;

  if (pictures->files == NULL)
    pictures->files = g_list_store_new (G_TYPE_FILE);
  if (both->files == NULL)
    both->files = g_list_store_new (G_TYPE_FILE);
  g_list_store_append (pictures->files, picture);
  g_list_store_append (both->files, picture);
  g_list_store_append (both->files, text);

  begin (self, NOVA (self));
  if ((chatty_conversation_get_inputs (get_conversation (self)) & CHATTY_CHAT_IMAGE) == 0)
    {
      g_assert_null (chatty_drop_place_describe (CHATTY_DROP_PLACE (self->panel), pictures));
      return;
    }
  said = chatty_drop_place_describe (CHATTY_DROP_PLACE (self->panel), pictures);
  g_assert_cmpstr (said, ==, "Show it to Nova");
  /* What cannot be said can still be imported. */
  g_assert_null (chatty_drop_place_describe (CHATTY_DROP_PLACE (self->panel), both));
}

int
main (int    argc,
      char **argv)
{
  static const struct {
    const char *path;
    void      (*test) (PageFixture   *self,
                       gconstpointer  data);
  } tests[] = {
    { "/talk/conversation/talk", test_talk },
    { "/talk/conversation/thoughts", test_thoughts },
    { "/talk/conversation/stop", test_stop },
    { "/talk/conversation/problem", test_problem },
    { "/talk/conversation/sign-in", test_sign_in },
    { "/talk/conversation/alternates", test_alternates },
    { "/talk/conversation/focus", test_focus },
    { "/talk/conversation/focus-stop", test_focus_stop },
    { "/talk/conversation/leave", test_leave },
    { "/talk/conversation/continue", test_continue },
    { "/talk/conversation/who", test_who },
    { "/talk/conversation/narrow", test_narrow },
    { "/talk/conversation/drops", test_drops },
  };

  shell_fixture_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, PageFixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
