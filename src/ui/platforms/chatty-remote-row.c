/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include "chatty-button-wrap.h"
#include "chatty-fold-box.h"
#include "chatty-list-name.h"
#include "chatty-remote-row.h"

struct _ChattyRemoteRow
{
  GtkWidget parent_instance;

  GtkWidget      *box;
  GtkBox         *line;
  GtkCheckButton *check;     /* NULL, as the next ones, where there is none */
  GtkSwitch      *toggle;
  GtkWidget      *remove;
  GtkWidget      *arrow;
  GtkWidget      *add;
  GtkLabel       *title;
  GtkLabel       *subtitle;
  GtkLabel       *problem;
  GtkSpinner     *spinner;
  GtkWidget      *asking;
  GtkLabel       *question;
  GtkWidget      *keep;

  ChattyDescribeFunc  describe;
  gpointer            user_data;
  ChattyRemoteItem   *item;
  gboolean            may_add;
  gboolean            updating;
};

enum {
  SWITCHED,
  CHECKED,
  ADDED,
  DELETED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattyRemoteRow, chatty_remote_row, GTK_TYPE_WIDGET)

static void
set_text (GtkLabel   *label,
          const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static void
set_name (gpointer    widget,
          const char *name)
{
  if (name != NULL)
    gtk_accessible_update_property (widget, GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* What a screen reader says when the row gets the focus: all that is to be seen in it. */
static void
update_spoken (ChattyRemoteRow     *self,
               const ChattyRowText *text)
{
  const char *problem = chatty_remote_item_get_problem (self->item);
  const char *parts[] = { text->title, text->subtitle, problem };
  g_autoptr (GString) spoken = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      g_string_append_printf (spoken, "%s%s", spoken->len > 0 ? ", " : "", parts[i]);
  chatty_list_name_set (GTK_WIDGET (self), spoken->str);
}

static void
update (ChattyRemoteRow *self)
{
  gboolean busy = chatty_remote_item_has (self->item, CHATTY_REMOTE_BUSY);
  gboolean asking = chatty_remote_item_has (self->item, CHATTY_REMOTE_ASKING);
  gboolean on = chatty_remote_item_has (self->item, CHATTY_REMOTE_ON);
  ChattyRowText text = { NULL };

  self->updating = TRUE;
  self->describe (self->item, &text, self->user_data);
  set_text (self->title, text.title);
  set_text (self->subtitle, text.subtitle);
  set_text (self->problem, chatty_remote_item_get_problem (self->item));
  set_text (self->question, text.question);

  if (self->check != NULL)
    {
      gtk_check_button_set_active (self->check,
                                   chatty_remote_item_has (self->item, CHATTY_REMOTE_CHECKED));
      gtk_widget_set_sensitive (GTK_WIDGET (self->check), !busy);
      set_name (self->check, text.title);
    }
  if (self->toggle != NULL)
    {
      gtk_switch_set_active (self->toggle, on);
      gtk_switch_set_state (self->toggle, on);
      gtk_widget_set_sensitive (GTK_WIDGET (self->toggle), !busy);
      set_name (self->toggle, text.switch_name);
    }
  if (self->remove != NULL)
    gtk_widget_set_sensitive (self->remove, !busy);
  gtk_widget_set_visible (self->add, self->may_add &&
                                     chatty_remote_item_has (self->item, CHATTY_REMOTE_OFFERED));
  gtk_widget_set_sensitive (self->add, !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (self->asking, asking && !busy);
  self->updating = FALSE;
  update_spoken (self, &text);

  g_free (text.title);
  g_free (text.subtitle);
  g_free (text.question);
  g_free (text.switch_name);
}

static void
check_toggled_cb (ChattyRemoteRow *self)
{
  if (!self->updating)
    g_signal_emit (self, signals[CHECKED], 0, self->item,
                   gtk_check_button_get_active (self->check));
}

static gboolean
state_set_cb (ChattyRemoteRow *self,
              gboolean         state)
{
  if (self->updating)
    return FALSE;
  /* It moves over for good when the platform has agreed. */
  g_signal_emit (self, signals[SWITCHED], 0, self->item, state);
  return TRUE;
}

static void
add_clicked_cb (ChattyRemoteRow *self)
{
  g_signal_emit (self, signals[ADDED], 0, self->item);
}

static void
remove_clicked_cb (ChattyRemoteRow *self)
{
  chatty_remote_item_set (self->item, CHATTY_REMOTE_ASKING, TRUE);
  gtk_widget_grab_focus (self->keep);
}

static void
stop_asking (ChattyRemoteRow *self)
{
  chatty_remote_item_set (self->item, CHATTY_REMOTE_ASKING, FALSE);
  gtk_widget_grab_focus (self->remove);
}

static void
keep_clicked_cb (ChattyRemoteRow *self)
{
  stop_asking (self);
}

static void
confirm_clicked_cb (ChattyRemoteRow *self)
{
  g_autoptr (ChattyRemoteItem) item = g_object_ref (self->item);

  chatty_remote_item_set (item, CHATTY_REMOTE_ASKING, FALSE);
  g_signal_emit (self, signals[DELETED], 0, item);
}

static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   user_data)
{
  ChattyRemoteRow *self = CHATTY_REMOTE_ROW (widget);

  if (self->item == NULL || !chatty_remote_item_has (self->item, CHATTY_REMOTE_ASKING))
    return FALSE;
  stop_asking (self);
  return TRUE;
}

static void
chatty_remote_row_dispose (GObject *object)
{
  ChattyRemoteRow *self = CHATTY_REMOTE_ROW (object);

  chatty_remote_row_set_item (self, NULL);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (chatty_remote_row_parent_class)->dispose (object);
}

static void
chatty_remote_row_class_init (ChattyRemoteRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chatty_remote_row_dispose;

  signals[SWITCHED] = g_signal_new ("switched", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 2, CHATTY_TYPE_REMOTE_ITEM, G_TYPE_BOOLEAN);
  signals[CHECKED] = g_signal_new ("checked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, CHATTY_TYPE_REMOTE_ITEM, G_TYPE_BOOLEAN);
  signals[ADDED] = g_signal_new ("added", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, CHATTY_TYPE_REMOTE_ITEM);
  signals[DELETED] = g_signal_new ("deleted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, CHATTY_TYPE_REMOTE_ITEM);

  g_type_ensure (CHATTY_TYPE_FOLD_BOX);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/chatty/Connectors/ui/platforms/chatty-remote-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteRow, box);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteRow, line);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteRow, check);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteRow, title);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteRow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteRow, problem);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteRow, toggle);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteRow, remove);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteRow, arrow);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteRow, add);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteRow, asking);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteRow, question);
  gtk_widget_class_bind_template_child (widget_class, ChattyRemoteRow, keep);
  gtk_widget_class_bind_template_callback (widget_class, check_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, state_set_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, confirm_clicked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
}

static void
chatty_remote_row_init (ChattyRemoteRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  chatty_button_wrap (self->add);
}

static void
keep_part (ChattyRemoteRow  *self,
           GtkWidget       **part,
           gboolean          keep)
{
  if (keep)
    return;
  gtk_box_remove (self->line, *part);
  *part = NULL;
}

/**
 * chatty_remote_row_new:
 * @parts: what it has beside its texts
 * @describe: gives the texts of an item
 * @user_data: for @describe; outlives the row
 *
 * Returns: (transfer floating): a row without an item
 */
GtkWidget *
chatty_remote_row_new (ChattyRowParts     parts,
                       ChattyDescribeFunc describe,
                       gpointer           user_data)
{
  ChattyRemoteRow *self = g_object_new (CHATTY_TYPE_REMOTE_ROW, NULL);

  self->describe = describe;
  self->user_data = user_data;
  keep_part (self, (GtkWidget **) &self->check, (parts & CHATTY_ROW_CHECK) != 0);
  keep_part (self, (GtkWidget **) &self->toggle, (parts & CHATTY_ROW_SWITCH) != 0);
  keep_part (self, &self->remove, (parts & CHATTY_ROW_DELETE) != 0);
  keep_part (self, &self->arrow, (parts & CHATTY_ROW_OPENS) != 0);
  self->may_add = (parts & CHATTY_ROW_ADD) != 0;
  return GTK_WIDGET (self);
}

/**
 * chatty_remote_row_set_item:
 * @item: (nullable): what to show
 */
void
chatty_remote_row_set_item (ChattyRemoteRow  *self,
                            ChattyRemoteItem *item)
{
  g_return_if_fail (CHATTY_IS_REMOTE_ROW (self));

  if (self->item == item)
    return;
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, update, self);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;
  g_signal_connect_object (item, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
