/// One gap-free sequence of log entries; a prompt, its responses and their battles belong to one stream.
public struct Stream: RawRepresentable, Hashable, Sendable, Comparable {
    /// The number in the `stream` columns.
    public let rawValue: Int16

    /// Wraps the number.
    public init(rawValue: Int16) {
        self.rawValue = rawValue
    }

    /// Where all real battles go.
    public static let main = Stream(rawValue: 0)
    /// Where the sample content lives, apart from everything real.
    public static let sample = Stream(rawValue: Int16.max)

    /// Whether `left` comes before `right`, by number.
    public static func < (left: Stream, right: Stream) -> Bool {
        left.rawValue < right.rawValue
    }
}
