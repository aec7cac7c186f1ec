/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#pragma once

#include <gtk/gtk.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * ChattyField: (object) one thing that can be edited, with its name above and
 * what is wrong with it below.
 *
 * Its value is what chatty_character_field_to_json() writes: a string, an array
 * of strings or an object of numbers; %NULL for one that is not set.
 *
 * Properties: "title", "hint" (nullable: what it is for), "note" (nullable:
 * how much is in it), "problem" (nullable: why it cannot stay so), "editable".
 * All are plain text.
 * Signal: "changed": the person changed it; never emitted for set_value().
 */
#define CHATTY_TYPE_FIELD (chatty_field_get_type ())
G_DECLARE_DERIVABLE_TYPE (ChattyField, chatty_field, CHATTY, FIELD, GtkWidget)

/**
 * ChattyFieldClass:
 * @get_value: what it holds (transfer full) (nullable)
 * @set_value: shows a value; may be given one of another type, which is
 *   outside data, and then shows nothing
 * @set_editable: (nullable): whether the person may change it
 */
struct _ChattyFieldClass {
  GtkWidgetClass parent_class;

  JsonNode *(*get_value)    (ChattyField *self);
  void      (*set_value)    (ChattyField *self,
                             JsonNode    *value);
  void      (*set_editable) (ChattyField *self,
                             gboolean     editable);
};

JsonNode   *chatty_field_get_value   (ChattyField *self);
void        chatty_field_set_value   (ChattyField *self,
                                      JsonNode    *value);
const char *chatty_field_get_title   (ChattyField *self);
void        chatty_field_set_title   (ChattyField *self,
                                      const char  *title);
void        chatty_field_set_hint    (ChattyField *self,
                                      const char  *hint);
void        chatty_field_set_note    (ChattyField *self,
                                      const char  *note);
const char *chatty_field_get_problem (ChattyField *self);
void        chatty_field_set_problem (ChattyField *self,
                                      const char  *problem);
gboolean    chatty_field_get_editable (ChattyField *self);
void        chatty_field_set_editable (ChattyField *self,
                                      gboolean     editable);

/* For what is derived from it, and for who puts a button beside its title. */
void        chatty_field_add_suffix  (ChattyField *self,
                                      GtkWidget   *widget);
void        chatty_field_set_body    (ChattyField *self,
                                      GtkWidget   *body,
                                      GtkWidget   *control);
void        chatty_field_changed     (ChattyField *self);
gboolean    chatty_field_is_loading  (ChattyField *self);

G_END_DECLS
