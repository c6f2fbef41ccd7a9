/// What of a response's form is thought to please apart from what it says.
public struct ResponseStyle: Sendable, Hashable {
    /// Tokens, or words where those are not told.
    public let length: Int32
    /// Headings.
    public let headers: Int32
    /// Items of lists.
    public let lists: Int32
    /// Bold passages.
    public let bold: Int32

    /// A style of given counts.
    public init(length: Int32, headers: Int32, lists: Int32, bold: Int32) {
        self.length = length
        self.headers = headers
        self.lists = lists
        self.bold = bold
    }

    /// The names of the features that two styles differ in, in the order of ``counts``.
    public static let features = ["length", "headers", "lists", "bold"]

    /// The counts, in the order of ``features``.
    public var counts: [Int32] { [length, headers, lists, bold] }
}
