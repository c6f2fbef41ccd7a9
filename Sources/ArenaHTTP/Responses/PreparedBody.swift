import Crypto
import HTTPTypes
import Hummingbird

/// A body that is encoded and compressed once and sent many times, with the tag that tells whether a client has it already.
struct PreparedBody: Sendable {
    /// One of the forms in which it is sent.
    struct Form: Sendable {
        let buffer: ByteBuffer
        /// A strong entity tag: equal bytes, equal tag.
        let tag: String
        /// The answer with the body, and the one that says that nothing has changed.
        let whole: Answer
        let unchanged: Answer
    }

    /// The head of an answer, in the ways in which it is written.
    final class Answer: Sendable {
        let status: HTTPResponse.Status
        let headers: HTTPFields
        /// The same with all that goes around them, for content that any site may read.
        let openHeaders: HTTPFields
        /// The bytes of those on HTTP/1.1, up to where the date follows.
        let openHead: ByteBuffer

        init(_ status: HTTPResponse.Status, _ headers: HTTPFields, length: Int?) {
            self.status = status
            self.headers = headers
            openHeaders = SecurityHeaders.around(headers, isOpen: true)
            var head = ByteBuffer(string: "HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\n")
            for field in openHeaders { head.writeString("\(field.name.rawName): \(field.value)\r\n") }
            if let length { head.writeString("Content-Length: \(length)\r\n") }
            openHead = head
        }
    }

    let plain: Form
    /// Where compressing makes it smaller.
    let zipped: Form?
    /// The compressed bytes, for where they are a part of something.
    let block: Gzip.Block?

    var buffer: ByteBuffer { plain.buffer }
    var tag: String { plain.tag }

    /// Below this size, compressing does not pay.
    private static let smallestZipped = 512

    /// - Parameter zips: whether content of this type gets smaller by compressing.
    init(_ bytes: [UInt8], contentType: String, zips: Bool) {
        let digest = SHA256.hash(data: bytes).prefix(16)
        let name = digest.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
        block = zips && bytes.count >= Self.smallestZipped ? Gzip.block(bytes) : nil
        let isNegotiated = block != nil
        plain = Self.form(bytes, tag: "\"\(name)\"", contentType, encoding: nil, isNegotiated: isNegotiated)
        zipped = block.map { block in
            Self.form(
                Gzip.file(block),
                tag: "\"\(name)-gzip\"",
                contentType,
                encoding: "gzip",
                isNegotiated: isNegotiated
            )
        }
    }

    init(json bytes: [UInt8]) {
        self.init(bytes, contentType: "application/json", zips: true)
    }

    private static func form(
        _ bytes: [UInt8],
        tag: String,
        _ contentType: String,
        encoding: String?,
        isNegotiated: Bool
    ) -> Form {
        // Either way to be asked for again before it is reused.
        var unchanged: HTTPFields = [.eTag: tag, .cacheControl: "no-cache"]
        if isNegotiated { unchanged[.vary] = "Accept-Encoding" }
        var headers = unchanged
        headers[.contentType] = contentType
        if let encoding { headers[.contentEncoding] = encoding }
        return Form(
            buffer: ByteBuffer(bytes: bytes),
            tag: tag,
            whole: Answer(.ok, headers, length: bytes.count),
            unchanged: Answer(.notModified, unchanged, length: nil)
        )
    }

    /// The body, in the form that the client takes, or 304 to a client that names its tag.
    func response(to request: Request) -> Response {
        let form = form(for: request.headers)
        if isNamed(by: request.headers[values: .ifNoneMatch]) {
            return Response(status: .notModified, headers: form.unchanged.headers)
        }
        return Response(status: .ok, headers: form.whole.headers, body: ResponseBody(byteBuffer: form.buffer))
    }

    /// The form that a client with these headers takes.
    func form(for headers: HTTPFields) -> Form {
        zipped == nil ? plain : form(takesGzip: AcceptedEncodings(headers).takesGzip)
    }

    /// The form that a client takes who takes gzip or does not.
    func form(takesGzip: Bool) -> Form {
        takesGzip ? zipped ?? plain : plain
    }

    /// Whether one of the fields names a tag of this content, compared weakly (RFC 9110 §13.1.2).
    func isNamed(by fields: [String]) -> Bool {
        if fields.isEmpty { return false }
        return fields.lazy.flatMap { $0.split(separator: ",") }.contains { element in
            let candidate = element.trimming { $0 == " " || $0 == "\t" }
            let opaque = candidate.hasPrefix("W/") ? candidate.dropFirst(2) : candidate
            return candidate == "*" || opaque == plain.tag || (zipped.map { opaque == $0.tag } ?? false)
        }
    }
}

extension Substring {
    /// The text without what fits at either end.
    func trimming(while fits: (Character) -> Bool) -> Substring {
        var rest = drop(while: fits)
        while let last = rest.last, fits(last) { rest.removeLast() }
        return rest
    }
}
