import ArenaCore
import Hummingbird

/// What the address of a board asks for.
enum BoardParameters {
    /// The parameters that choose a board.
    static let names: Set<String> = ["category", "language", "method", "style_control"]
    private static let longest = 200

    /// The methods by their names in addresses.
    static let methods = RatingMethod.allCases.map { ($0.rawValue.replacing("_", with: "-"), $0) }

    /// The board that a request asks for; nil where it asks for the one that everybody sees.
    ///
    /// - Throws: `APIError` for a value that cannot be.
    static func query(_ request: Request) throws(APIError) -> BoardQuery? {
        let parameters = try AddressParameters(request)
        try parameters.refuseMisspelt(names)
        guard names.contains(where: { parameters[$0] != nil }) else { return nil }
        var query = BoardQuery()
        query.slice = Slice(
            category: try text("category", parameters["category"]),
            language: try text("language", parameters["language"])
        )
        if let method = parameters["method"], !method.isEmpty {
            // Either way of writing names of several words.
            let name = method.replacing("_", with: "-")
            guard let known = methods.first(where: { $0.0 == name }) else {
                let list = methods.map { "`\($0.0)`" }.joined(separator: ", ")
                throw .invalidRequest("The parameter `method` is one of \(list).")
            }
            query.method = known.1
        }
        switch parameters["style_control"] {
        case nil, "", "false", "0": break
        case "true", "1": query.controlsStyle = true
        default: throw .invalidRequest("The parameter `style_control` is `true` or `false`.")
        }
        guard !query.controlsStyle || query.method == .bradleyTerry else {
            throw .invalidRequest("Style is taken out with the method `bradley-terry` only.")
        }
        return query == BoardQuery() ? nil : query
    }

    private static func text(_ name: String, _ value: String?) throws(APIError) -> String? {
        guard let value, !value.isEmpty, value != "overall" else { return nil }
        guard value.utf8.count <= longest else {
            throw .invalidRequest("The parameter `\(name)` is too long; /api/v1/slices lists what there is.")
        }
        return value
    }
}
