/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <glib/gi18n-lib.h>
#include <sqlite3.h>
#include <string.h>

#include "chatty-error.h"
#include "chatty-tokenizer.h"

/* Cuts text into the words that the index knows, as an FTS5 tokenizer and
 * for the marks in snippets. Over 600 lines: one table is
 * filled, looked up and cut by here.
 *
 * Letters are folded by FTS5's own unicode61 with remove_diacritics 2, which
 * is asked once for every letter below U+2000 and kept in a table. What it
 * does not do is added to that table: accents of Greek, the vowel points of
 * Arabic and Hebrew, Latin letters without a decomposition (ø, ł, ß), digits
 * of all scripts. unicode61 splits words at vowel signs of Indic scripts;
 * here they are part of the word.
 *
 * Scripts that put no space between words have no words to be found, so each
 * of their characters is a token of its own, and a run of them in a query is
 * a phrase. The same goes for emoji. */

#define TABLE_END 0x2000
#define MARK_FIRST 0xe000   /* the marks of a snippet never count as text */
#define MARK_LAST  0xe001

/* What a character is to the words around it. */
typedef enum {
  KIND_SEPARATOR,
  KIND_WORD,
  KIND_SOLO,   /* a token of its own */
  KIND_SKIP,   /* not seen at all: accents, joiners, soft hyphens */
} Kind;

typedef struct {
  guint16 fold;      /* what stands in the token */
  guint8  second;    /* a second ASCII letter after it, or 0 */
  guint8  kind;
} Entry;

static Entry  table[TABLE_END];
static guint8 ascii[256];   /* the folded letter or digit; 0 for all else */

static const struct {
  gunichar    c;
  const char *fold;
} extra_folds[] = {
  { 0x00df, "ss" }, { 0x00e6, "ae" }, { 0x00f0, "d" }, { 0x00f8, "o" },
  { 0x00fe, "th" }, { 0x0111, "d" }, { 0x0127, "h" }, { 0x0131, "i" },
  { 0x0138, "k" }, { 0x0142, "l" }, { 0x0153, "oe" }, { 0x0167, "t" },
  { 0x017f, "s" }, { 0x0268, "i" }, { 0x1e9e, "ss" },
};

static int
fold_cb (void       *user_data,
         int         flags,
         const char *token,
         int         length,
         int         start,
         int         end)
{
  gunichar *fold = user_data;

  *fold = g_utf8_get_char_validated (token, length);
  return SQLITE_OK;
}

static fts5_api *
get_fts5_api (sqlite3 *db)
{
  fts5_api *api = NULL;
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (db, "SELECT fts5(?1)", -1, &statement, NULL) != SQLITE_OK)
    return NULL;
  sqlite3_bind_pointer (statement, 1, &api, "fts5_api_ptr", NULL);
  sqlite3_step (statement);
  sqlite3_finalize (statement);
  return api;
}

/* Solo are the scripts that are written without spaces. */
static gboolean
is_spaceless_low (gunichar c)
{
  return (c >= 0x0e00 && c <= 0x0eff) ||  /* Thai, Lao */
         (c >= 0x1000 && c <= 0x109f) ||  /* Myanmar */
         (c >= 0x1100 && c <= 0x11ff) ||  /* Hangul jamo */
         (c >= 0x1780 && c <= 0x17ff) ||  /* Khmer */
         (c >= 0x1950 && c <= 0x19df) ||  /* Tai Le, New Tai Lue */
         (c >= 0x1a20 && c <= 0x1aaf);    /* Tai Tham */
}

static Kind
classify_low (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_LOWERCASE_LETTER:
    case G_UNICODE_MODIFIER_LETTER:
    case G_UNICODE_OTHER_LETTER:
    case G_UNICODE_TITLECASE_LETTER:
    case G_UNICODE_UPPERCASE_LETTER:
      if (c == 0x0640)  /* Arabic tatweel only stretches a word */
        return KIND_SKIP;
      return is_spaceless_low (c) ? KIND_SOLO : KIND_WORD;

    case G_UNICODE_DECIMAL_NUMBER:
    case G_UNICODE_LETTER_NUMBER:
    case G_UNICODE_OTHER_NUMBER:
      return KIND_WORD;

    case G_UNICODE_SPACING_MARK:
    case G_UNICODE_ENCLOSING_MARK:
      return is_spaceless_low (c) ? KIND_SOLO : KIND_WORD;

    case G_UNICODE_NON_SPACING_MARK:
      if (is_spaceless_low (c))
        return KIND_SOLO;
      /* The vowel signs of Indic scripts are letters to those who read them. */
      return c >= 0x0900 && c < 0x1ab0 ? KIND_WORD : KIND_SKIP;

    case G_UNICODE_FORMAT:
      return KIND_SKIP;

    default:
      return KIND_SEPARATOR;
    }
}

/* The base letter where the rest of the canonical decomposition is marks
 * that do not count, such as Greek and Arabic accents. Cyrillic й and ї are
 * letters of their own; ё is commonly written without its dots. */
static gunichar
strip_marks (gunichar c)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n;

  if (c >= 0x0400 && c <= 0x052f && c != 0x0451 && c != 0x0450)
    return c;
  n = g_unichar_fully_decompose (c, FALSE, parts, G_N_ELEMENTS (parts));
  for (gsize i = 1; i < n; i++)
    if (parts[i] >= TABLE_END || classify_low (parts[i]) != KIND_SKIP)
      return c;
  return n > 1 ? parts[0] : c;
}

static void
fill_table (void)
{
  static const char *arguments[] = { "remove_diacritics", "2" };
  sqlite3 *db = NULL;
  fts5_api *api = NULL;
  fts5_tokenizer unicode61;
  Fts5Tokenizer *instance = NULL;
  void *context = NULL;

  if (sqlite3_open (":memory:", &db) == SQLITE_OK)
    api = get_fts5_api (db);
  if (api == NULL ||
      api->xFindTokenizer (api, "unicode61", &context, &unicode61) != SQLITE_OK ||
      unicode61.xCreate (context, arguments, G_N_ELEMENTS (arguments), &instance) != SQLITE_OK)
    g_error ("SQLite was built without FTS5, which the index needs");

  for (gunichar c = 1; c < TABLE_END; c++)
    {
      Entry *entry = &table[c];
      gunichar fold = c;
      char utf8[6];

      entry->kind = classify_low (c);
      if (entry->kind == KIND_SEPARATOR || entry->kind == KIND_SKIP)
        continue;
      if (entry->kind == KIND_WORD)
        {
          unicode61.xTokenize (instance, &fold, FTS5_TOKENIZE_DOCUMENT, utf8,
                               g_unichar_to_utf8 (c, utf8), fold_cb);
          fold = strip_marks (fold);
          if (g_unichar_digit_value (c) >= 0)
            fold = '0' + g_unichar_digit_value (c);
        }
      entry->fold = fold < 0xffff ? fold : c;
    }

  for (guint i = 0; i < G_N_ELEMENTS (extra_folds); i++)
    for (gunichar c = 0x80; c < TABLE_END; c++)
      if (table[c].kind == KIND_WORD && table[c].fold == extra_folds[i].c)
        {
          table[c].fold = extra_folds[i].fold[0];
          table[c].second = extra_folds[i].fold[1];
        }

  for (int c = 0; c < 0x80; c++)
    if (g_ascii_isalnum (c))
      ascii[c] = g_ascii_tolower (c);

  unicode61.xDelete (instance);
  sqlite3_close (db);
}

static void
ensure_table (void)
{
  static gsize filled = 0;

  if (g_once_init_enter (&filled))
    {
      fill_table ();
      g_once_init_leave (&filled, 1);
    }
}

/* From U+2000 on. The ranges that matter are blocks of Unicode. */
static Kind
classify_high (gunichar c)
{
  if ((c >= 0x4e00 && c <= 0x9fff) ||    /* the bulk of Chinese and Japanese */
      (c >= 0xac00 && c <= 0xd7ff) ||    /* Hangul syllables */
      (c >= 0x3400 && c <= 0x4dbf))
    return KIND_SOLO;
  if (c >= MARK_FIRST && c <= MARK_LAST)
    return KIND_SKIP;
  if (c == 0x200b)                       /* zero width space: a word ends */
    return KIND_SEPARATOR;
  if ((c >= 0x2600 && c <= 0x27bf) || (c >= 0x1f000 && c <= 0x1faff) ||
      (c >= 0x2300 && c <= 0x23ff) || (c >= 0x2b00 && c <= 0x2bff))
    return c >= 0x1f3fb && c <= 0x1f3ff ? KIND_SKIP : KIND_SOLO;  /* emoji; skin tones */

  switch (g_unichar_type (c))
    {
    case G_UNICODE_LOWERCASE_LETTER:
    case G_UNICODE_MODIFIER_LETTER:
    case G_UNICODE_OTHER_LETTER:
    case G_UNICODE_TITLECASE_LETTER:
    case G_UNICODE_UPPERCASE_LETTER:
    case G_UNICODE_DECIMAL_NUMBER:
    case G_UNICODE_LETTER_NUMBER:
    case G_UNICODE_OTHER_NUMBER:
    case G_UNICODE_SPACING_MARK:
    case G_UNICODE_PRIVATE_USE:
      break;
    case G_UNICODE_NON_SPACING_MARK:
    case G_UNICODE_ENCLOSING_MARK:
      return c >= 0xa800 && c <= 0xabff ? KIND_WORD : KIND_SKIP;
    case G_UNICODE_FORMAT:
      return KIND_SKIP;
    default:
      return KIND_SEPARATOR;
    }

  if ((c >= 0x3005 && c <= 0x3007) || (c >= 0x3021 && c <= 0x31ff) ||
      (c >= 0xa000 && c <= 0xa4cf) ||    /* Yi */
      (c >= 0xa960 && c <= 0xa97f) ||    /* Hangul jamo */
      (c >= 0xa9e0 && c <= 0xa9ff) || (c >= 0xaa60 && c <= 0xaadf) ||  /* Myanmar, Tai Viet */
      (c >= 0xf900 && c <= 0xfaff) || (c >= 0xff66 && c <= 0xffdf) ||
      (c >= 0x1b000 && c <= 0x1b16f) || (c >= 0x20000 && c <= 0x3ffff))
    return KIND_SOLO;
  return KIND_WORD;
}

/* Returns the character at *@p and moves on; an invalid byte is a space. */
static inline gunichar
next_char (const guint8 **p,
           const guint8  *end)
{
  const guint8 *s = *p;
  gunichar c = *s;
  int more;

  if (c < 0x80)
    {
      *p = s + 1;
      return c;
    }
  if (c >= 0xc2 && c < 0xe0)
    {
      more = 1;
      c &= 0x1f;
    }
  else if (c >= 0xe0 && c < 0xf0)
    {
      more = 2;
      c &= 0x0f;
    }
  else if (c >= 0xf0 && c < 0xf5)
    {
      more = 3;
      c &= 0x07;
    }
  else
    {
      *p = s + 1;
      return ' ';
    }
  for (int i = 1; i <= more; i++)
    {
      if (s + i >= end || (s[i] & 0xc0) != 0x80)
        {
          *p = s + 1;
          return ' ';
        }
      c = (c << 6) | (s[i] & 0x3f);
    }
  *p = s + more + 1;
  return c;
}

typedef struct {
  char bytes[CHATTY_TOKEN_MAX + 8];
  int  length;
} Word;

static inline void
word_append (Word     *word,
             gunichar  c)
{
  if (word->length >= CHATTY_TOKEN_MAX - 4)
    return;
  if (c < 0x80)
    word->bytes[word->length++] = c;
  else
    word->length += g_unichar_to_utf8 (c, word->bytes + word->length);
}

static void
word_append_low (Word     *word,
                 gunichar  c)
{
  const Entry *entry = &table[c];

  if (entry->kind != KIND_WORD && entry->kind != KIND_SOLO)
    return;
  word_append (word, entry->fold);
  if (entry->second != 0)
    word_append (word, entry->second);
}

/* Ligatures, full and half width, mathematical letters and circled digits
 * stand for the plain ones. */
static void
word_append_high (Word     *word,
                  gunichar  c)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n;

  if (g_unichar_digit_value (c) >= 0)
    {
      word_append (word, '0' + g_unichar_digit_value (c));
      return;
    }
  n = g_unichar_fully_decompose (c, TRUE, parts, G_N_ELEMENTS (parts));
  for (gsize i = 0; i < n; i++)
    {
      gunichar part = parts[i];

      if (part < TABLE_END)
        word_append_low (word, part);
      else if (classify_high (part) == KIND_WORD || classify_high (part) == KIND_SOLO)
        word_append (word, g_unichar_tolower (part));
    }
}

/* A solo character takes what composes with it: the parts of a Korean
 * syllable, the voicing marks of kana. */
static gunichar
compose_solo (gunichar       c,
              const guint8 **p,
              const guint8  *end)
{
  if (c >= 0xff66 && c <= 0xffdc)
    {
      gunichar wide;

      if (g_unichar_fully_decompose (c, TRUE, &wide, 1) == 1)
        c = wide;
    }
  if ((c >= 0x4e00 && c <= 0x9fff) || c >= 0x10000)
    return c;
  while (*p < end)
    {
      const guint8 *ahead = *p;
      gunichar next = next_char (&ahead, end);
      gunichar composed;

      if (next == 0xff9e || next == 0xff9f)
        next = next - 0xff9e + 0x3099;
      else if (next == 0x309b || next == 0x309c)
        next = next - 0x309b + 0x3099;
      if (!((next >= 0x1161 && next <= 0x11c2) || next == 0x3099 || next == 0x309a) ||
          !g_unichar_compose (c, next, &composed))
        break;
      c = composed;
      *p = ahead;
    }
  return c;
}

static int
emit_solo (gunichar         c,
           int              start,
           int              end,
           ChattyTokenFunc  func,
           gpointer         user_data)
{
  Word word = { .length = 0 };

  if (c < TABLE_END)
    word_append_low (&word, c);
  else if ((c >= 0xf900 && c <= 0xfaff) || c >= 0x2f800)
    word_append_high (&word, c);
  else
    word_append (&word, c);
  return word.length > 0 ? func (user_data, 0, word.bytes, word.length, start, end) : 0;
}

/**
 * chatty_tokenizer_run:
 * @text: UTF-8; bytes that are not count as spaces
 * @length: of @text in bytes
 * @func: called for each token, in order
 * @user_data: for @func
 *
 * Cuts @text into folded tokens. May be called from any thread.
 *
 * Returns: 0, or what @func returned to end the run
 */
int
chatty_tokenizer_run (const char      *text,
                      int              length,
                      ChattyTokenFunc  func,
                      gpointer         user_data)
{
  const guint8 *begin = (const guint8 *) text;
  const guint8 *end = begin + length;
  const guint8 *p = begin;
  int result = 0;

  ensure_table ();

  while (p < end)
    {
      Word word;
      const guint8 *start = p;
      const guint8 *stop;
      gunichar solo = 0;
      const guint8 *solo_start = NULL;

      if (*p < 0x80 && ascii[*p] == 0)
        {
          p++;
          continue;
        }

      word.length = 0;
      while (p < end && *p < 0x80 && ascii[*p] != 0)
        {
          if (word.length < CHATTY_TOKEN_MAX - 4)
            word.bytes[word.length++] = ascii[*p];
          p++;
        }
      stop = p;

      /* Most words end here; one with other letters goes on by character. */
      while (p < end && (*p >= 0x80 || ascii[*p] != 0))
        {
          const guint8 *here = p;
          gunichar c = next_char (&p, end);
          Kind kind = c < TABLE_END ? table[c].kind : classify_high (c);

          if (kind == KIND_SEPARATOR)
            break;
          if (kind == KIND_SOLO)
            {
              solo_start = here;
              solo = compose_solo (c, &p, end);
              break;
            }
          if (kind == KIND_SKIP)
            {
              /* й written as two characters is the same letter. */
              if (word.length >= 2 && c >= 0x0300 && c <= 0x036f)
                {
                  const char *last = word.bytes + word.length - 2;
                  gunichar base = g_utf8_get_char_validated (last, 2);
                  gunichar composed;

                  if (base >= 0x0400 && base <= 0x04ff &&
                      g_unichar_compose (base, c, &composed) && composed < TABLE_END)
                    {
                      word.length -= 2;
                      word_append_low (&word, composed);
                    }
                }
              if (word.length > 0)
                stop = p;
              continue;
            }
          if (word.length == 0)
            start = here;
          if (c < TABLE_END)
            word_append_low (&word, c);
          else
            word_append_high (&word, c);
          stop = p;
        }

      if (word.length > 0)
        result = func (user_data, 0, word.bytes, word.length, start - begin, stop - begin);
      if (result == 0 && solo != 0)
        result = emit_solo (solo, solo_start - begin, p - begin, func, user_data);
      if (result != 0)
        return result;
    }
  return 0;
}

/**
 * chatty_tokenizer_is_solo:
 * @token: a token that chatty_tokenizer_run() gave
 * @length: of @token in bytes
 *
 * Returns: whether @token is of a script that has one token per character,
 *   so that nothing longer begins with it
 */
gboolean
chatty_tokenizer_is_solo (const char *token,
                          int         length)
{
  const guint8 *p = (const guint8 *) token;
  gunichar c;

  if (length <= 0)
    return FALSE;
  ensure_table ();
  c = next_char (&p, p + length);
  return (c < TABLE_END ? table[c].kind : classify_high (c)) == KIND_SOLO;
}

static int
tokenizer_create (void           *context,
                  const char    **arguments,
                  int             n_arguments,
                  Fts5Tokenizer **instance)
{
  static char the_only_one;

  ensure_table ();
  *instance = (Fts5Tokenizer *) &the_only_one;
  return SQLITE_OK;
}

static void
tokenizer_delete (Fts5Tokenizer *instance)
{
}

static int
tokenizer_tokenize (Fts5Tokenizer   *instance,
                    void            *context,
                    int              flags,
                    const char      *text,
                    int              length,
                    ChattyTokenFunc  func)
{
  return chatty_tokenizer_run (text, length, func, context);
}

/**
 * chatty_tokenizer_register:
 * @db: a connection
 * @error: return location for an error
 *
 * Makes the tokenizer known to @db by the name "chatty".
 *
 * Returns: %TRUE on success
 */
gboolean
chatty_tokenizer_register (sqlite3  *db,
                           GError  **error)
{
  fts5_tokenizer tokenizer = { tokenizer_create, tokenizer_delete, tokenizer_tokenize };
  fts5_api *api = get_fts5_api (db);

  if (api == NULL ||
      api->xCreateTokenizer (api, "chatty", NULL, &tokenizer, NULL) != SQLITE_OK)
    {
      g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                           _("This system’s SQLite has no full-text search (FTS5). "
                             "Install one that has it."));
      return FALSE;
    }
  return TRUE;
}
