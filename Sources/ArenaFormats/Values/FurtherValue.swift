/// What a record has in a column that means nothing to the arena.
public struct FurtherValue: Sendable, Equatable {
    /// The column's name.
    public let name: String
    /// What it says.
    public let text: String
    /// Whether it is a number or a flag, which JSON writes without quotes.
    let isLiteral: Bool

    init(name: String, text: String, isLiteral: Bool) {
        (self.name, self.text, self.isLiteral) = (name, text, isLiteral)
    }

    /// A cell of a table, which does not say what it is: a number, where reading it as one and writing it gives the same text.
    init(name: String, cell text: String) {
        let isNumber =
            Int64(text).map { String($0) == text } ?? Double(text).map { $0.isFinite && "\($0)" == text } ?? false
        self.init(name: name, text: text, isLiteral: isNumber || text == "true" || text == "false")
    }

    /// A member of a JSON record; nil for null, an object or a list.
    init?(name: String, _ value: JSONValue) {
        if let text = value.text {
            self.init(name: name, text: text, isLiteral: false)
        } else if let text = value.number?.description ?? value.flag.map({ $0 ? "true" : "false" }) {
            self.init(name: name, text: text, isLiteral: true)
        } else {
            return nil
        }
    }
}
