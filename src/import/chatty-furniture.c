/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>

#include "chatty-furniture.h"
#include "chatty-turn-label-table.h"

#define MAX_LINE_BYTES 100

/* What the sites' pages write that nobody said, in the languages of their
 * interfaces. "#" stands for a length of time. */
static const char * const page[] = {
  "Edit", "Modifier", "Editar", "Bearbeiten", "Modifica", "编辑", "編輯", "編集", "편집",
  "Редактировать", "Редагувати",
  "Memory updated", "Memoria actualizada", "Mémoire mise à jour", "Memória atualizada",
  "Erinnerung aktualisiert", "Gespeicherte Erinnerung aktualisiert", "Memoria aggiornata",
  "Память обновлена", "Пам'ять оновлено", "已更新记忆", "記憶已更新", "メモリが更新されました",
  "메모리 업데이트됨",
  "Skip to content", "Ignorer et passer au contenu", "Saltar al contenido",
  "Ir al contenido", "Pular para o conteúdo", "Zum Inhalt springen", "Salta al contenuto",
  "Перейти к содержимому", "跳至内容", "コンテンツへスキップ", "콘텐츠로 건너뛰기",
  "Chat history", "Historique des chats", "Historial de chats", "Chatverlauf",
  "Histórico de chat", "Cronologia chat", "История чатов", "聊天历史记录", "チャット履歴",
  "채팅 기록",
  "Thought for #", "Thought for a couple of seconds", "Thought for a second",
  "Thought for a few seconds", "Reasoned for #", "Thinking", "Worked for #",
  "Réflexion durant #", "A réfléchi pendant #", "Réflexion pendant #",
  "Pensado durante #", "Pensó durante #", "Pensé durante #", "Razonado durante #",
  "Pensou por #", "Pensei por #", "Raciocinou por #",
  "# nachgedacht", "Nachgedacht für #", "Hat # nachgedacht", "Dachte # nach",
  "Ha pensato per #", "Pensato per #", "Ragionamento durato #",
  "Думал #", "Размышлял #", "Рассуждал #", "Думав #", "Міркував #", "Подумал #",
  "已思考 #", "思考了 #", "已推理 #", "思考時間：#", "思考时间：#",
  "#考えました", "#の思考", "# 思考しました", "思考時間: #",
  "# 동안 생각함", "#동안 추론함", "# 동안 생각했습니다",
  "Conversation with Gemini", "Conversa com o Gemini", "Conversación con Gemini",
  "Conversation avec Gemini", "Unterhaltung mit Gemini", "Conversazione con Gemini",
  "Claude hat die Antwort abgeschlossen", "Claude finished the response",
  "Claude finished responding", "Claude has finished responding",
  "Regenerate response", "Regenerate", "Read aloud", "Good response", "Bad response",
  "Show thinking", "Show more", "Show drafts", "View other drafts", "Share & export",
  "ChatGPT can make mistakes. Check important info.",
  "ChatGPT can make mistakes. Consider checking important information.",
  "Claude can make mistakes. Please double-check responses.",
  "Gemini can make mistakes, so double-check it",
};

static const char * const copy[] = {
  "Copy code", "Copy", "Copier le code", "Copier", "Copiar código", "Copiar",
  "Code kopieren", "Kopieren", "Copia", "Copia codice", "Copia il codice", "Копировать код",
  "Копировать", "Скопіювати код", "Копіювати код", "Копіювати", "复制代码", "复制", "複製程式碼",
  "複製", "コードをコピーする", "コードをコピー", "コピー", "コピーする", "코드 복사", "복사", "복사하기",
};

static const char * const languages[] = {
  "python", "javascript", "js", "typescript", "ts", "jsx", "tsx", "java", "c", "c++", "cpp",
  "c#", "csharp", "go", "golang", "rust", "ruby", "php", "perl", "lua", "r", "julia", "scala",
  "kotlin", "swift", "objective-c", "dart", "haskell", "elixir", "erlang", "clojure", "lisp",
  "scheme", "ocaml", "f#", "fsharp", "bash", "sh", "shell", "zsh", "powershell", "batch", "cmd",
  "html", "css", "scss", "less", "xml", "json", "jsonc", "yaml", "yml", "toml", "ini", "sql",
  "graphql", "markdown", "md", "latex", "tex", "text", "txt", "plaintext", "diff", "patch",
  "dockerfile", "makefile", "cmake", "nginx", "apache", "regex", "vim", "matlab", "fortran",
  "cobol", "pascal", "delphi", "assembly", "asm", "verilog", "vhdl", "solidity", "groovy",
  "gradle", "vb", "vbnet", "vba", "applescript", "arduino", "prolog", "mermaid", "csv", "http",
  "proto", "protobuf", "svelte", "vue", "console", "code", "kql", "nix", "zig", "awk", "sed",
};

/* Units of the lengths of time. */
static const char * const units[] = {
  "s", "sec", "secs", "second", "seconds", "m", "min", "mins", "minute", "minutes", "h", "hr",
  "hour", "hours", "seg", "segundo", "segundos", "minuto", "minutos", "sek", "sekunde",
  "sekunden", "minuten", "seconde", "secondes", "secondo", "secondi", "minuti", "с", "сек",
  "секунд", "секунды", "секунду", "мин", "м", "秒", "秒間", "秒钟", "分", "分钟", "초", "분",
};

static GHashTable *
make_table (void)
{
  GHashTable *table = g_hash_table_new (g_str_hash, g_str_equal);
  static const struct {
    const char * const *lines;
    guint               n_lines;
    ChattyFurniture     kind;
  } parts[] = {
    { page, G_N_ELEMENTS (page), CHATTY_FURNITURE_PAGE },
    { copy, G_N_ELEMENTS (copy), CHATTY_FURNITURE_COPY_CODE },
    { languages, G_N_ELEMENTS (languages), CHATTY_FURNITURE_LANGUAGE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    for (guint j = 0; j < parts[i].n_lines; j++)
      {
        char folded[200];

        if (chatty_turn_label_fold (parts[i].lines[j], strlen (parts[i].lines[j]),
                                    folded, sizeof folded) > 0)
          g_hash_table_insert (table, g_strdup (folded), GUINT_TO_POINTER (parts[i].kind));
      }
  return table;
}

static gboolean
take_unit (const char **at)
{
  const char *p = *at;
  gsize longest = 0;

  while (*p == ' ')
    p++;
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      gsize n = strlen (units[i]);

      if (n > longest && strncmp (p, units[i], n) == 0 && !g_ascii_isalpha (p[n]))
        longest = n;
    }
  if (longest == 0)
    return FALSE;
  *at = p + longest;
  return TRUE;
}

/* Every length of time becomes one "#": "1m 41s nachgedacht" is "# nachgedacht". */
static void
generalise (const char *folded,
            GString    *string)
{
  for (const char *p = folded; *p != '\0';)
    {
      if (g_ascii_isdigit (*p))
        {
          const char *q = p;

          while (g_ascii_isdigit (*q) || *q == '.' || *q == ',')
            q++;
          if (take_unit (&q))
            {
              if (g_str_has_suffix (string->str, "# and "))
                g_string_truncate (string, string->len - 5);
              else if (g_str_has_suffix (string->str, "# "))
                g_string_truncate (string, string->len - 1);
              if (!g_str_has_suffix (string->str, "#"))
                g_string_append_c (string, '#');
              p = q;
              continue;
            }
        }
      g_string_append_c (string, *p++);
    }
}

/**
 * chatty_furniture_look:
 * @line: a line of valid UTF-8, not ended by NUL
 * @length: its bytes
 * @language: (out) (optional) (transfer none) (nullable): the language, if it is one
 *
 * Returns: whether the line as a whole is a part of a site's page and
 *   nothing that was said
 */
ChattyFurniture
chatty_furniture_look (const char  *line,
                       gsize        length,
                       const char **language)
{
  static GHashTable *table;
  char folded[200];
  gpointer key, kind;
  gboolean found;

  if (language != NULL)
    *language = NULL;
  if (length == 0 || length > MAX_LINE_BYTES)
    return CHATTY_FURNITURE_NONE;
  if (g_once_init_enter (&table))
    g_once_init_leave (&table, make_table ());
  if (chatty_turn_label_fold (line, length, folded, sizeof folded) == 0)
    return CHATTY_FURNITURE_NONE;

  found = g_hash_table_lookup_extended (table, folded, &key, &kind);
  if (!found && strpbrk (folded, "0123456789") != NULL)
    {
      g_autoptr (GString) general = g_string_new (NULL);

      generalise (folded, general);
      found = g_hash_table_lookup_extended (table, general->str, &key, &kind);
    }
  if (!found)
    return CHATTY_FURNITURE_NONE;
  if (language != NULL && GPOINTER_TO_UINT (kind) == CHATTY_FURNITURE_LANGUAGE)
    *language = key;
  return GPOINTER_TO_UINT (kind);
}

/**
 * chatty_furniture_is_name:
 * @line: a line of valid UTF-8, not ended by NUL
 * @length: its bytes
 *
 * Returns: whether the line is an assistant's name and nothing else, as the
 *   sites write it between the label and the answer
 */
gboolean
chatty_furniture_is_name (const char *line,
                          gsize       length)
{
  char folded[128];
  const ChattyTurnLabel *label;

  if (length > MAX_LINE_BYTES ||
      chatty_turn_label_fold (line, length, folded, sizeof folded) == 0)
    return FALSE;
  label = chatty_turn_label_lookup (folded);
  return label != NULL && label->family == CHATTY_LABEL_SPEAKER && label->platform != NULL;
}
