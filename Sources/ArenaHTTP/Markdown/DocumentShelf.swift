import Crypto
import Dispatch
import Synchronization

/// A parsed text as JSON.
struct EncodedDocument: JSONValue, Sendable, Equatable {
    let json: [UInt8]

    func write(to writer: inout JSONWriter) { writer.token(json) }
}

/// Parses texts away from the event loops, and keeps what was parsed: the same prompts and responses come up again.
final class DocumentShelf: Sendable {
    private struct Shelf {
        var documents: [SHA256.Digest: EncodedDocument] = [:]
        var order: [SHA256.Digest] = []
        var bytes = 0

        mutating func dropOlderHalf() {
            let half = order.prefix((order.count + 1) / 2)
            for key in half { bytes -= documents.removeValue(forKey: key)?.json.count ?? 0 }
            order.removeFirst(half.count)
        }
    }

    private let capacity: Int
    private let shelf = Mutex(Shelf())
    private let queue = DispatchQueue(label: "arena.markdown", qos: .userInitiated)

    /// - Parameter capacity: the most bytes of JSON to keep.
    init(capacity: Int = 64 * 1024 * 1024) {
        self.capacity = capacity
    }

    /// The bytes of all that is kept.
    var size: Int { shelf.withLock { $0.bytes } }

    /// The parsed form of a text.
    func document(_ text: String) async -> EncodedDocument {
        // Strings that differ in their code points alone count as equal, but are not the same text to show.
        let key = SHA256.hash(data: Array(text.utf8))
        if let kept = shelf.withLock({ $0.documents[key] }) { return kept }
        let document = await withCheckedContinuation { answer in
            queue.async {
                var writer = JSONWriter()
                writer.value(MarkdownDocument.parse(text))
                answer.resume(returning: EncodedDocument(json: writer.bytes))
            }
        }
        keep(document, as: key)
        return document
    }

    private func keep(_ document: EncodedDocument, as key: SHA256.Digest) {
        let size = document.json.count
        shelf.withLock { shelf in
            guard size <= capacity / 8, shelf.documents[key] == nil else { return }
            while shelf.bytes + size > capacity { shelf.dropOlderHalf() }
            shelf.documents[key] = document
            shelf.order.append(key)
            shelf.bytes += size
        }
    }
}
