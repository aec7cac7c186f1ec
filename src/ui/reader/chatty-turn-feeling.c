/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#define G_LOG_DOMAIN "chatty-ui"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "chatty-emotion.h"
#include "chatty-text.h"

#include "chatty-turn-feeling.h"

#define MAX_WORD_CHARACTERS    40
#define MAX_PROBLEM_CHARACTERS 600

/* Icons of adwaita-icon-theme. Translators: how something was said, such as
 * “Joy” under a message. */
static const struct {
  const char *word;
  const char *icon;
} emotions[CHATTY_N_EMOTIONS] = {
  [CHATTY_EMOTION_NEUTRAL] = { NC_("emotion", "Calm"), "face-plain-symbolic" },
  [CHATTY_EMOTION_DISGUST] = { NC_("emotion", "Disgust"), "face-sick-symbolic" },
  [CHATTY_EMOTION_CONTEMPT] = { NC_("emotion", "Contempt"), "face-smirk-symbolic" },
  [CHATTY_EMOTION_BELLIGERENCE] = { NC_("emotion", "Belligerence"), "face-devilish-symbolic" },
  [CHATTY_EMOTION_DOMINEERING] = { NC_("emotion", "Domineering"), "face-cool-symbolic" },
  [CHATTY_EMOTION_CRITICISM] = { NC_("emotion", "Criticism"), "face-uncertain-symbolic" },
  [CHATTY_EMOTION_ANGER] = { NC_("emotion", "Anger"), "face-angry-symbolic" },
  [CHATTY_EMOTION_TENSION] = { NC_("emotion", "Tension"), "face-worried-symbolic" },
  [CHATTY_EMOTION_TENSE_HUMOR] = { NC_("emotion", "Tense humor"), "face-embarrassed-symbolic" },
  [CHATTY_EMOTION_DEFENSIVENESS] = { NC_("emotion", "Defensiveness"), "face-confused-symbolic" },
  [CHATTY_EMOTION_WHINING] = { NC_("emotion", "Whining"), "face-tired-symbolic" },
  [CHATTY_EMOTION_SADNESS] = { NC_("emotion", "Sadness"), "face-sad-symbolic" },
  [CHATTY_EMOTION_STONEWALLING] = { NC_("emotion", "Stonewalling"), "face-shutmouth-symbolic" },
  [CHATTY_EMOTION_INTEREST] = { NC_("emotion", "Interest"), "face-glasses-symbolic" },
  [CHATTY_EMOTION_VALIDATION] = { NC_("emotion", "Approval"), "face-angel-symbolic" },
  [CHATTY_EMOTION_AFFECTION] = { NC_("emotion", "Affection"), "face-kiss-symbolic" },
  [CHATTY_EMOTION_HUMOR] = { NC_("emotion", "Humor"), "face-laugh-symbolic" },
  [CHATTY_EMOTION_SURPRISE] = { NC_("emotion", "Surprise"), "face-surprise-symbolic" },
  [CHATTY_EMOTION_JOY] = { NC_("emotion", "Joy"), "face-smile-big-symbolic" },
};

static const struct {
  const char *style_class;
  const char *icon;
} states[] = {
  [CHATTY_TURN_COMPLETE] = { NULL, "dialog-information-symbolic" },
  [CHATTY_TURN_STOPPED] = { "stopped", "media-playback-stop-symbolic" },
  [CHATTY_TURN_CUT_OFF] = { "cut-off", "dialog-warning-symbolic" },
  [CHATTY_TURN_FAILED] = { "failed", "dialog-error-symbolic" },
};

static gboolean
parse (const ChattyTurn *turn,
       ChattyFeeling    *feeling)
{
  const char *emotion = chatty_turn_get_emotion (turn);

  return emotion != NULL && chatty_feeling_parse (emotion, feeling) &&
         feeling->emotion > CHATTY_EMOTION_NONE && feeling->emotion < CHATTY_N_EMOTIONS;
}

/**
 * chatty_turn_feeling_dup_word:
 *
 * Returns: (transfer full) (nullable): how the turn was meant, such as “Joy”;
 *   a word of an import's own stays as it is
 */
char *
chatty_turn_feeling_dup_word (const ChattyTurn *turn)
{
  ChattyFeeling feeling;
  const char *emotion = chatty_turn_get_emotion (turn);

  if (parse (turn, &feeling))
    return g_strdup (g_dpgettext2 (GETTEXT_PACKAGE, "emotion", emotions[feeling.emotion].word));

  return emotion != NULL && *emotion != '\0'
           ? chatty_text_one_line (emotion, MAX_WORD_CHARACTERS) : NULL;
}

/**
 * chatty_turn_feeling_dup_tooltip:
 *
 * Returns: (transfer full) (nullable): the same with its strength
 */
char *
chatty_turn_feeling_dup_tooltip (const ChattyTurn *turn)
{
  g_autofree char *word = chatty_turn_feeling_dup_word (turn);
  ChattyFeeling feeling;

  if (!parse (turn, &feeling))
    return g_steal_pointer (&word);

  switch (feeling.strength)
    {
    case CHATTY_STRENGTH_WEAK:
      /* Translators: %s is an emotion, such as “Joy” */
      return g_strdup_printf (_("%s, weak"), word);

    case CHATTY_STRENGTH_NORMAL:
      /* Translators: %s is an emotion, such as “Joy” */
      return g_strdup_printf (_("%s, moderate"), word);

    case CHATTY_STRENGTH_STRONG:
      /* Translators: %s is an emotion, such as “Joy” */
      return g_strdup_printf (_("%s, strong"), word);

    case CHATTY_STRENGTH_NONE:
    default:
      return g_steal_pointer (&word);
    }
}

/**
 * chatty_turn_feeling_get_icon:
 *
 * Returns: (nullable): the name of a symbolic icon
 */
const char *
chatty_turn_feeling_get_icon (const ChattyTurn *turn)
{
  ChattyFeeling feeling;

  return parse (turn, &feeling) ? emotions[feeling.emotion].icon : NULL;
}

/**
 * chatty_turn_state_get_style_class:
 *
 * Returns: (nullable): the CSS class of a turn that is not complete
 */
const char *
chatty_turn_state_get_style_class (ChattyTurnState state)
{
  return state < G_N_ELEMENTS (states) ? states[state].style_class : NULL;
}

/**
 * chatty_turn_state_get_icon:
 *
 * Returns: (nullable): the name of a symbolic icon
 */
const char *
chatty_turn_state_get_icon (ChattyTurnState state)
{
  return state < G_N_ELEMENTS (states) ? states[state].icon : NULL;
}

/**
 * chatty_turn_state_dup_words:
 *
 * Returns: (transfer full) (nullable): why a turn is not complete, or what else
 *   is to be known of how it ended; %NULL where there is nothing
 */
char *
chatty_turn_state_dup_words (const ChattyTurn *turn)
{
  const char *problem = chatty_turn_get_problem (turn);
  g_autofree char *detail = NULL;
  const char *words;

  switch (chatty_turn_get_state (turn))
    {
    case CHATTY_TURN_STOPPED:
      words = _("You stopped this answer here.");
      break;

    case CHATTY_TURN_CUT_OFF:
      words = _("This answer was cut off here.");
      break;

    case CHATTY_TURN_FAILED:
      words = _("This answer failed.");
      break;

    case CHATTY_TURN_COMPLETE:
    default:
      words = NULL;
      break;
    }

  if (problem == NULL || *problem == '\0')
    return g_strdup (words);

  detail = chatty_text_one_line (problem, MAX_PROBLEM_CHARACTERS);
  if (words == NULL)
    return g_steal_pointer (&detail);
  /* Translators: what happened to an answer, then why, both are sentences */
  return g_strdup_printf (C_("state and problem", "%s %s"), words, detail);
}
