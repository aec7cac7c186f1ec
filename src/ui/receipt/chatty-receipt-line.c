/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>

#include "chatty-text.h"

#include "chatty-receipt-line.h"

#define MAX_LINE_BYTES 600

struct _ChattyReceiptLine
{
  GObject parent_instance;

  char *what;
  char *reason;
};

G_DEFINE_FINAL_TYPE (ChattyReceiptLine, chatty_receipt_line, G_TYPE_OBJECT)

static void
add_heading (GPtrArray  *lines,
             const char *text)
{
  ChattyReceiptLine *line = g_object_new (CHATTY_TYPE_RECEIPT_LINE, NULL);

  line->what = g_strdup (text);
  g_ptr_array_add (lines, line);
}

static void
add_line (GPtrArray  *lines,
          const char *file,
          const char *part,
          const char *reason)
{
  ChattyReceiptLine *line = g_object_new (CHATTY_TYPE_RECEIPT_LINE, NULL);
  g_autofree char *name = chatty_text_display_name (file);

  if (part != NULL && *part != '\0' && !g_str_equal (part, file))
    {
      g_autofree char *shown = chatty_text_one_line (part, MAX_LINE_BYTES);

      /* Translators: the name of a file and a part of it that was left out */
      line->what = g_strdup_printf (C_("file and part", "%s: %s"), name, shown);
    }
  else
    {
      line->what = g_steal_pointer (&name);
    }
  line->reason = chatty_text_one_line (reason, MAX_LINE_BYTES);
  g_ptr_array_add (lines, line);
}

static void
chatty_receipt_line_finalize (GObject *object)
{
  ChattyReceiptLine *self = CHATTY_RECEIPT_LINE (object);

  g_free (self->what);
  g_free (self->reason);

  G_OBJECT_CLASS (chatty_receipt_line_parent_class)->finalize (object);
}

static void
chatty_receipt_line_class_init (ChattyReceiptLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chatty_receipt_line_finalize;
}

static void
chatty_receipt_line_init (ChattyReceiptLine *self)
{
}

/**
 * chatty_receipt_line_get_what:
 *
 * Returns: the file, and the part of it that is meant; or a heading
 */
const char *
chatty_receipt_line_get_what (ChattyReceiptLine *self)
{
  g_return_val_if_fail (CHATTY_IS_RECEIPT_LINE (self), NULL);

  return self->what;
}

/**
 * chatty_receipt_line_get_reason:
 *
 * Returns: (nullable): why; %NULL for a heading
 */
const char *
chatty_receipt_line_get_reason (ChattyReceiptLine *self)
{
  g_return_val_if_fail (CHATTY_IS_RECEIPT_LINE (self), NULL);

  return self->reason;
}

/**
 * chatty_receipt_line_list_new:
 * @receipt: what happened
 *
 * Lists what was left out and then what was noticed, under headings.
 *
 * Returns: (transfer full): of #ChattyReceiptLine; empty when all went well
 */
GListModel *
chatty_receipt_line_list_new (ChattyReceipt *receipt)
{
  GListStore *store = g_list_store_new (CHATTY_TYPE_RECEIPT_LINE);
  g_autoptr (GPtrArray) skips = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) notices = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_files = chatty_receipt_get_n_files (receipt);

  for (guint i = 0; i < n_files; i++)
    {
      const ChattyReceiptFile *file = chatty_receipt_get_file (receipt, i);

      for (guint j = 0; j < file->skipped->len; j++)
        {
          const ChattyReceiptSkip *skip = g_ptr_array_index (file->skipped, j);

          if (skips->len == 0)
            add_heading (skips, _("Left Out, and Why"));
          add_line (skips, file->name, skip->what, skip->reason);
        }
      for (guint j = 0; j < file->notices->len; j++)
        {
          if (notices->len == 0)
            add_heading (notices, _("Notices"));
          add_line (notices, file->name, NULL, g_ptr_array_index (file->notices, j));
        }
    }

  g_list_store_splice (store, 0, 0, skips->pdata, skips->len);
  g_list_store_splice (store, skips->len, 0, notices->pdata, notices->len);
  return G_LIST_MODEL (store);
}
