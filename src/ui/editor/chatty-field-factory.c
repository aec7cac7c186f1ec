/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-platform-view.h"

#include "chatty-choice-field.h"
#include "chatty-field-factory.h"
#include "chatty-list-field.h"
#include "chatty-long-text-field.h"
#include "chatty-switch-field.h"
#include "chatty-text-field.h"
#include "chatty-traits-field.h"

typedef enum {
  KIND_TEXT,
  KIND_NUMBER,
  KIND_LONG_TEXT,
  KIND_MARKDOWN,
  KIND_CHOICE,
  KIND_SWITCH,
  KIND_LIST,
  KIND_TRAITS,
} Kind;

static const struct {
  Kind        kind;
  const char *hint;
  const char *add;     /* of a list */
} kinds[CHATTY_N_FIELDS] = {
  [CHATTY_FIELD_NAME] = { KIND_TEXT, NULL },
  [CHATTY_FIELD_CALLSIGN] = { KIND_TEXT, N_("The name of its folder in the vault.") },
  [CHATTY_FIELD_DESCRIPTION] = { KIND_LONG_TEXT, N_("One paragraph for people.") },
  [CHATTY_FIELD_INSTRUCTIONS] = { KIND_MARKDOWN, N_("Who it is and how it behaves, for the model. "
                                                    "Markdown is understood.") },
  [CHATTY_FIELD_GREETING] = { KIND_LONG_TEXT, N_("What it says first.") },
  [CHATTY_FIELD_EXAMPLES] = { KIND_LONG_TEXT, N_("A conversation as it should sound.") },
  [CHATTY_FIELD_AVATAR] = { KIND_TEXT, NULL },
  [CHATTY_FIELD_VOICE] = { KIND_CHOICE, N_("The platform’s name of the voice. Each platform has "
                                           "voices of its own: choose it on its page.") },
  [CHATTY_FIELD_MODEL] = { KIND_CHOICE, N_("The platform’s name of the language model.") },
  [CHATTY_FIELD_TEMPERATURE] = { KIND_NUMBER, N_("How freely it chooses its words: 0.2 is dry, "
                                                 "1 is lively. Empty for the platform’s own.") },
  [CHATTY_FIELD_EFFORT] = { KIND_CHOICE, N_("How long the model thinks before it answers.") },
  [CHATTY_FIELD_SETTINGS] = { KIND_LONG_TEXT, N_("How the model answers, as JSON.") },
  [CHATTY_FIELD_STYLE] = { KIND_LONG_TEXT, N_("Short sentences, dialect, humour.") },
  [CHATTY_FIELD_REMEMBERS] = { KIND_SWITCH, N_("Whether it remembers people from one "
                                               "conversation to the next.") },
  [CHATTY_FIELD_STARTERS] = { KIND_LIST, N_("What a person may say first."), N_("_Add Starter") },
  [CHATTY_FIELD_LANGUAGES] = { KIND_LIST, N_("Codes such as en-US, the main one first."),
                               N_("_Add Language") },
  [CHATTY_FIELD_CAPABILITIES] = { KIND_LIST, N_("What it can do, such as searching the web."),
                                  N_("_Add Capability") },
  [CHATTY_FIELD_ACTIONS] = { KIND_LIST, N_("What it can act out in a game or a scene."),
                             N_("_Add Action") },
  [CHATTY_FIELD_KNOWLEDGE] = { KIND_LIST, N_("Documents that it knows."), N_("_Add Document") },
  [CHATTY_FIELD_MEMORY_NOTES] = { KIND_LIST, N_("What it keeps in mind about you."),
                                  N_("_Add Note") },
  [CHATTY_FIELD_TRAITS] = { KIND_TRAITS, N_("From −100, not at all, to 100, very much.") },
};

static GtkWidget *
make (ChattyCharacterField field)
{
  switch (kinds[field].kind)
    {
    case KIND_NUMBER:
      return chatty_text_field_new (GTK_INPUT_PURPOSE_NUMBER);

    case KIND_LONG_TEXT:
      return chatty_long_text_field_new (FALSE);

    case KIND_MARKDOWN:
      return chatty_long_text_field_new (TRUE);

    case KIND_CHOICE:
      return chatty_choice_field_new ();

    case KIND_SWITCH:
      return chatty_switch_field_new ();

    case KIND_LIST:
      return chatty_list_field_new (_(kinds[field].add));

    case KIND_TRAITS:
      return chatty_traits_field_new ();

    case KIND_TEXT:
    default:
      return chatty_text_field_new (GTK_INPUT_PURPOSE_FREE_FORM);
    }
}

/**
 * chatty_field_factory_make:
 * @field: a part of a character
 *
 * Returns: (transfer floating): what edits it, with its name
 */
ChattyField *
chatty_field_factory_make (ChattyCharacterField field)
{
  ChattyField *widget;

  g_return_val_if_fail (field < CHATTY_N_FIELDS, NULL);

  widget = CHATTY_FIELD (make (field));
  chatty_field_set_title (widget, chatty_character_field_to_words (field));
  chatty_field_set_hint (widget, chatty_field_factory_get_hint (field));
  return widget;
}

/**
 * chatty_field_factory_get_hint:
 *
 * Returns: (nullable): what the field is for, in the person's language
 */
const char *
chatty_field_factory_get_hint (ChattyCharacterField field)
{
  g_return_val_if_fail (field < CHATTY_N_FIELDS, NULL);

  return kinds[field].hint != NULL ? _(kinds[field].hint) : NULL;
}
