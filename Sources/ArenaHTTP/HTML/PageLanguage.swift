import HTTPTypes
import Hummingbird

/// The languages of the pages that the server writes itself.
enum PageLanguage: String, CaseIterable, Sendable {
    case en, ko

    /// Its own name for itself.
    var name: String {
        switch self {
        case .en: "English"
        case .ko: "한국어"
        }
    }

    /// What a request wants: `?lang=`, else the first of its `Accept-Language` that there is, else English.
    init(_ request: Request) {
        if let wanted = request.uri.queryParameters["lang"], let language = Self(rawValue: String(wanted)) {
            self = language
            return
        }
        let ranges = (request.headers[.acceptLanguage] ?? "").split(separator: ",").map { range in
            let parts = range.split(separator: ";").map { $0.trimming(while: \.isWhitespace) }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
            return (tag: parts.first?.prefix { $0 != "-" }.lowercased() ?? "", quality: quality ?? 1)
        }
        let known = ranges.filter { Self(rawValue: $0.tag) != nil && $0.quality > 0 }
        // The first of equals wins.
        let best = known.enumerated().max { ($0.element.quality, -$0.offset) < ($1.element.quality, -$1.offset) }
        self = best.flatMap { Self(rawValue: $0.element.tag) } ?? .en
    }

    /// A sentence in this language.
    func text(_ key: PageText) -> String {
        switch self {
        case .en: key.english
        case .ko: key.korean
        }
    }
}
