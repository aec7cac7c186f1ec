/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Over 600 lines: reading, keeping, following the vault and saving meet in one
 * state; the values are in chatty-character-draft-values.c. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-workspace"

#include "chatty-character-draft.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "chatty-character-draft-private.h"
#include "chatty-draft-sides.h"
#include "chatty-error.h"
#include "chatty-workspace-call.h"

/* A crash loses at most what was typed in this time and while it was written. */
#define KEEP_MS 1000

struct _ChattyCharacterDraft {
  GObject                parent_instance;

  ChattyWorkspace       *workspace;
  ChattyVault           *vault;       /* that is followed */
  ChattyDraftState       state;
  char                  *callsign;
  ChattyCharacterRecord *record;      /* what is stored; NULL for a new one */
  ChattyDraftSides      *base;        /* the same, for comparing */
  ChattyDraftSides      *sides;       /* with the edits */
  ChattyCharacterRecord *edited;      /* made of sides when it is asked for */
  char                  *message;
  char                  *problem;     /* of the last that was asked for */
  guint                  elsewhere;
  gboolean               restored;
  gboolean               dirty;
  gboolean               can_save;
  gboolean               changed_meanwhile;  /* of the vault, while it was read or saved */
  guint                  keep_id;
  GCancellable          *cancellable; /* of the reading */
};

enum {
  PROP_0,
  PROP_STATE,
  PROP_CALLSIGN,
  PROP_RECORD,
  PROP_DIRTY,
  PROP_CAN_SAVE,
  PROP_RESTORED,
  PROP_ELSEWHERE,
  PROP_MESSAGE,
  N_PROPS
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyCharacterDraft, chatty_character_draft, G_TYPE_OBJECT)

static void load (ChattyCharacterDraft *self);

GType
chatty_draft_state_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[] = {
        { CHATTY_DRAFT_LOADING, "CHATTY_DRAFT_LOADING", "loading" },
        { CHATTY_DRAFT_READY, "CHATTY_DRAFT_READY", "ready" },
        { CHATTY_DRAFT_SAVING, "CHATTY_DRAFT_SAVING", "saving" },
        { CHATTY_DRAFT_GONE, "CHATTY_DRAFT_GONE", "gone" },
        { CHATTY_DRAFT_FAILED, "CHATTY_DRAFT_FAILED", "failed" },
        { 0 }
      };

      g_once_init_leave (&type, g_enum_register_static ("ChattyDraftState", values));
    }
  return type;
}

/* What is told ------------------------------------------------------------------ */

static void
set_message (ChattyCharacterDraft *self,
             const char           *message)
{
  if (g_strcmp0 (self->message, message) == 0)
    return;
  g_free (self->message);
  self->message = g_strdup (message);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
}

static void
set_elsewhere (ChattyCharacterDraft *self,
               guint                 elsewhere)
{
  if (self->elsewhere == elsewhere)
    return;
  self->elsewhere = elsewhere;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ELSEWHERE]);
}

static void
set_restored (ChattyCharacterDraft *self,
              gboolean              restored)
{
  if (self->restored == restored)
    return;
  self->restored = restored;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESTORED]);
}

/* (nullable) (transfer full): why a value cannot be saved. */
static char *
find_problem (ChattyCharacterDraft *self,
              const char           *platform,
              ChattyCharacterField  field)
{
  ChattyCharacter *character = chatty_draft_sides_get (self->sides, platform);

  if (field == CHATTY_FIELD_NAME &&
      (platform == NULL || chatty_character_has_field (character, field)))
    {
      g_autofree char *name = g_strstrip (g_strdup (chatty_character_get_name (character)));

      if (*name == '\0')
        return g_strdup (_("A character needs a name"));
    }
  if (field == CHATTY_FIELD_TEMPERATURE && chatty_character_has_field (character, field))
    {
      const char *text = chatty_character_get_text (character, field);
      char *end = NULL;
      double value = g_ascii_strtod (text, &end);

      if (*text != '\0' && (*end != '\0' || !isfinite (value) || value < 0))
        return g_strdup (_("The temperature is a number such as 0.7"));
    }
  return NULL;
}

static gboolean
has_problem (ChattyCharacterDraft *self,
             const char           *platform)
{
  static const ChattyCharacterField checked[] = { CHATTY_FIELD_NAME, CHATTY_FIELD_TEMPERATURE };

  for (gsize i = 0; i < G_N_ELEMENTS (checked); i++)
    {
      g_autofree char *problem = find_problem (self, platform, checked[i]);

      if (problem != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
update_dirty (ChattyCharacterDraft *self)
{
  g_auto (GStrv) platforms = chatty_draft_sides_list (self->sides, self->base);
  gboolean dirty = !chatty_draft_sides_equal (self->sides, self->base);
  gboolean can_save = (dirty || self->state == CHATTY_DRAFT_GONE) && !has_problem (self, NULL) &&
                      (self->state == CHATTY_DRAFT_READY || self->state == CHATTY_DRAFT_GONE);

  for (guint i = 0; can_save && platforms[i] != NULL; i++)
    can_save = !has_problem (self, platforms[i]);
  if (self->dirty != dirty)
    {
      self->dirty = dirty;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DIRTY]);
      if (!dirty)
        set_restored (self, FALSE);
    }
  if (self->can_save != can_save)
    {
      self->can_save = can_save;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_SAVE]);
    }
}

static void
set_state (ChattyCharacterDraft *self,
           ChattyDraftState      state)
{
  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }
  update_dirty (self);
}

/* Keeping unsaved edits ------------------------------------------------------------ */

static gpointer
keep_on_pool (gpointer       workspace,
              ChattyCall    *call,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);

  return GINT_TO_POINTER (chatty_vault_save_draft (vault, call->texts[0], call->texts[1], error));
}

static void
keep (ChattyCharacterDraft *self,
      GCancellable         *cancellable,
      GAsyncReadyCallback   callback,
      gpointer              user_data)
{
  ChattyCall *call = chatty_call_new (keep_on_pool, NULL);

  g_clear_handle_id (&self->keep_id, g_source_remove);
  call->texts[0] = g_strdup (self->callsign != NULL ? self->callsign : "");
  call->texts[1] = chatty_draft_sides_to_text (self->base, self->sides);
  chatty_workspace_start (self->workspace, call, CHATTY_POOL_WRITE, keep, cancellable, callback,
                          user_data);
}

static void
kept_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (ChattyCharacterDraft) self = user_data;
  g_autoptr (GError) error = NULL;

  if (chatty_call_finish (object, result, keep, &error) != NULL)
    set_message (self, NULL);
  else
    {
      g_autofree char *message = g_strdup_printf (_("Your unsaved edits cannot be kept: %s"),
                                                  error->message);

      set_message (self, message);
    }
}

static gboolean
keep_cb (gpointer user_data)
{
  ChattyCharacterDraft *self = user_data;

  self->keep_id = 0;
  keep (self, NULL, kept_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

/* Not put off by further typing: a crash loses no more than the interval. */
static void
keep_soon (ChattyCharacterDraft *self)
{
  if (self->keep_id == 0)
    self->keep_id = g_timeout_add (KEEP_MS, keep_cb, self);
}

/* Edits ------------------------------------------------------------------------------ */

/**
 * chatty_character_draft_take_side:
 * @self: a draft
 * @platform: (nullable): %NULL for the generic fields
 * @character: (transfer full): the side with one more edit
 * @fields: flags of the fields that were edited; 0 for an extra
 * @of: (nullable): the platform that the edit is of
 */
void
chatty_character_draft_take_side (ChattyCharacterDraft *self,
                                  const char           *platform,
                                  ChattyCharacter      *character,
                                  guint                 fields,
                                  const char           *of)
{
  chatty_draft_sides_take (self->sides, platform, character);
  g_clear_pointer (&self->edited, chatty_character_record_unref);
  update_dirty (self);
  keep_soon (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, fields, of);
}

static void
tell_differences (ChattyCharacterDraft   *self,
                  const ChattyDraftSides *before)
{
  g_auto (GStrv) platforms = chatty_draft_sides_list (before, self->sides);
  guint fields = chatty_draft_sides_diff (before, self->sides, NULL);
  g_auto (GStrv) old_extras = chatty_character_list_extras (before->generic);
  g_auto (GStrv) new_extras = chatty_character_list_extras (self->sides->generic);
  char **extras[] = { old_extras, new_extras };

  if (fields != 0)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, fields, NULL);
  for (guint i = 0; platforms[i] != NULL; i++)
    {
      fields = chatty_draft_sides_diff (before, self->sides, platforms[i]);
      if (fields != 0)
        g_signal_emit (self, signals[SIGNAL_CHANGED], 0, fields, platforms[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (extras); i++)
    for (guint j = 0; extras[i] != NULL && extras[i][j] != NULL; j++)
      if (g_strcmp0 (chatty_character_get_extra (before->generic, extras[i][j]),
                     chatty_character_get_extra (self->sides->generic, extras[i][j])) != 0 &&
          (i == 0 || !g_strv_contains ((const char *const *) old_extras, extras[i][j])))
        g_signal_emit (self, signals[SIGNAL_CHANGED], 0, 0, extras[i][j]);
}

/* @sides: (transfer full) */
static void
take_sides (ChattyCharacterDraft *self,
            ChattyDraftSides     *sides)
{
  g_autoptr (ChattyDraftSides) before = self->sides;

  self->sides = sides;
  g_clear_pointer (&self->edited, chatty_character_record_unref);
  update_dirty (self);
  tell_differences (self, before);
}

/* Reading ---------------------------------------------------------------------------- */

/* What is stored, and the edits that a crash left. */
typedef struct {
  ChattyCharacterRecord *record;
  char                  *draft;
} Loaded;

static void
loaded_free (gpointer data)
{
  Loaded *self = data;

  g_clear_pointer (&self->record, chatty_character_record_unref);
  g_free (self->draft);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Loaded, loaded_free)

static gpointer
load_on_pool (gpointer       workspace,
              ChattyCall    *call,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (ChattyVault) vault = chatty_workspace_dup_vault (workspace);
  const char *callsign = call->texts[0];
  g_autoptr (Loaded) loaded = g_new0 (Loaded, 1);

  if (*callsign != '\0')
    {
      loaded->record = chatty_vault_load_record (vault, callsign, FALSE, cancellable, error);
      if (loaded->record == NULL)
        return NULL;
    }
  if (call->flag)
    {
      g_autoptr (GError) draft_error = NULL;

      loaded->draft = chatty_vault_load_draft (vault, callsign, &draft_error);
      if (draft_error != NULL)
        g_warning ("The draft of “%s” cannot be read: %s", callsign, draft_error->message);
    }
  return g_steal_pointer (&loaded);
}

/* The record is another one now: edits stay, all else follows. */
static void
take_record (ChattyCharacterDraft   *self,
             ChattyCharacterRecord  *record,
             const ChattyDraftSides *edited_from)
{
  g_autoptr (ChattyDraftSides) base = chatty_draft_sides_new (record);
  guint elsewhere = self->elsewhere;
  ChattyDraftSides *sides = chatty_draft_sides_rebase (edited_from, self->sides, base, &elsewhere);

  g_clear_pointer (&self->record, chatty_character_record_unref);
  self->record = chatty_character_record_ref (record);
  chatty_draft_sides_free (self->base);
  self->base = g_steal_pointer (&base);
  take_sides (self, sides);
  set_elsewhere (self, elsewhere);
  if (g_strcmp0 (self->callsign, chatty_character_record_get_callsign (record)) != 0)
    {
      g_free (self->callsign);
      self->callsign = g_strdup (chatty_character_record_get_callsign (record));
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CALLSIGN]);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECORD]);
}

static void
restore (ChattyCharacterDraft *self,
         const char           *text)
{
  g_autoptr (ChattyDraftSides) before = NULL;
  g_autoptr (ChattyDraftSides) edited = NULL;
  g_autoptr (GError) error = NULL;
  guint elsewhere = 0;

  if (!chatty_draft_sides_from_text (text, &before, &edited, &error))
    {
      set_message (self, error->message);
      return;
    }
  take_sides (self, chatty_draft_sides_rebase (before, edited, self->base, &elsewhere));
  set_elsewhere (self, elsewhere);
  set_restored (self, self->dirty);
  if (!self->dirty)
    keep_soon (self);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (ChattyCharacterDraft) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Loaded) loaded = chatty_call_finish (object, result, load, &error);
  gboolean first = self->state == CHATTY_DRAFT_LOADING;

  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return; /* a newer reading took its place */
  g_clear_object (&self->cancellable);

  if (loaded == NULL)
    {
      if (chatty_error_is_cancelled (error))
        return;
      set_message (self, error->message);
      if (!first && g_error_matches (error, CHATTY_ERROR, CHATTY_ERROR_NOT_FOUND))
        set_state (self, CHATTY_DRAFT_GONE);
      else if (first)
        set_state (self, CHATTY_DRAFT_FAILED);
      return;
    }

  if (loaded->record != NULL && self->state != CHATTY_DRAFT_SAVING)
    take_record (self, loaded->record, self->base);
  if (first && loaded->draft != NULL)
    restore (self, loaded->draft);
  if (self->state != CHATTY_DRAFT_SAVING)
    {
      if (self->state == CHATTY_DRAFT_GONE || self->state == CHATTY_DRAFT_FAILED)
        set_message (self, NULL);
      set_state (self, CHATTY_DRAFT_READY);
    }
  if (self->changed_meanwhile && self->state != CHATTY_DRAFT_SAVING)
    load (self);
}

static void
load (ChattyCharacterDraft *self)
{
  ChattyCall *call = chatty_call_new (load_on_pool, loaded_free);

  self->changed_meanwhile = FALSE;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  call->texts[0] = g_strdup (self->callsign != NULL ? self->callsign : "");
  call->flag = self->state == CHATTY_DRAFT_LOADING;
  call->only_looks = TRUE;
  chatty_workspace_start (self->workspace, call, CHATTY_POOL_LOAD, load, self->cancellable,
                          loaded_cb, g_object_ref (self));
}

static void
vault_changed_cb (ChattyCharacterDraft *self)
{
  if (self->callsign == NULL)
    return;
  if (self->cancellable != NULL || self->state == CHATTY_DRAFT_SAVING)
    self->changed_meanwhile = TRUE;
  else
    load (self);
}

static void
follow_vault (ChattyCharacterDraft *self)
{
  chatty_workspace_follow_vault (self->workspace, &self->vault,
                                 G_CALLBACK (vault_changed_cb), self);
}

/* Object -------------------------------------------------------------------------------- */

static void
chatty_character_draft_get_property (GObject    *object,
                                     guint       prop_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  ChattyCharacterDraft *self = CHATTY_CHARACTER_DRAFT (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_CALLSIGN:
      g_value_set_string (value, self->callsign);
      break;
    case PROP_RECORD:
      g_value_set_boxed (value, self->record);
      break;
    case PROP_DIRTY:
      g_value_set_boolean (value, self->dirty);
      break;
    case PROP_CAN_SAVE:
      g_value_set_boolean (value, self->can_save);
      break;
    case PROP_RESTORED:
      g_value_set_boolean (value, self->restored);
      break;
    case PROP_ELSEWHERE:
      g_value_set_uint (value, self->elsewhere);
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
chatty_character_draft_dispose (GObject *object)
{
  ChattyCharacterDraft *self = CHATTY_CHARACTER_DRAFT (object);

  /* Also of an editor that was closed without asking; nobody hears of it. */
  if (self->keep_id != 0)
    keep (self, NULL, NULL, NULL);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (chatty_character_draft_parent_class)->dispose (object);
}

static void
chatty_character_draft_finalize (GObject *object)
{
  ChattyCharacterDraft *self = CHATTY_CHARACTER_DRAFT (object);

  g_clear_pointer (&self->record, chatty_character_record_unref);
  g_clear_pointer (&self->edited, chatty_character_record_unref);
  chatty_draft_sides_free (self->base);
  chatty_draft_sides_free (self->sides);
  g_free (self->callsign);
  g_free (self->message);
  g_free (self->problem);
  g_clear_object (&self->vault);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (chatty_character_draft_parent_class)->finalize (object);
}

static void
chatty_character_draft_class_init (ChattyCharacterDraftClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = chatty_character_draft_get_property;
  object_class->dispose = chatty_character_draft_dispose;
  object_class->finalize = chatty_character_draft_finalize;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, CHATTY_TYPE_DRAFT_STATE,
                                              CHATTY_DRAFT_LOADING, flags);
  properties[PROP_CALLSIGN] = g_param_spec_string ("callsign", NULL, NULL, NULL, flags);
  properties[PROP_RECORD] = g_param_spec_boxed ("record", NULL, NULL, CHATTY_TYPE_CHARACTER_RECORD,
                                                flags);
  properties[PROP_DIRTY] = g_param_spec_boolean ("dirty", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_SAVE] = g_param_spec_boolean ("can-save", NULL, NULL, FALSE, flags);
  properties[PROP_RESTORED] = g_param_spec_boolean ("restored", NULL, NULL, FALSE, flags);
  properties[PROP_ELSEWHERE] = g_param_spec_uint ("elsewhere", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT,
                                          G_TYPE_STRING);
}

static void
chatty_character_draft_init (ChattyCharacterDraft *self)
{
  self->base = chatty_draft_sides_new (NULL);
  self->sides = chatty_draft_sides_new (NULL);
}

/**
 * chatty_character_draft_new:
 * @workspace: where the character is stored
 * @callsign: (nullable): which one; %NULL for a new one
 *
 * Returns: (transfer full): a draft that reads what is stored, and edits that
 *   were not saved last time
 */
ChattyCharacterDraft *
chatty_character_draft_new (ChattyWorkspace *workspace,
                            const char      *callsign)
{
  ChattyCharacterDraft *self = g_object_new (CHATTY_TYPE_CHARACTER_DRAFT, NULL);

  self->workspace = g_object_ref (workspace);
  self->callsign = g_strdup (callsign);
  follow_vault (self);
  g_signal_connect_object (workspace, "notify::vault", G_CALLBACK (follow_vault), self,
                           G_CONNECT_SWAPPED);
  load (self);
  return self;
}

ChattyDraftState
chatty_character_draft_get_state (ChattyCharacterDraft *self)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_DRAFT (self), CHATTY_DRAFT_FAILED);
  return self->state;
}

const char *
chatty_character_draft_get_callsign (ChattyCharacterDraft *self)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_DRAFT (self), NULL);
  return self->callsign;
}

ChattyCharacterRecord *
chatty_character_draft_get_record (ChattyCharacterDraft *self)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_DRAFT (self), NULL);
  return self->record;
}

/**
 * chatty_character_draft_get_edited:
 * @self: a draft
 *
 * Returns: (transfer none): what a save would store, until the next change
 */
ChattyCharacterRecord *
chatty_character_draft_get_edited (ChattyCharacterDraft *self)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_DRAFT (self), NULL);

  if (self->edited == NULL)
    self->edited = chatty_draft_sides_to_record (self->sides, self->record);
  return self->edited;
}

gboolean
chatty_character_draft_get_dirty (ChattyCharacterDraft *self)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_DRAFT (self), FALSE);
  return self->dirty;
}

gboolean
chatty_character_draft_get_can_save (ChattyCharacterDraft *self)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_DRAFT (self), FALSE);
  return self->can_save;
}

gboolean
chatty_character_draft_get_restored (ChattyCharacterDraft *self)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_DRAFT (self), FALSE);
  return self->restored;
}

guint
chatty_character_draft_get_elsewhere (ChattyCharacterDraft *self)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_DRAFT (self), 0);
  return self->elsewhere;
}

const char *
chatty_character_draft_get_message (ChattyCharacterDraft *self)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_DRAFT (self), NULL);
  return self->message;
}

guint
chatty_character_draft_get_edits (ChattyCharacterDraft *self,
                                  const char           *platform)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_DRAFT (self), 0);
  return chatty_draft_sides_diff (self->base, self->sides, platform);
}

/**
 * chatty_character_draft_get_side:
 * @self: a draft
 * @platform: (nullable): %NULL for the generic fields
 * @stored: whether without the edits
 *
 * Returns: (transfer none): one side, without any field where there is none
 */
ChattyCharacter *
chatty_character_draft_get_side (ChattyCharacterDraft *self,
                                 const char           *platform,
                                 gboolean              stored)
{
  return chatty_draft_sides_get (stored ? self->base : self->sides, platform);
}

/**
 * chatty_character_draft_revert_all:
 * @self: a draft
 *
 * Takes all edits back.
 */
void
chatty_character_draft_revert_all (ChattyCharacterDraft *self)
{
  g_return_if_fail (CHATTY_IS_CHARACTER_DRAFT (self));

  take_sides (self, chatty_draft_sides_copy (self->base));
  set_elsewhere (self, 0);
  keep_soon (self);
}

/**
 * chatty_character_draft_get_problem:
 * @self: a draft
 * @platform: (nullable): a platform's id
 * @field: which field
 *
 * Returns: (transfer none) (nullable): why this value cannot be saved, until
 *   the next call
 */
const char *
chatty_character_draft_get_problem (ChattyCharacterDraft *self,
                                    const char           *platform,
                                    ChattyCharacterField  field)
{
  g_return_val_if_fail (CHATTY_IS_CHARACTER_DRAFT (self), NULL);

  g_free (self->problem);
  self->problem = find_problem (self, platform, field);
  return self->problem;
}

/* Saving ---------------------------------------------------------------------------------- */

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ChattyCharacterDraft *self = g_task_get_source_object (task);
  const ChattyDraftSides *written = g_task_get_task_data (task);
  GError *error = NULL;
  ChattyCharacterChange *change =
    chatty_workspace_change_character_finish (CHATTY_WORKSPACE (object), result, &error);
  gboolean was_new = self->callsign == NULL;

  if (change == NULL)
    {
      if (!chatty_error_is_cancelled (error))
        set_message (self, error->message);
      set_state (self, self->record != NULL || was_new ? CHATTY_DRAFT_READY : CHATTY_DRAFT_GONE);
      g_task_return_error (task, error);
      return;
    }

  set_elsewhere (self, 0);
  set_message (self, NULL);
  /* The draft of a new character is under no name. */
  if (was_new && change->record != NULL)
    {
      ChattyCall *call = chatty_call_new (keep_on_pool, NULL);

      call->texts[0] = g_strdup ("");
      chatty_workspace_start (self->workspace, call, CHATTY_POOL_WRITE, keep, NULL, NULL, NULL);
    }
  if (change->record != NULL)
    take_record (self, change->record, written);
  set_elsewhere (self, 0);
  set_state (self, CHATTY_DRAFT_READY);
  keep (self, NULL, kept_cb, g_object_ref (self));
  if (self->changed_meanwhile)
    load (self);
  g_task_return_pointer (task, change, (GDestroyNotify) chatty_character_change_free);
}

/**
 * chatty_character_draft_save_async:
 * @self: a draft that can be saved
 * @cancellable: (nullable): stops it, until it is written
 * @callback: called on the caller's main context
 * @user_data: for @callback
 *
 * Stores the edits. What is edited meanwhile is still unsaved afterwards.
 */
void
chatty_character_draft_save_async (ChattyCharacterDraft *self,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (ChattyCharacterRecord) edited = NULL;
  ChattyCharacterRecord *before;

  g_return_if_fail (CHATTY_IS_CHARACTER_DRAFT (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, chatty_character_draft_save_async);
  if (!self->can_save)
    {
      g_task_return_new_error (task, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA,
                               _("There is nothing to save, or something that cannot be saved"));
      return;
    }
  before = self->state == CHATTY_DRAFT_GONE ? NULL : self->record;
  g_task_set_task_data (task, chatty_draft_sides_copy (self->sides),
                        (GDestroyNotify) chatty_draft_sides_free);
  /* Whoever hears of the new state may edit at once. */
  edited = chatty_character_record_ref (chatty_character_draft_get_edited (self));
  set_state (self, CHATTY_DRAFT_SAVING);
  chatty_workspace_save_character_async (self->workspace, before, edited, cancellable, saved_cb,
                                         g_steal_pointer (&task));
}

ChattyCharacterChange *
chatty_character_draft_save_finish (ChattyCharacterDraft *self,
                                    GAsyncResult         *result,
                                    GError              **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
kept_now_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (chatty_call_finish (object, result, keep, &error) != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * chatty_character_draft_keep_async:
 * @self: a draft
 *
 * Keeps unsaved edits at once, so that they are there when the character is
 * edited again.
 */
void
chatty_character_draft_keep_async (ChattyCharacterDraft *self,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data)
{
  GTask *task;

  g_return_if_fail (CHATTY_IS_CHARACTER_DRAFT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, chatty_character_draft_keep_async);
  keep (self, cancellable, kept_now_cb, task);
}

gboolean
chatty_character_draft_keep_finish (ChattyCharacterDraft *self,
                                    GAsyncResult         *result,
                                    GError              **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
