/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-base"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "chatty-error.h"
#include "chatty-secret-text.h"
#include "chatty-secret-text-private.h"

/* More than any key or token that a platform gives out. */
#define MAX_USABLE 16384

/* The whole of it lies at the start of pages of its own. */
struct _ChattySecret {
  gatomicrefcount ref_count;
  gsize           mapped;
  gsize           length;
  char            text[];
};

/* Every secret that is alive, for chatty_secret_visit_all(). */
static GMutex     live_lock;
static GPtrArray *live;

G_DEFINE_BOXED_TYPE (ChattySecret, chatty_secret,
                     chatty_secret_ref, chatty_secret_unref)

/**
 * chatty_secret_wipe:
 * @memory: (nullable): what held a secret
 * @length: bytes
 *
 * Overwrites @memory in a way that the compiler does not leave out.
 */
void
chatty_secret_wipe (void  *memory,
                    gsize  length)
{
  if (memory != NULL)
    explicit_bzero (memory, length);
}

/**
 * chatty_secret_new:
 * @text: a key, token or password
 * @length: bytes, or -1 if @text ends with a NUL
 *
 * Any thread.
 *
 * Returns: (transfer full): a copy of @text in memory of its own
 */
ChattySecret *
chatty_secret_new (const char *text,
                   gssize      length)
{
  gsize n_bytes = length < 0 ? strlen (text) : (gsize) length;
  gsize page = sysconf (_SC_PAGESIZE);
  gsize mapped = (sizeof (ChattySecret) + n_bytes + page) / page * page;
  ChattySecret *self = mmap (NULL, mapped, PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (self == MAP_FAILED)
    g_error ("No memory for a secret");

  /* As far as the system lets us: neither in a core dump nor in a child nor
   * in the swap file. */
  madvise (self, mapped, MADV_DONTDUMP);
  madvise (self, mapped, MADV_DONTFORK);
  (void) !mlock (self, mapped);

  g_atomic_ref_count_init (&self->ref_count);
  self->mapped = mapped;
  self->length = n_bytes;
  memcpy (self->text, text, n_bytes);
  self->text[n_bytes] = '\0';

  g_mutex_lock (&live_lock);
  if (live == NULL)
    live = g_ptr_array_new ();
  g_ptr_array_add (live, self);
  g_mutex_unlock (&live_lock);

  return self;
}

/**
 * chatty_secret_new_wiping:
 * @text: (transfer full) (nullable): allocated by GLib
 *
 * Like chatty_secret_new(), and wipes and frees @text. Any thread.
 *
 * Returns: (transfer full) (nullable): the secret; %NULL if @text is %NULL
 */
ChattySecret *
chatty_secret_new_wiping (char *text)
{
  ChattySecret *self;

  if (text == NULL)
    return NULL;

  self = chatty_secret_new (text, -1);
  chatty_secret_wipe (text, self->length);
  g_free (text);
  return self;
}

ChattySecret *
chatty_secret_ref (ChattySecret *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
chatty_secret_unref (ChattySecret *self)
{
  gsize mapped;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_mutex_lock (&live_lock);
  g_ptr_array_remove_fast (live, self);
  if (live->len == 0)
    g_clear_pointer (&live, g_ptr_array_unref);
  g_mutex_unlock (&live_lock);

  mapped = self->mapped;
  chatty_secret_wipe (self->text, self->length);
  munmap (self, mapped);
}

/**
 * chatty_secret_peek:
 * @self: a secret
 *
 * Returns: the text, for as long as @self lives. Whoever copies it wipes the
 *   copy with chatty_secret_wipe()
 */
const char *
chatty_secret_peek (ChattySecret *self)
{
  return self->text;
}

/**
 * chatty_secret_get_length:
 * @self: a secret
 *
 * Returns: bytes
 */
gsize
chatty_secret_get_length (ChattySecret *self)
{
  return self->length;
}

/**
 * chatty_secret_equal:
 * @self: (nullable): a secret
 * @other: (nullable): another
 *
 * Takes the same time wherever the texts differ.
 *
 * Returns: whether both are the same text, or both %NULL
 */
gboolean
chatty_secret_equal (ChattySecret *self,
                     ChattySecret *other)
{
  guchar difference = 0;

  if (self == NULL || other == NULL)
    return self == other;
  if (self->length != other->length)
    return FALSE;

  for (gsize i = 0; i < self->length; i++)
    difference |= (guchar) self->text[i] ^ (guchar) other->text[i];
  return difference == 0;
}

/**
 * chatty_secret_is_usable:
 * @self: a secret
 * @error: %CHATTY_ERROR_INVALID_DATA, with what is wrong, never with the text
 *
 * A key goes into one line of a header and one line of a keyring: it may
 * hold neither line ends nor blanks nor letters beyond ASCII, which are
 * signs of a key that was copied with something around it.
 *
 * Returns: whether it can be sent as a key
 */
gboolean
chatty_secret_is_usable (ChattySecret  *self,
                         GError       **error)
{
  const char *fault = NULL;

  if (self->length == 0)
    fault = _("The key is empty. Copy it from the platform’s page");
  else if (self->length > MAX_USABLE)
    fault = _("The key is too long. Copy only the key itself");

  for (gsize i = 0; fault == NULL && i < self->length; i++)
    {
      guchar c = self->text[i];

      if (c == '\n' || c == '\r')
        fault = _("The key has more than one line. Copy only the key itself");
      else if (c <= ' ' || c == 0x7f)
        fault = _("There is a blank inside the key. Copy only the key itself");
      else if (c >= 0x80)
        fault = _("There is a letter in the key that keys do not have. "
                  "Copy it again from the platform’s page");
    }

  if (fault != NULL)
    g_set_error_literal (error, CHATTY_ERROR, CHATTY_ERROR_INVALID_DATA, fault);
  return fault == NULL;
}

/*
 * chatty_secret_visit_all:
 * @func: called for each secret that is alive; it may not make or drop one
 * @user_data: for @func
 *
 * Any thread.
 */
void
chatty_secret_visit_all (ChattySecretVisitFunc func,
                         gpointer              user_data)
{
  g_mutex_lock (&live_lock);
  for (guint i = 0; live != NULL && i < live->len; i++)
    {
      ChattySecret *self = g_ptr_array_index (live, i);

      func (self->text, self->length, user_data);
    }
  g_mutex_unlock (&live_lock);
}
