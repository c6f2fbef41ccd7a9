/// Parses JSON texts one after the other, in the memory of the ones before.
final class JSONParser {
    /// What is wrong with a text, in words.
    struct Fault: Error {
        let problem: String
    }

    private var document = JSONDocument()

    /// The value of a text.
    func value(_ text: ArraySlice<UInt8>) throws(Fault) -> JSONValue {
        // Values keep their document, and are to stay what they are.
        if !isKnownUniquelyReferenced(&document) { document = JSONDocument() }
        if let problem = document.parse(text) { throw Fault(problem: problem) }
        return JSONValue(document: document, place: JSONDocument.root)
    }
}
