/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* Measures widgets, with text half as large again too, in English and in German,
 * whose words are longer. The texts are exchanged while it measures, so that a
 * test goes on in English; what is put together of several texts stays as it is. */

#include "config.h"

#include "ui-fixture.h"

#define NORMAL_DPI (96 * 1024)

/* The file that msgfmt writes: gettext's manual, “The Format of GNU MO Files”. */
#define MO_MAGIC 0x950412de

/* The German of each text, (transfer none); its lines are those of the file. */
static GHashTable *
get_german (void)
{
  static GHashTable *german;
  const char *path = g_getenv ("CHATTY_TEST_GERMAN");
  g_autoptr (GError) error = NULL;
  char *data;
  gsize length;
  guint32 *head, *from, *to;

  if (german != NULL)
    return german;
  g_assert_nonnull (path);
  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);
  head = (gpointer) data;
  g_assert_cmpuint (length, >, 28);
  g_assert_cmphex (head[0], ==, MO_MAGIC);
  from = (gpointer) (data + head[3]);
  to = (gpointer) (data + head[4]);
  german = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < head[2]; i++)
    g_hash_table_insert (german, data + from[2 * i + 1], data + to[2 * i + 1]);
  g_assert_cmpuint (g_hash_table_size (german), >, 500);
  return german;
}

static void
collect_labels (GtkWidget *widget,
                GPtrArray *labels)
{
  if (GTK_IS_LABEL (widget))
    g_ptr_array_add (labels, g_object_ref (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_labels (child, labels);
}

static int
get_min_width (GtkWidget *widget)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

/* If @widget needs more than @width pixels, says what in it. */
static void
assert_width (GtkWidget  *widget,
              int         width,
              const char *how)
{
  if (get_min_width (widget) <= width)
    return;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      assert_width (child, width, how);

  g_error ("%s “%s” in %s needs %d pixels%s", G_OBJECT_TYPE_NAME (widget),
           gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)),
           G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)), get_min_width (widget), how);
}

static void
assert_width_in_german (GtkWidget *widget,
                        int        width)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  collect_labels (widget, labels);
  for (guint i = 0; i < labels->len; i++)
    {
      const char *text = gtk_label_get_label (labels->pdata[i]);
      const char *german = *text != '\0' ? g_hash_table_lookup (get_german (), text) : NULL;

      g_ptr_array_add (texts, german != NULL ? g_strdup (text) : NULL);
      if (german != NULL)
        gtk_label_set_label (labels->pdata[i], german);
    }
  assert_width (widget, width, " with large text in German");
  for (guint i = 0; i < labels->len; i++)
    if (texts->pdata[i] != NULL)
      gtk_label_set_label (labels->pdata[i], texts->pdata[i]);
}

/* @widget needs no more than @width pixels, neither with large text nor in German. */
void
ui_fixture_assert_fits (GtkWidget *widget,
                        int        width)
{
  GtkSettings *settings = gtk_settings_get_default ();

  /* As GNOME has it: nothing but a close button. */
  g_object_set (settings, "gtk-decoration-layout", ":close", NULL);
  assert_width (widget, width, "");
  g_object_set (settings, "gtk-xft-dpi", NORMAL_DPI * 3 / 2, NULL);
  assert_width (widget, width, " with large text");
  assert_width_in_german (widget, width);
  g_object_set (settings, "gtk-xft-dpi", NORMAL_DPI, NULL);
}
