package io.frontdesk.contract.page;

/** Texts in HTML and SVG. */
final class Markup {

    private Markup() {}

    /** Returns a text as it stands between tags or in an attribute. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
