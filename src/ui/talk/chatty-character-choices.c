/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-character-choices.h"
#include "chatty-choice.h"

/**
 * chatty_character_choices_new:
 * @characters: the characters of a vault
 *
 * Returns: (transfer full) (element-type ChattyChoice): one for each, to be
 *   chosen by callsign
 */
GListModel *
chatty_character_choices_new (ChattyCharacterList *characters)
{
  GListStore *choices;

  g_return_val_if_fail (CHATTY_IS_CHARACTER_LIST (characters), NULL);

  choices = g_list_store_new (CHATTY_TYPE_CHOICE);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (characters)); i++)
    {
      g_autoptr (ChattyCharacterItem) item = g_list_model_get_item (G_LIST_MODEL (characters), i);
      g_autoptr (ChattyChoice) choice = NULL;

      choice = chatty_choice_new (chatty_character_item_get_callsign (item),
                                  chatty_character_item_get_name (item),
                                  chatty_character_item_get_callsign (item));
      g_list_store_append (choices, choice);
    }
  return G_LIST_MODEL (choices);
}
