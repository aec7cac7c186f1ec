/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* A little over 600 lines, most of them public functions and the words about them:
 * the work is done by what the vault is made of. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-vault"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "chatty-character-names.h"
#include "chatty-character-reader.h"
#include "chatty-error.h"
#include "chatty-text.h"
#include "chatty-vault-keeper.h"
#include "chatty-vault-layout.h"
#include "chatty-vault-notifier.h"
#include "chatty-vault-private.h"
#include "chatty-vault-talk.h"
#include "chatty-vault-watcher.h"

struct _ChattyVault {
  GObject               parent_instance;

  GFile                *folder;
  ChattyVaultFiles     *files;
  ChattyCharacterNames *names;
  ChattyIndex          *index;
  ChattyVaultKeeper    *keeper;
  ChattyVaultNotifier  *notifier;
  ChattyVaultWatcher   *watcher;      /* main loop only */
  GError               *read_only;    /* why, or NULL */
};

enum {
  PROP_INDEX_STATE = 1,
  PROP_INDEX_PROGRESS,
  N_PROPS
};

enum {
  CHANGED,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyVault, chatty_vault, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (ChattyVaultIndexState, chatty_vault_index_state,
                    G_DEFINE_ENUM_VALUE (CHATTY_VAULT_INDEX_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (CHATTY_VAULT_INDEX_BUILDING,
                                         "building"))

static void
news_cb (GObject         *object,
         ChattyVaultNews  news)
{
  ChattyVault *self = CHATTY_VAULT (object);

  if (news & CHATTY_VAULT_NEWS_INDEX)
    {
      g_object_notify_by_pspec (object, props[PROP_INDEX_STATE]);
      g_object_notify_by_pspec (object, props[PROP_INDEX_PROGRESS]);
    }
  if (news & CHATTY_VAULT_NEWS_CONTENT)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
index_cb (ChattyIndex *index,
          gboolean     changed,
          gpointer     user_data)
{
  ChattyVault *self = user_data;

  chatty_vault_notifier_tell (self->notifier,
                              CHATTY_VAULT_NEWS_INDEX |
                              (changed ? CHATTY_VAULT_NEWS_CONTENT : 0));
  /* It was damaged, and an empty one took its place. */
  if (chatty_index_needs_refresh (index))
    chatty_vault_keeper_refresh (self->keeper, NULL);
}

static void
chatty_vault_finalize (GObject *object)
{
  ChattyVault *self = CHATTY_VAULT (object);

  g_clear_pointer (&self->watcher, chatty_vault_watcher_free);
  g_clear_pointer (&self->keeper, chatty_vault_keeper_free);
  if (self->index != NULL)
    chatty_index_close (self->index);
  g_clear_object (&self->index);
  if (self->notifier != NULL)
    chatty_vault_notifier_stop (self->notifier);
  g_clear_pointer (&self->notifier, chatty_vault_notifier_unref);
  g_clear_pointer (&self->names, chatty_character_names_free);
  g_clear_pointer (&self->files, chatty_vault_files_unref);
  g_clear_object (&self->folder);
  g_clear_error (&self->read_only);
  G_OBJECT_CLASS (chatty_vault_parent_class)->finalize (object);
}

static void
chatty_vault_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  ChattyVault *self = CHATTY_VAULT (object);

  switch (prop_id)
    {
    case PROP_INDEX_STATE:
      g_value_set_enum (value,
                        chatty_index_get_state (self->index) == CHATTY_INDEX_READY
                        ? CHATTY_VAULT_INDEX_READY : CHATTY_VAULT_INDEX_BUILDING);
      break;

    case PROP_INDEX_PROGRESS:
      g_value_set_double (value, chatty_index_get_progress (self->index));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
chatty_vault_class_init (ChattyVaultClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = chatty_vault_finalize;
  object_class->get_property = chatty_vault_get_property;

  props[PROP_INDEX_STATE] =
    g_param_spec_enum ("index-state", NULL, NULL,
                       CHATTY_TYPE_VAULT_INDEX_STATE, CHATTY_VAULT_INDEX_READY,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS |
                       G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_INDEX_PROGRESS] =
    g_param_spec_double ("index-progress", NULL, NULL, 0, 1, 0,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS |
                         G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * ChattyVault::changed:
   *
   * Transcripts or characters were added, changed or removed, by this program
   * or another.
   */
  signals[CHANGED] =
    g_signal_new ("changed", CHATTY_TYPE_VAULT, G_SIGNAL_RUN_LAST, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
chatty_vault_init (ChattyVault *self)
{
}

/* Returns FALSE only for errors that keep a vault from being read. */
static gboolean
prepare (ChattyVault  *self,
         GError      **error)
{
  g_autoptr (GError) local_error = NULL;
  int version = chatty_vault_setup_check (self->files, error);

  if (version < 0)
    return FALSE;

  if (chatty_vault_setup_folder (self->files, version, &local_error) &&
      chatty_vault_recover (self->files, &local_error))
    return TRUE;
  if (g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_FORBIDDEN) ||
      g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_NO_SPACE) ||
      g_error_matches (local_error, CHATTY_ERROR, CHATTY_ERROR_TIMED_OUT))
    {
      /* What cannot be written can still be read. */
      g_debug ("The vault is read only: %s", local_error->message);
      self->read_only = g_steal_pointer (&local_error);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * chatty_vault_open:
 * @folder: a local folder; made if it does not exist
 * @cache_folder: (nullable): where the index goes; %NULL for the person's own
 *
 * Opens a vault, after clearing up what a crash may have left. A folder that
 * cannot be written opens for reading. The index is compared with the files
 * in the background; see chatty_vault_wait_index().
 *
 * Returns: (transfer full): the vault, or %NULL with @error:
 *   %CHATTY_ERROR_UNSUPPORTED if it was written by a newer version or is not
 *   on this computer, _FORBIDDEN, _NOT_FOUND, _CANCELLED
 */
ChattyVault *
chatty_vault_open (GFile         *folder,
                   GFile         *cache_folder,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr (ChattyVault) self = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *cache = NULL;

  g_return_val_if_fail (G_IS_FILE (folder), NULL);

  path = g_file_get_path (folder);
  if (path == NULL)
    {
      g_autofree char *uri = g_file_get_uri (folder);

      g_set_error (error, CHATTY_ERROR, CHATTY_ERROR_UNSUPPORTED,
                   _("The vault has to be a folder on this computer, which "
                     "“%s” is not."), uri);
      return NULL;
    }
  if (chatty_set_cancelled (cancellable, error))
    return NULL;

  self = g_object_new (CHATTY_TYPE_VAULT, NULL);
  self->folder = g_object_ref (folder);
  self->files = chatty_vault_files_open (path, TRUE, error);
  if (self->files == NULL || !prepare (self, error))
    return NULL;

  self->names = chatty_character_names_new (self->files);
  cache = cache_folder != NULL
          ? g_file_get_path (cache_folder)
          : g_build_filename (g_get_user_cache_dir (), DATA_NAME, NULL);
  self->index = chatty_index_open (self->files, cache, cancellable, error);
  if (self->index == NULL)
    return NULL;
  self->notifier = chatty_vault_notifier_new (G_OBJECT (self), news_cb);
  self->keeper = chatty_vault_keeper_new (self->files, self->index, self->notifier);
  chatty_index_set_func (self->index, index_cb, self);
  chatty_vault_keeper_refresh (self->keeper, NULL);
  if (self->read_only == NULL)
    {
      chatty_vault_recover_replies (self, &local_error);
      if (local_error != NULL)
        g_warning ("An answer that was cut off stays to be put in its place: %s",
                   local_error->message);
    }

  return g_steal_pointer (&self);
}

/**
 * chatty_vault_get_folder:
 *
 * Returns: (transfer none): the vault's folder
 */
GFile *
chatty_vault_get_folder (ChattyVault *self)
{
  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);

  return self->folder;
}

/* The index knows what the texts say; the characters know better. Each name is
 * looked up once. */
static void
name_characters (ChattyVault *self,
                 GPtrArray   *summaries)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  for (guint i = 0; i < summaries->len; i++)
    {
      ChattyTranscriptSummary *summary = g_ptr_array_index (summaries, i);
      gpointer name;

      if (summary->character == NULL)
        continue;
      if (!g_hash_table_lookup_extended (names, summary->character, NULL, &name))
        {
          name = chatty_character_names_dup (self->names, summary->character);
          g_hash_table_insert (names, summary->character, name);
        }
      if (name != NULL)
        chatty_text_set (&summary->name, name);
    }
}

/**
 * chatty_vault_dup_character_name:
 * @callsign: of a character, from anywhere
 *
 * Returns: (transfer full) (nullable): the name that it has now; %NULL if
 *   there is no such character, it has no name or cannot be read
 */
char *
chatty_vault_dup_character_name (ChattyVault *self,
                                 const char  *callsign)
{
  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);

  return chatty_character_names_dup (self->names, callsign);
}

/**
 * chatty_vault_list:
 *
 * Returns: (transfer container) (element-type ChattyTranscriptSummary): what
 *   @query finds, as far as the index knows the files
 */
GPtrArray *
chatty_vault_list (ChattyVault                  *self,
                   const ChattyTranscriptQuery  *query,
                   GCancellable                 *cancellable,
                   GError                      **error)
{
  GPtrArray *summaries;

  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);

  summaries = chatty_index_list (self->index, query, cancellable, error);
  if (summaries != NULL)
    name_characters (self, summaries);
  return summaries;
}

/**
 * chatty_vault_search_turns:
 * @limit: the most hits to return; 0 for all
 *
 * Returns: (transfer container) (element-type ChattySearchHit): single turns
 */
GPtrArray *
chatty_vault_search_turns (ChattyVault   *self,
                           const char    *text,
                           guint          limit,
                           GCancellable  *cancellable,
                           GError       **error)
{
  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);

  return chatty_index_search_turns (self->index, text, limit, cancellable,
                                    error);
}

/**
 * chatty_vault_list_platforms:
 *
 * Returns: (transfer container) (element-type ChattyFacet): platforms in use
 */
GPtrArray *
chatty_vault_list_platforms (ChattyVault  *self,
                             GError      **error)
{
  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);

  return chatty_index_list_platforms (self->index, error);
}

/**
 * chatty_vault_list_years:
 *
 * Returns: (transfer container) (element-type ChattyFacet): years with
 *   transcripts
 */
GPtrArray *
chatty_vault_list_years (ChattyVault  *self,
                         GError      **error)
{
  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);

  return chatty_index_list_years (self->index, error);
}

static gboolean
has_facet (GPtrArray  *facets,
           const char *value)
{
  for (guint i = 0; i < facets->len; i++)
    if (g_strcmp0 (((ChattyFacet *) g_ptr_array_index (facets, i))->value,
                   value) == 0)
      return TRUE;
  return FALSE;
}

static const char *
facet_label (const ChattyFacet *facet)
{
  return facet->name != NULL ? facet->name : facet->value;
}

/* Without a character first, then as the language of the desktop orders names. */
static int
compare_facets (gconstpointer a,
                gconstpointer b)
{
  const ChattyFacet *first = *(const ChattyFacet *const *) a;
  const ChattyFacet *second = *(const ChattyFacet *const *) b;
  int order = (*first->value != '\0') - (*second->value != '\0');

  if (order == 0)
    order = g_utf8_collate (facet_label (first), facet_label (second));
  return order != 0 ? order : strcmp (first->value, second->value);
}

/* Those that are called the same are told apart by their callsigns. */
static void
name_facets (ChattyVault *self,
             GPtrArray   *facets)
{
  g_autoptr (GHashTable) n_called = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < facets->len; i++)
    {
      ChattyFacet *facet = g_ptr_array_index (facets, i);
      g_autofree char *name = chatty_character_names_dup (self->names, facet->value);
      guint n;

      if (name != NULL)
        chatty_text_set (&facet->name, name);
      n = GPOINTER_TO_UINT (g_hash_table_lookup (n_called, facet_label (facet)));
      g_hash_table_insert (n_called, g_strdup (facet_label (facet)), GUINT_TO_POINTER (n + 1));
    }
  for (guint i = 0; i < facets->len; i++)
    {
      ChattyFacet *facet = g_ptr_array_index (facets, i);
      g_autofree char *name = g_strdup (facet->name);

      if (name == NULL || GPOINTER_TO_UINT (g_hash_table_lookup (n_called, name)) < 2)
        continue;
      g_free (facet->name);
      /* Translators: a character's name and callsign, where two have that name */
      facet->name = g_strdup_printf (C_("character", "%s (%s)"), name, facet->value);
    }
  g_ptr_array_sort (facets, compare_facets);
}

/**
 * chatty_vault_list_characters:
 *
 * Returns: (transfer container) (element-type ChattyFacet): the callsigns in
 *   use with the names of their characters, "" for transcripts without one, and the characters that
 *   chatty_vault_list_records() finds and that have no transcripts
 */
GPtrArray *
chatty_vault_list_characters (ChattyVault  *self,
                              GError      **error)
{
  g_autoptr (GPtrArray) facets = NULL;
  g_autoptr (GPtrArray) callsigns = NULL;

  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);

  facets = chatty_index_list_characters (self->index, error);
  if (facets == NULL)
    return NULL;

  callsigns = chatty_characters_list_callsigns (self->files, NULL);
  for (guint i = 0; callsigns != NULL && i < callsigns->len; i++)
    {
      const char *callsign = g_ptr_array_index (callsigns, i);
      ChattyFacet *facet;

      if (has_facet (facets, callsign))
        continue;
      facet = g_new0 (ChattyFacet, 1);
      facet->value = g_strdup (callsign);
      g_ptr_array_add (facets, facet);
    }
  name_facets (self, facets);
  return g_steal_pointer (&facets);
}

/**
 * chatty_vault_lookup:
 *
 * Returns: (transfer full) (nullable): what a list shows of the transcript
 *   @id; %NULL without @error if there is none
 */
ChattyTranscriptSummary *
chatty_vault_lookup (ChattyVault  *self,
                     const char   *id,
                     GError      **error)
{
  ChattyTranscriptSummary *summary;
  g_autofree char *name = NULL;

  g_return_val_if_fail (CHATTY_IS_VAULT (self), NULL);

  summary = chatty_index_lookup (self->index, id, error);
  if (summary != NULL && summary->character != NULL)
    {
      name = chatty_character_names_dup (self->names, summary->character);
      if (name != NULL)
        chatty_text_set (&summary->name, name);
    }
  return summary;
}

/**
 * chatty_vault_reindex:
 * @from_scratch: read all files again, not only those that changed
 * @progress: (nullable): called on this thread, in bytes
 *
 * Returns: whether the index agrees with the files now
 */
gboolean
chatty_vault_reindex (ChattyVault            *self,
                      gboolean                from_scratch,
                      GFileProgressCallback   progress,
                      gpointer                user_data,
                      GCancellable           *cancellable,
                      GError                **error)
{
  g_return_val_if_fail (CHATTY_IS_VAULT (self), FALSE);

  if (from_scratch)
    return chatty_index_rebuild (self->index, progress, user_data, cancellable,
                                 error);
  return chatty_index_refresh (self->index, NULL, progress, user_data,
                               cancellable, error);
}

/**
 * chatty_vault_wait_index:
 *
 * Waits until the index knows all files that were there when it was called.
 *
 * Returns: whether it does
 */
gboolean
chatty_vault_wait_index (ChattyVault   *self,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_return_val_if_fail (CHATTY_IS_VAULT (self), FALSE);

  return chatty_vault_keeper_wait (self->keeper, cancellable, error);
}

/**
 * chatty_vault_start_watching:
 *
 * Notices from now on what other programs do in the vault. Main loop only.
 */
void
chatty_vault_start_watching (ChattyVault *self)
{
  g_return_if_fail (CHATTY_IS_VAULT (self));

  if (self->watcher == NULL)
    self->watcher = chatty_vault_watcher_new (self->files, self->keeper);
}

/**
 * chatty_vault_look_again:
 *
 * Compares all files with the index soon, in the background.
 */
void
chatty_vault_look_again (ChattyVault *self)
{
  g_return_if_fail (CHATTY_IS_VAULT (self));

  chatty_vault_keeper_refresh (self->keeper, NULL);
}

/* For the other parts of the store. */

ChattyVaultFiles *
chatty_vault_get_files (ChattyVault *self)
{
  return self->files;
}

ChattyIndex *
chatty_vault_get_index (ChattyVault *self)
{
  return self->index;
}

gboolean
chatty_vault_check_writable (ChattyVault  *self,
                             GError      **error)
{
  if (self->read_only == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (self->read_only));
  return FALSE;
}

void
chatty_vault_tell_changed (ChattyVault *self)
{
  chatty_vault_notifier_tell (self->notifier, CHATTY_VAULT_NEWS_CONTENT);
}

void
chatty_vault_refresh_later (ChattyVault *self,
                            GPtrArray   *paths)
{
  chatty_vault_keeper_refresh (self->keeper, paths);
}
