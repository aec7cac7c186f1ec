/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-json.h"
#include "chatty-text.h"

#include "chatty-merge-words.h"
#include "chatty-run-item.h"
#include "chatty-sync-report.h"
#include "chatty-ui-settings.h"

#define MAX_TITLE_BYTES 120

struct _ChattyRunItem
{
  GObject parent_instance;

  ChattyVaultRun *run;
};

enum {
  PROP_0,
  PROP_TITLE,
  PROP_SUBTITLE,
  PROP_ICON_NAME,
  PROP_STATE,
  PROP_TIME_EXACT,
  PROP_SPOKEN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ChattyRunItem, chatty_run_item, G_TYPE_OBJECT)

static gboolean
is_kind (ChattyRunItem *self,
         const char    *kind)
{
  return g_strcmp0 (self->run->kind, kind) == 0;
}

/* The number of conversations that an import put into the vault, both versions
 * of one counting as added. The report of a big import has
 * megabytes, but its sums stand at the end: only they are read. */
static gint64
get_n_conversations (ChattyRunItem *self)
{
  const char *report = self->run->report;
  g_autofree char *sums = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;
  const char *start, *end;
  gsize length;

  if (report == NULL)
    return -1;

  length = strlen (report);
  start = g_strrstr (report + (length > 1024 ? length - 1024 : 0), "\"totals\":");
  end = start != NULL ? strchr (start, '}') : NULL;
  if (end == NULL)
    return -1;

  start += strlen ("\"totals\":");
  sums = g_strndup (start, end - start + 1);
  node = chatty_json_parse (sums, -1, NULL);
  object = node != NULL ? chatty_json_node_object (node) : NULL;
  if (object == NULL)
    return -1;
  return CLAMP (chatty_json_get_int (object, "added", 0) +
                chatty_json_get_int (object, "updated", 0), 0, G_MAXINT);
}

/* The title of the conversation that was changed, when the vault kept it. */
static char *
dup_changed_title (ChattyRunItem *self)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;
  const char *title;

  if (self->run->report == NULL)
    return NULL;

  node = chatty_json_parse (self->run->report, -1, NULL);
  object = node != NULL ? chatty_json_node_object (node) : NULL;
  title = object != NULL ? chatty_json_get_string (object, "title") : NULL;
  return title != NULL ? chatty_text_one_line (title, MAX_TITLE_BYTES) : NULL;
}

static const char *
get_icon_name (ChattyRunItem *self)
{
  if (is_kind (self, "import"))
    return "document-save-symbolic";
  if (is_kind (self, "edit"))
    return "document-edit-symbolic";
  if (is_kind (self, "delete"))
    return "user-trash-symbolic";
  if (is_kind (self, "undo"))
    return "edit-undo-symbolic";
  if (is_kind (self, "sync"))
    return "emblem-synchronizing-symbolic";
  if (is_kind (self, "merge"))
    return "preferences-system-symbolic";
  return "document-properties-symbolic";
}

static ChattySyncReport *
read_sync (ChattyRunItem *self)
{
  return self->run->report != NULL ? chatty_sync_report_parse_head (self->run->report) : NULL;
}

static const char *
get_sync_state (ChattyRunItem *self)
{
  g_autoptr (ChattySyncReport) report = read_sync (self);

  if (report == NULL)
    return "";
  if (report->end != CHATTY_SYNC_END_COMPLETE || report->counts[CHATTY_SYNC_NOT_DONE] > 0)
    /* Translators: state of a sync */
    return C_("run", "Incomplete");
  return report->counts[CHATTY_SYNC_OPEN] > 0 ? C_("run", "With questions") : "";
}

static const char *
get_state (ChattyRunItem *self)
{
  if (self->run->undone)
    /* Translators: state of a change in the vault */
    return C_("run", "Undone");
  if (!self->run->finished)
    return C_("run", "Interrupted");
  return is_kind (self, "sync") ? get_sync_state (self) : "";
}

/* What a screen reader says of the run: all that its row shows. */
static char *
dup_spoken (ChattyRunItem *self)
{
  g_autofree char *title = chatty_run_item_dup_title (self);
  g_autofree char *time = chatty_ui_format_time_exact (self->run->time);
  const char *state = get_state (self);

  return g_strjoin (", ", title, time, *state != '\0' ? state : NULL, NULL);
}

static void
chatty_run_item_finalize (GObject *object)
{
  ChattyRunItem *self = CHATTY_RUN_ITEM (object);

  g_clear_pointer (&self->run, chatty_vault_run_free);

  G_OBJECT_CLASS (chatty_run_item_parent_class)->finalize (object);
}

static void
chatty_run_item_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  ChattyRunItem *self = CHATTY_RUN_ITEM (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_take_string (value, chatty_run_item_dup_title (self));
      break;

    case PROP_SUBTITLE:
      g_value_take_string (value, chatty_ui_format_time_short (self->run->time));
      break;

    case PROP_ICON_NAME:
      g_value_set_string (value, get_icon_name (self));
      break;

    case PROP_STATE:
      g_value_set_string (value, get_state (self));
      break;

    case PROP_TIME_EXACT:
      g_value_take_string (value, chatty_ui_format_time_exact (self->run->time));
      break;

    case PROP_SPOKEN:
      g_value_take_string (value, dup_spoken (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_run_item_class_init (ChattyRunItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = chatty_run_item_finalize;
  object_class->get_property = chatty_run_item_get_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_SUBTITLE] = g_param_spec_string ("subtitle", NULL, NULL, NULL, flags);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  properties[PROP_STATE] = g_param_spec_string ("state", NULL, NULL, NULL, flags);
  properties[PROP_TIME_EXACT] = g_param_spec_string ("time-exact", NULL, NULL, NULL, flags);
  properties[PROP_SPOKEN] = g_param_spec_string ("spoken", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
chatty_run_item_init (ChattyRunItem *self)
{
}

/**
 * chatty_run_item_new:
 * @run: (transfer full): what the vault listed
 *
 * Returns: (transfer full): an item
 */
ChattyRunItem *
chatty_run_item_new (ChattyVaultRun *run)
{
  ChattyRunItem *self = g_object_new (CHATTY_TYPE_RUN_ITEM, NULL);

  self->run = run;
  return self;
}

/**
 * chatty_run_item_get_run:
 *
 * Returns: (transfer none): what the vault keeps of it
 */
const ChattyVaultRun *
chatty_run_item_get_run (ChattyRunItem *self)
{
  g_return_val_if_fail (CHATTY_IS_RUN_ITEM (self), NULL);

  return self->run;
}

/**
 * chatty_run_item_dup_title:
 *
 * Returns: (transfer full): what happened, such as "Import of 12 conversations"
 */
char *
chatty_run_item_dup_title (ChattyRunItem *self)
{
  g_return_val_if_fail (CHATTY_IS_RUN_ITEM (self), NULL);

  if (is_kind (self, "import"))
    {
      gint64 n = get_n_conversations (self);

      if (n < 0)
        return g_strdup (_("Import"));
      if (n == 0)
        return g_strdup (_("Import that changed nothing"));
      return g_strdup_printf (ngettext ("Import of %'u conversation",
                                        "Import of %'u conversations", (gulong) n),
                              (guint) n);
    }
  if (is_kind (self, "edit"))
    {
      g_autofree char *title = dup_changed_title (self);

      if (title == NULL)
        return g_strdup (_("Change of details"));
      /* Translators: %s is the title of a conversation */
      return g_strdup_printf (_("Change of “%s”"), title);
    }
  if (is_kind (self, "delete"))
    {
      g_autofree char *title = dup_changed_title (self);

      if (title == NULL)
        return g_strdup (_("Deletion"));
      /* Translators: %s is the title of a conversation */
      return g_strdup_printf (_("Deletion of “%s”"), title);
    }
  if (is_kind (self, "undo"))
    return g_strdup (_("Undo"));
  if (is_kind (self, "sync"))
    {
      g_autoptr (ChattySyncReport) report = read_sync (self);

      return report != NULL ? chatty_sync_report_dup_title (report) : g_strdup (_("Sync"));
    }

  if (is_kind (self, "merge"))
    return chatty_merge_words_dup_title (self->run->report);

  return chatty_text_display_name (self->run->kind != NULL ? self->run->kind : "");
}

/**
 * chatty_run_item_is_sync:
 *
 * Returns: whether a platform took part, so that chatty_sync_service_undo() is
 *   what takes it back
 */
gboolean
chatty_run_item_is_sync (ChattyRunItem *self)
{
  g_return_val_if_fail (CHATTY_IS_RUN_ITEM (self), FALSE);

  return is_kind (self, "sync");
}

/**
 * chatty_run_item_can_undo:
 *
 * Returns: whether there is something to take back; of a sync, whether it is
 *   known what it did
 */
gboolean
chatty_run_item_can_undo (ChattyRunItem *self)
{
  g_return_val_if_fail (CHATTY_IS_RUN_ITEM (self), FALSE);

  if (is_kind (self, "sync"))
    return self->run->report != NULL;
  /* Two versions that are one again cannot be told apart any more. */
  return !self->run->undone && !is_kind (self, "undo") && !is_kind (self, "merge");
}
