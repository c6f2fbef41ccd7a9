import Crypto
import HTTPTypes
import Hummingbird

/// A body that is encoded once and sent many times, with the tag that tells whether a client has it already.
struct PreparedBody: Sendable {
    let buffer: ByteBuffer
    let contentType: String
    /// A strong entity tag: equal bytes, equal tag.
    let tag: String

    init(_ bytes: [UInt8], contentType: String) {
        buffer = ByteBuffer(bytes: bytes)
        self.contentType = contentType
        let digest = SHA256.hash(data: bytes).prefix(16)
        tag = "\"" + digest.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined() + "\""
    }

    init(json bytes: [UInt8]) {
        self.init(bytes, contentType: "application/json")
    }

    /// The body, or 304 to a client that names its tag; either way to be asked for again before it is reused.
    func response(to request: Request) -> Response {
        let headers: HTTPFields = [.eTag: tag, .cacheControl: "no-cache"]
        if isNamed(by: request.headers[values: .ifNoneMatch]) {
            return Response(status: .notModified, headers: headers)
        }
        var full = headers
        full[.contentType] = contentType
        return Response(status: .ok, headers: full, body: ResponseBody(byteBuffer: buffer))
    }

    /// Whether one of the fields names the tag, compared weakly (RFC 9110 §13.1.2).
    private func isNamed(by fields: [String]) -> Bool {
        fields.lazy.flatMap { $0.split(separator: ",") }.contains { element in
            let candidate = element.trimming { $0 == " " || $0 == "\t" }
            return candidate == "*" || candidate == tag || candidate == "W/" + tag
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
