/// The page that tells how everything is computed, made once for each language around the one text.
struct MethodPages: Sendable {
    private let english: PreparedBody
    private let korean: PreparedBody

    /// - Parameter text: docs/method.md.
    init(_ text: String) {
        let document = MarkdownDocument.parse(text)
        english = Self.page(document, .en)
        korean = Self.page(document, .ko)
    }

    func page(in language: PageLanguage) -> PreparedBody {
        switch language {
        case .en: english
        case .ko: korean
        }
    }

    private static func page(_ document: DocumentNode, _ language: PageLanguage) -> PreparedBody {
        let shell = PageShell(
            language: language,
            title: language.text(.method),
            sheets: ["method"],
            kind: "method prose"
        )
        let page = shell.page { writer in
            // The text is in English whatever the page around it is in.
            if language != .en {
                writer.element("p", [("class", "translation")], words: language.text(.methodIsInEnglish))
            }
            writer.element("article", [("lang", "en")]) { $0.document(document, headingOffset: 0) }
        }
        return PreparedBody(page, contentType: "text/html; charset=utf-8", zips: true)
    }
}
