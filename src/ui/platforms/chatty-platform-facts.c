/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* The menus of the platforms are as their help pages had them in autumn 2026;
 * they move, so that a step names what to look for and not each click. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-platform-facts.h"

typedef struct {
  const char *platform;
  const char *facts[CHATTY_N_FACTS];
  const char *steps[CHATTY_MAX_STEPS];   /* how to bring what one has there */
} PlatformFacts;

#define STEP_DROP \
  N_("Drop the files onto this window, or choose Import Files. Text, Markdown, RTF and PDF are " \
     "read; you see what was understood before anything is stored.")
#define STEP_COPY \
  N_("Or select a conversation in the browser, copy it, and choose Paste Transcript.")
#define STEP_PRINT \
  N_("Open a conversation in the browser and print it into a PDF, or save its text in a file.")

static const PlatformFacts platforms[] = {
  {
    .platform = "convai",
    .facts = {
      [CHATTY_FACT_OFFERS] =
        N_("Characters with a backstory, a voice and knowledge documents, made for games and "
           "virtual worlds."),
      [CHATTY_FACT_HERE] =
        N_("Shows your characters with all their fields, writes drafts of backstories, uploads "
           "knowledge documents, and takes past sessions into your vault."),
      [CHATTY_FACT_NOBODY] =
        N_("Convai gives the names and sizes of documents, but not what is in them; and says when "
           "a character was made, but not when it was changed. What is possible depends on the "
           "plan."),
    },
    .steps = {
      N_("Copy your API key at Convai. Connect shows a link to the page that has it."),
      N_("Choose Connect and enter the key. It is tested before it is kept in your keyring."),
      N_("Open a character here, then Past Sessions, and import what you want to keep."),
    },
  },
  {
    .platform = "inworld",
    .facts = {
      [CHATTY_FACT_OFFERS] =
        N_("Language models of many makers behind one door, and voices in many languages. The "
           "studio for characters that Inworld once had was shut down; a character can live "
           "there as a router, which keeps its instructions and its model."),
      [CHATTY_FACT_HERE] =
        N_("Lets you talk with any of your characters and hear their answers, offers its voices, "
           "and puts characters there as routers, both ways. What a router has no place for, "
           "such as voice, memory and knowledge, stays in your vault and goes along when you "
           "talk. With a key that may only read, characters stay here; talking works all the "
           "same."),
      [CHATTY_FACT_NOBODY] =
        N_("Characters that were made in Inworld’s studio cannot be fetched any more: the server "
           "that had them is gone. Inworld keeps no conversations, and does not say when a router "
           "was changed."),
    },
    .steps = {
      N_("Copy the credential of an API key at Inworld: the one that is called Basic or Base64. "
         "Connect shows a link to the page that has it. Let the key write routers if your "
         "characters are to live there."),
      N_("Choose Connect and enter it. It is tested before it is kept in your keyring."),
      N_("If you saved characters from the studio before it closed, drop their JSON files onto "
         "this window: each becomes a character."),
    },
  },
  {
    .platform = "gemini",
    .facts = {
      [CHATTY_FACT_OFFERS] =
        N_("Google’s language models, voices that read aloud, and knowledge stores in which a "
           "model looks things up. Gems, the characters of Google’s own application, are not "
           "among it."),
      [CHATTY_FACT_HERE] =
        N_("Lets you talk with any of your characters, hear their answers, and see which of your "
           "documents an answer rests on. A character that is put on Gemini gets a knowledge "
           "store in your Google project, with its documents and its settings; to talk it needs "
           "none. Without a key, stores may be refused; all else works with the sign-in."),
      [CHATTY_FACT_NOBODY] =
        N_("Google gives other programs no access to the conversations and Gems of its own "
           "application; only you can get them, through Google Takeout. A project has room for "
           "ten stores, and a document in a store cannot be read back."),
    },
    .steps = {
      N_("Choose Connect and sign in with your browser. Before the first time you make a client "
         "for yourself at Google, in five steps. Or enter a key of Google AI Studio."),
      STEP_PRINT, STEP_COPY,
      N_("To keep everything, choose My Activity and there Gemini Apps in Google Takeout. This "
         "version does not read that archive yet; keep it."),
      STEP_DROP,
    },
  },
  {
    .platform = "chatgpt",
    .facts = {
      [CHATTY_FACT_OFFERS] = N_("Conversations with ChatGPT, custom GPTs, and models for programs."),
      [CHATTY_FACT_HERE] =
        N_("Imports conversations that you saved. An account cannot be connected with this "
           "version."),
      [CHATTY_FACT_NOBODY] =
        N_("A key of OpenAI reaches neither the conversations of ChatGPT nor your custom GPTs: "
           "those can only be exported."),
    },
    .steps = {
      STEP_PRINT, STEP_COPY,
      N_("To keep everything, ask for an export in ChatGPT under Settings, Data Controls. This "
         "version does not read that archive yet; keep it."),
      STEP_DROP,
    },
  },
  {
    .platform = "claude",
    .facts = {
      [CHATTY_FACT_OFFERS] = N_("Conversations with Claude, projects, and models for programs."),
      [CHATTY_FACT_HERE] =
        N_("Imports conversations that you saved. An account cannot be connected with this "
           "version."),
      [CHATTY_FACT_NOBODY] =
        N_("A key of Anthropic reaches neither the conversations nor the projects of the "
           "application: those can only be exported."),
    },
    .steps = {
      STEP_PRINT, STEP_COPY,
      N_("To keep everything, ask for an export in Claude’s settings, under Privacy. The link in "
         "the mail is good for a day. This version does not read that archive yet; keep it."),
      STEP_DROP,
    },
  },
  {
    .platform = "grok",
    .facts = {
      [CHATTY_FACT_OFFERS] = N_("Conversations with Grok, and models for programs."),
      [CHATTY_FACT_HERE] =
        N_("Imports conversations that you saved. An account cannot be connected with this "
           "version."),
      [CHATTY_FACT_NOBODY] =
        N_("A key of xAI does not reach the conversations of the application: those can only be "
           "exported. What you wrote to Grok inside X is in the archive of X."),
    },
    .steps = {
      STEP_PRINT, STEP_COPY,
      N_("To keep everything, download your data in the settings of your xAI account. This "
         "version does not read that archive yet; keep it."),
      STEP_DROP,
    },
  },
  {
    .platform = "character.ai",
    .facts = {
      [CHATTY_FACT_OFFERS] = N_("Characters that people made, and conversations with them."),
      [CHATTY_FACT_HERE] = N_("Imports conversations that you saved, under their character."),
      [CHATTY_FACT_NOBODY] =
        N_("Character.AI has no way in for other programs, and no export of single conversations. "
           "Programs that sign in as if they were you can cost you the account; this one does "
           "not."),
    },
    .steps = { STEP_PRINT, STEP_COPY, STEP_DROP },
  },
  {
    .platform = "chai",
    .facts = {
      [CHATTY_FACT_OFFERS] = N_("Characters that people made, and conversations with them."),
      [CHATTY_FACT_HERE] = N_("Imports conversations that you saved, under their character."),
      [CHATTY_FACT_NOBODY] =
        N_("Chai has no way in for other programs, and no export. What is said there can only be "
           "copied by you, or asked for by mail."),
    },
    .steps = {
      N_("Copy the text of a conversation in the application, and send it to this computer as a "
         "text file."),
      STEP_DROP,
    },
  },
  {
    .platform = "copilot",
    .facts = {
      [CHATTY_FACT_OFFERS] = N_("Conversations with Microsoft Copilot."),
      [CHATTY_FACT_HERE] = N_("Imports conversations that you saved."),
      [CHATTY_FACT_NOBODY] =
        N_("Copilot has no way in for other programs. For an account of work or school only its "
           "administrator can export."),
    },
    .steps = {
      STEP_PRINT, STEP_COPY,
      N_("To keep everything, export all activity history on the privacy page of your Microsoft "
         "account, under Copilot. This version does not read that table yet; keep it."),
      STEP_DROP,
    },
  },
};

static const PlatformFacts *
find (const char *platform)
{
  for (guint i = 0; i < G_N_ELEMENTS (platforms); i++)
    if (g_strcmp0 (platforms[i].platform, platform) == 0)
      return &platforms[i];
  return NULL;
}

/**
 * chatty_platform_facts_get_heading:
 *
 * Returns: (transfer none): what stands over a fact
 */
const char *
chatty_platform_facts_get_heading (ChattyPlatformFact fact)
{
  switch (fact)
    {
    case CHATTY_FACT_OFFERS:
      return _("What It Offers");
    case CHATTY_FACT_HERE:
      return _("What We Do With It");
    case CHATTY_FACT_NOBODY:
      return _("What Nobody Can Do");
    default:
      g_return_val_if_reached ("");
    }
}

/**
 * chatty_platform_facts_get:
 * @platform: a platform's id
 *
 * Returns: (transfer none) (nullable): some sentences, translated
 */
const char *
chatty_platform_facts_get (const char         *platform,
                           ChattyPlatformFact  fact)
{
  const PlatformFacts *facts = find (platform);

  g_return_val_if_fail (fact < CHATTY_N_FACTS, NULL);

  return facts != NULL ? _(facts->facts[fact]) : NULL;
}

guint
chatty_platform_facts_get_n_steps (const char *platform)
{
  const PlatformFacts *facts = find (platform);
  guint n = 0;

  while (facts != NULL && n < CHATTY_MAX_STEPS && facts->steps[n] != NULL)
    n++;
  return n;
}

/**
 * chatty_platform_facts_get_step:
 * @platform: a platform's id
 * @nth: below chatty_platform_facts_get_n_steps()
 *
 * Returns: (transfer none): what to do, translated
 */
const char *
chatty_platform_facts_get_step (const char *platform,
                                guint       nth)
{
  const PlatformFacts *facts = find (platform);

  g_return_val_if_fail (facts != NULL && nth < CHATTY_MAX_STEPS, NULL);
  g_return_val_if_fail (facts->steps[nth] != NULL, NULL);

  return _(facts->steps[nth]);
}
