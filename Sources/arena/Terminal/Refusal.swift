/// Why a command does not do what it was asked to, in words for whoever asked.
///
/// Unlike a `ValidationError` it is not about how the command was written, and no usage follows it.
struct Refusal: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
