/// Why a name cannot be a tag.
enum TagFault: Error, Equatable {
    /// Nothing but blanks.
    case empty
    /// More bytes than a tag has.
    case tooLong(String)
    /// A control character, such as a line end.
    case control(String)

    /// What is wrong, in words.
    var problem: String {
        switch self {
        case .empty: "holds an empty tag"
        case .tooLong(let tag):
            "holds the tag \(ShownValue.quoted(tag)) of \(tag.utf8.count) bytes, more than \(TagList.longestTag)"
        case .control(let tag): "holds the tag \(ShownValue.quoted(tag)), which has a control character"
        }
    }
}
