import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

extension TestClientProtocol {
    func get(_ path: String, headers: HTTPFields = [:]) async throws -> TestResponse {
        try await execute(uri: path, method: .get, headers: headers) { $0 }
    }

    func post(
        _ path: String,
        _ body: String? = nil,
        type: String? = "application/json",
        cookie: String? = nil
    ) async throws -> TestResponse {
        var headers = HTTPFields()
        if body != nil, let type { headers[.contentType] = type }
        if let cookie { headers[.cookie] = cookie }
        return try await execute(
            uri: path,
            method: .post,
            headers: headers,
            body: body.map { ByteBuffer(string: $0) }
        ) { $0 }
    }

    func vote(_ ticket: String, _ outcome: String, cookie: String? = nil) async throws -> TestResponse {
        try await post("/api/v1/battles/vote", #"{"ticket":"\#(ticket)","outcome":"\#(outcome)"}"#, cookie: cookie)
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }

    var json: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(body.readableBytesView))) as? [String: Any] ?? [:]
    }

    /// The code of the error in it.
    var errorCode: String? { (json["error"] as? [String: Any])?["code"] as? String }

    /// The message of the error in it.
    var errorMessage: String? { (json["error"] as? [String: Any])?["message"] as? String }

    /// What a browser would send back of its cookie.
    var cookie: String? { headers[.setCookie].flatMap { $0.split(separator: ";").first.map(String.init) } }
}

/// Expects an error of a status and a code, with a message and JSON around it.
func expect(
    _ response: TestResponse,
    _ status: HTTPResponse.Status,
    _ code: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(response.status == status, sourceLocation: sourceLocation)
    #expect(response.errorCode == code, sourceLocation: sourceLocation)
    #expect(response.errorMessage?.isEmpty == false, sourceLocation: sourceLocation)
    #expect(response.headers[.contentType] == "application/json", sourceLocation: sourceLocation)
}
