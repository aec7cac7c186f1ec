/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

#include "config.h"

#define G_LOG_DOMAIN "chatty-import"

#include <string.h>

#include "chatty-rich-document.h"
#include "chatty-rtf-words.h"

/* Sorted by bytes. Words that are not here change nothing that is kept, and
 * a group that starts with an unknown word behind \\* is left out. */
static const ChattyRtfWord words[] = {
  { "NeXTGraphic", CHATTY_RTF_WORD_ATTACHMENT, 0 },
  { "accPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "af", CHATTY_RTF_WORD_CLASS_FONT, 0 },
  { "aftncn", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "aftnsep", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "aftnsepc", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "annotation", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "ansi", CHATTY_RTF_WORD_CODE_PAGE, 1252 },
  { "ansicpg", CHATTY_RTF_WORD_ANSICPG, 0 },
  { "atnauthor", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "atnid", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "author", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_AUTHOR },
  { "b", CHATTY_RTF_WORD_STYLE, CHATTY_RICH_BOLD },
  { "barPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "bin", CHATTY_RTF_WORD_BIN, 0 },
  { "bkmkend", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "bkmkstart", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "blipuid", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "boxPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "bullet", CHATTY_RTF_WORD_CHARACTER, 0x2022 },
  { "buptim", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_INFO },
  { "category", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_INFO },
  { "cell", CHATTY_RTF_WORD_CELL, 0 },
  { "cocoartf", CHATTY_RTF_WORD_COCOA, 0 },
  { "colorschememapping", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "colortbl", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "comment", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_INFO },
  { "company", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_INFO },
  { "cpg", CHATTY_RTF_WORD_CPG, 0 },
  { "creatim", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_CREATED },
  { "cs", CHATTY_RTF_WORD_STYLE_NUMBER, 'c' },
  { "ctrlPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "dPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "datafield", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "datastore", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "dbch", CHATTY_RTF_WORD_CLASS, 'd' },
  { "deff", CHATTY_RTF_WORD_DEFF, 0 },
  { "deleted", CHATTY_RTF_WORD_DELETED, 0 },
  { "do", CHATTY_RTF_WORD_PICTURE, 0 },
  { "doccomm", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_INFO },
  { "dy", CHATTY_RTF_WORD_DATE, 2 },
  { "emdash", CHATTY_RTF_WORD_CHARACTER, 0x2014 },
  { "emspace", CHATTY_RTF_WORD_CHARACTER, 0x2003 },
  { "endash", CHATTY_RTF_WORD_CHARACTER, 0x2013 },
  { "enspace", CHATTY_RTF_WORD_CHARACTER, 0x2002 },
  { "eqArrPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "f", CHATTY_RTF_WORD_FONT, 0 },
  { "fPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "falt", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "fcharset", CHATTY_RTF_WORD_FCHARSET, 0 },
  { "field", CHATTY_RTF_WORD_FIELD, 0 },
  { "filetbl", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "fldinst", CHATTY_RTF_WORD_INSTRUCTION, 0 },
  { "fldrslt", CHATTY_RTF_WORD_RESULT, 0 },
  { "fname", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "fontemb", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "fontfile", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "fonttbl", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_FONTS },
  { "footer", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "footerf", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "footerl", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "footerr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "footnote", CHATTY_RTF_WORD_FOOTNOTE, 0 },
  { "formfield", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "fprq", CHATTY_RTF_WORD_PITCH, 0 },
  { "ftncn", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "ftnsep", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "ftnsepc", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "funcPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "generator", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_GENERATOR },
  { "groupChrPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "header", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "headerf", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "headerl", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "headerr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "hich", CHATTY_RTF_WORD_CLASS, 'h' },
  { "hlinkbase", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_INFO },
  { "hr", CHATTY_RTF_WORD_DATE, 3 },
  { "i", CHATTY_RTF_WORD_STYLE, CHATTY_RICH_ITALIC },
  { "ilvl", CHATTY_RTF_WORD_ILVL, 0 },
  { "info", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_INFO },
  { "intbl", CHATTY_RTF_WORD_INTBL, 0 },
  { "keywords", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_INFO },
  { "latentstyles", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "lbr", CHATTY_RTF_WORD_CHARACTER, '\n' },
  { "ldblquote", CHATTY_RTF_WORD_CHARACTER, 0x201c },
  { "levelnumbers", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "leveltext", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "limLowPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "limUppPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "line", CHATTY_RTF_WORD_CHARACTER, '\n' },
  { "listoverridetable", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "listtable", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "listtext", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_MARKER },
  { "loch", CHATTY_RTF_WORD_CLASS, 'l' },
  { "lquote", CHATTY_RTF_WORD_CHARACTER, 0x2018 },
  { "ls", CHATTY_RTF_WORD_LS, 0 },
  { "ltrmark", CHATTY_RTF_WORD_CHARACTER, 0x200e },
  { "mPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "mac", CHATTY_RTF_WORD_CODE_PAGE, 10000 },
  { "maccPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "manager", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_INFO },
  { "mbarPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "mctrlPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "mdPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "mfPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "mfuncPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "min", CHATTY_RTF_WORD_DATE, 4 },
  { "mmPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "mmath", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_TEXT },
  { "mmathPict", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "mmathPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "mnaryPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "mo", CHATTY_RTF_WORD_DATE, 1 },
  { "moMath", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_TEXT },
  { "moMathPara", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_TEXT },
  { "moMathParaPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "mrPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "mradPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "msSubPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "msSubSupPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "msSupPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "naryPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "nestcell", CHATTY_RTF_WORD_NESTCELL, 0 },
  { "nestrow", CHATTY_RTF_WORD_NESTCELL, 'r' },
  { "nesttableprops", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_TEXT },
  { "nonesttables", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "nonshppict", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "oMathParaPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "objalias", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "objclass", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "objdata", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "objname", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "objsect", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "operator", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_INFO },
  { "outlinelevel", CHATTY_RTF_WORD_OUTLINE, 0 },
  { "page", CHATTY_RTF_WORD_PAR, 0 },
  { "panose", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "par", CHATTY_RTF_WORD_PAR, 0 },
  { "pard", CHATTY_RTF_WORD_PARD, 0 },
  { "passwordhash", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "pc", CHATTY_RTF_WORD_CODE_PAGE, 437 },
  { "pca", CHATTY_RTF_WORD_CODE_PAGE, 850 },
  { "pgdsctbl", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "phantPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "picprop", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "pict", CHATTY_RTF_WORD_PICTURE, 0 },
  { "plain", CHATTY_RTF_WORD_PLAIN, 0 },
  { "pn", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "pntext", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_MARKER },
  { "pntxta", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "pntxtb", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "printim", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_INFO },
  { "private", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "qmspace", CHATTY_RTF_WORD_CHARACTER, 0x2005 },
  { "rPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "radPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "rdblquote", CHATTY_RTF_WORD_CHARACTER, 0x201d },
  { "revtbl", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "revtim", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_INFO },
  { "row", CHATTY_RTF_WORD_ROW, 0 },
  { "rquote", CHATTY_RTF_WORD_CHARACTER, 0x2019 },
  { "rsidtbl", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "rtlmark", CHATTY_RTF_WORD_CHARACTER, 0x200f },
  { "rxe", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "s", CHATTY_RTF_WORD_STYLE_NUMBER, 0 },
  { "sPrePr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "sSubPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "sSubSupPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "sSupPr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "sa", CHATTY_RTF_WORD_SPACE, 'a' },
  { "sb", CHATTY_RTF_WORD_SPACE, 'b' },
  { "sec", CHATTY_RTF_WORD_DATE, 5 },
  { "sect", CHATTY_RTF_WORD_PAR, 0 },
  { "shpinst", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_SHAPE },
  { "shppict", CHATTY_RTF_WORD_PICTURE, 0 },
  { "shprslt", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "shptxt", CHATTY_RTF_WORD_SHAPE_TEXT, 0 },
  { "sn", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "softline", CHATTY_RTF_WORD_CHARACTER, '\n' },
  { "sp", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "strike", CHATTY_RTF_WORD_STYLE, CHATTY_RICH_STRIKE },
  { "striked", CHATTY_RTF_WORD_STYLE, CHATTY_RICH_STRIKE },
  { "stylesheet", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_STYLES },
  { "subject", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_INFO },
  { "sv", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "tab", CHATTY_RTF_WORD_CHARACTER, '\t' },
  { "tc", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "tcn", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "template", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "themedata", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "title", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_TITLE },
  { "txe", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "u", CHATTY_RTF_WORD_U, 0 },
  { "uc", CHATTY_RTF_WORD_UC, 0 },
  { "ud", CHATTY_RTF_WORD_UD, 0 },
  { "upr", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_UNICODE },
  { "userprops", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "v", CHATTY_RTF_WORD_HIDDEN, 0 },
  { "wgrffmtfilter", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "xe", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "xmlnstbl", CHATTY_RTF_WORD_TARGET, CHATTY_RTF_TO_NOTHING },
  { "yr", CHATTY_RTF_WORD_DATE, 0 },
  { "zwbo", CHATTY_RTF_WORD_CHARACTER, 0x200b },
  { "zwj", CHATTY_RTF_WORD_CHARACTER, 0x200d },
  { "zwnbo", CHATTY_RTF_WORD_CHARACTER, 0x2060 },
  { "zwnj", CHATTY_RTF_WORD_CHARACTER, 0x200c },
};

/**
 * chatty_rtf_word_lookup:
 * @name: letters of a control word, not terminated
 * @length: how many
 *
 * Returns: (nullable): what the word means, %NULL when it is not known
 */
const ChattyRtfWord *
chatty_rtf_word_lookup (const char *name,
                        gsize       length)
{
  static gsize is_ready = 0;
  static guint8 starts[129];  /* the first word of each letter */
  guint low;
  guint high;

  G_STATIC_ASSERT (G_N_ELEMENTS (words) < G_MAXUINT8);
  if (length == 0 || (name[0] & 0x80))
    return NULL;
  if (g_once_init_enter (&is_ready))
    {
      for (guint letter = 0, i = 0; letter < G_N_ELEMENTS (starts); letter++)
        {
          while (i < G_N_ELEMENTS (words) && (guint) words[i].name[0] < letter)
            i++;
          starts[letter] = i;
        }
      g_once_init_leave (&is_ready, 1);
    }
  low = starts[(guint8) name[0]];
  high = starts[(guint8) name[0] + 1];
  while (low < high)
    {
      const guint middle = (low + high) / 2;
      const int order = strncmp (name, words[middle].name, length);

      if (order == 0 && words[middle].name[length] == '\0')
        return &words[middle];
      if (order > 0)
        low = middle + 1;
      else
        high = middle;
    }
  return NULL;
}
