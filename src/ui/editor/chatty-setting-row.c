/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-ui"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "chatty-json.h"

#include "chatty-setting-row.h"
#include "chatty-string-factory.h"

/* Longer is kept where it is there, and nobody types more into one line. */
#define MAX_CHARACTERS 4000

struct _ChattySettingRow
{
  AdwPreferencesRow parent_instance;

  GtkLabel    *problem;
  GtkEntry    *entry;        /* of a number or a text */
  GtkWidget   *clear;        /* beside it */
  GtkDropDown *choice;       /* of all else; the first is the platform's own */

  const ChattySetting *setting;
  JsonNode            *value;    /* nullable */
  guint                n_known;  /* entries of @choice; one more is a value that is odd */
  gboolean             loading;
};

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChattySettingRow, chatty_setting_row, ADW_TYPE_PREFERENCES_ROW)

/* Translators: as the platform has it when nobody sets anything */
#define PLATFORMS_OWN C_("setting", "Platform’s own")

static gboolean
is_equal (JsonNode *a,
          JsonNode *b)
{
  return a == b || (a != NULL && b != NULL && json_node_equal (a, b));
}

static GType
get_type (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node)
                                                      : G_TYPE_INVALID;
}

static char *
describe_range (const ChattySetting *setting)
{
  /* Translators: two numbers */
  return g_strdup_printf (_("From %'.15g to %'.15g."), setting->least, setting->most);
}

static void
show_problem (ChattySettingRow *self,
              const char       *problem)
{
  gtk_label_set_text (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
  if (self->entry == NULL)
    return;
  if (problem != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                               : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

static void
update_clear (ChattySettingRow *self)
{
  if (self->clear != NULL)
    gtk_widget_set_visible (self->clear,
                            self->value != NULL &&
                            gtk_editable_get_editable (GTK_EDITABLE (self->entry)));
}

/* Takes @value, which is given away, as the person's. */
static void
take (ChattySettingRow *self,
      JsonNode         *value)
{
  gboolean is_same = is_equal (self->value, value);

  g_clear_pointer (&self->value, json_node_unref);
  self->value = value;
  update_clear (self);
  if (!is_same)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* Numbers ------------------------------------------------------------------------- */

static JsonNode *
number_to_json (double number)
{
  JsonNode *node = json_node_alloc ();

  if (number == floor (number) && fabs (number) < 1e15)
    return json_node_init_int (node, (gint64) number);
  return json_node_init_double (node, number);
}

static gboolean
fits (const ChattySetting *setting,
      double               number)
{
  gboolean is_whole = setting->step != 1 || number == floor (number);

  return number >= setting->least && number <= setting->most && is_whole;
}

/* With the point or the comma, whichever people use. */
static gboolean
parse_number (const char *text,
              double     *number)
{
  g_autofree char *plain = g_strdelimit (g_strstrip (g_strdup (text)), ",", '.');
  char *end;

  *number = g_ascii_strtod (plain, &end);
  return end != plain && *end == '\0' && isfinite (*number);
}

static void
read_number (ChattySettingRow *self,
             const char       *text)
{
  double number;

  if (parse_number (text, &number) && fits (self->setting, number))
    {
      show_problem (self, NULL);
      take (self, number_to_json (number));
    }
  else
    {
      g_autofree char *range = describe_range (self->setting);
      /* Translators: %s is "From 0 to 2." */
      g_autofree char *problem = self->setting->step == 1
        ? g_strdup_printf (_("This has to be a whole number. %s"), range)
        : g_strdup_printf (_("This has to be a number. %s"), range);

      show_problem (self, problem);
    }
}

static void
entry_changed_cb (ChattySettingRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  if (self->loading)
    return;
  if (*text == '\0')
    {
      show_problem (self, NULL);
      take (self, NULL);
    }
  else if (self->setting->kind == CHATTY_SETTING_NUMBER)
    {
      read_number (self, text);
    }
  else
    {
      take (self, json_node_init_string (json_node_alloc (), text));
    }
}

static void
clear_cb (ChattySettingRow *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  /* A value that did not fit was not in the entry. */
  entry_changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
show_in_entry (ChattySettingRow *self)
{
  g_autofree char *text = NULL;
  g_autofree char *problem = NULL;
  gboolean is_number = self->setting->kind == CHATTY_SETTING_NUMBER;
  double number = chatty_json_node_number (is_number ? self->value : NULL, NAN);

  if (is_number && !isnan (number))
    {
      text = g_strdup_printf ("%.15g", number);
      if (!fits (self->setting, number))
        problem = describe_range (self->setting);
    }
  else if (!is_number && get_type (self->value) == G_TYPE_STRING)
    {
      text = g_strdup (json_node_get_string (self->value));
    }
  else if (self->value != NULL)
    {
      g_autofree char *json = chatty_json_to_string (self->value, FALSE);

      /* Translators: %s is what is set, as it is written in a file */
      problem = g_strdup_printf (_("It is set to %s, which is not understood here"), json);
    }

  gtk_entry_set_max_length (self->entry,
                            text != NULL && g_utf8_strlen (text, -1) > MAX_CHARACTERS
                              ? 0 : MAX_CHARACTERS);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text != NULL ? text : "");
  show_problem (self, problem);
  update_clear (self);
}

/* Choices ------------------------------------------------------------------------- */

static JsonNode *
make_choice (const ChattySetting *setting,
             guint                nth)
{
  JsonNode *node;

  if (nth == 0)
    return NULL;
  node = json_node_alloc ();
  return setting->kind == CHATTY_SETTING_SWITCH
           ? json_node_init_boolean (node, nth == 1)
           : json_node_init_string (node, setting->choices[nth - 1].value);
}

/* What is odd is there for as long as nothing else is chosen. */
static void
drop_odd (ChattySettingRow *self)
{
  GListModel *names = gtk_drop_down_get_model (self->choice);

  gtk_string_list_splice (GTK_STRING_LIST (names), self->n_known,
                          g_list_model_get_n_items (names) - self->n_known, NULL);
}

static void
chosen_cb (ChattySettingRow *self)
{
  guint nth = gtk_drop_down_get_selected (self->choice);

  if (self->loading || nth >= self->n_known)
    return;
  self->loading = TRUE;
  drop_odd (self);
  self->loading = FALSE;
  take (self, make_choice (self->setting, nth));
}

static void
show_in_choice (ChattySettingRow *self)
{
  GtkStringList *names = GTK_STRING_LIST (gtk_drop_down_get_model (self->choice));
  guint nth;

  for (nth = 0; nth < self->n_known; nth++)
    {
      g_autoptr (JsonNode) node = make_choice (self->setting, nth);

      if (is_equal (node, self->value))
        break;
    }
  drop_odd (self);
  if (nth == self->n_known)
    {
      g_autofree char *text = get_type (self->value) == G_TYPE_STRING
                                ? g_strdup (json_node_get_string (self->value))
                                : chatty_json_to_string (self->value, FALSE);

      gtk_string_list_append (names, text);
    }
  gtk_drop_down_set_selected (self->choice, nth);
}

/* Object -------------------------------------------------------------------------- */

static GtkWidget *
add_label (GtkWidget  *box,
           const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    {
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, css_class);
    }
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static char *
describe (const ChattySetting *setting)
{
  g_autofree char *range = setting->kind == CHATTY_SETTING_NUMBER ? describe_range (setting) : NULL;

  if (setting->words == NULL || *setting->words == '\0')
    return g_steal_pointer (&range);
  return range != NULL ? g_strjoin (" ", _(setting->words), range, NULL)
                       : g_strdup (_(setting->words));
}

static void
add_entry (ChattySettingRow *self,
           GtkWidget        *box)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  /* Translators: a button; %s is what is set, such as "Temperature" */
  g_autofree char *clear = g_strdup_printf (_("Clear %s"), _(self->setting->title));

  self->entry = GTK_ENTRY (gtk_entry_new ());
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 8);
  gtk_entry_set_max_length (self->entry, MAX_CHARACTERS);
  gtk_entry_set_placeholder_text (self->entry, PLATFORMS_OWN);
  if (self->setting->kind == CHATTY_SETTING_NUMBER)
    gtk_entry_set_input_purpose (self->entry, GTK_INPUT_PURPOSE_NUMBER);
  gtk_widget_set_hexpand (GTK_WIDGET (self->entry), TRUE);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (entry_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->clear = gtk_button_new_from_icon_name ("edit-clear-symbolic");
  gtk_widget_add_css_class (self->clear, "flat");
  gtk_widget_set_tooltip_text (self->clear, clear);
  gtk_widget_set_visible (self->clear, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->clear), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  clear, -1);
  g_signal_connect_object (self->clear, "clicked", G_CALLBACK (clear_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->entry));
  gtk_box_append (GTK_BOX (line), self->clear);
  gtk_box_append (GTK_BOX (box), line);
}

static void
add_choice (ChattySettingRow *self,
            GtkWidget        *box)
{
  g_autoptr (GtkListItemFactory) factory = chatty_string_factory_new ();
  GtkStringList *names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, PLATFORMS_OWN);
  if (self->setting->kind == CHATTY_SETTING_SWITCH)
    {
      gtk_string_list_append (names, C_("setting", "On"));
      gtk_string_list_append (names, C_("setting", "Off"));
    }
  for (guint i = 0; self->setting->kind == CHATTY_SETTING_CHOICE &&
                    self->setting->choices[i].value != NULL; i++)
    gtk_string_list_append (names, _(self->setting->choices[i].words));
  self->n_known = g_list_model_get_n_items (G_LIST_MODEL (names));

  self->choice = GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (names), NULL));
  gtk_drop_down_set_factory (self->choice, factory);
  g_signal_connect_object (self->choice, "notify::selected", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->choice));
}

static void
chatty_setting_row_dispose (GObject *object)
{
  g_clear_pointer (&CHATTY_SETTING_ROW (object)->value, json_node_unref);

  G_OBJECT_CLASS (chatty_setting_row_parent_class)->dispose (object);
}

static gboolean
chatty_setting_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (chatty_setting_row_get_control (CHATTY_SETTING_ROW (widget)));
}

static void
chatty_setting_row_class_init (ChattySettingRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chatty_setting_row_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = chatty_setting_row_grab_focus;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
chatty_setting_row_init (ChattySettingRow *self)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "chatty-setting-row");
}

/**
 * chatty_setting_row_new:
 * @setting: what is set; static
 *
 * Returns: (transfer floating): a row where nothing is set
 */
GtkWidget *
chatty_setting_row_new (const ChattySetting *setting)
{
  ChattySettingRow *self;
  GtkWidget *box, *title;
  g_autofree char *words = NULL;

  g_return_val_if_fail (setting != NULL, NULL);

  self = g_object_new (CHATTY_TYPE_SETTING_ROW,
                       "use-markup", FALSE,
                       "title", _(setting->title),
                       NULL);
  self->setting = setting;
  words = describe (setting);
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  title = add_label (box, _(setting->title), NULL);
  if (words != NULL)
    add_label (box, words, "dim-label");
  if (setting->kind == CHATTY_SETTING_NUMBER || setting->kind == CHATTY_SETTING_TEXT)
    add_entry (self, box);
  else
    add_choice (self, box);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (chatty_setting_row_get_control (self)),
                                  GTK_ACCESSIBLE_RELATION_LABELLED_BY, title, NULL, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chatty_setting_row_get_control (self)),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words != NULL ? words : "",
                                  -1);
  self->problem = GTK_LABEL (add_label (box, NULL, "error"));
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  return GTK_WIDGET (self);
}

/**
 * chatty_setting_row_get_setting:
 *
 * Returns: what is set with it
 */
const ChattySetting *
chatty_setting_row_get_setting (ChattySettingRow *self)
{
  g_return_val_if_fail (CHATTY_IS_SETTING_ROW (self), NULL);

  return self->setting;
}

/**
 * chatty_setting_row_get_value:
 *
 * Returns: (transfer none) (nullable): the value; %NULL for the platform's own
 */
JsonNode *
chatty_setting_row_get_value (ChattySettingRow *self)
{
  g_return_val_if_fail (CHATTY_IS_SETTING_ROW (self), NULL);

  return self->value;
}

/**
 * chatty_setting_row_set_value:
 * @value: (nullable): what is set; may be of any kind, as it comes from outside
 *
 * Shows a value, unless it is what is there already, so that a cursor stays
 * where it is. Emits no "changed".
 */
void
chatty_setting_row_set_value (ChattySettingRow *self,
                              JsonNode         *value)
{
  g_return_if_fail (CHATTY_IS_SETTING_ROW (self));

  if (is_equal (self->value, value))
    return;
  g_clear_pointer (&self->value, json_node_unref);
  self->value = value != NULL ? json_node_copy (value) : NULL;
  self->loading = TRUE;
  if (self->entry != NULL)
    show_in_entry (self);
  else
    show_in_choice (self);
  self->loading = FALSE;
}

/**
 * chatty_setting_row_set_editable:
 * @editable: whether the person may change it
 */
void
chatty_setting_row_set_editable (ChattySettingRow *self,
                                 gboolean          editable)
{
  g_return_if_fail (CHATTY_IS_SETTING_ROW (self));

  if (self->choice != NULL)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->choice), editable);
      return;
    }
  gtk_editable_set_editable (GTK_EDITABLE (self->entry), editable);
  update_clear (self);
}

/**
 * chatty_setting_row_get_control:
 *
 * Returns: (transfer none): what it is edited with
 */
GtkWidget *
chatty_setting_row_get_control (ChattySettingRow *self)
{
  g_return_val_if_fail (CHATTY_IS_SETTING_ROW (self), NULL);

  return self->entry != NULL ? GTK_WIDGET (self->entry) : GTK_WIDGET (self->choice);
}
