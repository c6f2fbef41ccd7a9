import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Reads request bodies within their limits of size and time.
struct RequestBodyReader: Sendable {
    let maximumBytes: Int

    /// The whole body.
    ///
    /// - Throws: `APIError`: 413 for one that is too long, 408 for one that is not there by the deadline.
    func bytes(of request: Request, by deadline: Deadline) async throws -> ByteBuffer {
        if let announced = request.headers[.contentLength].flatMap(Int.init) {
            if announced > maximumBytes { throw APIError.bodyTooLarge(limit: maximumBytes) }
            if announced == 0 { return ByteBuffer() }
        }
        do {
            return try await deadline.cancelling(orThrow: .bodyTimeout) {
                try await request.body.collect(upTo: maximumBytes)
            }
        } catch let error as any HTTPResponseError where error.status == .contentTooLarge {
            throw APIError.bodyTooLarge(limit: maximumBytes)
        }
    }

    /// The body as JSON of the type wanted.
    ///
    /// - Parameter plain: reads bodies of the usual form without a decoder, where there is such a way.
    /// - Throws: `APIError`: 415 for another media type, 400 for what is not JSON or not of that type.
    static func decode<Value: Decodable & Sendable>(
        _ type: Value.Type,
        from bytes: ByteBuffer,
        _ headers: HTTPFields,
        plain: (ByteBufferView) -> Value? = { _ in nil }
    ) throws(APIError) -> Value {
        guard let type = headers[.contentType], isJSON(type) else { throw .unsupportedMediaType }
        if let value = plain(bytes.readableBytesView) { return value }
        do {
            return try JSONDecoder().decode(Value.self, from: Data(bytes.readableBytesView))
        } catch let error as APIError {
            throw error
        } catch let error as DecodingError {
            throw APIError(error)
        } catch {
            throw .invalidJSON
        }
    }

    private static func isJSON(_ contentType: String) -> Bool {
        if contentType == "application/json" { return true }
        let essence = contentType.prefix { $0 != ";" }.trimming(while: \.isWhitespace)
        return essence.lowercased() == "application/json"
    }
}

extension APIError {
    /// What a decoding error says of the request.
    fileprivate init(_ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, _):
            self = .invalidRequest("The field `\(key.stringValue)` is missing.")
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            let kind = type == String.self ? "a string" : "of another type"
            if let field = context.codingPath.last?.stringValue {
                self = .invalidRequest("The field `\(field)` must be \(kind).")
            } else {
                self = .invalidRequest("The body must be a JSON object.")
            }
        default:
            self = .invalidJSON
        }
    }
}
