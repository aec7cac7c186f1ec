/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#include "chatty-character-json.h"
#include "chatty-sync-diff3.h"
#include "chatty-sync-merge.h"
#include "chatty-sync-normal.h"

/* A value: not known, three that differ, and one that was emptied. */
enum { UNKNOWN, A, B, C, EMPTY, N_VALUES };
#define NO_BASE N_VALUES

typedef struct {
  const char     *name;
  ChattyFieldMap  map;
  const char     *values[N_VALUES];   /* JSON; NULL where there is no such value */
} Kind;

static const Kind kinds[] = {
  { "text", { CHATTY_FIELD_VOICE, "voice", TRUE, TRUE },
    { NULL, "\"a\"", "\"b\"", "\"c\"", "\"\"" } },
  { "required", { CHATTY_FIELD_NAME, "name", TRUE, TRUE, TRUE },
    { NULL, "\"a\"", "\"b\"", "\"c\"", "\" \"" } },
  { "prose", { CHATTY_FIELD_INSTRUCTIONS, "backstory", TRUE, TRUE },
    { NULL, "\"one line\"", "\"two line\"", "\"three line\"", "\"\\n\"" } },
  { "number", { CHATTY_FIELD_TEMPERATURE, "heat", TRUE, TRUE },
    { NULL, "\"0.1\"", "\"0.2\"", "\"0.3\"", "\"\"" } },
  { "languages", { CHATTY_FIELD_LANGUAGES, "codes", TRUE, TRUE },
    { NULL, "[\"de\"]", "[\"en\"]", "[\"fr\"]", "[]" } },
  { "traits", { CHATTY_FIELD_TRAITS, "traits", TRUE, TRUE },
    { NULL, "{\"calm\":10}", "{\"calm\":20}", "{\"calm\":30}", "{\"calm\":0}" } },
  { "settings", { CHATTY_FIELD_SETTINGS, "config", TRUE, TRUE },
    { NULL, "\"{\\\"a\\\":1}\"", "\"{\\\"a\\\":2}\"", "\"{\\\"a\\\":3}\"", "\"{}\"" } },
  { "read-only", { CHATTY_FIELD_STYLE, "style", TRUE, FALSE },
    { NULL, "\"a\"", "\"b\"", "\"c\"", "\"\"" } },
  { "write-only", { CHATTY_FIELD_GREETING, "hello", FALSE, TRUE },
    { NULL, "\"a\"", "\"b\"", "\"c\"", "\"\"" } },
};

enum { HERE_NEWER, THERE_NEWER, SAME_TIME, NOT_KNOWN, CLOCK_WRONG, N_ORDERS };

static ChattyCharacter *
value_of (const Kind *kind,
          guint       value)
{
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new ();

  if (value < N_VALUES && kind->values[value] != NULL)
    {
      g_autoptr (JsonNode) node = chatty_json_parse (kind->values[value], -1, NULL);

      g_assert_true (chatty_character_builder_set_json (builder, kind->map.field, node));
    }
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

static gboolean
blank (guint value)
{
  return value == UNKNOWN || value == EMPTY || value == NO_BASE;
}

static gboolean
alike (guint a,
       guint b)
{
  return a == b || (blank (a) && blank (b));
}

/* What must come of it, by the words of SYNC's rules: who changed it, and if
 * both, who wins. */
typedef enum { NOBODY, HERE_WINS, THERE_WINS, ASKED } Winner;

static Winner
who_wins (guint            order,
          ChattySyncPolicy policy,
          const char      *answer)
{
  if (answer != NULL)
    return g_str_equal (answer, "here") ? HERE_WINS : THERE_WINS;
  switch (policy)
    {
    case CHATTY_SYNC_MINE: return HERE_WINS;
    case CHATTY_SYNC_THEIRS: return THERE_WINS;
    case CHATTY_SYNC_ASK: return ASKED;
    case CHATTY_SYNC_NEWEST:
    default:
      return order == HERE_NEWER ? HERE_WINS : order == THERE_NEWER ? THERE_WINS : ASKED;
    }
}

static Winner
expect (const Kind       *kind,
        guint             base,
        guint             here,
        guint             there,
        guint             order,
        ChattySyncPolicy  policy,
        const char       *answer,
        gboolean         *conflict)
{
  gboolean told = kind->map.readable && there != UNKNOWN &&
                  !(kind->map.required && there == EMPTY);
  gboolean changed_here = !alike (here, base);
  gboolean changed_there = told && !alike (there, base);

  *conflict = FALSE;
  if (told && alike (here, there))
    return NOBODY;
  if (changed_here && changed_there)
    {
      *conflict = TRUE;
      return who_wins (order, policy, answer);
    }
  return changed_here ? HERE_WINS : changed_there ? THERE_WINS : NOBODY;
}

static void
check_outcome (const Kind                    *kind,
               guint                          here,
               Winner                         winner,
               gboolean                       conflict,
               const ChattySyncFieldOutcome  *outcome,
               const char                    *where)
{
  gboolean can_send = kind->map.writable && !(kind->map.required && blank (here));
  ChattySyncDirection direction = CHATTY_SYNC_STAY;

  if (winner == THERE_WINS)
    direction = CHATTY_SYNC_TO_HERE;
  else if (winner == HERE_WINS && can_send)
    direction = CHATTY_SYNC_TO_THERE;

  if (outcome->direction != direction || outcome->conflict != conflict)
    g_error ("%s: %s%s, and must be %s%s", where,
             chatty_sync_direction_to_string (outcome->direction),
             outcome->conflict ? " by conflict" : "",
             chatty_sync_direction_to_string (direction), conflict ? " by conflict" : "");
  g_assert_true (chatty_sync_why_is_open (outcome->why) == (winner == ASKED));
  g_assert_true ((outcome->result != NULL) == (direction != CHATTY_SYNC_STAY));
  if (winner == HERE_WINS && !can_send)
    g_assert_true (outcome->why == CHATTY_SYNC_WHY_READ_ONLY ||
                   outcome->why == CHATTY_SYNC_WHY_REQUIRED);
}

static guint
try_all_policies (const Kind *kind,
                  guint       base,
                  guint       here,
                  guint       there)
{
  static const char *const answers[] = { NULL, "here", "there" };
  g_autoptr (ChattyCharacter) of_base = base != NO_BASE ? value_of (kind, base) : NULL;
  g_autoptr (ChattyCharacter) of_here = value_of (kind, here);
  g_autoptr (ChattyCharacter) of_there = value_of (kind, there);
  guint n = 0;

  for (guint order = 0; order < N_ORDERS; order++)
    for (guint policy = 0; policy <= CHATTY_SYNC_THEIRS; policy++)
      for (guint answer = 0; answer < G_N_ELEMENTS (answers); answer++)
        {
          ChattySyncFieldInput input = {
            .map = &kind->map,
            .base_here = of_base,
            .base_there = of_base,
            .here = of_here,
            .there = of_there,
            .time_here = order == HERE_NEWER ? 2000 : 1000,
            .time_there = order == THERE_NEWER || order == CLOCK_WRONG ? 2000
                          : order == NOT_KNOWN ? CHATTY_TIME_NONE : 1000,
            .platform_time = order == CLOCK_WRONG,
            .skew = order == CLOCK_WRONG ? 900 : CHATTY_TIME_NONE,
            .skew_limit = 300,
            .policy = policy,
            .answer = answers[answer],
          };
          g_autofree char *where =
            g_strdup_printf ("%s: base %u, here %u, there %u, order %u, policy %s, answer %s",
                             kind->name, base, here, there, order,
                             chatty_sync_policy_to_string (policy), answers[answer]);
          ChattySyncFieldOutcome outcome;
          gboolean conflict;
          Winner winner = expect (kind, base, here, there, order, policy, answers[answer],
                                  &conflict);

          chatty_sync_merge_field (&input, &outcome);
          check_outcome (kind, here, winner, conflict, &outcome, where);
          g_clear_pointer (&outcome.result, chatty_character_unref);
          n++;
        }
  return n;
}

static void
test_all (void)
{
  guint n = 0;

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (guint base = 0; base <= NO_BASE; base++)
      for (guint here = 0; here < N_VALUES; here++)
        for (guint there = 0; there < N_VALUES; there++)
          n += try_all_policies (&kinds[k], base, here, there);
  g_test_message ("%u combinations", n);
  g_assert_cmpuint (n, >, 50000);
}

/* A list of letters as a set, and what must come of joining. */
static char **
letters (const char *text)
{
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();

  for (const char *p = text; *p != '\0'; p++)
    {
      char item[2] = { *p, '\0' };

      g_strv_builder_add (list, item);
    }
  return g_strv_builder_end (list);
}

static ChattyCharacter *
set_of (const char *text)
{
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new ();
  g_auto (GStrv) list = letters (text);

  chatty_character_builder_set_list (builder, CHATTY_FIELD_ACTIONS, (const char *const *) list);
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

static gboolean
in_result (gboolean base,
           gboolean here,
           gboolean there)
{
  return base ? here && there : here || there;
}

/* All sets of three items on three sides. */
static void
test_sets (void)
{
  static const ChattyFieldMap map = { CHATTY_FIELD_ACTIONS, "acts", TRUE, TRUE };

  for (guint all = 0; all < 512; all++)
    {
      guint sides[3] = { all & 7, (all >> 3) & 7, (all >> 6) & 7 };
      char texts[3][4] = { "", "", "" };
      g_autoptr (ChattyCharacter) base = NULL;
      g_autoptr (ChattyCharacter) here = NULL;
      g_autoptr (ChattyCharacter) there = NULL;
      g_autoptr (ChattyCharacter) result = NULL;
      ChattySyncFieldOutcome outcome;
      ChattySyncFieldInput input = { .map = &map, .policy = CHATTY_SYNC_ASK };

      for (guint side = 0; side < 3; side++)
        {
          guint n = 0;

          for (guint item = 0; item < 3; item++)
            if ((sides[side] & (1u << item)) != 0)
              texts[side][n++] = (char) ('a' + item);
          texts[side][n] = '\0';
        }
      input.base_here = input.base_there = base = set_of (texts[0]);
      input.here = here = set_of (texts[1]);
      input.there = there = set_of (texts[2]);
      chatty_sync_merge_field (&input, &outcome);
      g_assert_false (outcome.conflict);
      result = outcome.result != NULL ? g_steal_pointer (&outcome.result)
                                      : chatty_character_ref (here);
      for (guint item = 0; item < 3; item++)
        {
          guint bit = 1u << item;
          char name[2] = { (char) ('a' + item), '\0' };

          g_assert_true (g_strv_contains (chatty_character_get_list (result,
                                                                     CHATTY_FIELD_ACTIONS),
                                          name) ==
                         in_result (sides[0] & bit, sides[1] & bit, sides[2] & bit));
        }
    }
}

static ChattyCharacter *
settings_of (const char *text)
{
  g_autoptr (ChattyCharacterBuilder) builder = chatty_character_builder_new ();

  if (text != NULL)
    chatty_character_builder_set_text (builder, CHATTY_FIELD_SETTINGS, text);
  return chatty_character_builder_end (g_steal_pointer (&builder));
}

/* Settings are joined one by one; where both changed the same one, the newest
 * wins it, and it alone. */
static void
test_settings (void)
{
  static const ChattyFieldMap map = { CHATTY_FIELD_SETTINGS, "config", TRUE, TRUE };
  static const struct {
    const char          *base, *here, *there;
    gboolean             here_newer;
    ChattySyncDirection  direction;
    gboolean             conflict;
    const char          *result;
  } rows[] = {
    { "{\"a\":1}", "{\"a\":1,\"b\":2}", "{\"a\":1,\"c\":3}", TRUE, CHATTY_SYNC_TO_BOTH, FALSE,
      "{\"a\":1,\"b\":2,\"c\":3}" },
    { "{\"g\":{\"p\":1,\"q\":1}}", "{\"g\":{\"p\":2,\"q\":1}}", "{\"g\":{\"p\":1}}", FALSE,
      CHATTY_SYNC_TO_BOTH, FALSE, "{\"g\":{\"p\":2}}" },
    { "{\"a\":1,\"b\":1}", "{\"a\":2,\"b\":5}", "{\"a\":3,\"b\":1}", TRUE, CHATTY_SYNC_TO_THERE,
      TRUE, "{\"a\":2,\"b\":5}" },
    { "{\"a\":1,\"b\":1}", "{\"a\":2,\"b\":5}", "{\"a\":3,\"b\":1}", FALSE, CHATTY_SYNC_TO_BOTH,
      TRUE, "{\"a\":3,\"b\":5}" },
    { NULL, "{\"a\":2,\"b\":5}", "{\"a\":3,\"c\":1}", TRUE, CHATTY_SYNC_TO_BOTH,
      TRUE, "{\"a\":2,\"b\":5,\"c\":1}" },
    { "{\"a\":1}", "warm", "{\"a\":3}", TRUE, CHATTY_SYNC_TO_THERE, TRUE, "warm" },
    /* Nothing to do: the same, written otherwise. */
    { "{\"a\":1}", "{\"b\":2,\"a\":1.0}", "{ \"a\": 1, \"b\": 2, \"c\": {} }", TRUE,
      CHATTY_SYNC_STAY, FALSE, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (ChattyCharacter) base = settings_of (rows[i].base);
      g_autoptr (ChattyCharacter) here = settings_of (rows[i].here);
      g_autoptr (ChattyCharacter) there = settings_of (rows[i].there);
      g_autoptr (ChattyCharacter) wanted = settings_of (rows[i].result);
      ChattySyncFieldInput input = {
        .map = &map,
        .base_here = rows[i].base != NULL ? base : NULL,
        .base_there = rows[i].base != NULL ? base : NULL,
        .here = here,
        .there = there,
        .time_here = rows[i].here_newer ? 2000 : 1000,
        .time_there = rows[i].here_newer ? 1000 : 2000,
        .skew = CHATTY_TIME_NONE,
        .policy = CHATTY_SYNC_NEWEST,
      };
      ChattySyncFieldOutcome outcome;

      chatty_sync_merge_field (&input, &outcome);
      g_assert_cmpint (outcome.direction, ==, rows[i].direction);
      g_assert_true (outcome.conflict == rows[i].conflict);
      g_assert_true (outcome.agree);
      if (rows[i].conflict)
        g_assert_true (outcome.here_won == rows[i].here_newer);
      if (rows[i].result != NULL)
        g_assert_true (chatty_sync_same (outcome.result, wanted, CHATTY_FIELD_SETTINGS));
      else
        g_assert_null (outcome.result);
      g_clear_pointer (&outcome.result, chatty_character_unref);
    }
}

static void
test_diff3 (void)
{
  static const struct {
    const char *base, *here, *there, *result;
  } rows[] = {
    { "1\n2\n3", "1\n2\n3", "1\n2\n3", "1\n2\n3" },
    { "1\n2\n3", "A\n2\n3", "1\n2\n3", "A\n2\n3" },
    { "1\n2\n3", "A\n2\n3", "1\n2\nB", "A\n2\nB" },
    { "1\n2\n3", "1\n2\n3\n4", "0\n1\n2\n3", "0\n1\n2\n3\n4" },
    { "1\n2\n3", "1\n3", "1\n2\n3\n4", "1\n3\n4" },
    /* The same line, lines that touch, two insertions at one place. */
    { "1\n2\n3", "1\nA\n3", "1\nB\n3", NULL },
    { "1\n2\n3\n4", "1\nA\n3\n4", "1\n2\nB\n4", NULL },
    { "1\n2", "1\nA\n2", "1\nB\n2", NULL },
    { "1\n2\n3", "1\nA\n3", "1\n3", NULL },
    /* The same change on both sides is one change. */
    { "1\n2\n3", "1\nA\n3", "1\nA\n3", "1\nA\n3" },
    { "1\n2\n3\n4", "X\n2\n3\n4", "X\n2\n3\nY", "X\n2\n3\nY" },
    { "1\r\n2\r\n3", "A\n2\n3", "1\n2\nB", "A\n2\nB" },
    { "", "A", "", "A" },
    { "", "A", "B", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *joined = chatty_sync_diff3 (rows[i].base, rows[i].here, rows[i].there);
      g_autofree char *mirrored = chatty_sync_diff3 (rows[i].base, rows[i].there, rows[i].here);

      g_assert_cmpstr (joined, ==, rows[i].result);
      g_assert_cmpstr (mirrored, ==, rows[i].result);
    }
}

/* A new place for each list that grows costs the address sanitizer much. */
#ifdef __SANITIZE_ADDRESS__
#define N_LINES 10000
#else
#define N_LINES 100000
#endif

/* A long text and one that is all new: an answer in time, or none. */
static void
test_diff3_large (void)
{
  g_autoptr (GString) base = g_string_new (NULL);
  g_autoptr (GString) other = g_string_new (NULL);
  g_autofree char *here = NULL;
  g_autofree char *there = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *none = NULL;
  g_autofree char *end = g_strdup_printf ("line %u\nlast\n", N_LINES - 1);

  for (guint i = 0; i < N_LINES; i++)
    {
      g_string_append_printf (base, "line %u\n", i);
      g_string_append_printf (other, "other %u\n", i);
    }
  here = g_strconcat ("first\n", base->str, NULL);
  there = g_strconcat (base->str, "last\n", NULL);
  joined = chatty_sync_diff3 (base->str, here, there);
  g_assert_nonnull (joined);
  g_assert_true (g_str_has_prefix (joined, "first\nline 0\n"));
  g_assert_true (g_str_has_suffix (joined, end));
  none = chatty_sync_diff3 (base->str, other->str, there);
  g_assert_null (none);
}

static void
test_normal (void)
{
  static const struct {
    ChattyCharacterField  field;
    const char           *a, *b;
    gboolean              same;
  } rows[] = {
    { CHATTY_FIELD_NAME, "\"Ma\\u0308ra\"", "\"M\\u00e4ra\"", TRUE },
    { CHATTY_FIELD_NAME, "\"Mara\"", "\"mara\"", FALSE },
    { CHATTY_FIELD_INSTRUCTIONS, "\"a\\r\\nb\"", "\"a\\nb\"", TRUE },
    { CHATTY_FIELD_INSTRUCTIONS, "\"a  \\nb\\n\\n\"", "\"a\\nb\"", TRUE },
    { CHATTY_FIELD_INSTRUCTIONS, "\"a\\n\\nb\"", "\"a\\nb\"", FALSE },
    { CHATTY_FIELD_INSTRUCTIONS, "\"a\\n  b\"", "\"a\\nb\"", FALSE },
    { CHATTY_FIELD_INSTRUCTIONS, "\"a\\rb\"", "\"a\\nb\"", TRUE },
    { CHATTY_FIELD_TEMPERATURE, "\"0.7\"", "\"0.70\"", TRUE },
    { CHATTY_FIELD_TEMPERATURE, "\"0.7\"", "\"0.8\"", FALSE },
    { CHATTY_FIELD_REMEMBERS, "\"false\"", "\"\"", TRUE },
    { CHATTY_FIELD_REMEMBERS, "\"true\"", "\"\"", FALSE },
    { CHATTY_FIELD_ACTIONS, "[\"a\",\"b\"]", "[\"b\",\"a\",\"a\"]", TRUE },
    { CHATTY_FIELD_ACTIONS, "[\"a\"]", "[\"a\",\"b\"]", FALSE },
    { CHATTY_FIELD_ACTIONS, "[\"a\",\"bc\"]", "[\"ab\",\"c\"]", FALSE },
    { CHATTY_FIELD_LANGUAGES, "[\"en\",\"de\",\"fr\"]", "[\"en\",\"fr\",\"de\"]", TRUE },
    { CHATTY_FIELD_LANGUAGES, "[\"en\",\"de\"]", "[\"de\",\"en\"]", FALSE },
    { CHATTY_FIELD_SETTINGS, "\"{\\\"a\\\":1,\\\"b\\\":{}}\"", "\"{ \\\"a\\\": 1.0 }\"", TRUE },
    { CHATTY_FIELD_SETTINGS, "\"{}\"", "\"\"", TRUE },
    { CHATTY_FIELD_SETTINGS, "\"{\\\"a\\\":1}\"", "\"{\\\"a\\\":\\\"1\\\"}\"", FALSE },
    { CHATTY_FIELD_SETTINGS, "\"warm\"", "\"\"", FALSE },
    { CHATTY_FIELD_TRAITS, "{\"calm\":0}", "{}", TRUE },
    { CHATTY_FIELD_TRAITS, "{\"calm\":50}", "{\"calm\":50.01}", TRUE },
    { CHATTY_FIELD_TRAITS, "{\"calm\":50}", "{\"calm\":-50}", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JsonNode) left = chatty_json_parse (rows[i].a, -1, NULL);
      g_autoptr (JsonNode) right = chatty_json_parse (rows[i].b, -1, NULL);
      g_autoptr (ChattyCharacterBuilder) a = chatty_character_builder_new ();
      g_autoptr (ChattyCharacterBuilder) b = chatty_character_builder_new ();
      g_autoptr (ChattyCharacter) of_a = NULL;
      g_autoptr (ChattyCharacter) of_b = NULL;

      chatty_character_builder_set_json (a, rows[i].field, left);
      chatty_character_builder_set_json (b, rows[i].field, right);
      of_a = chatty_character_builder_end (g_steal_pointer (&a));
      of_b = chatty_character_builder_end (g_steal_pointer (&b));
      g_assert_true (chatty_sync_same (of_a, of_b, rows[i].field) == rows[i].same);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/fields/all", test_all);
  g_test_add_func ("/sync/fields/sets", test_sets);
  g_test_add_func ("/sync/fields/settings", test_settings);
  g_test_add_func ("/sync/fields/diff3", test_diff3);
  g_test_add_func ("/sync/fields/diff3-large", test_diff3_large);
  g_test_add_func ("/sync/fields/normal", test_normal);
  return g_test_run ();
}
