/// What stands around the pages that the server writes itself: the head, the way to the other pages, the languages.
struct PageShell {
    let language: PageLanguage
    /// The page's title.
    let title: String
    /// The style sheets beside those of every page.
    let sheets: [String]
    /// The classes of the main part.
    let kind: String

    /// The whole page.
    func page(_ content: (inout HTMLWriter) -> Void) -> [UInt8] {
        var writer = HTMLWriter()
        writer.markup("<!DOCTYPE html>\n")
        writer.element("html", [("lang", language.rawValue)]) { writer in
            writer.element("head") { writer in
                writer.void("meta", [("charset", "utf-8")])
                writer.void("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")])
                writer.void("meta", [("name", "color-scheme"), ("content", "light dark")])
                writer.element("title", words: "\(title) · arena")
                writer.void("link", [("rel", "icon"), ("href", "/favicon.svg"), ("type", "image/svg+xml")])
                writer.element("script", [("src", "/script/theme.js")], words: "")
                for sheet in ["tokens", "base", "prose"] + sheets {
                    writer.void("link", [("rel", "stylesheet"), ("href", "/style/\(sheet).css")])
                }
            }
            writer.element("body") { writer in
                writer.element("a", [("class", "skip"), ("href", "#main")], words: language.text(.skipToContent))
                writer.element("header", [("class", "masthead")]) { writer in
                    writer.element("a", [("class", "name"), ("href", "/")], words: "arena")
                    writer.element("nav", [("aria-label", language.text(.navigation))]) { writer in
                        writer.element("a", [("href", "/")], words: language.text(.vote))
                        writer.element("a", [("href", "/leaderboard")], words: language.text(.leaderboard))
                        writer.element("a", [("href", "/mine")], words: language.text(.mine))
                    }
                }
                writer.element("main", [("id", "main"), ("class", kind), ("tabindex", "-1")], content)
                writer.element("footer", [("class", "colophon")]) { writer in
                    writer.element("a", [("class", "about"), ("href", "/method")], words: language.text(.method))
                    writer.element("nav", [("class", "languages"), ("aria-label", language.text(.language))]) {
                        writer in
                        for other in PageLanguage.allCases {
                            var attributes: [(StaticString, String)] = [
                                ("href", "?lang=\(other.rawValue)"), ("lang", other.rawValue),
                                ("hreflang", other.rawValue),
                            ]
                            if other == language { attributes.append(("aria-current", "true")) }
                            writer.element("a", attributes, words: other.name)
                        }
                    }
                }
            }
        }
        writer.markup("\n")
        return Array(writer.text.utf8)
    }
}
