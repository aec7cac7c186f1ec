/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>

#include "chatty-turn-label-table.h"

/* The names under which the platforms' assistants speak. */
static const struct {
  const char *name;
  const char *platform;
} assistants[] = {
  { "ChatGPT", "chatgpt" },
  { "Chat GPT", "chatgpt" },
  { "OpenAI", "chatgpt" },
  { "GPT", "chatgpt" },
  { "GPT-3", "chatgpt" },
  { "GPT-3.5", "chatgpt" },
  { "GPT-4", "chatgpt" },
  { "GPT-4o", "chatgpt" },
  { "GPT-4.1", "chatgpt" },
  { "GPT-5", "chatgpt" },
  { "Claude", "claude" },
  { "Gemini", "gemini" },
  { "Bard", "gemini" },
  { "Grok", "grok" },
  { "Copilot", "copilot" },
  { "Microsoft Copilot", "copilot" },
  { "GitHub Copilot", "copilot" },
  { "Bing", "copilot" },
  { "Bing Chat", "copilot" },
  { "Bing AI", "copilot" },
  { "Microsoft Bing", "copilot" },
  { "Character.AI", "character.ai" },
  { "Chai", "chai" },
  { "Convai", "convai" },
  { "Inworld", "inworld" },
  { "Leo", "other" },
  { "Leo AI", "other" },
  { "Meta AI", "other" },
  { "DeepSeek", "other" },
  { "Perplexity", "other" },
  { "Le Chat", "other" },
  { "Mistral", "other" },
};

/* What the sites write before each turn for screen readers, by the language
 * of their interface; %s is the assistant's name. Where a site's own words
 * were not seen, the translations that users of that language would get. */
static const struct {
  const char *language;
  const char *person[6];
  const char *assistant[5];
} said[] = {
  { "en", { "You said", "I said" },
          { "%s said", "%s responded", "%s replied", "%s says" } },
  { "fr", { "Vous avez dit", "Tu as dit", "Vous avez écrit" },
          { "%s a dit", "%s a répondu" } },
  { "es", { "Dijiste", "Has dicho", "Tú dijiste", "Usted dijo", "Ha dicho" },
          { "%s dijo", "%s ha dicho", "%s respondió" } },
  { "pt", { "Você disse", "Tu disseste", "Disseste" },
          { "O %s disse", "%s disse", "O %s respondeu", "A %s disse" } },
  { "de", { "Du hast gesagt", "Sie haben gesagt", "Sie sagten", "Du sagtest" },
          { "%s hat gesagt", "%s hat geantwortet", "%s sagte" } },
  { "it", { "Hai detto", "Ha detto", "Tu hai detto" },
          { "%s ha detto", "%s ha risposto" } },
  { "ru", { "Вы сказали", "Ты сказал", "Ты сказала" },
          { "%s сказал", "%s ответил", "%s говорит" } },
  { "uk", { "Ви сказали", "Ти сказав", "Ти сказала" },
          { "Програма %s сказала", "%s сказав", "%s каже", "%s відповів" } },
  { "zh", { "您说", "你说", "您說", "你說" },
          { "%s 说", "%s 說", "%s 说道", "%s 表示" } },
  { "ja", { "あなたの発言", "あなた", "あなたが言いました", "自分の発言", "ユーザーの発言" },
          { "%s の発言", "%s が言いました", "%s の回答" } },
  { "ko", { "나의 말", "내가 한 말", "사용자의 말", "당신의 말" },
          { "%s의 말", "%s 의 말", "%s의 답변" } },
  { "nl", { "Je zei", "U zei", "Jij zei" }, { "%s zei" } },
  { "pl", { "Powiedziałeś", "Powiedziałaś" }, { "%s powiedział", "%s powiedziała" } },
  { "tr", { "Dediniz", "Şunu dediniz", "Siz dediniz" }, { "%s dedi ki", "%s dedi" } },
  { "sv", { "Du sa" }, { "%s sa" } },
};

/* Names that speakers go by in transcripts, whoever wrote them. */
static const struct {
  ChattyRole  role;
  const char *names;
} speakers[] = {
  { CHATTY_ROLE_PERSON, "You|User|Human|Me|Myself|Anonymous User" },
  { CHATTY_ROLE_PERSON, "Vous|Utilisateur|Utilisatrice|Moi|Usuario|Tú|Yo|Você|Usuário|Utilizador|Eu" },
  { CHATTY_ROLE_PERSON, "Du|Sie|Ich|Benutzer|Nutzer|Mensch|Tu|Utente|Io|Humain|Humano|Umano" },
  { CHATTY_ROLE_PERSON, "Вы|Я|Пользователь|Ви|Користувач|你|您|我|用户|用戶|使用者|ユーザー|私|사용자|나" },
  { CHATTY_ROLE_PERSON, "Gebruiker|Użytkownik|Kullanıcı|Användare" },
  { CHATTY_ROLE_ASSISTANT, "Assistant|AI|Bot|Chatbot|Model|AI Assistant|The AI|Machine|LLM" },
  { CHATTY_ROLE_ASSISTANT, "Assistante|IA|Asistente|Assistente|Assistent|KI|Ассистент|Помощник|ИИ" },
  { CHATTY_ROLE_ASSISTANT, "Асистент|Помічник|ШІ|助手|助理|人工智能|アシスタント|어시스턴트|Asystent|Asistan" },
  { CHATTY_ROLE_SYSTEM, "System|System prompt|System message|Système|Sistema|Система|系统|システム|시스템" },
  { CHATTY_ROLE_SYSTEM, "Custom instructions|User context|Developer" },
  { CHATTY_ROLE_TOOL, "Tool|Tool output|Tool call|Tool result|Tool use|Function|Function call|Plugin" },
  { CHATTY_ROLE_TOOL, "Code interpreter|Browser|Python output|Outil|Herramienta|Ferramenta|Werkzeug" },
};

static const struct {
  ChattyRole  role;
  const char *names;
} prompts[] = {
  { CHATTY_ROLE_PERSON, "Prompt|My prompt|User prompt|Request" },
  { CHATTY_ROLE_ASSISTANT, "Response|AI response|Reply|Model response" },
};

static void
add (GHashTable        *table,
     const char        *text,
     ChattyRole         role,
     ChattyLabelFamily  family,
     const char        *platform)
{
  char folded[128];
  ChattyTurnLabel *label;

  if (chatty_turn_label_fold (text, strlen (text), folded, sizeof folded) == 0 ||
      g_hash_table_contains (table, folded))
    return;
  label = g_new0 (ChattyTurnLabel, 1);
  label->text = g_strdup (folded);
  label->role = role;
  label->family = family;
  label->platform = platform;
  g_hash_table_insert (table, label->text, label);
}

static void
add_names (GHashTable        *table,
           const char        *names,
           ChattyRole         role,
           ChattyLabelFamily  family)
{
  g_auto (GStrv) parts = g_strsplit (names, "|", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    add (table, parts[i], role, family, NULL);
}

static void
add_pattern (GHashTable *table,
             const char *pattern,
             const char *name,
             const char *platform)
{
  const char *gap = strstr (pattern, "%s");
  g_autofree char *text = g_strdup_printf ("%.*s%s%s", (int) (gap - pattern), pattern,
                                           name, gap + 2);

  add (table, text, CHATTY_ROLE_ASSISTANT, CHATTY_LABEL_SAID, platform);
}

static GHashTable *
make_table (void)
{
  GHashTable *table = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < G_N_ELEMENTS (speakers); i++)
    add_names (table, speakers[i].names, speakers[i].role, CHATTY_LABEL_SPEAKER);
  for (guint i = 0; i < G_N_ELEMENTS (prompts); i++)
    add_names (table, prompts[i].names, prompts[i].role, CHATTY_LABEL_PROMPT);
  for (guint i = 0; i < G_N_ELEMENTS (assistants); i++)
    add (table, assistants[i].name, CHATTY_ROLE_ASSISTANT, CHATTY_LABEL_SPEAKER,
         assistants[i].platform);
  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (said[i].person) && said[i].person[j] != NULL; j++)
        add (table, said[i].person[j], CHATTY_ROLE_PERSON, CHATTY_LABEL_SAID, NULL);
      for (guint j = 0; j < G_N_ELEMENTS (said[i].assistant) && said[i].assistant[j] != NULL; j++)
        for (guint k = 0; k < G_N_ELEMENTS (assistants); k++)
          add_pattern (table, said[i].assistant[j], assistants[k].name,
                       assistants[k].platform);
    }
  return table;
}

/**
 * chatty_turn_label_lookup:
 * @folded: what chatty_turn_label_fold() made
 *
 * Returns: (transfer none) (nullable): the label, which lives for ever
 */
const ChattyTurnLabel *
chatty_turn_label_lookup (const char *folded)
{
  static GHashTable *table;

  if (g_once_init_enter (&table))
    g_once_init_leave (&table, make_table ());
  return g_hash_table_lookup (table, folded);
}

/* Marks that are seen by nobody: joiners, direction marks, byte order marks,
 * and the selectors behind pictographs. */
static gboolean
is_invisible (gunichar c)
{
  return c == 0xad || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x2069) || c == 0xfeff || (c >= 0xfe00 && c <= 0xfe0f);
}

/* Scripts without spaces between words: there a space is a matter of taste. */
static gboolean
is_spaceless (gunichar c)
{
  return (c >= 0x3040 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) ||
         (c >= 0xac00 && c <= 0xd7a3);
}

/* The same for what has no letters but those of English, which is most of
 * what is looked at. Returns -1 if it has others. */
static gssize
fold_ascii (const char *text,
            gsize       length,
            char       *folded,
            gsize       folded_size)
{
  gboolean space = FALSE;
  gsize n = 0;

  if (length + 1 > folded_size)
    return -1;
  for (gsize i = 0; i < length; i++)
    {
      guchar c = text[i];

      if (c >= 0x80)
        return -1;
      if (c == ' ' || c == '\t')
        {
          space = n > 0;
          continue;
        }
      if (space)
        folded[n++] = ' ';
      space = FALSE;
      folded[n++] = g_ascii_tolower (c);
    }
  folded[n] = '\0';
  return n;
}

/**
 * chatty_turn_label_fold:
 * @text: valid UTF-8
 * @length: bytes of it
 * @folded: (out caller-allocates): the result, ends with a NUL
 * @folded_size: bytes of @folded
 *
 * Makes labels equal that people would call equal: letters in lower case,
 * composed, of one width; every kind of space one blank, none at the ends and
 * none beside a Chinese, Japanese or Korean letter; marks that are seen by
 * nobody left out.
 *
 * Returns: bytes of @folded, or 0 if it is empty or does not fit
 */
gsize
chatty_turn_label_fold (const char *text,
                        gsize       length,
                        char       *folded,
                        gsize       folded_size)
{
  const char *end = text + length;
  g_autofree char *composed = NULL;
  gboolean space = FALSE;
  gunichar last = 0;
  gssize n_ascii = fold_ascii (text, length, folded, folded_size);
  gsize n = 0;

  if (n_ascii >= 0)
    return n_ascii;
  /* What is composed differently is rare, but file systems and programs of
   * one maker write it. */
  for (const char *p = text; p < end; p++)
    if ((guchar) *p >= 0xcc)
      {
        gunichar c = g_utf8_get_char_validated (p, end - p);

        if (c == (gunichar) -1 || c == (gunichar) -2)
          continue;
        if ((c >= 0x300 && c < 0x370) || (c >= 0x1100 && c < 0x1200) ||
            c == 0x3099 || c == 0x309a)
          {
            composed = g_utf8_normalize (text, length, G_NORMALIZE_NFC);
            if (composed == NULL)
              return 0;
            text = composed;
            end = composed + strlen (composed);
            break;
          }
      }

  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_invisible (c))
        continue;
      if (c == ' ' || c == '\t' || c == 0xa0 || c == 0x202f || c == 0x3000 ||
          (c >= 0x2000 && c <= 0x200a))
        {
          space = n > 0;
          continue;
        }
      if (c >= 0xff01 && c <= 0xff5e)
        c -= 0xfee0;
      c = c < 0x80 ? (gunichar) g_ascii_tolower (c) : g_unichar_tolower (c);
      if (n + 8 > folded_size)
        return 0;
      if (space && !is_spaceless (c) && !is_spaceless (last))
        folded[n++] = ' ';
      space = FALSE;
      last = c;
      n += g_unichar_to_utf8 (c, folded + n);
    }
  folded[n] = '\0';
  return n;
}
