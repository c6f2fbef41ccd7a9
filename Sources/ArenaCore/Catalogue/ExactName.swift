/// A model's name as a key: equal only if byte for byte the same.
///
/// `String` calls a letter and the same letter composed of two characters equal; the database does not, and neither do
/// the files that battles come from, so that two such names are two models everywhere.
public struct ExactName: Hashable, Sendable {
    /// The name.
    public let text: String

    /// The key of a name.
    public init(_ text: String) {
        self.text = text
    }

    /// Whether both have the same bytes in UTF-8.
    public static func == (left: ExactName, right: ExactName) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        hasher.combine(0xff as UInt8)
    }
}
