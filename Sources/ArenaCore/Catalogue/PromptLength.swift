/// How long a prompt is to whoever reads it, by the characters of all its turns together.
public enum PromptLength: String, Sendable, CaseIterable, Hashable {
    /// A line or two.
    case short
    /// A paragraph or several.
    case medium
    /// More than a screen of a phone holds.
    case long

    /// The least number of characters of each length but the first.
    public static let bounds: [Int32] = [141, 1_001]

    /// The length of so many characters.
    public init(characters: Int) {
        let place = Self.bounds.count { characters >= Int($0) }
        self = Self.allCases[place]
    }
}
