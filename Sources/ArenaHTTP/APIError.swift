import ArenaCore
import HTTPTypes
import Hummingbird
import NIOHTTP1

/// An error as a client meets it: a status, a stable code and a sentence.
///
/// This file is the one table of all of them.
struct APIError: Error, Equatable {
    let status: HTTPResponse.Status
    let code: String
    let message: String
    var headers: HTTPFields = [:]

    init(_ status: HTTPResponse.Status, _ code: String, _ message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    /// The same error with the advice to try again after a second.
    private var retryable: APIError {
        var error = self
        error.headers[.retryAfter] = "1"
        return error
    }
}

// What the arena's own rules say.
extension APIError {
    init(_ error: ArenaError) {
        switch error.code {
        case .ticketInvalid: self.init(.badRequest, "ticket_invalid", error.message)
        case .ticketExpired: self.init(.gone, "ticket_expired", error.message)
        case .ticketForeign: self.init(.forbidden, "ticket_foreign", error.message)
        case .outcomeConflict: self.init(.conflict, "outcome_conflict", error.message)
        case .noBattles: self.init(.serviceUnavailable, "no_battles", error.message)
        case .overloaded: self = APIError(.serviceUnavailable, "overloaded", error.message).retryable
        case .unavailable: self = APIError(.serviceUnavailable, "unavailable", error.message).retryable
        case .timeout: self = APIError(.serviceUnavailable, "timeout", error.message).retryable
        case .notFound: self.init(.notFound, "not_found", error.message)
        case .corrupt: self = .internalError
        }
    }
}

// What the request itself may have wrong.
extension APIError {
    static func invalidRequest(_ message: String) -> APIError {
        APIError(.badRequest, "invalid_request", message)
    }

    static let invalidJSON = APIError(.badRequest, "invalid_json", "The body is not valid JSON.")

    static let malformedRequest = APIError(.badRequest, "bad_request", "The request is not well-formed HTTP.")

    static let unsupportedMediaType = APIError(
        .unsupportedMediaType,
        "unsupported_media_type",
        "Send the body as JSON, with the header `Content-Type: application/json`."
    )
    static let unsupportedForm = APIError(
        .unsupportedMediaType,
        "unsupported_media_type",
        "Send the form as a browser does, with the header `Content-Type: application/x-www-form-urlencoded`."
    )

    static func bodyTooLarge(limit: Int) -> APIError {
        APIError(.contentTooLarge, "body_too_large", "The body is too large; at most \(limit) bytes are taken.")
    }

    static let bodyTooLarge = APIError(.contentTooLarge, "body_too_large", "The body is too large.")

    static let headersTooLarge = APIError(
        .requestHeaderFieldsTooLarge,
        "headers_too_large",
        "The request's headers or its address are too long."
    )

    static let bodyTimeout = APIError(
        .requestTimeout,
        "timeout",
        "The body took too long to arrive. Send the request again."
    )

    static let unknownPath = APIError(.notFound, "not_found", "There is nothing at this address.")

    static func methodNotAllowed(_ allowed: [HTTPRequest.Method]) -> APIError {
        let names = allowed.map(\.rawValue).joined(separator: ", ")
        var error = APIError(.methodNotAllowed, "method_not_allowed", "This address takes \(names) only.")
        error.headers[.allow] = names
        return error
    }
}

// What may be wrong on this side.
extension APIError {
    static let internalError = APIError(
        .internalServerError,
        "internal",
        "Something went wrong on the server. It has been noted; please try again later."
    )

    static let timeout = APIError(
        .serviceUnavailable,
        "timeout",
        "The arena took too long to answer. Try again in a moment."
    ).retryable

    static let slicesNotReady = APIError(
        .serviceUnavailable,
        "timeout",
        "The arena is still sorting its battles into categories. Try again in a moment."
    ).retryable

    static let tooManyStreams = APIError(
        .serviceUnavailable,
        "overloaded",
        "Too many clients listen to the board. Try again in a moment, or ask for it now and then."
    ).retryable

    static let stateMissing = APIError(
        ArenaError(.unavailable, "The arena is still reading its battle log. Try again in a moment.")
    )
}

// What others throw.
extension APIError {
    /// The answer to any error; what is not known here says nothing of its insides.
    init(answering error: any Error) {
        switch error {
        case let error as APIError: self = error
        case let error as ArenaError: self.init(error)
        case HTTPParserError.headerOverflow: self = .headersTooLarge
        case is HTTPParserError: self = .malformedRequest
        case is CancellationError: self = .timeout
        case let error as any HTTPResponseError: self.init(status: error.status)
        default: self = .internalError
        }
    }

    private init(status: HTTPResponse.Status) {
        switch status {
        case .notFound: self = .unknownPath
        case .contentTooLarge: self = .bodyTooLarge
        case .methodNotAllowed: self.init(status, "method_not_allowed", "This address does not take that method.")
        default:
            if status.kind == .clientError {
                self.init(status, "bad_request", "The request cannot be answered: \(status.reasonPhrase).")
            } else {
                self = .internalError
            }
        }
    }
}

extension APIError: HTTPResponseError {
    /// `{"error": {"code", "message"}}` with the status and headers of the error.
    var response: Response {
        var headers = headers
        headers[.contentType] = "application/json"
        headers[.cacheControl] = "no-store"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    var body: ByteBuffer {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("error")
            writer.object { writer in
                writer.field("code", code)
                writer.field("message", message)
            }
        }
        return ByteBuffer(bytes: writer.bytes)
    }

    func response(from request: Request, context: some RequestContext) -> Response { response }
}
